//! The card beside a mark: what it is, what it comes to, and what the reader can do with it.
//!
//! It lives in a closed shadow root, is built by DOM calls alone (page text is never parsed as HTML)
//! and is styled by a constructed sheet: so it passes strict CSP and Trusted Types, and the page's
//! own rules do not reach it.

use std::{cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use postil_webext::i18n::message;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CssStyleSheet, Document, DomRect, Element, HtmlElement, HtmlTextAreaElement, KeyboardEvent, ShadowRoot,
    ShadowRootInit, ShadowRootMode,
};

use crate::describe::Description;

/// A name of our own: a page's `div { … }` rules do not match it.
const HOST: &str = "postil-card";
const HTML: &str = "http://www.w3.org/1999/xhtml";
/// Pixels between the mark and the card, and between the card and the window's edge.
const GAP: f64 = 8.0;

/// What the reader asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Keep the mark.
    Save,
    /// Keep the mark with this note (empty: without one).
    Note(String),
    /// Forget the saved mark.
    Remove,
    /// The mark is wrong or unwanted here.
    Dismiss,
    /// Close the card.
    Close,
}

/// What is saved of the mark.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Saved {
    /// The note's source text.
    pub note: String,
    /// How the place was found again, if it is not simply there: a sentence.
    pub state: Option<String>,
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

    /// Whether the reader is writing a note in it.
    pub fn is_being_edited(&self) -> bool {
        self.is_open()
            && self
                .built
                .borrow()
                .as_ref()
                .is_some_and(|built| built.root.query_selector("textarea").ok().flatten().is_some())
    }

    /// Shows a mark beside its place in the window. With `take_focus` the card takes the keyboard.
    pub fn open(&self, place: &DomRect, description: &Description, saved: Option<&Saved>, take_focus: bool) {
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
        self.fill(built, description, saved);
        let _ = built.host.hide_popover();
        let _ = built.host.show_popover();
        position(&built.host, place);
        if take_focus && let Some(button) = built.root.query_selector("button").ok().flatten() {
            let _ = button.unchecked_ref::<HtmlElement>().focus();
        }
    }

    /// Moves the open card beside the mark's new place.
    pub fn follow(&self, place: &DomRect) {
        if let Some(built) = self.built.borrow().as_ref() {
            position(&built.host, place);
        }
    }

    /// Closes the card and gives the focus back.
    pub fn close(&self) {
        let mut built = self.built.borrow_mut();
        let Some(built) = built.as_mut() else { return };
        let _ = built.host.hide_popover();
        empty(&built.root);
        built.listeners.clear();
        if let Some(before) = built.focus_before.take() {
            let _ = before.focus();
        }
    }

    /// Says what became of an action, in words that a screen reader announces.
    pub fn tell(&self, words: &str, failed: bool) {
        let built = self.built.borrow();
        let Some(status) = built.as_ref().and_then(|built| built.root.query_selector(".status").ok().flatten()) else {
            return;
        };
        status.set_text_content(Some(words));
        let _ = status.class_list().toggle_with_force("failed", failed);
    }

    fn build(&self) -> Option<()> {
        if self.built.borrow().is_some() {
            return Some(());
        }
        let host: HtmlElement = self.document.create_element_ns(Some(HTML), HOST).ok()?.dyn_into().ok()?;
        host.set_popover(Some("manual")).ok()?;
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed)).ok()?;
        let sheet = CssStyleSheet::new().ok()?;
        sheet.replace_sync(include_str!("card.css")).ok()?;
        root.adopted_style_sheets().push(&sheet);
        attach(&self.document, &host);
        *self.built.borrow_mut() = Some(Built { host, root, listeners: Vec::new(), focus_before: None });
        Some(())
    }

    fn fill(&self, built: &mut Built, description: &Description, saved: Option<&Saved>) {
        empty(&built.root);
        built.listeners.clear();
        let card = self.element("div", &format!("card {}", description.style), "");
        for (name, value) in
            [("role", "dialog"), ("aria-label", &*format!("{}: {}", description.kind, description.title))]
        {
            let _ = card.set_attribute(name, value);
        }
        let kind = self.element("p", "kind", "");
        append(&kind, &self.element("span", "swatch", ""));
        append(&kind, &self.element("span", "", &description.kind));
        append(&card, &kind);
        append(&card, &self.element("p", "title", &description.title));
        if let Some(answer) = &description.answer {
            append(&card, &self.element("p", "answer", answer));
        }
        for fact in &description.facts {
            append(&card, &self.element("p", "fact", fact));
        }
        if let Some(saved) = saved {
            if let Some(state) = &saved.state {
                append(&card, &self.element("p", "fact", state));
            }
            if !saved.note.is_empty() {
                append(&card, &self.element("p", "note", &saved.note));
            }
        }
        let status = self.element("p", "status", "");
        let _ = status.set_attribute("role", "status");
        let actions = self.element("div", "actions", "");
        if saved.is_some() {
            self.button(built, &actions, "card_remove", false, Action::Remove);
        } else {
            self.button(built, &actions, "card_save", true, Action::Save);
        }
        self.note_button(built, &card, &actions, saved);
        if saved.is_none() {
            self.button(built, &actions, "card_dismiss", false, Action::Dismiss);
        }
        append(&card, &actions);
        append(&card, &status);
        let on_action = self.on_action.clone();
        built.listeners.push(EventListener::new_with_options(
            &card,
            "keydown",
            EventListenerOptions::enable_prevent_default(),
            move |event| {
                if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                    event.prevent_default();
                    on_action(Action::Close);
                }
                // The page's own shortcuts must not fire while the reader writes.
                event.stop_propagation();
            },
        ));
        let _ = built.root.append_child(&card);
    }

    fn element(&self, name: &str, class: &str, text: &str) -> Element {
        let element = self.document.create_element_ns(Some(HTML), name).expect("the names here are valid");
        if !class.is_empty() {
            let _ = element.set_attribute("class", class);
        }
        if !text.is_empty() {
            element.set_text_content(Some(text));
        }
        element
    }

    fn button(&self, built: &mut Built, parent: &Element, key: &str, primary: bool, action: Action) {
        let button = self.element("button", if primary { "primary" } else { "" }, &message(key));
        let _ = button.set_attribute("type", "button");
        let on_action = self.on_action.clone();
        built.listeners.push(EventListener::new(&button, "click", move |_| on_action(action.clone())));
        append(parent, &button);
    }

    /// The button that opens the field for a note in place of the actions.
    fn note_button(&self, built: &mut Built, card: &Element, actions: &Element, saved: Option<&Saved>) {
        let note = saved.map(|saved| saved.note.clone()).unwrap_or_default();
        let button = self.element("button", "", &message(if note.is_empty() { "card_note" } else { "card_edit_note" }));
        let _ = button.set_attribute("type", "button");
        append(actions, &button);

        let label = self.element("label", "", &message("card_note_label"));
        let field = self.element("textarea", "", "");
        let field: HtmlTextAreaElement = field.unchecked_into();
        field.set_value(&note);
        append(&label, &field);
        let row = self.element("div", "actions", "");
        let keep = self.element("button", "primary", &message("card_keep_note"));
        let cancel = self.element("button", "", &message("card_cancel"));
        for (button, action) in [(&keep, None), (&cancel, Some(Action::Close))] {
            let _ = button.set_attribute("type", "button");
            append(&row, button);
            let (on_action, field) = (self.on_action.clone(), field.clone());
            built.listeners.push(EventListener::new(button, "click", move |_| {
                on_action(action.clone().unwrap_or_else(|| Action::Note(field.value())));
            }));
        }
        let (card, actions) = (card.clone(), actions.clone());
        built.listeners.push(EventListener::new(&button, "click", move |_| {
            let _ = card.insert_before(&label, Some(&actions));
            let _ = actions.replace_with_with_node_1(&row);
            let _ = field.focus();
        }));
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        if let Some(built) = self.built.borrow_mut().take() {
            built.host.remove();
        }
    }
}

