//! Annotations of a file and those that are saved, put together without losing either.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::annotation::{Annotation, Page, identity, page::SCHEMA, read::is_iri};

/// What an import does.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Merged {
    /// The pages that change, as they then are.
    pub pages: Vec<Page>,
    /// How many annotations are new.
    pub added: usize,
    /// How many replace an older form of themselves.
    pub updated: usize,
    /// How many were there already, as they are or newer.
    pub unchanged: usize,
    /// What was changed in two ways at once and is kept in both.
    pub conflicts: Vec<Conflict>,
}

/// An annotation that file and store have in different forms of the same time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conflict {
    /// The article.
    pub page: String,
    /// The id, under which the saved form stays.
    pub id: String,
    /// The id under which the file's form is kept beside it.
    pub kept_as: String,
}

/// Puts annotations into the pages that are saved.
///
/// The same annotation (by its id) is there once: the newer form wins; two forms of one time are
/// both kept. Importing the same file again changes nothing. `saved` are all pages; of them only
/// those that change are returned.
pub fn merge(saved: Vec<Page>, incoming: Vec<Annotation>) -> Merged {
    let mut merged = Merged::default();
    let mut pages: BTreeMap<String, Page> = saved.into_iter().map(|page| (page.key.clone(), page)).collect();
    let mut places: BTreeMap<String, String> = pages
        .iter()
        .flat_map(|(key, page)| page.annotations.iter().map(|annotation| (annotation.id.clone(), key.clone())))
        .collect();
    let mut changed = BTreeSet::new();
    for annotation in incoming {
        // An annotation stays with the article it is saved with, wherever the file has it.
        let key = places.get(&annotation.id).cloned().unwrap_or_else(|| article_key(&annotation));
        let page = pages.entry(key.clone()).or_insert_with(|| Page::new(&key, &annotation.target.source));
        page.schema = SCHEMA;
        let known = page.annotations.iter().position(|known| known.id == annotation.id);
        match known {
            None => {
                merged.added += 1;
                places.insert(annotation.id.clone(), key.clone());
                put(page, annotation);
            }
            Some(at) if page.annotations[at] == annotation => {
                merged.unchanged += 1;
                continue;
            }
            Some(at) => match newer(&annotation.modified, &page.annotations[at].modified) {
                Some(true) => {
                    merged.updated += 1;
                    page.annotations[at] = annotation;
                }
                Some(false) => {
                    merged.unchanged += 1;
                    continue;
                }
                None => {
                    let id = annotation.id.clone();
                    let kept_as = conflict_id(&annotation);
                    if page.annotation(&kept_as).is_some() {
                        merged.unchanged += 1;
                        continue;
                    }
                    places.insert(kept_as.clone(), key.clone());
                    put(page, Annotation { id: kept_as.clone(), ..annotation });
                    merged.conflicts.push(Conflict { page: key.clone(), id, kept_as });
                }
            },
        }
        changed.insert(key);
    }
    merged.pages = pages.into_iter().filter(|(key, _)| changed.contains(key)).map(|(_, page)| page).collect();
    merged
}

fn put(page: &mut Page, annotation: Annotation) {
    page.title = page.title.take().or_else(|| annotation.target.title.clone());
    page.published = page.published.take().or_else(|| annotation.target.published.clone());
    page.annotations.push(annotation);
}

/// The article of an annotation: the identity that the file states, if it is one, else that of the
/// address.
fn article_key(annotation: &Annotation) -> String {
    let is_one = |key: &&str| is_iri(key) && identity::page_key(key, None, None) == **key;
    let stated = annotation.target.article.as_deref().filter(is_one);
    stated.map_or_else(|| identity::page_key(&annotation.target.source, None, None), str::to_owned)
}

/// Whether the first time is later; `None` for the same time.
fn newer(a: &str, b: &str) -> Option<bool> {
    let order = match (a.parse::<jiff::Timestamp>(), b.parse::<jiff::Timestamp>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => a.cmp(b),
    };
    match order {
        std::cmp::Ordering::Greater => Some(true),
        std::cmp::Ordering::Less => Some(false),
        std::cmp::Ordering::Equal => None,
    }
}

