//! The gazetteer: what lists of places, names and organizations know of a word or a phrase.
//!
//! # Payload
//! All numbers are little-endian.
//!
//! | part | what |
//! |---|---|
//! | 7 × `u32` | number of words, phrases, countries, regions, then lengths in bytes of the region names; two zeros |
//! | words | per bucket (4,096 of them and one more) the index of its first entry, `u32` |
//! | | per entry the rest of the hash and the [`WordClass`], two `u16` |
//! | phrases | per bucket the index of its first entry, `u32` |
//! | | per entry the rest of the hash (19 bits) and the [`PhraseClass`] (13 bits), one `u32` |
//! | | per entry its detail, `u16` |
//! | countries | two letters each |
//! | regions | per region the end of its name in the names, `u16` |
//! | | the names, UTF-8 |
//!
//! A key is the hash of the folded words ([`super::hash`]), the upper 12 bits its bucket. Only hashes
//! are kept: a word that is in no list is taken for one that is about once in 5,000 words, a phrase
//! once in 50,000, which the model, trained with it, can bear.

use crate::{
    mark::Country,
    pause::{Never, Pause, at_once, step},
    table::{self, Kind, TableError},
};

/// The container's kind of `gazetteer.bin`.
pub const KIND: Kind = Kind { name: *b"GAZT", version: 1 };

pub(crate) const BUCKET_BITS: u32 = 12;
const BUCKETS: usize = 1 << BUCKET_BITS;
const HEADER: usize = 7 * 4;
const CLASS_BITS: u32 = 13;
const CLASSES: u32 = (1 << CLASS_BITS) - 1;
/// The bits of a phrase's hash that its entry keeps.
const REST: u32 = (1 << (32 - CLASS_BITS)) - 1;

/// The most words that a phrase of the gazetteer has.
pub const LONGEST_PHRASE: usize = 6;

macro_rules! bits {
    ($(#[$doc:meta])* $name:ident: $int:ty { $($(#[$bit_doc:meta])* $bit:ident = $at:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
        pub struct $name(pub $int);

        #[allow(missing_docs)]
        impl $name {
            $($(#[$bit_doc])* pub const $bit: $name = $name(1 << $at);)*

            /// Whether any bit of `other` is set.
            pub const fn has(self, other: $name) -> bool {
                self.0 & other.0 != 0
            }

            /// The bits of both.
            pub const fn and(self, other: $name) -> $name {
                $name(self.0 | other.0)
            }

            /// Whether no bit is set.
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }
        }
    };
}

bits! {
    /// What lists say of a single word.
    WordClass: u16 {
        /// `president`, `mayor`
        ROLE = 0,
        /// `Mr`, `Gen`
        HONORIFIC = 1,
        /// `ministry`, `party`: a word of organizations' names
        ORGANIZATION = 2,
        /// `river`, `province`
        PLACE = 3,
        /// `hospital`, `airport`
        FACILITY = 4,
        /// `war`, `summit`
        EVENT = 5,
        /// `act`, `treaty`
        LAW = 6,
        /// `Monday`, `June`
        CALENDAR = 7,
        /// `the`, `when`
        FUNCTION = 8,
        /// A first name of many countries.
        FIRST_NAME = 9,
        /// A first name of one list.
        RARE_FIRST_NAME = 10,
        /// A surname of many countries.
        SURNAME = 11,
        /// A surname of one list.
        RARE_SURNAME = 12,
        /// Mostly written in lower case.
        COMMON = 13,
        /// Begins a phrase of two and more words.
        OPENS_PHRASE = 14,
        /// A word of weapons: `rifle`, `missile`.
        WEAPON = 15,
    }
}

bits! {
    /// What lists say of a phrase of one and more words. Thirteen bits.
    PhraseClass: u16 {
        /// Fewer than 100,000 people.
        TOWN = 0,
        /// Fewer than 1,000,000 people.
        CITY = 1,
        /// 1,000,000 people and more.
        METROPOLIS = 2,
        /// A country; `detail` names it.
        COUNTRY = 3,
        /// A state, province, continent, sea.
        REGION = 4,
        /// A capital.
        CAPITAL = 5,
        /// `Mexican`, `Mexicans`; `detail` names the country.
        DEMONYM = 6,
        /// A company, an agency, a party.
        ORGANIZATION = 7,
        /// An armed or criminal group.
        ARMED_GROUP = 8,
        /// A weapon's designation.
        WEAPON = 9,
        /// A newspaper, a broadcaster.
        MEDIA = 10,
        /// A common word too, or the name of places in more than one country; of a weapon: only beside
        /// a word of weapons.
        AMBIGUOUS = 11,
        /// A product.
        PRODUCT = 12,
    }
}

impl PhraseClass {
    /// All the classes of places.
    pub const ANY_PLACE: PhraseClass = PhraseClass(0b11_1111);
    /// Classes of organizations.
    pub const ANY_ORGANIZATION: PhraseClass = PhraseClass(0b101_1000_0000);

    /// The most telling bit, as a small number; 0 for none.
    pub const fn highest(self) -> u32 {
        16 - (self.0 & 0x17ff).leading_zeros()
    }
}

/// A phrase that was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Phrase {
    /// What it is.
    pub class: PhraseClass,
    /// Of a place or demonym: the index of the country in the lower byte and one more than that of the
    /// region in the upper. Of an organization: the number that all its names share, 0 for none.
    pub detail: u16,
}

/// The table, read in place.
#[derive(Clone, Copy, Debug)]
pub struct Gazetteer<'t> {
    word_buckets: &'t [u8],
    words: &'t [u8],
    phrase_buckets: &'t [u8],
    phrases: &'t [u8],
    details: &'t [u8],
    countries: &'t [u8],
    region_ends: &'t [u8],
    region_names: &'t [u8],
}

