//! The npm packages: wasm-opt and wasm2js, the add-on linter, the driver of the browsers.

use std::process::Command;

use anyhow::{Context, Result};

use crate::{shell, workspace};

/// Written into `node_modules` once it is complete: a copy of the lock file that it was installed from.
const INSTALLED: &str = "node_modules/.postil-installed-from";

/// Installs the packages of `package-lock.json`, unless exactly these were installed before.
///
/// # Errors
/// Without npm, and where npm fails.
pub fn install_missing() -> Result<()> {
    let root = workspace::root();
    let lock = std::fs::read(root.join("package-lock.json")).context("cannot read package-lock.json")?;
    if std::fs::read(root.join(INSTALLED)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let npm = shell::find_program(["npm", "npm.cmd"])
        .context("npm is missing: install Node.js 20 or newer, https://nodejs.org/en/download")?;
    // No package of ours needs its install script; not running them keeps strangers' code out of the set-up.
    shell::run(Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&root))?;
    std::fs::write(root.join(INSTALLED), lock).context("cannot write into node_modules")
}
