//! Which of the currencies that a word may mean is meant: what the text says, else what the article says.

use super::{Sum, same_as::excluded};
use crate::{
    figure::{
        lexicon::Word,
        reader::Reader,
        units::{PlaceWord, Units},
    },
    mark::{Country, Currency},
    text::TokenKind,
};

/// What the article says beside the sums.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// Places of the article that the recognizer knows: byte offset and country.
    pub(crate) places: Vec<(usize, Country)>,
    /// The site's country.
    pub(crate) site: Option<Country>,
}

/// Bytes over which a mention's weight falls to a half.
const NEAR: f64 = 400.0;

/// Currencies that a bare sign or word means where nothing in the article speaks for another.
fn plain(first: Currency) -> Option<&'static str> {
    Some(match &first.0 {
        b"USD" => "No other country with dollars is named; a plain dollar is read as the US dollar.",
        b"GBP" => "No other country with pounds is named.",
        b"JPY" => "Nothing in the article speaks of China; a plain ¥ is read as the yen.",
        b"KRW" => "North Korea is not named.",
        b"RUB" => "Belarus is not named.",
        b"INR" => "No other country with rupees is named; rupees alone are read as India's.",
        b"TRY" => "No other country with lira is named.",
        _ => return None,
    })
}

/// One reason for a currency.
struct Reason {
    at: Option<usize>,
    currency: Currency,
    weight: f64,
    why: Why,
}

#[derive(Clone, Copy, PartialEq)]
enum Why {
    Place(Country),
    Stated,
    Site(Country),
}

/// Names of countries, their people and cities that stand in the text. Only words with a capital are looked up.
fn named_places(reader: &Reader<'_, '_>, units: &Units<'_>) -> Vec<(usize, Country, PlaceWord)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.words.len() {
        let word = reader.word(at);
        let capital = reader.kind(at) == Some(TokenKind::Word) && word.chars().next().is_some_and(char::is_uppercase);
        if !capital || reader.words[at] == Word::Glued {
            at += 1;
            continue;
        }
        let mut next = at + 1;
        // `US$5` names the dollar, not the place; `us` and `Us` are pronouns.
        let sign_behind = matches!(reader.at(at + 1), Word::CurrencySign);
        if !sign_behind && !(word == "Us" || word == "Of" || word == "Nice") {
            reader.phrases(at, 4, |phrase, end| match units.place(phrase) {
                Some((country, kind)) => {
                    found.push((reader.start_byte(at), country, kind));
                    next = end;
                    true
                }
                None => false,
            });
        }
        at = next;
    }
    found
}

/// Tells the currency of every sum. Sums come in the order of the text.
pub(crate) fn infer(reader: &Reader<'_, '_>, sums: &mut [&mut Sum], evidence: &Evidence) {
    let Some(units) = reader.units else { return };
    let mut reasons: Vec<Reason> = Vec::new();
    let mut open = false;
    for sum in sums.iter_mut() {
        let mut members = units.members(sum.money.word);
        let first = members.next();
        if members.next().is_none() {
            (sum.currency, sum.stated) = (first, true);
            if let Some(currency) = first {
                let at = Some(reader.start_byte(sum.from));
                reasons.push(Reason { at, currency, weight: 1.5, why: Why::Stated });
            }
        } else {
            open = true;
        }
    }
    if !open {
        return;
    }
    let mut place = |at: usize, country: Country, weight: f64| {
        if let Some(currency) = units.currency_of(country) {
            reasons.push(Reason { at: Some(at), currency, weight, why: Why::Place(country) });
        }
    };
    let named = named_places(reader, units);
    for (at, country, kind) in &named {
        let weight = match kind {
            PlaceWord::Name => 1.0,
            PlaceWord::Adjective => 1.0,
            PlaceWord::City => 0.7,
        };
        place(*at, *country, weight);
    }
    for (at, country) in &evidence.places {
        if !named.iter().any(|(other, ..)| other == at) {
            place(*at, *country, 0.7);
        }
    }
    if let Some(site) = evidence.site
        && let Some(currency) = units.currency_of(site)
    {
        reasons.push(Reason { at: None, currency, weight: 1.0, why: Why::Site(site) });
    }
    for index in 0..sums.len() {
        if sums[index].stated {
            continue;
        }
        let (before, rest) = sums.split_at_mut(index);
        let sum = &mut rest[0];
        let excluded = excluded(reader, before.last().map(|before| &**before), sum);
        decide(reader, units, sum, &reasons, excluded);
    }
}

