//! The words of the interface, from `_locales/*/messages.json`.

/// The message with that key in the browser's language. An unknown key gives the key itself, so
/// that a missing message is seen rather than a hole.
pub fn message(key: &str) -> String {
    message_with(key, &[])
}

/// The message with `$1`, `$2` … filled in.
pub fn message_with(key: &str, substitutions: &[&str]) -> String {
    let list = substitutions.iter().map(|text| wasm_bindgen::JsValue::from_str(text)).collect();
    let text = crate::api::get_message(key, list);
    if text.is_empty() { key.to_owned() } else { text }
}
