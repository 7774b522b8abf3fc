//! What comes again and again: `every Monday`, `each quarter`, `every two weeks`, `on Friday nights`, `7 pm every day`.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{count::is_stop, duration, lexicon::Word, reader::Reader, time::Clock, unit::Period};
use crate::mark::{Beside, DayPart, Figure};

/// How often, the part of the day, and the token behind the words that say so.
type Often = (String, Option<DayPart>, usize);

impl Reader<'_, '_> {
    /// A date or time that comes again and again.
    pub(super) fn repeated(&self, at: usize) -> Option<(Figure, usize, usize)> {
        // Looked for before any clock is read: most that could begin one has no such word near.
        if !(at..at + 7).any(|token| self.at(token) == Word::Every) && !matches!(self.at(at), Word::Weekday(_)) {
            return None;
        }
        // 7 pm every day
        if let Some((clock, next)) = self.clock(at).filter(|(_, next)| self.at(*next) == Word::Every) {
            let (every, part, end) = self.often(next)?;
            let beside = Beside { part, every: Some(every) };
            return Some((Figure::Time { value: Some(clock.iso()), beside }, at, end));
        }
        let (every, part, end) = self.often(at)?;
        let beside = Beside { part, every: Some(every) };
        // every Monday at 4 pm
        let clock_at = end + usize::from(self.is_any(end, &["at", "from", "between"]));
        // every Sunday from 2 to 4 pm
        if clock_at > end
            && let Some((first, last, end)) = self.clocks(clock_at, true)
        {
            let value = Some(format!("{}/{}", first.iso(), last.iso()));
            return Some((Figure::Time { value, beside }, at, end));
        }
        // `every Monday evening at 7`
        let hour = || {
            let (hour, end) = self.small(clock_at).filter(|(hour, end)| (1..=12).contains(hour) && self.ends(*end))?;
            Some((Clock::new(hour, 0, false)?, end))
        };
        Some(match self.clock(clock_at).or_else(hour).filter(|_| clock_at > end) {
            Some((clock, end)) => {
                let clock = self.half_by(clock, part.map(|part| part != DayPart::Morning));
                (Figure::Time { value: Some(clock.iso()), beside }, at, end)
            }
            None => (Figure::Date { value: None, beside }, at, end),
        })
    }

    /// `weekly`, `semi-annually`, `everyday` where they say when something is done and describe nothing.
    fn adverb_of_often(&self, at: usize) -> Option<Often> {
        let word = self.word(at);
        let (count, period) = match word {
            "daily" | "everyday" => (1, Period::Day),
            "weekly" => (1, Period::Week),
            "fortnightly" => (2, Period::Week),
            "monthly" => (1, Period::Month),
            "quarterly" => (3, Period::Month),
            "yearly" | "annually" => (1, Period::Year),
            _ => return None,
        };
        // `the Kommersant daily`, `a daily`: a newspaper; `in monthly, weekly and daily rounds`: adjectives.
        let noun = at > 0 && self.is_word(at - 1) && !self.is_lower_word(at - 1)
            || self.before_is(at, &["a", "the", "this", "his", "her", "its", "their", "."]);
        if noun || self.is(at + 1, ",") {
            return None;
        }
        let alone = self.ends(at + 1) || is_stop(self.word(at + 1)) && !self.is_any(at + 1, &["and", "or"]);
        let (count, period) = match self.before_is(at, &["-"]) && self.glued(at) {
            false => (count, period),
            true if at > 1 && self.is(at - 2, "semi") && period == Period::Year => (6, Period::Month),
            // Twice a week or every other one.
            true => return None,
        };
        alone.then(|| (duration::iso(&[(Decimal::from(count), period)]), None, at + 1))
    }

    fn often(&self, at: usize) -> Option<Often> {
        let iso = |count: i32, period: Period| duration::iso(&[(Decimal::from(count), period)]);
        // on Mondays, Friday nights
        if let Word::Weekday(_) = self.at(at) {
            let nights = self.named_part(at + 1).filter(|_| self.word(at + 1).ends_with('s'));
            let days = self.word(at).len() > 5 && self.word(at).ends_with("days");
            let end = at + 1 + usize::from(nights.is_some());
            return (days || nights.is_some()).then(|| (iso(1, Period::Week), nights, end));
        }
        if self.at(at) != Word::Every {
            return None;
        }
        if !self.is_any(at, &["every", "each"]) {
            return self.adverb_of_often(at);
        }
        // every other week, every third year, every two weeks
        let (count, next) = match self.at(at + 1) {
            _ if self.is_any(at + 1, &["other", "second"]) => (2, at + 2),
            Word::Ordinal(ordinal) if (3..=10).contains(&ordinal) => (i32::from(ordinal), at + 2),
            Word::Digits | Word::Digit(_) | Word::Teen(_) | Word::Tens(_) => {
                let number = self.number_with(at + 1, false).filter(|n| n.value.scale() == 0)?;
                (number.value.to_i32().filter(|count| (1..=1000).contains(count))?, number.end)
            }
            _ => (1, at + 1),
        };
        let one = |period: Period, end: usize| Some((iso(count, period), None, end));
        if let Some(end) = self.weekend_word(next).or_else(|| self.is(next, "weekends").then_some(next + 1)) {
            return one(Period::Week, end);
        }
        match self.at(next) {
            Word::Weekday(_) => {
                let end = self.with_day_part(next + 1);
                Some((iso(count, Period::Week), self.part_within(next, end), end))
            }
            Word::DayPart if self.part_stands_alone(next) => {
                Some((iso(count, Period::Day), self.named_part(next), next + 1))
            }
            Word::Month(_) if !self.is_any(next, &["may", "march"]) => one(Period::Year, next + 1),
            Word::Season(_) => one(Period::Year, next + 1),
            _ => {
                let period = self.period_word(next)?;
                // `each day's work`, `every year-end`: the period belongs to what follows.
                let whole = !self.is_hyphen(next + 1) && !self.is_any(next + 1, &["'s", "’s"]);
                whole.then(|| one(period, next + 1)).flatten()
            }
        }
    }
}
