//! One file: a W3C Annotation Collection with its page.

use serde::Serialize;
use serde_json::Value;

use crate::annotation::{Annotation, Page, model::context};

/// The id of every collection that Postil writes: what a reader keeps is one collection, and the
/// file is a copy of it (or of a part).
pub const COLLECTION_ID: &str = "urn:x-postil:collection";

#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "@context")]
    context: Value,
    id: &'static str,
    #[serde(rename = "type")]
    collection_type: &'static str,
    label: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<&'a str>,
    total: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<AnnotationPage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<&'static str>,
}

#[derive(Serialize)]
struct AnnotationPage<'a> {
    id: &'static str,
    #[serde(rename = "type")]
    page_type: &'static str,
    #[serde(rename = "partOf")]
    part_of: &'static str,
    #[serde(rename = "startIndex")]
    start_index: usize,
    items: Vec<&'a Annotation>,
}

const PAGE_ID: &str = "urn:x-postil:collection:page:1";

/// All annotations of the pages, in the order of the pages' keys and of the text.
///
/// The same annotations give the same file, whenever it is written: `modified` is that of the
/// newest annotation.
fn written<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Collection<'a> {
    let mut pages: Vec<&Page> = pages.into_iter().collect();
    crate::order::sort_by(&mut pages, |a, b| a.key.cmp(&b.key));
    let items: Vec<&Annotation> = pages.into_iter().flat_map(Page::in_reading_order).collect();
    let modified = items.iter().map(|annotation| annotation.modified.as_str()).max();
    let total = items.len();
    Collection {
        context: context(),
        id: COLLECTION_ID,
        collection_type: "AnnotationCollection",
        label: "Postil",
        modified: modified.filter(|time| !time.is_empty()),
        total,
        last: (total > 0).then_some(PAGE_ID),
        first: (total > 0).then_some(AnnotationPage {
            id: PAGE_ID,
            page_type: "AnnotationPage",
            part_of: COLLECTION_ID,
            start_index: 0,
            items,
        }),
    }
}

/// The collection as a JSON value.
pub fn collection<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Value {
    // Strings, numbers and maps with string keys always serialize.
    serde_json::to_value(written(pages)).unwrap_or_default()
}

/// The collection as the text of a file, with its fields in the order of the standard's examples.
pub fn collection_text<'a>(pages: impl IntoIterator<Item = &'a Page>) -> String {
    let mut text = serde_json::to_string_pretty(&written(pages)).unwrap_or_default();
    text.push('\n');
    text
}
