//! Weapons by their names and designations: `AK-47`, `Barrett`, `Leopard 2`.
//!
//! The training corpora hold few weapons, so these are found by list and by pattern: what the list is
//! sure of stands alone, and what may be something else (`Patriot`, `M25`, `Colt`) needs a word of
//! weapons near. Words of roads, bands and paper sizes speak against either.

use super::{
    document::Document,
    gazetteer::{PhraseClass, WordClass},
    name::Name,
    word::Case,
};
use crate::{mark::EntityType, text::TokenKind};

/// How far a word of weapons may stand from a designation, in tokens.
const NEAR: usize = 5;
/// The score of a weapon that the list is sure of, and of one by its neighbourhood.
const SURE: f32 = 0.95;
const LIKELY: f32 = 0.85;

/// Words that say that a designation is something else.
const OTHERWISE: &[&str] = &[
    "road",
    "roads",
    "motorway",
    "motorways",
    "highway",
    "highways",
    "route",
    "routes",
    "junction",
    "junctions",
    "freeway",
    "autobahn",
    "exit",
    "lane",
    "lanes",
    "traffic",
    "commuters",
    "motorists",
    "band",
    "bands",
    "album",
    "albums",
    "song",
    "songs",
    "single",
    "concert",
    "concerts",
    "tour",
    "singer",
    "fans",
    "hit",
    "hits",
    "summit",
    "visa",
    "visas",
    "form",
    "forms",
    "paper",
    "size",
    "sheet",
    "vitamin",
    "vitamins",
    "bus",
    "buses",
    "metro",
    "subway",
    "tram",
    "grade",
    "exam",
    "exams",
    "team",
    "teams",
    "league",
    "quarterback",
    "season",
    "coach",
    "striker",
    "players",
    "car",
    "cars",
    "sedan",
    "suv",
    "phone",
    "phones",
    "smartphone",
    "camera",
    "laptop",
    "processor",
    "chip",
    "chips",
    "galaxy",
    "planet",
    "star",
    "nebula",
    "gate",
    "terminal",
    "seat",
    "seats",
    "room",
    "rooms",
    "flight",
    "hotel",
    "building",
    "street",
    "avenue",
    "leader",
    "leaders",
    "economies",
    "virus",
    "strain",
    "protein",
    "gene",
    "cheese",
    "wine",
    "shirt",
    "shirts",
    "jeans",
    "beehive",
    "hairdo",
    "hairstyle",
    "film",
    "movie",
    "novel",
    "character",
    "park",
    "zoo",
    "species",
    "cubs",
    "habitat",
    "shares",
    "stock",
    "revenue",
    "museum",
    "constellation",
    "grandmaster",
    "opening",
    "postcode",
    "printer",
    "printers",
    "tickets",
    "stadium",
    "festival",
    "guitarist",
    "drummer",
    "vocalist",
    "lyrics",
    "gum",
    "steak",
    "steaks",
    "athlete",
    "thrower",
];

/// What is done with weapons: `fired a Javelin`.
const USED: &[&str] = &["fired", "fires", "firing", "launched", "launching", "wielding", "armed", "aimed"];

/// Prefixes of warships' names.
const WARSHIPS: &[&str] = &["HMS", "USS", "INS", "BRP", "HMAS", "HMCS", "HMNZS", "ARA", "KRI", "RFS"];

/// Adds weapons to the names, and takes away what they replace and what cannot be one.
pub fn weapons(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    names.retain(|name| name.entity_type != EntityType::Weapon || is_plausible(document, name));
    let mut found: Vec<Name> = Vec::new();
    for segment in &document.segments {
        let mut token = segment.start;
        while token < segment.end {
            match weapon_at(document, token, segment.end) {
                Some(name) => {
                    token = name.end.max(token + 1);
                    found.push(name);
                }
                None => token += 1,
            }
        }
    }
    super::name::lay_over(names, found, |old, new| old.end - old.start > new.end - new.start && old.score > 0.6);
}

