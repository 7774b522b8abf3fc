//! What changed in a quote, word by word.

use serde::Serialize;

/// A piece of a quote: kept, gone, or new. Pieces put together without the new ones are the quote
/// as saved, without the gone ones the quote as it reads today, but for the spaces between words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "is", content = "text", rename_all = "lowercase")]
pub enum Difference {
    /// In both.
    Same(String),
    /// Only in the quote as saved.
    Gone(String),
    /// Only in today's text.
    New(String),
}

/// The table of a comparison has at most this many cells; what is longer is given as gone and new.
const LARGEST_TABLE: usize = 1 << 20;

/// Compares a quote as saved with its text today by words.
///
/// ```
/// use postil_core::anchor::{Difference, differences};
/// let pieces = differences("paid 26,000 pesos each", "paid 28,500 pesos each");
/// use Difference::*;
/// assert_eq!(pieces, [Same("paid".into()), Gone("26,000".into()), New("28,500".into()), Same("pesos each".into())]);
/// ```
pub fn differences(saved: &str, today: &str) -> Vec<Difference> {
    let a: Vec<&str> = saved.split_whitespace().collect();
    let b: Vec<&str> = today.split_whitespace().collect();
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (old, new) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let mut pieces = Pieces::default();
    a[..start].iter().for_each(|word| pieces.push(Difference::Same, word));
    if old.len().saturating_mul(new.len()) > LARGEST_TABLE {
        old.iter().for_each(|word| pieces.push(Difference::Gone, word));
        new.iter().for_each(|word| pieces.push(Difference::New, word));
    } else {
        compare(old, new, &mut pieces);
    }
    a[a.len() - end..].iter().for_each(|word| pieces.push(Difference::Same, word));
    pieces.0
}

/// The longest common subsequence, by the textbook's table.
fn compare(old: &[&str], new: &[&str], pieces: &mut Pieces) {
    let width = new.len() + 1;
    let mut longest = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = if old[i] == new[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            pieces.push(Difference::Same, old[i]);
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            pieces.push(Difference::Gone, old[i]);
            i += 1;
        } else {
            pieces.push(Difference::New, new[j]);
            j += 1;
        }
    }
}

#[derive(Default)]
struct Pieces(Vec<Difference>);

impl Pieces {
    fn push(&mut self, kind: fn(String) -> Difference, word: &str) {
        let piece = kind(word.to_owned());
        match (self.0.last_mut(), &piece) {
            (Some(Difference::Same(text)), Difference::Same(_))
            | (Some(Difference::Gone(text)), Difference::Gone(_))
            | (Some(Difference::New(text)), Difference::New(_)) => {
                text.push(' ');
                text.push_str(word);
            }
            _ => self.0.push(piece),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unlike_texts_are_gone_and_new() {
        use Difference::{Gone, New, Same};
        assert_eq!(differences("a b", "c"), [Gone("a b".into()), New("c".into())]);
        assert_eq!(differences("", ""), []);
        assert_eq!(differences("a b c", "b c d"), [Gone("a".into()), Same("b c".into()), New("d".into())]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_put_together_again(saved in "[abc ]{0,30}", today in "[abc ]{0,30}") {
            let pieces = differences(&saved, &today);
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let without = |wanted: fn(&Difference) -> Option<&String>| {
                pieces.iter().filter_map(wanted).flat_map(|text| words(text)).collect::<Vec<_>>()
            };
            let old = without(|piece| match piece {
                Difference::Same(text) | Difference::Gone(text) => Some(text),
                Difference::New(_) => None,
            });
            let new = without(|piece| match piece {
                Difference::Same(text) | Difference::New(text) => Some(text),
                Difference::Gone(_) => None,
            });
            prop_assert_eq!(old, words(&saved));
            prop_assert_eq!(new, words(&today));
        }
    }
}
