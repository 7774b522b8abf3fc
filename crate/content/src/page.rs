//! The page's DOM as the engine's tree of nodes.

use postil_core::article::{Element as TreeElement, NodeId, NodeKind, Tree};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node};

/// The page as a tree, and the DOM's text nodes by their ids in it.
#[derive(Debug, Default)]
pub struct Page {
    /// What the engine reads.
    pub tree: Tree,
    /// The text nodes, ascending by id.
    pub text_nodes: Vec<(NodeId, Node)>,
}

/// Elements whose inside is no text of the page. A script is looked into only for JSON-LD.
const SKIPPED: &[&str] =
    &["style", "noscript", "template", "svg", "math", "iframe", "object", "video", "audio", "canvas"];

impl Page {
    /// Reads the whole document, once, in document order. Changes nothing and causes no layout.
    pub fn read(document: &Document) -> Self {
        let mut page = Page::default();
        let Some(root) = document.document_element() else { return page };
        let top: Node = root.into();
        let mut parents: Vec<NodeId> = Vec::new();
        let mut current = top.clone();
        loop {
            let entered = page.add(&current, parents.last().copied());
            if let (Some(id), Some(child)) = (entered, current.first_child()) {
                parents.push(id);
                current = child;
                continue;
            }
            // The next node in document order that is not inside this one.
            loop {
                if current.is_same_node(Some(&top)) {
                    return page;
                }
                if let Some(next) = current.next_sibling() {
                    current = next;
                    break;
                }
                let Some(parent) = current.parent_node() else { return page };
                parents.pop();
                current = parent;
            }
        }
    }

    /// Adds a node; gives its id if its children are to be read.
    fn add(&mut self, node: &Node, parent: Option<NodeId>) -> Option<NodeId> {
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
