//! `postil scan`: articles in, marks out.

use std::{
    io::{self, BufRead, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use jiff::civil::Date;
use postil_core::{
    article::{self, Article},
    mark::Currency,
    scan::{Document, Engine, Preferences, UnitSystem},
};
use serde::Serialize;
use serde_json::Value;
use thiserror::Error;

use crate::{
    input::{self, Format},
    tables,
};

/// What `postil scan` is asked.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Files to read; '-' is standard input.
    #[arg(value_name = "FILE", required_unless_present = "lines")]
    files: Vec<PathBuf>,
    /// Read JSON Lines on standard input, {"id": …, "text" or "html": …} with optional "url", "date",
    /// "lang", "to" and "units", and write JSON Lines in the same order.
    #[arg(long, conflicts_with_all = ["files", "format"])]
    lines: bool,
    /// What the files are.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The article's address.
    #[arg(long)]
    url: Option<String>,
    /// The article's date; without it, the page's own.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// The article's language; without it, the page's own.
    #[arg(long, value_parser = parse_language)]
    lang: Option<String>,
    /// Convert money to this currency, an ISO 4217 code such as EUR.
    #[arg(long, value_name = "CUR", value_parser = parse_currency)]
    to: Option<Currency>,
    /// Convert measures to this system.
    #[arg(long, value_name = "metric|imperial", value_parser = parse_units)]
    units: Option<UnitSystem>,
}

/// Why an option's value, or a field's, is not taken.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
enum ValueError {
    #[error("{0:?} is not a day of the calendar; write it as YYYY-MM-DD, for example 2022-10-06")]
    Date(String),
    #[error("{0:?} is not a currency; write its ISO 4217 code, for example EUR or MXN")]
    Currency(String),
    #[error("{0:?} is not a system of units; write metric or imperial")]
    Units(String),
    #[error("{0:?} is not a language; write its tag, for example en or en-GB")]
    Language(String),
}

fn parse_date(text: &str) -> Result<Date, ValueError> {
    // jiff reads more forms than the contract has.
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    text.parse().ok().filter(|_| shape).ok_or_else(|| ValueError::Date(text.to_owned()))
}

fn parse_currency(text: &str) -> Result<Currency, ValueError> {
    Currency::parse(text)
        .filter(|currency| tables::knows_currency(*currency))
        .ok_or_else(|| ValueError::Currency(text.to_owned()))
}

fn parse_units(text: &str) -> Result<UnitSystem, ValueError> {
    match text {
        "metric" => Ok(UnitSystem::Metric),
        "imperial" => Ok(UnitSystem::Imperial),
        _ => Err(ValueError::Units(text.to_owned())),
    }
}

fn parse_language(text: &str) -> Result<String, ValueError> {
    article::language_tag(text).ok_or_else(|| ValueError::Language(text.to_owned()))
}

/// Why a line of `--lines` has no answer.
#[derive(Debug, Error)]
enum LineError {
    #[error("not UTF-8 at byte {0} of the line")]
    Encoding(usize),
    #[error("not JSON: {0}")]
    Json(serde_json::Error),
    #[error("not a JSON object such as {{\"id\": \"a1\", \"text\": \"…\"}}")]
    NotAnObject,
    #[error("neither \"text\" nor \"html\"; one of them is needed")]
    NoInput,
    #[error("both \"text\" and \"html\"; only one of them can be read")]
    TwoInputs,
    #[error("\"{0}\" is not a string")]
    NotAString(&'static str),
    #[error("\"{field}\": {error}")]
    Value { field: &'static str, error: ValueError },
}

/// The answer to a line that has none.
#[derive(Serialize)]
struct Refusal {
    id: Option<Value>,
    error: String,
}

/// Runs the subcommand. Exit status 1 tells that a file or a line could not be read; the others
/// were read all the same.
pub fn run(arguments: &Arguments) -> ExitCode {
    let (engine, damaged) = Engine::new(tables::all());
    for error in &damaged {
        eprintln!("postil: {error}");
    }
    let result = if arguments.lines {
        scan_lines(&engine, arguments, &mut io::stdin().lock(), &mut io::stdout().lock())
    } else {
        scan_files(&engine, arguments, &mut io::stdout().lock())
    };
    match result {
        Ok(true) if damaged.is_empty() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        // Whoever reads the output has seen enough (`postil scan … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("postil: {error}");
            ExitCode::FAILURE
        }
    }
}

fn scan_files(engine: &Engine<'_>, arguments: &Arguments, out: &mut impl Write) -> io::Result<bool> {
    let mut all_read = true;
    let preferences =
        Preferences { currency: arguments.to, units: arguments.units.unwrap_or_default(), ..Preferences::default() };
    for path in &arguments.files {
        let bytes = match input::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("postil: cannot read {}: {error}", path.display());
                all_read = false;
                continue;
            }
        };
        let url = arguments.url.as_deref();
        let article = match arguments.format.resolve(path, &bytes) {
            Format::Html => input::read_page(&crate::html::decode(&bytes), url),
            Format::Text | Format::Auto => {
                let (text, note) = input::decode_text(&bytes);
                if let Some(note) = note {
                    eprintln!("postil: {}: {note}", path.display());
                }
                plain(text.into_owned(), url)
            }
        };
        let article = stated(article, arguments.date, arguments.lang.as_deref());
        let id = (path.as_os_str() != "-").then(|| Value::from(path.to_string_lossy()));
        let document = Document::new(id, &article, &engine.scan(&article, &preferences));
        serde_json::to_writer_pretty(&mut *out, &document)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(all_read)
}

fn scan_lines(
    engine: &Engine<'_>,
    arguments: &Arguments,
    lines: &mut impl BufRead,
    out: &mut impl Write,
) -> io::Result<bool> {
    let mut all_read = true;
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(all_read);
        }
        let json = match answer(engine, arguments, &line) {
            Ok(document) => serde_json::to_string(&document)?,
            Err((id, error)) => {
                all_read = false;
                serde_json::to_string(&Refusal { id, error: error.to_string() })?
            }
        };
        writeln!(out, "{}", on_one_line(json))?;
        // A program at the other end may wait for this answer before it asks the next.
        out.flush()?;
    }
}

