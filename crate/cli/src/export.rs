//! `postil export`: an exported file as Markdown or CSV.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use postil_core::annotation::{
    export::{self, Filter},
    import,
};

use crate::input;

/// What `postil export` is asked.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The file to read: Postil's own export, any W3C Web Annotations, or Hypothesis' JSON; '-' is
    /// standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to write.
    #[arg(long, value_enum)]
    to: Target,
    /// Only the article with this address.
    #[arg(long, value_name = "URL")]
    page: Option<String>,
    /// Only what bears this tag.
    #[arg(long)]
    tag: Option<String>,
    /// Only articles of this site, for example example.com.
    #[arg(long)]
    site: Option<String>,
}

/// What an export is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Target {
    /// For notes programs: each article with its front matter, links that open it at the quote.
    Markdown,
    /// For spreadsheets: one row a mark.
    Csv,
    /// W3C Web Annotations, as Postil exports them.
    Json,
}

/// Runs the subcommand. Exit status 1 tells that the file could not be read; each of its faults is
/// told on standard error.
pub fn run(arguments: &Arguments) -> ExitCode {
    let file = match input::read(&arguments.file) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("postil: cannot read {}: {error}", arguments.file.display());
            return ExitCode::FAILURE;
        }
    };
    let read = match import::read(&file) {
        Ok(read) => read,
        Err(faults) => {
            for fault in faults {
                eprintln!("postil: {}: {fault}", arguments.file.display());
            }
            return ExitCode::FAILURE;
        }
    };
    let filter =
        Filter { page: arguments.page.clone(), tag: arguments.tag.clone(), site: arguments.site.clone(), ids: None };
    let pages = filter.select(import::merge(Vec::new(), read.annotations).pages);
    let text = match arguments.to {
        Target::Markdown => export::markdown(&pages),
        Target::Csv => export::csv(&pages),
        Target::Json => export::collection_text(&pages),
    };
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("postil: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
