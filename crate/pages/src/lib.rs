//! The extension's own pages, drawn with Leptos. Each page is a view of the storage and of what the
//! content script says; whatever changes goes through the background.

mod choice;
mod colour;
mod files;
mod moved;
pub mod options;
mod page_note;
pub mod panel;
mod permission;
pub mod popup;
mod tab;
pub mod welcome;
mod work;

use postil_webext::{api, i18n::message};

/// Begins a page: its language and title, and what draws it, by the page's name.
///
/// Popup and panel have programs of their own (`src/bin/`), which carry their own views alone: with all four in one, the
/// popup waited for the panel's megabyte.
pub fn open(mount: fn(&str)) {
    console_error_panic_hook::set_once();
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(root) = document.document_element() else { return };
    // The words are of the browser's language, which the document cannot know.
    let _ = root.set_attribute("lang", &api::get_ui_language());
    let page = root.get_attribute("data-page").unwrap_or_default();
    if page != "popup" {
        document.set_title(&format!("{} – {}", message(&format!("{page}_title")), message("name")));
    }
    mount(&page);
}
