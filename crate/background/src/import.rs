//! Taking over a file: all of it or nothing, with what was there before kept aside.

use postil_core::annotation::{Page, import, store};
use postil_webext::{Error, message::Imported, saved, storage};
use serde::{Deserialize, Serialize};

use crate::change::{WRITING, put, write};

/// Where the state before the last import is kept.
const BACKUP_KEY: &str = "backup:import";

/// More faults than this are counted rather than listed.
const FAULTS_TOLD: usize = 20;

/// The articles that an import changed, as they were before and after it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Backup {
    made: String,
    /// Articles that were new have no annotations here.
    before: Vec<Page>,
    after: Vec<Page>,
}

/// Merges a file into what is saved.
///
/// # Errors
/// Every fault of the file with its place, a line each; or that the storage refuses. Nothing has
/// changed then.
pub async fn run(file: &str, now: &str) -> Result<Imported, Error> {
    let import = import::read(file.as_bytes()).map_err(|faults| {
        let mut lines: Vec<String> = faults.iter().take(FAULTS_TOLD).map(ToString::to_string).collect();
        if faults.len() > FAULTS_TOLD {
            lines.push(format!("… and {} more", faults.len() - FAULTS_TOLD));
        }
        Error::Refused(lines.join("\n"))
    })?;
    let _guard = WRITING.lock().await;
    // A saved page that cannot be read would be overwritten by the file's annotations of it.
    let saved: Vec<Page> = saved::pages().await?.into_iter().collect::<Result<_, _>>()?;
    let merged = import::merge(saved.clone(), import.annotations);
    let told = Imported {
        added: merged.added,
        updated: merged.updated,
        unchanged: merged.unchanged,
        conflicts: merged.conflicts.len(),
    };
    if merged.pages.is_empty() {
        return Ok(told);
    }
    let before: Vec<Page> = merged
        .pages
        .iter()
        .map(|page| saved.iter().find(|old| old.key == page.key).cloned().unwrap_or(Page::new(&page.key, &page.url)))
        .collect();
    let backup = Backup { made: now.to_owned(), before, after: merged.pages };
    write(BACKUP_KEY, &backup).await?;
    if let Err(error) = put(&backup.after).await {
        // Half an import is none: what was there before comes back.
        let _ = put(&backup.before).await;
        return Err(error);
    }
    Ok(told)
}

/// Puts back what the last import changed.
///
/// # Errors
/// Where there is no import to undo, one of its articles has changed since, or the storage refuses.
pub async fn undo() -> Result<(), Error> {
    let _guard = WRITING.lock().await;
    let backup = storage::get::<Backup>(BACKUP_KEY).await?;
    let backup = backup.ok_or_else(|| Error::Refused("there is no import to undo".into()))?;
    for page in &backup.after {
        if saved::page(&page.key).await?.map(|(page, _)| page).as_ref() != Some(page) {
            let what = page.title.as_deref().unwrap_or(&page.url);
            return Err(Error::Refused(format!(
                "“{what}” has changed since the import ({})",
                store::page_key(&page.key)
            )));
        }
    }
    put(&backup.before).await?;
    storage::remove(BACKUP_KEY).await
}
