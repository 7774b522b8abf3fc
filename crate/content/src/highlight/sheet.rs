//! The style sheet of marks: colour and line together, so that each kind is told apart without colour too.

use std::{collections::BTreeMap, fmt::Write};

use csscolorparser::Color;

use super::{
    Style,
    palette::{Ground, legible, over, tint},
};

/// The reader's own colours by style, `person` …, as CSS writes them.
pub type Colours = BTreeMap<String, String>;

/// A line under text.
struct Line {
    style: &'static str,
    /// In pixels.
    width: f32,
    /// Pixels between the text's baseline and the line.
    offset: u8,
}

/// The hue of a style, before it is fitted to the page. Those of the kinds are Okabe and Ito's, which the colour-blind
/// tell apart, darkened for thin lines.
fn hue(style: Style, colours: &Colours) -> Color {
    let own = colours.get(style.short_name()).and_then(|own| csscolorparser::parse(own).ok());
    own.map(|own| Color { a: 1.0, ..own }).unwrap_or_else(|| {
        let [red, green, blue] = match style {
            Style::Figure => [0x6b, 0x6b, 0x6b],
            Style::Group => [0x8a, 0x61, 0x00],
            Style::Place | Style::Money => [0x00, 0x73, 0x5c],
            Style::Person | Style::Focus => [0x00, 0x62, 0xa3],
            Style::Organization => [0xa8, 0x44, 0x7f],
            Style::Thing => [0xb3, 0x47, 0x00],
            Style::Saved => [0xff, 0xd5, 0x4a],
            Style::SavedGreen => [0x7b, 0xd8, 0x8f],
            Style::SavedBlue => [0x7c, 0xb8, 0xff],
            Style::SavedPink => [0xff, 0x9e, 0xcb],
        };
        Color::from_rgba8(red, green, blue, 255)
    })
}

/// The line of a kind; what is saved has none, so that the kind's own stays.
fn line(style: Style) -> Option<Line> {
    let (style, width, offset) = match style {
        Style::Figure => ("dotted", 1.0, 3),
        Style::Group => ("dashed", 1.5, 3),
        Style::Place => ("dotted", 2.0, 3),
        Style::Person => ("solid", 1.5, 3),
        Style::Organization => ("double", 1.0, 3),
        Style::Thing => ("wavy", 1.0, 2),
        Style::Money => ("solid", 1.0, 3),
        _ => return None,
    };
    Some(Line { style, width, offset })
}

/// How strong a style's tint may be, 0 to 1; `None` for a line alone.
fn strength(style: Style) -> Option<f32> {
    match style {
        Style::Money => Some(0.14),
        Style::Focus => Some(0.25),
        Style::Saved | Style::SavedGreen | Style::SavedBlue | Style::SavedPink => Some(0.6),
        _ => None,
    }
}

/// The colour of a kind's words and signs on a background.
pub fn ink(style: Style, background: &Color, colours: &Colours) -> Color {
    legible(&hue(style, colours), background)
}

/// The rules of all styles on one ground; `selector` says of each what it applies to.
pub fn rules(ground: &Ground, colours: &Colours, selector: impl Fn(Style) -> String) -> String {
    let mut css = String::new();
    for style in Style::ALL {
        let tint = strength(style).map(|strength| tint(&hue(style, colours), ground, strength));
        let behind = tint.map_or(ground.background, |tint| over(&tint.background, &ground.background));
        let mut declarations = String::new();
        if let Some(Line { style: line, width, offset }) = line(style) {
            let color = hex(&ink(style, &behind, colours));
            let _ = write!(
                declarations,
                "text-decoration:underline {line} {color} {width}px;text-underline-offset:{offset}px;"
            );
        }
        if let Some(tint) = tint {
            let _ = write!(declarations, "background-color:{};", hex(&tint.background));
            if let Some(text) = tint.text {
                let _ = write!(declarations, "color:{};", hex(&text));
            }
        }
        let _ = writeln!(css, "{}{{{declarations}}}", selector(style));
    }
    css
}

/// The rules where the reader's system sets all colours: its own, and the lines as ever.
pub fn forced_rules(selector: impl Fn(Style) -> String) -> String {
    let mut css = String::from("@media (forced-colors:active){\n");
    for style in Style::ALL {
        let declarations = match style {
            Style::Focus => "background-color:Highlight;color:HighlightText;",
            _ if line(style).is_none() => "background-color:Mark;color:MarkText;",
            _ => "background-color:transparent;text-decoration-color:CanvasText;",
        };
        let _ = writeln!(css, "{}{{{declarations}}}", selector(style));
    }
    css + "}\n"
}

/// `#rrggbb`, and `#rrggbbaa` where it is transparent.
pub fn hex(color: &Color) -> String {
    let [red, green, blue, alpha] = color.to_rgba8();
    let alpha = if alpha == 255 { String::new() } else { format!("{alpha:02x}") };
    format!("#{red:02x}{green:02x}{blue:02x}{alpha}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::highlight::palette::{BLACK, WHITE};

    #[test]
    fn every_kind_is_told_apart_without_colour() {
        let lines: Vec<_> = Style::KINDS
            .iter()
            .map(|style| {
                let line = line(*style).expect("a kind has a line");
                (line.style, line.width.to_bits(), strength(*style).is_some())
            })
            .collect();
        assert_eq!(lines.iter().collect::<HashSet<_>>().len(), Style::KINDS.len());
    }

    #[test]
    fn the_default_colours_stay_on_white_and_lighten_on_black() {
        let select = |style: Style| style.short_name().to_owned();
        let light = rules(&Ground { background: WHITE, text: BLACK }, &Colours::new(), select);
        assert!(
            light.contains("person{text-decoration:underline solid #0062a3 1.5px;text-underline-offset:3px;}"),
            "{light}"
        );
        let dark = rules(&Ground { background: BLACK, text: WHITE }, &Colours::new(), select);
        assert!(!dark.contains("#0062a3 "), "{dark}");
    }

    #[test]
    fn the_readers_own_colour_is_taken_and_what_is_no_colour_is_not() {
        let select = |style: Style| style.short_name().to_owned();
        let ground = Ground { background: WHITE, text: BLACK };
        let colours = Colours::from([("person".into(), "#800080".into()), ("place".into(), "a } * { red".into())]);
        let css = rules(&ground, &colours, select);
        assert!(css.contains("person{text-decoration:underline solid #800080 1.5px"), "{css}");
        assert!(css.contains("place{text-decoration:underline dotted #00735c 2px"), "{css}");
    }
}
