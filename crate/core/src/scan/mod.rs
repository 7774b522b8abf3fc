//! The one entry: an article and a reader's preferences in, marks and entities out.

mod arrange;
mod figures;
mod json;

pub use json::{Document, JsonMark};

use crate::{
    article::Article,
    entity::{OwnName, Recognizer},
    figure::units::Units,
    mark::{Conversion, Country, Currency, Entity, Mark, Money},
    money::{self, rates::Rates},
    pause::{Never, Pause, at_once, step},
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
    /// Names that the reader added, corrected or dismissed: they override the model.
    pub own_names: Vec<OwnName>,
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
    units: Option<Units<'t>>,
    rates: Option<Rates<'t>>,
}

impl<'t> Engine<'t> {
    /// Opens the tables. A table that is damaged is left out and told of: the rooms that do without
    /// it still work. Without units, numbers and dates are read, but neither measures nor money.
    pub fn new(tables: TableBytes<'t>) -> (Self, Vec<TableError>) {
        at_once(Self::open_in_slices(tables, &Never))
    }

    /// As [`Engine::new`], with pauses.
    pub async fn open_in_slices<P: Pause>(tables: TableBytes<'t>, pause: &P) -> (Self, Vec<TableError>) {
        let mut errors = Vec::new();
        let recognizer = Recognizer::open_in_slices(tables.gazetteer, tables.model, pause).await;
        let recognizer = recognizer.map_err(|e| errors.push(e)).ok();
        let there = |bytes: &'t [u8]| Some(bytes).filter(|bytes| !bytes.is_empty());
        let units = there(tables.units).and_then(|bytes| step(|| Units::new(bytes)).map_err(|e| errors.push(e)).ok());
        let rates = there(tables.rates).and_then(|bytes| step(|| Rates::new(bytes)).map_err(|e| errors.push(e)).ok());
        (Engine { recognizer, units, rates }, errors)
    }

    /// Finds everything in an article.
    pub fn scan(&self, article: &Article, preferences: &Preferences) -> Scan {
        at_once(self.scan_in_slices(article, preferences, &Never))
    }

    /// As [`Engine::scan`], with pauses.
    pub async fn scan_in_slices<P: Pause>(&self, article: &Article, preferences: &Preferences, pause: &P) -> Scan {
        let text = TokenizedText::new_in_slices(&article.text, pause).await;
        // The recognizer has learnt from English alone; on other pages it would see names everywhere.
        let english = article.reads_as_english();
        let (names, entities) = match self.recognizer.as_ref().filter(|_| english) {
            Some(recognizer) => recognizer.read_in_slices(&text, &preferences.own_names, pause).await,
            None => Default::default(),
        };
        let figures = self.figures(article, &text, preferences, english, (&names, &entities), pause).await;
        pause.pause().await;
        step(|| arrange::arrange(names, entities, figures))
    }

    /// The currency in use in a country, where the table of units is there.
    pub fn currency_of(&self, country: Country) -> Option<Currency> {
        self.units.as_ref()?.currency_of(country)
    }

    /// A sum that the reader has corrected, in her currency at the article's date.
    pub fn convert(&self, money: &Money, article: &Article, preferences: &Preferences) -> Option<Conversion> {
        let (from, to) = (money.currency?, preferences.currency?);
        money::convert_corrected(&money.amount, from, to, article.published, self.rates.as_ref()?)
    }

    /// The daily exchange rates' first and last day, where the table is there.
    pub fn rate_days(&self) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
        self.rates.as_ref().and_then(Rates::days)
    }
}
