//! The card's elements, made by DOM calls.

use std::rc::Rc;

use gloo_events::EventListener;
use postil_webext::i18n::message;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

use super::{Action, Content, Correctable, form};

const HTML: &str = "http://www.w3.org/1999/xhtml";

/// An element of HTML, in a page of XHTML too.
pub fn element(document: &Document, name: &str) -> Option<Element> {
    document.create_element_ns(Some(HTML), name).ok()
}

/// Makes elements and keeps their listeners.
pub struct Builder {
    document: Document,
    on_action: Rc<dyn Fn(Action)>,
    /// The listeners of all that was made; the elements are deaf without them.
    pub listeners: Vec<EventListener>,
}

impl Builder {
    /// A builder whose buttons tell `on_action` what is asked.
    pub fn new(document: &Document, on_action: Rc<dyn Fn(Action)>) -> Self {
        Builder { document: document.clone(), on_action, listeners: Vec::new() }
    }

    /// The card of a mark.
    pub fn mark(&mut self, content: &Content) -> Option<Element> {
        let Content { description, saved, .. } = content;
        let card = self.element("div", &format!("card {}", description.style), "")?;
        let label = format!("{}: {}", description.kind, description.title);
        set(&card, &[("role", "dialog"), ("aria-label", &label)]);
        let kind = self.add(&card, "p", "kind", "")?;
        self.add(&kind, "span", "swatch", "")?;
        self.add(&kind, "span", "", &description.kind)?;
        self.add(&card, "p", "title", &description.title)?;
        if let Some(answer) = &description.answer {
            self.add(&card, "p", "answer", answer)?;
        }
        for fact in &description.facts {
            self.add(&card, "p", "fact", fact)?;
        }
        if let Some(saved) = saved {
            if let Some(state) = &saved.state {
                self.add(&card, "p", "fact", state)?;
            }
            if !saved.edit.note.is_empty() {
                let note = self.add(&card, "div", "note", "")?;
                postil_webext::note::render(&self.document, &note, &saved.edit.note);
            }
            if !saved.edit.tags.is_empty() {
                let tags = self.add(&card, "p", "tags", "")?;
                for tag in &saved.edit.tags {
                    self.add(&tags, "span", "tag", tag)?;
                }
            }
        }
        let actions = self.add(&card, "div", "actions", "")?;
        if saved.is_some() {
            self.form_button(&card, &actions, "card_edit", content, form::edit)?;
            self.button(&actions, "card_remove", "", Action::Remove)?;
        } else {
            self.button(&actions, "card_save", "primary", Action::Save)?;
            self.form_button(&card, &actions, "card_note", content, form::edit)?;
        }
        if content.correctable != Correctable::Nothing {
            self.form_button(&card, &actions, "card_correct", content, form::correct)?;
            self.form_button(&card, &actions, "card_dismiss", content, form::dismiss)?;
        }
        self.status(&card)?;
        Some(card)
    }

    /// The button beside a selection.
    pub fn offer(&mut self) -> Option<Element> {
        let card = self.element("div", "card offer", "")?;
        set(&card, &[("role", "dialog"), ("aria-label", &message("selection_label"))]);
        let actions = self.add(&card, "div", "actions", "")?;
        self.button(&actions, "selection_highlight", "primary", Action::Save)?;
        Some(card)
    }

    /// Words with a button that takes back what they tell of.
    pub fn notice(&mut self, words: &str) -> Option<Element> {
        let card = self.element("div", "card notice", "")?;
        set(&card, &[("role", "dialog"), ("aria-label", words)]);
        let status = self.status(&card)?;
        status.set_text_content(Some(words));
        self.button(&status, "card_undo", "link", Action::Undo)?;
        Some(card)
    }

    fn status(&mut self, card: &Element) -> Option<Element> {
        let status = self.add(card, "p", "status", "")?;
        set(&status, &[("role", "status")]);
        Some(status)
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

    /// A button that puts a form in the place of the actions.
    fn form_button(
        &mut self,
        card: &Element,
        actions: &Element,
        key: &str,
        content: &Content,
        form: fn(&mut Builder, &Content) -> Option<Element>,
    ) -> Option<()> {
        let button = self.add(actions, "button", "", &message(key))?;
        set(&button, &[("type", "button")]);
        // Made beforehand, since listeners belong to the builder; it is in no document until it is asked for.
        let form = form(self, content)?;
        let (card, actions) = (card.clone(), actions.clone());
        self.listeners.push(EventListener::new(&button, "click", move |_| {
            let _ = card.replace_child(&form, &actions);
            if let Some(first) = form.query_selector("textarea, input, select, button").ok().flatten() {
                let _ = first.unchecked_ref::<HtmlElement>().focus();
            }
        }));
        Some(())
    }
}

/// Sets attributes.
pub fn set(element: &Element, attributes: &[(&str, &str)]) {
    for (name, value) in attributes {
        let _ = element.set_attribute(name, value);
    }
}
