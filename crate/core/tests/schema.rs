//! What is exported fits the JSON Schema in the repository, and what is not W3C's does not.

use postil_core::{
    annotation::{Annotation, Classification, Context, Page, export, import},
    article::Article,
    text::Span,
};
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../src/annotation/annotation-collection.schema.json");

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::draft202012::new(&schema).expect("the schema can be used")
}

fn page() -> Page {
    let mut article = Article::from_text("The army paid 26,000 pesos for each grenade.");
    article.title = Some("Grenades".into());
    article.published = "2022-10-06".parse().ok();
    let context = |id: &str| Context {
        id: id.into(),
        now: "2026-01-05T08:00:00.125Z".into(),
        url: "https://example.com/a".into(),
        ..Context::default()
    };
    let mut mark = Annotation::from_span(&article, Span::new(14, 26), context("urn:uuid:1"));
    let fields = json!({ "value": "26000", "currency": "MXN", "certainty": "stated", "converted": { "value": "1300",
        "currency": "USD", "rate": "0.05", "rate_date": "2022-10-06", "rate_source": "European Central Bank" } });
    let fields = fields.as_object().expect("an object").clone();
    let reading = Classification { kind: "money".into(), mark_type: "amount".into(), fields };
    mark.set_classification(Some(reading), "2026-01-05T08:00:01Z");
    mark.set_note("A *note*", "2026-01-05T08:00:02Z");
    mark.set_tags(["army"], "2026-01-05T08:00:03Z");
    mark.set_colour(Some("green"), "2026-01-05T08:00:04Z");
    let highlight = Annotation::from_span(&article, Span::new(0, 8), context("urn:uuid:2"));
    let mut note = Annotation::about_page(&article, context("urn:uuid:3"));
    note.set_note("About all of it", "2026-01-05T08:00:05Z");
    Page { annotations: vec![mark, highlight, note], ..Page::new("https://example.com/a", "https://example.com/a") }
}

#[test]
fn what_is_exported_fits_the_schema() {
    let validator = validator();
    for pages in [vec![], vec![page()]] {
        let file = export::collection(&pages);
        let faults: Vec<String> = validator.iter_errors(&file).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(import::validate(file.to_string().as_bytes()), []);
    }
}

#[test]
fn what_the_standard_forbids_fits_neither_schema_nor_validation() {
    let validator = validator();
    let good = export::collection(&[page()]);
    let breaks: [(&str, Value); 13] = [
        ("/@context", json!(["https://example.com/context"])),
        ("/id", Value::Null),
        ("/type", json!("Collection")),
        ("/total", json!(-1)),
        ("/modified", json!("2026-01-05 08:00")),
        ("/first/type", json!("Page")),
        ("/first/items/0/id", json!("not an iri")),
        ("/first/items/0/type", json!("Note")),
        ("/first/items/2/created", json!("2026-13-05T08:00:00Z")),
        ("/first/items/2/body/0/value", Value::Null),
        ("/first/items/2/target/selector/0/exact", json!(3)),
        ("/first/items/2/target/selector/1/start", json!(-1)),
        ("/first/items/2/target", json!([])),
    ];
    for (place, value) in breaks {
        let mut file = good.clone();
        let (parent, key) = place.rsplit_once('/').expect("a place within");
        assert!(file.pointer(place).is_some(), "{place} is there to be broken");
        match file.pointer_mut(parent) {
            Some(Value::Object(object)) if value.is_null() => drop(object.remove(key)),
            Some(Value::Object(object)) => drop(object.insert(key.to_owned(), value)),
            other => panic!("{place} is no property: {other:?}"),
        }
        assert!(!validator.is_valid(&file), "the schema lets {place} pass");
        assert_ne!(import::validate(file.to_string().as_bytes()), [], "validation lets {place} pass");
    }
}
