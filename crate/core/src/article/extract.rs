//! From a page to an [`Article`].

use super::{
    Article, Tree,
    body::{self, Body, Prose},
    date, language,
    metadata::{self, Metadata},
    outline::{Line, NONE, Outline},
    render, site,
};
use jiff::civil::Date;

use crate::pause::{Never, Pause, at_once, step};

/// With less prose, in characters, nothing is an article, not even what says it is one.
const LEAST_STATED: f32 = 140.0;

/// The same for a page that says nothing about itself but has a headline over an `<article>`.
const LEAST_MARKED_UP: f32 = 250.0;

/// With less prose, in characters, a page that says nothing about itself is no article.
const LEAST: f32 = 500.0;

/// A title and a headline with this share of words in common say the same.
const SAME_TITLE: f32 = 0.6;

/// Finds the article in a page.
///
/// The text is the headline, where one stands above or in the article's text, and then the article's
/// running text in the order of the page, its blocks (paragraphs, list items, table cells, lines
/// broken by `<br>`) separated by `\n`. Navigation, teasers, captions, bylines, share bars and
/// comments are left out. White space is collapsed as a browser collapses it, within each block and
/// at its ends.
///
/// `None` for a page that is not an article: front pages, shops, forms, lists of results. Such a page
/// can still be read with [`whole_page`].
///
/// Never panics, whatever the tree; takes time linear in its size.
///
/// ```
/// use postil_core::article::{Element, NodeKind, Tree, extract};
/// let mut page = Tree::default();
/// let element = |name: &str| NodeKind::Element(Element { name: name.into(), ..Element::default() });
/// let root = page.push(None, element("article"));
/// for text in ["The report", &"It was long, and nobody read it to its end. ".repeat(20)] {
///     let block = page.push(Some(root), element(if text.len() < 20 { "h1" } else { "p" }));
///     page.push(Some(block), NodeKind::Text(text.to_owned()));
/// }
/// let article = extract(&page, Some("https://example.co.uk/2022/10/06/report")).unwrap();
/// assert!(article.text.starts_with("The report\nIt was long, and"));
/// assert_eq!(article.published.unwrap().to_string(), "2022-10-06");
/// ```
pub fn extract(tree: &Tree, url: Option<&str>) -> Option<Article> {
    at_once(extract_in_slices(tree, url, &Never))
}

/// As [`extract`], with pauses.
pub async fn extract_in_slices<P: Pause>(tree: &Tree, url: Option<&str>, pause: &P) -> Option<Article> {
    let outline = Outline::in_slices(tree, pause).await;
    pause.pause().await;
    let metadata = step(|| Metadata::read(&outline));
    pause.pause().await;
    let prose = step(|| Prose::new(&outline));
    pause.pause().await;
    let headline = step(|| headline(&outline, &metadata, &prose));
    pause.pause().await;
    let body = step(|| body::find(&outline, &prose, headline.map(|line| outline.lines[line].first)))?;
    pause.pause().await;
    if !step(|| is_article(&outline, &metadata, &body, headline.is_some(), url)) {
        return None;
    }
    let first = *body.lines.first()?;
    pause.pause().await;
    Some(article(&outline, metadata, &prose, &body, headline.filter(|line| *line <= first), url, pause).await)
}

/// What was found, put together.
async fn article<P: Pause>(
    outline: &Outline<'_>,
    metadata: Metadata,
    prose: &Prose,
    body: &Body,
    headline: Option<usize>,
    url: Option<&str>,
    pause: &P,
) -> Article {
    let lines = headline.into_iter().chain(body.lines.iter().copied().filter(|line| Some(*line) != headline));
    let rendered = render::render(outline, lines.map(|line| &outline.lines[line]), pause).await;
    let published = step(|| published(outline, &metadata, prose, body, headline, url));
    pause.pause().await;
    let headline_text = headline.map(|line| outline.line_text(&outline.lines[line]));
    let language = language_of(outline, &metadata, body.container, &rendered.text, pause).await;
    step(|| Article {
        site_country: site::country(url, language.as_deref()),
        text: rendered.text,
        segments: rendered.segments,
        title: title(metadata.titles, headline_text),
        published,
        language,
        url: url.map(str::to_owned),
    })
}

/// The day the article is of: what the page states, then what stands in the article, in its address and beside it.
fn published(
    outline: &Outline<'_>,
    metadata: &Metadata,
    prose: &Prose,
    body: &Body,
    headline: Option<usize>,
    url: Option<&str>,
) -> Option<Date> {
    // What holds both the headline and the text holds the date too.
    let around = match headline.map(|line| outline.lines[line].first) {
        Some(start) => outline.ancestors(body.container).find(|up| outline.within(start, *up)),
        None => outline.ancestors(body.container).find(|up| outline.name(*up) == "article"),
    };
    let around = around.unwrap_or(body.container);
    let region = around..outline.end[around];
    metadata
        .published
        .or_else(|| metadata::date_in_article(outline, &prose.aside, region.clone()))
        .or_else(|| url.and_then(date::from_url))
        .or_else(|| metadata::date_in_byline(outline, &prose.aside, region))
        .or_else(|| metadata.canonical.as_deref().and_then(date::from_url))
}

