//! Times of day, alone and with their date.

use jiff::civil::Date;

use super::{
    count::is_stop,
    date::{When, plus_days},
    lexicon::Word,
    reader::Reader,
};
use crate::mark::{Beside, DayPart, Figure};

/// A time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Clock {
    hour: u8,
    minute: u8,
    second: Option<u8>,
    /// Whether the text says which half of the day.
    told: bool,
    /// Offset from UTC in minutes, where the zone says one.
    zone: Option<i16>,
}

impl Clock {
    pub(super) fn new(hour: u8, minute: u8, told: bool) -> Option<Clock> {
        (hour <= 24 && minute < 60 && (hour < 24 || minute == 0)).then_some(Clock {
            hour,
            minute,
            second: None,
            told,
            zone: None,
        })
    }

    pub(super) fn iso(self) -> String {
        let mut text = format!("{:02}:{:02}", self.hour, self.minute);
        if let Some(second) = self.second {
            text.push_str(&format!(":{second:02}"));
        }
        match self.zone {
            Some(0) => text.push('Z'),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                text.push_str(&format!("{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60));
            }
            None => {}
        }
        text
    }

    /// So many minutes later on the same day.
    pub(super) fn plus(self, minutes: u32) -> Option<Clock> {
        let total = u32::from(self.of_day()) + minutes;
        (total < 24 * 60).then_some(Clock { hour: (total / 60) as u8, minute: (total % 60) as u8, ..self })
    }

    /// Minutes since midnight.
    pub(super) fn of_day(self) -> u16 {
        u16::from(self.hour) * 60 + u16::from(self.minute)
    }

    /// In the half of the day that puts it behind another time, where the text leaves it open.
    pub(super) fn behind(self, other: Clock) -> Clock {
        if self.of_day() <= other.of_day() { self.in_half(true) } else { self }
    }

    /// With its second and its zone's offset.
    pub(super) fn with(self, second: Option<u8>, zone: Option<i16>) -> Clock {
        Clock { second, zone, ..self }
    }

    /// The same in the afternoon or morning, where the text leaves it open.
    fn in_half(self, afternoon: bool) -> Clock {
        if self.told {
            return self;
        }
        let hour = match (afternoon, self.hour) {
            (true, 1..=11) => self.hour + 12,
            (false, 12) => 0,
            (_, hour) => hour,
        };
        Clock { hour, told: true, ..self }
    }
}

/// Zones that mean one offset; `EST` and the like in America.
const ZONES: &[(&str, i16)] = &[
    ("GMT", 0),
    ("UTC", 0),
    ("Z", 0),
    ("EST", -300),
    ("EDT", -240),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("CST", -360),
    ("CDT", -300),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("BST", 60),
    ("MSK", 180),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("SAST", 120),
];

impl Reader<'_, '_> {
    /// The half of the day that a word says: whether it is the afternoon.
    fn meridiem(&self, at: usize) -> Option<(bool, usize)> {
        if self.is_any(at, &["am", "a.m.", "a.m"]) {
            return Some((false, at + 1));
        }
        if self.is_any(at, &["pm", "p.m.", "p.m"]) || self.is(at, "p.") && self.glued(at) {
            return Some((true, at + 1));
        }
        if self.glued(at) && self.is(at, "p") && !self.is_word(at + 1) {
            return Some((
                true,
                at + 1 + usize::from(self.is(at + 1, ".") && self.ends(at + 2) && self.is(at + 2, "m")),
            ));
        }
        // `4:23 a m`, `in the afternoon`, `o'clock`
        if self.is_any(at, &["a", "p"]) && self.is(at + 1, "m") {
            return Some((self.is(at, "p"), at + 2));
        }
        let mut next = at;
        if self.is(next, "in") {
            next += 1;
            next += usize::from(self.is(next, "the"));
        } else if self.is_any(next, &["at", "early", "late"]) && self.at(next + 1) == Word::DayPart {
            next += 1;
        } else if self.is_any(next, &["tonight"]) {
            return Some((true, at));
        } else {
            return None;
        }
        match self.word(next).to_ascii_lowercase().as_str() {
            "morning" => Some((false, next + 1)),
            "afternoon" | "evening" => Some((true, next + 1)),
            "night" => Some((true, next + 1)),
            _ => None,
        }
    }