/// JSON whose strings hold no character that some reader of lines takes for the end of one (Python's
/// `splitlines` does); JSON itself allows them.
fn on_one_line(json: String) -> String {
    let ends_line = |c: char| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    if !json.contains(ends_line) {
        return json;
    }
    json.replace('\u{85}', "\\u0085").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The answer to one line; else its id, where it has one, and why not.
fn answer(engine: &Engine<'_>, arguments: &Arguments, line: &[u8]) -> Result<Document, (Option<Value>, LineError)> {
    let line = std::str::from_utf8(line).map_err(|error| (None, LineError::Encoding(error.valid_up_to())))?;
    let value: Value = serde_json::from_str(line).map_err(|error| (None, LineError::Json(error)))?;
    let Value::Object(mut fields) = value else { return Err((None, LineError::NotAnObject)) };
    let id = fields.remove("id").filter(|id| !id.is_null());
    let read = || -> Result<(Article, Preferences), LineError> {
        let string = |name: &'static str| match fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(LineError::NotAString(name)),
        };
        let url = string("url")?.or(arguments.url.as_deref());
        let date = field(string("date")?, "date", parse_date)?.or(arguments.date);
        let lang = field(string("lang")?, "lang", parse_language)?.or_else(|| arguments.lang.clone());
        let currency = field(string("to")?, "to", parse_currency)?.or(arguments.to);
        let units = field(string("units")?, "units", parse_units)?.or(arguments.units).unwrap_or_default();
        let article = match (string("text")?, string("html")?) {
            (Some(text), None) => plain(text.to_owned(), url),
            (None, Some(html)) => input::read_page(html, url),
            (None, None) => return Err(LineError::NoInput),
            (Some(_), Some(_)) => return Err(LineError::TwoInputs),
        };
        Ok((stated(article, date, lang.as_deref()), Preferences { currency, units, ..Preferences::default() }))
    };
    match read() {
        Ok((article, preferences)) => Ok(Document::new(id, &article, &engine.scan(&article, &preferences))),
        Err(error) => Err((id, error)),
    }
}

fn field<T>(
    text: Option<&str>,
    field: &'static str,
    parse: impl Fn(&str) -> Result<T, ValueError>,
) -> Result<Option<T>, LineError> {
    text.map(parse).transpose().map_err(|error| LineError::Value { field, error })
}

fn plain(text: String, url: Option<&str>) -> Article {
    Article { url: url.map(str::to_owned), ..Article::from_text(text) }
}

