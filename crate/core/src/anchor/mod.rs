//! A saved quote and its place in today's text.
//!
//! A page changes after a reader has marked it. [`Anchorer`] reads the text once and then finds any
//! number of quotes in it: first verbatim with all that stood around them, then, by the words they
//! share with the text and Myers' bit-parallel alignment, changed ones. It says honestly what it
//! found ([`State`]); what it cannot tell apart it does not attach to anything.
//!
//! ```
//! use postil_core::anchor::{Anchorer, Position, Quote, State};
//! let quote = Quote { exact: "26,000 pesos".into(), prefix: "The army offered ".into(), suffix: " for each grenade.".into() };
//! let today = "Update. The army offered 26,000 pesos for each grenade.";
//! let found = Anchorer::new(today).locate(&quote, Some(Position { start: 17, end: 29 }));
//! assert_eq!(found.state, State::Moved);
//! assert_eq!(found.span.map(|span| span.of(today)), Some("26,000 pesos"));
//! ```

mod align;
mod difference;
mod index;
mod judge;
mod locate;
mod verbatim;

pub use difference::{Difference, differences};
pub use locate::{Anchored, Anchorer, State};

use serde::{Deserialize, Serialize};

use crate::text::{OffsetMap, Span};

/// How many code points either side of a quote are saved with it.
pub const CONTEXT: usize = 32;

/// A quoted text and what stands around it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Quote {
    /// The quoted text.
    pub exact: String,
    /// What stands before it, [`CONTEXT`] code points where there are as many.
    #[serde(default)]
    pub prefix: String,
    /// What stands behind it, likewise.
    #[serde(default)]
    pub suffix: String,
}

impl Quote {
    /// The quote at a place of a text, with its context.
    pub fn of(text: &str, span: Span) -> Self {
        let exact = span.of(text);
        let before = text.get(..span.start).unwrap_or("");
        let after = text.get(span.end..).unwrap_or("");
        let start = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        let end = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        Quote { exact: exact.to_owned(), prefix: before[start..].to_owned(), suffix: after[..end].to_owned() }
    }
}

/// Offsets in a text in Unicode code points, end exclusive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Position {
    /// Code points before the place.
    pub start: usize,
    /// Code points before its end.
    pub end: usize,
}

impl Position {
    /// The position of a span of the text that `offsets` is of.
    pub fn of(offsets: &OffsetMap<'_>, span: Span) -> Self {
        Position { start: offsets.code_points(span.start), end: offsets.code_points(span.end) }
    }
}
