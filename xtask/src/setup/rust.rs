//! The parts of the Rust toolchain that its minimal profile leaves out.

use std::process::Command;

use anyhow::{Context, Result};

use crate::shell;

/// Installs rustfmt and clippy where the toolchain lacks them.
///
/// # Errors
/// Where rustup cannot: says which command it was.
pub fn install_missing_components() -> Result<()> {
    for (component, tool) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if shell::output(Command::new("cargo").args([tool, "--version"])).is_err() {
            shell::run(Command::new("rustup").args(["component", "add", component]))
                .with_context(|| format!("{component} is missing from the Rust toolchain"))?;
        }
    }
    Ok(())
}
