//! Dates that say their month or year, and intervals between dates.

use core::cell::Cell;

use jiff::civil::Date;

use super::{lexicon::Word, reader::Reader, tense::Tense};
use crate::mark::{Beside, Figure};

/// The year or month that was last spoken of, for `that year`.
pub(crate) type Spoken = Cell<Option<(i16, Option<i8>)>>;

/// A stretch of the calendar, as precise as the text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum When {
    Day(Date),
    Month(i16, i8),
    Year(i16),
    /// First and last day.
    Days(Date, Date),
    Months((i16, i8), (i16, i8)),
    Years(i16, i16),
    /// A date whose place in the calendar cannot be told.
    Unknown,
}

pub(crate) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

pub(crate) fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// A month so many months on.
pub(crate) fn plus_months((year, month): (i16, i8), months: i32) -> Option<(i16, i8)> {
    let number = i32::from(year) * 12 + i32::from(month) - 1 + months;
    let year = i16::try_from(number.div_euclid(12)).ok().filter(|year| (1..=9999).contains(year))?;
    Some((year, (number.rem_euclid(12) + 1) as i8))
}

impl When {
    /// ISO 8601.
    pub(crate) fn iso(self) -> Option<String> {
        let month = |(year, month): (i16, i8)| format!("{year:04}-{month:02}");
        Some(match self {
            When::Day(date) => date.to_string(),
            When::Month(year, m) => month((year, m)),
            When::Year(year) => format!("{year:04}"),
            When::Days(from, to) => format!("{from}/{to}"),
            When::Months(from, to) => format!("{}/{}", month(from), month(to)),
            When::Years(from, to) => format!("{from:04}/{to:04}"),
            When::Unknown => return None,
        })
    }

    pub(crate) fn first(self) -> Option<Date> {
        match self {
            When::Day(date) | When::Days(date, _) => Some(date),
            When::Month(year, month) | When::Months((year, month), _) => day(year, month, 1),
            When::Year(year) | When::Years(year, _) => day(year, 1, 1),
            When::Unknown => None,
        }
    }

    pub(crate) fn last(self) -> Option<Date> {
        match self {
            When::Day(date) | When::Days(_, date) => Some(date),
            When::Month(year, month) | When::Months(_, (year, month)) => Some(day(year, month, 1)?.last_of_month()),
            When::Year(year) | When::Years(_, year) => day(year, 12, 31),
            When::Unknown => None,
        }
    }

    /// The interval from one to the other.
    pub(crate) fn until(self, other: When) -> Option<When> {
        let (first, last) = (self.first()?, other.last()?);
        if first > last {
            return None;
        }
        Some(match (self, other) {
            (When::Year(a), When::Year(b)) => When::Years(a, b),
            (When::Month(a, m), When::Month(b, n)) => When::Months((a, m), (b, n)),
            _ => When::Days(first, last),
        })
    }
}

/// What a date says; the rest is to be told from the article.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Partial {
    pub(crate) year: Option<i16>,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
    pub(crate) end: usize,
}

/// What a year that stands alone may follow: `in 2019`, `the summer 2016`.
#[rustfmt::skip]
const BEFORE_YEARS: &[&str] = &[
    "in", "since", "by", "until", "till", "during", "before", "after", "year", "years", "late", "early", "mid",
    "fiscal", "summer", "spring", "autumn", "winter", "fall", "from", "through", "throughout", "circa", "for",
    "born", "between", "to", "and", "or", "ago", "not", "late-", "pre",
];

