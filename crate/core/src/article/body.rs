//! Which lines of a page are the article's own.
//!
//! 1. Regions that are not the article are put aside: what calls itself navigation, comments,
//!    teasers …, as long as the page's prose is mostly elsewhere.
//! 2. From the root down to the element that holds the prose: [`container`].
//! 3. Up again as far as the headline, joining what belongs to the text but stands beside the
//!    container, such as an opening paragraph in a box of its own: [`zone`].
//! 4. Line by line, leave out what is no running text: [`super::keep`].

use super::{
    keep,
    outline::{NONE, Outline},
};

/// The article's lines.
#[derive(Debug)]
pub(super) struct Body {
    /// The element that holds the article's text, headline apart.
    pub container: usize,
    /// Indexes of the article's lines in [`Outline::lines`], ascending; without the headline.
    pub lines: Vec<usize>,
}

/// The page's prose, element by element, and the regions that are put aside.
pub(super) struct Prose {
    /// The prose within each node, in characters, regions put aside not counted.
    pub sum: Vec<f32>,
    /// Whether the node stands in a region put aside.
    pub aside: Vec<bool>,
}

/// A region that calls itself something else stays if it holds this share of the page's prose: class
/// names like `layout-with-sidebar` stand around whole articles.
const MAIN_SHARE: f32 = 0.4;

/// Comments may well be longer than the article, so they stay only if there is hardly anything else.
const ONLY_SHARE: f32 = 0.9;

impl Prose {
    pub fn new(outline: &Outline<'_>) -> Self {
        let everything = sums(outline, |_| true);
        let total = everything.iter().copied().fold(0.0, f32::max);
        let mut aside: Vec<bool> = Vec::with_capacity(outline.parent.len());
        for (node, hints) in outline.hints.iter().enumerate() {
            let up = outline.parent[node];
            let share = everything[node] / total.max(1.0);
            let own = hints.junk && share < MAIN_SHARE || hints.comments && share < ONLY_SHARE;
            aside.push(up != NONE && aside[up] || own);
        }
        let sum = sums(outline, |node| !aside[node]);
        Prose { sum, aside }
    }
}

/// The prose of the lines in the blocks that `counts`, summed up over each node's inside.
fn sums(outline: &Outline<'_>, counts: impl Fn(usize) -> bool) -> Vec<f32> {
    let mut sum = vec![0.0; outline.parent.len()];
    for line in &outline.lines {
        // A line's text may stand deeper than its block, within an inline element that is put aside.
        if counts(line.block) && counts(line.first) {
            sum[line.block] += line.prose();
        }
    }
    for node in (0..sum.len()).rev() {
        let up = outline.parent[node];
        if up != NONE {
            sum[up] += sum[node];
        }
    }
    sum
}

/// Finds the article's lines; `None` where the page has no prose at all. `headline` is the node of
/// the headline's line, where one was found.
pub(super) fn find(outline: &Outline<'_>, prose: &Prose, headline: Option<usize>) -> Option<Body> {
    let container = container(outline, prose, headline)?;
    let zone = zone(outline, prose, container, headline);
    let lines = keep::lines(outline, prose, container, &zone, headline);
    (!lines.is_empty()).then_some(Body { container, lines })
}

/// The smallest element that holds most of the page's prose.
fn container(outline: &Outline<'_>, prose: &Prose, headline: Option<usize>) -> Option<usize> {
    let root = 0;
    let total = *prose.sum.first()?;
    if total <= 0.0 {
        return None;
    }
    // An element that says that it is the article's body, and holds a good part of the prose.
    let mut stated = NONE;
    for (node, hints) in outline.hints.iter().enumerate() {
        let holds = prose.sum[node] >= 0.35 * total && (stated == NONE || prose.sum[node] >= 0.9 * prose.sum[stated]);
        if hints.body && !prose.aside[node] && holds {
            stated = node;
        }
    }
    let mut at = if stated == NONE { root } else { stated };
    while let Some(best) = outline.children(at).max_by(|a, b| prose.sum[*a].total_cmp(&prose.sum[*b])) {
        if prose.sum[best] < 0.5 * prose.sum[at] || is_paragraph(outline, prose, best) {
            break;
        }
        // Two halves of one article, cut by an advertisement: the parent holds both.
        let twin = outline
            .children(at)
            .any(|other| other != best && prose.sum[other] > 0.1 * prose.sum[best] && alike(outline, best, other));
        if twin && headline.is_none_or(|headline| !outline.within(headline, best)) {
            break;
        }
        // Text of its own, with line breaks for paragraphs.
        let in_children: f32 = outline.children(at).map(|child| prose.sum[child]).sum();
        if prose.sum[at] - in_children > 0.1 * prose.sum[at] {
            break;
        }
        at = best;
    }
    // An article may be one long list with a sentence before it; the list alone is none.
    while outline.parent[at] != NONE
        && matches!(outline.name(at), "ul" | "ol" | "dl" | "tbody" | "table" | "tr" | "blockquote" | "p" | "li")
    {
        at = outline.parent[at];
    }
    Some(at)
}

