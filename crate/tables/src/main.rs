//! Makes Postil's binary tables from their sources.
fn main() {}
