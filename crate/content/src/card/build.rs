//! The card's elements.

use gloo_events::EventListener;
use postil_core::anchor::Difference;
use postil_webext::i18n::message;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

use super::{Action, Content, Correctable, form};
use crate::stage::{Builder, set};

impl Builder {
    /// The card of a mark.
    pub fn mark(&mut self, content: &Content) -> Option<Element> {
        let Content { description, saved, .. } = content;
        let card = self.element("div", &format!("paper card {}", description.style), "")?;
        let label = format!("{}: {}", description.kind, description.title);
        // What it comes to is read out with the card's name; the rest is there to be read on.
        set(&card, &[("role", "dialog"), ("aria-label", &label), ("aria-describedby", "said")]);
        let head = self.add(&card, "div", "head", "")?;
        let kind = self.add(&head, "p", "kind", "")?;
        set(&self.add(&kind, "span", "sample", "")?, &[("aria-hidden", "true")]);
        self.add(&kind, "span", "", &description.kind)?;
        self.sign(&head, "‹", "command_previous", "turn", Action::Step { forward: false })?;
        self.sign(&head, "›", "command_next", "turn", Action::Step { forward: true })?;
        self.sign(&head, "×", "card_close", "turn close", Action::Close)?;
        let said = self.add(&card, "div", "said", "")?;
        set(&said, &[("id", "said")]);
        self.add(&said, "p", "title", &description.title)?;
        if let Some(answer) = &description.answer {
            self.add(&said, "p", "answer", answer)?;
        }
        for fact in &description.facts {
            self.add(&said, "p", "fact", fact)?;
        }
        if let Some(saved) = saved {
            if let Some(state) = &saved.state {
                self.add(&said, "p", "fact", state)?;
            }
            if !saved.changes.is_empty() {
                self.changes(&card, &saved.changes)?;
            }
            if !saved.edit.note.is_empty() {
                let note = self.add(&card, "div", "note", "")?;
                spawn_local(postil_webext::note::show(self.document.clone(), note, saved.edit.note.clone()));
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
        }
        if !matches!(content.correctable, Correctable::Nothing | Correctable::Highlight) {
            self.form_button(&card, &actions, "card_dismiss", content, form::dismiss)?;
        }
        self.status(&card)?;
        Some(card)
    }

    /// The quote with what is gone of it and what is new in it.
    fn changes(&mut self, card: &Element, changes: &[Difference]) -> Option<()> {
        let line = self.add(card, "p", "changes", "")?;
        for (at, change) in changes.iter().enumerate() {
            let (name, text) = match change {
                Difference::Same(text) => ("span", text),
                Difference::Gone(text) => ("del", text),
                Difference::New(text) => ("ins", text),
            };
            if at > 0 {
                line.append_with_str_1(" ").ok()?;
            }
            self.add(&line, name, "", text)?;
        }
        Some(())
    }

    /// The button beside a selection.
    pub fn offer(&mut self) -> Option<Element> {
        let card = self.element("div", "paper card offer", "")?;
        set(&card, &[("role", "dialog"), ("aria-label", &message("selection_label"))]);
        let actions = self.add(&card, "div", "actions", "")?;
        self.button(&actions, "selection_highlight", "primary", Action::Save)?;
        Some(card)
    }

    /// Words with a button that takes back what they tell of.
    pub fn notice(&mut self, words: &str) -> Option<Element> {
        let card = self.element("div", "paper card notice", "")?;
        set(&card, &[("role", "dialog"), ("aria-label", words)]);
        let status = self.status(&card)?;
        status.set_text_content(Some(words));
        self.button(&status, "card_undo", "link", Action::Undo)?;
        Some(card)
    }

    /// Words with a button that takes them away.
    pub fn say(&mut self, words: &str) -> Option<Element> {
        let card = self.element("div", "paper card notice", "")?;
        set(&card, &[("role", "dialog"), ("aria-label", "Postil")]);
        let status = self.status(&card)?;
        status.set_text_content(Some(words));
        self.button(&status, "card_close", "link", Action::Close)?;
        Some(card)
    }

    fn status(&mut self, card: &Element) -> Option<Element> {
        let status = self.add(card, "p", "status", "")?;
        set(&status, &[("role", "status")]);
        Some(status)
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
