//! `units.bin`, read in place: units, currencies and countries with their names and signs.
//!
//! The payload begins with eleven sections, each an offset and a count (`u32`, little-endian as all here):
//!
//! | section | entry |
//! |---|---|
//! | 0 strings | bytes, UTF-8 |
//! | 1 unit names, 2 unit signs, 3 money names, 4 money signs, 5 places | string (`u32` offset, `u16` length) and `u16` value, sorted by the string's bytes; names are in lower case |
//! | 6 units | id (string), `u16` the unit of the other system or 65535, `u16` base, `u16` 1 if imperial, `f64` factor and `f64` offset to the base |
//! | 7 groups | `u16` first member, `u16` count |
//! | 8 members | `u16` currency |
//! | 9 currencies | 3 letters, `u8` digits, name of one, name of many |
//! | 10 countries | 2 letters, `u16` currency, name |
//!
//! A money value is a group, with the top bit set for a hundredth of its currencies; a place value is a country
//! times four plus 0 for its name, 1 for its adjective, 2 for a city or institution.

use crate::{
    mark::{Country, Currency},
    table::{self, Kind, TableError},
};

/// The kind and format version of `units.bin`.
pub const KIND: Kind = Kind { name: *b"UNIT", version: 1 };

const SECTIONS: usize = 11;
/// Bytes of one entry, by section.
const SIZES: [usize; SECTIONS] = [1, 8, 8, 8, 8, 8, 28, 4, 2, 16, 10];
const NONE: u16 = u16::MAX;

/// The table, opened.
#[derive(Clone, Copy, Debug)]
pub struct Units<'t> {
    sections: [&'t [u8]; SECTIONS],
    /// Of each index, where the names that begin with a byte begin.
    buckets: [[u16; 257]; 5],
}

/// A unit's number in the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnitId(u16);

/// What a word or sign of money may stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MoneyWord {
    pub(crate) group: u16,
    /// Whether it is a hundredth: cent, penny, kopeck.
    pub minor: bool,
}

/// Names that may have several words; the number is that of their index.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Names {
    Units = 1,
    Money = 3,
    Places = 5,
}

/// How a text names a country.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each says itself
pub enum PlaceWord {
    Name,
    Adjective,
    City,
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn f64_at(bytes: &[u8], at: usize) -> f64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0.0, f64::from_le_bytes)
}

impl<'t> Units<'t> {
    /// Opens the table and checks that every reference in it holds.
    ///
    /// # Errors
    /// [`TableError`]: what is wrong and where.
    pub fn new(file: &'t [u8]) -> Result<Self, TableError> {
        let payload = table::open(KIND, file)?;
        let malformed = |what, at| TableError::Malformed { table: KIND.file(), what, at };
        let mut sections = [&payload[..0]; SECTIONS];
        for (number, section) in sections.iter_mut().enumerate() {
            let (at, count) = (u32_at(payload, number * 8) as usize, u32_at(payload, number * 8 + 4) as usize);
            *section = count
                .checked_mul(SIZES[number])
                .and_then(|size| payload.get(at..at.checked_add(size)?))
                .ok_or_else(|| malformed("a section that leaves the file", number * 8))?;
        }
        let mut table = Units { sections, buckets: [[0; 257]; 5] };
        let count = |section: usize| sections[section].len() / SIZES[section];
        let string = |entry: &[u8], at: usize| {
            let from = u32_at(entry, at) as usize;
            let bytes = sections[0].get(from..from + usize::from(u16_at(entry, at + 4)));
            bytes.is_some_and(|bytes| core::str::from_utf8(bytes).is_ok())
        };
        let limits = [0, count(6), count(6), count(7), count(7), count(10) * 4];
        if (1..=5).any(|section| count(section) >= usize::from(NONE)) {
            return Err(malformed("too many names", 0));
        }
        for section in 1..=5 {
            for (at, entry) in sections[section].chunks_exact(8).enumerate() {
                let value = usize::from(u16_at(entry, 6) & if matches!(section, 3 | 4) { 0x7fff } else { NONE });
                if !string(entry, 0) || value >= limits[section] {
                    return Err(malformed("a name that points nowhere", at * 8));
                }
            }
        }
        let good = (1..=5).all(|section| count(section) < usize::from(NONE))
            && sections[6].chunks_exact(28).all(|unit| {
                let other = u16_at(unit, 6);
                string(unit, 0) && (other == NONE || usize::from(other) < count(6)) && f64_at(unit, 12).is_normal()
            })
            && sections[7].chunks_exact(4).all(|group| {
                let (first, many) = (usize::from(u16_at(group, 0)), usize::from(u16_at(group, 2)));
                many > 0 && first + many <= count(8)
            })
            && sections[8].chunks_exact(2).all(|member| usize::from(u16_at(member, 0)) < count(9))
            && sections[9].chunks_exact(16).all(|c| c[..3].is_ascii() && string(c, 4) && string(c, 10))
            && sections[10]
                .chunks_exact(10)
                .all(|c| c[..2].is_ascii() && usize::from(u16_at(c, 2)) < count(9) && string(c, 4));
        let mut buckets = [[0; 257]; 5];
        for (counts, section) in buckets.iter_mut().zip(&sections[1..=5]) {
            // How many begin with each byte, then how many begin with a byte before it.
            for first in section.chunks_exact(8).filter_map(|entry| table.bytes(entry).first()) {
                counts[usize::from(*first) + 1] += 1;
            }
            for next in 1..counts.len() {
                counts[next] += counts[next - 1];
            }
        }
        table.buckets = buckets;
        if good { Ok(table) } else { Err(malformed("a record that points nowhere", 0)) }
    }

