//! Durations and ages.

use rust_decimal::Decimal;

use super::{
    Found,
    lexicon::Word,
    range::Stretch,
    reader::{Reader, Shape},
    unit::{Of, Period},
};
use crate::mark::{Amount, Figure, Value};

/// The letters of ISO 8601 durations, with how many smaller units a fraction turns into.
fn parts(period: Period) -> (bool, char, Decimal, Option<Period>) {
    let d = |n: i64| Decimal::from(n);
    match period {
        Period::Second => (true, 'S', d(1), None),
        Period::Minute => (true, 'M', d(1), Some(Period::Second)),
        Period::Hour => (true, 'H', d(1), Some(Period::Minute)),
        Period::Day => (false, 'D', d(1), Some(Period::Hour)),
        Period::Week => (false, 'W', d(1), Some(Period::Day)),
        Period::Fortnight => (false, 'W', d(2), Some(Period::Day)),
        Period::Month => (false, 'M', d(1), None),
        Period::Quarter => (false, 'M', d(3), None),
        Period::Year => (false, 'Y', d(1), Some(Period::Month)),
        Period::Decade => (false, 'Y', d(10), None),
        Period::Century => (false, 'Y', d(100), None),
    }
}

/// How many of the smaller unit make one.
fn smaller(period: Period) -> Option<(Period, Decimal)> {
    let d = |n: i64| Decimal::from(n);
    Some(match period {
        Period::Minute => (Period::Second, d(60)),
        Period::Hour => (Period::Minute, d(60)),
        Period::Day => (Period::Hour, d(24)),
        Period::Week => (Period::Day, d(7)),
        Period::Year => (Period::Month, d(12)),
        _ => return None,
    })
}

/// ISO 8601 of a sum of periods: `P2Y3M`, `PT1H15M`.
pub(crate) fn iso(terms: &[(Decimal, Period)]) -> String {
    let (mut date, mut time) = (String::new(), String::new());
    let mut put = |value: Decimal, period: Period| {
        let (is_time, letter, factor, _) = parts(period);
        let value = value.checked_mul(factor).unwrap_or(value).normalize();
        let target = if is_time { &mut time } else { &mut date };
        target.push_str(&value.to_string());
        target.push(letter);
    };
    for (value, period) in terms {
        // Half a day is PT12H, one and a quarter hours PT1H15M: fractions go down to units that they fill.
        let (mut whole, mut rest) = (value.trunc(), value.fract());
        let mut unit = *period;
        let mut chain: Vec<(Decimal, Period)> = Vec::new();
        if rest.is_zero() || smaller(unit).is_none() {
            chain.push((*value, unit));
        } else {
            while !rest.is_zero() {
                let Some((below, factor)) = smaller(unit) else { break };
                if !whole.is_zero() {
                    chain.push((whole, unit));
                }
                let part = (rest * factor).round_dp(6);
                (whole, rest, unit) = (part.trunc(), part.fract(), below);
            }
            let last = whole + rest;
            if !last.is_zero() {
                chain.push((last, unit));
            }
        }
        for (value, period) in chain {
            put(value, period);
        }
    }
    if time.is_empty() { format!("P{date}") } else { format!("P{date}T{time}") }
}

impl Reader<'_, '_> {
    /// A duration or an age.
    pub(super) fn put_time(&self, stretch: &mut Stretch, period: Period, found: &mut Vec<Found>) -> usize {
        if let Some(end) = self.age_behind(stretch.end) {
            let unit = match period {
                Period::Year => Some("year"),
                Period::Month => Some("month"),
                Period::Week => Some("week"),
                Period::Day => Some("day"),
                _ => None,
            };
            if let Some(unit) = unit {
                let amount = self.amount(stretch);
                return self.push(found, stretch.start, end, 0.95, Figure::Age { amount, unit });
            }
        }
        let negative = |value: &Decimal| value.is_sign_negative();
        let bound = self.amount(stretch).bound;
        let (value, high, end) = match stretch.value {
            Value::Range { low, high } => {
                if negative(&low) {
                    return stretch.end;
                }
                (iso(&[(low, period)]), Some(iso(&[(high, period)])), stretch.end)
            }
            Value::Exact(value) => {
                if negative(&value) {
                    return stretch.end;
                }
                let mut terms = vec![(value, period)];
                let end = self.further_terms(&mut terms, stretch.end);
                (iso(&terms), None, end)
            }
        };
        // `a day`, `a second` are adverbs of rate (`twice a day`) unless something lasts: left to the date readers.
        self.push(found, stretch.start, end, 0.9, Figure::Duration { value, high, bound })
    }

