//! `postil validate`: whether a file is valid against the W3C Web Annotation Data Model.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use postil_core::annotation::import;

use crate::input;

/// What `postil validate` is asked.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The file to check; '-' is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the subcommand: prints each fault with its place, one in a line. Exit status 1 tells that
/// there are faults or that the file could not be read.
pub fn run(arguments: &Arguments) -> ExitCode {
    let file = match input::read(&arguments.file) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("postil: cannot read {}: {error}", arguments.file.display());
            return ExitCode::FAILURE;
        }
    };
    let faults = import::validate(&file);
    for fault in &faults {
        println!("{}: {fault}", arguments.file.display());
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
