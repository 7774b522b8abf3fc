//! Every mark of the two sample articles, written out: what it is, where, and what it says.
//!
//! The files in `expected/` were read against the articles line by line; a change of the engine that
//! changes one of them must be a better reading.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn exact(mark: &Value) -> String {
    text(&mark["exact"]).replace('\u{a0}', " ")
}

/// A mark as a line of the expected file: type, text, and its fields.
fn line(document: &Value, mark: &Value) -> String {
    let mut says = Vec::new();
    if mark["kind"] == "entity" {
        let entities = document["entities"].as_array().unwrap();
        says.push(text(&entities.iter().find(|entity| entity["id"] == mark["entity"]).unwrap()["name"]));
    } else {
        for key in ["bound", "value", "low", "high", "unit", "noun", "currency", "certainty", "per"] {
            if !mark[key].is_null() {
                says.push(format!("{key}={}", text(&mark[key])));
            }
        }
        if let Some(other) = mark["same_as"].as_u64() {
            says.push(format!("same_as={}", exact(&document["marks"][other as usize])));
        }
        if let Some(converted) = mark.get("converted").filter(|converted| !converted.is_null()) {
            let unit = if converted["unit"].is_null() { &converted["currency"] } else { &converted["unit"] };
            says.push(format!("converted={} {}", text(&converted["value"]), text(unit)));
        }
    }
    format!("{}\t{}\t{}", text(&mark["type"]), exact(mark), says.join("; "))
}

fn check(name: &str) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = here.join("../../tests/pages").join(name).with_extension("html");
    let output = Command::new(env!("CARGO_BIN_EXE_postil")).args(["scan", "--to", "EUR"]).arg(page).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<String> = document["marks"].as_array().unwrap().iter().map(|mark| line(&document, mark)).collect();
    let expected = fs::read_to_string(here.join("tests/expected").join(name).with_extension("tsv")).unwrap();
    let expected: Vec<&str> = expected.lines().filter(|line| !line.starts_with('#')).collect();
    for (number, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert_eq!(found, expected, "mark {number} of {name}");
    }
    assert_eq!(found.len(), expected.len(), "{name}");
}

#[test]
fn every_mark_of_the_report_from_mexico() {
    check("mexico");
}

#[test]
fn every_mark_of_the_report_from_the_philippines() {
    check("philippines");
}
