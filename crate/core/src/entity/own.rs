//! The reader's own list of names: what she adds, corrects or dismisses goes before the model.

use super::{
    document::Document,
    hash::{Numbering, hash_folded, join},
    name::{Name, lay_over},
};
use crate::{
    mark::EntityType,
    text::{TokenKind, TokenizedText},
};

/// A name on the reader's list.
///
/// It is found wherever the article writes it, whatever the accents, and in any case but one: a name
/// with a capital is not found where the text has none.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct OwnName {
    /// The name.
    pub name: String,
    /// What it names; `None` if it is never to be marked.
    pub entity_type: Option<EntityType>,
}

/// Lays the reader's names over those found.
pub fn apply(document: &Document<'_, '_>, own: &[OwnName], names: &mut Vec<Name>) {
    if own.is_empty() {
        return;
    }
    let mut known = Numbering::with_capacity(own.len());
    // Every beginning of a name is known too, so that the search goes on only where one may end.
    let mut targets: Vec<Option<&OwnName>> = Vec::new();
    for entry in own {
        let mut key = 1;
        let words = words(&entry.name);
        for (index, word) in words.iter().enumerate() {
            key = join(key, *word);
            let (number, new) = known.number(key);
            if new {
                targets.push(None);
            }
            if index + 1 == words.len() {
                targets[number] = Some(entry);
            }
        }
    }
    let mut found: Vec<(Name, bool)> = Vec::new();
    let mut start = 0;
    while start < document.words.len() {
        let (mut key, mut end, mut best) = (1, start, None);
        for token in start..document.words.len() {
            if document.text.tokens[token].kind == TokenKind::Break {
                break;
            }
            key = join(key, document.word(token).folded);
            let Some(number) = known.get(key) else { break };
            if let Some(entry) = targets[number].filter(|entry| case_fits(document, start, entry)) {
                best = Some(entry);
                end = token + 1;
            }
        }
        match best {
            Some(entry) => {
                let entity_type = entry.entity_type.unwrap_or(EntityType::Work);
                found.push((Name { start, end, entity_type, score: 1.0 }, entry.entity_type.is_some()));
                start = end;
            }
            None => start += 1,
        }
    }
    // A dismissed name goes where it stands alone; within a longer name it stays part of that.
    names.retain(|name| !found.iter().any(|(own, marked)| !marked && own.start <= name.start && name.end <= own.end));
    lay_over(names, found.into_iter().filter(|(_, marked)| *marked).map(|(name, _)| name).collect(), |_, _| false);
}

fn words(name: &str) -> Vec<u32> {
    let text = TokenizedText::new(name);
    text.tokens
        .iter()
        .filter(|token| token.kind != TokenKind::Break)
        .map(|token| hash_folded(token.span.of(name)))
        .collect()
}

fn case_fits(document: &Document<'_, '_>, start: usize, entry: &OwnName) -> bool {
    let capital = entry.name.trim_start().chars().next().is_some_and(char::is_uppercase);
    !capital || document.word(start).is_capital()
}