    pub(super) fn small(&self, at: usize) -> Option<(u8, usize)> {
        match self.at(at) {
            Word::Digits => Some((self.word(at).parse().ok().filter(|_| self.word(at).len() <= 2)?, at + 1)),
            Word::Digit(_) | Word::Teen(_) | Word::Tens(_) => {
                let number = self.number_with(at, false).filter(|n| n.scale == 0 && n.value.scale() == 0)?;
                Some((u8::try_from(number.value.mantissa()).ok()?, number.end))
            }
            _ => None,
        }
    }

    /// A time of day at the token.
    pub(super) fn clock(&self, at: usize) -> Option<(Clock, usize)> {
        self.clocks_read.get(at, at, || self.read_clock(at))
    }

    fn read_clock(&self, at: usize) -> Option<(Clock, usize)> {
        let clock = self.clock_without_zone(at);
        // What is told by the words around it alone stands in digits.
        if clock.is_none() && self.at(at) != Word::Digits {
            return None;
        }
        if let Some((clock, end)) = clock.or_else(|| self.plain_clock(at)) {
            let (zone, end) = self.zone_behind(end).unwrap_or((None, end));
            return Some((Clock { zone: zone.or(clock.zone), ..clock }, end));
        }
        // 8 GMT, 0700 GMT, 20.30 CET: only the zone tells that it is a time.
        let word = self.word(at);
        let (hour, minute) = match (word.len(), word.split_once('.')) {
            // Two letters are the state of Connecticut and megatons as well.
            (1 | 2, None)
                if self.word(at + 1).len() > 2 || self.is_any(at + 1, &["ET", "PT"]) && self.leads_to_time(at) =>
            {
                (word, "00")
            }
            (4, None) => word.split_at_checked(2)?,
            (4 | 5, Some(parts)) if parts.1.len() == 2 => parts,
            _ => return None,
        };
        // `at 0900 hours`
        let hours = word.len() == 4 && self.is_any(at + 1, &["hours", "hrs"]) && self.leads_to_time(at);
        let (zone, end) = if hours { (None, at + 2) } else { self.zone_behind(at + 1)? };
        let clock = Clock::new(hour.parse().ok()?, minute.parse().ok()?, word.len() > 2)?;
        Some((Clock { zone, ..clock }, end))
    }

    /// Whether `at` stands before and something begins, leaves or meets: `the match starts at 7.45`, `meet me at 6`.
    fn something_begins(&self, at: usize) -> bool {
        const BEGIN: &[&str] = &[
            "arrive",
            "arrived",
            "arrives",
            "began",
            "begin",
            "beginning",
            "begins",
            "depart",
            "departed",
            "departs",
            "leave",
            "leaves",
            "meet",
            "meets",
            "kick",
            "kicked",
            "kicks",
            "start",
            "started",
            "starting",
            "starts",
        ];
        let before = |words: &[&str]| self.shortly_before(at, 7).any(|token| self.is_any(token, words));
        self.before_is(at, &["at"]) && before(BEGIN) && !before(&["shares", "stock", "closed", "close", "closes"])
    }

    /// `at 6.45`, `at 7`, where something begins then: of prices and ages nothing does.
    fn plain_clock(&self, at: usize) -> Option<(Clock, usize)> {
        if !self.before_is(at, &["at"]) {
            return None;
        }
        let word = self.word(at);
        let (hour, minute) = word.split_once('.').unwrap_or((word, "00"));
        let closed = self.ends(at + 1) && !(self.is(at + 1, ".") && self.at(at + 2) == Word::Digits)
            || is_stop(self.word(at + 1)) && !self.is_any(at + 1, &["of", "or", "and", "to", "per"]);
        let shape = self.at(at) == Word::Digits && hour.len() <= 2 && minute.len() == 2 && closed;
        let hour: u8 = hour.parse().ok().filter(|hour| shape && (1..=12).contains(hour))?;
        let minute = minute.parse().ok().filter(|minute| minute % 5 == 0)?;
        Clock::new(hour, minute, false).filter(|_| self.something_begins(at)).map(|clock| (clock, at + 1))
    }

    /// Whether the word before speaks of a time.
    fn leads_to_time(&self, at: usize) -> bool {
        self.before_is(at, &["at", "by", "from", "between", "until", "till", "to", "and", "after", "before", "around"])
            || at > 0 && self.is_dash(at - 1)
    }

