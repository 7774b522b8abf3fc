//! `npm test`: everything that must hold before a change goes in. Stops at the first stage that fails.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{Browser, build, setup, shell, workspace};

/// The checks that need neither a build nor a browser.
///
/// # Errors
/// Where one of them fails.
pub fn lint() -> Result<()> {
    setup::rust_components()?;
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// Everything; or, with a filter, the build and those browser tests whose file name contains it.
///
/// # Errors
/// Where a stage fails: says which.
pub fn test(filter: Option<&str>) -> Result<()> {
    let tests = browser_tests(filter)?;
    let wasm_std = setup::everything()?;
    if filter.is_none() {
        lint()?;
        cargo(&["test", "--workspace"])?;
    }
    build::unpacked(&wasm_std)?;
    if filter.is_none() {
        lint_addon()?;
    }
    let mut node = node()?;
    // One browser at a time: tests that look at pixels and times share a machine badly.
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(tests);
    shell::run(&mut node)
}

/// Node, in the workspace's folder, with the browsers that the set-up found.
///
/// # Errors
/// Without Node.
pub fn node() -> Result<Command> {
    let program = shell::find_program(["node", "node.exe"])
        .context("Node.js is missing: install version 20 or newer, https://nodejs.org/en/download")?;
    let mut node = Command::new(program);
    node.current_dir(workspace::root());
    for browser in Browser::ALL {
        if let Some(program) = setup::find_browser(browser) {
            node.env(browser.variable(), program);
        }
    }
    Ok(node)
}

fn cargo(arguments: &[&str]) -> Result<()> {
    shell::run(Command::new("cargo").args(arguments).current_dir(workspace::root()))
}

/// The linter of Firefox's add-on site: any remark of it fails.
fn lint_addon() -> Result<()> {
    let package = workspace::dist().join(Browser::Firefox.package());
    shell::say(format_args!("web-ext lint {}", package.display()));
    let mut command = Command::new(workspace::npm_tool("web-ext"));
    command.args(["lint", "--output", "json", "--no-config-discovery", "--source-dir"]).arg(&package);
    // It ends with an error status where it found errors, and still prints them as JSON.
    let output = command.env("NO_UPDATE_NOTIFIER", "1").output().context("cannot start web-ext")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_str(&text)
        .with_context(|| format!("web-ext lint gave no JSON:\n{text}{}", String::from_utf8_lossy(&output.stderr)))?;
    let mut remarks = Vec::new();
    for kind in ["errors", "warnings", "notices"] {
        let list = report[kind].as_array().with_context(|| format!("web-ext lint's JSON has no `{kind}`"))?;
        remarks.extend(list.iter().map(|remark| {
            let field = |name: &str| remark[name].as_str().unwrap_or_default().to_owned();
            format!("{kind}: {} {}: {}", field("code"), field("file"), field("description"))
        }));
    }
    ensure!(remarks.is_empty(), "web-ext lint has {} remarks:\n{}", remarks.len(), remarks.join("\n"));
    shell::say("web-ext lint: 0 errors, 0 warnings, 0 notices");
    Ok(())
}

/// The files `tests/*.test.mjs`, by name.
fn browser_tests(filter: Option<&str>) -> Result<Vec<PathBuf>> {
    let folder = workspace::root().join("tests");
    let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.with_context(|| format!("cannot read {}", folder.display()))?.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".test.mjs") && filter.is_none_or(|filter| name.contains(filter)) {
            found.push(PathBuf::from("tests").join(&*name));
        }
    }
    found.sort();
    if found.is_empty() {
        bail!("no file tests/*{}*.test.mjs", filter.unwrap_or_default());
    }
    Ok(found)
}