    fn string(&self, entry: &[u8], at: usize) -> &'t str {
        let from = u32_at(entry, at) as usize;
        let bytes = self.sections[0].get(from..from + usize::from(u16_at(entry, at + 4))).unwrap_or(&[]);
        core::str::from_utf8(bytes).unwrap_or("")
    }

    /// The bytes of an index entry's name.
    fn bytes(&self, entry: &[u8]) -> &'t [u8] {
        let from = u32_at(entry, 0) as usize;
        self.sections[0].get(from..from + usize::from(u16_at(entry, 4))).unwrap_or(&[])
    }

    fn find(&self, section: usize, key: &str) -> Option<u16> {
        let entries = self.sections[section];
        let first = usize::from(*key.as_bytes().first()?);
        let buckets = &self.buckets[section - 1];
        let (mut low, mut high) = (usize::from(buckets[first]), usize::from(buckets[first + 1]));
        while low < high {
            let middle = (low + high) / 2;
            let entry = &entries[middle * 8..middle * 8 + 8];
            match self.bytes(entry).cmp(key.as_bytes()) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => return Some(u16_at(entry, 6)),
            }
        }
        None
    }

    /// Whether any name of its kind, in lower case, begins like that.
    pub(crate) fn begins(&self, names: Names, start: &str) -> bool {
        let section = names as usize;
        let Some(first) = start.as_bytes().first().map(|first| usize::from(*first)) else { return true };
        let buckets = &self.buckets[section - 1];
        let bucket = &self.sections[section][usize::from(buckets[first]) * 8..usize::from(buckets[first + 1]) * 8];
        let (entries, _) = bucket.as_chunks::<8>();
        let at = entries.partition_point(|entry| self.bytes(entry) < start.as_bytes());
        entries.get(at).is_some_and(|entry| self.bytes(entry).starts_with(start.as_bytes()))
    }

    /// A unit by one of its names, in lower case: `square miles`.
    pub fn unit_name(&self, name: &str) -> Option<UnitId> {
        self.find(1, name).map(UnitId)
    }

    /// A unit by its sign, with case: `MB`, `km²`.
    pub fn unit_sign(&self, sign: &str) -> Option<UnitId> {
        self.find(2, sign).map(UnitId)
    }

    /// Money by a name in lower case: `pesos`, `swiss francs`, `cents`.
    pub fn money_name(&self, name: &str) -> Option<MoneyWord> {
        self.find(3, name).map(|value| MoneyWord { group: value & 0x7fff, minor: value & 0x8000 != 0 })
    }

    /// Money by a sign or code, with case: `US$`, `Rs`, `MXN`.
    pub fn money_sign(&self, sign: &str) -> Option<MoneyWord> {
        self.find(4, sign).map(|value| MoneyWord { group: value & 0x7fff, minor: value & 0x8000 != 0 })
    }

    /// A country by its name, adjective or a city of it, in lower case.
    pub fn place(&self, name: &str) -> Option<(Country, PlaceWord)> {
        let value = self.find(5, name)?;
        let record = self.country_record(usize::from(value >> 2))?;
        let kind = match value & 3 {
            0 => PlaceWord::Name,
            1 => PlaceWord::Adjective,
            _ => PlaceWord::City,
        };
        Some((Country([record[0], record[1]]), kind))
    }

    fn country_record(&self, number: usize) -> Option<&'t [u8]> {
        self.sections[10].get(number * 10..number * 10 + 10)
    }

    fn countries(&self) -> impl Iterator<Item = &'t [u8]> + use<'t> {
        self.sections[10].chunks_exact(10)
    }

    /// The currency in use in a country.
    pub fn currency_of(&self, country: Country) -> Option<Currency> {
        let record = self.record_of(country)?;
        Some(self.currency(u16_at(record, 2)))
    }

    /// A country's English name.
    pub fn country_name(&self, country: Country) -> Option<&'t str> {
        self.record_of(country).map(|record| self.string(record, 4))
    }

    fn record_of(&self, country: Country) -> Option<&'t [u8]> {
        let code = u16::from_le_bytes(country.0);
        self.countries().find(|record| u16_at(record, 0) == code)
    }

    fn currency(&self, number: u16) -> Currency {
        let record = self.sections[9].get(usize::from(number) * 16..).unwrap_or(&[]);
        Currency(record.get(..3).and_then(|code| code.try_into().ok()).unwrap_or(*b"XXX"))
    }

    /// The currencies that a word or sign may stand for, the plainest first.
    pub fn members(&self, word: MoneyWord) -> impl Iterator<Item = Currency> + use<'t, '_> {
        let group = self.sections[7].get(usize::from(word.group) * 4..).unwrap_or(&[]);
        let (first, count) = (usize::from(u16_at(group, 0)), usize::from(u16_at(group, 2)));
        (first..first + count).map(|at| self.currency(u16_at(self.sections[8], at * 2)))
    }

    /// A currency's English name, singular and plural.
    pub fn currency_name(&self, currency: Currency) -> Option<(&'t str, &'t str)> {
        let record = self.sections[9].chunks_exact(16).find(|record| record[..3] == currency.0)?;
        Some((self.string(record, 4), self.string(record, 10)))
    }

    /// How many decimals a currency's amounts have: 2 for most, 0 for the yen.
    pub fn currency_digits(&self, currency: Currency) -> u8 {
        self.sections[9].chunks_exact(16).find(|record| record[..3] == currency.0).map_or(2, |record| record[3])
    }

    fn unit(&self, unit: UnitId) -> &'t [u8] {
        let at = usize::from(unit.0) * 28;
        self.sections[6].get(at..at + 28).unwrap_or(&[0; 28])
    }

    /// The CLDR identifier: `square-kilometer`.
    pub fn id(&self, unit: UnitId) -> &'t str {
        self.string(self.unit(unit), 0)
    }

    /// The unit that the other system has for it.
    pub fn other(&self, unit: UnitId) -> Option<UnitId> {
        Some(u16_at(self.unit(unit), 6)).filter(|other| *other != NONE).map(UnitId)
    }

    /// Whether the unit is one of the imperial and US systems alone.
    pub fn is_imperial(&self, unit: UnitId) -> bool {
        u16_at(self.unit(unit), 10) == 1
    }

    /// Whether two units measure the same.
    pub fn same_base(&self, one: UnitId, other: UnitId) -> bool {
        u16_at(self.unit(one), 8) == u16_at(self.unit(other), 8)
    }

    /// Factor and offset to the base unit: base = value · factor + offset.
    pub fn to_base(&self, unit: UnitId) -> (f64, f64) {
        (f64_at(self.unit(unit), 12), f64_at(self.unit(unit), 20))
    }
}
