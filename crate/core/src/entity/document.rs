//! An article as the recognizer sees it: its distinct words, which tokens may be part of a name,
//! what the gazetteer finds, and what the rest of the article says of each word.

use core::ops::Range;

use super::{
    gazetteer::{Gazetteer, LONGEST_PHRASE, Phrase, PhraseClass, WordClass, extend_phrase},
    hash::{Numbering, hash_exact},
    word::{Case, Word},
};
use crate::{
    pause::{Never, Pause, STEP, at_once, each, step},
    text::{TokenKind, TokenizedText},
};

/// At most so many joining words stand between two capitals of one name.
const LONGEST_GAP: usize = 3;

/// Beyond so many words an acronym's expansion is not looked for.
const LONGEST_EXPANSION: usize = 12;

/// What the gazetteer found at a token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hit {
    /// The phrase's classes.
    pub class: PhraseClass,
    /// Of the phrase.
    pub detail: u16,
    /// How many tokens before this one the phrase begins.
    pub offset: u8,
    /// How many tokens it has.
    pub length: u8,
}

/// How a token takes part in an acronym and its expansion: `Long Name (LN)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
#[allow(missing_docs)] // each says itself
pub enum AcronymPart {
    #[default]
    None,
    Acronym,
    ExpansionBegin,
    ExpansionInside,
}

/// An acronym beside its expansion, as token ranges.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AcronymPair {
    /// The one token of the short form.
    pub acronym: usize,
    /// The tokens of the long form.
    pub expansion: Range<usize>,
}

/// How a word is written in the article, over all its occurrences.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// In lower case.
    pub lower: u32,
    /// With a capital inside a sentence, where the capital says something.
    pub inner_capital: u32,
    /// With any capital.
    pub capital: u32,
}

/// How a sentence is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[allow(missing_docs)] // each says itself
pub enum SentenceCase {
    Normal,
    /// A headline: most words begin with a capital.
    Titled,
    /// Most words are all capitals.
    Capitals,
}

/// The article's analysis.
#[derive(Clone, Debug)]
pub struct Document<'d, 't> {
    /// The text and its tokens.
    pub text: &'d TokenizedText<'t>,
    /// The distinct words.
    pub vocabulary: Vec<Word>,
    /// For each token its word.
    pub words: Vec<u32>,
    /// For each distinct word the number of its folded form.
    pub folded: Vec<u32>,
    /// For each folded form how it is written.
    pub usage: Vec<Usage>,
    /// For each token what the gazetteer found.
    pub hits: Vec<Hit>,
    /// The runs of tokens that may be part of names, in order; all others are part of none.
    pub segments: Vec<Range<usize>>,
    /// For each token its part in acronyms.
    pub acronym_parts: Vec<AcronymPart>,
    /// For each distinct word whether it is such an acronym.
    pub paired: Vec<bool>,
    /// For each distinct word whether it is an acronym of common nouns: `public-private partnership (PPP)`.
    pub common_acronym: Vec<bool>,
    /// The acronyms that stand beside their expansions.
    pub acronyms: Vec<AcronymPair>,
    /// For each token the sentence it is in, and for each sentence its first token and how it is written.
    pub sentence_of: Vec<u32>,
    /// For each sentence how it is written.
    pub sentence_case: Vec<SentenceCase>,
}

impl<'d, 't> Document<'d, 't> {
    /// Looks at an article. Linear in its length.
    pub fn new(text: &'d TokenizedText<'t>, gazetteer: &Gazetteer<'_>) -> Self {
        at_once(Self::read(text, gazetteer, &Never))
    }