/// Whether the element is one paragraph, as opposed to something around paragraphs.
fn is_paragraph(outline: &Outline<'_>, prose: &Prose, node: usize) -> bool {
    matches!(outline.name(node), "p" | "li" | "td" | "blockquote" | "h1" | "h2" | "h3" | "") || {
        let lines = outline.lines_within(node);
        lines.len() == 1 && prose.sum[node] > 0.0
    }
}

/// Whether two elements look like pieces of one thing: the same name, the same first class.
fn alike(outline: &Outline<'_>, one: usize, other: usize) -> bool {
    let class = |node| outline.element(node).and_then(|element| element.attribute("class")).unwrap_or_default();
    outline.name(one) == outline.name(other)
        && class(one).split_ascii_whitespace().next() == class(other).split_ascii_whitespace().next()
}

/// A node whose inside is searched for lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    pub node: usize,
    /// Whether it is of the text as the container is; else only whole sentences are taken from it.
    pub of_text: bool,
}

/// Where the lines are searched for, in order: between the headline and the container, in the
/// container, and in what stands right beside it and looks like more of it.
fn zone(outline: &Outline<'_>, prose: &Prose, container: usize, headline: Option<usize>) -> Vec<Place> {
    let mut zone = vec![Place { node: container, of_text: true }];
    let mut at = container;
    while outline.parent[at] != NONE && !matches!(outline.name(at), "article" | "main" | "body") {
        if headline.is_some_and(|headline| outline.within(headline, at)) {
            break;
        }
        let up = outline.parent[at];
        if at == container {
            let siblings: Vec<usize> = outline.children(up).collect();
            let place = siblings.iter().position(|sibling| *sibling == at).unwrap_or(0);
            let joined = |sibling: &usize| joins(outline, prose, at, *sibling);
            let first = siblings[..place].iter().position(joined).unwrap_or(place);
            let last = siblings[place..].iter().rposition(joined).map_or(place, |after| place + after);
            zone.extend(siblings[first..=last].iter().filter(|sibling| **sibling != at).filter_map(|sibling| {
                let of_text = joined(sibling)
                    || matches!(
                        outline.name(*sibling),
                        "p" | "blockquote" | "ul" | "ol" | "dl" | "table" | "pre" | "h2" | "h3" | "h4" | "h5"
                    );
                of_text.then_some(Place { node: *sibling, of_text })
            }));
        }
        if headline.is_some_and(|headline| outline.within(headline, up)) || outline.name(up) == "article" {
            let start = headline.filter(|headline| outline.within(*headline, up)).unwrap_or(up);
            let before = |sibling: &usize| outline.end[*sibling] > start && *sibling < at && prose.sum[*sibling] > 0.0;
            zone.extend(outline.children(up).filter(before).map(|node| Place { node, of_text: false }));
        }
        at = up;
    }
    crate::order::sort(&mut zone);
    zone
}

/// Whether a sibling of the container holds running text of the same article.
fn joins(outline: &Outline<'_>, prose: &Prose, container: usize, node: usize) -> bool {
    let hints = outline.hints[node];
    if node == container || hints.about || prose.aside[node] || prose.sum[node] <= 0.0 {
        return false;
    }
    let lines = &outline.lines[outline.lines_within(node)];
    let chars: usize = lines.iter().map(|line| line.chars).sum();
    prose.sum[node] >= 0.5 * chars as f32
        && (outline.name(node) == "p" || hints.body || alike(outline, container, node))
}
