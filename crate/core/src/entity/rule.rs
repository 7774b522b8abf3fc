//! What the lists and a few sure patterns say against the model: organizations and products known by
//! name, laws and events by their last word, works in quotation marks, two peoples with a hyphen.

use super::{
    document::Document,
    gazetteer::{PhraseClass, WordClass},
    name::{Name, lay_over, overlapping},
    word::Case,
};
use crate::{mark::EntityType, text::TokenKind};

/// Where the model is as sure as this, a list does not overrule it.
const SURE: f32 = 0.9;
/// The score of what a list or pattern adds on its own.
const LISTED: f32 = 0.75;

/// Applies the rules to names in order; they stay in order and do not overlap.
pub fn apply(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    split_hyphens(document, names);
    split_pairs(document, names);
    whole_office(document, names);
    peoples(document, names);
    known(document, names);
    for name in names.iter_mut() {
        by_last_word(document, name);
        if is_road(document, name) {
            name.entity_type = EntityType::Place;
        }
    }
    works(document, names);
}

fn capital_words(document: &Document<'_, '_>, start: usize, end: usize) -> usize {
    (start..end).filter(|token| document.word(*token).is_capital()).count()
}

/// `Turkish-Iranian`, `Russia-Ukraine`: two names.
fn split_hyphens(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    let mut index = 0;
    while index < names.len() {
        let name = names[index].clone();
        let hyphen = (name.start + 1..name.end.saturating_sub(1)).find(|token| document.text.word(*token) == "-");
        if let Some(hyphen) = hyphen.filter(|_| matches!(name.entity_type, EntityType::Group | EntityType::Place)) {
            let class =
                if name.entity_type == EntityType::Group { PhraseClass::DEMONYM } else { PhraseClass::ANY_PLACE };
            let covers = |start: usize, end: usize| {
                let hit = document.hits[start];
                hit.class.has(class) && hit.offset == 0 && start + usize::from(hit.length) == end
            };
            let american = matches!(document.text.word(hyphen + 1), "American" | "Americans");
            if covers(name.start, hyphen) && covers(hyphen + 1, name.end) && !american {
                names[index].end = hyphen;
                names.insert(index + 1, Name { start: hyphen + 1, ..name });
            }
        }
        index += 1;
    }
}

/// `Attorney General's Office` begins with `Attorney`.
fn whole_office(document: &Document<'_, '_>, names: &mut [Name]) {
    for index in 0..names.len() {
        let start = names[index].start;
        let free = start > 0 && (index == 0 || names[index - 1].end < start);
        let general = document.text.word(start) == "General" && names[index].entity_type == EntityType::Organization;
        let role = free && document.word(start - 1).class.has(WordClass::ROLE);
        if general && role && document.word(start - 1).case == Case::Title && document.text.tokens[start].space_before {
            names[index].start -= 1;
            names[index].score = names[index].score.max(LISTED);
        }
    }
}

/// Peoples of more than one word (`First Nations`, `Latin American`) and prefixes that belong to one
/// (`ultra-Orthodox`); a country is no people.
fn peoples(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    let mut found = Vec::new();
    for start in document.segments.iter().cloned().flatten() {
        let hit = document.hits[start];
        let sure =
            hit.class.has(PhraseClass::DEMONYM) && !hit.class.has(PhraseClass::AMBIGUOUS.and(PhraseClass::ANY_PLACE));
        let end = start + usize::from(hit.length);
        if hit.offset != 0 || !sure || capital_words(document, start, end) < 2 {
            continue;
        }
        let whole = overlapping(names, start, end).iter().all(|name| start <= name.start && name.end <= end);
        let goes_on = end < document.words.len()
            && document.word(end).case == Case::Title
            && document.word(end).class.has(WordClass::ORGANIZATION);
        if whole && !goes_on {
            found.push(Name { start, end, entity_type: EntityType::Group, score: LISTED });
        }
    }
    lay_over(names, found, |old, new| (old.start, old.end, old.entity_type) == (new.start, new.end, new.entity_type));
    lay_over(names, ultras(document, names), |_, _| false);
    for name in names.iter_mut() {
        let hit = document.hits[name.start];
        let whole = hit.offset == 0 && name.start + usize::from(hit.length) == name.end;
        let country = whole && hit.class.has(PhraseClass::COUNTRY) && !hit.class.has(PhraseClass::DEMONYM);
        if country && matches!(name.entity_type, EntityType::Group | EntityType::Organization) {
            name.entity_type = EntityType::Place;
        }
    }
}

