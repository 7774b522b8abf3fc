//! The command line.

use std::{collections::HashMap, path::PathBuf};

use postil_tables::Failure;

/// Options of a command: `--name value` and `--switch`.
#[derive(Debug, Default)]
pub struct Arguments {
    values: HashMap<String, String>,
}

impl Arguments {
    /// Reads the words behind the command.
    ///
    /// # Errors
    /// A word that is no option.
    pub fn parse(words: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut arguments = Arguments::default();
        let mut words = words.peekable();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--") else {
                return Err(format!("`{word}` is no option; options begin with --").into());
            };
            let value = words.next_if(|next| !next.starts_with("--")).unwrap_or_default();
            arguments.values.insert(name.to_owned(), value);
        }
        Ok(arguments)
    }

    /// Whether a switch is given.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// An option's value or its default.
    pub fn value<'a>(&'a self, name: &str, default: &'a str) -> &'a str {
        self.values.get(name).map_or(default, String::as_str)
    }

    /// A number or its default.
    ///
    /// # Errors
    /// A value that is no number.
    pub fn number<N: std::str::FromStr>(&self, name: &str, default: N) -> Result<N, Failure> {
        let Some(text) = self.values.get(name) else { return Ok(default) };
        text.parse().map_err(|_| format!("--{name} {text}: not a number").into())
    }

    /// The developers' data folder.
    pub fn shared(&self) -> PathBuf {
        self.value("shared", "../shared").into()
    }
}
