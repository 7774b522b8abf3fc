//! Annotations: what a reader keeps of an article, as W3C Web Annotations.
//!
//! | room | what |
//! |---|---|
//! | [`model`] | one [`Annotation`] with its bodies and target, as it is stored and exported |
//! | `make` | annotations from a mark of a scan or from a selection; every change of one |
//! | [`note`] | what in a note would run as a script |
//! | [`read`] | JSON in, annotations out, each fault with its place |
//! | [`identity`] | which article a page is, whatever address it was reached by |
//! | [`moved`] | the same article under another address, to be offered |
//! | [`page`], [`index`] | what is stored: an article with its annotations, the list of articles |
//! | [`store`] | what a change does to a stored page, and what takes it back |
//! | [`migrate`] | what older builds stored |
//! | [`backup`] | what was stored before an import, a deletion, a migration |
//! | [`correction`] | what the reader corrected or dismissed, for later pages |
//! | [`export`] | JSON (a W3C Annotation Collection), Markdown and CSV out |
//! | [`import`] | files in, and put together with what is saved |
//!
//! Nothing here knows a clock or makes an identifier: the caller gives both.

pub mod backup;
pub mod correction;
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
