//! Which encoding a page's bytes are in.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far into a file its `<meta charset>` is looked for; browsers look this far too.
const CHARSET_WINDOW: usize = 1024;

/// Decodes a page's bytes by its byte order mark, else by its `<meta charset>`, else by what the bytes
/// look like, see [`guess_encoding`].
///
/// Bytes that are invalid in that encoding become U+FFFD; nothing is an error.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let declared = || declared_encoding(&bytes[..bytes.len().min(CHARSET_WINDOW)]);
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        // A page that was saved anew as UTF-8 often keeps the declaration of its old encoding. What is
        // UTF-8 to the last byte, with more than a sign or two beyond ASCII, is no other encoding.
        None if std::str::from_utf8(bytes)
            .is_ok_and(|text| text.chars().filter(|c| !c.is_ascii()).nth(3).is_some()) =>
        {
            UTF_8
        }
        None => declared().unwrap_or_else(|| guess_encoding(bytes)),
    };
    encoding.decode(bytes).0
}

/// UTF-8 where the bytes are that or are mostly that (a few bytes were cut or damaged), else
/// Windows-1252, the old default of the West.
pub fn guess_encoding(bytes: &[u8]) -> &'static Encoding {
    let (mut valid, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if invalid <= valid { UTF_8 } else { WINDOWS_1252 }
}

/// The encoding that a `<meta>` names. A meta that can be read as ASCII and says UTF-16 is wrong, and
/// means UTF-8 by the HTML standard.
fn declared_encoding(start: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let mut rest = start.as_str();
    while let Some(at) = rest.find("<meta") {
        let tag = &rest[at..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        if let Some(value) =
            tag.find("charset").and_then(|at| tag[at + "charset".len()..].trim_start().strip_prefix('='))
        {
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let end =
                value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).unwrap_or(value.len());
            if let Some(encoding) = Encoding::for_label(&value.as_bytes()[..end]) {
                return Some(encoding.output_encoding());
            }
        }
        rest = &rest[at + "<meta".len()..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_encoding_is_the_one_the_page_declares() {
        assert_eq!(decode(b"<meta charset=windows-1252>caf\xe9 \x80"), "<meta charset=windows-1252>café €");
        assert_eq!(
            decode(b"<META http-equiv=Content-Type content='text/html; charset=\"ISO-8859-2\"'>\xb3"),
            "<META http-equiv=Content-Type content='text/html; charset=\"ISO-8859-2\"'>ł"
        );
        assert_eq!(decode("<p>Michoacán".as_bytes()), "<p>Michoacán");
        assert_eq!(decode(b"<p>caf\xe9"), "<p>café");
        assert_eq!(decode(b"<p>Michoac\xc3\xa1n and \xff Potos\xc3\xad"), "<p>Michoacán and \u{fffd} Potosí");
        assert_eq!(decode(b"\xef\xbb\xbfMichoac\xc3\xa1n"), "Michoacán");
        assert_eq!(decode(b"\xff\xfea\0\xe1\0"), "aá");
        assert_eq!(decode("<meta charset=gb2312>人工智能".as_bytes()), "<meta charset=gb2312>人工智能");
        assert_eq!(decode(b"<meta charset=utf-16>\xc3\xa1"), "<meta charset=utf-16>á");
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            decode(&bytes);
        }
    }
}
