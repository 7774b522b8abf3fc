//! What amounts come to, shown beside them on the page: labels that lie over it and change no text of it.
//!
//! A label stands in the room between its amount's line and the line above, as ruby does, and belongs to its amount by
//! its place alone. Labels scroll with the page; they are laid out again when the page's size changes, and when
//! something within the page is scrolled.

use std::{cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DomRect, Element, HtmlElement, Range, ResizeObserver, Window};

use crate::{
    highlight::{palette::Color, sheet::hex},
    stage::{Builder, Stage, set},
};

/// The most labels on a page: more would be no reading aid.
const MOST: usize = 400;
/// The size of a label's letters in pixels: as the room between the lines allows.
const SIZES: (f64, f64) = (8.5, 11.0);
/// Of a text's size, the height of its letters above the baseline, without the air that fonts put over them.
const CAPITALS: f64 = 0.72;
/// Of a text's size, how far its letters reach below the baseline.
const DESCENDERS: f64 = 0.22;
/// Pixels between two labels on a line.
const GAP: f64 = 6.0;

/// What is to stand beside a place.
#[derive(Debug)]
pub struct Note {
    /// The amount.
    pub range: Range,
    /// What it comes to.
    pub words: String,
    /// The label's colour, legible on the page's background.
    pub color: Color,
}

/// The labels of a page.
#[derive(Debug)]
pub struct Beside {
    stage: Rc<Stage>,
    shown: Rc<RefCell<Option<Shown>>>,
}

struct Shown {
    window: Window,
    layer: HtmlElement,
    labels: Vec<Label>,
    /// A layout is due with the next frame.
    due: bool,
    on_frame: Option<Closure<dyn Fn()>>,
    resizes: Option<ResizeObserver>,
    _on_resize: Option<Closure<dyn Fn()>>,
    _listeners: Vec<EventListener>,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown").field("labels", &self.labels.len()).finish_non_exhaustive()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(resizes) = &self.resizes {
            resizes.disconnect();
        }
        self.layer.remove();
    }
}

struct Label {
    element: HtmlElement,
    range: Range,
    words: String,
    color: Color,
    /// What the text is laid out in; `None` where that could not be told.
    text: Option<Text>,
    /// The block that the amount's lines are in.
    block: Option<Element>,
    /// The box within the page that the amount is scrolled in.
    scroller: Option<Element>,
}

/// What is read of a label before any is moved.
struct Measured {
    /// Its amount, or the part of it on the first line.
    amount: DomRect,
    /// The label's length, in letters of one pixel.
    length: f64,
    /// From where to where the amount's lines go.
    lines: (f64, f64),
}

/// How a text is laid out.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Text {
    /// In pixels.
    size: f64,
    /// From line to line, in pixels.
    line_height: f64,
    /// In columns rather than lines.
    upright: bool,
    /// From right to left.
    rtl: bool,
}

/// Where a label goes.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Spot {
    left: f64,
    top: f64,
    size: f64,
}

impl Beside {
    /// No labels yet, and nothing in the page.
    pub fn new(stage: Rc<Stage>) -> Self {
        Beside { stage, shown: Rc::default() }
    }

    /// Shows these labels in place of those shown before.
    pub fn show(&self, notes: Vec<Note>) {
        let same = |shown: &Shown| {
            let pairs = || shown.labels.iter().zip(&notes);
            shown.labels.len() == notes.len().min(MOST) && pairs().all(|(label, note)| label.shows(note))
        };
        if self.shown.borrow().as_ref().is_some_and(same) {
            self.follow();
            return;
        }
        self.hide();
        if notes.is_empty() {
            return;
        }
        if let Some(shown) = self.build(notes) {
            *self.shown.borrow_mut() = Some(shown);
            self.listen();
            schedule(&self.shown);
        }
    }

    /// Takes all labels away.
    pub fn hide(&self) {
        let before = self.shown.take();
        drop(before);
    }