    /// A zone at the token: its offset in minutes, where it has one the year round, and the token behind it.
    fn zone_behind(&self, at: usize) -> Option<(Option<i16>, usize)> {
        // 9 am (BST)
        if self.is(at, "(") && self.is(at + 2, ")") {
            return self.zone_behind(at + 1).filter(|(_, end)| *end == at + 2).map(|(zone, end)| (zone, end + 1));
        }
        let word = self.word(at);
        let zone = ZONES.iter().find(|(name, _)| word == *name || word.eq_ignore_ascii_case(name) && name.len() == 3);
        if let Some((_, offset)) = zone.filter(|(name, _)| name.len() > 1 || self.glued(at)) {
            // GMT+2, UTC-5
            let sign = self.word(at + 1);
            let hours: Option<i16> = matches!(sign, "+" | "-" | "−")
                .then(|| self.word(at + 2).parse().ok().filter(|hours| *hours <= 14))
                .flatten()
                .filter(|_| *offset == 0 && self.glued(at + 1) && self.glued(at + 2));
            return Some(match hours {
                Some(hours) => (Some(if sign == "+" { hours * 60 } else { -hours * 60 }), at + 3),
                None => (Some(*offset), at + 1),
            });
        }
        if matches!(word, "ET" | "PT" | "CT" | "MT" | "IST") {
            return Some((None, at + 1));
        }
        if self.is(at, "local") && self.is(at + 1, "time") {
            return Some((None, at + 2));
        }
        let region = self.is_any(at, &["eastern", "central", "pacific", "mountain", "greenwich"]);
        let mut next = at + 1;
        next += usize::from(self.is_any(next, &["standard", "daylight", "mean"]));
        (region && self.is(next, "time")).then_some((self.is(at, "greenwich").then_some(0), next + 1))
    }

