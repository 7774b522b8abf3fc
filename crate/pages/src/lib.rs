//! The extension's own pages, drawn with Leptos. Each page is a view of the storage and of what the
//! content script says; whatever changes goes through the background.

mod choice;
mod files;
mod options;
mod panel;
mod permission;
mod popup;
mod tab;
mod welcome;

use postil_webext::{api, i18n::message};
use wasm_bindgen::prelude::*;

/// Draws the page whose name the document's root element carries in `data-page`.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(root) = document.document_element() else { return };
    // The words are of the browser's language, which the document cannot know.
    let _ = root.set_attribute("lang", &api::get_ui_language());
    let page = root.get_attribute("data-page").unwrap_or_default();
    if page != "popup" {
        document.set_title(&format!("{} – {}", message(&format!("{page}_title")), message("name")));
    }
    match page.as_str() {
        "popup" => popup::mount(),
        "panel" => panel::mount(),
        "options" => options::mount(),
        "welcome" => welcome::mount(),
        page => web_sys::console::error_1(&format!("Postil: no page is called {page:?}").into()),
    }
}
