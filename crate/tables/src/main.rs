//! Makes Postil's binary tables from their sources.
//!
//! ```text
//! cargo run --release -p postil-tables -- units SOURCES extension/tables/units.bin
//! cargo run --release -p postil-tables -- rates SOURCES extension/tables/rates.bin
//! ```
//! What must lie in `SOURCES` is said in each table's own file.

mod rates;
mod units;

use std::{path::Path, process::ExitCode};

/// What a table's maker returns: the finished file and a line about it.
type Made = Result<(Vec<u8>, String), String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [table, sources, target] = arguments.as_slice() else {
        eprintln!("usage: postil-tables units|rates SOURCES TARGET.bin");
        return ExitCode::FAILURE;
    };
    let sources = Path::new(sources);
    let made = match table.as_str() {
        "units" => units::make(sources),
        "rates" => rates::make(sources),
        other => Err(format!("no table is called {other:?}; there are units and rates")),
    };
    match made
        .and_then(|(file, said)| std::fs::write(target, &file).map_err(|e| format!("{target}: {e}")).map(|()| said))
    {
        Ok(said) => {
            println!("{target}: {said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("postil-tables {table}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads a file as text, naming it where that fails.
fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
