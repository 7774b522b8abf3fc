//! Postil's background.
