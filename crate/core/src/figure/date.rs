//! Dates that say their month or year, and intervals between dates.

use core::cell::Cell;

use jiff::civil::Date;

use super::{lexicon::Word, reader::Reader};
use crate::mark::Figure;

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

/// Which way a date without a year lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tense {
    Past,
    Future,
    Unsaid,
}

/// Whether a word, in lower case, puts its sentence's dates into the future or the past.
fn tense_of(word: &str) -> Option<Tense> {
    match word {
        "will" | "shall" | "going" | "due" | "scheduled" | "plans" | "planned" | "planning" | "expected"
        | "upcoming" | "wants" | "intends" | "aims" | "hopes" | "set" | "expects" | "next" | "may" | "would"
        | "should" | "can" | "could" | "ahead" | "deadline" | "until" | "till" | "schedule" | "book" | "meet"
        | "meeting" | "find" | "arrange" | "remind" => Some(Tense::Future),
        "was" | "were" | "had" | "said" | "told" | "took" | "made" | "went" | "came" | "saw" | "began" | "fell"
        | "rose" | "won" | "lost" | "met" | "held" | "sent" | "shot" | "led" | "left" | "gave" | "got" | "found"
        | "spoke" | "wrote" | "broke" | "hit" | "did" | "been" | "ago" | "struck" | "sold" | "bought" | "paid"
        | "became" | "born" | "died" | "fled" | "grew" | "flew" | "kept" | "knew" | "ran" | "swore" | "stood"
        | "thought" | "threw" | "brought" | "built" | "caught" | "drew" | "drove" | "fought" => Some(Tense::Past),
        _ if word.len() > 4 && word.ends_with("ed") => Some(Tense::Past),
        _ => None,
    }
}

impl Reader<'_, '_> {
    /// A date, time or relative period at the token: the figure and its tokens.
    pub(super) fn calendar(&self, at: usize) -> Option<(Figure, usize, usize)> {
        if let Some(found) = self.moment(at) {
            return Some(found);
        }
        let (when, from, to) = self.interval(at).or_else(|| self.when(at).map(|(when, to)| (when, at, to)))?;
        // `that year` is the one that the text has named, not one told by the article's date.
        if (from..to).any(|token| self.year(token).is_some()) {
            self.remember(when);
        }
        Some((Figure::Date { value: when.iso() }, from, to))
    }

    pub(super) fn remember(&self, when: When) {
        match when {
            When::Day(date) | When::Days(date, _) => self.spoken.set(Some((date.year(), Some(date.month())))),
            When::Month(year, month) | When::Months((year, month), _) => self.spoken.set(Some((year, Some(month)))),
            When::Year(year) | When::Years(year, _) => self.spoken.set(Some((year, None))),
            When::Unknown => {}
        }
    }

