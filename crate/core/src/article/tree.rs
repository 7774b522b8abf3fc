//! A page as a flat list of nodes, in document order.

/// Index of a node in its [`Tree`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeId(pub u32);

/// A page: nodes in document order, each with its parent.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The nodes; a parent stands before its children, the root first.
    pub nodes: Vec<Node>,
}

/// One node.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// The parent; `None` for the root alone.
    pub parent: Option<NodeId>,
    /// Element or text.
    pub kind: NodeKind,
}

/// What a node is. Comments and processing instructions are left out by whoever fills the tree.
#[derive(Clone, PartialEq, Debug)]
pub enum NodeKind {
    /// An element.
    Element(Element),
    /// A text node's own text, as it stands in the source, white space and all.
    Text(String),
}

/// An element, as much of it as an article finder looks at.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Element {
    /// Local name in lower case: `p`, `div`.
    pub name: String,
    /// The attributes listed in [`Element::ATTRIBUTES`], those that are there, name and value.
    pub attributes: Vec<(&'static str, String)>,
    /// Whether the element is not displayed, as far as whoever fills the tree can tell.
    pub hidden: bool,
}

impl Element {
    /// The attributes that fillers copy; others are not looked at.
    pub const ATTRIBUTES: &'static [&'static str] = &[
        "id",
        "class",
        "role",
        "lang",
        "dir",
        "href",
        "rel",
        "name",
        "property",
        "content",
        "itemprop",
        "itemtype",
        "datetime",
        "type",
        "aria-hidden",
        "hidden",
        "contenteditable",
        "translate",
        "http-equiv",
    ];

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

impl Tree {
    /// Adds a node behind the others and returns its id.
    ///
    /// # Panics
    /// If the tree has 2³² nodes.
    pub fn push(&mut self, parent: Option<NodeId>, kind: NodeKind) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).expect("a page has fewer than 2^32 nodes"));
        self.nodes.push(Node { parent, kind });
        id
    }

    /// The node with that id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}
