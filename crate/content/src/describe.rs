//! What the card says of a mark, in the reader's language.

use postil_core::{
    mark::{Beside, Bound, Certainty, Entity, Figure, Mark, Money, Reading, Value},
    scan::Scan,
};
use postil_webext::{
    format,
    i18n::{message, message_with},
};
use rust_decimal::Decimal;

/// The reporter's conversion is called different from the day's when it is off by more than this, in percent.
const NOTABLE_DIFFERENCE: i64 = 5;

/// What the card shows, from top to bottom.
#[derive(Clone, PartialEq, Debug)]
pub struct Description {
    /// What it is: `Organization`, `Money`.
    pub kind: String,
    /// The highlight style's name, for the swatch beside the kind.
    pub style: &'static str,
    /// The name in full, or the amount in words.
    pub title: String,
    /// The conversion: what the reader opened the card for.
    pub answer: Option<String>,
    /// The rest, a line each.
    pub facts: Vec<String>,
}

impl Description {
    /// Describes a mark. `exact` is the text it covers.
    pub fn new(mark: &Mark, exact: &str, scan: &Scan) -> Self {
        let style = crate::highlight::Style::of(mark).name();
        match &mark.reading {
            Reading::Entity(mention) => match scan.entities.get(mention.entity) {
                Some(entity) => of_entity(entity, style),
                None => plain(mention.entity_type.as_str(), style, exact),
            },
            Reading::Figure(figure) => of_figure(figure, style, exact),
            Reading::Money(money) => of_money(money, style, exact, scan),
        }
    }

    /// Describes the reader's own highlight.
    pub fn of_highlight(exact: &str) -> Self {
        plain("highlight", crate::highlight::Style::Saved.name(), exact)
    }
}

fn plain(kind: &str, style: &'static str, title: &str) -> Description {
    Description {
        kind: message(&format!("type_{kind}")),
        style,
        title: title.to_owned(),
        answer: None,
        facts: Vec::new(),
    }
}

fn of_entity(entity: &Entity, style: &'static str) -> Description {
    let mut description = plain(entity.entity_type.as_str(), style, &entity.name);
    if let Some(country) = entity.country {
        let country = format::country(country.as_str());
        if country != entity.name {
            let region = entity.region.as_ref().filter(|region| **region != entity.name);
            description.facts.push(region.map_or(country.clone(), |region| format!("{region}, {country}")));
        }
    }
    if !entity.aliases.is_empty() {
        description.facts.push(message_with("card_also", &[&entity.aliases.join(", ")]));
    }
    if entity.mentions.len() > 1 {
        description.facts.push(message_with("card_mentions", &[&entity.mentions.len().to_string()]));
    }
    description
}

fn of_figure(figure: &Figure, style: &'static str, exact: &str) -> Description {
    let mut description = plain(figure.type_name(), style, exact);
    let amount_in = |amount: &postil_core::mark::Amount, write: &dyn Fn(Decimal) -> String| {
        format!("{}{}", format::bound(amount.bound), format::value(&amount.value, write))
    };
    let reading = match figure {
        Figure::Number(amount) | Figure::Ordinal(amount) => Some(amount_in(amount, &format::number)),
        Figure::Percent { amount, points } => {
            let unit = message(if *points { "unit_percentage_points" } else { "unit_percent" });
            Some(format!("{} {unit}", amount_in(amount, &format::number)))
        }
        Figure::Count { amount, noun, .. } => Some(format!("{} {noun}", amount_in(amount, &format::number))),
        Figure::Measure { amount, unit, .. } => {
            description.answer = measure_answer(figure);
            Some(amount_in(amount, &|value| format::measure(value, unit)))
        }
        Figure::Age { amount, unit } => Some(amount_in(amount, &|value| format::measure(value, unit))),
        Figure::Date { value, beside } | Figure::Time { value, beside } => when(value.as_deref(), beside),
        Figure::Duration { value, high, bound } => {
            let ends = high.as_ref().map_or_else(|| span(value), |high| format!("{} – {}", span(value), span(high)));
            Some(format!("{}{ends}", format::bound(*bound)))
        }
    };
    let every = match figure {
        Figure::Date { beside, .. } | Figure::Time { beside, .. } => beside.every.as_deref(),
        _ => None,
    };
    match reading {
        Some(reading) if !reading.eq_ignore_ascii_case(exact) => description.facts.push(reading),
        None if every.is_none() => description.facts.push(message("card_unresolved")),
        _ => {}
    }
    description.facts.extend(every.map(|every| message_with("card_repeats", &[&period(every)])));
    description
}