/// `ultra-Orthodox`, `sub-Saharan`: the prefix belongs to the people, whether or not the model knows it as one.
fn ultras(document: &Document<'_, '_>, names: &[Name]) -> Vec<Name> {
    let text = document.text;
    let glued = |token: usize| text.tokens.get(token).is_some_and(|token| !token.space_before);
    let mut found = Vec::new();
    for start in document.segments.iter().cloned().flatten() {
        let hyphened = glued(start + 1) && glued(start + 2) && text.word(start + 1) == "-";
        if !hyphened || !document.word(start + 2).is_capital() {
            continue;
        }
        let over = overlapping(names, start, start + 3).last();
        let people = over.filter(|name| name.entity_type == EntityType::Group);
        let end = people.map_or(start + 3, |name| name.end.max(start + 3));
        let wanted = match text.word(start) {
            "ultra" | "Ultra" => over.is_none() || people.is_some(),
            "sub" | "Sub" => people.is_some(),
            _ => false,
        };
        if wanted {
            found.push(Name { start, end, entity_type: EntityType::Group, score: LISTED });
        }
    }
    found
}

/// Organizations and products that the lists know by name.
fn known(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    let mut found = Vec::new();
    for start in document.segments.iter().cloned().flatten() {
        let hit = document.hits[start];
        let (product, organization) =
            (hit.class.has(PhraseClass::PRODUCT), hit.class.has(PhraseClass::ANY_ORGANIZATION));
        let located = hit.class.has(PhraseClass::ANY_PLACE.and(PhraseClass::DEMONYM));
        if hit.offset != 0 || located || !(product || organization) {
            continue;
        }
        let end = start + usize::from(hit.length);
        let entity_type = if organization { EntityType::Organization } else { EntityType::Product };
        let capitals = capital_words(document, start, end);
        // `National Guard of …` may go on: a name that holds the listed one stays as it is.
        let over = overlapping(names, start, end).first();
        let word = document.word(start);
        let single = capitals < 2;
        let spoken_for = word.class.has(WordClass::FIRST_NAME.and(WordClass::SURNAME).and(WordClass::COMMON));
        let wanted = match over {
            Some(name) if name.entity_type == entity_type => false,
            Some(name) if name.start == start && name.end == end => {
                let acronym = (word.is_acronym() && word.length > 2) || product;
                if single { name.score < if acronym { SURE } else { 0.7 } && (acronym || !spoken_for) } else { true }
            }
            Some(name) => !single && start <= name.start && name.end <= end,
            None => !single || (word.is_acronym() && word.length > 3 && !word.class.has(WordClass::COMMON)),
        };
        if wanted {
            found.push(Name { start, end, entity_type, score: LISTED });
        }
    }
    lay_over(names, found, |_, _| false);
    for name in names.iter_mut() {
        let (hit, word) = (document.hits[name.start], document.word(name.start));
        let listed = match name.entity_type {
            EntityType::Organization => PhraseClass::ANY_ORGANIZATION,
            EntityType::Product => PhraseClass::PRODUCT,
            _ => continue,
        };
        let whole = hit.class.has(listed) && hit.offset == 0 && name.start + usize::from(hit.length) == name.end;
        if whole && (capital_words(document, name.start, name.end) > 1 || (word.is_acronym() && word.length > 2)) {
            name.score = name.score.max(LISTED);
        }
    }
}

