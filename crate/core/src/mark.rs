//! Marks: what Postil found in an article, where, and how sure it is.

use rust_decimal::Decimal;

use crate::text::Span;

/// One marked place of the text.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// Where, in bytes of the article's text.
    pub span: Span,
    /// How likely the reading is right, 0 to 1.
    pub score: f32,
    /// What the text says there.
    pub reading: Reading,
}

/// What a mark says.
#[derive(Clone, PartialEq, Debug)]
pub enum Reading {
    /// A name.
    Entity(EntityMention),
    /// A number, date, measure … that is not money.
    Figure(Figure),
    /// A sum of money.
    Money(Money),
}

impl Reading {
    /// The reading's `kind` in JSON and in corrections: `entity`, `figure`, `money`.
    pub fn kind(&self) -> &'static str {
        match self {
            Reading::Entity(_) => "entity",
            Reading::Figure(_) => "figure",
            Reading::Money(_) => "money",
        }
    }
}

/// The kinds of named entities.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[allow(missing_docs)] // each says itself
pub enum EntityType {
    Person,
    Organization,
    Place,
    /// Nationalities, religious and political groups.
    Group,
    Product,
    Weapon,
    Event,
    Law,
    Work,
}

impl EntityType {
    /// Every type, in the order of their discriminants.
    pub const ALL: [EntityType; 9] = [
        EntityType::Person,
        EntityType::Organization,
        EntityType::Place,
        EntityType::Group,
        EntityType::Product,
        EntityType::Weapon,
        EntityType::Event,
        EntityType::Law,
        EntityType::Work,
    ];

    /// The type's name in JSON: `person`, `organization`, …
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Person => "person",
            EntityType::Organization => "organization",
            EntityType::Place => "place",
            EntityType::Group => "group",
            EntityType::Product => "product",
            EntityType::Weapon => "weapon",
            EntityType::Event => "event",
            EntityType::Law => "law",
            EntityType::Work => "work",
        }
    }
}

/// A country by its ISO 3166-1 alpha-2 code, upper case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(pub [u8; 2]);

/// A currency by its ISO 4217 code, upper case; historic codes (`DEM`) included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(pub [u8; 3]);

macro_rules! code {
    ($name:ident, $length:literal) => {
        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                core::str::from_utf8(&self.0).unwrap_or("?")
            }

            /// Reads a code; `None` unless it is the right number of ASCII letters. Case is folded.
            pub fn parse(code: &str) -> Option<Self> {
                let bytes: [u8; $length] = code.as_bytes().try_into().ok()?;
                bytes.iter().all(u8::is_ascii_alphabetic).then(|| $name(bytes.map(|b| b.to_ascii_uppercase())))
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
code!(Country, 2);
code!(Currency, 3);

/// A name at one place of the text.
#[derive(Clone, PartialEq, Debug)]
pub struct EntityMention {
    /// The type, the same for every mention of one entity.
    pub entity_type: EntityType,
    /// Index into [`crate::scan::Scan::entities`].
    pub entity: usize,
}

/// Someone or something that the article names, with all its mentions.
#[derive(Clone, PartialEq, Debug)]
pub struct Entity {
    /// The type.
    pub entity_type: EntityType,
    /// The fullest form of the name that the article uses.
    pub name: String,
    /// Other forms of it in the article, in order of first use.
    pub aliases: Vec<String>,
    /// Indexes into [`crate::scan::Scan::marks`], ascending.
    pub mentions: Vec<usize>,
    /// For an unambiguous place: where it is.
    pub country: Option<Country>,
    /// For an unambiguous city: its region, state or province.
    pub region: Option<String>,
}

/// A number as the text states it: one value or a range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    /// One value.
    Exact(Decimal),
    /// From `low` to `high`, both in the unit of the mark.
    Range {
        /// The lower end.
        low: Decimal,
        /// The upper end.
        high: Decimal,
    },
}

/// Which way a stated amount is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each says itself
pub enum Bound {
    About,
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
}

impl Bound {
    /// The bound's name in JSON: `at_least`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Bound::About => "about",
            Bound::AtLeast => "at_least",
            Bound::MoreThan => "more_than",
            Bound::AtMost => "at_most",
            Bound::LessThan => "less_than",
        }
    }
}

/// A value and its bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Amount {
    /// The value or range.
    pub value: Value,
    /// `about`, `at least` …, where the text says so.
    pub bound: Option<Bound>,
}

