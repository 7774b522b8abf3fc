//! The popup: this page in numbers, what is saved of it, on or off here, export.

use leptos::prelude::*;
use postil_core::annotation::{Annotation, Page};
use postil_webext::{
    api,
    i18n::{message, message_with},
    message::{PageRequest, Summary, ask_page},
    saved,
    settings::Settings,
    storage,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    choice, colour,
    files::{self, Format},
    moved::Moved,
    page_note::PageNote,
    panel,
    permission::Permission,
    tab::{self, Tab},
};

/// What the popup knows when it opens.
#[derive(Clone, Debug, Default)]
struct State {
    tab: Option<Tab>,
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
    let tab = tab::active().await;
    let settings = choice::settings().await;
    colour::dress(&settings);
    let summary: Option<Summary> = match &tab {
        Some(tab) => ask_page(tab.id, &PageRequest::Summary).await.ok(),
        None => None,
    };
    let saved = match &summary {
        Some(summary) => saved::page(&summary.article.key).await.ok().flatten().map(|(page, _)| page),
        None => None,
    };
    let saved_everywhere = saved::index().await.map_or(0, |index| index.pages.iter().map(|page| page.count).sum());
    State { tab, settings, summary, saved, saved_everywhere }
}

#[component]
fn Popup(state: State) -> impl IntoView {
    let (status, set_status) = signal(String::new());
    let State { tab, settings, summary, saved, saved_everywhere } = state;
    let host = tab.as_ref().and_then(Tab::host);
    let id = tab.as_ref().map(|tab| tab.id);
    let head = summary.as_ref().map(|summary| summary.article.clone());
    let note = saved.as_ref().and_then(|page| page.page_note()?.note().map(str::to_owned));
    let note = RwSignal::new(note);
    let web_tab = id.filter(|_| host.is_some());
    let summary = RwSignal::new(summary);
    view! {
        <header>
            <img src="icons/32.png" alt={""} width="24" height="24" />
            <h1>{"Postil"}</h1>
            {host.map(|host| view! { <SiteSwitch host settings set_status /> })}
        </header>
        <main>
            <Permission />
            {head.clone().map(|article| view! { <Moved article changed=Signal::stored(0) status=set_status /> })}
            {move || match summary.get() {
                Some(summary) => view! { <Found summary /> }.into_any(),
                None => view! { <NotMarked tab=web_tab summary set_status /> }.into_any(),
            }}
            {head.map(|article| view! { <PageNote article note status=set_status /> })}
            {saved.clone().filter(|page| !page.annotations.is_empty()).map(|page| view! { <Saved page tab=id /> })}
            <Export page=saved saved_everywhere set_status />
            <p class="status" role="status">{status}</p>
            <Ways tab set_status />
        </main>
    }
}

/// The ways to the panel and the options.
#[component]
fn Ways(tab: Option<Tab>, set_status: WriteSignal<String>) -> impl IntoView {
    let close = || {
        if let Some(window) = web_sys::window() {
            let _ = window.close();
        }
    };
    let open_panel = move |_| {
        // Called at once, while the click is being handled: later the browser refuses.
        let opening = panel::open(tab.as_ref());
        spawn_local(async move {
            match opening.await {
                Ok(()) => close(),
                Err(error) => set_status.set(error.to_string()),
            }
        });
    };
    let open_options = move |_| {
        let opening = api::open_options_page();
        spawn_local(async move {
            match storage::wait("runtime.openOptionsPage", opening).await {
                Ok(_) => close(),
                Err(error) => set_status.set(error.to_string()),
            }
        });
    };
    view! {
        <nav class="ways" aria-label=message("popup_ways")>
            <button type="button" class="open-panel" on:click=open_panel>{message("popup_open_panel")}</button>
            <button type="button" class="open-options" on:click=open_options>{message("options_title")}</button>
        </nav>
    }
}

/// On or off for this site.
#[component]
fn SiteSwitch(host: String, settings: Settings, set_status: WriteSignal<String>) -> impl IntoView {
    let (on, set_on) = signal(settings.sites.is_on(&host));
    let label = message_with("popup_on_here", &[&host]);
    let toggle = move |_| {
        let host = host.clone();
        let wanted = !on.get_untracked();
        spawn_local(async move {
            match choice::change(|settings| settings.sites.set_on(&host, wanted)).await {
                Ok(_) => {
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

/// Nothing is marked: the way to have this page marked all the same, on whatever site it is. `tab` is that of a page of
/// the web.
#[component]
fn NotMarked(tab: Option<i32>, summary: RwSignal<Option<Summary>>, set_status: WriteSignal<String>) -> impl IntoView {
    let mark = move |tab: i32| {
        spawn_local(async move {
            match ask_page::<()>(tab, &PageRequest::Mark).await {
                Ok(()) => summary.set(ask_page(tab, &PageRequest::Summary).await.ok()),
                Err(error) => set_status.set(error.to_string()),
            }
        });
    };
    view! {
        <section class="not-marked">
            <p class="quiet">{message("popup_no_article")}</p>
            {tab.map(|tab| view! {
                <button type="button" class="mark-page" on:click=move |_| mark(tab)>{message("menu_mark")}</button>
            })}
        </section>
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
            <ul class="saved-list">
                {page.annotations.into_iter().filter(|annotation| !annotation.is_about_page()).map(entry).collect_view()}
            </ul>
        </section>
    }
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
            say(files::download(std::slice::from_ref(page), Format::Json, "postil-page"));
        }
    };
    let everything = move |_| {
        spawn_local(async move {
            say(files::all_pages().await.and_then(|pages| files::download(&pages, Format::Json, "postil")));
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
