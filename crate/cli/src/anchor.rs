//! `postil anchor`: where saved quotes are in today's text.

use std::{
    io::{self, BufRead, Write},
    process::ExitCode,
};

use clap::Args;
use postil_core::anchor::{Anchorer, Position, Quote};
use serde::Serialize;
use serde_json::{Map, Value};
use thiserror::Error;

/// What `postil anchor` is asked.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Read JSON Lines on standard input, {"id": …, "text": "…", "quote": {"exact": "…", "prefix": "…",
    /// "suffix": "…"}, "position": {"start": 0, "end": 9}}, and write JSON Lines in the same order:
    /// {"id", "start", "end", "state", "score"}. Offsets count Unicode code points.
    #[arg(long, required = true)]
    lines: bool,
}

/// Why a line has no answer.
#[derive(Debug, Error)]
enum LineError {
    #[error("not UTF-8 at byte {0} of the line")]
    Encoding(usize),
    #[error("not JSON: {0}")]
    Json(serde_json::Error),
    #[error("not a JSON object such as {{\"id\": \"a1\", \"text\": \"…\", \"quote\": {{\"exact\": \"…\"}}}}")]
    NotAnObject,
    #[error("no \"{0}\"; it is needed")]
    Missing(&'static str),
    #[error("\"{0}\" is not a string")]
    NotAString(&'static str),
    #[error("\"{0}\" is not an object")]
    NotAnObjectWithin(&'static str),
    #[error("\"{0}\" is not a whole number of 0 or more")]
    NotACount(&'static str),
    #[error("\"position.start\" is behind \"position.end\"")]
    Backwards,
}

/// The answer to a line.
#[derive(Serialize)]
struct Answer {
    id: Option<Value>,
    start: Option<usize>,
    end: Option<usize>,
    state: &'static str,
    score: f64,
}

/// The answer to a line that has none.
#[derive(Serialize)]
struct Refusal {
    id: Option<Value>,
    error: String,
}

/// Runs the subcommand. Exit status 1 tells that a line could not be read; the others were read all
/// the same.
pub fn run(_arguments: &Arguments) -> ExitCode {
    match anchor_lines(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever reads the output has seen enough (`postil anchor … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("postil: {error}");
            ExitCode::FAILURE
        }
    }
}

fn anchor_lines(lines: &mut impl BufRead, out: &mut impl Write) -> io::Result<bool> {
    let mut all_read = true;
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(all_read);
        }
        match answer(&line) {
            Ok(answer) => serde_json::to_writer(&mut *out, &answer)?,
            Err((id, error)) => {
                all_read = false;
                serde_json::to_writer(&mut *out, &Refusal { id, error: error.to_string() })?;
            }
        }
        out.write_all(b"\n")?;
        // A program at the other end may wait for this answer before it asks the next.
        out.flush()?;
    }
}

/// The answer to one line; else its id, where it has one, and why not.
fn answer(line: &[u8]) -> Result<Answer, (Option<Value>, LineError)> {
    let line = std::str::from_utf8(line).map_err(|error| (None, LineError::Encoding(error.valid_up_to())))?;
    let value: Value = serde_json::from_str(line).map_err(|error| (None, LineError::Json(error)))?;
    let Value::Object(mut fields) = value else { return Err((None, LineError::NotAnObject)) };
    let id = fields.remove("id").filter(|id| !id.is_null());
    match question(&fields) {
        Ok((text, quote, position)) => {
            let anchorer = Anchorer::new(text);
            let found = anchorer.locate(&quote, position);
            let offset = |byte| anchorer.offsets().code_points(byte);
            Ok(Answer {
                id,
                start: found.span.map(|span| offset(span.start)),
                end: found.span.map(|span| offset(span.end)),
                state: found.state.as_str(),
                score: (f64::from(found.score) * 1000.0).round() / 1000.0,
            })
        }
        Err(error) => Err((id, error)),
    }
}

fn question(fields: &Map<String, Value>) -> Result<(&str, Quote, Option<Position>), LineError> {
    let text = string(fields, "text", "text")?.ok_or(LineError::Missing("text"))?;
    let quote = object(fields, "quote")?.ok_or(LineError::Missing("quote"))?;
    let part = |key, name| string(quote, key, name).map(|part| part.map(str::to_owned));
    let quote = Quote {
        exact: part("exact", "quote.exact")?.ok_or(LineError::Missing("quote.exact"))?,
        prefix: part("prefix", "quote.prefix")?.unwrap_or_default(),
        suffix: part("suffix", "quote.suffix")?.unwrap_or_default(),
    };
    let position = match object(fields, "position")? {
        None => None,
        Some(position) => {
            let count = |key, name| {
                let value = position.get(key).ok_or(LineError::Missing(name))?.as_u64();
                value.and_then(|count| usize::try_from(count).ok()).ok_or(LineError::NotACount(name))
            };
            Some(Position { start: count("start", "position.start")?, end: count("end", "position.end")? })
        }
    };
    if position.is_some_and(|position| position.start > position.end) {
        return Err(LineError::Backwards);
    }
    Ok((text, quote, position))
}

fn string<'v>(fields: &'v Map<String, Value>, key: &str, name: &'static str) -> Result<Option<&'v str>, LineError> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(LineError::NotAString(name)),
    }
}

fn object<'v>(fields: &'v Map<String, Value>, name: &'static str) -> Result<Option<&'v Map<String, Value>>, LineError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => Err(LineError::NotAnObjectWithin(name)),
    }
}
