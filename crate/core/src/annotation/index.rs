//! The list of all saved articles, small enough to be read at once when the panel opens.
//!
//! It holds nothing that the pages do not: where it is damaged or missing, [`Index::of`] makes it anew.

use serde::{Deserialize, Serialize};

use super::{Page, identity};

/// The storage key of the index.
pub const INDEX_KEY: &str = "index";

/// The version of [`Index`] that this build writes.
pub const INDEX_SCHEMA: u32 = 1;

/// All saved articles, newest change first.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Index {
    /// The version of this structure, [`INDEX_SCHEMA`].
    pub schema: u32,
    /// One entry for each article.
    pub pages: Vec<Entry>,
}

/// What the list shows of an article.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Entry {
    /// The article's identity.
    pub key: String,
    /// The address it was last read at.
    pub url: String,
    /// Its site: `example.com`.
    pub site: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// How many annotations it has.
    pub count: usize,
    /// When one of them last changed.
    pub modified: String,
    /// The tags used in it, for completion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// For recognizing it under another address, see [`super::moved`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

impl Entry {
    /// What the list shows of a page.
    pub fn of(page: &Page) -> Self {
        let mut tags: Vec<String> = page.annotations.iter().flat_map(|a| a.tags()).map(str::to_owned).collect();
        crate::order::sort(&mut tags);
        tags.dedup();
        Entry {
            key: page.key.clone(),
            url: page.url.clone(),
            site: identity::site(&page.url),
            title: page.title.clone(),
            published: page.published.clone(),
            count: page.annotations.len(),
            modified: page.annotations.iter().map(|a| a.modified.as_str()).max().unwrap_or_default().to_owned(),
            tags,
            fingerprint: page.fingerprint.clone(),
        }
    }
}

impl Index {
    /// The index of these pages; pages without annotations are left out.
    pub fn of<'p>(pages: impl IntoIterator<Item = &'p Page>) -> Self {
        let mut index = Index { schema: INDEX_SCHEMA, pages: pages.into_iter().map(Entry::of).collect() };
        index.pages.retain(|entry| entry.count > 0);
        index.sort();
        index
    }

    /// Brings the entry of a page up to date; removes it where nothing is saved of the page any more.
    pub fn put(&mut self, page: &Page) {
        self.schema = INDEX_SCHEMA;
        self.pages.retain(|entry| entry.key != page.key);
        if !page.annotations.is_empty() {
            self.pages.push(Entry::of(page));
            self.sort();
        }
    }

    /// Whether it is of this version and lists just the articles with these identities, in any
    /// order. If not, it is to be made anew.
    pub fn is_of<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> bool {
        let mut listed: Vec<&str> = self.pages.iter().map(|entry| entry.key.as_str()).collect();
        let mut keys: Vec<&str> = keys.into_iter().collect();
        crate::order::sort(&mut listed);
        crate::order::sort(&mut keys);
        self.schema == INDEX_SCHEMA && listed == keys
    }

    /// All tags, the most used first.
    pub fn tags(&self) -> Vec<&str> {
        let mut counts = std::collections::BTreeMap::<&str, usize>::new();
        for tag in self.pages.iter().flat_map(|entry| &entry.tags) {
            *counts.entry(tag).or_default() += 1;
        }
        let mut tags: Vec<(&str, usize)> = counts.into_iter().collect();
        crate::order::sort_by_key(&mut tags, |(_, count)| std::cmp::Reverse(*count));
        tags.into_iter().map(|(tag, _)| tag).collect()
    }

    fn sort(&mut self) {
        crate::order::sort_by(&mut self.pages, |a, b| b.modified.cmp(&a.modified).then_with(|| a.key.cmp(&b.key)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::{Annotation, Context},
        article::Article,
    };

    fn page(key: &str, now: &str, tags: &[&str]) -> Page {
        let context = Context { id: format!("urn:x:{key}"), now: now.into(), url: key.into(), ..Context::default() };
        let mut annotation = Annotation::about_page(&Article::from_text(""), context);
        annotation.set_tags(tags.iter().copied(), now);
        Page { annotations: vec![annotation], ..Page::new(key, key) }
    }

    #[test]
    fn an_index_kept_up_is_the_index_made_anew() {
        let mut pages = [
            page("https://a.example/1", "2026-01-01T00:00:00Z", &["army"]),
            page("https://b.example/2", "2026-01-03T00:00:00Z", &["army", "leak"]),
            page("https://c.example/3", "2026-01-02T00:00:00Z", &[]),
        ];
        let mut index = Index::default();
        pages.iter().for_each(|page| index.put(page));
        assert_eq!(index, Index::of(&pages));
        assert_eq!(index.pages[0].key, "https://b.example/2");
        assert_eq!(index.pages[0].site, "b.example");
        assert_eq!(index.tags(), ["army", "leak"]);
        assert!(index.is_of(pages.iter().map(|page| page.key.as_str())));
        pages[1].annotations.clear();
        index.put(&pages[1]);
        assert_eq!(index, Index::of(&pages));
        assert!(!index.is_of(pages.iter().map(|page| page.key.as_str())));
    }
}
