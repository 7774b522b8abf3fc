//! Recognizers-Text.

use std::path::Path;

use serde_json::{Map, Value};

use super::{close, number, read};
use crate::{Marks, Scanner, Suite};

/// One expected result's type and `Resolution`, and the case's day of reference.
struct Expected<'c> {
    type_name: &'c str,
    resolution: &'c Value,
    reference: &'c str,
}

type Check = fn(&Marks, &Expected<'_>) -> bool;

pub fn suites(folder: &Path, scanner: &Scanner<'_>) -> Vec<Suite> {
    let numbers = ["number", "count"];
    let suite = |file: &str, name: &'static str, threshold, kinds: &[&str], check: Check| {
        let mut cases = Vec::new();
        for case in read(&folder.join(file)).as_array().into_iter().flatten() {
            let input = case["Input"].as_str().unwrap_or_default();
            let date = case["Context"]["ReferenceDateTime"].as_str();
            let marks = scanner.marks(input, date);
            let results = case["Results"].as_array().cloned().unwrap_or_default();
            let passed = if results.is_empty() {
                !marks.any(kinds, |f| {
                    name != "recognizers number range" || f.contains_key("low") || f.contains_key("bound")
                })
            } else {
                results.iter().all(|result| {
                    let type_name = result["TypeName"].as_str().unwrap_or_default();
                    let reference = date.and_then(|date| date.get(..10)).unwrap_or_default();
                    check(&marks, &Expected { type_name, resolution: &result["Resolution"], reference })
                })
            };
            cases.push((input.to_owned(), passed));
        }
        Suite { name, threshold, cases }
    };
    let dates = ["date", "time", "duration"];
    vec![
        suite("CurrencyModel.json", "recognizers currency", Some(95), &["amount"], money),
        suite("NumberModel.json", "recognizers number", Some(95), &numbers, any_value),
        suite("OrdinalModel.json", "recognizers ordinal", Some(95), &["ordinal"], ordinal),
        suite("PercentModel.json", "recognizers percent", Some(95), &["percent"], percent),
        suite("AgeModel.json", "recognizers age", Some(95), &["age"], age),
        suite("DimensionModel.json", "recognizers dimension", Some(92), &["measure"], measure),
        suite("TemperatureModel.json", "recognizers temperature", Some(92), &["measure"], measure),
        suite("NumberRangeModel.json", "recognizers number range", Some(92), &[], range),
        suite("DateTimeModel.json", "recognizers datetime", Some(80), &dates, date_time),
    ]
}

fn value_of(expected: &Expected<'_>) -> Option<f64> {
    let value = &expected.resolution["value"];
    value.as_f64().or_else(|| value.as_str()?.trim_end_matches('%').parse().ok())
}

fn money(marks: &Marks, expected: &Expected<'_>) -> bool {
    // A bare `dollar` is no amount.
    let Some(mut value) = value_of(expected) else { return true };
    if matches!(expected.resolution["unit"].as_str(), Some("Cent" | "Pence" | "Sen")) {
        value /= 100.0;
    }
    marks.any(&["amount"], |fields| {
        let currency = fields.get("currency").and_then(Value::as_str);
        let stated = expected.resolution["isoCurrency"].as_str();
        number(fields, "value").is_some_and(|v| close(v, value)) && (stated.is_none() || stated == currency)
    })
}

/// A number may be the value of any mark: Postil reads `10000` of `$10000` as money. Fractions are told to 15 digits.
fn any_value(marks: &Marks, expected: &Expected<'_>) -> bool {
    let Some(value) = value_of(expected) else { return false };
    let near = |v: f64| (v - value).abs() <= 1e-12 * value.abs().max(1e-3) || close(v, value);
    marks.any(&[], |fields| {
        let scaled = fields.get("value").and_then(Value::as_str).is_some_and(|iso| {
            // Three years are P3Y.
            iso.starts_with('P') && iso.trim_matches(|c: char| c.is_ascii_alphabetic()).parse().is_ok_and(near)
        });
        scaled || ["value", "low", "high"].iter().any(|name| number(fields, name).is_some_and(near))
    })
}

fn ordinal(marks: &Marks, expected: &Expected<'_>) -> bool {
    value_of(expected)
        .is_some_and(|value| marks.any(&["ordinal"], |f| number(f, "value").is_some_and(|v| close(v, value))))
}

