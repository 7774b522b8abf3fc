//! Reads the halves of public test suites that lie in the developers' data folder beside the checkout (`../shared`)
//! and asserts how many values come out right. Without the folder the test says so and passes.
//!
//! `SPECS_FAILURES=1 cargo test --release -p postil-core --test specs -- --nocapture` lists what fails.
//! Cases whose convention contradicts Postil's stand in `specs-exceptions.tsv` with the reason: suite, reason, input.

#![allow(missing_docs)] // a test, not a library

mod specs_suites;

use std::{collections::BTreeSet, path::Path};

use postil_core::{
    article::Article,
    scan::{Document, Engine, Preferences, TableBytes},
};
use serde_json::Value;

/// Each mark's type with its fields, as `postil scan` prints them.
pub struct Marks(pub Vec<(&'static str, serde_json::Map<String, Value>)>);

pub struct Scanner<'t>(Engine<'t>);

impl Scanner<'_> {
    pub fn marks(&self, text: &str, date: Option<&str>) -> Marks {
        let mut article = Article::from_text(text);
        article.published = date.and_then(|date| date.get(..10)?.parse().ok());
        let scan = self.0.scan(&article, &Preferences::default());
        let document = Document::new(None, &article, &scan);
        Marks(document.marks.into_iter().filter(|m| m.kind != "entity").map(|m| (m.mark_type, m.fields)).collect())
    }
}

/// Of one suite: name, threshold in percent where there is one, each case with whether it passed.
pub struct Suite {
    pub name: &'static str,
    pub threshold: Option<usize>,
    pub cases: Vec<(String, bool)>,
}

#[test]
fn public_suites_come_out_right() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let specs = workspace.join("../shared/specs");
    if !specs.is_dir() {
        println!("skipped: {} is not there", specs.display());
        return;
    }
    let table = |name: &str| std::fs::read(workspace.join("extension/tables").join(name)).expect("it is committed");
    let (rates, units, gazetteer, model) =
        (table("rates.bin"), table("units.bin"), table("gazetteer.bin"), table("model.bin"));
    let (engine, errors) =
        Engine::new(TableBytes { rates: &rates, units: &units, gazetteer: &gazetteer, model: &model });
    assert!(errors.is_empty(), "{errors:?}");
    let scanner = Scanner(engine);
    let exceptions: BTreeSet<(String, String)> = include_str!("specs-exceptions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let mut fields = line.splitn(3, '\t');
            let suite = fields.next().unwrap_or_default().to_owned();
            assert!(fields.next().is_some_and(|reason| reason.len() > 10), "an exception needs a reason: {line}");
            (suite, fields.next().unwrap_or_default().to_owned())
        })
        .collect();
    let show = std::env::var_os("SPECS_FAILURES").is_some();
    let (mut low, mut stale) = (Vec::new(), Vec::new());
    println!("{:<28}{:>7}{:>7}{:>9}{:>8}{:>9}", "suite", "cases", "right", "percent", "except", "of all");
    for suite in specs_suites::all(&specs, &scanner) {
        let excepted = |input: &str| exceptions.contains(&(suite.name.to_owned(), input.replace(['\n', '\t'], " ")));
        let counted: Vec<_> = suite.cases.iter().filter(|(input, passed)| *passed || !excepted(input)).collect();
        let right = counted.iter().filter(|(_, passed)| *passed).count();
        let percent = 100.0 * right as f64 / counted.len().max(1) as f64;
        let of_all = 100.0 * right as f64 / suite.cases.len().max(1) as f64;
        let left_out = suite.cases.len() - counted.len();
        println!("{:<28}{:>7}{right:>7}{percent:>9.1}{left_out:>8}{of_all:>9.1}", suite.name, counted.len());
        for (input, _) in suite.cases.iter().filter(|(input, passed)| *passed && excepted(input)) {
            stale.push(format!("{}: {input}", suite.name));
        }
        if show {
            for (input, _) in counted.iter().filter(|(_, passed)| !passed) {
                println!("    FAIL\t{}\t{}", suite.name, input.replace(['\n', '\t'], " "));
            }
        }
        if suite.threshold.is_some_and(|threshold| percent < threshold as f64) {
            low.push(format!("{}: {percent:.1} %", suite.name));
        }
    }
    assert!(stale.is_empty(), "come out right and need no exception: {stale:#?}");
    assert!(low.is_empty(), "below their threshold: {low:?}");
}
