//! The suites' own formats.

mod duckling;
mod recognizers;

use std::path::Path;

use serde_json::Value;

use crate::{Marks, Scanner, Suite};

pub fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn all(specs: &Path, scanner: &Scanner<'_>) -> Vec<Suite> {
    let mut suites = recognizers::suites(&specs.join("recognizers-text"), scanner);
    suites.extend(duckling::suites(&specs.join("duckling"), scanner));
    suites.push(quantulum(&specs.join("quantulum3"), scanner));
    suites
}

pub fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-12)
}

pub fn number(fields: &serde_json::Map<String, Value>, name: &str) -> Option<f64> {
    fields.get(name)?.as_str()?.parse().ok()
}

impl Marks {
    /// Whether a mark of one of the types (any, if none is given) has the value and passes the test.
    pub fn any(&self, types: &[&str], mut test: impl FnMut(&serde_json::Map<String, Value>) -> bool) -> bool {
        self.0.iter().any(|(mark_type, fields)| (types.is_empty() || types.contains(mark_type)) && test(fields))
    }
}

fn quantulum(folder: &Path, scanner: &Scanner<'_>) -> Suite {
    let mut cases = Vec::new();
    for case in read(&folder.join("quantities.json")).as_array().into_iter().flatten() {
        let input = case["req"].as_str().unwrap_or_default();
        let marks = scanner.marks(input, None);
        let expected = case["res"].as_array().cloned().unwrap_or_default();
        let found = expected.iter().all(|quantity| {
            let value = quantity["value"].as_f64().unwrap_or(f64::NAN);
            let unsure = quantity["uncertainty"].as_f64().unwrap_or(0.0);
            let bare = quantity["unit"] == "dimensionless";
            marks.any(&[], |fields| {
                let whole = number(fields, "value").or_else(|| duration(fields.get("value")?.as_str()?, value));
                let single = whole.is_some_and(|v| close(v, value));
                let (low, high) = (number(fields, "low"), number(fields, "high"));
                let range =
                    low.zip(high).is_some_and(|(l, h)| close((l + h) / 2.0, value) && close((h - l) / 2.0, unsure));
                (single || range) && (bare || !fields.contains_key("noun"))
            })
        });
        cases.push((input.to_owned(), found && (!expected.is_empty() || marks.0.is_empty())));
    }
    Suite { name: "quantulum3", threshold: None, cases }
}

/// The number of a duration of one unit: 3 of `P3D`.
fn duration(iso: &str, value: f64) -> Option<f64> {
    let digits: String = iso.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    iso.starts_with('P').then(|| digits.parse().ok()).flatten().filter(|v| close(*v, value))
}
