//! The `postil` command: the extension's engine, for files and pipelines.
fn main() {}
