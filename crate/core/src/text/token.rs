//! Tokenization and sentences.
//!
//! One tokenization serves figures, money and entities. Its rules:
//! - A word begins with a letter and goes on through letters, digits, combining marks and inner
//!   apostrophes: `G20`, `O'Brien`, `COVID19`. `AK-47` is three tokens.
//! - A number begins with a digit and goes on through digits and through `.`, `,` or an apostrophe
//!   that stands between digits: `1,000.50`, `1'000`. A letter ends it: `$5bn` is `$`, `5`, `bn`.
//! - A possessive is a token of its own: `Sedena`, `'s`; so is the bare apostrophe of `soldiers'`.
//! - Abbreviations keep their points: `U.S.`, `p.m.`, `Gen.`, and initials, `J.`
//! - Addresses (`https://…`, `name@host`, `@handle`, `www.…`) are one token, in which nothing is marked.
//! - A newline is a [`TokenKind::Break`]; every other sign is a token of its own.

use core::ops::Range;

use super::Span;
use crate::pause::{Pause, STEP, each, step};

/// A piece of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// Where, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether white space stands before it.
    pub space_before: bool,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenKind {
    /// Begins with a letter.
    Word,
    /// Begins with a digit.
    Number,
    /// `.`, `-`, `(` … one sign.
    Punctuation,
    /// `$`, `%`, `°`, `½` … one sign that is neither letter, digit nor punctuation.
    Symbol,
    /// An address or handle.
    Address,
    /// A newline: the border of a block.
    Break,
}

/// Titles and shortened words that keep their point; all lower case.
const ABBREVIATIONS: &[&str] = &[
    "adm", "approx", "apr", "atty", "aug", "ave", "bros", "brig", "capt", "cmdr", "co", "col", "corp", "cpl", "dec",
    "dept", "dist", "dr", "dra", "est", "etc", "feb", "fr", "ft", "gen", "gov", "hon", "inc", "ing", "jan", "jr",
    "jul", "jun", "lic", "lt", "ltd", "maj", "mar", "messrs", "mex", "mr", "mrs", "ms", "mt", "mtro", "no", "nov",
    "oct", "ofc", "ph", "pres", "prof", "profa", "pvt", "rep", "rev", "sen", "sept", "sep", "sgt", "sr", "sra", "srta",
    "st", "supt", "vol", "vs",
];

/// The longest sentence, in tokens: a text without any full stop must not become one endless sentence.
const LONGEST_SENTENCE: usize = 400;

/// Zero-width space, byte order mark, soft hyphen: they part tokens and belong to none.
const INVISIBLE: [char; 3] = ['\u{200b}', '\u{feff}', '\u{ad}'];

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{200d}')
}

/// Signs that are symbols rather than punctuation, beyond those that Unicode classes so and ASCII has.
fn is_symbol(c: char) -> bool {
    matches!(c, '$' | '%' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~' | '¢'..='©' | '¬' | '®'..='±' | '´' | '¸' | '×' | '÷')
        || (c.is_numeric() && !c.is_ascii_digit())
        || matches!(c, '\u{20a0}'..='\u{20cf}' | '\u{2100}'..='\u{2bff}' | '\u{ff04}' | '\u{ffe0}'..='\u{ffe6}' | '\u{fdfc}' | '\u{e3f}' | '\u{2030}'..='\u{2037}')
        || u32::from(c) >= 0x1_f000
}

/// Whether a character is a decimal digit that numbers may be made of.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// A text on the way to its tokens. Linear in the length of the text; never panics.
#[derive(Debug)]
struct Tokenizer<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// The first byte not yet read.
    at: usize,
    space_before: bool,
    /// Most articles have no address of mail: then no word is looked through for one.
    has_mail: bool,
}

impl<'t> Tokenizer<'t> {
    fn new(text: &'t str) -> Self {
        let tokens = Vec::with_capacity(text.len() / 5);
        Tokenizer { text, tokens, at: 0, space_before: false, has_mail: text.contains('@') }
    }

