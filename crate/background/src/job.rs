//! Long work that a page of Postil follows and may cancel: see [`postil_webext::job`].

use std::cell::Cell;

use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use postil_webext::{
    Error,
    api::Port,
    job::{Job, News, Progress},
    message, storage,
};
use wasm_bindgen::prelude::*;

use crate::{Sender, backup, export, import};

/// Milliseconds between two turns for what else happens: the reader's cancelling among it.
const SLICE: f64 = 16.0;

/// Does the work that a page asks for over a port, and tells it how far it is and what came of it. `said` holds what the
/// page says: first the work; whatever comes after that means that it is no longer wanted.
#[wasm_bindgen]
pub async fn on_job(port: JsValue, said: Array) {
    let port: Port = port.unchecked_into();
    if !Sender::read(&port.sender()).is_some_and(|sender| sender.is_own_page) {
        return port.disconnect();
    }
    let Some(job) = message::receive::<Job>(said.get(0)) else { return port.disconnect() };
    let watch = Watch::of(port, said);
    let outcome = match job {
        Job::Import { file } => import::run(&file, &watch).await.map(News::Imported),
        Job::Export { what, format } => export::run(&what, format, &watch).await.map(|()| News::Done),
        Job::Restore { backup } => backup::restore(&backup, &watch).await.map(|()| News::Done),
    };
    watch.tell(&match outcome {
        Ok(news) => news,
        Err(Error::Cancelled) => News::Cancelled,
        Err(error) => News::Failed(error.told()),
    });
}

/// Whoever follows the work.
#[derive(Debug)]
pub struct Watch {
    port: Port,
    said: Array,
    progress: Cell<Progress>,
    turned: Cell<f64>,
}

impl Watch {
    fn of(port: Port, said: Array) -> Self {
        Watch { port, said, progress: Cell::default(), turned: Cell::new(js_sys::Date::now()) }
    }

    /// Says how much there is to do in all, as soon as that is known.
    pub fn expect(&self, total: usize) {
        self.progress.set(Progress { total, ..self.progress.get() });
    }

    /// So much more is done; now and then lets others have their turn.
    ///
    /// # Errors
    /// [`Error::Cancelled`] where the reader wants no more.
    pub async fn step(&self, done: usize) -> Result<(), Error> {
        let Progress { done: before, total } = self.progress.get();
        self.progress.set(Progress { done: before + done, total });
        if js_sys::Date::now() - self.turned.get() < SLICE { self.check() } else { self.pause().await }
    }

    /// Lets others have their turn now: before what cannot be stopped once it has begun.
    ///
    /// # Errors
    /// As [`Watch::step`].
    pub async fn pause(&self) -> Result<(), Error> {
        self.tell(&News::Progress(self.progress.get()));
        TimeoutFuture::new(0).await;
        self.turned.set(js_sys::Date::now());
        self.check()
    }

    /// Whether the reader still wants it.
    ///
    /// # Errors
    /// As [`Watch::step`].
    pub fn check(&self) -> Result<(), Error> {
        if self.said.length() > 1 { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// Tells the page something.
    pub fn tell(&self, news: &News) {
        // Where nobody is there any more, the end of the port has said so.
        if let Ok(news) = storage::plain("job", news) {
            let _ = self.port.post_message(&news);
        }
    }
}
