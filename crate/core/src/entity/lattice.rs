//! The linear chain: which labels a run of tokens most likely has.

use super::label::{LABELS, OUTSIDE, is_inside, may_follow};

/// One number for every label.
pub type Row = [f32; LABELS];

/// Scores of one label after another; forbidden steps are never read.
pub type Transitions = [Row; LABELS];

/// A set of labels, one bit each.
pub type Mask = u32;

/// Every label.
pub const ALL: Mask = (1 << LABELS) - 1;

/// Probabilities of a run of tokens that an [`OUTSIDE`] token precedes and follows.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    /// Exponentials of the scores, scaled per token.
    emission: Vec<Row>,
    forward: Vec<Row>,
    backward: Vec<Row>,
    /// Probability of every label at every token.
    pub marginals: Vec<Row>,
    /// Logarithm of the sum over all allowed labellings.
    pub log_sum: f64,
}

/// `exp` of the transitions, zero where forbidden.
pub fn exponentials(transitions: &Transitions) -> Transitions {
    let mut out = [[0.0; LABELS]; LABELS];
    for before in 0..LABELS {
        for after in 0..LABELS {
            if may_follow(before, after) {
                out[before][after] = transitions[before][after].exp();
            }
        }
    }
    out
}

/// `sum over before of from[before] * steps[before][after]`, using that a name goes on only as it began.
#[inline]
fn advance(from: &Row, steps: &Transitions) -> Row {
    let mut to = [0.0; LABELS];
    for before in 0..LABELS {
        let weight = from[before];
        if weight > 0.0 {
            let row = &steps[before];
            to[OUTSIDE] += weight * row[OUTSIDE];
            let mut after = 1;
            while after < LABELS {
                to[after] += weight * row[after];
                after += 2;
            }
            if before != OUTSIDE {
                let inside = if is_inside(before) { before } else { before + 1 };
                to[inside] += weight * row[inside];
            }
        }
    }
    to
}

/// `sum over after of steps[before][after] * to[after]`.
#[inline]
fn retreat(to: &Row, steps: &Transitions) -> Row {
    let mut from = [0.0; LABELS];
    for before in 0..LABELS {
        let row = &steps[before];
        let mut sum = row[OUTSIDE] * to[OUTSIDE];
        let mut after = 1;
        while after < LABELS {
            sum += row[after] * to[after];
            after += 2;
        }
        if before != OUTSIDE {
            let inside = if is_inside(before) { before } else { before + 1 };
            sum += row[inside] * to[inside];
        }
        from[before] = sum;
    }
    from
}

impl Lattice {
    /// Computes the marginals. `steps` are the [`exponentials`]; `masks`, where given, say which labels
    /// each token may have. Leaves all marginals zero where no labelling is allowed.
    pub fn run(&mut self, scores: &[Row], steps: &Transitions, masks: Option<&[Mask]>) {
        let count = scores.len();
        for rows in [&mut self.emission, &mut self.forward, &mut self.backward, &mut self.marginals] {
            rows.clear();
            rows.resize(count, [0.0; LABELS]);
        }
        self.log_sum = 0.0;
        if count == 0 {
            return;
        }
        for token in 0..count {
            let highest = scores[token].iter().copied().fold(f32::MIN, f32::max);
            self.log_sum += f64::from(highest);
            let mask = masks.map_or(ALL, |masks| masks[token]);
            for (label, score) in scores[token].iter().enumerate() {
                self.emission[token][label] = if mask >> label & 1 == 1 { (score - highest).exp() } else { 0.0 };
            }
        }
        let mut from = [0.0; LABELS];
        from[OUTSIDE] = 1.0;
        for token in 0..count {
            let mut row = advance(&from, steps);
            row.iter_mut().zip(&self.emission[token]).for_each(|(cell, emission)| *cell *= emission);
            let sum: f32 = row.iter().sum();
            if sum <= 0.0 || !sum.is_finite() {
                self.log_sum = f64::NEG_INFINITY;
                return;
            }
            row.iter_mut().for_each(|cell| *cell /= sum);
            self.log_sum += f64::from(sum.ln());
            self.forward[token] = row;
            from = row;
        }
        let mut next: Row = core::array::from_fn(|label| steps[label][OUTSIDE]);
        let last: f32 = (0..LABELS).map(|label| from[label] * next[label]).sum();
        self.log_sum += f64::from(last.max(f32::MIN_POSITIVE).ln());
        for token in (0..count).rev() {
            let sum: f32 = next.iter().sum();
            next.iter_mut().for_each(|cell| *cell /= sum.max(f32::MIN_POSITIVE));
            self.backward[token] = next;
            let weighted: Row = core::array::from_fn(|label| next[label] * self.emission[token][label]);
            next = retreat(&weighted, steps);
        }
        for token in 0..count {
            let mut row: Row = core::array::from_fn(|label| self.forward[token][label] * self.backward[token][label]);
            let sum: f32 = row.iter().sum();
            if sum > 0.0 {
                row.iter_mut().for_each(|cell| *cell /= sum);
            }
            self.marginals[token] = row;
        }
    }

