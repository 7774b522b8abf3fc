//! Which place of the text a quote means, or none.

use core::ops::Range;

use serde::Serialize;

use super::{
    Position, Quote,
    align::{Alignment, align, best_end, edit_distance},
    index::{Index, Pattern, SPACE, Sign},
    judge::{CHANCE, Place, overlap},
    verbatim::{Verbatim, is_sentence},
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

/// An orphan of which nothing was looked at.
impl Default for Anchored {
    fn default() -> Self {
        Anchored::orphan(0.0)
    }
}

impl Anchored {
    fn orphan(score: f32) -> Self {
        Anchored { span: None, state: State::Orphan, score }
    }
}

/// Stretches that share less of the words with the quote, weighed by how rare they are, than this
/// part of what the best one shares are not looked at.
const WEIGHT: f32 = 0.25;

/// How many places of single words are put together to see where many of them are near each other.
const MOST_VOTES: usize = 384;

/// Where the first place is likely it, only stretches that share this part are still looked at.
const RIVAL_WEIGHT: f32 = 0.6;

/// The score from which a place with its surroundings is likely it.
const LIKELY: f32 = 0.7;

/// How many places are looked at closely.
const MOST_PLACES: usize = 5;

/// Finds quotes in one text.
///
/// Making it costs one pass over the text; [`Anchorer::locate`] then costs some microseconds for a
/// quote that is there verbatim and some tens for one that is not, so a caller can go through its
/// quotes in slices of time.
#[derive(Clone, Debug)]
pub struct Anchorer<'t> {
    pub(super) text: &'t str,
    offsets: OffsetMap<'t>,
    pub(super) index: Index,
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
        let Some((pattern, words)) = self.index.pattern(&quote.prefix, &quote.exact, &quote.suffix) else {
            return Anchored::orphan(0.0);
        };
        self.as_it_stood(&pattern, &words, position).unwrap_or_else(|| self.search(quote, &pattern, &words, position))
    }

    /// Finds a quote that stands somewhere with all its context as it was saved, in some microseconds; `None` for one
    /// that [`Anchorer::locate`] would have to search for, which takes tens of them. For a caller whose time is up.
    ///
    /// ```
    /// use postil_core::{anchor::{Anchorer, Quote, State}, text::Span};
    /// let saved = "The police came late, a witness said on Monday.";
    /// let quote = Quote::of(saved, Span::new(11, 20));
    /// assert_eq!(Anchorer::new(saved).locate_verbatim(&quote, None).unwrap().state, State::Exact);
    /// let today = "The police came early, a witness said on Monday.";
    /// assert_eq!(Anchorer::new(today).locate_verbatim(&quote, None), None);
    /// ```
    pub fn locate_verbatim(&self, quote: &Quote, position: Option<Position>) -> Option<Anchored> {
        let (pattern, words) = self.index.pattern(&quote.prefix, &quote.exact, &quote.suffix)?;
        self.as_it_stood(&pattern, &words, position)
    }

    fn as_it_stood(&self, pattern: &Pattern, words: &[(u32, usize)], position: Option<Position>) -> Option<Anchored> {
        let expected = self.expected(position);
        let found = match self.verbatim(pattern, words, expected) {
            Verbatim::At(range) => self.found(pattern, range, position, 1.0).unwrap_or(Anchored::orphan(0.0)),
            Verbatim::Unclear => Anchored::orphan(0.99),
            Verbatim::Elsewhere => {
                let own = expected.and_then(|expected| self.own_place(pattern, expected));
                own.and_then(|place| self.found(pattern, place.range, position, place.score))
                    .unwrap_or(Anchored::orphan(0.99))
            }
            Verbatim::Nowhere => return None,
        };
        Some(found)
    }

    /// Where the quote was, in signs.
    fn expected(&self, position: Option<Position>) -> Option<usize> {
        position.map(|position| self.index.sign_at(self.offsets.from_code_points(position.start)))
    }

    /// Looks for a quote that stands nowhere as it was saved.
    fn search(&self, quote: &Quote, pattern: &Pattern, words: &[(u32, usize)], position: Option<Position>) -> Anchored {
        let expected = self.expected(position);
        // How sure a place is that is told by the quote alone.
        let alone = (pattern.quote.len() as f32 / pattern.signs.len() as f32).max(0.5);
        if let Some(range) = self.block(pattern, words, quote) {
            return self.found(pattern, range, position, alone).unwrap_or_else(|| Anchored::orphan(0.0));
        }
        let mut places: Vec<Place> = Vec::new();
        for (weight, around) in self.candidates(pattern, words, expected) {
            if weight < RIVAL_WEIGHT
                && places.first().is_some_and(|first| first.score >= LIKELY && first.is_surrounded())
            {
                break;
            }
            if let Some(place) = self.look(pattern, around)
                && !places.iter().any(|known| known.range == place.range)
            {
                places.push(place);
            }
        }
        places.sort_by(|a, b| b.evidence.total_cmp(&a.evidence));
        let best = places.iter().find(|place| self.believable(pattern, place, expected));
        // Where all that stood around the quote is, and it is not, it was: not elsewhere.
        let is_better = |place: &&Place| best.is_none_or(|best| place.range != best.range);
        let was_here = places.iter().take_while(is_better).any(Place::is_surrounded);
        let left_out = self.is_left_out(pattern, words);
        if let Some(best) = best
            && !was_here
            && (best.similarity == 1.0 || !left_out)
        {
            let second = places.iter().find(|other| !overlap(&other.range, &best.range));
            if self.clear(pattern, best, second, expected) {
                return self
                    .found(pattern, best.range.clone(), position, best.score)
                    .unwrap_or_else(|| Anchored::orphan(0.0));
            }
        } else if (is_sentence(quote) || !was_here && !left_out)
            && let Some(range) = self.phrase(pattern, words)
        {
            return self.found(pattern, range, position, alone).unwrap_or_else(|| Anchored::orphan(0.0));
        }
        Anchored::orphan(places.first().map_or(0.0, |place| place.score.min(0.99)))
    }

    /// Where the text shares words with the quote and its context at the same distance from each
    /// other: stretches of the text, each with what it shares as part of what the best one shares, the
    /// best first.
    fn candidates(
        &self,
        pattern: &Pattern,
        words: &[(u32, usize)],
        expected: Option<usize>,
    ) -> Vec<(f32, Range<usize>)> {
        let mut votes: Vec<(i64, f32)> = Vec::new();
        let mut known: Vec<(&[(u32, u32)], usize)> = words
            .iter()
            .map(|(hash, at)| (self.index.places(*hash), *at))
            .filter(|(places, _)| !places.is_empty())
            .collect();
        known.sort_by_key(|(places, _)| places.len());
        for (places, at) in known {
            // The rarest words tell enough.
            if votes.len() + places.len() > MOST_VOTES && !votes.is_empty() {
                break;
            }
            // A word that stands everywhere says little of where this is.
            let weight = 1.0 / (places.len() as f32).sqrt();
            votes.extend(places.iter().take(MOST_VOTES).map(|(_, place)| (i64::from(*place) - at as i64, weight)));
        }
        if votes.is_empty() {
            // No word in common: every word may have changed by a letter.
            let quote = &pattern.signs[pattern.quote.clone()];
            if let Some((end, _)) = best_end(quote, &self.index.signs, self.index.alphabet()) {
                votes.push((end as i64 - (quote.len().min(64) + pattern.quote.start) as i64, 1.0));
            }
            votes.extend(expected.map(|expected| (expected as i64 - pattern.quote.start as i64, 1.0)));
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
        let heavier = |a: &(f32, i64, i64), b: &(f32, i64, i64)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if windows.len() > MOST_PLACES {
            windows.select_nth_unstable_by(MOST_PLACES, heavier);
            windows.truncate(MOST_PLACES);
        }
        windows.sort_unstable_by(heavier);
        let heaviest = windows.first().map_or(0.0, |window| window.0);
        let length = self.index.signs.len() as i64;
        windows
            .into_iter()
            .filter(|window| window.0 >= heaviest * WEIGHT)
            .map(|(weight, low, high)| {
                let start = (low - drift / 2).clamp(0, length);
                let end = (high + pattern.signs.len() as i64 + drift / 2).clamp(start, length);
                (weight / heaviest, start as usize..end as usize)
            })
            .collect()
    }

    /// Aligns the quote and its context with a stretch of the text.
    pub(super) fn look(&self, pattern: &Pattern, around: Range<usize>) -> Option<Place> {
        let text = self.index.signs.get(around.clone())?;
        if text.is_empty() {
            return None;
        }
        let alphabet = self.index.alphabet();
        let alignment = align(&pattern.signs, text, alphabet);
        let quote = &pattern.signs[pattern.quote.clone()];
        let range = self.quoted(pattern, &alignment, text);
        let range = self.tidied(pattern, around.start + range.start..around.start + range.end);
        let similarity = range.clone().map_or(0.0, |range| {
            let distance = edit_distance(quote, &self.index.signs[range.clone()], alphabet);
            1.0 - distance as f32 / quote.len().max(range.len()) as f32
        });
        // Where nothing is left of the quote, what stands around it still tells that it was here.
        let here = around.start + alignment.at[pattern.quote.start];
        let range = range.unwrap_or(here..here);
        let similar = |part: Range<usize>| {
            let edits: u32 = alignment.edits[part.clone()].iter().sum();
            (!part.is_empty()).then(|| (1.0 - edits as f32 / part.len() as f32).max(0.0))
        };
        let before = similar(0..pattern.quote.start);
        let after = similar(pattern.quote.end..pattern.signs.len());
        let agreed = |similarity: f32, length: usize| length as f32 * ((similarity - CHANCE) / (1.0 - CHANCE)).max(0.0);
        let (prefix, suffix) = (pattern.quote.start, pattern.signs.len() - pattern.quote.end);
        let evidence = agreed(similarity, quote.len())
            + agreed(before.unwrap_or(0.0), prefix) * pattern.near_before
            + agreed(after.unwrap_or(0.0), suffix) * pattern.near_after;
        // The last signs before the quote and the first behind it, where it has them.
        let near = 6;
        let is_between = prefix >= near
            && suffix >= near
            && alignment.matched[prefix - near..prefix].iter().all(|matched| *matched)
            && alignment.matched[pattern.quote.end..pattern.quote.end + near].iter().all(|matched| *matched);
        let weight = quote.len() as f32 + (prefix + suffix) as f32 / 2.0;
        let score = (similarity * quote.len() as f32
            + before.unwrap_or(0.0) * prefix as f32 / 2.0
            + after.unwrap_or(0.0) * suffix as f32 / 2.0)
            / weight;
        Some(Place { range, similarity, before, after, is_between, evidence, score })
    }

    /// What an alignment says the quote itself became. What stands in the text between quote and
    /// context belongs to the quote if it stands for the quote's own first or last word, and is an
    /// addition outside of it if that word is there.
    fn quoted(&self, pattern: &Pattern, alignment: &Alignment, text: &[Sign]) -> Range<usize> {
        let signs = &pattern.signs;
        let Range { start: first, end } = pattern.quote.clone();
        let is_word = |at: &usize| self.index.in_word(signs[*at]);
        let place = |at: usize| alignment.at[at];
        // There, and a word there too: the `in` of `becoming` is not the `in` that was quoted.
        let is_there = |word: Range<usize>| {
            let matched = word.clone().filter(|at| alignment.matched[*at]).count();
            let (from, to) = (place(word.start), place(word.end - 1) + 1);
            matched * 4 >= word.len() * 3
                && to - from <= word.len() + 2
                && self.is_within_word(signs, word.start) == self.is_within_word(text, from)
                && self.is_within_word(signs, word.end) == self.is_within_word(text, to)
        };
        let word_from =
            |from: usize, end: usize| from..(from..end).find(|at| !is_word(at)).unwrap_or(end).max(from + 1);
        let word_to = |start: usize, to: usize| {
            (start..to).rev().find(|at| !is_word(at)).map_or(start, |at| at + 1).min(to - 1)..to
        };
        let matched = |at: &usize| alignment.matched[*at];
        let start = if is_there(word_from(first, end)) {
            (first..end).find(matched).map(place)
        } else {
            // The last word before the quote holds its border.
            let context = (0..first).rev().find(is_word).map(|last| (word_to(0, last + 1), last));
            context
                .filter(|(word, _)| is_there(word.clone()))
                .and_then(|(_, last)| (last..first).rev().find(matched))
                .map(|at| place(at) + 1)
        };
        let stop = if is_there(word_to(first, end)) {
            (first..end).rev().find(matched).map(|at| place(at) + 1)
        } else {
            let context = (end..signs.len()).find(is_word).map(|next| (word_from(next, signs.len()), next));
            context
                .filter(|(word, _)| is_there(word.clone()))
                .and_then(|(_, next)| (end..next + 1).find(matched))
                .map(place)
        };
        let start = start.unwrap_or(place(first));
        start..stop.unwrap_or(place(end)).max(start)
    }

    /// Whether a word goes on across this place.
    pub(super) fn is_within_word(&self, signs: &[Sign], at: usize) -> bool {
        at > 0 && at < signs.len() && self.index.in_word(signs[at - 1]) && self.index.in_word(signs[at])
    }

    /// The range on the borders of words, where the quote's own ends are such, without spaces at
    /// its ends. `None` if nothing is left.
    fn tidied(&self, pattern: &Pattern, range: Range<usize>) -> Option<Range<usize>> {
        let text = &self.index.signs;
        let within = |signs: &[Sign], at: usize| self.is_within_word(signs, at);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAVED: &str = "The police came late. Two officers said the grenades were sold for 26,000 pesos each. \
                         The minister did not answer.\nThe army said it would look into the grenades.";

    fn found(quoted: &str, today: &str) -> (State, Option<String>) {
        let start = SAVED.find(quoted).unwrap();
        let span = Span::new(start, start + quoted.len());
        let position = Position::of(&OffsetMap::new(SAVED), span);
        let found = Anchorer::new(today).locate(&Quote::of(SAVED, span), Some(position));
        (found.state, found.span.map(|span| span.of(today).to_owned()))
    }

    fn at(state: State, text: &str) -> (State, Option<String>) {
        (state, Some(text.to_owned()))
    }

    #[test]
    fn an_untouched_quote_is_exact() {
        assert_eq!(found("26,000 pesos", SAVED), at(State::Exact, "26,000 pesos"));
    }

    #[test]
    fn text_before_it_moves_a_quote() {
        assert_eq!(found("26,000 pesos", &format!("Update.\n{SAVED}")), at(State::Moved, "26,000 pesos"));
    }

    #[test]
    fn the_second_of_two_equal_words_is_told_from_the_first() {
        let today = format!("Update: grenades.\n{SAVED}");
        let second = SAVED.rfind("grenades").unwrap();
        let quote = Quote::of(SAVED, Span::new(second, second + 8));
        let span = Anchorer::new(&today).locate(&quote, None).span.unwrap();
        assert_eq!(span.start, today.rfind("grenades").unwrap());
    }

    #[test]
    fn another_amount_in_its_place_is_a_change() {
        let today = SAVED.replace("26,000 pesos", "28,500 pesos");
        assert_eq!(found("26,000 pesos", &today), at(State::Changed, "28,500 pesos"));
        let today = SAVED.replace("officers", "soldiers");
        assert_eq!(found("officers", &today), at(State::Changed, "soldiers"));
    }

    #[test]
    fn a_deleted_word_is_not_attached_to_the_same_word_elsewhere() {
        let today = SAVED.replacen("the grenades ", "the ", 1);
        assert_eq!(found("grenades", &today), (State::Orphan, None));
    }

    #[test]
    fn a_deleted_word_is_not_attached_to_the_word_before_it() {
        let today = SAVED.replace("came late", "came");
        assert_eq!(found("late", &today), (State::Orphan, None));
    }

    #[test]
    fn a_deleted_sentence_is_not_attached_to_one_like_it() {
        let today = SAVED.replace("\nThe army said it would look into the grenades.", "");
        assert_eq!(found("The army said it would look into the grenades.", &today), (State::Orphan, None));
    }

    #[test]
    fn quotation_marks_dashes_and_spaces_are_no_change() {
        let saved = "He said \"it's over\" - and left the room at once.";
        let today = "He\u{a0}said “it’s\n over” – and left the room at once.";
        let quote = Quote::of(saved, Span::new(8, 19));
        let found = Anchorer::new(today).locate(&quote, Some(Position { start: 8, end: 19 }));
        assert_eq!(found.state, State::Exact);
        assert_eq!(found.span.unwrap().of(today), "“it’s\n over”");
    }

    #[test]
    fn a_part_of_a_word_stays_a_part() {
        assert_eq!(found("grena", &format!("Update.\n{SAVED}")), at(State::Moved, "grena"));
    }

    #[test]
    fn a_quote_without_context_is_found_only_where_it_is_sure() {
        let quote = |exact: &str| Quote { exact: exact.into(), ..Quote::default() };
        let anchorer = Anchorer::new(SAVED);
        assert_eq!(anchorer.locate(&quote("late"), None).state, State::Orphan);
        assert_eq!(anchorer.locate(&quote("late"), Some(Position { start: 16, end: 20 })).state, State::Exact);
        assert_eq!(anchorer.locate(&quote("The minister did not answer."), None).state, State::Exact);
        assert_eq!(anchorer.locate(&quote(""), None).state, State::Orphan);
        assert_eq!(anchorer.locate(&quote(" \n"), Some(Position::default())).state, State::Orphan);
    }

    #[test]
    fn a_script_without_spaces_is_searched_too() {
        let saved = "警察は昨日、二人の男を逮捕した。市長は何も言わなかった。";
        let quoted = "二人の男を逮捕した";
        let start = saved.find(quoted).unwrap();
        let quote = Quote::of(saved, Span::new(start, start + quoted.len()));
        let today = "訂正があります。警察は昨日、三人の男を逮捕した。市長は何も言わなかった。";
        let found = Anchorer::new(today).locate(&quote, None);
        assert_eq!((found.state, found.span.unwrap().of(today)), (State::Changed, "三人の男を逮捕した"));
    }

    proptest! {
        #[test]
        fn any_quote_in_any_text_is_survived(
            text in "(?s)([ab \n“’.é漢字\u{200b}]|the |grenade ){0,60}",
            exact in "(?s)([ab \n“’.é漢字\u{200b}]|the |grenade ){0,90}",
            prefix in "(?s)([ab \né漢]|the ){0,20}",
            suffix in "(?s)([ab \né漢]|the ){0,20}",
            start in 0usize..80,
        ) {
            let quote = Quote { exact, prefix, suffix };
            let found = Anchorer::new(&text).locate(&quote, Some(Position { start, end: start }));
            prop_assert!((0.0..=1.0).contains(&found.score));
            prop_assert_eq!(found.span.is_none(), found.state == State::Orphan);
            if let Some(span) = found.span {
                prop_assert!(!span.of(&text).is_empty());
            }
        }

        #[test]
        fn what_is_there_once_is_found(words in proptest::collection::vec("[a-z]{1,9}", 12..60), from in 0usize..50, count in 1usize..9) {
            let text = words.join(" ");
            let from = from.min(words.len() - 1);
            let start = words[..from].iter().map(|word| word.len() + 1).sum::<usize>();
            let quoted = words[from..words.len().min(from + count)].join(" ");
            let span = Span::new(start, start + quoted.len());
            let position = Position::of(&OffsetMap::new(&text), span);
            let found = Anchorer::new(&text).locate(&Quote::of(&text, span), Some(position));
            prop_assert_eq!((found.state, found.span), (State::Exact, Some(span)));
        }
    }
}