/// A figure that is not money.
#[derive(Clone, PartialEq, Debug)]
pub enum Figure {
    /// `2,000`, `three and a half million`.
    Number(Amount),
    /// `third`, `21st`.
    Ordinal(Amount),
    /// `4.5 percent`.
    Percent {
        /// In percent (basis points are divided by 100).
        amount: Amount,
        /// Whether it is a difference of percentages.
        points: bool,
    },
    /// `70 fragmentation grenades`.
    Count {
        /// How many.
        amount: Amount,
        /// What is counted, as the text has it.
        noun: String,
        /// Byte offset where the number itself ends.
        number_end: usize,
    },
    /// `60 kilometers`.
    Measure {
        /// In `unit`.
        amount: Amount,
        /// CLDR unit identifier: `kilometer-per-hour`.
        unit: String,
        /// In the reader's system, where that differs.
        converted: Option<ConvertedMeasure>,
    },
    /// `36-year-old`.
    Age {
        /// In `unit`.
        amount: Amount,
        /// `year`, `month`, `week` or `day`.
        unit: &'static str,
    },
    /// `May 31, 2019`.
    Date {
        /// ISO 8601 as precise as the text is; `None` where it cannot be resolved, as of what comes again and again.
        value: Option<String>,
        /// What the text says beside it.
        beside: Beside,
    },
    /// `7:30 p.m.`.
    Time {
        /// `19:30`, or with its date; `None` of a part of a day by itself (`in the morning`).
        value: Option<String>,
        /// What the text says beside it.
        beside: Beside,
    },
    /// `three days`.
    Duration {
        /// ISO 8601: `P3D`. For a range the lower end, with `high` the upper.
        value: String,
        /// The upper end of a range of durations.
        high: Option<String>,
        /// `about`, `at least` …
        bound: Option<Bound>,
    },
}

/// What a date or time says that its value has no place for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// The part of the day: `Tuesday night`. It has no hours, since everyone's evening begins at another.
    pub part: Option<DayPart>,
    /// How often it comes, ISO 8601: `P1W` of `every Monday`.
    pub every: Option<String>,
}

/// A part of the day, as the text names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each says itself
pub enum DayPart {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl DayPart {
    /// Its name in JSON.
    ///
    /// ```
    /// use postil_core::mark::DayPart;
    /// assert_eq!(DayPart::Evening.as_str(), "evening");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            DayPart::Morning => "morning",
            DayPart::Afternoon => "afternoon",
            DayPart::Evening => "evening",
            DayPart::Night => "night",
        }
    }
}

impl Figure {
    /// The figure's `type` in JSON.
    pub fn type_name(&self) -> &'static str {
        match self {
            Figure::Number(_) => "number",
            Figure::Ordinal(_) => "ordinal",
            Figure::Percent { .. } => "percent",
            Figure::Count { .. } => "count",
            Figure::Measure { .. } => "measure",
            Figure::Age { .. } => "age",
            Figure::Date { .. } => "date",
            Figure::Time { .. } => "time",
            Figure::Duration { .. } => "duration",
        }
    }
}

/// A measure in the reader's system, rounded to what the text's precision supports.
#[derive(Clone, PartialEq, Debug)]
pub struct ConvertedMeasure {
    /// In `unit`.
    pub value: Value,
    /// CLDR unit identifier.
    pub unit: String,
}

/// How an amount's currency is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each says itself
pub enum Certainty {
    Stated,
    Inferred,
}

/// A sum of money.
#[derive(Clone, PartialEq, Debug)]
pub struct Money {
    /// In units of the currency (cents are divided by 100).
    pub amount: Amount,
    /// `None` where it cannot be told.
    pub currency: Option<Currency>,
    /// Whether the text states the currency or the article implies it.
    pub certainty: Certainty,
    /// One short sentence: why this currency, where inferred.
    pub evidence: Option<String>,
    /// `each`, `barrel`, `month` …
    pub per: Option<String>,
    /// Index of the mark that states the same sum in another currency.
    pub same_as: Option<usize>,
    /// In the reader's currency at the article's date.
    pub converted: Option<Conversion>,
    /// By how many percent the article's own conversion differs from the day's rate, signed
    /// (+12 = the article's other sum is 12 % higher). Only where `same_as` is set and both rates are known.
    pub article_rate_difference: Option<Decimal>,
}

/// A sum in another currency, with where the rate comes from.
#[derive(Clone, PartialEq, Debug)]
pub struct Conversion {
    /// In `currency`, rounded to what the text's precision supports.
    pub value: Value,
    /// The reader's currency.
    pub currency: Currency,
    /// Units of `currency` for one unit of the sum's own.
    pub rate: Decimal,
    /// The day the rate is of, ISO 8601; `2022-10` for a monthly rate.
    pub rate_date: String,
    /// Who publishes the rate.
    pub rate_source: &'static str,
    /// Set where no date is known and the newest rate was used.
    pub newest_rate: bool,
}
