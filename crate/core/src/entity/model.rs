//! The trained model: a weight for every pair of feature and label that matters, read in place.
//!
//! # Payload
//! | part | what |
//! |---|---|
//! | `f32` | what one step of a weight is worth |
//! | 19 × 19 × `f32` | scores of one label after another |
//! | [`CALIBRATION`] × `f32` | how often a name is right whose raw probability lies in that part of 0 to 1 |
//! | 16 × `i8` | the weights that rows have, in steps |
//! | `u16` | number of maps of labels |
//! | maps × 3 bytes | for each label whether it has a weight |
//! | 513 × `u32` | where the rows of every 64th bucket begin |
//! | 32,768 × `u16` | per bucket where its rows begin, behind those of its 64 |
//! | buckets | per bucket that has rows: their number `u8`; per row 8 bits of the hash; per row the number of its map of labels `u16`; per row and label in the map half a byte, which of the 16 weights |
//!
//! A feature's upper 15 bits are its bucket, the next 8 are kept with the row. Features that share all
//! 23 share a row, in training too: the model has learned to live with it.
//!
//! Half a byte is enough for a weight: of the trained ones, 1.07 million from -25 to 12 steps, one in 400 has no place among
//! the best 16 and becomes the next. With the maps numbered the file is 36 percent smaller than with a byte for each weight
//! and the map in each row.

use core::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::{
    label::LABELS,
    lattice::{Row, Transitions},
};
use crate::{
    pause::{Never, Pause, STEP, at_once, each, step},
    table::{self, Kind, TableError},
};

/// The container's kind of `model.bin`.
pub const KIND: Kind = Kind { name: *b"MODL", version: 2 };

/// How many bits of a feature count.
pub const FEATURE_BITS: u32 = 23;
const BUCKET_BITS: u32 = 15;
const BUCKETS: usize = 1 << BUCKET_BITS;
const BLOCK: usize = 64;
/// 128 KB: of the features without a row one in eight passes.
const FILTER_BITS: u32 = 20;

/// How many different weights there are.
const WEIGHTS: usize = 16;

/// In how many parts the calibration curve is kept.
pub const CALIBRATION: usize = 20;

/// The model, read in place.
#[derive(Clone, Debug)]
pub struct Model<'t> {
    step: f32,
    /// Scores of one label after another.
    pub transitions: Transitions,
    calibration: [f32; CALIBRATION],
    weights: [i8; WEIGHTS],
    /// The maps of labels, unpacked once.
    maps: Vec<u32>,
    /// Where each bucket's rows begin, unpacked once: two reads for every feature would cost more.
    starts: Vec<u32>,
    /// One bit for each run of features with the same [`FILTER_BITS`] upper bits: whether any has a row. Most features
    /// have none, and this tells so with one read that lies close to the others.
    filter: Vec<u32>,
    rows: &'t [u8],
}

/// Room for more features than a token has.
const ROOM: usize = 256;

/// The features of one token that may have rows.
#[derive(Clone, Debug)]
pub struct Active {
    features: [u32; ROOM],
    /// For each feature where its bucket begins and how many rows it has.
    buckets: [(u32, u8); ROOM],
    count: usize,
}

impl Default for Active {
    fn default() -> Self {
        Active { features: [0; ROOM], buckets: [(0, 0); ROOM], count: 0 }
    }
}

/// One row for [`pack`]: the feature's 23 bits, and its weights.
#[derive(Clone, Debug)]
pub struct WeightRow {
    /// The upper 23 bits of the feature's hash.
    pub feature: u32,
    /// Weights in steps; 0 is not kept, others become the next of the [`WEIGHTS`] that fit all rows best.
    pub weights: [i8; LABELS],
}

impl<'t> Model<'t> {
    /// Opens `model.bin`. Weights are not copied.
    ///
    /// # Errors
    /// [`TableError`]; `Malformed` where the parts do not fit the payload.
    pub fn new(file: &'t [u8]) -> Result<Self, TableError> {
        at_once(Self::open_in_slices(file, &Never))
    }