fn percent(marks: &Marks, expected: &Expected<'_>) -> bool {
    value_of(expected)
        .is_some_and(|value| marks.any(&["percent"], |f| number(f, "value").is_some_and(|v| close(v, value))))
}

fn age(marks: &Marks, expected: &Expected<'_>) -> bool {
    let unit = expected.resolution["unit"].as_str().unwrap_or_default().to_lowercase();
    let unit = if unit == "age" { "year".to_owned() } else { unit };
    value_of(expected).is_some_and(|value| {
        marks.any(&["age"], |f| number(f, "value").is_some_and(|v| close(v, value)) && f["unit"] == unit.as_str())
    })
}

fn measure(marks: &Marks, expected: &Expected<'_>) -> bool {
    let Some(value) = value_of(expected) else { return true };
    let unit = expected.resolution["unit"].as_str().unwrap_or_default().to_lowercase();
    let unit = match unit.as_str() {
        "c" => "celsius".to_owned(),
        "f" => "fahrenheit".to_owned(),
        "k" => "kelvin".to_owned(),
        "metric ton" => "tonne".to_owned(),
        "turn" => "revolution".to_owned(),
        other => other.replace(' ', "-"),
    };
    marks.any(&["measure"], |fields| {
        let found = fields["unit"].as_str().unwrap_or_default();
        // The upper end of `eight to 10 feet`; a rate has its numerator's unit (`barrels a day`).
        let same = ["value", "high"].iter().any(|name| number(fields, name).is_some_and(|v| close(v, value)));
        same && (found == unit || found.strip_prefix(unit.as_str()).is_some_and(|rest| rest.starts_with("-per-")))
    })
}

/// `[20,30)`, `(100,)`, `(,300]`.
fn range(marks: &Marks, expected: &Expected<'_>) -> bool {
    let text = expected.resolution["value"].as_str().unwrap_or_default();
    let Some((low, high)) = text.get(1..text.len().saturating_sub(1)).and_then(|inner| inner.split_once(',')) else {
        return false;
    };
    let (low, high) = (low.parse::<f64>().ok(), high.parse::<f64>().ok());
    let open = |bounds: &[&str], value: f64| {
        marks.any(&[], |fields| {
            let bound = fields.get("bound").and_then(Value::as_str);
            number(fields, "value").is_some_and(|v| close(v, value)) && bound.is_some_and(|b| bounds.contains(&b))
        })
    };
    let (low_open, high_open) = (text.starts_with('('), text.ends_with(')'));
    let above = if low_open { ["more_than"] } else { ["at_least"] };
    let below = if high_open { ["less_than"] } else { ["at_most"] };
    match (low, high) {
        (Some(low), Some(high)) if low == high => marks.any(&[], |f| number(f, "value").is_some_and(|v| close(v, low))),
        (Some(low), Some(high)) => {
            let both = |f: &Map<String, Value>| {
                number(f, "low").is_some_and(|v| close(v, low)) && number(f, "high").is_some_and(|v| close(v, high))
            };
            marks.any(&[], both) || open(&above, low) && open(&below, high)
        }
        (Some(low), None) => open(&above, low),
        (None, Some(high)) => open(&below, high),
        (None, None) => false,
    }
}

/// The stretch of time that one of Postil's values covers: first moment and the moment behind the last, as ISO text.
fn stretch(value: &str) -> Option<(String, String)> {
    use jiff::{ToSpan, civil::Date};
    let one = |text: &str| -> Option<(String, String)> {
        if text.contains(':') {
            let text = without_zone(text);
            let full = match text.split_once('T') {
                Some((date, time)) => format!("{date} {time}"),
                None => text.to_owned(),
            };
            let full = if full.matches(':').count() == 1 { format!("{full}:00") } else { full };
            return Some((full.clone(), full));
        }
        let mut parts = text.split('-');
        let year: i16 = parts.next()?.parse().ok()?;
        let month: Option<i8> = parts.next().and_then(|part| part.parse().ok());
        let day: Option<i8> = parts.next().and_then(|part| part.parse().ok());
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let behind = match (month, day) {
            (_, Some(_)) => first.checked_add(1.days()),
            (Some(_), None) => first.checked_add(1.months()),
            _ => first.checked_add(1.years()),
        };
        Some((first.to_string(), behind.ok()?.to_string()))
    };
    match value.split_once('/') {
        Some((from, to)) => Some((one(from)?.0, one(to)?.1)),
        None => one(value),
    }
}

