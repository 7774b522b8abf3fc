//! `train`: corpora → `model.bin` and the model card.
//!
//! 1. Two models, each trained on half of the documents without memory, say what the other half's names
//!    are: from that comes the memory that the model proper is trained with.
//! 2. Several trainings over all features that are not rare, averaged, tell which features do most.
//! 3. Several trainings over these, averaged, quantized, are the model.

pub mod calibration;
mod card;
pub mod crf;
pub mod data;
mod select;

use std::{fs, path::Path, thread, time::Instant};

use postil_core::entity::{Recognizer, gazetteer::Gazetteer, label::LABELS, lattice::Row, model::pack};
use postil_tables::Failure;

use crate::{arguments::Arguments, corpus, score};
use crf::{Recipe, Weights};
use data::Data;

/// A feature that is seen less often is left out from the start.
const LEAST_SEEN: u32 = 3;
/// Features of the shipped model: its size stays below 2 MB, packed below 1.1 MB.
const KEEP: usize = 140_000;
/// Weights nearer to zero than this are left out …
const PRUNE: f32 = 0.045;
/// … and 127 steps are worth this.
const LARGEST: f32 = 6.0;
/// Trainings that are averaged, in each of the last two stages.
const SEEDS: u32 = 8;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let begun = Instant::now();
    let gazetteer_path = arguments.value("gazetteer", "extension/tables/gazetteer.bin");
    let gazetteer_file = fs::read(gazetteer_path).map_err(|e| format!("{gazetteer_path}: {e}"))?;
    let gazetteer = Gazetteer::new(&gazetteer_file)?;
    let corpora = arguments.shared().join("corpora");
    let share_alike = !arguments.has("without-share-alike");
    let recipe = Recipe {
        rate: arguments.number("rate", 0.05)?,
        dropout: arguments.number("dropout", 0.2)?,
        hidden: arguments.number("hidden", 0.5)?,
        epochs: arguments.number("epochs", 1)?,
        seed: arguments.number("seed", 1)?,
    };
    let seeds: u32 = arguments.number("seeds", SEEDS)?;
    let keep: usize = arguments.number("keep", KEEP)?;

    let mut data = Data::read(&corpora, &gazetteer, share_alike)?;
    println!(
        "{} documents, {} tokens that may be part of names, {} of {} spans out of reach; {:.0} s",
        data.parts.len(),
        data.masks.len(),
        data.unreachable.0,
        data.unreachable.1,
        begun.elapsed().as_secs_f32()
    );
    let marginals = cross_fitted(&corpora, &gazetteer, share_alike, recipe)?;
    data.remember(&gazetteer, &marginals);
    println!("memory made; {:.0} s", begun.elapsed().as_secs_f32());

    let all = select::often_seen(&mut data, LEAST_SEEN);
    let weights = select::train_mean(&data, all.features.len(), recipe, seeds);
    let kept = select::most_telling(&mut data, &all, &weights, keep);
    println!("{} of {} features kept; {:.0} s", kept.features.len(), all.features.len(), begun.elapsed().as_secs_f32());
    let weights = select::train_mean(&data, kept.features.len(), Recipe { seed: recipe.seed + 7, ..recipe }, seeds);
    let (rows, step) = select::quantize(
        &weights,
        &kept.features,
        arguments.number("prune", PRUNE)?,
        arguments.number("largest", LARGEST)?,
    );

    // The raw probabilities first, then the curve that makes scores of them.
    let newswire = corpus::read(&corpora.join("dev/newswire-dev.jsonl.gz"))?;
    let raw = pack(step, &weights.transitions, &calibration::identity(), &rows);
    let curve = calibration::fit(&score::judged(&Recognizer::new(&gazetteer_file, &raw)?, &newswire));
    let file = pack(step, &weights.transitions, &curve, &rows);
    let out = arguments.value("out", "extension/tables/model.bin");
    fs::write(out, &file).map_err(|e| format!("{out}: {e}"))?;
    println!("{out}: {} rows, {} bytes; {:.0} s", rows.len(), file.len(), begun.elapsed().as_secs_f32());

    let recognizer = Recognizer::new(&gazetteer_file, &file)?;
    let mut scores = vec![score::head()];
    for name in score::DEV {
        let documents = corpus::read(&corpora.join(format!("dev/{name}.jsonl.gz")))?;
        scores.push(score::line(name, &score::score(&recognizer, &documents)));
    }
    scores.iter().for_each(|line| println!("{line}"));
    let card = card::write(&card::Card {
        counts: &data.counts,
        share_alike,
        recipe: format!(
            "{seeds} trainings of {} epoch averaged, Adagrad {}, dropout {}, memory hidden from {} of the sentences, \
             {} rows of 16 different weights, seed {}",
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
    let card_path = arguments.value("card", "docs/model-card.md");
    fs::write(card_path, card).map_err(|e| format!("{card_path}: {e}"))?;
    Ok(())
}

/// The marginals of every token by a model that never saw its document.
fn cross_fitted(
    corpora: &Path,
    gazetteer: &Gazetteer<'_>,
    share_alike: bool,
    recipe: Recipe,
) -> Result<Vec<Row>, Failure> {
    let mut data = Data::read(corpora, gazetteer, share_alike)?;
    let kept = select::often_seen(&mut data, LEAST_SEEN);
    let folds: Vec<Weights> = thread::scope(|scope| {
        let train = |fold: usize| {
            let (data, features) = (&data, kept.features.len());
            scope.spawn(move || crf::train(data, features, Recipe { hidden: 0.0, ..recipe }, |part| part % 2 != fold))
        };
        [train(0), train(1)].map(|thread| thread.join().expect("training does not panic")).into()
    });
    let mut marginals = vec![[0.0; LABELS]; data.masks.len()];
    for (fold, weights) in folds.iter().enumerate() {
        crf::marginals(&data, weights, |part| part % 2 == fold, &mut marginals);
    }
    Ok(marginals)
}