fn decide(reader: &Reader<'_, '_>, units: &Units<'_>, sum: &mut Sum, reasons: &[Reason], excluded: Option<Currency>) {
    let here = reader.start_byte(sum.from);
    let sentence_tokens = reader.sentence(sum.from);
    let sentence_bytes = reader.start_byte(sentence_tokens.start)..reader.start_byte(sentence_tokens.end);
    let members: Vec<Currency> = units.members(sum.money.word).filter(|m| Some(*m) != excluded).collect();
    let Some(first) = units.members(sum.money.word).next() else { return };
    let score = |currency: Currency| -> f64 {
        reasons
            .iter()
            .filter(|reason| reason.currency == currency)
            .map(|reason| {
                let near = reason.at.map_or(0.5, |at| 1.0 / (1.0 + at.abs_diff(here) as f64 / NEAR));
                // English writes `$` for pesos only where it is at home.
                let peso_sign = sum.money.sign
                    && first.0 == *b"USD"
                    && matches!(&currency.0, b"MXN" | b"COP" | b"ARS" | b"CLP" | b"UYU" | b"DOP" | b"CUP");
                let home = if peso_sign && !matches!(reason.why, Why::Site(_)) { 0.0 } else { 1.0 };
                // `250 kr in Sweden`: a place of the same sentence says more than one of the next.
                let said_here =
                    matches!(reason.why, Why::Place(_)) && reason.at.is_some_and(|at| sentence_bytes.contains(&at));
                reason.weight * (0.3 + 0.7 * near) * home * if said_here { 2.0 } else { 1.0 }
            })
            .sum()
    };
    let mut best: Option<(f64, Currency)> = None;
    let mut second = 0.0;
    for currency in &members {
        let score = score(*currency);
        match best {
            Some((top, _)) if score <= top => second = f64::max(second, score),
            _ => {
                second = f64::max(second, best.map_or(0.0, |(top, _)| top));
                best = Some((score, *currency));
            }
        }
    }
    sum.stated = false;
    match best {
        Some((top, currency)) if top > 0.0 && top >= second * 1.25 => {
            sum.currency = Some(currency);
            sum.evidence = Some(sentence(units, currency, reasons));
        }
        Some((top, _)) if top > 0.0 => {}
        _ => {
            // Nothing speaks for any of them: what the plain word means, where it means something.
            if let Some(why) = plain(first).filter(|_| Some(first) != excluded) {
                sum.currency = Some(first);
                // £ is the pound sterling unless the article is of Egypt or Lebanon.
                sum.stated = sum.money.sign && first.0 == *b"GBP";
                sum.evidence = (!sum.stated).then(|| why.to_owned());
            }
        }
    }
}

/// Why a currency was chosen, in one sentence.
fn sentence(units: &Units<'_>, currency: Currency, reasons: &[Reason]) -> String {
    let mut places: Vec<(Country, usize)> = Vec::new();
    let mut stated = 0usize;
    let mut site = None;
    for reason in reasons.iter().filter(|reason| reason.currency == currency) {
        match reason.why {
            Why::Place(country) => match places.iter_mut().find(|(other, _)| *other == country) {
                Some((_, count)) => *count += 1,
                None => places.push((country, 1)),
            },
            Why::Stated => stated += 1,
            Why::Site(country) => site = Some(country),
        }
    }
    places.sort_by_key(|(_, count)| usize::MAX - count);
    let name = |country: Country| units.country_name(country).unwrap_or("that country");
    let times = |count: usize| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    match (places.first(), stated, site) {
        (Some((country, count)), 0, _) => format!("The article speaks of {} {}.", name(*country), times(*count)),
        (Some((country, count)), _, _) => {
            format!(
                "The article speaks of {} {} and states other amounts in {}.",
                name(*country),
                times(*count),
                currency
            )
        }
        (None, 1.., _) => {
            let plural =
                units.currency_name(currency).map_or(currency.as_str().to_owned(), |(_, many)| many.to_owned());
            format!("The article states other amounts in {plural}.")
        }
        (None, 0, Some(country)) => format!("The site is of {}.", name(country)),
        (None, 0, None) => String::new(),
    }
}
