//! `gazetteer`: lists of names → `gazetteer.bin`.
//!
//! Sources: the developers' `lexicons` folder (GeoNames, INEGI, the World Factbook, faker …, see NOTICE),
//! the lists of our own beside this crate, and, for words that are mostly written in lower case, counts
//! over the training corpora that are not share-alike.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    io::Read,
    path::Path,
};

use flate2::read::GzDecoder;
use postil_core::{
    entity::{
        fold,
        gazetteer::{LONGEST_PHRASE, Phrase, PhraseClass, PhraseEntry, WordClass, pack, phrase_hash},
        hash::hash_folded,
    },
    mark::Country,
    text::{TokenKind, TokenizedText},
};
use postil_tables::Failure;

use crate::{arguments::Arguments, corpus};

/// Smaller towns are left out, except in Mexico.
const SMALLEST_TOWN: u64 = 15_000;
/// A name that one list of locales alone has is rare.
const COMMON_NAME_LOCALES: usize = 3;
/// A word is common if so many of its uses are in lower case, …
const COMMON_SHARE: f64 = 0.9;
/// … and it is used so often.
const COMMON_USES: usize = 4;

const WORDS: &str = include_str!("../lists/words.tsv");
const GROUPS: &str = include_str!("../lists/groups.tsv");
/// Names of languages in English: CLDR 48, as `Intl.DisplayNames` gives them.
const LANGUAGES: &str = include_str!("../lists/languages.tsv");
const REGIONS: &str = include_str!("../lists/regions.tsv");
const WEAPONS: &str = include_str!("../lists/weapons.tsv");
const LEADERS: &str = include_str!("../lists/leaders.tsv");
const PRODUCTS: &str = include_str!("../lists/products.tsv");
const ORGANIZATIONS: &str = include_str!("../lists/organizations.tsv");

/// A table with a header line: one map of columns a row.
fn rows(text: &str) -> Vec<HashMap<&str, &str>> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    lines.map(|line| header.iter().copied().zip(line.split('\t')).collect()).collect()
}

fn read(path: &Path) -> Result<String, Failure> {
    let fail = |e| format!("{}: {e}", path.display());
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(File::open(path).map_err(fail)?).read_to_string(&mut text).map_err(fail)?;
    } else {
        text = fs::read_to_string(path).map_err(fail)?;
    }
    Ok(text)
}

/// A place as it is collected: class, population, where.
#[derive(Clone, Copy)]
struct Place {
    class: PhraseClass,
    population: u64,
    country: usize,
    region: usize,
}

const NO_COUNTRY: usize = 255;

#[derive(Default)]
struct Builder {
    words: HashMap<u32, WordClass>,
    phrases: HashMap<u32, Phrase>,
    places: HashMap<u32, Vec<Place>>,
    countries: Vec<Country>,
    regions: Vec<String>,
    organizations: u16,
}

/// The hashes of a name's words; none where it is too long.
fn key(name: &str) -> Option<(u32, Vec<u32>)> {
    let text = TokenizedText::new(name);
    let tokens = text.tokens.iter().filter(|token| token.kind != TokenKind::Punctuation);
    let words: Vec<u32> = tokens.map(|token| hash_folded(token.span.of(name))).collect();
    (!words.is_empty() && words.len() <= LONGEST_PHRASE).then(|| (phrase_hash(words.iter().copied()), words))
}

impl Builder {
    fn word(&mut self, word: &str, class: WordClass) {
        let entry = self.words.entry(hash_folded(word)).or_default();
        *entry = entry.and(class);
    }

    fn opens(&mut self, words: &[u32]) {
        if words.len() > 1 {
            let entry = self.words.entry(words[0]).or_default();
            *entry = entry.and(WordClass::OPENS_PHRASE);
        }
    }

    fn phrase(&mut self, name: &str, class: PhraseClass, detail: u16) {
        let Some((hash, words)) = key(name) else { return };
        self.opens(&words);
        let entry = self.phrases.entry(hash).or_insert(Phrase { class: PhraseClass::default(), detail });
        entry.class = entry.class.and(class);
    }