    fn clock_without_zone(&self, at: usize) -> Option<(Clock, usize)> {
        match self.at(at) {
            Word::Noon => {
                let clock = if self.is(at, "midnight") { Clock::new(0, 0, true) } else { Clock::new(12, 0, true) };
                return clock.map(|clock| (clock, at + 1));
            }
            // in the morning at 7
            Word::DayPart if self.is(at + 1, "at") => {
                let (hour, end) =
                    self.small(at + 2).filter(|(hour, end)| (1..=12).contains(hour) && self.ends(*end))?;
                return Some((Clock::new(hour, 0, false)?.in_half(self.part_of_day(at)?), end));
            }
            Word::Half | Word::A | Word::Quarter | Word::Digits | Word::Digit(_) | Word::Teen(_) | Word::Tens(_) => {}
            _ => return None,
        }
        if let Some(found) = self.clock_past(at) {
            return Some(found);
        }
        if self.at(at) == Word::Digits {
            let word = self.word(at);
            if self.glued(at)
                && at > 0
                && (self.is_any(at - 1, &[":", ".", "/", "$"]) || self.is_word(at - 1) && !self.is(at - 1, "T"))
            {
                return None;
            }
            // 7:30, 15:23:24
            if self.is(at + 1, ":")
                && self.glued(at + 1)
                && self.glued(at + 2)
                && self.at(at + 2) == Word::Digits
                && self.word(at + 2).len() == 2
                && word.len() <= 2
            {
                let (hour, minute): (u8, u8) = (word.parse().ok()?, self.word(at + 2).parse().ok()?);
                let mut clock = Clock::new(hour, minute, hour > 12 || hour == 0)?;
                let mut end = at + 3;
                if self.is(end, ":")
                    && self.glued(end)
                    && self.at(end + 1) == Word::Digits
                    && self.word(end + 1).len() == 2
                {
                    clock.second = Some(self.word(end + 1).parse().ok().filter(|second| *second < 60)?);
                    end += 2;
                }
                if self.glued(end)
                    && (self.is(end, ":") || self.is(end, "-") && self.word(at).len() == 1 && self.is(end, "x"))
                {
                    return None;
                }
                return Some(self.with_meridiem(clock, end));
            }
            // 15h00 and 15h
            if self.glued(at + 1) && self.word(at + 1).starts_with(['h', 'H']) && word.len() <= 2 {
                let rest = &self.word(at + 1)[1..];
                let minute = if rest.is_empty() { 0 } else { rest.parse().ok().filter(|_| rest.len() == 2)? };
                // 3h is three hours; 15h and 15h00 are times where something says so.
                if rest.is_empty()
                    && !(self.before_is(at, &["at", "by", "until", "from", "on"])
                        || self.is_any(at + 2, &["GMT", "gmt", "UTC"]))
                {
                    return None;
                }
                return Some((Clock::new(word.parse().ok()?, minute, true)?, at + 2));
            }
            // 2.30pm, 8.10 pm
            if let Some((hour, minute)) = word.split_once('.').filter(|(_, minute)| minute.len() == 2) {
                // `37.1 in the morning` is a temperature, `at 7.30 in the morning` none.
                let (afternoon, end) =
                    self.meridiem(at + 1).filter(|_| !self.is(at + 1, "in") || self.leads_to_time(at))?;
                let clock =
                    Clock::new(hour.parse().ok().filter(|hour| (1..=12).contains(hour))?, minute.parse().ok()?, false)?;
                return Some((clock.in_half(afternoon), end));
            }
            // 3pm, 3 p.m., 1140 a.m.
            let number: u16 =
                word.parse().ok().filter(|_| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()))?;
            if let Some((afternoon, end)) = self.meridiem(at + 1) {
                let (hour, minute) = if word.len() > 2 { (number / 100, number % 100) } else { (number, 0) };
                let spoken = self.is(at + 1, "in") || self.is(at + 1, "at");
                if hour > 12
                    || hour == 0
                    || spoken
                        && !self.before_is(
                            at,
                            &["at", "from", "until", "by", "to", "and", "between", "around", "about", "-", "circa"],
                        )
                {
                    return None;
                }
                let clock = Clock::new(hour as u8, minute as u8, false)?;
                return Some((clock.in_half(afternoon), end));
            }
            if self.is_any(at + 1, &["o'clock", "o’clock", "oclock"]) && number <= 12 {
                return Some(self.with_meridiem(Clock::new(number as u8, 0, false)?, at + 2));
            }
            return None;
        }
        // eight o'clock, eight in the evening, ten thirty am
        let (hour, next) = self.small(at).filter(|(hour, _)| (1..=12).contains(hour))?;
        if self.is_any(next, &["o'clock", "o’clock", "oclock"]) {
            return Some(self.with_meridiem(Clock::new(hour, 0, false)?, next + 1));
        }
        if let Some((minute, end)) = self.small(next).filter(|(minute, _)| (10..60).contains(minute))
            && let Some((afternoon, end)) = self.meridiem(end)
        {
            return Some((Clock::new(hour, minute, false)?.in_half(afternoon), end));
        }
        let (afternoon, end) = self.meridiem(next)?;
        if self.is(next, "in") && !self.before_is(at, &["at", "by", "from", "until", "to", "past"])
            || self.is(next, "at")
        {
            return None;
        }
        Some((Clock::new(hour, 0, false)?.in_half(afternoon), end))
    }

    fn with_meridiem(&self, clock: Clock, end: usize) -> (Clock, usize) {
        match self.meridiem(end) {
            Some((afternoon, end)) => (clock.in_half(afternoon), end),
            None => (clock, end),
        }
    }

    /// `half past seven`, `a quarter to noon`, `20 minutes past eight`.
    fn clock_past(&self, at: usize) -> Option<(Clock, usize)> {
        let article = usize::from(self.at(at) == Word::A);
        let (minutes, mut next) = match self.at(at + article) {
            Word::Half => (30, at + article + 1),
            Word::Quarter => (15, at + article + 1),
            _ if article == 0 => self.small(at).filter(|(minutes, _)| (1..60).contains(minutes))?,
            _ => return None,
        };
        let minutes_said = self.is_any(next, &["min", "mins", "minutes", "minute"]);
        next += usize::from(minutes_said);
        let past = self.is_any(next, &["past", "after"]);
        let to = self.is_any(next, &["to", "till", "before", "of"]);
        if !past && !to {
            return None;
        }
        let hour_at = next + 1;
        // `5 to 6 pm` is an hour long.
        let part = minutes_said || matches!(self.at(at + article), Word::Half | Word::Quarter);
        let at_hour = self.before_is(at, &["at"]) && self.is(next, "to");
        if to && !part && !at_hour && self.at(hour_at) != Word::Noon {
            return None;
        }
        let (clock, end) = if self.at(hour_at) == Word::Noon {
            (Clock::new(if self.is(hour_at, "midnight") { 0 } else { 12 }, 0, true)?, hour_at + 1)
        } else {
            // `15 to 20`, `5 past`: without `quarter` or `half` an hour must be told for sure.
            let word = matches!(self.at(at + article), Word::Half | Word::Quarter);
            let (hour, end) = self.small(hour_at).filter(|(hour, _)| (1..=12).contains(hour))?;
            let end_clock = usize::from(self.is_any(end, &["o'clock", "o’clock"]));
            let (clock, behind) = self.with_meridiem(Clock::new(hour, 0, false)?, end + end_clock);
            let at_hour = self.before_is(at, &["at", "by", "until", "around"]) && self.ends(end);
            let sure = word && (past || behind > end || to && self.ends(end))
                || minutes_said && self.ends(end)
                || at_hour
                || behind > end
                || past && self.is_any(next, &["past"]) && self.ends(end);
            if !sure {
                return None;
            }
            (clock, behind)
        };
        let total = i16::from(clock.hour) * 60 + if past { minutes as i16 } else { -(minutes as i16) };
        let total = total.rem_euclid(24 * 60);
        Some((Clock { hour: (total / 60) as u8, minute: (total % 60) as u8, ..clock }, end))
    }

