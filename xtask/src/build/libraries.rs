//! The notices of the Rust libraries that are in the packages: their licences ask that they travel with every copy.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{shell, workspace};

/// Where in a package they are.
pub const FILE: &str = "licences/libraries.txt";

/// What a library's package may call its licence.
const NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// All notices as one text, for the libraries that `packages` of the workspace are built with.
///
/// # Errors
/// Where cargo does not tell them or one cannot be read.
pub fn notices(packages: &[String]) -> Result<String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"]);
    let told = shell::output(cargo.current_dir(workspace::root()))?;
    let metadata: Value = serde_json::from_str(&told).context("cargo metadata gave no JSON")?;

    // Many libraries have the same text to the letter: it is written once, below all that have it.
    let mut by_text: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for library in libraries(&metadata, packages) {
        let field = |name: &str| library[name].as_str().unwrap_or_default();
        let title = format!("{} {} ({})", field("name"), field("version"), field("license"));
        let folder = Path::new(field("manifest_path")).parent().unwrap_or(Path::new(""));
        let mut texts = texts(folder)?;
        if texts.is_empty() {
            let authors: Vec<&str> =
                library["authors"].as_array().into_iter().flatten().flat_map(Value::as_str).collect();
            let by = if authors.is_empty() { "its authors".to_owned() } else { authors.join(", ") };
            texts.push(format!("By {by}, {}, under the licence named above.", field("repository")));
        }
        for text in texts {
            by_text.entry(text).or_default().insert(title.clone());
        }
    }
    let mut sections: Vec<(String, String)> =
        by_text.into_iter().map(|(text, titles)| (titles.into_iter().collect::<Vec<_>>().join("\n"), text)).collect();
    sections.sort();
    let mut out =
        String::from("The Rust libraries in this package, with their licences. MIT is chosen where it is offered.\n");
    for (titles, text) in sections {
        let line = "-".repeat(80);
        // Writing into a string cannot fail.
        let _ = write!(out, "\n{line}\n{titles}\n\n{}\n", text.trim_end());
    }
    Ok(out)
}

/// The libraries that end up in the wasm: all that the packages need but for building.
fn libraries<'m>(metadata: &'m Value, packages: &[String]) -> Vec<&'m Value> {
    let list = |value: &'m Value| value.as_array().map(Vec::as_slice).unwrap_or_default();
    let by_id = |list: &'m [Value]| -> HashMap<&str, &'m Value> {
        list.iter().filter_map(|entry| Some((entry["id"].as_str()?, entry))).collect()
    };
    let (known, nodes) = (by_id(list(&metadata["packages"])), by_id(list(&metadata["resolve"]["nodes"])));
    let is_macro = |id: &str| {
        list(&known[id]["targets"]).iter().any(|target| list(&target["kind"]).iter().any(|kind| kind == "proc-macro"))
    };
    let mut open: Vec<&str> = known
        .iter()
        .filter(|(_, package)| packages.iter().any(|name| package["name"] == **name))
        .map(|(id, _)| *id)
        .collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        for needed in list(&nodes[id]["deps"]) {
            let normal = list(&needed["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            if let Some(id) = needed["pkg"].as_str().filter(|id| normal && !is_macro(id)) {
                open.push(id);
            }
        }
    }
    // What has no source is of this workspace.
    found.into_iter().map(|id| known[id]).filter(|package| !package["source"].is_null()).collect()
}

/// The licence texts in a library's folder; of several that one may choose from, MIT's.
fn texts(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| NAMES.iter().any(|start| name.to_uppercase().starts_with(start)))
        .collect();
    names.sort();
    if names.iter().any(|name| name.to_uppercase().contains("MIT")) {
        names.retain(|name| {
            let name = name.to_uppercase();
            !name.contains("APACHE") && !name.starts_with("UNLICENSE")
        });
    }
    let read = |name: &String| {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim().to_owned())
    };
    names.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notices_name_the_libraries_in_the_wasm_and_no_others() {
        let notices = notices(&["postil-content".to_owned(), "postil-pages".to_owned()]).unwrap();
        for library in ["wasm-bindgen ", "jiff ", "rust_decimal ", "leptos "] {
            assert!(notices.contains(&format!("\n{library}")), "{library} is missing");
        }
        for tool in ["clap ", "proptest ", "serde_derive "] {
            assert!(!notices.contains(&format!("\n{tool}")), "{tool} is in no package");
        }
        assert!(notices.contains("Permission is hereby granted"));
    }
}
