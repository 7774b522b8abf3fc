//! `npm run compare`: names and speed beside other tools. No part of `npm test`, since it installs these tools.

use anyhow::Result;

use crate::{build, check, setup, shell};

/// Builds the engine as bare WebAssembly and runs `tests/compare/run.mjs` with it and the arguments.
///
/// # Errors
/// Where the build or the comparison fails.
pub fn compare(arguments: &[String]) -> Result<()> {
    let wasm_std = setup::for_build()?;
    let module = build::bare_engine(wasm_std)?;
    let mut node = check::node()?;
    node.arg("tests/compare/run.mjs").arg("--wasm").arg(module).args(arguments);
    shell::run(&mut node)
}
