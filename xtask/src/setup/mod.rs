//! What must be on the machine before Postil can be built and tried: npm packages, a standard library for
//! wasm32, browsers. Each step first looks, cheaply, whether there is anything to do.

mod browser;
mod debian;
mod npm;
mod rust;
mod wasm_std;

pub use browser::find as find_browser;
pub use rust::install_missing_components as rust_components;
pub use wasm_std::WasmStd;

use anyhow::Result;

use crate::Browser;

/// Everything that the tests need.
pub fn everything() -> Result<WasmStd> {
    let wasm_std = for_build()?;
    browser::install_missing(&Browser::ALL)?;
    Ok(wasm_std)
}

/// What a build needs: the npm packages with the wasm tools, and a standard library for wasm32.
pub fn for_build() -> Result<WasmStd> {
    npm::install_missing()?;
    wasm_std::find_or_install()
}

/// A browser to try Postil in.
pub fn for_browser(browser: Browser) -> Result<()> {
    browser::install_missing(&[browser])
}
