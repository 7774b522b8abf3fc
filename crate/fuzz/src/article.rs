//! Any page, read as one.

use postil_cli::html;
use postil_core::article::{Article, NodeKind, Tree, extract, whole_page};

/// The bytes are a page's HTML.
pub fn article(data: &[u8]) {
    let page = html::parse(&String::from_utf8_lossy(data));
    let url = Some("https://news.example/2022/10/06/story");
    for article in extract(&page, url).into_iter().chain([whole_page(&page, url)]) {
        check(&page, &article);
        let mut short = article.clone();
        short.shorten(article.text.len() / 2);
        check(&page, &short);
    }
}

/// Every part of the text stands in the node that it is said to come from.
fn check(page: &Tree, article: &Article) {
    for segment in &article.segments {
        let text = article.text.get(segment.start..segment.start + segment.length).expect("a segment of the text");
        let NodeKind::Text(node) = &page.nodes[segment.node.0 as usize].kind else { panic!("{segment:?} in no text") };
        let there: Vec<u16> = node.encode_utf16().skip(segment.node_utf16).take(text.encode_utf16().count()).collect();
        let there = String::from_utf16(&there).expect("a segment begins and ends at a character");
        // White space of one kind may stand for white space of another, never for anything else.
        let same = |(a, b): (char, char)| a == b || (a == ' ' && b.is_ascii_whitespace());
        assert!(text.chars().zip(there.chars()).all(same), "{text:?} is said to be {there:?}");
    }
}
