//! Notes are Markdown, and Markdown may hold HTML: what in a note would run a script.
//!
//! The page that shows notes renders no HTML at all; this is the second lock, and what lets an
//! import refuse a hostile file with the place of the fault. [`harmless`] keeps what a reader types
//! from ever being refused: it escapes, so that the note shows just what was typed.

use core::ops::Range;

/// Elements that run, load or send something, or that change the page around them.
const ACTIVE_ELEMENTS: [&str; 19] = [
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "style", "link", "meta", "base", "form",
    "input", "button", "svg", "math", "template", "portal", "noscript",
];

/// How far an HTML tag is looked through for its end, in bytes: a note of a million `<a` must not
/// take a million squared steps.
const LONGEST_TAG: usize = 1024;

/// What would run, in words; `None` for a note without such content. Code spans and blocks, and what
/// is escaped with a backslash, are shown as they are and count as harmless.
///
/// ```
/// use postil_core::annotation::note::active_content;
/// assert_eq!(active_content("see `<script>`, *1 < 2*"), None);
/// assert_eq!(active_content("<script>alert(1)</script>").as_deref(), Some("<script"));
/// ```
pub fn active_content(markdown: &str) -> Option<String> {
    Finder::new(markdown).next().map(|(_, what)| what)
}

/// The note with a backslash before whatever would run, so that it is shown as typed.
///
/// ```
/// use postil_core::annotation::note::harmless;
/// assert_eq!(harmless("a <script> b"), "a \\<script> b");
/// assert_eq!(harmless("*nothing* to do"), "*nothing* to do");
/// ```
pub fn harmless(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut done = 0;
    for (at, _) in Finder::new(markdown) {
        out.push_str(&markdown[done..at]);
        out.push('\\');
        done = at;
    }
    out.push_str(&markdown[done..]);
    out
}

/// Whether an address would run a script if it were followed.
pub fn is_script_scheme(address: &str) -> bool {
    // Browsers skip spaces and control characters within the scheme; Markdown decodes references.
    let plain: String = decoded(&address[..address.floor_char_boundary(200)])
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .flat_map(char::to_lowercase)
        .collect();
    ["javascript:", "vbscript:", "data:text/html", "data:image/svg", "data:application"]
        .iter()
        .any(|scheme| plain.starts_with(scheme))
}

/// Finds active content from left to right: where a backslash would defuse it, and what it is.
struct Finder<'t> {
    text: &'t str,
    code: Vec<Range<usize>>,
    at: usize,
}

impl<'t> Finder<'t> {
    fn new(text: &'t str) -> Self {
        Finder { text, code: code(text), at: 0 }
    }
}

impl Iterator for Finder<'_> {
    type Item = (usize, String);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let at = self.at;
            let next_code = self.code.partition_point(|range| range.end <= at);
            if let Some(range) = self.code.get(next_code)
                && range.contains(&at)
            {
                self.at = range.end;
                continue;
            }
            self.at += 1;
            match bytes[at] {
                // An escaped sign is no markup.
                b'\\' => self.at += 1,
                b'<' => {
                    if let Some(what) = active_tag(self.text, at) {
                        return Some((at, what));
                    }
                }
                b']' => {
                    if let Some(what) = active_link(self.text, at) {
                        return Some((at, what));
                    }
                }
                _ => {}
            }
        }
        None
    }
}

fn active_tag(text: &str, at: usize) -> Option<String> {
    let rest = &text[at + 1..];
    if is_script_scheme(rest) {
        return Some("a link that runs a script".into());
    }
    let inner = rest.strip_prefix('/').unwrap_or(rest);
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(inner.len());
    let name = inner[..end].to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if ACTIVE_ELEMENTS.contains(&name.as_str()) {
        return Some(format!("<{name}"));
    }
    let tag = &inner[end..inner.floor_char_boundary(end + LONGEST_TAG)];
    let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
    attribute_runs(tag).then(|| format!("<{name} with an attribute that runs a script"))
}

/// Whether the attributes of a tag hold `on…=` or an address that runs a script.
fn attribute_runs(tag: &str) -> bool {
    let mut from = 0;
    while let Some(found) = tag[from..].find('=') {
        let equals = from + found;
        let name = tag[..equals].trim_end();
        let name = name.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or("");
        let value = tag[equals + 1..].trim_start().trim_start_matches(['"', '\'']);
        if name.len() > 2 && name[..2].eq_ignore_ascii_case("on") || is_script_scheme(value) {
            return true;
        }
        from = equals + 1;
    }
    false
}

/// A link's or picture's address behind the closing bracket, or a definition's behind its colon.
fn active_link(text: &str, at: usize) -> Option<String> {
    let address = text[at + 1..].strip_prefix(['(', ':'])?;
    let address = address.trim_start().trim_start_matches('<');
    is_script_scheme(address).then(|| "a link that runs a script".into())
}

