//! `rates.bin`, read in place: what one currency was in another on a day.
//!
//! Rates are kept as steps of [`STEP`] of the natural logarithm of units per base, so that every stored rate is within
//! [`ERROR`] of its source, whatever its size; a rate between two currencies adds two of them and is within twice that.
//! Each series is a run of differences in an adaptive Rice code (the parameter follows the mean of the last values, as
//! in JPEG-LS), in blocks of [`BLOCK`]: a day's rate is decoded from its block's beginning, 1 to 2 µs. From the series'
//! beginning it was 20 to 60 µs for 7,000 days, a fifth of the time that an article of 300 words took.
//!
//! Payload, little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 0–3 | `i32` first day of the daily calendar, in days since 1970 |
//! | 4–7 | `u32` length of the calendar in days; a bitmap of that many bits follows at once, 1 for a day with rates |
//! | then | `u16` count of dated points and as many `i32` days since 1970 |
//! | then | `u16` count of series, each 24 bytes: code, source, `u32` first (bit of the calendar, month since 1970-01, point, or of a peg its first day), `u32` count (of a peg the letters of the other currency and a zero), `i32` first level, `u32` offset of its code in the bits, `i32` last day it holds (fixed rates: the first) |
//! | then | the bits; a series of more than one block begins with 8 bytes for each further one: `u32` offset of its code in the bits, `i32` its first level |

pub mod extend;
pub mod pack;
pub mod reference;
#[cfg(test)]
mod tests;

use core::cell::RefCell;

use jiff::civil::Date;

use crate::{
    mark::Currency,
    table::{self, Kind, TableError},
};

/// The kind and format version of `rates.bin`.
pub const KIND: Kind = Kind { name: *b"RATE", version: 2 };

/// One step of a stored rate, in natural logarithm.
pub const STEP: f64 = 0.002;

/// The largest relative error of a stored rate: half a step.
pub const ERROR: f64 = 0.001_001;

/// The longest that a daily rate is taken for a later day without one: Easter and Christmas leave at most six.
const DAILY_REACH: i32 = 10;

/// The longest that a monthly point is taken for a later day: the points lie up to two months apart.
const POINT_REACH: i32 = 75;

/// How far behind the last known day the newest rate is still given, marked as such.
const NEWEST_REACH: i32 = 60;

/// Bytes of one series' head.
const HEAD: usize = 24;

/// Values from one place where decoding can begin to the next.
pub const BLOCK: usize = 256;

/// Bytes of such a place in a series' directory.
const ENTRY: usize = 8;

/// Where a series comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// Daily reference rates of the European Central Bank, per euro.
    EuropeanCentralBank = 0,
    /// Monthly averages of the Federal Reserve, per US dollar.
    FederalReserve = 1,
    /// Points of the open currency-api, about one a month, per US dollar.
    CurrencyApi = 2,
    /// The rate at which a currency was replaced by the euro.
    Fixed = 3,
    /// The rate at which an issuer has officially tied its currency to another.
    Peg = 4,
}

impl Source {
    /// Who publishes it, as the reader is told.
    pub fn label(self) -> &'static str {
        match self {
            Source::EuropeanCentralBank => "European Central Bank",
            Source::FederalReserve => "Federal Reserve, monthly average",
            Source::CurrencyApi => "currency-api, monthly",
            Source::Fixed => "fixed euro conversion rate",
            Source::Peg => "official peg",
        }
    }
}

/// A rate between two currencies.
#[derive(Clone, PartialEq, Debug)]
pub struct Rate {
    /// Units of the one for one unit of the other.
    pub value: f64,
    /// The day it is of; `2022-10` for a monthly average.
    pub date: String,
    /// The less precise of the sources it comes from.
    pub source: Source,
    /// Whether it is the newest known rather than that of the day asked for.
    pub newest: bool,
}

/// A level found in some series, in logarithms of units per base.
#[derive(Clone, Copy, Debug)]
struct Level {
    log: f64,
    source: Source,
    /// Days since 1970, or months since 1970-01 for a monthly average.
    at: i32,
    /// Whether it is a monthly average, or a peg to a currency that is known by one.
    monthly: bool,
}

/// A currency, a day, and whether the level is per euro (else per US dollar).
type LevelKey = (Currency, i32, bool);

/// Levels that were decoded already.
#[derive(Debug, Default)]
pub(super) struct Levels(RefCell<Vec<(LevelKey, Option<Level>)>>);

