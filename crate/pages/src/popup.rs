//! The popup: this page in numbers, what is saved of it, on or off here, export.

use futures::future::{Either, join, select};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use leptos::prelude::*;
use postil_webext::{
    Error, api,
    chosen::{Chosen, IsOn},
    glance,
    i18n::{message, message_with},
    job::{Format, What},
    message::{ArticleHead, PageRequest, Summary, answered, ask, ask_page},
    own::Ask,
    storage::{self, Snapshot},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Document;

use crate::{
    colour, files,
    moved::Moved,
    page_note::PageNote,
    panel,
    permission::Permission,
    tab::{self, Tab},
    work::{Work, Working},
};

/// Milliseconds that the page is waited for before the popup is drawn without what was found there: it answers within
/// five, unless it is busy.
const PATIENCE: u32 = 60;

#[wasm_bindgen]
extern "C" {
    /// What `popup.js` asked while this program was still on its way.
    type Asked;
    #[wasm_bindgen(thread_local_v2, js_name = asked)]
    static ASKED: Asked;
    /// The window's tabs.
    #[wasm_bindgen(method, getter)]
    fn tabs(this: &Asked) -> Promise;
    /// The tab that this document is in.
    #[wasm_bindgen(method, getter)]
    fn own(this: &Asked) -> Promise;
    /// The settings.
    #[wasm_bindgen(method, getter)]
    fn settings(this: &Asked) -> Promise;
    /// What was found on the page of the active tab.
    #[wasm_bindgen(method, getter)]
    fn summary(this: &Asked) -> Promise;
    /// What is saved of it.
    #[wasm_bindgen(method, getter)]
    fn saved(this: &Asked) -> Promise;
}

/// What there is to know of the tab's page, as it becomes known.
#[derive(Clone, Copy)]
struct Here {
    /// Whether the page has answered, or shown that it cannot.
    is_asked: RwSignal<bool>,
    /// What was found there; `None` where nothing is marked.
    summary: RwSignal<Option<Summary>>,
    /// What is saved of it, once that is read.
    saved: RwSignal<Option<Vec<glance::Saved>>>,
    /// The note on the article.
    note: RwSignal<Option<String>>,
}

impl Here {
    /// Takes the page's answer, and reads what is saved of it.
    fn take(self, answer: Option<Summary>) {
        self.found(answer.clone());
        spawn_local(async move { self.keeps(saved_of(answer.as_ref()).await) });
    }

    /// Takes the page's answer; none, where nothing is marked.
    fn found(self, answer: Option<Summary>) {
        self.summary.set(answer);
        self.is_asked.set(true);
    }

    /// Takes what is saved of the page.
    fn keeps(self, article: Option<glance::Article>) {
        self.note.set(article.as_ref().and_then(|article| article.note().map(str::to_owned)));
        self.saved.set(Some(article.map(|article| article.saved).unwrap_or_default()));
    }
}

/// What is saved of the page that answered.
async fn saved_of(answer: Option<&Summary>) -> Option<glance::Article> {
    glance::article(&answer?.article.key).await.ok().flatten()
}

/// What was found on a tab's page and what is saved of it. `popup.js` has asked the active tab already; where the popup
/// is itself that tab, as on phones, it is another that is spoken of.
async fn look(tab: Option<Tab>) -> (Option<Summary>, Option<glance::Article>) {
    let Some(tab) = tab else { return (None, None) };
    if !tab.is_active {
        let summary: Option<Summary> = ask_page(tab.id, &PageRequest::Summary).await.ok();
        let saved = saved_of(summary.as_ref()).await;
        return (summary, saved);
    }
    let (summary, saved) = ASKED.with(|asked| (asked.summary(), asked.saved()));
    let Ok(summary) = answered::<Summary>(Ok(summary)).await else { return (None, None) };
    let saved = Snapshot::asked(Ok(saved)).await.and_then(|saved| glance::article_in(&saved, &summary.article.key));
    (Some(summary), saved.ok().flatten())
}

/// Draws the popup with what is known at once; what is not, comes into its place.
pub fn mount() {
    spawn_local(async {
        let here = Here {
            is_asked: RwSignal::new(false),
            summary: RwSignal::new(None),
            saved: RwSignal::new(None),
            note: RwSignal::new(None),
        };
        let take = move |(summary, saved)| {
            here.found(summary);
            here.keeps(saved);
        };
        let (tabs, own, settings) = ASKED.with(|asked| (asked.tabs(), asked.own(), asked.settings()));
        let (tab, settings) = join(tab::active_of(Ok(tabs), Ok(own)), Snapshot::asked(Ok(settings))).await;
        let chosen = Chosen::of(settings.ok().as_ref());
        colour::dress(|style| chosen.colour(style));
        let looking = Box::pin(look(tab.clone()));
        let late = match select(looking, TimeoutFuture::new(PATIENCE)).await {
            Either::Left((answer, _)) => {
                take(answer);
                None
            }
            Either::Right(((), looking)) => Some(looking),
        };
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        let status = RwSignal::new(String::new());
        open_ways(&document, tab.as_ref(), status);
        if let Some(main) = document.query_selector("main").ok().flatten().and_then(|main| main.dyn_into().ok()) {
            leptos::mount::mount_to(main, move || view! { <Popup tab chosen here status /> }).forget();
        }
        if let Some(looking) = late {
            take(looking.await);
        }
        // `popup.js` has made the popup as high as it was last time.
        if let Some(body) = document.body() {
            let _ = body.style().remove_property("min-height");
        }
        // For whoever measures how long the popup takes.
        request_animation_frame(|| {
            if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
                let _ = performance.mark("postil-drawn");
            }
        });
    });
}

