//! Which way a date without a year or a bare weekday lies.

use super::{lexicon, reader::Reader};

/// Which way a date without a year lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tense {
    Past,
    Future,
    Unsaid,
}

/// Words, sorted, that put their sentence's dates into the future.
#[rustfmt::skip]
const FUTURE: &[&str] = &[
    "aims", "arrange", "book", "deadline", "due", "expected", "expects", "find", "going", "hopes", "intends", "meet",
    "planned", "planning", "plans", "remind", "schedule", "scheduled", "set", "shall", "should", "upcoming", "wants",
    "will",
];

/// Words, sorted, that put them into the past, beside the regular past forms.
#[rustfmt::skip]
const PAST: &[&str] = &[
    "ago", "became", "been", "began", "born", "bought", "broke", "brought", "built", "came", "caught", "did", "died",
    "drew", "drove", "fell", "fled", "flew", "fought", "found", "gave", "got", "grew", "had", "held", "hit", "kept",
    "knew", "led", "left", "lost", "made", "met", "paid", "ran", "rose", "said", "saw", "sent", "shot", "sold",
    "spoke", "stood", "struck", "swore", "thought", "threw", "told", "took", "was", "went", "were", "won", "wrote",
];

/// Whether a word, in lower case, puts its sentence's dates into the future or the past.
fn tense_of(word: &str) -> Option<Tense> {
    if word.len() > 4 && word.ends_with("ed") {
        return Some(if FUTURE.binary_search(&word).is_ok() { Tense::Future } else { Tense::Past });
    }
    if FUTURE.binary_search(&word).is_ok() {
        return Some(Tense::Future);
    }
    PAST.binary_search(&word).is_ok().then_some(Tense::Past)
}

impl Reader<'_, '_> {
    /// The tense of what is said around the token: the nearest telling word of its sentence decides.
    pub(super) fn tense(&self, at: usize) -> Tense {
        self.tense_within(at, 25, 20)
    }

    /// The same, by so many tokens before and behind.
    pub(super) fn tense_within(&self, at: usize, before: usize, behind: usize) -> Tense {
        let sentence = self.sentence(at);
        let telling = |token: usize| {
            let word = self.word(token);
            if word.ends_with("'ll") || word.ends_with("’ll") {
                return Some(Tense::Future);
            }
            let mut buffer = [0; 12];
            // May is a month, and `United` no verb.
            let name = word == "May" || word.ends_with("ed") && !self.is_lower_word(token);
            if name { None } else { lexicon::lower(word, &mut buffer).and_then(tense_of) }
        };
        let from = sentence.start.max(at.saturating_sub(before));
        let to = sentence.end.min(at + behind);
        let before = (from..at).rev().find_map(|token| Some((at - token, telling(token)?)));
        let behind = (at + 1..to).find_map(|token| Some((token - at, telling(token)?)));
        match (before, behind) {
            (Some((near, tense)), Some((far, other))) => {
                if near <= far {
                    tense
                } else {
                    other
                }
            }
            (Some((_, tense)), None) | (None, Some((_, tense))) => tense,
            // A line that is nothing but a date, or a request without a verb in the past, announces.
            (None, None) => {
                if sentence.len() <= 10 {
                    Tense::Future
                } else {
                    Tense::Unsaid
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_telling_words_are_sorted_and_each_tells_its_tense() {
        for (words, tense) in [(FUTURE, Tense::Future), (PAST, Tense::Past)] {
            assert!(words.is_sorted(), "{tense:?}");
            assert!(words.iter().all(|word| tense_of(word) == Some(tense)), "{tense:?}");
        }
        assert_eq!(tense_of("arrested"), Some(Tense::Past));
        assert_eq!(tense_of("table"), None);
    }
}
