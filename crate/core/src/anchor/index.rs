//! A text made ready for finding quotes in it: signs folded to small numbers, words looked up by hash.

use core::ops::Range;
use std::collections::BTreeMap;

/// A sign of the text, folded: ASCII is itself, all else gets a number as it comes.
pub(super) type Sign = u16;

/// A sign that the text does not have.
const UNKNOWN: Sign = 1;

/// All white space, however much and of whatever kind.
pub(super) const SPACE: Sign = b' ' as Sign;

/// A text, folded and indexed once for all quotes.
#[derive(Clone, Debug)]
pub(super) struct Index {
    pub signs: Vec<Sign>,
    /// Byte at which each sign begins in the text.
    starts: Vec<u32>,
    numbers: BTreeMap<char, Sign>,
    /// Whether the sign is part of words, by sign.
    in_word: Vec<bool>,
    /// (hash of a word, where it begins in `signs`), sorted.
    words: Vec<(u32, u32)>,
}

/// A quote with its context, folded as the text is.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub signs: Vec<Sign>,
    /// The quote itself within `signs`.
    pub quote: Range<usize>,
    /// How much of what stands before and behind is worth, ½ to 1: what is beyond the border of the
    /// quote's own block says half as much, since blocks are moved and put between others.
    pub near_before: f32,
    pub near_after: f32,
}

fn worth(near: usize, all: usize) -> f32 {
    if all == 0 { 1.0 } else { 0.5 + near as f32 / all as f32 / 2.0 }
}

/// A character as it is compared: kinds of quotation marks, dashes and spaces are one, what is not
/// seen is nothing. Sites change those without changing what they say.
fn folded(c: char) -> Option<char> {
    Some(match c {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => return None,
        c if c.is_whitespace() || c.is_control() => ' ',
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' | '´' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        c => c,
    })
}

/// Scripts that write no spaces between words: there every pair of signs is looked up instead.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

impl Index {
    pub fn new(text: &str) -> Self {
        let mut index = Index {
            signs: Vec::with_capacity(text.len()),
            starts: Vec::with_capacity(text.len()),
            numbers: BTreeMap::new(),
            in_word: (0..128u8).map(|byte| byte.is_ascii_alphanumeric()).collect(),
            words: Vec::with_capacity(text.len() / 5),
        };
        let mut reader = WordReader::default();
        for (at, c) in text.char_indices() {
            let Some(c) = folded(c) else { continue };
            if c == ' ' && index.signs.last().is_none_or(|last| *last == SPACE) {
                continue;
            }
            let sign = index.number(c);
            let here = index.signs.len();
            let words = &mut index.words;
            reader.read(c, here, |hash, start| words.push((hash, start as u32)));
            index.signs.push(sign);
            index.starts.push(at as u32);
        }
        let words = &mut index.words;
        reader.end(|hash, start| words.push((hash, start as u32)));
        index.words.sort_unstable();
        index
    }

    fn number(&mut self, c: char) -> Sign {
        if c.is_ascii() {
            return c as Sign;
        }
        if let Some(sign) = self.numbers.get(&c) {
            return *sign;
        }
        // A text of more than 65,000 different characters is no article; what is over is one sign.
        let sign = Sign::try_from(self.in_word.len()).unwrap_or(Sign::MAX);
        self.numbers.insert(c, sign);
        if usize::from(sign) == self.in_word.len() {
            self.in_word.push(c.is_alphanumeric());
        }
        sign
    }