fn empty(root: &ShadowRoot) {
    while let Some(child) = root.first_child() {
        let _ = root.remove_child(&child);
    }
}

fn append(parent: &Element, child: &Element) {
    let _ = parent.append_child(child);
}

/// The root element takes the host: a page that replaces its body does not throw it out.
fn attach(document: &Document, host: &HtmlElement) {
    if let Some(root) = document.document_element() {
        let _ = root.append_child(host);
    }
}

/// Puts the card below the mark, above it where there is more room, never over it, always in the window.
fn position(host: &HtmlElement, place: &DomRect) {
    let Some(window) = web_sys::window() else { return };
    let side = |value: Result<JsValue, JsValue>| value.ok().and_then(|v| v.as_f64()).unwrap_or_default();
    let (width, height) = (side(window.inner_width()), side(window.inner_height()));
    let size = host.get_bounding_client_rect();
    let left = place.left().min(width - size.width() - GAP).max(GAP);
    let below = place.bottom() + GAP;
    let above = place.top() - GAP - size.height();
    let top =
        if below + size.height() <= height || place.top() < height - place.bottom() { below } else { above.max(GAP) };
    let style = host.style();
    let _ = style.set_property("--postil-left", &format!("{left}px"));
    let _ = style.set_property("--postil-top", &format!("{top}px"));
}