    /// As [`Document::new`], with pauses.
    pub async fn read<P: Pause>(text: &'d TokenizedText<'t>, gazetteer: &Gazetteer<'_>, pause: &P) -> Self {
        let count = text.tokens.len();
        let mut numbering = Numbering::with_capacity(count / 3 + 8);
        let mut folded_numbering = Numbering::with_capacity(count / 3 + 8);
        let (mut vocabulary, mut folded) = (Vec::new(), Vec::new());
        let mut words = Vec::with_capacity(count);
        each(&text.tokens, STEP, pause, |token| {
            let word = token.span.of(text.text);
            let (number, new) = numbering.number(hash_exact(word));
            if new {
                let word = Word::new(word, token.kind, gazetteer);
                folded.push(folded_numbering.number(word.folded).0 as u32);
                vocabulary.push(word);
            }
            words.push(number as u32);
        })
        .await;
        let mut document = Document {
            text,
            paired: vec![false; vocabulary.len()],
            common_acronym: vec![false; vocabulary.len()],
            vocabulary,
            words,
            folded,
            usage: vec![Usage::default(); folded_numbering.len()],
            hits: vec![Hit::default(); count],
            segments: Vec::new(),
            acronym_parts: vec![AcronymPart::None; count],
            acronyms: Vec::new(),
            sentence_of: vec![0; count],
            sentence_case: Vec::with_capacity(text.sentences.len()),
        };
        for (index, sentence) in text.sentences.iter().enumerate() {
            pause.pause().await;
            step(|| {
                document.sentence_of[sentence.clone()].fill(index as u32);
                let case = document.case_of(sentence.clone());
                document.sentence_case.push(case);
                document.count_usage(sentence.clone(), case);
                document.find_segments(sentence.clone());
                document.find_acronyms(sentence.clone());
            });
        }
        pause.pause().await;
        step(|| document.find_phrases(gazetteer));
        document
    }

    /// The word of a token.
    pub fn word(&self, token: usize) -> &Word {
        &self.vocabulary[self.words[token] as usize]
    }

    /// Whether the token's word is an acronym that somewhere stands beside its expansion.
    pub fn is_paired(&self, token: usize) -> bool {
        self.paired[self.words[token] as usize]
    }

    /// Whether the token's word is an acronym that somewhere stands behind the common nouns it is made of.
    pub fn is_acronym_of_common_nouns(&self, token: usize) -> bool {
        self.common_acronym[self.words[token] as usize]
    }

    /// How the token's word is written in the whole article.
    pub fn usage_of(&self, token: usize) -> Usage {
        self.usage[self.folded[self.words[token] as usize] as usize]
    }

    /// The number of the token's folded form.
    pub fn form(&self, token: usize) -> u32 {
        self.folded[self.words[token] as usize]
    }

    fn case_of(&self, sentence: Range<usize>) -> SentenceCase {
        let (mut words, mut capitals, mut uppers, mut small_content) = (0, 0, 0, 0);
        for token in sentence {
            let word = self.word(token);
            if self.text.tokens[token].kind != TokenKind::Word || word.length < 2 {
                continue;
            }
            words += 1;
            capitals += usize::from(word.is_capital());
            uppers += usize::from(word.case == Case::Upper);
            small_content += usize::from(word.case == Case::Lower && word.length > 4);
        }
        if words >= 3 && uppers * 10 >= words * 7 {
            SentenceCase::Capitals
        } else if words >= 4 && capitals * 10 >= words * 6 && small_content * 8 <= words {
            SentenceCase::Titled
        } else {
            SentenceCase::Normal
        }
    }

    fn count_usage(&mut self, sentence: Range<usize>, case: SentenceCase) {
        for token in sentence.clone() {
            if self.text.tokens[token].kind != TokenKind::Word {
                continue;
            }
            let capital = self.word(token).is_capital();
            let inner = token > sentence.start && !self.opens_quote(token - 1);
            let form = self.form(token) as usize;
            let usage = &mut self.usage[form];
            if capital {
                usage.capital += 1;
                usage.inner_capital += u32::from(inner && case == SentenceCase::Normal);
            } else {
                usage.lower += 1;
            }
        }
    }

