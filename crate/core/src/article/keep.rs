//! Line by line: what within the article's place is running text, and what only stands there too.

use super::{
    body::{Place, Prose},
    outline::{Line, NONE, Outline},
};

/// The lines of the zone that are the article's own. `headline` is the node of the headline's line.
pub(super) fn lines(
    outline: &Outline<'_>,
    prose: &Prose,
    container: usize,
    zone: &[Place],
    headline: Option<usize>,
) -> Vec<usize> {
    let out = left_out(outline, prose, container);
    let mut kept: Vec<usize> = Vec::new();
    for place in zone {
        kept.extend(outline.lines_within(place.node).filter(|index| {
            let line = &outline.lines[*index];
            // Beside the headline stand bylines and tools; only sentences are taken from there.
            let in_place = place.of_text
                || headline.is_none_or(|headline| line.first > headline) && line.prose() > 0.0 && line.ends_sentence;
            in_place && !out[line.block] && !out[line.first] && !is_aside_line(outline, line)
        }));
    }
    crate::order::sort(&mut kept);
    kept.dedup();
    trim_ends(outline, &mut kept);
    drop_empty_headings(outline, &mut kept);
    kept
}

/// Which nodes are left out whole, with everything inside.
fn left_out(outline: &Outline<'_>, prose: &Prose, container: usize) -> Vec<bool> {
    let total = prose.sum[container].max(1.0);
    let mut chars = vec![0usize; outline.parent.len()];
    let mut linked = vec![0usize; outline.parent.len()];
    // Headings that are links, and paragraphs.
    let mut titles = vec![0usize; outline.parent.len()];
    let mut paragraphs = vec![0usize; outline.parent.len()];
    for line in &outline.lines {
        chars[line.block] += line.chars;
        linked[line.block] += line.link_chars;
        titles[line.block] += usize::from(is_heading(outline, line) && line.link_density() > 0.8);
        paragraphs[line.block] += usize::from(line.prose() > 0.0);
    }
    for node in (0..chars.len()).rev() {
        let up = outline.parent[node];
        if up != NONE {
            chars[up] += chars[node];
            linked[up] += linked[node];
            titles[up] += titles[node];
            paragraphs[up] += paragraphs[node];
        }
    }
    // Boxes with a linked title and at most a paragraph or two; several side by side are a list of
    // other articles.
    let mut teasers = vec![0usize; outline.parent.len()];
    for node in 0..chars.len() {
        let up = outline.parent[node];
        let is_box = matches!(outline.name(node), "li" | "div" | "section" | "article" | "td");
        if up != NONE && is_box && titles[node] == 1 && paragraphs[node] <= 2 && chars[node] < 800 {
            teasers[up] += 1;
        }
    }
    let mut out: Vec<bool> = Vec::with_capacity(chars.len());
    for node in 0..chars.len() {
        let up = outline.parent[node];
        let hints = outline.hints[node];
        let share = prose.sum[node] / total;
        let density = linked[node] as f32 / chars[node].max(1) as f32;
        let around = outline.within(container, node);
        let own = !around
            && (prose.aside[node]
                || hints.about && share < 0.3
                || teasers[node] >= 3 && share < 0.6
                || match outline.name(node) {
                    "ul" | "ol" | "dl" => density > 0.5,
                    "div" | "section" | "table" | "article" => density > 0.5 && share < 0.2,
                    "form" | "fieldset" => share < 0.3,
                    _ => false,
                });
        out.push(own || up != NONE && out[up]);
    }
    out
}

/// A line that points elsewhere: `READ: …`, `Advertisement`, a paragraph that is one link.
fn is_aside_line(outline: &Outline<'_>, line: &Line) -> bool {
    let density = line.link_density();
    let heading = is_heading(outline, line);
    if heading && is_appeal(outline, line) {
        return true;
    }
    let elsewhere = density > 0.95 || density > 0.8 && !line.ends_sentence;
    if elsewhere && !heading && !matches!(outline.name(line.block), "td" | "th" | "blockquote") {
        return true;
    }
    if line.chars > 200 {
        return false;
    }
    let text = outline.line_text(line).to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    const WHOLE: &[&str] = &[
        "ad",
        "ads",
        "advert",
        "advertisement",
        "advertising",
        "article continues below",
        "article continues after advertisement",
        "continue reading",
        "continue reading below",
        "loading",
        "most read",
        "photo",
        "read more",
        "related",
        "related articles",
        "related stories",
        "recommended",
        "scroll to continue",
        "share",
        "share this",
        "share this article",
        "sponsored",
        "story continues",
        "story continues below",
        "story continues below advertisement",
        "video",
        "watch",
        "click here to comment",
        "comments",
    ];
    const PREFIX: &[&str] = &[
        "also read",
        "click here",
        "don't miss",
        "for more",
        "more from",
        "more:",
        "must read",
        "read also",
        "read more",
        "read next",
        "read:",
        "recommended:",
        "related:",
        "related story",
        "related article",
        "see also",
        "watch:",
        "watch now",
        "follow us",
        "sign up",
        "subscribe",
    ];
    WHOLE.contains(&text) || density > 0.3 && PREFIX.iter().any(|prefix| text.starts_with(prefix))
}

