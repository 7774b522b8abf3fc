//! The keys of the browser's commands, and the way to where the browser lets readers change them.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use postil_webext::{Error, api, i18n::message, storage::wait};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::tab;

/// Chrome's own page for them; Firefox has a call that opens its.
const CHROME_PAGE: &str = "chrome://extensions/shortcuts";

/// A command's description and its keys.
type Shortcut = (String, String);

/// The list, and the button.
#[component]
pub fn Shortcuts(status: RwSignal<String>) -> impl IntoView {
    let shortcuts = RwSignal::new(Vec::<Shortcut>::new());
    spawn_local(async move { shortcuts.set(read().await) });
    let change = move |_| {
        spawn_local(async move {
            if let Err(error) = open().await {
                status.set(error.to_string());
            }
        });
    };
    view! {
        <section aria-labelledby="shortcuts">
            <h2 id="shortcuts">{message("options_shortcuts")}</h2>
            <table class="plain">
                <thead class="unseen">
                    <tr>
                        <th scope="col">{message("options_command")}</th>
                        <th scope="col">{message("options_keys")}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || shortcuts.get().into_iter().map(|(words, keys)| view! {
                        <tr>
                            <th scope="row">{words}</th>
                            <td><kbd>{keys}</kbd></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
            <button type="button" on:click=change>{message("options_shortcuts_change")}</button>
        </section>
    }
}

async fn read() -> Vec<Shortcut> {
    let Ok(commands) = wait("commands.getAll", api::commands_get_all()).await else { return Vec::new() };
    let text = |command: &JsValue, name: &str| {
        Reflect::get(command, &name.into()).ok().and_then(|text| text.as_string()).filter(|text| !text.is_empty())
    };
    let shortcut = |command: JsValue| {
        let keys = text(&command, "shortcut").unwrap_or_else(|| message("options_no_keys"));
        Some((text(&command, "description")?, keys))
    };
    Array::from(&commands).iter().filter_map(shortcut).collect()
}

async fn open() -> Result<(), Error> {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).unwrap_or_default();
    let commands = get(&get(&js_sys::global(), "chrome"), "commands");
    let Ok(function) = get(&commands, "openShortcutSettings").dyn_into::<Function>() else {
        return tab::open(CHROME_PAGE).await;
    };
    let refused = |thrown: JsValue| Error::browser("commands.openShortcutSettings", &thrown);
    let opening = function.call0(&commands).map_err(refused)?;
    JsFuture::from(js_sys::Promise::resolve(&opening)).await.map(drop).map_err(refused)
}
