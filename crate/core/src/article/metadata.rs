//! What a page states about its article: title, date, language, and whether it is one at all.

use jiff::civil::Date;

use super::{
    NodeKind, date,
    json_ld::{self, Statement},
    language,
    outline::{NONE, Outline},
};

/// What the head of the page states; the article's own elements are looked at later.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    /// The titles that are stated, without the site's name, best first: JSON-LD, `meta`, `<title>`.
    pub titles: Vec<String>,
    /// The site's name.
    pub site_name: Option<String>,
    /// The date by JSON-LD, else by `meta`.
    pub published: Option<Date>,
    /// The language by `lang` of the root, JSON-LD, `og:locale`, `content-language`, in this order.
    pub language: Option<String>,
    /// Whether the page calls itself an article.
    pub says_article: bool,
    /// Whether the page calls itself something for sale.
    pub says_product: bool,
    /// The canonical address.
    pub canonical: Option<String>,
}

/// Names of `meta` elements (`name`, `property` or `itemprop`) with the date of publication, best first.
const DATE_NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article:published",
    "published_at",
    "published-date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "pubdate",
    "ptime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "article_date_original",
    "originalpublicationdate",
    "displaydate",
    "og:pubdate",
    "bt:pubdate",
    "citation_publication_date",
    "datecreated",
    "date",
];

const TITLE_NAMES: &[&str] =
    &["og:title", "twitter:title", "dc.title", "dcterm:title", "parsely-title", "sailthru.title"];

impl Metadata {
    pub fn read(outline: &Outline<'_>) -> Self {
        let mut statement: Option<Statement> = None;
        let mut in_article_statement = false;
        let mut dates: Vec<(usize, Date)> = Vec::new();
        let mut titles: Vec<(usize, String)> = Vec::new();
        let mut out = Metadata::default();
        let mut locale = None;
        let mut content_language = None;
        let mut root_language = None;
        let mut title_element = None;
        for node in 0..outline.tree.nodes.len() {
            let Some(element) = outline.element(node) else { continue };
            match element.name.as_str() {
                "html" => root_language = element.attribute("lang").and_then(language::tag),
                "title" if title_element.is_none() && !within_picture(outline, node) => {
                    title_element = Some(text_of(outline, node)).filter(|text| !text.is_empty());
                }
                "link" if element.attribute("rel") == Some("canonical") => {
                    out.canonical = out.canonical.take().or_else(|| element.attribute("href").map(str::to_owned));
                }
                "script" if is_json_ld(element.attribute("type")) => {
                    for child in outline.children(node) {
                        if let NodeKind::Text(script) = &outline.tree.nodes[child].kind
                            && let Some(new) = json_ld::read(script)
                        {
                            in_article_statement |= new.is_article;
                            statement = Some(match statement.take() {
                                Some(known) if known.is_article || !new.is_article => known.filled_by(new),
                                Some(known) => new.filled_by(known),
                                None => new,
                            });
                        }
                    }
                }
                "meta" => {
                    let Some(content) = element.attribute("content").map(str::trim).filter(|c| !c.is_empty()) else {
                        continue;
                    };
                    let key = ["property", "name", "itemprop"].iter().find_map(|key| element.attribute(key));
                    let key = key.unwrap_or_default().to_ascii_lowercase();
                    if let Some(rank) = DATE_NAMES.iter().position(|name| *name == key) {
                        dates.extend(date::parse(content).map(|date| (rank, date)));
                        out.says_article |= key == "article:published_time";
                    } else if let Some(rank) = TITLE_NAMES.iter().position(|name| *name == key) {
                        titles.push((rank, one_line(content)));
                    } else if key == "og:type" {
                        out.says_article |= content.eq_ignore_ascii_case("article");
                        out.says_product |= content.to_ascii_lowercase().contains("product");
                    } else if key == "og:locale" {
                        locale = language::tag(content);
                    } else if key == "og:site_name" {
                        out.site_name = Some(one_line(content));
                    } else if key == "content-language"
                        || element
                            .attribute("http-equiv")
                            .is_some_and(|key| key.eq_ignore_ascii_case("content-language"))
                    {
                        content_language = language::tag(content);
                    }
                }
                _ => {}
            }
        }
        crate::order::sort_by_key(&mut dates, |(rank, _)| *rank);
        crate::order::sort_by_key(&mut titles, |(rank, _)| *rank);
        let statement = statement.unwrap_or_default();
        out.says_article |= in_article_statement;
        out.published =
            statement.published.as_deref().and_then(date::parse).or_else(|| dates.first().map(|(_, date)| *date));
        let site_name = out.site_name.as_deref();
        out.titles.extend(statement.headline.filter(|_| in_article_statement).map(|title| one_line(&title)));
        out.titles.extend(titles.into_iter().map(|(_, title)| without_site(&title, site_name, true)));
        out.titles.extend(title_element.map(|title| without_site(&title, site_name, false)));
        out.titles.retain(|title| !title.is_empty());
        out.language = root_language
            .or_else(|| statement.language.as_deref().and_then(language::tag))
            .or(locale)
            .or(content_language);
        out
    }
}