    /// As [`Model::new`], with pauses.
    ///
    /// # Errors
    /// As [`Model::new`].
    pub async fn open_in_slices<P: Pause>(file: &'t [u8], pause: &P) -> Result<Self, TableError> {
        let payload = table::open_in_slices(KIND, file, pause).await?;
        let model = step(|| Self::without_filter(payload))?;
        pause.pause().await;
        let filter = filter(&model.starts, model.rows, pause).await;
        Ok(Model { filter, ..model })
    }

    fn without_filter(payload: &'t [u8]) -> Result<Self, TableError> {
        let malformed = |what, at| TableError::Malformed { table: KIND.file(), what, at };
        let mut at = 0;
        let mut part = |length: usize| -> Result<&'t [u8], TableError> {
            let bytes = payload.get(at..at + length).ok_or(malformed("a part reaches past the end", at))?;
            at += length;
            Ok(bytes)
        };
        let float = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        let step = float(part(4)?);
        let mut transitions = [[0.0; LABELS]; LABELS];
        for cell in transitions.iter_mut().flatten() {
            *cell = float(part(4)?);
        }
        let mut calibration = [0.0; CALIBRATION];
        for cell in &mut calibration {
            *cell = float(part(4)?);
        }
        let mut weights = [0; WEIGHTS];
        for (weight, byte) in weights.iter_mut().zip(part(WEIGHTS)?) {
            *weight = *byte as i8;
        }
        let count = part(2)?;
        let maps = part(usize::from(u16::from_le_bytes([count[0], count[1]])) * 3)?;
        let maps =
            maps.chunks_exact(3).map(|map| u32::from_le_bytes([map[0], map[1], map[2], 0]) & ((1 << LABELS) - 1));
        let maps: Vec<u32> = maps.collect();
        let blocks = part((BUCKETS / BLOCK + 1) * 4)?;
        let buckets = part(BUCKETS * 2)?;
        let rows = &payload[at..];
        let finite = transitions.iter().flatten().chain(&calibration).chain([&step]).all(|cell| cell.is_finite());
        if !finite {
            return Err(malformed("a weight that is no number", 0));
        }
        let starts: Vec<u32> = (0..=BUCKETS)
            .map(|bucket| {
                let block = &blocks[bucket / BLOCK * 4..][..4];
                let base = u32::from_le_bytes([block[0], block[1], block[2], block[3]]);
                let inner = buckets.get(bucket * 2..bucket * 2 + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]));
                base.saturating_add(u32::from(inner))
            })
            .collect();
        if starts.windows(2).any(|pair| pair[0] > pair[1]) || starts[BUCKETS] as usize != rows.len() {
            return Err(malformed("buckets out of order", 0));
        }
        Ok(Model { step, transitions, calibration, weights, maps, starts, filter: Vec::new(), rows })
    }

    /// Keeps a feature for [`Model::add_all`] if it may have a row.
    #[inline]
    pub fn keep(&self, feature: u32, active: &mut Active) {
        let run = feature >> (32 - FILTER_BITS);
        // Written always and counted only where the bit is set: a branch would be guessed wrong every other time.
        active.features[active.count % ROOM] = feature;
        active.count += (self.filter[(run / 32) as usize] >> (run % 32) & 1) as usize;
    }

    /// Adds the weights of the kept features, in steps, to the scores, and forgets the features.
    pub fn add_all(&self, active: &mut Active, scores: &mut [i32; LABELS]) {
        let count = active.count.min(ROOM);
        // Where each one's bucket lies first, then what is in it: the reads of the first loop do not wait for each
        // other.
        for (feature, bucket) in active.features[..count].iter().zip(&mut active.buckets) {
            let start = self.starts[(*feature >> (32 - BUCKET_BITS)) as usize];
            *bucket = (start, self.rows.get(start as usize).copied().unwrap_or(0));
        }
        for (feature, (start, count)) in active.features[..count].iter().zip(&active.buckets) {
            let rest = (*feature >> (32 - FEATURE_BITS)) as u8;
            self.add_row(*start as usize + 1, usize::from(*count), rest, scores);
        }
        active.count = 0;
    }

    /// Adds the weights of the row `rest` of a bucket whose `count` rows begin at `at`.
    #[inline]
    fn add_row(&self, at: usize, count: usize, rest: u8, scores: &mut [i32; LABELS]) -> Option<()> {
        let rows = self.rows.get(at..)?;
        let found = position(rows, count, rest)?;
        let numbers = rows.get(count..count + (found + 1) * 2)?;
        let map = |number: &[u8]| self.maps.get(usize::from(u16::from_le_bytes([number[0], number[1]]))).copied();
        let (before, number) = numbers.split_at(found * 2);
        let before: u32 = before.chunks_exact(2).filter_map(map).map(u32::count_ones).sum();
        let mut map = map(number)?;
        let weights = rows.get(count * 3..)?;
        let mut at = before as usize;
        while map != 0 {
            let pair = *weights.get(at / 2)?;
            let weight = self.weights[usize::from(pair >> (at % 2 * 4) & 15)];
            scores[map.trailing_zeros() as usize] += i32::from(weight);
            map &= map - 1;
            at += 1;
        }
        Some(())
    }

    /// Scores in steps as scores.
    pub fn scale(&self, scores: &[i32; LABELS]) -> Row {
        scores.map(|score| score as f32 * self.step)
    }

    /// How often a name of this raw probability is right.
    pub fn calibrate(&self, probability: f32) -> f32 {
        // Linear between the middles of the parts.
        let at = (probability.clamp(0.0, 1.0) * CALIBRATION as f32 - 0.5).max(0.0);
        let low = (at as usize).min(CALIBRATION - 1);
        let high = (low + 1).min(CALIBRATION - 1);
        let share = at - low as f32;
        (self.calibration[low] * (1.0 - share) + self.calibration[high] * share).clamp(0.0, 1.0)
    }
}

