//! The legend: a quiet button on marked pages, and behind it what the marks mean, how many there are, and how many the
//! reader wants to see.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::{EventListener, EventListenerOptions};
use postil_webext::{
    i18n::message,
    settings::{Density, View},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

use crate::{
    card::Action,
    highlight::Style,
    stage::{Builder, Stage, set},
};

/// The button and what is behind it. Added to the stage when it is first shown.
pub struct Legend {
    stage: Rc<Stage>,
    on_action: Rc<dyn Fn(Action)>,
    shown: RefCell<Option<Shown>>,
}

impl std::fmt::Debug for Legend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Legend").field("shown", &self.shown.borrow().is_some()).finish_non_exhaustive()
    }
}

struct Shown {
    layer: HtmlElement,
    button: HtmlElement,
    open: Rc<Cell<bool>>,
    counts: Vec<(Style, usize)>,
    view: View,
    _listeners: Vec<EventListener>,
}

impl Shown {
    fn set_open(&self, open: bool) {
        self.open.set(open);
        dress(&self.layer, &self.button, open);
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.layer.remove();
    }
}

/// Opens or closes what is behind the button.
fn dress(layer: &HtmlElement, button: &HtmlElement, open: bool) {
    set(button, &[("aria-expanded", if open { "true" } else { "false" })]);
    if let Some(list) = layer.query_selector(".legend").ok().flatten() {
        let _ = list.toggle_attribute_with_force("hidden", !open);
    }
}

impl Legend {
    /// A legend that tells `on_action` what the reader asks for. Adds nothing to the page yet.
    pub fn new(stage: Rc<Stage>, on_action: Rc<dyn Fn(Action)>) -> Self {
        Legend { stage, on_action, shown: RefCell::new(None) }
    }

    /// Shows the button for marks of these numbers; one that is shown already stays as open as it is.
    pub fn show(&self, counts: Vec<(Style, usize)>, view: View) {
        let same = |shown: &Shown| shown.counts == counts && shown.view == view && shown.layer.is_connected();
        if self.stage.root().is_some() && self.shown.borrow().as_ref().is_some_and(same) {
            return;
        }
        let open = self.shown.borrow().as_ref().is_some_and(|shown| shown.open.get());
        let focused = self.focused();
        self.shown.replace(None);
        let Some(shown) = self.build(counts, view) else { return };
        let _ = shown.layer.show_popover();
        shown.set_open(open);
        if let Some(id) = focused
            && let Some(element) = shown.layer.query_selector(&format!("#{id}")).ok().flatten()
        {
            let _ = element.unchecked_ref::<HtmlElement>().focus();
        }
        self.shown.replace(Some(shown));
    }

    /// Takes the button away.
    pub fn hide(&self) {
        self.shown.replace(None);
    }

    /// Closes what is behind the button; gives whether it was open.
    pub fn close(&self) -> bool {
        let shown = self.shown.borrow();
        let open = shown.as_ref().filter(|shown| shown.open.get());
        if let Some(shown) = open {
            shown.set_open(false);
        }
        open.is_some()
    }

    /// The id of what has the keyboard in it: drawn anew, it has it again.
    fn focused(&self) -> Option<String> {
        let shown = self.shown.borrow();
        let element = shown.as_ref()?.layer.query_selector(":focus").ok().flatten()?;
        Some(element.id()).filter(|id| !id.is_empty())
    }

    fn build(&self, counts: Vec<(Style, usize)>, view: View) -> Option<Shown> {
        let layer = self.stage.layer("legend-layer")?;
        // A landmark: a screen reader finds it without reading to the page's end.
        set(&layer, &[("role", "complementary"), ("aria-label", "Postil")]);
        let mut builder = Builder::new(self.stage.document(), self.on_action.clone());
        let paper = builder.add(&layer, "div", "paper legend", "")?;
        set(&paper, &[("id", "legend"), ("role", "group"), ("aria-label", &message("legend_title")), ("hidden", "")]);
        let list = builder.add(&paper, "ul", "kinds", "")?;
        for (style, count) in &counts {
            let row = builder.add(&list, "li", style.name(), "")?;
            set(&builder.add(&row, "span", "sample", "")?, &[("aria-hidden", "true")]);
            builder.add(&row, "span", "name", &message(&format!("style_{}", style.short_name())))?;
            builder.add(&row, "strong", "", &count.to_string())?;
        }
        densities(&mut builder, &paper, view)?;
        let label = builder.add(&paper, "label", "choice", "")?;
        let conversions: HtmlInputElement = builder.add(&label, "input", "", "")?.unchecked_into();
        set(&conversions, &[("type", "checkbox"), ("id", "conversions")]);
        conversions.set_checked(view.conversions);
        builder.add(&label, "span", "", &message("legend_conversions"))?;
        let field = conversions.clone();
        builder.on(&conversions, "change", move |_| Some(Action::Look(View { conversions: field.checked(), ..view })));
        let hide = builder.button(&paper, "legend_hide", "link", Action::Look(View { legend: false, ..view }))?;
        set(&hide, &[("title", &message("legend_hide_help"))]);

        let button: HtmlElement = builder.add(&layer, "button", "paper legend-button", "")?.unchecked_into();
        let words = message("legend_title");
        set(
            &button,
            &[
                ("type", "button"),
                ("id", "legend-button"),
                ("aria-label", &words),
                ("title", &words),
                ("aria-controls", "legend"),
            ],
        );
        for line in ["first", "second", "third"] {
            builder.add(&button, "span", line, "")?;
        }
        let open = Rc::new(Cell::new(false));
        let mut listeners = builder.listeners;
        listeners.push(EventListener::new(&button, "click", {
            let (layer, button, open) = (layer.clone(), button.clone(), open.clone());
            move |_| {
                open.set(!open.get());
                dress(&layer, &button, open.get());
            }
        }));
        let options = EventListenerOptions::enable_prevent_default();
        listeners.push(EventListener::new_with_options(&layer, "keydown", options, {
            let (layer, button, open) = (layer.clone(), button.clone(), open.clone());
            move |event| {
                if open.get() && event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                    event.prevent_default();
                    open.set(false);
                    dress(&layer, &button, false);
                    let _ = button.focus();
                }
                // The page's own shortcuts must not fire while the reader chooses.
                event.stop_propagation();
            }
        }));
        Some(Shown { layer, button, open, counts, view, _listeners: listeners })
    }
}

/// Which marks are shown.
fn densities(builder: &mut Builder, paper: &Element, view: View) -> Option<()> {
    let group = builder.add(paper, "fieldset", "densities", "")?;
    builder.add(&group, "legend", "", &message("legend_density"))?;
    for density in Density::ALL {
        let label = builder.add(&group, "label", "choice", "")?;
        let choice: HtmlInputElement = builder.add(&label, "input", "", "")?.unchecked_into();
        let id = format!("density-{}", density.as_str());
        set(&choice, &[("type", "radio"), ("name", "density"), ("id", &id)]);
        choice.set_checked(view.density == density);
        builder.add(&label, "span", "", &message(&format!("density_{}", density.as_str())))?;
        builder.on(&choice, "change", move |_| Some(Action::Look(View { density, ..view })));
    }
    Some(())
}
