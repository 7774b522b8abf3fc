//! The files that go into a package as they are: those of `extension/`, and the papers on licences and sources.

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

/// What the licences of Postil and of its sources ask to travel with every copy; a name with a slash is a folder.
const PAPERS: [&str; 4] = ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE", "licences/"];

/// Copies the papers into the package.
///
/// # Errors
/// Where one is missing or cannot be copied.
pub fn papers(package: &Path) -> Result<()> {
    let root = workspace::root();
    for paper in PAPERS {
        if let Some(folder) = paper.strip_suffix('/') {
            for file in files(&root.join(folder))? {
                copy_file(&root.join(folder).join(&file), &package.join(folder).join(file))?;
            }
        } else {
            copy_file(&root.join(paper), &package.join(paper))?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    std::fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

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
        copy_file(&extension.join(&file), &package.join(&file))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_holds_the_licences_and_every_licence_text_that_notice_names() {
        let package = std::env::temp_dir().join(format!("postil-papers-{}", std::process::id()));
        papers(&package).unwrap();
        let copied = files(&package).unwrap();
        let notice = std::fs::read_to_string(package.join("NOTICE")).unwrap();
        std::fs::remove_dir_all(&package).unwrap();
        for paper in ["LICENSE-MIT", "LICENSE-APACHE"] {
            assert!(copied.contains(&PathBuf::from(paper)), "{paper} is not in {copied:?}");
        }
        let texts: Vec<_> = copied.iter().filter(|file| file.starts_with("licences")).collect();
        assert!(texts.len() >= 5, "{texts:?}");
        for text in &texts {
            assert!(notice.contains(&text.display().to_string()), "NOTICE does not name {}", text.display());
        }
        let named = notice.split_whitespace().filter(|word| word.starts_with("licences/") && word.len() > 10);
        for name in named.map(|word| PathBuf::from(word.trim_end_matches(['.', ',']))) {
            assert!(copied.contains(&name), "NOTICE names {}, which is not there", name.display());
        }
    }
}