/// Which of the first `count` bytes is `wanted`. Four are compared at once.
#[inline]
fn position(bytes: &[u8], count: usize, wanted: u8) -> Option<usize> {
    let mut at = 0;
    while at < count {
        let Some(&[a, b, c, d]) = bytes.get(at..at + 4) else {
            return bytes[at..].iter().take(count - at).position(|byte| *byte == wanted).map(|found| at + found);
        };
        let four = u32::from_le_bytes([a, b, c, d]) ^ (u32::from(wanted) * 0x0101_0101);
        // The lowest byte that is zero gets its upper bit.
        let zero = four.wrapping_sub(0x0101_0101) & !four & 0x8080_8080;
        if zero != 0 {
            let found = at + zero.trailing_zeros() as usize / 8;
            return (found < count).then_some(found);
        }
        at += 4;
    }
    None
}

/// The bits that say which features may have rows.
async fn filter<P: Pause>(starts: &[u32], rows: &[u8], pause: &P) -> Vec<u32> {
    let mut filter = vec![0u32; 1 << (FILTER_BITS - 5)];
    each(0..BUCKETS, BLOCK * STEP / 4, pause, |bucket| {
        let rows = rows.get(starts[bucket] as usize..starts[bucket + 1] as usize);
        let Some((&count, rests)) = rows.and_then(<[u8]>::split_first) else { return };
        for rest in rests.iter().take(usize::from(count)) {
            let run = (bucket << (FILTER_BITS - BUCKET_BITS)) | usize::from(*rest) >> (FEATURE_BITS - FILTER_BITS);
            filter[run / 32] |= 1 << (run % 32);
        }
    })
    .await;
    filter
}

