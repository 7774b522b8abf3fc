//! The extension's own pages, drawn with Leptos. Each page is a view of the storage and of what the
//! content script says; whatever changes goes through the background.

mod export;
mod popup;

use wasm_bindgen::prelude::*;

/// Draws the page whose name the document's root element carries in `data-page`.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let root = document.document_element();
    match root.and_then(|root| root.get_attribute("data-page")).as_deref() {
        Some("popup") => popup::mount(),
        page => web_sys::console::error_1(&format!("Postil: no page is called {page:?}").into()),
    }
}