fn is_json_ld(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// Pictures have `<title>`s of their own.
fn within_picture(outline: &Outline<'_>, node: usize) -> bool {
    let up = outline.parent[node];
    up != NONE && !matches!(outline.name(up), "head" | "html" | "body")
}

/// The text of all text nodes directly in a node, in one line.
pub(super) fn text_of(outline: &Outline<'_>, node: usize) -> String {
    let mut text = String::new();
    for child in outline.children(node) {
        if let NodeKind::Text(part) = &outline.tree.nodes[child].kind {
            text += part;
        }
    }
    one_line(&text)
}

/// White space collapsed; the entities that careless templates escape twice are left as they are.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Headline | The Paper` without the paper: cut at the last separator, if what follows is the
/// site's name or, in a `<title>`, short beside the headline.
fn without_site(title: &str, site_name: Option<&str>, is_meta: bool) -> String {
    const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "];
    let last = SEPARATORS.iter().filter_map(|separator| Some((title.rfind(separator)?, *separator))).max();
    if let Some((at, separator)) = last {
        let (head, tail) = (title[..at].trim(), title[at + separator.len()..].trim());
        let words = |text: &str| text.split_whitespace().count();
        let named = site_name.is_some_and(|site| same_name(site, tail));
        let short = !is_meta && words(head) >= 4 && words(tail) <= 4 && words(tail) < words(head);
        if named || short {
            return without_site_once_more(head, SEPARATORS);
        }
    }
    title.to_owned()
}

/// `Headline | World | The Paper`: one section more, of one or two words.
fn without_site_once_more(head: &str, separators: &[&str]) -> String {
    let bar = separators.iter().filter(|separator| **separator == " | ").find_map(|separator| head.rfind(separator));
    match bar {
        Some(at) if head[at + 3..].split_whitespace().count() <= 2 && head[..at].split_whitespace().count() >= 4 => {
            head[..at].trim().to_owned()
        }
        _ => head.to_owned(),
    }
}

fn same_name(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && !other.is_empty() && (one.contains(&other) || other.contains(&one))
}

/// How many of the words of `stated` stand in `line`, 0 to 1.
pub(super) fn share_of_words(stated: &str, line: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (stated, line) = (words(stated), words(line));
    if stated.is_empty() || line.is_empty() {
        return 0.0;
    }
    let common = line.iter().filter(|word| stated.contains(word)).count();
    common as f32 / stated.len().max(line.len()) as f32
}

/// The date on the article's own elements: the one that says that it is the date of publication,
/// else the first `<time>` between headline and text, else the first in the text.
pub(super) fn date_in_article(outline: &Outline<'_>, aside: &[bool], region: core::ops::Range<usize>) -> Option<Date> {
    let mut first = None;
    for node in region {
        let Some(element) = outline.element(node) else { continue };
        // A date within hidden elements still dates the article; one within a teaser does not.
        if aside[node] {
            continue;
        }
        let itemprop = element.attribute("itemprop").unwrap_or_default();
        let class = element.attribute("class").unwrap_or_default().to_ascii_lowercase();
        let is_time = element.name == "time";
        if !is_time && itemprop != "datePublished" {
            continue;
        }
        if itemprop == "dateModified" || class.contains("update") || class.contains("modified") {
            continue;
        }
        let stated = element.attribute("datetime").or_else(|| element.attribute("content")).and_then(date::parse);
        let Some(date) = stated.or_else(|| date::parse(&text_of(outline, node))) else { continue };
        if itemprop == "datePublished" || class.contains("publish") {
            return Some(date);
        }
        first = first.or(Some(date));
    }
    first
}

/// The date that a byline shows, where no element states one: `By Elena Whitcombe, October 6, 2022`.
pub(super) fn date_in_byline(outline: &Outline<'_>, aside: &[bool], region: core::ops::Range<usize>) -> Option<Date> {
    const MOST_WORDS: usize = 20;
    let lines = outline
        .lines
        .iter()
        .filter(|line| region.contains(&line.first) && !aside[line.block] && line.words <= MOST_WORDS);
    lines
        .filter(|line| outline.ancestors(line.first).take(4).any(|up| outline.hints[up].about))
        .map(|line| outline.line_text(line))
        .filter(|text| !text.to_lowercase().contains("updated"))
        .find_map(|text| date::parse(&text))
}
