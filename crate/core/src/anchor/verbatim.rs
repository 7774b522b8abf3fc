//! Quotes that stand in the text as they were saved, looked up by their rarest word.

use core::ops::Range;

use super::{
    Quote,
    index::{Pattern, SPACE},
    judge::{Place, SHORT, UNTOUCHED},
    locate::Anchorer,
};

/// A phrase of at least this many words and characters says enough by itself.
const PHRASE_WORDS: usize = 4;
const PHRASE: usize = 20;

/// How many characters directly before and behind tell that a quote's own place is still there.
const NEXT_TO: usize = 12;

/// Whether a quote stands somewhere with all its context.
pub(super) enum Verbatim {
    At(Range<usize>),
    /// In several places, or in one that need not be it.
    Unclear,
    /// In a place that is not the quote's own.
    Elsewhere,
    Nowhere,
}

impl Anchorer<'_> {
    /// The quote where it stands with all its context as saved. Of several such places the one that
    /// is clearly nearest to where it was.
    pub(super) fn verbatim(&self, pattern: &Pattern, words: &[(u32, usize)], expected: Option<usize>) -> Verbatim {
        let signs = &self.index.signs;
        let stands_at = |start: usize| signs.get(start..start + pattern.signs.len()) == Some(&pattern.signs[..]);
        let quote_at = |start: usize| start + pattern.quote.start..start + pattern.quote.end;
        let expected_start = expected.and_then(|at| at.checked_sub(pattern.quote.start));
        if let Some(start) = expected_start
            && self.has_context(pattern)
            && stands_at(start)
        {
            return Verbatim::At(quote_at(start));
        }
        // The first and last word may be cut by the context's end and then stand for nothing.
        let inner = words.get(1..words.len().saturating_sub(1)).filter(|inner| !inner.is_empty()).unwrap_or(words);
        let mut found = self.occurrences(inner, stands_at);
        if found.len() > 1 {
            let Some(expected) = expected_start else { return Verbatim::Unclear };
            found.sort_by_key(|start| start.abs_diff(expected));
            if found[0].abs_diff(expected) * 3 > found[1].abs_diff(expected) * 2 {
                return Verbatim::Unclear;
            }
        }
        let Some(start) = found.first() else { return Verbatim::Nowhere };
        let at = quote_at(*start);
        if !self.has_context(pattern) && pattern.quote.len() < SHORT && expected != Some(at.start) {
            // Without any context a word that stands there once may be any such word.
            return Verbatim::Nowhere;
        }
        if self.is_left_out(pattern, words) || expected.is_some_and(|expected| self.is_here(pattern, expected)) {
            // The article says this twice, and the quote's own place is the other one.
            return Verbatim::Elsewhere;
        }
        Verbatim::At(at)
    }

    /// The quote, changed, where it was.
    pub(super) fn own_place(&self, pattern: &Pattern, expected: usize) -> Option<Place> {
        let start = expected.checked_sub(pattern.quote.start)?;
        let end = self.index.signs.len().min(start + pattern.signs.len() + pattern.quote.len() / 2 + NEXT_TO);
        let place = self.look(pattern, start..end)?;
        let around = place.before.unwrap_or(0.0).min(place.after.unwrap_or(0.0));
        (around >= UNTOUCHED && self.believable(pattern, &place, Some(expected))).then_some(place)
    }

    /// Whether just where the quote was, what stood next to it still stands.
    fn is_here(&self, pattern: &Pattern, expected: usize) -> bool {
        let Range { start, end } = pattern.quote.clone();
        let signs = &self.index.signs;
        let before = &pattern.signs[start.saturating_sub(NEXT_TO)..start];
        let after = &pattern.signs[end..pattern.signs.len().min(end + NEXT_TO)];
        let behind = signs.get(expected..signs.len().min(expected + pattern.quote.len() * 2 + NEXT_TO));
        before.len() + after.len() == 2 * NEXT_TO
            && signs.get(..expected).is_some_and(|text| text.ends_with(before))
            && behind.is_some_and(|text| text.windows(NEXT_TO).any(|window| window == after))
    }

    /// Where a pattern stands, looked up by the rarest of some of its words.
    fn occurrences(&self, words: &[(u32, usize)], stands_at: impl Fn(usize) -> bool) -> Vec<usize> {
        let Some(rarest) = words.iter().min_by_key(|(hash, _)| self.index.places(*hash).len()) else {
            return Vec::new();
        };
        let places = self.index.places(rarest.0).iter();
        let starts = places.filter_map(|(_, at)| (*at as usize).checked_sub(rarest.1));
        starts.filter(|start| stands_at(*start)).collect()
    }

    /// Whether what stood before the quote and what stood behind it now stand together, as saved:
    /// then the quote was left out there, and what is like it elsewhere is something else.
    pub(super) fn is_left_out(&self, pattern: &Pattern, words: &[(u32, usize)]) -> bool {
        let Range { start, end } = pattern.quote.clone();
        let before = pattern.signs[..start].strip_suffix(&[SPACE]).unwrap_or(&pattern.signs[..start]);
        let after = pattern.signs[end..].strip_prefix(&[SPACE]).unwrap_or(&pattern.signs[end..]);
        if before.len() < 8 || after.len() < 8 {
            return false;
        }
        // Words that end before the quote; the very first may be cut and stand for nothing.
        let context: Vec<(u32, usize)> =
            words.iter().copied().filter(|(_, at)| *at > 0 && *at < before.len()).collect();
        let signs = &self.index.signs;
        let joined = self.occurrences(&context, |start| {
            signs
                .get(start..)
                .and_then(|rest| rest.strip_prefix(before))
                .is_some_and(|rest| rest.strip_prefix(&[SPACE]).unwrap_or(rest).starts_with(after))
        });
        !joined.is_empty()
    }

    /// A heading, list item or short paragraph that is moved takes nothing of its surroundings with
    /// it. Where the saved context shows the whole block that the quote stands in, and the text has
    /// just one such block, that is it.
    pub(super) fn block(&self, pattern: &Pattern, words: &[(u32, usize)], quote: &Quote) -> Option<Range<usize>> {
        let before = quote.prefix.rsplit_once('\n').map(|(_, line)| line).or(quote.prefix.is_empty().then_some(""))?;
        let after = quote.suffix.split_once('\n').map(|(line, _)| line).or(quote.suffix.is_empty().then_some(""))?;
        let (block, _) = self.index.pattern(before, &quote.exact, after)?;
        let from = pattern.quote.start - block.quote.start;
        let within = |at: &usize| (from..from + block.signs.len()).contains(at);
        let words: Vec<(u32, usize)> =
            words.iter().filter(|(_, at)| within(at)).map(|(hash, at)| (*hash, at - from)).collect();
        let length = block.signs.iter().rposition(|sign| *sign != SPACE)? + 1;
        let starts = self.occurrences(&words, |start| {
            self.index.signs.get(start..start + length) == Some(&block.signs[..length])
                && self.index.is_block_border(start, self.text)
                && self.index.is_block_border(start + length, self.text)
        });
        match starts[..] {
            [start] => Some(start + block.quote.start..start + block.quote.end),
            _ => None,
        }
    }

    /// A phrase or sentence that is moved on its own takes nothing along either. Where the text has
    /// it just once, that is it.
    pub(super) fn phrase(&self, pattern: &Pattern, words: &[(u32, usize)]) -> Option<Range<usize>> {
        let signs = &pattern.signs[pattern.quote.clone()];
        let Range { start, end } = pattern.quote.clone();
        let within: Vec<(u32, usize)> =
            words.iter().filter(|(_, at)| (start..end).contains(at)).map(|(hash, at)| (*hash, at - start)).collect();
        if within.len() < PHRASE_WORDS || signs.len() < PHRASE {
            return None;
        }
        let borders = |at: usize| !self.is_within_word(&self.index.signs, at);
        let starts = self.occurrences(&within, |start| {
            self.index.signs.get(start..start + signs.len()) == Some(signs)
                && borders(start)
                && borders(start + signs.len())
        });
        let [start] = starts[..] else { return None };
        Some(start..start + signs.len())
    }
}

/// Whether a quote is one or more whole sentences, as far as its ends tell.
pub(super) fn is_sentence(quote: &Quote) -> bool {
    let closing = |c: char| matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»');
    let ends = |text: &str| text.trim_end().trim_end_matches(closing).ends_with(['.', '!', '?', '…', '。', '！', '？']);
    let before = quote.prefix.trim_end_matches([' ', '\u{a0}']);
    (before.is_empty() || before.ends_with('\n') || ends(before))
        && (ends(&quote.exact) || quote.suffix.is_empty() || quote.suffix.starts_with('\n'))
}