/// A date or time in words, with the part of the day: `October 6, 2022, at night`; `None` where the article says neither.
fn when(value: Option<&str>, beside: &Beside) -> Option<String> {
    let value = value.map(|value| match value.split_once('/') {
        Some((from, to)) => format!("{} – {}", moment(from), moment(to)),
        None => moment(value),
    });
    let part = beside.part.map(|part| message(&format!("part_{}", part.as_str())));
    match (value, part) {
        (Some(value), Some(part)) => Some(format!("{value}, {part}")),
        (value, part) => value.or(part),
    }
}

/// A date, a time, or both: `October 6, 2022, 19:30`.
fn moment(iso: &str) -> String {
    match iso.split_once('T') {
        Some((date, time)) => format!("{}, {time}", format::date(date)),
        None => format::date(iso),
    }
}

/// How long, in words: `1 year 6 months`.
fn span(iso: &str) -> String {
    let words = |terms: Vec<(Decimal, &str)>| {
        let words = terms.into_iter().map(|(count, unit)| format::measure(count, unit));
        words.collect::<Vec<_>>().join(" ")
    };
    terms(iso).map_or_else(|| iso.to_owned(), words)
}

/// What something comes again after, in words: `day`, `2 weeks`.
fn period(iso: &str) -> String {
    match terms(iso).as_deref() {
        Some([(count, unit)]) if *count == Decimal::ONE => message(&format!("period_{unit}")),
        _ => span(iso),
    }
}