impl Levels {
    fn get(&self, key: LevelKey, decode: impl FnOnce() -> Option<Level>) -> Option<Level> {
        let known = self.0.borrow().iter().find(|(other, _)| *other == key).map(|(_, level)| *level);
        known.unwrap_or_else(|| {
            let level = decode();
            self.0.borrow_mut().push((key, level));
            level
        })
    }
}

/// One series' head.
#[derive(Clone, Copy, Debug)]
struct Series {
    code: [u8; 3],
    source: Source,
    first: u32,
    count: u32,
    level: i32,
    bits: usize,
    last_day: i32,
}

impl Series {
    /// The currency that a peg ties this one to.
    fn anchor(&self) -> Option<Currency> {
        let letters = self.count.to_le_bytes();
        let currency = core::str::from_utf8(&letters[..3]).ok().and_then(Currency::parse);
        currency.filter(|_| self.source == Source::Peg && letters[3] == 0)
    }

    /// Whether a peg held on a day.
    fn holds(&self, day: i32) -> bool {
        (self.first as i32..=self.last_day).contains(&day)
    }
}

/// The table, opened.
#[derive(Clone, Copy, Debug)]
pub struct Rates<'t> {
    calendar_start: i32,
    calendar: &'t [u8],
    points: &'t [u8],
    heads: &'t [u8],
    bits: &'t [u8],
    newest_day: i32,
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    u32_at(bytes, at).map(|word| word as i32)
}

/// Days since 1970-01-01.
pub fn day_number(date: Date) -> i32 {
    date.duration_since(EPOCH).as_hours() as i32 / 24
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

fn date_of(day: i32) -> Option<Date> {
    // A table without daily rates has no newest day, and its place-holder is beyond every calendar.
    EPOCH.checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

fn month_number(date: Date) -> i32 {
    (i32::from(date.year()) - 1970) * 12 + i32::from(date.month()) - 1
}

/// The bits of a series, differences in adaptive Rice code.
pub struct RiceReader<'t> {
    bits: &'t [u8],
    at: usize,
    sum: u32,
    count: u32,
}

/// A quotient this long is followed by the value in 24 plain bits.
pub const ESCAPE: u32 = 20;

impl<'t> RiceReader<'t> {
    /// Begins at a bit.
    pub fn new(bits: &'t [u8], at: usize) -> Self {
        RiceReader { bits, at, sum: 4, count: 1 }
    }

    /// The next bits, the first of them uppermost: at least 57, with zeros behind the end.
    fn window(&self) -> u64 {
        let from = self.at / 8;
        let bytes = match self.bits.get(from..from + 8).and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) => bytes,
            None => {
                let mut last = [0; 8];
                let rest = self.bits.get(from..).unwrap_or(&[]);
                last[..rest.len()].copy_from_slice(rest);
                last
            }
        };
        u64::from_be_bytes(bytes) << (self.at % 8)
    }

    /// The parameter for the next value, and the bookkeeping once it is known: shared with the writer.
    pub fn parameter(sum: u32, count: u32) -> u32 {
        (0..20).find(|k| count << k >= sum).unwrap_or(20)
    }

    /// What sum and count become after a value.
    pub fn learn(sum: u32, count: u32, value: u32) -> (u32, u32) {
        let (sum, count) = (sum.saturating_add(value.min(1 << 20)), count + 1);
        if count == 32 { (sum / 2, count / 2) } else { (sum, count) }
    }

    fn next(&mut self) -> i32 {
        let k = Self::parameter(self.sum, self.count);
        let window = self.window();
        let quotient = window.leading_ones().min(ESCAPE);
        // Behind the quotient stands a zero, but for the longest one.
        let (head, width) = if quotient == ESCAPE { (quotient, 24) } else { (quotient + 1, k) };
        let number = if width == 0 { 0 } else { (window << head >> (64 - width)) as u32 };
        self.at += (head + width) as usize;
        let value = if quotient == ESCAPE { number } else { quotient << k | number };
        (self.sum, self.count) = Self::learn(self.sum, self.count, value);
        // Zigzag: 0, −1, 1, −2, …
        (value >> 1) as i32 ^ -((value & 1) as i32)
    }
}

