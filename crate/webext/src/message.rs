//! The messages between content script, pages and background, and the way they travel.

use js_sys::Promise;
use postil_core::annotation::{Page, correction::Correction, store::Command};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

use crate::{Error, api, settings::View, storage};

/// The article that a change belongs to, so that the background can make its page when the first
/// annotation comes.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ArticleHead {
    /// The article's identity, see [`postil_core::annotation::identity::page_key`].
    pub key: String,
    /// The page's address.
    pub url: String,
    /// The canonical address it states.
    pub canonical: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The day it was published, ISO 8601.
    pub published: Option<String>,
    /// What its text is like, see [`postil_core::annotation::moved`].
    pub fingerprint: Option<String>,
}

impl From<&Page> for ArticleHead {
    /// The article as it is saved.
    fn from(page: &Page) -> Self {
        ArticleHead {
            key: page.key.clone(),
            url: page.url.clone(),
            canonical: page.canonical.clone(),
            title: page.title.clone(),
            published: page.published.clone(),
            fingerprint: page.fingerprint.clone(),
        }
    }
}

/// What the background is asked by anyone; what only Postil's own pages may ask is [`crate::own::Request`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Request {
    /// Change what is saved of an article. The answer is [`Changed`].
    Change {
        /// The article.
        article: ArticleHead,
        /// The change.
        command: Box<Command>,
    },
    /// Keep a correction; one with the same id is replaced.
    Correct {
        /// The correction.
        correction: Correction,
    },
    /// Forget a correction.
    Uncorrect {
        /// Its id.
        id: String,
    },
    /// Change how marked pages look: what the legend in the page offers.
    SetView {
        /// How they look now.
        view: View,
    },
    /// Show on Postil's button how much is saved of the page that asks.
    CountSaved {
        /// How many annotations.
        saved: usize,
    },
    /// Ask for newer exchange rates. The answer is [`crate::rates::Update`].
    UpdateRates {
        /// Whether at once, which only the extension's own pages may ask; else only where the reader wants that daily
        /// and it is time.
        now: bool,
    },
    /// Try again what the storage would not take. The answer is how many changes still wait.
    TryAgain,
}

/// What the background answers to [`Request::Change`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// The article as it is stored now.
    pub page: Page,
    /// What takes the change back.
    pub inverse: Command,
}

/// What a page's content script is asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum PageRequest {
    /// What was found on the page.
    Summary,
    /// Mark this page, on whatever site it is. The answer comes when it is marked. Where the engine does not run yet,
    /// the loader answers.
    Mark,
    /// Open the card of the next or previous mark.
    Step {
        /// Whether the next.
        forward: bool,
    },
    /// Highlight what is selected.
    AnnotateSelection,
    /// Everything that was found, for the panel. The answer is [`crate::details::Details`].
    Details,
    /// Go to a place that [`PageRequest::Details`] told of.
    ShowPlace {
        /// The place.
        place: crate::details::Place,
    },
    /// Go to a saved annotation.
    Show {
        /// Its id.
        id: String,
    },
}

/// How many marks of one kind and type a page has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Count {
    /// The highlight style, `postil-person` …
    pub style: String,
    /// How many marks.
    pub marks: usize,
}

/// What a content script answers to [`PageRequest::Summary`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// The article.
    pub article: ArticleHead,
    /// The marks by style; styles without marks are left out.
    pub counts: Vec<Count>,
    /// Tables that could not be used, in words.
    pub problems: Vec<String>,
    /// Ids of saved annotations that were not found on the page.
    pub lost: Vec<String>,
}

/// An answer: done, or why not.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply<T> {
    /// It is done and confirmed.
    Done(T),
    /// It was not done; the state is as before.
    Failed(String),
    /// It was not done yet, since the storage would not take it, for these reasons; the state is as
    /// before. The background tries it again.
    Waiting(String),
}

/// Asks the background ([`Request`], or in Postil's own pages [`crate::own::Request`]) and waits for its answer.
///
/// # Errors
/// [`Error::Browser`] where the message does not get through, [`Error::Refused`] where the background
/// says that it failed, [`Error::Waiting`] where it could not do it yet.
pub async fn ask<T: DeserializeOwned>(request: &impl Serialize) -> Result<T, Error> {
    let message = storage::plain("message", request)?;
    let answer = storage::wait("runtime.sendMessage", api::send_message(&message)).await?;
    open(answer)
}

/// Asks a tab's content script and waits for its answer.
///
/// # Errors
/// [`Error::Browser`] where the tab has no content script of ours or it does not answer.
pub async fn ask_page<T: DeserializeOwned>(tab: i32, request: &PageRequest) -> Result<T, Error> {
    let message = storage::plain("message", request)?;
    answered(api::tabs_send_message(tab, &message)).await
}

/// Waits for the answer of a tab's content script that was asked already.
///
/// # Errors
/// As [`ask_page`].
pub async fn answered<T: DeserializeOwned>(asked: Result<Promise, JsValue>) -> Result<T, Error> {
    open(storage::wait("tabs.sendMessage", asked).await?)
}

fn open<T: DeserializeOwned>(answer: JsValue) -> Result<T, Error> {
    match storage::read("answer", answer)? {
        Reply::Done(value) => Ok(value),
        Reply::Failed(reason) => Err(Error::Refused(reason)),
        Reply::Waiting(reason) => Err(Error::Waiting(reason)),
    }
}

/// Reads a message that came in; `None` for one that is not of this kind.
pub fn receive<T: DeserializeOwned>(message: JsValue) -> Option<T> {
    storage::read("message", message).ok()
}

/// An answer as the value that is sent back.
pub fn answer<T: Serialize>(reply: &Reply<T>) -> JsValue {
    storage::plain("answer", reply).unwrap_or(JsValue::NULL)
}