    fn build(&self, notes: Vec<Note>) -> Option<Shown> {
        let window = self.stage.document().default_view()?;
        let root = self.stage.root()?;
        let builder = Builder::new(self.stage.document(), Rc::new(|_| {}));
        // The card says the same of each mark; read in between, the labels would only interrupt.
        let layer = builder.element("div", "beside", "")?;
        set(&layer, &[("aria-hidden", "true")]);
        let mut labels = Vec::new();
        for Note { range, words, color } in notes.into_iter().take(MOST) {
            let element: HtmlElement = builder.add(&layer, "span", "", &words)?.unchecked_into();
            let _ = element.style().set_property("color", &hex(&color));
            let around = range.start_container().ok().and_then(|node| node.parent_element());
            let text = around.as_ref().and_then(|around| text_of(&window, around));
            let block = around.clone().and_then(|around| block_of(&window, around));
            let scroller = around.and_then(|around| scroller_of(&window, around));
            labels.push(Label { element, range, words, color, text, block, scroller });
        }
        let first = root.first_child();
        root.insert_before(&layer, first.as_ref()).ok()?;
        let layer = layer.unchecked_into();
        Some(Shown {
            window,
            layer,
            labels,
            due: false,
            on_frame: None,
            resizes: None,
            _on_resize: None,
            _listeners: Vec::new(),
        })
    }

    /// Has the labels laid out again when something has moved.
    fn listen(&self) {
        let again = {
            let shown = Rc::downgrade(&self.shown);
            move || {
                if let Some(shown) = shown.upgrade() {
                    schedule(&shown);
                }
            }
        };
        let on_frame = {
            let shown = Rc::downgrade(&self.shown);
            Closure::<dyn Fn()>::new(move || {
                if let Some(shown) = shown.upgrade()
                    && let Some(shown) = &mut *shown.borrow_mut()
                {
                    shown.due = false;
                    shown.lay_out();
                }
            })
        };
        let on_resize = Closure::<dyn Fn()>::new(again.clone());
        let document = self.stage.document();
        let resizes = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        if let Some(resizes) = &resizes {
            let body = document.body().map(Element::from);
            for element in document.document_element().into_iter().chain(body) {
                resizes.observe(&element);
            }
        }
        let capture = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
        let whole: JsValue = document.clone().into();
        let moved = again.clone();
        let scrolls = EventListener::new_with_options(document, "scroll", capture, move |event| {
            // What scrolls with the page itself needs no new layout.
            if event.target().is_some_and(|target| !target.loose_eq(&whole)) {
                moved();
            }
        });
        let loads = EventListener::new_with_options(document, "load", capture, move |_| again());
        if let Some(shown) = &mut *self.shown.borrow_mut() {
            shown.on_frame = Some(on_frame);
            shown.resizes = resizes;
            shown._on_resize = Some(on_resize);
            shown._listeners = vec![scrolls, loads];
        }
    }

    /// Lays the labels out with the next frame.
    pub fn follow(&self) {
        schedule(&self.shown);
    }
}

fn schedule(shown: &RefCell<Option<Shown>>) {
    if let Ok(mut shown) = shown.try_borrow_mut()
        && let Some(shown) = &mut *shown
        && !shown.due
        && let Some(on_frame) = &shown.on_frame
    {
        shown.due = shown.window.request_animation_frame(on_frame.as_ref().unchecked_ref()).is_ok();
    }
}

impl Shown {
    /// Reads where everything is, and only then moves the labels: reading in between would lay the page out each time.
    fn lay_out(&self) {
        let origin = self.layer.get_bounding_client_rect();
        let width = self.window.document().and_then(|document| document.document_element());
        let width = width.map_or(f64::MAX, |root| f64::from(root.client_width()));
        let measured: Vec<Option<Measured>> = self.labels.iter().map(Label::measure).collect();
        let mut taken: Option<(f64, f64)> = None;
        for (label, measured) in self.labels.iter().zip(measured) {
            let spot = measured.and_then(|Measured { amount, length, lines }| {
                let mut spot = spot(&amount, label.text?, length);
                if !label.text?.upright {
                    // Within the lines, as long as it is not longer than they are.
                    spot.left = spot.left.min(lines.1 - length * spot.size).max(lines.0.min(amount.left()));
                    // Beside the label before it on the same line, and within the page.
                    if let Some((top, end)) = taken
                        && (top - spot.top).abs() < spot.size
                    {
                        spot.left = spot.left.max(end + GAP);
                    }
                    spot.left = spot.left.min(width - length * spot.size - 2.0).max(2.0);
                    taken = Some((spot.top, spot.left + length * spot.size));
                }
                Some(spot)
            });
            label.put(spot, (origin.left(), origin.top()));
        }
    }
}

