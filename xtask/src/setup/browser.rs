//! The browsers to try Postil in.

use std::path::PathBuf;

use anyhow::Result;

use super::debian;
use crate::{Browser, shell};

/// Looks for a browser's program: first what the environment names (`POSTIL_CHROMIUM`, `POSTIL_FIREFOX`), then the
/// usual places.
///
/// Branded Chrome is not looked for: since version 137 it loads no unpacked extension when it is automated.
pub fn find(browser: Browser) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(browser.variable()) {
        return Some(PathBuf::from(named));
    }
    let usual: &[&str] = match browser {
        Browser::Chromium => &["chromium", "chromium-browser"],
        Browser::Firefox => &["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
    };
    shell::find_program(usual.iter().copied())
}

/// Installs those of the browsers that are missing.
///
/// # Errors
/// Where they cannot be installed: says with which command they can.
pub fn install_missing(browsers: &[Browser]) -> Result<()> {
    let mut packages: Vec<&str> = browsers
        .iter()
        .filter(|&&browser| find(browser).is_none())
        .map(|browser| match browser {
            Browser::Chromium => "chromium",
            Browser::Firefox => "firefox-esr",
        })
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    let purpose = packages.join(" and ");
    // Without any font the browsers draw no text, and neither screenshots nor pixel tests show anything.
    packages.push("fonts-liberation");
    debian::install(&purpose, &packages)
}
