//! Where an article's own text, date, language and title are, in any tree of nodes.
//!
//! The page comes in as a flat [`Tree`], which the content script fills from the DOM and the
//! command line from an HTML parser; what goes out is an [`Article`] whose text remembers, by
//! [`Segment`]s, which node every byte of it came from.

mod body;
mod date;
mod extract;
mod hints;
mod json_ld;
mod keep;
mod language;
mod metadata;
mod outline;
mod render;
mod site;
#[cfg(test)]
mod tests;
mod tree;

pub use extract::{extract, extract_in_slices, whole_page};
pub use language::tag as language_tag;
pub use site::country as site_country;
pub use tree::{Element, Node, NodeId, NodeKind, Tree};

use jiff::civil::Date;

use crate::{
    mark::Country,
    pause::{Never, at_once},
};

/// An article, as the engine reads it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Article {
    /// The article's own text; blocks separated by `\n`.
    pub text: String,
    /// Which node each part of the text came from, in the order of the text. Empty for plain text.
    pub segments: Vec<Segment>,
    /// The title, where one is known.
    pub title: Option<String>,
    /// The day it was published, where known.
    pub published: Option<Date>,
    /// BCP 47 language tag, where known: `en`, `en-GB`.
    pub language: Option<String>,
    /// The page's address, where known.
    pub url: Option<String>,
    /// The country the site is of, where its address or language says so (`.mx`, `en-GB`).
    pub site_country: Option<Country>,
}

/// A run of the article's text that stands unbroken in one text node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment {
    /// First byte in [`Article::text`].
    pub start: usize,
    /// Length in bytes of the article's text; the node has the same characters there.
    pub length: usize,
    /// The text node.
    pub node: NodeId,
    /// Offset of the run in the node's own text, in UTF-16 code units.
    pub node_utf16: usize,
}

impl Article {
    /// Cuts the text behind the last whole block that ends within `limit` bytes; says whether anything was cut.
    ///
    /// For a reader who waits: a page of 5 MB has 350,000 marks, which took a browser more than a minute to paint.
    ///
    /// ```
    /// use postil_core::article::Article;
    /// let mut article = Article::from_text("One.\nTwo.\nThree.");
    /// assert!(article.shorten(12));
    /// assert_eq!(article.text, "One.\nTwo.");
    /// assert!(!article.shorten(12));
    /// ```
    pub fn shorten(&mut self, limit: usize) -> bool {
        if self.text.len() <= limit {
            return false;
        }
        let within = self.text.floor_char_boundary(limit);
        let end = self.text[..within].rfind('\n').unwrap_or(within);
        self.text.truncate(end);
        self.segments.retain_mut(|segment| {
            segment.length = segment.length.min(end.saturating_sub(segment.start));
            segment.length > 0
        });
        true
    }

    /// An article that is plain text: no nodes, nothing known beside the text.
    ///
    /// ```
    /// use postil_core::article::Article;
    /// assert_eq!(Article::from_text("Two lines.\nNo more.").text, "Two lines.\nNo more.");
    /// ```
    pub fn from_text(text: impl Into<String>) -> Self {
        Article { text: text.into(), ..Article::default() }
    }

    /// Whether names can be read in it: the recognizer knows English alone. Where no language is
    /// stated, the text's own words tell; where they do not tell either, it is taken for English.
    ///
    /// ```
    /// use postil_core::article::Article;
    /// let mut article = Article::from_text("26,000 pesos");
    /// assert!(article.reads_as_english());
    /// article.language = Some("es-MX".into());
    /// assert!(!article.reads_as_english());
    /// ```
    pub fn reads_as_english(&self) -> bool {
        match &self.language {
            Some(tag) => language::primary(tag) == "en",
            None => at_once(language::guess(&self.text, &Never)).is_none_or(|guess| guess == "en"),
        }
    }
}
