//! Set-up, build and packaging of Postil.
fn main() {}
