//! Elements with words and listeners, made by DOM calls.

use std::rc::Rc;

use gloo_events::EventListener;
use postil_webext::i18n::message;
use web_sys::{Document, Element};

use crate::card::Action;

const HTML: &str = "http://www.w3.org/1999/xhtml";

/// An element of HTML, in a page of XHTML too.
pub fn element(document: &Document, name: &str) -> Option<Element> {
    document.create_element_ns(Some(HTML), name).ok()
}

/// Makes elements and keeps their listeners.
pub struct Builder {
    /// The page that they are made for.
    pub document: Document,
    on_action: Rc<dyn Fn(Action)>,
    /// The listeners of all that was made; the elements are deaf without them.
    pub listeners: Vec<EventListener>,
}

impl Builder {
    /// A builder whose buttons tell `on_action` what is asked.
    pub fn new(document: &Document, on_action: Rc<dyn Fn(Action)>) -> Self {
        Builder { document: document.clone(), on_action, listeners: Vec::new() }
    }

    /// An element with a class and a text; both may be empty.
    pub fn element(&self, name: &str, class: &str, text: &str) -> Option<Element> {
        let element = element(&self.document, name)?;
        if !class.is_empty() {
            set(&element, &[("class", class)]);
        }
        if !text.is_empty() {
            element.set_text_content(Some(text));
        }
        Some(element)
    }

    /// As [`Builder::element`], as the last child of `parent`.
    pub fn add(&self, parent: &Element, name: &str, class: &str, text: &str) -> Option<Element> {
        let element = self.element(name, class, text)?;
        parent.append_child(&element).ok()?;
        Some(element)
    }

    /// A button that asks for `action`.
    pub fn button(&mut self, parent: &Element, key: &str, class: &str, action: Action) -> Option<Element> {
        let button = self.add(parent, "button", class, &message(key))?;
        set(&button, &[("type", "button")]);
        self.on(&button, "click", move |_| Some(action.clone()));
        Some(button)
    }

    /// Asks for what `make` gives when the event happens.
    pub fn on(
        &mut self,
        target: &Element,
        event: &'static str,
        make: impl Fn(&web_sys::Event) -> Option<Action> + 'static,
    ) {
        let on_action = self.on_action.clone();
        let options = gloo_events::EventListenerOptions::enable_prevent_default();
        self.listeners.push(EventListener::new_with_options(target, event, options, move |event| {
            if let Some(action) = make(event) {
                on_action(action);
            }
        }));
    }

    /// A button with a sign in place of words; the words are for screen readers.
    pub fn sign(&mut self, parent: &Element, sign: &str, key: &str, class: &str, action: Action) -> Option<Element> {
        let button = self.add(parent, "button", class, sign)?;
        let words = message(key);
        set(&button, &[("type", "button"), ("aria-label", &words), ("title", &words)]);
        self.on(&button, "click", move |_| Some(action.clone()));
        Some(button)
    }
}

/// Sets attributes.
pub fn set(element: &Element, attributes: &[(&str, &str)]) {
    for (name, value) in attributes {
        let _ = element.set_attribute(name, value);
    }
}
