//! Postil's content.
