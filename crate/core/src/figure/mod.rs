//! Numbers, counts, percents, measures, ages, dates, times and durations.
//!
//! One pass over the tokens. Each token is looked up once ([`lexicon`]); only those that may begin a figure are read
//! further, by the reader of their kind:
//!
//! | file | what |
//! |---|---|
//! | `literal` | digits and their separators |
//! | `number`, `fraction`, `roman` | digits with scale words, spelled-out numbers, ordinals; fractions; Roman numerals |
//! | `label` | what looks like a number and is none |
//! | `range` | a number with its unit, ranges, lists, bounds |
//! | `unit`, [`units`] | percent, measures and their conversion; the table of units and currencies |
//! | `count` | what is counted |
//! | `duration` | durations and ages |
//! | `date`, `numeric_date`, `interval`, `relative_date`, `period`, `holiday`, `feasts`, `tense` | the calendar |
//! | `repeated`, `day_part` | what comes again and again; mornings and nights |
//! | `time`, `clock_interval` | the clock |
//!
//! Money shares this pass, since an amount is a number with a currency for its unit: see [`crate::money`].

// Conditions stand as the sentences that their comments say; the shortest form would hide them.
#![allow(clippy::nonminimal_bool)]

mod clock_interval;
pub(crate) mod count;
pub(crate) mod date;
mod day_part;
mod duration;
mod feasts;
mod fraction;
mod holiday;
mod interval;
mod label;
pub(crate) mod lexicon;
pub(crate) mod literal;
pub(crate) mod number;
mod numeric_date;
mod period;
pub(crate) mod range;
pub(crate) mod reader;
mod relative_date;
mod repeated;
mod roman;
mod tense;
mod time;
pub(crate) mod unit;
pub mod units;

use rust_decimal::Decimal;

use crate::{
    mark::{Amount, Figure, Value},
    money::Sum,
    pause::{Pause, step},
    text::Span,
};
use lexicon::Word;
use range::Stretch;
use reader::{Reader, Shape};
use unit::{Of, Period};

/// What was found at one place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum What {
    Figure(Figure),
    Money(Sum),
}

/// A figure or sum with its place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Found {
    pub(crate) span: Span,
    pub(crate) score: f32,
    pub(crate) what: What,
}

