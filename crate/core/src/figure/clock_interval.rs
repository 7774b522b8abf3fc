//! Stretches of time told by the clock: with a length (`from 10 am for three hours`), with a date at one end
//! (`from 2 pm till tomorrow 4:30 pm`); and clocks in the notations of machines and timetables.

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    date::When,
    lexicon::Word,
    reader::Reader,
    time::Clock,
    unit::{Of, Period},
};

impl Reader<'_, '_> {
    /// `from 10 am for 3 hours 30 minutes`, `for two hours from 2pm`: the interval in ISO 8601.
    pub(super) fn clock_and_length(&self, at: usize) -> Option<(String, usize)> {
        let (clock, minutes, end) = match self.at(at) {
            Word::From => {
                let (clock, next) = self.clock(at + 1)?;
                let (minutes, end) = self.is(next, "for").then(|| self.minutes(next + 1)).flatten()?;
                (clock, minutes, end)
            }
            Word::Digits | Word::Digit(_) | Word::Teen(_) | Word::Tens(_) | Word::A if self.before_is(at, &["for"]) => {
                let (minutes, next) = self.minutes(at)?;
                if self.at(next) != Word::From {
                    return None;
                }
                let (clock, end) = self.clock(next + 1).or_else(|| self.bare_hour(next + 1))?;
                (clock, minutes, end)
            }
            _ => return None,
        };
        Some((format!("{}/{}", clock.iso(), clock.plus(minutes)?.iso()), end))
    }

    /// A length of less than a day in minutes.
    fn minutes(&self, at: usize) -> Option<(u32, usize)> {
        let number = self.number_with(at, false)?;
        let (Of::Time(period), end) = self.unit_behind(&number) else { return None };
        let mut terms = vec![(number.value, period)];
        let end = self.further_terms(&mut terms, end);
        let mut total = Decimal::ZERO;
        for (value, period) in terms {
            let each = match period {
                Period::Minute => Decimal::ONE,
                Period::Hour => Decimal::from(60),
                _ => return None,
            };
            total = total.checked_add(value.checked_mul(each)?)?;
        }
        Some((total.to_u32().filter(|minutes| *minutes < 24 * 60)?, end))
    }

    fn bare_hour(&self, at: usize) -> Option<(Clock, usize)> {
        let (hour, end) = self.small(at).filter(|(hour, end)| (1..=12).contains(hour) && self.ends(*end))?;
        Some((Clock::new(hour, 0, false)?, end))
    }

    /// `from 2pm till tomorrow 4:30pm`, `between 2:00 tomorrow and 4:00`, `2015-03-28 17:00/2015-03-29 21:00`: two
    /// times of which one at least has its date.
    pub(super) fn dated_clocks(&self, at: usize, led: bool) -> Option<(String, usize)> {
        let (first_date, first, next, _) = self.dated_clock(at)?;
        let joint = led && self.is_any(next, &["to", "until", "till", "through", "and"])
            || led && self.is_dash(next)
            || self.is(next, "/") && self.glued(next) && first_date.is_some();
        if !joint {
            return None;
        }
        let (last_date, last, end, date_behind) = self.dated_clock(next + 1)?;
        let (first_date, last_date) = match (first_date, last_date) {
            (Some(date), None) => (date, date),
            // `from 1 am to 3 pm on Friday`: both are on Friday.
            (None, Some(_)) if date_behind => return None,
            (None, Some(date)) => (self.context.published?, date),
            (Some(first), Some(last)) if !led || first != last => (first, last),
            _ => return None,
        };
        let last = if first_date == last_date { last.behind(first) } else { last };
        let ordered = (first_date, first.of_day()) < (last_date, last.of_day());
        ordered.then(|| (format!("{first_date}T{}/{last_date}T{}", first.iso(), last.iso()), end))
    }

    /// A time with a date before or behind it, or without; and whether the date stands behind.
    fn dated_clock(&self, at: usize) -> Option<(Option<Date>, Clock, usize, bool)> {
        if let Some((clock, next)) = self.clock(at) {
            let day = matches!(self.at(next), Word::Deictic | Word::Weekday(_)) || self.is(next, "on");
            return match self.date_behind(next).filter(|_| day) {
                Some((When::Day(date), end)) => Some((Some(date), clock, end, true)),
                _ => Some((None, clock, next, false)),
            };
        }
        let (When::Day(date), next) = self.when(at)? else { return None };
        let next = next + usize::from(self.is_any(next, &["at", ","]));
        let (clock, end) = self.iso_clock(next).or_else(|| self.clock(next))?;
        Some((Some(date), clock, end, false))
    }

    /// `T17:00:00Z` and `T17:00+02:00` behind a date.
    pub(super) fn iso_clock(&self, at: usize) -> Option<(Clock, usize)> {
        let hour = self.word(at).strip_prefix('T').filter(|hour| hour.len() == 2 && self.glued(at))?;
        let two = |token: usize, sign: &[&str]| {
            let part = self.is_any(token, sign) && self.glued(token) && self.glued(token + 1);
            part.then(|| self.word(token + 1).get(..2)?.parse::<u8>().ok()).flatten()
        };
        let clock = Clock::new(hour.parse().ok()?, two(at + 1, &[":"])?, true)?;
        let mut end = at + 3;
        let second = two(end, &[":"]).filter(|second| *second < 60);
        end += if second.is_some() { 2 } else { 0 };
        let mut zone = None;
        if self.is(end, "Z") && self.glued(end) {
            (zone, end) = (Some(0), end + 1);
        } else if let (Some(hours), Some(minutes)) = (two(end, &["+", "-", "−"]), two(end + 2, &[":"])) {
            let offset = i16::from(hours) * 60 + i16::from(minutes);
            zone = Some(if self.is(end, "+") { offset } else { -offset });
            end += 4;
        }
        Some((clock.with(second, zone), end))
    }

    /// `0730`: four digits that are a time where another stands beside them.
    pub(super) fn four_digits(&self, at: usize) -> Option<(Clock, usize)> {
        let word = self.word(at);
        let (hour, minute) = word.split_at_checked(2).filter(|_| word.len() == 4 && self.at(at) == Word::Digits)?;
        let told = word.starts_with('0');
        let clock = Clock::new(hour.parse().ok().filter(|_| told)?, minute.parse().ok()?, true)?;
        Some((clock, at + 1))
    }

    /// `19h` behind a date.
    pub(super) fn hours_letter(&self, at: usize) -> Option<(Clock, usize)> {
        let letter = self.is(at + 1, "h") && self.glued(at + 1);
        let (hour, _) = self.small(at).filter(|_| letter && self.at(at) == Word::Digits)?;
        Some((Clock::new(hour, 0, true)?, at + 2))
    }
}
