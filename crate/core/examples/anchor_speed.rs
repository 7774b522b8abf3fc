//! How long finding 1,000 annotations on an article of 10,000 words takes.
//!
//! ```text
//! cargo run --release -p postil-core --example anchor_speed [-- --cases]
//! ```
//! The article is made of invented words, the same on every machine. Of the annotations a quarter
//! quote one word, a quarter five, a quarter a sentence's length, a quarter three. They are found in
//! the unchanged article, with a paragraph put before it, and with 5 and 20 of 100 words altered.
//! `--cases` prints the articles and quotes as JSON instead, for measuring other tools with.

use std::time::{Duration, Instant};

use postil_core::{
    anchor::{Anchorer, Position, Quote, State},
    text::{OffsetMap, Span},
};

const WORDS: usize = 10_000;
const ANNOTATIONS: usize = 1_000;

fn next(state: &mut u64) -> usize {
    // Numerical Recipes' linear congruential generator; its high bits are good enough here.
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

/// A vocabulary of 3,000 invented words, of which the first are by far the most frequent.
fn vocabulary(state: &mut u64) -> Vec<String> {
    let syllables = ["ka", "re", "mo", "ti", "sul", "ben", "ra", "do", "gen", "is", "por", "la", "ven", "ter", "qua"];
    (0..3_000)
        .map(|rank| {
            let count = if rank < 40 { 1 } else { 2 + next(state) % 3 };
            (0..count).map(|_| syllables[next(state) % syllables.len()]).collect()
        })
        .collect()
}

fn word<'v>(vocabulary: &'v [String], state: &mut u64) -> &'v str {
    // Zipf's law, roughly: the product of three even draws leans to the frequent end.
    let draw = |state: &mut u64| (next(state) % 10_000) as f64 / 10_000.0;
    let rank = draw(state) * draw(state) * draw(state) * vocabulary.len() as f64;
    &vocabulary[rank as usize]
}

fn article(vocabulary: &[String], state: &mut u64) -> Vec<String> {
    (0..WORDS)
        .map(|at| {
            let end = match at % 90 {
                89 => ".\n",
                17 | 35 | 53 | 71 => ". ",
                8 | 26 => ", ",
                _ => " ",
            };
            format!("{}{end}", word(vocabulary, state))
        })
        .collect()
}

fn altered(words: &[String], of_hundred: usize, vocabulary: &[String], state: &mut u64) -> String {
    words
        .iter()
        .map(|old| if next(state) % 100 < of_hundred { format!("{} ", word(vocabulary, state)) } else { old.clone() })
        .collect()
}

fn main() {
    let state = &mut 20_221_006;
    let vocabulary = vocabulary(state);
    let words = article(&vocabulary, state);
    let saved: String = words.concat();
    let offsets = OffsetMap::new(&saved);
    let starts: Vec<usize> = words
        .iter()
        .scan(0, |at, word| {
            *at += word.len();
            Some(*at - word.len())
        })
        .collect();
    let quotes: Vec<(Quote, Position)> = (0..ANNOTATIONS)
        .map(|number| {
            let count = [1, 5, 18, 54][number % 4];
            let first = next(state) % (WORDS - count);
            let last = first + count - 1;
            let end = starts[last] + words[last].trim_end_matches([' ', '\n', '.', ',']).len();
            let span = Span::new(starts[first], end);
            (Quote::of(&saved, span), Position::of(&offsets, span))
        })
        .collect();
    let articles = [
        ("unchanged", saved.clone()),
        ("text before", format!("{}\n{saved}", words[..60].concat())),
        ("5 % altered", altered(&words, 5, &vocabulary, state)),
        ("20 % altered", altered(&words, 20, &vocabulary, state)),
    ];
    if std::env::args().any(|argument| argument == "--cases") {
        let quotes: Vec<_> = quotes
            .iter()
            .map(|(quote, position)| serde_json::json!({ "quote": quote, "position": position }))
            .collect();
        let texts: Vec<_> =
            articles.iter().map(|(name, text)| serde_json::json!({ "name": name, "text": text })).collect();
        println!("{}", serde_json::json!({ "texts": texts, "quotes": quotes }));
        return;
    }
    println!("{ANNOTATIONS} annotations on {WORDS} words ({} characters), best of 20:", saved.len());
    for (name, text) in &articles {
        let mut best = Duration::MAX;
        let mut states = [0usize; 4];
        for _ in 0..20 {
            let start = Instant::now();
            let anchorer = Anchorer::new(text);
            states = [0; 4];
            for (quote, position) in &quotes {
                let found = anchorer.locate(quote, Some(*position));
                states[match found.state {
                    State::Exact => 0,
                    State::Moved => 1,
                    State::Changed => 2,
                    State::Orphan => 3,
                }] += 1;
            }
            best = best.min(start.elapsed());
        }
        let [exact, moved, changed, orphan] = states;
        println!(
            "{name:<13} {:>7.2} ms   exact {exact}, moved {moved}, changed {changed}, orphan {orphan}",
            best.as_secs_f64() * 1000.0
        );
    }
}
