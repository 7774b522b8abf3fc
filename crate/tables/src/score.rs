//! `score`: how good the committed tables are on the dev sets, by type.

use std::{fs, io::Write, path::Path, time::Instant};

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

use crate::{arguments::Arguments, train::calibration};

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

/// Scores another tool's answers, one JSON object with `id` and `spans` a line, as the corpora have them.
fn score_answers(path: &Path, documents: &[Document]) -> Result<Tallies, Failure> {
    let mut tallies = Tallies::default();
    for (document, spans) in documents.iter().zip(corpus::read_answers(path, documents)?) {
        let answers: Vec<TypedSpan> = spans
            .iter()
            .filter_map(|span| match span.label {
                corpus::GoldLabel::Entity(entity_type) => Some((span.start, span.end, entity_type)),
                _ => None,
            })
            .collect();
        scoring::count(&document.text, &document.spans, &document.complete, &answers, &mut tallies);
    }
    Ok(tallies)
}

/// Every answer over person, organization, place and group: its score and whether it is right. What
/// overlaps a span of unknown type is left out.
pub fn judged(recognizer: &Recognizer<'_>, documents: &[Document]) -> Vec<(f32, bool)> {
    let mut out = Vec::new();
    for document in documents {
        let mut wanted = Vec::new();
        for gold in &document.spans {
            if let corpus::GoldLabel::Entity(entity_type) = gold.label {
                scoring::normalize(&document.text, (gold.start, gold.end, entity_type), &mut wanted);
            }
        }
        for (span, score) in answers(recognizer, &document.text) {
            let unknown = document
                .spans
                .iter()
                .any(|g| g.label == corpus::GoldLabel::Unknown && g.start < span.1 && span.0 < g.end);
            if (span.2 as usize) < 4 && !unknown {
                out.push((score, wanted.contains(&span)));
            }
        }
    }
    out
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

/// Prints every wrong answer and every miss of a corpus file, one a line: for finding kinds of errors.
fn errors(recognizer: &Recognizer<'_>, documents: &[Document]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for document in documents {
        let text = document.text.as_str();
        let context = |start: usize, end: usize| {
            let from = (start.saturating_sub(40)..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
            let to = (end..=text.len()).find(|at| *at >= end + 30 && text.is_char_boundary(*at)).unwrap_or(text.len());
            format!("{}[{}]{}", &text[from..start], &text[start..end], &text[end..to]).replace('\n', " ")
        };
        let (mut wanted, mut found) = (Vec::new(), Vec::new());
        for gold in &document.spans {
            if let corpus::GoldLabel::Entity(t) = gold.label {
                scoring::normalize(text, (gold.start, gold.end, t), &mut wanted);
            }
        }
        let answers = answers(recognizer, text);
        answers.iter().for_each(|(span, _)| scoring::normalize(text, *span, &mut found));
        wanted.retain(|span| document.complete.contains(&span.2));
        found.retain(|span| document.complete.contains(&span.2));
        for span in wanted.iter().filter(|span| !found.contains(span)) {
            let over: Vec<_> = found.iter().filter(|f| f.0 < span.1 && span.0 < f.1).map(|f| f.2.as_str()).collect();
            writeln!(out, "MISS {} as {:?}\t{}", span.2.as_str(), over, context(span.0, span.1))?;
        }
        for span in found.iter().filter(|span| !wanted.contains(span)) {
            let unknown = document
                .spans
                .iter()
                .any(|g| g.label == corpus::GoldLabel::Unknown && g.start < span.1 && span.0 < g.end);
            if !unknown {
                let over: Vec<_> =
                    wanted.iter().filter(|w| w.0 < span.1 && span.0 < w.1).map(|w| w.2.as_str()).collect();
                writeln!(out, "EXTRA {} is {:?}\t{}", span.2.as_str(), over, context(span.0, span.1))?;
            }
        }
    }
    Ok(())
}

/// Prints the entities of a text with their mentions.
fn show(recognizer: &Recognizer<'_>, text: &str) -> Result<(), Failure> {
    let (marks, entities) = recognizer.read(&TokenizedText::new(text));
    let mut out = std::io::stdout().lock();
    for entity in &entities {
        let mentions: Vec<String> = entity
            .mentions
            .iter()
            .map(|mention| format!("{} {:.2}", marks[*mention].span.of(text), marks[*mention].score))
            .collect();
        let place = entity.country.map(|country| format!(" ({country} {})", entity.region.as_deref().unwrap_or("")));
        writeln!(
            out,
            "{}\t{}{}: {}",
            entity.entity_type.as_str(),
            entity.name,
            place.unwrap_or_default(),
            mentions.join(", ")
        )?;
    }
    Ok(())
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
    if arguments.has("errors") {
        return errors(&recognizer, &corpus::read(&arguments.shared().join(arguments.value("errors", "")))?);
    }
    if arguments.has("read") {
        return show(&recognizer, &fs::read_to_string(arguments.value("read", ""))?);
    }
    if arguments.has("answers") {
        let name = arguments.value("set", DEV[0]);
        let documents = corpus::read(&arguments.shared().join(format!("corpora/dev/{name}.jsonl.gz")))?;
        println!("{}\n{}", head(), line(name, &score_answers(Path::new(arguments.value("answers", "")), &documents)?));
        return Ok(());
    }
    println!("{}", head());
    let (mut words, mut seconds) = (0, 0.0);
    for name in DEV.into_iter().filter(|name| !arguments.has("set") || arguments.value("set", "") == *name) {
        let documents = corpus::read(&arguments.shared().join(format!("corpora/dev/{name}.jsonl.gz")))?;
        let start = Instant::now();
        let line = line(name, &score(&recognizer, &documents));
        seconds += start.elapsed().as_secs_f64();
        println!("{line}");
        words += documents.iter().map(|document| document.text.split_whitespace().count()).sum::<usize>();
    }
    if !arguments.has("set") {
        println!("\n| score from | mentions | right |\n|---|---|---|");
        let newswire = corpus::read(&arguments.shared().join("corpora/dev/newswire-dev.jsonl.gz"))?;
        for (from, count, right) in calibration::tenths(&judged(&recognizer, &newswire)) {
            println!("| {from:.1} | {count} | {:.0} % |", right * 100.0);
        }
    }
    println!("\n{:.0} words a second, tokenizing and linking included", words as f64 / seconds);
    Ok(())
}