/// Writes a model. Rows may come in any order, one per feature.
///
/// # Panics
/// Where a bucket or block outgrows the format, or there are too many maps: more than some 600,000 rows.
pub fn pack(step: f32, transitions: &Transitions, calibration: &[f32; CALIBRATION], rows: &[WeightRow]) -> Vec<u8> {
    let mut rows: Vec<&WeightRow> = rows.iter().filter(|row| row.weights.iter().any(|weight| *weight != 0)).collect();
    rows.sort_unstable_by_key(|row| row.feature);
    let weights = best_weights(&rows);
    let map = |row: &WeightRow| {
        (0..LABELS).filter(|label| row.weights[*label] != 0).fold(0u32, |map, label| map | 1 << label)
    };
    // The more often, the smaller the number: that is packed more densely again.
    let mut counts: HashMap<u32, usize> = HashMap::new();
    rows.iter().for_each(|row| *counts.entry(map(row)).or_default() += 1);
    let mut maps: Vec<u32> = counts.keys().copied().collect();
    maps.sort_unstable_by_key(|map| (Reverse(counts[map]), *map));
    let numbers: HashMap<u32, usize> = maps.iter().enumerate().map(|(number, map)| (*map, number)).collect();
    let mut out = Vec::new();
    out.extend_from_slice(&step.to_le_bytes());
    for cell in transitions.iter().flatten().chain(calibration) {
        out.extend_from_slice(&cell.to_le_bytes());
    }
    out.extend(weights.map(|weight| weight as u8));
    out.extend(u16::try_from(maps.len()).expect("fewer than 65,536 maps").to_le_bytes());
    maps.iter().for_each(|map| out.extend_from_slice(&map.to_le_bytes()[..3]));
    let (mut blocks, mut buckets, mut body) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = 0;
    let mut block_start = 0;
    for bucket in 0..BUCKETS {
        if bucket % BLOCK == 0 {
            block_start = body.len();
            blocks.extend_from_slice(&(block_start as u32).to_le_bytes());
        }
        let inner = u16::try_from(body.len() - block_start).expect("a block's rows fit 64 KB");
        buckets.extend_from_slice(&inner.to_le_bytes());
        let shift = FEATURE_BITS - BUCKET_BITS;
        let end = next + rows[next..].iter().take_while(|row| (row.feature >> shift) as usize == bucket).count();
        let mine = &rows[next..end];
        next = end;
        if mine.is_empty() {
            continue;
        }
        body.push(u8::try_from(mine.len()).expect("a bucket has fewer than 256 rows"));
        body.extend(mine.iter().map(|row| row.feature as u8));
        for row in mine {
            body.extend_from_slice(&(numbers[&map(row)] as u16).to_le_bytes());
        }
        let halves: Vec<u8> = mine
            .iter()
            .flat_map(|row| row.weights.iter().filter(|weight| **weight != 0))
            .map(|weight| nearest(&weights, *weight) as u8)
            .collect();
        body.extend(halves.chunks(2).map(|pair| pair[0] | pair.get(1).copied().unwrap_or(0) << 4));
    }
    blocks.extend_from_slice(&(body.len() as u32).to_le_bytes());
    out.extend(blocks);
    out.extend(buckets);
    out.extend(body);
    table::pack(KIND, &out)
}

/// Which of the weights is nearest to the wanted one.
fn nearest(weights: &[i8; WEIGHTS], wanted: i8) -> usize {
    let distance = |index: &usize| (i32::from(weights[*index]) - i32::from(wanted)).abs();
    (0..WEIGHTS).min_by_key(distance).unwrap_or_default()
}

