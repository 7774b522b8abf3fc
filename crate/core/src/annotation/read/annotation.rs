//! One annotation with its bodies and targets.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error, ser::SerializeMap};
use serde_json::{Map, Value};

use super::{Walk, kind};
use crate::{
    anchor::{Position, Quote},
    annotation::{
        fault,
        model::{Annotation, Body, Classification, Motivation, Selector, Target},
        note,
    },
};

/// Reads one annotation where the walk is. `None` if it is no object at all; with faults in the
/// walk, what is returned is not to be kept.
pub fn annotation(walk: &mut Walk, value: &Value) -> Option<Annotation> {
    let object = walk.object(value)?;
    if !has_type(object, "Annotation") {
        walk.within("type", |walk| walk.fault("must be \"Annotation\""));
    }
    let id = walk.needed_text(object, "id").unwrap_or_default();
    if object.get("id").is_some_and(Value::is_string) && !is_iri(&id) {
        walk.within("id", |walk| walk.fault("must be an address or URN (urn:uuid:…)"));
    }
    let created = date_time(walk, object, "created");
    let modified = date_time(walk, object, "modified");
    let mut motivation = Vec::new();
    if let Some(value) = object.get("motivation") {
        walk.within("motivation", |walk| {
            walk.each(value, |walk, value| match value {
                Value::String(name) => motivation.push(Motivation::from(name.clone())),
                other => walk.fault(format!("must be a string, is {}", kind(other))),
            });
        });
    }
    let mut bodies = Vec::new();
    if let Some(value) = object.get("body") {
        walk.within("body", |walk| walk.each(value, |walk, value| bodies.extend(body(walk, value))));
    }
    if let Some(text) = walk.text(object, "bodyValue") {
        if object.contains_key("body") {
            walk.within("bodyValue", |walk| walk.fault("there must not be both \"body\" and \"bodyValue\""));
        }
        walk.within("bodyValue", |walk| check_note(walk, &text));
        bodies.push(Body {
            body_type: Some("TextualBody".into()),
            purpose: Some(Motivation::Commenting),
            value: Some(text),
            format: Some("text/plain".into()),
            ..Body::default()
        });
    }
    // An annotation may give its bodies' purpose once for all of them, as its motivation.
    if let [only] = bodies.as_mut_slice()
        && only.purpose.is_none()
        && let Some(purpose) = motivation.iter().find(|m| **m != Motivation::Highlighting)
        && only.value.is_some()
    {
        only.purpose = Some(purpose.clone());
    }
    let mut first = None;
    let mut more_targets = Vec::new();
    match object.get("target") {
        None => walk.fault("the property \"target\" is missing"),
        Some(Value::Array(targets)) if targets.is_empty() => {
            walk.within("target", |walk| walk.fault("must have at least one target"));
        }
        Some(value) => walk.within("target", |walk| {
            walk.each(value, |walk, value| {
                let read = target(walk, value);
                match first {
                    None => first = read,
                    Some(_) => more_targets.push(value.clone()),
                }
            });
        }),
    }
    const OWN: [&str; 9] =
        ["@context", "id", "type", "created", "modified", "motivation", "body", "bodyValue", "target"];
    Some(Annotation {
        id,
        modified: if modified.is_empty() { created.clone() } else { modified },
        created,
        motivation,
        bodies,
        target: first.unwrap_or_default(),
        more_targets,
        extra: rest(object, &OWN),
    })
}

fn body(walk: &mut Walk, value: &Value) -> Option<Body> {
    let object = match value {
        // A body may be nothing but an address.
        Value::String(address) => {
            if !is_iri(address) {
                walk.fault("must be an object or an address");
            }
            let extra = Map::from_iter([("id".to_owned(), value.clone())]);
            return Some(Body { extra, ..Body::default() });
        }
        value => walk.object(value)?,
    };
    let purpose = match object.get("purpose") {
        // Of several purposes the first counts; no tool is known to write more than one.
        Some(Value::Array(several)) => several.first().and_then(Value::as_str).map(str::to_owned),
        _ => walk.text(object, "purpose"),
    };
    let textual = has_type(object, "TextualBody");
    let text = if textual { walk.needed_text(object, "value") } else { walk.text(object, "value") };
    // Tags and types are plain text wherever they are shown; everything else may be Markdown.
    let is_plain = matches!(purpose.as_deref(), Some("tagging" | "classifying"));
    if let Some(text) = &text
        && textual
        && !is_plain
    {
        walk.within("value", |walk| check_note(walk, text));
    }
    let source = match object.get("source") {
        Some(Value::Object(source)) => walk.within("source", |walk| walk.needed_text(source, "id")),
        _ => walk.text(object, "source"),
    };
    if let Some(source) = &source {
        walk.within("source", |walk| check_address(walk, source));
    } else if has_type(object, "SpecificResource") && !object.contains_key("source") {
        walk.fault("the property \"source\" is missing");
    }
    let reading = match object.get("reading") {
        None | Some(Value::Null) => None,
        Some(value) => walk.within("reading", |walk| classification(walk, value)),
    };
    const OWN: [&str; 6] = ["type", "purpose", "value", "format", "source", "reading"];
    Some(Body {
        body_type: type_of(object, &["TextualBody", "SpecificResource"]),
        purpose: purpose.map(Motivation::from),
        value: text,
        format: walk.text(object, "format"),
        source,
        reading,
        extra: rest(object, &OWN),
    })
}

