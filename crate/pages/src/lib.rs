//! Postil's pages.

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the popup.
#[wasm_bindgen]
pub fn popup() {
    if let Some(body) =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element())
    {
        body.set_id("postil");
    }
}