impl<'t> Rates<'t> {
    /// Opens the table.
    ///
    /// # Errors
    /// [`TableError`]: what is wrong and where.
    pub fn new(file: &'t [u8]) -> Result<Self, TableError> {
        let payload = table::open(KIND, file)?;
        let short = |at| TableError::Malformed { table: KIND.file(), what: "a part that leaves the file", at };
        let calendar_start = i32_at(payload, 0).ok_or_else(|| short(0))?;
        let days = u32_at(payload, 4).ok_or_else(|| short(4))? as usize;
        let mut at = 8usize;
        let mut take = |size: usize| {
            let part = payload.get(at..at.checked_add(size)?);
            at += size;
            part
        };
        let calendar = take(days.div_ceil(8)).ok_or_else(|| short(8))?;
        let count = |part: Option<&[u8]>| part.map(|b| usize::from(u16::from_le_bytes([b[0], b[1]])));
        let points = count(take(2)).ok_or_else(|| short(8))?;
        let points = take(points * 4).ok_or_else(|| short(8))?;
        let heads = count(take(2)).ok_or_else(|| short(8))?;
        let heads = take(heads * HEAD).ok_or_else(|| short(8))?;
        let bits = payload.get(at..).ok_or_else(|| short(at))?;
        let mut rates = Rates { calendar_start, calendar, points, heads, bits, newest_day: i32::MIN };
        for number in 0..heads.len() / HEAD {
            let good = rates.head(number).is_some_and(|series| {
                let limit = match series.source {
                    Source::EuropeanCentralBank => days,
                    Source::CurrencyApi => points.len() / 4,
                    Source::FederalReserve => 12_000,
                    Source::Fixed => 1,
                    Source::Peg => return series.code.is_ascii() && series.anchor().is_some(),
                };
                // Every value takes a bit at least, so a count beyond the bits is damage, not a long wait.
                (series.first as usize).saturating_add(series.count as usize) <= limit
                    && series.bits.saturating_add(series.count as usize) <= bits.len() * 8 + 1
                    && series.code.is_ascii()
            });
            if !good {
                return Err(TableError::Malformed {
                    table: KIND.file(),
                    what: "a series out of bounds",
                    at: number * HEAD,
                });
            }
        }
        rates.newest_day = rates
            .series()
            .filter(|series| series.source == Source::EuropeanCentralBank)
            .map(|series| series.last_day)
            .max()
            .unwrap_or(i32::MIN);
        Ok(rates)
    }

    fn head(&self, number: usize) -> Option<Series> {
        let head = self.heads.get(number * HEAD..number * HEAD + HEAD)?;
        Some(Series {
            code: [head[0], head[1], head[2]],
            source: match head[3] {
                0 => Source::EuropeanCentralBank,
                1 => Source::FederalReserve,
                2 => Source::CurrencyApi,
                3 => Source::Fixed,
                4 => Source::Peg,
                _ => return None,
            },
            first: u32_at(head, 4)?,
            count: u32_at(head, 8)?,
            level: i32_at(head, 12)?,
            bits: u32_at(head, 16)? as usize,
            last_day: i32_at(head, 20)?,
        })
    }

    fn series(&self) -> impl Iterator<Item = Series> + use<'t, '_> {
        (0..self.heads.len() / HEAD).filter_map(|number| self.head(number))
    }

    /// The currencies that a recent rate is known for, in the order of their codes; those that have
    /// gone (`DEM`) are left out.
    pub fn currencies(&self) -> Vec<Currency> {
        // Measured by the end of its own source: that of another may have gone on since.
        let end = |source| self.series().filter(|series| series.source == source).map(|series| series.last_day).max();
        let ends = [Source::EuropeanCentralBank, Source::CurrencyApi].map(|source| (source, end(source)));
        let recent = |series: &Series| {
            let is_recent = |end: i32| series.last_day.saturating_add(NEWEST_REACH) >= end;
            ends.iter().any(|(source, end)| *source == series.source && end.is_some_and(is_recent))
        };
        let mut all: Vec<Currency> = self.series().filter(recent).map(|series| Currency(series.code)).collect();
        all.extend(self.days().map(|_| Currency(*b"EUR")));
        crate::order::sort(&mut all);
        all.dedup();
        all
    }

    /// The days that daily rates are known for.
    pub fn days(&self) -> Option<(Date, Date)> {
        Some((date_of(self.calendar_start)?, date_of(self.newest_day)?))
    }

