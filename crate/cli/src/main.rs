//! The `postil` command: the extension's engine, for files and pipelines.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use postil_cli::{anchor, export, scan, validate};

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
    /// Find saved quotes again in today's text.
    Anchor(anchor::Arguments),
    /// Write exported annotations as Markdown or CSV.
    Export(export::Arguments),
    /// Check exported annotations against the W3C Web Annotation Data Model.
    Validate(validate::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Scan(arguments) => scan::run(&arguments),
        Command::Anchor(arguments) => anchor::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
    }
}
