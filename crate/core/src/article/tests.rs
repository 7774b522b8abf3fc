//! Tests of the article finder as a whole, on trees of our own.

use proptest::prelude::*;

use super::*;

fn any_tree() -> impl Strategy<Value = (Tree, bool)> {
    let name = prop::sample::select(vec![
        "html", "head", "body", "div", "p", "span", "a", "br", "pre", "h1", "h2", "ul", "li", "table", "td", "script",
        "article", "time", "meta", "title", "figure", "nav", "form",
    ]);
    let attribute = prop::sample::select(vec![
        ("class", "comments"),
        ("class", "article-body"),
        ("href", "#"),
        ("hidden", ""),
        ("itemprop", "articleBody"),
        ("datetime", "2022-10-06"),
        ("property", "og:title"),
        ("content", "é"),
        ("lang", "en"),
        ("type", "application/ld+json"),
    ]);
    let element = (name, prop::collection::vec(attribute, 0..3)).prop_map(|(name, attributes)| {
        NodeKind::Element(Element {
            name: name.into(),
            attributes: attributes.into_iter().map(|(key, value)| (key, value.to_owned())).collect(),
            hidden: false,
        })
    });
    let text = prop_oneof![
        "[ \\n\\t]{0,3}".boxed(),
        "[a-z \\n\u{a0}é💸.,]{0,60}".boxed(),
        Just("A sentence, of some length, that ends as sentences do in the end. ".repeat(6)).boxed(),
    ]
    .prop_map(NodeKind::Text);
    (prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![element, text]), 0..60), any::<bool>())
        .prop_map(|(nodes, document_order)| (build(nodes, document_order), document_order))
}

/// A tree of the nodes, each put into one of those that are still open, so that the nodes stand in
/// document order; or else into any node before it, which no page gives but a caller may.
fn build(nodes: Vec<(prop::sample::Index, NodeKind)>, document_order: bool) -> Tree {
    let mut tree = Tree::default();
    let mut open: Vec<NodeId> = Vec::new();
    for (place, kind) in nodes {
        let is_element = matches!(kind, NodeKind::Element(_));
        if !open.is_empty() && document_order {
            open.truncate(place.index(open.len()) + 1);
            let id = tree.push(open.last().copied(), kind);
            open.extend(is_element.then_some(id));
        } else if !open.is_empty() {
            open.push(tree.push(Some(open[place.index(open.len())]), kind));
        } else if is_element {
            open.push(tree.push(None, kind));
        }
    }
    tree
}

proptest! {
    #[test]
    fn no_tree_panics_and_every_segment_maps((tree, document_order) in any_tree()) {
        for article in [Some(whole_page(&tree, None)), extract(&tree, Some("https://example.com/2022/10/06/a"))].into_iter().flatten() {
            if !document_order {
                continue;
            }
            check_segments(&tree, &article);
            for block in article.text.split('\n') {
                prop_assert!(!block.starts_with(' ') && !block.ends_with(' ') && !block.contains("  "));
            }
        }
    }
}

#[test]
fn nodes_with_impossible_parents_are_no_danger() {
    let mut tree = Tree::default();
    for parent in [Some(NodeId(7)), Some(NodeId(1)), None, Some(NodeId(u32::MAX))] {
        tree.push(parent, NodeKind::Text("a text, with commas, and a stop.".into()));
    }
    assert!(extract(&tree, None).is_none());
    assert_eq!(whole_page(&tree, None).text.len(), 4 * 32);
}

/// Every segment's node has the same characters at its place, and nothing but separators stands between.
fn check_segments(tree: &Tree, article: &Article) {
    let mut at = 0;
    for segment in &article.segments {
        assert!(segment.start >= at && segment.length > 0);
        let between = &article.text[at..segment.start];
        assert!(between.chars().all(|c| c == '\n' || c == ' '), "{between:?} stands between two segments");
        at = segment.start + segment.length;
        let NodeKind::Text(source) = &tree.node(segment.node).kind else { panic!("a segment of an element") };
        let own = &article.text[segment.start..at];
        let units: Vec<u16> = source.encode_utf16().skip(segment.node_utf16).take(own.encode_utf16().count()).collect();
        assert_eq!(String::from_utf16(&units).unwrap(), own);
    }
    assert_eq!(at, article.text.len());
}