fn classification(walk: &mut Walk, value: &Value) -> Option<Classification> {
    let object = walk.object(value)?;
    let kind = walk.needed_text(object, "kind").unwrap_or_default();
    if !kind.is_empty() && !matches!(kind.as_str(), "entity" | "figure" | "money") {
        walk.within("kind", |walk| walk.fault("must be \"entity\", \"figure\" or \"money\""));
    }
    let mark_type = walk.needed_text(object, "type").unwrap_or_default();
    for key in ["value", "low", "high"] {
        walk.text(object, key);
    }
    if let Some(value) = object.get("converted").filter(|value| !value.is_null()) {
        walk.within("converted", |walk| {
            if let Some(converted) = walk.object(value) {
                for key in ["value", "low", "high", "currency", "unit", "rate", "rate_date", "rate_source"] {
                    walk.text(converted, key);
                }
            }
        });
    }
    Some(Classification { kind, mark_type, fields: rest(object, &["kind", "type"]) })
}

fn target(walk: &mut Walk, value: &Value) -> Option<Target> {
    let object = match value {
        Value::String(address) => {
            check_address(walk, address);
            return Some(Target { source: address.clone(), ..Target::default() });
        }
        value => walk.object(value)?,
    };
    let source = match (object.get("source"), object.get("id")) {
        (Some(Value::Object(source)), _) => walk.within("source", |walk| walk.needed_text(source, "id")),
        (Some(_), _) => walk.text(object, "source"),
        // A target that is a web page described in place: its id is its address.
        (None, Some(_)) if !has_type(object, "SpecificResource") => walk.text(object, "id"),
        _ => walk.needed_text(object, "source"),
    };
    let source = source.unwrap_or_default();
    if !source.is_empty() {
        walk.within("source", |walk| check_address(walk, &source));
    }
    let mut selectors = Vec::new();
    if let Some(value) = object.get("selector").filter(|value| !value.is_null()) {
        walk.within("selector", |walk| {
            walk.each(value, |walk, value| selectors.extend(selector(walk, value)));
        });
    }
    const OWN: [&str; 7] = ["type", "source", "title", "published", "article", "selector", "styleClass"];
    let mut extra = rest(object, &OWN);
    if extra.get("id").and_then(Value::as_str) == Some(&source) {
        extra.remove("id");
    }
    let style_class = match object.get("styleClass") {
        Some(Value::Array(several)) => several.first().and_then(Value::as_str).map(str::to_owned),
        _ => walk.text(object, "styleClass"),
    };
    Some(Target {
        source,
        title: walk.text(object, "title"),
        published: walk.text(object, "published"),
        article: walk.text(object, "article"),
        selectors,
        style_class,
        extra,
    })
}

fn selector(walk: &mut Walk, value: &Value) -> Option<Selector> {
    if let Value::String(address) = value {
        if !is_iri(address) {
            walk.fault("must be an object or an address");
        }
        return Some(Selector::Other(Map::from_iter([("id".to_owned(), value.clone())])));
    }
    let object = walk.object(value)?;
    if has_type(object, "TextQuoteSelector") {
        return Some(Selector::TextQuote(Quote {
            exact: walk.needed_text(object, "exact").unwrap_or_default(),
            prefix: walk.text(object, "prefix").unwrap_or_default(),
            suffix: walk.text(object, "suffix").unwrap_or_default(),
        }));
    }
    if has_type(object, "TextPositionSelector") {
        let (start, end) = (count(walk, object, "start")?, count(walk, object, "end")?);
        if start > end {
            walk.fault("\"start\" must not be behind \"end\"");
        }
        return Some(Selector::TextPosition(Position { start, end }));
    }
    Some(Selector::Other(object.clone()))
}

fn count(walk: &mut Walk, object: &Map<String, Value>, key: &str) -> Option<usize> {
    let Some(value) = object.get(key) else {
        walk.fault(format!("the property \"{key}\" is missing"));
        return None;
    };
    let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
    if count.is_none() {
        walk.within(key, |walk| walk.fault("must be a whole number of 0 or more"));
    }
    count
}

fn date_time(walk: &mut Walk, object: &Map<String, Value>, key: &str) -> String {
    let text = walk.text(object, key).unwrap_or_default();
    if !text.is_empty() && !is_date_time(&text) {
        walk.within(key, |walk| walk.fault("must be a time in UTC like 2026-11-22T23:10:00Z"));
    }
    text
}