    /// A quotation mark, bullet or colon: the next word is capitalized whatever it is.
    pub fn opens_quote(&self, token: usize) -> bool {
        matches!(self.text.word(token), "\"" | "“" | "'" | "‘" | "«" | ":" | "•" | "*" | "-" | "–" | "—" | "(" | "[")
    }

    fn find_segments(&mut self, sentence: Range<usize>) {
        let glued = |token: usize| !self.text.tokens[token].space_before;
        let anchor = |token: usize| self.text.tokens[token].kind == TokenKind::Word && self.word(token).is_capital();
        let number = |token: usize| self.text.tokens[token].kind == TokenKind::Number;
        let mut segments: Vec<Range<usize>> = Vec::new();
        for token in sentence.clone().filter(|token| anchor(*token)) {
            let mut start = token;
            // `al-Shabab`, `van Dijk`, `2006 Olympics`: particles and numbers before the capital.
            while start > sentence.start {
                let before = start - 1;
                let word = self.text.word(before);
                let prefix = || self.word(before - 1).particle || anchor(before - 1) || number(before - 1);
                if word == "-" && glued(before) && glued(start) && before > sentence.start && prefix() {
                    start = before - 1;
                } else if self.word(before).particle || (number(before) && start == token) {
                    start = before;
                } else {
                    break;
                }
            }
            let mut end = token + 1;
            // `AK-47`, `Section 194`, `G-20s`
            if end + 1 < sentence.end && self.text.word(end) == "-" && glued(end) && glued(end + 1) && number(end + 1) {
                end += 2;
                if end < sentence.end && glued(end) && self.text.tokens[end].kind == TokenKind::Word {
                    end += 1;
                }
            } else if end < sentence.end && number(end) {
                end += 1;
            }
            match segments.last_mut() {
                Some(last) if start <= last.end => last.end = last.end.max(end),
                Some(last) if start - last.end <= LONGEST_GAP && (last.end..start).all(|gap| self.word(gap).joins) => {
                    last.end = end;
                }
                _ => segments.push(start..end),
            }
        }
        self.segments.append(&mut segments);
    }

    fn find_phrases(&mut self, gazetteer: &Gazetteer<'_>) {
        for segment in self.segments.clone() {
            let mut start = segment.start;
            while start < segment.end {
                start += self.longest_phrase(gazetteer, start, segment.end).max(1);
            }
        }
    }

    /// Marks the longest phrase that begins at `start`; returns its length in tokens.
    fn longest_phrase(&mut self, gazetteer: &Gazetteer<'_>, start: usize, end: usize) -> usize {
        let first = self.word(start);
        if self.text.tokens[start].kind != TokenKind::Word || first.case == Case::Lower && !first.particle {
            return 0;
        }
        let opens = first.class.has(WordClass::OPENS_PHRASE);
        let (mut hash, mut words) = (0, 0);
        let mut best: Option<(usize, Phrase)> = None;
        for token in start..end {
            let kind = self.text.tokens[token].kind;
            if kind == TokenKind::Punctuation {
                continue;
            }
            hash = extend_phrase(hash, self.word(token).folded);
            words += 1;
            let alone = words == 1 && self.word(token).case == Case::Lower;
            if let Some(phrase) = gazetteer.phrase(hash).filter(|_| !alone) {
                best = Some((token + 1 - start, phrase));
            }
            if !opens || words == LONGEST_PHRASE {
                break;
            }
        }
        let Some((length, phrase)) = best else { return 0 };
        for offset in 0..length {
            self.hits[start + offset] =
                Hit { class: phrase.class, detail: phrase.detail, offset: offset as u8, length: length as u8 };
        }
        length
    }

