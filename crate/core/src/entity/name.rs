//! From labelled tokens to names: the name alone, without title, article and possessive.

use super::{decode::LabelledSpan, document::Document, gazetteer::WordClass, model::Model, nameless};
use crate::{
    mark::EntityType,
    text::{Span, TokenKind},
};

/// A name in the article.
#[derive(Clone, PartialEq, Debug)]
pub struct Name {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it names.
    pub entity_type: EntityType,
    /// How likely it is right, calibrated.
    pub score: f32,
}

impl Name {
    /// Where in the text's bytes.
    pub fn span(&self, document: &Document<'_, '_>) -> Span {
        Span::new(document.text.tokens[self.start].span.start, document.text.tokens[self.end - 1].span.end)
    }
}

/// The names that the labels say, trimmed, in order.
pub fn names(document: &Document<'_, '_>, spans: &[LabelledSpan], model: &Model<'_>) -> Vec<Name> {
    let mut names = Vec::with_capacity(spans.len());
    for span in spans {
        let (start, end) = trim(document, span.start, span.end, span.entity_type);
        if start >= end || !(start..end).any(|token| document.word(token).is_capital()) {
            continue;
        }
        if nameless::names_nothing(document, start, end, span.entity_type) {
            continue;
        }
        let score = model.calibrate(span.probability);
        names.push(Name { start, end, entity_type: span.entity_type, score });
    }
    names
}

/// Cuts a title, an article, a possessive and signs off a name of tokens `start..end`.
pub fn trim(document: &Document<'_, '_>, mut start: usize, mut end: usize, entity_type: EntityType) -> (usize, usize) {
    let text = document.text;
    loop {
        let before = (start, end);
        if start < end {
            let first = text.word(start);
            let more = end - start > 1;
            let article = matches!(first, "the" | "The" | "THE") && more && text.word(start + 1) != "Hague";
            let sign = text.tokens[start].kind == TokenKind::Punctuation;
            let title = entity_type == EntityType::Person && more && is_title(document, start);
            start += usize::from(article || sign || title);
        }
        if start < end {
            let last = text.word(end - 1);
            if matches!(last, "'s" | "’s") || text.tokens[end - 1].kind == TokenKind::Punctuation {
                end -= 1;
            }
        }
        if (start, end) == before {
            return before;
        }
    }
}

/// A title or office before a person's name: `President`, `Gen.`, `Foreign Minister`.
fn is_title(document: &Document<'_, '_>, token: usize) -> bool {
    let word = document.word(token);
    word.class.has(WordClass(WordClass::ROLE.0 | WordClass::HONORIFIC.0))
        && !word.class.has(WordClass(WordClass::FIRST_NAME.0 | WordClass::SURNAME.0))
}

/// The names that share a token with `start..end`. Names must be in order and must not overlap.
pub fn overlapping(names: &[Name], start: usize, end: usize) -> &[Name] {
    let from = names.partition_point(|name| name.end <= start);
    let to = names.partition_point(|name| name.start < end).max(from);
    &names[from..to]
}

/// Puts further names over others: an old one that a new one overlaps goes, unless `keep` says that it
/// stays, and the new one goes. Both lists must be in order; so is the result.
pub fn lay_over(names: &mut Vec<Name>, new: Vec<Name>, keep: impl Fn(&Name, &Name) -> bool) {
    let mut last = 0;
    for name in new {
        if name.start < last {
            continue;
        }
        let from = names.partition_point(|old| old.end <= name.start);
        let to = names.partition_point(|old| old.start < name.end).max(from);
        if names[from..to].iter().any(|old| keep(old, &name)) {
            continue;
        }
        last = name.end;
        names.splice(from..to, [name]);
    }
}