/// `Telmex and América Móvil`: two organizations where a list knows one of them.
fn split_pairs(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    let listed = |start: usize, end: usize| {
        let hit = document.hits[start];
        hit.class.has(PhraseClass::ANY_ORGANIZATION) && hit.offset == 0 && start + usize::from(hit.length) == end
    };
    let mut index = 0;
    while index < names.len() {
        let name = names[index].clone();
        let and = (name.start + 1..name.end.saturating_sub(1)).find(|token| document.text.word(*token) == "and");
        if let Some(and) = and.filter(|_| name.entity_type == EntityType::Organization) {
            let capital = document.word(and + 1).is_capital();
            let known = listed(name.start, and) || listed(and + 1, name.end);
            if capital && known && !listed(name.start, name.end) {
                names[index].end = and;
                names.insert(index + 1, Name { start: and + 1, ..name });
            }
        }
        index += 1;
    }
}

const EVENTS: &[&str] = &[
    "War",
    "Revolution",
    "Uprising",
    "Olympics",
    "Games",
    "Cup",
    "Championship",
    "Championships",
    "Massacre",
    "Intifada",
    "Holocaust",
    "Marathon",
    "Festival",
    "Summit",
    "Prix",
    "Expo",
    "Earthquake",
    "Pandemic",
    "Derby",
    "Bowl",
    "Spring",
];
const LAWS: &[&str] = &[
    "Act",
    "Law",
    "Laws",
    "Code",
    "Constitution",
    "Treaty",
    "Convention",
    "Conventions",
    "Protocol",
    "Accord",
    "Accords",
    "Pact",
    "Agreement",
    "Amendment",
    "Directive",
    "Regulation",
    "Decree",
    "Statute",
    "Charter",
    "Ordinance",
    "Bill",
];

/// Last words of buildings, grounds and streets: places, whoever runs them.
const FACILITIES: &[&str] = &[
    "Hospital",
    "Museum",
    "Airport",
    "Airfield",
    "Airbase",
    "Stadium",
    "Arena",
    "Prison",
    "Jail",
    "Penitentiary",
    "Mosque",
    "Cathedral",
    "Temple",
    "Shrine",
    "Monastery",
    "Theatre",
    "Theater",
    "Palace",
    "Castle",
    "Station",
    "Bridge",
    "Tunnel",
    "Dam",
    "Cemetery",
    "Zone",
    "Library",
    "Hotel",
    "Park",
    "Square",
    "Plaza",
    "Street",
    "Avenue",
    "Road",
    "Boulevard",
    "Port",
    "Harbour",
    "Harbor",
    "Camp",
    "Barracks",
    "Tower",
    "Refinery",
    "Mine",
    "Mall",
    "Zoo",
    "Gardens",
    "Beach",
    "Planetarium",
];

/// A `Center` of these kinds is a building or ground; others (`Center for …`, `Wiesenthal Center`) are bodies.
const KINDS_OF_CENTER: &[&str] = &[
    "Space",
    "Medical",
    "Health",
    "Shopping",
    "Convention",
    "Conference",
    "Exhibition",
    "Detention",
    "Trade",
    "Sports",
    "Sport",
    "Aquatic",
    "Civic",
    "Community",
    "Cultural",
    "Arts",
    "Visitor",
    "Reception",
    "Processing",
    "Correctional",
    "Science",
];

/// Whether tokens `start..end` name a building, ground or street.
pub fn is_facility(document: &Document<'_, '_>, start: usize, end: usize) -> bool {
    if end < start + 2 {
        return false;
    }
    let (before, last) = (document.text.word(end - 2), document.text.word(end - 1));
    FACILITIES.contains(&last) || (matches!(last, "Center" | "Centre" | "Complex") && KINDS_OF_CENTER.contains(&before))
}

