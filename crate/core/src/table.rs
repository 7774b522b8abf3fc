//! The container that every binary table comes in: named, versioned, checksummed, read in place.
//!
//! | bytes | what |
//! |---|---|
//! | 0–3 | the letters `PSTL` |
//! | 4–7 | the kind of table, four ASCII letters (`RATE`, `GAZT`, `MODL`, …) |
//! | 8–11 | the kind's format version, little-endian `u32` |
//! | 12–15 | length of the payload in bytes, little-endian `u32` |
//! | 16–19 | CRC-32 of the payload, little-endian `u32` |
//! | 20– | the payload |

use thiserror::Error;

use crate::pause::{Never, Pause, at_once, step};

const MAGIC: [u8; 4] = *b"PSTL";
const HEADER: usize = 20;

/// What a table holds: four ASCII letters and the format version that this build reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind {
    /// Four ASCII letters.
    pub name: [u8; 4],
    /// The payload format's version.
    pub version: u32,
}

impl Kind {
    /// The name of the file that the table comes in, for messages.
    ///
    /// ```
    /// use postil_core::table::Kind;
    /// assert_eq!(Kind { name: *b"MODL", version: 1 }.file(), "model.bin");
    /// ```
    pub fn file(self) -> String {
        match &self.name {
            b"RATE" => "rates.bin".to_owned(),
            b"UNIT" => "units.bin".to_owned(),
            b"GAZT" => "gazetteer.bin".to_owned(),
            b"MODL" => "model.bin".to_owned(),
            other => String::from_utf8_lossy(other).into_owned(),
        }
    }
}

/// Why a table cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum TableError {
    /// The file is shorter than its header or than the header says.
    #[error("table {table}: {found} bytes where {expected} were expected; the file is cut short, install Postil again")]
    Truncated {
        /// The table's file.
        table: String,
        /// Bytes there should be.
        expected: usize,
        /// Bytes there are.
        found: usize,
    },
    /// The file does not begin like a Postil table of this kind.
    #[error("table {table}: the file begins with {found:?}, it is not this table")]
    NotThisTable {
        /// The table's file.
        table: String,
        /// What stands in the place of magic and kind.
        found: String,
    },
    /// The file is of another format version than this build reads.
    #[error("table {table}: format version {found}, this build reads version {expected}; install matching files")]
    Version {
        /// The table's file.
        table: String,
        /// Version this build reads.
        expected: u32,
        /// Version in the file.
        found: u32,
    },
    /// The payload's checksum does not match.
    #[error("table {table}: the checksum does not match; the file is damaged, install Postil again")]
    Damaged {
        /// The table's file.
        table: String,
    },
    /// The payload's own structure is inconsistent.
    #[error("table {table}: {what} at byte {at} of the payload")]
    Malformed {
        /// The table's file.
        table: String,
        /// What is wrong, in words.
        what: &'static str,
        /// Offset in the payload.
        at: usize,
    },
}

/// Checks the container and returns the payload, without copying it.
///
/// # Errors
/// Every [`TableError`] but [`TableError::Malformed`], which is for the payload's own reader.
///
/// ```
/// use postil_core::table::{self, Kind};
/// let kind = Kind { name: *b"TEST", version: 1 };
/// let file = table::pack(kind, b"payload");
/// assert_eq!(table::open(kind, &file)?, b"payload");
/// # Ok::<(), table::TableError>(())
/// ```
pub fn open(kind: Kind, file: &[u8]) -> Result<&[u8], TableError> {
    at_once(open_in_slices(kind, file, &Never))
}

/// Bytes that are summed between two pauses.
const SUMMED_AT_ONCE: usize = 32 * 1024;

/// As [`open`], with pauses: summing up 1.1 MB takes a browser several milliseconds.
///
/// # Errors
/// As [`open`].
pub async fn open_in_slices<'t, P: Pause>(kind: Kind, file: &'t [u8], pause: &P) -> Result<&'t [u8], TableError> {
    let table = || kind.file();
    if file.len() < HEADER {
        return Err(TableError::Truncated { table: table(), expected: HEADER, found: file.len() });
    }
    if file[..4] != MAGIC || file[4..8] != kind.name {
        let found = String::from_utf8_lossy(&file[..8]).into_owned();
        return Err(TableError::NotThisTable { table: table(), found });
    }
    let word = |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]);
    if word(8) != kind.version {
        return Err(TableError::Version { table: table(), expected: kind.version, found: word(8) });
    }
    let expected = HEADER + word(12) as usize;
    if file.len() != expected {
        return Err(TableError::Truncated { table: table(), expected, found: file.len() });
    }
    let payload = &file[HEADER..];
    let mut sum = crc32fast::Hasher::new();
    for part in payload.chunks(SUMMED_AT_ONCE) {
        step(|| sum.update(part));
        pause.pause().await;
    }
    if sum.finalize() != word(16) {
        return Err(TableError::Damaged { table: table() });
    }
    Ok(payload)
}

/// Puts a payload into the container: what `postil-tables` writes and [`open`] reads.
///
/// # Panics
/// If the payload is 4 GiB or larger.
pub fn pack(kind: Kind, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a table stays below 4 GiB");
    let mut file = Vec::with_capacity(HEADER + payload.len());
    file.extend_from_slice(&MAGIC);
    file.extend_from_slice(&kind.name);
    file.extend_from_slice(&kind.version.to_le_bytes());
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(&crc32fast::hash(payload).to_le_bytes());
    file.extend_from_slice(payload);
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind { name: *b"TEST", version: 3 };

    #[test]
    fn a_packed_table_opens() {
        assert_eq!(open(KIND, &pack(KIND, b"abc")), Ok(&b"abc"[..]));
    }

    #[test]
    fn every_cut_of_a_table_is_truncated() {
        let file = pack(KIND, b"abcdef");
        for length in 0..file.len() {
            assert!(matches!(open(KIND, &file[..length]), Err(TableError::Truncated { .. })), "{length}");
        }
    }

    #[test]
    fn a_flipped_byte_is_damage() {
        let mut file = pack(KIND, b"abcdef");
        file[HEADER + 2] ^= 1;
        assert_eq!(open(KIND, &file), Err(TableError::Damaged { table: "TEST".into() }));
    }

    #[test]
    fn another_version_or_kind_says_so() {
        let file = pack(Kind { version: 2, ..KIND }, b"");
        assert_eq!(open(KIND, &file), Err(TableError::Version { table: "TEST".into(), expected: 3, found: 2 }));
        let file = pack(Kind { name: *b"ELSE", ..KIND }, b"");
        assert!(matches!(open(KIND, &file), Err(TableError::NotThisTable { .. })));
    }
}
