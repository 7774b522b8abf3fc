//! Which of the currencies that a word may mean is meant: what the text says, else what the article says.

use super::{Sum, same_as::excluded};
use crate::{
    figure::{
        lexicon::Word,
        reader::Reader,
        units::{Names, PlaceWord, Units},
    },
    mark::{Country, Currency},
    pause::{Pause, step},
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

/// Bytes beyond which nearness adds nothing that counts.
const REACH: usize = 20_000;

/// The share of a mention's weight that counts wherever it stands.
const FAR: f64 = 0.3;

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

/// One place of the article that speaks for a currency.
struct Reason {
    at: usize,
    currency: Currency,
    weight: f64,
    /// Whether a place is named there; else an amount states the currency.
    place: bool,
}

/// All that speaks for one currency, wherever it stands.
struct Case {
    currency: Currency,
    /// Weight of the places and amounts.
    said: f64,
    /// Weight of the site's country.
    site_weight: f64,
    site: Option<Country>,
    places: Vec<(Country, usize)>,
    stated: usize,
}

/// The evidence of an article: linear in its length to gather, and each sum looks only at what is near it.
#[derive(Default)]
struct Reasons {
    /// In the order of the text.
    near: Vec<Reason>,
    cases: Vec<Case>,
}

impl Reasons {
    fn case(&mut self, currency: Currency) -> &mut Case {
        let at = self.cases.iter().position(|case| case.currency == currency).unwrap_or_else(|| {
            let (places, site) = (Vec::new(), None);
            self.cases.push(Case { currency, said: 0.0, site_weight: 0.0, site, places, stated: 0 });
            self.cases.len() - 1
        });
        &mut self.cases[at]
    }

    fn stated(&mut self, at: usize, currency: Currency, weight: f64) {
        let case = self.case(currency);
        case.said += weight;
        case.stated += 1;
        self.near.push(Reason { at, currency, weight, place: false });
    }

    fn place(&mut self, at: usize, country: Country, currency: Currency, weight: f64) {
        let case = self.case(currency);
        case.said += weight;
        match case.places.iter_mut().find(|(other, _)| *other == country) {
            Some((_, count)) => *count += 1,
            None => case.places.push((country, 1)),
        }
        self.near.push(Reason { at, currency, weight, place: true });
    }

    /// Those that stand within [`REACH`] of a byte.
    fn around(&self, here: usize) -> &[Reason] {
        let from = self.near.partition_point(|reason| reason.at + REACH < here);
        let to = self.near.partition_point(|reason| reason.at <= here + REACH);
        &self.near[from..to]
    }
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
            reader.phrases(at, 4, (units, Names::Places), |phrase, end| match units.place(phrase) {
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
pub(crate) async fn infer<P: Pause>(reader: &Reader<'_, '_>, sums: &mut [&mut Sum], evidence: &Evidence, pause: &P) {
    let Some(units) = reader.units else { return };
    let mut reasons = Reasons::default();
    let mut open = false;
    for sum in sums.iter_mut() {
        let mut members = units.members(sum.money.word);
        let first = members.next();
        if members.next().is_none() {
            (sum.currency, sum.stated) = (first, true);
            if let Some(currency) = first {
                reasons.stated(reader.start_byte(sum.from), currency, 1.5);
            }
        } else {
            open = true;
        }
    }
    if !open {
        return;
    }
    let named = named_places(reader, units);
    for (at, country, kind) in &named {
        let weight = match kind {
            PlaceWord::Name | PlaceWord::Adjective => 1.0,
            PlaceWord::City => 0.7,
        };
        if let Some(currency) = units.currency_of(*country) {
            reasons.place(*at, *country, currency, weight);
        }
    }
    for (at, country) in &evidence.places {
        if named.binary_search_by_key(at, |(other, ..)| *other).is_err()
            && let Some(currency) = units.currency_of(*country)
        {
            reasons.place(*at, *country, currency, 0.7);
        }
    }
    if let Some(site) = evidence.site
        && let Some(currency) = units.currency_of(site)
    {
        let case = reasons.case(currency);
        (case.site, case.site_weight) = (Some(site), 1.0);
    }
    crate::order::sort_by_key(&mut reasons.near, |reason| reason.at);
    for index in 0..sums.len() {
        if sums[index].stated {
            continue;
        }
        pause.pause().await;
        step(|| {
            let (before, rest) = sums.split_at_mut(index);
            let sum = &mut rest[0];
            let excluded = excluded(reader, before.last().map(|before| &**before), sum);
            decide(reader, units, sum, &reasons, excluded);
        });
    }
}

fn decide(reader: &Reader<'_, '_>, units: &Units<'_>, sum: &mut Sum, reasons: &Reasons, excluded: Option<Currency>) {
    let here = reader.start_byte(sum.from);
    let sentence_tokens = reader.sentence(sum.from);
    let sentence_bytes = reader.start_byte(sentence_tokens.start)..reader.start_byte(sentence_tokens.end);
    let members: Vec<Currency> = units.members(sum.money.word).filter(|m| Some(*m) != excluded).collect();
    let Some(first) = units.members(sum.money.word).next() else { return };
    // English writes `$` for pesos only where it is at home.
    let only_at_home = |currency: Currency| {
        sum.money.sign
            && first.0 == *b"USD"
            && matches!(&currency.0, b"MXN" | b"COP" | b"ARS" | b"CLP" | b"UYU" | b"DOP" | b"CUP")
    };
    let mut scores = vec![0.0; members.len()];
    for case in &reasons.cases {
        if let Some(member) = members.iter().position(|member| *member == case.currency) {
            let said = if only_at_home(case.currency) { 0.0 } else { case.said * FAR };
            scores[member] += said + case.site_weight * (FAR + (1.0 - FAR) / 2.0);
        }
    }
    for reason in reasons.around(here) {
        let Some(member) = members.iter().position(|member| *member == reason.currency) else { continue };
        if only_at_home(reason.currency) {
            continue;
        }
        let near = (1.0 - FAR) / (1.0 + reason.at.abs_diff(here) as f64 / NEAR);
        scores[member] += reason.weight * near;
        // `250 kr in Sweden`: a place of the same sentence says more than one of the next.
        if reason.place && sentence_bytes.contains(&reason.at) {
            scores[member] += reason.weight * (FAR + near);
        }
    }
    let mut best: Option<(f64, Currency)> = None;
    let mut second = 0.0;
    for (currency, score) in members.iter().zip(scores) {
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
            sum.evidence =
                reasons.cases.iter().find(|case| case.currency == currency).map(|case| sentence(units, case));
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
fn sentence(units: &Units<'_>, case: &Case) -> String {
    let (currency, stated, site) = (case.currency, case.stated, case.site);
    // The first named of those named most often.
    let place = case.places.iter().rev().max_by_key(|(_, count)| *count);
    let name = |country: Country| units.country_name(country).unwrap_or("that country");
    let times = |count: usize| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    match (place, stated, site) {
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
