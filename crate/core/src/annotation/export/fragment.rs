//! Links that open an article at the quote: text fragments (<https://wicg.github.io/scroll-to-text-fragment/>).

use crate::{
    anchor::{CONTEXT, Quote},
    annotation::Annotation,
};

/// Quotes of more characters are given by their first and last words.
const LONGEST: usize = 200;

/// Words of context, and words at either end of a long quote.
const WORDS: usize = 4;

/// The address of an annotation's article with the quote as a text fragment; the bare address where
/// there is no quote. The fragment that the address itself has is kept where it can be.
pub fn deep_link(annotation: &Annotation) -> String {
    let source = &annotation.target.source;
    let Some(directive) = annotation.quote().and_then(directive) else { return source.clone() };
    let sign = if source.contains('#') { "" } else { "#" };
    let source = source.split(":~:").next().unwrap_or(source);
    format!("{source}{sign}:~:text={directive}")
}

fn directive(quote: &Quote) -> Option<String> {
    let exact = quote.exact.trim();
    if exact.is_empty() {
        return None;
    }
    // Each part must lie within one block of the page.
    let blocks: Vec<&str> = exact.split('\n').map(str::trim).filter(|block| !block.is_empty()).collect();
    let (first, last) = (*blocks.first()?, *blocks.last()?);
    let text = if blocks.len() > 1 || exact.chars().count() > LONGEST {
        format!("{},{}", encoded(&first_words(first, WORDS)), encoded(&last_words(last, WORDS)))
    } else {
        encoded(exact)
    };
    // Where the saved context ends in the middle of a block, its outermost word may be cut.
    let is_cut = |part: &str, all: &str| part.len() == all.len() && all.chars().count() >= CONTEXT;
    let before = quote.prefix.rsplit('\n').next().unwrap_or_default();
    let before = match before.split_once(char::is_whitespace) {
        Some((_, whole)) if is_cut(before, &quote.prefix) => whole,
        None if is_cut(before, &quote.prefix) => "",
        _ => before,
    };
    let after = quote.suffix.split('\n').next().unwrap_or_default();
    let after = match after.rsplit_once(char::is_whitespace) {
        Some((whole, _)) if is_cut(after, &quote.suffix) => whole,
        None if is_cut(after, &quote.suffix) => "",
        _ => after,
    };
    let touches = |end: Option<char>| end.is_some_and(char::is_alphanumeric);
    let before = if touches(before.chars().next_back()) { String::new() } else { last_words(before, WORDS) };
    let after = if touches(after.chars().next()) { String::new() } else { first_words(after, WORDS) };
    let mut directive = String::new();
    if before.chars().any(char::is_alphanumeric) {
        directive.push_str(&encoded(&before));
        directive.push_str("-,");
    }
    directive.push_str(&text);
    if after.chars().any(char::is_alphanumeric) {
        directive.push_str(",-");
        directive.push_str(&encoded(&after));
    }
    Some(directive)
}

fn first_words(text: &str, count: usize) -> String {
    text.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
}

fn last_words(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(count)..].join(" ")
}

/// Percent-encoded; `-`, `,` and `&` too, which mean something in a directive.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' | b'!' | b'*' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(exact: &str, prefix: &str, suffix: &str) -> String {
        directive(&Quote { exact: exact.into(), prefix: prefix.into(), suffix: suffix.into() }).unwrap()
    }

    #[test]
    fn a_short_quote_has_its_context() {
        assert_eq!(
            link("26,000 pesos", "nistry of Defense (Sedena) paid ", " for each of them, the army saidx"),
            "of%20Defense%20%28Sedena%29%20paid-,26%2C000%20pesos,-for%20each%20of%20them%2C"
        );
    }

    #[test]
    fn context_beyond_the_block_is_left_out() {
        assert_eq!(link("A heading", "the end.\n", "\nThe next"), "A%20heading");
        assert_eq!(link("word", "", ""), "word");
        assert_eq!(link("cut", "xcutcutcutcutcutcutcutcutcutcut ", ""), "cut");
    }

    #[test]
    fn a_part_of_a_word_has_no_context_on_that_side() {
        assert_eq!(link("grena", "sold the ", "des for"), "sold%20the-,grena");
    }

    #[test]
    fn a_long_quote_is_given_by_its_ends() {
        let long = format!("one two three four five {} six seven eight nine", "word ".repeat(60));
        assert_eq!(link(&long, "", ""), "one%20two%20three%20four,six%20seven%20eight%20nine");
        assert_eq!(link("End of one.\nStart of - another", "", ""), "End%20of%20one.,Start%20of%20%2D%20another");
    }
}
