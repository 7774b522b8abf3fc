//! The content script: reads the page, marks it, opens the card, asks the background to save.
//!
//! The way through it: [`page`] (DOM → tree) → `core::article` → `core::scan` → [`place`] (offsets →
//! ranges) → [`highlight`] → [`session`] (pointer, keyboard, messages) → [`describe`] → [`card`] →
//! [`saved`] → background.

pub mod beside;
pub mod card;
pub mod correction;
pub mod describe;
pub mod details;
pub mod highlight;
pub mod history;
pub mod legend;
pub mod navigation;
pub mod notice;
pub mod observe;
pub mod page;
pub mod place;
pub mod saved;
pub mod session;
pub mod slice;
pub mod stage;

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Object, Reflect, Uint8Array};
use postil_core::{
    annotation::{correction::Correction, moved::Fingerprint},
    article::{self, Article},
    pause::{Pause, step},
    scan::{Engine, Scan, TableBytes},
};
use postil_webext::{
    api,
    i18n::message,
    message::{self, ArticleHead, PageRequest, Reply},
    rates, saved as saved_elsewhere,
    settings::{self, Settings},
    storage::{self, Snapshot},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Document;

use crate::{place::Places, slice::Slices};

/// Her settings and her corrections.
type Settled = (Settings, Vec<Correction>);

/// The longest text that is marked, in bytes: some 30,000 words, three times the longest reports of newspapers.
const LONGEST_TEXT: usize = 200_000;

thread_local! {
    /// What was read of the storage; read again when it changes there.
    static SETTLED: RefCell<Option<Settled>> = const { RefCell::new(None) };
    /// The address of the page that the reader asked to have marked, whatever holds for its site.
    static ASKED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// The engine and what is wrong with its tables.
    static ENGINE: OnceCell<(Rc<Engine<'static>>, Vec<String>)> = const { OnceCell::new() };
}

/// Reads the page and marks it, if it is an article; then follows the storage and answers messages. With `asked` the
/// reader asked for this page: then it is marked on every site. Gives whether the page is marked.
///
/// `tables` is a promise of an object that holds the binary tables as `ArrayBuffer`s: `rates`,
/// `units`, `gazetteer`, `model`. The loader starts their loading while the engine compiles.
/// A table that is missing is left out, the rest still works.
#[wasm_bindgen]
pub async fn start(tables: js_sys::Promise, asked: bool) -> bool {
    if ENGINE.with(|engine| engine.get().is_some()) {
        return session::current().is_some();
    }
    console_error_panic_hook::set_once();
    listen();
    // One question to the storage, while the tables are still on their way: three in a row took 100 ms in Firefox.
    let stored = Snapshot::of([settings::KEY, saved_elsewhere::CORRECTIONS_KEY, rates::KEY]).await;
    settle(stored.as_ref().ok());
    let tables = JsFuture::from(tables).await.unwrap_or_default();
    let newer_rates = stored.ok().and_then(|stored| stored.get(rates::KEY).ok().flatten());
    let rates = rates::newest(table(&tables, "rates"), newer_rates);
    // The tables stay in memory as long as the page.
    let bytes = TableBytes {
        rates: rates.leak(),
        units: table(&tables, "units").leak(),
        gazetteer: table(&tables, "gazetteer").leak(),
        model: table(&tables, "model").leak(),
    };
    let (engine, problems) = Engine::open_in_slices(bytes, &Slices::begin()).await;
    let problems = problems.iter().map(ToString::to_string).collect();
    let _ = ENGINE.with(|cell| cell.set((Rc::new(engine), problems)));
    if let Some((window, document)) = web_sys::window().and_then(|window| Some((window.clone(), window.document()?))) {
        navigation::watch(&window, &document);
        observe::watch(&document);
    }
    if asked {
        mark_asked().await
    } else {
        mark_page(false).await
    }
    // Nobody waits for it, and what comes of it is told in the options.
    spawn_local(async { drop(rates::update_if_due(&settled().await.0).await) });
    session::current().is_some()
}

/// Marks the page since the reader asked for it.
async fn mark_asked() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    ASKED.set(Some(navigation::address(&document)));
    notice::take_back();
    mark_page(true).await;
    if session::current().is_none() {
        notice::say(&document, &message("page_not_marked"));
    }
}

/// Marks the page as it now is, in place of the marks there were. With `settled_anew` the settings and the like are
/// read again before.
pub(crate) async fn mark_page(settled_anew: bool) {
    if settled_anew {
        SETTLED.take();
    }
    observe::one_at_a_time(mark_once).await;
}

/// What the reader has settled, read from the storage where it is not known.
async fn settled() -> Settled {
    if let Some(settled) = SETTLED.with_borrow(Clone::clone) {
        return settled;
    }
    settle(Snapshot::of([settings::KEY, saved_elsewhere::CORRECTIONS_KEY]).await.ok().as_ref())
}

/// Remembers what she has settled; where it cannot be read, that she has settled nothing.
fn settle(stored: Option<&Snapshot>) -> Settled {
    let settings = stored.and_then(|stored| stored.get(settings::KEY).ok().flatten()).unwrap_or_default();
    let corrections = stored.and_then(|stored| stored.get(saved_elsewhere::CORRECTIONS_KEY).ok().flatten());
    let settled: Settled = (settings, corrections.unwrap_or_default());
    SETTLED.set(Some(settled.clone()));
    settled
}

async fn mark_once() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let read_anew = SETTLED.with_borrow(Option::is_none);
    let (settings, corrections) = settled().await;
    let host = document.location().and_then(|location| location.host().ok()).unwrap_or_default();
    let asked = ASKED.with_borrow(|asked| *asked == Some(navigation::address(&document)));
    if !asked && !settings.sites.is_page_on(&document.url().unwrap_or_default(), &host) {
        session::stop();
        return;
    }
    let slices = Slices::begin();
    let page = page::Page::read(&document, &slices).await;
    let address = document.url().unwrap_or_default();
    let Some(mut article) = article::extract_in_slices(&page.tree, Some(&address), &slices).await else {
        session::stop();
        return;
    };
    slices.pause().await;
    let cut = article.shorten(LONGEST_TEXT);
    let places = Places::new(&article, &page, &slices).await;
    step(|| drop(page));
    slices.pause().await;
    let mut head = step(|| head(&document, &article, address));
    let old = session::current().filter(|old| old.is_of(&head.key));
    if old.is_none() {
        session::stop();
    }
    let same_text = old.as_deref().filter(|old| old.reads(&article));
    head.fingerprint = match same_text {
        Some(old) => old.fingerprint(),
        None => Fingerprint::of_in_slices(&article.text, &slices).await.map(|fingerprint| fingerprint.to_string()),
    };
    let history = old.as_ref().map(|old| old.history()).unwrap_or_default();
    let Some((engine, mut problems)) = ENGINE.with(|engine| engine.get().cloned()) else { return };
    if cut {
        problems.push(message("problem_long_page"));
    }
    let settled = session::Settled { settings, corrections, history };
    let known = same_text.filter(|_| !read_anew);
    let scan = session::scan(&engine, &article, &head, &settled, known, &slices).await;
    let session = step(|| session::prepare(document, places, head, article, scan, settled, problems, old.as_deref()));
    slices.pause().await;
    if observe::is_writing() {
        observe::put_off();
    } else if !is_orphaned() {
        session::run(session, old, &slices).await;
    }
}

