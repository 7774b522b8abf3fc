//! What the first pass made of an article's words: for every capitalized word, and every pair of
//! them, the mean over its mentions of how likely each type is.

use super::{
    document::Document,
    hash::{Numbering, join},
    label::{LABELS, begin, inside},
    lattice::Row,
};
use crate::mark::EntityType;

const TYPES: usize = EntityType::ALL.len();

/// The sum over mentions: outside, then the types; then how much of it begins a name.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    types: [f32; TYPES + 1],
    begins: f32,
    count: f32,
}

impl Tally {
    fn add(&mut self, row: &Row, sign: f32) {
        self.types[0] += sign * row[0];
        for entity_type in EntityType::ALL {
            self.types[1 + entity_type as usize] += sign * (row[begin(entity_type)] + row[inside(entity_type)]);
            self.begins += sign * row[begin(entity_type)];
        }
        self.count += sign;
    }

    /// The likeliest type and how likely, in four steps, as a number above 0; 0 without mentions.
    fn value(&self) -> u32 {
        if self.count < 0.5 {
            return 0;
        }
        let (best, sum) = self
            .types
            .iter()
            .enumerate()
            .fold((0, f32::MIN), |best, (index, sum)| if *sum > best.1 { (index, *sum) } else { best });
        let step = match sum / self.count {
            p if p >= 0.95 => 3,
            p if p >= 0.8 => 2,
            p if p >= 0.6 => 1,
            _ => 0,
        };
        1 + (best as u32) * 4 + step
    }
}

/// The memory of one article.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    forms: Vec<Tally>,
    pairs: Numbering,
    pair_tallies: Vec<Tally>,
    /// For each token the marginals, by its place among the candidates.
    rows: Vec<Row>,
    /// For each token one more than its index in `rows`.
    place: Vec<u32>,
}

impl Memory {
    /// Remembers the marginals of all segments' tokens, in order.
    pub fn new(document: &Document<'_, '_>, marginals: &[Row]) -> Self {
        let mut memory = Memory {
            forms: vec![Tally::default(); document.usage.len()],
            place: vec![0; document.words.len()],
            rows: marginals.to_vec(),
            ..Memory::default()
        };
        for (index, token) in document.segments.iter().cloned().flatten().enumerate() {
            memory.place[token] = index as u32 + 1;
            let Some(row) = marginals.get(index) else { continue };
            if document.word(token).is_capital() {
                memory.forms[document.form(token) as usize].add(row, 1.0);
            }
        }
        // What the expansion is, its acronym is too.
        for pair in &document.acronyms {
            for token in pair.expansion.clone().filter(|token| document.word(*token).is_capital()) {
                if let Some(row) = memory.row(token) {
                    memory.forms[document.form(pair.acronym) as usize].add(&row, 1.0);
                }
            }
        }
        for segment in &document.segments {
            for token in segment.start..segment.end.saturating_sub(1) {
                let (Some(key), Some(row)) = (pair_key(document, token), memory.row(token)) else { continue };
                let (number, new) = memory.pairs.number(key);
                if new {
                    memory.pair_tallies.push(Tally::default());
                }
                memory.pair_tallies[number].add(&row, 1.0);
            }
        }
        memory
    }

    fn row(&self, token: usize) -> Option<Row> {
        let index = self.place.get(token)?.checked_sub(1)?;
        self.rows.get(index as usize).copied()
    }

    /// What the word's other mentions are; 0 where there are none.
    pub fn of_word(&self, document: &Document<'_, '_>, token: usize) -> u32 {
        if !document.word(token).is_capital() {
            return 0;
        }
        self.others(self.forms[document.form(token) as usize], token).value()
    }

    /// Whether the word's other mentions stand at a name's beginning or within, in three steps.
    pub fn place_of(&self, document: &Document<'_, '_>, token: usize) -> u32 {
        if !document.word(token).is_capital() {
            return 0;
        }
        let tally = self.others(self.forms[document.form(token) as usize], token);
        if tally.count < 0.5 {
            return 0;
        }
        match tally.begins / tally.count {
            p if p >= 0.7 => 3,
            p if p >= 0.3 => 2,
            _ => 1,
        }
    }

    /// What the first word of the pair is where the pair stands elsewhere.
    pub fn of_pair(&self, document: &Document<'_, '_>, token: usize) -> u32 {
        let number = pair_key(document, token).and_then(|key| self.pairs.get(key));
        number.map_or(0, |number| self.others(self.pair_tallies[number], token).value())
    }

    fn others(&self, mut tally: Tally, token: usize) -> Tally {
        if let Some(row) = self.row(token) {
            tally.add(&row, -1.0);
        }
        tally
    }
}

fn pair_key(document: &Document<'_, '_>, token: usize) -> Option<u32> {
    let next = token + 1;
    let both = next < document.words.len() && document.word(token).is_capital() && document.word(next).is_capital();
    both.then(|| join(document.form(token).wrapping_add(1), document.form(next)))
}

const _: () = assert!(LABELS == 2 * TYPES + 1);
