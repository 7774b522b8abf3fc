//! What is kept, handed over: JSON, Markdown, CSV.

mod collection;
mod filter;
mod fragment;
mod markdown;
mod table;

pub use collection::{COLLECTION_ID, collection, collection_text};
pub use filter::Filter;
pub use fragment::deep_link;
pub use markdown::markdown;
pub use table::csv;