/// The article with what the caller states of it; that is worth more than what the page says.
fn stated(mut article: Article, date: Option<Date>, language: Option<&str>) -> Article {
    article.published = date.or(article.published);
    article.language = language.map(str::to_owned).or(article.language);
    article.site_country =
        article.site_country.or_else(|| article::site_country(article.url.as_deref(), article.language.as_deref()));
    article
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        arguments: Arguments,
    }

    /// The answers to lines, and whether all were read.
    fn lines(options: &[&str], input: &[u8]) -> (Vec<Value>, bool) {
        let command = Command::try_parse_from(["scan", "--lines"].iter().chain(options)).unwrap();
        let mut out = Vec::new();
        let engine = Engine::new(tables::all()).0;
        let all_read = scan_lines(&engine, &command.arguments, &mut &*input, &mut out).unwrap();
        (String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect(), all_read)
    }

    fn error_of(options: &[&str]) -> String {
        Command::try_parse_from(["scan", "a.html"].iter().chain(options)).err().unwrap().to_string()
    }

    #[test]
    fn a_text_comes_back_unchanged_with_its_id() {
        let (answers, all_read) = lines(
            &[],
            "{\"id\": \"a1\", \"text\": \"  Two\\n\\nlines \", \"date\": \"2022-10-06\", \"lang\": \"en_GB\"}\n"
                .as_bytes(),
        );
        assert!(all_read);
        assert_eq!(answers[0]["id"], "a1");
        assert_eq!(answers[0]["text"], "  Two\n\nlines ");
        assert_eq!(answers[0]["meta"]["published"], "2022-10-06");
        assert_eq!(answers[0]["meta"]["language"], "en-GB");
        assert_eq!(answers[0]["meta"]["title"], Value::Null);
    }

    #[test]
    fn a_page_is_read_and_the_callers_date_wins() {
        let html = "<html lang=en><title>T</title><meta property='article:published_time' content='2020-01-01'><p>One</p><p>Two<br>Three</p>";
        let line = serde_json::json!({"id": 7, "html": html, "date": "2022-10-06"}).to_string();
        let (answers, _) = lines(&[], line.as_bytes());
        assert_eq!(answers[0]["id"], 7);
        assert_eq!(answers[0]["text"], "One\nTwo\nThree");
        assert_eq!(answers[0]["meta"]["published"], "2022-10-06");
    }

    #[test]
    fn a_broken_line_is_answered_in_its_place_and_the_others_go_on() {
        let input = b"{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\", \n[1]\n\n{\"id\":\"c\"}\n{\"id\":\"d\",\"text\":3}\n\xff\n{\"id\":\"e\",\"text\":\"y\",\"html\":\"z\"}\n{\"id\":\"f\",\"text\":\"y\"}";
        let (answers, all_read) = lines(&[], input);
        assert!(!all_read);
        let got: Vec<(&Value, bool)> =
            answers.iter().map(|answer| (&answer["id"], answer["error"].is_string())).collect();
        let null = Value::Null;
        let id = |text: &str| Value::from(text);
        assert_eq!(
            got,
            [
                (&id("a"), false),
                (&null, true),
                (&null, true),
                (&null, true),
                (&id("c"), true),
                (&id("d"), true),
                (&null, true),
                (&id("e"), true),
                (&id("f"), false)
            ]
        );
    }

    #[test]
    fn a_line_separator_in_a_text_does_not_end_the_answers_line() {
        let input = serde_json::json!({"text": "one\u{2028}two\u{85}three\u{2029}"}).to_string();
        let command = Command::try_parse_from(["scan", "--lines"]).unwrap();
        let mut out = Vec::new();
        scan_lines(&Engine::new(tables::all()).0, &command.arguments, &mut input.as_bytes(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(!out.contains(['\u{85}', '\u{2028}', '\u{2029}']), "{out}");
        let answer: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(answer["text"], "one\u{2028}two\u{85}three\u{2029}");
    }

    #[test]
    fn a_lines_bad_field_is_named_with_what_is_accepted() {
        let (answers, _) = lines(
            &["--to", "usd"],
            b"{\"id\":1,\"text\":\"\",\"date\":\"2022-02-30\"}\n{\"text\":\"\",\"to\":\"euros\"}\n{\"text\":\"\",\"units\":\"feet\"}\n{\"text\":\"\",\"lang\":\"{}\"}",
        );
        assert_eq!(
            answers[0]["error"],
            "\"date\": \"2022-02-30\" is not a day of the calendar; write it as YYYY-MM-DD, for example 2022-10-06"
        );
        assert_eq!(
            answers[1]["error"],
            "\"to\": \"euros\" is not a currency; write its ISO 4217 code, for example EUR or MXN"
        );
        assert_eq!(answers[2]["error"], "\"units\": \"feet\" is not a system of units; write metric or imperial");
        assert_eq!(answers[3]["error"], "\"lang\": \"{}\" is not a language; write its tag, for example en or en-GB");
    }

    #[test]
    fn a_bad_option_is_named_with_what_is_accepted() {
        for (option, value, accepted) in [
            ("--date", "06.10.2022", "YYYY-MM-DD"),
            ("--date", "20221006", "YYYY-MM-DD"),
            ("--to", "€", "ISO 4217"),
            ("--to", "QQQ", "ISO 4217"),
            ("--units", "both", "metric or imperial"),
            ("--lang", "??", "en-GB"),
            ("--format", "pdf", "html"),
        ] {
            let error = error_of(&[option, value]);
            assert!(error.contains(option) && error.contains(value) && error.contains(accepted), "{error}");
        }
    }
}
