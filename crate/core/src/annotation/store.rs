//! What happens to a stored page when the reader changes something.
//!
//! A change is a [`Command`]: what the reader did, small enough that two tabs which change different
//! things of one annotation do not undo each other. [`apply`] gives the page as it then is and the
//! command that takes the change back; undoing an undo is redoing.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Annotation, Classification, Page, Target};

/// The storage keys of pages begin so.
pub const PAGE_PREFIX: &str = "page:";

/// The storage key of the article with that identity.
pub fn page_key(article: &str) -> String {
    format!("{PAGE_PREFIX}{article}")
}

/// One change to what is saved of an article.
///
/// `now` is the time of the change, `2026-11-22T23:10:00Z`; in the inverse of a change it is the
/// time that the annotation bore before.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Keep a new annotation. One with the same id is replaced, so that a change which was tried
    /// again is there once.
    Add {
        /// The annotation, with a fresh id.
        annotation: Annotation,
    },
    /// Replace an annotation by its new form.
    Update {
        /// The annotation, with the id of the one it replaces.
        annotation: Annotation,
    },
    /// Forget an annotation.
    Delete {
        /// Its id.
        id: String,
    },
    /// Set the note, or remove it with an empty one.
    SetNote {
        /// The annotation.
        id: String,
        /// In Markdown.
        note: String,
        /// When.
        now: String,
    },
    /// Set the tags.
    SetTags {
        /// The annotation.
        id: String,
        /// All of them.
        tags: Vec<String>,
        /// When.
        now: String,
    },
    /// Set the colour, or the default one.
    SetColour {
        /// The annotation.
        id: String,
        /// `yellow`, `green` …
        colour: Option<String>,
        /// When.
        now: String,
    },
    /// Correct what the mark says.
    SetClassification {
        /// The annotation.
        id: String,
        /// Type, value, currency …
        reading: Option<Classification>,
        /// When.
        now: String,
    },
    /// Correct the place: another span, or the place where the quote was found again.
    SetTarget {
        /// The annotation.
        id: String,
        /// The new place; see [`Annotation::set_span`].
        target: Target,
        /// When.
        now: String,
    },
    /// Set the page note.
    SetPageNote {
        /// An annotation of the article as a whole ([`Annotation::about_page`]) with the note; where
        /// there is a page note already, only the note is taken from it. Without a note the page
        /// note is removed.
        annotation: Annotation,
    },
    /// Several changes at once: all of them or none.
    Many {
        /// In this order.
        commands: Vec<Command>,
    },
}

impl Command {
    /// How many annotations it forgets.
    pub fn deletes(&self) -> usize {
        match self {
            Command::Delete { .. } => 1,
            Command::Many { commands } => commands.iter().map(Command::deletes).sum(),
            _ => 0,
        }
    }

    /// Whether the page is already as this change makes it: it was made, and only its confirmation
    /// was lost.
    ///
    /// ```
    /// use postil_core::annotation::{Page, store::Command};
    /// let page = Page::new("https://example.com/a", "https://example.com/a");
    /// assert!(Command::Delete { id: "urn:uuid:1".into() }.is_done(&page));
    /// ```
    pub fn is_done(&self, page: &Page) -> bool {
        match self {
            Command::Delete { id } => page.annotation(id).is_none(),
            Command::Many { commands } => commands.iter().all(|command| command.is_done(page)),
            Command::SetPageNote { annotation } => page.page_note().and_then(Annotation::note) == annotation.note(),
            _ => apply(page.clone(), self.clone()).is_ok_and(|applied| applied.page == *page),
        }
    }
}

/// Why a change does not fit the page.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum StoreError {
    /// The annotation to change is not there.
    #[error("the annotation {id} is no longer saved on this page")]
    Gone {
        /// Its id.
        id: String,
    },
}

/// A page after a change.
#[derive(Clone, PartialEq, Debug)]
pub struct Applied {
    /// The page as it now is.
    pub page: Page,
    /// What takes the change back.
    pub inverse: Command,
}

/// Applies a change.
///
/// # Errors
/// [`StoreError::Gone`] where the annotation to change is not on the page.
pub fn apply(mut page: Page, command: Command) -> Result<Applied, StoreError> {
    let inverse = change(&mut page, command)?;
    Ok(Applied { page, inverse })
}