impl Reader<'_, '_> {
    /// A date, time or relative period at the token: the figure and its tokens.
    pub(super) fn calendar(&self, at: usize) -> Option<(Figure, usize, usize)> {
        if let Some(found) = self.repeated(at).or_else(|| self.moment(at)) {
            return Some(found);
        }
        // `the night of May 31`
        if self.at(at) == Word::DayPart
            && self.is(at + 1, "of")
            && let Some((when @ When::Day(_), to)) =
                self.when(at + 2).or_else(|| self.is(at + 2, "the").then(|| self.when(at + 3)).flatten())
        {
            let beside = Beside { part: self.named_part(at), every: None };
            return Some((Figure::Date { value: when.iso(), beside }, at, to));
        }
        if let Some(found) = self.bare_part(at) {
            return Some(found);
        }
        let (when, from, mut to) = self.interval(at).or_else(|| self.when(at).map(|(when, to)| (when, at, to)))?;
        // `that year` is the one that the text has named, not one told by the article's date.
        if (from..to).any(|token| self.year(token).is_some()) {
            self.remember(when);
        }
        // `May 5 evening`
        let of_day = matches!(when, When::Day(_));
        let part_at = to + if self.is(to, "in") && self.is(to + 1, "the") { 2 } else { 0 };
        if of_day && self.at(part_at) == Word::DayPart && self.part_stands_alone(part_at) {
            to = part_at + 1;
        }
        let beside = Beside { part: self.part_within(from, to), every: None };
        Some((Figure::Date { value: when.iso(), beside }, from, to))
    }

    pub(super) fn remember(&self, when: When) {
        // `that year` is another from here on.
        self.dates.forget();
        match when {
            When::Day(date) | When::Days(date, _) => self.spoken.set(Some((date.year(), Some(date.month())))),
            When::Month(year, month) | When::Months((year, month), _) => self.spoken.set(Some((year, Some(month)))),
            When::Year(year) | When::Years(year, _) => self.spoken.set(Some((year, None))),
            When::Unknown => {}
        }
    }

    /// A single date at the token, in any form.
    pub(super) fn when(&self, at: usize) -> Option<(When, usize)> {
        self.dates.get(at, at, || self.read_date(at))
    }

