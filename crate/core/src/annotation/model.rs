//! The model: W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>) as Postil writes them.
//!
//! What other tools wrote and Postil has no use for (a creator, rights, an audio body) is kept in
//! `extra` and written out again. The terms that Postil adds to the standard's are declared by
//! [`context`].

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::anchor::{Position, Quote};

/// The standard's own JSON-LD context.
pub const ANNOTATION_CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// The prefix of the terms that Postil adds: every name that the standard's context does not define.
pub const VOCABULARY: &str = "urn:x-postil:";

/// The `@context` of every file that Postil writes.
///
/// The standard's context, and [`VOCABULARY`] for what it does not define, so that a JSON-LD
/// processor drops no field.
pub fn context() -> Value {
    let mut own = Map::new();
    own.insert("@vocab".into(), VOCABULARY.into());
    own.insert("title".into(), "dcterms:title".into());
    own.insert("published".into(), "dcterms:issued".into());
    vec![Value::from(ANNOTATION_CONTEXT), own.into()].into()
}

/// One annotation: what the reader keeps of one place of one article, or of the article as a whole.
///
/// Serializes as the W3C Web Annotation it is; deserializing reads any W3C Web Annotation (see
/// [`crate::annotation::read`]).
#[derive(Clone, PartialEq, Debug)]
pub struct Annotation {
    /// An IRI, here `urn:uuid:…`.
    pub id: String,
    /// When it was made: `2026-11-22T23:10:00Z`.
    pub created: String,
    /// When it last changed, written like `created`.
    pub modified: String,
    /// Why it was made. [`Annotation::refresh_motivation`] keeps it in step with the bodies.
    pub motivation: Vec<Motivation>,
    /// What is said of the target.
    pub bodies: Vec<Body>,
    /// What it is said of.
    pub target: Target,
    /// Further targets of an imported annotation, kept as they came.
    pub more_targets: Vec<Value>,
    /// Further properties of an imported annotation (`creator`, `rights` …), kept as they came.
    pub extra: Map<String, Value>,
}

/// The reasons of the standard's vocabulary.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[allow(missing_docs)] // the standard's own words
pub enum Motivation {
    Assessing,
    Bookmarking,
    Classifying,
    Commenting,
    Describing,
    Editing,
    Highlighting,
    Identifying,
    Linking,
    Moderating,
    Questioning,
    Replying,
    Tagging,
    /// A term of another vocabulary.
    Other(String),
}

impl Motivation {
    /// The motivation's name in JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Motivation::Assessing => "assessing",
            Motivation::Bookmarking => "bookmarking",
            Motivation::Classifying => "classifying",
            Motivation::Commenting => "commenting",
            Motivation::Describing => "describing",
            Motivation::Editing => "editing",
            Motivation::Highlighting => "highlighting",
            Motivation::Identifying => "identifying",
            Motivation::Linking => "linking",
            Motivation::Moderating => "moderating",
            Motivation::Questioning => "questioning",
            Motivation::Replying => "replying",
            Motivation::Tagging => "tagging",
            Motivation::Other(name) => name,
        }
    }
}

impl From<String> for Motivation {
    /// Reads a name, with or without the vocabulary's prefix (`oa:commenting`).
    fn from(name: String) -> Self {
        use Motivation::*;
        let bare = name.strip_prefix("oa:").or_else(|| name.strip_prefix("http://www.w3.org/ns/oa#")).unwrap_or(&name);
        let known = [
            Assessing,
            Bookmarking,
            Classifying,
            Commenting,
            Describing,
            Editing,
            Highlighting,
            Identifying,
            Linking,
            Moderating,
            Questioning,
            Replying,
            Tagging,
        ];
        known.into_iter().find(|known| known.as_str() == bare).unwrap_or(Other(name))
    }
}

impl From<Motivation> for String {
    fn from(motivation: Motivation) -> Self {
        motivation.as_str().to_owned()
    }
}

