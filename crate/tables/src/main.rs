//! Makes Postil's binary tables from their sources, trains the name model and scores it.
//!
//! ```text
//! cargo run --release -p postil-tables -- units SOURCES extension/tables/units.bin
//! cargo run --release -p postil-tables -- rates SOURCES extension/tables/rates.bin
//! cargo run --release -p postil-tables -- gazetteer [--shared ../shared] [--out extension/tables/gazetteer.bin]
//! cargo run --release -p postil-tables -- train [--shared ../shared] [--without-share-alike] [--out extension/tables/model.bin]
//! cargo run --release -p postil-tables -- score [--shared ../shared]
//! cargo run --release -p postil-tables -- speed [--shared ../shared] [--set newswire-dev]
//! ```
//! What must lie in `SOURCES` is said in each table's own file.

mod arguments;
mod gazetteer;
mod rates;
mod score;
mod speed;
mod train;
mod units;

use std::path::Path;

use postil_tables::{Failure, corpus};

/// What a table's maker returns: the finished file and a line about it.
type Made = Result<(Vec<u8>, String), String>;

fn main() -> std::process::ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next();
    let run = || -> Result<(), Failure> {
        let words: Vec<String> = words.collect();
        let parsed = || arguments::Arguments::parse(words.iter().cloned());
        match (command.as_deref(), words.as_slice()) {
            (Some("units"), [sources, target]) => write(units::make(Path::new(sources)), target),
            (Some("rates"), [sources, target]) => write(rates::make(Path::new(sources)), target),
            (Some("gazetteer"), _) => gazetteer::run(&parsed()?),
            (Some("train"), _) => train::run(&parsed()?),
            (Some("score"), _) => score::run(&parsed()?),
            (Some("speed"), _) => speed::run(&parsed()?),
            _ => Err("commands: units SOURCES TARGET, rates SOURCES TARGET, gazetteer, train, score, speed".into()),
        }
    };
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("postil-tables: {failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn write(made: Made, target: &str) -> Result<(), Failure> {
    let (file, said) = made?;
    std::fs::write(target, file).map_err(|error| format!("{target}: {error}"))?;
    println!("{target}: {said}");
    Ok(())
}

/// Reads a file as text, naming it where that fails.
fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
