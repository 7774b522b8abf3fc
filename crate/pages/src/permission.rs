//! Whether Postil may read pages: browsers let readers withhold that, at any time.

use js_sys::{Array, Object};
use leptos::prelude::*;
use postil_webext::{api, i18n::message, storage::wait};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::tab;

/// What the manifest asks for.
const ORIGINS: [&str; 2] = ["http://*/*", "https://*/*"];

fn wanted() -> Object {
    origins(&ORIGINS)
}

/// The right to read pages at these addresses, as the browser is asked for it.
pub fn origins(patterns: &[&str]) -> Object {
    let origins: Array = patterns.iter().map(|origin| JsValue::from_str(origin)).collect();
    tab::object(&[("origins", origins.into())])
}

/// Whether Postil may read the pages of the web.
pub async fn is_granted() -> bool {
    // A browser that cannot say lets the rest of the page speak.
    wait("permissions.contains", api::permissions_contains(&wanted())).await.is_ok_and(|granted| granted.is_truthy())
}

/// The state, and where the right is missing the button that asks for it. `always` says so too where
/// the right is there.
#[component]
pub fn Permission(#[prop(optional)] always: bool) -> impl IntoView {
    // None until the browser has said.
    let granted = RwSignal::new(None::<bool>);
    spawn_local(async move { granted.set(Some(is_granted().await)) });
    let ask = move |_| {
        // Called at once, while the click is being handled: later the browser refuses.
        let request = api::permissions_request(&wanted());
        spawn_local(async move {
            let _ = wait("permissions.request", request).await;
            granted.set(Some(is_granted().await));
        });
    };
    move || match granted.get() {
        Some(false) => Some(
            view! {
                <section class="permission missing" aria-labelledby="permission">
                    <h2 id="permission">{message("permission_missing")}</h2>
                    <p>{message("permission_why")}</p>
                    <button type="button" class="primary" on:click=ask>{message("permission_ask")}</button>
                </section>
            }
            .into_any(),
        ),
        Some(true) if always => {
            Some(view! { <p class="permission granted" role="status">{message("permission_granted")}</p> }.into_any())
        }
        _ => None,
    }
}