/// What is said of the target. Its `purpose` tells which of Postil's bodies it is:
///
/// | purpose | body |
/// |---|---|
/// | `classifying` | what a mark says: `value` is its type, `reading` the [`Classification`] |
/// | `commenting` | the reader's note, `value`, in Markdown |
/// | `tagging` | one tag, `value` |
/// | `linking` | `source`: the address of something that belongs to it |
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Body {
    /// `TextualBody`, `SpecificResource`, or another tool's.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub body_type: Option<String>,
    /// What the body is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Motivation>,
    /// The text of a `TextualBody`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The media type of `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The address of a `SpecificResource`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What a mark says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<Classification>,
    /// Further properties of an imported body, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What a mark says, with the names of `postil scan`'s output: `kind`, `type`, and the type's own
/// fields (`value`, `currency`, `converted` with its rate, date and source, `unit` …).
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Classification {
    /// `entity`, `figure` or `money`.
    pub kind: String,
    /// `person`, `measure`, `amount` …
    #[serde(rename = "type")]
    pub mark_type: String,
    /// The type's own fields.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

/// What an annotation is about: a place of an article, or, without selectors, the article.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Target {
    /// The address of the page.
    pub source: String,
    /// The article's title.
    pub title: Option<String>,
    /// The day the article was published, ISO 8601.
    pub published: Option<String>,
    /// The article's identity, see [`crate::annotation::identity::page_key`]; it is written down
    /// since the page's canonical link is not at hand where a file is read again.
    pub article: Option<String>,
    /// The place, said in several ways.
    pub selectors: Vec<Selector>,
    /// The class of the highlight's style: `postil-yellow`.
    pub style_class: Option<String>,
    /// Further properties of an imported target, kept as they came.
    pub extra: Map<String, Value>,
}

/// One way of saying where in the page the target is.
#[derive(Clone, PartialEq, Debug)]
pub enum Selector {
    /// The quoted text and 32 characters either side.
    TextQuote(Quote),
    /// Offsets in the article's own text, in Unicode code points. (The standard leaves open what
    /// the text of a document is; another tool's offsets may count differently.)
    TextPosition(Position),
    /// Another tool's, kept as it came.
    Other(Map<String, Value>),
}

impl Annotation {
    /// The quoted text and what stands around it.
    pub fn quote(&self) -> Option<&Quote> {
        self.target.selectors.iter().find_map(|selector| match selector {
            Selector::TextQuote(quote) => Some(quote),
            _ => None,
        })
    }

    /// Where the quote stood when it was saved.
    pub fn position(&self) -> Option<Position> {
        self.target.selectors.iter().find_map(|selector| match selector {
            Selector::TextPosition(position) => Some(*position),
            _ => None,
        })
    }

    /// Whether it is about the article as a whole.
    pub fn is_about_page(&self) -> bool {
        self.target.selectors.is_empty()
    }

    fn body_for(&self, purpose: &Motivation) -> Option<&Body> {
        self.bodies.iter().find(|body| body.purpose.as_ref() == Some(purpose))
    }

    /// The reader's note, in Markdown.
    pub fn note(&self) -> Option<&str> {
        self.body_for(&Motivation::Commenting)?.value.as_deref()
    }

    /// The tags, in the order the reader gave them.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.bodies
            .iter()
            .filter(|body| body.purpose == Some(Motivation::Tagging))
            .filter_map(|body| body.value.as_deref())
    }

    /// What the mark says, if it was made from one or the reader classified it.
    pub fn classification(&self) -> Option<&Classification> {
        self.body_for(&Motivation::Classifying)?.reading.as_ref()
    }

    /// The highlight's colour: `yellow` for the class `postil-yellow`.
    pub fn colour(&self) -> Option<&str> {
        self.target.style_class.as_deref()?.strip_prefix(super::make::COLOUR_CLASS)
    }
}