#[component]
fn Popup(tab: Option<Tab>, chosen: Chosen, here: Here, status: RwSignal<String>) -> impl IntoView {
    let set_status = status.write_only();
    let id = tab.as_ref().map(|tab| tab.id);
    let place = tab.as_ref().and_then(|tab| Some((tab.host()?, tab.url.clone()?)));
    let web_tab = id.filter(|_| place.is_some());
    let Here { is_asked, summary, saved, note } = here;
    let head = Memo::new(move |_| summary.with(|summary| summary.as_ref().map(|summary| summary.article.clone())));
    view! {
        {place.map(|(host, url)| view! { <Switches now=chosen.is_on(&url, &host) host url tab=id here set_status /> })}
        <Permission />
        {move || head.get().map(|article| view! { <Moved article changed=Signal::stored(0) status=set_status /> })}
        {move || match summary.get() {
            Some(summary) => Some(view! { <Found summary /> }.into_any()),
            None => is_asked.get().then(|| view! { <NotMarked tab=web_tab here set_status /> }.into_any()),
        }}
        {move || head.get().filter(|_| saved.with(Option::is_some)).map(|article| view! { <PageNote article note status=set_status /> })}
        {move || saved.get().filter(|saved| !saved.is_empty()).map(|saved| view! { <Saved saved tab=id /> })}
        <Export head here set_status />
        <p class="status" role="status">{status}</p>
    }
}

/// The ways to the panel and the options: their buttons are in the document from the start, and do something from here.
fn open_ways(document: &Document, tab: Option<&Tab>, status: RwSignal<String>) {
    let tab = tab.cloned();
    // Called at once, while the click is being handled: later the browser refuses.
    way(document, ".open-panel", status, move || panel::open(tab.as_ref()));
    way(document, ".open-options", status, || {
        let opening = api::open_options_page();
        async { storage::wait("runtime.openOptionsPage", opening).await.map(drop) }
    });
}

/// Opens something else at a click on a button, and closes the popup once it is open.
fn way<T: Future<Output = Result<(), Error>> + 'static>(
    document: &Document,
    button: &str,
    status: RwSignal<String>,
    open: impl Fn() -> T + 'static,
) {
    let Some(button) = document.query_selector(button).ok().flatten() else { return };
    EventListener::new(&button, "click", move |_| {
        let opening = open();
        spawn_local(async move {
            match opening.await {
                Ok(()) => close(),
                Err(error) => status.set(error.to_string()),
            }
        });
    })
    .forget();
    let _ = button.remove_attribute("disabled");
}

/// Closes the popup: what the reader asked for is elsewhere.
fn close() {
    if let Some(window) = web_sys::window() {
        let _ = window.close();
    }
}

/// On or off for this page, and for its site.
#[component]
fn Switches(
    now: IsOn,
    host: String,
    url: String,
    tab: Option<i32>,
    here: Here,
    set_status: WriteSignal<String>,
) -> impl IntoView {
    let now = RwSignal::new(now);
    let place = StoredValue::new((url, host));
    let is_on = move |site: bool| if site { now.get().site } else { now.get().page };
    let turn = move |site: bool| {
        let on = !is_on(site);
        spawn_local(async move {
            let (url, host) = place.get_value();
            match ask(&Ask::TurnOn { url, host, site, on }).await {
                Ok(is_on) => {
                    now.set(is_on);
                    set_status.set(message(match (site, on) {
                        (true, true) => "popup_now_on",
                        (true, false) => "popup_now_off",
                        (false, true) => "popup_page_now_on",
                        (false, false) => "popup_page_now_off",
                    }));
                    here.take(if on { marked(tab).await } else { None });
                }
                Err(error) => set_status.set(format!("{} {error}", message("status_not_saved"))),
            }
        });
    };
    let switch = move |site: bool, class: &'static str, label: String| {
        view! {
            <button
                class=format!("switch {class}")
                type="button"
                role="switch"
                aria-checked=move || is_on(site).to_string()
                on:click=move |_| turn(site)
            >
                <span>{label}</span>
                <span class="track" aria-hidden={"true"}><span class={"thumb"}></span></span>
            </button>
        }
    };
    view! {
        <div class="switches">
            {switch(false, "page", message("popup_on_page"))}
            {switch(true, "site", place.with_value(|(_, host)| message_with("popup_on_here", &[host])))}
        </div>
    }
}

