//! What is saved, as everyone reads it: pages of any schema version, the index, the corrections.

use postil_core::annotation::{Page, backup, correction::Correction, index::Index, migrate, store};
use serde_json::Value;

use crate::{Error, glance, storage};

/// The storage key of the corrections.
pub const CORRECTIONS_KEY: &str = "corrections";

/// A stored page and whether it was of an older schema version.
pub type Stored = (Page, bool);

/// The saved article with that identity; `None` where nothing is saved of it.
///
/// # Errors
/// Where the storage cannot be read, or the page is damaged or of a newer version of Postil.
pub async fn page(article: &str) -> Result<Option<Stored>, Error> {
    let key = store::page_key(article);
    storage::get::<Value>(&key).await?.map(|value| migrated(&key, value)).transpose()
}

/// Every saved article, in the order of their keys; one that cannot be read gives its error.
///
/// # Errors
/// Where the storage cannot be read at all.
pub async fn pages() -> Result<Vec<Result<Page, Error>>, Error> {
    let all = storage::get_all::<Value>(store::PAGE_PREFIX).await?;
    Ok(all.into_iter().map(|(key, value)| Ok(migrated(&key, value?)?.0)).collect())
}

/// These articles, in this order; one of which nothing is saved any more is left out, one that cannot
/// be read gives its error.
///
/// # Errors
/// Where the storage cannot be read at all.
pub async fn pages_of(articles: &[String]) -> Result<Vec<Result<Page, Error>>, Error> {
    let keys: Vec<String> = articles.iter().map(|article| store::page_key(article)).collect();
    let read = storage::get_many(&keys).await?.into_iter().filter(|(_, value)| !value.is_null());
    Ok(read.map(|(key, value)| Ok(migrated(&key, value)?.0)).collect())
}

/// The list of saved articles, made anew where it is missing, damaged, or not of the articles that
/// are there.
///
/// # Errors
/// Where the storage cannot be read at all.
pub async fn index() -> Result<Index, Error> {
    if let Some(index) = glance::stored_index().await? {
        return Ok(index);
    }
    let pages = pages().await?;
    Ok(Index::of(pages.iter().flatten()))
}

/// The backups there are, newest first; none where the list is damaged.
///
/// # Errors
/// Where the storage cannot be read at all.
pub async fn backups() -> Result<backup::List, Error> {
    match storage::get(backup::LIST_KEY).await {
        Err(Error::Format { .. }) => Ok(backup::List::default()),
        read => Ok(read?.unwrap_or_default()),
    }
}

/// The reader's corrections, oldest first.
///
/// # Errors
/// Where the storage cannot be read or holds something else there.
pub async fn corrections() -> Result<Vec<Correction>, Error> {
    Ok(storage::get(CORRECTIONS_KEY).await?.unwrap_or_default())
}

fn migrated(key: &str, value: Value) -> Result<Stored, Error> {
    migrate::page(value).map_err(|error| Error::format(key, error))
}
