//! Which mentions are one entity.
//!
//! Mentions that are written alike, but for case, accents and plural, are one form. Forms are joined
//! where the article or the gazetteer says so (an acronym beside its expansion, `known as`, two names of
//! one country), and short forms go to the one long form that holds them. A short form that more than
//! one long form holds goes, mention by mention, to the one named last.

use super::{
    document::{Document, SentenceCase},
    form::{Form, Kin, forms},
    gazetteer::{Gazetteer, PhraseClass},
    hash::Numbering,
    name::Name,
    place,
    vote::settle_types,
};
use crate::mark::{Entity, EntityMention, EntityType, Mark, Reading};

/// A word that more long forms than this share tells nothing.
const MOST_CANDIDATES: usize = 12;

/// Where the model is as sure of it, a nickname is what the model says; otherwise this is a person's score.
const NICKNAME: f32 = 0.75;

/// Sets of forms that are joined.
#[derive(Debug)]
pub struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    /// How many forms there are.
    #[allow(clippy::len_without_is_empty)] // nobody asks
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    fn new(count: usize) -> Self {
        Sets { parent: (0..count).collect() }
    }

    /// The form that stands for all that are joined with it.
    pub fn root(&mut self, mut form: usize) -> usize {
        while self.parent[form] != form {
            self.parent[form] = self.parent[self.parent[form]];
            form = self.parent[form];
        }
        form
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
    }
}

/// Joins names to entities. Names must be in order and must not overlap.
pub fn link(document: &Document<'_, '_>, gazetteer: &Gazetteer<'_>, mut names: Vec<Name>) -> (Vec<Mark>, Vec<Entity>) {
    nicknames(document, &mut names);
    let people = people_called_like_places(document, &mut names);
    let (forms, form_of) = forms(document, &names, &people);
    let mut sets = Sets::new(forms.len());
    join_stated(document, &names, &forms, &form_of, &mut sets);
    join_known(&forms, &mut sets);
    let mut choice: Vec<usize> = form_of.clone();
    join_short(&names, &forms, &form_of, &mut sets, &mut choice);
    settle_types(document, &mut names, &choice, &mut sets);
    build(document, gazetteer, &names, &forms, &form_of, &choice, &mut sets)
}

/// What people do and places do not.
const SPEECH: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "wrote",
    "asked",
    "argued",
    "warned",
    "explained",
    "denied",
    "insisted",
    "recalled",
    "replied",
    "testified",
    "tweeted",
    "complained",
];

/// `Guerrero told …` where the article knows an `Eduardo Guerrero` and the state of `Guerrero` too.
fn people_called_like_places(document: &Document<'_, '_>, names: &mut [Name]) -> Vec<bool> {
    let mut surnames = Numbering::default();
    for name in names.iter().filter(|name| name.entity_type == EntityType::Person && name.end - name.start > 1) {
        surnames.number(document.form(name.end - 1));
    }
    names
        .iter_mut()
        .map(|name| {
            let place = name.end - name.start == 1 && document.hits[name.start].class.has(PhraseClass::ANY_PLACE);
            let speaks = name.end < document.words.len() && SPEECH.contains(&document.text.word(name.end));
            let told = name.entity_type == EntityType::Person || (speaks && name.entity_type == EntityType::Place);
            let person = place && told && surnames.get(document.form(name.start)).is_some();
            if person {
                name.entity_type = EntityType::Person;
            }
            person
        })
        .collect()
}

/// `known as`, `alias`: what follows names the same once more.
fn says_also(word: &str) -> bool {
    matches!(word, "known" | "alias" | "a.k.a." | "aka" | "nicknamed" | "dubbed" | "abbreviated")
}

/// `Nemesio Oseguera, alias "El Mencho"`: a nickname in quotation marks is a person's, whatever the model takes it for.
fn nicknames(document: &Document<'_, '_>, names: &mut [Name]) {
    let text = document.text;
    for index in 1..names.len() {
        let (first, second) = (&names[index - 1], &names[index]);
        let between = first.end..second.start;
        let near = document.sentence_of[first.start] == document.sentence_of[second.start] && between.len() <= 6;
        let quoted = near && !between.is_empty() && matches!(text.word(between.end - 1), "\"" | "“" | "‘");
        let told = first.entity_type == EntityType::Person && second.score < NICKNAME;
        if quoted && told && between.clone().any(|token| says_also(text.word(token))) {
            names[index].entity_type = EntityType::Person;
            names[index].score = NICKNAME;
        }
    }
}

