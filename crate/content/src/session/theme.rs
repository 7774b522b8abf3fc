//! A page that changes its theme, or its size, while it is open.

use std::cell::RefCell;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, MutationObserver, MutationObserverInit};

use super::{count, current};

/// Milliseconds after a sign of a change at which the page's backgrounds are read again: at once for those that switch,
/// and once more for those that fade.
const LOOKS: [u32; 2] = [60, 700];

thread_local! {
    /// The looks that are due. They outlive a session: the page may be read again in between.
    static DUE: RefCell<Vec<Timeout>> = const { RefCell::new(Vec::new()) };
}

/// Watches as long as it lives. Pages switch their theme by an attribute of their root or body; the system says so
/// itself.
pub struct Watch {
    observer: Option<MutationObserver>,
    _on_change: Closure<dyn Fn()>,
    _listeners: Vec<EventListener>,
}

impl Watch {
    /// Begins to watch.
    pub fn new(document: &Document) -> Self {
        let on_change = Closure::<dyn Fn()>::new(look_again);
        let observer = observe(document, on_change.as_ref().unchecked_ref());
        let mut listeners = Vec::new();
        if let Some(window) = document.default_view() {
            if let Ok(Some(query)) = window.match_media("(prefers-color-scheme: dark)") {
                listeners.push(EventListener::new(&query, "change", |_| look_again()));
            }
            listeners.push(EventListener::new(&window, "resize", |_| follow()));
            if let Some(visible) = window.visual_viewport() {
                listeners.push(EventListener::new(&visible, "resize", |_| follow()));
                listeners.push(EventListener::new(&visible, "scroll", |_| follow()));
            }
            listeners.push(count::tell_on_return(&window));
        }
        Watch { observer, _on_change: on_change, _listeners: listeners }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn observe(document: &Document, on_change: &Function) -> Option<MutationObserver> {
    let observer = MutationObserver::new(on_change).ok()?;
    let options = MutationObserverInit::new();
    options.set_attributes(true);
    let body = document.body().map(Element::from);
    for element in document.document_element().into_iter().chain(body) {
        observer.observe_with_options(&element, &options).ok()?;
    }
    Some(observer)
}

fn look_again() {
    // A later sign begins anew.
    DUE.set(LOOKS.map(|wait| Timeout::new(wait, look)).into());
}

fn look() {
    let Some(session) = current() else { return };
    let stale = session.highlights.borrow_mut().are_stale();
    if stale {
        session.repaint();
        session.show_around();
    }
}

fn follow() {
    if let Some(session) = current() {
        session.follow();
        session.beside.follow();
    }
}
