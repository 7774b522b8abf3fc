//! One source manifest, two packages: each loses the keys of the other browser, since both browsers, and the linter
//! of Firefox's add-on site, complain of keys they do not know.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{Browser, workspace};

/// Where a key that only one browser knows stands in the manifest.
struct Only {
    browser: Browser,
    /// From the top; a `*` is every element of an array.
    path: &'static [&'static str],
    /// The key, or where `path` ends at an array of strings, the string.
    key: &'static str,
}

const ONLY: [Only; 14] = [
    // The add-on's identity and the oldest Firefox it runs in; Chrome has its own key for the latter.
    Only { browser: Browser::Firefox, path: &[], key: "browser_specific_settings" },
    Only { browser: Browser::Chromium, path: &[], key: "minimum_chrome_version" },
    // Firefox has no service workers for extensions, it runs an event page:
    // https://bugzilla.mozilla.org/show_bug.cgi?id=1573659
    Only { browser: Browser::Chromium, path: &["background"], key: "service_worker" },
    Only { browser: Browser::Firefox, path: &["background"], key: "scripts" },
    // Addresses that pages cannot guess. Firefox's are made at random for each installation anyway:
    // https://bugzilla.mozilla.org/show_bug.cgi?id=1713196
    Only { browser: Browser::Chromium, path: &["web_accessible_resources", "*"], key: "use_dynamic_url" },
    // Chrome's content script imports its glue. Firefox's is injected by the background (see the engine's recipes),
    // which is what `scripting` is for.
    Only { browser: Browser::Chromium, path: &["web_accessible_resources", "*", "resources"], key: "content/*.js" },
    Only { browser: Browser::Firefox, path: &["permissions"], key: "scripting" },
    Only { browser: Browser::Chromium, path: &["content_scripts", "*", "js"], key: "load-chrome.js" },
    Only { browser: Browser::Firefox, path: &["content_scripts", "*", "js"], key: "load-firefox.js" },
    // The panel beside the page.
    Only { browser: Browser::Chromium, path: &[], key: "side_panel" },
    Only { browser: Browser::Chromium, path: &["permissions"], key: "sidePanel" },
    Only { browser: Browser::Firefox, path: &[], key: "sidebar_action" },
    // Chrome takes four keys and no more, and has a button of its own for the panel:
    // https://developer.chrome.com/docs/extensions/reference/api/commands
    Only { browser: Browser::Firefox, path: &["commands", "open-panel"], key: "suggested_key" },
    // Structured clones in messages, as Firefox always had them; Chrome's default is JSON.
    Only { browser: Browser::Chromium, path: &[], key: "message_serialization" },
];

/// Writes the manifest of a package.
///
/// # Errors
/// Where `manifest.json` is not what [`for_browser`] expects.
pub fn write(browser: Browser, package: &Path) -> Result<()> {
    let source = workspace::root().join("manifest.json");
    let text = std::fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let manifest = for_browser(browser, &text)?;
    let text = serde_json::to_string_pretty(&manifest).context("cannot write JSON")? + "\n";
    std::fs::write(package.join("manifest.json"), text).context("cannot write the package's manifest.json")
}

/// The source manifest, with the workspace's version, without the other browser's keys.
///
/// # Errors
/// Where the text is no JSON object, holds a version of its own, or lacks a key that [`ONLY`] names: then one of
/// the two is out of date.
pub fn for_browser(browser: Browser, source: &str) -> Result<Value> {
    let mut manifest: Value = serde_json::from_str(source).context("manifest.json is no JSON")?;
    for only in &ONLY {
        // Found in both packages' builds, so that a stale entry shows at once.
        let keep = only.browser == browser;
        if visit(&mut manifest, only.path, only.key, keep) == 0 {
            bail!("manifest.json has no `{}` in /{}", only.key, only.path.join("/"));
        }
    }
    let Some(object) = manifest.as_object_mut() else { bail!("manifest.json is no JSON object") };
    if object.contains_key("version") {
        bail!("manifest.json names a version; the workspace's Cargo.toml is the one place for it");
    }
    object.insert("version".to_owned(), Value::from(workspace::VERSION));
    Ok(manifest)
}

/// Finds a key and removes it unless it is to be kept; returns how often it was found.
fn visit(value: &mut Value, path: &[&str], key: &str, keep: bool) -> usize {
    match (path, value) {
        ([], Value::Object(object)) => {
            let found = usize::from(object.contains_key(key));
            if !keep {
                object.remove(key);
            }
            found
        }
        ([], Value::Array(array)) => {
            let found = array.iter().filter(|&element| element == key).count();
            if !keep {
                array.retain(|element| element != key);
            }
            found
        }
        (["*", rest @ ..], Value::Array(array)) => {
            array.iter_mut().map(|element| visit(element, rest, key, keep)).sum()
        }
        ([step, rest @ ..], Value::Object(object)) => {
            object.get_mut(*step).map_or(0, |child| visit(child, rest, key, keep))
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn manifest(browser: Browser) -> Value {
        for_browser(browser, include_str!("../../../manifest.json")).expect("the source manifest")
    }

    #[test]
    fn chrome_gets_a_service_worker_and_no_word_of_firefox() {
        let manifest = manifest(Browser::Chromium);
        assert_eq!(manifest["background"], json!({"service_worker": "background.js", "type": "module"}));
        assert_eq!(manifest["content_scripts"][0]["js"], json!(["load-chrome.js", "loader.js"]));
        assert_eq!(manifest["browser_specific_settings"], Value::Null);
        assert_eq!(manifest["side_panel"]["default_path"], "panel.html");
        assert_eq!(manifest["sidebar_action"], Value::Null);
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn firefox_gets_an_event_page_and_no_word_of_chrome() {
        let manifest = manifest(Browser::Firefox);
        assert_eq!(manifest["background"], json!({"scripts": ["background.js"], "type": "module"}));
        assert_eq!(manifest["content_scripts"][0]["js"], json!(["load-firefox.js", "loader.js"]));
        assert_eq!(manifest["minimum_chrome_version"], Value::Null);
        assert_eq!(manifest["sidebar_action"]["default_panel"], "panel.html");
        assert!(!manifest.to_string().contains("sidePanel") && manifest["side_panel"].is_null());
        assert!(!manifest["web_accessible_resources"].to_string().contains("use_dynamic_url"));
    }

    #[test]
    fn chrome_refuses_a_package_with_more_than_four_keys() {
        for browser in Browser::ALL {
            let manifest = manifest(browser);
            let commands = manifest["commands"].as_object().expect("commands");
            let keys = commands.values().filter(|command| !command["suggested_key"].is_null()).count();
            assert!(browser == Browser::Firefox || keys <= 4, "{keys} keys");
            assert!(commands.contains_key("open-panel"));
        }
    }

    #[test]
    fn a_key_that_the_table_names_and_the_manifest_lacks_is_an_error() {
        let error = for_browser(Browser::Firefox, r#"{"manifest_version": 3}"#).unwrap_err();
        assert!(error.to_string().contains("browser_specific_settings"), "{error}");
    }

    #[test]
    fn a_second_place_for_the_version_is_an_error() {
        let mut source: Value = serde_json::from_str(include_str!("../../../manifest.json")).unwrap();
        source["version"] = json!("9.9.9");
        assert!(for_browser(Browser::Firefox, &source.to_string()).unwrap_err().to_string().contains("version"));
    }
}
