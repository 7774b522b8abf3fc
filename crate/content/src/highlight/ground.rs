//! What the page's text stands on: its backgrounds, read from the computed style up the ancestors.
//!
//! The page decides, not the system's preference: a page may be light in a dark system, and a box dark in a light page.

use csscolorparser::Color;
use js_sys::WeakMap;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleDeclaration, Document, Element, Node, Window};

use super::palette::{BLACK, Ground, WHITE, contrast, distance, over};

/// The paper of a dark colour scheme that no page has painted over; browsers differ by a shade.
const DARK_CANVAS: Color = Color::new(0.07, 0.07, 0.07, 1.0);
/// What is taken to be behind light text on a picture, and behind dark text: nearer to the text than a picture that was
/// chosen for it is, so that lines are seen on it.
const DARK_PICTURE: Color = Color::new(0.16, 0.16, 0.16, 1.0);
const LIGHT_PICTURE: Color = Color::new(0.9, 0.9, 0.9, 1.0);
/// Backgrounds that are told apart on one page; more are taken for the nearest of them.
const MOST: usize = 6;
/// Two backgrounds less far apart than this in Oklab are one.
const SAME: f32 = 0.02;

/// The backgrounds of a page's text. What was read of an element is remembered.
#[derive(Debug)]
pub struct Grounds {
    document: Document,
    /// Those met so far, each with an element on it.
    met: Vec<(Ground, Element)>,
    /// From element to its background as `[r, g, b]`.
    backgrounds: WeakMap,
    /// From element to the number of what it stands on: most have several marks.
    numbers: WeakMap,
}

impl Grounds {
    /// Nothing is read yet.
    pub fn new(document: &Document) -> Self {
        Grounds { document: document.clone(), met: Vec::new(), backgrounds: WeakMap::new(), numbers: WeakMap::new() }
    }

    /// Those met so far.
    pub fn met(&self) -> impl ExactSizeIterator<Item = &Ground> {
        self.met.iter().map(|(ground, _)| ground)
    }

    /// The number, among those met, of what a text node stands on.
    pub fn of(&mut self, text: &Node) -> usize {
        let Some(element) = text.parent_element() else { return 0 };
        if let Some(known) = self.numbers.get(&element).as_f64() {
            return known as usize;
        }
        let number = self.read(&element);
        self.numbers.set(&element, &JsValue::from(number as u32));
        number
    }

    fn read(&mut self, element: &Element) -> usize {
        let Some(window) = self.document.default_view() else { return 0 };
        let background = self.background(&window, element);
        let nearest = (0..self.met.len()).min_by(|a, b| {
            let far = |index: usize| distance(&self.met[index].0.background, &background);
            far(*a).total_cmp(&far(*b))
        });
        match nearest {
            Some(index) if self.met.len() >= MOST || distance(&self.met[index].0.background, &background) < SAME => {
                index
            }
            _ => {
                let text = text_color(&window, element).map_or(BLACK, |text| over(&text, &background));
                self.met.push((Ground { background, text }, element.clone()));
                self.met.len() - 1
            }
        }
    }

    /// Whether an element met has another background by now: the page has changed its theme.
    pub fn are_stale(&mut self) -> bool {
        let Some(window) = self.document.default_view() else { return false };
        self.backgrounds = WeakMap::new();
        let met: Vec<(Ground, Element)> =
            self.met.iter().filter(|(_, element)| element.is_connected()).cloned().collect();
        met.iter().any(|(ground, element)| distance(&self.background(&window, element), &ground.background) >= SAME)
    }

    /// The opaque background of an element: its own, over those of its ancestors.
    fn background(&self, window: &Window, element: &Element) -> Color {
        let mut chain: Vec<(Element, Color)> = Vec::new();
        let mut here = Some(element.clone());
        let mut base = None;
        while let Some(element) = here {
            if let Some(known) = read(&self.backgrounds.get(&element)) {
                base = Some(known);
                break;
            }
            let style = window.get_computed_style(&element).ok().flatten();
            let own = style.as_ref().and_then(|style| color(style, "background-color"));
            let own = own.unwrap_or(Color::new(0.0, 0.0, 0.0, 0.0));
            if own.a < 1.0 && style.as_ref().is_some_and(has_image) {
                // What a picture or a gradient looks like cannot be read; its text tells what it was chosen for.
                base = Some(opposite_of(text_color(window, &element)));
                chain.push((element, own));
                break;
            }
            let opaque = own.a >= 1.0;
            here = element.parent_element();
            chain.push((element, own));
            if opaque {
                base = Some(WHITE);
                break;
            }
        }
        let mut background = base.unwrap_or_else(|| self.canvas(window));
        for (element, own) in chain.into_iter().rev() {
            background = over(&own, &background);
            let Color { r, g, b, .. } = background;
            self.backgrounds.set(&element, &js_sys::Array::of3(&r.into(), &g.into(), &b.into()));
        }
        background
    }

    /// What nobody painted has the colour scheme's own colour.
    fn canvas(&self, window: &Window) -> Color {
        let root = self.document.document_element().and_then(|root| window.get_computed_style(&root).ok().flatten());
        let scheme = root.and_then(|style| style.get_property_value("color-scheme").ok()).unwrap_or_default();
        let prefers_dark =
            window.match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches());
        let dark = scheme.contains("dark") && (prefers_dark || !scheme.contains("light"));
        if dark { DARK_CANVAS } else { WHITE }
    }
}

fn read(known: &JsValue) -> Option<Color> {
    let parts: &js_sys::Array = known.dyn_ref()?;
    let part = |index: u32| parts.get(index).as_f64().map(|part| part as f32);
    Some(Color::new(part(0)?, part(1)?, part(2)?, 1.0))
}

/// The colour of an element's text; of a link's the text around it, whose contrast a tint must keep too.
fn text_color(window: &Window, element: &Element) -> Option<Color> {
    let link = element.closest("a[href]").ok().flatten().and_then(|link| link.parent_element());
    let style = window.get_computed_style(link.as_ref().unwrap_or(element)).ok().flatten()?;
    color(&style, "color")
}

fn opposite_of(text: Option<Color>) -> Color {
    let text = text.unwrap_or(BLACK);
    if contrast(&text, &WHITE) >= contrast(&text, &BLACK) { LIGHT_PICTURE } else { DARK_PICTURE }
}

fn color(style: &CssStyleDeclaration, property: &str) -> Option<Color> {
    csscolorparser::parse(&style.get_property_value(property).ok()?).ok()
}

fn has_image(style: &CssStyleDeclaration) -> bool {
    style.get_property_value("background-image").is_ok_and(|image| !image.is_empty() && image != "none")
}
