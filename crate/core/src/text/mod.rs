//! Text as the engine reads it: [`Span`]s, [`Token`]s, sentences, and offsets counted as others count.

mod offset;
mod token;

pub use offset::OffsetMap;
pub use token::{Token, TokenKind};

use core::ops::Range;

use crate::pause::{Never, Pause, at_once};

/// A place in a text: bytes, end exclusive, always on code-point borders.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// The text at the span; empty if the span does not fit the text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub const fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether nothing lies inside.
    pub const fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// Whether both share at least one byte.
    pub const fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What spans are sorted by: the first first, of those that begin at one place the longest.
    ///
    /// ```
    /// use postil_core::text::Span;
    /// let mut spans = [Span::new(7, 9), Span::new(0, 4), Span::new(0, 12)];
    /// spans.sort_by_key(Span::reading_order);
    /// assert_eq!(spans, [Span::new(0, 12), Span::new(0, 4), Span::new(7, 9)]);
    /// ```
    pub const fn reading_order(&self) -> (usize, usize) {
        (self.start, usize::MAX - self.end)
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(&self, other: &Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// A text with its tokens and sentences, made once and shared by all readers.
#[derive(Clone, Debug)]
pub struct TokenizedText<'t> {
    /// The text itself.
    pub text: &'t str,
    /// The tokens in order; white space is in none of them.
    pub tokens: Vec<Token>,
    /// The sentences, as ranges of token indexes, in order; together they cover all tokens but
    /// the [`TokenKind::Break`]s between them.
    pub sentences: Vec<Range<usize>>,
}

impl<'t> TokenizedText<'t> {
    /// Tokenizes a text and finds its sentences. Linear in the length of the text.
    ///
    /// ```
    /// use postil_core::text::TokenizedText;
    /// let text = TokenizedText::new("Sedena paid 26,000 pesos. Nobody asked.");
    /// assert_eq!(text.word(2), "26,000");
    /// assert_eq!(text.sentences, [0..5, 5..8]);
    /// ```
    pub fn new(text: &'t str) -> Self {
        at_once(Self::new_in_slices(text, &Never))
    }

    /// As [`TokenizedText::new`], with pauses.
    pub async fn new_in_slices<P: Pause>(text: &'t str, pause: &P) -> Self {
        let tokens = token::tokenize(text, pause).await;
        let sentences = token::sentences(text, &tokens, pause).await;
        TokenizedText { text, tokens, sentences }
    }

    /// The token's own text; empty past the end.
    pub fn word(&self, token: usize) -> &'t str {
        self.tokens.get(token).map_or("", |token| token.span.of(self.text))
    }
}
