//! The `postil` command: the extension's engine, for files and pipelines.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use postil_cli::scan;

/// Reads news articles: people, organizations, places, figures, and money with its conversion.
#[derive(Parser)]
#[command(name = "postil", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Mark names, figures and money in articles, and print them as JSON.
    Scan(scan::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Scan(arguments) => scan::run(&arguments),
    }
}