/// An id of its own that is the same each time the same file is imported.
fn conflict_id(annotation: &Annotation) -> String {
    let content = serde_json::to_string(annotation).unwrap_or_default();
    format!("{}#conflict-{:08x}", annotation.id, crc32fast::hash(content.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::{Context, export, import},
        article::Article,
        text::Span,
    };
    use proptest::prelude::*;

    fn annotation(id: &str, url: &str, note: &str, now: &str) -> Annotation {
        let context = Context { id: id.into(), now: now.into(), url: url.into(), ..Context::default() };
        let mut annotation = Annotation::from_span(&Article::from_text("one two three"), Span::new(4, 7), context);
        annotation.set_note(note, now);
        annotation
    }

    const OLD: &str = "2026-01-01T00:00:00Z";
    const NEW: &str = "2026-01-01T00:00:00.5Z";

    #[test]
    fn newer_wins_and_older_does_not() {
        let saved = merge(Vec::new(), vec![annotation("urn:x:1", "https://example.com/a", "old", OLD)]).pages;
        let newer = merge(saved.clone(), vec![annotation("urn:x:1", "https://example.com/a", "new", NEW)]);
        assert_eq!((newer.added, newer.updated, newer.unchanged), (0, 1, 0));
        assert_eq!(newer.pages[0].annotations[0].note(), Some("new"));
        let older = merge(newer.pages, vec![annotation("urn:x:1", "https://example.com/a", "old", OLD)]);
        assert_eq!((older.unchanged, older.pages.len()), (1, 0));
    }

    #[test]
    fn two_forms_of_one_time_are_both_kept_once() {
        let saved = merge(Vec::new(), vec![annotation("urn:x:1", "https://example.com/a", "mine", OLD)]).pages;
        let file = vec![annotation("urn:x:1", "https://example.com/a", "theirs", OLD)];
        let first = merge(saved, file.clone());
        assert_eq!(first.conflicts.len(), 1);
        let notes: Vec<_> = first.pages[0].annotations.iter().filter_map(Annotation::note).collect();
        assert_eq!(notes, ["mine", "theirs"]);
        let again = merge(first.pages, file);
        assert_eq!((again.conflicts.len(), again.unchanged, again.pages.len()), (0, 1, 0));
    }

    #[test]
    fn a_stated_identity_is_believed_only_if_it_is_one() {
        let mut stated = annotation("urn:x:1", "https://example.com/a?id=3", "", OLD);
        stated.target.article = Some("https://example.com/canonical".into());
        assert_eq!(merge(Vec::new(), vec![stated.clone()]).pages[0].key, "https://example.com/canonical");
        stated.target.article = Some("index".into());
        assert_eq!(merge(Vec::new(), vec![stated]).pages[0].key, "https://example.com/a?id=3");
    }

    proptest! {
        #[test]
        fn export_wipe_import_export_is_the_same_file(
            all in proptest::collection::vec(("[a-c]{1,2}", "[ab]", "(?s)[<a>`\\]\\[(:\n]{0,12}|.{0,12}", prop_oneof![Just(OLD), Just(NEW)]), 0..12)
        ) {
            let mut seen = BTreeSet::new();
            let all: Vec<Annotation> = all
                .into_iter()
                .filter(|(id, ..)| seen.insert(id.clone()))
                .map(|(id, page, note, now)| annotation(&format!("urn:x:{id}"), &format!("https://example.com/{page}"), &note, now))
                .collect();
            let count = all.len();
            let pages = merge(Vec::new(), all).pages;
            let file = export::collection_text(&pages);
            prop_assert_eq!(import::validate(file.as_bytes()), []);
            let read = import::read(file.as_bytes()).unwrap();
            prop_assert_eq!(read.annotations.len(), count);
            let again = merge(pages.clone(), read.annotations.clone());
            prop_assert_eq!((again.pages.len(), again.unchanged), (0, count));
            let wiped = merge(Vec::new(), read.annotations);
            prop_assert_eq!(export::collection_text(&wiped.pages), file);
        }
    }
}
