//! What one word looks like, computed once for each distinct word of an article.

use super::{
    gazetteer::{Gazetteer, WordClass},
    hash::{fold_char, hash_exact, is_dropped, join},
};
use crate::text::TokenKind;

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
#[allow(missing_docs)] // each says itself
pub enum Case {
    Lower,
    /// `Sedena`
    Title,
    /// `NATO`
    Upper,
    /// `McDonald`, `iPhone`
    Mixed,
    /// `J.`, `J`
    Initial,
    /// `U.S.`
    Points,
    Number,
    Other,
}

/// A distinct word of the article.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Hash of the word as written.
    pub exact: u32,
    /// Hash of the folded word.
    pub folded: u32,
    /// Hashes of the folded word's first two, three, four and last two, three, four characters.
    pub affixes: [u32; 6],
    /// Hash of the runs of capitals, small letters, digits and other signs: `Xx`, `X-d`.
    pub shape: u32,
    /// How it is written.
    pub case: Case,
    /// Whether it joins the parts of a name: `of`, `de`, `and`, `-`.
    pub joins: bool,
    /// Whether it may begin a name in lower case before a capital: `al`, `van`.
    pub particle: bool,
    /// What the gazetteer says of the word.
    pub class: WordClass,
    /// First letter, folded, for acronyms.
    pub initial: char,
    /// Length in characters.
    pub length: u8,
}

/// Lower-case words and signs that stand inside names.
const JOINING: &[&str] = &[
    "of", "the", "and", "for", "de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "das", "di", "du",
    "des", "le", "les", "et", "van", "von", "der", "den", "bin", "ibn", "bint", "al", "ul", "ur", "an", "on", "in",
    "to", "with", "against", "en", "para", "por", "a", "und", "&", "-", "'", "’", "/", "–", "ben", "ould", "as", "ad",
    "us", "el", "by", "at", "from", "delle", "della", "zu", "s", "'s", "’s", "upon", "a", "lo", "au", "aux", "sur",
    "sous",
];

/// No word of either list has more bytes.
const LONGEST_SMALL_WORD: usize = 7;

/// `ultra` and `sub` stand here since `ultra-Orthodox` and `sub-Saharan` are names; `pro-Russian` is not.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ibn", "van", "von", "de", "del", "da", "di", "du", "der", "ul", "as", "an", "ad", "la", "le",
    "abu", "ould", "ben", "dos", "ultra", "sub", "e", "ash", "ar", "az", "ed", "es", "at", "ter", "ten",
];

impl Word {
    /// Looks at a token. `gazetteer` tells the word's classes.
    pub fn new(text: &str, kind: TokenKind, gazetteer: &Gazetteer<'_>) -> Self {
        let mut folded_chars = ['\0'; 64];
        let mut length = 0;
        let (mut upper, mut lower, mut digits, mut points) = (0u32, 0u32, 0u32, 0u32);
        let mut first_upper = false;
        let mut shape = 0x5eed;
        let mut last_class = 0;
        for (index, c) in text.chars().enumerate() {
            let class = if c.is_ascii_digit() {
                digits += 1;
                3
            } else if c.is_uppercase() {
                upper += 1;
                first_upper |= index == 0;
                1
            } else if c.is_alphabetic() {
                lower += 1;
                2
            } else {
                points += u32::from(c == '.');
                if is_dropped(c) && c != '.' { continue } else { 4 + (c as u32 & 0xffff) }
            };
            if class != last_class {
                shape = join(shape, class);
                last_class = class;
            }
            if !is_dropped(c) && length < folded_chars.len() {
                folded_chars[length] = fold_char(c);
                length += 1;
            }
        }
        let folded_chars = &folded_chars[..length];
        let case = match kind {
            TokenKind::Number => Case::Number,
            TokenKind::Word if upper + lower > 0 => {
                if upper == 0 {
                    Case::Lower
                } else if points > 1 {
                    Case::Points
                } else if upper == 1 && lower == 0 && digits == 0 {
                    Case::Initial
                } else if lower == 0 || (upper > 2 && lower == 1 && text.ends_with('s')) {
                    Case::Upper
                } else if first_upper && upper == 1 {
                    Case::Title
                } else {
                    Case::Mixed
                }
            }
            _ => Case::Other,
        };
        let hash = |chars: &[char]| super::hash::hash_chars(chars.iter().copied());
        let prefix = |n: usize| hash(&folded_chars[..n.min(length)]);
        let suffix = |n: usize| hash(&folded_chars[length.saturating_sub(n)..]);
        let folded = super::hash::hash_folded(text);
        let small = case == Case::Lower || case == Case::Other;
        let small = small && text.len() <= LONGEST_SMALL_WORD;
        Word {
            exact: hash_exact(text),
            folded,
            affixes: [prefix(2), prefix(3), prefix(4), suffix(2), suffix(3), suffix(4)],
            shape,
            case,
            joins: small && JOINING.contains(&text),
            particle: small && PARTICLES.contains(&text),
            class: if kind == TokenKind::Word { gazetteer.word(folded) } else { WordClass::default() },
            initial: folded_chars.first().copied().unwrap_or(' '),
            length: length.min(255) as u8,
        }
    }

    /// Whether the word may be the core of a name: it holds a capital.
    pub fn is_capital(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper | Case::Mixed | Case::Initial | Case::Points)
    }

    /// Whether the word looks like an acronym.
    pub fn is_acronym(&self) -> bool {
        matches!(self.case, Case::Upper | Case::Points) || (self.case == Case::Mixed && self.length <= 8)
    }
}