fn u16_at(bytes: &[u8], index: usize) -> u16 {
    bytes.get(index * 2..index * 2 + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], index: usize) -> u32 {
    bytes.get(index * 4..index * 4 + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

impl<'t> Gazetteer<'t> {
    /// A gazetteer that knows nothing, for use where the file is missing.
    pub const fn empty() -> Self {
        Gazetteer {
            word_buckets: &[],
            words: &[],
            phrase_buckets: &[],
            phrases: &[],
            details: &[],
            countries: &[],
            region_ends: &[],
            region_names: &[],
        }
    }

    /// Opens `gazetteer.bin`. Nothing is copied.
    ///
    /// # Errors
    /// [`TableError`]; `Malformed` where the parts do not fit the payload.
    pub fn new(file: &'t [u8]) -> Result<Self, TableError> {
        at_once(Self::open_in_slices(file, &Never))
    }

    /// As [`Gazetteer::new`], with pauses.
    ///
    /// # Errors
    /// As [`Gazetteer::new`].
    pub async fn open_in_slices<P: Pause>(file: &'t [u8], pause: &P) -> Result<Self, TableError> {
        let payload = table::open_in_slices(KIND, file, pause).await?;
        step(|| Self::of_payload(payload))
    }

    fn of_payload(payload: &'t [u8]) -> Result<Self, TableError> {
        let malformed = |what, at| TableError::Malformed { table: KIND.file(), what, at };
        if payload.len() < HEADER {
            return Err(malformed("no room for the counts", payload.len()));
        }
        let count = |index| u32_at(payload, index) as usize;
        let mut at = HEADER;
        let mut part = |length: Option<usize>| -> Result<&'t [u8], TableError> {
            let end = length.and_then(|length| at.checked_add(length));
            let bytes = end.and_then(|end| payload.get(at..end)).ok_or(malformed("a part reaches past the end", at))?;
            at += bytes.len();
            Ok(bytes)
        };
        let gazetteer = Gazetteer {
            word_buckets: part(Some((BUCKETS + 1) * 4))?,
            words: part(count(0).checked_mul(4))?,
            phrase_buckets: part(Some((BUCKETS + 1) * 4))?,
            phrases: part(count(1).checked_mul(4))?,
            details: part(count(1).checked_mul(2))?,
            countries: part(count(2).checked_mul(2))?,
            region_ends: part(count(3).checked_mul(2))?,
            region_names: part(Some(count(4)))?,
        };
        if at != payload.len() {
            return Err(malformed("bytes left over", at));
        }
        for (buckets, count) in [(gazetteer.word_buckets, count(0)), (gazetteer.phrase_buckets, count(1))] {
            let fits = (0..BUCKETS).all(|b| u32_at(buckets, b) <= u32_at(buckets, b + 1));
            if !fits || u32_at(buckets, BUCKETS) as usize != count {
                return Err(malformed("buckets out of order", HEADER));
            }
        }
        Ok(gazetteer)
    }

    /// What is known of a word, by the hash of its folded form.
    pub fn word(&self, folded: u32) -> WordClass {
        let bucket = (folded >> (32 - BUCKET_BITS)) as usize;
        let (start, end) = (u32_at(self.word_buckets, bucket), u32_at(self.word_buckets, bucket + 1));
        let rest = (folded >> (16 - BUCKET_BITS)) as u16;
        (start as usize..end as usize)
            .find(|index| u16_at(self.words, index * 2) == rest)
            .map_or(WordClass::default(), |index| WordClass(u16_at(self.words, index * 2 + 1)))
    }

    /// What is known of a phrase, by the hash of its folded words in order, see [`phrase_hash`].
    pub fn phrase(&self, hash: u32) -> Option<Phrase> {
        let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
        let (start, end) = (u32_at(self.phrase_buckets, bucket), u32_at(self.phrase_buckets, bucket + 1));
        let rest = hash & REST;
        (start as usize..end as usize).find(|index| u32_at(self.phrases, *index) >> CLASS_BITS == rest).map(|index| {
            Phrase {
                class: PhraseClass((u32_at(self.phrases, index) & CLASSES) as u16),
                detail: u16_at(self.details, index),
            }
        })
    }

    /// The country and region that a place's or demonym's detail names.
    pub fn location(&self, detail: u16) -> (Option<Country>, Option<&'t str>) {
        let index = usize::from(detail & 0xff);
        let country = self.countries.get(index * 2..index * 2 + 2).map(|code| Country([code[0], code[1]]));
        let region = usize::from(detail >> 8).checked_sub(1).and_then(|region| {
            let start = if region == 0 { 0 } else { usize::from(u16_at(self.region_ends, region - 1)) };
            let end = usize::from(u16_at(self.region_ends, region));
            core::str::from_utf8(self.region_names.get(start..end)?).ok().filter(|name| !name.is_empty())
        });
        (country, region)
    }
}

/// The hash of a phrase from those of its folded words; signs between them count for nothing.
pub fn phrase_hash(words: impl IntoIterator<Item = u32>) -> u32 {
    words.into_iter().fold(0, extend_phrase)
}

/// The hash of a phrase that goes on by one word.
pub fn extend_phrase(phrase: u32, folded: u32) -> u32 {
    super::hash::finish(super::hash::join(phrase, folded))
}

/// An entry for [`pack`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PhraseEntry {
    /// From [`phrase_hash`].
    pub hash: u32,
    /// What is found.
    pub phrase: Phrase,
}

