//! From the model's probabilities to scores that mean what they say.

use postil_core::entity::model::CALIBRATION;

/// How often a name is right, by its raw probability in equal parts of 0 to 1.
pub type Curve = [f32; CALIBRATION];

/// The curve that leaves probabilities as they are.
pub fn identity() -> Curve {
    std::array::from_fn(|part| (part as f32 + 0.5) / CALIBRATION as f32)
}

/// Fits a rising curve to answers with their raw probability and whether they are right (pooled
/// adjacent violators over the parts; each part counts ten more answers at its own middle).
pub fn fit(answers: &[(f32, bool)]) -> Curve {
    const PRIOR: f32 = 10.0;
    let mut pools: Vec<(f32, f32, usize)> = Vec::new();
    for (part, middle) in identity().into_iter().enumerate() {
        let inside = |p: f32| ((p * CALIBRATION as f32) as usize).min(CALIBRATION - 1) == part;
        let here = answers.iter().filter(|(p, _)| inside(*p));
        let (mut right, mut all) = (PRIOR * middle, PRIOR);
        for (_, is_right) in here {
            all += 1.0;
            right += f32::from(u8::from(*is_right));
        }
        pools.push((right, all, 1));
        while let [.., a, b] = pools[..] {
            if a.0 / a.1 <= b.0 / b.1 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let mut curve = pools.iter().flat_map(|(right, all, parts)| std::iter::repeat_n(right / all, *parts));
    std::array::from_fn(|_| curve.next().unwrap_or(1.0))
}

/// For each tenth of the score: its lower end, how many answers, what share is right.
pub fn tenths(answers: &[(f32, bool)]) -> Vec<(f32, usize, f32)> {
    (0..10)
        .filter_map(|tenth| {
            let here: Vec<bool> = answers
                .iter()
                .filter(|(p, _)| ((p * 10.0) as usize).min(9) == tenth)
                .map(|(_, right)| *right)
                .collect();
            let right = here.iter().filter(|right| **right).count();
            (!here.is_empty()).then(|| (tenth as f32 / 10.0, here.len(), right as f32 / here.len() as f32))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_curve_rises_and_follows_the_answers() {
        let answers: Vec<(f32, bool)> = (0..2000).map(|n| (n as f32 / 2000.0, n % 4 != 0 && n > 600)).collect();
        let curve = fit(&answers);
        assert!(curve.windows(2).all(|pair| pair[0] <= pair[1]), "{curve:?}");
        assert!(curve[2] < 0.1 && (curve[15] - 0.75).abs() < 0.06, "{curve:?}");
    }

    #[test]
    fn tenths_count_what_is_right() {
        assert_eq!(tenths(&[(0.95, true), (0.91, false), (0.2, true)]), [(0.2, 1, 1.0), (0.9, 2, 0.5)]);
    }
}
