//! The scorer: exact spans, as the study of the recognizer counts them.
//!
//! Both sides are cut alike: a leading article and a possessive fall away, `City, State` is two places.
//! An answer that overlaps a span of unknown type without matching a known one is not counted.

use std::collections::HashSet;

use postil_core::mark::EntityType;

use crate::corpus::{Gold, GoldLabel};

/// Right, answered and wanted spans.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Answers that are exactly right.
    pub right: usize,
    /// Answers.
    pub answered: usize,
    /// Annotated spans.
    pub wanted: usize,
}

impl Tally {
    /// Share of the answers that are right, in percent.
    pub fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.answered.max(1) as f64
    }

    /// Share of the wanted spans that were found, in percent.
    pub fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.wanted.max(1) as f64
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.answered + self.wanted).max(1) as f64
    }

    /// Adds another tally.
    pub fn add(&mut self, other: &Tally) {
        self.right += other.right;
        self.answered += other.answered;
        self.wanted += other.wanted;
    }
}

/// A tally for every type.
pub type Tallies = [Tally; EntityType::ALL.len()];

/// The sum over person, organization and place.
pub fn main_types(tallies: &Tallies) -> Tally {
    let mut sum = Tally::default();
    for entity_type in [EntityType::Person, EntityType::Organization, EntityType::Place] {
        sum.add(&tallies[entity_type as usize]);
    }
    sum
}

/// A typed span in bytes.
pub type TypedSpan = (usize, usize, EntityType);

/// Cuts a span as the scorer wants it; `City, State` gives two.
pub fn normalize(text: &str, span: TypedSpan, out: &mut Vec<TypedSpan>) {
    let (mut start, mut end, entity_type) = span;
    let slice = |start: usize, end: usize| text.get(start..end).unwrap_or("");
    for article in ["the ", "The ", "THE "] {
        if slice(start, end).starts_with(article) && !slice(start, end).starts_with("The Hague") {
            start += article.len();
        }
    }
    for possessive in ["'s", "’s", "'", "’"] {
        if slice(start, end).ends_with(possessive) {
            end -= possessive.len();
            break;
        }
    }
    if entity_type == EntityType::Place
        && let Some(comma) = slice(start, end).find(", ")
    {
        out.push((start, start + comma, entity_type));
        normalize(text, (start + comma + 2, end, entity_type), out);
        return;
    }
    if start < end {
        out.push((start, end, entity_type));
    }
}

/// Counts one document's answers against its annotation.
pub fn count(text: &str, gold: &[Gold], complete: &[EntityType], answers: &[TypedSpan], tallies: &mut Tallies) {
    let (mut wanted, mut found) = (Vec::new(), Vec::new());
    for span in gold {
        if let GoldLabel::Entity(entity_type) = span.label {
            normalize(text, (span.start, span.end, entity_type), &mut wanted);
        }
    }
    answers.iter().for_each(|answer| normalize(text, *answer, &mut found));
    wanted.retain(|(_, _, entity_type)| complete.contains(entity_type));
    let wanted: HashSet<TypedSpan> = wanted.into_iter().collect();
    let found: HashSet<TypedSpan> = found.into_iter().filter(|(_, _, t)| complete.contains(t)).collect();
    for span in &wanted {
        tallies[span.2 as usize].wanted += 1;
    }
    for span in &found {
        let tally = &mut tallies[span.2 as usize];
        if wanted.contains(span) {
            tally.right += 1;
            tally.answered += 1;
        } else if !gold.iter().any(|g| g.label == GoldLabel::Unknown && g.start < span.1 && span.0 < g.end) {
            tally.answered += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[EntityType] = &EntityType::ALL;

    fn gold(start: usize, end: usize, label: GoldLabel) -> Gold {
        Gold { start, end, label }
    }

    #[test]
    fn spans_are_cut_before_they_are_compared() {
        let text = "the Senate's vote in Austin, Texas";
        let place = GoldLabel::Entity(EntityType::Place);
        let gold = [gold(4, 10, GoldLabel::Entity(EntityType::Organization)), gold(21, 27, place), gold(29, 34, place)];
        let mut tallies = Tallies::default();
        let answers = [(0, 12, EntityType::Organization), (21, 34, EntityType::Place)];
        count(text, &gold, ALL, &answers, &mut tallies);
        assert_eq!(main_types(&tallies), Tally { right: 3, answered: 3, wanted: 3 });
    }

    #[test]
    fn an_answer_over_an_unknown_span_is_not_counted() {
        let text = "Ana met Rex";
        let gold = [gold(8, 11, GoldLabel::Unknown)];
        let mut tallies = Tallies::default();
        count(text, &gold, ALL, &[(0, 3, EntityType::Person), (8, 11, EntityType::Person)], &mut tallies);
        assert_eq!(main_types(&tallies), Tally { right: 0, answered: 1, wanted: 0 });
    }

    #[test]
    fn types_that_are_not_annotated_are_not_counted() {
        let mut tallies = Tallies::default();
        count("Ana", &[], &[EntityType::Place], &[(0, 3, EntityType::Person)], &mut tallies);
        assert_eq!(tallies, Tallies::default());
    }
}
