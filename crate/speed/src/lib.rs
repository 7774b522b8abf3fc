//! The whole scan as a bare WebAssembly module, for measuring: no bindings, no page, only the engine.
//!
//! `npm run compare` builds it as the packages' engine is built and runs it in Node. The caller reserves room for one
//! input after the other (the four tables, then texts), writes the bytes into the module's memory, and says that
//! they are there.

#![allow(unsafe_code)] // exported by name, for want of bindings

use std::sync::Mutex;

use postil_core::{
    article::Article,
    mark::Currency,
    scan::{Engine, Preferences, TableBytes},
};

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static TABLES: Mutex<Vec<&'static [u8]>> = Mutex::new(Vec::new());
static ENGINE: Mutex<Option<Engine<'static>>> = Mutex::new(None);
static ARTICLES: Mutex<Vec<Article>> = Mutex::new(Vec::new());

/// Makes room for `length` bytes of input; says where.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *const u8 {
    let mut input = INPUT.lock().expect("one thread");
    *input = vec![0; length];
    input.as_ptr()
}

/// The input is a table; in the order rates, units, gazetteer, model. Returns how many could not be opened.
#[unsafe(no_mangle)]
pub extern "C" fn take_table() -> usize {
    let mut tables = TABLES.lock().expect("one thread");
    tables.push(std::mem::take(&mut *INPUT.lock().expect("one thread")).leak());
    let [rates, units, gazetteer, model] = tables[..] else { return 0 };
    let (engine, errors) = Engine::new(TableBytes { rates, units, gazetteer, model });
    *ENGINE.lock().expect("one thread") = Some(engine);
    errors.len()
}

/// The input is an article's text. Returns 1 where it is no UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn take_text() -> usize {
    let Ok(text) = String::from_utf8(std::mem::take(&mut *INPUT.lock().expect("one thread"))) else { return 1 };
    let article = Article { published: "2022-10-06".parse().ok(), ..Article::from_text(text) };
    ARTICLES.lock().expect("one thread").push(article);
    0
}

/// Scans all articles; returns the number of marks.
#[unsafe(no_mangle)]
pub extern "C" fn scan() -> usize {
    let engine = ENGINE.lock().expect("one thread");
    let Some(engine) = &*engine else { return 0 };
    let preferences = Preferences { currency: Currency::parse("EUR"), ..Preferences::default() };
    let articles = ARTICLES.lock().expect("one thread");
    articles.iter().map(|article| engine.scan(article, &preferences).marks.len()).sum()
}
