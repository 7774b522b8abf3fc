//! Changes of what is saved: one after the other, each written and read back.

use async_lock::Mutex;
use postil_core::annotation::{
    Page,
    backup::Reason,
    correction::Correction,
    index::INDEX_KEY,
    store::{self, Command},
};
use postil_webext::{
    Error,
    message::{ArticleHead, Changed},
    own::{ArticleChange, ChangedAll},
    saved,
    settings::{self, Settings},
    storage,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{backup, job::Watch};

/// Two tabs must not write over each other.
pub(crate) static WRITING: Mutex<()> = Mutex::new(());

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

/// Applies changes to several articles: all of them or none. Before several annotations are deleted,
/// what is stored is kept as a backup; where there is no space for one, the deletion makes some.
///
/// # Errors
/// As [`apply`].
pub async fn apply_all(changes: Vec<ArticleChange>) -> Result<ChangedAll, Error> {
    let _guard = WRITING.lock().await;
    let mut pages: Vec<Page> = Vec::new();
    let mut inverse = Vec::with_capacity(changes.len());
    let deletes = changes.iter().map(|change| change.command.deletes()).sum::<usize>();
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
    let backed_up = match deletes {
        0 | 1 => None,
        _ => match backup::keep(Reason::Deletion, pages.iter().map(|page| page.key.as_str())).await {
            Ok(_) => Some(true),
            Err(Error::Full) => Some(false),
            Err(error) => return Err(error),
        },
    };
    put(&pages).await?;
    inverse.reverse();
    Ok(ChangedAll { inverse, backed_up })
}

/// The article's page as it is stored, or a new one.
async fn load(article: &ArticleHead) -> Result<Page, Error> {
    let Some((page, migrated)) = saved::page(&article.key).await? else {
        return Ok(Page::new(&article.key, &article.url));
    };
    if migrated {
        backup::keep(Reason::Migration, [article.key.as_str()]).await?;
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

/// Stores pages and the list of saved articles in one step and reads the pages back. Those of which
/// nothing is left are then removed.
pub(crate) async fn put(pages: &[Page]) -> Result<(), Error> {
    put_watched(pages, None).await
}

/// As [`put`], while somebody watches who may cancel it. All is written at once, so that whatever ends the background
/// leaves all or nothing; where it is cancelled too late for that, `before` is put back. Makes two steps for each page.
///
/// # Errors
/// As [`put`]; [`Error::Cancelled`].
pub(crate) async fn put_or_cancel(pages: &[Page], before: &[Page], watch: &Watch) -> Result<(), Error> {
    put_watched(pages, Some(watch)).await?;
    if watch.check().is_err() {
        put(before).await?;
        return Err(Error::Cancelled);
    }
    Ok(())
}

async fn put_watched(pages: &[Page], watch: Option<&Watch>) -> Result<(), Error> {
    // Where the list cannot be read it is made anew the next time.
    let mut index = saved::index().await.unwrap_or_default();
    pages.iter().for_each(|page| index.put(page));
    let mut items = storage::Items::default();
    for page in pages {
        items.put(&store::page_key(&page.key), page)?;
        if let Some(watch) = watch {
            watch.step(1).await?;
        }
    }
    items.put(INDEX_KEY, &index)?;
    if let Some(watch) = watch {
        watch.pause().await?;
    }
    items.write().await?;
    for page in pages {
        confirm(&store::page_key(&page.key), page).await?;
        if let Some(watch) = watch {
            // Cancelled now, it is done and then taken back by the caller.
            let _ = watch.step(1).await;
        }
    }
    let empty = pages.iter().filter(|page| page.annotations.is_empty()).map(|page| store::page_key(&page.key));
    let empty: Vec<String> = empty.collect();
    if !empty.is_empty() {
        // They hold nothing any more: where they stay, nothing is wrong but a little space lost.
        let _ = storage::remove(&empty).await;
    }
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
    confirm(key, value).await
}

async fn confirm<T: DeserializeOwned + PartialEq>(key: &str, value: &T) -> Result<(), Error> {
    let is_there = storage::get::<T>(key).await?.as_ref() == Some(value);
    if is_there { Ok(()) } else { Err(Error::Unconfirmed { place: key.to_owned() }) }
}
