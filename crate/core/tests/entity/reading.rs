//! What a reader sees: spans, types, places, her own names; and that no input makes it panic.

use postil_core::{
    entity::OwnName,
    mark::{Entity, EntityType, Mark, Reading},
    text::TokenizedText,
};
use proptest::prelude::*;

use crate::with_recognizer;

fn read(text: &str, own: &[OwnName]) -> (Vec<Mark>, Vec<Entity>) {
    with_recognizer(|recognizer| recognizer.read_with(&TokenizedText::new(text), own))
}

/// The marked names with their types.
fn names(text: &str) -> Vec<(String, &'static str)> {
    let (marks, _) = read(text, &[]);
    marks
        .iter()
        .filter_map(|mark| match &mark.reading {
            Reading::Entity(mention) => Some((mark.span.of(text).to_owned(), mention.entity_type.as_str())),
            _ => None,
        })
        .collect()
}

fn has(text: &str, name: &str, entity_type: &str) {
    let names = names(text);
    assert!(names.iter().any(|(n, t)| n == name && *t == entity_type), "{name} ({entity_type}) not in {names:?}");
}

#[test]
fn titles_articles_and_possessives_stay_outside() {
    let text = "President Gabriel Montes met the Bank of Ghana's governor, Dr. Ama Mensah, in Accra.";
    has(text, "Gabriel Montes", "person");
    has(text, "Bank of Ghana", "organization");
    has(text, "Ama Mensah", "person");
    has(text, "Accra", "place");
}

#[test]
fn only_the_place_of_a_hyphened_word_is_marked() {
    has("The Toluca-based lawyer flew to Lima.", "Toluca", "place");
    has("The pro-Russian mayor of Odesa resigned.", "Russian", "group");
    let both = names("Turkish-Iranian relations have soured, officials in Tehran said.");
    assert!(both.contains(&("Turkish".into(), "group")) && both.contains(&("Iranian".into(), "group")), "{both:?}");
}

#[test]
fn given_names_were_cut_at_their_hyphen() {
    has("Premier Su Tseng-chang spoke in Taipei on Friday.", "Su Tseng-chang", "person");
    has("President Yoon Suk-yeol told reporters in Seoul that talks would go on.", "Yoon Suk-yeol", "person");
    has("The lawyer Ana Montes-led inquiry found nothing.", "Ana Montes", "person");
}

#[test]
fn ministries_were_cut_at_the_first_of_their_fields() {
    let text = "The Ministry of Agriculture, Fisheries and Water Resources of Oman sent three experts to Muscat.";
    has(text, "Ministry of Agriculture, Fisheries and Water Resources", "organization");
    let text = "The Ministry of Health, Congress and the army were told on Monday, officials in Lima said.";
    has(text, "Ministry of Health", "organization");
}

#[test]
fn acronyms_of_common_nouns_were_organizations() {
    let text = "The town bought ten electric vehicles (EVs) through a public-private partnership (PPP). The PPP ends in May, \
        and the EVs go back to the maker.";
    assert_eq!(names(text), []);
}

#[test]
fn a_minister_s_field_was_an_organization() {
    let text = "The Minister of Health and Prevention said on Monday that the vaccine had come.";
    assert_eq!(names(text), []);
}

#[test]
fn diseases_and_the_letters_of_a_currency_were_names() {
    let names = names("The outbreak of Covid-19 cost the shop US$4,000 in all, its owner said.");
    assert_eq!(names, []);
}

#[test]
fn the_ultra_orthodox_were_nobody() {
    has("She went to an ultra-Orthodox school in Melbourne as a girl.", "ultra-Orthodox", "group");
}

#[test]
fn variants_and_warships_were_cut_short() {
    has("Two T-72B3 tanks burned near the bridge in Sumy.", "T-72B3", "weapon");
    let (_, entities) = read("A TB2 drone hit two T-72B3 tanks near Sumy.", &[]);
    assert!(entities.iter().any(|entity| entity.name == "TB2"), "{entities:?}");
    has("The carrier HMS Queen Elizabeth left Portsmouth on Monday.", "HMS Queen Elizabeth", "weapon");
    has("Rebels fired a Javelin at the tank near Sumy.", "Javelin", "weapon");
}

