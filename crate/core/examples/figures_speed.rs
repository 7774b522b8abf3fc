//! How many words a second figures and money are read at, tokenization included.
//!
//! `cargo run --release -p postil-core --example figures_speed [FILE]`: reads the file's text (or a made-up article)
//! some hundred times and prints the median.

use std::time::Instant;

use postil_core::{
    article::Article,
    mark::Currency,
    scan::{Engine, Preferences, TableBytes},
};

const PARAGRAPH: &str = "A soldier of the 24th Battalion offered 70 fragmentation grenades at a cost of 26,000 pesos \
(US$1,300 at the day's exchange rate) each, according to messages that officials in Mexico read on Thursday. The buyer, \
a man known only by his nickname, wanted at least eight more within three days and promised to send someone to the \
usual place on the road between the two villages, about 60 kilometers from the capital, at 7:30 p.m. None of the people \
who were asked about it wanted to speak, and the ministry did not answer questions that reporters had sent last week. \
In May of that year the same group had stolen 6 terabytes of documents, and since 2016 it has grown by 12 percent.\n";

fn main() {
    let tables = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../extension/tables");
    let read = |name: &str| std::fs::read(tables.join(name)).unwrap_or_default();
    let (units, rates) = (read("units.bin"), read("rates.bin"));
    let (engine, _) = Engine::new(TableBytes { units: &units, rates: &rates, ..TableBytes::default() });
    let text = match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}")),
        None => PARAGRAPH.repeat(10),
    };
    let words = text.split_whitespace().count();
    let mut article = Article::from_text(text);
    article.published = "2022-10-06".parse().ok();
    article.language = Some("en".into());
    let preferences = Preferences { currency: Currency::parse("EUR"), ..Preferences::default() };
    let mut marks = 0;
    let mut seconds: Vec<f64> = (0..301)
        .map(|_| {
            let start = Instant::now();
            marks = engine.scan(&article, &preferences).marks.len();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds[seconds.len() / 2];
    println!(
        "{words} words, {marks} marks: {:.3} ms, {:.0} words/s (median of 301)",
        median * 1e3,
        words as f64 / median
    );
}
