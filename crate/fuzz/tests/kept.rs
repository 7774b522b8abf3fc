//! Every case that is kept under `fuzz/corpus/`, as it is and changed at a few places: fuzzing on stable Rust.

use std::{fs, path::PathBuf};

use postil_fuzz::TARGETS;
use proptest::{collection, prelude::*, sample::Index, test_runner::Config, test_runner::TestRunner};

/// The kept cases of a target, each with its file's name.
fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{} is empty", folder.display());
    found
}

#[test]
fn every_kept_case_is_taken() {
    for (target, run) in TARGETS {
        for (name, data) in kept(target) {
            println!("{target}/{name}");
            run(&data);
        }
    }
}

/// A change of some bytes: where, how many go, and what comes.
type Edit = (Index, usize, Vec<u8>);

fn changed(mut data: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for (at, gone, new) in edits {
        let at = at.index(data.len() + 1);
        let end = (at + gone).min(data.len());
        data.splice(at..end, new.iter().copied());
    }
    data
}

/// `POSTIL_FUZZ_CASES` is how many are tried of each target, 24 unless told; `POSTIL_FUZZ_TARGET` chooses one.
#[test]
fn kept_cases_with_changes_are_taken() {
    let variable = |name| std::env::var(name).ok();
    let cases = variable("POSTIL_FUZZ_CASES").map_or(24, |count| count.parse().expect("a number"));
    let only = variable("POSTIL_FUZZ_TARGET");
    for (target, run) in TARGETS.into_iter().filter(|(target, _)| only.as_deref().is_none_or(|only| only == *target)) {
        let all: Vec<Vec<u8>> = kept(target).into_iter().map(|(_, data)| data).collect();
        let edit = (any::<Index>(), 0..12usize, collection::vec(any::<u8>(), 0..8));
        let input = (any::<Index>(), collection::vec(edit, 0..6));
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        let done = TestRunner::new(config).run(&input, |(which, edits)| {
            run(&changed(which.get(&all).clone(), &edits));
            Ok(())
        });
        done.unwrap_or_else(|error| panic!("{target}: {error}"));
    }
}