fn check_note(walk: &mut Walk, text: &str) {
    if let Some(what) = note::active_content(text) {
        walk.fault(format!("holds active content ({what}), which a note must not"));
    }
}

fn check_address(walk: &mut Walk, address: &str) {
    if !is_iri(address) {
        walk.fault("must be an address (https://…)");
    } else if note::is_script_scheme(address) {
        walk.fault("must not be an address that runs a script");
    }
}

fn has_type(object: &Map<String, Value>, name: &str) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|text| text == name || text.strip_prefix("oa:") == Some(name));
    match object.get("type") {
        Some(Value::Array(several)) => several.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}

/// The type as one string: of several, the one that Postil knows.
fn type_of(object: &Map<String, Value>, known: &[&str]) -> Option<String> {
    if let Some(known) = known.iter().find(|name| has_type(object, name)) {
        return Some((*known).to_owned());
    }
    match object.get("type")? {
        Value::Array(several) => several.first()?.as_str().map(str::to_owned),
        one => one.as_str().map(str::to_owned),
    }
}

fn rest(object: &Map<String, Value>, own: &[&str]) -> Map<String, Value> {
    object
        .iter()
        .filter(|(key, _)| !own.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Whether a text is an absolute IRI: a scheme, a colon, and no space or control after it.
pub fn is_iri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && !rest.is_empty()
        && !rest.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

/// Whether a text is an `xsd:dateTime` in UTC, as the standard demands: `2026-11-22T23:10:00.5Z`.
pub fn is_date_time(text: &str) -> bool {
    let Some(rest) = text.strip_suffix('Z') else { return false };
    let bytes = rest.as_bytes();
    if bytes.len() < 19 {
        return false;
    }
    let shape = bytes.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        10 => *byte == b'T',
        13 | 16 => *byte == b':',
        19 => *byte == b'.',
        _ => byte.is_ascii_digit(),
    });
    let number = |at: usize| u32::from(bytes[at] - b'0') * 10 + u32::from(bytes[at + 1] - b'0');
    shape
        && bytes.len() != 20
        && (1..=12).contains(&number(5))
        && (1..=31).contains(&number(8))
        && number(11) < 24
        && number(14) < 60
        && number(17) < 60
}

impl Serialize for Annotation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("type", "Annotation")?;
        map.serialize_entry("motivation", &self.motivation)?;
        for (key, time) in [("created", &self.created), ("modified", &self.modified)] {
            if !time.is_empty() {
                map.serialize_entry(key, time)?;
            }
        }
        if !self.bodies.is_empty() {
            map.serialize_entry("body", &self.bodies)?;
        }
        if self.more_targets.is_empty() {
            map.serialize_entry("target", &self.target)?;
        } else {
            map.serialize_entry("target", &Targets(&self.target, &self.more_targets))?;
        }
        for (key, value) in &self.extra {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

struct Targets<'a>(&'a Target, &'a [Value]);

impl Serialize for Targets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq;
        let mut list = serializer.serialize_seq(Some(1 + self.1.len()))?;
        list.serialize_element(self.0)?;
        for target in self.1 {
            list.serialize_element(target)?;
        }
        list.end()
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "SpecificResource")?;
        map.serialize_entry("source", &self.source)?;
        let texts = [("title", &self.title), ("published", &self.published), ("article", &self.article)];
        for (key, text) in texts.into_iter().chain([("styleClass", &self.style_class)]) {
            if let Some(text) = text {
                map.serialize_entry(key, text)?;
            }
        }
        if !self.selectors.is_empty() {
            map.serialize_entry("selector", &self.selectors)?;
        }
        for (key, value) in &self.extra {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Selector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Selector::TextQuote(quote) => {
                map.serialize_entry("type", "TextQuoteSelector")?;
                map.serialize_entry("exact", &quote.exact)?;
                map.serialize_entry("prefix", &quote.prefix)?;
                map.serialize_entry("suffix", &quote.suffix)?;
            }
            Selector::TextPosition(position) => {
                map.serialize_entry("type", "TextPositionSelector")?;
                map.serialize_entry("start", &position.start)?;
                map.serialize_entry("end", &position.end)?;
            }
            Selector::Other(object) => {
                for (key, value) in object {
                    map.serialize_entry(key, value)?;
                }
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Annotation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let mut walk = Walk::default();
        let annotation = annotation(&mut walk, &value);
        let faults = walk.into_faults();
        annotation.filter(|_| faults.is_empty()).ok_or_else(|| D::Error::custom(fault::lines(&faults)))
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let mut walk = Walk::default();
        let target = target(&mut walk, &value);
        let faults = walk.into_faults();
        target.filter(|_| faults.is_empty()).ok_or_else(|| D::Error::custom(fault::lines(&faults)))
    }
}

impl<'de> Deserialize<'de> for Classification {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let mut walk = Walk::default();
        let reading = classification(&mut walk, &value);
        let faults = walk.into_faults();
        reading.filter(|_| faults.is_empty()).ok_or_else(|| D::Error::custom(fault::lines(&faults)))
    }
}
