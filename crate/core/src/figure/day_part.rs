//! Parts of the day: `Tuesday night`, `early this morning`, `in the evening`.
//!
//! They are told by name and not by hours: one tool's evening ends at eight, another's begins at six.

use super::{count::is_stop, lexicon::Word, reader::Reader};
use crate::mark::{Beside, DayPart, Figure};

impl Reader<'_, '_> {
    /// The part of the day that a word names, in singular or plural.
    pub(super) fn named_part(&self, at: usize) -> Option<DayPart> {
        if self.at(at) != Word::DayPart && !self.is_any(at, &["tonight", "tonite"]) {
            return None;
        }
        match self.word(at).as_bytes().first()?.to_ascii_lowercase() {
            b'm' => Some(DayPart::Morning),
            b'a' => Some(DayPart::Afternoon),
            b'e' => Some(DayPart::Evening),
            _ => Some(DayPart::Night),
        }
    }

    /// What the tokens of a date say of the part of the day.
    pub(super) fn part_within(&self, from: usize, to: usize) -> Option<DayPart> {
        (from..to).find_map(|token| self.named_part(token))
    }

    /// `Friday night`: the part of the day belongs to the date; the token behind it.
    pub(super) fn with_day_part(&self, at: usize) -> usize {
        let modifier = usize::from(self.is_any(at, &["early", "late"]) && self.at(at + 1) == Word::DayPart);
        if self.at(at + modifier) == Word::DayPart { at + modifier + 1 } else { at }
    }

    /// Whether the part of the day at the token stands by itself and not before what it describes: `the morning session`.
    pub(super) fn part_stands_alone(&self, at: usize) -> bool {
        !self.is_word(at + 1) && !self.is_hyphen(at + 1) || is_stop(self.word(at + 1))
    }

    /// `in the morning`, `late in the evening`, `at night`: a time of some day.
    pub(super) fn bare_part(&self, at: usize) -> Option<(Figure, usize, usize)> {
        let part = self.named_part(at).filter(|_| self.at(at) == Word::DayPart && self.part_stands_alone(at))?;
        let (mut from, mut before) = (at, at);
        if self.before_is(before, &["early", "late"]) {
            before -= 1;
            from = before;
        }
        let the = self.before_is(before, &["the"]);
        before -= usize::from(the);
        let at_night = part == DayPart::Night && !the && self.before_is(before, &["at"]);
        if !(the && self.before_is(before, &["in"]) || at_night) {
            return None;
        }
        // `early in the morning`
        if before >= 2 && self.is_any(before - 2, &["early", "late", "later", "earlier"]) {
            from = before - 2;
        }
        let beside = Beside { part: Some(part), every: None };
        Some((Figure::Time { value: None, beside }, from, at + 1))
    }
}
