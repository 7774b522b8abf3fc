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
    message::{ArticleChange, ArticleHead, Changed, ChangedAll},
    saved,
    settings::{self, Settings},
    storage,
};
use serde::{Serialize, de::DeserializeOwned};

/// Two tabs must not write over each other.
pub(crate) static WRITING: Mutex<()> = Mutex::new(());

/// A page of an older schema version is kept under this prefix before it is written anew.
const BACKUP_PREFIX: &str = "backup:";

/// Applies a change to an article's page.
///
/// # Errors
/// Where the storage refuses or holds something unexpected, or the change does not fit (an
/// annotation that is no longer there); what was stored before is then still stored.
pub async fn apply(article: &ArticleHead, command: Command) -> Result<Changed, Error> {
    let _guard = WRITING.lock().await;
    let store::Applied { page, inverse } = changed(load(article).await?, article, command)?;
    put(std::slice::from_ref(&page)).await?;
    Ok(Changed { page, inverse })
}

/// Applies changes to several articles: all of them or none.
///
/// # Errors
/// As [`apply`].
pub async fn apply_all(changes: Vec<ArticleChange>) -> Result<ChangedAll, Error> {
    let _guard = WRITING.lock().await;
    let mut pages: Vec<Page> = Vec::new();
    let mut inverse = Vec::with_capacity(changes.len());
    for ArticleChange { article, command } in changes {
        let at = match pages.iter().position(|page| page.key == article.key) {
            Some(at) => at,
            None => {
                pages.push(load(&article).await?);
                pages.len() - 1
            }
        };
        let applied = changed(pages[at].clone(), &article, command)?;
        pages[at] = applied.page;
        inverse.push(ArticleChange { article, command: applied.inverse });
    }
    put(&pages).await?;
    inverse.reverse();
    Ok(ChangedAll { inverse })
}

/// The article's page as it is stored, or a new one.
async fn load(article: &ArticleHead) -> Result<Page, Error> {
    let key = store::page_key(&article.key);
    let Some((page, migrated)) = saved::page(&article.key).await? else {
        return Ok(Page::new(&article.key, &article.url));
    };
    if migrated {
        write(&format!("{BACKUP_PREFIX}{key}"), &storage::get::<serde_json::Value>(&key).await?).await?;
    }
    Ok(page)
}

fn changed(mut page: Page, article: &ArticleHead, command: Command) -> Result<store::Applied, Error> {
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
    store::apply(page, command).map_err(|error| Error::Refused(error.to_string()))
}

/// Stores pages in one step, reads them back, and keeps the list of saved articles up. Pages of which
/// nothing is left are removed.
pub(crate) async fn put(pages: &[Page]) -> Result<(), Error> {
    let (empty, full): (Vec<&Page>, Vec<&Page>) = pages.iter().partition(|page| page.annotations.is_empty());
    let full: Vec<(String, &Page)> = full.into_iter().map(|page| (store::page_key(&page.key), page)).collect();
    storage::set_all(&full).await?;
    for (key, page) in &full {
        if storage::get::<Page>(key).await?.as_ref() != Some(*page) {
            return Err(Error::format(key, "what was read back is not what was written"));
        }
    }
    for page in empty {
        storage::remove(&store::page_key(&page.key)).await?;
    }
    // The list can be made anew from the pages at any time, so its failure is not the change's.
    let mut index = saved::index().await.unwrap_or_default();
    pages.iter().for_each(|page| index.put(page));
    let _ = storage::set::<Index>(INDEX_KEY, &index).await;
    Ok(())
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

/// Changes the settings as they are now stored.
///
/// # Errors
/// As [`correct`]; also where the stored settings cannot be read: they are not overwritten then.
pub async fn settings(change: impl FnOnce(&mut Settings)) -> Result<(), Error> {
    let _guard = WRITING.lock().await;
    let mut settings: Settings = storage::get(settings::KEY).await?.unwrap_or_default();
    change(&mut settings);
    write(settings::KEY, &settings).await
}

/// Writes and reads back: a write counts when it has been seen.
pub(crate) async fn write<T: Serialize + DeserializeOwned + PartialEq>(key: &str, value: &T) -> Result<(), Error> {
    storage::set(key, value).await?;
    if storage::get::<T>(key).await?.as_ref() == Some(value) {
        return Ok(());
    }
    Err(Error::format(key, "what was read back is not what was written"))
}
