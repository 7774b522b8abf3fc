//! One file: what format it is, and whether it is sound.

use serde::Serialize;
use serde_json::Value;

use super::hypothesis;
use crate::annotation::{
    Annotation, Fault,
    model::ANNOTATION_CONTEXT,
    read::{Places, Walk, annotation, is_date_time, kind},
};

/// The largest file that is read, in bytes: some 40,000 annotations. A larger one would fill the
/// memory of a browser's tab before anything could be said about it.
pub const LARGEST_FILE: usize = 64 << 20;

/// Whose file it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// W3C Web Annotations: Postil's own or another tool's.
    WebAnnotation,
    /// Hypothesis' JSON export or the answer of its search.
    Hypothesis,
}

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Import {
    /// Whose it is.
    pub format: Format,
    /// The annotations, in the order of the file.
    pub annotations: Vec<Annotation>,
}

/// Reads a file of any format that is known.
///
/// # Errors
/// Every fault with its place, at most [`crate::annotation::read::MOST_FAULTS`].
pub fn read(file: &[u8]) -> Result<Import, Vec<Fault>> {
    let (text, value) = parse(file).map_err(|fault| vec![fault])?;
    let mut walk = Walk::default();
    let format = if hypothesis::is_export(&value) { Format::Hypothesis } else { Format::WebAnnotation };
    let annotations = match format {
        Format::Hypothesis => hypothesis::annotations(&mut walk, &value),
        Format::WebAnnotation => web_annotations(&mut walk, &value, false),
    };
    if !walk.is_clean() {
        return Err(Places::new(text).fill(walk.into_faults()));
    }
    Ok(Import { format, annotations })
}

/// Checks a file against what the W3C Web Annotation Data Model demands of a collection, a page or
/// an annotation. No faults: the file is valid.
pub fn validate(file: &[u8]) -> Vec<Fault> {
    match parse(file) {
        Err(fault) => vec![fault],
        Ok((text, value)) => {
            let mut walk = Walk::default();
            web_annotations(&mut walk, &value, true);
            Places::new(text).fill(walk.into_faults())
        }
    }
}

