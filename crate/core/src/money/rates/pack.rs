//! `rates.bin` taken apart and put together: what the maker of the table and its update share.

use std::collections::BTreeSet;

use super::{BLOCK, ENTRY, ESCAPE, KIND, Rates, RiceReader, STEP, Source, i32_at};
use crate::{mark::Currency, table};

/// One run of a currency's rates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Series {
    /// ISO 4217.
    pub code: [u8; 3],
    /// Where it comes from.
    pub source: Source,
    /// Of its first level: days after the calendar's start, months since 1970-01, or the number of a dated point; of a
    /// peg its first day, in days since 1970.
    pub first: u32,
    /// Steps of [`STEP`], one for each day with rates, month or point; of a fixed rate or peg the logarithm in units of
    /// 1e-8.
    pub levels: Vec<i32>,
    /// The last day it holds, in days since 1970; of a fixed rate the first.
    pub last_day: i32,
    /// The currency that a peg ties this one to.
    pub anchor: Option<Currency>,
}

/// Everything that the table holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contents {
    /// The days with daily rates, in days since 1970.
    pub days: BTreeSet<i32>,
    /// The days of the points that are about a month apart.
    pub points: Vec<i32>,
    /// The series; of several for one currency the earlier in this list is asked first.
    pub series: Vec<Series>,
}

/// The level of a rate, see [`STEP`].
pub fn level(rate: f64) -> i32 {
    (rate.ln() / STEP).round() as i32
}

impl Contents {
    /// Takes a table apart.
    pub fn of(rates: &Rates<'_>) -> Self {
        let bits = rates.calendar.len() * 8;
        let days = (0..bits).filter(|bit| rates.has_day(*bit)).map(|bit| rates.calendar_start + bit as i32).collect();
        let points = (0..rates.points.len() / 4).filter_map(|at| i32_at(rates.points, at * 4)).collect();
        let series = rates.series().map(|head| Series {
            code: head.code,
            source: head.source,
            first: head.first,
            levels: rates.levels(&head),
            last_day: head.last_day,
            anchor: head.anchor(),
        });
        Contents { days, points, series: series.collect() }
    }

    /// The table as a file.
    pub fn pack(&self) -> Vec<u8> {
        let start = self.days.first().copied().unwrap_or_default();
        let length = self.days.last().map_or(0, |last| (last - start + 1) as usize);
        let mut calendar = vec![0u8; length.div_ceil(8)];
        for day in &self.days {
            let bit = (day - start) as usize;
            calendar[bit / 8] |= 1 << (bit % 8);
        }
        let mut bits = Bits::default();
        let mut heads = Vec::new();
        for series in &self.series {
            let Some(first_level) = series.levels.first() else { continue };
            // A fixed rate or peg is all in its head.
            let in_head = matches!(series.source, Source::Fixed | Source::Peg);
            let at = if in_head { 0 } else { bits.series(&series.levels) };
            let count = match series.anchor {
                Some(Currency([a, b, c])) => u32::from_le_bytes([a, b, c, 0]),
                None => series.levels.len() as u32,
            };
            heads.extend_from_slice(&series.code);
            heads.push(series.source as u8);
            let numbers = [count, *first_level as u32, at as u32, series.last_day as u32];
            for number in [series.first].into_iter().chain(numbers) {
                heads.extend_from_slice(&number.to_le_bytes());
            }
        }
        let count = heads.len() / super::HEAD;
        let mut payload = Vec::new();
        payload.extend_from_slice(&start.to_le_bytes());
        payload.extend_from_slice(&(length as u32).to_le_bytes());
        payload.extend_from_slice(&calendar);
        payload.extend_from_slice(&(self.points.len() as u16).to_le_bytes());
        self.points.iter().for_each(|day| payload.extend_from_slice(&day.to_le_bytes()));
        payload.extend_from_slice(&(count as u16).to_le_bytes());
        payload.extend_from_slice(&heads);
        payload.extend_from_slice(&bits.bytes);
        table::pack(KIND, &payload)
    }
}

/// Bits being written, the counterpart of [`RiceReader`].
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    fn bit(&mut self, bit: bool) {
        if self.used.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut().filter(|_| bit) {
            *last |= 1 << (7 - self.used % 8);
        }
        self.used += 1;
    }

    fn number(&mut self, value: u32, bits: u32) {
        for bit in (0..bits).rev() {
            self.bit(value >> bit & 1 == 1);
        }
    }

    /// Writes a series in blocks, their directory before them; returns the bit at which it begins.
    fn series(&mut self, levels: &[i32]) -> usize {
        let blocks: Vec<&[i32]> = levels.chunks(BLOCK).collect();
        if blocks.len() < 2 {
            return self.run(levels);
        }
        let directory = self.bytes.len();
        self.bytes.resize(directory + (blocks.len() - 1) * ENTRY, 0);
        self.used = self.bytes.len() * 8;
        for (number, block) in blocks.iter().enumerate() {
            let at = self.run(block) as u32;
            if let Some(entry) = number.checked_sub(1).map(|before| directory + before * ENTRY) {
                self.bytes[entry..entry + 4].copy_from_slice(&at.to_le_bytes());
                self.bytes[entry + 4..entry + ENTRY].copy_from_slice(&block[0].to_le_bytes());
            }
        }
        directory * 8
    }

    /// Writes a run of levels as differences; returns the bit at which it begins.
    fn run(&mut self, levels: &[i32]) -> usize {
        let start = self.used;
        let (mut sum, mut count) = (4, 1);
        for pair in levels.windows(2) {
            let difference = pair[1].wrapping_sub(pair[0]);
            let value = ((difference << 1) ^ (difference >> 31)) as u32;
            let k = RiceReader::parameter(sum, count);
            let quotient = value >> k;
            if quotient < ESCAPE {
                (0..quotient).for_each(|_| self.bit(true));
                self.bit(false);
                self.number(value & ((1 << k) - 1), k);
            } else {
                (0..ESCAPE).for_each(|_| self.bit(true));
                self.number(value, 24);
            }
            (sum, count) = RiceReader::learn(sum, count, value);
        }
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUNDLED: &[u8] = include_bytes!("../../../../../extension/tables/rates.bin");

    #[test]
    fn the_shipped_table_taken_apart_and_packed_is_the_same_file() {
        let contents = Contents::of(&Rates::new(BUNDLED).unwrap());
        assert!(contents.days.len() > 7000 && contents.series.len() > 200, "{} series", contents.series.len());
        assert!(contents.pack() == BUNDLED, "another file");
    }

    #[test]
    fn a_table_without_days_opens_and_knows_nothing() {
        let file = Contents::default().pack();
        let rates = Rates::new(&file).unwrap();
        assert_eq!(rates.currencies(), []);
        assert_eq!(Contents::of(&rates), Contents::default());
    }
}
