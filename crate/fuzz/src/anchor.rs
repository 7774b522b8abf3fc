//! Any quote, looked for in any text.

use postil_core::{
    anchor::{Anchorer, Position, Quote, State, differences},
    text::Span,
};

use crate::parts;

/// Text, quote, prefix, suffix and position, with zero bytes in between.
pub fn anchor(data: &[u8]) {
    let [text, exact, prefix, suffix, position] = parts::<5>(data);
    let start = position.trim().parse().unwrap_or(0);
    let position = Position { start, end: start.saturating_add(exact.chars().count()) };
    let anchorer = Anchorer::new(&text);
    let quote = Quote { exact, prefix, suffix };
    for position in [None, Some(position)] {
        let found = anchorer.locate(&quote, position);
        assert_eq!(found.span.is_none(), found.state == State::Orphan, "{found:?}");
        let Some(span) = found.span else { continue };
        let today = text.get(span.start..span.end).expect("a span of the text");
        assert!(!today.is_empty(), "{found:?}");
        differences(&quote.exact, today);
    }
    // What is quoted from the text itself is found where it stands.
    if let Some(word) = text.split_whitespace().max_by_key(|word| word.len()).filter(|word| word.len() > 12) {
        let start = text.find(word).expect("a word of the text");
        let span = Span::new(start, start + word.len());
        let (quote, position) = (Quote::of(&text, span), Position::of(anchorer.offsets(), span));
        let found = anchorer.locate(&quote, Some(position));
        if let Some(found) = found.span {
            assert!(text.get(found.start..found.end).is_some(), "{found:?}");
        }
    }
}