impl Label {
    fn shows(&self, note: &Note) -> bool {
        self.range.loose_eq(&note.range) && self.color == note.color && self.words == note.words
    }

    /// `None` where its amount is not to be seen.
    fn measure(&self) -> Option<Measured> {
        let amount: DomRect = self.range.get_client_rects()?.item(0)?.unchecked_into();
        let own = self.element.get_bounding_client_rect();
        // In letters of one pixel, whatever size it has now.
        let size = self.element.get_attribute("data-size").and_then(|size| size.parse().ok()).unwrap_or(11.0);
        let lines = self.block.as_ref().map(Element::get_bounding_client_rect);
        let lines = lines.map_or((0.0, f64::MAX), |lines| (lines.left(), lines.right()));
        let length = own.width().max(own.height()) / size;
        (amount.width() > 0.0 && self.is_in_view(&amount)).then_some(Measured { amount, length, lines })
    }

    /// Whether the box that the amount is scrolled in shows it.
    fn is_in_view(&self, rect: &DomRect) -> bool {
        self.scroller.as_ref().is_none_or(|scroller| {
            let view = scroller.get_bounding_client_rect();
            rect.top() >= view.top()
                && rect.bottom() <= view.bottom()
                && rect.left() >= view.left()
                && rect.left() <= view.right()
        })
    }

    fn put(&self, spot: Option<Spot>, (left, top): (f64, f64)) {
        let style = self.element.style();
        let set = |name: &str, value: &str| {
            let _ = style.set_property(name, value);
        };
        match spot {
            Some(spot) => {
                set("font-size", &format!("{}px", spot.size));
                set("transform", &format!("translate({}px,{}px)", spot.left - left, spot.top - top));
                set("visibility", "visible");
                if self.text.is_some_and(|text| text.upright) {
                    set("writing-mode", "vertical-rl");
                }
                let _ = self.element.set_attribute("data-size", &spot.size.to_string());
            }
            None => set("visibility", "hidden"),
        }
    }
}

/// A label of `length` (in letters of one pixel) over the beginning of its amount: its lower end at the top of the
/// amount's letters, its size what the descenders of the line above leave.
fn spot(rect: &DomRect, text: Text, length: f64) -> Spot {
    let room = text.line_height - text.size * (CAPITALS + DESCENDERS);
    let size = (room + 1.0).clamp(SIZES.0, SIZES.1);
    if text.upright {
        // Columns go from right to left: the line before is to the right.
        return Spot { left: (rect.left() + rect.right() + text.size) / 2.0, top: rect.top(), size };
    }
    // A range's box is as high as its font, in which the baseline lies about four fifths down.
    let capitals = rect.top() + rect.height() * 0.8 - text.size * CAPITALS;
    let left = if text.rtl { rect.right() - length * size } else { rect.left() };
    Spot { left, top: capitals - size, size }
}

fn text_of(window: &Window, element: &Element) -> Option<Text> {
    let style = window.get_computed_style(element).ok().flatten()?;
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    let pixels = |name: &str| value(name).trim_end_matches("px").parse::<f64>().ok();
    let size = pixels("font-size")?;
    Some(Text {
        size,
        // `normal` is a font's own; most are near this.
        line_height: pixels("line-height").unwrap_or(size * 1.2),
        upright: value("writing-mode").starts_with("vertical"),
        rtl: value("direction") == "rtl",
    })
}

/// The nearest block around a text's element, or that itself.
fn block_of(window: &Window, element: Element) -> Option<Element> {
    let mut here = Some(element);
    while let Some(element) = here {
        let display = window.get_computed_style(&element).ok().flatten()?.get_property_value("display").ok()?;
        if !matches!(display.as_str(), "inline" | "contents") {
            return Some(element);
        }
        here = element.parent_element();
    }
    None
}

/// The nearest box around an element that is scrolled by itself.
fn scroller_of(window: &Window, element: Element) -> Option<Element> {
    let mut here = Some(element);
    while let Some(element) = here {
        if matches!(element.local_name().as_str(), "body" | "html") {
            return None;
        }
        let style = window.get_computed_style(&element).ok().flatten()?;
        let scrolls = |name: &str| {
            matches!(style.get_property_value(name).unwrap_or_default().as_str(), "auto" | "scroll" | "hidden" | "clip")
        };
        if scrolls("overflow-y") || scrolls("overflow-x") {
            return Some(element);
        }
        here = element.parent_element();
    }
    None
}