    /// A time at the token: with a date beside it, as a stretch of time, or alone.
    pub(super) fn moment(&self, at: usize) -> Option<(Figure, usize, usize)> {
        // `from 3:30 to 6 pm`, `between 5 and 6 in the afternoon`
        let led = matches!(self.at(at), Word::From | Word::Between);
        let start = at + usize::from(led);
        let told =
            |value: String, to: usize| Some((Figure::Time { value: Some(value), beside: Beside::default() }, at, to));
        if let Some((value, end)) = self.clock_and_length(at).or_else(|| self.dated_clocks(start, led)) {
            return told(value, end);
        }
        // `5-4 Tuesday night` is a score.
        let hours = self.bare_clocks(start, led).filter(|_| led || !self.is_dash(start + 1));
        if let Some((first, last, end)) = hours {
            // `between 3 and 8 yesterday`: hours where a date stands beside them.
            if let Some((When::Day(date), behind)) = self
                .date_behind(end)
                .filter(|_| matches!(self.at(end), Word::Deictic | Word::Weekday(_)) || self.is(end, "on"))
            {
                let part = self.part_of_day(behind - 1);
                let (first, last) = (self.half_by(first, part), self.half_by(last, part));
                return told(format!("{date}T{}/{date}T{}", first.iso(), last.iso()), behind);
            }
        }
        if let Some((first, last, end)) = self.clocks(start, led) {
            if let Some((When::Day(date), behind)) = self.date_behind(end) {
                let part = self.part_of_day(behind - 1);
                let (first, last) = (self.half_by(first, part), self.half_by(last, part));
                return told(format!("{date}T{}/{date}T{}", first.iso(), last.iso()), behind);
            }
            return told(format!("{}/{}", first.iso(), last.iso()), end);
        }
        if led {
            return None;
        }
        // `8 this evening`, `9 tomorrow evening`
        if let Some((hour, end)) = self.small(at).filter(|(hour, end)| {
            (1..=12).contains(hour)
                && (self.is(*end, "this") || self.at(*end) == Word::Deictic)
                && self.at(end + 1) == Word::DayPart
        }) && let Some((When::Day(date), behind)) = self.when(end).filter(|(_, behind)| *behind == end + 2)
        {
            let clock = Clock::new(hour, 0, false)?.in_half(self.part_of_day(end + 1)?);
            return told(format!("{date}T{}", clock.iso()), behind);
        }
        if let Some((clock, end)) = self.spoken_clock(at)
            && let (Word::Deictic, Some((When::Day(date), behind))) = (self.at(end), self.date_behind(end))
        {
            let clock = self.half_by(clock, self.part_of_day(behind - 1));
            return told(format!("{date}T{}", clock.iso()), behind);
        }
        // at eleven thirty
        if let Some((clock, end)) = self.spoken_clock(at)
            && self.before_is(at, &["at"])
            && self.ends(end)
        {
            return told(clock.iso(), end);
        }
        if let Some((clock, end)) = self.clock(at) {
            if let Some((when, behind)) = self.date_behind(end)
                && let When::Day(date) = when
            {
                return told(
                    format!("{date}T{}", self.half_by(self.by_evening(clock, end), self.part_of_day(behind - 1)).iso()),
                    behind,
                );
            }
            return told(clock.iso(), end);
        }
        // A date and then its time.
        let date_like = matches!(
            self.at(at),
            Word::Month(_)
                | Word::Weekday(_)
                | Word::Deictic
                | Word::Relative
                | Word::Digits
                | Word::Ordinal(_)
                | Word::Glued
                | Word::Holiday
                | Word::Period
        );
        if !date_like {
            return None;
        }
        let (when, mut next) = self.when(at)?;
        let When::Day(date) = when else { return None };
        if let Some((clock, end)) = self.iso_clock(next) {
            return told(format!("{date}T{}", clock.iso()), end);
        }
        let evening = self.part_of_day(next - 1);
        // `May 22 (Tue) - 11:30 am`
        let dash = self.is_dash(next) && self.clock(next + 1).is_some_and(|(clock, _)| clock.told);
        if self.is(next, ",") || dash {
            next += 1;
        }
        if self.is_any(next, &["at", "around", "about", "@", "from", "between", "by", "before", "after"])
            || self.is(next, "T") && self.glued(next)
        {
            next += 1;
        }
        if let Some((first, last, end)) = self.clocks(next, true) {
            let (first, last) = (self.half_by(first, evening), self.half_by(last, evening));
            return told(format!("{date}T{}/{date}T{}", first.iso(), last.iso()), end);
        }
        if let Some((first, last, end)) =
            self.bare_clocks(next, true).filter(|(.., end)| self.ends(*end) || matches!(self.at(*end), Word::DayPart))
        {
            let (first, last) = (self.half_by(first, evening), self.half_by(last, evening));
            return told(format!("{date}T{}/{date}T{}", first.iso(), last.iso()), end);
        }
        if let Some((clock, end)) = self.clock(next).or_else(|| self.spoken_clock(next)) {
            return told(self.on_evening(date, clock, self.part_within(at, next)), end);
        }
        // `Friday, July 18, 2014, 19h`
        if let Some((clock, end)) = self.hours_letter(next).filter(|(_, end)| self.ends(*end)) {
            return told(format!("{date}T{}", clock.iso()), end);
        }
        // `this morning at 10`, `on Friday at 4`
        let (hour, end) = self.small(next).filter(|(hour, end)| {
            let at = next > 0 && self.is_any(next - 1, &["at", "@", "around", "about"]);
            (1..=12).contains(hour) && self.ends(*end) && at && !self.is(*end, ".") | !self.glued(end + 1)
        })?;
        told(self.on_evening(date, Clock::new(hour, 0, false)?, self.part_within(at, next)), end)
    }