/// A scan as one more correction makes it; `None` before the page is marked.
pub(crate) fn corrected(scan: &Scan, article: &Article, head: &ArticleHead, correction: &Correction) -> Option<Scan> {
    let settings = SETTLED.with_borrow(|settled| settled.as_ref().map(|(settings, _)| settings.clone()))?;
    ENGINE.with(|engine| {
        let (engine, _) = engine.get()?;
        let preferences = settings.preferences(&api::get_ui_language(), |country| engine.currency_of(country));
        let mut scan = scan.clone();
        correction::apply(std::slice::from_ref(correction), &mut scan, article, head, engine, &preferences);
        Some(scan)
    })
}

/// Listens to the extension's other parts and to the storage for as long as the page lives.
fn listen() {
    let on_message = Closure::<dyn Fn(JsValue, JsValue, Function) -> bool>::new(
        |request: JsValue, sender: JsValue, reply: Function| {
            // Pages cannot reach this event; the check makes sure that nobody else's extension does.
            let id = Reflect::get(&sender, &"id".into()).ok().and_then(|id| id.as_string());
            if id.is_none() || id != api::runtime_id() {
                return false;
            }
            let not_marked = || message::answer(&Reply::<()>::Failed(message("page_not_marked")));
            match message::receive(request) {
                Some(PageRequest::Mark) => spawn_local(async move {
                    mark_asked().await;
                    let done = || message::answer(&Reply::Done(()));
                    let answer = if session::current().is_some() { done() } else { not_marked() };
                    let _ = reply.call1(&JsValue::NULL, &answer);
                }),
                // The page around it, or another frame of it, may have something to say.
                Some(_) if is_frame() && session::current().is_none() => return false,
                Some(request) => {
                    let answer = session::answer(request).unwrap_or_else(not_marked);
                    let _ = reply.call1(&JsValue::NULL, &answer);
                }
                None => return false,
            }
            // The browser keeps the way back open until the answer is there.
            true
        },
    );
    api::ON_MESSAGE.with(|event| event.add_listener(on_message.as_ref().unchecked_ref()));
    on_message.forget();

    let on_change = Closure::<dyn Fn(Object, String)>::new(|changes: Object, area: String| {
        if area != "local" || is_orphaned() {
            return;
        }
        for key in Object::keys(&changes).iter().filter_map(|key| key.as_string()) {
            spawn_local(async move {
                if key == settings::KEY {
                    settings_changed().await;
                } else if key == saved_elsewhere::CORRECTIONS_KEY {
                    mark_page(true).await;
                } else {
                    session::storage_changed(&key).await;
                }
            });
        }
    });
    api::ON_STORAGE_CHANGED.with(|event| event.add_listener(on_change.as_ref().unchecked_ref()));
    on_change.forget();
}

