//! The tab that a page of Postil speaks of.

use js_sys::{Array, Object, Promise, Reflect};
use postil_webext::{Error, api, storage::wait};
use wasm_bindgen::JsValue;

/// The sample article, a page of the extension.
pub const SAMPLE: &str = "sample.html";

/// A tab of the browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tab {
    /// Its id.
    pub id: i32,
    /// The window it is in.
    pub window: Option<i32>,
    /// Its address, where Postil may know it.
    pub url: Option<String>,
    /// Whether it is the one in front in its window.
    pub is_active: bool,
}

impl Tab {
    fn read(tab: &JsValue) -> Option<Self> {
        let number = |name: &str| field(tab, name)?.as_f64().map(|number| number as i32);
        let url = field(tab, "url").and_then(|url| url.as_string());
        Some(Tab { id: number("id")?, window: number("windowId"), url, is_active: is_active(tab) })
    }

    /// The host of a page of the web; `None` for the browser's own pages.
    pub fn host(&self) -> Option<String> {
        let url = web_sys::Url::new(self.url.as_deref()?).ok()?;
        url.protocol().starts_with("http").then(|| url.host())
    }

    /// Whether an article may be in it: a page of the web, or the sample article.
    fn may_be_article(&self) -> bool {
        self.host().is_some() || self.url.as_deref() == Some(&api::get_url(SAMPLE))
    }
}

fn is_active(tab: &JsValue) -> bool {
    field(tab, "active").is_some_and(|active| active.is_truthy())
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// The tab that the reader looks at. Where this document itself is that tab, since the panel was
/// opened as a page, the one she looked at before.
pub async fn active() -> Option<Tab> {
    // Both are under way at once.
    let query = object(&[("currentWindow", true.into())]);
    active_of(api::tabs_query(&query), api::tabs_get_current()).await
}

/// The same, where the browser was asked already for the window's tabs and for the one that this document is in.
pub async fn active_of(tabs: Result<Promise, JsValue>, own: Result<Promise, JsValue>) -> Option<Tab> {
    let tabs: Vec<JsValue> = Array::from(&wait("tabs.query", tabs).await.ok()?).to_vec();
    let active = tabs.iter().find(|tab| is_active(tab))?;
    let own = wait("tabs.getCurrent", own).await.ok();
    let id = |tab: &JsValue| field(tab, "id").and_then(|id| id.as_f64());
    if own.and_then(|own| id(&own)) != id(active) {
        return Tab::read(active);
    }
    let last = |tab: &JsValue| field(tab, "lastAccessed").and_then(|time| time.as_f64()).unwrap_or_default();
    let articles = tabs.iter().filter(|tab| Tab::read(tab).is_some_and(|tab| tab.may_be_article()));
    articles.max_by(|a, b| last(a).total_cmp(&last(b))).and_then(Tab::read)
}

/// Opens an address in a new tab.
///
/// # Errors
/// Where the browser refuses.
pub async fn open(url: &str) -> Result<(), Error> {
    wait("tabs.create", api::tabs_create(&object(&[("url", url.into())]))).await.map(drop)
}

/// Brings a tab to the front, so that the reader sees what happens there.
///
/// # Errors
/// Where the tab is gone.
pub async fn show(tab: i32) -> Result<(), Error> {
    wait("tabs.update", api::tabs_update(tab, &object(&[("active", true.into())]))).await.map(drop)
}

/// A plain object.
pub fn object(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
