//! One type for an entity, by all its mentions.

use super::{
    document::Document,
    gazetteer::{PhraseClass, WordClass},
    hash::Numbering,
    link::Sets,
    name::Name,
};
use crate::mark::EntityType;

/// Shorter articles may name a person once and briefly.
const LONG_ARTICLE: usize = 300;

/// Gives all mentions of an entity the type that they vote for, each with its score.
pub fn settle_types(document: &Document<'_, '_>, names: &mut [Name], choice: &[usize], sets: &mut Sets) {
    const TYPES: usize = EntityType::ALL.len();
    let mut votes: Vec<[f32; TYPES]> = vec![[0.0; TYPES]; sets.len()];
    let mut bare: Vec<Bare> = vec![Bare::default(); sets.len()];
    let mut closing = Numbering::default();
    for name in names.iter().filter(|name| name.end - name.start > 1) {
        closing.number(document.form(name.end - 1));
    }
    for (name, form) in names.iter().zip(choice) {
        let root = sets.root(*form);
        votes[root][name.entity_type as usize] += name.score;
        bare[root].add(document, name, &closing);
    }
    for (name, form) in names.iter_mut().zip(choice) {
        let root = sets.root(*form);
        let best =
            EntityType::ALL.into_iter().max_by(|a, b| votes[root][*a as usize].total_cmp(&votes[root][*b as usize]));
        name.entity_type = match best {
            Some(EntityType::Person) if document.words.len() > LONG_ARTICLE && bare[root].is_no_person() => {
                EntityType::Organization
            }
            Some(best) => best,
            None => name.entity_type,
        };
    }
}

/// What speaks against a person: the news introduces people with a first name, a title or an age. What is
/// named again and again by one word that no list knows as a person's name is a company, a band, a site.
#[derive(Clone, Copy, Debug, Default)]
struct Bare {
    mentions: usize,
    introduced: bool,
}

impl Bare {
    /// `closing` are the last words of the article's longer names: one of them may be this one in full.
    fn add(&mut self, document: &Document<'_, '_>, name: &Name, closing: &Numbering) {
        const PERSONAL: WordClass =
            WordClass::FIRST_NAME.and(WordClass::RARE_FIRST_NAME).and(WordClass::SURNAME).and(WordClass::RARE_SURNAME);
        const TITLE: WordClass = WordClass::ROLE.and(WordClass::HONORIFIC);
        let text = document.text;
        let sentence = text.sentences[document.sentence_of[name.start] as usize].clone();
        let titled = name.start > sentence.start && document.word(name.start - 1).class.has(TITLE);
        let aged = text.tokens.get(name.end + 1).is_some_and(|_| {
            text.word(name.end) == "," && text.word(name.end + 1).bytes().all(|byte| byte.is_ascii_digit())
        });
        // `pro-Aziz`, `anti-Aziz`
        let sided = name.start > sentence.start + 1
            && text.word(name.start - 1) == "-"
            && matches!(text.word(name.start - 2), "pro" | "Pro" | "anti" | "Anti");
        let in_full = closing.get(document.form(name.start)).is_some();
        let known = document.word(name.start).class.has(PERSONAL)
            || document.hits[name.start].class.has(PhraseClass::ANY_PLACE.and(PhraseClass::DEMONYM));
        self.mentions += 1;
        self.introduced |= name.end - name.start > 1 || titled || aged || sided || in_full || known;
    }

    fn is_no_person(self) -> bool {
        self.mentions > 1 && !self.introduced
    }
}
