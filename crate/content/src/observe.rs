//! Pages that change: notices it, and has the page marked anew when the browser is idle.
//!
//! Nothing polls. One observer watches the page; the first change that can matter to the article asks for one marking,
//! and what follows until then is not looked at.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, IdleRequestOptions, MutationObserver, MutationObserverInit, MutationRecord, Node, ShadowRoot};

use crate::{navigation, session, slice::now, stage};

/// Milliseconds from a change to the marking: what a script adds in several steps is read once.
const GATHER: f64 = 100.0;
/// A marking is followed by a rest of so many times its own length: a page that never stops changing costs at most a
/// tenth of the processor.
const REST: f64 = 9.0;
/// The longest that an idle moment is waited for, in milliseconds: a busy page has none.
const IDLE: u32 = 500;
/// Characters in new nodes outside the article that may be more of it. Less is a counter, a caption, an advertisement.
const PASSAGE: usize = 200;
/// Markings in vain, each after a longer rest, before a page that is no article is left alone until its address changes.
const VAIN: u32 = 10;

#[derive(Default)]
struct State {
    observer: RefCell<Option<MutationObserver>>,
    /// The innermost node that holds the article; `None` where the page is none.
    root: RefCell<Option<Node>>,
    timer: RefCell<Option<Timeout>>,
    /// Something has changed since the page was read.
    due: Cell<bool>,
    /// The page is being marked.
    busy: Cell<bool>,
    /// Another marking was asked for while the page was being marked.
    again: Cell<bool>,
    /// When the next marking may begin, in milliseconds since the page's start.
    next: Cell<f64>,
    vain: Cell<u32>,
}

thread_local! {
    static STATE: State = State::default();
}

/// Begins to watch the page, for as long as it lives.
pub fn watch(document: &Document) {
    let on_change = Closure::<dyn Fn(js_sys::Array)>::new(|records: js_sys::Array| {
        if crate::is_orphaned() {
            session::stop();
            disconnect();
            return;
        }
        navigation::check();
        if !STATE.with(|state| state.due.get()) && matters(&records) {
            changed();
        }
    });
    if let Ok(observer) = MutationObserver::new(on_change.as_ref().unchecked_ref()) {
        on_change.forget();
        STATE.with(|state| {
            *state.observer.borrow_mut() = Some(observer);
            observe(state, document);
        });
    }
}

/// Watches a document or a shadow root; one that is watched already stays so.
fn observe(state: &State, root: &Node) {
    let options = MutationObserverInit::new();
    options.set_child_list(true);
    options.set_character_data(true);
    options.set_subtree(true);
    // What is behind "read more" is often there all the time, hidden.
    options.set_attribute_filter(&js_sys::Array::of1(&"hidden".into()));
    if let Some(observer) = &*state.observer.borrow() {
        let _ = observer.observe_with_options(root, &options);
    }
}

fn disconnect() {
    STATE.with(|state| {
        if let Some(observer) = &*state.observer.borrow() {
            observer.disconnect();
        }
    });
}

/// The page's address changed: it is another page now, whether its nodes change or not.
pub fn address_changed(document: &Document) {
    STATE.with(|state| {
        if state.vain.replace(0) >= VAIN {
            observe(state, document);
        }
    });
    changed();
}

/// Marks the page anew if that had to wait for the reader to finish what she wrote.
pub fn resume() {
    STATE.with(|state| {
        if state.due.get() {
            schedule(state);
        }
    });
}

/// The reader has begun to write while the page was read: the marking waits for [`resume`].
pub fn put_off() {
    STATE.with(|state| state.due.set(true));
}

fn changed() {
    STATE.with(|state| {
        state.due.set(true);
        schedule(state);
    });
}

