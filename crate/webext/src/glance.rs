//! What is saved, as lists show it: read field by field from what is stored, without the model of annotations.
//!
//! The pages that list a thousand annotations need six fields of each. Reading them through the whole model took a
//! third of a second and 200 KB of program in each page.

use std::sync::Arc;

use js_sys::{Array, Reflect};
use postil_core::annotation::{
    identity,
    index::{INDEX_KEY, Index},
    page::SCHEMA,
    store,
};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    Error, api,
    i18n::message,
    message::{ArticleHead, ask},
    own::Ask,
    storage::{self, Snapshot, wait},
};

/// A saved article.
#[derive(Clone, PartialEq, Debug)]
pub struct Article {
    /// The article.
    pub head: Arc<ArticleHead>,
    /// Its site: `example.com`.
    pub site: Arc<str>,
    /// What is saved of it, in the order it was saved.
    pub saved: Vec<Saved>,
}

impl Article {
    /// The note on the article as a whole.
    pub fn note(&self) -> Option<&str> {
        self.saved.iter().filter(|saved| saved.is_about_page).find_map(|saved| saved.note.as_deref())
    }
}

/// What is shown of an annotation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Saved {
    /// Its id.
    pub id: String,
    /// When it was made.
    pub created: String,
    /// When it last changed.
    pub modified: String,
    /// The quoted text.
    pub quote: Option<String>,
    /// The reader's note, in Markdown.
    pub note: Option<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// An entity's type, `money`, `figure`, `note` for an article's note, `highlight`.
    pub kind: String,
    /// The colour of the highlight: `yellow` …
    pub colour: Option<String>,
    /// Whether it is about the article as a whole.
    pub is_about_page: bool,
}

/// The saved article with that identity; `None` where nothing is saved of it.
///
/// # Errors
/// Where the storage cannot be read, or the page is damaged or of a newer version of Postil.
pub async fn article(key: &str) -> Result<Option<Article>, Error> {
    article_in(&Snapshot::of([&*store::page_key(key)]).await?, key)
}

/// The same, of what was read already.
///
/// # Errors
/// Where the page is damaged or of a newer version of Postil.
pub fn article_in(stored: &Snapshot, key: &str) -> Result<Option<Article>, Error> {
    let key = store::page_key(key);
    let page = stored.value(&key);
    if page.is_undefined() { Ok(None) } else { read(&key, &page).map(Some) }
}

/// These articles, in this order; one of which nothing is saved any more is left out, one that cannot be read gives its
/// error.
///
/// # Errors
/// Where the storage cannot be read at all.
pub async fn articles(keys: &[String]) -> Result<Vec<Result<Article, Error>>, Error> {
    let keys: Vec<String> = keys.iter().map(|key| store::page_key(key)).collect();
    let all = Snapshot::of(keys.iter().map(String::as_str)).await?;
    let stored = keys.iter().map(|key| (key, all.value(key)));
    Ok(stored.filter(|(_, value)| !value.is_undefined()).map(|(key, value)| read(key, &value)).collect())
}

/// The list of saved articles; where the stored one is missing, damaged, or not of the articles that are there, the
/// background makes it anew.
///
/// # Errors
/// Where the storage cannot be read at all.
pub async fn index() -> Result<Index, Error> {
    match stored_index().await? {
        Some(index) => Ok(index),
        None => ask(&Ask::Index).await,
    }
}

/// The stored list of saved articles; `None` where it is missing, damaged, or not of the articles that are there.
///
/// # Errors
/// Where the storage cannot be read at all.
pub async fn stored_index() -> Result<Option<Index>, Error> {
    // Both are under way at once.
    let (keys, stored) = (api::storage_keys(), api::storage_get(&INDEX_KEY.into()));
    let keys: Vec<String> =
        list(&wait("storage.local.getKeys", keys).await?).iter().filter_map(JsValue::as_string).collect();
    let stored = wait("storage.local.get", stored).await;
    let index = stored.and_then(|all| storage::read::<Index>(INDEX_KEY, field(&all, INDEX_KEY))).ok();
    Ok(index.filter(|index| index.is_of(keys.iter().filter_map(|key| key.strip_prefix(store::PAGE_PREFIX)))))
}

fn read(key: &str, page: &JsValue) -> Result<Article, Error> {
    let damaged = |reason: String| Error::format(key, reason);
    if !page.is_object() || Array::is_array(page) {
        return Err(damaged(message("page_damaged")));
    }
    if field(page, "schema").as_f64().is_some_and(|schema| schema > f64::from(SCHEMA)) {
        return Err(damaged(message("page_newer")));
    }
    let identity = text(page, "key").unwrap_or_else(|| key.strip_prefix(store::PAGE_PREFIX).unwrap_or(key).to_owned());
    let url = text(page, "url").unwrap_or_else(|| identity.clone());
    let saved = list(&field(page, "annotations"));
    let saved = saved.iter().map(|annotation| of(annotation).ok_or_else(|| damaged(message("page_damaged"))));
    Ok(Article {
        saved: saved.collect::<Result<_, _>>()?,
        site: identity::site(&url).into(),
        head: Arc::new(ArticleHead {
            key: identity,
            url,
            canonical: text(page, "canonical"),
            title: text(page, "title"),
            published: text(page, "published"),
            fingerprint: text(page, "fingerprint"),
        }),
    })
}

/// `None` for what is no annotation.
fn of(annotation: &JsValue) -> Option<Saved> {
    let target = list(&field(annotation, "target")).into_iter().next()?;
    let selectors = list(&field(&target, "selector"));
    let quote = selectors.iter().find(|one| text(one, "type").as_deref() == Some("TextQuoteSelector"));
    let mut saved = Saved {
        id: text(annotation, "id")?,
        created: text(annotation, "created").unwrap_or_default(),
        modified: text(annotation, "modified").unwrap_or_default(),
        quote: quote.and_then(|quote| text(quote, "exact")),
        colour: text(&target, "styleClass").and_then(|class| class.strip_prefix("postil-").map(str::to_owned)),
        is_about_page: selectors.is_empty(),
        ..Saved::default()
    };
    for body in list(&field(annotation, "body")) {
        match text(&body, "purpose").as_deref() {
            Some("commenting") if saved.note.is_none() => saved.note = text(&body, "value"),
            Some("tagging") => saved.tags.extend(text(&body, "value")),
            Some("classifying") if saved.kind.is_empty() => {
                let reading = field(&body, "reading");
                let kind = text(&reading, "kind").unwrap_or_default();
                saved.kind = if kind == "entity" { text(&reading, "type").unwrap_or_default() } else { kind };
            }
            _ => {}
        }
    }
    if saved.kind.is_empty() {
        saved.kind = if saved.is_about_page { "note" } else { "highlight" }.to_owned();
    }
    Some(saved)
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    field(object, name).as_string()
}

/// A list's members; what is no list is the one member of one.
fn list(value: &JsValue) -> Vec<JsValue> {
    match value.dyn_ref::<Array>() {
        Some(array) => array.to_vec(),
        None if value.is_undefined() || value.is_null() => Vec::new(),
        None => vec![value.clone()],
    }
}
