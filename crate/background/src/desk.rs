//! What Postil's own pages ask for: answers of the whole model in the little that they show.

use postil_core::annotation::{
    Annotation, Context, export,
    index::Index,
    moved::{self, Fingerprint},
    store::Command,
};
use postil_webext::{
    Error,
    i18n::message,
    message::ArticleHead,
    own::{ArticleChange, ChangedAll, Named, Offer},
    saved,
};

use crate::change;

/// More candidates than this are not offered: then the text is one that many pages have.
const MOST_OFFERS: usize = 3;

/// Forgets annotations.
///
/// # Errors
/// As [`change::apply_all`].
pub async fn delete(saved: Vec<Named>) -> Result<ChangedAll, Error> {
    let delete = |Named { article, id }| ArticleChange { article, command: Command::Delete { id } };
    change::apply_all(saved.into_iter().map(delete).collect()).await
}

/// The change that sets an article's note, or removes it with an empty one.
pub fn page_note(article: &ArticleHead, note: &str, id: String, now: String) -> Command {
    let ArticleHead { key, url, title, published, .. } = article.clone();
    let context = Context { id, now: now.clone(), url, article_key: key };
    let mut annotation = Annotation::about(title, published, context);
    annotation.set_note(note, &now);
    Command::SetPageNote { annotation }
}

/// What is saved of the same article under other addresses.
///
/// # Errors
/// Where the storage cannot be read.
pub async fn offers(article: &ArticleHead) -> Result<Vec<Offer>, Error> {
    let Some(fingerprint) = article.fingerprint.as_deref().and_then(Fingerprint::parse) else { return Ok(Vec::new()) };
    let index = saved::index().await?;
    let found = moved::candidates(&article.key, article.title.as_deref(), &fingerprint, &index.pages);
    if found.len() > MOST_OFFERS {
        return Ok(Vec::new());
    }
    let offer = |entry: &postil_core::annotation::index::Entry| Offer {
        key: entry.key.clone(),
        url: entry.url.clone(),
        site: entry.site.clone(),
        title: entry.title.clone(),
        count: entry.count,
    };
    Ok(found.into_iter().map(|candidate| offer(candidate.entry)).collect())
}

/// Takes over what is saved of an article under another address.
///
/// # Errors
/// As [`change::apply_all`]; also where nothing is saved there any more.
pub async fn take_over(from: &str, article: ArticleHead, now: &str) -> Result<ChangedAll, Error> {
    let Some((old, _)) = saved::page(from).await? else { return Err(Error::Refused(message("place_gone"))) };
    let (taken, put) = moved::relink(&old, &article.key, &article.url, now);
    let taken = ArticleChange { article: ArticleHead::from(&old), command: taken };
    change::apply_all(vec![taken, ArticleChange { article, command: put }]).await
}

/// The address that opens an annotation's article at its place.
///
/// # Errors
/// Where it is no longer saved or the storage cannot be read.
pub async fn link(named: &Named) -> Result<String, Error> {
    let page = saved::page(&named.article.key).await?.map(|(page, _)| page);
    let annotation = page.as_ref().and_then(|page| page.annotation(&named.id));
    annotation.map(export::deep_link).ok_or_else(|| Error::Refused(message("place_gone")))
}

/// How many annotations are saved.
///
/// # Errors
/// Where the storage cannot be read.
pub async fn count() -> Result<usize, Error> {
    saved::index().await.map(|Index { pages, .. }| pages.iter().map(|page| page.count).sum())
}