/// A time without its offset from UTC: the suite tells it apart.
fn without_zone(text: &str) -> &str {
    let text = text.trim_end_matches('Z');
    let clock = text.find(':').unwrap_or(text.len());
    text[clock..].find(['+', '-']).map_or(text, |sign| &text[..clock + sign])
}

/// The part of the day that a TIMEX value ends with: `2016-11-08TEV`. The suite's hours for it are its own.
fn part_of(timex: &str) -> Option<&'static str> {
    let parts = [("TMO", "morning"), ("TAF", "afternoon"), ("TEV", "evening"), ("TNI", "night")];
    parts.iter().find(|(code, _)| timex.ends_with(code)).map(|(_, part)| *part)
}

/// Whether what comes again and again comes as often as a TIMEX value says: `P2D`, `XXXX-WXX-1T16`, `TNI`.
fn comes_as_often(fields: &Map<String, Value>, timex: &str) -> bool {
    let Some(every) = fields.get("every").and_then(Value::as_str) else { return false };
    match timex.as_bytes().first() {
        Some(b'P') => every == timex.replace("WE", "W").replace("P0.5Y", "P6M"),
        Some(b'T') => every == "P1D",
        _ => timex.starts_with("XXXX-WXX-") && every.ends_with('W'),
    }
}

/// Seconds of an ISO 8601 duration, years of 365 and months of 30 days as the suite has them.
pub fn seconds(iso: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut number = String::new();
    let mut time = false;
    for c in iso.strip_prefix('P')?.chars() {
        let unit = match (c, time) {
            ('T', _) => {
                time = true;
                continue;
            }
            ('0'..='9' | '.', _) => {
                number.push(c);
                continue;
            }
            ('Y', _) => 365.0 * 86400.0,
            ('M', false) => 30.0 * 86400.0,
            ('W', _) => 7.0 * 86400.0,
            ('D', _) => 86400.0,
            ('H', _) => 3600.0,
            ('M', true) => 60.0,
            ('S', _) => 1.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    Some(total)
}

fn date_time(marks: &Marks, expected: &Expected<'_>) -> bool {
    let kind = expected.type_name.trim_start_matches("datetimeV2.");
    let values = expected.resolution["values"].as_array().cloned().unwrap_or_default();
    values.iter().any(|value| {
        let text = |name: &str| value[name].as_str();
        marks.any(&["date", "time", "duration"], |fields| {
            let timex = text("timex").unwrap_or_default();
            if kind == "set" {
                return comes_as_often(fields, timex);
            }
            if let (Some(part), Some(start)) = (part_of(timex), text("start")) {
                let day = fields.get("value").and_then(Value::as_str);
                return fields.get("part").is_some_and(|ours| ours == part)
                    && day == (kind == "datetimerange").then(|| &start[..10]);
            }
            let ends = ["value", "low"].iter().find_map(|name| fields.get(*name)?.as_str());
            let Some(ours) = ends else {
                return text("value") == Some("not resolved") && fields.contains_key("value");
            };
            if kind == "duration" {
                return seconds(ours).zip(text("value").and_then(|v| v.parse().ok())).is_some_and(|(a, b)| close(a, b));
            }
            let Some((first, behind)) = stretch(ours) else { return false };
            let last = ours.split_once('/').and_then(|(_, to)| Some(stretch(to)?.0)).unwrap_or_else(|| first.clone());
            match (text("value"), text("start"), text("end")) {
                // A time with its date is one in scan-format; the suite tells a feast and its hour apart.
                (Some(value), _, _) if kind == "date" && ours.contains('T') => first.starts_with(&format!("{value} ")),
                (Some(value), _, _) if kind == "time" && ours.contains('T') && !ours.contains('/') => {
                    first.split_once(' ').is_some_and(|(_, time)| value == time)
                }
                // `in two months` is a month in scan-format, as precise as the text: its day is the reference's.
                (Some(value), _, _) if kind == "date" && matches!(ours.len(), 4 | 7) && !ours.contains(':') => {
                    value.strip_prefix(ours).is_some_and(|rest| expected.reference.ends_with(rest))
                }
                (Some(value), _, _) => first == value && (kind != "date" || ours.len() == 10),
                // An interval's end is told as its last day, or as the day behind it.
                (_, Some(start), Some(end)) => first == start && (behind == end || last == end),
                // `since 2014`, `before 2018`: the date itself; the open side is in the words.
                (_, Some(edge), None) | (_, None, Some(edge)) => first == edge || behind == edge,
                _ => false,
            }
        })
    })
}
