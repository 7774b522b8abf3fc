//! Postil's one node in the page: a host with a closed shadow root, in which card, legend and conversions stand.
//!
//! What is in it is built by DOM calls alone (page text is never parsed as HTML) and styled by a constructed sheet: so
//! it passes strict CSP and Trusted Types, and the page's own rules do not reach it.

mod build;

use std::{cell::OnceCell, rc::Rc};

use postil_webext::i18n::message;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Document, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

pub use self::build::{Builder, set};
use crate::highlight::{
    Style,
    palette::{Color, Ground},
    sheet::{self, Colours},
};

/// A name of our own: a page's `div { … }` rules do not match it.
pub const HOST: &str = "postil-card";
/// The stage's own rules, and those of what stands on it.
const CSS: &str = concat!(
    include_str!("stage.css"),
    include_str!("../card/card.css"),
    include_str!("../legend/legend.css"),
    include_str!("../beside.css")
);
/// The paper and ink of `stage.css`, for the samples of marks on it.
const LIGHT: Ground =
    Ground { background: Color::from_rgba8(0xff, 0xfd, 0xf8, 255), text: Color::from_rgba8(0x1f, 0x1d, 0x1a, 255) };
const DARK: Ground =
    Ground { background: Color::from_rgba8(0x23, 0x21, 0x1e, 255), text: Color::from_rgba8(0xf1, 0xec, 0xe2, 255) };

/// The host and its root, made and added to the page when first needed. Dropping it takes it away.
#[derive(Debug)]
pub struct Stage {
    document: Document,
    colours: Colours,
    built: OnceCell<Built>,
}

#[derive(Debug)]
struct Built {
    host: HtmlElement,
    root: ShadowRoot,
    sheet: CssStyleSheet,
}

impl Stage {
    /// Adds nothing to the page yet. The samples of marks on it have the reader's own `colours`.
    pub fn new(document: &Document, colours: &Colours) -> Rc<Self> {
        Rc::new(Stage { document: document.clone(), colours: colours.clone(), built: OnceCell::new() })
    }

    /// The page.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The root, made now if it was not, and back in the page if the page threw the host out. `None` where the browser
    /// refuses.
    pub fn root(&self) -> Option<&ShadowRoot> {
        if self.built.get().is_none() {
            let _ = self.built.set(self.build()?);
        }
        let built = self.built.get()?;
        if !built.host.is_connected() {
            self.attach(&built.host);
        }
        Some(&built.root)
    }

    /// The host, if it is made.
    pub fn host(&self) -> Option<&HtmlElement> {
        self.built.get().map(|built| &built.host)
    }

    /// Whether a node is the host, as events from within say.
    pub fn is_host(&self, node: &JsValue) -> bool {
        self.host().is_some_and(|host| host.loose_eq(node))
    }

    /// Adds a part of that class: above all else of the page while it is shown, by the browser's top layer.
    pub fn layer(&self, class: &str) -> Option<HtmlElement> {
        let root = self.root()?;
        let layer: HtmlElement = build::element(&self.document, "div")?.dyn_into().ok()?;
        layer.set_class_name(class);
        layer.set_popover(Some("manual")).ok()?;
        root.append_child(&layer).ok()?;
        Some(layer)
    }

    /// Has the samples of marks in other colours.
    pub fn set_colours(&self, colours: &Colours) {
        if let Some(built) = self.built.get() {
            let _ = built.sheet.replace_sync(&css(colours));
        }
    }

    fn build(&self) -> Option<Built> {
        let host: HtmlElement = build::element(&self.document, HOST)?.dyn_into().ok()?;
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed)).ok()?;
        let sheet = CssStyleSheet::new().ok()?;
        sheet.replace_sync(&css(&self.colours)).ok()?;
        root.adopted_style_sheets().push(&sheet);
        self.attach(&host);
        Some(Built { host, root, sheet })
    }

    /// The root element takes the host: a page that replaces its body does not throw it out.
    fn attach(&self, host: &HtmlElement) {
        // Our own language and direction, whatever the page's.
        let _ = host.set_attribute("lang", &postil_webext::api::get_ui_language());
        host.set_dir(&message("@@bidi_dir"));
        if let Some(root) = self.document.document_element() {
            let _ = root.append_child(host);
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(built) = self.built.get() {
            built.host.remove();
        }
    }
}

fn css(colours: &Colours) -> String {
    let samples = |ground| sheet::rules(ground, colours, |style: Style| format!(".{} .sample", style.name()));
    format!("{CSS}{}@media (prefers-color-scheme:dark){{{}}}", samples(&LIGHT), samples(&DARK))
}
