//! Hashes and folding: how words become the numbers that the gazetteer and the model are keyed by.
//!
//! Everything is 32 bits wide, since `u64` arithmetic is slow where WebAssembly is turned into
//! JavaScript. Changing a constant here changes every key: the tables must then be made anew.

/// Base letters of U+00C0–U+017F, accents dropped, lower case; `?` is no letter.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuyty\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Base letters of U+1EA0–U+1EF9, the letters of Vietnamese.
const VIETNAMESE: &[u8; 90] =
    b"aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";

/// A character in lower case without its accent: `Á` and `a` are one.
pub fn fold_char(c: char) -> char {
    let code = c as u32;
    match code {
        0..=0x7f => c.to_ascii_lowercase(),
        0xc0..=0x17f => match LATIN[(code - 0xc0) as usize] {
            b'?' => c,
            letter => letter as char,
        },
        0x218 | 0x219 => 's',
        0x21a | 0x21b => 't',
        0x1a0 | 0x1a1 => 'o',
        0x1af | 0x1b0 => 'u',
        0x1ea0..=0x1ef9 => VIETNAMESE[(code - 0x1ea0) as usize] as char,
        0x2018 | 0x2019 | 0x2bc => '\'',
        // Once more, since the signs for ångström and kelvin become letters of the ranges above.
        _ => match c.to_lowercase().next() {
            Some(lower) if lower != c => fold_char(lower),
            _ => c,
        },
    }
}

/// Whether folding drops the character: combining marks, and the points of `U.S.`.
pub fn is_dropped(c: char) -> bool {
    matches!(c, '.' | '\u{300}'..='\u{36f}')
}

/// A text in lower case, without accents and without points.
///
/// ```
/// use postil_core::entity::fold;
/// assert_eq!(fold("López U.S."), "lopez us");
/// ```
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| !is_dropped(*c)).map(fold_char).collect()
}

const SEED: u32 = 0x811c_9dc5;

/// One step of the running hash of a word.
const fn step(hash: u32, code: u32) -> u32 {
    (hash ^ code).wrapping_mul(0x0100_0193).rotate_left(5)
}

/// Spreads the bits: every bit of the input reaches every bit of the output.
pub const fn finish(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x7feb_352d);
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x846c_a68b);
    hash ^ (hash >> 16)
}

/// The hash of a run of characters.
pub fn hash_chars(chars: impl IntoIterator<Item = char>) -> u32 {
    finish(chars.into_iter().fold(SEED, |hash, c| step(hash, c as u32)))
}

/// The hash of a word as written, only curly apostrophes made straight.
pub fn hash_exact(word: &str) -> u32 {
    hash_chars(word.chars().map(|c| if matches!(c, '\u{2019}' | '\u{2bc}') { '\'' } else { c }))
}

/// The hash of a word folded as by [`fold`].
pub fn hash_folded(word: &str) -> u32 {
    hash_chars(word.chars().filter(|c| !is_dropped(*c)).map(fold_char))
}

/// Two hashes in order as one.
pub const fn join(first: u32, second: u32) -> u32 {
    (first.rotate_left(9) ^ second).wrapping_mul(0x9e37_79b1)
}

/// Small numbers for words, in order of first sight: an open-addressing map from hash to index.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    slots: Vec<(u32, u32)>,
    count: usize,
}

const EMPTY: u32 = u32::MAX;

impl Numbering {
    /// Room for about `expected` hashes.
    pub fn with_capacity(expected: usize) -> Self {
        Numbering { slots: vec![(0, EMPTY); (expected * 2).next_power_of_two().max(16)], count: 0 }
    }

    /// How many numbers are given.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether no number is given yet.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The hash's number, and whether it is new.
    pub fn number(&mut self, hash: u32) -> (usize, bool) {
        if self.count * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(hash);
        if self.slots[slot].1 == EMPTY {
            self.slots[slot] = (hash, self.count as u32);
            self.count += 1;
            (self.count - 1, true)
        } else {
            (self.slots[slot].1 as usize, false)
        }
    }

    /// The hash's number, where it has one.
    pub fn get(&self, hash: u32) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        match self.slots[self.slot(hash)].1 {
            EMPTY => None,
            number => Some(number as usize),
        }
    }

    fn slot(&self, hash: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = finish(hash) as usize & mask;
        while self.slots[at].1 != EMPTY && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let old = core::mem::take(&mut self.slots);
        self.slots = vec![(0, EMPTY); (old.len() * 2).max(16)];
        for (hash, number) in old.into_iter().filter(|(_, number)| *number != EMPTY) {
            let slot = self.slot(hash);
            self.slots[slot] = (hash, number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_case_and_points_fold_away() {
        assert_eq!(fold("MÉXICO"), "mexico");
        assert_eq!(fold("Łódź"), "lodz");
        assert_eq!(fold("Đặng"), "dang");
        assert_eq!(fold("D’Souza"), "d'souza");
        assert_eq!(hash_folded("Lope\u{301}z"), hash_folded("LOPEZ"));
        assert_eq!(hash_folded("U.S."), hash_folded("us"));
        assert_ne!(hash_exact("US"), hash_exact("us"));
    }

    #[test]
    fn the_sign_for_angstrom_folded_to_a_letter_that_folds_again() {
        assert_eq!(fold("\u{212b}"), "a");
        assert_eq!(fold("\u{212a}"), "k");
        for c in char::MIN..=char::MAX {
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_never_panics_and_is_stable(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn numbers_are_given_in_order_and_kept(hashes in proptest::collection::vec(any::<u32>(), 0..200)) {
            let mut numbering = Numbering::default();
            let numbers: Vec<usize> = hashes.iter().map(|h| numbering.number(*h).0).collect();
            for (hash, number) in hashes.iter().zip(&numbers) {
                prop_assert_eq!(numbering.get(*hash), Some(*number));
                prop_assert!(*number < numbering.len());
            }
        }
    }
}
