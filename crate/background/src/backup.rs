//! Backups: made before something large is changed, restored when the reader asks.

use postil_core::annotation::{
    Page,
    backup::{self, Backup, Entry, List, Reason},
    migrate, store,
};
use postil_webext::{Error, fresh, saved, storage};

use crate::{
    change::{WRITING, put, put_or_cancel},
    job::Watch,
};

/// Keeps what is stored of these articles; gives the backup's id. The caller holds [`WRITING`].
///
/// # Errors
/// Where the storage refuses; then no backup was made or lost.
pub async fn keep(reason: Reason, articles: impl IntoIterator<Item = &str>) -> Result<String, Error> {
    let keys: Vec<String> = articles.into_iter().map(store::page_key).collect();
    let backup = Backup::of(storage::get_many(&keys).await?);
    let now = fresh::now();
    // Two within one thousandth of a second are told apart.
    let mut list = saved::backups().await?;
    let id = (0..).map(|n| format!("{now}/{n}")).find(|id| list.0.iter().all(|known| known.id != *id));
    let id = id.unwrap_or_default();
    let gone = list.add(backup.entry(&id, &now, reason));
    let mut items = storage::Items::default();
    items.put(&backup::key(&id), &backup)?;
    items.put(backup::LIST_KEY, &list)?;
    items.write().await?;
    remove(&gone).await;
    Ok(id)
}

/// Puts back what a backup holds; what is there now is kept as a backup before.
///
/// # Errors
/// Where there is no such backup, it or what is there now cannot be read, the storage refuses, or it is cancelled;
/// nothing has changed then.
pub async fn restore(id: &str, watch: &Watch) -> Result<(), Error> {
    let _guard = WRITING.lock().await;
    let key = backup::key(id);
    let Some(backup) = storage::get::<Backup>(&key).await? else {
        return Err(Error::Refused(postil_webext::i18n::message("backup_gone")));
    };
    let page = |before: backup::Before| match before.value {
        serde_json::Value::Null => Ok(Page::new(&before.article, "")),
        value => migrate::page(value).map(|(page, _)| page).map_err(|error| Error::format(&key, error)),
    };
    let pages: Vec<Page> = backup.pages.into_iter().map(page).collect::<Result<_, _>>()?;
    watch.expect(3 * pages.len());
    let keys: Vec<String> = pages.iter().map(|page| page.key.clone()).collect();
    let before = as_they_are(&keys).await?;
    watch.pause().await?;
    keep(Reason::Restoration, keys.iter().map(String::as_str)).await?;
    watch.step(pages.len()).await?;
    put_or_cancel(&pages, &before, watch).await
}

/// These articles as they are saved; one of which nothing is, empty.
async fn as_they_are(keys: &[String]) -> Result<Vec<Page>, Error> {
    let mut pages: Vec<Page> = saved::pages_of(keys).await?.into_iter().collect::<Result<_, _>>()?;
    let gone: Vec<&String> = keys.iter().filter(|key| pages.iter().all(|page| page.key != **key)).collect();
    pages.extend(gone.into_iter().map(|key| Page::new(key, "")));
    Ok(pages)
}

/// Deletes a backup.
///
/// # Errors
/// Where the storage refuses.
pub async fn forget(id: &str) -> Result<(), Error> {
    let _guard = WRITING.lock().await;
    let mut list: List = saved::backups().await?;
    list.remove(id);
    storage::set(backup::LIST_KEY, &list).await?;
    storage::remove(&[backup::key(id)]).await
}

/// Pages of an older schema version are written anew, all at once.
///
/// # Errors
/// Where the storage cannot be read or refuses; then they stay as they are, and each is still read.
pub async fn migrate_all() -> Result<(), Error> {
    let _guard = WRITING.lock().await;
    let mut old: Vec<Page> = Vec::new();
    for (_, value) in storage::get_all::<serde_json::Value>(store::PAGE_PREFIX).await? {
        // One that cannot be read is left as it is, and told of where it is looked for.
        if let Ok((page, true)) = migrate::page(value?) {
            old.push(page);
        }
    }
    if old.is_empty() {
        return Ok(());
    }
    keep(Reason::Migration, old.iter().map(|page| page.key.as_str())).await?;
    put(&old).await
}

/// What is no longer in the list is not seen any more; where its space is not given back now, the next time.
async fn remove(ids: &[String]) {
    let listed = |list: &List, key: &String| list.0.iter().any(|entry: &Entry| backup::key(&entry.id) == *key);
    let mut keys: Vec<String> = ids.iter().map(|id| backup::key(id)).collect();
    if let (Ok(all), Ok(list)) = (storage::keys().await, saved::backups().await) {
        keys.extend(all.into_iter().filter(|key| key.starts_with(&backup::key("")) && !listed(&list, key)));
    }
    if !keys.is_empty() {
        let _ = storage::remove(&keys).await;
    }
}
