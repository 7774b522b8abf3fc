//! Whether a place is the quote's, and whether it is clearly this place and no other.

use core::ops::Range;

use super::{
    index::{Pattern, SPACE, Sign},
    locate::Anchorer,
};

/// The similarity (1 less edits by length) that two pieces of unrelated English have by chance when
/// they are aligned as well as can be; what lies above it is evidence. Measured on 32 characters
/// against 56 of another article: mean 0.35, 90 of 100 below 0.41.
pub(super) const CHANCE: f32 = 0.42;

/// The least similarity of the quote itself: below, so little is left that it is not the same text.
pub(super) const LEAST_SIMILARITY: f32 = 0.5;

/// The same for a quote of a few words, which has less to go by.
pub(super) const LEAST_SIMILARITY_SHORT: f32 = 0.6;

/// Quotes of fewer characters are short: four or five words.
pub(super) const SHORT: usize = 24;

/// Quotes of fewer characters are found only if something around them is as it was; longer ones
/// stand for themselves.
pub(super) const NEEDS_CONTEXT: usize = 40;

/// The least similarity of what stands before or of what stands behind, for a quote that needs it.
pub(super) const LEAST_CONTEXT: f32 = 0.55;

/// The least similarity of what stands before and of what stands behind that tells a quote's own
/// place whatever stands between.
const LEAST_AROUND: f32 = 0.7;

/// The least similarity of a quote of several words between what stood before and behind it.
pub(super) const LEAST_BETWEEN: f32 = 0.38;

/// What is enough evidence for such a place, in characters.
pub(super) const ENOUGH_EVIDENCE: f32 = 30.0;

/// What is enough evidence for a long quote with nothing around it as it was, in characters.
pub(super) const MUCH_EVIDENCE: f32 = 80.0;

/// The least evidence, in characters: a short word needs nearly all of one side of its context.
pub(super) const LEAST_EVIDENCE: f32 = 14.0;

/// What stands before and behind is as good as untouched: then another word between them is what
/// became of the quote, and nothing between them says that it was left out.
pub(super) const UNTOUCHED: f32 = 0.85;

/// A quote with other words in it, and with nothing around it as it was, must at least be this like.
pub(super) const LEAST_ALONE: f32 = 0.8;

/// By how much the best place must have more evidence than the second best: characters, and part
/// of the evidence.
pub(super) const MARGIN: (f32, f32) = (4.0, 0.1);

/// The part of the evidence where the second best is much nearer to where the quote was.
const FAR_MARGIN: f32 = 0.3;

/// A place that was looked at.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// In signs.
    pub range: Range<usize>,
    pub similarity: f32,
    pub before: Option<f32>,
    pub after: Option<f32>,
    /// Whether the words next to the quote stand next to it.
    pub is_between: bool,
    /// Characters of agreement beyond chance.
    pub evidence: f32,
    pub score: f32,
}

impl Place {
    /// Whether much of what stood before and of what stood behind the quote is here.
    pub(super) fn is_surrounded(&self) -> bool {
        self.before.is_some_and(|similarity| similarity >= LEAST_AROUND)
            && self.after.is_some_and(|similarity| similarity >= LEAST_AROUND)
    }
}

impl Anchorer<'_> {
    /// Whether enough stands around the quote to tell it by.
    pub(super) fn has_context(&self, pattern: &Pattern) -> bool {
        pattern.signs.len() - pattern.quote.len() >= 8
    }

    /// Whether a place is the quote's at all.
    pub(super) fn believable(&self, pattern: &Pattern, place: &Place, expected: Option<usize>) -> bool {
        let length = pattern.quote.len();
        let (before, after) = (place.before.unwrap_or(0.0), place.after.unwrap_or(0.0));
        // A word of three letters that differs in one is another word.
        let least = match length {
            0..=3 => 1.0,
            4..SHORT => LEAST_SIMILARITY_SHORT,
            _ => LEAST_SIMILARITY,
        };
        if place.similarity < least {
            let spaces = |signs: &[Sign]| signs.iter().filter(|sign| **sign == SPACE).count();
            let (saved, now) = (&pattern.signs[pattern.quote.clone()], &self.index.signs[place.range.clone()]);
            if now.is_empty() {
                return false;
            }
            let replaced =
                length < SHORT && spaces(saved) == spaces(now) && place.is_between && before.min(after) >= UNTOUCHED;
            let between = length >= 15
                && place.similarity >= LEAST_BETWEEN
                && before.min(after) >= LEAST_CONTEXT
                && place.evidence >= ENOUGH_EVIDENCE;
            return replaced || between;
        }
        if length >= NEEDS_CONTEXT {
            return before.max(after) >= LEAST_CONTEXT
                || place.similarity >= LEAST_ALONE
                || place.evidence >= MUCH_EVIDENCE;
        }
        let in_place = place.similarity == 1.0 && expected == Some(place.range.start);
        if !self.has_context(pattern) {
            return in_place || length >= SHORT && place.similarity >= LEAST_ALONE;
        }
        before.max(after) >= LEAST_CONTEXT && place.evidence >= LEAST_EVIDENCE
    }

    /// Whether the best place stands out from the second best.
    pub(super) fn clear(
        &self,
        pattern: &Pattern,
        best: &Place,
        second: Option<&Place>,
        expected: Option<usize>,
    ) -> bool {
        let Some(second) = second.filter(|second| self.believable(pattern, second, expected)) else { return true };
        let lead = best.evidence - second.evidence;
        let distance = |place: &Place| expected.map_or(0, |expected| place.range.start.abs_diff(expected));
        if second.is_surrounded() && distance(second) * 3 < distance(best) {
            // An article that repeats itself, and the second best is nearer to where the quote was.
            return lead >= best.evidence * FAR_MARGIN;
        }
        if best.similarity == 1.0 && second.similarity < 1.0 && lead >= 1.0 {
            return true;
        }
        if lead >= MARGIN.0 && lead >= best.evidence * MARGIN.1 {
            return true;
        }
        // As good as each other: where it was decides, if it clearly does.
        expected.is_some_and(|expected| best.range.start.abs_diff(expected) * 4 < second.range.start.abs_diff(expected))
    }
}

/// Whether two ranges share a sign.
pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
