//! The background: the one writer of the storage.
//!
//! The browser may end it at any moment, so it keeps no state of its own: every request reads what
//! is stored, changes it, writes it and reads it back before it says that it is done.

mod change;
mod import;

use js_sys::Reflect;
use postil_webext::{
    Error, api,
    message::{self, PageRequest, Reply, Request},
    settings, storage,
};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Prepares the module; the bootstrap calls it once.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// Answers a message of the extension's other parts; `undefined` for a message that is not for the background.
#[wasm_bindgen]
pub async fn on_message(request: JsValue, sender: JsValue) -> JsValue {
    let Some(sender) = Sender::read(&sender) else { return JsValue::UNDEFINED };
    let Some(request) = message::receive::<Request>(request) else { return JsValue::UNDEFINED };
    match request {
        Request::Change { article, command } => answer(change::apply(&article, *command).await),
        Request::Correct { correction } => answer(change::correct(correction).await),
        Request::Uncorrect { id } => answer(change::uncorrect(&id).await),
        Request::ChangeAll { changes } => answer(change::apply_all(changes).await),
        Request::Import { file, now } if sender.is_own_page => answer(import::run(&file, &now).await),
        Request::UndoImport if sender.is_own_page => answer(import::undo().await),
        Request::Import { .. } | Request::UndoImport => {
            answer::<()>(Err(Error::Refused("only Postil's own pages may import".into())))
        }
        Request::SetSettings { settings } if sender.is_own_page => answer(storage::set(settings::KEY, &settings).await),
        Request::SetSettings { .. } => {
            answer::<()>(Err(Error::Refused("only Postil's own pages may change settings".into())))
        }
    }
}

/// Does in a tab what a shortcut or the context menu asks: `next-mark`, `previous-mark`, `annotate-selection`.
#[wasm_bindgen]
pub async fn on_command(command: String, tab: Option<i32>) {
    let request = match command.as_str() {
        "next-mark" => PageRequest::Step { forward: true },
        "previous-mark" => PageRequest::Step { forward: false },
        "annotate-selection" => PageRequest::AnnotateSelection,
        _ => return,
    };
    if let Some(tab) = tab {
        // A tab without marks has nobody to ask; the shortcut then does nothing.
        let _ = message::ask_page::<()>(tab, &request).await;
    }
}

fn answer<T: Serialize>(outcome: Result<T, Error>) -> JsValue {
    message::answer(&match outcome {
        Ok(done) => Reply::Done(done),
        Err(error) => Reply::Failed(error.to_string()),
    })
}

/// Who sent a message.
struct Sender {
    /// Whether it is a page of the extension rather than a content script.
    is_own_page: bool,
}

impl Sender {
    /// `None` for a sender that is not this extension.
    fn read(sender: &JsValue) -> Option<Self> {
        let field = |name: &str| Reflect::get(sender, &name.into()).ok().and_then(|value| value.as_string());
        let id = field("id")?;
        if Some(id) != api::RUNTIME_ID.with(Clone::clone) {
            return None;
        }
        let own = api::get_url("");
        Some(Sender { is_own_page: field("url").is_some_and(|url| url.starts_with(&own)) })
    }
}
