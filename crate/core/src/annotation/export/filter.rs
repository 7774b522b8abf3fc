//! One page, a selection, a tag, a site, or all.

use crate::annotation::{Annotation, Page, identity};

/// What is handed over. Every condition that is set must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Only the article with this address or identity.
    pub page: Option<String>,
    /// Only what bears this tag.
    pub tag: Option<String>,
    /// Only articles of this site: `example.com`, with all below it.
    pub site: Option<String>,
    /// Only the annotations with these ids.
    pub ids: Option<Vec<String>>,
}

impl Filter {
    /// The pages with what is wanted of them; pages of which nothing is wanted are left out.
    pub fn select(&self, pages: Vec<Page>) -> Vec<Page> {
        let key = self.page.as_deref().map(|page| identity::page_key(page, None, None));
        let mut pages = pages;
        for page in &mut pages {
            let page_fits = key.as_ref().is_none_or(|key| page.key == *key || Some(&page.url) == self.page.as_ref())
                && self.site.as_deref().is_none_or(|site| is_of_site(page, site));
            if page_fits {
                page.annotations.retain(|annotation| self.fits(annotation));
            } else {
                page.annotations.clear();
            }
        }
        pages.retain(|page| !page.annotations.is_empty());
        pages
    }

    fn fits(&self, annotation: &Annotation) -> bool {
        let same = |tag: &str| self.tag.as_deref().is_some_and(|wanted| wanted.to_lowercase() == tag.to_lowercase());
        (self.tag.is_none() || annotation.tags().any(same))
            && self.ids.as_ref().is_none_or(|ids| ids.contains(&annotation.id))
    }
}

fn is_of_site(page: &Page, site: &str) -> bool {
    let wanted = if site.contains("://") { identity::site(site) } else { identity::site(&format!("https://{site}")) };
    let below = |url: &str| {
        let site = identity::site(url);
        site.strip_suffix(&wanted).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    !wanted.is_empty() && (below(&page.url) || below(&page.key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotation::Context, article::Article};

    fn pages() -> Vec<Page> {
        let all = [
            ("https://www.example.com/a", &["army"][..]),
            ("https://news.example.com/b", &["Army", "leak"]),
            ("https://example.org/c", &[]),
        ];
        all.map(|(url, tags)| {
            let context = Context { id: url.into(), url: url.into(), ..Context::default() };
            let mut annotation = Annotation::about_page(&Article::from_text(""), context);
            annotation.set_tags(tags.iter().copied(), "");
            Page { annotations: vec![annotation], ..Page::new(identity::page_key(url, None, None), url) }
        })
        .into()
    }

    fn keys(filter: Filter) -> Vec<String> {
        filter.select(pages()).into_iter().map(|page| page.key).collect()
    }

    #[test]
    fn each_condition_selects() {
        let all = ["https://example.com/a", "https://news.example.com/b", "https://example.org/c"];
        assert_eq!(keys(Filter::default()), all);
        assert_eq!(keys(Filter { tag: Some("army".into()), ..Filter::default() }), all[..2]);
        assert_eq!(keys(Filter { site: Some("example.com".into()), ..Filter::default() }), all[..2]);
        assert_eq!(keys(Filter { site: Some("ample.com".into()), ..Filter::default() }), [""; 0]);
        assert_eq!(
            keys(Filter { page: Some("http://example.com/a?utm_source=x".into()), ..Filter::default() }),
            all[..1]
        );
        assert_eq!(keys(Filter { ids: Some(vec!["https://example.org/c".into()]), ..Filter::default() }), all[2..]);
    }
}
