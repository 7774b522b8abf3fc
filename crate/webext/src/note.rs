//! Notes as the reader sees them: Markdown, taken apart into steps and drawn by DOM calls.
//!
//! Nothing of a note is ever parsed as HTML: HTML in it is shown as the text it is. Pictures would
//! be fetched from the network, so their description stands in their place.
//!
//! The two halves are apart so that who only draws carries no reader of Markdown (150 KB): the background reads for the
//! extension's pages and, which is brought into every article, for the content script.

use postil_core::annotation::note::is_script_scheme;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};
use web_sys::{Document, Element};

use crate::{Error, message};

const HTML: &str = "http://www.w3.org/1999/xhtml";

/// What the background is asked by whoever shows a note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Request {
    /// A note as it is to be drawn. The answer is a list of [`Step`]s.
    Render {
        /// In Markdown.
        note: String,
    },
}

/// One step of drawing a note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Into a new element.
    Into(Part),
    /// Into a new link to an address of the web or of mail.
    Link(String),
    /// Out of it again.
    Out,
    /// Text.
    Text(String),
    /// Text of a program.
    Code(String),
    /// The next line.
    Break,
    /// A rule.
    Rule,
}

/// The elements that a note is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // each says itself
pub enum Part {
    Paragraph,
    Strong,
    Quote,
    Listing,
    Numbered,
    List,
    Item,
    Emphasis,
    Struck,
    Plain,
}

impl Part {
    fn element(self) -> &'static str {
        match self {
            Part::Paragraph => "p",
            Part::Strong => "strong",
            Part::Quote => "blockquote",
            Part::Listing => "pre",
            Part::Numbered => "ol",
            Part::List => "ul",
            Part::Item => "li",
            Part::Emphasis => "em",
            Part::Struck => "del",
            Part::Plain => "span",
        }
    }
}

/// Shows a note in an element of its own: as it was typed until the background has taken it apart, and where it cannot.
pub async fn show(document: Document, element: Element, markdown: String) {
    element.set_text_content(Some(&markdown));
    let steps: Result<Vec<Step>, Error> = message::ask(&Request::Render { note: markdown }).await;
    if let Ok(steps) = steps {
        element.set_text_content(None);
        draw(&document, &element, &steps);
    }
}

/// Appends a note that was taken apart to an element.
fn draw(document: &Document, parent: &Element, steps: &[Step]) {
    let append = |parent: &Element, name: &str| {
        let element = document.create_element_ns(Some(HTML), name).ok()?;
        parent.append_child(&element).ok()?;
        Some(element)
    };
    let mut open: Vec<Element> = vec![parent.clone()];
    for step in steps {
        let Some(here) = open.last() else { return };
        let inner = match step {
            Step::Into(part) => append(here, part.element()),
            Step::Link(address) => append(here, "a").inspect(|link| {
                // Whoever took the note apart has looked at it too.
                let address = if is_followed(address) { address } else { "" };
                for (name, value) in [("href", address), ("target", "_blank"), ("rel", "noopener noreferrer")] {
                    let _ = link.set_attribute(name, value);
                }
            }),
            Step::Out => {
                open.pop();
                continue;
            }
            Step::Text(text) => {
                let _ = here.append_child(&document.create_text_node(text));
                continue;
            }
            Step::Code(text) => {
                append(here, "code").inspect(|code| code.set_text_content(Some(text)));
                continue;
            }
            Step::Break | Step::Rule => {
                append(here, if *step == Step::Rule { "hr" } else { "br" });
                continue;
            }
        };
        let Some(inner) = inner else { return };
        open.push(inner);
    }
}

/// Takes a note apart.
pub fn steps(markdown: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut depth = 0usize;
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        steps.push(match event {
            Event::Start(tag) => {
                depth += 1;
                start(&tag)
            }
            Event::End(end) if end == TagEnd::HtmlBlock && depth == 0 => continue,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                Step::Out
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => Step::Text(text.into_string()),
            Event::Code(text) => Step::Code(text.into_string()),
            Event::SoftBreak | Event::HardBreak => Step::Break,
            Event::Rule => Step::Rule,
            _ => continue,
        });
    }
    steps
}

fn start(tag: &Tag<'_>) -> Step {
    Step::Into(match tag {
        Tag::Paragraph | Tag::HtmlBlock => Part::Paragraph,
        // Within a card or a list a heading is no heading of the page.
        Tag::Heading { .. } | Tag::Strong => Part::Strong,
        Tag::BlockQuote(_) => Part::Quote,
        Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => Part::Listing,
        Tag::List(Some(_)) => Part::Numbered,
        Tag::List(None) => Part::List,
        Tag::Item => Part::Item,
        Tag::Emphasis => Part::Emphasis,
        Tag::Strikethrough => Part::Struck,
        Tag::Link { dest_url, .. } if is_followed(dest_url) => return Step::Link(dest_url.to_string()),
        _ => Part::Plain,
    })
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

    #[test]
    fn a_note_is_taken_apart_and_its_html_stays_text() {
        let text = |text: &str| Step::Text(text.into());
        assert_eq!(
            steps("a *b* <i>\n- [c](https://example.com) [d](javascript:x)\n\n<script>e</script>"),
            [
                Step::Into(Part::Paragraph),
                text("a "),
                Step::Into(Part::Emphasis),
                text("b"),
                Step::Out,
                text(" "),
                text("<i>"),
                Step::Out,
                Step::Into(Part::List),
                Step::Into(Part::Item),
                Step::Link("https://example.com".into()),
                text("c"),
                Step::Out,
                text(" "),
                Step::Into(Part::Plain),
                text("d"),
                Step::Out,
                Step::Out,
                Step::Out,
                Step::Into(Part::Paragraph),
                text("<script>e</script>"),
                Step::Out,
            ]
        );
    }
}
