//! Approximate matching: Myers' bit-parallel edit distance in blocks of 64 (Gene Myers, "A fast
//! bit-vector algorithm for approximate string matching based on dynamic programming", 1999), with
//! the columns kept so that the alignment itself can be read off.

use super::index::Sign;

/// Where each sign of a pattern lies in a text.
#[derive(Clone, Debug)]
pub(super) struct Alignment {
    /// For each sign of the pattern, and one past its last: the place in the text that it is
    /// aligned with or, where it is missing from the text, would stand at.
    pub at: Vec<usize>,
    /// For each sign of the pattern: how many edits it took there. 0 for a match, 1 for another
    /// sign or none, and 1 more for every sign that the text has in addition before it.
    pub edits: Vec<u32>,
    /// For each sign of the pattern: whether the text has it.
    pub matched: Vec<bool>,
}

/// Columns of the matrix: a pattern of up to 64 · `blocks` signs against each sign of a text.
struct Columns {
    blocks: usize,
    length: usize,
    /// Vertical differences +1 and −1, `blocks` words each per column; column 0 stands before the text.
    plus: Vec<u64>,
    minus: Vec<u64>,
    /// The distance of the whole pattern, by column.
    last: Vec<i32>,
}

/// A horizontal difference between two columns: +1 or −1 as a bit each. No branch depends on it:
/// it changes too often to be foreseen.
#[derive(Clone, Copy)]
struct Carry {
    plus: u64,
    minus: u64,
}

impl Carry {
    const NONE: Carry = Carry { plus: 0, minus: 0 };
    const PLUS: Carry = Carry { plus: 1, minus: 0 };

    fn value(self) -> i32 {
        self.plus as i32 - self.minus as i32
    }
}

/// One block, one column. Returns the horizontal difference that goes out below, at row `last`.
#[inline(always)]
fn advance(mut equal: u64, plus: &mut u64, minus: &mut u64, carry: Carry, last: u32) -> Carry {
    let vertical = equal | *minus;
    equal |= carry.minus;
    let horizontal = ((equal & *plus).wrapping_add(*plus) ^ *plus) | equal;
    let up = *minus | !(horizontal | *plus);
    let down = *plus & horizontal;
    let out = Carry { plus: up >> last & 1, minus: down >> last & 1 };
    let up = up << 1 | carry.plus;
    let down = down << 1 | carry.minus;
    *plus = down | !(vertical | up);
    *minus = up & vertical;
    out
}

/// All blocks of one column. Returns by how much the distance of the whole pattern changes.
#[inline(always)]
fn column(equal: &[u64], plus: &mut [u64], minus: &mut [u64], first: Carry, last: u32) -> i32 {
    let blocks = equal.len();
    let mut carry = first;
    for (block, ((equal, plus), minus)) in equal.iter().zip(plus).zip(minus).enumerate() {
        let row = if block + 1 == blocks { last } else { 63 };
        carry = advance(*equal, plus, minus, carry, row);
    }
    carry.value()
}

/// For each sign of the alphabet, in which rows of the pattern it stands.
fn rows(pattern: &[Sign], alphabet: usize, blocks: usize) -> Vec<u64> {
    let mut rows = vec![0u64; alphabet * blocks];
    for (row, sign) in pattern.iter().enumerate() {
        if let Some(word) = rows.get_mut(usize::from(*sign) * blocks + row / 64) {
            *word |= 1 << (row % 64);
        }
    }
    rows
}

impl Columns {
    fn new(pattern: &[Sign], text: &[Sign], alphabet: usize) -> Self {
        let blocks = pattern.len().div_ceil(64).max(1);
        let rows = rows(pattern, alphabet, blocks);
        let last = (pattern.len().wrapping_sub(1) % 64) as u32;
        let mut columns = Columns {
            blocks,
            length: pattern.len(),
            plus: Vec::with_capacity((text.len() + 1) * blocks),
            minus: Vec::with_capacity((text.len() + 1) * blocks),
            last: Vec::with_capacity(text.len() + 1),
        };
        let mut plus = vec![u64::MAX; blocks];
        let mut minus = vec![0u64; blocks];
        let mut distance = pattern.len() as i32;
        columns.keep(&plus, &minus, distance);
        for sign in text {
            let equal = &rows[usize::from(*sign).min(alphabet - 1) * blocks..][..blocks];
            distance += column(equal, &mut plus, &mut minus, Carry::NONE, last);
            columns.keep(&plus, &minus, distance);
        }
        columns
    }

    fn keep(&mut self, plus: &[u64], minus: &[u64], distance: i32) {
        self.plus.extend_from_slice(plus);
        self.minus.extend_from_slice(minus);
        self.last.push(distance);
    }

    /// The distance of the first `row` signs of the pattern, ending in a column.
    fn distance(&self, row: usize, column: usize) -> i32 {
        let mut distance = self.last[column];
        let words = column * self.blocks;
        for block in row / 64..self.blocks {
            let mut mask = u64::MAX;
            if block == row / 64 {
                mask <<= row % 64;
            }
            if block + 1 == self.blocks && !self.length.is_multiple_of(64) {
                mask &= (1 << (self.length % 64)) - 1;
            }
            distance -= (self.plus[words + block] & mask).count_ones() as i32;
            distance += (self.minus[words + block] & mask).count_ones() as i32;
        }
        distance
    }
}