    fn place(&mut self, name: &str, place: Place) {
        let Some((hash, words)) = key(name) else { return };
        self.opens(&words);
        self.places.entry(hash).or_default().push(place);
    }

    fn country(&mut self, code: &str) -> usize {
        let Some(country) = Country::parse(code) else { return NO_COUNTRY };
        let known = self.countries.iter().position(|c| *c == country);
        known.unwrap_or_else(|| {
            self.countries.push(country);
            self.countries.len() - 1
        })
    }

    fn region(&mut self, name: &str) -> usize {
        let known = self.regions.iter().position(|region| region == name);
        1 + known.unwrap_or_else(|| {
            self.regions.push(name.to_owned());
            self.regions.len() - 1
        })
    }

    /// Decides for every name of places which one it is, and whether that is certain.
    fn settle_places(&mut self) {
        for (hash, places) in std::mem::take(&mut self.places) {
            let main = places.iter().max_by_key(|p| (p.class.has(PhraseClass::COUNTRY), p.population)).copied();
            let Some(main) = main else { continue };
            let mut class = places.iter().fold(PhraseClass::default(), |class, place| class.and(place.class));
            let rival = |p: &&Place| p.population * 10 >= main.population && !main.class.has(PhraseClass::COUNTRY);
            if places.iter().filter(rival).any(|place| place.country != main.country) {
                class = class.and(PhraseClass::AMBIGUOUS);
            }
            // A list without regions adds nothing to one that has them.
            let regional =
                places.iter().filter(|p| p.country == main.country && p.region != 0).max_by_key(|p| p.population);
            let unspecific = main.class.has(PhraseClass::REGION) && main.region == 0;
            let main = regional.filter(|_| unspecific).copied().unwrap_or(main);
            let other_region =
                places.iter().filter(rival).any(|place| place.region != main.region && place.region != 0);
            let region = if other_region { 0 } else { main.region };
            let detail = (main.country as u16) | (region as u16) << 8;
            let entry = self.phrases.entry(hash).or_insert(Phrase { class: PhraseClass::default(), detail });
            entry.detail = detail;
            entry.class = entry.class.and(class);
        }
    }
}

fn size_class(population: u64) -> PhraseClass {
    match population {
        1_000_000.. => PhraseClass::METROPOLIS,
        100_000.. => PhraseClass::CITY,
        _ => PhraseClass::TOWN,
    }
}

fn add_words(builder: &mut Builder) -> Result<(), Failure> {
    for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let (class, words) = line.split_once('\t').ok_or_else(|| format!("words.tsv: no tab in `{line}`"))?;
        let class = match class {
            "role" => WordClass::ROLE,
            "honorific" => WordClass::HONORIFIC,
            "organization" => WordClass::ORGANIZATION,
            "place" => WordClass::PLACE,
            "facility" => WordClass::FACILITY,
            "event" => WordClass::EVENT,
            "law" => WordClass::LAW,
            "calendar" => WordClass::CALENDAR,
            "function" => WordClass::FUNCTION,
            "weapon" => WordClass::WEAPON,
            _ => return Err(format!("words.tsv: unknown class `{class}`").into()),
        };
        words.split_whitespace().for_each(|word| builder.word(word, class));
    }
    Ok(())
}

fn add_personal_names(builder: &mut Builder, lexicons: &Path) -> Result<(), Failure> {
    for (file, common, rare) in [
        ("first-names.tsv.gz", WordClass::FIRST_NAME, WordClass::RARE_FIRST_NAME),
        ("surnames.tsv.gz", WordClass::SURNAME, WordClass::RARE_SURNAME),
    ] {
        for row in rows(&read(&lexicons.join(file))?) {
            let name = row["name"];
            if name.contains([' ', '-', '.']) || name.chars().count() < 2 {
                continue;
            }
            let locales = row["locales"].split([',', ' ', '|']).count();
            builder.word(name, if locales >= COMMON_NAME_LOCALES { common } else { rare });
        }
    }
    for row in rows(LEADERS) {
        builder.word(row["name"], WordClass::RARE_SURNAME);
    }
    Ok(())
}

