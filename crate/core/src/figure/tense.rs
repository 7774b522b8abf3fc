//! Which way a date without a year or a bare weekday lies.

use super::{lexicon, reader::Reader};

/// Which way a date without a year lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tense {
    Past,
    Future,
    Unsaid,
}

/// Whether a word, in lower case, puts its sentence's dates into the future or the past.
fn tense_of(word: &str) -> Option<Tense> {
    match word {
        "will" | "shall" | "going" | "due" | "scheduled" | "plans" | "planned" | "planning" | "expected"
        | "upcoming" | "wants" | "intends" | "aims" | "hopes" | "set" | "expects" | "should" | "deadline"
        | "schedule" | "book" | "meet" | "find" | "arrange" | "remind" => Some(Tense::Future),
        "was" | "were" | "had" | "said" | "told" | "took" | "made" | "went" | "came" | "saw" | "began" | "fell"
        | "rose" | "won" | "lost" | "met" | "held" | "sent" | "shot" | "led" | "left" | "gave" | "got" | "found"
        | "spoke" | "wrote" | "broke" | "hit" | "did" | "been" | "ago" | "struck" | "sold" | "bought" | "paid"
        | "became" | "born" | "died" | "fled" | "grew" | "flew" | "kept" | "knew" | "ran" | "swore" | "stood"
        | "thought" | "threw" | "brought" | "built" | "caught" | "drew" | "drove" | "fought" => Some(Tense::Past),
        _ if word.len() > 4 && word.ends_with("ed") => Some(Tense::Past),
        _ => None,
    }
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