/// `Long Name (LN)`, `LN (Long Name)`, `Long Name, known as Short`.
fn join_stated(document: &Document<'_, '_>, names: &[Name], forms: &[Form], form_of: &[usize], sets: &mut Sets) {
    let text = document.text;
    for (index, pair) in names.windows(2).enumerate() {
        let (first, second) = (&pair[0], &pair[1]);
        let between = first.end..second.start;
        if document.sentence_of[first.start] != document.sentence_of[second.start] || between.len() > 6 {
            continue;
        }
        let (a, b) = (&forms[form_of[index]], &forms[form_of[index + 1]]);
        let bracketed = between.len() == 1 && text.word(between.start) == "(" && text.word(second.end) == ")";
        let also = between.clone().any(|token| says_also(text.word(token)));
        let or = between.clone().any(|token| text.word(token) == "or") && between.len() <= 2;
        let alike = first.entity_type == second.entity_type;
        let stated = (bracketed && names_itself(a, b, alike))
            || (also && alike && first.entity_type != EntityType::Place)
            || (or && (a.spells(b) || b.spells(a)));
        if stated {
            sets.join(form_of[index], form_of[index + 1]);
        }
    }
}

/// Whether the name in brackets is the one before them in short, or the other way round.
fn names_itself(outside: &Form, inside: &Form, alike: bool) -> bool {
    if outside.spells(inside) || inside.spells(outside) {
        return true;
    }
    let located = PhraseClass::ANY_PLACE.and(PhraseClass::DEMONYM);
    let organization = EntityType::Organization;
    let either = outside.words.len() == 1 || inside.words.len() == 1;
    // `Ministry of National Defense (Sedena)`: the short form is another language's.
    alike && outside.entity_type == organization && either && !inside.class.has(located) && !outside.class.has(located)
}

/// What the gazetteer or the letters say, wherever in the article the forms stand.
fn join_known(forms: &[Form], sets: &mut Sets) {
    let mut by_kin = Numbering::default();
    let mut first_of_kin: Vec<usize> = Vec::new();
    for (index, form) in forms.iter().enumerate() {
        let key = match form.kin {
            Kin::None => continue,
            Kin::Organization(number) => u32::from(number),
            Kin::Country(number) => 0x1_0000 | u32::from(number),
            Kin::People(number) => 0x2_0000 | u32::from(number),
        };
        let (number, new) = by_kin.number(key);
        if new {
            first_of_kin.push(index);
        } else {
            sets.join(first_of_kin[number], index);
        }
    }
    // `MCCI` and `Mexicans Against Corruption and Impunity` without brackets, where only one fits.
    let mut by_initials = Numbering::default();
    let mut spelled: Vec<Vec<usize>> = Vec::new();
    for (index, form) in forms.iter().enumerate().filter(|(_, form)| form.words.len() > 2 && !form.is_designation()) {
        for key in [form.initials, form.all_initials] {
            let (number, new) = by_initials.number(key);
            if new {
                spelled.push(Vec::new());
            }
            if spelled[number].last() != Some(&index) && spelled[number].len() < MOST_CANDIDATES {
                spelled[number].push(index);
            }
        }
    }
    for (index, form) in forms.iter().enumerate().filter(|(_, form)| form.acronym.is_some()) {
        let Some(number) = form.acronym.and_then(|key| by_initials.get(key)) else { continue };
        let mut roots: Vec<usize> = spelled[number].iter().map(|form| sets.root(*form)).collect();
        crate::order::sort(&mut roots);
        roots.dedup();
        if roots.len() == 1 {
            sets.join(roots[0], index);
        }
    }
}