    /// Reads on, as many characters and tokens as are read between two pauses. Gives whether the end was reached.
    fn read_on(&mut self) -> bool {
        let text = self.text;
        for _ in 0..STEP {
            let at = self.at;
            let Some(c) = text[at..].chars().next() else { return true };
            if c == '\n' {
                self.put(at + 1, TokenKind::Break);
                continue;
            }
            if c.is_whitespace() || c.is_control() || INVISIBLE.contains(&c) {
                self.at += c.len_utf8();
                self.space_before = true;
                continue;
            }
            let (end, kind) = if let Some(end) = address(text, at, c, self.has_mail) {
                (end, TokenKind::Address)
            } else if is_digit(c) {
                (number(text, at), TokenKind::Number)
            } else if c.is_alphabetic() {
                (word(text, at), TokenKind::Word)
            } else if let Some(end) = possessive(text, at, c, self.space_before) {
                (end, TokenKind::Word)
            } else if is_symbol(c) {
                (at + c.len_utf8(), TokenKind::Symbol)
            } else {
                (at + c.len_utf8(), TokenKind::Punctuation)
            };
            self.put(end, kind);
        }
        false
    }

    fn put(&mut self, end: usize, kind: TokenKind) {
        self.tokens.push(Token { span: Span::new(self.at, end), kind, space_before: self.space_before });
        self.at = end;
        self.space_before = false;
    }
}

/// Splits a text into tokens.
pub(super) async fn tokenize<P: Pause>(text: &str, pause: &P) -> Vec<Token> {
    let mut tokenizer = step(|| Tokenizer::new(text));
    while !step(|| tokenizer.read_on()) {
        pause.pause().await;
    }
    tokenizer.tokens
}

/// `'s` directly behind a word.
fn possessive(text: &str, at: usize, c: char, space_before: bool) -> Option<usize> {
    if !is_apostrophe(c) || space_before || at == 0 {
        return None;
    }
    let mut rest = text[at + c.len_utf8()..].chars();
    let s = rest.next().filter(|s| matches!(s, 's' | 'S'))?;
    (!rest.next().is_some_and(is_word_char)
        && text[..at].chars().next_back().is_some_and(|last| is_word_char(last) || last == '.'))
    .then(|| at + c.len_utf8() + s.len_utf8())
}

fn number(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        if bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let separator = match bytes[at] {
            b'.' | b',' | b'\'' => 1,
            // U+2019, the typographic apostrophe of Swiss thousands.
            0xE2 if bytes[at..].starts_with("\u{2019}".as_bytes()) => 3,
            _ => break,
        };
        // Apostrophes group thousands and nothing else: 6'2 is six feet two.
        let digits = bytes[at + separator..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || (!matches!(bytes[at], b'.' | b',') && digits != 3) {
            break;
        }
        at += separator;
    }
    at
}

fn word(text: &str, start: usize) -> usize {
    let mut end = start;
    loop {
        // Most letters are of ASCII, for which no table has to be asked.
        end += text.as_bytes()[end..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let rest = &text[end..];
        if !rest.as_bytes().first().is_some_and(u8::is_ascii) {
            end += rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
        }
        let mut after = text[end..].chars();
        let Some(sign) = after.next() else { break };
        let next = after.next();
        if is_apostrophe(sign) && next.is_some_and(char::is_alphabetic) {
            let s = next.is_some_and(|n| matches!(n, 's' | 'S'));
            if s && !after.next().is_some_and(is_word_char) {
                break;
            }
            end += sign.len_utf8();
        } else if sign == '.' && single_letters(&text[start..end]) {
            // `$5M.`: behind a number the letter is its scale, and the point ends the sentence.
            let letter_follows = next.is_some_and(char::is_alphabetic);
            if !letter_follows && text[..start].ends_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            // U.S. and J.: single letters with points, each point directly followed by the next letter.
            end += 1;
            if !next.is_some_and(char::is_alphabetic) || after.next().is_some_and(is_word_char) {
                break;
            }
        } else if sign == '.' && is_abbreviation(&text[start..end]) && next.is_some_and(|n| n != '\n') {
            end += 1;
            break;
        } else {
            break;
        }
    }
    end
}

fn single_letters(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    }) && (word.contains('.') || word.chars().all(char::is_uppercase) || matches!(word, "p" | "a" | "m" | "e" | "i"))
}

