//! What of a mark the reader can correct.

use postil_core::mark::{Reading, Value};

use crate::card::Correctable;

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