/// What is found on a page once it is marked; `None` where it is no article, or not to be reached.
async fn marked(tab: Option<i32>) -> Option<Summary> {
    ask_page::<()>(tab?, &PageRequest::Mark).await.ok()?;
    ask_page(tab?, &PageRequest::Summary).await.ok()
}

/// Nothing is marked: the way to have this page marked all the same, on whatever site it is. `tab` is that of a page of
/// the web.
#[component]
fn NotMarked(tab: Option<i32>, here: Here, set_status: WriteSignal<String>) -> impl IntoView {
    let mark = move |tab: i32| {
        spawn_local(async move {
            match ask_page::<()>(tab, &PageRequest::Mark).await {
                Ok(()) => here.take(ask_page(tab, &PageRequest::Summary).await.ok()),
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
                // In the order of every other list of the kinds.
                {colour::STYLES.into_iter().filter_map(|style| {
                    let class = format!("postil-{style}");
                    let marks = summary.counts.iter().find(|count| count.style == class)?.marks;
                    Some(view! {
                        <li class=class>
                            <span class="swatch" aria-hidden={"true"}></span>
                            <span class="name">{message(&format!("style_{style}"))}</span>
                            <strong>{marks}</strong>
                        </li>
                    })
                }).collect_view()}
            </ul>
            {summary.problems.into_iter().map(|problem| view! { <p class="problem">{problem}</p> }).collect_view()}
        </section>
    }
}

/// What is saved of this page.
#[component]
fn Saved(saved: Vec<glance::Saved>, tab: Option<i32>) -> impl IntoView {
    let entry = move |saved: glance::Saved| {
        let glance::Saved { id, quote, note, .. } = saved;
        let show = move |_| {
            let id = id.clone();
            spawn_local(async move {
                if let Some(tab) = tab
                    && ask_page::<()>(tab, &PageRequest::Show { id }).await.is_ok()
                {
                    close();
                }
            });
        };
        view! {
            <li>
                <button type="button" class="saved" on:click=show>
                    <span class="quote">{quote.unwrap_or_default()}</span>
                    {note.map(|note| view! { <span class="note">{note}</span> })}
                </button>
            </li>
        }
    };
    view! {
        <section aria-labelledby="saved">
            <h2 id="saved">{message_with("popup_saved", &[&saved.len().to_string()])}</h2>
            <ul class="saved-list">
                {saved.into_iter().filter(|saved| !saved.is_about_page).map(entry).collect_view()}
            </ul>
        </section>
    }
}

/// Export of this page or of everything.
#[component]
fn Export(head: Memo<Option<ArticleHead>>, here: Here, set_status: WriteSignal<String>) -> impl IntoView {
    let everywhere = RwSignal::new(None::<usize>);
    spawn_local(async move { everywhere.set(ask(&Ask::CountAll).await.ok()) });
    let work = Work::new();
    let export = move |what: What, name: &'static str| {
        spawn_local(async move { set_status.set(files::export(work, what, Format::Json, name).await) });
    };
    let nothing_here = move || work.is_busy() || here.saved.with(|saved| saved.as_ref().is_none_or(Vec::is_empty));
    let this_page = move |_| {
        if let Some(head) = head.get_untracked() {
            export(What::Article(head.key), "postil-page");
        }
    };
    let all = move || {
        let count = everywhere.get().map_or_else(|| "…".to_owned(), |count| count.to_string());
        message_with("popup_export_all", &[&count])
    };
    view! {
        <section aria-labelledby="export" class="export">
            <h2 id="export">{message("popup_export")}</h2>
            <button type="button" disabled=nothing_here on:click=this_page>{message("popup_export_page")}</button>
            <button
                type="button"
                disabled=move || work.is_busy() || everywhere.get().is_none_or(|count| count == 0)
                on:click=move |_| export(What::Everything, "postil")
            >
                {all}
            </button>
            <Working work />
        </section>
    }
}
