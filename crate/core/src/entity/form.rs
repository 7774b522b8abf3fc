//! Forms of names: how a name is written, but for case, accents, signs and plural.

use super::{
    document::Document,
    gazetteer::{PhraseClass, WordClass},
    hash::{Numbering, finish, fold, fold_char, hash_folded, join},
    name::Name,
    word::Case,
};
use crate::{mark::EntityType, text::TokenKind};

/// What the gazetteer makes of a form: forms of one kin are one entity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kin {
    /// Nothing.
    None,
    /// One of an organization's names.
    Organization(u16),
    /// One of a country's names.
    Country(u16),
    /// The people of a country.
    People(u16),
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Hashes of the folded words.
    pub words: Vec<u32>,
    /// Classes of the words.
    pub classes: Vec<WordClass>,
    /// Which words are initials.
    pub initial_letters: Vec<Option<char>>,
    /// First letters of the words, folded.
    pub letters: Vec<char>,
    /// Hash of the initials of the capitalized words.
    pub initials: u32,
    /// Hash of the initials of all words.
    pub all_initials: u32,
    /// Where the form is one word that may be an acronym, the hash of its letters.
    pub acronym: Option<u32>,
    /// The type of its first mention.
    pub entity_type: EntityType,
    /// What the gazetteer says of the whole form.
    pub class: PhraseClass,
    /// Its kin.
    pub kin: Kin,
    /// Length in characters: the fullest form names the entity.
    pub fullness: usize,
}

fn letters_hash(letters: impl IntoIterator<Item = char>) -> u32 {
    letters.into_iter().fold(0xac40, |hash, letter| finish(join(hash, letter as u32)))
}

/// Words that do not tell one company from another.
const COMPANY_FORMS: [&str; 20] = [
    "inc",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "plc",
    "group",
    "holdings",
    "sa",
    "ag",
    "gmbh",
    "nv",
    "spa",
    "cv",
    "international",
    "grupo",
    "sab",
];

impl Form {
    fn new(document: &Document<'_, '_>, name: &Name) -> Self {
        let text = document.text;
        let tokens = || (name.start..name.end).filter(|t| text.tokens[*t].kind != TokenKind::Punctuation);
        let words: Vec<u32> = tokens().map(|token| document.word(token).folded).collect();
        let classes = tokens().map(|token| document.word(token).class).collect();
        let initial_letters = tokens().map(|token| {
            let word = document.word(token);
            (word.case == Case::Initial).then_some(word.initial)
        });
        let capitals = || tokens().filter(|token| document.word(*token).is_capital());
        let hit = document.hits[name.start];
        let whole = hit.offset == 0 && name.start + usize::from(hit.length) == name.end;
        let class = if whole { hit.class } else { PhraseClass::default() };
        let kin = match name.entity_type {
            EntityType::Place if class.has(PhraseClass::COUNTRY) => Kin::Country(hit.detail & 0xff),
            EntityType::Group if class.has(PhraseClass::DEMONYM) && hit.detail & 0xff != 0xff => {
                Kin::People(hit.detail & 0xff)
            }
            EntityType::Organization
                if class.has(PhraseClass::ANY_ORGANIZATION)
                    && hit.detail != 0
                    && !class.has(PhraseClass::ANY_PLACE.and(PhraseClass::DEMONYM)) =>
            {
                Kin::Organization(hit.detail)
            }
            _ => Kin::None,
        };
        let single = name.end - name.start == 1 && document.word(name.start).is_acronym();
        let acronym = single.then(|| {
            let word = text.word(name.start);
            let plural = word.len() > 3 && word.ends_with('s');
            let letters: Vec<char> =
                word.chars().filter(|c| c.is_alphabetic() && !(plural && *c == 's')).map(fold_char).collect();
            (letters.len() > 1).then(|| letters_hash(letters))
        });
        Form {
            initials: letters_hash(capitals().map(|token| document.word(token).initial)),
            all_initials: letters_hash(tokens().map(|token| document.word(token).initial)),
            letters: tokens().map(|token| document.word(token).initial).collect(),
            acronym: acronym.flatten(),
            initial_letters: initial_letters.collect(),
            entity_type: name.entity_type,
            fullness: name.span(document).len() + usize::from(words.len() > 1) * 100,
            class,
            kin,
            words,
            classes,
        }
    }

    /// Whether it is made of letters and numbers: `T-72B3` does not spell `TB2`.
    pub fn is_designation(&self) -> bool {
        matches!(self.entity_type, EntityType::Weapon | EntityType::Product)
    }

    /// Whether the other form is an acronym of this one.
    pub fn spells(&self, other: &Form) -> bool {
        self.words.len() > 1
            && !self.is_designation()
            && other.acronym.is_some_and(|acronym| acronym == self.initials || acronym == self.all_initials)
    }

