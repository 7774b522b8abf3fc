//! Postil's background.

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts Postil's background.
#[wasm_bindgen]
pub fn start() {
    web_sys::console::info_1(&"Postil's background started".into());
}
