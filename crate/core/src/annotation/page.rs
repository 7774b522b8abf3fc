//! The value of one storage key: an article with what the reader keeps of it.

use serde::{Deserialize, Serialize};

use super::model::Annotation;

/// The version of [`Page`] that this build writes.
pub const SCHEMA: u32 = 1;

/// An article and its annotations, as they are stored.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Page {
    /// The version of this structure, [`SCHEMA`].
    pub schema: u32,
    /// The article's identity, see [`crate::annotation::identity::page_key`].
    pub key: String,
    /// The address it was last read at.
    pub url: String,
    /// The canonical address it states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day it was published, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// What its text is like, for recognizing it under another address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// What the reader keeps, in the order it was saved; the page note among them.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
}

impl Page {
    /// An article of which nothing is kept yet.
    pub fn new(key: impl Into<String>, url: impl Into<String>) -> Self {
        Page { schema: SCHEMA, key: key.into(), url: url.into(), ..Page::default() }
    }

    /// The annotation with that id.
    pub fn annotation(&self, id: &str) -> Option<&Annotation> {
        self.annotations.iter().find(|annotation| annotation.id == id)
    }

    /// The annotations as exports list them: in the order of the text, of one place the earlier made first.
    pub fn in_reading_order(&self) -> Vec<&Annotation> {
        let mut annotations: Vec<&Annotation> = self.annotations.iter().collect();
        crate::order::sort_by(&mut annotations, |a, b| {
            let later = || (&a.created, &a.id).cmp(&(&b.created, &b.id));
            a.position().cmp(&b.position()).then_with(later)
        });
        annotations
    }

    /// The annotation that holds the page note: the first note that is about the article as a whole.
    pub fn page_note(&self) -> Option<&Annotation> {
        self.annotations.iter().find(|annotation| annotation.is_about_page() && annotation.note().is_some())
    }
}
