//! What is saved of this page: read from the storage, found again in today's text, changed through
//! the background.

use postil_core::{
    anchor::{Anchorer, State},
    annotation::{Annotation, store},
    text::Span,
};
use postil_webext::{
    Error,
    i18n::message,
    message::{ArticleHead, Changed, Request, ask},
    saved as webext_saved,
};

use crate::{card, highlight::Style};

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

    /// What the card shows of it.
    pub fn for_card(&self) -> card::Saved {
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
        card::Saved { edit, state }
    }
}

/// Reads what is saved of an article.
///
/// # Errors
/// Where the storage cannot be read or holds something else.
pub async fn load(article: &ArticleHead) -> Result<Vec<Annotation>, Error> {
    Ok(webext_saved::page(&article.key).await?.map(|(page, _)| page.annotations).unwrap_or_default())
}

/// Finds the annotations in today's text; the page note, which is about no place, is left out.
pub fn locate(text: &str, annotations: Vec<Annotation>) -> Vec<Found> {
    if annotations.is_empty() {
        return Vec::new();
    }
    let anchorer = Anchorer::new(text);
    annotations
        .into_iter()
        .filter_map(|annotation| {
            let anchored = anchorer.locate(annotation.quote()?, annotation.position());
            Some(Found { span: anchored.span, state: anchored.state, annotation })
        })
        .collect()
}

/// Has the background change what is saved; gives the article as it now is and what takes the change back.
///
/// # Errors
/// Where the background did not confirm the change: then nothing has changed.
pub async fn change(article: &ArticleHead, command: store::Command) -> Result<Changed, Error> {
    ask(&Request::Change { article: article.clone(), command: Box::new(command) }).await
}
