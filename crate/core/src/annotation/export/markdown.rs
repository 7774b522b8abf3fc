//! Markdown, for notes programs.

use serde_json::Value;

use super::deep_link;
use crate::annotation::{Annotation, Classification, Page};

/// One article: its front matter, then every quote with its reading, note and tags, and a link that
/// opens the article at it. Several articles: each under a heading of its own.
pub fn markdown(pages: &[Page]) -> String {
    let mut out = String::new();
    match pages {
        [page] => {
            front_matter(&mut out, page);
            article(&mut out, page, 1);
        }
        pages => {
            for page in pages {
                article(&mut out, page, 2);
                out.push('\n');
            }
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

fn front_matter(out: &mut String, page: &Page) {
    let mut tags: Vec<&str> = page.annotations.iter().flat_map(Annotation::tags).collect();
    crate::order::sort(&mut tags);
    tags.dedup();
    out.push_str("---\n");
    let mut put = |key: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            // A JSON string is a YAML string.
            out.push_str(&format!("{key}: {}\n", Value::from(value)));
        }
    };
    put("title", title(page));
    put("url", Some(address(page)));
    put("published", published(page));
    if !tags.is_empty() {
        out.push_str(&format!("tags: {}\n", Value::from(tags)));
    }
    out.push_str("---\n\n");
}

fn title(page: &Page) -> Option<&str> {
    page.title.as_deref().or_else(|| page.annotations.iter().find_map(|one| one.target.title.as_deref()))
}

fn published(page: &Page) -> Option<&str> {
    page.published.as_deref().or_else(|| page.annotations.iter().find_map(|one| one.target.published.as_deref()))
}

fn address(page: &Page) -> &str {
    page.canonical.as_deref().unwrap_or(&page.url)
}

fn article(out: &mut String, page: &Page, level: usize) {
    let heading = escaped(title(page).unwrap_or(address(page)));
    out.push_str(&format!("{} {heading}\n\n", "#".repeat(level)));
    if level > 1 {
        let published = published(page).map(|day| format!(", {day}")).unwrap_or_default();
        out.push_str(&format!("<{}>{published}\n\n", link_target(address(page))));
    }
    for annotation in page.in_reading_order() {
        one(out, annotation);
    }
}

fn one(out: &mut String, annotation: &Annotation) {
    if let Some(quote) = annotation.quote() {
        for line in quote.exact.lines().filter(|line| !line.trim().is_empty()) {
            out.push_str(&format!("> {}\n>\n", escaped(line.trim())));
        }
        let link = deep_link(annotation);
        out.push_str(&format!("> [open](<{}>)\n\n", link_target(&link)));
    }
    if let Some(reading) = annotation.classification() {
        out.push_str(&format!("*{}*\n\n", escaped(&in_words(reading))));
    }
    if let Some(note) = annotation.note() {
        out.push_str(note.trim());
        out.push_str("\n\n");
    }
    let tags: Vec<String> = annotation.tags().map(tag).collect();
    if !tags.is_empty() {
        out.push_str(&format!("{}\n\n", tags.join(" ")));
    }
}

/// A tag as notes programs know it: no spaces.
fn tag(tag: &str) -> String {
    let joined: String =
        tag.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-' | '/') { c } else { '-' }).collect();
    format!("#{joined}")
}

/// What a mark says, in one line: `amount: 26000 MXN = 1300 USD (rate 0.05 of 2022-10-06, European
/// Central Bank)`.
pub(super) fn in_words(reading: &Classification) -> String {
    let mut words = format!("{}:", reading.mark_type);
    for key in ["name", "bound"] {
        if let Some(text) = reading.fields.get(key).and_then(Value::as_str) {
            words.push_str(&format!(" {}", text.replace('_', " ")));
        }
    }
    words.push_str(&amount(&reading.fields));
    for (key, sign) in [("noun", ""), ("per", "per ")] {
        if let Some(text) = reading.fields.get(key).and_then(Value::as_str) {
            words.push_str(&format!(" {sign}{text}"));
        }
    }
    if let Some(Value::Object(converted)) = reading.fields.get("converted") {
        words.push_str(&format!(" ={}", amount(converted)));
        let text = |key: &str| converted.get(key).and_then(Value::as_str);
        if let (Some(rate), Some(date), Some(source)) = (text("rate"), text("rate_date"), text("rate_source")) {
            words.push_str(&format!(" (rate {rate} of {date}, {source})"));
        }
    }
    words.trim_end_matches(':').to_owned()
}

fn amount(fields: &serde_json::Map<String, Value>) -> String {
    let text = |key: &str| fields.get(key).and_then(Value::as_str);
    let mut words = String::new();
    match (text("value"), text("low"), text("high")) {
        (Some(value), ..) => words.push_str(&format!(" {value}")),
        (None, Some(low), Some(high)) => words.push_str(&format!(" {low} to {high}")),
        _ => {}
    }
    if let Some(unit) = text("currency").or(text("unit")) {
        words.push_str(&format!(" {unit}"));
    }
    words
}

/// Text in which no sign is Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '!' | '&');
        let list =
            at == 0 && matches!(c, '-' | '+' | '=') || c == '.' && text[..at].bytes().all(|b| b.is_ascii_digit());
        if special || list {
            out.push('\\');
        }
        out.push(if c == '\n' || c == '\r' { ' ' } else { c });
    }
    out
}

