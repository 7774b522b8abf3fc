//! Navigation within one document: the address changes, the document stays, and it is another page all the same.

use std::cell::RefCell;

use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, EventTarget, Window};

use crate::observe;

#[derive(Default)]
struct State {
    /// The address, without a fragment that only scrolls.
    address: String,
    /// What the document states of its address; those of the page before, where the site did not replace them.
    stated: Vec<String>,
    stale: Vec<String>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Begins to watch the address, for as long as the page lives.
pub fn watch(window: &Window, document: &Document) {
    STATE.with(|state| {
        *state.borrow_mut() = State { address: address(document), stated: stated(document), stale: Vec::new() };
    });
    let on = |target: &EventTarget, event: &'static str| EventListener::new(target, event, |_| check()).forget();
    on(window, "popstate");
    on(window, "hashchange");
    // Where there is no Navigation API, the page's own changes that come with `pushState` tell: see `observe`.
    let navigation = Reflect::get(window, &"navigation".into()).ok();
    if let Some(navigation) = navigation.filter(JsValue::is_object) {
        on(navigation.unchecked_ref(), "currententrychange");
    }
}

/// Looks whether the address is another than before; if so, has the page marked anew.
pub fn check() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let now = address(&document);
    let changed = STATE.with(|state| {
        let mut state = state.borrow_mut();
        if state.address == now {
            return false;
        }
        if path(&state.address) != path(&now) {
            state.stale = std::mem::take(&mut state.stated);
        }
        state.address = now;
        true
    });
    if changed {
        observe::address_changed(&document);
    }
}

/// Whether an address that the document states is the one of the page before: many sites go to another article
/// without replacing `<link rel="canonical">`.
pub fn is_stale(stated: &str) -> bool {
    STATE.with(|state| state.borrow().stale.iter().any(|stale| stale == stated))
}

/// The document states these addresses now.
pub fn states(stated: impl IntoIterator<Item = String>) {
    STATE.with(|state| state.borrow_mut().stated = stated.into_iter().collect());
}

fn stated(document: &Document) -> Vec<String> {
    [("link[rel~=canonical]", "href"), ("meta[property='og:url']", "content")]
        .iter()
        .filter_map(|(selector, name)| document.query_selector(selector).ok().flatten()?.get_attribute(name))
        .collect()
}

/// The page's address, without a fragment that only scrolls.
pub fn address(document: &Document) -> String {
    let url = document.url().unwrap_or_default();
    match url.split_once('#') {
        // Fragments such as `#!/story` and `#/story` name another page.
        Some((address, fragment)) if !fragment.starts_with(['!', '/']) => address.to_owned(),
        _ => url,
    }
}

fn path(address: &str) -> &str {
    if address.contains('#') { address } else { address.split('?').next().unwrap_or_default() }
}