impl Reader<'_, '_> {
    /// Everything in the text, in order and without overlap.
    pub(crate) async fn read<P: Pause>(&self, pause: &P) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        let mut floor = 0;
        let says_something = |word: &Word| !matches!(word, Word::Other | Word::Break);
        while let Some(further) = self.words.iter().skip(at).position(says_something) {
            at += further;
            // Not after some of them only: the first figures of a page have the browser compile a hundred functions.
            pause.pause().await;
            let before = found.len();
            let next = step(|| self.figure(at, floor, &mut found));
            if found.len() > before {
                floor = next;
            }
            at = next.max(at + 1);
        }
        found
    }

    fn push(&self, found: &mut Vec<Found>, from: usize, to: usize, score: f32, figure: Figure) -> usize {
        found.push(Found { span: self.span(from, to), score, what: What::Figure(figure) });
        to
    }

    /// Reads what begins at the token; returns the token to go on from.
    fn figure(&self, at: usize, floor: usize, found: &mut Vec<Found>) -> usize {
        let word = self.words[at];
        let calendar = matches!(
            word,
            Word::Digits
                | Word::Month(_)
                | Word::Weekday(_)
                | Word::Deictic
                | Word::Relative
                | Word::Season(_)
                | Word::Noon
                | Word::DayPart
                | Word::Every
                | Word::Period
                | Word::Decade
                | Word::Holiday
                | Word::Digit(_)
                | Word::Teen(_)
                | Word::Tens(_)
                | Word::Ordinal(_)
                | Word::From
                | Word::Between
                | Word::A
                | Word::Few
                | Word::Half
                | Word::Quarter
                | Word::Apostrophe
                | Word::Glued
                | Word::Roman
        );
        if calendar
            && !self.is_decade_of_life(at)
            && self.may_be_calendar(at)
            && let Some((figure, from, to)) = self.calendar(at)
        {
            return self.push(found, from, to, 0.9, figure);
        }
        if word == Word::Aged {
            return self.aged(at, found);
        }
        if let Some(next) = self.decade_of_life(at, found).or_else(|| self.whole_period(at, found)) {
            return next;
        }
        if matches!(
            word,
            Word::Month(_)
                | Word::Weekday(_)
                | Word::Deictic
                | Word::Relative
                | Word::Season(_)
                | Word::Noon
                | Word::DayPart
                | Word::Every
                | Word::Period
                | Word::Decade
                | Word::Holiday
                | Word::Few
                | Word::Apostrophe
                | Word::Letter(_)
                | Word::Scales(_)
                | Word::Dozen
                | Word::Parts(_)
                | Word::PartScale(_)
        ) {
            return at + 1;
        }
        // -2020-07-01-
        if word == Word::Dash && self.numeric(at + 1).is_some() {
            return at + 1;
        }
        if let Some(next) = self.one_period(at, found) {
            return next;
        }
        if let Some(behind) = self.no_number(at) {
            return behind;
        }
        if word == Word::Roman {
            let Some((value, end)) = self.roman(at) else { return at + 1 };
            let amount = Amount { value: Value::Exact(value), bound: None };
            return self.push(found, at, end, 0.8, Figure::Ordinal(amount));
        }
        if let Some((value, end)) = self.ordinal(at) {
            if self.is_ordinal(at, end) {
                let amount = Amount { value: Value::Exact(value), bound: None };
                return self.push(found, at, end, 0.85, Figure::Ordinal(amount));
            }
            if end > at + 1 && word == Word::Digits {
                return end;
            }
        }
        if let Some(next) = self.list(at, floor, found) {
            return next;
        }
        if let Some(mut stretch) = self.stretch(at, floor) {
            return self.put(&mut stretch, found);
        }
        if word == Word::Digits {
            return self.numbers_by_commas(at, found);
        }
        at + 1
    }

    /// Turns away the commonest words quickly: most `the` and `a` begin no date.
    fn may_be_calendar(&self, at: usize) -> bool {
        match self.words[at] {
            Word::Relative if self.is(at, "the") => {
                self.is_any(at + 1, &["day", "following", "next", "same", "week", "weekend"])
                    || self.at(at + 1) == Word::Digits
            }
            Word::Relative if self.is(at, "that") || self.is(at, "same") => self.at(at + 1) == Word::Period,
            Word::A => {
                matches!(
                    self.at(at + 1),
                    Word::Period | Word::Few | Word::Half | Word::Quarter | Word::Other | Word::Weekday(_)
                ) && (self.at(at + 1) != Word::Other || self.is(at + 1, "fortnight"))
            }
            _ => true,
        }
    }

    /// `22,24,26,31`: a token of commas that make no groups is a list of numbers.
    fn numbers_by_commas(&self, at: usize, found: &mut Vec<Found>) -> usize {
        let token = self.word(at);
        if token.contains(['.', '\'', '’']) || token.matches(',').count() < 2 || token.len() > 40 {
            return at + 1;
        }
        let mut from = self.start_byte(at);
        for part in token.split(',') {
            if let Ok(value) = part.parse::<u32>() {
                let amount = Amount { value: Value::Exact(value.into()), bound: None };
                found.push(Found {
                    span: Span::new(from, from + part.len()),
                    score: 0.6,
                    what: What::Figure(Figure::Number(amount)),
                });
            }
            from += part.len() + 1;
        }
        at + 1
    }

    fn is_ordinal(&self, at: usize, end: usize) -> bool {
        if end == at + 1 && self.is(at, "second") {
            // The unit of time: `a second`, `per second`, `one second`, `every second`.
            let time = self.before_is(at, &["a", "per", "one", "every", "each", "split", "half"]);
            return !time
                || self.is_lower_word(end)
                    && !self.is_any(
                        end,
                        &[
                            "of", "or", "and", "to", "in", "is", "was", "later", "ago", "before", "after", "for", "at",
                            "on",
                        ],
                    );
        }
        if self.at(at) == Word::Digits && self.glued(at) && at > 0 && self.is_word(at - 1) {
            return false;
        }
        // `a third of`, `a quarter`: a fraction.
        let fraction = matches!(self.at(at), Word::A | Word::Digit(1))
            && self.number(at).is_some_and(|n| n.end >= end && n.value < Decimal::ONE);
        let part = at > 0 && matches!(self.at(at - 1), Word::A) && (self.is(end, "of"));
        !fraction && !part && !(self.at(at) == Word::A && end == at + 1)
    }

    /// `3, 5 and 7 percent`: the unit of the last is that of all.
    fn list(&self, at: usize, floor: usize, found: &mut Vec<Found>) -> Option<usize> {
        let first = self.number_with(at, false).filter(|n| n.scale == 0 && n.shape != Shape::BareFraction)?;
        if !self.is_any(first.end, &[",", "and", "or"]) || self.unit_behind(&first).0 != Of::Nothing {
            return None;
        }
        // `two hundred and fifty dollars` is one number.
        if self.number(at).is_some_and(|whole| whole.end > first.end) {
            return None;
        }
        let mut numbers = vec![(at, first)];
        let mut next = first.end;
        loop {
            let mut token = next;
            let comma = self.is(token, ",");
            token += usize::from(comma);
            let last = self.is_any(token, &["and", "or"]);
            token += usize::from(last);
            if !comma && !last || numbers.len() > 8 {
                return None;
            }
            if self.at(token) != Word::Digits
                && !matches!(self.at(token), Word::Digit(_) | Word::Teen(_) | Word::Tens(_))
            {
                return None;
            }
            let quantity = self.quantity(token, token, false)?;
            if matches!(quantity.of, Of::Percent { .. } | Of::Measure(_))
                || matches!(quantity.of, Of::Money(m) if m.behind)
            {
                if !last && !comma {
                    return None;
                }
                // `in 2019, 5 percent`: a year and another thing.
                if numbers.iter().any(|(_, n)| n.shape == Shape::Plain && n.value >= Decimal::from(1000)) {
                    return None;
                }
                if numbers.len() == 1 && !last {
                    return None;
                }
                if self.at(at) == Word::Digits && at > floor && self.money_before(at, floor).is_some() {
                    return None;
                }
                for (from, number) in &numbers {
                    let stretch = Stretch {
                        start: *from,
                        end: number.end,
                        value: Value::Exact(number.value),
                        of: quantity.of,
                        number: *number,
                        number_end: number.end,
                    };
                    self.put(&mut stretch.clone(), found);
                }
                let mut stretch = self.stretch(token, token)?;
                return Some(self.put(&mut stretch, found));
            }
            if quantity.of != Of::Nothing || quantity.number.scale > 0 || last {
                return None;
            }
            numbers.push((token, quantity.number));
            next = quantity.number.end;
        }
    }

    /// Makes the mark of a value or range.
    fn put(&self, stretch: &mut Stretch, found: &mut Vec<Found>) -> usize {
        match stretch.of {
            Of::Money(_) => self.put_money(stretch, found),
            Of::Percent { divisor, points } => {
                let mut amount = self.amount(stretch);
                if divisor > 1 {
                    let scale = |value: Decimal| value.checked_div(Decimal::from(divisor)).unwrap_or(value);
                    amount.value = match amount.value {
                        Value::Exact(value) => Value::Exact(scale(value)),
                        Value::Range { low, high } => Value::Range { low: scale(low), high: scale(high) },
                    };
                }
                self.push(found, stretch.start, stretch.end, 0.98, Figure::Percent { amount, points })
            }
            Of::Measure(measure) => {
                let mut end = stretch.end;
                if let Value::Exact(value) = stretch.value {
                    let (sum, behind, compound) = self.compound(value, measure, end);
                    if compound {
                        (stretch.value, end) = (Value::Exact(sum), behind);
                        stretch.number.quantum = stretch.number.quantum.min(-1);
                    }
                }
                if self.units.is_some_and(|units| units.id(measure.unit) == "degree") {
                    // `2 degrees below zero`
                    if self.is(end, "below")
                        && self.is(end + 1, "zero")
                        && let Value::Exact(value) = stretch.value
                    {
                        stretch.value = Value::Exact(-value);
                        end += 2;
                    }
                }
                stretch.end = end;
                let amount = self.amount(stretch);
                let unit = self.measure_id(measure);
                let converted = self.convert_measure(&stretch.value, stretch.number.quantum, measure);
                self.push(found, stretch.start, end, 0.95, Figure::Measure { amount, unit, converted })
            }
            Of::Time(period) => self.put_time(stretch, period, found),
            Of::Nothing => self.put_bare(stretch, found),
        }
    }

    fn put_money(&self, stretch: &mut Stretch, found: &mut Vec<Found>) -> usize {
        self.scale_behind_code(stretch);
        self.with_minor(stretch);
        let Of::Money(money) = stretch.of else { return stretch.end };
        let amount = self.amount(stretch);
        let per = self.per(stretch.end);
        let mut quantum = stretch.number.quantum;
        let mut amount = amount;
        if money.word.minor {
            quantum -= 2;
            let scale = |value: Decimal| value.checked_div(Decimal::ONE_HUNDRED).unwrap_or(value);
            amount.value = match amount.value {
                Value::Exact(value) => Value::Exact(scale(value)),
                Value::Range { low, high } => Value::Range { low: scale(low), high: scale(high) },
            };
        }
        let sum = Sum {
            amount,
            quantum,
            money,
            per,
            currency: None,
            evidence: None,
            stated: false,
            from: stretch.start,
            to: stretch.end,
            same_as: None,
        };
        found.push(Found { span: self.span(stretch.start, stretch.end), score: 0.95, what: What::Money(sum) });
        stretch.end
    }

    fn put_bare(&self, stretch: &mut Stretch, found: &mut Vec<Found>) -> usize {
        let number = stretch.number;
        let exact = matches!(stretch.value, Value::Exact(_));
        if exact
            && number.shape == Shape::BareFraction
            && (self.at(stretch.start) == Word::Half || number.value == Decimal::ONE)
        {
            return stretch.end;
        }
        if exact && let Some(end) = self.years_old(stretch.end) {
            let amount = self.amount(stretch);
            return self.push(found, stretch.start, end, 0.9, Figure::Age { amount, unit: "year" });
        }
        if let (Value::Exact(value), true, Some(units)) =
            (stretch.value, self.is(stretch.end, "below") && self.is(stretch.end + 1, "zero"), self.units)
            && let Some(unit) = units.unit_name("degree")
        {
            stretch.value = Value::Exact(-value);
            let (amount, unit) = (self.amount(stretch), units.id(unit).to_owned());
            return self.push(
                found,
                stretch.start,
                stretch.end + 2,
                0.9,
                Figure::Measure { amount, unit, converted: None },
            );
        }
        if self.is_apposed_age(stretch) {
            let amount = self.amount(stretch);
            return self.push(found, stretch.start, stretch.end, 0.75, Figure::Age { amount, unit: "year" });
        }
        if let Some(next) = self.share(stretch, found).or_else(|| self.ratio(stretch, found)) {
            return next;
        }
        // `the last 5 minutes` is a duration, and so are `the 5 last minutes`.
        if exact
            && self.is_any(stretch.end, &["last", "past", "next"])
            && let Some(period) = Period::parse(self.word(stretch.end + 1)).filter(|period| *period < Period::Day)
        {
            stretch.end += 2;
            return self.put_time(stretch, period, found);
        }
        // `10m people`: what cannot be metres are millions.
        if number.lone_m && exact {
            let mut million = number;
            self.million_of_money(&mut million);
            let behind = Stretch {
                value: Value::Exact(million.value),
                end: million.end,
                number: million,
                number_end: million.end,
                ..*stretch
            };
            if let Some((noun, end)) = self.noun_behind(&behind) {
                return self.count(&behind, noun, end, found);
            }
        }
        if let Some((noun, end)) = self.noun_behind(stretch) {
            return self.count(stretch, noun, end, found);
        }
        if exact && number.shape == Shape::Spelled && !self.stands_for_number(stretch) {
            return stretch.end;
        }
        let amount = self.amount(stretch);
        self.push(found, stretch.start, stretch.end, 0.8, Figure::Number(amount))
    }

    /// `Rosa Díaz, 63, said`: a bare number between commas behind a name is an age.
    fn is_apposed_age(&self, stretch: &Stretch) -> bool {
        let at = stretch.start;
        let years =
            matches!(stretch.value, Value::Exact(value) if value >= Decimal::ONE && value <= Decimal::from(120));
        let name = |token: usize| {
            self.is_word(token)
                && self.words[token] == Word::Other
                && self.word(token).chars().next().is_some_and(char::is_uppercase)
        };
        years
            && stretch.number.shape == Shape::Plain
            && stretch.end == at + 1
            && at >= 2
            && self.is(at - 1, ",")
            && name(at - 2)
            && !self.before_is(at - 2, &["in", "at", "from", "of", "near", "to", "for"])
            && (self.is(stretch.end, ",") && (at >= 3 && name(at - 3) || self.sentence(at).start == at - 2)
                || self.is_any(stretch.end, &[".", ";"]) && at >= 3 && name(at - 3))
    }

    /// `one in five`, `nine in 10`: a share of people or things, told by their small whole numbers.
    fn share(&self, stretch: &Stretch, found: &mut Vec<Found>) -> Option<usize> {
        let Value::Exact(top) = stretch.value else { return None };
        if !self.is(stretch.end, "in") || stretch.number.scale > 0 || stretch.end != stretch.start + 1 {
            return None;
        }
        let bottom_at = stretch.end + 1 + usize::from(self.is(stretch.end + 1, "every"));
        let bottom =
            self.number_with(bottom_at, false).filter(|n| n.shape != Shape::BareFraction && n.value.scale() == 0)?;
        let whole = top.scale() == 0 && top >= Decimal::ONE && top < bottom.value;
        // `one in 2020`, `one in 10 years`, `killed two in 30 raids`
        let year = bottom.shape == Shape::Plain && bottom.value >= Decimal::from(1000);
        let usual = top == Decimal::ONE || [3, 4, 5, 10, 100].iter().any(|round| bottom.value == Decimal::from(*round));
        let unit = self.unit_behind(&bottom).0 != Of::Nothing || matches!(self.at(bottom.end), Word::Relative);
        let verb =
            stretch.start > 0 && ["ed", "ing"].iter().any(|ending| self.word(stretch.start - 1).ends_with(ending));
        let of_them = self.is_lower_word(bottom.end) || self.is_word(bottom.end) || self.ends(bottom.end);
        if !whole || year || !usual || unit || verb || !of_them {
            return None;
        }
        let amount = Amount { value: Value::Exact(top.checked_div(bottom.value)?), bound: self.amount(stretch).bound };
        Some(self.push(found, stretch.start, bottom.end, 0.8, Figure::Number(amount)))
    }

    /// `one out of three`, `one over twenty`: a share.
    fn ratio(&self, stretch: &Stretch, found: &mut Vec<Found>) -> Option<usize> {
        let Value::Exact(top) = stretch.value else { return None };
        let out_of = self.is(stretch.end, "out") && self.is(stretch.end + 1, "of");
        let over = self.is(stretch.end, "over");
        if !out_of && !over {
            return None;
        }
        let bottom = self.number(stretch.end + if out_of { 2 } else { 1 })?;
        let spelled = stretch.number.shape == Shape::Spelled || bottom.shape == Shape::Spelled;
        if top >= bottom.value || top <= Decimal::ZERO || over && !(spelled && self.ends(bottom.end)) {
            return None;
        }
        let amount = Amount { value: Value::Exact(top.checked_div(bottom.value)?), bound: self.amount(stretch).bound };
        Some(self.push(found, stretch.start, bottom.end, 0.8, Figure::Number(amount)))
    }

    /// Whether `one`, a pronoun as often as a number, is a number here.
    fn stands_for_number(&self, stretch: &Stretch) -> bool {
        if stretch.number.value != Decimal::ONE || stretch.end != stretch.start + 1 || !self.is(stretch.start, "one") {
            return true;
        }
        let (before, behind) = (stretch.start, stretch.end);
        if self.before_is(
            before,
            &[
                "this", "that", "the", "no", "any", "every", "each", "which", "another", "only", "a", "next", "last",
                "first", "these", "those", "current", "previous", "good", "new", "loved", "other", "someone",
            ],
        ) {
            return false;
        }
        let sentence = self.sentence(before);
        let alone = sentence.start == before && sentence.end <= behind + 1;
        alone
            || self.is_lower_word(behind)
                && !self.is_any(
                    behind,
                    &[
                        "of", "is", "was", "who", "that", "which", "can", "could", "has", "had", "would", "should",
                        "might", "must", "will", "by", "another", "in", "and", "or", "to", "for", "with", "from", "at",
                        "on",
                    ],
                )
    }

    fn count(&self, stretch: &Stretch, noun: Span, end: usize, found: &mut Vec<Found>) -> usize {
        let amount = self.amount(stretch);
        let number_end = self.span(stretch.start, stretch.end).end;
        let noun = noun.of(self.text.text).to_owned();
        self.push(found, stretch.start, end, 0.85, Figure::Count { amount, noun, number_end })
    }
}
