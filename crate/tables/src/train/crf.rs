//! The trainer of the linear chain: likelihood of the allowed labellings, Adagrad, one epoch.

use postil_core::entity::{
    label::{LABELS, may_follow},
    lattice::{ALL, Lattice, Row, Transitions, exponentials},
};

use super::data::Data;

/// How to train.
#[derive(Clone, Copy)]
pub struct Recipe {
    /// Adagrad's rate.
    pub rate: f32,
    /// Share of the features that are left out at each sight of a token.
    pub dropout: f32,
    /// Share of the sentences that do not see the memory.
    pub hidden: f32,
    /// Passes over the data.
    pub epochs: usize,
    /// Of the order of documents, of dropout and hiding.
    pub seed: u32,
}

/// Weights of the features by their numbers, and of the steps.
#[derive(Clone)]
pub struct Weights {
    /// One row a feature.
    pub rows: Vec<Row>,
    /// Of one label after another.
    pub transitions: Transitions,
}

/// A small generator of random numbers (xorshift), the same on every machine.
pub struct Random(u32);

impl Random {
    /// Seeded.
    pub fn new(seed: u32) -> Self {
        Random(postil_core::entity::hash::finish(seed.wrapping_add(0x9e37_79b9)) | 1)
    }

    /// The next number.
    pub fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f32) -> bool {
        (self.next() >> 8) as f32 / (1 << 24) as f32 <= probability
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.next() as usize % (index + 1));
        }
    }
}

/// Trains on the documents that `wanted` keeps. Features are numbers below `features`.
pub fn train(data: &Data, features: usize, recipe: Recipe, wanted: impl Fn(usize) -> bool) -> Weights {
    let mut random = Random::new(recipe.seed);
    let mut weights = Weights { rows: vec![[0.0; LABELS]; features], transitions: [[0.0; LABELS]; LABELS] };
    let mut squares = vec![[1e-6f32; LABELS]; features];
    let mut step_squares = [[1e-6f32; LABELS]; LABELS];
    let (mut free, mut bound) = (Lattice::default(), Lattice::default());
    let mut active: Vec<Vec<u32>> = Vec::new();
    let mut scores: Vec<Row> = Vec::new();
    let mut order: Vec<usize> = (0..data.parts.len()).filter(|part| wanted(*part)).collect();
    let with_memory = !data.memory.all().is_empty();
    for _ in 0..recipe.epochs {
        random.shuffle(&mut order);
        for part in order.iter().map(|part| &data.parts[*part]) {
            let mut last_sentence = u32::MAX;
            let mut hidden = false;
            for segment in &data.segments[part.segments.clone()] {
                if segment.sentence != last_sentence {
                    last_sentence = segment.sentence;
                    hidden = random.happens(recipe.hidden);
                }
                let masks = &data.masks[segment.start..segment.end];
                if masks.iter().all(|mask| *mask == ALL) {
                    continue;
                }
                let length = masks.len();
                if active.len() < length {
                    active.resize(length, Vec::new());
                }
                scores.clear();
                for (index, list) in active[..length].iter_mut().enumerate() {
                    let token = segment.start + index;
                    list.clear();
                    list.extend(data.base.of(token).iter().filter(|_| !random.happens(recipe.dropout)));
                    if with_memory && !hidden {
                        list.extend(data.memory.of(token).iter().filter(|_| !random.happens(recipe.dropout)));
                    }
                    let mut score = [0.0; LABELS];
                    for feature in &*list {
                        let row = &weights.rows[*feature as usize];
                        (0..LABELS).for_each(|label| score[label] += row[label]);
                    }
                    scores.push(score);
                }
                let steps = exponentials(&weights.transitions);
                free.run(&scores, &steps, None);
                bound.run(&scores, &steps, Some(masks));
                if !bound.log_sum.is_finite() || !free.log_sum.is_finite() {
                    continue;
                }
                for (index, list) in active[..length].iter().enumerate() {
                    let gradient: Row = std::array::from_fn(|label| {
                        part.weight * (bound.marginals[index][label] - free.marginals[index][label])
                    });
                    if gradient.iter().all(|g| g.abs() < 1e-4) {
                        continue;
                    }
                    for feature in list {
                        let (row, square) = (&mut weights.rows[*feature as usize], &mut squares[*feature as usize]);
                        for label in 0..LABELS {
                            square[label] += gradient[label] * gradient[label];
                            row[label] += recipe.rate * gradient[label] / square[label].sqrt();
                        }
                    }
                }
                let mut expected = [[0.0; LABELS]; LABELS];
                bound.add_expected_steps(&steps, part.weight, &mut expected);
                free.add_expected_steps(&steps, -part.weight, &mut expected);
                for before in 0..LABELS {
                    for after in (0..LABELS).filter(|after| may_follow(before, *after)) {
                        let gradient = expected[before][after];
                        step_squares[before][after] += gradient * gradient;
                        weights.transitions[before][after] +=
                            recipe.rate * gradient / step_squares[before][after].sqrt();
                    }
                }
            }
        }
    }
    weights
}

/// The mean of several trainings.
pub fn mean(mut all: Vec<Weights>) -> Weights {
    let share = 1.0 / all.len() as f32;
    let mut sum = all.pop().expect("at least one training");
    for other in &all {
        for (row, more) in sum.rows.iter_mut().zip(&other.rows) {
            (0..LABELS).for_each(|label| row[label] += more[label]);
        }
        for (row, more) in sum.transitions.iter_mut().zip(&other.transitions) {
            (0..LABELS).for_each(|label| row[label] += more[label]);
        }
    }
    sum.rows.iter_mut().flatten().chain(sum.transitions.iter_mut().flatten()).for_each(|cell| *cell *= share);
    sum
}

/// Writes the marginals of the wanted documents' tokens into `into`, memory unseen.
pub fn marginals(data: &Data, weights: &Weights, wanted: impl Fn(usize) -> bool, into: &mut [Row]) {
    let steps = exponentials(&weights.transitions);
    let mut lattice = Lattice::default();
    for (_, part) in data.parts.iter().enumerate().filter(|(index, _)| wanted(*index)) {
        for segment in &data.segments[part.segments.clone()] {
            let scores: Vec<Row> = (segment.start..segment.end)
                .map(|token| {
                    let mut score = [0.0; LABELS];
                    for feature in data.base.of(token) {
                        let row = &weights.rows[*feature as usize];
                        (0..LABELS).for_each(|label| score[label] += row[label]);
                    }
                    score
                })
                .collect();
            lattice.run(&scores, &steps, None);
            into[segment.start..segment.end].copy_from_slice(&lattice.marginals);
        }
    }
}
