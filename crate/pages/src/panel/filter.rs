//! Which of the saved annotations are listed.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use postil_webext::i18n::message;

use super::rows::Row;

/// What the reader looks for. Empty conditions hold for all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Words, each of which must be in the quote, the note, the tags, the title or the site.
    pub text: String,
    /// See [`postil_webext::glance::Saved::kind`].
    pub kind: String,
    /// A tag.
    pub tag: String,
    /// A site.
    pub site: String,
    /// First day it was saved on, `2026-11-22`.
    pub from: String,
    /// Last day it was saved on.
    pub to: String,
}

impl Filter {
    /// Whether a row is wanted.
    pub fn fits(&self, row: &Row) -> bool {
        let saved = &row.saved;
        let day = saved.created.get(..10).unwrap_or_default();
        let plain = (self.kind.is_empty() || saved.kind == self.kind)
            && (self.tag.is_empty() || saved.tags.contains(&self.tag))
            && (self.site.is_empty() || *row.site == *self.site)
            && (self.from.is_empty() || day >= self.from.as_str())
            && (self.to.is_empty() || day <= self.to.as_str());
        if !plain || self.text.trim().is_empty() {
            return plain;
        }
        let texts = [&saved.quote, &saved.note, &row.article.title].map(|text| text.as_deref().unwrap_or_default());
        let mut all = [&texts.join("\n"), &*row.site].join("\n");
        for tag in &saved.tags {
            all.push('\n');
            all.push_str(tag);
        }
        let all = all.to_lowercase();
        self.text.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }
}

/// The fields of the filter.
#[component]
pub fn Fields(rows: RwSignal<Vec<Arc<Row>>>, filter: RwSignal<Filter>) -> impl IntoView {
    let values = move |of: fn(&Row) -> Vec<String>| {
        rows.with(|rows| rows.iter().flat_map(|row| of(row)).collect::<BTreeSet<String>>())
    };
    let kinds = Memo::new(move |_| values(|row| vec![row.saved.kind.clone()]));
    let tags = Memo::new(move |_| values(|row| row.saved.tags.clone()));
    let sites = Memo::new(move |_| values(|row| vec![row.site.to_string()]));
    let plain = |value: &str| value.to_owned();
    let in_words = |value: &str| message(&format!("type_{value}"));
    view! {
        <search>
            <label class="field wide">
                <span>{message("filter_text")}</span>
                <input
                    type="search"
                    id="filter-text"
                    on:input=move |event| filter.update(|filter| filter.text = event_target_value(&event))
                />
            </label>
            <details class="filters">
                <summary>{message("filter_more")}</summary>
                <div class="fields">
                    <Choice id="kind" label="filter_kind" values=kinds words=in_words set=move |value| filter.update(|filter| filter.kind = value) />
                    <Choice id="tag" label="filter_tag" values=tags words=plain set=move |value| filter.update(|filter| filter.tag = value) />
                    <Choice id="site" label="filter_site" values=sites words=plain set=move |value| filter.update(|filter| filter.site = value) />
                    <label class="field">
                        <span>{message("filter_from")}</span>
                        <input type="date" id="filter-from" on:input=move |event| filter.update(|filter| filter.from = event_target_value(&event)) />
                    </label>
                    <label class="field">
                        <span>{message("filter_to")}</span>
                        <input type="date" id="filter-to" on:input=move |event| filter.update(|filter| filter.to = event_target_value(&event)) />
                    </label>
                </div>
            </details>
        </search>
    }
}

#[component]
fn Choice(
    id: &'static str,
    label: &'static str,
    values: Memo<BTreeSet<String>>,
    words: fn(&str) -> String,
    set: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{message(label)}</span>
            <select id=format!("filter-{id}") on:change=move |event| set(event_target_value(&event))>
                <option value={""}>{message("filter_all")}</option>
                {move || values.get().into_iter().map(|value| {
                    let name = words(&value);
                    view! { <option value=value>{name}</option> }
                }).collect_view()}
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_webext::{glance::Saved, message::ArticleHead};

    fn row() -> Row {
        let saved = Saved {
            created: "2026-11-22T23:10:00Z".into(),
            quote: Some("Übung".into()),
            note: Some("Ask the *ministry*.".into()),
            tags: vec!["army".into(), "leak".into()],
            kind: "highlight".into(),
            ..Saved::default()
        };
        let article = ArticleHead { title: Some("Grenades for sale".into()), ..ArticleHead::default() };
        Row { article: article.into(), site: "news.example.com".into(), saved }
    }

    #[test]
    fn every_word_must_be_there_somewhere() {
        let fits = |text: &str| Filter { text: text.into(), ..Filter::default() }.fits(&row());
        assert!(fits("") && fits("übung") && fits("MINISTRY leak") && fits("grenades news.example"));
        assert!(!fits("übung navy"));
    }

    #[test]
    fn kind_tag_site_and_days() {
        let fits = |filter: Filter| filter.fits(&row());
        let wanted = Filter {
            kind: "highlight".into(),
            tag: "army".into(),
            site: "news.example.com".into(),
            ..Filter::default()
        };
        assert!(fits(wanted));
        assert!(!fits(Filter { kind: "money".into(), ..Filter::default() }));
        assert!(!fits(Filter { tag: "arm".into(), ..Filter::default() }));
        assert!(!fits(Filter { site: "example.com".into(), ..Filter::default() }));
        assert!(fits(Filter { from: "2026-11-22".into(), to: "2026-11-22".into(), ..Filter::default() }));
        assert!(!fits(Filter { from: "2026-11-23".into(), ..Filter::default() }));
        assert!(!fits(Filter { to: "2026-11-21".into(), ..Filter::default() }));
    }
}
