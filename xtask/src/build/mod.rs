//! Builds the two packages: the wasm engines, the files of `extension/`, the papers on
//! licences, and the manifest.

mod copy;
mod engine;
mod libraries;
mod manifest;
mod wasm2js;
mod zip;

use anyhow::{Context, Result};

pub use engine::{bare as bare_engine, bare_translated as bare_script};

use crate::setup::WasmStd;
use crate::{Browser, shell, workspace};

/// Builds `dist/chrome/` and `dist/firefox/`, ready to be loaded as unpacked extensions.
///
/// # Errors
/// Where a tool fails or a file of `extension/` is not as expected; says which.
pub fn unpacked(wasm_std: &WasmStd) -> Result<()> {
    let engines = engine::build(*wasm_std)?;
    let notices = libraries::notices(&engine::packages())?;
    for browser in Browser::ALL {
        let package = workspace::dist().join(browser.package());
        // Whatever an older build left is gone: a package holds what this build put there, and nothing else.
        if package.exists() {
            std::fs::remove_dir_all(&package).with_context(|| format!("cannot empty {}", package.display()))?;
        }
        copy::extension(browser, &package)?;
        copy::papers(&package)?;
        std::fs::write(package.join(libraries::FILE), &notices).context("cannot write the libraries' notices")?;
        for engine in &engines {
            engine.copy_into(browser, &package)?;
        }
        manifest::write(browser, &package)?;
        shell::say(format_args!("built {}", package.display()));
    }
    Ok(())
}

/// Builds, and packs `dist/postil-chrome-VERSION.zip` and `dist/postil-firefox-VERSION.zip`.
///
/// # Errors
/// As [`unpacked`].
pub fn zipped(wasm_std: &WasmStd) -> Result<()> {
    unpacked(wasm_std)?;
    for browser in Browser::ALL {
        let zip = workspace::dist().join(format!("postil-{}-{}.zip", browser.package(), workspace::VERSION));
        let size = zip::pack(&workspace::dist().join(browser.package()), &zip)?;
        shell::say(format_args!("packed {} ({} KB)", zip.display(), size.div_ceil(1000)));
    }
    Ok(())
}