fn change(page: &mut Page, command: Command) -> Result<Command, StoreError> {
    Ok(match command {
        Command::Add { annotation } => {
            let known = page.annotations.iter_mut().find(|known| known.id == annotation.id);
            match known {
                Some(known) => Command::Update { annotation: std::mem::replace(known, annotation) },
                None => {
                    let inverse = Command::Delete { id: annotation.id.clone() };
                    page.annotations.push(annotation);
                    inverse
                }
            }
        }
        Command::Update { annotation } => {
            let known = find(page, &annotation.id)?;
            Command::Update { annotation: std::mem::replace(known, annotation) }
        }
        Command::Delete { id } => {
            let at = page.annotations.iter().position(|known| known.id == id).ok_or(StoreError::Gone { id })?;
            Command::Add { annotation: page.annotations.remove(at) }
        }
        Command::SetNote { id, note, now } => {
            let known = find(page, &id)?;
            let before = (known.note().unwrap_or_default().to_owned(), known.modified.clone());
            known.set_note(&note, &now);
            Command::SetNote { id, note: before.0, now: before.1 }
        }
        Command::SetTags { id, tags, now } => {
            let known = find(page, &id)?;
            let before = (known.tags().map(str::to_owned).collect(), known.modified.clone());
            known.set_tags(tags.iter().map(String::as_str), &now);
            Command::SetTags { id, tags: before.0, now: before.1 }
        }
        Command::SetColour { id, colour, now } => {
            let known = find(page, &id)?;
            let before = (known.colour().map(str::to_owned), known.modified.clone());
            known.set_colour(colour.as_deref(), &now);
            Command::SetColour { id, colour: before.0, now: before.1 }
        }
        Command::SetClassification { id, reading, now } => {
            let known = find(page, &id)?;
            let before = (known.classification().cloned(), known.modified.clone());
            known.set_classification(reading, &now);
            Command::SetClassification { id, reading: before.0, now: before.1 }
        }
        Command::SetTarget { id, target, now } => {
            let known = find(page, &id)?;
            let before = (known.target.clone(), known.modified.clone());
            // The colour is part of the target and no part of the place.
            let style_class = known.target.style_class.take();
            known.target = Target { style_class, ..target };
            known.modified = now;
            known.refresh_motivation();
            Command::SetTarget { id, target: before.0, now: before.1 }
        }
        Command::SetPageNote { annotation } => set_page_note(page, annotation)?,
        Command::Many { commands } => {
            let mut changed = page.clone();
            let mut inverses = Vec::with_capacity(commands.len());
            for command in commands {
                inverses.push(change(&mut changed, command)?);
            }
            *page = changed;
            inverses.reverse();
            Command::Many { commands: inverses }
        }
    })
}

fn set_page_note(page: &mut Page, annotation: Annotation) -> Result<Command, StoreError> {
    let known = page.page_note().map(|known| known.id.clone());
    match (known, annotation.note().map(str::to_owned)) {
        (None, None) => Ok(Command::Many { commands: Vec::new() }),
        (None, Some(_)) => change(page, Command::Add { annotation }),
        (Some(id), None) => change(page, Command::Delete { id }),
        (Some(id), Some(note)) => change(page, Command::SetNote { id, note, now: annotation.modified }),
    }
}

