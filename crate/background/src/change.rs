//! Changes of what is saved: one after the other, each written and read back.

use async_lock::Mutex;
use postil_core::annotation::{Page, store};
use postil_webext::{Error, message::ArticleHead, storage};

/// Two tabs of one article must not write over each other.
static WRITING: Mutex<()> = Mutex::new(());

/// Applies a change to an article's page and gives the page as it is stored then.
///
/// # Errors
/// Where the storage refuses or holds something unexpected, or the change does not fit (an
/// annotation that is no longer there); what was stored before is then still stored.
pub async fn apply(article: &ArticleHead, command: store::Command) -> Result<Page, Error> {
    let _guard = WRITING.lock().await;
    let key = store::page_key(&article.key);
    let before: Option<Page> = storage::get(&key).await?;
    let mut page = before.unwrap_or_else(|| Page::new(&article.key, &article.url));
    page.url.clone_from(&article.url);
    for (known, told) in [
        (&mut page.canonical, &article.canonical),
        (&mut page.title, &article.title),
        (&mut page.published, &article.published),
    ] {
        if told.is_some() {
            known.clone_from(told);
        }
    }
    let page = store::apply(page, command).map_err(|error| Error::Refused(error.to_string()))?.page;
    if page.annotations.is_empty() {
        storage::remove(&key).await?;
        return Ok(page);
    }
    storage::set(&key, &page).await?;
    let stored: Option<Page> = storage::get(&key).await?;
    if stored.as_ref() != Some(&page) {
        return Err(Error::format(&key, "what was read back is not what was written"));
    }
    Ok(page)
}
