//! Hypothesis' own JSON: its client's export (`annotations`), its search's answer (`rows`), or a bare
//! list of such annotations.

use serde_json::{Map, Value};

use crate::annotation::{
    Annotation, Motivation,
    read::{Walk, annotation, is_date_time},
};

/// Whether a file is Hypothesis'.
pub(super) fn is_export(value: &Value) -> bool {
    rows(value).is_some_and(|(_, rows)| {
        rows.iter().any(|row| row.get("uri").is_some() && row.get("type").is_none())
            || rows.is_empty() && value.get("export_date").is_some()
    })
}

fn rows(value: &Value) -> Option<(Option<&'static str>, &Vec<Value>)> {
    match value {
        Value::Array(rows) => Some((None, rows)),
        Value::Object(object) => {
            ["annotations", "rows"].into_iter().find_map(|key| Some((Some(key), object.get(key)?.as_array()?)))
        }
        _ => None,
    }
}

/// The annotations, as Postil keeps them. Replies are kept as comments on the article that bear the
/// motivation `replying` and the ids of what they answer.
pub(super) fn annotations(walk: &mut Walk, value: &Value) -> Vec<Annotation> {
    let Some((key, rows)) = rows(value) else { return Vec::new() };
    let list = Value::Array(rows.clone());
    let mut annotations = Vec::new();
    let mut read = |walk: &mut Walk| walk.each(&list, |walk, row| annotations.extend(row_annotation(walk, row)));
    match key {
        Some(key) => walk.within(key, read),
        None => read(walk),
    }
    annotations
}

fn row_annotation(walk: &mut Walk, row: &Value) -> Option<Annotation> {
    let object = walk.object(row)?;
    let id = walk.needed_text(object, "id")?;
    let uri = walk.needed_text(object, "uri")?;
    let created = time(walk, object, "created")?;
    let modified = time(walk, object, "updated")?;
    let text = walk.text(object, "text").unwrap_or_default();
    let mut tags = Vec::new();
    if let Some(value) = object.get("tags").filter(|value| !value.is_null()) {
        walk.within("tags", |walk| {
            walk.each(value, |walk, tag| match tag {
                Value::String(tag) => tags.push(tag.clone()),
                _ => walk.fault("must be a string"),
            });
        });
    }
    let title = match object.get("document").and_then(|document| document.get("title")) {
        Some(Value::Array(titles)) => titles.first().and_then(Value::as_str),
        Some(title) => title.as_str(),
        None => None,
    };
    // What is left is a W3C target, and W3C bodies say the rest: one reader checks both.
    let mut target = Map::new();
    let first = match object.get("target") {
        Some(Value::Array(targets)) => targets.first(),
        other => other,
    };
    target.insert("source".into(), uri.into());
    if let Some(title) = title {
        target.insert("title".into(), title.into());
    }
    if let Some(selector) = first.and_then(|target| target.get("selector")) {
        target.insert("selector".into(), selector.clone());
    }
    let mut bodies = Vec::new();
    if !text.trim().is_empty() {
        bodies.push(body("commenting", &text, Some("text/markdown")));
    }
    bodies.extend(tags.iter().map(|tag| body("tagging", tag, None)));
    let mut whole = Map::new();
    whole.insert("id".into(), format!("https://hypothes.is/a/{id}").into());
    whole.insert("type".into(), "Annotation".into());
    whole.insert("created".into(), created.into());
    whole.insert("modified".into(), modified.into());
    whole.insert("body".into(), bodies.into());
    whole.insert("target".into(), target.into());
    if let Some(user) = object.get("user").and_then(Value::as_str) {
        whole.insert("creator".into(), user.into());
    }
    let replies_to = object.get("references").and_then(Value::as_array).filter(|references| !references.is_empty());
    if let Some(references) = replies_to {
        whole.insert("references".into(), references.clone().into());
    }
    let mut read = annotation(walk, &whole.into())?;
    if replies_to.is_some() {
        read.motivation.push(Motivation::Replying);
    }
    read.refresh_motivation();
    Some(read)
}

