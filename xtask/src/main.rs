//! Set-up, build and packaging of Postil: `cargo xtask <task>`, which the npm scripts call.
//!
//! Every task first does the set-up it needs ([`setup`]), so each works on a fresh clone.

mod bench;
mod build;
mod check;
mod compare;
#[cfg(test)]
mod papers;
mod setup;
mod shell;
mod start;
mod workspace;

use clap::{Parser, Subcommand};

/// The browsers that Postil is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Browser {
    /// Chromium, Chrome and the browsers made from them.
    #[value(alias = "chrome")]
    Chromium,
    /// Firefox, from the extended support release on.
    Firefox,
}

impl Browser {
    /// Both, in the order in which they are built.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// Name of its package's folder under `dist/` and in the zip's name.
    pub fn package(self) -> &'static str {
        match self {
            Self::Chromium => "chrome",
            Self::Firefox => "firefox",
        }
    }

    /// Its name for the tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// The environment variable that names its program; the tests read it too.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Chromium => "POSTIL_CHROMIUM",
            Self::Firefox => "POSTIL_FIREFOX",
        }
    }
}

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set-up, build and packaging of Postil")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what is missing: npm packages, a wasm32 standard library, the browsers
    Setup,
    /// Builds the unpacked packages: dist/chrome and dist/firefox
    Build,
    /// Builds, and zips both packages into dist/
    Package,
    /// Builds, and opens an article in a real browser with Postil in it
    Start(start::Options),
    /// Formatting, clippy, Rust tests, add-on linter, and the browser tests in both browsers
    Test {
        /// Only the browser tests whose file name contains this
        filter: Option<String>,
    },
    /// The checks of `test` that need no browser
    Lint,
    /// Everything that is measured, written to docs/benchmarks.md; installs other tools
    Bench {
        /// For tests/bench/run.mjs: the parts to measure
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Names and speed beside other tools; installs them
    Compare {
        /// For tests/compare/run.mjs, see its README
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> std::process::ExitCode {
    let done = match Arguments::parse().task {
        Task::Setup => setup::everything().map(|_| ()),
        Task::Build => setup::for_build().and_then(|wasm_std| build::unpacked(&wasm_std)),
        Task::Package => setup::for_build().and_then(|wasm_std| build::zipped(&wasm_std)),
        Task::Start(options) => start::start(&options),
        Task::Test { filter } => check::test(filter.as_deref()),
        Task::Lint => check::lint(),
        Task::Bench { arguments } => bench::bench(&arguments),
        Task::Compare { arguments } => compare::compare(&arguments),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
