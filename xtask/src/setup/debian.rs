//! Installing Debian packages, where this is Debian and we may.

use std::process::Command;

use anyhow::{Result, bail};

use crate::shell;

/// Installs the packages, or says in one line what is missing and how to install it.
///
/// # Errors
/// Where this is not Debian, where we are not root, and where apt fails.
pub fn install(purpose: &str, packages: &[&str]) -> Result<()> {
    may_install(purpose, packages)?;
    // Lists that are missing (images of Debian come without) or old name packages that the server does not have.
    if lists_known(packages) && apt_install(packages).is_ok() {
        return Ok(());
    }
    update_lists()?;
    apt_install(packages)
}

/// The same with new lists: by old ones apt installs an old browser, which does not take the package.
///
/// # Errors
/// As [`install`].
pub fn install_newest(purpose: &str, packages: &[&str]) -> Result<()> {
    may_install(purpose, packages)?;
    update_lists()?;
    apt_install(packages)
}

/// Whether this is Debian and we may; else says in one line what is missing and how to install it.
fn may_install(purpose: &str, packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if !is_debian() {
        bail!("{purpose} is missing or too old; on Debian it is installed by `{by_hand}`");
    }
    if !is_root() {
        bail!("{purpose} is missing or too old; install it with `sudo {by_hand}`");
    }
    Ok(())
}

fn update_lists() -> Result<()> {
    shell::run(apt().args(["update", "-qq"]))
}

fn apt_install(packages: &[&str]) -> Result<()> {
    shell::run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

/// Debian itself: its derivatives ship browsers and Rust in other ways (Ubuntu's chromium is a snap).
fn is_debian() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|release| release.lines().any(|line| matches!(line, "ID=debian" | "ID=\"debian\"")))
}

fn is_root() -> bool {
    shell::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Whether apt's lists name a version of each package.
fn lists_known(packages: &[&str]) -> bool {
    shell::output(Command::new("apt-cache").arg("show").args(packages)).is_ok()
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
