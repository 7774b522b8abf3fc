//! The features of a token, as hashes: one code for training and for use, so that they cannot differ.
//!
//! A feature is a number: the template's number mixed with what the template sees. Templates are
//! numbered in the order in which they are emitted; adding one in the middle renumbers those behind it,
//! and the model must be trained anew.

use core::ops::Range;

use super::{
    document::{AcronymPart, Document, SentenceCase},
    gazetteer::{PhraseClass, WordClass},
    hash::{finish, join},
    memory::Memory,
    word::{Case, Word},
};

/// Stands for a word before a sentence's first or behind its last.
const BORDER: u32 = 0x00c0_ffee;

/// Gives features their numbers and hands them on.
struct Emitter<'s, S: FnMut(u32)> {
    template: u32,
    sink: &'s mut S,
}

impl<S: FnMut(u32)> Emitter<'_, S> {
    /// The next template with its value.
    fn put(&mut self, value: u32) {
        self.template += 1;
        (self.sink)(finish(value ^ self.template.wrapping_mul(0x85eb_ca6b)));
    }

    /// The next template, which this token does not have.
    fn skip(&mut self) {
        self.template += 1;
    }

    fn put_if(&mut self, condition: bool, value: u32) {
        if condition {
            self.put(value);
        } else {
            self.skip();
        }
    }

    fn put2(&mut self, first: u32, second: u32) {
        self.put(join(first, second));
    }

    fn put3(&mut self, first: u32, second: u32, third: u32) {
        self.put(join(join(first, second), third));
    }
}

/// What lies around a token, the same for all tokens of a run of capitals.
#[derive(Clone, Debug)]
struct Run {
    /// The tokens of the run.
    tokens: Range<usize>,
    /// The union of the classes of its words.
    classes: WordClass,
}

/// The features of the tokens of one segment of a document.
#[derive(Clone, Debug)]
pub struct SegmentFeatures<'a, 'd, 't> {
    document: &'a Document<'d, 't>,
    segment: Range<usize>,
    sentence: Range<usize>,
    sentence_case: SentenceCase,
    runs: Vec<Run>,
}

fn phrase_value(document: &Document<'_, '_>, token: usize) -> u32 {
    let hit = document.hits[token];
    if hit.class.is_empty() { 0 } else { hit.class.highest() << 1 | u32::from(hit.offset > 0) }
}

/// The classes as a number in which names count only by whether there is one.
fn class_value(word: &Word) -> u32 {
    u32::from(word.class.0 & !(WordClass::OPENS_PHRASE.0))
}

/// The classes of key words alone.
fn key_value(word: &Word) -> u32 {
    u32::from(word.class.0 & 0x81ff)
}

const NAME: WordClass = WordClass(0b1_1110_0000_0000);

fn name_value(word: &Word) -> u32 {
    u32::from((word.class.0 & NAME.0) >> 9)
}

impl<'a, 'd, 't> SegmentFeatures<'a, 'd, 't> {
    /// Looks at a segment, one of [`Document::segments`].
    pub fn new(document: &'a Document<'d, 't>, segment: Range<usize>) -> Self {
        let number = document.sentence_of[segment.start] as usize;
        let mut runs: Vec<Run> = Vec::new();
        let mut open = false;
        for token in segment.clone() {
            let word = document.word(token);
            let lower = word.case == Case::Lower || word.case == Case::Other && word.shape != hyphen_shape();
            if lower {
                open = false;
                runs.push(Run { tokens: token..token + 1, classes: word.class });
            } else if open {
                let run = runs.last_mut().expect("a run is open");
                run.tokens.end = token + 1;
                run.classes = run.classes.and(word.class);
            } else {
                open = true;
                runs.push(Run { tokens: token..token + 1, classes: word.class });
            }
        }
        SegmentFeatures {
            document,
            sentence: document.text.sentences[number].clone(),
            sentence_case: document.sentence_case[number],
            segment,
            runs,
        }
    }

    fn at(&self, token: usize, offset: isize) -> Option<usize> {
        token.checked_add_signed(offset).filter(|token| self.sentence.contains(token))
    }

    fn exact(&self, token: usize, offset: isize) -> u32 {
        self.at(token, offset).map_or(BORDER, |token| self.document.word(token).exact)
    }

