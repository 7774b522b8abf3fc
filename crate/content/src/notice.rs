//! Words to the reader on a page that has no marks.

use std::{cell::RefCell, rc::Rc};

use web_sys::Document;

use crate::{
    card::{Action, Card},
    highlight::sheet::Colours,
    stage::Stage,
};

thread_local! {
    /// The card that says them.
    static SAID: RefCell<Option<Card>> = const { RefCell::new(None) };
}

/// Says `words` in the window's corner until the reader closes them.
pub fn say(document: &Document, words: &str) {
    let on_action: Rc<dyn Fn(Action)> = Rc::new(|action| {
        if action == Action::Close {
            take_back();
        }
    });
    let card = Card::new(Stage::new(document, &Colours::new()), on_action);
    card.say(words);
    SAID.set(Some(card));
}

/// Takes back what was said.
pub fn take_back() {
    drop(SAID.take());
}
