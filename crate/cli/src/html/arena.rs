//! The parser's tree while it is built, and its way into the engine's.

use std::{
    borrow::Cow,
    cell::{Cell, Ref, RefCell},
};

use html5ever::{
    Attribute, QualName, expanded_name,
    interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
    local_name, ns,
    tendril::StrTendril,
};
use postil_core::article::{Element, NodeId, NodeKind, Tree};

/// Index into [`Arena::nodes`]; [`NONE`] where there is none.
pub(super) type Index = usize;
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
pub(super) struct Arena {
    nodes: RefCell<Vec<ArenaNode>>,
    /// How deep the innermost open element is: exact after each node that is put in, in between less
    /// one for each end tag.
    pub(super) depth: Cell<usize>,
}

impl Arena {
    pub(super) fn new() -> Self {
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
