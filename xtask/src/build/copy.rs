//! The files of `extension/` that go into a package as they are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{Browser, workspace};

/// Files of one browser only, and why the other does without.
const ONLY_IN: [(&str, Browser); 3] = [
    // The linter of Firefox's add-on site warns of `import()` with a computed address.
    ("load-chrome.js", Browser::Chromium),
    // Firefox's way around that: the background injects the glue, and then this file.
    ("load-firefox.js", Browser::Firefox),
    ("start-firefox.js", Browser::Firefox),
];

/// Copies `extension/` into the package.
///
/// # Errors
/// Where a file cannot be copied.
pub fn extension(browser: Browser, package: &Path) -> Result<()> {
    let extension = workspace::root().join("extension");
    for file in files(&extension)? {
        let other_browsers = ONLY_IN.iter().any(|&(name, only)| file == Path::new(name) && only != browser);
        if other_browsers || is_source(&file) {
            continue;
        }
        let to = package.join(&file);
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        std::fs::copy(extension.join(&file), &to).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(())
}

/// What developers read or make other files from, but no browser loads: notes, and the drawing behind the icons.
fn is_source(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "md" || extension == "svg")
        || file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// All files below a folder, relative to it, in the order of their names.
///
/// # Errors
/// Where a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        let absolute = folder.join(&relative);
        let entries = std::fs::read_dir(&absolute).with_context(|| format!("cannot read {}", absolute.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read {}", absolute.display()))?;
            let path = relative.join(entry.file_name());
            if entry.path().is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
