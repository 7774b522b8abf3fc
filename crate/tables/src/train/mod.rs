//! `train`: corpora → `model.bin` and the model card.

mod calibration;
mod card;
pub mod crf;
pub mod data;

use std::{fs, thread, time::Instant};

use postil_core::entity::{
    Recognizer,
    gazetteer::Gazetteer,
    label::LABELS,
    model::{FEATURE_BITS, WeightRow, pack},
};
use postil_tables::Failure;

use crate::{arguments::Arguments, corpus, score};
use crf::{Recipe, Weights};
use data::Data;

const FEATURES: usize = 1 << FEATURE_BITS;

/// Numbers for the features that are seen often enough.
struct Numbering {
    numbers: Vec<u32>,
    features: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Numbering {
    fn new(data: &Data, least: u32) -> Self {
        let mut counts = vec![0u32; FEATURES];
        data.base.all().iter().chain(data.memory.all()).for_each(|feature| counts[*feature as usize] += 1);
        let mut numbering = Numbering { numbers: vec![NONE; FEATURES], features: Vec::new() };
        for (feature, count) in counts.iter().enumerate() {
            if *count >= least {
                numbering.numbers[feature] = numbering.features.len() as u32;
                numbering.features.push(feature as u32);
            }
        }
        numbering
    }

    fn apply(&self, data: &mut Data) {
        let number = |feature: u32| Some(self.numbers[feature as usize]).filter(|number| *number != NONE);
        data.base = data.base.renumber(number);
        data.memory = data.memory.renumber(number);
    }
}

/// Quantizes and prunes the weights; returns the rows and what one step is worth.
fn quantize(weights: &Weights, features: &[u32], prune: f32, largest: f32) -> (Vec<WeightRow>, f32) {
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

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let begun = Instant::now();
    let gazetteer_path = arguments.value("gazetteer", "extension/tables/gazetteer.bin");
    let gazetteer_file = fs::read(gazetteer_path).map_err(|e| format!("{gazetteer_path}: {e}"))?;
    let gazetteer = Gazetteer::new(&gazetteer_file)?;
    let corpora = arguments.shared().join("corpora");
    let recipe = Recipe {
        rate: arguments.number("rate", 0.05)?,
        dropout: arguments.number("dropout", 0.1)?,
        hidden: arguments.number("hidden", 0.35)?,
        epochs: arguments.number("epochs", 1)?,
        seed: arguments.number("seed", 1)?,
    };
    let mut data = Data::read(&corpora, &gazetteer, !arguments.has("without-share-alike"))?;
    println!(
        "{} documents, {} segments, {} tokens, {} features; {} of {} spans cannot be reached; {:.1} s",
        data.parts.len(),
        data.segments.len(),
        data.masks.len(),
        data.base.all().len(),
        data.unreachable.0,
        data.unreachable.1,
        begun.elapsed().as_secs_f32()
    );

    // The memory in training must be what a model that never saw the document would make of it.
    let least = arguments.number("least", 3)?;
    let mut marginals = vec![[0.0; LABELS]; data.masks.len()];
    let numbering = Numbering::new(&data, 3);
    let renumbered = Data {
        base: data.base.renumber(|feature| Some(numbering.numbers[feature as usize]).filter(|n| *n != NONE)),
        masks: data.masks.clone(),
        segments: data.segments.clone(),
        parts: data
            .parts
            .iter()
            .map(|p| data::Part { segments: p.segments.clone(), weight: p.weight, text: String::new() })
            .collect(),
        ..Data::default()
    };
    let folds: Vec<Weights> = thread::scope(|scope| {
        let train = |fold: usize| {
            let (data, features) = (&renumbered, numbering.features.len());
            scope.spawn(move || crf::train(data, features, Recipe { hidden: 0.0, ..recipe }, |part| part % 2 != fold))
        };
        [train(0), train(1)].map(|thread| thread.join().expect("training does not panic")).into()
    });
    for (fold, weights) in folds.iter().enumerate() {
        crf::marginals(&renumbered, weights, |part| part % 2 == fold, &mut marginals);
    }
    drop(renumbered);
    data.remember(&gazetteer, &marginals);
    println!("memory of the folds; {:.1} s", begun.elapsed().as_secs_f32());

    let numbering = Numbering::new(&data, least);
    numbering.apply(&mut data);
    let seeds: u32 = arguments.number("seeds", 6)?;
    let trained: Vec<Weights> = thread::scope(|scope| {
        let (data, features) = (&data, numbering.features.len());
        let threads: Vec<_> = (0..seeds)
            .map(|n| {
                scope.spawn(move || {
                    crf::train(data, features, Recipe { seed: recipe.seed + 100 * n, ..recipe }, |_| true)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("training does not panic")).collect()
    });
    let weights = crf::mean(trained);
    let (weights, numbering) = match arguments.number("keep", 130_000usize)? {
        0 => (weights, numbering),
        keep => {
            let power: f32 = arguments.number("power", 1.0)?;
            let mut counts = vec![0f32; numbering.features.len()];
            data.base.all().iter().chain(data.memory.all()).for_each(|feature| counts[*feature as usize] += 1.0);
            let mut order: Vec<(f32, usize)> = weights
                .rows
                .iter()
                .zip(&counts)
                .enumerate()
                .map(|(n, (row, count))| (row.iter().map(|w| w * w).sum::<f32>().sqrt() * count.powf(power), n))
                .collect();
            order.sort_by(|a, b| b.0.total_cmp(&a.0));
            order.truncate(keep);
            let mut kept: Vec<usize> = order.into_iter().map(|(_, n)| n).collect();
            kept.sort_unstable();
            let mut numbers = vec![NONE; numbering.features.len()];
            kept.iter().enumerate().for_each(|(new, old)| numbers[*old] = new as u32);
            let number = |feature: u32| Some(numbers[feature as usize]).filter(|number| *number != NONE);
            data.base = data.base.renumber(number);
            data.memory = data.memory.renumber(number);
            let features: Vec<u32> = kept.iter().map(|old| numbering.features[*old]).collect();
            let seeds: u32 = arguments.number("seeds2", seeds)?;
            let trained: Vec<Weights> = thread::scope(|scope| {
                let (data, features) = (&data, features.len());
                let threads: Vec<_> = (0..seeds)
                    .map(|n| {
                        scope.spawn(move || {
                            crf::train(data, features, Recipe { seed: recipe.seed + 7 + 100 * n, ..recipe }, |_| true)
                        })
                    })
                    .collect();
                threads.into_iter().map(|thread| thread.join().expect("training does not panic")).collect()
            });
            (crf::mean(trained), Numbering { numbers: Vec::new(), features })
        }
    };
    println!("trained {} features; {:.1} s", numbering.features.len(), begun.elapsed().as_secs_f32());

    let (rows, step) =
        quantize(&weights, &numbering.features, arguments.number("prune", 0.04)?, arguments.number("largest", 6.0)?);
    // The raw probabilities first, then the curve that makes scores of them.
    let newswire = corpus::read(&corpora.join("dev/newswire-dev.jsonl.gz"))?;
    let raw = pack(step, &weights.transitions, &calibration::identity(), &rows);
    let curve = calibration::fit(&score::judged(&Recognizer::new(&gazetteer_file, &raw)?, &newswire));
    let file = pack(step, &weights.transitions, &curve, &rows);
    let out = arguments.value("out", "extension/tables/model.bin");
    fs::write(out, &file).map_err(|e| format!("{out}: {e}"))?;
    println!("{out}: {} rows, {} bytes", rows.len(), file.len());

    let recognizer = Recognizer::new(&gazetteer_file, &file)?;
    let mut scores = vec![score::head()];
    for name in score::DEV {
        let documents = corpus::read(&corpora.join(format!("dev/{name}.jsonl.gz")))?;
        scores.push(score::line(name, &score::score(&recognizer, &documents)));
    }
    scores.iter().for_each(|line| println!("{line}"));
    let share_alike = !arguments.has("without-share-alike");
    let card = card::write(&card::Card {
        counts: &data.counts,
        share_alike,
        recipe: format!(
            "{seeds} trainings of {} epoch averaged, Adagrad {}, dropout {}, memory hidden from {} of the sentences, {} rows of 8 bit, seed {}",
            recipe.epochs,
            recipe.rate,
            recipe.dropout,
            recipe.hidden,
            rows.len(),
            recipe.seed
        ),
        scores,
        curve: &curve,
        tenths: calibration::tenths(&score::judged(&recognizer, &newswire)),
        sizes: (file.len(), gazetteer_file.len()),
    });
    match arguments.value("card", "docs/model-card.md") {
        "" => println!("{card}"),
        path => fs::write(path, card).map_err(|e| format!("{path}: {e}"))?,
    }
    println!("{:.1} s", begun.elapsed().as_secs_f32());
    Ok(())
}