    /// A time on a day of which the text names the part: twelve in the evening is the end of the day.
    fn on_evening(&self, date: Date, clock: Clock, part: Option<DayPart>) -> String {
        let late = matches!(part, Some(DayPart::Evening | DayPart::Night));
        match plus_days(date, 1).filter(|_| late && !clock.told && clock.hour == 12) {
            Some(next) => format!("{next}T{}", Clock { hour: 0, ..clock }.iso()),
            None => format!("{date}T{}", self.half_by(clock, part.map(|part| part != DayPart::Morning)).iso()),
        }
    }

    fn part_of_day(&self, at: usize) -> Option<bool> {
        match self.word(at).to_ascii_lowercase().as_str() {
            "morning" => Some(false),
            "afternoon" | "evening" | "night" | "tonight" | "tonite" => Some(true),
            _ => None,
        }
    }

    pub(super) fn half_by(&self, clock: Clock, evening: Option<bool>) -> Clock {
        evening.map_or(clock, |evening| clock.in_half(evening))
    }

    /// `8 tonight`: the deictic behind tells the half of the day.
    fn by_evening(&self, clock: Clock, end: usize) -> Clock {
        let at = end + usize::from(self.is(end, ","));
        if self.is_any(at, &["tonight", "tonite"]) { clock.in_half(true) } else { clock }
    }

    pub(super) fn date_behind(&self, at: usize) -> Option<(When, usize)> {
        let mut next = at;
        // `3 pm or later on Monday`
        if self.is(next, "or") && self.is_any(next + 1, &["later", "earlier"]) {
            next += 2;
        }
        next += usize::from(self.is(next, ","));
        if self.is_any(next, &["on", "of"]) {
            next += 1;
            next += usize::from(self.is(next, "the"));
            // `on the morning of 29 August`
            next += if self.at(next) == Word::DayPart && self.is(next + 1, "of") { 2 } else { 0 };
        }
        self.when(next)
    }

