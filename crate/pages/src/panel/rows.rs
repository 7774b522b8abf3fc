//! Everything that is saved, as the rows of a list.

use std::sync::Arc;

use js_sys::Object;
use leptos::prelude::*;
use postil_core::annotation::{Annotation, Page, identity};
use postil_webext::{api, message::ArticleHead, saved};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::follow::saved_page_changed;

/// One saved annotation and its article.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The article.
    pub article: Arc<ArticleHead>,
    /// The article's site.
    pub site: Arc<str>,
    /// What is saved.
    pub annotation: Annotation,
}

impl Row {
    /// What it is: an entity's type, `money`, `figure`, `note` for a page's note, `highlight`.
    pub fn kind(&self) -> &str {
        match self.annotation.classification() {
            Some(reading) if reading.kind == "entity" => &reading.mark_type,
            Some(reading) => &reading.kind,
            None if self.annotation.is_about_page() => "note",
            None => "highlight",
        }
    }
}

/// The rows of these pages, newest change first.
pub fn of(pages: Vec<Page>) -> Vec<Arc<Row>> {
    let mut rows: Vec<Arc<Row>> = Vec::new();
    for page in pages {
        let article = Arc::new(ArticleHead::from(&page));
        let site: Arc<str> = identity::site(&page.url).into();
        rows.extend(
            page.annotations
                .into_iter()
                .map(|annotation| Arc::new(Row { article: article.clone(), site: site.clone(), annotation })),
        );
    }
    rows.sort_by(|a, b| b.annotation.modified.cmp(&a.annotation.modified));
    rows
}

/// The note on an article as a whole.
pub fn page_note(rows: &[Arc<Row>], article: &str) -> Option<String> {
    let notes = rows.iter().filter(|row| row.article.key == article && row.annotation.is_about_page());
    notes.filter_map(|row| row.annotation.note()).map(str::to_owned).next()
}

/// Reads what is saved, now and whenever it changes.
pub fn follow(rows: RwSignal<Vec<Arc<Row>>>, status: RwSignal<String>) {
    let read = move || {
        spawn_local(async move {
            match saved::pages().await {
                Ok(pages) => {
                    // One that cannot be read must not hide the others, nor be passed over in silence.
                    let (good, bad): (Vec<_>, Vec<_>) = pages.into_iter().partition(Result::is_ok);
                    if let Some(Err(error)) = bad.into_iter().next() {
                        status.set(error.to_string());
                    }
                    rows.set(of(good.into_iter().flatten().collect()));
                }
                Err(error) => status.set(error.to_string()),
            }
        });
    };
    read();
    let changed = Closure::<dyn Fn(Object)>::new(move |changes: Object| {
        if saved_page_changed(&changes) {
            read();
        }
    });
    api::ON_STORAGE_CHANGED.with(|event| event.add_listener(changed.as_ref().unchecked_ref()));
    changed.forget();
}
