//! Where the article's text is on the page: offsets to DOM positions and back.

use js_sys::{Array, Function, Map, Object, Reflect};
use postil_core::{
    article::{Article, Segment},
    pause::{Pause, STEP, each},
    text::Span,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CaretPosition, Document, Node, Range, ShadowRoot};

use crate::page::Page;

/// A stretch of the article as DOM positions: text nodes are told apart by the number of their first segment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Spot {
    start: (u32, u32),
    end: (u32, u32),
}

/// The article's segments with the DOM nodes they stand in.
#[derive(Debug)]
pub struct Places {
    segments: Vec<Segment>,
    /// The text node of each segment.
    nodes: Vec<Node>,
    /// From text node to the index of its first segment.
    first_segment: Map,
    shadow_roots: Vec<ShadowRoot>,
}

impl Places {
    /// Ties the article's segments to the page's nodes. The page itself is needed no longer then.
    pub async fn new<P: Pause>(article: &Article, page: &Page, pause: &P) -> Self {
        let mut places = Places {
            segments: Vec::new(),
            nodes: Vec::new(),
            first_segment: Map::new(),
            shadow_roots: page.shadow_roots.clone(),
        };
        each(&article.segments, STEP, pause, |segment| places.add(*segment, page)).await;
        places
    }

    fn add(&mut self, segment: Segment, page: &Page) {
        let Some(node) = page.text_node(segment.node) else { return };
        if !self.first_segment.has(node) {
            self.first_segment.set(node, &JsValue::from(self.segments.len() as u32));
        }
        self.segments.push(segment);
        self.nodes.push(node.clone());
    }

    /// A live range over a span of the article's text; `None` where the page has changed so much
    /// that the DOM refuses it.
    pub fn range(&self, document: &Document, text: &str, span: Span) -> Option<Range> {
        let (start, start_offset) = self.position(text, span.start, false)?;
        let (end, end_offset) = self.position(text, span.end, true)?;
        let range = document.create_range().ok()?;
        range.set_start(start, start_offset).ok()?;
        range.set_end(end, end_offset).ok()?;
        // From a shadow root to outside of it there is no range: setting the end moved the start.
        (!range.collapsed()).then_some(range)
    }

    /// The DOM position of a byte. At the border of two segments the start of a span belongs to the
    /// second, its end to the first.
    fn position(&self, text: &str, byte: usize, is_end: bool) -> Option<(&Node, u32)> {
        let after =
            self.segments.partition_point(|segment| if is_end { segment.start < byte } else { segment.start <= byte });
        let index = after.checked_sub(1)?;
        let segment = self.segments[index];
        let within = text.get(segment.start..byte.min(segment.start + segment.length))?;
        let units: usize = within.chars().map(char::len_utf16).sum();
        Some((&self.nodes[index], u32::try_from(segment.node_utf16 + units).ok()?))
    }

    /// The DOM position of a span, to be compared with where a live range now is.
    pub fn spot(&self, text: &str, span: Span) -> Option<Spot> {
        let (start, start_offset) = self.position(text, span.start, false)?;
        let (end, end_offset) = self.position(text, span.end, true)?;
        Some(Spot { start: (self.number(start)?, start_offset), end: (self.number(end)?, end_offset) })
    }

    /// Where a live range now is; `None` where an end of it lies outside the article's text.
    pub fn spot_of(&self, range: &Range) -> Option<Spot> {
        let end = (self.number(&range.end_container().ok()?)?, range.end_offset().ok()?);
        let start = (self.number(&range.start_container().ok()?)?, range.start_offset().ok()?);
        Some(Spot { start, end })
    }

    fn number(&self, node: &Node) -> Option<u32> {
        Some(self.first_segment.get(node).as_f64()? as u32)
    }

    /// The byte of the article's text from which on it is in the window or below it.
    pub fn first_visible(&self, document: &Document) -> usize {
        let above = |segment: usize| {
            let Ok(range) = document.create_range() else { return false };
            let _ = range.select_node_contents(&self.nodes[segment]);
            range.get_bounding_client_rect().bottom() < 0.0
        };
        let indexes: Vec<usize> = (0..self.segments.len()).collect();
        let first = indexes.partition_point(|&segment| above(segment));
        self.segments.get(first).map_or(0, |segment| segment.start)
    }

    /// The innermost node that holds the whole article.
    pub fn root(&self, document: &Document) -> Option<Node> {
        let (first, last) = (self.nodes.first()?, self.nodes.last()?);
        if !self.shadow_roots.is_empty() && !first.get_root_node().is_same_node(Some(&last.get_root_node())) {
            return document.document_element().map(Node::from);
        }
        let range = document.create_range().ok()?;
        range.set_start(first, 0).ok()?;
        range.set_end(last, 0).ok()?;
        range.common_ancestor_container().ok()
    }

