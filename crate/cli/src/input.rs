//! What comes in: bytes of files and of standard input, as text or as a page.

use std::{
    borrow::Cow,
    fs,
    io::{self, Read},
    path::Path,
};

use encoding_rs::{Encoding, UTF_8};
use postil_core::article::{self, Article};

use crate::html;

/// What a file's bytes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Format {
    /// By the file's name, else by how it begins.
    #[default]
    Auto,
    /// Plain text: all of it is read, and offsets count from its beginning.
    Text,
    /// A page: the article in it is read.
    Html,
}

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// Those of the file system.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(path)
}

/// How far into a file its first tag is looked for.
const SNIFF_WINDOW: usize = 1024;

impl Format {
    /// Text or html: as chosen, else by the name's ending, else by the first characters.
    pub fn resolve(self, path: &Path, bytes: &[u8]) -> Format {
        if self != Format::Auto {
            return self;
        }
        match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("html" | "htm" | "xhtml" | "xht" | "mhtml") => return Format::Html,
            Some("txt" | "text" | "md") => return Format::Text,
            _ => {}
        }
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(SNIFF_WINDOW)]).to_lowercase();
        let start = start.trim_start_matches('\u{feff}').trim_start();
        let tag = start
            .strip_prefix('<')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '!' | '?')));
        if tag && start.contains('>') { Format::Html } else { Format::Text }
    }
}

/// Plain text's bytes as text: by the byte order mark of UTF-16, else as UTF-8. A byte order mark of
/// UTF-8 stays, since offsets count from the file's beginning. The second part names the encoding
/// where it is another, or where bytes were replaced.
pub fn decode_text(bytes: &[u8]) -> (Cow<'_, str>, Option<String>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding != UTF_8 => encoding,
        _ => html::guess_encoding(bytes),
    };
    let (text, replaced) = encoding.decode_with_bom_removal(bytes);
    let damaged = if replaced { ", with invalid bytes replaced by U+FFFD" } else { "" };
    (text, Some(format!("not UTF-8; read as {}{damaged}", encoding.name())))
}

/// Reads a page: the article in it, or everything that it shows where it is no article.
pub fn read_page(html: &str, url: Option<&str>) -> Article {
    let tree = html::parse(html);
    article::extract(&tree, url).unwrap_or_else(|| article::whole_page(&tree, url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_format_is_told_by_name_then_by_beginning() {
        let resolve = |name: &str, bytes: &[u8]| Format::Auto.resolve(Path::new(name), bytes);
        assert_eq!(resolve("a.HTM", b"plain"), Format::Html);
        assert_eq!(resolve("a.txt", b"<p>"), Format::Text);
        assert_eq!(resolve("-", b"\xef\xbb\xbf \n<!DOCTYPE html>"), Format::Html);
        assert_eq!(resolve("-", b"<p>One"), Format::Html);
        assert_eq!(resolve("-", b"<3 is a heart"), Format::Text);
        assert_eq!(resolve("-", b""), Format::Text);
        assert_eq!(Format::Text.resolve(Path::new("a.html"), b"<p>"), Format::Text);
    }

    #[test]
    fn text_of_other_encodings_is_read_and_named() {
        assert_eq!(decode_text("Michoacán".as_bytes()), ("Michoacán".into(), None));
        assert_eq!(decode_text(b"\xef\xbb\xbfa"), ("\u{feff}a".into(), None));
        let (text, note) = decode_text(b"Michoac\xe1n");
        assert_eq!((&*text, note.as_deref()), ("Michoacán", Some("not UTF-8; read as windows-1252")));
        let (text, note) = decode_text(b"\xff\xfea\0\xe1\0");
        assert_eq!((&*text, note.as_deref()), ("aá", Some("not UTF-8; read as UTF-16LE")));
    }

    proptest! {
        #[test]
        fn any_bytes_are_some_page_and_some_text(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            decode_text(&bytes);
            read_page(&html::decode(&bytes), None);
        }
    }
}
