//! The annotated corpora of the developers' data folder.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use flate2::read::GzDecoder;
use postil_core::mark::EntityType;
use serde::Deserialize;

use crate::Failure;

/// A document with its annotation; offsets are bytes.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id in the corpus.
    pub id: String,
    /// The text.
    pub text: String,
    /// Annotated spans, sorted, never overlapping.
    pub spans: Vec<Gold>,
    /// The types that are annotated (close to) exhaustively.
    pub complete: Vec<EntityType>,
}

/// One annotated span.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gold {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub label: GoldLabel,
}

/// What an annotated span is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GoldLabel {
    /// A name of a known type.
    Entity(EntityType),
    /// A name, or perhaps one, whose type is unknown.
    Unknown,
    /// A date, number … that is no name.
    Figure,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    text: String,
    spans: Vec<(usize, usize, String)>,
    #[serde(default)]
    types_annotated: Vec<String>,
}

/// The type by its name in the corpora.
pub fn entity_type(name: &str) -> Option<EntityType> {
    EntityType::ALL.into_iter().find(|t| t.as_str() == name)
}

fn lines(path: &Path) -> Result<Vec<Line>, Failure> {
    let file = File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> = if packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let mut out = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(|e| format!("{}: {e}", path.display()))?;
        out.push(serde_json::from_str(&line).map_err(|e| format!("{}:{}: {e}", path.display(), number + 1))?);
    }
    Ok(out)
}

fn to_bytes(text: &str, spans: &[(usize, usize, String)]) -> Vec<Gold> {
    let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    offsets.push(text.len());
    let byte = |code_point: usize| offsets.get(code_point).copied().unwrap_or(text.len());
    spans
        .iter()
        .map(|(start, end, name)| {
            let label = match (entity_type(name), name.as_str()) {
                (Some(entity_type), _) => GoldLabel::Entity(entity_type),
                (None, "misc") => GoldLabel::Unknown,
                (None, _) => GoldLabel::Figure,
            };
            Gold { start: byte(*start), end: byte(*end), label }
        })
        .collect()
}

/// Reads a corpus file, `*.jsonl.gz`.
///
/// # Errors
/// A file that is missing or malformed, with its name and line.
pub fn read(path: &Path) -> Result<Vec<Document>, Failure> {
    let documents = lines(path)?.into_iter().map(|line| Document {
        spans: to_bytes(&line.text, &line.spans),
        complete: line.types_annotated.iter().filter_map(|name| entity_type(name)).collect(),
        id: line.id,
        text: line.text,
    });
    Ok(documents.collect())
}

/// Reads another reader's labels of the same documents in the same order.
///
/// # Errors
/// As [`read`]; also where the documents differ.
pub fn read_answers(path: &Path, documents: &[Document]) -> Result<Vec<Vec<Gold>>, Failure> {
    let lines = lines(path)?;
    if lines.len() != documents.len() || lines.iter().zip(documents).any(|(line, document)| line.id != document.id) {
        return Err(format!("{}: not the labels of these documents", path.display()).into());
    }
    Ok(lines.iter().zip(documents).map(|(line, document)| to_bytes(&document.text, &line.spans)).collect())
}
