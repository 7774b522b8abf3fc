//! The card beside a mark: what it is, what it comes to, and what the reader can do with it.
//!
//! It lives in a closed shadow root, is built by DOM calls alone (page text is never parsed as HTML)
//! and is styled by a constructed sheet: so it passes strict CSP and Trusted Types, and the page's
//! own rules do not reach it.

mod build;
mod form;

use std::{cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use postil_core::annotation::correction::Change;
use postil_webext::i18n::message;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    CssStyleSheet, Document, DomRect, Element, HtmlElement, KeyboardEvent, ResizeObserver, ShadowRoot, ShadowRootInit,
    ShadowRootMode,
};

use self::build::Builder;
use crate::describe::Description;

/// A name of our own: a page's `div { … }` rules do not match it.
const HOST: &str = "postil-card";
/// Pixels between the mark and the card, and between the card and the window's edge.
const GAP: f64 = 8.0;

/// The colours of saved highlights; the first is the default.
pub const COLOURS: [&str; 4] = ["yellow", "green", "blue", "pink"];

/// What the reader asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// Keep the mark.
    Save,
    /// Keep the mark with this note, these tags and this colour.
    Edit(Edit),
    /// Forget the saved mark.
    Remove,
    /// The mark is something else, or none.
    Correct(Change, Reach),
    /// Take the last change back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Close the card.
    Close,
}

/// What the reader says of a saved mark.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Edit {
    /// The note, in Markdown; empty for none.
    pub note: String,
    /// The tags.
    pub tags: Vec<String>,
    /// One of [`COLOURS`]; `None` for the default.
    pub colour: Option<String>,
}

/// How far a correction reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each says itself
pub enum Reach {
    Here,
    Site,
    Everywhere,
}

/// What is saved of the mark.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Saved {
    /// What the reader said of it.
    pub edit: Edit,
    /// How the place was found again, if it is not simply there: a sentence.
    pub state: Option<String>,
}

/// What a correction can change.
#[derive(Clone, PartialEq, Debug)]
pub enum Correctable {
    /// A name and its type, as in JSON.
    Name(&'static str),
    /// A sum: its value and currency.
    Money {
        /// In full.
        value: String,
        /// ISO 4217, or empty.
        currency: String,
    },
    /// Another figure: its place alone.
    Figure,
    /// The reader's own highlight: nothing.
    Nothing,
}

/// All that the card shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Content {
    /// What the mark says.
    pub description: Description,
    /// The marked text.
    pub exact: String,
    /// What is saved of it.
    pub saved: Option<Saved>,
    /// What the reader can correct.
    pub correctable: Correctable,
    /// Tags used before, for completion.
    pub known_tags: Vec<String>,
}

/// The card. At most one per page; its host is added to the page when it is first opened.
pub struct Card {
    document: Document,
    on_action: Rc<dyn Fn(Action)>,
    built: RefCell<Option<Built>>,
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Card").field("open", &self.is_open()).finish_non_exhaustive()
    }
}

struct Built {
    host: HtmlElement,
    root: ShadowRoot,
    /// Listeners of what the card shows now; replaced with it.
    listeners: Vec<EventListener>,
    /// What had the focus before the card took it.
    focus_before: Option<HtmlElement>,
    /// Where the mark is in the window.
    place: Rc<RefCell<Option<DomRect>>>,
    /// Puts the card right when its size changes.
    resizes: ResizeObserver,
    _on_resize: Closure<dyn Fn()>,
}

impl Card {
    /// A card that tells `on_action` what the reader asks for. Adds nothing to the page yet.
    pub fn new(document: &Document, on_action: Rc<dyn Fn(Action)>) -> Self {
        Card { document: document.clone(), on_action, built: RefCell::new(None) }
    }

    /// Whether the card is on screen.
    pub fn is_open(&self) -> bool {
        self.built.borrow().as_ref().is_some_and(|built| built.host.matches(":popover-open").unwrap_or(false))
    }

    /// Whether a node is the card's host, as events from within the card say.
    pub fn is_host(&self, node: &JsValue) -> bool {
        self.built.borrow().as_ref().is_some_and(|built| built.host.loose_eq(node))
    }

    /// Whether the reader is filling in one of its forms.
    pub fn is_being_edited(&self) -> bool {
        self.is_open()
            && self
                .built
                .borrow()
                .as_ref()
                .is_some_and(|built| built.root.query_selector("form").ok().flatten().is_some())
    }

    /// Shows a mark beside its place in the window. With `take_focus` the card takes the keyboard.
    pub fn open(&self, place: &DomRect, content: &Content, take_focus: bool) {
        self.show(place, take_focus, |builder| builder.mark(content));
    }

    /// Offers to highlight a selection, beside it.
    pub fn offer(&self, place: &DomRect) {
        self.show(place, false, Builder::offer);
    }

    /// Says something that can be taken back, where the mark was.
    pub fn notice(&self, place: &DomRect, words: &str) {
        self.show(place, false, |builder| builder.notice(words));
    }

    fn show(&self, place: &DomRect, take_focus: bool, build: impl FnOnce(&mut Builder) -> Option<Element>) {
        if self.build().is_none() {
            return;
        }
        let mut built = self.built.borrow_mut();
        let Some(built) = built.as_mut() else { return };
        // A page may have thrown our host out; put it back.
        if !built.host.is_connected() {
            attach(&self.document, &built.host);
        }
        if take_focus && built.focus_before.is_none() {
            built.focus_before = self.document.active_element().and_then(|element| element.dyn_into().ok());
        }
        let mut builder = Builder::new(&self.document, self.on_action.clone());
        let Some(card) = build(&mut builder) else { return };
        empty(&built.root);
        built.listeners = builder.listeners;
        built.listeners.push(self.keys(&card));
        let _ = built.root.append_child(&card);
        let _ = built.host.hide_popover();
        let _ = built.host.show_popover();
        *built.place.borrow_mut() = Some(place.clone());
        position(&built.host, &built.root, place);
        // A form is taller than the buttons it replaces.
        built.resizes.disconnect();
        built.resizes.observe(&card);
        if take_focus && let Some(button) = built.root.query_selector("button").ok().flatten() {
            let _ = button.unchecked_ref::<HtmlElement>().focus();
        }
    }

