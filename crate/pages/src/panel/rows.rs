//! Everything that is saved, as the rows of a list.

use std::{cell::Cell, collections::HashSet, rc::Rc, sync::Arc};

use gloo_timers::future::TimeoutFuture;
use js_sys::Object;
use leptos::prelude::*;
use postil_core::annotation::store;
use postil_webext::{
    api,
    glance::{self, Article, Saved},
    message::ArticleHead,
    storage,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Annotations that are read before the first rows are drawn: as many as are drawn at once.
const FIRST: usize = 40;
/// Annotations that are then read at a time.
const BATCH: usize = 1000;

/// One saved annotation and its article.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The article.
    pub article: Arc<ArticleHead>,
    /// The article's site.
    pub site: Arc<str>,
    /// What is saved.
    pub saved: Saved,
}

fn of(articles: Vec<Article>) -> impl Iterator<Item = Arc<Row>> {
    articles.into_iter().flat_map(|Article { head, site, saved }| {
        let row = move |saved| Arc::new(Row { article: head.clone(), site: site.clone(), saved });
        saved.into_iter().map(row)
    })
}

fn sort(rows: &mut [Arc<Row>]) {
    postil_core::order::sort_by(rows, |a, b| b.saved.modified.cmp(&a.saved.modified));
}

/// The note on an article as a whole.
pub fn page_note(rows: &[Arc<Row>], article: &str) -> Option<String> {
    let notes = rows.iter().filter(|row| row.article.key == article && row.saved.is_about_page);
    notes.filter_map(|row| row.saved.note.clone()).next()
}

/// Keeps the rows up with what is saved, newest change first. Of much, the newest articles come first
/// and the others while the reader looks at them; of a change only what it touches is read again.
///
/// `expected` is how many there are, as long as they are not all read.
pub fn follow(rows: RwSignal<Vec<Arc<Row>>>, expected: RwSignal<Option<usize>>, status: RwSignal<String>) {
    let reading = Rc::new(Reading { rows, expected, status, is_all: Cell::new(false), turn: Cell::new(0) });
    spawn_local(reading.clone().all());
    let changed = Closure::<dyn Fn(Object)>::new(move |changes: Object| {
        let keys = Object::keys(&changes).iter().filter_map(|key| key.as_string()).collect::<Vec<_>>();
        let articles: Vec<String> =
            keys.iter().filter_map(|key| key.strip_prefix(store::PAGE_PREFIX)).map(str::to_owned).collect();
        if articles.is_empty() {
            return;
        }
        if reading.is_all.get() {
            spawn_local(reading.clone().some(articles));
        } else {
            spawn_local(reading.clone().all());
        }
    });
    api::ON_STORAGE_CHANGED.with(|event| event.add_listener(changed.as_ref().unchecked_ref()));
    changed.forget();
}

struct Reading {
    rows: RwSignal<Vec<Arc<Row>>>,
    expected: RwSignal<Option<usize>>,
    status: RwSignal<String>,
    /// Whether everything has been read once.
    is_all: Cell<bool>,
    /// A later reading of everything makes an earlier one stop.
    turn: Cell<u32>,
}

impl Reading {
    async fn all(self: Rc<Self>) {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        let index = match glance::index().await {
            Ok(index) => index,
            Err(error) => return self.status.set(error.to_string()),
        };
        self.expected.set(Some(index.pages.iter().map(|entry| entry.count).sum()));
        let mut all: Vec<Arc<Row>> = Vec::new();
        let mut left = &index.pages[..];
        while !left.is_empty() {
            let least = if all.is_empty() { FIRST } else { BATCH };
            let mut sum = 0;
            let count = left.iter().take_while(|entry| {
                let is_wanted = sum < least;
                sum += entry.count;
                is_wanted
            });
            let (batch, rest) = left.split_at(count.count().max(1));
            let articles: Vec<String> = batch.iter().map(|entry| entry.key.clone()).collect();
            let read = self.read(&articles).await;
            if self.turn.get() != turn {
                return;
            }
            let is_first = all.is_empty();
            all.extend(of(read));
            if is_first || rest.is_empty() {
                sort(&mut all);
                self.rows.set(all.clone());
            }
            if rest.is_empty() {
                self.expected.set(None);
            }
            // The reader may click meanwhile.
            TimeoutFuture::new(0).await;
            left = rest;
        }
        if index.pages.is_empty() {
            self.rows.set(Vec::new());
            self.expected.set(None);
        }
        // What the list cannot tell of is damaged: reading it says how.
        let listed: HashSet<&str> = index.pages.iter().map(|entry| entry.key.as_str()).collect();
        let keys = storage::keys().await.unwrap_or_default();
        let articles = keys.iter().filter_map(|key| key.strip_prefix(store::PAGE_PREFIX));
        let unlisted: Vec<String> = articles.filter(|key| !listed.contains(key)).map(str::to_owned).collect();
        self.read(&unlisted).await;
        self.is_all.set(true);
    }

    async fn some(self: Rc<Self>, articles: Vec<String>) {
        let pages = self.read(&articles).await;
        self.rows.update(|rows| {
            rows.retain(|row| !articles.contains(&row.article.key));
            rows.extend(of(pages));
            sort(rows);
        });
    }

    /// Those of the articles that can be read; one that cannot must not hide the others, nor be
    /// passed over in silence.
    async fn read(&self, articles: &[String]) -> Vec<Article> {
        let read = match glance::articles(articles).await {
            Ok(read) => read,
            Err(error) => {
                self.status.set(error.to_string());
                return Vec::new();
            }
        };
        let (good, bad): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
        if let Some(Err(error)) = bad.into_iter().next() {
            self.status.set(error.to_string());
        }
        good.into_iter().flatten().collect()
    }
}