fn parse(file: &[u8]) -> Result<(&str, Value), Fault> {
    if file.len() > LARGEST_FILE {
        let message = format!(
            "the file is {} MB large; files of up to {} MB are read, export it in parts",
            file.len() >> 20,
            LARGEST_FILE >> 20
        );
        return Err(Fault::at("", message));
    }
    let text = core::str::from_utf8(file).map_err(|error| {
        let before = &file[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        Fault {
            line: Some(line),
            column: Some(column),
            ..Fault::at("", "the file is not text in UTF-8: it is damaged or of another format")
        }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match serde_json::from_str(text) {
        Ok(value) => Ok((text, value)),
        Err(error) => {
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or(&what);
            let what = match what {
                "recursion limit exceeded" => "more than 128 levels of lists and objects within each other",
                other => other,
            };
            let (line, column) = (error.line(), error.column());
            let (line, column) = if line == 0 { (None, None) } else { (Some(line), Some(column)) };
            Err(Fault { line, column, ..Fault::at("", format!("the file is not JSON that can be read: {what}")) })
        }
    }
}

/// The annotations of a collection, a page, a list or a single one. `strict` demands all that the
/// standard does of the containers too; an import takes what it can understand.
fn web_annotations(walk: &mut Walk, value: &Value, strict: bool) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    if strict {
        context(walk, value);
    }
    match (value, type_name(value)) {
        (Value::Array(_), _) if strict => {
            walk.fault("must be an AnnotationCollection, AnnotationPage or Annotation, is a list");
        }
        (Value::Array(_), _) => items(walk, value, &mut annotations),
        (Value::Object(_), Some("AnnotationCollection")) => collection(walk, value, strict, &mut annotations),
        (Value::Object(_), Some("AnnotationPage")) => page(walk, value, strict, &mut annotations),
        (Value::Object(_), Some("Annotation")) => annotations.extend(annotation(walk, value)),
        (Value::Object(object), _) => {
            let what = "must be \"AnnotationCollection\", \"AnnotationPage\" or \"Annotation\"";
            match object.get("type") {
                Some(_) => walk.within("type", |walk| walk.fault(what)),
                None => walk.fault(format!("the property \"type\" is missing; it {what}")),
            }
        }
        (other, _) => walk.fault(format!("must be an object, is {}", kind(other))),
    }
    annotations
}

fn type_name(value: &Value) -> Option<&str> {
    const CONTAINERS: [&str; 3] = ["AnnotationCollection", "AnnotationPage", "Annotation"];
    match value.get("type")? {
        Value::Array(several) => several.iter().filter_map(Value::as_str).find(|name| CONTAINERS.contains(name)),
        one => one.as_str(),
    }
}

fn context(walk: &mut Walk, value: &Value) {
    let Some(object) = value.as_object() else { return };
    let is_it = |value: &Value| value.as_str().is_some_and(|text| text == ANNOTATION_CONTEXT);
    match object.get("@context") {
        None => walk.fault(format!("the property \"@context\" is missing; it must hold \"{ANNOTATION_CONTEXT}\"")),
        Some(Value::Array(several)) if several.iter().any(is_it) => {}
        Some(one) if is_it(one) => {}
        Some(_) => walk.within("@context", |walk| walk.fault(format!("must hold \"{ANNOTATION_CONTEXT}\""))),
    }
}

fn collection(walk: &mut Walk, value: &Value, strict: bool, annotations: &mut Vec<Annotation>) {
    let Some(object) = walk.object(value) else { return };
    if strict {
        walk.needed_text(object, "id");
        if let Some(modified) = walk.text(object, "modified")
            && !is_date_time(&modified)
        {
            walk.within("modified", |walk| walk.fault("must be a time in UTC like 2026-11-22T23:10:00Z"));
        }
    }
    // Some tools put the annotations into the collection itself.
    if let Some(list) = object.get("items") {
        walk.within("items", |walk| items(walk, list, annotations));
    }
    match object.get("first") {
        Some(Value::String(_)) => walk.within("first", |walk| {
            walk.fault("the page is somewhere else; it must be in this file");
        }),
        Some(first) => walk.within("first", |walk| page(walk, first, strict, annotations)),
        None => {}
    }
    if let Some(total) = object.get("total") {
        let total = total.as_u64();
        if total.is_none() {
            walk.within("total", |walk| walk.fault("must be a whole number of 0 or more"));
        } else if strict && walk.is_clean() && total != Some(annotations.len() as u64) {
            let message = format!("is not the number of annotations in the file, {}", annotations.len());
            walk.within("total", |walk| walk.fault(message));
        }
    }
    if strict && !annotations.is_empty() && !object.contains_key("first") {
        walk.fault("the property \"first\" is missing");
    }
}

fn page(walk: &mut Walk, value: &Value, strict: bool, annotations: &mut Vec<Annotation>) {
    let Some(object) = walk.object(value) else { return };
    if type_name(value) != Some("AnnotationPage") {
        walk.within("type", |walk| walk.fault("must be \"AnnotationPage\""));
    }
    if strict {
        walk.needed_text(object, "id");
    }
    match object.get("items") {
        Some(list @ Value::Array(_)) => walk.within("items", |walk| items(walk, list, annotations)),
        Some(other) => {
            walk.within("items", |walk| walk.fault(format!("must be a list, is {}", kind(other))));
        }
        None => walk.fault("the property \"items\" is missing"),
    }
    match object.get("next") {
        // A page that is embedded within the one before: as deep as JSON is read at all.
        Some(next @ Value::Object(_)) => walk.within("next", |walk| page(walk, next, strict, annotations)),
        Some(Value::String(_)) => {
            walk.within("next", |walk| walk.fault("the page is somewhere else; it must be in this file"));
        }
        _ => {}
    }
}

fn items(walk: &mut Walk, list: &Value, annotations: &mut Vec<Annotation>) {
    walk.each(list, |walk, item| match item {
        Value::String(_) => walk.fault("the annotation is somewhere else; it must be in this file"),
        item => annotations.extend(annotation(walk, item)),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn faults(file: &str) -> Vec<String> {
        read(file.as_bytes()).unwrap_err().iter().map(Fault::to_string).collect()
    }

    #[test]
    fn a_file_of_100_mb_is_refused_before_it_is_read() {
        let file = vec![b'['; 100 << 20];
        let fault = &read(&file).unwrap_err()[0];
        assert_eq!(fault.message, "the file is 100 MB large; files of up to 64 MB are read, export it in parts");
    }

    #[test]
    fn a_hundred_thousand_levels_are_refused_with_their_place() {
        let file = format!("{{\"type\": \"Annotation\",\n \"body\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let found = faults(&file);
        assert!(found[0].starts_with("line 2, column 13"), "{found:?}");
        assert!(found[0].contains("more than 128 levels"), "{found:?}");
    }

    #[test]
    fn wrong_types_are_told_all_at_once_with_their_places() {
        let file = "{\"type\": \"AnnotationPage\", \"items\": [\n\
                    {\"id\": 7, \"type\": \"Annotation\", \"target\": \"https://example.com/\"},\n\
                    {\"id\": \"urn:x:1\", \"type\": \"Note\", \"created\": \"yesterday\", \"target\": []},\n\
                    \"urn:x:2\", null]}";
        assert_eq!(
            faults(file),
            [
                "line 2, column 8: /items/0/id: must be a string, is a number",
                "line 3, column 27: /items/1/type: must be \"Annotation\"",
                "line 3, column 46: /items/1/created: must be a time in UTC like 2026-11-22T23:10:00Z",
                "line 3, column 69: /items/1/target: must have at least one target",
                "line 4, column 1: /items/2: the annotation is somewhere else; it must be in this file",
                "line 4, column 12: /items/3: must be an object, is null",
            ]
        );
    }

    #[test]
    fn a_script_in_a_note_is_refused_with_its_place() {
        let file = json!({
            "id": "urn:x:1", "type": "Annotation", "target": "https://example.com/",
            "body": [{ "type": "TextualBody", "value": "<img src=x onerror=alert(1)>", "format": "text/markdown" }]
        });
        let found = faults(&file.to_string());
        assert!(found[0].contains("/body/0/value: holds active content (<img with"), "{found:?}");
    }

    #[test]
    fn an_address_that_runs_a_script_is_refused() {
        let file = json!({ "id": "urn:x:1", "type": "Annotation", "target": { "source": "javascript:alert(1)" } });
        assert!(faults(&file.to_string())[0].contains("/target/source: must not be an address that runs a script"));
    }

    #[test]
    fn broken_json_says_where() {
        assert_eq!(
            faults("{\n  \"type\": }"),
            ["line 2, column 11: the file is not JSON that can be read: expected value"]
        );
        assert!(faults("")[0].contains("EOF"));
        assert!(read(b"\xff\xfe{}").unwrap_err()[0].message.contains("UTF-8"));
    }

    #[test]
    fn a_file_of_nothing_known_says_what_is_expected() {
        assert!(faults("{\"rows\": 3}")[0].contains("the property \"type\" is missing"));
        assert!(faults("3")[0].contains("must be an object, is a number"));
    }

    #[test]
    fn other_tools_ways_of_writing_are_read() {
        let file = json!([
            { "id": "https://example.org/1", "type": "Annotation", "bodyValue": "A comment",
              "target": "https://example.com/a" },
            { "id": "https://example.org/2", "type": ["Annotation", "Note"], "motivation": "commenting",
              "body": { "type": "TextualBody", "value": "Another", "creator": "https://example.org/me" },
              "creator": { "id": "https://example.org/me", "name": "Me" },
              "target": [{ "id": "https://example.com/b", "format": "text/html" }, "https://example.com/c"] },
            { "id": "https://example.org/3", "type": "Annotation", "body": "https://example.org/about",
              "target": { "source": { "id": "https://example.com/d" }, "selector": {
                  "type": "RangeSelector", "startSelector": { "type": "XPathSelector", "value": "/p[1]" },
                  "endSelector": { "type": "XPathSelector", "value": "/p[2]" } } } }
        ]);
        let import = read(file.to_string().as_bytes()).unwrap();
        assert_eq!(import.format, Format::WebAnnotation);
        let [one, two, three] = &import.annotations[..] else { panic!("three annotations") };
        assert_eq!((one.note(), one.target.source.as_str()), (Some("A comment"), "https://example.com/a"));
        assert_eq!((two.note(), two.target.source.as_str()), (Some("Another"), "https://example.com/b"));
        assert_eq!(two.extra["creator"]["name"], "Me");
        assert_eq!(two.more_targets, [json!("https://example.com/c")]);
        assert_eq!(three.target.source, "https://example.com/d");
        for annotation in &import.annotations {
            let again = serde_json::to_string(annotation).unwrap();
            assert_eq!(&serde_json::from_str::<Annotation>(&again).unwrap(), annotation);
        }
    }

    #[test]
    fn validation_demands_what_the_standard_does() {
        let found = validate(
            br#"{"type": "AnnotationCollection", "total": 2, "first": {"type": "AnnotationPage", "items": []}}"#,
        );
        let found: Vec<String> = found.iter().map(|fault| format!("{} {}", fault.pointer, fault.message)).collect();
        assert_eq!(
            found,
            [
                " the property \"@context\" is missing; it must hold \"http://www.w3.org/ns/anno.jsonld\"",
                " the property \"id\" is missing",
                "/first the property \"id\" is missing",
            ]
        );
        let one = r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:1", "type": "Annotation", "target": "urn:x:2"}"#;
        assert_eq!(validate(one.as_bytes()), []);
    }

    proptest! {
        #[test]
        fn any_file_is_survived(file in "[\\[\\]{}:,\"a1<é\n]{0,80}") {
            let _ = read(file.as_bytes());
            validate(file.as_bytes());
        }

        #[test]
        fn any_json_is_survived(value in json_value()) {
            let _ = read(value.to_string().as_bytes());
        }
    }

    fn json_value() -> impl Strategy<Value = Value> {
        let word = "type|items|id|target|source|selector|body|value|rows|annotations|uri|Annotation|AnnotationPage|first|TextQuoteSelector|exact";
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            word.prop_map(Value::from)
        ];
        leaf.prop_recursive(6, 60, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((word, inner), 0..6)
                    .prop_map(|pairs| pairs.into_iter().collect::<serde_json::Map<_, _>>().into()),
            ]
        })
    }
}