    /// `nine thirty`, `five-thirty`: a time only beside a date.
    fn spoken_clock(&self, at: usize) -> Option<(Clock, usize)> {
        let hour = match self.at(at) {
            Word::Digit(hour) | Word::Teen(hour) if (1..=12).contains(&hour) => hour,
            _ => return None,
        };
        let next = at + 1 + usize::from(self.is_hyphen(at + 1));
        let (minute, end) =
            self.small(next).filter(|(minute, _)| (10..60).contains(minute) && self.at(next) != Word::Digits)?;
        Some((Clock::new(hour, minute, false)?, end))
    }

    /// `5 to 7`, `11-4`: hours alone.
    fn bare_clocks(&self, at: usize, led: bool) -> Option<(Clock, Clock, usize)> {
        let bare = |at: usize| {
            self.clock(at).or_else(|| self.spoken_clock(at).filter(|_| led)).or_else(|| {
                let (hour, end) = self.small(at).filter(|(hour, _)| (1..=12).contains(hour))?;
                Some((Clock::new(hour, 0, false)?, end))
            })
        };
        let (first, next) = bare(at)?;
        let joint =
            self.is_any(next, &["to", "until", "till", "through"]) || self.is_dash(next) || led && self.is(next, "and");
        let (mut last, end) = joint.then(|| bare(next + 1)).flatten()?;
        // 11-4 goes past noon.
        if !last.told && (last.hour, last.minute) < (first.hour, first.minute) && last.hour < 12 {
            last.hour += 12;
        }
        Some((first, last, end))
    }

    /// Two times with a joint: `5 to 6pm`, `9:30 - 11:00`.
    pub(super) fn clocks(&self, at: usize, led: bool) -> Option<(Clock, Clock, usize)> {
        let bare = |at: usize| {
            let (hour, end) = self.small(at).filter(|(hour, _)| (1..=12).contains(hour))?;
            Some((Clock::new(hour, 0, false)?, end))
        };
        // `9.30-4.30pm`: the other end tells that it is a time.
        let pointed = |at: usize| {
            let (hour, minute) = self.word(at).split_once('.').filter(|(_, minute)| minute.len() == 2)?;
            let clock =
                Clock::new(hour.parse().ok().filter(|hour| (1..=12).contains(hour))?, minute.parse().ok()?, false);
            clock.map(|clock| (clock, at + 1)).filter(|_| self.at(at) == Word::Digits)
        };
        // `from two thirty to two forty-five`, `0730-0930`
        if led
            && let Some((first, next)) = self.spoken_clock(at).or_else(|| self.four_digits(at))
            && (self.is_any(next, &["to", "until", "till", "and"]) || self.is_dash(next))
            && let Some((last, end)) = self.spoken_clock(next + 1).or_else(|| self.four_digits(next + 1))
        {
            return Some((first, last, end));
        }
        let (mut first, next) = self.clock(at).or_else(|| bare(at)).or_else(|| pointed(at))?;
        let joint =
            self.is_any(next, &["to", "until", "till", "through"]) || self.is_dash(next) || led && self.is(next, "and");
        if !joint {
            return None;
        }
        // `9h30 - 11h`
        let hours = |token: usize| self.hours_letter(token).filter(|_| self.word(at + 1).starts_with(['h', 'H']));
        let (mut last, end) = hours(next + 1)
            .or_else(|| self.clock(next + 1))
            .or_else(|| bare(next + 1).filter(|_| self.is(at + 1, ":")))?;
        let (zone, end) = match last.zone {
            None => self.zone_behind(end).unwrap_or((None, end)),
            zone => (zone, end),
        };
        // The zone behind the second time is that of both.
        (last.zone, first.zone) = (zone, first.zone.or(zone));
        let one_is_clock = self.clock(at).is_some() || self.clock(next + 1).is_some();
        if !one_is_clock || end == next + 2 && self.at(next + 1) == Word::Noon && !first.told {
            return None;
        }
        // 5 to 6pm: both in the afternoon, unless that turns them round.
        if !first.told && last.told {
            let same = first.in_half(last.hour >= 12);
            first = if (same.hour, same.minute) < (last.hour, last.minute) { same } else { first };
        }
        if !first.told && !last.told && (last.hour, last.minute) < (first.hour, first.minute) && last.hour < 12 {
            last.hour += 12;
        }
        Some((first, last, end))
    }
}
