//! The card beside a mark: what it is, what it comes to, and what the reader can do with it.

mod build;
mod form;
mod position;

use std::{cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use postil_core::{anchor::Difference, annotation::correction::Change};
use postil_webext::settings::View;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, KeyboardEvent, ResizeObserver};

pub use self::position::Place;
use crate::{
    describe::Description,
    stage::{Builder, Stage},
};

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
    /// Go to the next mark, or the previous one.
    Step {
        /// Whether the next.
        forward: bool,
    },
    /// Have marked pages look like that.
    Look(View),
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
    /// What of the quote reads otherwise today.
    pub changes: Vec<Difference>,
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
    /// The reader's own highlight: its place.
    Highlight,
    /// What is not saved and no mark: nothing.
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

/// The card. At most one per page; it is added to the stage when it is first opened.
pub struct Card {
    stage: Rc<Stage>,
    on_action: Rc<dyn Fn(Action)>,
    built: RefCell<Option<Built>>,
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Card").field("open", &self.is_open()).finish_non_exhaustive()
    }
}

struct Built {
    layer: HtmlElement,
    /// Listeners of what the card shows now; replaced with it.
    listeners: Vec<EventListener>,
    /// What had the focus before the card took it.
    focus_before: Option<HtmlElement>,
    /// Where the mark is in the window.
    place: Rc<RefCell<Option<Place>>>,
    /// Puts the card right when its size changes.
    resizes: ResizeObserver,
    _on_resize: Closure<dyn Fn()>,
}

impl Built {
    fn is_open(&self) -> bool {
        self.layer.matches(":popover-open").unwrap_or(false)
    }
}

impl Card {
    /// A card that tells `on_action` what the reader asks for. Adds nothing to the page yet.
    pub fn new(stage: Rc<Stage>, on_action: Rc<dyn Fn(Action)>) -> Self {
        Card { stage, on_action, built: RefCell::new(None) }
    }

    /// Whether the card is on screen.
    pub fn is_open(&self) -> bool {
        self.built.borrow().as_ref().is_some_and(Built::is_open)
    }

    /// Whether the reader is filling in one of its forms.
    pub fn is_being_edited(&self) -> bool {
        self.is_open()
            && self
                .built
                .borrow()
                .as_ref()
                .is_some_and(|built| built.layer.query_selector("form").ok().flatten().is_some())
    }

    /// Shows a mark beside its place in the window. With `take_focus` the card takes the keyboard.
    pub fn open(&self, place: Place, content: &Content, take_focus: bool) {
        self.show(place, take_focus, |builder| builder.mark(content));
    }

    /// Offers to highlight a selection, beside it.
    pub fn offer(&self, place: Place) {
        self.show(place, false, Builder::offer);
    }

    /// Says something that can be taken back, where the mark was.
    pub fn notice(&self, place: Place, words: &str) {
        self.show(place, false, |builder| builder.notice(words));
    }

    /// Says something, in the window's corner.
    pub fn say(&self, words: &str) {
        if let Some(place) = Place::corner() {
            self.show(place, false, |builder| builder.say(words));
        }
    }

    fn show(&self, place: Place, take_focus: bool, build: impl FnOnce(&mut Builder) -> Option<Element>) {
        // Also puts back a host that the page has thrown out.
        if self.stage.root().is_none() || self.build().is_none() {
            return;
        }
        let mut built = self.built.borrow_mut();
        let Some(built) = built.as_mut() else { return };
        let document = self.stage.document();
        if take_focus && built.focus_before.is_none() {
            built.focus_before = document.active_element().and_then(|element| element.dyn_into().ok());
        }
        let mut builder = Builder::new(document, self.on_action.clone());
        let Some(card) = build(&mut builder) else { return };
        empty(&built.layer);
        built.listeners = builder.listeners;
        built.listeners.push(self.keys(&card));
        let _ = built.layer.append_child(&card);
        // Shown anew, it is above what came into the top layer since.
        let _ = built.layer.hide_popover();
        let _ = built.layer.show_popover();
        position::put(&built.layer, &place);
        *built.place.borrow_mut() = Some(place);
        // A form is taller than the buttons it replaces.
        built.resizes.disconnect();
        built.resizes.observe(&card);
        // What the reader came for, rather than the way on.
        let button = [".actions button", "button"].into_iter().find_map(|one| card.query_selector(one).ok().flatten());
        if let Some(button) = button.filter(|_| take_focus) {
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
    pub fn follow(&self, place: Place) {
        if let Some(built) = self.built.borrow().as_ref() {
            position::put(&built.layer, &place);
            *built.place.borrow_mut() = Some(place);
        }
    }

    /// By how many pixels the card, where it is a sheet, lies over its mark.
    pub fn covered(&self, place: &Place) -> f64 {
        self.built.borrow().as_ref().map_or(0.0, |built| position::covered(&built.layer, place))
    }

    /// Where the card is a sheet, has it come from above: the page ends and cannot be scrolled further.
    pub fn come_from_above(&self, above: bool) {
        if let Some(built) = self.built.borrow().as_ref() {
            let _ = built.layer.class_list().toggle_with_force("from-above", above);
        }
    }

    /// Closes the card and gives the focus back; gives whether the card had it.
    pub fn close(&self) -> bool {
        let mut built = self.built.borrow_mut();
        let Some(built) = built.as_mut() else { return false };
        let _ = built.layer.hide_popover();
        built.resizes.disconnect();
        empty(&built.layer);
        built.listeners.clear();
        match built.focus_before.take() {
            Some(before) => {
                let _ = before.focus();
                true
            }
            None => false,
        }
    }

    /// Says what became of an action, in words that a screen reader announces; with `undo` it can be taken back.
    pub fn tell(&self, words: &str, failed: bool, undo: bool) {
        let mut built = self.built.borrow_mut();
        let Some(built) = built.as_mut() else { return };
        let Some(status) = built.layer.query_selector(".status").ok().flatten() else { return };
        status.set_text_content(Some(words));
        let _ = status.class_list().toggle_with_force("failed", failed);
        if undo {
            let mut builder = Builder::new(self.stage.document(), self.on_action.clone());
            builder.button(&status, "card_undo", "link", Action::Undo);
            built.listeners.append(&mut builder.listeners);
        }
    }

    fn build(&self) -> Option<()> {
        if self.built.borrow().is_some() {
            return Some(());
        }
        let layer = self.stage.layer("card-layer")?;
        let place: Rc<RefCell<Option<Place>>> = Rc::default();
        let on_resize = Closure::<dyn Fn()>::new({
            let (layer, place) = (layer.clone(), place.clone());
            move || {
                if let Some(place) = &*place.borrow() {
                    position::put(&layer, place);
                }
            }
        });
        let resizes = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
        let (listeners, focus_before) = (Vec::new(), None);
        *self.built.borrow_mut() =
            Some(Built { layer, listeners, focus_before, place, resizes, _on_resize: on_resize });
        Some(())
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        if let Some(built) = self.built.borrow_mut().take() {
            built.resizes.disconnect();
            built.layer.remove();
        }
    }
}

fn empty(layer: &HtmlElement) {
    while let Some(child) = layer.first_child() {
        let _ = layer.remove_child(&child);
    }
}