fn is_abbreviation(word: &str) -> bool {
    if word.len() > 8 || !word.is_ascii() || word.chars().next().is_some_and(char::is_lowercase) && word.len() < 2 {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    // `no.`, `st.`, `mar.`, `dec.` in lower case are words at a sentence's end, not abbreviations.
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    ABBREVIATIONS.contains(&lower.as_str()) && (capital || matches!(lower.as_str(), "approx" | "etc" | "vs" | "ft"))
}

fn address(text: &str, at: usize, c: char, has_mail: bool) -> Option<usize> {
    let rest = &text[at..];
    let bytes = rest.as_bytes();
    let run = |from: usize| {
        let tail = &rest[from..];
        let end = tail.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»'));
        let run = &tail[..end.unwrap_or(tail.len())];
        from + run.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’']).len()
    };
    if c == '@' {
        let end = rest[1..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(rest.len(), |n| n + 1);
        return (end > 1).then_some(at + end);
    }
    if !c.is_ascii_alphanumeric() {
        return None;
    }
    if c == 'h' && (rest.starts_with("http://") || rest.starts_with("https://")) || c == 'w' && rest.starts_with("www.")
    {
        return Some(at + run(4));
    }
    if !has_mail {
        return None;
    }
    // name@host.tld
    let local = bytes.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-')))?;
    let host = rest.get(local..)?.strip_prefix('@')?;
    let length = host.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(host.len());
    let host = host[..length].trim_end_matches(['.', '-']);
    host.contains('.').then_some(at + local + 1 + host.len())
}

/// The sentences as ranges of token indexes.
pub(super) async fn sentences<P: Pause>(text: &str, tokens: &[Token], pause: &P) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    each(0..tokens.len(), STEP, pause, |index| {
        if tokens[index].kind == TokenKind::Break {
            if start < index {
                sentences.push(start..index);
            }
            start = index + 1;
        } else if index + 1 - start >= LONGEST_SENTENCE || ends_sentence(text, tokens, index) {
            sentences.push(start..index + 1);
            start = index + 1;
        }
    })
    .await;
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

fn ends_sentence(text: &str, tokens: &[Token], index: usize) -> bool {
    let word = |token: &Token| token.span.of(text);
    let Some(next) = tokens.get(index + 1) else { return true };
    if matches!(tokens[index].kind, TokenKind::Word | TokenKind::Number | TokenKind::Address) {
        return abbreviation_ends_sentence(text, tokens, index);
    }
    let closes = |token: &Token| matches!(word(token), ")" | "]" | "\"" | "'" | "”" | "’" | "»");
    let stop = |token: &Token| matches!(word(token), "." | "!" | "?" | "…");
    if closes(&tokens[index]) {
        // A closing sign belongs to the sentence before it.
        let mut back = index;
        while back > 0 && closes(&tokens[back]) && !tokens[back].space_before {
            back -= 1;
        }
        if back == index || !stop(&tokens[back]) || (closes(next) && !next.space_before) {
            return false;
        }
    } else if stop(&tokens[index]) {
        if (closes(next) || stop(next)) && !next.space_before {
            return false;
        }
    } else {
        return abbreviation_ends_sentence(text, tokens, index);
    }
    // A full stop glued to the next word (`example.com`, a lost space) is no border unless a capital follows.
    let lower_follows = word(next).chars().next().is_some_and(char::is_lowercase);
    next.space_before && (word(&tokens[index]) != "." || !lower_follows)
}

/// `… in the U.S. The army …`: an abbreviation of letters ends a sentence where an article or pronoun follows.
fn abbreviation_ends_sentence(text: &str, tokens: &[Token], index: usize) -> bool {
    let this = tokens[index].span.of(text);
    let Some(next) = tokens.get(index + 1) else { return true };
    this.len() > 2
        && this.ends_with('.')
        && matches!(
            next.span.of(text),
            "The"
                | "A"
                | "An"
                | "In"
                | "On"
                | "At"
                | "He"
                | "She"
                | "It"
                | "They"
                | "We"
                | "But"
                | "And"
                | "This"
                | "That"
                | "For"
        )
}

#[cfg(test)]
mod tests {
    use super::super::TokenizedText;
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        TokenizedText::new(text).tokens.iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn words_keep_apostrophes_and_digits() {
        assert_eq!(words("O'Brien joined the G20."), ["O'Brien", "joined", "the", "G20", "."]);
        assert_eq!(words("an AK-47"), ["an", "AK", "-", "47"]);
        assert_eq!(words("don't"), ["don't"]);
    }

    #[test]
    fn possessives_stand_apart() {
        assert_eq!(words("Sedena's men"), ["Sedena", "'s", "men"]);
        assert_eq!(words("Sedena’s men"), ["Sedena", "’s", "men"]);
        assert_eq!(words("the soldiers' pay"), ["the", "soldiers", "'", "pay"]);
        assert_eq!(words("the U.S.'s debt"), ["the", "U.S.", "'s", "debt"]);
    }

    #[test]
    fn numbers_keep_their_separators() {
        assert_eq!(words("26,000 pesos"), ["26,000", "pesos"]);
        assert_eq!(words("1.250.000 €"), ["1.250.000", "€"]);
        assert_eq!(words("1'000 and 1’000"), ["1'000", "and", "1’000"]);
        assert_eq!(words("US$1.3bn"), ["US", "$", "1.3", "bn"]);
        assert_eq!(
            words("6'2 tall, 5-10, 7:30."),
            ["6", "'", "2", "tall", ",", "5", "-", "10", ",", "7", ":", "30", "."]
        );
        assert_eq!(words("21st 2½"), ["21", "st", "2", "½"]);
    }

    #[test]
    fn abbreviations_keep_their_points() {
        assert_eq!(
            words("Gen. J. Ruiz left the U.S. at 7 p.m. today."),
            ["Gen.", "J.", "Ruiz", "left", "the", "U.S.", "at", "7", "p.m.", "today", "."]
        );
        assert_eq!(words("He said no."), ["He", "said", "no", "."]);
        assert_eq!(words("It was I. Then"), ["It", "was", "I.", "Then"]);
    }

    #[test]
    fn addresses_are_one_token() {
        assert_eq!(
            words("see https://example.com/a?b=1, or @sedena_mx"),
            ["see", "https://example.com/a?b=1", ",", "or", "@sedena_mx"]
        );
        assert_eq!(words("write to ana.diaz@example.com."), ["write", "to", "ana.diaz@example.com", "."]);
    }

    #[test]
    fn sentences_end_at_stops_and_breaks() {
        let count = |text: &str| TokenizedText::new(text).sentences.len();
        assert_eq!(count("One. Two! Three? \"Four.\" Five"), 5);
        assert_eq!(count("Gen. Ruiz paid $1.5 million. He left."), 2);
        assert_eq!(count("A headline\nA paragraph"), 2);
        assert_eq!(count("He lives in the U.S. The army knows."), 2);
        assert_eq!(count("a U.S. Army base"), 1);
        assert_eq!(count(""), 0);
    }

    proptest! {
        #[test]
        fn tokens_are_ordered_and_lose_nothing_but_space(text in "(?s)[ -~\u{a0}-\u{24f}\u{2000}-\u{2044}\n]{0,120}|(?s).{0,80}") {
            let TokenizedText { tokens, sentences, .. } = TokenizedText::new(&text);
            let mut at = 0;
            for token in &tokens {
                prop_assert!(token.span.start >= at && !token.span.is_empty());
                prop_assert!(text.is_char_boundary(token.span.start) && text.is_char_boundary(token.span.end));
                let skipped = |c: char| c.is_whitespace() || c.is_control() || INVISIBLE.contains(&c);
                prop_assert!(text[at..token.span.start].chars().all(skipped));
                at = token.span.end;
            }
            prop_assert!(sentences.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
