//! A page's nodes as flat arrays, and its text as lines: what the article finder computes with.
//!
//! Everything here is one or two passes over the nodes in document order, without recursion.

use core::ops::Range;

use super::{
    Element, Node, NodeKind, Tree,
    hints::{self, Hints},
};
use crate::pause::{Never, Pause, STEP, at_once, each, step};

/// "No node".
pub(super) const NONE: usize = usize::MAX;

/// How an element takes part in the page's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Layout {
    /// Stands within a line: `b`, `a`, `span`, and elements unknown to HTML, as in a browser.
    Inline,
    /// Begins and ends a line.
    Block,
    /// Ends a line: `br`.
    LineBreak,
    /// Neither it nor anything inside is text of the page: scripts, form controls, pictures.
    Silent,
}

fn layout(name: &str) -> Layout {
    match name {
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd" | "details"
        | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1"
        | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr" | "html" | "legend" | "li" | "listing"
        | "main" | "menu" | "nav" | "ol" | "p" | "pre" | "search" | "section" | "summary" | "table" | "tbody"
        | "td" | "tfoot" | "th" | "thead" | "tr" | "ul" | "xmp" => Layout::Block,
        "br" => Layout::LineBreak,
        "applet" | "area" | "audio" | "base" | "button" | "canvas" | "datalist" | "embed" | "frame" | "frameset"
        | "head" | "iframe" | "img" | "input" | "link" | "map" | "math" | "meta" | "meter" | "noembed" | "noframes"
        | "noscript" | "object" | "optgroup" | "option" | "param" | "picture" | "progress" | "rp" | "rt" | "script"
        | "select" | "source" | "style" | "svg" | "template" | "textarea" | "title" | "track" | "video" => {
            Layout::Silent
        }
        _ => Layout::Inline,
    }
}

/// A line: the text between two block borders or line breaks.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Line {
    /// Its first text node.
    pub first: usize,
    /// Its last text node; the audible text nodes between the two are the line's.
    pub last: usize,
    /// The nearest block around it.
    pub block: usize,
    /// Characters, white space collapsed.
    pub chars: usize,
    /// Of these, within links.
    pub link_chars: usize,
    /// Words.
    pub words: usize,
    /// Commas and ends of sentences, in whatever script.
    pub stops: usize,
    /// Whether it ends as a sentence does.
    pub ends_sentence: bool,
}

impl Line {
    /// The share of its characters that stand within links, 0 to 1.
    pub fn link_density(&self) -> f32 {
        if self.chars == 0 { 0.0 } else { self.link_chars as f32 / self.chars as f32 }
    }

    /// How much running prose the line holds, in characters; 0 for labels, captions and menus.
    pub fn prose(&self) -> f32 {
        // Scripts without spaces have few "words"; there characters have to do.
        let long = self.words >= 9 || self.chars >= 5 * self.words.max(1) * 3 && self.chars >= 25;
        if !long || self.link_density() > 0.5 || self.stops == 0 {
            return 0.0;
        }
        let unlinked = 1.0 - self.link_density();
        (self.chars as f32).min(1000.0) * unlinked * unlinked
    }
}

/// The arrays; each has one entry per node of the tree.
pub(super) struct Outline<'t> {
    pub tree: &'t Tree,
    /// The parent, [`NONE`] for the root and for nodes whose parent does not stand before them.
    pub parent: Vec<usize>,
    /// One past the last node inside.
    pub end: Vec<usize>,
    /// What name, role, class and id suggest; nothing for text.
    pub hints: Vec<Hints>,
    /// Whether the node's text is not the page's: silent, hidden, or within such an element.
    pub silent: Vec<bool>,
    /// Whether the node stands within preformatted text.
    pub preformatted: Vec<bool>,
    /// The lines in order.
    pub lines: Vec<Line>,
}

impl<'t> Outline<'t> {
    pub fn new(tree: &'t Tree) -> Self {
        at_once(Self::in_slices(tree, &Never))
    }

    /// As [`Outline::new`], with pauses.
    pub async fn in_slices<P: Pause>(tree: &'t Tree, pause: &P) -> Self {
        let count = tree.nodes.len();
        let mut parent = Vec::with_capacity(count);
        let mut layouts = Vec::with_capacity(count);
        let mut hints = Vec::with_capacity(count);
        let mut silent = Vec::with_capacity(count);
        let mut in_link = Vec::with_capacity(count);
        let mut block = Vec::with_capacity(count);
        let mut preformatted = Vec::with_capacity(count);
        let read = |(index, node): (usize, &Node)| {
            let up = node.parent.map_or(NONE, |id| id.0 as usize);
            let up = if up < index { up } else { NONE };
            parent.push(up);
            let inherited = |list: &[bool]| up != NONE && list[up];
            match &node.kind {
                NodeKind::Element(element) => {
                    let own = layout(&element.name);
                    layouts.push(own);
                    hints.push(hints::of(element));
                    let quiet = own == Layout::Silent || unseen(element) || hints[index].unseen;
                    silent.push(inherited(&silent) || quiet);
                    in_link.push(inherited(&in_link) || element.name == "a" && element.attribute("href").is_some());
                    block.push(if own == Layout::Block || up == NONE { index } else { block[up] });
                    preformatted.push(inherited(&preformatted) || element.name == "pre");
                }
                NodeKind::Text(_) => {
                    layouts.push(Layout::Inline);
                    hints.push(Hints::default());
                    silent.push(inherited(&silent));
                    in_link.push(inherited(&in_link));
                    block.push(if up == NONE { index } else { block[up] });
                    preformatted.push(inherited(&preformatted));
                }
            }
        };
        each(tree.nodes.iter().enumerate(), STEP, pause, read).await;
        pause.pause().await;
        let mut end: Vec<usize> = (1..=count).collect();
        step(|| {
            for index in (0..count).rev() {
                if parent[index] != NONE {
                    end[parent[index]] = end[parent[index]].max(end[index]);
                }
            }
        });
        let mut outline = Outline { tree, parent, end, hints, silent, preformatted, lines: Vec::new() };
        outline.lines = outline.find_lines(&layouts, &in_link, &block, pause).await;
        outline
    }

