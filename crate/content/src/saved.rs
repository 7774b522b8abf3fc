//! What is saved of this page: read from the storage, found again in today's text, changed through
//! the background.

use std::{cell::Cell, collections::HashMap};

use gloo_timers::future::TimeoutFuture;
use postil_core::{
    anchor::{Anchorer, Difference, State, differences},
    annotation::{Annotation, Page, store},
    pause::Pause,
    text::Span,
};
use postil_webext::{
    Error,
    i18n::message,
    message::{ArticleHead, Changed, Request, ask},
    saved as webext_saved,
};

use crate::{
    card,
    highlight::Style,
    slice::{self, Slices},
};

/// Milliseconds that quotes are looked for at a time, before the page's own work gets its turn.
const SLICE: f64 = 8.0;

/// Milliseconds of searching on a page. Those that stand as they were saved are found whatever it takes; of changed ones
/// some thousand are looked for in this time.
const BUDGET: f64 = 1000.0;

/// Milliseconds before a change that the background did not answer is asked for again: the browser
/// ended it, and starts it with the next message.
const UNANSWERED: [u32; 3] = [50, 500, 3000];

/// Milliseconds between the attempts at what the storage would not take; the last is repeated.
const NO_SPACE: [u32; 5] = [2000, 5000, 10_000, 30_000, 60_000];

/// A saved annotation and where it is on the page today.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// What is saved.
    pub annotation: Annotation,
    /// Where, in bytes of the article's text; `None` for an orphan.
    pub span: Option<Span>,
    /// How it was found.
    pub state: State,
}

impl Found {
    /// How it is painted.
    pub fn style(&self) -> Style {
        Style::saved(self.annotation.colour())
    }

    /// What the card shows of it; `text` is the article's.
    pub fn for_card(&self, text: &str) -> card::Saved {
        let state = match self.state {
            State::Exact => None,
            State::Moved => Some(message("saved_moved")),
            State::Changed => Some(message("saved_changed")),
            State::Orphan => Some(message("saved_orphan")),
        };
        let edit = card::Edit {
            note: self.annotation.note().unwrap_or_default().to_owned(),
            tags: self.annotation.tags().map(str::to_owned).collect(),
            colour: self.annotation.colour().map(str::to_owned),
        };
        card::Saved { edit, state, changes: self.changes(text) }
    }

    /// What of the quote reads otherwise today; empty where nothing does.
    pub fn changes(&self, text: &str) -> Vec<Difference> {
        match (self.state, self.span, self.annotation.quote()) {
            (State::Changed, Some(span), Some(quote)) => differences(&quote.exact, span.of(text)),
            _ => Vec::new(),
        }
    }
}

/// Reads what is saved of an article.
///
/// # Errors
/// Where the storage cannot be read or holds something else.
pub async fn load(article: &ArticleHead) -> Result<Vec<Annotation>, Error> {
    Ok(webext_saved::page(&article.key).await?.map(|(page, _)| page.annotations).unwrap_or_default())
}

/// Looks for annotations in one text, one after the other; what was found in the same text before is
/// not looked for again. The page note, which is about no place, is left out.
pub struct Search<'t> {
    text: &'t str,
    anchorer: Option<Anchorer<'t>>,
    known: HashMap<String, Found>,
    /// Milliseconds of searching.
    spent: f64,
}

impl<'t> Search<'t> {
    /// A search in a text in which `known` was found.
    pub fn new(text: &'t str, known: &[Found]) -> Self {
        let known = known.iter().map(|found| (found.annotation.id.clone(), found.clone())).collect();
        Search { text, anchorer: None, known, spent: 0.0 }
    }

    /// Finds them all at once.
    pub fn locate(mut self, annotations: Vec<Annotation>) -> Vec<Found> {
        annotations.into_iter().filter_map(|annotation| self.find(annotation)).collect()
    }

    /// Finds them in slices, between which the page does its own work.
    pub async fn locate_in_slices(mut self, annotations: Vec<Annotation>) -> Vec<Found> {
        let mut found = Vec::with_capacity(annotations.len());
        let slices = Slices::of(SLICE);
        for annotation in annotations {
            slices.pause().await;
            found.extend(self.find(annotation));
        }
        found
    }

    fn find(&mut self, annotation: Annotation) -> Option<Found> {
        let quote = annotation.quote()?;
        if let Some(known) = self.known.remove(&annotation.id)
            && known.annotation.target.selectors == annotation.target.selectors
        {
            return Some(Found { annotation, ..known });
        }
        let begun = slice::now();
        let anchorer = self.anchorer.get_or_insert_with(|| Anchorer::new(self.text));
        let position = annotation.position();
        let anchored = match self.spent < BUDGET {
            true => anchorer.locate(quote, position),
            false => anchorer.locate_verbatim(quote, position).unwrap_or_default(),
        };
        self.spent += slice::now() - begun;
        Some(Found { span: anchored.span, state: anchored.state, annotation })
    }
}

/// Has the background change what is saved; gives the article as it now is and what takes the change
/// back. `known` is what was saved before, as far as this page knows.
///
/// # Errors
/// Where the background did not confirm the change: then nothing has changed; after
/// [`Error::Waiting`] it is tried again.
pub async fn change(article: &ArticleHead, command: store::Command, known: &[Annotation]) -> Result<Changed, Error> {
    let request = Request::Change { article: article.clone(), command: Box::new(command.clone()) };
    let mut outcome = ask(&request).await;
    for wait in UNANSWERED {
        let is_unanswered = matches!(outcome, Err(Error::Browser { .. } | Error::Format { .. }));
        if !is_unanswered || crate::is_orphaned() {
            break;
        }
        TimeoutFuture::new(wait).await;
        // It may have been done, and only the answer was lost with the background.
        let page = webext_saved::page(&article.key).await?.map(|(page, _)| page);
        let page = page.unwrap_or_else(|| Page::new(&article.key, &article.url));
        if command.is_done(&page) {
            let before = Page { annotations: known.to_vec(), ..Page::new(&article.key, &article.url) };
            let nothing = store::Command::Many { commands: Vec::new() };
            return Ok(Changed { page, inverse: store::apply(before, command).map_or(nothing, |made| made.inverse) });
        }
        outcome = ask(&request).await;
    }
    outcome
}

thread_local! {
    static TRYING: Cell<bool> = const { Cell::new(false) };
}

/// Has the background try again what the storage would not take, until it does or the page is left.
pub async fn try_again() {
    if TRYING.replace(true) {
        return;
    }
    let last = NO_SPACE.last().copied();
    for wait in NO_SPACE.into_iter().chain(std::iter::repeat_with(|| last.unwrap_or_default())) {
        TimeoutFuture::new(wait).await;
        if crate::is_orphaned() || ask::<usize>(&Request::TryAgain).await == Ok(0) {
            break;
        }
    }
    TRYING.set(false);
}
