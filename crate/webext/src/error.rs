use thiserror::Error;
use wasm_bindgen::JsValue;

/// What can go wrong between Postil and the browser.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum Error {
    /// The browser refused a call of its API.
    #[error("the browser refused {call}: {reason}")]
    Browser {
        /// The call: `storage.local.set`.
        call: &'static str,
        /// The browser's words.
        reason: String,
    },
    /// A value from another part of Postil or from the storage is not what it should be.
    #[error("{place} holds something unexpected: {reason}")]
    Format {
        /// Where the value came from.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The other side answered that it failed.
    #[error("{0}")]
    Refused(String),
}

impl Error {
    /// Wraps what a call of the browser's API threw.
    pub fn browser(call: &'static str, thrown: &JsValue) -> Self {
        Error::Browser { call, reason: words(thrown) }
    }

    /// Wraps a value that could not be read.
    pub fn format(place: impl Into<String>, reason: impl std::fmt::Display) -> Self {
        Error::Format { place: place.into(), reason: reason.to_string() }
    }
}

/// What a thrown value says of itself.
fn words(thrown: &JsValue) -> String {
    js_sys::Reflect::get(thrown, &"message".into())
        .ok()
        .and_then(|message| message.as_string())
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| format!("{thrown:?}"))
}
