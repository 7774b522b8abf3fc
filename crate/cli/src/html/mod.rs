//! HTML in, the engine's flat [`Tree`] out.
//!
//! html5ever does the parsing by the HTML standard; its tree goes into one flat arena here, so that
//! a page nested a hundred thousand elements deep is neither walked nor dropped recursively.

mod arena;
mod encoding;

use std::cell::Cell;

use html5ever::{
    interface::TreeSink,
    tendril::StrTendril,
    tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer},
    tree_builder::{TreeBuilder, TreeBuilderOpts},
};
use postil_core::article::Tree;

use arena::{Arena, Index};
pub use encoding::{decode, guess_encoding};

/// Deeper than this no element is opened; its text goes into the one around it. Chrome stops here too.
/// The parser looks through all open elements at every paragraph, so without a limit its time grows
/// with the square of the depth.
const DEEPEST: usize = 512;

/// Parses a page as a browser with scripts enabled does.
pub fn parse(html: &str) -> Tree {
    let options = TreeBuilderOpts { scripting_enabled: true, drop_doctype: true, ..Default::default() };
    let builder = TreeBuilder::new(Arena::new(), options);
    let tokenizer = Tokenizer::new(Shallow { builder, passed_over: Cell::new(0) }, Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // The tokenizer comes back at every script, which a browser would run here.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// Passes tokens on to the tree's builder, but for tags that nest too deep.
struct Shallow {
    builder: TreeBuilder<Index, Arena>,
    /// Start tags passed over whose end tags are yet to come.
    passed_over: Cell<usize>,
}

impl TokenSink for Shallow {
    type Handle = Index;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Index> {
        if let Token::TagToken(tag) = &token {
            let open = self.passed_over.get();
            match tag.kind {
                // What these hold is not markup; the builder has to tell the tokenizer so.
                _ if matches!(
                    &*tag.name,
                    "iframe"
                        | "noembed"
                        | "noframes"
                        | "noscript"
                        | "plaintext"
                        | "script"
                        | "style"
                        | "textarea"
                        | "title"
                        | "xmp"
                ) => {}
                TagKind::StartTag if self.builder.sink.depth.get() >= DEEPEST => {
                    let is_void = matches!(&*tag.name, "br" | "hr" | "img" | "input" | "link" | "meta" | "wbr");
                    self.passed_over.set(open + usize::from(!is_void && !tag.self_closing));
                    return TokenSinkResult::Continue;
                }
                TagKind::EndTag if open > 0 => {
                    self.passed_over.set(open - 1);
                    return TokenSinkResult::Continue;
                }
                TagKind::EndTag => {
                    let depth = &self.builder.sink.depth;
                    depth.set(depth.get().saturating_sub(1));
                }
                _ => {}
            }
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::article::{NodeId, NodeKind};
    use proptest::prelude::*;

    /// The tree as text: elements as `name(`…`)`, text in quotes.
    fn outline(html: &str) -> String {
        let tree = parse(html);
        let mut out = String::new();
        let mut open: Vec<NodeId> = Vec::new();
        for (index, node) in tree.nodes.iter().enumerate() {
            while open.last().copied() != node.parent {
                open.pop();
                out.push(')');
            }
            match &node.kind {
                NodeKind::Element(element) => {
                    out += &format!("{}(", element.name);
                    open.push(NodeId(u32::try_from(index).unwrap()));
                }
                NodeKind::Text(text) => out += &format!("{text:?}"),
            }
        }
        out + &")".repeat(open.len())
    }

    #[test]
    fn a_page_becomes_a_flat_tree() {
        assert_eq!(
            outline("<!doctype html><title>T</title><p>a<!-- no --><b>b</b>c"),
            r#"html(head(title("T"))body(p("a"b("b")"c")))"#
        );
    }

    #[test]
    fn misnested_tags_are_mended_as_browsers_do() {
        assert_eq!(outline("<p><b>a<p>b</b>c"), r#"html(head()body(p(b("a"))p(b("b")"c")))"#);
        assert_eq!(outline("<table>x<tr><td>y"), r#"html(head()body("x"table(tbody(tr(td("y"))))))"#);
    }

    #[test]
    fn scripts_keep_no_text_but_json_ld() {
        let page = r#"<script>var a</script><script type="application/ld+json">{}</script><style>p{}</style>"#;
        assert_eq!(outline(page), r#"html(head(script()script("{}")style())body())"#);
    }

    #[test]
    fn template_contents_are_not_on_the_page() {
        assert_eq!(outline("<template><p>x</p></template>y"), r#"html(head(template())body("y"))"#);
    }

    #[test]
    fn inline_styles_and_the_hidden_attribute_hide() {
        let tree = parse("<p style='color:red; DISPLAY : none!important'>a<p hidden>b<p style='display:block'>c");
        let hidden: Vec<bool> = tree
            .nodes
            .iter()
            .filter_map(|node| match &node.kind {
                NodeKind::Element(element) if element.name == "p" => Some(element.hidden),
                _ => None,
            })
            .collect();
        assert_eq!(hidden, [true, true, false]);
    }

    #[test]
    fn deep_nesting_took_time_with_the_square_of_the_depth() {
        for tag in
            ["<div>", "<b>", "<p><b><i>", "<svg>", "<table><tr><td>", "<ul><li>", "<template>", "<select><option>"]
        {
            let page = tag.repeat(100_000) + "deep";
            let started = std::time::Instant::now();
            parse(&page);
            assert!(started.elapsed().as_secs() < 20, "{tag}: {:?}", started.elapsed());
        }
        let page = "<div>".repeat(100_000) + "deep" + &"</div>".repeat(100_000) + "<p>out";
        assert!(parse(&page).nodes.iter().any(|node| node.kind == NodeKind::Text("deep".into())));
    }

    #[test]
    fn tags_too_deep_are_passed_over_with_their_ends_and_their_text_stays() {
        let tree =
            parse(&format!("{}<i>a<br><script>s</script></i>b{}<p>c", "<div>".repeat(600), "</div>".repeat(600)));
        let depth = |text: &str| {
            let mut at =
                tree.nodes.iter().position(|node| matches!(&node.kind, NodeKind::Text(t) if t.contains(text))).unwrap();
            let mut depth = 0;
            while let Some(parent) = tree.nodes[at].parent {
                at = parent.0 as usize;
                depth += 1;
            }
            depth
        };
        assert_eq!((depth("a"), depth("b"), depth("c")), (DEEPEST, DEEPEST, 3));
    }

    proptest! {
        #[test]
        fn any_text_parses_with_parents_before_children(html in "(<[a-z]{1,3}( [a-z]{2}=x)?>|</[a-z]{1,3}>|<(table|tr|td|p|b|form|select|template|svg|math)>|[ -~é]{0,5}){0,40}") {
            let tree = parse(&html);
            for (index, node) in tree.nodes.iter().enumerate() {
                prop_assert_eq!(node.parent.is_none(), index == 0);
                prop_assert!(node.parent.is_none_or(|parent| (parent.0 as usize) < index));
            }
        }
    }
}
