//! Long work of the background that a page of Postil asks for, follows and may cancel: files in and out, backups.
//!
//! It goes over a port, not a message: the background tells how far it is, an end of the port (the page was closed) ends
//! the work, and a browser lets no background sleep that has an open one.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Promise, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::{Error, api, storage};

/// The name of the port, by which `background.js` knows it.
pub const PORT: &str = "job";

/// What a page posts to have the work stopped.
pub const CANCEL: &str = "cancel";

/// The work.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Take over the annotations of a file: all or nothing. Ends with [`News::Imported`].
    Import {
        /// The file's text.
        file: String,
    },
    /// Write a file. Its text comes in [`News::Part`]s, then [`News::Done`].
    Export {
        /// What is in it.
        what: What,
        /// As what it is written.
        format: Format,
    },
    /// Put back what a backup holds; what is there now becomes a backup itself. Ends with [`News::Done`].
    Restore {
        /// The backup, see [`postil_core::annotation::backup::Entry::id`].
        backup: String,
    },
}

/// What goes into a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Everything that is saved.
    Everything,
    /// What is saved of the article with this identity.
    Article(String),
    /// The annotations with these ids.
    Chosen(Vec<String>),
}

/// What a file is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A W3C Annotation Collection.
    #[default]
    Json,
    /// For notes.
    Markdown,
    /// For spreadsheets.
    Csv,
}

/// What the background tells.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// How far it is.
    Progress(Progress),
    /// The next part of the file.
    Part(String),
    /// The file was taken over.
    Imported(Imported),
    /// It is done.
    Done,
    /// It was not done, for this reason; all is as before.
    Failed(String),
    /// It was stopped; all is as before.
    Cancelled,
}

/// How far the work is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// What is done, in steps of about the same length.
    pub done: usize,
    /// All of it; 0 as long as that is not known.
    pub total: usize,
}

/// What became of an import.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Imported {
    /// How many annotations are new.
    pub added: usize,
    /// How many replaced an older form of themselves.
    pub updated: usize,
    /// How many were there already, as they are or newer.
    pub unchanged: usize,
    /// How many were changed in two ways at once and are kept in both.
    pub conflicts: usize,
    /// The quotes of those, the first twenty.
    pub conflicting: Vec<String>,
    /// The backup of what was there before, where anything changed.
    pub backup: Option<String>,
}

/// What the work gave.
#[derive(Debug, Default)]
pub struct Finished {
    /// The parts of the file that was written; texts of JavaScript, since nothing but the browser reads them.
    pub file: Array,
    /// What became of the import.
    pub imported: Option<Imported>,
}

/// Work that has begun.
#[derive(Clone, Debug)]
pub struct Running {
    port: api::Port,
}

impl Running {
    /// Asks for it to be stopped; the background tells when all is as before.
    pub fn cancel(&self) {
        // A port that has ended has nothing to stop.
        let _ = self.port.post_message(&CANCEL.into());
    }
}

/// Has the background do the work; `told` hears how far it is. Gives the handle that cancels it, and what comes of it.
///
/// # Errors
/// As the work; [`Error::Cancelled`] where it was stopped.
pub fn start(
    job: &Job,
    told: Rc<dyn Fn(Progress)>,
) -> Result<(Running, impl Future<Output = Result<Finished, Error>> + use<>), Error> {
    let info = js_sys::Object::new();
    let _ = Reflect::set(&info, &"name".into(), &PORT.into());
    let port = api::connect(&info).map_err(|thrown| Error::browser("runtime.connect", &thrown))?;
    let finished = Rc::new(RefCell::new(Finished::default()));
    let ended = Promise::new(&mut |resolve, _| {
        let (finished, end, told) = (finished.clone(), resolve.clone(), told.clone());
        let heard = Closure::<dyn Fn(JsValue)>::new(move |news: JsValue| {
            // The parts of a file stay what they are: copied here and back, ten megabytes would take a while.
            let part = Reflect::get(&news, &"part".into()).unwrap_or_default();
            if part.is_string() {
                finished.borrow().file.push(&part);
                return;
            }
            match storage::read::<News>("job", news.clone()) {
                Ok(News::Progress(progress)) => return told(progress),
                Ok(News::Imported(imported)) => finished.borrow_mut().imported = Some(imported),
                _ => {}
            }
            let _ = end.call1(&JsValue::NULL, &news);
        });
        port.on_message().add_listener(heard.into_js_value().unchecked_ref());
        let gone = Closure::once_into_js(move || drop(resolve.call0(&JsValue::NULL)));
        port.on_disconnect().add_listener(gone.unchecked_ref());
    });
    let message = storage::plain("job", job)?;
    port.post_message(&message).map_err(|thrown| Error::browser("runtime.connect", &thrown))?;
    let running = Running { port: port.clone() };
    let end = async move {
        let news = JsFuture::from(ended).await.unwrap_or_default();
        port.disconnect();
        if news.is_undefined() {
            return Err(Error::Browser { call: "runtime.connect", reason: crate::i18n::message("job_ended") });
        }
        match storage::read::<News>("job", news)? {
            News::Failed(reason) => Err(Error::Refused(reason)),
            News::Cancelled => Err(Error::Cancelled),
            _ => Ok(finished.take()),
        }
    };
    Ok((running, end))
}
