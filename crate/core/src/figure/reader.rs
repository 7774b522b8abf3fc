//! What all readers of figures share: the tokens, what each may be, and looks around.

use core::cell::Cell;

use rust_decimal::Decimal;

use super::{
    date::When,
    lexicon::{self, Word},
    time::Clock,
    unit::Of,
    units::Units,
};
use crate::text::{Span, TokenKind, TokenizedText};

/// What is known beside the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Context {
    /// The article's day.
    pub(crate) published: Option<jiff::civil::Date>,
    /// Whether 03/04 is the third of April.
    pub(crate) day_first: bool,
    /// Whether the page's language writes 1.250 for 1250.
    pub(crate) point_groups: bool,
    /// Whether measures are converted to metric units.
    pub(crate) metric: bool,
    /// Whether the article is of a country whose money is called pounds.
    pub(crate) pounds_are_money: bool,
    /// Whether words are read; of a page in another language only signs, codes and digits are.
    pub(crate) english: bool,
}

/// What was read last at some places, so that readers who look at one place in turn do its work once.
pub(crate) struct Memo<K, V, const N: usize>([Cell<Option<(K, V)>>; N]);

impl<K: Copy + PartialEq, V: Copy, const N: usize> Memo<K, V, N> {
    fn new() -> Self {
        Memo(core::array::from_fn(|_| Cell::new(None)))
    }

    /// The value of the key; `place` spreads the keys over the slots.
    pub(crate) fn get(&self, place: usize, key: K, make: impl FnOnce() -> V) -> V {
        let slot = &self.0[place % N];
        match slot.get() {
            Some((known, value)) if known == key => value,
            _ => {
                let value = make();
                slot.set(Some((key, value)));
                value
            }
        }
    }

    pub(crate) fn forget(&self) {
        self.0.iter().for_each(|slot| slot.set(None));
    }
}

/// The text with each token looked up.
pub(crate) struct Reader<'a, 't> {
    pub(crate) text: &'a TokenizedText<'t>,
    pub(crate) words: Vec<Word>,
    pub(crate) units: Option<&'a Units<'a>>,
    pub(crate) context: Context,
    pub(crate) spoken: super::date::Spoken,
    pub(crate) numbers: Memo<(usize, bool), Option<Number>, 16>,
    pub(crate) units_behind: Memo<Number, (Of, usize), 8>,
    pub(crate) dates: Memo<usize, Option<(When, usize)>, 8>,
    pub(crate) clocks_read: Memo<usize, Option<(Clock, usize)>, 8>,
}

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// Digits alone: may be a year.
    Plain,
    /// Digits with separators or decimals.
    Written,
    Spelled,
    /// `half`, `a quarter`: a number only where something is measured by it.
    BareFraction,
}

/// A number read at some token.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Number {
    pub(crate) value: Decimal,
    /// The power of ten of the last digit that says something: −2 for 1.25, 6 for 3 million, 3 for 26,000.
    pub(crate) quantum: i32,
    /// The token behind it.
    pub(crate) end: usize,
    pub(crate) shape: Shape,
    /// The power of ten of the scale word or letter it ends with, 0 without.
    pub(crate) scale: u8,
    /// Whether a lone `m` follows, which is a million of money and a metre of length.
    pub(crate) lone_m: bool,
}

impl<'a, 't> Reader<'a, 't> {
    pub(crate) fn new(text: &'a TokenizedText<'t>, units: Option<&'a Units<'a>>, context: Context) -> Self {
        let word = |token| {
            let word = lexicon::classify(text.text, token);
            let sign = matches!(
                word,
                Word::Digits
                    | Word::Break
                    | Word::Glued
                    | Word::Glyph(_)
                    | Word::CurrencySign
                    | Word::Point
                    | Word::Dash
                    | Word::Apostrophe
            );
            if context.english || sign { word } else { Word::Other }
        };
        let words = text.tokens.iter().map(word).collect();
        Reader {
            text,
            words,
            units,
            context,
            spoken: Default::default(),
            numbers: Memo::new(),
            units_behind: Memo::new(),
            dates: Memo::new(),
            clocks_read: Memo::new(),
        }
    }