/// The character references that can stand in an address's scheme, decoded.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '\\']) {
        out.push_str(&rest[..at]);
        if rest.as_bytes()[at] == b'\\' {
            rest = &rest[at + 1..];
            continue;
        }
        let reference = &rest[at + 1..];
        let end = reference.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(reference.len());
        let name = &reference[..end];
        let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => digits.parse().ok(),
        });
        match name {
            "Tab" | "NewLine" => {}
            "colon" => out.push(':'),
            _ => match number.and_then(char::from_u32) {
                Some(c) => out.push(c),
                None => {
                    out.push('&');
                    rest = reference;
                    continue;
                }
            },
        }
        rest = reference[end..].strip_prefix(';').unwrap_or(&reference[end..]);
    }
    out.push_str(rest);
    out
}

/// Code spans and fenced blocks, in order.
fn code(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut fence: Option<(usize, &str)> = None;
    let mut prose_from = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches(' ');
        let mark = &inner[..inner.len() - inner.trim_start_matches(['`', '~']).len()];
        let is_fence = line.len() - inner.len() < 4
            && mark.len() >= 3
            && (mark.bytes().all(|b| b == b'`') || mark.bytes().all(|b| b == b'~'));
        match fence {
            None if is_fence && !inner[mark.len()..].contains('`') => {
                spans(text, prose_from..at, &mut ranges);
                fence = Some((at, mark));
            }
            Some((start, open)) if is_fence && mark.starts_with(open) && inner[mark.len()..].trim().is_empty() => {
                ranges.push(start..at + line.len());
                prose_from = at + line.len();
                fence = None;
            }
            _ => {}
        }
        at += line.len();
    }
    match fence {
        // An open fence runs to the end.
        Some((start, _)) => ranges.push(start..text.len()),
        None => spans(text, prose_from..text.len(), &mut ranges),
    }
    ranges
}

/// Code spans in prose: a run of backticks to the next run of the same length, in one paragraph.
fn spans(text: &str, within: Range<usize>, ranges: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut paragraph = 0;
    let mut paragraphs: Vec<usize> = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let start = at;
        while at < within.end && bytes[at] == b'`' {
            at += 1;
        }
        if at > start {
            let escaped = bytes[within.start..start].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1;
            let from = start + usize::from(escaped);
            if from < at {
                runs.push(from..at);
                paragraphs.push(paragraph);
            }
        } else {
            if bytes[at] == b'\n'
                && bytes[at + 1..within.end].iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')) == Some(&b'\n')
            {
                paragraph += 1;
            }
            at += 1;
        }
    }
    // Next run of each length, looked up from the right: linear for any number of runs.
    let mut next_of_length = std::collections::BTreeMap::<(usize, usize), usize>::new();
    let mut next = vec![None; runs.len()];
    for index in (0..runs.len()).rev() {
        next[index] = next_of_length.insert((runs[index].len(), paragraphs[index]), index);
    }
    let mut index = 0;
    while index < runs.len() {
        match next[index] {
            Some(close) => {
                ranges.push(runs[index].start..runs[close].end);
                index = close + 1;
            }
            None => index += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_runs_is_found() {
        for (note, what) in [
            ("<script>alert(1)</script>", "<script"),
            ("text\n\n<SCRIPT src=x>", "<script"),
            ("<img src=x onerror=alert(1)>", "<img with an attribute that runs a script"),
            ("<img src=x onerror = 'alert(1)'>", "<img with an attribute that runs a script"),
            ("<a href='JavaScript:alert(1)'>x</a>", "<a with an attribute that runs a script"),
            ("[x](javascript:alert(1))", "a link that runs a script"),
            ("![x]( <java\tscript:alert(1)>)", "a link that runs a script"),
            ("[x](&#106;avascript&colon;alert(1))", "a link that runs a script"),
            ("[x][y]\n\n[y]: data:text/html,<b>", "a link that runs a script"),
            ("<javascript:alert(1)>", "a link that runs a script"),
            ("a ` b <svg onload=alert(1)>", "<svg"),
            ("```\ncode\n```\n<iframe src=x>", "<iframe"),
        ] {
            assert_eq!(active_content(note).as_deref(), Some(what), "{note}");
        }
    }

    #[test]
    fn what_only_looks_so_is_kept() {
        for note in [
            "1 < 2 and 3 > 2",
            "the `<script>` element",
            "``a ` <script> b``",
            "```html\n<script>\n```",
            "~~~\n<script>",
            "\\<script>",
            "[x](https://example.com/?a=javascript:1)",
            "<b>bold</b> and <https://example.com>",
            "once=twice, on = off",
            "[javascript: a language](https://example.com)",
        ] {
            assert_eq!(active_content(note), None, "{note}");
            assert_eq!(harmless(note), note);
        }
    }

    proptest! {
        #[test]
        fn a_harmless_note_is_never_refused(note in "(?s)([<>/\\\\`~\\[\\]():;&#=\"' \n]|script|img|onload|javascript|x|é){0,40}") {
            let once = harmless(&note);
            prop_assert_eq!(active_content(&once), None);
            prop_assert_eq!(harmless(&once), once);
        }
    }
}