/// Writes a gazetteer: words by the hash of their folded form, phrases, countries, names of regions.
///
/// # Panics
/// Where there are more regions or longer names than the format holds.
pub fn pack(words: &[(u32, WordClass)], phrases: &[PhraseEntry], countries: &[Country], regions: &[String]) -> Vec<u8> {
    let mut words = words.to_vec();
    words.sort_unstable_by_key(|(hash, _)| *hash);
    words.dedup_by_key(|(hash, _)| *hash >> (16 - BUCKET_BITS));
    let mut phrases = phrases.to_vec();
    phrases.sort_unstable_by_key(|entry| entry.hash);
    phrases.dedup_by_key(|entry| entry.hash);
    let names: String = regions.concat();
    let mut out = Vec::new();
    for number in [words.len(), phrases.len(), countries.len(), regions.len(), names.len(), 0, 0] {
        out.extend_from_slice(&(number as u32).to_le_bytes());
    }
    let buckets = |out: &mut Vec<u8>, hashes: &mut dyn Iterator<Item = u32>| {
        let mut sizes = vec![0u32; BUCKETS + 1];
        hashes.for_each(|hash| sizes[(hash >> (32 - BUCKET_BITS)) as usize + 1] += 1);
        let mut sum = 0;
        for size in sizes {
            sum += size;
            out.extend_from_slice(&sum.to_le_bytes());
        }
    };
    buckets(&mut out, &mut words.iter().map(|(hash, _)| *hash));
    for (hash, class) in &words {
        out.extend_from_slice(&((hash >> (16 - BUCKET_BITS)) as u16).to_le_bytes());
        out.extend_from_slice(&class.0.to_le_bytes());
    }
    buckets(&mut out, &mut phrases.iter().map(|entry| entry.hash));
    for entry in &phrases {
        out.extend_from_slice(
            &((entry.hash & REST) << CLASS_BITS | u32::from(entry.phrase.class.0) & CLASSES).to_le_bytes(),
        );
    }
    for entry in &phrases {
        out.extend_from_slice(&entry.phrase.detail.to_le_bytes());
    }
    countries.iter().for_each(|country| out.extend_from_slice(&country.0));
    let mut end = 0;
    for region in regions {
        end += region.len();
        out.extend_from_slice(&u16::try_from(end).expect("region names fit 64 KB").to_le_bytes());
    }
    out.extend_from_slice(names.as_bytes());
    table::pack(KIND, &out)
}