/// GeoNames' own numbers of the Mexican states, in order from 01.
const MEXICAN_STATES: [&str; 32] = [
    "Aguascalientes",
    "Baja California",
    "Baja California Sur",
    "Campeche",
    "Chiapas",
    "Chihuahua",
    "Coahuila",
    "Colima",
    "Mexico City",
    "Durango",
    "Guanajuato",
    "Guerrero",
    "Hidalgo",
    "Jalisco",
    "State of Mexico",
    "Michoacán",
    "Morelos",
    "Nayarit",
    "Nuevo León",
    "Oaxaca",
    "Puebla",
    "Querétaro",
    "Quintana Roo",
    "San Luis Potosí",
    "Sinaloa",
    "Sonora",
    "Tabasco",
    "Tamaulipas",
    "Tlaxcala",
    "Veracruz",
    "Yucatán",
    "Zacatecas",
];

fn add_places(builder: &mut Builder, lexicons: &Path) -> Result<(), Failure> {
    let countries = read(&lexicons.join("countries.tsv"))?;
    for row in rows(&countries) {
        let country = builder.country(row["iso2"]);
        let here = |class, population| Place { class, population, country, region: 0 };
        let others = row.get("other_names").copied().unwrap_or("");
        for name in [row["name"]].into_iter().chain(others.split('|')).filter(|name| !name.is_empty()) {
            // Two capital letters say too little: `IN`, `ME`.
            if name.len() > 2 || matches!(name, "US" | "UK") {
                builder.place(name, here(PhraseClass::COUNTRY, u64::MAX / 100));
            }
        }
        for name in row.get("capital").copied().unwrap_or("").split(['|', ';']) {
            builder.place(name.trim(), here(PhraseClass::CAPITAL, 1_000_000));
        }
        for demonym in demonyms(row.get("adjective").copied().unwrap_or(""), row.get("noun_raw").copied().unwrap_or(""))
        {
            builder.phrase(&demonym, PhraseClass::DEMONYM, country as u16);
        }
    }
    for row in rows(&read(&lexicons.join("nationalities.tsv"))?) {
        builder.phrase(row["nationality"], PhraseClass::DEMONYM, NO_COUNTRY as u16);
    }
    for row in rows(GROUPS) {
        let country = row.get("country").map_or(NO_COUNTRY, |code| builder.country(code));
        // Short names of peoples (`Ga`, `Han`) are as often something else.
        let short = country == NO_COUNTRY && row["name"].len() <= 4;
        let class = if short { PhraseClass::DEMONYM.and(PhraseClass::AMBIGUOUS) } else { PhraseClass::DEMONYM };
        builder.phrase(row["name"], class, country as u16);
    }
    for row in rows(LANGUAGES) {
        if !key(row["name"]).is_some_and(|(hash, _)| builder.phrases.contains_key(&hash)) {
            builder.phrase(row["name"], PhraseClass::DEMONYM.and(PhraseClass::AMBIGUOUS), NO_COUNTRY as u16);
        }
    }
    let mut states: HashMap<String, usize> = HashMap::new();
    for row in rows(&read(&lexicons.join("us-states.tsv"))?) {
        let (country, region) = (builder.country("US"), builder.region(row["name"]));
        states.insert(row["code"].to_owned(), region);
        builder.place(row["name"], Place { class: PhraseClass::REGION, population: 5_000_000, country, region });
    }
    let mexico = builder.country("MX");
    for name in MEXICAN_STATES {
        let region = builder.region(name);
        let place = Place { class: PhraseClass::REGION, population: 3_000_000, country: mexico, region };
        builder.place(name, place);
        if name == "State of Mexico" {
            builder.place("Estado de México", place);
            builder.place("Mexico State", place);
        }
    }
    for row in rows(REGIONS) {
        let country = row.get("country").map_or(NO_COUNTRY, |code| builder.country(code));
        let (class, population) = match row["class"] {
            "country" => (PhraseClass::COUNTRY, u64::MAX / 100),
            _ => (PhraseClass::REGION, 2_000_000),
        };
        builder.place(row["name"], Place { class, population, country, region: 0 });
    }
    for row in rows(&read(&lexicons.join("places-geonames.tsv.gz"))?) {
        let population: u64 = row["population"].parse().unwrap_or(0);
        if population < SMALLEST_TOWN {
            continue;
        }
        let country = builder.country(row["country"]);
        let region = match row["country"] {
            "US" => states.get(row["admin1"]).copied().unwrap_or(0),
            "MX" => row["admin1"]
                .parse::<usize>()
                .ok()
                .and_then(|n| MEXICAN_STATES.get(n.wrapping_sub(1)))
                .map_or(0, |s| builder.region(s)),
            _ => 0,
        };
        let place = Place { class: size_class(population), population, country, region };
        // In the Philippines `City` is a rank that the press leaves out: `Parañaque`, `Zamboanga`.
        if row["country"] == "PH"
            && let Some(name) = row["name"].strip_suffix(" City")
        {
            builder.place(name, place);
        }
        builder.place(row["name"], place);
    }
    for row in rows(&read(&lexicons.join("mexico-municipalities-inegi.tsv"))?) {
        let state = row["state"];
        let folded = fold(state);
        let name = MEXICAN_STATES
            .iter()
            .find(|s| folded.starts_with(&fold(s)) && (folded != "baja california sur" || s.len() > 15));
        let name = name.copied().unwrap_or(if folded.contains("mexico") && folded.contains("ciudad") {
            "Mexico City"
        } else {
            "State of Mexico"
        });
        let region = builder.region(name);
        let population: u64 = row["population"].parse().unwrap_or(0);
        for name in [row["municipality"], row["seat"]] {
            // What is a village elsewhere is often a surname or a common word.
            let place = Place { class: PhraseClass::TOWN, population, country: mexico, region };
            builder.place(name, place);
            // `Naucalpan de Juárez` is `Naucalpan` in the news.
            let short = [" de ", " del "].iter().find_map(|of| name.split_once(of)).map(|(short, _)| short);
            let names =
                WordClass::FIRST_NAME.and(WordClass::SURNAME).and(WordClass::RARE_SURNAME).and(WordClass::PLACE);
            let known = |word: &str| builder.words.get(&hash_folded(word)).is_some_and(|class| class.has(names));
            if let Some(short) =
                short.filter(|short| short.len() > 5 && population > 20_000 && !known(short) && !short.contains(' '))
            {
                builder.place(short, place);
            }
        }
    }
    Ok(())
}

