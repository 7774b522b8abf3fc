//! An article at a glance: what the content script tells the panel.

use serde::{Deserialize, Serialize};

use crate::message::ArticleHead;

/// A place of the article's text, in bytes; meaningful to the content script that told of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // each says itself
pub struct Place {
    pub start: usize,
    pub end: usize,
}

/// Everything that was found in an article.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Details {
    /// The article.
    pub article: ArticleHead,
    /// Whom and what it names, most mentions first.
    pub names: Vec<Name>,
    /// The sums of money, in the order of the text.
    pub sums: Vec<Sum>,
    /// The other figures but dates, in the order of the text.
    pub figures: Vec<Line>,
    /// The dates, in the order of the text.
    pub dates: Vec<Day>,
    /// How each saved annotation was found on the page.
    pub saved: Vec<SavedState>,
}

/// Someone or something named.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Name {
    /// `person`, `organization` …
    pub entity_type: String,
    /// The fullest form of the name.
    pub name: String,
    /// Every mention, in the order of the text.
    pub mentions: Vec<Place>,
    /// The words around the first mention.
    pub first_line: String,
}

/// A mark in words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// Where it is.
    pub place: Place,
    /// The text there.
    pub exact: String,
    /// What it is, in the reader's language: `Measure`.
    pub kind: String,
    /// What it says in full, where that is more than the text.
    pub reading: Option<String>,
    /// Its conversion, in words.
    pub converted: Option<String>,
}

/// A sum of money.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sum {
    /// In words.
    pub line: Line,
    /// The ends of its range in the reader's currency, the same where it is one value; `None` where
    /// no rate is known.
    pub value: Option<(f64, f64)>,
    /// Whether the article states the same sum in another currency before: then it counts once.
    pub repeated: bool,
}

/// A date.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Day {
    /// In words.
    pub line: Line,
    /// ISO 8601, as precise as the text; an interval has a slash; `None` where it cannot be told.
    pub value: Option<String>,
}

/// How a saved annotation was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SavedState {
    /// The annotation.
    pub id: String,
    /// `exact`, `moved`, `changed` or `orphan`.
    pub state: String,
}
