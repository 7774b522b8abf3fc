//! Which place of the text a quote means, or none.

use core::ops::Range;

use serde::Serialize;

use super::{
    Position, Quote,
    align::{align, best_end, edit_distance},
    index::{COMMON, Index, Pattern, SPACE, Sign},
};
use crate::text::{OffsetMap, Span};

/// How a quote was found again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Verbatim, where it was. (Kinds of space, quotation marks and dashes are not looked at.)
    Exact,
    /// Verbatim, elsewhere: text was inserted or removed before it, or it was moved.
    Moved,
    /// With other words in it.
    Changed,
    /// Nowhere that it could be told to be.
    Orphan,
}

impl State {
    /// The state's name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Exact => "exact",
            State::Moved => "moved",
            State::Changed => "changed",
            State::Orphan => "orphan",
        }
    }
}

/// Where a quote is today.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Anchored {
    /// The place, in bytes of the text; `None` for an orphan.
    pub span: Option<Span>,
    /// How it was found.
    pub state: State,
    /// How much of the quote and its context is as it was, 0 to 1; of an orphan the best that was
    /// looked at and not believed.
    pub score: f32,
}

/// The similarity (1 less edits by length) that two pieces of unrelated English have by chance when
/// they are aligned as well as can be; what lies above it is evidence. Measured: mean 0.33,
/// 99 of 100 below 0.42, for pieces of 32 characters.
const CHANCE: f32 = 0.42;

/// The least similarity of the quote itself: below, so little is left that it is not the same text.
const LEAST_SIMILARITY: f32 = 0.5;

/// The same for a quote of a few words, which has less to go by.
const LEAST_SIMILARITY_SHORT: f32 = 0.6;

/// Quotes of fewer characters are short: four or five words.
const SHORT: usize = 24;

/// Quotes of fewer characters are found only if something around them is as it was; longer ones
/// stand for themselves.
const NEEDS_CONTEXT: usize = 40;

/// The least similarity of what stands before or of what stands behind, for a quote that needs it.
const LEAST_CONTEXT: f32 = 0.6;

/// The least evidence, in characters: a short word needs nearly all of one side of its context.
const LEAST_EVIDENCE: f32 = 14.0;

/// By how much the best place must have more evidence than the second best: characters, and part
/// of the evidence.
const MARGIN: (f32, f32) = (4.0, 0.1);

/// How many places are looked at closely.
const MOST_PLACES: usize = 5;

/// Finds quotes in one text.
///
/// Making it costs one pass over the text; [`Anchorer::locate`] then costs some microseconds for a
/// quote that is there verbatim and some tens for one that is not, so a caller can go through its
/// quotes in slices of time.
#[derive(Clone, Debug)]
pub struct Anchorer<'t> {
    text: &'t str,
    offsets: OffsetMap<'t>,
    index: Index,
}

/// A place that was looked at.
#[derive(Clone, Debug)]
struct Place {
    /// In signs.
    range: Range<usize>,
    similarity: f32,
    before: Option<f32>,
    after: Option<f32>,
    /// Characters of agreement beyond chance.
    evidence: f32,
    score: f32,
}

impl<'t> Anchorer<'t> {
    /// Reads the text. Linear in its length but for sorting its words.
    pub fn new(text: &'t str) -> Self {
        Anchorer { text, offsets: OffsetMap::new(text), index: Index::new(text) }
    }

