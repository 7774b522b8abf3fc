//! Where the card stands: beside the mark, never over it, inside the window; in a small window a sheet from below.

use wasm_bindgen::JsCast;
use web_sys::{DomRect, HtmlElement, Range};

/// Pixels between the mark and the card, and between the card and the window's edge.
const GAP: f64 = 8.0;
/// A window narrower or lower than this, in pixels, has no room beside a mark: phones, and windows at 400 %.
const SHEET_BELOW: (f64, f64) = (480.0, 400.0);
/// A mark over several lines is kept free as a whole unless it takes more than this part of the window.
const MOST_KEPT_FREE: f64 = 0.4;

/// A box in the window, in pixels.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
#[allow(missing_docs)] // each says itself
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    fn of(rect: &DomRect) -> Self {
        Area { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() }
    }
}

/// Where a mark is in the window.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    /// The line of it that the card stands at.
    line: Area,
    /// All of it, which the card keeps free.
    whole: Area,
}

impl Place {
    /// Of a mark broken over lines, the line that the pointer is on, else the first; `None` where it is nowhere.
    pub fn of(range: &Range, (x, y): (f64, f64)) -> Option<Self> {
        let lines = lines(range);
        let covers = |area: &&Area| x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
        let line = lines.iter().find(covers).or(lines.first())?;
        Some(Place { line: *line, whole: Area::of(&range.get_bounding_client_rect()) })
    }

    /// The upper end of the window, at the end of its lines.
    pub fn corner() -> Option<Self> {
        let (width, _) = window()?;
        let corner = Area { left: width, top: 0.0, right: width, bottom: 0.0 };
        Some(Place { line: corner, whole: corner })
    }

    /// The last line of a range: where a selection ends.
    pub fn end_of(range: &Range) -> Option<Self> {
        let line = *lines(range).last()?;
        Some(Place { line, whole: line })
    }
}

/// The lines of a range; boxes of no size are none.
fn lines(range: &Range) -> Vec<Area> {
    let Some(rects) = range.get_client_rects() else { return Vec::new() };
    let rects = (0..rects.length()).filter_map(|index| rects.item(index));
    let areas = rects.map(|rect| Area::of(rect.unchecked_ref()));
    areas.filter(|area| area.right > area.left && area.bottom > area.top).collect()
}

/// The window's size without its scroll bars.
fn window() -> Option<(f64, f64)> {
    let root = web_sys::window()?.document()?.document_element()?;
    let height = web_sys::window()?.inner_height().ok()?.as_f64()?;
    Some((f64::from(root.client_width()), height))
}

/// Whether the window is so small that the card is a sheet.
pub fn is_sheet() -> bool {
    window().is_some_and(|(width, height)| width < SHEET_BELOW.0 || height < SHEET_BELOW.1)
}

/// Puts the card's layer where it belongs. What does not fit is scrolled within the card.
pub fn put(layer: &HtmlElement, place: &Place) {
    let Some((width, height)) = window() else { return };
    let Some(card) = layer.first_element_child() else { return };
    let sheet = is_sheet();
    let _ = layer.class_list().toggle_with_force("sheet", sheet);
    let style = layer.style();
    let set = |name: &str, value: f64| {
        let _ = style.set_property(name, &format!("{value}px"));
    };
    if sheet {
        // A phone's keyboard lies over the window's lower end.
        let visible = web_sys::window().and_then(|window| window.visual_viewport());
        let hidden = visible.map_or(0.0, |visible| height - visible.height() - visible.offset_top());
        set("--postil-bottom", hidden.max(0.0));
        return;
    }
    let size = (f64::from(layer.offset_width()), f64::from(card.scroll_height()) + 2.0);
    let (left, top, room) = beside(place, size, (width, height));
    set("--postil-left", left);
    set("--postil-top", top);
    set("--postil-room", room);
}

/// By how many pixels a sheet lies over its mark.
pub fn covered(layer: &HtmlElement, place: &Place) -> f64 {
    let sheet = Area::of(&layer.get_bounding_client_rect());
    let over = place.line.top < sheet.bottom && place.line.bottom > sheet.top;
    if is_sheet() && over { place.line.bottom + GAP - sheet.top } else { 0.0 }
}

