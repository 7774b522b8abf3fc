//! Notes as the reader sees them: Markdown, rendered by DOM calls.
//!
//! Nothing of a note is ever parsed as HTML: HTML in it is shown as the text it is. Pictures would
//! be fetched from the network, so their description stands in their place.

use postil_core::annotation::note::is_script_scheme;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use web_sys::{Document, Element};

const HTML: &str = "http://www.w3.org/1999/xhtml";

/// Appends a note to an element.
pub fn render(document: &Document, parent: &Element, markdown: &str) {
    let mut open: Vec<Element> = vec![parent.clone()];
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        let Some(here) = open.last().cloned() else { return };
        match event {
            Event::Start(tag) => {
                let Some(element) = start(document, &tag) else { return };
                let _ = here.append_child(&element);
                open.push(element);
            }
            Event::End(end) => {
                if end != TagEnd::HtmlBlock || open.len() > 1 {
                    open.pop();
                }
                if open.is_empty() {
                    return;
                }
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                let _ = here.append_child(&document.create_text_node(&text));
            }
            Event::Code(text) => {
                if let Ok(code) = document.create_element_ns(Some(HTML), "code") {
                    code.set_text_content(Some(&text));
                    let _ = here.append_child(&code);
                }
            }
            Event::SoftBreak | Event::HardBreak => append(document, &here, "br"),
            Event::Rule => append(document, &here, "hr"),
            _ => {}
        }
    }
}

fn append(document: &Document, parent: &Element, name: &str) {
    if let Ok(element) = document.create_element_ns(Some(HTML), name) {
        let _ = parent.append_child(&element);
    }
}

fn start(document: &Document, tag: &Tag<'_>) -> Option<Element> {
    let name = match tag {
        Tag::Paragraph | Tag::HtmlBlock => "p",
        // Within a card or a list a heading is no heading of the page.
        Tag::Heading { .. } | Tag::Strong => "strong",
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => "pre",
        Tag::List(Some(_)) => "ol",
        Tag::List(None) => "ul",
        Tag::Item => "li",
        Tag::Emphasis => "em",
        Tag::Strikethrough => "del",
        Tag::Link { dest_url, .. } if is_followed(dest_url) => {
            let link = document.create_element_ns(Some(HTML), "a").ok()?;
            for (name, value) in [("href", &**dest_url), ("target", "_blank"), ("rel", "noopener noreferrer")] {
                let _ = link.set_attribute(name, value);
            }
            return Some(link);
        }
        _ => "span",
    };
    document.create_element_ns(Some(HTML), name).ok()
}

/// Whether a note's link is made one: the web and mail, nothing that runs or reaches into the browser.
fn is_followed(address: &str) -> bool {
    let lower = address.trim_start().to_ascii_lowercase();
    !is_script_scheme(address) && ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_are_followed() {
        assert!(is_followed("https://example.com/a"));
        assert!(is_followed("mailto:ana@example.com"));
        for address in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "data:text/html,x",
            "chrome://settings",
            "/local",
            "file:///etc",
        ] {
            assert!(!is_followed(address), "{address}");
        }
    }
}
