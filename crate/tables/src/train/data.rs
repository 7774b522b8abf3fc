//! Corpora as the trainer needs them: for every token that may be part of a name its features and the
//! labels that its annotation allows.

use std::path::Path;

use postil_core::{
    entity::{
        document::Document,
        feature::SegmentFeatures,
        gazetteer::Gazetteer,
        label::{OUTSIDE, begin, inside},
        lattice::{ALL, Mask, Row},
        memory::Memory,
        model::FEATURE_BITS,
        name::trim,
        rule::is_facility,
    },
    mark::EntityType,
    text::TokenizedText,
};
use postil_tables::{
    Failure,
    corpus::{self, Gold, GoldLabel},
};

/// A corpus of the recipe.
pub struct Source {
    /// File name without ending.
    pub file: &'static str,
    /// How much one of its tokens counts.
    pub weight: f32,
    /// What the model card says of it.
    pub licence: &'static str,
}

/// The recipe's corpora.
pub const SOURCES: [Source; 8] = [
    Source { file: "gmb", weight: 0.5, licence: "text public domain" },
    Source { file: "gum", weight: 1.0, licence: "CC BY 4.0, text CC BY 2.5 and 4.0" },
    Source { file: "re3d", weight: 1.0, licence: "public domain, OGL v3.0, CC BY 3.0 AU" },
    Source { file: "wnut17", weight: 1.0, licence: "CC BY 4.0" },
    Source { file: "btc", weight: 1.0, licence: "CC BY 4.0" },
    Source { file: "wikigold.sa", weight: 1.0, licence: "CC BY 4.0, text CC BY-SA 3.0" },
    Source { file: "crossner-politics.sa", weight: 1.0, licence: "MIT, text CC BY-SA 3.0" },
    Source { file: "redocred.sa", weight: 1.0, licence: "MIT, text CC BY-SA 3.0" },
];

/// A run of tokens.
#[derive(Clone, Copy)]
pub struct Segment {
    /// First token, in all data.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Counts sentences, so that memory can be hidden from whole ones.
    pub sentence: u32,
}

/// One document's part of the data.
pub struct Part {
    /// Its segments.
    pub segments: std::ops::Range<usize>,
    /// How much it counts.
    pub weight: f32,
    /// The text, kept for the memory features.
    pub text: String,
}

/// Lists of features, one per token.
#[derive(Default)]
pub struct Lists {
    starts: Vec<usize>,
    features: Vec<u32>,
}

impl Lists {
    fn push(&mut self, emit: impl FnOnce(&mut Vec<u32>)) {
        emit(&mut self.features);
        self.starts.push(self.features.len());
    }

    /// The features of a token.
    pub fn of(&self, token: usize) -> &[u32] {
        let start = if token == 0 { 0 } else { self.starts[token - 1] };
        &self.features[start..self.starts[token]]
    }

    /// All of them.
    pub fn all(&self) -> &[u32] {
        &self.features
    }

    /// The same lists with other numbers; what has none is left out.
    pub fn renumber(&self, number: impl Fn(u32) -> Option<u32>) -> Lists {
        let mut out = Lists::default();
        for token in 0..self.starts.len() {
            out.push(|features| features.extend(self.of(token).iter().filter_map(|f| number(*f))));
        }
        out
    }
}

/// How much of a corpus was used.
pub struct Counts {
    /// File name without ending.
    pub file: &'static str,
    /// Of the corpus.
    pub licence: &'static str,
    /// Documents.
    pub documents: usize,
    /// Words between white space.
    pub words: usize,
    /// Annotated names of known type.
    pub spans: usize,
    /// How much one of its tokens counts.
    pub weight: f32,
}

/// The training data.
#[derive(Default)]
pub struct Data {
    /// Features that the first pass knows.
    pub base: Lists,
    /// Features of the memory; empty until [`Data::remember`].
    pub memory: Lists,
    /// Allowed labels of every token.
    pub masks: Vec<Mask>,
    /// All segments.
    pub segments: Vec<Segment>,
    /// All documents.
    pub parts: Vec<Part>,
    /// What it was read from.
    pub counts: Vec<Counts>,
    /// Spans that the candidates cannot hold, and all spans.
    pub unreachable: (usize, usize),
}

fn short(feature: u32) -> u32 {
    feature >> (32 - FEATURE_BITS)
}

