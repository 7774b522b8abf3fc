//! Changes of what is saved: one after the other, each written and read back.

use async_lock::Mutex;
use postil_core::annotation::{
    Page,
    correction::Correction,
    index::{INDEX_KEY, Index},
    store::{self, Command},
};
use postil_webext::{
    Error,
    message::{ArticleHead, Changed},
    saved, storage,
};
use serde::{Serialize, de::DeserializeOwned};

/// Two tabs must not write over each other.
static WRITING: Mutex<()> = Mutex::new(());

/// A page of an older schema version is kept under this prefix before it is written anew.
const BACKUP_PREFIX: &str = "backup:";

/// Applies a change to an article's page.
///
/// # Errors
/// Where the storage refuses or holds something unexpected, or the change does not fit (an
/// annotation that is no longer there); what was stored before is then still stored.
pub async fn apply(article: &ArticleHead, command: Command) -> Result<Changed, Error> {
    let _guard = WRITING.lock().await;
    let key = store::page_key(&article.key);
    let mut page = match saved::page(&article.key).await? {
        Some((page, migrated)) => {
            if migrated {
                write(&format!("{BACKUP_PREFIX}{key}"), &storage::get::<serde_json::Value>(&key).await?).await?;
            }
            page
        }
        None => Page::new(&article.key, &article.url),
    };
    page.url.clone_from(&article.url);
    for (known, told) in [
        (&mut page.canonical, &article.canonical),
        (&mut page.title, &article.title),
        (&mut page.published, &article.published),
        (&mut page.fingerprint, &article.fingerprint),
    ] {
        if told.is_some() {
            known.clone_from(told);
        }
    }
    let store::Applied { page, inverse } =
        store::apply(page, command).map_err(|error| Error::Refused(error.to_string()))?;
    if page.annotations.is_empty() {
        storage::remove(&key).await?;
    } else {
        write(&key, &page).await?;
    }
    // The list can be made anew from the pages at any time, so its failure is not the change's.
    let mut index = saved::index().await.unwrap_or_default();
    index.put(&page);
    let _ = storage::set::<Index>(INDEX_KEY, &index).await;
    Ok(Changed { page, inverse })
}

/// Keeps a correction.
///
/// # Errors
/// Where the storage refuses; what was stored before is then still stored.
pub async fn correct(correction: Correction) -> Result<(), Error> {
    change_corrections(|all| {
        all.retain(|other| other.id != correction.id);
        all.push(correction);
    })
    .await
}

/// Forgets a correction.
///
/// # Errors
/// As [`correct`].
pub async fn uncorrect(id: &str) -> Result<(), Error> {
    change_corrections(|all| all.retain(|correction| correction.id != id)).await
}

async fn change_corrections(change: impl FnOnce(&mut Vec<Correction>)) -> Result<(), Error> {
    let _guard = WRITING.lock().await;
    let mut all = saved::corrections().await?;
    change(&mut all);
    write(saved::CORRECTIONS_KEY, &all).await
}

/// Writes and reads back: a write counts when it has been seen.
async fn write<T: Serialize + DeserializeOwned + PartialEq>(key: &str, value: &T) -> Result<(), Error> {
    storage::set(key, value).await?;
    if storage::get::<T>(key).await?.as_ref() == Some(value) {
        return Ok(());
    }
    Err(Error::format(key, "what was read back is not what was written"))
}