    /// A single date at the token, in any form.
    pub(super) fn when(&self, at: usize) -> Option<(When, usize)> {
        self.weekday_date(at)
            .or_else(|| self.numeric(at))
            .or_else(|| self.named(at))
            .or_else(|| self.period_of(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.holiday_date(at))
            .or_else(|| self.lone_year(at))
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
                // `Fri, Jul 18` without a year is in one where it falls on that day of the week.
                When::Day(date) if !said => {
                    let future = self.tense(at) == Tense::Future;
                    let fits = |years: i16| {
                        let date = day(date.year() + if future { years } else { -years }, date.month(), date.day())?;
                        (date.weekday().to_monday_one_offset() == weekday as i8).then_some(When::Day(date))
                    };
                    let nearest = (0..6).find_map(|years| fits(years).or_else(|| fits(-years)));
                    Some((nearest.unwrap_or(when), end))
                }
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

    /// `7/6` or `7.6` behind a weekday.
    fn stroke_day(&self, at: usize) -> Option<(When, usize)> {
        if self.at(at) != Word::Digits {
            return None;
        }
        let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.len() <= 2);
        let (a, b, end) = match self.word(at).split_once('.') {
            Some((a, b)) => (number(a)?, number(b)?, at + 1),
            None if self.is(at + 1, "/") && self.glued(at + 1) && self.glued(at + 2) => {
                (number(self.word(at))?, number(self.word(at + 2))?, at + 3)
            }
            None => return None,
        };
        let (month, date) = self.month_and_day(a, b)?;
        let partial = Partial { year: None, month: Some(month), day: Some(date), end };
        Some((self.resolve(partial, at)?, end))
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
    fn year_behind(&self, at: usize) -> Option<(i16, usize)> {
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
        Some((self.resolve(partial, at)?, partial.end))
    }

    pub(super) fn partial(&self, at: usize) -> Option<Partial> {
        match self.at(at) {
            Word::Month(month) => self.month_first(at, month),
            // 2019-Aug-1
            Word::Digits
                if matches!(self.word(at + 1), "-" | "/") && self.glued(at + 1) && self.word(at).len() == 4 =>
            {
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
        if matches!(self.word(next), "-" | "/") && self.glued(next) && self.at(next + 1) == Word::Digits {
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
        let (this, tense) = (date(year)?, self.tense(at));
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

    /// The tense of what is said around the token: the nearest telling word of its sentence decides.
    pub(super) fn tense(&self, at: usize) -> Tense {
        let sentence = self.sentence(at);
        let telling = |token: usize| {
            let word = self.word(token);
            if word.ends_with("'ll") || word.ends_with("’ll") {
                return Some(Tense::Future);
            }
            let mut buffer = [0; 12];
            // May is a month, and `United` no verb.
            let name = word == "May" || word.ends_with("ed") && !self.is_lower_word(token);
            if name { None } else { super::lexicon::lower(word, &mut buffer).and_then(tense_of) }
        };
        let from = sentence.start.max(at.saturating_sub(25));
        let to = sentence.end.min(at + 20);
        let before = (from..at).rev().find_map(|token| Some((at - token, telling(token)?)));
        let behind = (at + 1..to).find_map(|token| Some((token - at, telling(token)?)));
        match (before, behind) {
            (Some((near, tense)), Some((far, other))) => {
                if near <= far {
                    tense
                } else {
                    other
                }
            }
            (Some((_, tense)), None) | (None, Some((_, tense))) => tense,
            // A line that is nothing but a date, or a request without a verb in the past, announces.
            (None, None) => {
                if sentence.len() <= 10 {
                    Tense::Future
                } else {
                    Tense::Unsaid
                }
            }
        }
    }

    /// `2019-05-31`, `31.05.2019`, `5/31/2019`, `2016 10 16`, and `on 22/04`.
    pub(super) fn numeric(&self, at: usize) -> Option<(When, usize)> {
        if self.at(at) != Word::Digits || self.glued(at) && at > 0 && self.at(at - 1) == Word::Digits {
            return None;
        }
        let word = self.word(at);
        // 23.04.2022 is one token.
        if word.matches('.').count() == 2 && !word.contains(',') {
            let mut parts = word.split('.').map(|part| (part.parse::<i16>().ok(), part.len()));
            let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
            return self.by_order([(a.0?, a.1), (b.0?, b.1), (c.0?, c.1)], true).map(|when| (when, at + 1));
        }
        let number = |token: usize| {
            let word = self.word(token);
            let digits = word.len() <= 4 && self.at(token) == Word::Digits && word.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| word.parse::<i16>().ok().map(|value| (value, word.len()))).flatten()
        };
        let sign = self.word(at + 1);
        let same = matches!(sign, "-" | "/" | "." | "−" | "‑");
        let tight = self.glued(at + 1) && self.glued(at + 2);
        if same
            && (tight || self.glued(at + 1) == self.glued(at + 2))
            && self.is(at + 3, sign)
            && (!tight || self.glued(at + 3) && self.glued(at + 4))
        {
            if let (Some(a), Some(b), Some(c)) = (number(at), number(at + 2), number(at + 4)) {
                let further = self.glued(at + 5)
                    && self.is(at + 5, sign)
                    && self.glued(at + 6)
                    && self.at(at + 6) == Word::Digits;
                if !further && (a.1 == 4 || c.1 >= 2) {
                    return self.by_order([a, b, c], sign == ".").map(|when| (when, at + 5));
                }
            }
            return None;
        }
        // 2016 10 16
        if let (Some(a), Some(b), Some(c)) = (number(at), number(at + 1), number(at + 2))
            && a.1 == 4
            && b.1 == 2
            && c.1 == 2
            && (1900..2100).contains(&a.0)
        {
            return self.by_order([a, b, c], false).map(|when| (when, at + 3));
        }
        let (a, b) = (number(at)?, number(at + 2).filter(|_| same)?);
        // 05/2019, 2019-05
        let clear = !(self.glued(at + 3) && self.is_any(at + 3, &["-", "/", "."]) && self.at(at + 4) == Word::Digits);
        if tight
            && clear
            && a.1 == 4
            && b.1 == 2
            && (1..=12).contains(&b.0)
            && (1900..2100).contains(&a.0)
            && (a.0 % 100 >= b.0)
        {
            return Some((When::Month(a.0, b.0 as i8), at + 3));
        }
        if tight && clear && b.1 == 4 && (1..=12).contains(&a.0) && sign != "." && (1900..2100).contains(&b.0) {
            return Some((When::Month(b.0, a.0 as i8), at + 3));
        }
        // 22/04: a stroke between small numbers is a date where the words before say so.
        let alone = (at == 0 || self.ends(at - 1)) && self.ends(at + 3) && self.context.published.is_some();
        let led = self.before_is(
            at,
            &[
                "on", "by", "until", "since", "before", "after", "dated", "of", "from", "to", "between", "next",
                "this", "last",
            ],
        );
        let stroke = sign == "/" || sign == "-" && (alone || led);
        let joined = self.is_dash(at + 3) && self.numeric_date_shape(at + 4)
            || at > 4 && self.is_dash(at - 1) && self.numeric_date_shape(at - 4);
        if a.1 <= 2 && b.1 <= 2 && stroke && (led || alone || joined && sign == "/" || self.time_behind(at + 3)) {
            let (month, date) = self.month_and_day(a.0, b.0)?;
            let year = self.is(at + 3, ",").then(|| self.year(at + 4)).flatten();
            let (year, end) = year.map_or((None, at + 3), |(year, end)| (Some(year), end));
            let partial = Partial { year, month: Some(month), day: Some(date), end };
            return Some((self.resolve(partial, at)?, end));
        }
        None
    }

    /// `5/7`: digits, a stroke, digits.
    fn numeric_date_shape(&self, at: usize) -> bool {
        self.at(at) == Word::Digits && self.is(at + 1, "/") && self.glued(at + 1) && self.at(at + 2) == Word::Digits
    }

    fn time_behind(&self, at: usize) -> bool {
        self.is(at, "at") && self.at(at + 1) == Word::Digits
    }

    fn month_and_day(&self, a: i16, b: i16) -> Option<(i8, i8)> {
        let month_first = !self.context.day_first;
        let fits = |month: i16, date: i16| {
            ((1..=12).contains(&month) && (1..=31).contains(&date)).then_some((month as i8, date as i8))
        };
        if month_first { fits(a, b).or_else(|| fits(b, a)) } else { fits(b, a).or_else(|| fits(a, b)) }
    }

    fn by_order(&self, [a, b, c]: [(i16, usize); 3], points: bool) -> Option<When> {
        if a.1 == 4 {
            let date = day(a.0, i8::try_from(b.0).ok()?, i8::try_from(c.0).ok()?);
            return date.filter(|_| (1000..2999).contains(&a.0)).map(When::Day);
        }
        if a.1 > 2 || b.1 > 2 || c.1 == 3 || c.1 < 2 {
            return None;
        }
        let year = if c.1 == 4 { c.0 } else { century_of(c.0) };
        // Points are written where the day comes first.
        let (month, date) = if points && (1..=12).contains(&b.0) {
            (b.0 as i8, i8::try_from(a.0).ok()?)
        } else {
            self.month_and_day(a.0, b.0)?
        };
        day(year, month, date).map(When::Day)
    }

    /// A year that stands alone: `in 2019`, `the 2016 election`, `(1998)`; decades and years before Christ are elsewhere.
    fn lone_year(&self, at: usize) -> Option<(When, usize)> {
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
        let led = self.before_is(
            at,
            &[
                "in",
                "since",
                "by",
                "until",
                "till",
                "during",
                "before",
                "after",
                "year",
                "years",
                "late",
                "early",
                "mid",
                "fiscal",
                "summer",
                "spring",
                "autumn",
                "winter",
                "fall",
                "from",
                "through",
                "throughout",
                "circa",
                "for",
                "born",
                "between",
                "to",
                "and",
                "or",
                "ago",
                "not",
                "late-",
                "pre",
            ],
        );
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
            (strong && !plural && !noun || brackets || era) && (1000..=2199).contains(&year)
        };
        if spelled && !strong {
            return None;
        }
        let end = end + usize::from(era);
        (fits && !self.is_any(end, &["%", "percent", "people", "of"])).then_some((When::Year(year), end))
    }

    /// `from 2014 to 2018`, `May 1-3, 2019`, `between 3 and 12 of September`, `2013-14`, `from Monday to Friday`.
    fn interval(&self, at: usize) -> Option<(When, usize, usize)> {
        let (between, from) = (self.at(at) == Word::Between, self.at(at) == Word::From);
        let led = between || from;
        let mut start = at + usize::from(led);
        if led && self.is_any(start, &["the", "year"]) {
            start += 1;
        }
        let joint = |token: usize| -> Option<usize> {
            let comma = usize::from(self.is(token, ",") && led);
            let token = token + comma;
            let dash = self.is_dash(token) && self.glued(token) == self.glued(token + 1);
            let word = self.is_any(token, &["to", "through", "until", "till", "thru"])
                || between && self.is_any(token, &["and", "through"]);
            let mut next = (dash || word).then_some(token + 1)?;
            if self.is(next, "the") {
                next += 1;
            }
            Some(next)
        };
        // Days of one month: `13 to 15 July`, `November 19-20, 2016`, `third to fifth of May`.
        if let Some((first, next)) = self.day_of_month(start)
            && let Some(second_at) = joint(next)
            && let Some(partial) =
                self.partial(second_at).filter(|partial| partial.day.is_some() && self.at(second_at) != Word::Month(0))
        {
            let day_first = !matches!(self.at(second_at), Word::Month(_));
            if day_first {
                let last = self.resolve(partial, at)?;
                let (When::Day(last), Some(_)) = (last, partial.month) else {
                    return Some((When::Unknown, at, partial.end));
                };
                let mut first_day = day(last.year(), last.month(), first as i8);
                if first_day.is_none_or(|day| day > last) {
                    let (year, month) = plus_months((last.year(), last.month()), -1)?;
                    first_day = day(year, month, first as i8);
                }
                return Some((When::Days(first_day?, last), at, partial.end));
            }
        }
        if let Word::Month(_) = self.at(start)
            && let Some(partial) = self.partial(start)
            && let (Some(first), None) = (partial.day, partial.year)
            && let Some(second_at) = joint(partial.end).filter(|next| !matches!(self.at(*next), Word::Month(_)))
            && let Some((second, end)) = self.day_of_month(second_at).filter(|(second, _)| *second > first as u8)
        {
            let (year, end) = self.year_behind(end).map_or((None, end), |(year, end)| (Some(year), end));
            let When::Day(last) = self.resolve(Partial { year, day: Some(second as i8), ..partial }, at)? else {
                return Some((When::Unknown, at, end));
            };
            return Some((When::Days(day(last.year(), last.month(), first)?, last), at, end));
        }
        // Years: 2014-2018, 2013-14.
        if let Some((first, next)) = self.year(start).filter(|_| self.at(start) == Word::Digits)
            && let Some(second_at) = joint(next)
        {
            let likely = (1900..2100).contains(&first) || led || self.before_is(at, &["in", "(", "of", "the"]);
            if let Some((second, end)) = self.year(second_at).filter(|(second, _)| *second > first && likely) {
                let open = !self.is_any(end, &["people", "%", "percent"])
                    && !matches!(self.at(end), Word::CurrencySign | Word::Scale(_));
                let counts = self
                    .number(second_at)
                    .is_some_and(|n| self.unit_behind(&n).0 != super::unit::Of::Nothing || n.scale > 0);
                let both = (1000..2200).contains(&first) && (1000..2200).contains(&second);
                let plural = self.is_lower_word(end) && self.word(end).ends_with('s') && !led;
                return (open && !counts && both && !plural).then_some((When::Years(first, second), at, end));
            }
            let short = self.word(second_at);
            if self.is_dash(next)
                && self.glued(next)
                && short.len() == 2
                && self.at(second_at) == Word::Digits
                && likely
            {
                let second: i16 = short.parse().ok()?;
                // 2013-14 is a season or a year of account; 2013-05 is a month.
                if second == first % 100 + 1 && !(self.is_dash(second_at + 1) && self.glued(second_at + 1)) {
                    return Some((When::Years(first, first / 100 * 100 + second), at, second_at + 1));
                }
            }
        }
        // Any two dates.
        let now = self.is(start, "now") && led;
        let (first, next) =
            if now { (self.context.published.map_or(When::Unknown, When::Day), start + 1) } else { self.when(start)? };
        let second_at = joint(next)?;
        let (mut second, end) = self.when(second_at).or_else(|| {
            self.is_any(second_at, &["now", "present"])
                .then_some((self.context.published.map_or(When::Unknown, When::Day), second_at + 1))
        })?;
        if first == When::Unknown || second == When::Unknown {
            return Some((When::Unknown, at, end));
        }
        let mut first = first;
        // The end's year is the beginning's: `from March to May 2019`, `Aug 8 - Aug 12, 2014`.
        let said = |from: usize, to: usize| (from..to).any(|token| self.year(token).is_some());
        let open = |at: usize| matches!(self.at(at), Word::Month(_) | Word::Digits | Word::Ordinal(_) | Word::Glued);
        if said(second_at, end) && !said(start, next) && open(start) {
            let year = second.last()?.year();
            first = with_year(first, year)?;
            if first.first()? > second.last()? {
                first = with_year(first, year - 1)?;
            }
        } else if said(start, next) && !said(second_at, end) && open(second_at) {
            let year = first.first()?.year();
            second = with_year(second, year)?;
            if second.last()? < first.first()? {
                second = with_year(second, year + 1)?;
            }
        } else if first.first()? > second.last()? {
            let named = matches!(self.at(start), Word::Month(_) | Word::Digits);
            if named {
                first = with_year(
                    first,
                    second.last()?.year()
                        - i16::from(with_year(first, second.last()?.year())?.first()? > second.last()?),
                )?;
            } else if let (When::Day(from), When::Day(to)) = (first, second) {
                // From Friday to Monday.
                let to = if to < from { plus_days(to, 7)? } else { to };
                second = When::Day(to);
            }
        }
        Some((first.until(second)?, at, end))
    }
}

fn with_year(when: When, year: i16) -> Option<When> {
    Some(match when {
        When::Day(date) => When::Day(day(year, date.month(), date.day())?),
        When::Month(_, month) => When::Month(year, month),
        other => other,
    })
}

/// 87 is 1987, 22 is 2022.
fn century_of(two_digits: i16) -> i16 {
    if two_digits >= 100 {
        two_digits
    } else if two_digits < 40 {
        2000 + two_digits
    } else {
        1900 + two_digits
    }
}
