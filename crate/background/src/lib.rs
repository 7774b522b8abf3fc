//! The background: the one writer of the storage.
//!
//! The browser may end it at any moment, so it keeps no state of its own: every request reads what
//! is stored, changes it, writes it and reads it back before it says that it is done.

mod backup;
mod badge;
mod change;
mod desk;
mod export;
mod import;
mod job;
mod rates;
mod waiting;

use js_sys::Reflect;
use postil_core::annotation::store::Command;
use postil_webext::{
    Error, api,
    chosen::IsOn,
    message::{self, ArticleHead, Changed, PageRequest, Reply, Request},
    note,
    own::{self, ArticleChange, ChangedAll},
    saved,
    settings::{self, Settings, Sites},
    storage,
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
    let Some(request) = message::receive::<Request>(request.clone()) else {
        let Some(request) = message::receive::<own::Request>(request.clone()) else {
            return match message::receive(request) {
                Some(note::Request::Render { note }) => answer(Ok(note::steps(&note))),
                None => JsValue::UNDEFINED,
            };
        };
        return match sender.is_own_page {
            true => answer_own(request).await,
            false => answer::<()>(Err(Error::Refused("only Postil's own pages may ask that".into()))),
        };
    };
    match &request {
        Request::Change { article, command } => change_or_keep(article, command, |changed| changed).await,
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
    }
}

/// Answers what only Postil's own pages may ask.
async fn answer_own(request: own::Request) -> JsValue {
    match request {
        own::Request::ChangeAll { changes } => answer(change::apply_all(changes).await),
        own::Request::DeleteAll { saved } => answer(desk::delete(saved).await),
        own::Request::NotePage { article, note, id, now } => {
            let command = desk::page_note(&article, &note, id, now);
            let inverse = |Changed { inverse, .. }| ChangedAll {
                inverse: vec![ArticleChange { article: article.clone(), command: inverse }],
                backed_up: None,
            };
            change_or_keep(&article, &command, inverse).await
        }
        own::Request::TakeOver { from, article, now } => answer(desk::take_over(&from, article, &now).await),
        own::Request::Moved { article } => answer(desk::offers(&article).await),
        own::Request::Index => answer(saved::index().await),
        own::Request::CountAll => answer(desk::count().await),
        own::Request::Link { saved } => answer(desk::link(&saved).await),
        own::Request::Forget { backup } => answer(backup::forget(&backup).await),
        own::Request::TurnOn { url, host, site, on } => answer(turn_on(&url, &host, site, on).await),
        own::Request::SetSettings { settings } => answer(storage::set(settings::KEY, &settings).await),
    }
}

/// Makes a change of an article; answers with what `told` makes of it.
async fn change_or_keep<T: Serialize>(
    article: &ArticleHead,
    command: &Command,
    told: impl FnOnce(Changed) -> T,
) -> JsValue {
    let outcome = change::apply(article, command.clone()).await;
    // What it changes may itself still wait.
    let waits = matches!(outcome, Err(Error::Refused(_))) && waiting::holds(&article.key).await;
    let request = Request::Change { article: article.clone(), command: Box::new(command.clone()) };
    answer_or_keep(request, outcome.map(told), waits).await
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
/// `mark-page`, `toggle-page`, `toggle-site`.
#[wasm_bindgen]
pub async fn on_command(command: String, tab: JsValue) {
    let request = match command.as_str() {
        "next-mark" => PageRequest::Step { forward: true },
        "previous-mark" => PageRequest::Step { forward: false },
        "annotate-selection" => PageRequest::AnnotateSelection,
        "mark-page" => PageRequest::Mark,
        "toggle-page" => {
            return toggle(&tab, |sites, url, host| sites.set_page_on(url, host, !sites.is_page_on(url, host))).await;
        }
        "toggle-site" => return toggle(&tab, |sites, _, host| sites.set_on(host, !sites.is_on(host))).await,
        _ => return,
    };
    if let Some(tab) = number(&tab, "id") {
        // A tab without marks has nobody to ask; the shortcut then does nothing.
        let _ = message::ask_page::<()>(tab, &request).await;
    }
}

/// Has a page, or its whole site, marked by itself or not. Content scripts and loaders follow the settings.
async fn turn_on(url: &str, host: &str, site: bool, on: bool) -> Result<IsOn, Error> {
    let mut now = IsOn { page: on, site: on };
    let turned = change::settings(|Settings { sites, .. }| {
        if site {
            sites.set_on(host, on)
        } else {
            sites.set_page_on(url, host, on)
        }
        now = sites.is_on_at(url, host);
    });
    turned.await.map(|()| now)
}

/// Turns Postil on or off on a tab's page or site, whose address and host `turn` is given. Content scripts and loaders
/// follow the settings.
async fn toggle(tab: &JsValue, turn: fn(&mut Sites, &str, &str)) {
    let Some(url) = text(tab, "url") else { return };
    let Some(host) = host(&url) else { return };
    let toggled = change::settings(|settings| turn(&mut settings.sites, &url, &host));
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