/// `National Guard Law`, `Cold War`, `Treaty of Lisbon`, `Battle of Puebla`.
fn by_last_word(document: &Document<'_, '_>, name: &mut Name) {
    if name.end - name.start < 2 || matches!(name.entity_type, EntityType::Person | EntityType::Work) {
        return;
    }
    let (first, last) = (document.text.word(name.start), document.text.word(name.end - 1));
    let of = matches!(document.text.word(name.start + 1), "of" | "on" | "for");
    // `General Law on Victims`, but not `Faculty of Law of …`.
    let inner = (name.start + 1..name.end - 1).any(|token| {
        let on = matches!(document.text.word(token + 1), "on" | "against" | "for");
        on && LAWS.contains(&document.text.word(token)) && document.text.word(token - 1) != "of"
    });
    let law = inner || LAWS.contains(&last) || (of && LAWS.contains(&first));
    let event = EVENTS.contains(&last) || (of && matches!(first, "Battle" | "Siege" | "War" | "Feast" | "Day"));
    let named =
        matches!(first, "Operation" | "Hurricane" | "Typhoon" | "Cyclone") && name.entity_type != EntityType::Place;
    if is_facility(document, name.start, name.end) {
        name.entity_type = EntityType::Place;
    } else if law {
        name.entity_type = EntityType::Law;
    } else if event || named {
        name.entity_type = EntityType::Event;
    }
}

/// `M25` of `the M25 motorway`, `the A10 near Ely` left to the model.
fn is_road(document: &Document<'_, '_>, name: &Name) -> bool {
    const ROADS: &[&str] = &["motorway", "road", "highway", "autobahn", "freeway", "junction"];
    let number = |byte: u8| byte.is_ascii_digit();
    name.entity_type == EntityType::Organization
        && document.text.word(name.end - 1).bytes().last().is_some_and(number)
        && ROADS.contains(&document.text.word(name.end))
}

const WORKS: &[&str] = &[
    "film",
    "films",
    "movie",
    "novel",
    "book",
    "album",
    "song",
    "single",
    "series",
    "documentary",
    "play",
    "memoir",
    "poem",
    "painting",
    "musical",
    "opera",
    "podcast",
    "show",
    "sculpture",
    "mural",
    "essay",
    "miniseries",
    "telenovela",
    "autobiography",
];
const LONGEST_TITLE: usize = 10;

/// `the film "Roma"`: a title in quotation marks behind the word for it.
fn works(document: &Document<'_, '_>, names: &mut Vec<Name>) {
    let text = document.text;
    let mut found = Vec::new();
    for (index, token) in text.tokens.iter().enumerate().skip(1) {
        if token.kind != TokenKind::Punctuation && token.kind != TokenKind::Symbol {
            continue;
        }
        let close = match text.word(index) {
            "\"" => "\"",
            "“" => "”",
            "‘" => "’",
            _ => continue,
        };
        let before = if text.word(index - 1) == "," && index > 1 { index - 2 } else { index - 1 };
        if !WORKS.contains(&text.word(before)) {
            continue;
        }
        let inside = index + 1..(index + 2 + LONGEST_TITLE).min(text.tokens.len());
        let Some(end) = inside.clone().find(|token| text.word(*token) == close) else { continue };
        let mut end = end;
        if end > index + 1 && matches!(text.word(end - 1), "," | ".") {
            end -= 1;
        }
        let (start, capitals) = (index + 1, capital_words(document, index + 1, end));
        let content = (start..end)
            .filter(|t| {
                document.word(*t).case == Case::Lower
                    && !document.word(*t).class.has(WordClass::FUNCTION)
                    && !document.word(*t).joins
            })
            .count();
        if start < end && document.word(start).is_capital() && capitals > content {
            found.push(Name { start, end, entity_type: EntityType::Work, score: LISTED });
        }
    }
    lay_over(names, found, |_, _| false);
}