    /// The keys that the card knows while it has the keyboard.
    fn keys(&self, card: &Element) -> EventListener {
        let on_action = self.on_action.clone();
        EventListener::new_with_options(card, "keydown", EventListenerOptions::enable_prevent_default(), move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            let writing = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let writing = writing.is_some_and(|element| matches!(element.local_name().as_str(), "textarea" | "input"));
            let control = key.ctrl_key() || key.meta_key();
            let action = match key.key().as_str() {
                "Escape" => Some(Action::Close),
                "z" if control && !writing => Some(Action::Undo),
                "Z" | "y" if control && !writing => Some(Action::Redo),
                _ => None,
            };
            if let Some(action) = action {
                event.prevent_default();
                on_action(action);
            }
            // The page's own shortcuts must not fire while the reader writes.
            event.stop_propagation();
        })
    }

    /// Moves the open card beside the mark's new place.
    pub fn follow(&self, place: &DomRect) {
        if let Some(built) = self.built.borrow().as_ref() {
            *built.place.borrow_mut() = Some(place.clone());
            position(&built.host, &built.root, place);
        }
    }

    /// Closes the card and gives the focus back.
    pub fn close(&self) {
        let mut built = self.built.borrow_mut();
        let Some(built) = built.as_mut() else { return };
        let _ = built.host.hide_popover();
        built.resizes.disconnect();
        empty(&built.root);
        built.listeners.clear();
        if let Some(before) = built.focus_before.take() {
            let _ = before.focus();
        }
    }

    /// Says what became of an action, in words that a screen reader announces; with `undo` it can be taken back.
    pub fn tell(&self, words: &str, failed: bool, undo: bool) {
        let mut built = self.built.borrow_mut();
        let Some(built) = built.as_mut() else { return };
        let Some(status) = built.root.query_selector(".status").ok().flatten() else { return };
        status.set_text_content(Some(words));
        let _ = status.class_list().toggle_with_force("failed", failed);
        if undo {
            let mut builder = Builder::new(&self.document, self.on_action.clone());
            builder.button(&status, "card_undo", "link", Action::Undo);
            built.listeners.append(&mut builder.listeners);
        }
    }

    fn build(&self) -> Option<()> {
        if self.built.borrow().is_some() {
            return Some(());
        }
        let host: HtmlElement = build::element(&self.document, HOST)?.dyn_into().ok()?;
        host.set_popover(Some("manual")).ok()?;
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed)).ok()?;
        let sheet = CssStyleSheet::new().ok()?;
        sheet.replace_sync(include_str!("card.css")).ok()?;
        root.adopted_style_sheets().push(&sheet);
        attach(&self.document, &host);
        let place: Rc<RefCell<Option<DomRect>>> = Rc::default();
        let on_resize = Closure::<dyn Fn()>::new({
            let (host, root, place) = (host.clone(), root.clone(), place.clone());
            move || {
                if let Some(place) = &*place.borrow() {
                    position(&host, &root, place);
                }
            }
        });
        let resizes = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
        let (listeners, focus_before) = (Vec::new(), None);
        *self.built.borrow_mut() =
            Some(Built { host, root, listeners, focus_before, place, resizes, _on_resize: on_resize });
        Some(())
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        if let Some(built) = self.built.borrow_mut().take() {
            built.resizes.disconnect();
            built.host.remove();
        }
    }
}

fn empty(root: &ShadowRoot) {
    while let Some(child) = root.first_child() {
        let _ = root.remove_child(&child);
    }
}

/// The root element takes the host: a page that replaces its body does not throw it out.
fn attach(document: &Document, host: &HtmlElement) {
    // Our own language and direction, whatever the page's.
    let _ = host.set_attribute("lang", &postil_webext::api::get_ui_language());
    host.set_dir(&message("@@bidi_dir"));
    if let Some(root) = document.document_element() {
        let _ = root.append_child(host);
    }
}

/// Puts the card below the mark, or above it where it only fits there or has more room; never over it, always in
/// the window: what does not fit is scrolled within the card.
fn position(host: &HtmlElement, root: &ShadowRoot, place: &DomRect) {
    let Some(window) = web_sys::window() else { return };
    let side = |value: Result<JsValue, JsValue>| value.ok().and_then(|v| v.as_f64()).unwrap_or_default();
    let (width, height) = (side(window.inner_width()), side(window.inner_height()));
    let Some(card) = root.first_element_child() else { return };
    let wanted = f64::from(card.scroll_height()) + 2.0;
    let (above, below) = (place.top() - 2.0 * GAP, height - place.bottom() - 2.0 * GAP);
    let (top, room) = if below >= wanted || below >= above {
        (place.bottom() + GAP, below)
    } else {
        (place.top() - GAP - wanted.min(above), above)
    };
    let left = place.left().min(width - host.get_bounding_client_rect().width() - GAP).max(GAP);
    let style = host.style();
    for (name, value) in [("--postil-left", left), ("--postil-top", top), ("--postil-room", room)] {
        let _ = style.set_property(name, &format!("{value}px"));
    }
}
