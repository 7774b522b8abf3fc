//! What is written like a name and names nothing: common nouns in capitals, acronyms of common nouns,
//! a minister's field.

use super::{
    document::Document,
    extent,
    gazetteer::{PhraseClass, WordClass},
    word::Case,
};
use crate::{mark::EntityType, text::TokenKind};

/// Capitals that are common nouns, plural without `s`.
const COMMON_CAPITALS: &[&str] = &[
    "A.D.", "AD", "AI", "AIDS", "ATM", "B.C.", "BC", "CCTV", "CEO", "CFO", "CM", "COO", "COVID", "Covid", "DIY", "DNA",
    "DVD", "EV", "FAQ", "FM", "GDP", "GMO", "GMT", "GNP", "GPA", "GPS", "HIV", "HPV", "HR", "ICT", "ICU", "ID", "IED",
    "IMEI", "IPO", "IQ", "IT", "JV", "LED", "LGBT", "LGBTQ", "LNG", "LPG", "MBA", "MEP", "MP3", "MP4", "MLA", "MOU",
    "MP", "MVP", "MoU", "NGO", "OK", "P.O.", "PC", "PCR", "PDF", "PIN", "PM", "POW", "PPE", "PR", "PTSD", "PhD", "QR",
    "RNA", "Rs", "SIM", "SME", "SMS", "SUV", "TB", "TV", "UAV", "UFO", "URL", "USB", "UTC", "UV", "VAT", "VIP", "VPN",
    "WMD",
];

/// Whether the tokens `start..end` name nothing.
pub fn names_nothing(document: &Document<'_, '_>, start: usize, end: usize, entity_type: EntityType) -> bool {
    let located = matches!(entity_type, EntityType::Place | EntityType::Organization);
    if located && document.text.word(end - 1) == "19" && is_common_noun(document, start) {
        return true;
    }
    // `3D`, `4K`, `5G`
    let generation = document.text.tokens[start].kind == TokenKind::Number && end - start == 2;
    if generation && entity_type == EntityType::Organization && document.text.word(end - 1).len() <= 2 {
        return true;
    }
    if end - start == 1 && is_never_a_name(document, start, entity_type) {
        return true;
    }
    located && (is_money(document, end) || (entity_type == EntityType::Organization && is_field(document, start, end)))
}

fn is_common_noun(document: &Document<'_, '_>, token: usize) -> bool {
    let shown = document.text.word(token);
    COMMON_CAPITALS.contains(&shown) || COMMON_CAPITALS.contains(&shown.strip_suffix('s').unwrap_or(shown))
}

/// A weekday, a month, a function word, a common noun in capitals or its acronym alone names nothing.
fn is_never_a_name(document: &Document<'_, '_>, token: usize, entity_type: EntityType) -> bool {
    let word = document.word(token);
    if is_common_noun(document, token) {
        return !document.is_paired(token);
    }
    if document.is_acronym_of_common_nouns(token) && !document.is_paired(token) {
        return true;
    }
    if matches!(document.text.word(token), "Indigenous" | "Aboriginal") && entity_type != EntityType::Group {
        return true;
    }
    if document.hits[token].class.has(PhraseClass::ANY_PLACE) || word.is_acronym() {
        return false;
    }
    let calendar = word.class.has(WordClass::CALENDAR) && entity_type != EntityType::Person;
    calendar || (word.class.has(WordClass::FUNCTION) && word.case == Case::Title)
}

/// `US` of `US$4.54 billion` is no place.
fn is_money(document: &Document<'_, '_>, end: usize) -> bool {
    document.text.tokens.get(end).is_some_and(|token| !token.space_before && document.text.word(end) == "$")
}

/// `Minister of Health and Prevention`: the office, not the ministry, is named.
fn is_field(document: &Document<'_, '_>, start: usize, end: usize) -> bool {
    const OFFICES: &[&str] = &["Minister", "Ministers", "Secretary", "Undersecretary", "Commissioner"];
    let text = document.text;
    let office = start > 1 && matches!(text.word(start - 1), "of" | "for") && OFFICES.contains(&text.word(start - 2));
    if !office {
        return false;
    }
    let somebody = |token: usize| {
        let known = WordClass::FIRST_NAME.and(WordClass::SURNAME).and(WordClass::ORGANIZATION);
        let located = document.hits[token].class.has(PhraseClass::ANY_PLACE.and(PhraseClass::DEMONYM));
        document.word(token).class.has(known) || located || document.word(token).is_acronym()
    };
    let field = |token: usize| extent::is_field(document, token);
    (start..end).any(field) && (start..end).all(|token| field(token) || !somebody(token))
}