    /// The open shadow roots that hold some of the page.
    pub fn shadow_roots(&self) -> &[ShadowRoot] {
        &self.shadow_roots
    }

    /// The byte of the article's text at a DOM position; `None` outside the article.
    pub fn byte_at(&self, text: &str, node: &Node, offset: u32) -> Option<usize> {
        let first = self.first_segment.get(node).as_f64()? as usize;
        let offset = offset as usize;
        let mut found = None;
        for index in first..self.segments.len() {
            if !self.nodes[index].is_same_node(Some(node)) || self.segments[index].node_utf16 > offset {
                break;
            }
            found = Some(self.segments[index]);
        }
        let segment = found?;
        let mut left = offset - segment.node_utf16;
        let mut byte = segment.start;
        for c in text.get(segment.start..segment.start + segment.length)?.chars() {
            if left < c.len_utf16() {
                break;
            }
            left -= c.len_utf16();
            byte += c.len_utf8();
        }
        Some(byte)
    }

    /// The part of the article that a range of the DOM covers, however its ends lie: in text, between
    /// elements, outside the article. `None` where it covers nothing of it.
    pub fn span(&self, text: &str, range: &Range) -> Option<Span> {
        let compare = |index: usize, offset: usize| {
            let offset = u32::try_from(offset).ok()?;
            range.compare_point(&self.nodes[index], offset).ok()
        };
        let units = |segment: &Segment| -> usize {
            text.get(segment.start..segment.start + segment.length)
                .unwrap_or_default()
                .chars()
                .map(char::len_utf16)
                .sum()
        };
        let indexes: Vec<usize> = (0..self.segments.len()).collect();
        // A segment that ends before the range begins, or begins behind its end, has no part in it.
        let first = indexes.partition_point(|&index| {
            let segment = &self.segments[index];
            compare(index, segment.node_utf16 + units(segment)) == Some(-1)
        });
        let last = indexes.partition_point(|&index| compare(index, self.segments[index].node_utf16) != Some(1));
        if first >= last {
            return None;
        }
        let edge = |index: usize, node: &Node, offset: u32, otherwise: usize| {
            if self.nodes[index].is_same_node(Some(node)) {
                self.byte_at(text, node, offset).unwrap_or(otherwise)
            } else {
                otherwise
            }
        };
        let (head, tail) = (&self.segments[first], &self.segments[last - 1]);
        let start = edge(first, &range.start_container().ok()?, range.start_offset().ok()?, head.start);
        let end = edge(last - 1, &range.end_container().ok()?, range.end_offset().ok()?, tail.start + tail.length);
        let inner = text.get(start..end)?;
        let start = start + (inner.len() - inner.trim_start().len());
        let span = Span::new(start, start + inner.trim().len());
        (!span.is_empty()).then_some(span)
    }

    /// The byte under a point of the window; `None` where no text of the article is there.
    pub fn byte_at_point(&self, document: &Document, text: &str, x: f32, y: f32) -> Option<usize> {
        let caret = self.caret(document, x, y)?;
        self.byte_at(text, &caret.offset_node()?, caret.offset())
    }

    fn caret(&self, document: &Document, x: f32, y: f32) -> Option<CaretPosition> {
        if self.shadow_roots.is_empty() {
            return document.caret_position_from_point(x, y);
        }
        // Without being told which, the browser looks into no shadow root. web-sys does not know the option.
        let options = Object::new();
        let roots: Array = self.shadow_roots.iter().collect();
        Reflect::set(&options, &"shadowRoots".into(), &roots).ok()?;
        let find: Function = Reflect::get(document, &"caretPositionFromPoint".into()).ok()?.dyn_into().ok()?;
        find.call3(document, &x.into(), &y.into(), &options).ok()?.dyn_into().ok()
    }

    /// The text that a node of the article now holds, for telling whether it changed.
    pub fn is_attached(&self, span: Span) -> bool {
        let index = self.segments.partition_point(|segment| segment.start <= span.start).saturating_sub(1);
        self.nodes.get(index).is_some_and(|node| node.is_connected())
    }
}

/// Whether a point lies on a range's own boxes: a caret position snaps to the nearest text, however far.
pub fn range_covers(range: &Range, x: f64, y: f64) -> bool {
    let Some(rects) = range.get_client_rects() else { return false };
    (0..rects.length()).filter_map(|index| rects.item(index)).any(|rect| {
        let rect: web_sys::DomRectReadOnly = rect.unchecked_into();
        x >= rect.left() && x <= rect.right() && y >= rect.top() && y <= rect.bottom()
    })
}
