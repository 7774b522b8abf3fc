//! Text in, marks out: the engine of Postil.
//!
//! The crate is pure. It knows no DOM, no clock, no file and no network: an article's text, the
//! reader's preferences and the binary [`table`]s come in, [`mark::Mark`]s come out, and the same
//! input gives the same output on every machine, as native code and as WebAssembly.
//!
//! The way of the data is one direction:
//! [`article`] → [`text`] → [`figure`], [`money`], [`entity`] → [`scan`] → [`annotation`],
//! and back to today's page through [`anchor`].

pub mod anchor;
pub mod annotation;
pub mod article;
pub mod entity;
pub mod figure;
pub mod mark;
pub mod money;
pub mod order;
pub mod pause;
pub mod scan;
pub mod table;
pub mod text;
