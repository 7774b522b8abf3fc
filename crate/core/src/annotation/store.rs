//! What happens to a stored page when the reader changes something.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Annotation, Page};

/// The storage keys of pages begin so.
pub const PAGE_PREFIX: &str = "page:";

/// The storage key of the article with that identity.
pub fn page_key(article: &str) -> String {
    format!("{PAGE_PREFIX}{article}")
}

/// One change to what is saved of an article.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Keep a new annotation.
    Add {
        /// The annotation, with a fresh id.
        annotation: Annotation,
    },
    /// Replace an annotation by its new form.
    Update {
        /// The annotation, with the id of the one it replaces.
        annotation: Annotation,
    },
    /// Forget an annotation.
    Delete {
        /// Its id.
        id: String,
    },
}

/// Why a change does not fit the page.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum StoreError {
    /// The annotation to change is not there.
    #[error("the annotation {id} is no longer saved on this page")]
    Gone {
        /// Its id.
        id: String,
    },
}

/// A page after a change.
#[derive(Clone, PartialEq, Debug)]
pub struct Applied {
    /// The page as it now is.
    pub page: Page,
    /// What takes the change back.
    pub inverse: Command,
}

/// Applies a change.
///
/// # Errors
/// [`StoreError::Gone`] where the annotation to change is not on the page.
pub fn apply(mut page: Page, command: Command) -> Result<Applied, StoreError> {
    let place = |page: &Page, id: &str| {
        let at = page.annotations.iter().position(|annotation| annotation.id == id);
        at.ok_or_else(|| StoreError::Gone { id: id.to_owned() })
    };
    let inverse = match command {
        Command::Add { annotation } => {
            let inverse = Command::Delete { id: annotation.id.clone() };
            page.annotations.push(annotation);
            inverse
        }
        Command::Update { annotation } => {
            let at = place(&page, &annotation.id)?;
            Command::Update { annotation: std::mem::replace(&mut page.annotations[at], annotation) }
        }
        Command::Delete { id } => {
            let at = place(&page, &id)?;
            Command::Add { annotation: page.annotations.remove(at) }
        }
    };
    Ok(Applied { page, inverse })
}