/// Whether what the model calls a weapon looks like one.
fn is_plausible(document: &Document<'_, '_>, name: &Name) -> bool {
    let listed = document.hits[name.start].class.has(PhraseClass::WEAPON);
    let digit = (name.start..name.end).any(|token| document.text.word(token).bytes().any(|b| b.is_ascii_digit()));
    (listed || digit || name.score > 0.8)
        && speaks(document, name.start, name.end).is_some_and(|weapons| weapons || listed)
}

fn weapon_at(document: &Document<'_, '_>, start: usize, limit: usize) -> Option<Name> {
    let hit = document.hits[start];
    let name = |end: usize, score: f32| Some(Name { start, end, entity_type: EntityType::Weapon, score });
    if hit.class.has(PhraseClass::WEAPON) && hit.offset == 0 {
        let end = variant_end(document, start + usize::from(hit.length));
        let digits = (start..end).any(|token| document.text.word(token).bytes().any(|b| b.is_ascii_digit()));
        let end = model_end(document, end, limit);
        // A name of letters that a list is sure of must still not open a longer name: `Glock Inc`.
        let opens = !digits
            && end < limit
            && document.word(end).is_capital()
            && !document.hits[end].class.has(PhraseClass::WEAPON);
        if !hit.class.has(PhraseClass::AMBIGUOUS) && !opens && speaks(document, start, end).is_some() {
            return name(end, SURE);
        }
        if names_kind(document, end) {
            return name(end, LIKELY);
        }
        let near = speaks(document, start, end)?
            && (digits || listed_near(document, start) || stands_before(document, start, |word| USED.contains(&word)));
        return if near { name(end, LIKELY) } else { None };
    }
    if let Some(end) = warship_end(document, start, limit) {
        return name(end, LIKELY);
    }
    let end = designation_end(document, start, limit)?;
    let inside = document.hits[start].class.has(PhraseClass(0b1_0111_1011_1111));
    let spoken = names_kind(document, end) || speaks(document, start, end)?;
    (!inside && spoken && !preceded_by_capital(document, start)).then_some(())?;
    name(end, LIKELY)
}

/// `Colt .45`, `Leopard 2`, `Beretta 92`: the number behind the name belongs to it.
fn model_end(document: &Document<'_, '_>, end: usize, limit: usize) -> usize {
    let number = |token: usize| token < document.words.len() && document.text.tokens[token].kind == TokenKind::Number;
    // `Colt .45`
    let point = document.text.word(end) == "." && document.text.tokens[end].space_before;
    if point && number(end + 1) && !document.text.tokens[end + 1].space_before {
        return end + 2;
    }
    if end < limit && number(end) && document.text.word(end).len() <= 3 && document.text.tokens[end].space_before {
        let counts = document.words.get(end + 1).is_some_and(|_| {
            let next = document.word(end + 1);
            next.case == Case::Lower && !next.class.has(WordClass::WEAPON.and(WordClass::FUNCTION))
        });
        if !counts {
            return end + 1;
        }
    }
    end
}

/// What is glued to a designation: the plural of `AK-47s`, the variant of `T-72B3` and `Su-30MKI`.
fn variant_end(document: &Document<'_, '_>, end: usize) -> usize {
    let glued = document.text.tokens.get(end).is_some_and(|token| !token.space_before);
    let shown = document.text.word(end);
    let number = end > 0 && document.text.tokens[end - 1].kind == TokenKind::Number;
    let variant = number
        && shown.len() <= 3
        && shown.starts_with(|c: char| c.is_ascii_uppercase())
        && shown.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if glued && (shown == "s" || variant) { end + 1 } else { end }
}

/// `HMS Queen Elizabeth`: the prefix and the capitals behind it.
fn warship_end(document: &Document<'_, '_>, start: usize, limit: usize) -> Option<usize> {
    let capitals = (start + 1..limit)
        .take_while(|token| document.word(*token).is_capital() && document.text.tokens[*token].space_before)
        .count();
    let ship = WARSHIPS.contains(&document.text.word(start)) && (1..=3).contains(&capitals);
    ship.then_some(start + 1 + capitals)
}

