//! What only Postil's own pages ask the background.
//!
//! The pages know nothing of annotations but what they show: what needs the whole model (reading, changing, writing
//! files) is done in the background, which has it anyway. So a change that the pages only keep in order to give it back
//! is of the type `C`: an [`ArticleChange`] to the background, an [`Opaque`] to the pages.

use postil_core::annotation::store::Command;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::{message::ArticleHead, settings::Settings};

/// What the background is asked; it refuses a content script that does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Request<C = ArticleChange> {
    /// Change what is saved of several articles: all or nothing. The answer is [`ChangedAll`].
    ChangeAll {
        /// The changes, in this order.
        changes: Vec<C>,
    },
    /// Forget annotations: all or nothing. The answer is [`ChangedAll`].
    DeleteAll {
        /// Which.
        saved: Vec<Named>,
    },
    /// Set the note on an article as a whole, or remove it with an empty one. The answer is [`ChangedAll`].
    NotePage {
        /// The article.
        article: ArticleHead,
        /// In Markdown.
        note: String,
        /// An identifier that nothing else has, for a note that is the first.
        id: String,
        /// When.
        now: String,
    },
    /// Take over what is saved of the same article under another address. The answer is [`ChangedAll`].
    TakeOver {
        /// The identity under which it is saved.
        from: String,
        /// The article it now is.
        article: ArticleHead,
        /// When.
        now: String,
    },
    /// What is saved of the same article under other addresses. The answer is a list of [`Offer`]s.
    Moved {
        /// The article.
        article: ArticleHead,
    },
    /// The list of saved articles, made anew where the stored one is not good. The answer is an
    /// [`Index`](postil_core::annotation::index::Index).
    Index,
    /// How many annotations are saved. The answer is a number.
    CountAll,
    /// The address that opens an annotation's article at its place. The answer is a text.
    Link {
        /// The annotation.
        saved: Named,
    },
    /// Delete a backup. The answer is `()`.
    Forget {
        /// The backup, see [`postil_core::annotation::backup::Entry::id`].
        backup: String,
    },
    /// Have a page, or its whole site, marked by itself or not. The answer is what holds then, an
    /// [`IsOn`](crate::chosen::IsOn).
    TurnOn {
        /// The page's address.
        url: String,
        /// Its host.
        host: String,
        /// Whether the whole site.
        site: bool,
        /// Whether it is to be marked.
        on: bool,
    },
    /// Store the reader's settings. The answer is `()`.
    SetSettings {
        /// The new settings, whole.
        settings: Settings,
    },
}

/// An annotation by its article and id.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Named {
    /// The article.
    pub article: ArticleHead,
    /// The annotation's id.
    pub id: String,
}

/// A change of one article.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ArticleChange {
    /// The article.
    pub article: ArticleHead,
    /// The change.
    pub command: Command,
}

/// A change as the background gave it, to be given back as it is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Opaque(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

/// What the background answers to a change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChangedAll<C = ArticleChange> {
    /// What takes the changes back, in this order.
    pub inverse: Vec<C>,
    /// Where several annotations were deleted: whether a backup could be made before.
    pub backed_up: Option<bool>,
}

/// What is saved of an article that may be the one at hand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// Its identity.
    pub key: String,
    /// The address it was last read at.
    pub url: String,
    /// Its site.
    pub site: String,
    /// Its title.
    pub title: Option<String>,
    /// How many annotations it has.
    pub count: usize,
}

/// A request as the pages make it.
pub type Ask = Request<Opaque>;

/// The answer to a change as the pages read it.
pub type Done = ChangedAll<Opaque>;