fn find<'p>(page: &'p mut Page, id: &str) -> Result<&'p mut Annotation, StoreError> {
    let known = page.annotations.iter_mut().find(|known| known.id == id);
    known.ok_or_else(|| StoreError::Gone { id: id.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotation::Context, article::Article, text::Span};
    use proptest::prelude::*;

    fn annotation(id: &str) -> Annotation {
        let context = Context {
            id: id.into(),
            now: "2026-01-01T00:00:00Z".into(),
            url: "https://example.com/a".into(),
            ..Context::default()
        };
        Annotation::from_span(&Article::from_text("one two three"), Span::new(4, 7), context)
    }

    fn page_note(id: &str, note: &str) -> Annotation {
        let mut annotation = annotation(id);
        annotation.target.selectors.clear();
        annotation.set_note(note, "2026-01-02T00:00:00Z");
        annotation
    }

    fn after(page: Page, command: Command) -> Page {
        apply(page, command).unwrap().page
    }

    #[test]
    fn a_change_tried_again_is_there_once() {
        let page = Page::new("https://example.com/a", "https://example.com/a");
        let add = Command::Add { annotation: annotation("urn:uuid:1") };
        let page = after(after(page, add.clone()), add);
        assert_eq!(page.annotations.len(), 1);
    }

    #[test]
    fn two_tabs_changing_different_things_keep_both() {
        let mut page = Page::new("k", "https://example.com/a");
        page.annotations.push(annotation("urn:uuid:1"));
        let now = String::from("2026-01-03T00:00:00Z");
        let page =
            after(page, Command::SetNote { id: "urn:uuid:1".into(), note: "from one tab".into(), now: now.clone() });
        let page = after(page, Command::SetTags { id: "urn:uuid:1".into(), tags: vec!["from another".into()], now });
        let kept = page.annotation("urn:uuid:1").unwrap();
        assert_eq!((kept.note(), kept.tags().collect::<Vec<_>>()), (Some("from one tab"), vec!["from another"]));
    }

    #[test]
    fn a_change_is_known_to_be_made() {
        let before = Page { annotations: vec![annotation("urn:uuid:1")], ..Page::new("k", "https://example.com/a") };
        let (id, now) = (String::from("urn:uuid:1"), String::from("2026-01-03T00:00:00Z"));
        for command in [
            Command::Add { annotation: annotation("urn:uuid:2") },
            Command::Delete { id: id.clone() },
            Command::SetPageNote { annotation: page_note("urn:uuid:3", "a note") },
            Command::Many {
                commands: vec![
                    Command::SetTags { id: id.clone(), tags: vec!["army".into()], now: now.clone() },
                    Command::SetNote { id: id.clone(), note: "<script>".into(), now: now.clone() },
                    Command::SetColour { id, colour: Some("green".into()), now },
                ],
            },
        ] {
            assert!(!command.is_done(&before), "{command:?}");
            assert!(command.is_done(&after(before.clone(), command.clone())), "{command:?}");
        }
    }

    #[test]
    fn what_is_gone_is_said_to_be_gone() {
        let page = Page::new("k", "https://example.com/a");
        let gone = apply(page, Command::Delete { id: "urn:uuid:1".into() });
        assert_eq!(gone.unwrap_err().to_string(), "the annotation urn:uuid:1 is no longer saved on this page");
    }

    #[test]
    fn many_changes_are_all_or_none() {
        let mut page = Page::new("k", "https://example.com/a");
        page.annotations.push(annotation("urn:uuid:1"));
        let commands = vec![Command::Delete { id: "urn:uuid:1".into() }, Command::Delete { id: "urn:uuid:2".into() }];
        assert!(apply(page.clone(), Command::Many { commands }).is_err());
        assert_eq!(page.annotations.len(), 1);
    }

    #[test]
    fn a_page_has_one_page_note() {
        let page = Page::new("k", "https://example.com/a");
        let page = after(page, Command::SetPageNote { annotation: page_note("urn:uuid:1", "first") });
        let page = after(page, Command::SetPageNote { annotation: page_note("urn:uuid:2", "second") });
        assert_eq!(page.annotations.len(), 1);
        assert_eq!(page.page_note().and_then(Annotation::note), Some("second"));
        let page = after(page, Command::SetPageNote { annotation: page_note("urn:uuid:3", "") });
        assert_eq!(page.page_note(), None);
    }

    fn command() -> impl Strategy<Value = Command> {
        let id = || prop_oneof![Just("urn:uuid:1".to_owned()), Just("urn:uuid:2".to_owned())];
        let now = || Just("2026-01-05T00:00:00Z".to_owned());
        let one = prop_oneof![
            id().prop_map(|id| Command::Add { annotation: annotation(&id) }),
            id().prop_map(|id| Command::Delete { id }),
            (id(), "[a-c]{0,2}", now()).prop_map(|(id, note, now)| Command::SetNote { id, note, now }),
            (id(), proptest::collection::vec("[a-c]", 0..3), now()).prop_map(|(id, tags, now)| Command::SetTags {
                id,
                tags,
                now
            }),
            (id(), proptest::option::of("[a-c]{2}"), now()).prop_map(|(id, colour, now)| Command::SetColour {
                id,
                colour,
                now
            }),
            (id(), now()).prop_map(|(id, now)| Command::SetClassification {
                id,
                reading: Some(Classification {
                    kind: "money".into(),
                    mark_type: "amount".into(),
                    ..Default::default()
                }),
                now
            }),
            (id(), now()).prop_map(|(id, now)| Command::SetTarget { target: annotation(&id).target, id, now }),
            "[a-c]{0,2}".prop_map(|note| Command::SetPageNote { annotation: page_note("urn:uuid:9", &note) }),
        ];
        let several = proptest::collection::vec(one.clone(), 0..3).prop_map(|commands| Command::Many { commands });
        prop_oneof![4 => one, 1 => several]
    }

    /// The order of annotations and of bodies says nothing.
    fn sorted(page: &Page) -> Vec<String> {
        let mut all: Vec<String> = page
            .annotations
            .iter()
            .map(|annotation| {
                let mut annotation = annotation.clone();
                annotation.bodies.sort_by_key(|body| format!("{body:?}"));
                format!("{annotation:?}")
            })
            .collect();
        all.sort();
        all
    }

    proptest! {
        #[test]
        fn every_change_can_be_taken_back_and_done_again(commands in proptest::collection::vec(command(), 0..12)) {
            let mut page = Page::new("k", "https://example.com/a");
            for command in commands {
                let json = serde_json::to_string(&command).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Command>(&json).unwrap(), &command);
                let Ok(done) = apply(page.clone(), command) else { continue };
                let undone = apply(done.page.clone(), done.inverse).unwrap();
                prop_assert_eq!(sorted(&undone.page), sorted(&page));
                let redone = apply(undone.page, undone.inverse).unwrap();
                prop_assert_eq!(sorted(&redone.page), sorted(&done.page));
                page = done.page;
            }
        }
    }
}