/// `F-16`, `T-72B`, `M4`, `MQ-9s`: a few capitals and a number.
fn designation_end(document: &Document<'_, '_>, start: usize, limit: usize) -> Option<usize> {
    let text = document.text;
    let word = document.word(start);
    let shown = text.word(start);
    if text.tokens[start].kind != TokenKind::Word || !word.is_capital() {
        return None;
    }
    let letters = shown.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters < shown.len() {
        // `M4`, `MP5`, `AK47s`
        let rest = &shown[letters..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let tail = &rest[digits..];
        let fits = letters <= 3
            && (1..=3).contains(&digits)
            && shown.as_bytes()[0].is_ascii_uppercase()
            && tail.bytes().all(|b| b.is_ascii_alphanumeric())
            && tail.len() <= 2;
        return fits.then_some(start + 1);
    }
    let glued = |token: usize| token < limit && !text.tokens[token].space_before;
    let number = start + 2;
    let fits = letters <= 5
        && glued(start + 1)
        && text.word(start + 1) == "-"
        && glued(number)
        && text.tokens[number].kind == TokenKind::Number
        && text.word(number).len() <= 3
        && (word.case != Case::Title || letters <= 3);
    if !fits {
        return None;
    }
    let mut end = number + 1;
    // `F-15E`, `AK-47s`, `C-130J`
    let suffix = text.tokens.get(end).is_some_and(|token| !token.space_before && token.kind == TokenKind::Word);
    if suffix && text.word(end).len() <= 2 {
        end += 1;
    }
    // `F-16-style` goes on with a hyphen, `A-10-2` does not name a weapon.
    Some(end)
}

fn preceded_by_capital(document: &Document<'_, '_>, start: usize) -> bool {
    start > 0 && document.sentence_of[start - 1] == document.sentence_of[start] && document.text.word(start - 1) == "-"
}

/// What the words around say: `None` that it is something else, else whether they speak of weapons.
fn speaks(document: &Document<'_, '_>, start: usize, end: usize) -> Option<bool> {
    let sentence = document.text.sentences[document.sentence_of[start] as usize].clone();
    let around = start.saturating_sub(NEAR).max(sentence.start)..(end + NEAR).min(sentence.end);
    let mut weapons = false;
    for token in around.filter(|token| !(start..end).contains(token)) {
        let word = document.word(token);
        if word.case == Case::Lower && OTHERWISE.contains(&document.text.word(token)) {
            return None;
        }
        weapons |= word.class.has(WordClass::WEAPON) && word.case == Case::Lower;
    }
    Some(weapons)
}

/// Whether a word of weapons follows within three words: `Patriot air-defence missiles`.
fn names_kind(document: &Document<'_, '_>, end: usize) -> bool {
    let mut token = end;
    let mut words = 0;
    while token < document.words.len() && words < 4 {
        let word = document.word(token);
        if word.class.has(WordClass::WEAPON) && word.case == Case::Lower {
            return true;
        }
        match document.text.tokens[token].kind {
            TokenKind::Word if word.case == Case::Lower && !word.class.has(WordClass::FUNCTION) => words += 1,
            TokenKind::Number => words += 1,
            TokenKind::Punctuation if matches!(document.text.word(token), "-" | "." | "\"" | "”") => {}
            _ => return false,
        }
        token += 1;
    }
    false
}

/// `missiles such as the Patriot`, `a pistol, a Colt`: the kind stands before.
fn listed_near(document: &Document<'_, '_>, start: usize) -> bool {
    let kind = |token: usize| {
        let word = document.word(token);
        word.class.has(WordClass::WEAPON) && word.case == Case::Lower
    };
    before(document, start).any(kind)
}

fn stands_before(document: &Document<'_, '_>, start: usize, wanted: impl Fn(&str) -> bool) -> bool {
    before(document, start).any(|token| wanted(document.text.word(token)))
}

/// The tokens close before one, in its sentence.
fn before(document: &Document<'_, '_>, start: usize) -> core::ops::Range<usize> {
    let sentence = document.text.sentences[document.sentence_of[start] as usize].start;
    start.saturating_sub(NEAR).max(sentence)..start
}
