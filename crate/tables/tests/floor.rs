//! The committed tables on the development sets: scores must not fall below what was reached.
//!
//! The sets lie in the developers' data folder beside the checkout; without it the test says so and passes.

use std::path::{Path, PathBuf};

use postil_core::{
    entity::Recognizer,
    mark::{EntityType, Reading},
    text::TokenizedText,
};
use postil_tables::{
    corpus,
    scoring::{self, Tallies, TypedSpan},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn score(recognizer: &Recognizer<'_>, set: &str) -> Option<Tallies> {
    let path = root().join("../shared/corpora/dev").join(format!("{set}.jsonl.gz"));
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    let mut tallies = Tallies::default();
    for document in corpus::read(&path).expect("the set can be read") {
        let (marks, _) = recognizer.read(&TokenizedText::new(&document.text));
        let answers: Vec<TypedSpan> = marks
            .iter()
            .filter_map(|mark| match &mark.reading {
                Reading::Entity(mention) => Some((mark.span.start, mark.span.end, mention.entity_type)),
                _ => None,
            })
            .collect();
        scoring::count(&document.text, &document.spans, &document.complete, &answers, &mut tallies);
    }
    Some(tallies)
}

#[test]
fn the_committed_tables_keep_their_scores() {
    let table =
        |name: &str| std::fs::read(root().join("extension/tables").join(name)).expect("the tables are committed");
    let (gazetteer, model) = (table("gazetteer.bin"), table("model.bin"));
    assert!(model.len() <= 1_200_000, "model.bin has {} bytes", model.len());
    assert!(gazetteer.len() <= 700_000, "gazetteer.bin has {} bytes", gazetteer.len());
    let recognizer = Recognizer::new(&gazetteer, &model).expect("the tables open");
    let floors = [
        ("newswire-dev", 86.0),
        ("gmb-dev", 90.1),
        ("gum-news-dev", 84.8),
        ("re3d-bbc", 84.9),
        ("uner-ewt-dev.sa", 65.0),
    ];
    for (set, floor) in floors {
        let Some(tallies) = score(&recognizer, set) else { continue };
        let f1 = scoring::main_types(&tallies).f1();
        println!("{set}: {f1:.1}");
        assert!(f1 >= floor, "{set}: F1 {f1:.1}, the floor is {floor}");
        if set == "newswire-dev" {
            let group = tallies[EntityType::Group as usize].f1();
            assert!(group >= 82.0, "group F1 {group:.1}");
            let organization = tallies[EntityType::Organization as usize].f1();
            assert!(organization >= 76.0, "organization F1 {organization:.1}");
        }
    }
}