    fn folded(&self, token: usize, offset: isize) -> u32 {
        self.at(token, offset).map_or(BORDER, |token| self.document.word(token).folded)
    }

    fn shape(&self, token: usize, offset: isize) -> u32 {
        self.at(token, offset).map_or(BORDER, |token| self.document.word(token).shape)
    }

    fn case(&self, token: usize, offset: isize) -> u32 {
        self.at(token, offset).map_or(15, |token| self.document.word(token).case as u32)
    }

    fn keys(&self, token: usize, offset: isize) -> u32 {
        self.at(token, offset).map_or(0x1_0000, |token| key_value(self.document.word(token)))
    }

    fn hit(&self, token: usize, offset: isize) -> u32 {
        self.at(token, offset).map_or(0x1000, |token| phrase_value(self.document, token))
    }

    /// How the word is written elsewhere, in few values.
    fn usage(&self, token: usize) -> u32 {
        let usage = self.document.usage_of(token);
        let inner = match usage.inner_capital {
            0 => 0,
            1 => 1,
            2 | 3 => 2,
            _ => 3,
        };
        let lower = match usage.lower {
            0 => 0,
            1 => 1,
            _ => 2,
        };
        inner * 3 + lower
    }

    /// Emits the features that the first pass knows.
    pub fn emit(&self, token: usize, mut sink: impl FnMut(u32)) {
        let mut e = Emitter { template: 0, sink: &mut sink };
        let document = self.document;
        let word = *document.word(token);
        let case = word.case as u32;
        let first = token == self.sentence.start || document.opens_quote(token - 1);
        let first_flag = u32::from(first) | (self.sentence_case as u32) << 1;

        e.put(0);
        e.put(word.exact);
        e.put(word.folded);
        e.put2(word.folded, first_flag);
        for offset in [-2, -1, 1, 2] {
            e.put(self.exact(token, offset));
            e.put(self.folded(token, offset));
        }
        for offset in [-3, 3] {
            e.put(self.folded(token, offset));
        }
        e.put2(self.folded(token, -1), word.folded);
        e.put2(word.folded, self.folded(token, 1));
        e.put2(self.folded(token, -2), self.folded(token, -1));
        e.put2(self.folded(token, 1), self.folded(token, 2));
        e.put3(self.folded(token, -1), case, self.folded(token, 1));
        e.put2(self.folded(token, -1), case);
        e.put2(self.folded(token, 1), case);

        for affix in word.affixes {
            e.put(affix);
        }
        for affix in word.affixes {
            e.put2(affix, case);
        }
        for offset in [-1, 1] {
            match self.at(token, offset) {
                Some(other) => {
                    let other = document.word(other);
                    e.put2(other.affixes[1], other.case as u32);
                    e.put2(other.affixes[4], other.case as u32);
                    e.put2(other.affixes[5], other.case as u32);
                }
                None => (0..3).for_each(|_| e.skip()),
            }
        }
        e.put(word.shape);
        e.put2(word.shape, u32::from(word.length));
        for offset in [-2, -1, 1, 2] {
            e.put(self.shape(token, offset));
        }
        e.put2(self.shape(token, -1), word.shape);
        e.put2(word.shape, self.shape(token, 1));
        e.put3(self.shape(token, -1), word.shape, self.shape(token, 1));
        e.put3(self.case(token, -2) << 4 | self.case(token, -1), case << 4 | self.case(token, 1), self.case(token, 2));
        e.put2(case, first_flag);

        self.emit_gazetteer(&mut e, token, &word, first_flag);
        self.emit_run(&mut e, token, &word, first_flag);
        self.emit_article(&mut e, token, &word, first_flag);
    }