#[test]
fn roads_and_kinds_of_files_were_organizations() {
    let text =
        "The M1 motorway was shut near Luton. She saved the talk as an MP3 and watched the rest in 4K on a 5G phone.";
    assert!(names(text).iter().all(|(_, entity_type)| *entity_type == "place"), "{:?}", names(text));
}

#[test]
fn two_companies_with_and_were_one() {
    let text = "Telmex and América Móvil, both from Mexico City, cut their prices on Monday.";
    has(text, "Telmex", "organization");
    has(text, "América Móvil", "organization");
}

#[test]
fn port_au_prince_was_cut_at_its_hyphen() {
    has("Gunmen blocked the port of Port-au-Prince, the capital of Haiti, on Friday.", "Port-au-Prince", "place");
}

#[test]
fn the_un_was_its_security_council() {
    let text = "The U.N. Security Council met in New York. The UN has 193 members.";
    let (_, entities) = read(text, &[]);
    let council = entities.iter().find(|entity| entity.name.ends_with("Council")).expect("it is named");
    assert_eq!(council.mentions.len(), 1, "{entities:?}");
}

#[test]
fn a_nickname_was_a_place() {
    let (_, entities) = read("Police in Lima arrested Juan Pérez Rojas, alias \"El Pez,\" on Monday.", &[]);
    let person = entities.iter().find(|entity| entity.name == "Juan Pérez Rojas").expect("he is named");
    assert_eq!((person.entity_type, &person.aliases[..]), (EntityType::Person, &["El Pez".to_owned()][..]));
}

#[test]
fn athens_in_the_state_of_georgia_was_in_the_caucasus() {
    let (_, entities) = read("The band formed in Athens, Georgia, and moved to Atlanta, Georgia.", &[]);
    let countries: Vec<_> =
        entities.iter().map(|entity| (entity.name.as_str(), entity.country.map(|c| c.to_string()))).collect();
    let us = Some("US".to_owned());
    assert_eq!(countries, [("Athens", us.clone()), ("Georgia", us.clone()), ("Atlanta", us)]);
    let (_, entities) = read("They met in Tbilisi, Georgia, on Monday.", &[]);
    assert_eq!(entities[1].country.map(|c| c.to_string()), Some("GE".to_owned()));
}

#[test]
fn weekdays_months_and_first_words_are_no_names() {
    let text =
        "However, prices rose on Monday. Meanwhile, the strike in June was called off. Tuesday was quiet. Nobody came.";
    assert_eq!(names(text), []);
}

#[test]
fn laws_events_works_and_products_are_told_apart() {
    has("Deputies passed the Public Safety Law by two votes.", "Public Safety Law", "law");
    has("He fought in the Chaco War as a young man.", "Chaco War", "event");
    has("Her novel \"The House of Salt\" sold 40,000 copies in Spain.", "The House of Salt", "work");
    has("He sent the photograph by WhatsApp to his aunt.", "WhatsApp", "product");
}

#[test]
fn a_place_says_where_it_is_if_that_is_certain() {
    let (_, entities) = read("Police in Guadalajara, Mexico, and in Springfield, Illinois, found nothing.", &[]);
    let place =
        |name: &str| entities.iter().find(|e| e.name == name).unwrap_or_else(|| panic!("{name} in {entities:?}"));
    assert_eq!(place("Guadalajara").country.unwrap().as_str(), "MX");
    let springfield = place("Springfield");
    assert_eq!((springfield.country.unwrap().as_str(), springfield.region.as_deref()), ("US", Some("Illinois")));
    let (_, entities) = read("She moved to Culiacán and then to Nairobi.", &[]);
    let countries: Vec<String> = entities.iter().filter_map(|e| e.country).map(|c| c.to_string()).collect();
    assert_eq!(countries, ["MX", "KE"]);
}

