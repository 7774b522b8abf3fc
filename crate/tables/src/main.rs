//! Makes Postil's binary tables from their sources, trains the name model and scores it.
//!
//! ```text
//! cargo run --release -p postil-tables -- gazetteer [--shared ../shared] [--out extension/tables/gazetteer.bin]
//! cargo run --release -p postil-tables -- train [--shared ../shared] [--without-share-alike] [--out extension/tables/model.bin]
//! cargo run --release -p postil-tables -- score [--shared ../shared]
//! ```

mod arguments;
mod gazetteer;
mod score;
mod train;

use postil_tables::{Failure, corpus};

fn main() -> std::process::ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next();
    let run = || -> Result<(), Failure> {
        let arguments = arguments::Arguments::parse(words)?;
        match command.as_deref() {
            Some("gazetteer") => gazetteer::run(&arguments),
            Some("train") => train::run(&arguments),
            Some("score") => score::run(&arguments),
            _ => Err("commands: gazetteer, train, score".into()),
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
