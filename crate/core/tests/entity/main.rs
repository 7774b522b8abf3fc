//! The recognizer with the committed tables, on sentences and articles written for the project.

mod linking;
mod reading;
mod weapons;

use std::path::Path;

/// A committed table's bytes.
fn table(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../extension/tables").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Runs a test with the recognizer open.
fn with_recognizer<T>(run: impl FnOnce(&postil_core::entity::Recognizer<'_>) -> T) -> T {
    let (gazetteer, model) = (table("gazetteer.bin"), table("model.bin"));
    run(&postil_core::entity::Recognizer::new(&gazetteer, &model).expect("the committed tables open"))
}