    async fn find_lines<P: Pause>(
        &self,
        layouts: &[Layout],
        in_link: &[bool],
        block: &[usize],
        pause: &P,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut line: Option<LineReader> = None;
        // One past the end of each open block.
        let mut open: Vec<usize> = Vec::new();
        let read = |(index, node): (usize, &Node)| {
            while open.last().is_some_and(|end| *end <= index) {
                open.pop();
                lines.extend(line.take().and_then(LineReader::finish));
            }
            match &node.kind {
                NodeKind::Element(_) => match layouts[index] {
                    Layout::Block => {
                        lines.extend(line.take().and_then(LineReader::finish));
                        open.push(self.end[index]);
                    }
                    Layout::LineBreak => lines.extend(line.take().and_then(LineReader::finish)),
                    Layout::Inline | Layout::Silent => {}
                },
                NodeKind::Text(_) if self.silent[index] => {}
                NodeKind::Text(text) => {
                    line.get_or_insert_with(|| LineReader::new(index, block[index])).read(index, text, in_link[index]);
                }
            }
        };
        each(self.tree.nodes.iter().enumerate(), STEP, pause, read).await;
        lines.extend(line.take().and_then(LineReader::finish));
        lines
    }

    /// The element at a node.
    pub fn element(&self, node: usize) -> Option<&'t Element> {
        match &self.tree.nodes.get(node)?.kind {
            NodeKind::Element(element) => Some(element),
            NodeKind::Text(_) => None,
        }
    }

    /// The element's name; empty for text.
    pub fn name(&self, node: usize) -> &'t str {
        self.element(node).map_or("", |element| element.name.as_str())
    }

    /// Whether `node` is `ancestor` or stands inside it.
    pub fn within(&self, node: usize, ancestor: usize) -> bool {
        ancestor <= node && node < self.end[ancestor]
    }

    /// The node and its ancestors, inmost first.
    pub fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        core::iter::successors((node != NONE).then_some(node), |at| Some(self.parent[*at]).filter(|up| *up != NONE))
    }

    /// The node's children.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.end[node];
        let inside = move |at: &usize| *at < end;
        core::iter::successors(Some(node + 1).filter(inside), move |at| Some(self.end[*at]).filter(inside))
    }

    /// The lines within a node, as a range of indexes into [`Outline::lines`].
    pub fn lines_within(&self, node: usize) -> Range<usize> {
        let start = self.lines.partition_point(|line| line.first < node);
        start..self.lines.partition_point(|line| line.first < self.end[node]).max(start)
    }

    /// A line's own text, white space collapsed.
    pub fn line_text(&self, line: &Line) -> String {
        let mut text = String::new();
        for node in line.first..=line.last {
            if let NodeKind::Text(part) = &self.tree.nodes[node].kind
                && !self.silent[node]
            {
                for c in part.chars() {
                    if !is_space(c) {
                        text.push(c);
                    } else if !text.is_empty() && !text.ends_with(' ') {
                        text.push(' ');
                    }
                }
            }
        }
        text.truncate(text.trim_end_matches(' ').len());
        text
    }
}

/// White space that a browser collapses; a no-break space is none.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Elements that are not seen or that the reader edits.
fn unseen(element: &Element) -> bool {
    element.hidden
        || element.attribute("hidden").is_some_and(|value| value != "until-found")
        || element.attribute("aria-hidden").is_some_and(|value| value == "true")
        || element.attribute("contenteditable").is_some_and(|value| value != "false")
        || element.attribute("role").is_some_and(|role| {
            matches!(role, "button" | "textbox" | "menu" | "menubar" | "tablist" | "tooltip" | "slider" | "search")
        })
}

/// Counts a line while its text nodes go by.
struct LineReader {
    line: Line,
    /// White space was seen since the last other character.
    space: bool,
    in_word: bool,
    last: char,
}

impl LineReader {
    fn new(first: usize, block: usize) -> Self {
        LineReader {
            line: Line { first, last: first, block, ..Line::default() },
            space: false,
            in_word: false,
            last: ' ',
        }
    }

    fn read(&mut self, node: usize, text: &str, in_link: bool) {
        let line = &mut self.line;
        for c in text.chars() {
            if is_space(c) || c == '\u{a0}' {
                self.space = true;
                self.in_word = false;
                continue;
            }
            let width = if self.space && line.chars > 0 { 2 } else { 1 };
            self.space = false;
            if line.chars == 0 {
                line.first = node;
            }
            line.last = node;
            line.chars += width;
            line.link_chars += if in_link { width } else { 0 };
            line.words += usize::from(!self.in_word && c.is_alphanumeric());
            self.in_word |= c.is_alphanumeric();
            line.stops += usize::from(matches!(
                c,
                ',' | '.' | '!' | '?' | ';' | '…' | '、' | '。' | '，' | '！' | '？' | '،' | '؟' | '।'
            ));
            if !matches!(c, '"' | '”' | '\'' | '’' | '»' | ')' | ']' | '」') {
                self.last = c;
            }
        }
    }

    fn finish(mut self) -> Option<Line> {
        self.line.ends_sentence = matches!(self.last, '.' | '!' | '?' | '…' | ':' | '。' | '！' | '？' | '؟' | '।');
        (self.line.chars > 0).then_some(self.line)
    }
}