/// The terms of a duration of ISO 8601 with their CLDR units; `None` for what is none.
fn terms(iso: &str) -> Option<Vec<(Decimal, &'static str)>> {
    let (date, time) = match iso.strip_prefix('P')?.split_once('T') {
        Some((date, time)) => (date, time),
        None => (iso.strip_prefix('P')?, ""),
    };
    let of = |rest: &str, units: &[(char, &'static str)]| {
        rest.split_inclusive(char::is_alphabetic)
            .map(|term| {
                let (count, letter) = term.split_at(term.find(char::is_alphabetic)?);
                let unit = units.iter().find(|(known, _)| letter.starts_with(*known))?.1;
                Some((count.parse().ok()?, unit))
            })
            .collect::<Option<Vec<_>>>()
    };
    let mut terms = of(date, &[('Y', "year"), ('M', "month"), ('W', "week"), ('D', "day")])?;
    terms.extend(of(time, &[('H', "hour"), ('M', "minute"), ('S', "second")])?);
    (!terms.is_empty()).then_some(terms)
}

/// What an amount comes to, `≈ €1,310 each`, `about 37 miles`; `None` where there is no conversion. `exact` is the text
/// that the mark covers.
pub fn answer(mark: &Mark, exact: &str) -> Option<String> {
    match &mark.reading {
        Reading::Money(money) => money_answer(money, exact),
        Reading::Figure(figure) => measure_answer(figure),
        Reading::Entity(_) => None,
    }
}

fn measure_answer(figure: &Figure) -> Option<String> {
    let Figure::Measure { amount, converted: Some(converted), .. } = figure else { return None };
    let value = format::value(&converted.value, |value| format::measure(value, &converted.unit));
    Some(format!("{}{value}", format::bound(amount.bound)))
}

fn money_answer(money: &Money, exact: &str) -> Option<String> {
    let conversion = money.converted.as_ref()?;
    let write = if by_magnitude(exact, &money.amount.value) {
        format::money_by_magnitude
    } else {
        |value, currency| format::money(value, currency, false)
    };
    let sum = format::value(&conversion.value, |value| write(value, conversion.currency));
    Some(format!("≈ {}{sum}{}", format::bound(money.amount.bound), per(money)))
}

/// ` each`, ` / barrel`; empty for a sum as such.
fn per(money: &Money) -> String {
    money.per.as_ref().map_or_else(String::new, |per| match per.as_str() {
        "each" => format!(" {}", message("per_each")),
        other => format!(" / {other}"),
    })
}

fn of_money(money: &Money, style: &'static str, exact: &str, scan: &Scan) -> Description {
    let mut description = plain("money", style, exact);
    let bound = |bound: Option<Bound>| format::bound(bound);
    let per = per(money);
    match money.currency {
        Some(currency) => {
            let sum = format::value(&money.amount.value, |value| format::money(value, currency, true));
            description.title = format!("{}{sum}{per}", bound(money.amount.bound));
        }
        None => description.facts.push(message("card_currency_unknown")),
    }
    if let Some(conversion) = &money.converted {
        description.answer = money_answer(money, exact);
        if let Some(currency) = money.currency {
            let day = format::date(&conversion.rate_date);
            let line = [
                currency.as_str(),
                &format::rate(conversion.rate),
                conversion.currency.as_str(),
                &day,
                conversion.rate_source,
            ];
            description.facts.push(message_with("card_rate", &line));
        }
        if conversion.newest_rate {
            description.facts.push(message("card_newest_rate"));
        }
    } else if let Some(currency) = money.currency {
        description.facts.push(message_with("card_no_rate", &[currency.as_str()]));
    }
    if let (Certainty::Inferred, Some(evidence)) = (money.certainty, &money.evidence) {
        description.facts.push(evidence.clone());
    }
    if let Some(Mark { reading: Reading::Money(other), .. }) = money.same_as.and_then(|index| scan.marks.get(index)) {
        if let Some(currency) = other.currency {
            let sum = format::value(&other.amount.value, |value| format::money(value, currency, false));
            description.facts.push(message_with("card_same_as", &[&sum]));
        }
        if let Some(difference) = money.article_rate_difference {
            let percent = format::number(difference.abs().round_dp(1));
            description.facts.push(if difference.abs() <= Decimal::from(NOTABLE_DIFFERENCE) {
                message("card_article_rate_agrees")
            } else if difference.is_sign_positive() {
                message_with("card_article_rate_higher", &[&percent])
            } else {
                message_with("card_article_rate_lower", &[&percent])
            });
        }
    }
    description
}

/// Whether a text tells a sum by its magnitude, `$102.5 billion`, `26k`: it has fewer digits than the sum written out.
fn by_magnitude(exact: &str, value: &Value) -> bool {
    let (Value::Exact(largest) | Value::Range { high: largest, .. }) = value;
    let written = exact.chars().filter(char::is_ascii_digit).count();
    written < largest.trunc().abs().to_string().len() && *largest >= Decimal::ONE_THOUSAND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_taken_apart_into_its_terms() {
        let terms = |iso: &str| {
            let terms = terms(iso)?.into_iter().map(|(count, unit)| format!("{count} {unit}"));
            Some(terms.collect::<Vec<_>>().join(", "))
        };
        assert_eq!(terms("P2W").as_deref(), Some("2 week"));
        assert_eq!(terms("P1Y6M").as_deref(), Some("1 year, 6 month"));
        assert_eq!(terms("P1DT1.5H30M").as_deref(), Some("1 day, 1.5 hour, 30 minute"));
        assert_eq!(terms("PT5M").as_deref(), Some("5 minute"));
        for other in ["", "P", "PT", "5", "P5", "PD", "P5X", "PT5D", "P5é"] {
            assert_eq!(terms(other), None, "{other}");
        }
    }

    #[test]
    fn a_sum_told_by_its_magnitude_has_fewer_digits_than_written_out() {
        let exact = |value: &str| Value::Exact(value.parse().unwrap());
        assert!(by_magnitude("$102.5 billion", &exact("102500000000")));
        assert!(by_magnitude("26k", &exact("26000")));
        assert!(by_magnitude("three million euros", &exact("3000000")));
        assert!(!by_magnitude("26,000 pesos", &exact("26000")));
        assert!(!by_magnitude("1.250.000 €", &exact("1250000")));
        assert!(!by_magnitude("95p", &exact("0.95")));
        let range = Value::Range { low: "5000000".parse().unwrap(), high: "10000000".parse().unwrap() };
        assert!(by_magnitude("$5-10 million", &range) && !by_magnitude("$5,000,000-10,000,000", &range));
    }
}
