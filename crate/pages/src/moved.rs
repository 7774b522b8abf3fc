//! The same article under another address: what is saved of it there is offered, never taken over unasked.

use leptos::prelude::*;
use postil_core::annotation::{
    index::Entry,
    moved::{self, Fingerprint},
};
use postil_webext::{
    fresh,
    i18n::{message, message_with},
    message::{ArticleChange, ArticleHead, ChangedAll, Request, ask},
    saved,
};
use wasm_bindgen_futures::spawn_local;

/// More candidates than this are not offered: then the text is one that many pages have.
const MOST: usize = 3;

/// Offers what is saved of the same article under other addresses; whenever `changed` changes, it looks again.
#[component]
pub fn Moved(article: ArticleHead, changed: Signal<usize>, status: WriteSignal<String>) -> impl IntoView {
    let candidates = RwSignal::new(Vec::<Entry>::new());
    let undo = RwSignal::new(Vec::<ArticleChange>::new());
    let head = StoredValue::new(article);
    Effect::new(move |_| {
        changed.track();
        spawn_local(async move {
            if let Ok(index) = saved::index().await {
                candidates.set(of(&head.get_value(), &index.pages));
            }
        });
    });
    let change = move |changes: Vec<ArticleChange>, words: &'static str, undone: bool| {
        spawn_local(async move {
            match ask::<ChangedAll>(&Request::ChangeAll { changes }).await {
                Ok(changed) => {
                    undo.set(if undone { Vec::new() } else { changed.inverse });
                    status.set(message(words));
                    if let Ok(index) = saved::index().await {
                        candidates.set(of(&head.get_value(), &index.pages));
                    }
                }
                Err(error) => status.set(format!("{} {error}", message("status_not_saved"))),
            }
        });
    };
    let take = move |key: String| {
        spawn_local(async move {
            let article = head.get_value();
            match saved::page(&key).await {
                Ok(Some((old, _))) => {
                    let (taken, put) = moved::relink(&old, &article.key, &article.url, &fresh::now());
                    let taken = ArticleChange { article: ArticleHead::from(&old), command: taken };
                    change(vec![taken, ArticleChange { article, command: put }], "moved_taken", false);
                }
                Ok(None) => status.set(message("place_gone")),
                Err(error) => status.set(error.to_string()),
            }
        });
    };
    let is_shown = move || candidates.with(|all| !all.is_empty()) || undo.with(|undo| !undo.is_empty());
    view! {
        <Show when=is_shown>
            <section class="moved" aria-labelledby="moved">
                <h2 id="moved">{message("moved_title")}</h2>
                <ul>
                    <For each=move || candidates.get() key=|entry| entry.key.clone() children=move |entry| {
                        let title = entry.title.clone().unwrap_or_else(|| entry.key.clone());
                        let words = message_with("moved_offer", &[&entry.count.to_string(), &title, &entry.site]);
                        view! {
                            <li>
                                <p>{words}</p>
                                <p class="quiet small">{entry.url.clone()}</p>
                                <button type="button" class="take" on:click=move |_| take(entry.key.clone())>{message("moved_take")}</button>
                            </li>
                        }
                    } />
                </ul>
                <Show when=move || undo.with(|undo| !undo.is_empty())>
                    <button type="button" class="link undo" on:click=move |_| change(undo.get_untracked(), "moved_undone", true)>
                        {message("card_undo")}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

fn of(article: &ArticleHead, saved: &[Entry]) -> Vec<Entry> {
    let Some(fingerprint) = article.fingerprint.as_deref().and_then(Fingerprint::parse) else { return Vec::new() };
    let found = moved::candidates(&article.key, article.title.as_deref(), &fingerprint, saved);
    let found: Vec<Entry> = found.into_iter().map(|candidate| candidate.entry.clone()).collect();
    if found.len() > MOST { Vec::new() } else { found }
}