    fn read_date(&self, at: usize) -> Option<(When, usize)> {
        self.nine_eleven(at)
            .or_else(|| self.weekday_date(at))
            .or_else(|| self.short_year(at))
            .or_else(|| self.numeric(at))
            .or_else(|| self.named(at))
            .or_else(|| self.period_of(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.holiday_date(at))
            .or_else(|| self.lone_year(at))
    }

    /// `9/11`, `the September 11 attacks`: the one of 2001, unless the text says another year or that something is then.
    fn nine_eleven(&self, at: usize) -> Option<(When, usize)> {
        if !matches!(self.at(at), Word::Digits | Word::Month(9)) || !(self.is(at, "9") || self.is(at + 1, "11")) {
            return None;
        }
        let date = day(2001, 9, 11)?;
        let past = self.context.published.is_none_or(|published| published > date);
        let stroke = self.is(at, "9") && self.is(at + 1, "/") && self.is(at + 2, "11") && self.glued(at + 1);
        let attack = || {
            let next = at + 2;
            self.at(at) == Word::Month(9)
                && self.is(at + 1, "11")
                && self.is_any(next, &["attack", "attacks", "terror", "terrorist", "hijackers", "hijackings"])
        };
        if stroke && past && !self.is(at + 3, "/") && !self.before_is(at, &["on", "due", "/"]) {
            return Some((When::Day(date), at + 3));
        }
        (past && attack()).then_some((When::Day(date), at + 2))
    }

    /// `in '68`, `the summer of '69`.
    fn short_year(&self, at: usize) -> Option<(When, usize)> {
        let digits = self.word(at + 1);
        let year = self.at(at) == Word::Apostrophe
            && self.at(at + 1) == Word::Digits
            && self.glued(at + 1)
            && digits.len() == 2
            && !(self.glued(at + 2) && (self.is_word(at + 2) || self.at(at + 2) == Word::Apostrophe))
            && self
                .before_is(at, &["in", "since", "of", "by", "until", "from", "summer", "spring", "autumn", "winter"]);
        year.then(|| Some((When::Year(century_of(digits.parse().ok()?)), at + 2))).flatten()
    }

    /// `Tuesday, March 7`, `Fri, Jul 18, 2014`, `Tuesday the 19th`.
    fn weekday_date(&self, at: usize) -> Option<(When, usize)> {
        let Word::Weekday(weekday) = self.at(at) else { return None };
        let mut next = at + 1;
        if matches!(self.word(next), "." | ",") {
            next += 1;
            if self.is(next, ",") {
                next += 1;
            }
        }
        if self.is(next, "the") {
            next += 1;
        }
        if let Some((when, end)) = self.numeric(next).or_else(|| self.named(next)) {
            let said = (next..end).any(|token| self.year(token).is_some());
            return match when {
                When::Day(date) if !said => Some((When::Day(self.year_of_weekday(date, weekday, at)), end)),
                When::Day(_) | When::Unknown => Some((when, end)),
                _ => None,
            };
        }
        if let Some((when, end)) = self.stroke_day(next) {
            return Some((when, end));
        }
        // `Tue 13th`: that day of a month in which it falls on that weekday.
        if let Some((number, end)) = self.day_of_month(next).filter(|(_, end)| {
            let sure = *end > next + 1 || self.is(next - 1, "the");
            let bare =
                self.at(next) == Word::Digits && (self.ends(*end) || self.is_any(*end, &["at", "between", "around"]));
            sure || bare && !self.is(*end, ":")
        }) {
            if self.is_any(end, &["of"]) {
                return None;
            }
            let Some(published) = self.context.published else { return Some((When::Unknown, end)) };
            let future = self.tense(at) != Tense::Past;
            let mut month = (published.year(), published.month());
            for _ in 0..24 {
                let date = day(month.0, month.1, number as i8);
                if let Some(date) = date.filter(|date| date.weekday().to_monday_one_offset() == weekday as i8)
                    && (date >= published || !future)
                {
                    return Some((When::Day(date), end));
                }
                month = plus_months(month, if future { 1 } else { -1 })?;
            }
        }
        None
    }

    /// `Fri, Jul 18` without a year is in the nearest one where it falls on that day of the week.
    pub(super) fn year_of_weekday(&self, date: Date, weekday: u8, at: usize) -> Date {
        let future = self.tense(at) == Tense::Future;
        let fits = |years: i16| {
            let date = day(date.year() + if future { years } else { -years }, date.month(), date.day())?;
            (date.weekday().to_monday_one_offset() == weekday as i8).then_some(date)
        };
        (0..6).find_map(|years| fits(years).or_else(|| fits(-years))).unwrap_or(date)
    }

    /// A day's number, in digits or as an ordinal.
    pub(super) fn day_of_month(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((value, end)) = self.ordinal(at) {
            let value = u8::try_from(value.mantissa()).ok().filter(|value| (1..=31).contains(value))?;
            return Some((value, end));
        }
        match self.at(at) {
            Word::Digits => {
                let word = self.word(at);
                let value: u8 = word.parse().ok().filter(|value| (1..=31).contains(value) && word.len() <= 2)?;
                Some((value, at + 1))
            }
            Word::Digit(_) | Word::Teen(_) | Word::Tens(_) => {
                let number = self.number_with(at, false)?;
                let value = u8::try_from(number.value.mantissa()).ok().filter(|_| number.value.scale() == 0)?;
                ((1..=31).contains(&value) && number.scale == 0).then_some((value, number.end))
            }
            _ => None,
        }
    }

    /// A year in digits (four of them) or words.
    pub(super) fn year(&self, at: usize) -> Option<(i16, usize)> {
        match self.at(at) {
            Word::Digits => {
                let word = self.word(at);
                let year: i16 = word.parse().ok().filter(|year| word.len() == 4 && (1000..=2999).contains(year))?;
                if self.glued(at + 1)
                    && (self.is_word(at + 1) && !self.word(at + 1).starts_with(['\'', '’']) || self.is(at + 1, "%"))
                {
                    return None;
                }
                Some((year, at + 1))
            }
            // nineteen eighty six, twenty nineteen, two thousand and fifteen
            Word::Teen(_) | Word::Tens(20) | Word::Digit(2) => {
                let century = match self.at(at) {
                    Word::Teen(teen) => i16::from(teen),
                    Word::Tens(_) => 20,
                    _ => {
                        if self.at(at + 1) != Word::Scale(3) {
                            return None;
                        }
                        let number = self.number(at)?;
                        let year = i16::try_from(number.value.mantissa()).ok().filter(|y| (2000..=2099).contains(y))?;
                        return (number.value.scale() == 0).then_some((year, number.end));
                    }
                };
                let hyphen = usize::from(self.is_hyphen(at + 1));
                let rest = at + 1 + hyphen;
                let (years, end) = match self.at(rest) {
                    Word::Teen(teen) => (i16::from(teen), rest + 1),
                    Word::Tens(tens) => {
                        let hyphen = usize::from(self.is_hyphen(rest + 1));
                        match self.at(rest + 1 + hyphen) {
                            Word::Digit(digit) if digit > 0 => (i16::from(tens + digit), rest + 2 + hyphen),
                            _ => (i16::from(tens), rest + 1),
                        }
                    }
                    _ => return None,
                };
                (century >= 13).then_some((century * 100 + years, end))
            }
            _ => None,
        }
    }

    /// The year behind a month or day: `, 2019`, `of 2019`, `'19`.
    pub(super) fn year_behind(&self, at: usize) -> Option<(i16, usize)> {
        let mut next = at;
        let comma = self.is(next, ",");
        if comma || self.is_any(next, &["of", "in"]) {
            next += 1;
        }
        if self.is(next, "the") && self.is(next + 1, "year") {
            next += 2;
        }
        if let Some((year, end)) = self.year(next) {
            // `May 31, 2019`; but `in May, 1500 soldiers` and `in May 2000 men` count.
            let counts = !(1900..=2100).contains(&year)
                && self.is_lower_word(end)
                && !self.is_any(
                    end,
                    &["and", "to", "in", "the", "at", "by", "was", "when", "with", "for", "on", "or", "from"],
                );
            return (!counts).then_some((year, end));
        }
        if self.is(next, "that") && self.is(next + 1, "year")
            || self.is(next, "the") && self.is(next + 1, "same") && self.is(next + 2, "year")
        {
            let end = next + if self.is(next, "the") { 3 } else { 2 };
            return Some((self.spoken.get()?.0, end));
        }
        // '19, `April of 87`
        let quote = matches!(self.word(next), "'" | "’" | "‘");
        let digits = next + usize::from(quote);
        if (quote || self.is(at, "of")) && self.at(digits) == Word::Digits && self.word(digits).len() == 2 {
            return Some((century_of(self.word(digits).parse().ok()?), digits + 1));
        }
        let year = |end: usize, by: i16| Some((self.context.published?.year() + by, end));
        if comma {
            return None;
        }
        match (self.word(next), self.word(next + 1)) {
            ("last" | "previous", "year") => year(next + 2, -1),
            ("this", "year") => year(next + 2, 0),
            ("next", "year") => year(next + 2, 1),
            _ => None,
        }
    }

    /// A date with its month in a word: `May 31, 2019`, `31 May`, `the third of March`, `May 2019`, `in May`.
    pub(super) fn named(&self, at: usize) -> Option<(When, usize)> {
        let partial = self.partial(at)?;
        let when = self.resolve(partial, at)?;
        // `Jul 18, Fri`, `23 May (Wednesday)`: the weekday belongs to it, and of the years it picks one.
        let weekday_at = partial.end + usize::from(self.is_any(partial.end, &[",", "("]));
        if let (When::Day(date), Word::Weekday(weekday)) = (when, self.at(weekday_at))
            && weekday_at > partial.end
        {
            let closed = self.is(partial.end, "(");
            let end = weekday_at + 1 + usize::from(closed);
            let fits = |date: Date| date.weekday().to_monday_one_offset() == weekday as i8;
            let in_year = |by: i16| day(date.year() + by, date.month(), date.day()).filter(|date| fits(*date));
            let nearest = (0..6).find_map(|years| in_year(years).or_else(|| in_year(-years)));
            if (!closed || self.is(end - 1, ")")) && (partial.year.is_none() && nearest.is_some() || fits(date)) {
                return Some((When::Day(if fits(date) { date } else { nearest? }), end));
            }
        }
        Some((when, partial.end))
    }

    pub(super) fn partial(&self, at: usize) -> Option<Partial> {
        match self.at(at) {
            Word::Month(month) => self.month_first(at, month),
            // 2019-Aug-1
            Word::Digits
                if matches!(self.word(at + 1), "-" | "/") && self.glued(at + 1) && self.word(at).len() == 4 =>
            {
                // 2020/23/Sep
                if let (Word::Digits, Word::Month(month)) = (self.at(at + 2), self.at(at + 4))
                    && self.is(at + 3, self.word(at + 1))
                {
                    let (day, _) = self.day_of_month(at + 2)?;
                    let year = Some(self.word(at).parse().ok()?);
                    return Some(Partial { year, month: Some(month as i8), day: Some(day as i8), end: at + 5 });
                }
                let Word::Month(month) = self.at(at + 2) else { return None };
                let day = self.is(at + 3, self.word(at + 1)).then(|| self.day_of_month(at + 4)).flatten();
                let (day, end) = day.map_or((None, at + 3), |(day, end)| (Some(day as i8), end));
                Some(Partial { year: Some(self.word(at).parse().ok()?), month: Some(month as i8), day, end })
            }
            // Dec31
            Word::Glued => {
                let word = self.word(at);
                let split = word.find(|c: char| c.is_ascii_digit())?;
                let Word::Month(month) = super::lexicon::look_up(&word[..split]) else { return None };
                let day: i8 = word[split..].parse().ok().filter(|day| (1..=31).contains(day))?;
                let (year, end) = self.year_behind(at + 1).map_or((None, at + 1), |(year, end)| (Some(year), end));
                Some(Partial { year, month: Some(month as i8), day: Some(day), end })
            }
            Word::Digits | Word::Ordinal(_) | Word::Digit(_) | Word::Teen(_) | Word::Tens(_) => {
                let (day, mut next) = self.day_of_month(at)?;
                if self.is(next, "day") && self.is(next + 1, "of") {
                    next += 1;
                }
                // `18 de` is no English; `the 18th of May`, `18-May`
                if self.is_any(next, &["of", "-", "/"]) || self.is(next, "in") && self.is_word(next + 1) {
                    next += 1;
                }
                let Word::Month(month) = self.at(next) else { return None };
                if self.is(next, "may")
                    && !(self.is(next - 1, "of") || self.year_behind(next + 1).is_some() || self.word(next) == "May")
                {
                    return None;
                }
                let (year, end) = self
                    .year_behind(next + 1)
                    .or_else(|| self.two_digit_year(next + 1))
                    .map_or((None, next + 1), |(year, end)| (Some(year), end));
                Some(Partial { year, month: Some(month as i8), day: Some(day as i8), end })
            }
            _ => None,
        }
    }

    /// `14th April 15`, `31-Oct-74`: two digits behind a named month.
    fn two_digit_year(&self, at: usize) -> Option<(i16, usize)> {
        let dash = usize::from(matches!(self.word(at), "-" | "/"));
        let digits = at + dash;
        let word = self.word(digits);
        let four = word.len() == 4 && dash == 1;
        if self.at(digits) != Word::Digits || !(word.len() == 2 || four) || self.is(digits + 1, ":") {
            return None;
        }
        if dash == 0 && !self.ends(digits + 1) {
            return None;
        }
        let number: i16 = word.parse().ok()?;
        Some((if four { number } else { century_of(number) }, digits + 1))
    }

    fn month_first(&self, at: usize, month: u8) -> Option<Partial> {
        let mut next = at + 1;
        let month = month as i8;
        // May-3, May/3, Oct.3
        let joint = matches!(self.word(next), "-" | "/") || self.is(next, ".") && self.glued(next + 1);
        if joint && self.glued(next) && self.at(next + 1) == Word::Digits {
            next += 1;
        }
        if self.is(next, "the") {
            next += 1;
        }
        let word = self.word(at);
        // `in March 30 people were killed`: a month and a count.
        let counted = |end: usize| {
            self.before_is(at, &["in", "since"]) && self.is_lower_word(end) && self.word(end).ends_with('s')
                || self.is_any(end, &["people", "million", "billion", "percent", "men", "women", "%"])
        };
        if let Some((day, end)) = self.day_of_month(next) {
            let scale =
                matches!(self.at(end), Word::Scale(_) | Word::Hundred) || self.is(end, "%") || self.is(end, ":");
            let hour = self.is_any(end, &["am", "pm", "a.m.", "p.m."]);
            let ordinal_word =
                matches!(self.at(next), Word::Digit(_) | Word::Tens(_) | Word::Teen(_)) && end == next + 1;
            if !scale && !hour && !counted(end) && (!ordinal_word || word.len() > 3) && (day <= 31) {
                // Oct-31-74; but November 19-20 are two days.
                let joined = next > at + 1 && (self.is(end, "-") || self.is(end, "/"));
                let year = self.year_behind(end).or_else(|| self.two_digit_year(end).filter(|_| joined));
                let (year, end) = year.map_or((None, end), |(year, end)| (Some(year), end));
                return Some(Partial { year, month: Some(month), day: Some(day as i8), end });
            }
        }
        if let Some((year, end)) = self.year_behind(at + 1).or_else(|| self.slash_year(at + 1)) {
            return Some(Partial { year: Some(year), month: Some(month), day: None, end });
        }
        // A month alone: `in May`, not the verb `may`, nor a woman called April.
        let led = self.before_is(
            at,
            &[
                "in",
                "since",
                "by",
                "until",
                "till",
                "of",
                "from",
                "last",
                "next",
                "this",
                "early",
                "late",
                "mid",
                "during",
                "through",
                "to",
                "and",
                "the",
                "between",
                "for",
                "before",
                "after",
                "past",
                "previous",
                "-",
                "–",
                "coming",
                "or",
                "late-",
                "around",
                "throughout",
                "each",
                "every",
            ],
        );
        let doubtful = matches!(
            word,
            "may"
                | "march"
                | "mar"
                | "jan"
                | "dec"
                | "mar."
                | "May"
                | "March"
                | "Mar"
                | "April"
                | "June"
                | "August"
                | "april"
                | "june"
                | "Jan"
                | "Dec"
                | "august"
        );
        let told = led
            && !(word == "may" && !self.before_is(at, &["in", "of", "since", "last", "next"]))
            && !(word == "march" && !self.before_is(at, &["in", "of", "since", "last", "next", "by", "until"]));
        let verb = matches!(word, "March" | "May" | "Mar")
            && !self.before_is(
                at,
                &[
                    "in", "since", "by", "until", "of", "last", "next", "this", "early", "late", "mid", "from",
                    "during", "through", "to", "between", "and", "-", "before", "after",
                ],
            );
        // A name or title behind a capital: `April Jones`, `August Wilson`.
        let name = self.is_word(at + 1) && self.word(at + 1).chars().next().is_some_and(char::is_uppercase) && !led;
        // Jan-Feb 2017
        let joint = at + 1;
        let paired = (self.is_dash(joint) || self.is_any(joint, &["to", "through", "until"]))
            && matches!(self.at(joint + 1), Word::Month(_));
        let alone = !doubtful && !name || told && !verb || paired && word != "may";
        alone.then_some(Partial { year: None, month: Some(month), day: None, end: at + 1 })
    }

    /// `May/2019`, `Jan-2019`
    fn slash_year(&self, at: usize) -> Option<(i16, usize)> {
        (matches!(self.word(at), "/" | "-") && self.glued(at)).then(|| self.year(at + 1)).flatten()
    }

    /// Fills in the year that a date leaves unsaid.
    pub(super) fn resolve(&self, partial: Partial, at: usize) -> Option<When> {
        let month = partial.month?;
        let year = match partial.year {
            Some(year) => year,
            None => match self.guess_year(month, partial.day, at) {
                Some(year) => year,
                None => {
                    return Some(When::Unknown);
                }
            },
        };
        match partial.day {
            // 29 February of the nearest leap year; 30 February is a date that is not in the calendar.
            Some(number) => Some(match day(year, month, number) {
                Some(date) => When::Day(date),
                None if partial.year.is_none() && month == 2 && number == 29 => {
                    (0..8).find_map(|back| day(year - back, 2, 29)).map_or(When::Unknown, When::Day)
                }
                None => When::Unknown,
            }),
            None => (1..=12).contains(&month).then_some(When::Month(year, month)),
        }
    }

    /// The year of a month or day that says none, by the article's date and the sentence's tense.
    fn guess_year(&self, month: i8, number: Option<i8>, at: usize) -> Option<i16> {
        let published = self.context.published?;
        let year = published.year();
        let date = |year: i16| day(year, month, number.unwrap_or(1).min(28));
        // `since May 4` was.
        let the = usize::from(at > 0 && self.is(at - 1, "the"));
        let tense = if self.before_is(at - the, &["since"]) { Tense::Past } else { self.tense(at) };
        let this = date(year)?;
        let same_month = number.is_none() && month == published.month();
        if same_month || this == published {
            return Some(year);
        }
        let away = |date: Date| (date.duration_since(published).as_hours() / 24).abs();
        Some(match tense {
            Tense::Future => {
                if this < published {
                    year + 1
                } else {
                    year
                }
            }
            // `the candidate for the Nov. 26 vote said`: a day soon to come, and the verb that tells is not its own.
            Tense::Past if number.is_some() && this > published && away(this) <= 60 => {
                if self.tense_within(at, 5, 5) == Tense::Past { year - 1 } else { year }
            }
            Tense::Past => {
                if this > published {
                    year - 1
                } else {
                    year
                }
            }
            Tense::Unsaid => {
                let (before, behind) = if this > published { (date(year - 1)?, this) } else { (this, date(year + 1)?) };
                // Without a verb that tells: what lies within two months ahead is announced, the rest was.
                if away(behind) <= 60 && away(behind) < away(before) { behind.year() } else { before.year() }
            }
        })
    }

    /// A year that stands alone: `in 2019`, `the 2016 election`, `(1998)`; decades and years before Christ are elsewhere.
    fn lone_year(&self, at: usize) -> Option<(When, usize)> {
        // in 79 A.D.
        if let (Word::Digits, "AD" | "A.D." | "A.D" | "a.d." | "CE") = (self.at(at), self.word(at + 1))
            && let Some(year) = self.word(at).parse().ok().filter(|year| (1..1000).contains(year))
            && self.before_is(at, &["in", "since", "by", "until", "from", "of", "around", "about", "to", "and", "year"])
        {
            return Some((When::Year(year), at + 2));
        }
        let (year, end) = self.year(at)?;
        let spelled = self.at(at) != Word::Digits;
        if self.glued(at)
            && at > 0
            && !matches!(self.word(at - 1), "(" | "[" | "-" | "–" | "—" | "\"" | "“" | "‘" | "/")
        {
            return None;
        }
        // AK-2000, 555-2000
        if self.glued(at)
            && self.is_dash(at - 1)
            && self.glued(at - 1)
            && !(at > 1 && self.is_any(at - 2, &["mid", "pre", "post", "late", "early"]))
        {
            return None;
        }
        if self.is_hyphen(end) && self.is_word(end + 1) && !self.is_any(end + 1, &["era", "style", "present"]) {
            return None;
        }
        // `no later than 2020`
        let than = self.before_is(at, &["than"]) && at > 1 && self.is_any(at - 2, &["later", "earlier", "sooner"]);
        let led = than || self.before_is(at, BEFORE_YEARS);
        let likely = (1900..=2099).contains(&year);
        let brackets =
            self.before_is(at, &["(", "["]) && (self.is_any(end, &[")", "]", ",", ";"]) || self.is_dash(end));
        let the = self.before_is(at, &["the", "a", "his", "her", "its", "their", "of", "'s", "’s", "this", "that"]);
        let noun = self.is_lower_word(end) || self.is_word(end);
        let plural =
            noun && self.word(end).ends_with('s') && !self.word(end).ends_with("ss") && self.is_lower_word(end);
        let units = !spelled
            && self.number(at).is_some_and(|n| n.end > at + 1 || self.unit_behind(&n).0 != super::unit::Of::Nothing);
        if units {
            return None;
        }
        let strong = self.before_is(
            at,
            &[
                "in", "since", "during", "year", "circa", "fiscal", "late", "early", "mid", "before", "after", "until",
                "by", "born",
            ],
        );
        let alone = (at == 0 || self.ends(at - 1)) && self.ends(end) && likely;
        let era = self.is_any(end, &["ad", "a.d.", "a.d", "bc", "b.c.", "ce", "bce"]) && self.word(end) != "ad";
        let fits = if likely {
            led && !(plural && !strong)
                || brackets
                || the && !(plural && !self.before_is(at, &["the", "'s", "’s", "its"]))
                || alone
                || era
        } else {
            (strong && !plural || brackets || era) && (1000..=2199).contains(&year)
        };
        if spelled && !strong {
            return None;
        }
        let end = end + usize::from(era);
        (fits && !self.is_any(end, &["%", "percent", "people", "of"])).then_some((When::Year(year), end))
    }
}

/// 87 is 1987, 22 is 2022.
pub(super) fn century_of(two_digits: i16) -> i16 {
    if two_digits >= 100 {
        two_digits
    } else if two_digits < 40 {
        2000 + two_digits
    } else {
        1900 + two_digits
    }
}
