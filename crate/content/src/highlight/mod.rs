//! Marks painted by the CSS Custom Highlight API: the page's own DOM stays as it is.

mod ground;
pub mod palette;
pub mod sheet;

use std::borrow::Cow;

use postil_core::mark::{EntityType, Mark, Reading};
use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, Document, Highlight, Range, ShadowRoot, css::JsNamespaceCss};

use self::{ground::Grounds, palette::Color, sheet::Colours};

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

    /// The styles of what is found, in the order in which the legend lists them.
    pub const KINDS: [Style; 7] =
        [Style::Person, Style::Organization, Style::Place, Style::Group, Style::Thing, Style::Money, Style::Figure];

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

    /// The name without the prefix, as in settings and messages: `person`.
    pub fn short_name(self) -> &'static str {
        self.name().trim_start_matches("postil-")
    }
}

/// One highlight for each style, in the order of [`Style::ALL`]; made when first needed.
type Made = [Option<Highlight>; Style::ALL.len()];

/// The highlights of one page. Dropping it takes them all away.
#[derive(Debug)]
pub struct Highlights {
    document: Document,
    colours: Colours,
    sheet: Option<CssStyleSheet>,
    /// The shadow roots that need the sheet too: in Firefox the document's does not reach into them.
    roots: Vec<ShadowRoot>,
    grounds: Grounds,
    /// One set for each ground: a style has other colours on another background.
    made: Vec<Made>,
}

impl Highlights {
    /// Prepares the styles. Nothing is registered before the first [`Highlights::add`].
    pub fn new(document: &Document, colours: &Colours) -> Self {
        Highlights {
            document: document.clone(),
            colours: colours.clone(),
            sheet: None,
            roots: Vec::new(),
            grounds: Grounds::new(document),
            made: Vec::new(),
        }
    }

    /// Makes marks visible in these shadow roots too.
    pub fn reach_into(&mut self, roots: &[ShadowRoot]) {
        for root in roots {
            if !self.roots.iter().any(|known| known.is_same_node(Some(root))) {
                if let Some(sheet) = &self.sheet {
                    root.adopted_style_sheets().push(sheet);
                }
                self.roots.push(root.clone());
            }
        }
    }

    /// Reads what ranges stand on that are about to be marked. The sheet for them is written once and after the reading: a
    /// new sheet has the browser compute the style of the whole page again, with the next reading.
    pub fn look_at<'r>(&mut self, ranges: impl Iterator<Item = &'r Range>) {
        let grounds = ranges.filter_map(|range| Some(self.grounds.of(&range.start_container().ok()?)));
        let most = grounds.max().map_or(0, |most| most + 1);
        if most > self.made.len() {
            self.made.resize_with(most, Made::default);
            self.dress();
        }
    }

    /// Marks a range.
    pub fn add(&mut self, style: Style, range: &Range) {
        let Ok(start) = range.start_container() else { return };
        let ground = self.grounds.of(&start);
        if ground >= self.made.len() {
            self.made.resize_with(ground + 1, Made::default);
            self.dress();
        }
        let index = position(style);
        let made = &mut self.made[ground][index];
        if made.is_none() {
            let Ok(highlight) = Highlight::new(&[]) else { return };
            highlight.set_priority(i32::try_from(index).unwrap_or_default());
            JsNamespaceCss::highlights().set(&name(style, ground), &highlight);
            *made = Some(highlight);
        }
        if let Some(highlight) = made {
            highlight.add(range.unchecked_ref());
        }
    }

    /// Registers again what the page has thrown out: it shares the registry and may clear it.
    pub fn restore(&self) {
        let registry = JsNamespaceCss::highlights();
        self.each(|name, highlight| {
            if !registry.has(name) {
                registry.set(name, highlight);
            }
        });
    }

    /// Takes a range's mark away.
    pub fn remove(&mut self, style: Style, range: &Range) {
        for made in &self.made {
            if let Some(highlight) = &made[position(style)]
                && highlight.delete(range.unchecked_ref())
            {
                return;
            }
        }
    }

    /// Takes all marks away and forgets what the page looked like.
    pub fn clear(&mut self) {
        self.each(|name, _| {
            JsNamespaceCss::highlights().delete(name);
        });
        self.made.clear();
        self.grounds = Grounds::new(&self.document);
    }

    /// Takes other colours; they show with the next [`Highlights::add`].
    pub fn set_colours(&mut self, colours: &Colours) {
        self.colours.clone_from(colours);
    }

    /// Whether the page has another background than when its marks were painted.
    pub fn are_stale(&mut self) -> bool {
        self.grounds.are_stale()
    }

    /// The colour of a style's words where a range is.
    pub fn ink(&mut self, style: Style, range: &Range) -> Option<Color> {
        let ground = self.grounds.of(&range.start_container().ok()?);
        let ground = self.grounds.met().nth(ground)?;
        Some(sheet::ink(style, &ground.background, &self.colours))
    }

    /// The style sheets of the document and of the shadow roots.
    fn all_sheets(&self) -> Vec<js_sys::Array> {
        let of_roots = self.roots.iter().map(ShadowRoot::adopted_style_sheets);
        of_roots.chain([self.document.adopted_style_sheets().unchecked_into()]).collect()
    }

    fn each(&self, mut act: impl FnMut(&str, &Highlight)) {
        for (ground, made) in self.made.iter().enumerate() {
            for (style, highlight) in Style::ALL.iter().zip(made) {
                if let Some(highlight) = highlight {
                    act(&name(*style, ground), highlight);
                }
            }
        }
    }

    /// Writes the sheet for the grounds met so far. A constructed sheet passes every CSP, leaves no element in the page,
    /// and is the last in the cascade.
    fn dress(&mut self) {
        if self.sheet.is_none() {
            self.sheet = CssStyleSheet::new().ok();
            if let Some(sheet) = &self.sheet {
                for sheets in self.all_sheets() {
                    sheets.push(sheet);
                }
            }
        }
        let mut css = String::new();
        for (number, ground) in self.grounds.met().enumerate() {
            let selector = |style: Style| format!("::highlight({})", name(style, number));
            css += &sheet::rules(ground, &self.colours, selector);
            css += &sheet::forced_rules(selector);
        }
        if let Some(sheet) = &self.sheet {
            let _ = sheet.replace_sync(&css);
        }
    }
}

impl Drop for Highlights {
    fn drop(&mut self) {
        self.clear();
        if let Some(sheet) = &self.sheet {
            for sheets in self.all_sheets() {
                if let Ok(ours) = u32::try_from(sheets.index_of(sheet, 0)) {
                    sheets.splice_many(ours, 1, &[]);
                }
            }
        }
    }
}

fn position(style: Style) -> usize {
    Style::ALL.iter().position(|other| *other == style).unwrap_or_default()
}

/// The name of a style's highlight on the ground of that number: on a page of one background the style's own.
fn name(style: Style, ground: usize) -> Cow<'static, str> {
    match ground {
        0 => style.name().into(),
        other => format!("{}-{}", style.name(), other + 1).into(),
    }
}