/// The reader changed her settings: what only bears on how the page looks needs no new reading of it.
async fn settings_changed() {
    let known = SETTLED.with_borrow(|settled| settled.as_ref().map(|(settings, _)| settings.clone()));
    let now: Settings = storage::get(settings::KEY).await.ok().flatten().unwrap_or_default();
    let location = web_sys::window().map(|window| window.location());
    let host = location.as_ref().and_then(|location| location.host().ok()).unwrap_or_default();
    let url = location.and_then(|location| location.href().ok()).unwrap_or_default();
    if let Some(known) = known {
        let page = |settings: &Settings| settings.sites.is_page_on(&url, &host);
        if known.sites.mode_of(&host) != now.sites.mode_of(&host) || page(&known) != page(&now) {
            // What she says of the site or the page now is newer than what she asked of the page.
            ASKED.set(None);
        }
        let as_now = Settings { view: now.view, colours: now.colours.clone(), ..known };
        if as_now == now {
            SETTLED.with_borrow_mut(|settled| {
                if let Some((settings, _)) = settled {
                    *settings = now.clone();
                }
            });
            session::dress(&now);
            return;
        }
    }
    mark_page(true).await;
}

/// A table's bytes, copied once into this module's memory.
fn table(tables: &JsValue, name: &str) -> Vec<u8> {
    match Reflect::get(tables, &name.into()) {
        Ok(buffer) if !buffer.is_undefined() && !buffer.is_null() => Uint8Array::new(&buffer).to_vec(),
        _ => Vec::new(),
    }
}

/// What the page says of itself. The fingerprint is still to be made.
fn head(document: &Document, article: &Article, url: String) -> ArticleHead {
    let attribute = |selector: &str, name: &str| {
        document.query_selector(selector).ok().flatten().and_then(|element| element.get_attribute(name))
    };
    let canonical = attribute("link[rel~=canonical]", "href");
    let og_url = attribute("meta[property='og:url']", "content");
    navigation::states([&canonical, &og_url].into_iter().flatten().cloned());
    let fresh = |stated: Option<String>| stated.filter(|stated| !navigation::is_stale(stated));
    let (canonical, og_url) = (fresh(canonical), fresh(og_url));
    ArticleHead {
        key: postil_core::annotation::identity::page_key(&url, canonical.as_deref(), og_url.as_deref()),
        url,
        canonical,
        title: article.title.clone(),
        published: article.published.map(|date| date.to_string()),
        fingerprint: None,
    }
}

fn is_frame() -> bool {
    let Some(window) = web_sys::window() else { return false };
    !matches!(window.top(), Ok(Some(top)) if top == window)
}

/// Whether the extension that this script belongs to is still there: after an update the old
/// script must fall silent.
fn is_orphaned() -> bool {
    api::runtime_id().is_none()
}
