//! The colours of the kinds on Postil's own pages: those of `pages.css`, or the reader's own.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The kinds of marks, in the order of lists of them.
pub const STYLES: [&str; 7] = ["person", "organization", "place", "group", "thing", "figure", "money"];

fn root() -> Option<HtmlElement> {
    web_sys::window()?.document()?.document_element()?.dyn_into().ok()
}

/// Draws this page with the reader's own colours, of which `chosen` gives that of a style.
pub fn dress(chosen: impl Fn(&str) -> Option<String>) {
    let Some(root) = root() else { return };
    for style in STYLES {
        let property = format!("--{style}");
        let _ = match chosen(style) {
            Some(colour) => root.style().set_property(&property, &colour),
            None => root.style().remove_property(&property).map(drop),
        };
    }
}

/// The colour that a kind has on this page, as `#rrggbb`.
pub fn of(style: &str) -> String {
    let read = || {
        let computed = web_sys::window()?.get_computed_style(&root()?.into()).ok()??;
        computed.get_property_value(&format!("--{style}")).ok()
    };
    read().map(|colour| colour.trim().to_owned()).unwrap_or_default()
}
