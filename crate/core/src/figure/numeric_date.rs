//! Dates in digits: `2019-05-31`, `31.05.2019`, `5/31/2019`, `on 22/04`.

use super::{
    date::{Partial, When, century_of, day},
    lexicon::Word,
    reader::Reader,
};

impl Reader<'_, '_> {
    /// `7/6` or `7.6` behind a weekday.
    pub(super) fn stroke_day(&self, at: usize) -> Option<(When, usize)> {
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

    /// `2019-05-31`, `31.05.2019`, `5/31/2019`, `2016 10 16`, and `on 22/04`.
    pub(super) fn numeric(&self, at: usize) -> Option<(When, usize)> {
        if self.at(at) != Word::Digits || self.glued(at) && at > 0 && self.at(at - 1) == Word::Digits {
            return None;
        }
        let word = self.word(at);
        // Round the clock.
        if word == "24" && self.is(at + 1, "/") && self.is(at + 2, "7") {
            return None;
        }
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
                // `10-1-2018-10-7-2018`: from one day to another.
                let pair = |from: usize| {
                    let signs = self.is(from + 1, sign) && self.is(from + 3, sign) && self.glued(from + 4);
                    signs && number(from + 4).is_some_and(|year| year.1 == 4) && number(from).is_some()
                };
                let further = self.glued(at + 5)
                    && self.is(at + 5, sign)
                    && self.glued(at + 6)
                    && self.at(at + 6) == Word::Digits
                    && !(c.1 == 4 && pair(at + 6));
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
        // `back 4/22`: no fraction that anyone writes.
        let last = sign == "/" && self.ends(at + 3) && a.0.max(b.0) > 12 && self.stroke_fraction(at).is_none();
        let alone = alone || last && self.context.published.is_some() && !self.before_is(at, &["a", "by", "shot"]);
        let led = self.before_is(
            at,
            &[
                "on", "by", "until", "since", "before", "after", "dated", "of", "from", "to", "between", "next",
                "this", "last",
            ],
        );
        // `3/4` by itself is three quarters.
        let alone = alone && !(sign == "/" && self.stroke_fraction(at).is_some());
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
    pub(super) fn numeric_date_shape(&self, at: usize) -> bool {
        self.at(at) == Word::Digits && self.is(at + 1, "/") && self.glued(at + 1) && self.at(at + 2) == Word::Digits
    }

    pub(super) fn time_behind(&self, at: usize) -> bool {
        self.is(at, "at") && self.at(at + 1) == Word::Digits
            || self.is_any(at, &["between", "from"])
                && self.at(at + 1) == Word::Digits
                && self.word(at + 1).contains('.') | self.is(at + 2, ":")
    }

    pub(super) fn month_and_day(&self, a: i16, b: i16) -> Option<(i8, i8)> {
        let month_first = !self.context.day_first;
        let fits = |month: i16, date: i16| {
            ((1..=12).contains(&month) && (1..=31).contains(&date)).then_some((month as i8, date as i8))
        };
        if month_first { fits(a, b).or_else(|| fits(b, a)) } else { fits(b, a).or_else(|| fits(a, b)) }
    }

    pub(super) fn by_order(&self, [a, b, c]: [(i16, usize); 3], points: bool) -> Option<When> {
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
}