fn is_heading(outline: &Outline<'_>, line: &Line) -> bool {
    matches!(outline.name(line.block), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Within how many lines of the beginning bylines stand.
const BYLINES_WITHIN: usize = 5;

/// `By Elena Whitcombe`, `Updated at 1:23 p.m.`, `Leo Abanilla | The Ledger | March 14`.
fn is_byline(outline: &Outline<'_>, line: &Line) -> bool {
    const BEGINNINGS: &[&str] = &[
        "by ",
        "published ",
        "published: ",
        "updated ",
        "updated: ",
        "last updated",
        "last modified",
        "posted ",
        "first published",
        "written by",
        "reporting by",
    ];
    if line.words > 16 || is_heading(outline, line) {
        return false;
    }
    let text = outline.line_text(line).to_lowercase();
    // `By 2030, half of the army will be gone. …` is a sentence with others behind it.
    let one_piece = !text.trim_end_matches('.').contains(". ");
    one_piece
        && (text.contains(" | ")
            || BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) && line.prose() == 0.0)
}

/// Whether a line can stand first in an article.
fn can_begin(outline: &Outline<'_>, line: &Line) -> bool {
    line.prose() > 0.0
        || line.ends_sentence && line.words >= 5 && line.link_density() < 0.9
        || matches!(outline.name(line.block), "li" | "td" | "th" | "blockquote" | "dd" | "dt")
            && line.link_density() < 0.3
        || outline.name(line.block) == "p" && line.words >= 5 && line.link_density() < 0.3
}

/// Whether a line can stand last in an article.
fn can_end(outline: &Outline<'_>, line: &Line) -> bool {
    if is_appeal(outline, line) {
        return false;
    }
    line.prose() > 0.0
        || line.ends_sentence && line.words >= 3 && line.link_density() < 0.5
        || matches!(outline.name(line.block), "li" | "td" | "th" | "blockquote" | "dd" | "dt")
            && line.link_density() < 0.3
        || outline.name(line.block) == "p" && line.words >= 5 && line.link_density() < 0.3
}

/// A publisher's words to its readers below the text: follow us, subscribe, all rights reserved.
fn is_appeal(outline: &Outline<'_>, line: &Line) -> bool {
    /// Orders to the reader begin a sentence; `readers who subscribe to the service` do not.
    const ORDERS: &[&str] = &[
        "CLICK HERE",
        "Click here",
        "Contact us",
        "Download our app",
        "Email us",
        "Follow her ",
        "Follow him ",
        "Follow me ",
        "Follow them ",
        "Follow us",
        "Have a tip",
        "Join our",
        "Join the conversation",
        "Like us on",
        "SIGN UP",
        "SUBSCRIBE",
        "Send tips",
        "Sign up",
        "Subscribe",
        "Support our journalism",
    ];
    const PHRASES: &[&str] = &[
        "all rights reserved",
        "let us know at",
        "may not be published, broadcast",
        "our newsletter",
        "our free newsletter",
        "subject to copyright",
    ];
    if line.chars > 400 {
        return false;
    }
    let text = outline.line_text(line);
    let lower = text.to_lowercase();
    ORDERS.iter().any(|order| text.contains(order))
        || PHRASES.iter().any(|phrase| lower.contains(phrase))
        || text.starts_with('©')
        || lower.starts_with("copyright ")
        || lower.starts_with("follow ") && line.link_chars > 0
}

/// Labels before the first and after the last running text are bylines, dates, tags.
fn trim_ends(outline: &Outline<'_>, kept: &mut Vec<usize>) {
    let Some(last) = kept.iter().rposition(|index| can_end(outline, &outline.lines[*index])) else { return };
    kept.truncate(last + 1);
    let mut place = 0;
    kept.retain(|index| {
        place += 1;
        place > BYLINES_WITHIN || !is_byline(outline, &outline.lines[*index])
    });
    let first = kept.iter().position(|index| can_begin(outline, &outline.lines[*index])).unwrap_or(0);
    // Headings before the first paragraph stay: they are of the article.
    let mut place = 0;
    kept.retain(|index| {
        place += 1;
        place > first || is_heading(outline, &outline.lines[*index])
    });
}

/// A heading over nothing, because what it stood over was left out, is left out too.
fn drop_empty_headings(outline: &Outline<'_>, kept: &mut Vec<usize>) {
    let level = |index: usize| {
        let line = &outline.lines[index];
        if is_heading(outline, line) { outline.name(line.block).as_bytes()[1] } else { b'9' }
    };
    let mut good = vec![true; kept.len()];
    let mut next = b'0';
    for place in (0..kept.len()).rev() {
        let own = level(kept[place]);
        if own != b'9' && next != b'9' && next <= own {
            good[place] = false;
        } else {
            next = own;
        }
    }
    let mut place = 0;
    kept.retain(|_| {
        place += 1;
        good[place - 1]
    });
}