    /// `Long Name (LN)` and `LN (Long Name)`.
    fn find_acronyms(&mut self, sentence: Range<usize>) {
        for open in sentence.clone().filter(|token| self.text.word(*token) == "(") {
            let Some(close) =
                (open + 1..sentence.end.min(open + 2 + LONGEST_EXPANSION)).find(|t| self.text.word(*t) == ")")
            else {
                continue;
            };
            let inside = open + 1..close;
            let pair = if inside.len() == 1 && self.word(open + 1).is_acronym() {
                self.expansion_before(open + 1, sentence.start..open)
            } else if open > sentence.start && self.word(open - 1).is_acronym() {
                self.expansion_within(open - 1, inside.clone())
            } else {
                None
            };
            let single = inside.len() == 1 && self.word(open + 1).is_acronym();
            if single && self.stands_for_common_nouns(open + 1, sentence.start..open) {
                self.common_acronym[self.words[open + 1] as usize] = true;
            } else if let Some(pair) = pair {
                self.acronym_parts[pair.acronym] = AcronymPart::Acronym;
                self.paired[self.words[pair.acronym] as usize] = true;
                self.acronym_parts[pair.expansion.clone()].fill(AcronymPart::ExpansionInside);
                self.acronym_parts[pair.expansion.start] = AcronymPart::ExpansionBegin;
                self.acronyms.push(pair);
            }
        }
    }

    fn letters(&self, token: usize) -> Vec<char> {
        let word = self.text.word(token);
        let plural = word.len() > 3 && word.ends_with('s');
        let letters = word.chars().filter(|c| c.is_alphabetic() && !(plural && c.is_lowercase()));
        letters.map(super::hash::fold_char).collect()
    }

    /// The words before the bracket whose initials spell the acronym.
    fn expansion_before(&self, acronym: usize, before: Range<usize>) -> Option<AcronymPair> {
        let letters = self.letters(acronym);
        if letters.len() < 2 {
            return None;
        }
        let earliest = before.end.saturating_sub(LONGEST_EXPANSION).max(before.start);
        let start = (earliest..before.end).rev().find(|start| {
            self.word(*start).is_capital()
                && self.word(*start).initial == letters[0]
                && self.spells(*start..before.end, &letters)
        })?;
        Some(AcronymPair { acronym, expansion: start..before.end })
    }

    /// Whether the words before the bracket spell the acronym and are common nouns or an office:
    /// `electric vehicles (EVs)`, `Chief Election Commissioner (CEC)`.
    fn stands_for_common_nouns(&self, acronym: usize, before: Range<usize>) -> bool {
        let letters = self.letters(acronym);
        let earliest = before.end.saturating_sub(LONGEST_EXPANSION).max(before.start);
        let spelled = (earliest..before.end).rev().find(|start| {
            letters.len() > 1 && self.word(*start).initial == letters[0] && self.spells(*start..before.end, &letters)
        });
        spelled.is_some_and(|start| {
            let words = || (start..before.end).map(|token| self.word(token));
            let office = self.word(before.end - 1).class.has(WordClass::ROLE)
                && !words().any(|word| word.class.has(WordClass::ORGANIZATION) || word.joins);
            office || words().all(|word| !word.is_capital())
        })
    }

    fn expansion_within(&self, acronym: usize, inside: Range<usize>) -> Option<AcronymPair> {
        let letters = self.letters(acronym);
        let start = inside.clone().find(|token| self.word(*token).is_capital())?;
        (letters.len() >= 2 && self.spells(start..inside.end, &letters))
            .then_some(AcronymPair { acronym, expansion: start..inside.end })
    }

    /// Whether the initials of the words spell the letters; joining words may be left out.
    fn spells(&self, words: Range<usize>, letters: &[char]) -> bool {
        let mut next = 0;
        for token in words {
            if self.text.tokens[token].kind != TokenKind::Word {
                continue;
            }
            let word = self.word(token);
            if next < letters.len() && word.initial == letters[next] && (word.is_capital() || !word.joins || next > 0) {
                next += 1;
            } else if !word.joins {
                return false;
            }
        }
        next == letters.len()
    }
}
