//! What is wrong in a file, and where.

use core::fmt;

use serde::Serialize;

/// One fault of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fault {
    /// The place as a JSON Pointer (RFC 6901): `/first/items/3/target/source`; empty for the whole.
    pub pointer: String,
    /// The line of the file, from 1; `None` where no text is at hand.
    pub line: Option<usize>,
    /// The column in code points, from 1.
    pub column: Option<usize>,
    /// What is wrong there, and what is expected.
    pub message: String,
}

impl Fault {
    /// A fault at a place of a value.
    pub fn at(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Fault { pointer: pointer.into(), line: None, column: None, message: message.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, "line {line}, column {column}: ")?;
        }
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        f.write_str(&self.message)
    }
}

/// Lists faults in one line each.
pub fn lines(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}
