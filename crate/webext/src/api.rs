//! The part of the WebExtensions API that Postil calls, by the name `chrome` that both browsers know.
//!
//! Manifest V3 makes these calls return promises in both.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An event that listeners can be added to.
    #[derive(Clone, Debug)]
    pub type Event;

    /// Adds a listener.
    #[wasm_bindgen(method, js_name = addListener)]
    pub fn add_listener(this: &Event, listener: &Function);

    /// The whole API.
    #[wasm_bindgen(js_name = chrome, thread_local_v2)]
    static CHROME: JsValue;

    /// `runtime.getURL`.
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    pub fn get_url(path: &str) -> String;

    /// `runtime.sendMessage`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    pub fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    /// An open line between two parts of the extension.
    #[derive(Clone, Debug)]
    pub type Port;

    /// `runtime.connect`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = connect)]
    pub fn connect(info: &Object) -> Result<Port, JsValue>;

    /// Sends a message; throws where the other end is gone.
    #[wasm_bindgen(catch, method, js_name = postMessage)]
    pub fn post_message(this: &Port, message: &JsValue) -> Result<(), JsValue>;

    /// Ends the line.
    #[wasm_bindgen(method)]
    pub fn disconnect(this: &Port);

    /// A message from the other end.
    #[wasm_bindgen(method, getter, js_name = onMessage)]
    pub fn on_message(this: &Port) -> Event;

    /// The other end is gone.
    #[wasm_bindgen(method, getter, js_name = onDisconnect)]
    pub fn on_disconnect(this: &Port) -> Event;

    /// Who opened the line.
    #[wasm_bindgen(method, getter)]
    pub fn sender(this: &Port) -> JsValue;

    /// `runtime.onMessage`.
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = onMessage, thread_local_v2)]
    pub static ON_MESSAGE: Event;

    /// `runtime.openOptionsPage`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
    pub fn open_options_page() -> Result<Promise, JsValue>;

    /// `i18n.getMessage`; empty for an unknown key.
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    pub fn get_message(key: &str, substitutions: js_sys::Array) -> String;

    /// `i18n.getUILanguage`, a BCP 47 tag.
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
    pub fn get_ui_language() -> String;

    /// `storage.local.get`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
    pub fn storage_get(keys: &JsValue) -> Result<Promise, JsValue>;

    /// `storage.local.set`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = set)]
    pub fn storage_set(items: &Object) -> Result<Promise, JsValue>;

    /// `storage.local.remove`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = remove)]
    pub fn storage_remove(keys: &JsValue) -> Result<Promise, JsValue>;

    /// `storage.local.getKeys`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = getKeys)]
    pub fn storage_keys() -> Result<Promise, JsValue>;

    /// `storage.session.get`; closed to content scripts.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
    pub fn session_get(keys: &JsValue) -> Result<Promise, JsValue>;

    /// `storage.session.set`; closed to content scripts.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
    pub fn session_set(items: &Object) -> Result<Promise, JsValue>;

    /// `storage.onChanged`.
    #[wasm_bindgen(js_namespace = ["chrome", "storage"], js_name = onChanged, thread_local_v2)]
    pub static ON_STORAGE_CHANGED: Event;

    /// `tabs.query`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = query)]
    pub fn tabs_query(query: &Object) -> Result<Promise, JsValue>;

    /// `tabs.sendMessage`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = sendMessage)]
    pub fn tabs_send_message(tab: i32, message: &JsValue) -> Result<Promise, JsValue>;

    /// `scripting.executeScript`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = executeScript)]
    pub fn execute_script(injection: &Object) -> Result<Promise, JsValue>;

    /// `action.setBadgeText`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    pub fn set_badge_text(details: &Object) -> Result<Promise, JsValue>;

    /// `action.setBadgeBackgroundColor`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeBackgroundColor)]
    pub fn set_badge_background_color(details: &Object) -> Result<Promise, JsValue>;

    /// `tabs.create`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
    pub fn tabs_create(properties: &Object) -> Result<Promise, JsValue>;

    /// `tabs.getCurrent`: the tab that this document is in; `undefined` in the popup and the panel.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = getCurrent)]
    pub fn tabs_get_current() -> Result<Promise, JsValue>;

    /// `commands.getAll`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "commands"], js_name = getAll)]
    pub fn commands_get_all() -> Result<Promise, JsValue>;

    /// `tabs.update`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = update)]
    pub fn tabs_update(tab: i32, properties: &Object) -> Result<Promise, JsValue>;

    /// `tabs.onActivated`.
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = onActivated, thread_local_v2)]
    pub static ON_TAB_ACTIVATED: Event;

    /// `tabs.onUpdated`.
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = onUpdated, thread_local_v2)]
    pub static ON_TAB_UPDATED: Event;

    /// `permissions.contains`.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    pub fn permissions_contains(permissions: &Object) -> Result<Promise, JsValue>;

    /// `permissions.request`; only while the reader's click is being handled.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    pub fn permissions_request(permissions: &Object) -> Result<Promise, JsValue>;
}

/// `runtime.id`, looked up each time: `None` once the extension was updated or removed under a running content script.
pub fn runtime_id() -> Option<String> {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    CHROME.with(|chrome| get(&get(chrome, "runtime").filter(JsValue::is_object)?, "id"))?.as_string()
}
