//! Which features the model keeps, and how their weights become bytes.

use std::thread;

use postil_core::entity::model::{FEATURE_BITS, WeightRow};

use super::{
    crf::{self, Recipe, Weights},
    data::Data,
};

const NONE: u32 = u32::MAX;

/// The kept features, by the numbers that the data now has for them.
pub struct Kept {
    /// The feature's bits, by number.
    pub features: Vec<u32>,
}

/// Numbers the features that are seen `least` times and more; all others leave the data.
pub fn often_seen(data: &mut Data, least: u32) -> Kept {
    let mut counts = vec![0u32; 1 << FEATURE_BITS];
    data.base.all().iter().chain(data.memory.all()).for_each(|feature| counts[*feature as usize] += 1);
    let features: Vec<u32> = (0..counts.len() as u32).filter(|feature| counts[*feature as usize] >= least).collect();
    renumber(data, &features, counts.len());
    Kept { features }
}

/// Keeps the `keep` features that do most: their weight times how often they are seen.
pub fn most_telling(data: &mut Data, kept: &Kept, weights: &Weights, keep: usize) -> Kept {
    let mut counts = vec![0f32; kept.features.len()];
    data.base.all().iter().chain(data.memory.all()).for_each(|feature| counts[*feature as usize] += 1.0);
    let norm = |row: &[f32]| row.iter().map(|weight| weight * weight).sum::<f32>().sqrt();
    let mut order: Vec<(f32, u32)> =
        weights.rows.iter().zip(&counts).zip(0..).map(|((row, count), number)| (norm(row) * count, number)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.truncate(keep);
    let mut numbers: Vec<u32> = order.into_iter().map(|(_, number)| number).collect();
    numbers.sort_unstable();
    renumber(data, &numbers, kept.features.len());
    Kept { features: numbers.iter().map(|number| kept.features[*number as usize]).collect() }
}

/// Gives the listed numbers new ones, in their order.
fn renumber(data: &mut Data, listed: &[u32], count: usize) {
    let mut numbers = vec![NONE; count];
    listed.iter().zip(0..).for_each(|(old, new)| numbers[*old as usize] = new);
    let number = |feature: u32| Some(numbers[feature as usize]).filter(|number| *number != NONE);
    data.base = data.base.renumber(number);
    data.memory = data.memory.renumber(number);
}

/// The mean of trainings that differ in their seeds alone; as many at once as there are cores.
pub fn train_mean(data: &Data, features: usize, recipe: Recipe, seeds: u32) -> Weights {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let all: Vec<u32> = (0..seeds).map(|n| recipe.seed + 100 * n).collect();
    let mut trained = Vec::new();
    for seeds in all.chunks(cores) {
        thread::scope(|scope| {
            let threads: Vec<_> = seeds
                .iter()
                .map(|seed| scope.spawn(move || crf::train(data, features, Recipe { seed: *seed, ..recipe }, |_| true)))
                .collect();
            trained.extend(threads.into_iter().map(|thread| thread.join().expect("training does not panic")));
        });
    }
    crf::mean(trained)
}

/// Quantizes the weights: those below `prune` fall away, 127 steps make `largest`. Returns the rows and
/// what one step is worth.
pub fn quantize(weights: &Weights, features: &[u32], prune: f32, largest: f32) -> (Vec<WeightRow>, f32) {
    let step = largest / 127.0;
    let rows = weights.rows.iter().zip(features).map(|(row, feature)| WeightRow {
        feature: *feature,
        weights: std::array::from_fn(|label| {
            let weight = row[label];
            if weight.abs() < prune { 0 } else { (weight / step).round().clamp(-127.0, 127.0) as i8 }
        }),
    });
    (rows.filter(|row| row.weights.iter().any(|weight| *weight != 0)).collect(), step)
}