    fn emit_gazetteer<S: FnMut(u32)>(&self, e: &mut Emitter<'_, S>, token: usize, word: &Word, first_flag: u32) {
        let document = self.document;
        let case = word.case as u32;
        let hit = document.hits[token];
        let here = phrase_value(document, token);
        for bit in 0..13 {
            let on = hit.class.0 >> bit & 1 == 1;
            e.put_if(on, case << 8 | u32::from(hit.offset.min(3)) << 4 | u32::from(hit.length.min(5)));
        }
        e.put2(u32::from(hit.class.0), u32::from(hit.offset.min(2)));
        e.put3(u32::from(hit.class.0), case, first_flag);
        e.put2(here, self.hit(token, 1));
        e.put2(self.hit(token, -1), here);
        e.put3(self.hit(token, -1), here, self.hit(token, 1));
        e.put(self.hit(token, -1));
        e.put(self.hit(token, 1));
        e.put(self.hit(token, -2));
        e.put(self.hit(token, 2));
        e.put2(here, self.folded(token, -1));
        e.put2(here, self.folded(token, 1));
        e.put3(here, self.folded(token, -1), self.folded(token, 1));
        // The words right before and behind the whole phrase.
        let start = token - usize::from(hit.offset);
        let end = start + usize::from(hit.length.max(1));
        let (before, behind) = (start as isize - token as isize - 1, (end - token) as isize);
        e.put3(here, self.folded(token, before), u32::from(hit.length));
        e.put3(here, self.folded(token, behind), u32::from(hit.length));
        e.put3(here, self.case(token, before), self.case(token, behind));

        let classes = class_value(word);
        for bit in 0..16 {
            let on = word.class.0 >> bit & 1 == 1;
            e.put_if(on && bit != 14, case << 3 | first_flag);
        }
        e.put2(classes, case);
        e.put3(classes, here, case);
        let names = |offset| self.at(token, offset).map_or(31, |token| name_value(document.word(token)));
        let name = name_value(word);
        e.put3(names(-1), name, names(1));
        e.put3(names(-1) << 4 | self.case(token, -1), name << 4 | case, names(1) << 4 | self.case(token, 1));
        e.put3(name, here, self.keys(token, -1));
        for offset in [-2, -1, 1, 2] {
            e.put(self.keys(token, offset));
            e.put2(self.keys(token, offset), case);
        }
        e.put2(self.keys(token, -1), name);
        e.put2(self.keys(token, -1), classes);
        e.put2(classes, self.keys(token, 1));
        e.put2(self.folded(token, -1), classes);
        e.put2(classes, self.folded(token, 1));
    }

    fn emit_run<S: FnMut(u32)>(&self, e: &mut Emitter<'_, S>, token: usize, word: &Word, first_flag: u32) {
        let document = self.document;
        let number = self.runs.iter().position(|run| run.tokens.contains(&token)).unwrap_or(0);
        let run = &self.runs[number];
        let (start, end) = (run.tokens.start, run.tokens.end);
        let (place, length) = ((token - start).min(4) as u32, (end - start).min(6) as u32);
        let last = document.word(end - 1);
        let opener = document.word(start);
        e.put3(place, length, first_flag);
        e.put2(last.folded, u32::from(token + 1 == end));
        e.put3(last.folded, word.folded, 0);
        e.put2(key_value(last), place);
        e.put3(key_value(last), length, name_value(word));
        e.put2(opener.folded, place);
        e.put2(key_value(opener), place);
        e.put2(u32::from(run.classes.0 & 0x81ff), place);
        e.put3(u32::from(run.classes.0 & 0x9eff), length, place);
        let before = self.folded(start, -1);
        let behind = self.folded(end - 1, 1);
        e.put2(before, place);
        e.put2(behind, (end - 1 - token).min(3) as u32);
        e.put3(before, behind, length);
        e.put2(self.folded(start, -2), before);
        e.put2(behind, self.folded(end - 1, 2));
        e.put3(before, name_value(word), place);
        e.put3(before, key_value(last), place);
        e.put3(behind, key_value(last), place);
        e.put3(last.affixes[4], length, place);
        e.put3(opener.case as u32, last.case as u32, length << 3 | place);
        // Beyond the run, over a joining word: `Bank of England`.
        let neighbour = |step: isize| number.checked_add_signed(step).and_then(|number| self.runs.get(number));
        match neighbour(-2) {
            Some(other) => {
                let head = document.word(other.tokens.end - 1);
                e.put3(before, head.folded, place);
                e.put3(before, key_value(head), place);
                e.put3(before, u32::from(other.classes.0 & 0x81ff), phrase_value(document, start));
            }
            None => (0..3).for_each(|_| e.skip()),
        }
        match neighbour(2) {
            Some(other) => {
                let head = document.word(other.tokens.start);
                e.put3(behind, head.folded, place);
                e.put3(behind, key_value(last), phrase_value(document, other.tokens.start));
                e.put3(behind, u32::from(other.classes.0 & 0x81ff), u32::from(run.classes.0 & 0x81ff));
            }
            None => (0..3).for_each(|_| e.skip()),
        }
        // A joining word between two runs.
        let joins = word.joins && number > 0 && number + 1 < self.runs.len();
        if joins {
            let (left, right) = (&self.runs[number - 1], &self.runs[number + 1]);
            let (left_last, right_first) = (document.word(left.tokens.end - 1), document.word(right.tokens.start));
            e.put3(word.folded, key_value(left_last), key_value(right_first));
            e.put3(word.folded, left_last.folded, 1);
            e.put3(word.folded, right_first.folded, 2);
            e.put3(word.folded, u32::from(left.classes.0), u32::from(right.classes.0));
            e.put3(
                word.folded,
                phrase_value(document, left.tokens.end - 1),
                phrase_value(document, right.tokens.start),
            );
            e.put3(word.folded, left.tokens.len() as u32, right.tokens.len() as u32);
        } else {
            (0..6).for_each(|_| e.skip());
        }
        e.put2((self.segment.len() == end - start).into(), length);
        let whole = run.tokens.clone().fold(7, |hash, token| join(hash, document.word(token).folded));
        e.put2(whole, place);
        let all = self.segment.clone().fold(9, |hash, token| join(hash, document.word(token).folded));
        e.put2(all, (token - self.segment.start).min(8) as u32);
    }

