//! The browsers to try Postil in.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::debian;
use crate::{Browser, shell, workspace};

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

/// Installs those of the browsers that are missing, or older than the manifest asks for.
///
/// # Errors
/// Where they cannot be installed, says with which command they can; where what can be installed is too old, how to
/// name another.
pub fn install_missing(browsers: &[Browser]) -> Result<()> {
    let source = workspace::root().join("manifest.json");
    let manifest = std::fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let mut wanted = Vec::new();
    for &browser in browsers {
        let oldest = oldest_version(browser, &manifest)?;
        if !serves(browser, oldest) {
            wanted.push((browser, oldest));
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let mut packages: Vec<&str> = wanted
        .iter()
        .map(|(browser, _)| match browser {
            Browser::Chromium => "chromium",
            Browser::Firefox => "firefox-esr",
        })
        .collect();
    let purpose = packages.join(" and ");
    // Without any font the browsers draw no text, and neither screenshots nor pixel tests show anything.
    packages.push("fonts-liberation");
    debian::install_newest(&purpose, &packages)?;
    for (browser, oldest) in wanted {
        ensure!(
            serves(browser, oldest),
            "{} {oldest} or newer is needed and Debian has none; name the program of one in {}",
            browser.name(),
            browser.variable()
        );
    }
    Ok(())
}

/// Whether the browser is there, in this version or a newer one.
fn serves(browser: Browser, oldest: u32) -> bool {
    find(browser)
        .and_then(|program| shell::output(Command::new(program).arg("--version")).ok())
        .and_then(|said| major_version(&said))
        .is_some_and(|version| version >= oldest)
}

/// The first version of the browser that takes the package.
///
/// # Errors
/// Where the manifest does not say.
fn oldest_version(browser: Browser, manifest: &str) -> Result<u32> {
    let manifest: Value = serde_json::from_str(manifest).context("manifest.json is no JSON")?;
    let path = match browser {
        Browser::Chromium => "/minimum_chrome_version",
        Browser::Firefox => "/browser_specific_settings/gecko/strict_min_version",
    };
    let version = manifest.pointer(path).and_then(Value::as_str).and_then(major_version);
    version.with_context(|| format!("manifest.json has no version at {path}"))
}

/// The first whole number of a text: 153 of `Mozilla Firefox 153.7.0esr`.
fn major_version(text: &str) -> Option<u32> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_too_old_for_the_package_was_taken_for_one_that_serves() {
        let manifest = r#"{"minimum_chrome_version": "130",
            "browser_specific_settings": {"gecko": {"strict_min_version": "146.0"}}}"#;
        assert_eq!(oldest_version(Browser::Chromium, manifest).unwrap(), 130);
        assert_eq!(oldest_version(Browser::Firefox, manifest).unwrap(), 146);
        assert_eq!(major_version("Mozilla Firefox 140.10.2esr\n"), Some(140));
        assert_eq!(major_version("Chromium 156.0.8078.108 built on Debian GNU/Linux 12 (bookworm)"), Some(156));
        assert_eq!(major_version("no version"), None);
    }

    #[test]
    fn the_manifest_says_which_browsers_it_takes() {
        let manifest = std::fs::read_to_string(workspace::root().join("manifest.json")).unwrap();
        for browser in Browser::ALL {
            assert!(oldest_version(browser, &manifest).is_ok());
        }
    }
}