/// `Mexican(s)`, `Spaniard(s)`: the forms that the World Factbook writes in one.
fn demonyms(adjective: &str, noun: &str) -> HashSet<String> {
    let mut out = HashSet::new();
    for part in adjective.split([',', ';', '/']).chain(noun.split([',', ';', '/'])).map(str::trim) {
        let part = part.split(" or ").next().unwrap_or("").trim();
        if part.is_empty() || !part.chars().next().is_some_and(char::is_uppercase) || part.contains("note") {
            continue;
        }
        match part.split_once('(') {
            Some((stem, rest)) => {
                let stem = stem.trim();
                out.insert(stem.to_owned());
                let ending = rest.split(')').next().unwrap_or("");
                if matches!(ending, "s" | "es" | "n" | "i") {
                    out.insert(format!("{stem}{ending}"));
                }
            }
            None => {
                out.insert(part.to_owned());
                if part.ends_with("an") || part.ends_with('i') {
                    out.insert(format!("{part}s"));
                }
            }
        }
    }
    out.retain(|name| name.len() > 2 && name.split(' ').count() <= 3);
    out
}

fn add_organizations(builder: &mut Builder, lexicons: &Path) -> Result<(), Failure> {
    let mut one = |names: &mut dyn Iterator<Item = &str>, class: PhraseClass| {
        builder.organizations += 1;
        let number = builder.organizations;
        for name in names.map(str::trim) {
            let name = name.strip_prefix("The ").unwrap_or(name);
            if name.chars().count() > 1 {
                builder.phrase(name, class, number);
            }
        }
    };
    for row in rows(ORGANIZATIONS) {
        let class = match row["kind"] {
            "armed" | "cartel" | "gang" => PhraseClass::ARMED_GROUP,
            "media" => PhraseClass::MEDIA,
            _ => PhraseClass::ORGANIZATION,
        };
        one(&mut row["names"].split('|'), class);
    }
    for (file, column, more, class) in [
        ("fortune-500-2014.tsv", "company", "", PhraseClass::ORGANIZATION),
        ("sp500.tsv", "company", "", PhraseClass::ORGANIZATION),
        ("us-federal-agencies.tsv", "agency", "", PhraseClass::ORGANIZATION),
        ("intelligence-agencies-misp.tsv", "name", "acronym", PhraseClass::ORGANIZATION),
        ("designated-groups.tsv", "organization", "", PhraseClass::ARMED_GROUP),
        ("newspapers.tsv", "newspaper", "", PhraseClass::MEDIA),
    ] {
        for row in rows(&read(&lexicons.join(file))?) {
            let more = row.get(more).copied().unwrap_or("");
            one(&mut [row[column], more].into_iter(), class);
        }
    }
    Ok(())
}