/// Reads what a page shows, for pages that are no article, and for fragments of pages.
///
/// The text is that of the page's only `<article>` or `<main>`, where there is one; navigation,
/// asides, comments and footers are left out, unless nothing else is there.
///
/// ```
/// use postil_core::article::{Element, NodeKind, Tree, whole_page};
/// let mut page = Tree::default();
/// let body = page.push(None, NodeKind::Element(Element { name: "body".into(), ..Element::default() }));
/// page.push(Some(body), NodeKind::Text("Two \n words".into()));
/// assert_eq!(whole_page(&page, None).text, "Two words");
/// ```
pub fn whole_page(tree: &Tree, url: Option<&str>) -> Article {
    let outline = Outline::new(tree);
    let metadata = Metadata::read(&outline);
    let prose = Prose::new(&outline);
    let main = ["article", "main"].iter().find_map(|name| only(&outline, name)).unwrap_or(0);
    let shown = |line: &&Line| !prose.aside[line.block] && !prose.aside[line.first];
    let inside: Vec<&Line> = outline.lines[outline.lines_within(main)].iter().filter(shown).collect();
    let lines = if inside.is_empty() { outline.lines.iter().collect() } else { inside };
    let rendered = at_once(render::render(&outline, lines, &Never));
    let language = at_once(language_of(&outline, &metadata, main, &rendered.text, &Never));
    Article {
        site_country: site::country(url, language.as_deref()),
        text: rendered.text,
        segments: rendered.segments,
        title: metadata.titles.into_iter().next(),
        published: metadata.published.or_else(|| url.and_then(date::from_url)),
        language,
        url: url.map(str::to_owned),
    }
}

/// The page's only element of that name that shows text.
fn only(outline: &Outline<'_>, name: &str) -> Option<usize> {
    let mut all = (0..outline.parent.len()).filter(|node| {
        outline.name(*node) == name && !outline.silent[*node] && !outline.lines_within(*node).is_empty()
    });
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// The line of the headline: a heading that says what the metadata's title says, else the page's
/// only `h1`.
fn headline(outline: &Outline<'_>, metadata: &Metadata, prose: &Prose) -> Option<usize> {
    let heading = |level: &str| {
        let level = level.to_owned();
        (0..outline.lines.len()).filter(move |index| {
            let line = &outline.lines[*index];
            outline.name(line.block) == level && !prose.aside[line.block]
        })
    };
    for level in ["h1", "h2"] {
        let texts: Vec<(usize, String)> =
            heading(level).map(|index| (index, outline.line_text(&outline.lines[index]))).collect();
        for title in &metadata.titles {
            let best = texts
                .iter()
                .map(|(index, text)| (metadata::share_of_words(title, text), *index))
                .filter(|(share, _)| *share >= SAME_TITLE)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, index)) = best {
                return Some(index);
            }
        }
    }
    let mut all = heading("h1");
    let only = all.next()?;
    all.next().is_none().then_some(only)
}

/// The first stated title that says what the headline says, else the first stated, else the headline.
fn title(stated: Vec<String>, headline: Option<String>) -> Option<String> {
    let same = headline
        .as_deref()
        .and_then(|headline| stated.iter().find(|title| metadata::share_of_words(title, headline) >= SAME_TITLE));
    same.cloned().or_else(|| stated.into_iter().next()).or(headline)
}

/// Whether the text found is an article's, by what the page says of itself and by the text's shape.
fn is_article(outline: &Outline<'_>, metadata: &Metadata, body: &Body, headline: bool, url: Option<&str>) -> bool {
    let lines = body.lines.iter().map(|line| &outline.lines[*line]);
    let prose: f32 = lines.clone().map(|line| line.prose()).sum();
    // Front pages state the articles that they list.
    let front_page = url.is_some_and(site::is_front_page);
    if metadata.says_article && (headline || !front_page) {
        return prose >= LEAST_STATED;
    }
    let least = if headline && outline.ancestors(body.container).any(|up| outline.name(up) == "article") {
        LEAST_MARKED_UP
    } else {
        LEAST
    };
    if prose < least || metadata.says_product || front_page {
        return false;
    }
    // Prose in many small pieces with headings that are links between them: a list of teasers.
    let all: usize = lines.clone().map(|line| line.chars).sum();
    let linked_headings = lines
        .clone()
        .filter(|line| matches!(outline.name(line.block), "h1" | "h2" | "h3" | "h4") && line.link_density() > 0.5)
        .count();
    let paragraphs = lines.clone().filter(|line| line.prose() > 0.0).count();
    prose >= 0.5 * all as f32 && (linked_headings < 3 || linked_headings * 3 < paragraphs)
}

/// The language of the text: what the page states, unless the text is plainly in another.
async fn language_of<P: Pause>(
    outline: &Outline<'_>,
    metadata: &Metadata,
    container: usize,
    text: &str,
    pause: &P,
) -> Option<String> {
    let nearest = outline
        .ancestors(if container < outline.parent.len() { container } else { NONE })
        .filter(|up| outline.name(*up) != "html")
        .find_map(|up| outline.element(up)?.attribute("lang").and_then(language::tag));
    let stated = nearest.or_else(|| metadata.language.clone());
    match (stated, language::guess(text, pause).await) {
        (Some(stated), Some(guess)) if language::primary(&stated) != guess => {
            // Where the guess knows the stated language too, the text decides.
            Some(if language::is_known(&language::primary(&stated)) { guess.to_owned() } else { stated })
        }
        (Some(stated), _) => Some(stated),
        (None, guess) => guess.map(str::to_owned),
    }
}
