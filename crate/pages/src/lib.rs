//! Postil's pages.
