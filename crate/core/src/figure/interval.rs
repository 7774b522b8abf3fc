//! Intervals between dates: `from 2014 to 2018`, `May 1-3, 2019`, `13 to 15 July`, `2013-14`.

use super::{
    date::{Partial, When, day, plus_days, plus_months},
    lexicon::Word,
    reader::Reader,
};

impl Reader<'_, '_> {
    /// `from 2014 to 2018`, `May 1-3, 2019`, `between 3 and 12 of September`, `2013-14`, `from Monday to Friday`.
    pub(super) fn interval(&self, at: usize) -> Option<(When, usize, usize)> {
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
        // `from the 4th to the 22nd of this month`
        if led
            && let Some((first, next)) = self.day_of_month(start)
            && next > start + 1
            && let Some((When::Day(last), end)) = joint(next).and_then(|second_at| self.nth_of(second_at))
            && let Some(first) = day(last.year(), last.month(), first as i8).filter(|first| *first < last)
        {
            return Some((When::Days(first, last), at, end));
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
                let later = second > 12 && (2..=20).contains(&(second - first % 100));
                if (second == first % 100 + 1 || later) && !(self.is_dash(second_at + 1) && self.glued(second_at + 1)) {
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
            // `until now`, `until the present day`, `till the current date`
            let now = self.is_any(second_at, &["now", "present", "current"]);
            let date = usize::from(self.is_any(second_at + 1, &["date", "day"]));
            // `expected Wednesday to present his plan`
            let now = now && (led || self.ends(second_at + 1)) && !(self.is(second_at, "current") && date == 0);
            now.then_some((self.context.published.map_or(When::Unknown, When::Day), second_at + 1 + date))
        })?;
        if first == When::Unknown || second == When::Unknown {
            return Some((When::Unknown, at, end));
        }
        let mut first = first;
        // From Monday to Wednesday next week: of one week.
        if let (When::Day(from), When::Day(to), Word::Weekday(weekday), Word::Weekday(_)) =
            (first, second, self.at(start), self.at(second_at))
            && next == start + 1
            && end > second_at + 1
            && plus_days(from, 6).is_some_and(|last| last < to)
        {
            first = When::Day(self.occurrence(to, weekday, false)?);
        }
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