    /// `a month`, `an hour and 30 minutes`, where something lasts; `twice a day` is a rate.
    pub(super) fn one_period(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
        if self.at(at) != Word::A || !self.is_word(at + 1) {
            return None;
        }
        let period = Period::parse(self.word(at + 1))
            .filter(|period| *period != Period::Quarter && !self.word(at + 1).ends_with('s'))?;
        let mut terms = vec![(Decimal::ONE, period)];
        let end = self.further_terms(&mut terms, at + 2);
        let lasts = self.before_is(
            at,
            &[
                "for",
                "within",
                "about",
                "over",
                "nearly",
                "almost",
                "than",
                "least",
                "lasted",
                "lasts",
                "took",
                "takes",
                "spent",
                "after",
                "around",
                "lasting",
                "approximately",
            ],
        );
        let alone = (at == 0 || self.ends(at - 1)) && self.ends(end);
        let says = self.age_behind(end).is_none() && !self.is_any(end, &["ago", "earlier", "later"]);
        if !(lasts || alone || terms.len() > 1 || !terms[0].0.fract().is_zero()) || !says {
            return None;
        }
        let bound = self.bound_before(at).map(|(bound, _)| bound);
        Some(self.push(found, at, end, 0.85, Figure::Duration { value: iso(&terms), high: None, bound }))
    }

    /// `2 years and 3 months`, `1 hour fifteen`, `a year and a half`.
    pub(super) fn further_terms(&self, terms: &mut Vec<(Decimal, Period)>, mut end: usize) -> usize {
        for _ in 0..5 {
            let Some((_, last)) = terms.last().copied() else { break };
            let mut at = end;
            let comma = self.is(at, ",");
            at += usize::from(comma);
            let and = self.is(at, "and");
            at += usize::from(and);
            let article = usize::from(self.is_any(at, &["a", "an"]));
            if and && self.is_any(at + article, &["half", "quarter"]) {
                let at = at + article - 1;
                let fraction = if self.is(at + 1, "half") { Decimal::new(5, 1) } else { Decimal::new(25, 2) };
                if let Some(term) = terms.last_mut() {
                    term.0 += fraction;
                }
                return at + 2;
            }
            let Some(number) = self.number_with(at, false).filter(|n| n.value.is_sign_positive()) else { break };
            match self.unit_behind(&number) {
                (Of::Time(period), behind) if period < last => {
                    terms.push((number.value, period));
                    end = behind;
                }
                // `1 hour fifteen`
                (Of::Nothing, _) if last == Period::Hour && !comma && terms.len() == 1 && self.ends(number.end) => {
                    if number.value < Decimal::from(60) && number.value.scale() == 0 {
                        terms.push((number.value, Period::Minute));
                        end = number.end;
                    }
                    break;
                }
                _ => break,
            }
        }
        end
    }

    /// `old`, `-old`, `of age`, `yo` behind a period: the token behind it.
    fn age_behind(&self, at: usize) -> Option<usize> {
        let hyphen = usize::from(self.is_hyphen(at));
        if self.is_any(at + hyphen, &["old", "olds", "young"]) {
            return Some(at + hyphen + 1);
        }
        (self.is(at, "of") && self.is(at + 1, "age")).then_some(at + 2)
    }

