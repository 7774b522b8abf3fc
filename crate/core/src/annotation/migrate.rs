//! From what older builds stored to what this build reads, one step at a time.

use serde_json::{Map, Value};
use thiserror::Error;

use super::{Fault, Page, fault, identity, page::SCHEMA, read};

/// Each step takes a page from the version that is its place in the list to the next one.
const STEPS: [fn(&mut Map<String, Value>); SCHEMA as usize] = [from_0];

/// Why a stored page cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum MigrationError {
    /// A newer build wrote it.
    #[error(
        "the page was saved by a newer Postil (version {found} of the store, this one reads {SCHEMA}); update Postil"
    )]
    Newer {
        /// The version it was written in.
        found: u64,
    },
    /// It is not a page.
    #[error("the saved page is damaged: {}", fault::lines(.faults))]
    Damaged {
        /// What is wrong, and where.
        faults: Vec<Fault>,
    },
}

/// Reads a stored page of any version. The second value tells whether it was of an older one: then
/// what was stored before is to be kept as a backup.
///
/// # Errors
/// See [`MigrationError`].
pub fn page(value: Value) -> Result<(Page, bool), MigrationError> {
    let damaged = |message: String| MigrationError::Damaged { faults: vec![Fault::at("", message)] };
    let Value::Object(mut object) = value else {
        return Err(damaged(format!("must be an object, is {}", read::kind(&value))));
    };
    let found = match object.get("schema") {
        None => 0,
        Some(version) => version.as_u64().ok_or_else(|| damaged("\"schema\" must be a number".into()))?,
    };
    let Some(steps) = usize::try_from(found).ok().and_then(|found| STEPS.get(found..)) else {
        return Err(MigrationError::Newer { found });
    };
    for step in steps {
        step(&mut object);
    }
    let page = serde_json::from_value(Value::Object(object)).map_err(|error| damaged(error.to_string()))?;
    Ok((page, !steps.is_empty()))
}

/// Before pages bore a version, they had no key of their own either.
fn from_0(page: &mut Map<String, Value>) {
    let text = |key: &str| page.get(key).and_then(Value::as_str);
    if let (None, Some(url)) = (text("key"), text("url")) {
        let key = identity::page_key(url, text("canonical"), None);
        page.insert("key".into(), key.into());
    }
    page.insert("schema".into(), 1.into());
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_page_of_this_version_is_read_as_it_is() {
        let stored = Page::new("https://example.com/a", "https://example.com/a?x=1");
        assert_eq!(page(serde_json::to_value(&stored).unwrap()), Ok((stored, false)));
    }

    #[test]
    fn a_page_without_version_gets_its_key() {
        let (read, migrated) = page(json!({ "url": "https://www.example.com/a?utm_source=x" })).unwrap();
        assert_eq!((read.key.as_str(), read.schema, migrated), ("https://example.com/a", 1, true));
    }

    #[test]
    fn a_newer_page_is_not_touched() {
        assert_eq!(page(json!({ "schema": 99, "key": "k", "url": "u" })), Err(MigrationError::Newer { found: 99 }));
    }

    #[test]
    fn a_damaged_page_says_where() {
        let broken =
            json!({ "schema": 1, "key": "k", "url": "u", "annotations": [{ "type": "Annotation", "target": 3 }] });
        let error = page(broken).unwrap_err().to_string();
        assert!(error.contains("/target: must be an object, is a number"), "{error}");
        assert!(page(json!([])).is_err());
        assert!(page(json!({ "schema": "1" })).is_err());
    }
}
