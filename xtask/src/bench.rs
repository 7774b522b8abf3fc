//! `npm run bench`: what is measured, in one run. No part of `npm test`: it takes many minutes and wants a quiet machine.

use anyhow::Result;

use crate::{build, check, setup, shell};

/// Builds both packages with their zips, and the engine alone as WebAssembly and as JavaScript; then runs
/// `tests/bench/run.mjs` with the arguments.
///
/// # Errors
/// Where the build or a measurement fails.
pub fn bench(arguments: &[String]) -> Result<()> {
    let wasm_std = setup::everything()?;
    build::zipped(&wasm_std)?;
    let module = build::bare_engine(wasm_std)?;
    let script = build::bare_script(&module)?;
    let mut node = check::node()?;
    node.arg("tests/bench/run.mjs").arg("--wasm").arg(module).arg("--javascript").arg(script).args(arguments);
    shell::run(&mut node)
}