    /// Folds a quote and its context. `None` if the quote has nothing to be found by.
    pub fn pattern(&self, prefix: &str, exact: &str, suffix: &str) -> Option<(Pattern, Vec<(u32, usize)>)> {
        let mut signs: Vec<Sign> = Vec::with_capacity(prefix.len() + exact.len() + suffix.len());
        let mut words = Vec::new();
        let mut reader = WordReader::default();
        let mut quote = 0..0;
        for (part, text) in [prefix, exact, suffix].into_iter().enumerate() {
            for c in text.chars().filter_map(folded) {
                if c == ' ' && signs.last().is_none_or(|last| *last == SPACE) {
                    continue;
                }
                let sign = if c.is_ascii() { c as Sign } else { self.numbers.get(&c).copied().unwrap_or(UNKNOWN) };
                reader.read(c, signs.len(), |hash, start| words.push((hash, start)));
                if part == 1 && sign != SPACE {
                    if quote.is_empty() {
                        quote.start = signs.len();
                    }
                    quote.end = signs.len() + 1;
                }
                signs.push(sign);
            }
        }
        reader.end(|hash, start| words.push((hash, start)));
        let near_before = worth(prefix.len() - prefix.rfind('\n').map_or(0, |at| at + 1), prefix.len());
        let near_after = worth(suffix.find('\n').unwrap_or(suffix.len()), suffix.len());
        (!quote.is_empty()).then_some((Pattern { signs, quote, near_before, near_after }, words))
    }

    /// Where a word begins, everywhere in the text.
    pub fn places(&self, word: u32) -> &[(u32, u32)] {
        let from = self.words.partition_point(|(hash, _)| *hash < word);
        let length = self.words[from..].partition_point(|(hash, _)| *hash == word);
        &self.words[from..from + length]
    }

    /// Whether the sign belongs to words.
    pub fn in_word(&self, sign: Sign) -> bool {
        self.in_word.get(usize::from(sign)).copied().unwrap_or(false)
    }

    /// How many different signs there are at most, plus one.
    pub fn alphabet(&self) -> usize {
        self.in_word.len() + 1
    }

    /// The bytes of the signs in a range that begins and ends with signs other than space.
    pub fn bytes(&self, range: &Range<usize>, text: &str) -> Option<Range<usize>> {
        let start = *self.starts.get(range.start)? as usize;
        let last = *self.starts.get(range.end.checked_sub(1)?)? as usize;
        let end = last + text.get(last..)?.chars().next()?.len_utf8();
        (start < end).then_some(start..end)
    }

    /// Whether a block begins or ends between the sign and the one before it.
    pub fn is_block_border(&self, sign: usize, text: &str) -> bool {
        // Space before the border is one sign, before or behind the place that is asked about.
        let is_break = |at: usize| {
            self.signs.get(at) == Some(&SPACE) && {
                let start = self.starts[at] as usize;
                let end = self.starts.get(at + 1).map_or(text.len(), |end| *end as usize);
                text.get(start..end).is_some_and(|space| space.contains('\n'))
            }
        };
        sign == 0 || sign >= self.signs.len() || is_break(sign - 1) || is_break(sign)
    }

    /// The first sign that begins at or behind a byte.
    pub fn sign_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| (*start as usize) < byte)
    }
}

/// Reads characters one by one and tells of each word: FNV-1a over its lower-case letters.
#[derive(Default)]
struct WordReader {
    hash: u32,
    start: usize,
    inside: bool,
    /// The sign before, in a script without spaces.
    before: Option<(char, usize)>,
}

fn mix(hash: u32, c: char) -> u32 {
    (hash ^ c as u32).wrapping_mul(0x0100_0193)
}

impl WordReader {
    fn read(&mut self, c: char, at: usize, mut tell: impl FnMut(u32, usize)) {
        if is_unspaced(c) {
            self.end(&mut tell);
            if let Some((before, start)) = self.before.replace((c, at)) {
                tell(mix(mix(0x9747_b28c, before), c), start);
            }
            return;
        }
        self.before = None;
        if c.is_alphanumeric() {
            if !self.inside {
                (self.inside, self.start, self.hash) = (true, at, 0x811c_9dc5);
            }
            let lower = if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
            self.hash = mix(self.hash, lower);
        } else {
            self.end(tell);
        }
    }

    fn end(&mut self, mut tell: impl FnMut(u32, usize)) {
        if core::mem::take(&mut self.inside) {
            tell(self.hash, self.start);
        }
    }
}