    /// `aged 12`, `age 87`, `aged 3 to 5`.
    pub(super) fn aged(&self, at: usize, found: &mut Vec<Found>) -> usize {
        let number_at = at + 1 + usize::from(self.is_any(at + 1, &["of", "about", "around", ":"]));
        let word = matches!(
            self.at(number_at),
            Word::Digits | Word::Digit(_) | Word::Teen(_) | Word::Tens(_) | Word::Between | Word::From
        );
        if !word {
            return at + 1;
        }
        let Some(stretch) = self.stretch(number_at, number_at) else { return at + 1 };
        let (unit, end) = match stretch.of {
            Of::Nothing => ("year", stretch.end),
            Of::Time(Period::Year) => ("year", stretch.end),
            Of::Time(Period::Month) => ("month", stretch.end),
            Of::Time(Period::Week) => ("week", stretch.end),
            Of::Time(Period::Day) => ("day", stretch.end),
            _ => return at + 1,
        };
        let top = match stretch.value {
            Value::Exact(value) => value,
            Value::Range { high, .. } => high,
        };
        let sane =
            stretch.number.scale == 0 && top <= Decimal::from(150) && stretch.number.shape != Shape::BareFraction;
        if !sane && unit == "year" {
            return at + 1;
        }
        let amount: Amount = self.amount(&stretch);
        let mut end = self.push(found, at, end.max(stretch.end), 0.9, Figure::Age { amount, unit });
        // `aged 34 and 56`, `aged 3, 5 and 7`
        while self.is_any(end, &["and", ","]) && self.at(end + 1) == Word::Digits {
            let Some(next) = self.stretch(end + 1, end + 1) else { break };
            let age = matches!(next.value, Value::Exact(value) if value <= Decimal::from(120));
            let closes = self.ends(next.end) || self.is_any(next.end, &["and", "were", "was", "died", "have", "had"]);
            if next.of != Of::Nothing || !age || next.number.shape != Shape::Plain || !closes {
                break;
            }
            let amount = self.amount(&next);
            end = self.push(found, next.start, next.end, 0.85, Figure::Age { amount, unit });
        }
        end
    }

    /// `in his 40s`, `in her mid-thirties`: an age between two round ones, no decade of the calendar.
    fn life_decade(&self, at: usize) -> Option<(u8, usize)> {
        let first = match self.at(at) {
            Word::Digits if self.is(at + 1, "s") && self.glued(at + 1) => {
                (self.word(at).parse().ok().filter(|age| age % 10 == 0 && (20..=110).contains(age))?, at + 2)
            }
            Word::Decade => (super::period::tens_of(self.word(at)), at + 1),
            _ => return None,
        };
        let mut before = at;
        if before > 0 && self.is_hyphen(before - 1) {
            before -= 1;
        }
        if self.before_is(before, &["early", "mid", "late"]) {
            before -= 1;
        }
        self.before_is(before, &["his", "her", "their", "my", "your", "our"]).then_some(first)
    }

    pub(super) fn is_decade_of_life(&self, at: usize) -> bool {
        self.decade_of_life_at(at).is_some()
    }

    /// The part of a decade that is said, the decade's first year and the tokens behind both.
    fn decade_of_life_at(&self, at: usize) -> Option<(usize, u8, usize)> {
        if self.is_any(at, &["early", "mid", "late"]) {
            let number = at + 1 + usize::from(self.is_hyphen(at + 1));
            let (first, end) = self.life_decade(number)?;
            return Some((at, first, end));
        }
        let (first, end) = self.life_decade(at)?;
        Some((at, first, end))
    }

    /// Marks an age told by its decade.
    pub(super) fn decade_of_life(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
        let (from, first, end) = self.decade_of_life_at(at)?;
        let (low, high) = match self.word(from).to_ascii_lowercase().as_str() {
            "early" => (0, 3),
            "mid" => (4, 6),
            "late" => (7, 9),
            _ => (0, 9),
        };
        let year = |more: u8| Decimal::from(first + more);
        let amount = Amount { value: Value::Range { low: year(low), high: year(high) }, bound: None };
        Some(self.push(found, from, end, 0.85, Figure::Age { amount, unit: "year" }))
    }

    /// `all day`, `the whole week`, `an entire month`: one of the period.
    pub(super) fn whole_period(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
        if !self.is_any(at, &["all", "whole", "entire", "full"]) {
            return None;
        }
        let period = Period::parse(self.word(at + 1)).filter(|period| *period != Period::Quarter)?;
        let one = !self.word(at + 1).ends_with('s') && !self.is_hyphen(at + 2);
        if !one {
            return None;
        }
        let value = iso(&[(Decimal::ONE, period)]);
        Some(self.push(found, at, at + 2, 0.8, Figure::Duration { value, high: None, bound: None }))
    }

    /// `87 yo`, `a 36-year-old` are durations with `old`; `yo` stands alone.
    pub(super) fn years_old(&self, at: usize) -> Option<usize> {
        let stroke = self.is(at, "y") && self.is(at + 1, "/") && self.is(at + 2, "o");
        if stroke { Some(at + 3) } else { self.is_any(at, &["yo", "yrs-old"]).then_some(at + 1) }
    }
}
