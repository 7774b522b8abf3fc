//! What the card says of a mark, in the reader's language.

use postil_core::{
    mark::{Bound, Certainty, Entity, Figure, Mark, Money, Reading, Value},
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
        Figure::Date { value, .. } => value.as_deref().map(date),
        Figure::Time { value, .. } => value.as_deref().map(|value| value.replace('T', " ")),
        Figure::Duration { value, high, bound } => {
            let ends = high.as_ref().map_or(value.clone(), |high| format!("{value} – {high}"));
            Some(format!("{}{ends}", format::bound(*bound)))
        }
    };
    match reading {
        Some(reading) if !reading.eq_ignore_ascii_case(exact) => description.facts.push(reading),
        Some(_) => {}
        None => description.facts.push(message("card_unresolved")),
    }
    description
}

/// A date or an interval of dates in words.
fn date(iso: &str) -> String {
    match iso.split_once('/') {
        Some((from, to)) => format!("{} – {}", format::date(from), format::date(to)),
        None => format::date(iso),
    }
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
