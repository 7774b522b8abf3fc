//! Postil's webext.
