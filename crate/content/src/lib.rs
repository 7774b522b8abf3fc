//! Postil's content script.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Starts Postil in the page: shows that it runs by highlighting the page's title.
#[wasm_bindgen]
pub fn start(text: &str) -> Result<JsValue, JsValue> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let range = document.create_range()?;
    range.select_node_contents(&document.query_selector("h1")?.ok_or("no title")?.into())?;
    web_sys::css::JsNamespaceCss::highlights().set("postil-started", &web_sys::Highlight::new(&[range.into()])?);
    Ok(JsValue::from(words.join(" ")))
}
