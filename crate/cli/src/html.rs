//! HTML in, the engine's flat [`Tree`] out.
//!
//! html5ever does the parsing by the HTML standard; its tree goes into one flat arena here, so that
//! a page nested a hundred thousand elements deep is neither walked nor dropped recursively.

use std::{
    borrow::Cow,
    cell::{Cell, Ref, RefCell},
};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use html5ever::{
    Attribute, QualName, expanded_name,
    interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
    local_name, ns,
    tendril::StrTendril,
    tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer},
    tree_builder::{TreeBuilder, TreeBuilderOpts},
};
use postil_core::article::{Element, NodeId, NodeKind, Tree};

/// How far into a file its `<meta charset>` is looked for; browsers look this far too.
const CHARSET_WINDOW: usize = 1024;

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

/// Decodes a page's bytes by its byte order mark, else by its `<meta charset>`, else by what the bytes
/// look like, see [`guess_encoding`].
///
/// Bytes that are invalid in that encoding become U+FFFD; nothing is an error.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let declared = || declared_encoding(&bytes[..bytes.len().min(CHARSET_WINDOW)]);
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        // A page that was saved anew as UTF-8 often keeps the declaration of its old encoding. What is
        // UTF-8 to the last byte, with more than a sign or two beyond ASCII, is no other encoding.
        None if std::str::from_utf8(bytes)
            .is_ok_and(|text| text.chars().filter(|c| !c.is_ascii()).nth(3).is_some()) =>
        {
            UTF_8
        }
        None => declared().unwrap_or_else(|| guess_encoding(bytes)),
    };
    encoding.decode(bytes).0
}

/// UTF-8 where the bytes are that or are mostly that (a few bytes were cut or damaged), else
/// Windows-1252, the old default of the West.
pub fn guess_encoding(bytes: &[u8]) -> &'static Encoding {
    let (mut valid, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if invalid <= valid { UTF_8 } else { WINDOWS_1252 }
}

/// The encoding that a `<meta>` names. A meta that can be read as ASCII and says UTF-16 is wrong, and
/// means UTF-8 by the HTML standard.
fn declared_encoding(start: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let mut rest = start.as_str();
    while let Some(at) = rest.find("<meta") {
        let tag = &rest[at..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        if let Some(value) =
            tag.find("charset").and_then(|at| tag[at + "charset".len()..].trim_start().strip_prefix('='))
        {
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let end =
                value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).unwrap_or(value.len());
            if let Some(encoding) = Encoding::for_label(&value.as_bytes()[..end]) {
                return Some(encoding.output_encoding());
            }
        }
        rest = &rest[at + "<meta".len()..];
    }
    None
}

/// Index into [`Arena::nodes`]; [`NONE`] where there is none.
type Index = usize;
const NONE: Index = usize::MAX;
const DOCUMENT: Index = 0;

struct ArenaNode {
    parent: Index,
    previous: Index,
    next: Index,
    first: Index,
    last: Index,
    /// Ancestors, at the time it was put into the tree.
    depth: usize,
    /// A template's contents, which are not part of the page.
    contents: Index,
    data: Data,
}

enum Data {
    Document,
    Element { name: QualName, attributes: Vec<Attribute>, annotation: bool },
    Text(String),
    Other,
}

/// The parser's tree while it is built.
struct Arena {
    nodes: RefCell<Vec<ArenaNode>>,
    /// How deep the innermost open element is: exact after each node that is put in, in between less
    /// one for each end tag.
    depth: Cell<usize>,
}

impl Arena {
    fn new() -> Self {
        let arena = Arena { nodes: RefCell::new(Vec::new()), depth: Cell::new(0) };
        arena.create(Data::Document);
        arena
    }

    fn create(&self, data: Data) -> Index {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(ArenaNode {
            parent: NONE,
            previous: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            depth: 0,
            contents: NONE,
            data,
        });
        nodes.len() - 1
    }