/// An address between angle brackets.
fn link_target(address: &str) -> String {
    address.replace('<', "%3C").replace('>', "%3E").replace(char::is_whitespace, "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotation::Context, article::Article, text::Span};

    fn page() -> Page {
        let text = "The army paid 26,000 pesos for [each] grenade.\nNobody asked.";
        let mut article = Article::from_text(text);
        article.title = Some("Grenades: \"who\" paid?".into());
        article.published = "2022-10-06".parse().ok();
        let url = "https://example.com/a";
        let context = |id: &str| Context { id: id.into(), url: url.into(), ..Context::default() };
        let mut amount = Annotation::from_span(&article, Span::new(14, 26), context("urn:x:1"));
        let fields = serde_json::json!({ "value": "26000", "currency": "MXN", "converted":
            { "value": "1300", "currency": "USD", "rate": "0.05", "rate_date": "2022-10-06", "rate_source": "ECB" } });
        let fields = fields.as_object().unwrap().clone();
        let reading = Classification { kind: "money".into(), mark_type: "amount".into(), fields };
        amount.set_classification(Some(reading), "");
        amount.set_note("Which *pesos*?\n\n- Mexican", "");
        amount.set_tags(["army money", "leak"], "");
        let long = Annotation::from_span(&article, Span::new(27, text.len()), context("urn:x:2"));
        let mut note = Annotation::about_page(&article, context("urn:x:3"));
        note.set_note("Read again.", "");
        Page {
            title: article.title.clone(),
            published: Some("2022-10-06".into()),
            annotations: vec![long, amount, note],
            ..Page::new(url, url)
        }
    }

    #[test]
    fn an_article_with_its_front_matter() {
        let expected = r#"---
title: "Grenades: \"who\" paid?"
url: "https://example.com/a"
published: "2022-10-06"
tags: ["army money","leak"]
---

# Grenades: "who" paid?

Read again.

> 26,000 pesos
>
> [open](<https://example.com/a#:~:text=The%20army%20paid-,26%2C000%20pesos,-for%20%5Beach%5D%20grenade.>)

*amount: 26000 MXN = 1300 USD (rate 0.05 of 2022-10-06, ECB)*

Which *pesos*?

- Mexican

#army-money #leak

> for \[each\] grenade.
>
> Nobody asked.
>
> [open](<https://example.com/a#:~:text=army%20paid%2026%2C000%20pesos-,for%20%5Beach%5D%20grenade.,Nobody%20asked.>)
"#;
        assert_eq!(markdown(&[page()]), expected);
    }

    #[test]
    fn several_articles_have_a_heading_each() {
        let text = markdown(&[page(), page()]);
        assert!(!text.starts_with("---"));
        assert_eq!(text.matches("## Grenades: \"who\" paid?\n\n<https://example.com/a>, 2022-10-06\n").count(), 2);
    }

    #[test]
    fn what_is_quoted_is_no_markdown() {
        assert_eq!(escaped("# a *b* <c> 1. d"), "\\# a \\*b\\* \\<c\\> 1. d");
        assert_eq!(escaped("1. a"), "1\\. a");
        assert_eq!(escaped("- a"), "\\- a");
    }
}