/// The card's left and top, and the room it has from there to below: under the mark, else over it, else to its right or
/// left; where it fits nowhere, where there is most room.
fn beside(place: &Place, (card_width, card_height): (f64, f64), (width, height): (f64, f64)) -> (f64, f64, f64) {
    let Place { line, whole } = place;
    let free = if whole.bottom - whole.top <= height * MOST_KEPT_FREE { whole } else { line };
    let above = free.top - 2.0 * GAP;
    let below = height - free.bottom - 2.0 * GAP;
    let full = height - 2.0 * GAP;
    let along = |wanted: f64, card: f64, window: f64| wanted.min(window - card - GAP).max(GAP);
    let column = along(line.left, card_width, width);
    let row = along(line.top, card_height.min(full), height);
    let right_fits = width - free.right - 2.0 * GAP >= card_width;
    let left_fits = free.left - 2.0 * GAP >= card_width;
    let under = (column, free.bottom + GAP, below);
    let over = |room: f64| (column, free.top - GAP - card_height.min(room), room);
    // Text in columns: under a mark there is its own line going on.
    let upright = line.bottom - line.top > 2.0 * (line.right - line.left);
    if !upright && below >= card_height {
        under
    } else if !upright && above >= card_height {
        over(above)
    } else if right_fits {
        (free.right + GAP, row, full)
    } else if left_fits {
        (free.left - GAP - card_width, row, full)
    } else if below >= above {
        under
    } else {
        over(above)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CARD: (f64, f64) = (336.0, 260.0);
    const WINDOW: (f64, f64) = (1000.0, 800.0);

    fn at(left: f64, top: f64, width: f64, height: f64) -> Place {
        let area = Area { left, top, right: left + width, bottom: top + height };
        Place { line: area, whole: area }
    }

    #[test]
    fn the_card_is_under_the_mark_and_over_it_at_the_windows_end() {
        assert_eq!(beside(&at(100.0, 100.0, 90.0, 20.0), CARD, WINDOW), (100.0, 128.0, 664.0));
        assert_eq!(beside(&at(100.0, 700.0, 90.0, 20.0), CARD, WINDOW), (100.0, 432.0, 684.0));
        assert_eq!(beside(&at(950.0, 100.0, 40.0, 20.0), CARD, WINDOW).0, 656.0);
    }

    #[test]
    fn a_mark_over_two_lines_is_kept_free_as_a_whole() {
        let mut place = at(700.0, 300.0, 200.0, 20.0);
        place.whole = Area { left: 20.0, top: 300.0, right: 900.0, bottom: 350.0 };
        assert_eq!(beside(&place, CARD, WINDOW).1, 358.0);
    }

    #[test]
    fn upright_text_has_the_card_at_its_side() {
        assert_eq!(beside(&at(500.0, 300.0, 20.0, 120.0), CARD, WINDOW).0, 528.0);
        assert_eq!(beside(&at(900.0, 300.0, 20.0, 120.0), CARD, WINDOW).0, 556.0);
    }

    proptest! {
        #[test]
        fn the_card_is_in_the_window_and_never_over_its_mark(
            left in 0.0..900.0f64, top in 0.0..780.0f64, width in 5.0..100.0f64, height in 10.0..20.0f64,
            card in (280.0..360.0f64, 80.0..700.0f64),
        ) {
            let place = at(left, top, width, height);
            let (x, y, room) = beside(&place, card, WINDOW);
            let (right, bottom) = (x + card.0, y + card.1.min(room));
            prop_assert!(x >= 0.0 && y >= 0.0 && right <= WINDOW.0 && bottom <= WINDOW.1, "{x} {y} {right} {bottom}");
            let area = place.line;
            let over = x < area.right && right > area.left && y < area.bottom && bottom > area.top;
            prop_assert!(!over, "{x} {y} {right} {bottom} over {area:?}");
        }
    }
}