/// Aligns a whole pattern with the part of a text that it is most like. `alphabet` is one more than
/// the greatest sign. Time: length of the text times length of the pattern by 64.
pub(super) fn align(pattern: &[Sign], text: &[Sign], alphabet: usize) -> Alignment {
    let columns = Columns::new(pattern, text, alphabet);
    let least = columns.last.iter().copied().min().unwrap_or(0);
    let mut column = columns.last.iter().rposition(|distance| *distance == least).unwrap_or(0);
    let mut row = pattern.len();
    let mut alignment = Alignment {
        at: vec![column; pattern.len() + 1],
        edits: vec![0; pattern.len()],
        matched: vec![false; pattern.len()],
    };
    let mut distance = least;
    while row > 0 {
        if column == 0 {
            row -= 1;
            alignment.at[row] = 0;
            alignment.edits[row] += 1;
            continue;
        }
        if pattern[row - 1] == text[column - 1] {
            row -= 1;
            column -= 1;
            alignment.at[row] = column;
            alignment.matched[row] = true;
            continue;
        }
        let other = columns.distance(row - 1, column - 1) + 1;
        let missing = columns.distance(row - 1, column) + 1;
        if other == distance {
            column -= 1;
            row -= 1;
            alignment.edits[row] += 1;
        } else if missing == distance {
            row -= 1;
            alignment.edits[row] += 1;
        } else {
            column -= 1;
            // Before the sign that stands behind what the text has in addition.
            if let Some(edits) = alignment.edits.get_mut(row) {
                *edits += 1;
            }
            distance -= 1;
            continue;
        }
        alignment.at[row] = column;
        distance -= 1;
    }
    alignment
}

/// Where in a text a pattern of at most 64 signs ends with the fewest edits, and how many they are.
pub(super) fn best_end(pattern: &[Sign], text: &[Sign], alphabet: usize) -> Option<(usize, u32)> {
    let pattern = pattern.get(..pattern.len().min(64))?;
    let last = pattern.len().checked_sub(1)? as u32;
    let rows = rows(pattern, alphabet, 1);
    let (mut plus, mut minus) = (u64::MAX, 0);
    let mut distance = pattern.len() as i32;
    let mut best = (0, distance);
    for (at, sign) in text.iter().enumerate() {
        let equal = rows[usize::from(*sign).min(alphabet - 1)];
        distance += advance(equal, &mut plus, &mut minus, Carry::NONE, last).value();
        if distance < best.1 {
            best = (at + 1, distance);
        }
    }
    Some((best.0, best.1 as u32))
}

/// The edit distance of two whole texts.
pub(super) fn edit_distance(a: &[Sign], b: &[Sign], alphabet: usize) -> usize {
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    let blocks = a.len().div_ceil(64);
    let rows = rows(a, alphabet, blocks);
    let last = ((a.len() - 1) % 64) as u32;
    let mut plus = vec![u64::MAX; blocks];
    let mut minus = vec![0u64; blocks];
    let mut distance = a.len() as i32;
    for sign in b {
        let equal = &rows[usize::from(*sign).min(alphabet - 1) * blocks..][..blocks];
        // Every sign of `b` counts: the row above the first grows by one with each.
        distance += column(equal, &mut plus, &mut minus, Carry::PLUS, last);
    }
    distance as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signs(text: &str) -> Vec<Sign> {
        text.bytes().map(Sign::from).collect()
    }

    /// The textbook's matrix.
    fn slow(a: &[Sign], b: &[Sign], free_start: bool) -> Vec<Vec<usize>> {
        let mut matrix = vec![vec![0; b.len() + 1]; a.len() + 1];
        for row in 0..=a.len() {
            for column in 0..=b.len() {
                matrix[row][column] = match (row, column) {
                    (0, _) if free_start => 0,
                    (0, column) => column,
                    (row, 0) => row,
                    _ => (matrix[row - 1][column - 1] + usize::from(a[row - 1] != b[column - 1]))
                        .min(matrix[row - 1][column] + 1)
                        .min(matrix[row][column - 1] + 1),
                };
            }
        }
        matrix
    }

    #[test]
    fn a_replaced_word_is_bridged() {
        let text = signs("it was the lazy brown fox that ran");
        let alignment = align(&signs("was the quick brown fox"), &text, 256);
        assert_eq!(alignment.at[0], 3);
        assert_eq!(alignment.at[8], 11, "the word that was replaced");
        assert_eq!(alignment.at[23], 25);
        assert_eq!(alignment.edits.iter().sum::<u32>(), 5);
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_matrix(a in "[abc]{1,150}", b in "[abc]{0,170}") {
            let (a, b) = (signs(&a), signs(&b));
            let free = slow(&a, &b, true);
            let best = *free[a.len()].iter().min().unwrap();
            let alignment = align(&a, &b, 256);
            prop_assert_eq!(alignment.edits.iter().sum::<u32>() as usize, best);
            prop_assert!(alignment.at.windows(2).all(|pair| pair[0] <= pair[1]));
            prop_assert_eq!(edit_distance(&a, &b, 256), slow(&a, &b, false)[a.len()][b.len()]);
            if a.len() <= 64 {
                prop_assert_eq!(best_end(&a, &b, 256).unwrap().1 as usize, best);
            }
        }
    }
}