    /// How often one label follows another, expected: adds `weight` times it to `into`.
    pub fn add_expected_steps(&self, steps: &Transitions, weight: f32, into: &mut Transitions) {
        let count = self.forward.len();
        for token in 0..=count {
            let mut start = [0.0; LABELS];
            start[OUTSIDE] = 1.0;
            let from = if token == 0 { &start } else { &self.forward[token - 1] };
            let to: Row = if token == count {
                core::array::from_fn(|label| if label == OUTSIDE { 1.0 } else { 0.0 })
            } else {
                core::array::from_fn(|label| self.backward[token][label] * self.emission[token][label])
            };
            let sum: f32 = (0..LABELS).map(|b| from[b] * (0..LABELS).map(|a| steps[b][a] * to[a]).sum::<f32>()).sum();
            if sum <= 0.0 {
                continue;
            }
            let scale = weight / sum;
            for before in 0..LABELS {
                if from[before] > 0.0 {
                    for after in 0..LABELS {
                        into[before][after] += scale * from[before] * steps[before][after] * to[after];
                    }
                }
            }
        }
    }

    /// Probability that tokens `start..end` are one name of the type whose labels are `begin` and `inside`.
    pub fn span_probability(&self, steps: &Transitions, start: usize, end: usize, begin: usize, inside: usize) -> f32 {
        let count = self.forward.len();
        if start >= end || end > count {
            return 0.0;
        }
        // Along the span everything is scaled as `forward` is, so the ratio to the unconstrained sum stays exact.
        let mut constrained = [0.0; LABELS];
        constrained[begin] = self.forward[start][begin];
        for token in start + 1..end {
            let before = constrained;
            let free = advance(&self.forward[token - 1], steps);
            let scale: f32 = (0..LABELS).map(|label| free[label] * self.emission[token][label]).sum();
            constrained = [0.0; LABELS];
            constrained[inside] = (before[begin] * steps[begin][inside] + before[inside] * steps[inside][inside])
                * self.emission[token][inside]
                / scale.max(f32::MIN_POSITIVE);
        }
        let last = end - 1;
        // What follows must not go on the name.
        let after = |label: usize| -> f32 {
            if end == count {
                steps[label][OUTSIDE]
            } else {
                (0..LABELS)
                    .filter(|next| *next != inside)
                    .map(|next| steps[label][next] * self.emission[end][next] * self.backward[end][next])
                    .sum()
            }
        };
        let any = |label: usize| -> f32 {
            if end == count {
                steps[label][OUTSIDE]
            } else {
                (0..LABELS).map(|next| steps[label][next] * self.emission[end][next] * self.backward[end][next]).sum()
            }
        };
        let whole: f32 = (0..LABELS).map(|label| self.forward[last][label] * any(label)).sum();
        let part = constrained[begin] * after(begin) + constrained[inside] * after(inside);
        if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// The most likely labels.
pub fn best_labels(scores: &[Row], transitions: &Transitions) -> Vec<u8> {
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    let mut from = [f32::NEG_INFINITY; LABELS];
    from[OUTSIDE] = 0.0;
    for row in scores {
        let mut to = [f32::NEG_INFINITY; LABELS];
        let mut choice = [0u8; LABELS];
        for before in 0..LABELS {
            if from[before] == f32::NEG_INFINITY {
                continue;
            }
            for after in 0..LABELS {
                if may_follow(before, after) {
                    let score = from[before] + transitions[before][after];
                    if score > to[after] {
                        to[after] = score;
                        choice[after] = before as u8;
                    }
                }
            }
        }
        (0..LABELS).for_each(|label| to[label] += row[label]);
        back.push(choice);
        from = to;
    }
    let end = |label: &usize| from[*label] + transitions[*label][OUTSIDE];
    let mut label = (0..LABELS).max_by(|a, b| end(a).total_cmp(&end(b))).unwrap_or(OUTSIDE);
    let mut labels = vec![0; scores.len()];
    for token in (0..scores.len()).rev() {
        labels[token] = label as u8;
        label = usize::from(back[token][label]);
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::{
        super::label::{begin, inside},
        *,
    };
    use crate::mark::EntityType;
    use proptest::prelude::*;

    /// Scores and transitions out of a few numbers, all between -2 and 2.
    fn example(seed: u32, tokens: usize) -> (Vec<Row>, Transitions) {
        let mut state = seed | 1;
        let mut next = || {
            state = super::super::hash::finish(state.wrapping_add(0x9e37_79b9));
            (state % 400) as f32 / 100.0 - 2.0
        };
        let scores = (0..tokens).map(|_| core::array::from_fn(|_| next())).collect();
        (scores, core::array::from_fn(|_| core::array::from_fn(|_| next())))
    }

    /// Every labelling of the tokens that is allowed, with its score.
    fn labellings(scores: &[Row], transitions: &Transitions) -> Vec<(Vec<usize>, f64)> {
        let mut all = vec![(Vec::new(), 0.0f64, OUTSIDE)];
        for row in scores {
            let mut longer = Vec::new();
            for (labels, score, before) in &all {
                for after in (0..LABELS).filter(|after| may_follow(*before, *after)) {
                    let mut labels: Vec<usize> = labels.clone();
                    labels.push(after);
                    longer.push((
                        labels,
                        score + f64::from(transitions[*before][after]) + f64::from(row[after]),
                        after,
                    ));
                }
            }
            all = longer;
        }
        let end =
            |(labels, score, last): (Vec<usize>, f64, usize)| (labels, score + f64::from(transitions[last][OUTSIDE]));
        all.into_iter().map(end).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn marginals_and_the_best_labels_are_those_of_all_labellings(seed: u32, tokens in 1usize..4) {
            let (scores, transitions) = example(seed, tokens);
            let all = labellings(&scores, &transitions);
            let sum: f64 = all.iter().map(|(_, score)| score.exp()).sum();
            let steps = exponentials(&transitions);
            let mut lattice = Lattice::default();
            lattice.run(&scores, &steps, None);
            prop_assert!((lattice.log_sum - sum.ln()).abs() < 1e-3);
            let share = |wanted: &dyn Fn(&[usize]) -> bool| {
                all.iter().filter(|(labels, _)| wanted(labels)).map(|(_, score)| score.exp()).sum::<f64>() / sum
            };
            for token in 0..tokens {
                for label in [OUTSIDE, begin(EntityType::Place), inside(EntityType::Work)] {
                    let exact = share(&|labels| labels[token] == label);
                    prop_assert!((f64::from(lattice.marginals[token][label]) - exact).abs() < 1e-3);
                }
            }
            let (b, i) = (begin(EntityType::Person), inside(EntityType::Person));
            for (start, end) in [(0, 1), (0, tokens), (tokens - 1, tokens)] {
                let exact = share(&|labels| {
                    labels[start] == b && labels[start + 1..end].iter().all(|label| *label == i) && labels.get(end) != Some(&i)
                });
                prop_assert!((f64::from(lattice.span_probability(&steps, start, end, b, i)) - exact).abs() < 1e-3);
            }
            let best = all.iter().max_by(|x, y| x.1.total_cmp(&y.1)).unwrap();
            let found: Vec<usize> = best_labels(&scores, &transitions).into_iter().map(usize::from).collect();
            let score = |labels: &[usize]| all.iter().find(|(l, _)| l == labels).unwrap().1;
            prop_assert!((score(&found) - best.1).abs() < 1e-4);
        }
    }

    #[test]
    fn a_mask_forbids_labels() {
        let (scores, transitions) = example(7, 2);
        let mut lattice = Lattice::default();
        lattice.run(&scores, &exponentials(&transitions), Some(&[1 << OUTSIDE, ALL]));
        assert!((lattice.marginals[0][OUTSIDE] - 1.0).abs() < 1e-6);
    }
}
