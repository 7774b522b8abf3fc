use thiserror::Error;
use wasm_bindgen::JsValue;

use crate::i18n::message;

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
    /// The browser gives no more space; deleting something makes some.
    #[error("the browser gives Postil no more space to store anything")]
    Full,
    /// What was read back is not what was written.
    #[error("{place} was written and reads otherwise")]
    Unconfirmed {
        /// The storage key.
        place: String,
    },
    /// The other side answered that it failed.
    #[error("{0}")]
    Refused(String),
    /// Not done yet: the storage would not take it. The background keeps it and tries again.
    #[error("{0}")]
    Waiting(String),
    /// The reader stopped it; all is as before.
    #[error("stopped; everything is as it was")]
    Cancelled,
}

impl Error {
    /// Wraps what a call of the browser's API threw.
    pub fn browser(call: &'static str, thrown: &JsValue) -> Self {
        Error::Browser { call, reason: words(thrown) }
    }

    /// Whether the same may succeed later without anything else being changed in the request: the
    /// storage did not take it.
    pub fn may_pass(&self) -> bool {
        match self {
            Error::Full | Error::Unconfirmed { .. } => true,
            Error::Browser { call, .. } => call.starts_with("storage."),
            Error::Format { .. } | Error::Refused(_) | Error::Waiting(_) | Error::Cancelled => false,
        }
    }

    /// In the reader's language, as far as it is known what happened.
    pub fn told(&self) -> String {
        match self {
            Error::Full => message("storage_full"),
            other => other.to_string(),
        }
    }

    /// The refusal of a write as [`Error::Full`], where it is for want of space. The browsers name
    /// their quota in it: Chrome "Resource::kQuotaBytes quota exceeded", Firefox "QuotaExceededError".
    pub(crate) fn or_full(self) -> Self {
        match &self {
            Error::Browser { reason, .. } if reason.to_ascii_lowercase().contains("quota") => Error::Full,
            _ => self,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browsers_say_of_a_full_storage_is_understood() {
        let refused = |reason: &str| Error::Browser { call: "storage.local.set", reason: reason.into() };
        assert_eq!(refused("Resource::kQuotaBytes quota exceeded").or_full(), Error::Full);
        assert_eq!(
            refused("QuotaExceededError: storage.local API call exceeded its quota limitations.").or_full(),
            Error::Full
        );
        let other = refused("IO error: .../000003.log: Could not create sequential file");
        assert_eq!(other.clone().or_full(), other);
        assert!(other.may_pass() && Error::Full.may_pass());
        assert!(!Error::Refused("the annotation urn:uuid:1 is no longer saved on this page".into()).may_pass());
    }
}