/// Short forms: surname, first part of a place's name, a company without its form.
fn join_short(names: &[Name], forms: &[Form], form_of: &[usize], sets: &mut Sets, choice: &mut [usize]) {
    // Longest first, so that a middle form finds its long form before a short one looks for either.
    let mut order: Vec<usize> = (0..forms.len()).collect();
    crate::order::sort_by_key(&mut order, |form| (usize::MAX - forms[*form].words.len(), *form));
    let mut by_word = Numbering::default();
    let mut holders: Vec<Vec<usize>> = Vec::new();
    let mut mentions: Vec<Vec<usize>> = vec![Vec::new(); forms.len()];
    for (mention, form) in form_of.iter().enumerate() {
        mentions[*form].push(mention);
    }
    for form in order {
        let short = &forms[form];
        let mut candidates: Vec<usize> = short
            .words
            .first()
            .and_then(|word| by_word.get(*word))
            .map(|number| holders[number].iter().copied().filter(|long| short.is_short_for(&forms[*long])).collect())
            .unwrap_or_default();
        // One candidate for each entity: its longest form.
        let mut roots: Vec<usize> = Vec::new();
        candidates.retain(|candidate| {
            let root = sets.root(*candidate);
            let new = !roots.contains(&root);
            if new {
                roots.push(root);
            }
            new
        });
        match candidates[..] {
            [] => {}
            [only] => sets.join(only, form),
            _ if short.entity_type != EntityType::Person => {}
            _ => {
                for mention in &mentions[form] {
                    let at = names[*mention].start;
                    let distance = |candidate: &usize| {
                        let earlier = mentions[*candidate].partition_point(|mention| names[*mention].start < at);
                        let before = earlier.checked_sub(1).map(|index| mentions[*candidate][index]);
                        match before {
                            Some(before) => (0, at - names[before].start),
                            None => (1, mentions[*candidate].first().map_or(usize::MAX, |m| names[*m].start)),
                        }
                    };
                    if let Some(nearest) = candidates.iter().min_by_key(|candidate| distance(candidate)) {
                        choice[*mention] = *nearest;
                    }
                }
            }
        }
        for word in &short.words {
            let (number, new) = by_word.number(*word);
            if new {
                holders.push(Vec::new());
            }
            if holders[number].len() < MOST_CANDIDATES {
                holders[number].push(form);
            }
        }
    }
}

fn build(
    document: &Document<'_, '_>,
    gazetteer: &Gazetteer<'_>,
    names: &[Name],
    forms: &[Form],
    form_of: &[usize],
    choice: &[usize],
    sets: &mut Sets,
) -> (Vec<Mark>, Vec<Entity>) {
    let mut number_of_root: Vec<Option<usize>> = vec![None; forms.len()];
    let mut entities: Vec<Entity> = Vec::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut marks = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let root = sets.root(choice[index]);
        let entity = *number_of_root[root].get_or_insert_with(|| {
            entities.push(Entity {
                entity_type: name.entity_type,
                name: String::new(),
                aliases: Vec::new(),
                mentions: Vec::new(),
                country: None,
                region: None,
            });
            members.push(Vec::new());
            entities.len() - 1
        });
        members[entity].push(index);
        entities[entity].mentions.push(index);
        let reading = Reading::Entity(EntityMention { entity_type: name.entity_type, entity });
        marks.push(Mark { span: name.span(document), score: name.score, reading });
    }
    for (entity, members) in entities.iter_mut().zip(&members) {
        let mut ways: Vec<(usize, &str)> = Vec::new();
        for member in members {
            let way = names[*member].span(document).of(document.text.text);
            let sentence = document.sentence_of[names[*member].start] as usize;
            // A headline's capitals are no name's own.
            let shouted = usize::from(document.sentence_case[sentence] == SentenceCase::Capitals);
            let form = &forms[form_of[*member]];
            let rank = form.fullness * 2 + 1 - shouted;
            match ways.iter_mut().find(|(_, known)| *known == way) {
                Some((best, _)) => *best = rank.max(*best),
                None => ways.push((rank, way)),
            }
        }
        let best = ways.iter().map(|(rank, _)| *rank).max().unwrap_or(0);
        if let Some(main) = ways.iter().position(|(rank, _)| *rank == best) {
            entity.name = ways.remove(main).1.to_owned();
        }
        entity.aliases = ways.into_iter().map(|(_, way)| way.to_owned()).collect();
        if entity.entity_type == EntityType::Place {
            (entity.country, entity.region) = place::locate(document, gazetteer, names, members);
        }
    }
    (marks, entities)
}