    fn emit_article<S: FnMut(u32)>(&self, e: &mut Emitter<'_, S>, token: usize, word: &Word, first_flag: u32) {
        let document = self.document;
        let usage = self.usage(token);
        let case = word.case as u32;
        e.put3(usage, case, first_flag);
        e.put3(usage, class_value(word), first_flag);
        e.put3(usage, phrase_value(document, token), first_flag);
        for offset in [-1, 1] {
            match self.at(token, offset) {
                Some(other) => e.put3(self.usage(other), document.word(other).case as u32, case),
                None => e.skip(),
            }
        }
        let part = document.acronym_parts[token];
        e.put_if(part != AcronymPart::None, part as u32);
        let bracketed = self.at(token, -1).is_some_and(|before| document.text.word(before) == "(")
            && self.at(token, 1).is_some_and(|behind| document.text.word(behind) == ")");
        e.put_if(bracketed, case << 8 | self.at(token, -2).map_or(0, |t| key_value(document.word(t)) & 0xff));
        e.put_if(document.is_paired(token), case);
    }

    /// Emits what only the second pass knows: what the first made of the word's other mentions.
    pub fn emit_memory(&self, token: usize, memory: &Memory, mut sink: impl FnMut(u32)) {
        let mut e = Emitter { template: 1000, sink: &mut sink };
        let document = self.document;
        let case = document.word(token).case as u32;
        let here = memory.of_word(document, token);
        let first = token == self.sentence.start || document.opens_quote(token - 1);
        let first_flag = u32::from(first) | (self.sentence_case as u32) << 1;
        e.put_if(here != 0, here);
        e.put_if(here != 0, here << 8 | case << 4 | first_flag);
        let before = self.at(token, -1).map_or(0, |other| memory.of_word(document, other));
        let behind = self.at(token, 1).map_or(0, |other| memory.of_word(document, other));
        e.put_if(before != 0, before);
        e.put_if(behind != 0, behind);
        e.put_if(here | before != 0, join(before, here));
        e.put_if(here | behind != 0, join(here, behind));
        let pair_behind = self.at(token, 1).map_or(0, |_| memory.of_pair(document, token));
        let pair_before = self.at(token, -1).map_or(0, |other| memory.of_pair(document, other));
        e.put_if(pair_behind != 0, pair_behind);
        e.put_if(pair_before != 0, pair_before);
        e.put_if(pair_behind != 0, join(pair_behind, here));
        e.put_if(pair_before != 0, join(pair_before, here));
        e.put_if(here != 0, join(here, phrase_value(document, token)));
        let place = memory.place_of(document, token);
        e.put_if(place != 0, place);
        e.put_if(place != 0, join(place, join(here, case)));
    }
}

fn hyphen_shape() -> u32 {
    join(0x5eed, 4 + '-' as u32)
}

/// Kept here so that the compiler tells where a class is added without a template for it.
const _: () = assert!(PhraseClass::PRODUCT.0 == 1 << 12);
