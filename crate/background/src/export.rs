//! Files out: what is saved, read, chosen among and written.

use std::collections::HashSet;

use postil_core::annotation::{Page, export, store};
use postil_webext::{
    Error,
    job::{Format, News, What},
    saved, storage,
};

use crate::job::Watch;

/// Articles that are read at a time.
const BATCH: usize = 8;

/// Bytes of a part of the file: a message holds 64 MB in Chrome.
const PART: usize = 1 << 20;

/// Writes a file and tells its parts.
///
/// # Errors
/// Where a page cannot be read: an export that lacks something must say so.
pub async fn run(what: &What, format: Format, watch: &Watch) -> Result<(), Error> {
    let mut keys = match what {
        What::Article(key) => vec![key.clone()],
        What::Everything | What::Chosen(_) => {
            let keys = storage::keys().await?;
            keys.iter().filter_map(|key| key.strip_prefix(store::PAGE_PREFIX)).map(str::to_owned).collect()
        }
    };
    // The same annotations give the same file.
    postil_core::order::sort(&mut keys);
    // Writing takes about as long as reading.
    watch.expect(2 * keys.len());
    let mut pages: Vec<Page> = Vec::new();
    for batch in keys.chunks(BATCH) {
        for page in saved::pages_of(batch).await? {
            pages.push(page?);
        }
        watch.step(batch.len()).await?;
    }
    if let What::Chosen(ids) = what {
        let ids: HashSet<&str> = ids.iter().map(String::as_str).collect();
        pages.iter_mut().for_each(|page| page.annotations.retain(|annotation| ids.contains(annotation.id.as_str())));
        pages.retain(|page| !page.annotations.is_empty());
    }
    watch.pause().await?;
    let text = match format {
        Format::Json => export::collection_text(&pages),
        Format::Markdown => export::markdown(&pages),
        Format::Csv => export::csv(&pages),
    };
    let parts = text.len().div_ceil(PART).max(1);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (part, after) = rest.split_at(rest.floor_char_boundary(PART));
        watch.tell(&News::Part(part.to_owned()));
        watch.step(keys.len() / parts).await?;
        rest = after;
    }
    Ok(())
}