    /// The offsets of the text.
    pub fn offsets(&self) -> &OffsetMap<'t> {
        &self.offsets
    }

    /// Finds a quote. Without a position, a verbatim quote is [`State::Exact`] wherever it is.
    pub fn locate(&self, quote: &Quote, position: Option<Position>) -> Anchored {
        let orphan = |score| Anchored { span: None, state: State::Orphan, score };
        let Some((pattern, words)) = self.index.pattern(&quote.prefix, &quote.exact, &quote.suffix) else {
            return orphan(0.0);
        };
        let expected = position.map(|position| {
            let byte = self.offsets.from_code_points(position.start);
            self.index.sign_at(byte)
        });
        if let Some(place) = self.verbatim(&pattern, &words, expected) {
            return self.found(&pattern, place, position, 1.0).unwrap_or_else(|| orphan(0.0));
        }
        let mut places: Vec<Place> = Vec::new();
        for around in self.candidates(&pattern, &words, expected) {
            if let Some(place) = self.look(&pattern, around)
                && !places.iter().any(|known| known.range == place.range)
            {
                places.push(place);
            }
        }
        places.sort_by(|a, b| b.evidence.total_cmp(&a.evidence));
        let Some(best) = places.first() else { return orphan(0.0) };
        let second = places[1..].iter().find(|other| !overlap(&other.range, &best.range));
        if !self.believable(&pattern, best, expected) || !self.clear(&pattern, best, second, expected) {
            return orphan(best.score.min(0.99));
        }
        self.found(&pattern, best.range.clone(), position, best.score).unwrap_or_else(|| orphan(0.0))
    }

    /// The quote where it stands with all its context as saved. Of several such places the one that
    /// is clearly nearest to where it was.
    fn verbatim(&self, pattern: &Pattern, words: &[(u32, usize)], expected: Option<usize>) -> Option<Range<usize>> {
        let signs = &self.index.signs;
        let stands_at = |start: usize| signs.get(start..start + pattern.signs.len()) == Some(&pattern.signs[..]);
        let quote_at = |start: usize| start + pattern.quote.start..start + pattern.quote.end;
        if let Some(start) = expected.and_then(|at| at.checked_sub(pattern.quote.start))
            && self.has_context(pattern)
            && stands_at(start)
        {
            return Some(quote_at(start));
        }
        // The first and last word may be cut by the context's end and then stand for nothing.
        let inner = words.get(1..words.len().saturating_sub(1)).filter(|inner| !inner.is_empty()).unwrap_or(words);
        let rarest = inner.iter().min_by_key(|(hash, _)| self.index.places(*hash).len())?;
        let mut found: Vec<usize> = self
            .index
            .places(rarest.0)
            .iter()
            .filter_map(|(_, at)| (*at as usize).checked_sub(rarest.1))
            .filter(|start| stands_at(*start))
            .collect();
        if found.len() > 1 {
            let expected = expected?.checked_sub(pattern.quote.start)?;
            found.sort_by_key(|start| start.abs_diff(expected));
            if found[0].abs_diff(expected) * 2 > found[1].abs_diff(expected) {
                return None;
            }
        }
        let start = *found.first()?;
        let at = quote_at(start);
        // Without any context a word that stands there once may be any such word.
        (self.has_context(pattern) || pattern.quote.len() >= SHORT || expected == Some(at.start)).then_some(at)
    }

    fn has_context(&self, pattern: &Pattern) -> bool {
        pattern.signs.len() - pattern.quote.len() >= 8
    }

    /// Where the text shares words with the quote and its context at the same distance from each
    /// other: stretches of the text, most shared words first.
    fn candidates(&self, pattern: &Pattern, words: &[(u32, usize)], expected: Option<usize>) -> Vec<Range<usize>> {
        let mut votes: Vec<(i64, f32)> = Vec::new();
        for most in [COMMON, usize::MAX] {
            for (hash, at) in words {
                let places = self.index.places(*hash);
                if places.len() > most {
                    continue;
                }
                // A word that stands everywhere says little of where this is.
                let weight = 1.0 / (places.len() as f32).sqrt();
                votes.extend(places.iter().take(1024).map(|(_, place)| (i64::from(*place) - *at as i64, weight)));
            }
            if !votes.is_empty() {
                break;
            }
        }
        if let Some(expected) = expected {
            // Where it was is worth a look in any case.
            votes.push((expected as i64 - pattern.quote.start as i64, 0.01));
        }
        if votes.is_empty() {
            // No word in common: every word may have changed by a letter.
            let quote = &pattern.signs[pattern.quote.clone()];
            let Some((end, _)) = best_end(quote, &self.index.signs, self.index.alphabet()) else { return Vec::new() };
            votes.push((end as i64 - (quote.len().min(64) + pattern.quote.start) as i64, 1.0));
        }
        votes.sort_unstable_by_key(|vote| vote.0);
        // Words that were put in or left out shift what follows.
        let drift = 24 + pattern.signs.len() as i64 / 8;
        let mut windows: Vec<(f32, i64, i64)> = Vec::new();
        let (mut last, mut sum) = (0, 0.0f32);
        for first in 0..votes.len() {
            while last < votes.len() && votes[last].0 - votes[first].0 <= drift {
                sum += votes[last].1;
                last += 1;
            }
            let window = (sum, votes[first].0, votes[last - 1].0);
            match windows.last_mut() {
                // Of windows that share votes only the heaviest counts.
                Some(before) if window.1 - before.1 <= drift => {
                    if window.0 > before.0 {
                        *before = window;
                    }
                }
                _ => windows.push(window),
            }
            sum -= votes[first].1;
        }
        windows.sort_by(|a, b| b.0.total_cmp(&a.0));
        let heaviest = windows.first().map_or(0.0, |window| window.0);
        let length = self.index.signs.len() as i64;
        windows
            .into_iter()
            .take(MOST_PLACES)
            .filter(|window| window.0 >= heaviest * 0.25)
            .map(|(_, low, high)| {
                let start = (low - drift / 2).clamp(0, length);
                let end = (high + pattern.signs.len() as i64 + drift / 2).clamp(start, length);
                start as usize..end as usize
            })
            .collect()
    }

    /// Aligns the quote and its context with a stretch of the text.
    fn look(&self, pattern: &Pattern, around: Range<usize>) -> Option<Place> {
        let text = self.index.signs.get(around.clone())?;
        if text.is_empty() {
            return None;
        }
        let alphabet = self.index.alphabet();
        let alignment = align(&pattern.signs, text, alphabet);
        let range = around.start + alignment.at[pattern.quote.start]..around.start + alignment.at[pattern.quote.end];
        let range = self.tidied(pattern, range)?;
        let quote = &pattern.signs[pattern.quote.clone()];
        let distance = edit_distance(quote, &self.index.signs[range.clone()], alphabet);
        let similarity = 1.0 - distance as f32 / quote.len().max(range.len()) as f32;
        let similar = |part: Range<usize>| {
            let edits: u32 = alignment.edits[part.clone()].iter().sum();
            (!part.is_empty()).then(|| (1.0 - edits as f32 / part.len() as f32).max(0.0))
        };
        let before = similar(0..pattern.quote.start);
        let after = similar(pattern.quote.end..pattern.signs.len());
        let agreed = |similarity: f32, length: usize| length as f32 * ((similarity - CHANCE) / (1.0 - CHANCE)).max(0.0);
        let (prefix, suffix) = (pattern.quote.start, pattern.signs.len() - pattern.quote.end);
        let evidence = agreed(similarity, quote.len())
            + agreed(before.unwrap_or(0.0), prefix)
            + agreed(after.unwrap_or(0.0), suffix);
        let weight = quote.len() as f32 + (prefix + suffix) as f32 / 2.0;
        let score = (similarity * quote.len() as f32
            + before.unwrap_or(0.0) * prefix as f32 / 2.0
            + after.unwrap_or(0.0) * suffix as f32 / 2.0)
            / weight;
        Some(Place { range, similarity, before, after, evidence, score })
    }

    /// The range on the borders of words, where the quote's own ends are such, without spaces at
    /// its ends. `None` if nothing is left.
    fn tidied(&self, pattern: &Pattern, range: Range<usize>) -> Option<Range<usize>> {
        let text = &self.index.signs;
        let within = |signs: &[Sign], at: usize| {
            at > 0 && at < signs.len() && self.index.in_word(signs[at - 1]) && self.index.in_word(signs[at])
        };
        let snapped = |at: usize| {
            if !within(text, at) {
                return at;
            }
            let start = (0..at).rev().find(|at| !within(text, *at)).unwrap_or(0);
            let end = (at + 1..text.len()).find(|at| !within(text, *at)).unwrap_or(text.len());
            if at - start <= end - at { start } else { end }
        };
        let mut start = range.start;
        let mut end = range.end;
        if !within(&pattern.signs, pattern.quote.start) {
            start = snapped(start);
        }
        if !within(&pattern.signs, pattern.quote.end) {
            end = snapped(end);
        }
        while start < end && text[start] == SPACE {
            start += 1;
        }
        while start < end && text[end - 1] == SPACE {
            end -= 1;
        }
        (start < end).then_some(start..end)
    }

    /// Whether a place is the quote's at all.
    fn believable(&self, pattern: &Pattern, place: &Place, expected: Option<usize>) -> bool {
        let length = pattern.quote.len();
        // A word of three letters that differs in one is another word.
        let least = match length {
            0..=3 => 1.0,
            4..SHORT => LEAST_SIMILARITY_SHORT,
            _ => LEAST_SIMILARITY,
        };
        if place.similarity < least {
            return false;
        }
        if length >= NEEDS_CONTEXT {
            return true;
        }
        let context = place.before.unwrap_or(0.0).max(place.after.unwrap_or(0.0));
        let in_place = place.similarity == 1.0 && expected == Some(place.range.start);
        if !self.has_context(pattern) {
            return in_place || length >= SHORT;
        }
        context >= LEAST_CONTEXT && place.evidence >= LEAST_EVIDENCE
    }

    /// Whether the best place stands out from the second best.
    fn clear(&self, pattern: &Pattern, best: &Place, second: Option<&Place>, expected: Option<usize>) -> bool {
        let Some(second) = second.filter(|second| self.believable(pattern, second, expected)) else { return true };
        let lead = best.evidence - second.evidence;
        if lead >= MARGIN.0 && lead >= best.evidence * MARGIN.1 {
            return true;
        }
        // As good as each other: where it was decides, if it clearly does.
        expected.is_some_and(|expected| best.range.start.abs_diff(expected) * 4 < second.range.start.abs_diff(expected))
    }

    fn found(
        &self,
        pattern: &Pattern,
        range: Range<usize>,
        position: Option<Position>,
        score: f32,
    ) -> Option<Anchored> {
        let verbatim = self.index.signs.get(range.clone())? == &pattern.signs[pattern.quote.clone()];
        let span = Span::from(self.index.bytes(&range, self.text)?);
        let in_place = position.is_none_or(|position| self.offsets.code_points(span.start) == position.start);
        let state = match (verbatim, in_place) {
            (true, true) => State::Exact,
            (true, false) => State::Moved,
            (false, _) => State::Changed,
        };
        Some(Anchored { span: Some(span), state, score: score.clamp(0.0, 1.0) })
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
