//! Files in: Postil's own, Hypothesis' JSON export, any W3C Web Annotations. All or nothing: a file
//! with a fault is refused with the place of every fault, and nothing changes.

mod file;
mod hypothesis;
mod merge;

pub use file::{Format, Import, LARGEST_FILE, read, validate};
pub use merge::{Conflict, Merged, merge};
