//! Any file, imported, exported and imported again.

use postil_core::annotation::{export, import, note};

/// The bytes are a file's.
pub fn import(data: &[u8]) {
    let faults = import::validate(data);
    let Ok(first) = import::read(data) else {
        assert!(!faults.is_empty() || data.is_empty(), "refused, and yet valid");
        return;
    };
    for annotation in &first.annotations {
        if let Some(text) = annotation.note() {
            assert_eq!(note::active_content(&note::harmless(text)), None, "{text:?} stays harmful");
        }
    }
    let count = first.annotations.len();
    let merged = import::merge(Vec::new(), first.annotations.clone());
    assert_eq!(merged.added + merged.updated + merged.unchanged + merged.conflicts.len(), count, "{merged:?}");
    // The same file again changes nothing.
    let again = import::merge(merged.pages.clone(), first.annotations);
    assert_eq!((again.added, again.updated, again.pages.len()), (0, 0, 0), "{again:?}");

    export::csv(&merged.pages);
    export::markdown(&merged.pages);
    let text = export::collection_text(&merged.pages);
    let read =
        import::read(text.as_bytes()).unwrap_or_else(|faults| panic!("what was exported is refused: {faults:?}"));
    let after = import::merge(merged.pages, read.annotations);
    assert_eq!((after.added, after.updated, after.conflicts.len()), (0, 0, 0), "{after:?}");
}
