//! `speed`: how many words a second the whole scan reads, all rooms, on one core.

use std::{fs, path::Path, time::Instant};

use postil_core::{
    article::Article,
    mark::Currency,
    scan::{Engine, Preferences, TableBytes},
};
use postil_tables::{Failure, corpus};

use crate::arguments::Arguments;

/// How often the set is read; the median counts.
const ROUNDS: usize = 15;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = Path::new(arguments.value("tables", "extension/tables"));
    let read = |name: &str| fs::read(folder.join(name)).map_err(|e| format!("{}: {e}", folder.join(name).display()));
    let (rates, units) = (read("rates.bin")?, read("units.bin")?);
    let (gazetteer, model) = (read("gazetteer.bin")?, read("model.bin")?);
    let tables = TableBytes { rates: &rates, units: &units, gazetteer: &gazetteer, model: &model };
    let (engine, errors) = Engine::new(tables);
    if let Some(error) = errors.into_iter().next() {
        return Err(error.into());
    }
    let set = arguments.value("set", "newswire-dev");
    let documents = corpus::read(&arguments.shared().join(format!("corpora/dev/{set}.jsonl.gz")))?;
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let articles: Vec<Article> = documents
        .into_iter()
        .map(|document| Article { published: "2022-10-06".parse().ok(), ..Article::from_text(document.text) })
        .collect();
    let preferences = Preferences { currency: Currency::parse("EUR"), ..Preferences::default() };
    let mut marks = 0;
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            marks = articles.iter().map(|article| engine.scan(article, &preferences).marks.len()).sum();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds[ROUNDS / 2];
    println!(
        "{set}: {} articles, {words} words, {marks} marks; {:.0} words a second (median of {ROUNDS} rounds)",
        articles.len(),
        words as f64 / median
    );
    Ok(())
}
