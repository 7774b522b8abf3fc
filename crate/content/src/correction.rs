//! What of a mark the reader can correct, and what her corrections make of the marks.

use postil_core::{
    annotation::{
        correction::{self, Correction, Place},
        identity,
    },
    article::Article,
    mark::{Money, Reading, Value},
    scan::{Engine, Preferences, Scan},
};
use postil_webext::message::ArticleHead;

use crate::card::Correctable;

/// Puts corrections to a scan of this article.
pub fn apply(
    corrections: &[Correction],
    scan: &mut Scan,
    article: &Article,
    head: &ArticleHead,
    engine: &Engine<'_>,
    preferences: &Preferences,
) {
    let place = Place { article: &head.key, site: &identity::site(&head.url) };
    let convert = |money: &Money| engine.convert(money, article, preferences);
    correction::apply(corrections, scan, &article.text, place, &convert);
}

/// What the card's form offers for a mark.
pub fn correctable(reading: &Reading) -> Correctable {
    match reading {
        Reading::Entity(mention) => Correctable::Name(mention.entity_type.as_str()),
        Reading::Money(money) => Correctable::Money {
            value: match money.amount.value {
                Value::Exact(value) => value.normalize().to_string(),
                Value::Range { .. } => String::new(),
            },
            currency: money.currency.map(|currency| currency.to_string()).unwrap_or_default(),
        },
        Reading::Figure(_) => Correctable::Figure,
    }
}