    fn detach(nodes: &mut [ArenaNode], node: Index) {
        let ArenaNode { parent, previous, next, .. } = nodes[node];
        match previous {
            NONE if parent != NONE => nodes[parent].first = next,
            NONE => {}
            previous => nodes[previous].next = next,
        }
        match next {
            NONE if parent != NONE => nodes[parent].last = previous,
            NONE => {}
            next => nodes[next].previous = previous,
        }
        let node = &mut nodes[node];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Puts a node into `parent` before `next`, or at its end where `next` is [`NONE`].
    fn insert(nodes: &mut [ArenaNode], parent: Index, next: Index, node: Index) {
        Self::detach(nodes, node);
        let previous = if next == NONE { nodes[parent].last } else { nodes[next].previous };
        match previous {
            NONE => nodes[parent].first = node,
            previous => nodes[previous].next = node,
        }
        match next {
            NONE => nodes[parent].last = node,
            next => nodes[next].previous = node,
        }
        let node = &mut nodes[node];
        (node.parent, node.previous, node.next) = (parent, previous, next);
    }

    /// Like [`Arena::insert`]; text joins a text node that stands right before.
    fn insert_child(&self, parent: Index, next: Index, child: NodeOrText<Index>) {
        let node = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let previous = if next == NONE { nodes[parent].last } else { nodes[next].previous };
                if previous != NONE
                    && let Data::Text(before) = &mut nodes[previous].data
                {
                    before.push_str(&text);
                    self.depth.set(nodes[parent].depth);
                    return;
                }
                drop(nodes);
                self.create(Data::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        Self::insert(&mut nodes, parent, next, node);
        nodes[node].depth = nodes[parent].depth + 1;
        let is_element = matches!(nodes[node].data, Data::Element { .. });
        self.depth.set(nodes[node].depth - usize::from(!is_element));
    }
}

impl TreeSink for Arena {
    type Handle = Index;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        flatten(self.nodes.into_inner())
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Index {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a Index) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].data {
            Data::Element { name, .. } => name,
            _ => unreachable!("the parser asks for the names of elements only"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Index {
        let template = name.expanded() == expanded_name!(html "template");
        let annotation = flags.mathml_annotation_xml_integration_point;
        let element = self.create(Data::Element { name, attributes, annotation });
        if template {
            let contents = self.create(Data::Other);
            self.nodes.borrow_mut()[element].contents = contents;
        }
        element
    }

    fn create_comment(&self, _text: StrTendril) -> Index {
        self.create(Data::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Index {
        self.create(Data::Other)
    }

    fn append(&self, parent: &Index, child: NodeOrText<Index>) {
        self.insert_child(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Index, previous: &Index, child: NodeOrText<Index>) {
        if self.nodes.borrow()[*element].parent != NONE {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &Index) -> Index {
        self.nodes.borrow()[*target].contents
    }

    fn same_node(&self, x: &Index, y: &Index) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Index, new_node: NodeOrText<Index>) {
        let parent = self.nodes.borrow()[*sibling].parent;
        if parent != NONE {
            self.insert_child(parent, *sibling, new_node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Index, new: Vec<Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.nodes.borrow_mut()[*target].data {
            for attribute in new {
                if !attributes.iter().any(|known| known.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Index) {
        Self::detach(&mut self.nodes.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &Index, new_parent: &Index) {
        let mut nodes = self.nodes.borrow_mut();
        while nodes[*node].first != NONE {
            let child = nodes[*node].first;
            Self::insert(&mut nodes, *new_parent, NONE, child);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Index) -> bool {
        matches!(self.nodes.borrow()[*handle].data, Data::Element { annotation: true, .. })
    }
}

/// The `<html>` element and what is in it, in document order. Comments go, and so does the text of
/// scripts and styles, but for JSON-LD, which says what the page is.
fn flatten(mut nodes: Vec<ArenaNode>) -> Tree {
    let mut tree = Tree::default();
    let mut at = nodes[DOCUMENT].first;
    while at != NONE && !matches!(nodes[at].data, Data::Element { .. }) {
        at = nodes[at].next;
    }
    let root = at;
    // The flat id of `at`'s parent, and those of its ancestors.
    let mut parents: Vec<NodeId> = Vec::new();
    while at != NONE {
        let mut descend = false;
        match std::mem::replace(&mut nodes[at].data, Data::Other) {
            Data::Element { name, attributes, .. } => {
                let element = element(&name, &attributes);
                let data_block = element
                    .attribute("type")
                    .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"));
                descend = match &*element.name {
                    "script" => data_block,
                    "style" => false,
                    _ => true,
                };
                let id = tree.push(parents.last().copied(), NodeKind::Element(element));
                descend &= nodes[at].first != NONE;
                if descend {
                    parents.push(id);
                }
            }
            Data::Text(text) => drop(tree.push(parents.last().copied(), NodeKind::Text(text))),
            Data::Document | Data::Other => {}
        }
        if descend {
            at = nodes[at].first;
            continue;
        }
        while at != root && nodes[at].next == NONE {
            at = nodes[at].parent;
            parents.pop();
        }
        at = if at == root { NONE } else { nodes[at].next };
    }
    tree
}

fn element(name: &QualName, attributes: &[Attribute]) -> Element {
    let mut element = Element { name: name.local.to_ascii_lowercase().to_string(), ..Element::default() };
    for attribute in attributes {
        let key: &str = &attribute.name.local;
        if let Some(known) = Element::ATTRIBUTES.iter().find(|known| **known == key) {
            element.attributes.push((known, attribute.value.to_string()));
        } else if attribute.name.local == local_name!("style") && attribute.name.ns == ns!() {
            element.hidden |= hides(&attribute.value);
        }
    }
    element.hidden |= element.attribute("hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found"));
    element
}

/// Whether an inline style takes the element off the page. Style sheets are not read.
fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else { return false };
        let value = value.trim().split([' ', '!']).next().unwrap_or_default();
        match property.trim() {
            p if p.eq_ignore_ascii_case("display") => value.eq_ignore_ascii_case("none"),
            p if p.eq_ignore_ascii_case("visibility") => value.eq_ignore_ascii_case("hidden"),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn the_encoding_is_the_one_the_page_declares() {
        assert_eq!(decode(b"<meta charset=windows-1252>caf\xe9 \x80"), "<meta charset=windows-1252>café €");
        assert_eq!(
            decode(b"<META http-equiv=Content-Type content='text/html; charset=\"ISO-8859-2\"'>\xb3"),
            "<META http-equiv=Content-Type content='text/html; charset=\"ISO-8859-2\"'>ł"
        );
        assert_eq!(decode("<p>Michoacán".as_bytes()), "<p>Michoacán");
        assert_eq!(decode(b"<p>caf\xe9"), "<p>café");
        assert_eq!(decode(b"<p>Michoac\xc3\xa1n and \xff Potos\xc3\xad"), "<p>Michoacán and \u{fffd} Potosí");
        assert_eq!(decode(b"\xef\xbb\xbfMichoac\xc3\xa1n"), "Michoacán");
        assert_eq!(decode(b"\xff\xfea\0\xe1\0"), "aá");
        assert_eq!(decode("<meta charset=gb2312>人工智能".as_bytes()), "<meta charset=gb2312>人工智能");
        assert_eq!(decode(b"<meta charset=utf-16>\xc3\xa1"), "<meta charset=utf-16>á");
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

        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            decode(&bytes);
        }
    }
}
