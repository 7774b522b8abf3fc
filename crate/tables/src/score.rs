//! `score`: how good the committed tables are on the dev sets, by type.

use std::{fs, path::Path, time::Instant};

use postil_core::{
    entity::Recognizer,
    mark::{EntityType, Reading},
    text::TokenizedText,
};
use postil_tables::{
    Failure,
    corpus::{self, Document},
    scoring::{self, Tallies, TypedSpan},
};

use crate::arguments::Arguments;

/// The dev sets, best known first.
pub const DEV: [&str; 6] = ["newswire-dev", "gmb-dev", "gum-news-dev", "re3d-bbc", "uner-ewt-dev.sa", "wnut17-dev"];

/// What the recognizer answers, with scores.
pub fn answers(recognizer: &Recognizer<'_>, text: &str) -> Vec<(TypedSpan, f32)> {
    let tokenized = TokenizedText::new(text);
    let (marks, _) = recognizer.read(&tokenized);
    marks
        .iter()
        .filter_map(|mark| match &mark.reading {
            Reading::Entity(mention) => Some(((mark.span.start, mark.span.end, mention.entity_type), mark.score)),
            _ => None,
        })
        .collect()
}

/// Scores one set.
pub fn score(recognizer: &Recognizer<'_>, documents: &[Document]) -> Tallies {
    let mut tallies = Tallies::default();
    for document in documents {
        let answers: Vec<TypedSpan> = answers(recognizer, &document.text).into_iter().map(|(span, _)| span).collect();
        scoring::count(&document.text, &document.spans, &document.complete, &answers, &mut tallies);
    }
    tallies
}

/// One line of the table.
pub fn line(name: &str, tallies: &Tallies) -> String {
    let sum = scoring::main_types(tallies);
    let mut line = format!("| {name} | {:.1} | {:.1} | **{:.1}** |", sum.precision(), sum.recall(), sum.f1());
    for entity_type in EntityType::ALL {
        let tally = &tallies[entity_type as usize];
        line += &if tally.wanted < 5 { " – |".to_owned() } else { format!(" {:.1} |", tally.f1()) };
    }
    line
}

/// The table's head.
pub fn head() -> String {
    let mut head = "| set | P | R | F1 |".to_owned();
    let mut rule = "|---|---|---|---|".to_owned();
    for entity_type in EntityType::ALL {
        head += &format!(" {} |", entity_type.as_str());
        rule += "---|";
    }
    format!("{head}\n{rule}")
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let read = |name: &str, default: &str| -> Result<Vec<u8>, Failure> {
        let path = arguments.value(name, default);
        fs::read(Path::new(path)).map_err(|e| format!("{path}: {e}").into())
    };
    let gazetteer = read("gazetteer", "extension/tables/gazetteer.bin")?;
    let model = read("model", "extension/tables/model.bin")?;
    let recognizer = Recognizer::new(&gazetteer, &model)?;
    println!("{}", head());
    let (mut words, start) = (0, Instant::now());
    for name in DEV {
        let documents = corpus::read(&arguments.shared().join(format!("corpora/dev/{name}.jsonl.gz")))?;
        println!("{}", line(name, &score(&recognizer, &documents)));
        words += documents.iter().map(|document| document.text.split_whitespace().count()).sum::<usize>();
    }
    println!("\n{:.0} words a second, tokenizing and linking included", words as f64 / start.elapsed().as_secs_f64());
    Ok(())
}