    fn has_day(&self, bit: usize) -> bool {
        self.calendar.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// How many of the calendar's bits from one up to but without the other are days with rates.
    fn days_between(&self, from: usize, to: usize) -> u32 {
        let (first, last) = (from.div_ceil(8), to / 8);
        if first >= last {
            return (from..to).filter(|bit| self.has_day(*bit)).count() as u32;
        }
        let whole: u32 = self.calendar.get(first..last).unwrap_or(&[]).iter().map(|byte| byte.count_ones()).sum();
        let rest = (from..first * 8).chain(last * 8..to).filter(|bit| self.has_day(*bit)).count();
        whole + rest as u32
    }

    /// The first level of a series' block and the reader of those behind it.
    fn block(&self, series: &Series, block: usize) -> (i32, RiceReader<'t>) {
        let blocks = (series.count as usize).div_ceil(BLOCK);
        let directory = series.bits / 8;
        let entry = |block: usize| {
            let at = directory + (block - 1) * ENTRY;
            Some((i32_at(self.bits, at + 4)?, u32_at(self.bits, at)? as usize))
        };
        let first = || (series.level, series.bits + blocks.saturating_sub(1) * ENTRY * 8);
        // An entry beyond the file's end is damage that the checksum finds; the reader gives zeros there.
        let (level, bits) = if block == 0 { first() } else { entry(block).unwrap_or_else(first) };
        (level, RiceReader::new(self.bits, bits))
    }

    /// The level at a place of the series, counted from its first.
    fn decode(&self, series: &Series, place: u32) -> f64 {
        let (mut level, mut reader) = self.block(series, place as usize / BLOCK);
        for _ in 0..place as usize % BLOCK {
            level = level.wrapping_add(reader.next());
        }
        f64::from(level) * STEP
    }

    /// All levels of a series.
    fn levels(&self, series: &Series) -> Vec<i32> {
        if series.source == Source::Peg {
            return vec![series.level];
        }
        let mut levels = Vec::with_capacity(series.count as usize);
        for from in (0..series.count as usize).step_by(BLOCK) {
            let (mut level, mut reader) = self.block(series, from / BLOCK);
            levels.push(level);
            for _ in from + 1..(from + BLOCK).min(series.count as usize) {
                level = level.wrapping_add(reader.next());
                levels.push(level);
            }
        }
        levels
    }

    /// What a series says of a day.
    fn level(&self, series: &Series, day: i32) -> Option<Level> {
        let found = |place: u32, at: i32| {
            let monthly = series.source == Source::FederalReserve;
            Some(Level { log: self.decode(series, place), source: series.source, at, monthly })
        };
        match series.source {
            Source::EuropeanCentralBank => {
                if day > series.last_day {
                    return None;
                }
                let bit = usize::try_from(day - self.calendar_start).ok()?;
                let known = (0..=DAILY_REACH as usize)
                    .filter_map(|back| bit.checked_sub(back))
                    .find(|bit| self.has_day(*bit))?;
                if (known as u32) < series.first {
                    return None;
                }
                let place = self.days_between(series.first as usize, known);
                (place < series.count).then(|| found(place, self.calendar_start + known as i32))?
            }
            Source::FederalReserve => {
                let month = month_number(date_of(day)?);
                let place = u32::try_from(month - series.first as i32).ok()?;
                (place < series.count).then(|| found(place, month))?
            }
            Source::CurrencyApi => {
                let dates = (0..series.count)
                    .filter_map(|place| Some((place, i32_at(self.points, (series.first + place) as usize * 4)?)));
                let (place, at) = dates.take_while(|(_, at)| *at <= day).last()?;
                // The last point's month is not known to be over: a later day is after the last known.
                (day - at <= POINT_REACH && day <= self.newest_day.max(series.last_day)).then(|| found(place, at))?
            }
            Source::Fixed => (day >= series.last_day).then_some(Level {
                log: f64::from(series.level) / 1e8,
                source: Source::Fixed,
                at: day,
                monthly: false,
            }),
            // Told by another currency's level: see `pegged`.
            Source::Peg => None,
        }
    }

    /// Logarithm of units per US dollar by an official peg to a currency that is known on that day.
    fn pegged(&self, code: Currency, day: i32, levels: &Levels) -> Option<Level> {
        let peg = self.series().find(|s| s.source == Source::Peg && s.code == code.0 && s.holds(day))?;
        let anchor = peg.anchor()?;
        // No peg hangs on a peg: the table's maker sees to it, and a damaged table must not run in a circle.
        let base = self.by_euro(anchor, day, levels).or_else(|| self.unpegged(anchor, day, levels))?;
        Some(Level { log: base.log + f64::from(peg.level) / 1e8, source: Source::Peg, ..base })
    }

    fn find(&self, code: Currency, day: i32, sources: &[Source]) -> Option<Level> {
        sources.iter().find_map(|source| {
            self.series().filter(|s| s.code == code.0 && s.source == *source).find_map(|s| self.level(&s, day))
        })
    }

    /// Logarithm of units per euro.
    fn per_euro(&self, code: Currency, day: i32, levels: &Levels) -> Option<Level> {
        if code.0 == *b"EUR" {
            // The euro begins with its calendar.
            return (day >= self.calendar_start).then_some(Level {
                log: 0.0,
                source: Source::EuropeanCentralBank,
                at: day,
                monthly: false,
            });
        }
        levels.get((code, day, true), || self.find(code, day, &[Source::EuropeanCentralBank, Source::Fixed]))
    }

    /// Logarithm of units per US dollar.
    fn per_dollar(&self, code: Currency, day: i32, levels: &Levels) -> Option<Level> {
        self.unpegged(code, day, levels).or_else(|| self.pegged(code, day, levels))
    }

    fn unpegged(&self, code: Currency, day: i32, levels: &Levels) -> Option<Level> {
        if code.0 == *b"USD" {
            return Some(Level { log: 0.0, source: Source::EuropeanCentralBank, at: day, monthly: false });
        }
        let own =
            levels.get((code, day, false), || self.find(code, day, &[Source::FederalReserve, Source::CurrencyApi]));
        own.or_else(|| self.by_euro(code, day, levels))
    }

    /// Logarithm of units per US dollar by the euro.
    fn by_euro(&self, code: Currency, day: i32, levels: &Levels) -> Option<Level> {
        let (own, dollar) = (self.per_euro(code, day, levels)?, self.per_euro(Currency(*b"USD"), day, levels)?);
        Some(Level { log: own.log - dollar.log, at: own.at.min(dollar.at), ..own })
    }

    fn on(&self, from: Currency, to: Currency, day: i32, levels: &Levels) -> Option<(f64, Level)> {
        let pair = match (self.per_euro(from, day, levels), self.per_euro(to, day, levels)) {
            (Some(from), Some(to)) => (from, to),
            _ => (self.per_dollar(from, day, levels)?, self.per_dollar(to, day, levels)?),
        };
        let rank = |level: &Level| match level.source {
            Source::Peg => 4,
            Source::CurrencyApi => 3,
            Source::FederalReserve => 2,
            Source::EuropeanCentralBank => 1,
            Source::Fixed => 0,
        };
        // The base itself has no date of its own; of two dated levels the less precise one is told of.
        let is_base = |code: Currency, level: &Level| level.log == 0.0 && matches!(&code.0, b"EUR" | b"USD");
        let told = if is_base(from, &pair.0) || rank(&pair.1) > rank(&pair.0) && !is_base(to, &pair.1) {
            pair.1
        } else {
            pair.0
        };
        Some(((pair.1.log - pair.0.log).exp(), told))
    }

    /// Units of `to` for one unit of `from` on a day; without a day, the newest known.
    ///
    /// `None` where no source knows both: before a currency's first rate, long after its last, or for a currency that
    /// no source has. A day up to two months after the last known one gets the newest rate, marked as such.
    pub fn rate(&self, from: Currency, to: Currency, date: Option<Date>) -> Option<Rate> {
        self.rate_with(from, to, date, &Levels::default())
    }

    /// The same for several pairs: what was decoded for one is known for the next.
    pub(super) fn rate_with(&self, from: Currency, to: Currency, date: Option<Date>, levels: &Levels) -> Option<Rate> {
        let (day, newest) = match date {
            None => (self.newest_day, true),
            Some(date) => {
                let day = day_number(date);
                if day > self.newest_day.saturating_add(NEWEST_REACH) {
                    return None;
                }
                (day.min(self.newest_day), day > self.newest_day)
            }
        };
        if from == to {
            return Some(Rate {
                value: 1.0,
                date: date_of(day)?.to_string(),
                source: Source::EuropeanCentralBank,
                newest,
            });
        }
        let (value, level) = self.on(from, to, day, levels)?;
        let date = if level.monthly {
            format!("{:04}-{:02}", 1970 + level.at.div_euclid(12), level.at.rem_euclid(12) + 1)
        } else {
            date_of(level.at)?.to_string()
        };
        Some(Rate { value, date, source: level.source, newest })
    }
}
