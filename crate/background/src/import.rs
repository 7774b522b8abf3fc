//! Taking over a file: all of it or nothing, with what was there before kept aside.

use postil_core::annotation::{Annotation, Page, backup::Reason, import};
use postil_webext::{Error, job::Imported, saved};

use crate::{
    backup,
    change::{WRITING, put_or_cancel},
    job::Watch,
};

/// More faults than this are counted rather than listed.
const FAULTS_TOLD: usize = 20;

/// More conflicts than this are counted only.
const CONFLICTS_TOLD: usize = 20;

/// Merges a file into what is saved.
///
/// # Errors
/// Every fault of the file with its place, a line each; or that the storage refuses, or that it was cancelled. Nothing
/// has changed then.
pub async fn run(file: &str, watch: &Watch) -> Result<Imported, Error> {
    watch.pause().await?;
    let import = import::read(file.as_bytes()).map_err(|faults| {
        let mut lines: Vec<String> = faults.iter().take(FAULTS_TOLD).map(ToString::to_string).collect();
        if faults.len() > FAULTS_TOLD {
            lines.push(format!("… and {} more", faults.len() - FAULTS_TOLD));
        }
        Error::Refused(lines.join("\n"))
    })?;
    watch.pause().await?;
    let _guard = WRITING.lock().await;
    // A saved page that cannot be read would be overwritten by the file's annotations of it.
    let saved: Vec<Page> = saved::pages().await?.into_iter().collect::<Result<_, _>>()?;
    watch.pause().await?;
    let before = saved.clone();
    let merged = import::merge(saved, import.annotations);
    // A step for each page to be kept, written and read back.
    watch.expect(3 * merged.pages.len());
    watch.pause().await?;
    let mut told = Imported {
        added: merged.added,
        updated: merged.updated,
        unchanged: merged.unchanged,
        conflicts: merged.conflicts.len(),
        conflicting: merged
            .conflicts
            .iter()
            .take(CONFLICTS_TOLD)
            .filter_map(|one| quoted(&merged.pages, one))
            .collect(),
        backup: None,
    };
    if merged.pages.is_empty() {
        return Ok(told);
    }
    told.backup = Some(backup::keep(Reason::Import, merged.pages.iter().map(|page| page.key.as_str())).await?);
    watch.step(merged.pages.len()).await?;
    let before = |page: &Page| before.iter().find(|one| one.key == page.key).cloned();
    let before: Vec<Page> =
        merged.pages.iter().map(|page| before(page).unwrap_or_else(|| Page::new(&page.key, &page.url))).collect();
    put_or_cancel(&merged.pages, &before, watch).await?;
    Ok(told)
}

/// What a conflict is about, in the article's words, else its note.
fn quoted(pages: &[Page], conflict: &import::Conflict) -> Option<String> {
    let page = pages.iter().find(|page| page.key == conflict.page)?;
    let annotation: &Annotation = page.annotation(&conflict.id)?;
    let words = annotation.quote().map(|quote| quote.exact.as_str()).or(annotation.note())?;
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}
