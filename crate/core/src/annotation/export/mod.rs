//! What is kept, handed over: JSON, Markdown, CSV.

mod collection;

pub use collection::{collection, collection_text};
