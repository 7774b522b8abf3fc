//! The page's DOM as the engine's tree of nodes.

use js_sys::Array;
use postil_core::{
    article::{Element as TreeElement, NodeId, NodeKind, Tree},
    pause::{Never, Pause, STEP, step},
};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlSlotElement, Node, ShadowRoot};

/// The page as a tree, and the DOM's text nodes by their ids in it.
#[derive(Debug, Default)]
pub struct Page {
    /// What the engine reads.
    pub tree: Tree,
    /// The text nodes, ascending by id.
    pub text_nodes: Vec<(NodeId, Node)>,
    /// The open shadow roots whose text is among them.
    pub shadow_roots: Vec<ShadowRoot>,
}

/// A place on the way through the page.
struct Stop {
    node: Node,
    parent: Option<NodeId>,
    /// In a slot: all that it was given, and which of it this is.
    list: Option<(Array, u32)>,
}

impl Stop {
    /// The next one with the same parent.
    fn next(&self) -> Option<Self> {
        let parent = self.parent;
        match &self.list {
            Some((list, index)) => {
                let node = list.get(index + 1).dyn_into().ok()?;
                Some(Stop { node, parent, list: Some((list.clone(), index + 1)) })
            }
            None => Some(Stop { node: self.node.next_sibling()?, parent, list: None }),
        }
    }
}

/// Elements whose inside is no text of the page. A script is looked into only for JSON-LD.
const SKIPPED: &[&str] =
    &["style", "noscript", "template", "svg", "math", "iframe", "object", "video", "audio", "canvas"];

/// So often a reading is begun anew because the page took away where it was; then it is done without pauses.
const ATTEMPTS: usize = 2;

impl Page {
    /// Reads the whole document in document order. Changes nothing and causes no layout.
    pub async fn read<P: Pause>(document: &Document, pause: &P) -> Self {
        for _ in 0..ATTEMPTS {
            if let Some(page) = Self::walk(document, pause).await {
                return page;
            }
        }
        Self::walk(document, &Never).await.unwrap_or_default()
    }

    /// `None` where the page changed in a pause so that the way through it is lost.
    async fn walk<P: Pause>(document: &Document, pause: &P) -> Option<Self> {
        let mut page = Page::default();
        let Some(root) = document.document_element() else { return Some(page) };
        let mut current = Stop { node: root.into(), parent: None, list: None };
        // Where the way went down, from the top to the parent of the current node.
        let mut above: Vec<Stop> = Vec::new();
        while !step(|| page.walk_on(&mut current, &mut above)) {
            pause.pause().await;
            if !current.node.is_connected() {
                return None;
            }
        }
        Some(page)
    }

    /// Reads from the current node on, as many nodes as are read between two pauses. Gives whether the end was reached.
    fn walk_on(&mut self, current: &mut Stop, above: &mut Vec<Stop>) -> bool {
        for _ in 0..STEP {
            if let Some(child) = self.add(current).and_then(|id| self.first_child(&current.node, id)) {
                above.push(std::mem::replace(current, child));
                continue;
            }
            // The next node in document order that is not inside this one; what stands beside the topmost is no text.
            *current = loop {
                let Some(up) = above.pop() else { return true };
                if let Some(next) = current.next() {
                    above.push(up);
                    break next;
                }
                *current = up;
            };
        }
        false
    }

    /// The first of what is shown inside an element: of its open shadow root, where it has one; in a slot, of what it
    /// is given; else of its children.
    fn first_child(&mut self, node: &Node, id: NodeId) -> Option<Stop> {
        let element: &Element = node.unchecked_ref();
        let stop = |node| Stop { node, parent: Some(id), list: None };
        if let Some(root) = element.shadow_root() {
            let first = root.first_child();
            self.shadow_roots.push(root);
            return first.map(stop);
        }
        if element.local_name() == "slot" && element.is_instance_of::<HtmlSlotElement>() {
            let given = element.unchecked_ref::<HtmlSlotElement>().assigned_nodes();
            if given.length() > 0 {
                return Some(Stop { node: given.get(0).unchecked_into(), parent: Some(id), list: Some((given, 0)) });
            }
        }
        node.first_child().map(stop)
    }

    /// Adds a node; gives its id if its children are to be read.
    fn add(&mut self, Stop { node, parent, .. }: &Stop) -> Option<NodeId> {
        let parent = *parent;
        match node.node_type() {
            Node::ELEMENT_NODE => {
                let element: &Element = node.unchecked_ref();
                let name = element.local_name();
                let attributes = attributes(element);
                let json_ld = || attributes.iter().any(|(key, value)| *key == "type" && value == "application/ld+json");
                let skipped = SKIPPED.contains(&name.as_str()) || (name == "script" && !json_ld());
                let id = self
                    .tree
                    .push(parent, NodeKind::Element(TreeElement { name, hidden: hidden(element), attributes }));
                (!skipped).then_some(id)
            }
            Node::TEXT_NODE | Node::CDATA_SECTION_NODE => {
                let text = node.node_value().unwrap_or_default();
                let id = self.tree.push(parent, NodeKind::Text(text));
                self.text_nodes.push((id, node.clone()));
                None
            }
            _ => None,
        }
    }

    /// The DOM's text node with that id.
    pub fn text_node(&self, id: NodeId) -> Option<&Node> {
        let index = self.text_nodes.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(&self.text_nodes[index].1)
    }
}

fn attributes(element: &Element) -> Vec<(&'static str, String)> {
    if !element.has_attributes() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for name in element.get_attribute_names().iter() {
        let Some(name) = name.as_string() else { continue };
        if let Some(known) = TreeElement::ATTRIBUTES.iter().find(|known| **known == name) {
            found.push((*known, element.get_attribute(known).unwrap_or_default()));
        }
    }
    found
}

/// Hidden by an attribute, as the command line sees it too; computed style would cost a layout.
fn hidden(element: &Element) -> bool {
    element.has_attribute("hidden")
        || element.get_attribute("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}