fn add_weapons(builder: &mut Builder, lexicons: &Path) -> Result<(), Failure> {
    for row in rows(&read(&lexicons.join("weapons-common.tsv"))?) {
        builder.phrase(row["designation"], PhraseClass::WEAPON, 0);
    }
    for row in rows(WEAPONS) {
        let class = match row["certainty"] {
            "sure" => PhraseClass::WEAPON,
            _ => PhraseClass::WEAPON.and(PhraseClass::AMBIGUOUS),
        };
        builder.phrase(row["name"], class, 0);
    }
    for row in rows(PRODUCTS) {
        builder.phrase(row["name"], PhraseClass::PRODUCT, 0);
    }
    Ok(())
}

/// Words that the training corpora write in lower case nearly always.
fn add_common_words(builder: &mut Builder, corpora: &Path) -> Result<usize, Failure> {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for file in ["gmb", "gum", "re3d", "wnut17", "btc"] {
        for document in corpus::read(&corpora.join(format!("train/{file}.jsonl.gz")))? {
            for word in document.text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1) {
                let entry = counts.entry(fold(word)).or_default();
                entry.0 += usize::from(word.chars().all(char::is_lowercase));
                entry.1 += 1;
            }
        }
    }
    let common: Vec<String> = counts
        .into_iter()
        .filter(|(_, (lower, all))| *all >= COMMON_USES && *lower as f64 >= COMMON_SHARE * *all as f64)
        .map(|(word, _)| word)
        .collect();
    common.iter().for_each(|word| builder.word(word, WordClass::COMMON));
    Ok(common.len())
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let lexicons = arguments.shared().join("lexicons");
    let mut builder = Builder::default();
    add_words(&mut builder)?;
    add_personal_names(&mut builder, &lexicons)?;
    add_places(&mut builder, &lexicons)?;
    add_organizations(&mut builder, &lexicons)?;
    add_weapons(&mut builder, &lexicons)?;
    let common = add_common_words(&mut builder, &arguments.shared().join("corpora"))?;
    builder.settle_places();
    let words: Vec<(u32, WordClass)> = builder.words.iter().map(|(hash, class)| (*hash, *class)).collect();
    let phrases: Vec<PhraseEntry> =
        builder.phrases.iter().map(|(hash, phrase)| PhraseEntry { hash: *hash, phrase: *phrase }).collect();
    let file = pack(&words, &phrases, &builder.countries, &builder.regions);
    let out = arguments.value("out", "extension/tables/gazetteer.bin");
    if let Some(folder) = Path::new(out).parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(out, &file).map_err(|e| format!("{out}: {e}"))?;
    println!(
        "{out}: {} bytes; {} words ({common} common), {} phrases, {} organizations, {} countries, {} regions",
        file.len(),
        words.len(),
        phrases.len(),
        builder.organizations,
        builder.countries.len(),
        builder.regions.len()
    );
    Ok(())
}