    pub(crate) fn at(&self, token: usize) -> Word {
        self.words.get(token).copied().unwrap_or(Word::Break)
    }

    pub(crate) fn word(&self, token: usize) -> &'t str {
        self.text.word(token)
    }

    /// Whether the token is that word, in any case.
    pub(crate) fn is(&self, token: usize, word: &str) -> bool {
        self.word(token).eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_any(&self, token: usize, words: &[&str]) -> bool {
        let word = self.word(token);
        words.iter().any(|other| word.eq_ignore_ascii_case(other))
    }

    /// Whether the token before that one is the word.
    pub(crate) fn before_is(&self, token: usize, words: &[&str]) -> bool {
        token > 0 && self.is_any(token - 1, words)
    }

    pub(crate) fn kind(&self, token: usize) -> Option<TokenKind> {
        self.text.tokens.get(token).map(|token| token.kind)
    }

    /// Whether no space stands between the token and the one before it.
    pub(crate) fn glued(&self, token: usize) -> bool {
        token > 0
            && self.text.tokens.get(token).is_some_and(|token| !token.space_before)
            && self.words[token - 1] != Word::Break
            && self.words[token] != Word::Break
    }

    /// Whether the token is the first of its block.
    pub(crate) fn begins(&self, token: usize) -> bool {
        token == 0 || self.at(token - 1) == Word::Break
    }

    /// The tokens before that one, up to so many, that are of its sentence.
    pub(crate) fn shortly_before(&self, token: usize, most: usize) -> core::ops::Range<usize> {
        self.sentence(token).start.max(token.saturating_sub(most))..token
    }

    pub(crate) fn is_word(&self, token: usize) -> bool {
        self.kind(token) == Some(TokenKind::Word)
    }

    /// Whether a sentence or block ends before the token, or a sign that parts clauses stands there.
    pub(crate) fn ends(&self, token: usize) -> bool {
        match self.kind(token) {
            None | Some(TokenKind::Break) => true,
            Some(TokenKind::Punctuation) => !matches!(self.at(token), Word::Dash | Word::Apostrophe),
            _ => false,
        }
    }

    pub(crate) fn start_byte(&self, token: usize) -> usize {
        self.text.tokens.get(token).map_or(self.text.text.len(), |token| token.span.start)
    }

    /// The span of the tokens from `from` up to but without `to`.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        let last = to.checked_sub(1).and_then(|last| self.text.tokens.get(last)).map(|token| token.span);
        // `$3m.` at a sentence's end: the tokens take the point for that of an abbreviation.
        let end = last.map_or(0, |last| last.end - usize::from(matches!(last.of(self.text.text), "m." | "p.")));
        Span::new(self.start_byte(from), end)
    }

    /// A dash, glued on both sides or spaced on both.
    pub(crate) fn is_dash(&self, token: usize) -> bool {
        matches!(self.word(token), "-" | "–" | "—" | "‐" | "‑" | "−" | "~")
    }

    /// A hyphen that joins two words into one.
    pub(crate) fn is_hyphen(&self, token: usize) -> bool {
        matches!(self.word(token), "-" | "‐" | "‑") && self.glued(token) && self.glued(token + 1)
    }

    pub(crate) fn is_lower_word(&self, token: usize) -> bool {
        self.is_word(token) && self.word(token).chars().next().is_some_and(char::is_lowercase)
    }

    /// The sentence that the token stands in, as token indexes.
    pub(crate) fn sentence(&self, token: usize) -> core::ops::Range<usize> {
        let at = self.text.sentences.partition_point(|sentence| sentence.end <= token);
        self.text.sentences.get(at).cloned().filter(|s| s.contains(&token)).unwrap_or(token..token)
    }
}
