//! The number on Postil's button: how much is saved of the page in the tab.
//!
//! The browser takes it away when the tab goes to another page; the new page's content script tells of its own.

use js_sys::{Object, Reflect};
use postil_webext::{Error, api, storage::wait};
use wasm_bindgen::JsValue;

/// The background, the accent of Postil's pages: white figures on it have a contrast of 8:1.
const COLOUR: &str = "#00594a";

/// Shows the number on the button of a tab; nothing where it is zero.
///
/// # Errors
/// Where the tab is gone.
pub async fn show(tab: Option<i32>, saved: usize) -> Result<(), Error> {
    let Some(tab) = tab else { return Ok(()) };
    let details = |key: &str, value: JsValue| {
        let details = Object::new();
        let _ = Reflect::set(&details, &"tabId".into(), &tab.into());
        let _ = Reflect::set(&details, &key.into(), &value);
        details
    };
    let text = if saved == 0 { String::new() } else { saved.to_string() };
    let colour = api::set_badge_background_color(&details("color", COLOUR.into()));
    wait("action.setBadgeBackgroundColor", colour).await?;
    wait("action.setBadgeText", api::set_badge_text(&details("text", text.into()))).await.map(drop)
}