/// Sets the clock for the next marking, unless it is set, or a marking is under way: that one sets it at its end.
fn schedule(state: &State) {
    if state.timer.borrow().is_some() || state.busy.get() {
        return;
    }
    let wait = (state.next.get() - now()).max(GATHER);
    *state.timer.borrow_mut() = Some(Timeout::new(wait as u32, || {
        let options = IdleRequestOptions::new();
        options.set_timeout(IDLE);
        let begin = Closure::once_into_js(|| {
            STATE.with(|state| drop(state.timer.take()));
            spawn_local(crate::mark_page(false));
        });
        let begin: &js_sys::Function = begin.unchecked_ref();
        let window = web_sys::window();
        let asked = window.map(|window| window.request_idle_callback_with_options(begin, &options));
        if !matches!(asked, Some(Ok(_))) {
            let _ = begin.call0(&JsValue::NULL);
        }
    }));
}

/// Has the page marked, one marking at a time: asked for another in the meantime, it follows.
pub async fn one_at_a_time<F: Future<Output = ()>>(mark: impl Fn() -> F) {
    if STATE.with(|state| state.busy.replace(true)) {
        STATE.with(|state| state.again.set(true));
        return;
    }
    loop {
        // A form that the reader fills in stays at the text that she wrote it for: the marking waits for `resume`.
        STATE.with(|state| state.due.set(is_writing()));
        if is_writing() {
            break;
        }
        let begin = now();
        mark().await;
        STATE.with(|state| {
            let end = now();
            state.next.set(end + REST * (end - begin));
            let session = session::current();
            if session.is_some() {
                state.vain.set(0);
            } else {
                let vain = state.vain.get() + 1;
                state.vain.set(vain);
                state.next.set(end + GATHER * f64::from(1 << vain.min(VAIN)));
                if vain >= VAIN {
                    disconnect();
                }
            }
            for root in session.iter().flat_map(|session| session.shadow_roots()) {
                observe(state, root);
            }
            *state.root.borrow_mut() = session.and_then(|session| session.root());
        });
        if !STATE.with(|state| state.again.take()) {
            break;
        }
    }
    STATE.with(|state| {
        state.busy.set(false);
        // What changed while the page was read.
        if state.due.get() && !is_writing() {
            schedule(state);
        }
    });
}

/// Whether the reader is filling in one of the card's forms.
pub fn is_writing() -> bool {
    session::current().is_some_and(|session| session.is_being_edited())
}

/// Whether a change can be one of the article.
fn matters(records: &js_sys::Array) -> bool {
    STATE.with(|state| {
        let root = state.root.borrow();
        // While the page is read its root is not known yet; and where the root is gone everything may be another.
        let Some(root) = root.as_ref().filter(|root| root.is_connected()) else {
            return records.iter().any(|record| !is_own(record.unchecked_ref()));
        };
        records.iter().any(|record| {
            let record: MutationRecord = record.unchecked_into();
            let Some(target) = record.target() else { return false };
            holds(root, target) || adds_passage(&record)
        })
    })
}

/// Whether all that came or went is Postil's own node.
fn is_own(record: &MutationRecord) -> bool {
    let (added, removed) = (record.added_nodes(), record.removed_nodes());
    let mut nodes = (0..added.length()).map(|index| added.item(index));
    let mut gone = (0..removed.length()).map(|index| removed.item(index));
    let own = |node: Option<Node>| node.is_some_and(|node| node.node_name().eq_ignore_ascii_case(stage::HOST));
    added.length() + removed.length() > 0 && nodes.all(own) && gone.all(own)
}

/// Whether one node lies inside of another, or in shadow roots inside of it.
fn holds(root: &Node, mut node: Node) -> bool {
    loop {
        if root.contains(Some(&node)) {
            return true;
        }
        match node.get_root_node().dyn_into::<ShadowRoot>() {
            Ok(shadow) => node = shadow.host().into(),
            Err(_) => return false,
        }
    }
}

fn adds_passage(record: &MutationRecord) -> bool {
    let added = record.added_nodes();
    let length = |node: Node| node.text_content().map_or(0, |text| text.trim().len());
    (0..added.length()).filter_map(|index| added.item(index)).any(|node| length(node) >= PASSAGE)
}
