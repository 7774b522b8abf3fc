//! What a page's JSON-LD says of the article.

use serde_json::Value;

/// The parts of a schema.org article that are read.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Statement {
    /// `headline`, else `name`.
    pub headline: Option<String>,
    /// `datePublished`, else `dateCreated`, as written.
    pub published: Option<String>,
    /// `inLanguage`, as written.
    pub language: Option<String>,
    /// Whether it is of an article, not of a page of unknown kind.
    pub is_article: bool,
}

impl Statement {
    /// What this one does not say, from another.
    pub fn filled_by(self, other: Statement) -> Statement {
        Statement {
            headline: self.headline.or(other.headline),
            published: self.published.or(other.published),
            language: self.language.or(other.language),
            is_article: self.is_article || other.is_article,
        }
    }
}

/// How many values of one block are looked at; a page's real ones have a few hundred.
const MOST_VALUES: usize = 100_000;

/// Reads one `<script type="application/ld+json">`: an object, a list, or a `@graph`, at any depth.
/// `None` where it is no JSON or speaks of no article.
pub(super) fn read(script: &str) -> Option<Statement> {
    let value = parse(script)?;
    let mut best: Option<(u8, Statement)> = None;
    let mut queue = std::collections::VecDeque::from([&value]);
    let mut looked_at = 0;
    // Breadth first: the page's own article stands higher than those that it links to.
    while let Some(value) = queue.pop_front() {
        looked_at += 1;
        if looked_at > MOST_VALUES {
            break;
        }
        match value {
            Value::Array(items) => queue.extend(items),
            Value::Object(fields) => {
                let rank = fields.get("@type").map_or(0, rank);
                if rank > best.as_ref().map_or(0, |(rank, _)| *rank) {
                    let field = |name: &str| fields.get(name).and_then(text);
                    best = Some((
                        rank,
                        Statement {
                            headline: field("headline").or_else(|| field("name")),
                            published: field("datePublished").or_else(|| field("dateCreated")),
                            language: field("inLanguage"),
                            is_article: rank > 1,
                        },
                    ));
                }
                // Other articles that the page lists are not the page's.
                queue.extend(
                    fields
                        .iter()
                        .filter(|(key, _)| {
                            matches!(
                                key.as_str(),
                                "@graph" | "mainEntity" | "mainEntityOfPage" | "hasPart" | "liveBlogUpdate"
                            )
                        })
                        .map(|(_, value)| value),
                );
            }
            _ => {}
        }
    }
    best.map(|(_, statement)| statement)
}

/// serde_json as it is; else once more without what careless templates leave around and inside:
/// comment signs, a closing semicolon, raw line breaks in strings.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches('\u{feff}');
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])?;
    let inside: String = script.get(start..=end)?.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&inside).ok()
}

/// A string, the first string of a list, or the name of an object (`inLanguage` may be one).
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Array(items) => items.iter().find_map(Value::as_str)?,
        Value::Object(fields) => fields.get("alternateName").or_else(|| fields.get("name"))?.as_str()?,
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// How much a type is an article: 3 for a news article and its kind, 2 for other articles, 1 for pages.
fn rank(kind: &Value) -> u8 {
    let one = |kind: &str| match kind.rsplit(['/', ':']).next().unwrap_or(kind) {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "BackgroundNewsArticle"
        | "OpinionNewsArticle"
        | "AskPublicNewsArticle"
        | "ReviewNewsArticle"
        | "LiveBlogPosting"
        | "BlogPosting"
        | "SocialMediaPosting" => 3,
        "Article"
        | "AdvertiserContentArticle"
        | "Report"
        | "SatiricalArticle"
        | "ScholarlyArticle"
        | "TechArticle"
        | "Review" => 2,
        "WebPage" | "ItemPage" => 1,
        _ => 0,
    };
    match kind {
        Value::String(kind) => one(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).map(one).max().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(script: &str) -> Option<String> {
        read(script)?.published
    }

    #[test]
    fn an_article_in_a_graph_is_found() {
        let script = r#"{"@graph": [{"@type": "WebSite", "name": "S"},
            {"@type": ["Thing", "NewsArticle"], "headline": " H ", "datePublished": "2022-10-06", "inLanguage": {"@type": "Language", "name": "English", "alternateName": "en"}}]}"#;
        let expected = Statement {
            headline: Some("H".into()),
            published: Some("2022-10-06".into()),
            language: Some("en".into()),
            is_article: true,
        };
        assert_eq!(read(script), Some(expected));
    }

    #[test]
    fn a_news_article_outranks_its_page() {
        let script = r#"[{"@type": "WebPage", "datePublished": "2001-01-01"}, {"@type": "NewsArticle", "datePublished": "2022-10-06"}]"#;
        assert_eq!(published(script).as_deref(), Some("2022-10-06"));
    }

    #[test]
    fn listed_articles_are_not_the_pages_own() {
        let script =
            r#"{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2020-01-01"}]}"#;
        assert_eq!(published(script), None);
    }

    #[test]
    fn careless_templates_are_read_all_the_same() {
        assert_eq!(
            published("<!-- {\"@type\": \"Article\", \"name\": \"a\nb\", \"datePublished\": \"2022\"}; -->").as_deref(),
            Some("2022")
        );
    }

    #[test]
    fn broken_and_endlessly_nested_json_is_no_statement() {
        for script in [
            "",
            "{",
            "null",
            "3",
            "}{",
            "]é[",
            "{\"@type\": 3}",
            &"[".repeat(200_000),
            &format!("{}1{}", "[".repeat(300_000), "]".repeat(300_000)),
        ] {
            assert_eq!(read(script), None);
        }
    }
}
