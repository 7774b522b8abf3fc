//! What the content script, the background and the extension's pages share: the browser's
//! extension API, the messages between them, the reader's settings, the words of the interface.

pub mod api;
pub mod chosen;
pub mod details;
mod error;
pub mod format;
pub mod fresh;
pub mod glance;
pub mod i18n;
pub mod job;
pub mod message;
pub mod note;
pub mod own;
pub mod rates;
pub mod saved;
pub mod settings;
pub mod storage;

pub use error::Error;