#[test]
fn accents_and_capitals_do_not_part_an_entity() {
    let (_, entities) = read(
        "RAÚL IBÁÑEZ RESIGNS\nRaúl Ibáñez resigned on Friday. Mr. Ibanez gave no reason, and Raul Ibanez has left Quito.",
        &[],
    );
    let people: Vec<&Entity> = entities.iter().filter(|e| e.entity_type == EntityType::Person).collect();
    assert_eq!(people.len(), 1, "{entities:?}");
    assert_eq!(people[0].name, "Raúl Ibáñez");
    assert!(people[0].mentions.len() >= 3);
}

#[test]
fn a_people_is_not_its_country() {
    let (_, entities) = read(
        "Mexico has asked for talks. Mexican officials and many Mexicans want them; so does México's president.",
        &[],
    );
    let shape: Vec<(&str, usize)> = entities.iter().map(|e| (e.entity_type.as_str(), e.mentions.len())).collect();
    assert_eq!(shape, [("place", 2), ("group", 2)]);
}

#[test]
fn a_surname_that_is_a_place_too_goes_to_whom_the_verb_says() {
    let text = "Three men were shot in Guerrero, Mexico. Eduardo Guerrero, an analyst, counts 81 gangs. \"Follow the money,\" \
                Guerrero told this newspaper. Police in Guerrero did not comment.";
    let (marks, entities) = read(text, &[]);
    let analyst = entities.iter().find(|e| e.name == "Eduardo Guerrero").unwrap();
    let place = entities.iter().find(|e| e.name == "Guerrero").unwrap();
    assert_eq!((analyst.mentions.len(), place.mentions.len()), (2, 2), "{marks:?}");
}

#[test]
fn the_readers_own_names_override_the_model() {
    let own = [
        OwnName { name: "Red Lobo".into(), entity_type: Some(EntityType::Organization) },
        OwnName { name: "Havana".into(), entity_type: None },
    ];
    let text = "Activists of the Red Lobo met in Havana on Friday. The RED LOBO paid.";
    let (marks, entities) = read(text, &own);
    let found: Vec<&str> = marks.iter().map(|mark| mark.span.of(text)).collect();
    assert_eq!(found, ["Red Lobo", "RED LOBO"]);
    assert_eq!((entities.len(), entities[0].entity_type, marks[0].score), (1, EntityType::Organization, 1.0));
}

#[test]
fn marks_are_in_order_and_entities_point_at_them() {
    let text = include_str!("linking.txt");
    let (marks, entities) = read(text, &[]);
    assert!(marks.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    let mut seen = vec![false; marks.len()];
    for (number, entity) in entities.iter().enumerate() {
        for mention in &entity.mentions {
            let Reading::Entity(reading) = &marks[*mention].reading else { panic!("not an entity") };
            assert_eq!((reading.entity, reading.entity_type), (number, entity.entity_type));
            assert!(!std::mem::replace(&mut seen[*mention], true), "mark {mention} twice");
        }
    }
    assert!(seen.iter().all(|seen| *seen));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_makes_it_panic(
        text in "(?s)[ -~\u{a0}-\u{17f}\u{2010}-\u{201f}\n]{0,200}|(?s).{0,120}",
        words in proptest::collection::vec("[A-Z][a-z]{1,6}|[A-Z]{2,5}|of|de|-|\\(|\\)|AK|47|Gen\\.|'s|\"|,|\\.|the|film|known as", 0..60),
    ) {
        let own = [OwnName { name: text.chars().take(9).collect(), entity_type: None }];
        for text in [text.clone(), words.join(" "), words.concat()] {
            let (marks, _) = read(&text, &own);
            for mark in marks {
                prop_assert!(!mark.span.is_empty() && text.is_char_boundary(mark.span.start) && text.is_char_boundary(mark.span.end));
                prop_assert!((0.0..=1.0).contains(&mark.score));
            }
        }
    }
}