/// The weights, ascending, to which those of all rows are nearest by their squares: dynamic programming over the different
/// weights, of which each new one stands for a run.
fn best_weights(rows: &[&WeightRow]) -> [i8; WEIGHTS] {
    let mut counts: BTreeMap<i8, f64> = BTreeMap::new();
    for weight in rows.iter().flat_map(|row| row.weights).filter(|weight| *weight != 0) {
        *counts.entry(weight).or_default() += 1.0;
    }
    let counts: Vec<(i8, f64)> = counts.into_iter().collect();
    // What stands best for a run, and how far the run is from it. Never 0: that would be no weight.
    let stand_in = |run: &[(i8, f64)]| {
        let count: f64 = run.iter().map(|(_, count)| count).sum();
        let mean = run.iter().map(|(weight, count)| f64::from(*weight) * count).sum::<f64>() / count;
        let weight = if mean.abs() >= 0.5 { mean.round() } else { 1f64.copysign(mean) };
        (weight as i8, run.iter().map(|(other, count)| (f64::from(*other) - weight).powi(2) * count).sum::<f64>())
    };
    let mut least = vec![[f64::INFINITY; WEIGHTS + 1]; counts.len() + 1];
    let mut begins = vec![[0; WEIGHTS + 1]; counts.len() + 1];
    least[0][0] = 0.0;
    for end in 1..=counts.len() {
        for begin in 0..end {
            let (_, error) = stand_in(&counts[begin..end]);
            for runs in 1..=WEIGHTS {
                let sum = least[begin][runs - 1] + error;
                if sum < least[end][runs] {
                    (least[end][runs], begins[end][runs]) = (sum, begin);
                }
            }
        }
    }
    let mut weights = [0; WEIGHTS];
    let (mut end, mut runs) = (counts.len(), counts.len().min(WEIGHTS));
    while runs > 0 {
        let begin = begins[end][runs];
        weights[runs - 1] = stand_in(&counts[begin..end]).0;
        (end, runs) = (begin, runs - 1);
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows() -> Vec<WeightRow> {
        (0..3000u32)
            .map(|n| {
                let mut weights = [0; LABELS];
                weights[n as usize % LABELS] = (n % 15) as i8 - 9;
                weights[(n as usize * 7 + 3) % LABELS] = -5;
                WeightRow { feature: super::super::hash::finish(n) >> (32 - FEATURE_BITS), weights }
            })
            .collect()
    }

    #[test]
    fn a_packed_model_gives_its_weights_back() {
        let rows = rows();
        let file = pack(0.5, &[[1.5; LABELS]; LABELS], &[0.7; CALIBRATION], &rows);
        let model = Model::new(&file).unwrap();
        assert_eq!(model.transitions[3][4], 1.5);
        assert_eq!(model.calibrate(0.3), 0.7);
        let mut seen = std::collections::HashSet::new();
        for row in rows.iter().filter(|row| seen.insert(row.feature)) {
            let (mut scores, mut active) = ([0; LABELS], Active::default());
            model.keep(row.feature << (32 - FEATURE_BITS) | 5, &mut active);
            model.add_all(&mut active, &mut scores);
            assert_eq!(scores.map(|score| score as i8), row.weights);
        }
        assert_eq!(model.scale(&[2; LABELS]), [1.0; LABELS]);
    }

    #[test]
    fn of_too_many_weights_the_rare_become_the_next() {
        let rows: Vec<WeightRow> = (0..3000u32)
            .map(|n| {
                let mut weights = [0; LABELS];
                // -8 to 7 often, and a few that are larger.
                weights[1] = if n % 100 == 0 { 9 + (n / 100 % 4) as i8 } else { (n % 16) as i8 - 8 };
                WeightRow { feature: n << 3, weights }
            })
            .collect();
        let file = pack(1.0, &[[0.0; LABELS]; LABELS], &[0.0; CALIBRATION], &rows);
        let model = Model::new(&file).unwrap();
        for row in &rows {
            let (mut scores, mut active) = ([0; LABELS], Active::default());
            model.keep(row.feature << (32 - FEATURE_BITS), &mut active);
            model.add_all(&mut active, &mut scores);
            let off = (scores[1] - i32::from(row.weights[1])).abs();
            assert!(off <= if row.weights[1] > 8 { 3 } else { 0 }, "{row:?} {scores:?}");
        }
    }

    #[test]
    fn a_feature_without_a_row_adds_nothing() {
        let rows = rows();
        let model_file = pack(0.5, &[[0.0; LABELS]; LABELS], &[0.7; CALIBRATION], &rows);
        let model = Model::new(&model_file).unwrap();
        let known: std::collections::HashSet<u32> = rows.iter().map(|row| row.feature).collect();
        for feature in (0..1 << FEATURE_BITS).step_by(101).filter(|feature| !known.contains(feature)) {
            let (mut scores, mut active) = ([0; LABELS], Active::default());
            model.keep(feature << (32 - FEATURE_BITS), &mut active);
            model.add_all(&mut active, &mut scores);
            assert_eq!(scores, [0; LABELS], "{feature}");
        }
    }

    #[test]
    fn a_model_of_another_version_says_so() {
        let file = table::pack(Kind { version: 0, ..KIND }, b"");
        assert!(matches!(Model::new(&file), Err(TableError::Version { found: 0, .. })));
    }

    proptest! {
        #[test]
        fn no_payload_makes_it_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..600), feature: u32, from in 0usize..3000) {
            let file = pack(0.5, &[[0.0; LABELS]; LABELS], &[0.0; CALIBRATION], &rows());
            let mut payload = table::open(KIND, &file).unwrap().to_vec();
            let rows_at = payload.len() - from.min(payload.len());
            bytes.truncate(payload.len() - rows_at);
            payload[rows_at..rows_at + bytes.len()].copy_from_slice(&bytes);
            if let Ok(model) = Model::new(&table::pack(KIND, &payload)) {
                let mut active = Active::default();
                model.keep(feature, &mut active);
                model.add_all(&mut active, &mut [0; LABELS]);
            }
        }
    }
}
