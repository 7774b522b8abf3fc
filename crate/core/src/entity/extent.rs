//! How far a name goes, where its form tells more than the model: given names with a hyphen, ministries
//! of several fields.

use super::{
    document::Document,
    gazetteer::{PhraseClass, WordClass},
    name::Name,
    word::Case,
};
use crate::{mark::EntityType, text::TokenKind};

/// A ministry's list of fields is at most so long, in tokens.
const LONGEST_LIST: usize = 14;

/// Lengthens names that go on. Names must be in order; they stay in order and do not overlap.
pub fn lengthen(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    let mut index = 0;
    while index < names.len() {
        let name = &names[index];
        let end = match name.entity_type {
            EntityType::Person => given_name_end(document, name),
            EntityType::Organization => field_list_end(document, name),
            _ => None,
        };
        if let Some(end) = end {
            names[index].end = end;
            // What the model took for names of their own are parts of this one.
            let swallowed = names[index + 1..].iter().take_while(|next| next.start < end).count();
            names.drain(index + 1..index + 1 + swallowed);
        }
        index += 1;
    }
}

/// `Su Tseng-chang`, `Yoon Suk-yeol`: in Chinese and Korean names the second syllable is in lower case.
fn given_name_end(document: &Document<'_, '_>, name: &Name) -> Option<usize> {
    let (hyphen, syllable) = (name.end, name.end + 1);
    let glued = |token: usize| document.text.tokens.get(token).is_some_and(|token| !token.space_before);
    if !glued(hyphen) || !glued(syllable) || document.text.word(hyphen) != "-" {
        return None;
    }
    let word = document.word(syllable);
    // `Tejupilco-based`, `Obama-era` go on with a word of English.
    let english = WordClass::COMMON.and(WordClass::FUNCTION).and(WordClass::ROLE).and(WordClass::WEAPON);
    let fits = word.case == Case::Lower && (2..=6).contains(&word.length) && !word.class.has(english) && !word.joins;
    fits.then_some(syllable + 1)
}

/// `Ministry of Agriculture, Fisheries and Water Resources`: fields in a list that ends with `and`.
fn field_list_end(document: &Document<'_, '_>, name: &Name) -> Option<usize> {
    let text = document.text;
    let of = (name.start..name.end.saturating_sub(1)).any(|token| {
        document.word(token).class.has(WordClass::ORGANIZATION) && matches!(text.word(token + 1), "of" | "for" | "on")
    });
    let sentence = text.sentences[document.sentence_of[name.start] as usize].clone();
    if !of || name.end >= sentence.end || text.word(name.end) != "," {
        return None;
    }
    let field = |token: usize| {
        let word = document.word(token);
        let named = document.hits[token].class.has(PhraseClass::ANY_PLACE.and(PhraseClass::DEMONYM));
        word.case == Case::Title && text.tokens[token].kind == TokenKind::Word && !named && is_field(document, token)
    };
    let limit = sentence.end.min(name.end + LONGEST_LIST);
    let (mut at, mut last) = (name.end, false);
    loop {
        // A comma, an `and`, or both; then the words of a field.
        if text.word(at) == "," {
            at += 1;
        }
        if at < limit && matches!(text.word(at), "and" | "&") {
            last = true;
            at += 1;
        }
        let words = (at..limit).take_while(|token| field(*token)).count();
        at += words;
        if words == 0 || words > 3 {
            return None;
        }
        if last {
            return Some(at);
        }
        if at >= limit || !matches!(text.word(at), "," | "and" | "&") {
            return None;
        }
    }
}

/// Words of what ministries are for that are as often written with a capital as without.
const FIELDS: &[&str] = &[
    "Affairs",
    "Agriculture",
    "Attention",
    "Citizenship",
    "Communications",
    "Conservation",
    "Cooperation",
    "Culture",
    "Customs",
    "Defence",
    "Defense",
    "Development",
    "Economy",
    "Education",
    "Employment",
    "Energy",
    "Environment",
    "Family",
    "Finance",
    "Fisheries",
    "Foreign",
    "Forests",
    "Health",
    "Higher",
    "Housing",
    "Human",
    "Industry",
    "Information",
    "Infrastructure",
    "Innovation",
    "Irrigation",
    "Justice",
    "Labor",
    "Labour",
    "Land",
    "Lands",
    "Livestock",
    "Marine",
    "Maritime",
    "Mines",
    "Mitigation",
    "Natural",
    "Planning",
    "Population",
    "Power",
    "Public",
    "Research",
    "Resources",
    "Rural",
    "Science",
    "Security",
    "Services",
    "Skills",
    "Social",
    "Sport",
    "Sports",
    "Technology",
    "Tertiary",
    "Tourism",
    "Trade",
    "Transport",
    "Urban",
    "Water",
    "Welfare",
    "Women",
    "Works",
    "Youth",
];

/// Whether a word with a capital is what a ministry may be for: a thing, and nobody's name.
pub fn is_field(document: &Document<'_, '_>, token: usize) -> bool {
    let class = document.word(token).class;
    let thing = class.has(WordClass::COMMON) && !class.has(WordClass::FIRST_NAME.and(WordClass::SURNAME));
    thing || FIELDS.contains(&document.text.word(token))
}
