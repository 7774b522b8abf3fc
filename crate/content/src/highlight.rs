//! Marks painted by the CSS Custom Highlight API: the page's own DOM stays as it is.

use postil_core::mark::{EntityType, Mark, Reading};
use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, Document, Highlight, Range, css::JsNamespaceCss};

/// How marks look: one style for each kind, told apart by colour and by line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // each says itself
pub enum Style {
    Person,
    Organization,
    Place,
    Group,
    Thing,
    Figure,
    Money,
    Saved,
    SavedGreen,
    SavedBlue,
    SavedPink,
    Focus,
}

impl Style {
    /// All styles; those further down are painted over those above.
    pub const ALL: [Style; 12] = [
        Style::Figure,
        Style::Group,
        Style::Place,
        Style::Person,
        Style::Organization,
        Style::Thing,
        Style::Money,
        Style::Saved,
        Style::SavedGreen,
        Style::SavedBlue,
        Style::SavedPink,
        Style::Focus,
    ];

    /// The style of a mark.
    pub fn of(mark: &Mark) -> Self {
        match &mark.reading {
            Reading::Entity(mention) => match mention.entity_type {
                EntityType::Person => Style::Person,
                EntityType::Organization => Style::Organization,
                EntityType::Place => Style::Place,
                EntityType::Group => Style::Group,
                _ => Style::Thing,
            },
            Reading::Figure(_) => Style::Figure,
            Reading::Money(_) => Style::Money,
        }
    }

    /// The style of a saved annotation of that colour.
    pub fn saved(colour: Option<&str>) -> Self {
        match colour {
            Some("green") => Style::SavedGreen,
            Some("blue") => Style::SavedBlue,
            Some("pink") => Style::SavedPink,
            _ => Style::Saved,
        }
    }

    /// The name in `CSS.highlights`, which the page shares: prefixed so as not to meet its own.
    pub fn name(self) -> &'static str {
        match self {
            Style::Person => "postil-person",
            Style::Organization => "postil-organization",
            Style::Place => "postil-place",
            Style::Group => "postil-group",
            Style::Thing => "postil-thing",
            Style::Figure => "postil-figure",
            Style::Money => "postil-money",
            Style::Saved => "postil-saved",
            Style::SavedGreen => "postil-saved-green",
            Style::SavedBlue => "postil-saved-blue",
            Style::SavedPink => "postil-saved-pink",
            Style::Focus => "postil-focus",
        }
    }
}

/// The highlights of one page. Dropping it takes them all away.
#[derive(Debug)]
pub struct Highlights {
    document: Document,
    sheet: Option<CssStyleSheet>,
    /// One highlight per style, in the order of [`Style::ALL`]; made when first needed.
    made: [Option<Highlight>; Style::ALL.len()],
}

impl Highlights {
    /// Prepares the styles. Nothing is registered before the first [`Highlights::add`].
    pub fn new(document: &Document) -> Self {
        Highlights { document: document.clone(), sheet: None, made: Default::default() }
    }

    /// Marks a range.
    pub fn add(&mut self, style: Style, range: &Range) {
        if self.sheet.is_none() {
            self.sheet = adopt(&self.document);
        }
        let index = position(style);
        if self.made[index].is_none() {
            let Ok(highlight) = Highlight::new(&[]) else { return };
            highlight.set_priority(i32::try_from(index).unwrap_or_default());
            JsNamespaceCss::highlights().set(style.name(), &highlight);
            self.made[index] = Some(highlight);
        }
        if let Some(highlight) = &self.made[index] {
            highlight.add(range.unchecked_ref());
        }
    }

    /// Registers again what the page has thrown out: it shares the registry and may clear it.
    pub fn restore(&self) {
        let registry = JsNamespaceCss::highlights();
        for (style, made) in Style::ALL.iter().zip(&self.made) {
            if let Some(highlight) = made.as_ref().filter(|_| !registry.has(style.name())) {
                registry.set(style.name(), highlight);
            }
        }
    }

    /// Takes a range's mark away.
    pub fn remove(&mut self, style: Style, range: &Range) {
        if let Some(highlight) = &self.made[position(style)] {
            highlight.delete(range.unchecked_ref());
        }
    }
}

impl Drop for Highlights {
    fn drop(&mut self) {
        for (style, made) in Style::ALL.iter().zip(&self.made) {
            if made.is_some() {
                JsNamespaceCss::highlights().delete(style.name());
            }
        }
        if let Some(sheet) = &self.sheet {
            let sheets = self.document.adopted_style_sheets();
            let ours = sheets.index_of(sheet, 0);
            if let Ok(ours) = u32::try_from(ours) {
                sheets.splice_many(ours, 1, &[]);
            }
        }
    }
}

fn position(style: Style) -> usize {
    Style::ALL.iter().position(|other| *other == style).unwrap_or_default()
}

/// A constructed sheet passes every CSP, leaves no element in the page, and is the last in the cascade.
fn adopt(document: &Document) -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    let css = if dark_background(document) {
        concat!(include_str!("highlight.css"), include_str!("highlight-dark.css"))
    } else {
        include_str!("highlight.css")
    };
    sheet.replace_sync(css).ok()?;
    document.adopted_style_sheets().push(&sheet);
    Some(sheet)
}

/// Whether the text's background is dark, read from the page itself and not from the system's preference:
/// a page may be light in a dark system.
fn dark_background(document: &Document) -> bool {
    let Some(window) = document.default_view() else { return false };
    let mut element = document.body().map(web_sys::Element::from);
    while let Some(here) = element {
        let color = window.get_computed_style(&here).ok().flatten();
        let color = color.and_then(|style| style.get_property_value("background-color").ok()).unwrap_or_default();
        if let Some(luminance) = opaque_luminance(&color) {
            return luminance < 0.4;
        }
        element = here.parent_element();
    }
    // A canvas nobody painted has the colour scheme's own background.
    let root = document.document_element().and_then(|root| window.get_computed_style(&root).ok().flatten());
    let scheme = root.and_then(|style| style.get_property_value("color-scheme").ok()).unwrap_or_default();
    let prefers_dark =
        window.match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches());
    scheme.contains("dark") && (prefers_dark || !scheme.contains("light"))
}

/// The relative brightness, 0 to 1, of `rgb(…)` or `rgba(…)`; `None` where it is mostly transparent.
fn opaque_luminance(color: &str) -> Option<f64> {
    let inner = color.split_once('(')?.1.trim_end_matches(')');
    let mut parts =
        inner.split([',', ' ', '/']).filter(|part| !part.is_empty()).map(|part| part.parse::<f64>().unwrap_or(0.0));
    let (red, green, blue) = (parts.next()?, parts.next()?, parts.next()?);
    (parts.next().unwrap_or(1.0) > 0.5).then_some((0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_dark_light_or_transparent() {
        assert!(opaque_luminance("rgb(18, 18, 18)").unwrap() < 0.1);
        assert!(opaque_luminance("rgb(255, 255, 255)").unwrap() > 0.99);
        assert_eq!(opaque_luminance("rgba(0, 0, 0, 0)"), None);
        assert_eq!(opaque_luminance("nonsense"), None);
    }
}
