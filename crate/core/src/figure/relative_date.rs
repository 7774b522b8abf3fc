//! Dates told by the article's own date (`last Thursday`, `a week ago`), and parts of longer periods
//! (`the third quarter of 2019`, `the last week of July`, `early May`, `the 1990s`).

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    date::{Partial, When, day, plus_days, plus_months},
    lexicon::Word,
    reader::Reader,
    tense::Tense,
    unit::Period,
};

const LAST: &[&str] = &["last", "past", "previous", "prior"];
const NEXT: &[&str] = &["next", "coming", "following", "upcoming"];
const THIS: &[&str] = &["this", "current"];

pub(super) fn monday(date: Date) -> Option<Date> {
    plus_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// The day of a weekday (Monday is 1) in the week so many weeks on.
fn weekday_of_week(date: Date, weekday: u8, weeks: i64) -> Option<Date> {
    plus_days(monday(date)?, weeks * 7 + i64::from(weekday) - 1)
}

/// The months of a season in the northern half of the world, spring first.
pub(super) fn season(year: i16, season: u8) -> Option<When> {
    let first = (year, season as i8 * 3);
    Some(When::Months(first, plus_months(first, 2)?))
}

/// The early or late half of a period.
fn half(when: When, late: bool) -> Option<When> {
    Some(match when {
        When::Month(year, month) => {
            let last = day(year, month, 1)?.last_of_month();
            let (from, to) = if late { (16, last.day()) } else { (1, 15) };
            When::Days(day(year, month, from)?, day(year, month, to)?)
        }
        When::Year(year) => {
            let from = if late { 7 } else { 1 };
            When::Months((year, from), (year, from + 5))
        }
        When::Years(from, to) if to - from == 9 => {
            let from = from + if late { 5 } else { 0 };
            When::Years(from, from + 4)
        }
        When::Days(from, to) if plus_days(from, 6) == Some(to) => {
            let (a, b) = if late { (3, 6) } else { (0, 2) };
            When::Days(plus_days(from, a)?, plus_days(from, b)?)
        }
        other => other,
    })
}

/// The beginning, middle or end of a month, year or week: a third of it.
fn third(when: When, which: u8) -> Option<When> {
    Some(match when {
        When::Month(year, month) => {
            let last = day(year, month, 1)?.last_of_month();
            let (from, to) = [(1, 10), (11, 20), (21, last.day())][usize::from(which)];
            When::Days(day(year, month, from)?, day(year, month, to)?)
        }
        When::Year(year) => {
            // The beginning of a year is no longer than its first quarter.
            let (from, to) = [(1, 3), (5, 8), (9, 12)][usize::from(which)];
            When::Months((year, from), (year, to))
        }
        When::Years(from, to) if to - from == 9 => {
            let (a, b) = [(0, 3), (4, 6), (7, 9)][usize::from(which)];
            When::Years(from + a, from + b)
        }
        When::Days(from, to) if plus_days(from, 6) == Some(to) => {
            let (a, b) = [(0, 2), (2, 4), (4, 6)][usize::from(which)];
            When::Days(plus_days(from, a)?, plus_days(from, b)?)
        }
        other => other,
    })
}

impl Reader<'_, '_> {
    /// The word for a period at the token; `weekend` counts days of its own.
    pub(super) fn period_word(&self, at: usize) -> Option<Period> {
        if self.is_any(at, &["quarter", "quarters", "qtr"]) {
            return Some(Period::Quarter);
        }
        Period::parse(self.word(at)).filter(|period| *period >= Period::Day && !self.is_any(at, &["night", "nights"]))
    }

    /// The whole period so many on from the one that the article was published in.
    pub(super) fn whole(&self, period: Period, by: i32) -> Option<When> {
        let published = self.context.published?;
        let (year, month) = (published.year(), published.month());
        let years = |length: i16| {
            let first = year - year.rem_euclid(length) + i16::try_from(by).ok()? * length;
            Some(When::Years(first, first + length - 1))
        };
        match period {
            Period::Day => plus_days(published, by.into()).map(When::Day),
            Period::Week => {
                let first = plus_days(monday(published)?, i64::from(by) * 7)?;
                Some(When::Days(first, plus_days(first, 6)?))
            }
            Period::Fortnight => None,
            Period::Month => plus_months((year, month), by).map(|(year, month)| When::Month(year, month)),
            Period::Quarter => {
                let first = plus_months((year, (month - 1) / 3 * 3 + 1), by * 3)?;
                Some(When::Months(first, plus_months(first, 2)?))
            }
            Period::Year => Some(When::Year(year.checked_add(i16::try_from(by).ok()?)?))
                .filter(|_| (1..9999).contains(&(i32::from(year) + by))),
            Period::Decade => years(10),
            Period::Century => years(100),
            _ => None,
        }
    }

    /// The weekend that the sentence's tense says: the one that ended last, or the coming one.
    fn the_weekend(&self, at: usize) -> When {
        let future = self.tense(at) == Tense::Future;
        let on_it = self.context.published.is_some_and(|day| day.weekday().to_monday_one_offset() >= 6);
        self.weekend(if future || on_it { 0 } else { -1 }).unwrap_or(When::Unknown)
    }

    fn weekend(&self, weeks: i64) -> Option<When> {
        let published = self.context.published?;
        Some(When::Days(weekday_of_week(published, 6, weeks)?, weekday_of_week(published, 7, weeks)?))
    }

    /// The token behind `weekend` or `week-end`.
    pub(super) fn weekend_word(&self, at: usize) -> Option<usize> {
        if self.is(at, "weekend") {
            return Some(at + 1);
        }
        (self.is(at, "week") && self.is_hyphen(at + 1) && self.is(at + 2, "end")).then_some(at + 3)
    }

    /// `today`, `last Thursday`, `two weeks ago`, `next month`.
    pub(super) fn relative(&self, at: usize) -> Option<(When, usize)> {
        let or_unknown = |when: Option<When>| when.unwrap_or(When::Unknown);
        match self.at(at) {
            Word::Deictic => self.deictic(at),
            Word::Weekday(weekday) => self.bare_weekday(at, weekday),
            Word::Relative => self.by_word(at),
            // `the week after next`, `the year before last`
            Word::Period => {
                let period = self.period_word(at)?;
                if period == Period::Day {
                    let before = self.is(at + 1, "before") && self.is(at + 2, "yesterday");
                    let after = self.is(at + 1, "after") && self.is(at + 2, "tomorrow");
                    return (before || after)
                        .then(|| (or_unknown(self.whole(period, if before { -2 } else { 2 })), at + 3));
                }
                // `in the year to date`
                let hyphen = usize::from(self.is_hyphen(at + 1));
                if self.is(at + 1 + hyphen, "to") && self.is(at + 2 + 2 * hyphen, "date") && period > Period::Week {
                    let days =
                        self.whole(period, 0).and_then(|when| Some(When::Days(when.first()?, self.context.published?)));
                    return Some((or_unknown(days), at + 3 + 2 * hyphen));
                }
                let by = if self.is(at + 1, "after") && self.is(at + 2, "next") {
                    2
                } else if self.is(at + 1, "before") && self.is(at + 2, "last") {
                    -2
                } else {
                    // `the week of October 6`
                    if period == Period::Week && self.is(at + 1, "of") {
                        let told = || self.by_word(at + 2).filter(|_| self.is(at + 2, "the"));
                        let (when, end) = self.named(at + 2).or_else(|| self.numeric(at + 2)).or_else(told)?;
                        let first = monday(when.first()?)?;
                        return Some((When::Days(first, plus_days(first, 6)?), end))
                            .filter(|_| matches!(when, When::Day(_)));
                    }
                    // the week starting on February 4, the week ending Friday
                    if period == Period::Week && self.is_any(at + 1, &["starting", "beginning", "ending", "commencing"])
                    {
                        let next = at + 2 + usize::from(self.is_any(at + 2, &["on", "in"]));
                        let (when, end) = self.when(next)?;
                        let date = when.first()?;
                        // Weeks begin on Sundays or Mondays; a date that is told without its year and weekday is near
                        // one of them.
                        let told = matches!(self.at(next), Word::Weekday(_))
                            || (next..end).any(|token| self.year(token).is_some())
                            || date.weekday().to_monday_zero_offset() == 6;
                        let first = match self.is(at + 1, "ending") {
                            true => plus_days(date, -6)?,
                            false if told => date,
                            false => monday(date)?,
                        };
                        return Some((When::Days(first, plus_days(first, 6)?), end))
                            .filter(|_| matches!(when, When::Day(_)));
                    }
                    // week 23
                    if period == Period::Week && self.at(at + 1) == Word::Digits {
                        let number: i64 = self.word(at + 1).parse().ok().filter(|week| (1..=53).contains(week))?;
                        let year = self.is(at + 2, "of").then(|| self.year(at + 3)).flatten();
                        let (year, end) = year.or_else(|| Some((self.context.published?.year(), at + 2)))?;
                        let first = plus_days(monday(day(year, 1, 4)?)?, (number - 1) * 7)?;
                        return Some((When::Days(first, plus_days(first, 6)?), end));
                    }
                    return None;
                };
                Some((or_unknown(self.whole(period, by)), at + 3))
            }
            Word::Month(month) if self.is(at + 1, "after") && self.is(at + 2, "next") => {
                let published = self.context.published?;
                let year = published.year() + i16::from(month as i8 <= published.month()) + 1;
                Some((When::Month(year, month as i8), at + 3))
            }
            Word::Digits | Word::Digit(_) | Word::Teen(_) | Word::Tens(_) | Word::A | Word::Half | Word::Few => {
                self.away(at)
            }
            _ => None,
        }
    }

    fn deictic(&self, at: usize) -> Option<(When, usize)> {
        let by = match self.word(at).to_ascii_lowercase().as_str() {
            "today" => 0,
            "tonight" | "tonite" => 0,
            "tomorrow" | "tomorrows" => 1,
            "yesterday" => -1,
            _ => return None,
        };
        let when = self.context.published.and_then(|p| plus_days(p, by)).map_or(When::Unknown, When::Day);
        Some((when, self.with_day_part(at + 1)))
    }

    fn bare_weekday(&self, at: usize, weekday: u8) -> Option<(When, usize)> {
        let word = self.word(at);
        // `Sun` is a newspaper and a star, `sat` a verb; short forms want a point, a comma or a time behind them.
        let short = word.len() <= 4;
        if short
            && !(self.is_any(at + 1, &[".", ",", "at"])
                || self.sentence(at).len() <= 2
                || self.before_is(at, &["on", "or", "next", "week"]) && !matches!(word, "sat" | "sun" | "wed" | "mon"))
        {
            return None;
        }
        if word.ends_with('s') && word.len() > 5 && word != "tues" {
            // `on Mondays`: every one of them.
            return None;
        }
        // `the Tuesday after Labor Day`
        if self.before_is(at, &["the"])
            && self.is_any(at + 1, &["after", "before", "following"])
            && let Some((date, end)) = self.told_day(at + 2)
        {
            let future = !self.is(at + 1, "before");
            let when =
                date.map_or(Some(When::Unknown), |date| self.occurrence(date, weekday, future).map(When::Day))?;
            return Some((when, end));
        }
        // `every Thursday` is no day of the calendar.
        let every = |token: usize| self.before_is(token, &["every", "each", "other", "any"]);
        let joined = at >= 3
            && self.before_is(at, &["and", "or", ","])
            && matches!(self.at(at - 2), Word::Weekday(_))
            && every(at - 2);
        if every(at) || joined {
            return None;
        }
        let mut end = at + 1;
        if short && self.is(end, ".") && self.glued(end) {
            end += 1;
        }
        let Some(published) = self.context.published else { return Some((When::Unknown, self.with_day_part(end))) };
        let in_week = |weeks: i64, end: usize| {
            Some((weekday_of_week(published, weekday, weeks).map_or(When::Unknown, When::Day), end))
        };
        if self.is(end, "after") && self.is(end + 1, "next") {
            let next = self.occurrence(published, weekday, true)?;
            return Some((When::Day(plus_days(next, 7)?), end + 2));
        }
        // `Wednesday of next week`, `Monday next week`
        let of = self.with_day_part(end);
        let of = of + usize::from(self.is_any(of, &["of", "in", "the", ","]));
        let of = of + usize::from(self.is(of, "the"));
        if self.is(of + 1, "week") {
            if self.is_any(of, NEXT) {
                return in_week(1, of + 2);
            }
            if self.is_any(of, LAST) {
                return in_week(-1, of + 2);
            }
            if self.is_any(of, THIS) {
                return in_week(0, of + 2);
            }
        }
        // In the news a weekday is the last one, unless the sentence speaks of what will be.
        let future = self.tense(at) == Tense::Future;
        // `will vote on Thursday` on a Thursday is today; a line that says nothing but the day looks ahead.
        let today = !future || self.sentence(at).len() > 3;
        let date = if today && published.weekday().to_monday_one_offset() == weekday as i8 {
            published
        } else {
            self.occurrence(published, weekday, future)?
        };
        Some((When::Day(date), self.with_day_part(end)))
    }

    /// The nearest such weekday after or before a date.
    pub(super) fn occurrence(&self, from: Date, weekday: u8, future: bool) -> Option<Date> {
        (1..=7).find_map(|days| {
            let date = plus_days(from, if future { days } else { -days })?;
            (date.weekday().to_monday_one_offset() == weekday as i8).then_some(date)
        })
    }

    /// `last`, `next`, `this`, `that`, `early`, `the end of` … before a period.
    fn by_word(&self, at: usize) -> Option<(When, usize)> {
        let word = self.word(at).to_ascii_lowercase();
        let word = word.as_str();
        match word {
            "the" => {
                // the day before yesterday, the day after tomorrow
                let before = self.is(at + 1, "day") && self.is(at + 2, "before") && self.is(at + 3, "yesterday");
                let after = self.is(at + 1, "day") && self.is(at + 2, "after") && self.is(at + 3, "tomorrow");
                if before || after {
                    return Some((
                        self.whole(Period::Day, if before { -2 } else { 2 }).unwrap_or(When::Unknown),
                        at + 4,
                    ));
                }
                // over the weekend
                if let Some(end) =
                    self.weekend_word(at + 1).filter(|_| self.before_is(at, &["over", "at", "during", "on"]))
                {
                    return Some((self.the_weekend(at), end));
                }
                if self.is(at + 1, "following") || self.is(at + 1, "next") || self.is(at + 1, "same") {
                    return self.of_spoken(at + 1);
                }
                // `on the 24th`
                if self.before_is(at, &["on", "by", "until", "since", "of"]) || self.begins(at) {
                    let (number, end) = self.ordinal(at + 1).or_else(|| {
                        let digits = self.word(at + 1);
                        let alone = self.begins(at) && self.ends(at + 2);
                        let hours = self.is_any(at + 2, &["from", "between", "at"]) && self.clock(at + 3).is_some();
                        (self.at(at + 1) == Word::Digits && digits.len() <= 2 && (alone || hours))
                            .then(|| Some((digits.parse().ok()?, at + 2)))
                            .flatten()
                    })?;
                    let number =
                        number.to_i8().filter(|n| (1..=31).contains(n) && (self.at(at + 1) == Word::Digits))?;
                    if !self.ends(end)
                        && !self.is_any(
                            end,
                            &[
                                "and", "at", "in", "the", "he", "she", "we", "they", "with", "for", "when", "from",
                                "between", "to",
                            ],
                        )
                    {
                        return None;
                    }
                    return Some((self.nearest_day(number, at), end));
                }
                None
            }
            // w/c 4 February: the week commencing on it
            "w" if self.is(at + 1, "/") && self.is(at + 2, "c") => {
                let (when, end) = self.named(at + 3).or_else(|| self.numeric(at + 3))?;
                let first = monday(when.first().filter(|_| matches!(when, When::Day(_)))?)?;
                Some((When::Days(first, plus_days(first, 6)?), end))
            }
            "that" => self.of_spoken(at),
            "same" => self.of_spoken(at),
            "early" | "beginning" | "start" => self.part(at, 0),
            "mid" | "middle" => self.part(at, 1),
            "late" | "end" => self.part(at, 2),
            "earlier" | "later" | "rest" | "remainder" | "remaining" => {
                let mut next = at + 1;
                if self.is_any(next, &["in", "of"]) {
                    next += 1;
                }
                if self.is(next, "the") && self.period_word(next + 1).is_some() {
                    next += 1;
                }
                let published = self.context.published?;
                let (period, end) = if self.is(next, "this") {
                    (self.period_word(next + 1)?, next + 2)
                } else if matches!(word, "rest" | "remainder" | "remaining") && next > at + 1
                    || self.is(next - 1, "the")
                {
                    (self.period_word(next)?, next + 1)
                } else {
                    return None;
                };
                let whole = self.whole(period, 0)?;
                let when = if word == "earlier" {
                    When::Days(whole.first()?, published)
                } else {
                    When::Days(published, whole.last()?)
                };
                Some((when, end))
            }
            "eod" => Some((self.whole(Period::Day, 0)?, at + 1)),
            "eom" => Some((third(self.whole(Period::Month, 0)?, 2)?, at + 1)),
            "eoy" => Some((third(self.whole(Period::Year, 0)?, 2)?, at + 1)),
            "bom" => Some((third(self.whole(Period::Month, 0)?, 0)?, at + 1)),
            "boy" if self.word(at) == "BOY" => Some((third(self.whole(Period::Year, 0)?, 0)?, at + 1)),
            _ => {
                let mut next = at + 1;
                let mut by = if LAST.contains(&word) {
                    -1
                } else if NEXT.contains(&word) {
                    1
                } else if THIS.contains(&word) {
                    0
                } else {
                    return None;
                };
                // this past Friday, this coming week
                if by == 0 && self.is_any(next, &["past", "last"]) {
                    (by, next) = (-1, next + 1);
                } else if by == 0 && self.is_any(next, &["coming", "next", "upcoming"]) {
                    (by, next) = (1, next + 1);
                }
                let coming = self.is_any(next - 1, &["coming", "upcoming"]) || next > at + 1;
                self.shifted(by, coming, next)
            }
        }
    }

    /// The period at the token, shifted by one: `week`, `Thursday`, `March`, `two weeks`.
    fn shifted(&self, by: i32, coming: bool, at: usize) -> Option<(When, usize)> {
        let at = at + usize::from(self.is(at, "calendar"));
        let or_unknown = |when: Option<When>| when.unwrap_or(When::Unknown);
        // this working week: Monday to Friday
        if self.is_any(at, &["work", "working", "business"]) && self.is(at + 1, "week") || self.is(at, "workweek") {
            let end = at + if self.is(at, "workweek") { 1 } else { 2 };
            let week = self.whole(Period::Week, by).and_then(|week| {
                let first = week.first()?;
                Some(When::Days(first, plus_days(first, 4)?))
            });
            return Some((or_unknown(week), end));
        }
        if let Some(end) = self.weekend_word(at) {
            // The coming weekend is the next to come; `next weekend` may be the one behind it.
            let before_it = self.context.published.is_some_and(|day| day.weekday().to_monday_one_offset() < 6);
            let by = if coming && by == 1 && before_it { 0 } else { by };
            return Some((or_unknown(self.weekend(by.into())), end));
        }
        match self.at(at) {
            Word::Weekday(weekday) => {
                let Some(published) = self.context.published else {
                    return Some((When::Unknown, self.with_day_part(at + 1)));
                };
                // `next Friday 5/12`, `this Friday (June 15)`: the date says which.
                if let Some((when, end)) = self.date_beside_weekday(at + 1) {
                    let said = (at + 1..end).any(|token| self.year(token).is_some());
                    return Some(match when {
                        // Of `this Friday` in another year the weekday says nothing.
                        When::Day(date) if !said => {
                            let fits = self.year_of_weekday(date, weekday, at);
                            let near = (fits.duration_since(published).as_hours() / 24).abs() <= 31;
                            (When::Day(if near { fits } else { date }), end)
                        }
                        _ => (when, end),
                    });
                }
                let date = match by {
                    -1 => self.occurrence(published, weekday, false),
                    0 => weekday_of_week(published, weekday, 0),
                    _ if coming => self.occurrence(published, weekday, true),
                    _ => weekday_of_week(published, weekday, 1),
                };
                Some((or_unknown(date.map(When::Day)), self.with_day_part(at + 1)))
            }
            // `This may or may not be`: the verb.
            Word::Month(_) if by == 0 && self.word(at) == "may" => None,
            Word::Month(month) => {
                let month = month as i8;
                let Some(published) = self.context.published else { return Some((When::Unknown, at + 1)) };
                let year = published.year();
                let year = match by {
                    -1 => year - i16::from(month >= published.month()),
                    0 => year,
                    _ => year + i16::from(month <= published.month()),
                };
                if let Some(Partial { day: Some(number), year: None, end, .. }) = self.partial(at) {
                    return Some((or_unknown(day(year, month, number).map(When::Day)), end));
                }
                Some((When::Month(year, month), at + 1))
            }
            Word::Season(number) => {
                let Some(published) = self.context.published else { return Some((When::Unknown, at + 1)) };
                let year = published.year();
                let of = |year| season(year, number);
                let when = match by {
                    0 => of(year),
                    -1 => of(year).filter(|s| s.last().is_some_and(|last| last < published)).or_else(|| of(year - 1)),
                    _ => of(year).filter(|s| s.first().is_some_and(|first| first > published)).or_else(|| of(year + 1)),
                };
                Some((or_unknown(when), at + 1))
            }
            // `next evening` of what is to come is tomorrow's; of what was, it is told from an event.
            Word::DayPart if by == 1 && self.tense(at) == Tense::Future => {
                Some((or_unknown(self.whole(Period::Day, 1)), at + 1))
            }
            Word::DayPart if by <= 0 => {
                let night = self.is(at, "night");
                let by = if by == -1 { if night { -1 } else { return None } } else { 0 };
                Some((or_unknown(self.whole(Period::Day, by)), at + 1))
            }
            _ => {
                if let Some(period) = self.period_word(at) {
                    if period == Period::Day {
                        return None;
                    }
                    // `the last quarter of`, `this year's`
                    if self.is(at, "quarters") || self.word(at).ends_with('s') && !self.is(at, "century") {
                        return None;
                    }
                    let end = at + 1;
                    // next week on Tuesday, last week Friday
                    let weekday_at = end + usize::from(self.is_any(end, &["on", ",", "'s"]));
                    if let (Period::Week, Word::Weekday(weekday), Some(published)) =
                        (period, self.at(weekday_at), self.context.published)
                        && !self.word(weekday_at).ends_with("days")
                    {
                        return Some((
                            or_unknown(weekday_of_week(published, weekday, by.into()).map(When::Day)),
                            weekday_at + 1,
                        ));
                    }
                    // next year's second quarter, last year's Q4
                    if let (Period::Year, true, Some(When::Year(year)), Some((When::Months(first, last), behind))) = (
                        period,
                        self.is_any(end, &["'s", "’s"]),
                        self.whole(period, by),
                        self.quarter(end + 1).filter(|_| self.word(end + 1).len() <= 6),
                    ) {
                        return Some((When::Months((year, first.1), (year, last.1)), behind));
                    }
                    // next month's 15th
                    if let (Period::Month, true, Some(When::Month(year, month)), Some((number, behind))) = (
                        period,
                        self.is_any(end, &["'s", "’s"]),
                        self.whole(period, by),
                        self.day_of_month(end + 1)
                            .filter(|(_, behind)| *behind > end + 2 || self.at(end + 1) != Word::Digits),
                    ) {
                        return Some((or_unknown(day(year, month, number as i8).map(When::Day)), behind));
                    }
                    if period == Period::Fortnight {
                        return (by != 0).then(|| (or_unknown(self.run(by, 1, period)), end));
                    }
                    return Some((or_unknown(self.whole(period, by)), end));
                }
                // last two weeks, next 3 months, past few days
                let few = self.at(at) == Word::Few;
                let (count, next) = if few {
                    (None, at + 1 + usize::from(self.is(at + 1, "of")))
                } else if let (Word::Digit(count), true) = (self.at(at), self.is(at + 1, "quarters")) {
                    // Three quarters of a year, and no fraction.
                    (Some(i32::from(count)), at + 1)
                } else {
                    let number = self.number_with(at, false).filter(|n| n.value.scale() == 0)?;
                    (Some(number.value.to_i32().filter(|count| (1..=1000).contains(count))?), number.end)
                };
                if let (Some(end), Some(count), true) = (self.working_days_word(next), count, by != 0) {
                    let days = (count <= 100).then(|| self.working_days(by, count)).flatten();
                    return Some((or_unknown(days), end));
                }
                let period = self.period_word(next)?;
                if by == 0 {
                    return None;
                }
                let Some(count) = count else { return Some((When::Unknown, next + 1)) };
                // the last 3 months and 2 weeks
                let mut terms = vec![(Decimal::from(count), period)];
                let end = self.further_terms(&mut terms, next + 1);
                let more = end > next + 1 && by == -1 && !self.is_any(end, &["ago", "earlier", "before"]);
                if more && let Some(When::Days(first, last)) = self.run(by, count, period) {
                    let first = terms[1..].iter().try_fold(first, |first, (count, period)| {
                        shift(first, *period, -count.to_i32().filter(|_| count.scale() == 0)?)
                    });
                    return first.map(|first| (When::Days(first, last), end));
                }
                Some((or_unknown(self.run(by, count, period)), next + 1))
            }
        }
    }

    /// `5/12`, `7.6` or `(June 15)` behind a weekday.
    fn date_beside_weekday(&self, at: usize) -> Option<(When, usize)> {
        if let Some(found) = self.stroke_day(at) {
            return Some(found);
        }
        if !self.is(at, "(") {
            return None;
        }
        let (when, end) = self.numeric(at + 1).or_else(|| self.named(at + 1))?;
        let closed = self.is(end, ")") && matches!(when, When::Day(_) | When::Unknown);
        closed.then_some((when, end + 1))
    }

    /// So many working days before or after the article's day, as the stretch that they fill.
    fn working_days(&self, by: i32, count: i32) -> Option<When> {
        let mut date = self.context.published?;
        let (mut first, mut left) = (None, count);
        while left > 0 {
            date = plus_days(date, by.into())?;
            if date.weekday().to_monday_one_offset() <= 5 {
                first = first.or(Some(date));
                left -= 1;
            }
        }
        Some(if by < 0 { When::Days(date, first?) } else { When::Days(first?, date) })
    }

    /// `business days`, `working days`: the token behind them.
    fn working_days_word(&self, at: usize) -> Option<usize> {
        let work = self.is_any(at, &["business", "working", "work"]);
        (work && self.is_any(at + 1, &["day", "days"])).then_some(at + 2)
    }

    /// So many periods before or after the article's day.
    fn run(&self, by: i32, count: i32, period: Period) -> Option<When> {
        let published = self.context.published?;
        if !(1..=1000).contains(&count) {
            return None;
        }
        if period == Period::Quarter {
            let (first, last) = if by < 0 { (-count, -1) } else { (1, count) };
            let (first, last) = (self.whole(period, first)?.first()?, self.whole(period, last)?.last()?);
            return Some(When::Months((first.year(), first.month()), (last.year(), last.month())));
        }
        let away = shift(published, period, by * count)?;
        Some(if by < 0 {
            When::Days(away, plus_days(published, -1)?)
        } else {
            When::Days(plus_days(published, 1)?, away)
        })
    }

    /// `that year`, `that month`, `the following year`, `the same month`: told by the year spoken of before.
    fn of_spoken(&self, at: usize) -> Option<(When, usize)> {
        let word = self.word(at).to_ascii_lowercase();
        let period = self.period_word(at + 1)?;
        let by = i16::from(word == "following");
        if word == "next" {
            return if period > Period::Day { self.shifted(1, false, at + 1) } else { None };
        }
        if self.is(at + 1, "day") && self.at(at + 1) == Word::Other && by == 0 {
            return None;
        }
        let spoken = self.spoken.get();
        let when = match (period, spoken) {
            (Period::Year, Some((year, _))) => When::Year(year + by),
            (Period::Month, Some((year, Some(month)))) => {
                let (year, month) = plus_months((year, month), by.into())?;
                When::Month(year, month)
            }
            (Period::Year | Period::Month | Period::Week | Period::Decade, _) => {
                // `that week`, `the following month`: of a time that was not dated.
                if word == "same" {
                    return None;
                }
                When::Unknown
            }
            _ => return None,
        };
        Some((when, at + 2))
    }

    /// `early May`, `late 2019`, `the end of April`, `mid-March`, `late last year`.
    fn part(&self, at: usize, which: u8) -> Option<(When, usize)> {
        let mut next = at + 1;
        let hyphen = self.is_hyphen(next);
        next += usize::from(hyphen);
        // `end-June`
        if self.is(next, "of") {
            next += 1;
        } else if !hyphen && self.is_any(at, &["end", "start", "beginning", "middle"]) {
            return None;
        }
        let the = self.is(next, "the");
        next += usize::from(the);
        // `the end of the year 2017`
        if the && self.is(next, "year") && self.at(next + 1) == Word::Digits && self.year(next + 1).is_some() {
            let (year, end) = self.year(next + 1)?;
            return Some((third(When::Year(year), which)?, end));
        }
        // `the start of the 2014 Games`
        if the && self.year(next).is_some() {
            return None;
        }
        if self.is(next, "around") {
            next += 1;
        }
        if let Some(period) = self
            .period_word(next)
            .filter(|period| the || *period > Period::Day && self.is_any(at, &["end", "start", "beginning"]))
        {
            if period == Period::Day {
                return None;
            }
            return Some((third(self.whole(period, 0)?, which).unwrap_or(When::Unknown), next + 1));
        }
        let (when, end) =
            self.named(next).or_else(|| self.decade(next)).or_else(|| self.relative(next)).or_else(|| {
                self.year(next).filter(|_| self.at(next) == Word::Digits).map(|(year, end)| (When::Year(year), end))
            })?;
        if let When::Day(_) = when {
            // `late last night`, `early this morning`
            let beside = self.is_any(at, &["early", "late"]) && self.part_within(next, end).is_some();
            return beside.then_some((when, end));
        }
        // `late July` is its second half, `the end of July` its last third.
        let part = if self.is_any(at, &["early", "late"]) { half(when, which == 2) } else { third(when, which) };
        Some((part.unwrap_or(when), end))
    }

    fn nearest_day(&self, number: i8, at: usize) -> When {
        let Some(published) = self.context.published else { return When::Unknown };
        let future = self.tense(at) == Tense::Future;
        let mut month = (published.year(), published.month());
        for _ in 0..13 {
            if let Some(date) = day(month.0, month.1, number)
                && (date == published || (date > published) == future)
            {
                return When::Day(date);
            }
            let Some(next) = plus_months(month, if future { 1 } else { -1 }) else { break };
            month = next;
        }
        When::Unknown
    }

    /// `two weeks ago`, `in three months`, `3 days after May 5`, `two Sundays from now`.
    fn away(&self, at: usize) -> Option<(When, usize)> {
        // `on 24th`
        if self.at(at) == Word::Digits
            && self.before_is(at, &["on"])
            && let Some((number, end)) = self.ordinal(at).filter(|(_, end)| self.ends(*end) || self.is_dash(*end))
        {
            let number = number.to_i8().filter(|number| (1..=31).contains(number))?;
            return Some((self.nearest_day(number, at), end));
        }
        let (number, mut next) = match self.at(at) {
            Word::A if !matches!(self.at(at + 1), Word::Hundred | Word::Scale(_) | Word::Few | Word::Half) => {
                (Some(Decimal::ONE), at + 1)
            }
            Word::A if self.at(at + 1) == Word::Few => (None, at + 2),
            Word::Few => (None, at + 1),
            _ => {
                let number = self.number_with(at, false)?;
                (Some(number.value), number.end)
            }
        };
        if number.is_none() && self.is(next, "of") {
            next += 1;
        }
        // two Sundays ago
        if let Word::Weekday(weekday) = self.at(next) {
            let count = number?.to_i64().filter(|count| (1..=60).contains(count))?;
            let published = self.context.published?;
            let ago = self.is_any(next + 1, &["ago", "back"]);
            let on = self.is(next + 1, "from") && self.is_any(next + 2, &["now", "today"]);
            if !ago && !on {
                return None;
            }
            let first = self.occurrence(published, weekday, on)?;
            let date = plus_days(first, (count - 1) * if on { 7 } else { -7 })?;
            return Some((When::Day(date), next + if on { 3 } else { 2 }));
        }
        // the 5 upcoming years, the 10 previous weeks
        if self.at(next) == Word::Relative && self.period_word(next + 1).is_some() {
            let by = if self.is_any(next, LAST) {
                -1
            } else if self.is_any(next, NEXT) {
                1
            } else {
                return None;
            };
            let when =
                number.and_then(|n| n.to_i32()).and_then(|count| self.run(by, count, self.period_word(next + 1)?));
            return Some((when.unwrap_or(When::Unknown), next + 2));
        }
        let period = self.period_word(next)?;
        let mut terms = vec![(number.unwrap_or(Decimal::ONE), period)];
        let mut end = next + 1;
        if number.is_some() {
            end = self.further_terms(&mut terms, end);
        }
        // `for 10 days from 18 December`, `2 weeks starting May 20th`: a stretch from that day on.
        let starting = usize::from(self.is(end, ","));
        let starting = end + starting;
        let from_word = self.is(starting, "from")
            && (self.before_is(at, &["for"]) || starting > end)
            && !self.is_any(starting + 1, &["now"]);
        if from_word || self.is(starting, "starting") {
            let next = starting + 1 + usize::from(self.is_any(starting + 1, &["from", "on"]));
            let (when, behind) = self.when(next)?;
            let When::Day(first) = when else { return None };
            let mut last = first;
            for (count, period) in &terms {
                last = shift(last, *period, count.trunc().to_i32().filter(|count| (0..10_000).contains(count))?)?;
            }
            return Some((When::Days(first, plus_days(last, -1)?), behind));
        }
        let (sign, end, from) = match self.word(end).to_ascii_lowercase().as_str() {
            "ago" | "back" => (-1, end + 1, self.context.published),
            "hence" => (1, end + 1, self.context.published),
            "from" if self.is_any(end + 1, &["now", "today"]) => (1, end + 2, self.context.published),
            // `a week from Friday`: the Friday to come.
            "from" if let (Word::Weekday(weekday), Some(published)) = (self.at(end + 1), self.context.published) => {
                (1, end + 2, self.occurrence(published, weekday, true))
            }
            "from" | "after" => {
                let (when, end) = self.anchor(end + 1)?;
                (1, end, when)
            }
            "before" | "prior" => {
                let (when, end) = self.anchor(end + 1 + usize::from(self.is(end + 1, "to")))?;
                (-1, end, when)
            }
            // `in two weeks` of what will be; of what was, it is how long it took.
            // `in two weeks' time`
            "'" | "’" if self.before_is(at, &["in"]) && self.is(end + 1, "time") => {
                (1, end + 2, self.context.published)
            }
            "'s" | "’s" if self.before_is(at, &["in"]) && self.is(end + 1, "time") => {
                (1, end + 2, self.context.published)
            }
            _ if self.before_is(at, &["in"]) && self.tense(at) != Tense::Past && number.is_some() => {
                if self.is_any(end, &["of", "old", "or"]) || terms.iter().any(|(_, p)| *p < Period::Day) {
                    return None;
                }
                (1, end, self.context.published)
            }
            _ => return None,
        };
        if terms.iter().any(|(_, period)| *period < Period::Day) {
            return None;
        }
        let (Some(mut date), Some(_)) = (from, number) else { return Some((When::Unknown, end)) };
        let mut finest = Period::Century;
        for (count, period) in &terms {
            finest = finest.min(*period);
            let whole = count.trunc().to_i32().filter(|count| count.abs() < 100_000)?;
            date = shift(date, *period, sign * whole)?;
            if !count.fract().is_zero() {
                // half of a period: by days
                let days = match period {
                    Period::Year => 365,
                    Period::Month => 30,
                    Period::Week => 7,
                    _ => 1,
                };
                let days = (count.fract() * Decimal::from(days)).to_i64()?;
                date = plus_days(date, i64::from(sign) * days)?;
                finest = finest.min(Period::Month);
            }
        }
        // As precise as the text: a year ago is a year, not a day of it; but three months from Friday end on a day.
        let by_day = from.is_some() && from != self.context.published;
        let when = match finest {
            _ if by_day => When::Day(date),
            Period::Day | Period::Week | Period::Fortnight => When::Day(date),
            Period::Month | Period::Quarter => When::Month(date.year(), date.month()),
            _ => When::Year(date.year()),
        };
        // `two months from today on Tuesday`, `in 3 days on Friday`: the weekday corrects the day.
        let weekday_at = end + usize::from(self.is(end, "on"));
        if let (Word::Weekday(weekday), true) = (self.at(weekday_at), self.is(end, "on"))
            && finest <= Period::Month
        {
            if date.weekday().to_monday_one_offset() != weekday as i8 {
                let (before, behind) = (self.occurrence(date, weekday, false)?, self.occurrence(date, weekday, true)?);
                let by_days = finest < Period::Month;
                let nearer = by_days && date.duration_since(before) < behind.duration_since(date);
                date = if nearer && Some(before) > self.context.published { before } else { behind };
            }
            return Some((When::Day(date), weekday_at + 1));
        }
        Some((when, end))
    }

    /// A day that says its month or is a feast's; no weekday, which is told from the article's own day.
    pub(super) fn told_day(&self, at: usize) -> Option<(Option<Date>, usize)> {
        let told = matches!(self.at(at), Word::Holiday | Word::Month(_) | Word::Digits | Word::Ordinal(_));
        self.anchor(at).filter(|_| told)
    }

    /// The date that `after` or `before` counts from.
    fn anchor(&self, at: usize) -> Option<(Option<Date>, usize)> {
        let (when, end) = self.when(at).or_else(|| self.is(at, "the").then(|| self.when(at + 1)).flatten())?;
        match when {
            When::Day(date) => Some((Some(date), end)),
            When::Unknown => Some((None, end)),
            _ => None,
        }
    }
}

/// A date so many periods on.
pub(super) fn shift(date: Date, period: Period, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let span = jiff::Span::new();
    let span = match period {
        Period::Day => span.try_days(count),
        Period::Week => span.try_days(count * 7),
        Period::Fortnight => span.try_days(count * 14),
        Period::Month => span.try_months(count),
        Period::Quarter => span.try_months(count * 3),
        Period::Year => span.try_years(count),
        Period::Decade => span.try_years(count * 10),
        Period::Century => span.try_years(count * 100),
        _ => return None,
    }
    .ok()?;
    date.checked_add(span).ok()
}