fn body(purpose: &str, value: &str, format: Option<&str>) -> Value {
    let mut body = Map::new();
    body.insert("type".into(), "TextualBody".into());
    body.insert("purpose".into(), purpose.into());
    body.insert("value".into(), value.into());
    if let Some(format) = format {
        body.insert("format".into(), format.into());
    }
    body.into()
}

/// `2022-10-06T12:30:00.123456+00:00` as the standard wants it.
fn time(walk: &mut Walk, object: &Map<String, Value>, key: &str) -> Option<String> {
    let text = walk.needed_text(object, key)?;
    let utc = match text.parse::<jiff::Timestamp>() {
        Ok(time) => time.to_string(),
        Err(_) => text,
    };
    if !is_date_time(&utc) {
        walk.within(key, |walk| walk.fault("must be a time like 2026-11-22T23:10:00+00:00"));
    }
    Some(utc)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Format, read};

    #[test]
    fn an_export_of_hypothesis_is_read() {
        let file = json!({
            "export_date": "2026-01-05T00:00:00Z", "client_version": "1.0",
            "annotations": [
                { "id": "AbC", "created": "2025-12-01T10:00:00.123456+00:00", "updated": "2025-12-02T10:00:00+01:00",
                  "user": "acct:ana@hypothes.is", "uri": "https://example.com/report", "text": "**Who** paid?",
                  "tags": ["army", "leak"], "group": "__world__", "document": { "title": ["The report"] },
                  "target": [{ "source": "https://example.com/report", "selector": [
                      { "type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0, "endContainer": "/p[1]", "endOffset": 4 },
                      { "type": "TextPositionSelector", "start": 10, "end": 16 },
                      { "type": "TextQuoteSelector", "exact": "Sedena", "prefix": "army (", "suffix": ") paid" }] }] },
                { "id": "DeF", "created": "2025-12-03T10:00:00+00:00", "updated": "2025-12-03T10:00:00+00:00",
                  "uri": "https://example.com/report", "text": "Nobody.", "tags": [], "references": ["AbC"],
                  "target": [{ "source": "https://example.com/report" }] }
            ]
        });
        let import = read(file.to_string().as_bytes()).unwrap();
        assert_eq!(import.format, Format::Hypothesis);
        let [one, reply] = &import.annotations[..] else { panic!("two annotations") };
        assert_eq!(one.id, "https://hypothes.is/a/AbC");
        assert_eq!(
            (one.created.as_str(), one.modified.as_str()),
            ("2025-12-01T10:00:00.123456Z", "2025-12-02T09:00:00Z")
        );
        assert_eq!((one.note(), one.quote().unwrap().exact.as_str()), (Some("**Who** paid?"), "Sedena"));
        assert_eq!(one.tags().collect::<Vec<_>>(), ["army", "leak"]);
        assert_eq!(one.target.title.as_deref(), Some("The report"));
        assert_eq!(one.target.selectors.len(), 3);
        assert!(reply.motivation.contains(&crate::annotation::Motivation::Replying));
    }

    #[test]
    fn a_script_in_a_hypothesis_note_is_refused_with_its_place() {
        let file = json!({ "rows": [{ "id": "A", "created": "2025-12-01T10:00:00+00:00", "updated": "2025-12-01T10:00:00+00:00",
            "uri": "https://example.com/", "text": "<script>alert(1)</script>", "target": [] }], "total": 1 });
        let faults = read(file.to_string().as_bytes()).unwrap_err();
        assert!(faults[0].message.contains("active content (<script)"), "{faults:?}");
        assert!(faults[0].pointer.starts_with("/rows/0"), "{faults:?}");
    }

    #[test]
    fn an_answer_of_its_search_with_wrong_types_is_refused() {
        let file = json!({ "rows": [{ "uri": "https://example.com/", "id": 3 }, 4] });
        let faults = read(file.to_string().as_bytes()).unwrap_err();
        assert_eq!(faults[0].pointer, "/rows/0/id");
        assert_eq!(faults[1].pointer, "/rows/1");
    }
}
