//! Two passes with one model: the second knows what the first made of each word's other mentions.

use super::{
    document::Document,
    feature::SegmentFeatures,
    label::{LABELS, begin, inside, is_inside, type_of},
    lattice::{Lattice, Row, Transitions, best_labels, exponentials},
    memory::Memory,
    model::{Active, Model},
};
use crate::{
    mark::EntityType,
    pause::{Pause, step},
};

/// A name as the labels say, in tokens, before anything is cut off.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LabelledSpan {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// The likeliest type.
    pub entity_type: EntityType,
    /// Probability of exactly this span with this type, as the model sees it.
    pub probability: f32,
}

/// Finds the names of a document.
pub async fn decode<P: Pause>(document: &Document<'_, '_>, model: &Model<'_>, pause: &P) -> Vec<LabelledSpan> {
    let steps = exponentials(&model.transitions);
    let mut lattice = Lattice::default();
    let mut active = Active::default();
    let mut scores: Vec<[i32; LABELS]> = Vec::new();
    let mut marginals: Vec<Row> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let features: Vec<SegmentFeatures<'_, '_, '_>> =
        step(|| document.segments.iter().map(|segment| SegmentFeatures::new(document, segment.clone())).collect());
    for (segment, features) in document.segments.iter().zip(&features) {
        pause.pause().await;
        step(|| {
            let first = scores.len();
            for token in segment.clone() {
                let mut score = [0; LABELS];
                features.emit(token, |feature| model.keep(feature, &mut active));
                model.add_all(&mut active, &mut score);
                scores.push(score);
            }
            rows.clear();
            rows.extend(scores[first..].iter().map(|score| model.scale(score)));
            lattice.run(&rows, &steps, None);
            marginals.extend_from_slice(&lattice.marginals);
        });
    }
    let memory = step(|| Memory::new(document, &marginals));
    let mut spans = Vec::new();
    let mut first = 0;
    for (segment, features) in document.segments.iter().zip(&features) {
        pause.pause().await;
        step(|| {
            let scores = &mut scores[first..first + segment.len()];
            first += segment.len();
            for (token, score) in segment.clone().zip(&mut *scores) {
                features.emit_memory(token, &memory, |feature| model.keep(feature, &mut active));
                model.add_all(&mut active, score);
            }
            rows.clear();
            rows.extend(scores.iter().map(|score| model.scale(score)));
            lattice.run(&rows, &steps, None);
            read_labels(&rows, &model.transitions, &steps, &lattice, segment.start, &mut spans);
        });
    }
    spans
}

/// Adds the spans of one segment whose first token is `offset`.
pub fn read_labels(
    rows: &[Row],
    transitions: &Transitions,
    steps: &Transitions,
    lattice: &Lattice,
    offset: usize,
    spans: &mut Vec<LabelledSpan>,
) {
    let labels = best_labels(rows, transitions);
    let mut start = 0;
    while start < labels.len() {
        let Some(entity_type) = type_of(usize::from(labels[start])) else {
            start += 1;
            continue;
        };
        let end = start + 1 + labels[start + 1..].iter().take_while(|label| is_inside(usize::from(**label))).count();
        let probability = lattice.span_probability(steps, start, end, begin(entity_type), inside(entity_type));
        spans.push(LabelledSpan { start: offset + start, end: offset + end, entity_type, probability });
        start = end;
    }
}
