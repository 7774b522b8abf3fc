//! The background: the one writer of the storage.
//!
//! The browser may end it at any moment, so it keeps no state of its own: every request reads what
//! is stored, changes it, writes it and reads it back before it says that it is done.

mod backup;
mod badge;
mod change;
mod import;
mod rates;
mod waiting;

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
    // The background that kept something for later may have been ended.
    wasm_bindgen_futures::spawn_local(on_stored());
}

/// Answers a message of the extension's other parts; `undefined` for a message that is not for the background.
#[wasm_bindgen]
pub async fn on_message(request: JsValue, sender: JsValue) -> JsValue {
    let Some(sender) = Sender::read(&sender) else { return JsValue::UNDEFINED };
    let Some(request) = message::receive::<Request>(request) else { return JsValue::UNDEFINED };
    match &request {
        Request::Change { article, command } => {
            let outcome = change::apply(article, (**command).clone()).await;
            // What it changes may itself still wait.
            let waits = matches!(outcome, Err(Error::Refused(_))) && waiting::holds(&article.key).await;
            answer_or_keep(request, outcome, waits).await
        }
        Request::Correct { correction } => {
            let outcome = change::correct(correction.clone()).await;
            answer_or_keep(request, outcome, false).await
        }
        Request::Uncorrect { id } => {
            let outcome = change::uncorrect(id).await;
            answer_or_keep(request, outcome, false).await
        }
        Request::SetView { view } => answer(change::settings(|settings| settings.view = *view).await),
        Request::CountSaved { saved } => answer(badge::show(sender.tab, *saved).await),
        Request::UpdateRates { now } => answer(rates::update(*now && sender.is_own_page).await),
        Request::TryAgain => answer(Ok(waiting::try_again().await)),
        _ if !sender.is_own_page => answer::<()>(Err(Error::Refused("only Postil's own pages may ask that".into()))),
        Request::ChangeAll { changes } => answer(change::apply_all(changes.clone()).await),
        Request::Import { file } => answer(import::run(file).await),
        Request::Restore { backup } => answer(backup::restore(backup).await),
        Request::Forget { backup } => answer(backup::forget(backup).await),
        Request::SetSettings { settings } => answer(storage::set(settings::KEY, settings).await),
    }
}

/// Tries again what the storage would not take: called when something in it has changed, since then
/// there may be space.
#[wasm_bindgen]
pub async fn on_stored() {
    waiting::try_again().await;
}

/// The extension is newer than it was: what an older one stored is written anew.
#[wasm_bindgen]
pub async fn on_updated() {
    if let Err(error) = backup::migrate_all().await {
        web_sys::console::warn_1(&format!("Postil: {error}").into());
    }
}

/// Does in a tab what a shortcut or the context menu asks: `next-mark`, `previous-mark`, `annotate-selection`,
/// `mark-page`, `toggle-site`.
#[wasm_bindgen]
pub async fn on_command(command: String, tab: JsValue) {
    let request = match command.as_str() {
        "next-mark" => PageRequest::Step { forward: true },
        "previous-mark" => PageRequest::Step { forward: false },
        "annotate-selection" => PageRequest::AnnotateSelection,
        "mark-page" => PageRequest::Mark,
        "toggle-site" => return toggle_site(&tab).await,
        _ => return,
    };
    if let Some(tab) = number(&tab, "id") {
        // A tab without marks has nobody to ask; the shortcut then does nothing.
        let _ = message::ask_page::<()>(tab, &request).await;
    }
}

/// Has the articles of a tab's site marked by themselves, or no longer. Content scripts and loaders follow the
/// settings.
async fn toggle_site(tab: &JsValue) {
    let Some(host) = text(tab, "url").and_then(|url| host(&url)) else { return };
    let toggled = change::settings(|settings| {
        let on = settings.sites.is_on(&host);
        settings.sites.set_on(&host, !on);
    });
    if let Err(error) = toggled.await {
        web_sys::console::error_1(&format!("Postil: {error}").into());
    }
}

/// The host of a page of the web, with its port; `None` for the browser's own pages.
fn host(url: &str) -> Option<String> {
    let url = web_sys::Url::new(url).ok()?;
    url.protocol().starts_with("http").then(|| url.host())
}

fn text(object: &JsValue, field: &str) -> Option<String> {
    Reflect::get(object, &field.into()).ok()?.as_string()
}

fn number(object: &JsValue, field: &str) -> Option<i32> {
    Some(Reflect::get(object, &field.into()).ok()?.as_f64()? as i32)
}

fn answer<T: Serialize>(outcome: Result<T, Error>) -> JsValue {
    message::answer(&match outcome {
        Ok(done) => Reply::Done(done),
        Err(error) => Reply::Failed(error.told()),
    })
}

/// The answer to a change. One that the storage would not take, or that `waits` for another, is kept
/// to be tried again.
async fn answer_or_keep<T: Serialize>(request: Request, outcome: Result<T, Error>, waits: bool) -> JsValue {
    match outcome {
        Err(error) if (waits || error.may_pass()) && waiting::keep(request).await.is_ok() => {
            message::answer(&Reply::<T>::Waiting(error.told()))
        }
        outcome => answer(outcome),
    }
}

/// Who sent a message.
struct Sender {
    /// Whether it is a page of the extension rather than a content script.
    is_own_page: bool,
    /// The tab that it came from.
    tab: Option<i32>,
}

impl Sender {
    /// `None` for a sender that is not this extension.
    fn read(sender: &JsValue) -> Option<Self> {
        let id = text(sender, "id")?;
        if Some(id) != api::runtime_id() {
            return None;
        }
        let own = api::get_url("");
        let tab = Reflect::get(sender, &"tab".into()).ok().and_then(|tab| number(&tab, "id"));
        Some(Sender { is_own_page: text(sender, "url").is_some_and(|url| url.starts_with(&own)), tab })
    }
}
