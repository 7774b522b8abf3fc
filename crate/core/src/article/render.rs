//! Lines of a page as text, each byte knowing its node.

use super::{
    NodeId, NodeKind, Segment,
    outline::{Line, Outline, is_space},
};
use crate::pause::{Pause, step};

/// A text with the nodes it came from.
#[derive(Default)]
pub(super) struct Rendered {
    pub text: String,
    pub segments: Vec<Segment>,
    /// Where in its node the character after the last segment would stand.
    next_utf16: usize,
}

/// Writes lines one below the other, white space collapsed as a browser collapses it.
pub(super) async fn render<'l, P: Pause>(
    outline: &Outline<'_>,
    lines: impl IntoIterator<Item = &'l Line>,
    pause: &P,
) -> Rendered {
    let mut out = Rendered::default();
    for line in lines {
        step(|| write_line(outline, line, &mut out));
        pause.pause().await;
    }
    out
}

fn write_line(outline: &Outline<'_>, line: &Line, out: &mut Rendered) {
    let start = out.text.len();
    if start > 0 {
        out.text.push('\n');
    }
    let begin = out.text.len();
    // A space is written when the next character comes, so that none ends the line.
    let mut space: Option<Space> = None;
    for node in line.first..=line.last {
        let NodeKind::Text(source) = &outline.tree.nodes[node].kind else { continue };
        if outline.silent[node] {
            continue;
        }
        let pre = outline.preformatted[node];
        let mut utf16 = 0;
        for c in source.chars() {
            if is_space(c) {
                let breaks = pre && c == '\n';
                if out.text.len() > begin {
                    let known = space.get_or_insert(Space { node, utf16, plain: c == ' ', breaks });
                    known.breaks |= breaks;
                }
            } else {
                if let Some(space) = space.take() {
                    if space.breaks {
                        out.text.push('\n');
                    } else if space.plain {
                        out.push(' ', space.node, space.utf16);
                    } else {
                        out.text.push(' ');
                    }
                }
                out.push(c, node, utf16);
            }
            utf16 += c.len_utf16();
        }
    }
    if out.text.len() == begin {
        out.text.truncate(start);
    }
}

/// White space that is not written yet.
struct Space {
    node: usize,
    utf16: usize,
    /// The node has a plain space there, the same that the text will have.
    plain: bool,
    /// A line break of preformatted text is in it.
    breaks: bool,
}

impl Rendered {
    /// Writes a character that stands at that place of a node.
    fn push(&mut self, c: char, node: usize, node_utf16: usize) {
        let start = self.text.len();
        let length = c.len_utf8();
        self.text.push(c);
        let node = NodeId(u32::try_from(node).unwrap_or(u32::MAX));
        match self.segments.last_mut() {
            Some(last) if last.node == node && last.start + last.length == start && self.next_utf16 == node_utf16 => {
                last.length += length;
            }
            _ => self.segments.push(Segment { start, length, node, node_utf16 }),
        }
        self.next_utf16 = node_utf16 + c.len_utf16();
    }
}
