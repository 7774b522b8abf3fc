//! Keeping up with the tab that the reader looks at.

use std::{cell::Cell, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use postil_webext::{
    api,
    details::Details,
    message::{PageRequest, ask_page},
    saved, settings,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::tab;

/// What the reader looks at.
#[derive(Clone, PartialEq, Debug)]
pub enum Looking {
    /// Nothing that Postil has marked.
    Nowhere,
    /// A marked article.
    At {
        /// Its tab.
        tab: i32,
        /// What was found.
        details: Box<Details>,
    },
}

/// Milliseconds between the looks at a page that may not be marked yet: a page is marked when it is
/// idle, which on a slow machine is seconds after it was opened.
const PATIENCE: [u32; 7] = [0, 300, 600, 1200, 2000, 4000, 8000];
/// Milliseconds for the page to mark itself anew after a change of the settings.
const REMARKED: u32 = 600;

/// Follows the active tab, its loading, and what changes its marks.
pub fn start(looking: RwSignal<Looking>) {
    // A later look makes an earlier one's answer stale.
    let latest = Rc::new(Cell::new(0u32));
    let look: Rc<dyn Fn(u32)> = Rc::new(move |wait: u32| {
        let latest = latest.clone();
        let this = latest.get().wrapping_add(1);
        latest.set(this);
        spawn_local(async move {
            TimeoutFuture::new(wait).await;
            for wait in PATIENCE {
                TimeoutFuture::new(wait).await;
                if latest.get() != this {
                    return;
                }
                let found = read().await;
                if latest.get() != this {
                    return;
                }
                let marked = found.is_some();
                let now = found.unwrap_or(Looking::Nowhere);
                // Drawn anew only where something changed: the reader may be in the middle of it.
                if looking.with_untracked(|before| *before != now) {
                    looking.set(now);
                }
                if marked {
                    return;
                }
            }
        });
    });
    look(0);

    let activated = {
        let look = look.clone();
        Closure::<dyn Fn(JsValue)>::new(move |_| look(0))
    };
    api::ON_TAB_ACTIVATED.with(|event| event.add_listener(activated.as_ref().unchecked_ref()));
    activated.forget();

    let updated = {
        let look = look.clone();
        Closure::<dyn Fn(i32, JsValue)>::new(move |_, change: JsValue| {
            if Reflect::has(&change, &"status".into()).unwrap_or(false) {
                look(0);
            }
        })
    };
    api::ON_TAB_UPDATED.with(|event| event.add_listener(updated.as_ref().unchecked_ref()));
    updated.forget();

    let stored = Closure::<dyn Fn(Object, String)>::new(move |changes: Object, _| {
        let has = |key: &str| Reflect::has(&changes, &key.into()).unwrap_or(false);
        if has(settings::KEY) || has(saved::CORRECTIONS_KEY) || saved_page_changed(&changes) {
            look(REMARKED);
        }
    });
    api::ON_STORAGE_CHANGED.with(|event| event.add_listener(stored.as_ref().unchecked_ref()));
    stored.forget();
}

/// Whether a storage change touches a saved article.
fn saved_page_changed(changes: &Object) -> bool {
    let prefix = postil_core::annotation::store::PAGE_PREFIX;
    Object::keys(changes).iter().any(|key| key.as_string().is_some_and(|key| key.starts_with(prefix)))
}

async fn read() -> Option<Looking> {
    let tab = tab::active().await?.id;
    let details = ask_page(tab, &PageRequest::Details).await.ok()?;
    Some(Looking::At { tab, details: Box::new(details) })
}
