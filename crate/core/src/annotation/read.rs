//! JSON in, annotations out: any W3C Web Annotation, checked against what the standard demands.
//!
//! The standard lets much be written in two ways (one value or a list, an address or an object that
//! has one); both are read. Every fault is collected with its place, so that a reader can mend a
//! file in one go. What is merely unusual is kept and no fault.

mod annotation;
mod place;

pub use annotation::{annotation, is_date_time, is_iri};
pub use place::{Places, locate};

use serde_json::{Map, Value};

use super::Fault;

/// More faults than anyone reads; what follows is not looked at.
pub const MOST_FAULTS: usize = 100;

/// Walks a value, knows where it is, and collects what is wrong.
#[derive(Debug, Default)]
pub struct Walk {
    path: Vec<Step>,
    faults: Vec<Fault>,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Walk {
    /// A walk that begins at a place other than the file's own root.
    pub fn from(keys: &[&str]) -> Self {
        Walk { path: keys.iter().map(|key| Step::Key((*key).to_owned())).collect(), faults: Vec::new() }
    }

    /// What was found wrong.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Whether nothing was found wrong so far.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether so much is wrong that going on helps nobody.
    pub fn is_hopeless(&self) -> bool {
        self.faults.len() >= MOST_FAULTS
    }

    /// Tells of a fault where the walk is.
    pub fn fault(&mut self, message: impl Into<String>) {
        if !self.is_hopeless() {
            let pointer = self.pointer();
            self.faults.push(Fault::at(pointer, message));
        }
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.path {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }

    /// Goes into a property for the time of `then`.
    pub fn within<R>(&mut self, key: &str, then: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(Step::Key(key.to_owned()));
        let result = then(self);
        self.path.pop();
        result
    }

    /// Goes through a list, or looks at the one value as if it were a list of one.
    pub fn each<'v>(&mut self, value: &'v Value, mut then: impl FnMut(&mut Self, &'v Value)) {
        let Value::Array(items) = value else { return then(self, value) };
        for (index, item) in items.iter().enumerate() {
            if self.is_hopeless() {
                break;
            }
            self.path.push(Step::Index(index));
            then(self, item);
            self.path.pop();
        }
    }

    /// The value as an object, or a fault.
    pub fn object<'v>(&mut self, value: &'v Value) -> Option<&'v Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.fault(format!("must be an object, is {}", kind(value)));
        }
        object
    }

    /// The property as a string; a fault where it is there and something else.
    pub fn text(&mut self, object: &Map<String, Value>, key: &str) -> Option<String> {
        match object.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => {
                let message = format!("must be a string, is {}", kind(other));
                self.within(key, |walk| walk.fault(message));
                None
            }
        }
    }

    /// The property as a string that must be there.
    pub fn needed_text(&mut self, object: &Map<String, Value>, key: &str) -> Option<String> {
        if matches!(object.get(key), None | Some(Value::Null)) {
            self.fault(format!("the property \"{key}\" is missing"));
        }
        self.text(object, key)
    }
}

/// What a JSON value is, in words.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
