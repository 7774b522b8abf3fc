//! The one entry: an article and a reader's preferences in, marks and entities out.

mod json;

pub use json::{Document, JsonMark};

use crate::{
    article::Article,
    entity::Recognizer,
    mark::{Currency, Entity, Mark, Reading},
    table::TableError,
    text::TokenizedText,
};

/// The bytes of the binary tables, as files of them come. An empty slice means "not there".
#[derive(Clone, Copy, Debug, Default)]
pub struct TableBytes<'t> {
    /// `rates.bin`.
    pub rates: &'t [u8],
    /// `units.bin`: units and currencies with their names and symbols.
    pub units: &'t [u8],
    /// `gazetteer.bin`.
    pub gazetteer: &'t [u8],
    /// `model.bin`.
    pub model: &'t [u8],
}

/// Metric or imperial: what measures are converted to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // each says itself
pub enum UnitSystem {
    #[default]
    Metric,
    Imperial,
}

/// What a reader wants.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Preferences {
    /// Money is converted to this currency; `None` leaves it as it is.
    pub currency: Option<Currency>,
    /// Measures are converted to this system.
    pub units: UnitSystem,
}

/// What was found in an article.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Scan {
    /// Sorted by start, then longest first. Marks of one kind never overlap; of marks of different
    /// kinds one may lie inside the other, where the inner one says something of its own.
    pub marks: Vec<Mark>,
    /// Whom and what the entity marks mention, in order of first mention.
    pub entities: Vec<Entity>,
}

/// The engine with its tables opened: make it once, scan many articles.
#[derive(Clone, Debug)]
pub struct Engine<'t> {
    recognizer: Option<Recognizer<'t>>,
}

impl<'t> Engine<'t> {
    /// Opens the tables. A table that is damaged is left out and told of: the rooms that do without
    /// it still work.
    pub fn new(tables: TableBytes<'t>) -> (Self, Vec<TableError>) {
        let mut errors = Vec::new();
        let recognizer = Recognizer::new(tables.gazetteer, tables.model).map_err(|e| errors.push(e)).ok();
        (Engine { recognizer }, errors)
    }

    /// Finds everything in an article.
    pub fn scan(&self, article: &Article, preferences: &Preferences) -> Scan {
        let _ = preferences;
        let text = TokenizedText::new(&article.text);
        let (names, entities) = self.recognizer.as_ref().map(|r| r.read(&text)).unwrap_or_default();
        let figures = Vec::new();
        arrange(names, entities, figures)
    }
}

/// Puts names and figures (money among them) in the order of the text and renumbers what points at
/// marks. Each list may come in any order but must not overlap within itself.
fn arrange(names: Vec<Mark>, mut entities: Vec<Entity>, figures: Vec<Mark>) -> Scan {
    let first_figure = names.len();
    let mut marks: Vec<(usize, Mark)> = names.into_iter().chain(figures).enumerate().collect();
    marks.sort_by_key(|(_, mark)| (mark.span.start, usize::MAX - mark.span.end));
    let mut place = vec![0; marks.len()];
    for (now, (before, _)) in marks.iter().enumerate() {
        place[*before] = now;
    }
    let mut marks: Vec<Mark> = marks.into_iter().map(|(_, mark)| mark).collect();
    for mark in &mut marks {
        if let Reading::Money(money) = &mut mark.reading {
            money.same_as = money.same_as.map(|index| place[first_figure + index]);
        }
    }
    for entity in &mut entities {
        for mention in &mut entity.mentions {
            *mention = place[*mention];
        }
        entity.mentions.sort_unstable();
    }
    Scan { marks, entities }
}