    /// Whether this form may stand for the longer one.
    pub fn is_short_for(&self, long: &Form) -> bool {
        if self.entity_type != long.entity_type || self.words.len() >= long.words.len() {
            return false;
        }
        match self.entity_type {
            EntityType::Person => self.is_part_of_person(long),
            EntityType::Organization => self.is_part_of_organization(long),
            // `Almoloya` and `Almoloya de Juárez`, but not `Mexico` and `Mexico City`.
            EntityType::Place => {
                self.words.len() == 1
                    && long.words.first() == self.words.first()
                    && long.words.get(1).is_some_and(|second| [hash_folded("de"), hash_folded("del")].contains(second))
                    && !self.class.has(PhraseClass::COUNTRY.and(PhraseClass::REGION))
            }
            EntityType::Product | EntityType::Weapon | EntityType::Law | EntityType::Event => {
                long.words.ends_with(&self.words) && self.words.len() > 1
            }
            EntityType::Group | EntityType::Work => false,
        }
    }

    fn is_part_of_person(&self, long: &Form) -> bool {
        // In order, though words of the long form may be left out: `John F. Kennedy`, `John Kennedy`.
        let mut at = 0;
        for (word, initial) in self.words.iter().zip(&self.initial_letters) {
            let fits = |i: usize| long.words[i] == *word || initial.is_some_and(|letter| long.letters[i] == letter);
            match (at..long.words.len()).find(|i| fits(*i)) {
                Some(found) => at = found + 1,
                None => return false,
            }
        }
        // The last word must be more than an initial, and more than a first name with a surname left out.
        let last_fits = self.words.last().is_some_and(|last| long.words.contains(last));
        last_fits && (self.words.len() == 1 || at > 1)
    }

    fn is_part_of_organization(&self, long: &Form) -> bool {
        // The UN Security Council is not the UN.
        if self.acronym.is_some() && self.class.has(PhraseClass::ANY_ORGANIZATION) {
            return false;
        }
        let only_key = self.classes.iter().all(|class| class.has(WordClass::ORGANIZATION.and(WordClass::FUNCTION)));
        if self.words.len() == 1 && only_key {
            // `the Ministry`, `the Court`: the caller makes sure that only one fits.
            return long.words.first() == self.words.first() || long.words.last() == self.words.last();
        }
        if self.class.has(PhraseClass::ANY_PLACE.and(PhraseClass::DEMONYM)) {
            return false;
        }
        if long.words.starts_with(&self.words) {
            let rest = self.words.len()..long.words.len();
            let forms = COMPANY_FORMS.map(hash_folded);
            let empty = rest.clone().all(|i| forms.contains(&long.words[i]));
            let of = long
                .words
                .get(self.words.len())
                .is_some_and(|next| ["of", "de", "for", "del"].map(hash_folded).contains(next));
            let kinds = rest.clone().all(|i| long.classes[i].has(WordClass::ORGANIZATION));
            // `Lantia` and `Lantia Consultores`: a word that is nothing else.
            let common = WordClass(!WordClass::OPENS_PHRASE.0);
            let telling = self.words.len() == 1 && !self.classes[0].has(common) && self.fullness > 4;
            return empty || kinds || telling || (of && self.words.len() > 1);
        }
        long.words.ends_with(&self.words) && self.words.len() > 1 && !only_key
    }
}

/// The forms of the names, and for each name its form.
///
/// `people` says which names are certain to be people though a place may be called alike: these have a
/// form of their own.
pub fn forms(document: &Document<'_, '_>, names: &[Name], people: &[bool]) -> (Vec<Form>, Vec<usize>) {
    let mut numbering = Numbering::with_capacity(names.len());
    let mut forms = Vec::new();
    let mut form_of = Vec::with_capacity(names.len());
    for (name, person) in names.iter().zip(people) {
        let (number, new) = numbering.number(key(document, name) ^ u32::from(*person));
        if new {
            forms.push(Form::new(document, name));
        }
        form_of.push(number);
    }
    (forms, form_of)
}

/// One key for all mentions that are written alike.
fn key(document: &Document<'_, '_>, name: &Name) -> u32 {
    let text = document.text;
    let tokens = (name.start..name.end).filter(|t| text.tokens[*t].kind != TokenKind::Punctuation);
    // `AK-47s`, `AK 47` and `AK47` are one, and so are `Mexican` and `Mexicans`.
    let glued = matches!(name.entity_type, EntityType::Weapon | EntityType::Product | EntityType::Group);
    if glued {
        let whole: String = tokens.map(|token| fold(text.word(token))).collect();
        let stem = whole.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(&whole);
        return hash_folded(stem) ^ 0x6755;
    }
    tokens.fold(1, |key, token| join(key, document.word(token).folded))
}
