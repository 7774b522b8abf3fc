//! The popup: this page in numbers, what is saved of it, on or off here, export.

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use postil_core::annotation::{Annotation, Page};
use postil_webext::{
    api,
    i18n::{message, message_with},
    message::{PageRequest, Request, Summary, ask, ask_page},
    saved,
    settings::{self, Settings},
    storage,
};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::export;

/// What the popup knows when it opens.
#[derive(Clone, Debug, Default)]
struct State {
    tab: Option<i32>,
    host: Option<String>,
    settings: Settings,
    summary: Option<Summary>,
    saved: Option<Page>,
    saved_everywhere: usize,
}

/// Draws the popup once its state is read, so that nothing jumps.
pub fn mount() {
    spawn_local(async {
        let state = read().await;
        leptos::mount::mount_to_body(move || view! { <Popup state /> });
    });
}

async fn read() -> State {
    let (tab, host) = active_tab().await.unwrap_or_default();
    let settings = storage::get(settings::KEY).await.ok().flatten().unwrap_or_default();
    let summary: Option<Summary> = match tab {
        Some(tab) => ask_page(tab, &PageRequest::Summary).await.ok(),
        None => None,
    };
    let saved = match &summary {
        Some(summary) => saved::page(&summary.article.key).await.ok().flatten().map(|(page, _)| page),
        None => None,
    };
    let saved_everywhere = saved::index().await.map_or(0, |index| index.pages.iter().map(|page| page.count).sum());
    State { tab, host, settings, summary, saved, saved_everywhere }
}

/// The tab that the popup was opened over, and its host.
async fn active_tab() -> Option<(Option<i32>, Option<String>)> {
    let query = Object::new();
    for key in ["active", "currentWindow"] {
        let _ = Reflect::set(&query, &key.into(), &true.into());
    }
    let tabs = JsFuture::from(api::tabs_query(&query).ok()?).await.ok()?;
    let tab = Array::from(&tabs).get(0);
    let id = Reflect::get(&tab, &"id".into()).ok()?.as_f64().map(|id| id as i32);
    let url = Reflect::get(&tab, &"url".into()).ok()?.as_string();
    let host = url.and_then(|url| web_sys::Url::new(&url).ok()).filter(|url| url.protocol().starts_with("http"));
    Some((id, host.map(|url| url.host())))
}

#[component]
fn Popup(state: State) -> impl IntoView {
    let (status, set_status) = signal(String::new());
    let State { tab, host, settings, summary, saved, saved_everywhere } = state;
    view! {
        <header>
            <img src="icons/32.png" alt={""} width="24" height="24" />
            <h1>{"Postil"}</h1>
            {host.map(|host| view! { <SiteSwitch host settings set_status /> })}
        </header>
        <main>
            {match summary {
                Some(summary) => view! { <Found summary /> }.into_any(),
                None => view! { <p class="quiet">{message("popup_no_article")}</p> }.into_any(),
            }}
            {saved.clone().filter(|page| !page.annotations.is_empty()).map(|page| view! { <Saved page tab /> })}
            <Export page=saved saved_everywhere set_status />
            <p class="status" role="status">{status}</p>
        </main>
    }
}

/// On or off for this site.
#[component]
fn SiteSwitch(host: String, settings: Settings, set_status: WriteSignal<String>) -> impl IntoView {
    let (on, set_on) = signal(!settings.is_silent(&host));
    let label = message_with("popup_on_here", &[&host]);
    let toggle = move |_| {
        let (host, mut settings) = (host.clone(), settings.clone());
        let wanted = !on.get_untracked();
        settings.set_silent(&host, !wanted);
        spawn_local(async move {
            match ask::<()>(&Request::SetSettings { settings }).await {
                Ok(()) => {
                    set_on.set(wanted);
                    set_status.set(message(if wanted { "popup_now_on" } else { "popup_now_off" }));
                }
                Err(error) => set_status.set(format!("{} {error}", message("status_not_saved"))),
            }
        });
    };
    view! {
        <button class="switch" type="button" role="switch" aria-checked=move || on.get().to_string() on:click=toggle>
            <span class="track" aria-hidden={"true"}><span class={"thumb"}></span></span>
            <span>{label}</span>
        </button>
    }
}

/// The marks of this page by kind.
#[component]
fn Found(summary: Summary) -> impl IntoView {
    let total: usize = summary.counts.iter().map(|count| count.marks).sum();
    view! {
        <section aria-labelledby="found">
            <h2 id="found">{message("popup_found")}</h2>
            {(total == 0).then(|| view! { <p class="quiet">{message("popup_nothing_found")}</p> })}
            <ul class="counts">
                {summary.counts.into_iter().map(|count| {
                    let name = message(&format!("style_{}", count.style.trim_start_matches("postil-")));
                    view! {
                        <li class=count.style>
                            <span class="swatch" aria-hidden={"true"}></span>
                            <span class="name">{name}</span>
                            <strong>{count.marks}</strong>
                        </li>
                    }
                }).collect_view()}
            </ul>
            {summary.problems.into_iter().map(|problem| view! { <p class="problem">{problem}</p> }).collect_view()}
        </section>
    }
}

/// What is saved of this page.
#[component]
fn Saved(page: Page, tab: Option<i32>) -> impl IntoView {
    let entry = move |annotation: Annotation| {
        let id = annotation.id.clone();
        let show = move |_| {
            let id = id.clone();
            spawn_local(async move {
                if let Some(tab) = tab
                    && ask_page::<()>(tab, &PageRequest::Show { id }).await.is_ok()
                    && let Some(window) = web_sys::window()
                {
                    let _ = window.close();
                }
            });
        };
        let quote = annotation.quote().map(|quote| quote.exact.clone()).unwrap_or_default();
        let note = annotation.note().map(str::to_owned);
        view! {
            <li>
                <button type="button" class="saved" on:click=show>
                    <span class="quote">{quote}</span>
                    {note.map(|note| view! { <span class="note">{note}</span> })}
                </button>
            </li>
        }
    };
    view! {
        <section aria-labelledby="saved">
            <h2 id="saved">{message_with("popup_saved", &[&page.annotations.len().to_string()])}</h2>
            <ul class="saved-list">{page.annotations.into_iter().map(entry).collect_view()}</ul>
        </section>
    }
}

/// Everything that is saved. A page that cannot be read is an error: an export that lacks something must say so.
async fn all_pages() -> Result<Vec<Page>, postil_webext::Error> {
    saved::pages().await?.into_iter().collect()
}

/// Export of this page or of everything.
#[component]
fn Export(page: Option<Page>, saved_everywhere: usize, set_status: WriteSignal<String>) -> impl IntoView {
    let nothing_here = page.as_ref().is_none_or(|page| page.annotations.is_empty());
    let say = move |outcome: Result<(), postil_webext::Error>| {
        set_status.set(match outcome {
            Ok(()) => message("popup_exported"),
            Err(error) => error.to_string(),
        });
    };
    let this_page = move |_| {
        if let Some(page) = &page {
            say(export::download(std::slice::from_ref(page), "postil-page.json"));
        }
    };
    let everything = move |_| {
        spawn_local(async move {
            say(all_pages().await.and_then(|pages| export::download(&pages, "postil.json")));
        });
    };
    view! {
        <section aria-labelledby="export" class="export">
            <h2 id="export">{message("popup_export")}</h2>
            <button type="button" disabled=nothing_here on:click=this_page>{message("popup_export_page")}</button>
            <button type="button" disabled=saved_everywhere == 0 on:click=everything>
                {message_with("popup_export_all", &[&saved_everywhere.to_string()])}
            </button>
        </section>
    }
}
