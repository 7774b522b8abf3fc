//! Parts of longer periods: `the third quarter of 2019`, `the last week of July`, `the 1990s`, `15th century`.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    date::{When, plus_days, plus_months},
    lexicon::Word,
    reader::Reader,
    relative_date::{monday, season, shift},
    unit::{Period, WEATHER},
};

/// The first year of a decade named in words.
pub(super) fn tens_of(word: &str) -> u8 {
    match word.to_ascii_lowercase().as_str() {
        "twenties" => 20,
        "thirties" => 30,
        "forties" => 40,
        "fifties" => 50,
        "sixties" => 60,
        "seventies" => 70,
        "eighties" => 80,
        _ => 90,
    }
}

impl Reader<'_, '_> {
    /// Parts of a longer period: quarters, halves, weeks and weekdays of a month, decades, centuries, seasons.
    pub(super) fn period_of(&self, at: usize) -> Option<(When, usize)> {
        self.decade(at)
            .or_else(|| self.century(at))
            .or_else(|| self.account_year(at))
            .or_else(|| self.iso_week(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.season_of(at))
            .or_else(|| self.nth_of(at))
    }

    /// `1990s`, `'90s`, `the nineties`.
    pub(super) fn decade(&self, at: usize) -> Option<(When, usize)> {
        let decade = |first: i16, end: usize| Some((When::Years(first, first + 9), end));
        match self.at(at) {
            Word::Digits => {
                let word = self.word(at);
                let s = self.is_any(at + 1, &["s", "'s", "’s"]) && (self.glued(at + 1) || word.len() == 4);
                if !s || !self.is_any(at + 1, &["s"]) && !word.ends_with('0') {
                    return None;
                }
                let year: i16 = word.parse().ok().filter(|year| year % 10 == 0)?;
                match word.len() {
                    4 if (1000..2100).contains(&year) && year % 100 == 0 && year < 2000 && self.is(at + 2, "and") => {
                        decade(year, at + 2)
                    }
                    4 if (1000..2100).contains(&year) => decade(year, at + 2),
                    // `temperatures in the 40s`
                    2 if self.shortly_before(at, 12).any(|token| self.is_any(token, WEATHER)) => None,
                    2 if self.before_is(at, &["the", "'", "’", "‘", "mid", "-", "early", "late"]) && year >= 20 => {
                        decade(1900 + year, at + 2)
                    }
                    _ => None,
                }
            }
            Word::Apostrophe
                if self.at(at + 1) == Word::Digits
                    && self.glued(at + 1)
                    && self.is(at + 2, "s")
                    && self.glued(at + 2) =>
            {
                let year: i16 = self.word(at + 1).parse().ok().filter(|year| year % 10 == 0 && *year < 100)?;
                decade(if year < 20 { 2000 } else { 1900 } + year, at + 3)
            }
            Word::Decade => {
                let tens = i16::from(tens_of(self.word(at)));
                // In one's eighties is an age, in the eighties a time.
                let the = self.before_is(at, &["the", "early", "late", "mid", "-"]);
                let century = self.at(at.wrapping_sub(1)) == Word::Teen(19)
                    || at > 1 && self.is_hyphen(at - 1) && self.at(at - 2) == Word::Teen(19);
                (the || century).then_some((When::Years(1900 + tens, 1909 + tens), at + 1))
            }
            _ => None,
        }
    }

    /// `FY2019`, `FY18`, `CY 2008`: a year of account, told by the year that names it.
    fn account_year(&self, at: usize) -> Option<(When, usize)> {
        // CY 2008
        if self.is_any(at, &["fy", "cy"]) && self.at(at + 1) == Word::Digits {
            return self.year(at + 1).map(|(year, end)| (When::Year(year), end));
        }
        if self.at(at) != Word::Glued {
            return None;
        }
        let word = self.word(at);
        let digits = word.get(2..).filter(|_| matches!(&word[..2], "FY" | "CY" | "fy" | "cy"))?;
        let year: i16 = digits.parse().ok()?;
        match digits.len() {
            2 => Some((When::Year(2000 + year), at + 1)),
            4 if (1900..2100).contains(&year) => Some((When::Year(year), at + 1)),
            _ => None,
        }
    }

    /// `2018-W05`, `W12 2018`: a week by ISO 8601.
    fn iso_week(&self, at: usize) -> Option<(When, usize)> {
        let week = |token: usize| -> Option<i64> {
            let number = self.word(token).strip_prefix('W').filter(|_| self.at(token) == Word::Glued)?;
            number.parse().ok().filter(|week| number.len() == 2 && (1..=53).contains(week))
        };
        let (year, number, end) = if let Some(number) = week(at) {
            let (year, end) = self.year(at + 1)?;
            (year, number, end)
        } else {
            let (year, next) = self.year(at).filter(|_| self.at(at) == Word::Digits)?;
            let next = next + usize::from(self.is_hyphen(next));
            (year, week(next)?, next + 1)
        };
        let first = plus_days(monday(super::date::day(year, 1, 4)?)?, (number - 1) * 7)?;
        Some((When::Days(first, plus_days(first, 6)?), end))
    }

    /// `15th century`, `the nineteenth century`, `XIX century`.
    pub(super) fn century(&self, at: usize) -> Option<(When, usize)> {
        if !matches!(self.at(at), Word::Digits | Word::Ordinal(_) | Word::Tens(_) | Word::Roman) {
            return None;
        }
        let (value, end) = if self.at(at) == Word::Roman { self.roman(at)? } else { self.ordinal(at)? };
        let end = end + usize::from(self.is_hyphen(end));
        if !self.is(end, "century") {
            return None;
        }
        let number = value.to_i16().filter(|number| (1..=30).contains(number))?;
        let first = (number - 1) * 100;
        Some((When::Years(first, first + 99), end + 1))
    }

    /// `Q3 2019`, `third quarter of 2019`, `first half of the year`, `2018Q4`.
    pub(super) fn quarter(&self, at: usize) -> Option<(When, usize)> {
        if let Some(found) = self.number_first(at) {
            return Some(found);
        }
        // 2018Q4
        if self.at(at) == Word::Digits && self.at(at + 1) == Word::Glued && self.glued(at + 1) {
            let (number, months) = self.quarter_letter(at + 1)?;
            let year: i16 = self.word(at).parse().ok()?;
            let year = match self.word(at).len() {
                4 => year,
                2 => 2000 + year,
                _ => return None,
            };
            let first = (year, (number - 1) * months + 1);
            return Some((When::Months(first, plus_months(first, i32::from(months) - 1)?), at + 2));
        }
        let (number, months, mut next) = match self.at(at) {
            Word::Glued => {
                let (number, months) = self.quarter_letter(at)?;
                (number, months, at + 1)
            }
            // 2017 Q1, 2019-H2
            Word::Digits if self.year(at).is_some() => {
                let (year, end) = self.year(at)?;
                let end = end + usize::from(self.is_hyphen(end));
                let (number, months) = self.quarter_letter(end)?;
                let first = (year, (number - 1) * months + 1);
                return Some((When::Months(first, plus_months(first, i32::from(months) - 1)?), end + 1));
            }
            Word::Digits | Word::Ordinal(_) | Word::Relative => {
                let (number, end) = if self.at(at) == Word::Relative {
                    (4, if self.is(at, "last") || self.is(at, "final") { at + 1 } else { return None })
                } else {
                    let (value, end) = self.ordinal(at)?;
                    (value.to_i8()?, end)
                };
                let end = end + usize::from(self.is_hyphen(end));
                let quarter = self.is_any(end, &["quarter", "qtr"]);
                let half = self.is(end, "half") && number <= 2;
                // `last quarter` by itself is the one before this.
                if self.at(at) == Word::Relative && !(quarter && self.is_any(end + 1, &["of"])) {
                    return None;
                }
                if !quarter && !half {
                    return None;
                }
                (number, if half { 6 } else { 3 }, end + 1)
            }
            _ => return None,
        };
        if !(1..=12 / months).contains(&number) {
            return None;
        }
        if self.is(next, ",") && self.year(next + 1).is_some() {
            next += 1;
        }
        let of = self.is_any(next, &["of", "in", "'s"]);
        let behind = next + usize::from(of);
        let behind = behind + usize::from(self.is_any(behind, &["the", "fiscal"]));
        let behind = behind + usize::from(self.is(behind, "fiscal"));
        let year = self.year(behind).or_else(|| match self.relative(behind) {
            Some((When::Year(year), end)) => Some((year, end)),
            _ => None,
        });
        let (year, end) = match year {
            Some(found) => found,
            None if self.is_any(behind, &["year"]) && of => (self.context.published?.year(), behind + 1),
            None => {
                // `the second half` of a match, `the third quarter` of a game: only where a year is near.
                if months == 6 {
                    return None;
                }
                let published = match self.context.published {
                    Some(published) => published,
                    None => return Some((When::Unknown, next)),
                };
                let begun = (number - 1) * 3 < published.month();
                (published.year() - i16::from(!begun), next)
            }
        };
        let first = (year, (number - 1) * months + 1);
        Some((When::Months(first, plus_months(first, i32::from(months) - 1)?), end))
    }

    /// `4Q22`, `1H 2023`: the number stands before its letter.
    fn number_first(&self, at: usize) -> Option<(When, usize)> {
        let number: i8 = self.word(at).parse().ok().filter(|_| self.word(at).len() == 1 && self.glued(at + 1))?;
        let letter = self.word(at + 1);
        let months: i8 = match letter.as_bytes().first()? {
            b'Q' => 3,
            b'H' => 6,
            _ => return None,
        };
        let digits = letter.get(1..)?;
        let (year, end) = match digits.len() {
            0 => self.year(at + 2)?,
            2 => (2000 + digits.parse::<i16>().ok()?, at + 2),
            4 => (digits.parse().ok().filter(|year| (1900..2100).contains(year))?, at + 2),
            _ => return None,
        };
        if !(1..=12 / months).contains(&number) {
            return None;
        }
        let first = (year, (number - 1) * months + 1);
        Some((When::Months(first, plus_months(first, i32::from(months) - 1)?), end))
    }

    /// `Q3`, `H2`: the number and the months of one.
    pub(super) fn quarter_letter(&self, at: usize) -> Option<(i8, i8)> {
        let word = self.word(at);
        let months = match word.as_bytes().first()? {
            b'Q' | b'q' => 3,
            b'H' => 6,
            _ => return None,
        };
        let number = word.get(1..)?.parse().ok().filter(|number| (1..=12 / months).contains(number))?;
        Some((number, months))
    }

    /// `summer of 2019`, `winter 1962`.
    pub(super) fn season_of(&self, at: usize) -> Option<(When, usize)> {
        let Word::Season(number) = self.at(at) else { return None };
        let next = at + 1 + usize::from(self.is_any(at + 1, &["of", ","]));
        let (year, end) =
            self.year(next).filter(|_| self.at(next) == Word::Digits).or_else(|| match self.relative(next) {
                Some((When::Year(year), end)) => Some((year, end)),
                _ => None,
            })?;
        // winter 2018-19
        let short = self.word(end + 1);
        let over = number == 4
            && self.is_dash(end)
            && self.glued(end)
            && short.len() == 2
            && short.parse() == Ok((year + 1) % 100);
        Some((season(year, number)?, if over { end + 2 } else { end }))
    }

    /// `first Tuesday of October`, `last week of July`, `second week of 2021`, `last day of October 2015`, `20th of next month`.
    pub(super) fn nth_of(&self, at: usize) -> Option<(When, usize)> {
        let (mut number, mut next) = match self.at(at) {
            Word::Relative if self.is(at, "last") => (-1, at + 1),
            Word::Ordinal(_) | Word::Digits | Word::Tens(_) => {
                let (value, end) = self.ordinal(at).or_else(|| {
                    let value: Decimal = self.word(at).parse().ok().filter(|_| self.at(at) == Word::Digits)?;
                    self.is(at + 1, "of").then_some((value, at + 1))
                })?;
                (value.to_i32().filter(|number| (1..=53).contains(number))?, end)
            }
            _ => return None,
        };
        if number > 0 && self.is(next, "to") && self.is(next + 1, "last") {
            (number, next) = (-number, next + 2);
        } else if number > 0 && self.is(next, "last") {
            (number, next) = (-number, next + 1);
        }
        #[derive(PartialEq)]
        enum Unit {
            Weekday(u8),
            Week,
            Day,
            Month,
            Weekend,
            /// So many of a period, from the first on or back from the last.
            Run(i32, Period),
        }
        let bare = self.is_any(next, &["of"]);
        let mut end = next;
        let unit = match self.at(next) {
            _ if bare => Unit::Day,
            Word::Weekday(weekday) => {
                end += 1;
                Unit::Weekday(weekday)
            }
            _ if self.weekend_word(next).is_some() => {
                end = self.weekend_word(next)?;
                Unit::Weekend
            }
            _ if self.is(next, "week") => {
                end += 1;
                Unit::Week
            }
            _ if self.is(next, "day") => {
                end += 1;
                Unit::Day
            }
            _ if self.is(next, "month") => {
                end += 1;
                Unit::Month
            }
            // the last 3 weeks of this year, the first ten days of May
            Word::Digits | Word::Digit(_) | Word::Teen(_) | Word::Tens(_) if number.abs() == 1 => {
                let count = self.number_with(next, false)?;
                let period = self.period_word(count.end)?;
                end = count.end + 1;
                Unit::Run(count.value.to_i32().filter(|count| (1..=400).contains(count))?, period)
            }
            _ => return None,
        };
        // `third Tuesday after Christmas 2014`
        if let Unit::Weekday(weekday) = unit
            && number > 0
            && self.is_any(end, &["after", "following", "before"])
            && let Some((date, behind)) = self.told_day(end + 1)
        {
            let future = !self.is(end, "before");
            let Some(date) = date else { return Some((When::Unknown, behind)) };
            let weeks = i64::from(number - 1) * if future { 7 } else { -7 };
            return Some((When::Day(plus_days(self.occurrence(date, weekday, future)?, weeks)?), behind));
        }
        // `the third week next year`
        let beside = self.is_any(end, &["next", "last", "this"]) && unit == Unit::Week;
        if !self.is_any(end, &["of", "in"]) && !beside {
            return None;
        }
        end += usize::from(!beside);
        if self.is(end, "the") {
            end += 1;
        }
        let (of, end) = match self.named(end).filter(|(when, _)| !matches!(when, When::Day(_))) {
            Some(found) => found,
            None => match self.relative(end) {
                Some(found) => found,
                None => match self.period_word(end) {
                    Some(period @ (Period::Month | Period::Year)) if !bare => (self.whole(period, 0)?, end + 1),
                    _ => {
                        let (year, end) = self.year(end).filter(|_| self.at(end) == Word::Digits)?;
                        (When::Year(year), end)
                    }
                },
            },
        };
        if bare && !matches!(of, When::Month(..)) {
            return None;
        }
        let (Some(first), Some(last)) = (of.first(), of.last()) else { return Some((When::Unknown, end)) };
        let when = match unit {
            Unit::Day if number > 0 => When::Day(plus_days(first, i64::from(number) - 1)?),
            Unit::Day => When::Day(plus_days(last, i64::from(number) + 1)?),
            Unit::Month => match of {
                When::Year(year) if number > 0 => When::Month(year, i8::try_from(number).ok().filter(|m| *m <= 12)?),
                When::Year(year) => When::Month(year, i8::try_from(13 + number).ok().filter(|m| *m >= 1)?),
                _ => return None,
            },
            Unit::Run(count, period) => {
                let (from, to) = if number > 0 {
                    (first, plus_days(shift(first, period, count)?, -1)?)
                } else {
                    (plus_days(shift(last, period, -count)?, 1)?, last)
                };
                When::Days(from, to)
            }
            Unit::Weekday(weekday) => {
                let date = if number > 0 {
                    let start = plus_days(first, -1)?;
                    plus_days(self.occurrence(start, weekday, true)?, (i64::from(number) - 1) * 7)?
                } else {
                    plus_days(self.occurrence(plus_days(last, 1)?, weekday, false)?, (i64::from(number) + 1) * 7)?
                };
                if date < first || date > last {
                    return None;
                }
                When::Day(date)
            }
            Unit::Weekend => {
                let saturday = if number > 0 {
                    plus_days(self.occurrence(plus_days(first, -1)?, 6, true)?, (i64::from(number) - 1) * 7)?
                } else {
                    plus_days(self.occurrence(plus_days(last, 1)?, 6, false)?, (i64::from(number) + 1) * 7)?
                };
                When::Days(saturday, plus_days(saturday, 1)?)
            }
            Unit::Week => {
                // Weeks run from Monday; the first of a period is that with its fourth day, as in ISO 8601.
                let monday = if number > 0 {
                    plus_days(monday(plus_days(first, 3)?)?, (i64::from(number) - 1) * 7)?
                } else {
                    plus_days(monday(plus_days(last, -3)?)?, (i64::from(number) + 1) * 7)?
                };
                When::Days(monday, plus_days(monday, 6)?)
            }
        };
        Some((when, end))
    }
}
