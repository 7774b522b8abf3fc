//! What was stored before something large changed it, so that the reader can have it back.
//!
//! A [`Backup`] holds the stored values of some pages as they were, whatever their schema version.
//! The [`List`] of backups is small and stored beside them, so that it can be shown without reading
//! them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::store::PAGE_PREFIX;

/// The storage key of the list.
pub const LIST_KEY: &str = "backups";

/// How many backups are kept; the oldest gives way.
pub const MOST: usize = 5;

/// The storage key of a backup.
pub fn key(id: &str) -> String {
    format!("backup:{id}")
}

/// Before what a backup was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// A file was imported.
    Import,
    /// Several annotations were deleted at once.
    Deletion,
    /// Pages of an older schema version were written anew.
    Migration,
    /// Another backup was restored.
    Restoration,
}

impl Reason {
    /// The reason's name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Import => "import",
            Reason::Deletion => "deletion",
            Reason::Migration => "migration",
            Reason::Restoration => "restoration",
        }
    }
}

/// What the list tells of a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its identifier: see [`key`].
    pub id: String,
    /// When it was made: `2026-11-22T23:10:00Z`.
    pub made: String,
    /// Before what.
    pub reason: Reason,
    /// How many articles it holds, those among them of which nothing was saved.
    pub articles: usize,
    /// How many annotations it holds.
    pub annotations: usize,
}

/// All backups, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct List(pub Vec<Entry>);

impl List {
    /// Adds an entry; gives the ids of the backups that are one too many.
    pub fn add(&mut self, entry: Entry) -> Vec<String> {
        self.0.retain(|known| known.id != entry.id);
        self.0.insert(0, entry);
        self.0.split_off(self.0.len().min(MOST)).into_iter().map(|entry| entry.id).collect()
    }

    /// Takes an entry out.
    pub fn remove(&mut self, id: &str) {
        self.0.retain(|known| known.id != id);
    }
}

/// Stored pages as they were.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Backup {
    /// One for each page.
    pub pages: Vec<Before>,
}

/// A stored page as it was.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Before {
    /// The article's identity.
    pub article: String,
    /// What was stored under it; null where nothing was.
    pub value: Value,
}

impl Backup {
    /// A backup of what is stored under these storage keys of pages, null where there is nothing.
    pub fn of(stored: impl IntoIterator<Item = (String, Value)>) -> Self {
        let before = |(key, value): (String, Value)| Before {
            article: key.strip_prefix(PAGE_PREFIX).unwrap_or(&key).to_owned(),
            value,
        };
        Backup { pages: stored.into_iter().map(before).collect() }
    }

    /// What the list tells of it.
    pub fn entry(&self, id: &str, made: &str, reason: Reason) -> Entry {
        let count = |before: &Before| before.value.get("annotations").and_then(Value::as_array).map_or(0, Vec::len);
        Entry {
            id: id.to_owned(),
            made: made.to_owned(),
            reason,
            articles: self.pages.len(),
            annotations: self.pages.iter().map(count).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_oldest_backup_gives_way() {
        let mut list = List::default();
        let entry = |n: usize| Backup::default().entry(&format!("b{n}"), "2026-01-01T00:00:00Z", Reason::Import);
        for n in 0..MOST {
            assert_eq!(list.add(entry(n)), [""; 0]);
        }
        assert_eq!(list.add(entry(MOST)), ["b0"]);
        assert_eq!((list.0.len(), list.0[0].id.as_str()), (MOST, "b5"));
        list.remove("b5");
        assert_eq!(list.0[0].id, "b4");
    }

    #[test]
    fn a_backup_tells_what_it_holds() {
        let backup = Backup::of([
            ("page:https://example.com/a".to_owned(), json!({ "annotations": [{}, {}] })),
            ("page:https://example.com/b".to_owned(), Value::Null),
        ]);
        assert_eq!(backup.pages[1].article, "https://example.com/b");
        let entry = backup.entry("b", "2026-01-01T00:00:00Z", Reason::Deletion);
        assert_eq!((entry.articles, entry.annotations), (2, 2));
    }
}
