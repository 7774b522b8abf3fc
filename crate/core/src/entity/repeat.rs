//! Names that the model found once and missed elsewhere: in a headline, at a sentence's start.

use super::{
    document::Document,
    gazetteer::WordClass,
    hash::{Numbering, join},
    name::Name,
    word::Case,
};
use crate::{mark::EntityType, text::TokenKind};

/// A name is looked for elsewhere where the model was as sure of it as this, …
const SURE: f32 = 0.85;
/// … and a repeat is as sure as its model times this.
const DISCOUNT: f32 = 0.8;
/// Beyond so many tokens a name is not looked for.
const LONGEST: usize = 10;

/// Adds unmarked repeats of sure names. Names stay in order and do not overlap.
pub fn add_repeats(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    let mut known = Numbering::with_capacity(names.len());
    let mut best: Vec<Name> = Vec::new();
    let mut opening = Numbering::with_capacity(names.len());
    for name in names.iter().filter(|name| name.score >= SURE && name.end - name.start <= LONGEST) {
        // `Orthodox`, `Western`: half of their mentions name nobody.
        if name.entity_type == EntityType::Group {
            continue;
        }
        if name.end - name.start == 1 && !stands_alone(document, name.start) {
            continue;
        }
        let key = (name.start..name.end).fold(1, |key, token| join(key, document.form(token)));
        let (number, new) = known.number(key);
        if new {
            best.push(name.clone());
            opening.number(document.form(name.start));
        } else if best[number].score < name.score {
            best[number] = name.clone();
        }
    }
    let mut found = Vec::new();
    let mut next_name = 0;
    let mut token = 0;
    while token < document.words.len() {
        while next_name < names.len() && names[next_name].end <= token {
            next_name += 1;
        }
        let limit = names.get(next_name).map_or(document.words.len(), |name| name.start);
        if limit <= token {
            token = names[next_name].end;
            continue;
        }
        match repeat_at(document, token, limit, &known, &best, &opening) {
            Some(name) => {
                token = name.end;
                found.push(name);
            }
            None => token += 1,
        }
    }
    super::name::lay_over(names, found, |_, _| true);
}

/// A single word that says enough to be looked for.
fn stands_alone(document: &Document<'_, '_>, token: usize) -> bool {
    let word = document.word(token);
    let vague = WordClass::COMMON
        .and(WordClass::ROLE)
        .and(WordClass::FUNCTION)
        .and(WordClass::CALENDAR)
        .and(WordClass::ORGANIZATION);
    word.length > 2 && !word.class.has(vague)
}

fn repeat_at(
    document: &Document<'_, '_>,
    start: usize,
    limit: usize,
    known: &Numbering,
    best: &[Name],
    opening: &Numbering,
) -> Option<Name> {
    let free = |token: usize| {
        // Part of a longer name that the model left alone.
        let word = document.word(token);
        word.is_capital() && document.text.tokens[token].kind == TokenKind::Word && word.case != Case::Initial
    };
    if !free(start) || opening.get(document.form(start)).is_none() {
        return None;
    }
    let (mut key, mut longest) = (1, None);
    for token in start..limit.min(start + LONGEST) {
        key = join(key, document.form(token));
        if let Some(number) = known.get(key) {
            longest = Some((token + 1, number));
        }
    }
    let (end, number) = longest?;
    let sentence = document.sentence_of[start];
    let same = |token: usize| document.sentence_of[token] == sentence;
    let titles = WordClass::ROLE.and(WordClass::HONORIFIC);
    let before =
        start.checked_sub(1).filter(|token| same(*token) && free(*token) && !document.word(*token).class.has(titles));
    let after = Some(end).filter(|token| *token < document.words.len() && same(*token) && free(*token));
    if before.is_some() || after.is_some() {
        return None;
    }
    let model = &best[number];
    Some(Name { start, end, entity_type: model.entity_type, score: model.score * DISCOUNT })
}
