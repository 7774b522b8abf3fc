//! Postil's content script.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Starts Postil in the page: shows that it runs by a highlight without ranges, which changes nothing in the page.
#[wasm_bindgen]
pub fn start(text: &str) -> Result<JsValue, JsValue> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let name = if words.is_empty() { "postil-nothing" } else { "postil-started" };
    web_sys::css::JsNamespaceCss::highlights().set(name, &web_sys::Highlight::new(&[])?);
    Ok(JsValue::from(words.join(" ")))
}