/// The labels that a document's annotation allows each token.
fn masks(document: &Document<'_, '_>, gold: &[Gold], complete: &[EntityType], lost: &mut (usize, usize)) -> Vec<Mask> {
    let mut masks: Vec<Mask> = (0..document.words.len())
        .map(|token| {
            let mut mask = 1 << OUTSIDE;
            if !complete.contains(&EntityType::Group) && document.word(token).is_capital() {
                mask |= 1 << begin(EntityType::Group) | 1 << inside(EntityType::Group);
            }
            mask
        })
        .collect();
    for span in gold {
        let tokens = tokens_of(document, span);
        match span.label {
            GoldLabel::Figure => {}
            GoldLabel::Unknown => masks[tokens].fill(ALL),
            GoldLabel::Entity(entity_type) => {
                // Corpora differ on hospitals and stadiums; here they are places.
                let facility =
                    entity_type == EntityType::Organization && is_facility(document, tokens.start, tokens.end);
                let entity_type = if facility { EntityType::Place } else { entity_type };
                lost.1 += 1;
                let whole = document.segments.iter().any(|s| s.start <= tokens.start && tokens.end <= s.end);
                if !whole || tokens.is_empty() {
                    lost.0 += 1;
                    masks[tokens].fill(ALL);
                } else {
                    masks[tokens.clone()].fill(1 << inside(entity_type));
                    masks[tokens.start] = 1 << begin(entity_type);
                }
            }
        }
    }
    masks
}

fn tokens_of(document: &Document<'_, '_>, span: &Gold) -> std::ops::Range<usize> {
    let tokens = &document.text.tokens;
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    let end = tokens.partition_point(|token| token.span.start < span.end);
    start..end.max(start)
}

/// Adds what a second reader says: where it differs from the annotation, both are allowed.
fn add_opinion(document: &Document<'_, '_>, opinion: &[Gold], masks: &mut [Mask]) {
    let mut theirs: Vec<Mask> = vec![1 << OUTSIDE; masks.len()];
    for span in opinion {
        let GoldLabel::Entity(entity_type) = span.label else { continue };
        let tokens = tokens_of(document, span);
        let (start, end) = trim(document, tokens.start, tokens.end, entity_type);
        if start < end {
            theirs[start..end].fill(1 << inside(entity_type));
            theirs[start] = 1 << begin(entity_type);
        }
    }
    let group = 1 << begin(EntityType::Group) | 1 << inside(EntityType::Group);
    for (mask, other) in masks.iter_mut().zip(theirs) {
        if *mask & group == 0 {
            *mask |= other;
        }
    }
}

impl Data {
    /// Reads the corpora of the recipe.
    ///
    /// # Errors
    /// A corpus that cannot be read.
    pub fn read(corpora: &Path, gazetteer: &Gazetteer<'_>, share_alike: bool) -> Result<Self, Failure> {
        let mut data = Data::default();
        let mut sentences = 0;
        for source in SOURCES.iter().filter(|source| share_alike || !source.file.ends_with(".sa")) {
            let documents = corpus::read(&corpora.join(format!("train/{}.jsonl.gz", source.file)))?;
            let opinions = match source.file {
                "gmb" => Some(corpus::read_answers(&corpora.join("teacher/gmb-spacy-md.jsonl.gz"), &documents)?),
                _ => None,
            };
            let is_name = |gold: &&Gold| matches!(gold.label, GoldLabel::Entity(_));
            data.counts.push(Counts {
                file: source.file,
                licence: source.licence,
                documents: documents.len(),
                words: documents.iter().map(|document| document.text.split_whitespace().count()).sum(),
                spans: documents.iter().map(|document| document.spans.iter().filter(is_name).count()).sum(),
                weight: source.weight,
            });
            for (index, annotated) in documents.into_iter().enumerate() {
                let text = TokenizedText::new(&annotated.text);
                let document = Document::new(&text, gazetteer);
                let mut masks = masks(&document, &annotated.spans, &annotated.complete, &mut data.unreachable);
                if let Some(opinions) = &opinions {
                    add_opinion(&document, &opinions[index], &mut masks);
                }
                let first = data.segments.len();
                for segment in &document.segments {
                    let features = SegmentFeatures::new(&document, segment.clone());
                    let start = data.masks.len();
                    for token in segment.clone() {
                        data.base.push(|list| features.emit(token, |feature| list.push(short(feature))));
                        data.masks.push(masks[token]);
                    }
                    let sentence = sentences + document.sentence_of[segment.start];
                    data.segments.push(Segment { start, end: data.masks.len(), sentence });
                }
                sentences += text.sentences.len() as u32;
                let segments = first..data.segments.len();
                drop(document);
                drop(text);
                data.parts.push(Part { segments, weight: source.weight, text: annotated.text });
            }
        }
        Ok(data)
    }

    /// Computes the memory features from the marginals of all tokens.
    pub fn remember(&mut self, gazetteer: &Gazetteer<'_>, marginals: &[Row]) {
        let mut memory = Lists::default();
        for part in &self.parts {
            let text = TokenizedText::new(&part.text);
            let document = Document::new(&text, gazetteer);
            let first = self.segments.get(part.segments.start).map_or(0, |segment| segment.start);
            let count: usize = document.segments.iter().map(|segment| segment.len()).sum();
            let remembered = Memory::new(&document, &marginals[first..first + count]);
            for segment in &document.segments {
                let features = SegmentFeatures::new(&document, segment.clone());
                for token in segment.clone() {
                    memory.push(|list| features.emit_memory(token, &remembered, |feature| list.push(short(feature))));
                }
            }
        }
        self.memory = memory;
    }
}
