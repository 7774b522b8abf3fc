//! CSV, for spreadsheets: one row a mark.

use serde_json::Value;

use super::deep_link;
use crate::annotation::{Annotation, Page};

/// The columns, in their order.
#[rustfmt::skip]
const COLUMNS: [&str; 27] = [
    "article", "site", "url", "published", "kind", "type", "quote", "name", "value", "low", "high", "bound", "unit",
    "currency", "per", "converted", "converted_low", "converted_high", "converted_unit", "rate", "rate_date",
    "rate_source", "note", "tags", "created", "modified", "link",
];

/// All annotations of the pages, one in a row, in the order of pages and text; the first row names
/// the columns. Rows end with CR LF (RFC 4180); the text begins with a byte order mark, without
/// which spreadsheets take UTF-8 for something else.
///
/// No cell is taken for a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a line end gets
/// an apostrophe before it. Plain numbers (`-5.5`) stay numbers.
pub fn csv(pages: &[Page]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail, and every row has as many cells as the first.
    let _ = writer.write_record(COLUMNS);
    for page in pages {
        for annotation in page.in_reading_order() {
            let _ = writer.write_record(row(page, annotation).map(|cell| harmless(&cell)));
        }
    }
    let table = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8_lossy(&table))
}

fn row(page: &Page, annotation: &Annotation) -> [String; COLUMNS.len()] {
    let target = &annotation.target;
    let reading = annotation.classification();
    let field = |key: &str| text(reading.and_then(|reading| reading.fields.get(key)));
    let converted = reading.and_then(|reading| reading.fields.get("converted"));
    let into = |key: &str| text(converted.and_then(|converted| converted.get(key)));
    let either = |a: String, b: String| if a.is_empty() { b } else { a };
    let title = target.title.clone().or_else(|| page.title.clone()).unwrap_or_default();
    let published = target.published.clone().or_else(|| page.published.clone()).unwrap_or_default();
    [
        title,
        crate::annotation::identity::site(&target.source),
        target.source.clone(),
        published,
        reading.map(|reading| reading.kind.clone()).unwrap_or_default(),
        reading.map(|reading| reading.mark_type.clone()).unwrap_or_default(),
        annotation.quote().map(|quote| quote.exact.clone()).unwrap_or_default(),
        field("name"),
        field("value"),
        field("low"),
        field("high"),
        field("bound"),
        either(field("unit"), field("noun")),
        field("currency"),
        field("per"),
        into("value"),
        into("low"),
        into("high"),
        either(into("currency"), into("unit")),
        into("rate"),
        into("rate_date"),
        into("rate_source"),
        annotation.note().unwrap_or_default().to_owned(),
        annotation.tags().collect::<Vec<_>>().join(", "),
        annotation.created.clone(),
        annotation.modified.clone(),
        deep_link(annotation),
    ]
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn harmless(cell: &str) -> String {
    let begins_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() < 2;
    if begins_formula && !is_number { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::{Classification, Context},
        article::Article,
        text::Span,
    };
    use proptest::prelude::*;

    fn page(title: &str, note: &str) -> Page {
        let mut article = Article::from_text("The army paid 26,000 pesos, \"each\".");
        article.title = Some(title.into());
        let context = Context {
            id: "urn:x:1".into(),
            now: "2026-01-01T00:00:00Z".into(),
            url: "https://example.com/a".into(),
            ..Context::default()
        };
        let mut annotation = Annotation::from_span(&article, Span::new(14, 34), context);
        let fields = serde_json::json!({ "value": "-5.5", "unit": "celsius", "bound": "about" });
        let fields = fields.as_object().unwrap().clone();
        let reading = Classification { kind: "figure".into(), mark_type: "measure".into(), fields };
        annotation.set_classification(Some(reading), "2026-01-01T00:00:00Z");
        annotation.set_note(note, "2026-01-01T00:00:00Z");
        Page { annotations: vec![annotation], ..Page::new("https://example.com/a", "https://example.com/a") }
    }

    fn cells(table: &str) -> Vec<Vec<String>> {
        let table = table.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_mark_is_a_row() {
        let rows = cells(&csv(&[page("A, B", "two\nlines")]));
        assert_eq!(rows.len(), 2);
        let cell = |name: &str| {
            let column = rows[0].iter().position(|column| column == name).unwrap();
            rows[1][column].as_str()
        };
        assert_eq!((cell("article"), cell("site")), ("A, B", "example.com"));
        assert_eq!((cell("quote"), cell("note")), ("26,000 pesos, \"each\"", "two\nlines"));
        assert_eq!((cell("type"), cell("value"), cell("unit"), cell("bound")), ("measure", "-5.5", "celsius", "about"));
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-cmd|'/c calc'!A1", "'-cmd|'/c calc'!A1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("-", "'-"),
            ("-5-3", "'-5-3"),
            ("-5.5", "-5.5"),
            ("plain", "plain"),
        ] {
            assert_eq!(harmless(cell), expected);
        }
    }

    proptest! {
        #[test]
        fn a_table_is_read_back(title in "(?s)[=+@a\",\r\n-]{0,8}", note in "(?s)[=+@a\",\n-]{0,8}") {
            let rows = cells(&csv(&[page(&title, &note)]));
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!(rows[1].len(), COLUMNS.len());
            prop_assert_eq!(rows[1][0].trim_start_matches('\''), title.as_str());
            prop_assert!(rows[1].iter().all(|cell| cell == "-5.5" || !cell.starts_with(['=', '+', '-', '@'])));
        }
    }
}
