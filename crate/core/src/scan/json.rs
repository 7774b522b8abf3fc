//! The scan as the JSON that the command line prints and tests read.

use rust_decimal::Decimal;
use serde::Serialize;

use super::Scan;
use crate::{
    article::Article,
    mark::{Amount, Certainty, Figure, Mark, Reading, Value},
    text::OffsetMap,
};

/// One article's answer: `id`, `meta`, `text`, `marks`, `entities`. Offsets count code points.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// The line's id, where it had one.
    pub id: Option<serde_json::Value>,
    /// Title, date, language and address.
    pub meta: Meta,
    /// The text that the offsets refer to.
    pub text: String,
    /// The marks, in the order of [`Scan::marks`].
    pub marks: Vec<JsonMark>,
    /// The entities, in the order of [`Scan::entities`]; the id of the one at index `i` is `e{i+1}`.
    pub entities: Vec<JsonEntity>,
}

/// What is known of the article.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // the fields of the contract
pub struct Meta {
    pub title: Option<String>,
    pub published: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
}

/// An entity.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // the fields of the contract
pub struct JsonEntity {
    pub id: String,
    #[serde(rename = "type")]
    pub entity_type: &'static str,
    pub name: String,
    pub aliases: Vec<String>,
    pub mentions: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// A mark. Fields that its type does not have are left out; those that it has but that have no
/// value (`currency`, `same_as`, `converted` of money, `value` of a date) are null.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // the fields of the contract
pub struct JsonMark {
    pub start: usize,
    pub end: usize,
    pub exact: String,
    pub kind: &'static str,
    #[serde(rename = "type")]
    pub mark_type: &'static str,
    pub score: f32,
    #[serde(flatten)]
    pub fields: serde_json::Map<String, serde_json::Value>,
}

impl Document {
    /// Writes a scan out.
    pub fn new(id: Option<serde_json::Value>, article: &Article, scan: &Scan) -> Self {
        let offsets = OffsetMap::new(&article.text);
        Document {
            id,
            meta: Meta {
                title: article.title.clone(),
                published: article.published.map(|date| date.to_string()),
                language: article.language.clone(),
                url: article.url.clone(),
            },
            text: article.text.clone(),
            marks: scan.marks.iter().map(|mark| JsonMark::new(mark, &article.text, &offsets)).collect(),
            entities: scan
                .entities
                .iter()
                .enumerate()
                .map(|(index, entity)| JsonEntity {
                    id: entity_id(index),
                    entity_type: entity.entity_type.as_str(),
                    name: entity.name.clone(),
                    aliases: entity.aliases.clone(),
                    mentions: entity.mentions.clone(),
                    country: entity.country.map(|country| country.to_string()),
                    region: entity.region.clone(),
                })
                .collect(),
        }
    }
}

fn entity_id(index: usize) -> String {
    format!("e{}", index + 1)
}

/// A decimal in full, without trailing zeros: `1300000000`, `2.5`.
fn decimal(value: Decimal) -> serde_json::Value {
    value.normalize().to_string().into()
}

impl JsonMark {
    /// Writes one mark out; `offsets` must be those of `text`.
    pub fn new(mark: &Mark, text: &str, offsets: &OffsetMap<'_>) -> Self {
        let mut fields = serde_json::Map::new();
        let mut put = |name: &str, value: serde_json::Value| {
            fields.insert(name.to_owned(), value);
        };
        let (kind, mark_type) = match &mark.reading {
            Reading::Entity(mention) => {
                put("entity", entity_id(mention.entity).into());
                ("entity", mention.entity_type.as_str())
            }
            Reading::Figure(figure) => {
                match figure {
                    Figure::Number(amount) | Figure::Ordinal(amount) => put_amount(&mut put, amount),
                    Figure::Percent { amount, points } => {
                        put_amount(&mut put, amount);
                        put("unit", if *points { "percentage-point" } else { "percent" }.into());
                    }
                    Figure::Count { amount, noun, number_end } => {
                        put_amount(&mut put, amount);
                        put("noun", noun.as_str().into());
                        put("number_end", offsets.code_points(*number_end).into());
                    }
                    Figure::Measure { amount, unit, converted } => {
                        put_amount(&mut put, amount);
                        put("unit", unit.as_str().into());
                        if let Some(converted) = converted {
                            let mut inner = serde_json::Map::new();
                            put_value(&mut |name, value| drop(inner.insert(name.to_owned(), value)), &converted.value);
                            inner.insert("unit".to_owned(), converted.unit.as_str().into());
                            put("converted", inner.into());
                        }
                    }
                    Figure::Age { amount, unit } => {
                        put_amount(&mut put, amount);
                        put("unit", (*unit).into());
                    }
                    Figure::Date { value, beside } | Figure::Time { value, beside } => {
                        put("value", value.clone().into());
                        if let Some(part) = beside.part {
                            put("part", part.as_str().into());
                        }
                        if let Some(every) = &beside.every {
                            put("every", every.clone().into());
                        }
                    }
                    Figure::Duration { value, high, bound } => {
                        match high {
                            None => put("value", value.as_str().into()),
                            Some(high) => {
                                put("low", value.as_str().into());
                                put("high", high.as_str().into());
                            }
                        }
                        if let Some(bound) = bound {
                            put("bound", bound.as_str().into());
                        }
                    }
                }
                ("figure", figure.type_name())
            }
            Reading::Money(money) => {
                put_amount(&mut put, &money.amount);
                put("currency", money.currency.map(|currency| currency.to_string()).into());
                let certainty = match money.certainty {
                    Certainty::Stated => "stated",
                    Certainty::Inferred => "inferred",
                };
                put("certainty", certainty.into());
                if let Some(evidence) = &money.evidence {
                    put("evidence", evidence.as_str().into());
                }
                put("per", money.per.clone().into());
                put("same_as", money.same_as.into());
                if let Some(difference) = money.article_rate_difference {
                    put("article_rate_difference", decimal(difference));
                }
                let converted = money.converted.as_ref().map(|conversion| {
                    let mut inner = serde_json::Map::new();
                    put_value(&mut |name, value| drop(inner.insert(name.to_owned(), value)), &conversion.value);
                    inner.insert("currency".into(), conversion.currency.to_string().into());
                    inner.insert("rate".into(), decimal(conversion.rate));
                    inner.insert("rate_date".into(), conversion.rate_date.as_str().into());
                    inner.insert("rate_source".into(), conversion.rate_source.into());
                    if conversion.newest_rate {
                        inner.insert("newest_rate".into(), true.into());
                    }
                    inner
                });
                put("converted", converted.map_or(serde_json::Value::Null, Into::into));
                ("money", "amount")
            }
        };
        JsonMark {
            start: offsets.code_points(mark.span.start),
            end: offsets.code_points(mark.span.end),
            exact: mark.span.of(text).to_owned(),
            kind,
            mark_type,
            score: (mark.score * 1000.0).round() / 1000.0,
            fields,
        }
    }
}

fn put_value(put: &mut impl FnMut(&str, serde_json::Value), value: &Value) {
    match value {
        Value::Exact(value) => put("value", decimal(*value)),
        Value::Range { low, high } => {
            put("low", decimal(*low));
            put("high", decimal(*high));
        }
    }
}

fn put_amount(put: &mut impl FnMut(&str, serde_json::Value), amount: &Amount) {
    put_value(put, &amount.value);
    if let Some(bound) = amount.bound {
        put("bound", bound.as_str().into());
    }
}
