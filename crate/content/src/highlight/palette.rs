//! Colours that can be read on a page's own background. Arithmetic alone: what the background is, `ground` reads.

pub use csscolorparser::Color;

/// The least contrast of a line, and of text on a tint, with what is behind it: WCAG 2.2's for text, 1.4.3.
pub const LEAST_CONTRAST: f32 = 4.5;
/// What [`legible`] aims at: a little more, since a screen rounds, and near backgrounds are taken for one. Black and white
/// are as good as it gets.
const AIM: f32 = 4.8;
/// A tint is at most as strong as this; the page's own background shows through.
const STRONGEST_TINT: f32 = 0.6;
/// The least difference, as a distance in Oklab, at which a tint is seen beside its background.
const NOTICEABLE: f32 = 0.05;
/// Tints behind light text are no lighter than this, 0 to 1 in Oklab: lighter ones leave it no contrast.
const LIGHTEST_BEHIND_LIGHT_TEXT: f32 = 0.55;

/// Black, opaque.
pub const BLACK: Color = Color::new(0.0, 0.0, 0.0, 1.0);
/// White, opaque.
pub const WHITE: Color = Color::new(1.0, 1.0, 1.0, 1.0);

/// What text stands on, and its own colour; both opaque.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ground {
    /// The background.
    pub background: Color,
    /// The text.
    pub text: Color,
}

/// A tint behind text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tint {
    /// With its transparency.
    pub background: Color,
    /// Another colour for the text, where no tint that can be seen leaves its own enough contrast.
    pub text: Option<Color>,
}

/// WCAG's contrast of two opaque colours, 1 to 21.
pub fn contrast(one: &Color, other: &Color) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG's relative luminance, 0 to 1.
fn luminance(color: &Color) -> f32 {
    let [red, green, blue, _] = color.to_linear_rgba();
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// A colour with its transparency over an opaque one.
pub fn over(top: &Color, bottom: &Color) -> Color {
    let mix = |top_part: f32, bottom_part: f32| top_part * top.a + bottom_part * (1.0 - top.a);
    Color::new(mix(top.r, bottom.r), mix(top.g, bottom.g), mix(top.b, bottom.b), 1.0)
}

/// The colour nearest to `hue` that has [`LEAST_CONTRAST`] with `background`: lighter or darker, of the same hue.
pub fn legible(hue: &Color, background: &Color) -> Color {
    // One of the two has a contrast of at least 4.58 with every colour.
    let away = if contrast(&BLACK, background) > contrast(&WHITE, background) { 0.0 } else { 1.0 };
    let [lightness, a, b, _] = hue.to_oklaba();
    const STEPS: u8 = 50;
    (0..STEPS)
        .map(|step| f32::from(step) / f32::from(STEPS))
        .map(|part| Color::from_oklaba(lightness + (away - lightness) * part, a, b, 1.0))
        .map(|color| rounded(&color))
        .find(|color| contrast(color, background) >= AIM)
        .unwrap_or(if away == 0.0 { BLACK } else { WHITE })
}

/// The strongest tint of `hue`, up to `strongest` (0 to 1), on which the text keeps [`LEAST_CONTRAST`], or the contrast
/// that the page gave it where that is less.
pub fn tint(hue: &Color, ground: &Ground, strongest: f32) -> Tint {
    let Ground { background, text } = ground;
    let least = LEAST_CONTRAST.min(contrast(text, background));
    let [lightness, a, b, _] = hue.to_oklaba();
    let light_text = luminance(text) > luminance(background);
    let lightness = if light_text { lightness.min(LIGHTEST_BEHIND_LIGHT_TEXT) } else { lightness };
    let hue = Color::from_oklaba(lightness, a, b, 1.0);
    let strongest = strongest.min(STRONGEST_TINT);
    let found = (1..=12u8)
        .rev()
        .map(|step| Color { a: strongest * f32::from(step) / 12.0, ..hue })
        .find(|tint| contrast(text, &over(tint, background)) >= least)
        .filter(|tint| strongest < STRONGEST_TINT || distance(&over(tint, background), background) >= NOTICEABLE);
    match found {
        Some(background) => Tint { background, text: None },
        None => {
            let best = if contrast(&BLACK, &hue) > contrast(&WHITE, &hue) { BLACK } else { WHITE };
            Tint { background: hue, text: Some(best) }
        }
    }
}

/// How far apart two colours look.
pub fn distance(one: &Color, other: &Color) -> f32 {
    let (one, other) = (one.to_oklaba(), other.to_oklaba());
    (0..3).map(|index| (one[index] - other[index]).powi(2)).sum::<f32>().sqrt()
}

/// As it arrives on the screen, in 255 steps.
fn rounded(color: &Color) -> Color {
    let [red, green, blue, _] = color.to_rgba8();
    Color::from_rgba8(red, green, blue, 255)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn color(text: &str) -> Color {
        csscolorparser::parse(text).unwrap()
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(&BLACK, &WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(&color("#777777"), &WHITE) - 4.48).abs() < 0.01);
        assert_eq!(contrast(&WHITE, &WHITE), 1.0);
    }

    #[test]
    fn a_legible_colour_stays_as_it_is_and_another_keeps_its_hue() {
        assert_eq!(legible(&color("#0062a3"), &WHITE), color("#0062a3"));
        let on_dark = legible(&color("#0062a3"), &color("#121212"));
        assert!(on_dark.b > on_dark.r && on_dark.b > 0.7, "{on_dark:?}");
        let on_salmon = legible(&color("#b34700"), &color("#ffe4d0"));
        assert!(on_salmon.r > on_salmon.b && contrast(&on_salmon, &color("#ffe4d0")) >= LEAST_CONTRAST);
    }

    #[test]
    fn text_that_the_page_made_faint_is_not_made_fainter() {
        let ground = Ground { background: WHITE, text: color("#999999") };
        let Tint { background, .. } = tint(&color("#ffd54a"), &ground, 0.6);
        let before = contrast(&ground.text, &ground.background);
        assert!(contrast(&ground.text, &over(&background, &WHITE)) >= before || background.a == 1.0);
    }

    fn any_color() -> impl Strategy<Value = Color> {
        (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(r, g, b)| Color::from_rgba8(r, g, b, 255))
    }

    proptest! {
        #[test]
        fn every_colour_can_be_read_on_every_background(hue in any_color(), background in any_color()) {
            prop_assert!(contrast(&legible(&hue, &background), &background) >= LEAST_CONTRAST);
        }

        #[test]
        fn text_on_every_tint_has_the_least_contrast_or_what_the_page_gave_it(
            hue in any_color(), background in any_color(), text in any_color(), strongest in 0.1f32..1.0,
        ) {
            let ground = Ground { background, text };
            let tint = tint(&hue, &ground, strongest);
            let least = LEAST_CONTRAST.min(contrast(&text, &background));
            let text = tint.text.unwrap_or(text);
            prop_assert!(contrast(&text, &over(&tint.background, &background)) >= least - 0.01);
        }
    }
}
