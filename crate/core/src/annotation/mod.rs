//! Annotations: what a reader keeps of an article, as W3C Web Annotations.
//!
//! | room | what |
//! |---|---|
//! | [`model`] | one [`Annotation`] with its bodies and target, as it is stored and exported |
//! | `make` | annotations from a mark of a scan or from a selection; note, tags, colour, reading |
//! | [`read`] | JSON in, annotations out, each fault with its place |
//! | [`identity`] | which article a page is, whatever address it was reached by |
//! | [`page`] | the value of one storage key: an article with its annotations |
//! | [`export`] | JSON (a W3C Annotation Collection) out |
//!
//! Nothing here knows a clock or makes an identifier: the caller gives both.

pub mod export;
pub mod fault;
pub mod identity;
pub mod import;
pub mod index;
mod make;
pub mod migrate;
pub mod model;
pub mod moved;
pub mod note;
pub mod page;
pub mod read;
pub mod store;

pub use fault::Fault;
pub use make::Context;
pub use model::{Annotation, Body, Classification, Motivation, Selector, Target};
pub use page::Page;
