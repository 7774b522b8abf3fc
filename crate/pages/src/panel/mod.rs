//! The panel beside the page: the article at a glance, and everything that is saved.
//!
//! [`follow`] keeps up with the tab that the reader looks at, [`rows`] with the storage; the other
//! modules draw one part each.

mod dates;
mod figures;
mod filter;
mod follow;
mod money;
mod open;
mod rows;
mod saved;
mod who;

pub use open::open;

use std::sync::Arc;

use leptos::prelude::*;
use postil_webext::{
    chosen::Chosen,
    details::{Details, Place},
    i18n::message,
    message::{ArticleHead, PageRequest, ask_page},
    settings,
    storage::Snapshot,
};
use wasm_bindgen_futures::spawn_local;

use crate::{colour, files::Import, moved::Moved, page_note::PageNote, permission::Permission, tab};
use follow::Looking;

/// Draws the panel.
pub fn mount() {
    leptos::mount::mount_to_body(|| view! { <Panel /> });
}

/// The two views of the panel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Article,
    Saved,
}

#[component]
fn Panel() -> impl IntoView {
    let looking = RwSignal::new(Looking::Nowhere);
    let rows = RwSignal::new(Vec::new());
    spawn_local(async {
        let chosen = Chosen::of(Snapshot::of([settings::KEY]).await.ok().as_ref());
        colour::dress(|style| chosen.colour(style));
    });
    let status = RwSignal::new(String::new());
    follow::start(looking);
    let expected = RwSignal::new(None);
    rows::follow(rows, expected, status);
    let head = Memo::new(move |before: Option<&Option<ArticleHead>>| {
        let now = match looking.get() {
            Looking::At { details, .. } => Some(details.article),
            Looking::Nowhere => None,
        };
        // The same article may be likened to others by another text a moment later.
        let same = |before: &ArticleHead, now: &ArticleHead| {
            (&before.key, &before.title, &before.published) == (&now.key, &now.title, &now.published)
        };
        match (before.cloned().flatten(), now) {
            (Some(before), Some(now)) if same(&before, &now) => Some(before),
            (_, now) => now,
        }
    });
    let view = RwSignal::new(View::Article);
    let tab = move |this: View, id: &'static str, controls: &'static str, key: &'static str| {
        view! {
            <button
                type="button"
                role="tab"
                id=id
                aria-controls=controls
                aria-selected=move || (view.get() == this).to_string()
                tabindex=move || if view.get() == this { "0" } else { "-1" }
                on:click=move |_| view.set(this)
                on:keydown=move |event| {
                    if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
                        let other = if view.get_untracked() == View::Article { View::Saved } else { View::Article };
                        view.set(other);
                        focus(if other == View::Article { "tab-article" } else { "tab-saved" });
                    }
                }
            >
                {message(key)}
            </button>
        }
    };
    view! {
        <header>
            <img src="icons/32.png" alt={""} width="24" height="24" />
            <h1>{"Postil"}</h1>
            <div class="tabs" role="tablist" aria-label=message("panel_views")>
                {tab(View::Article, "tab-article", "article", "panel_article")}
                {tab(View::Saved, "tab-saved", "everything", "panel_saved")}
            </div>
        </header>
        <main>
            <Permission />
            <div id="article" role="tabpanel" aria-labelledby="tab-article" hidden=move || view.get() != View::Article>
                {move || head.get().map(|head| view! { <About head rows status /> })}
                {move || match looking.get() {
                    Looking::Nowhere => view! { <p class="quiet">{message("popup_no_article")}</p> }.into_any(),
                    Looking::At { tab, details } => view! { <Article tab details=*details rows looking status /> }.into_any(),
                }}
            </div>
            <div id="everything" role="tabpanel" aria-labelledby="tab-saved" hidden=move || view.get() != View::Saved>
                <saved::Everything rows expected looking status />
                <section aria-labelledby="import">
                    <h2 id="import">{message("import_title")}</h2>
                    <Import />
                </section>
            </div>
        </main>
        <p class="status" role="status">{status}</p>
    }
}

fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// What article it is and what the reader says of it. Drawn anew only for another article: she may be writing.
#[component]
fn About(head: ArticleHead, rows: RwSignal<Vec<Arc<rows::Row>>>, status: RwSignal<String>) -> impl IntoView {
    let note = RwSignal::new(None);
    let key = head.key.clone();
    Effect::new(move |_| {
        let saved = rows.with(|rows| rows::page_note(rows, &key));
        if note.with_untracked(|note| *note != saved) {
            note.set(saved);
        }
    });
    let changed = Signal::derive(move || rows.with(Vec::len));
    view! {
        <p class="article-title">{head.title.clone().unwrap_or_else(|| head.url.clone())}</p>
        {head.published.as_deref().map(|day| view! { <p class="quiet">{postil_webext::format::date(day)}</p> })}
        <Moved article=head.clone() changed status=status.write_only() />
        <PageNote article=head note status=status.write_only() />
    }
}

#[component]
fn Article(
    tab: i32,
    details: Details,
    rows: RwSignal<Vec<Arc<rows::Row>>>,
    looking: RwSignal<Looking>,
    status: RwSignal<String>,
) -> impl IntoView {
    let go = Go { tab, status };
    let Details { article, names, sums, figures, dates, .. } = details;
    let key = article.key.clone();
    let nothing = names.is_empty() && sums.is_empty() && figures.is_empty() && dates.is_empty();
    view! {
        {nothing.then(|| view! { <p class="quiet">{message("popup_nothing_found")}</p> })}
        <saved::Here article=key rows looking status />
        <who::Who names go />
        <money::Money sums go />
        <dates::Dates dates go />
        <figures::Figures figures go />
    }
}

/// The way from the panel to a place of the page.
#[derive(Clone, Copy)]
struct Go {
    tab: i32,
    status: RwSignal<String>,
}

impl Go {
    /// Shows a place.
    fn to(self, place: Place) {
        self.ask(PageRequest::ShowPlace { place });
    }

    fn ask(self, request: PageRequest) {
        let Go { tab, status } = self;
        spawn_local(async move {
            match ask_page::<()>(tab, &request).await {
                Ok(()) => {
                    status.set(String::new());
                    let _ = tab::show(tab).await;
                }
                Err(error) => status.set(error.to_string()),
            }
        });
    }
}
