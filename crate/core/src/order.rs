//! Sorting in little code.
//!
//! The standard library compiles its sorting anew for every type and comparison, some 5 KB each time: with 33 of them
//! it was 160 KB of the content script, which every article compiles anew. Here one sorting of numbers serves all,
//! and only the comparison and the moving are compiled for each. Where much is sorted, as in [`crate::anchor`], the
//! standard library's is the right one.

use core::cmp::Ordering;

/// Sorts by a comparison; what compares equal stays in its order.
///
/// ```
/// let mut words = ["pesos", "US", "dollars", "mx"];
/// postil_core::order::sort_by(&mut words, |a, b| a.len().cmp(&b.len()));
/// assert_eq!(words, ["US", "mx", "pesos", "dollars"]);
/// ```
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort_numbers(&mut order, &mut |a, b| compare(&items[a], &items[b]));
    // `order` says for each place where what belongs there stands. What one place gives up, the next of its cycle takes.
    for start in 0..order.len() {
        let mut at = start;
        while order[at] != start {
            let from = core::mem::replace(&mut order[at], at);
            items.swap(at, from);
            at = from;
        }
        order[at] = at;
    }
}

/// Sorts by a key; what has the same key stays in its order.
///
/// ```
/// let mut spans = [(7, 9), (0, 4), (0, 12)];
/// postil_core::order::sort_by_key(&mut spans, |(start, end)| (*start, usize::MAX - *end));
/// assert_eq!(spans, [(0, 12), (0, 4), (7, 9)]);
/// ```
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts from the least to the greatest.
///
/// ```
/// let mut tags = ["mexico", "arms"];
/// postil_core::order::sort(&mut tags);
/// assert_eq!(tags, ["arms", "mexico"]);
/// ```
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// The one sorting.
fn sort_numbers(order: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items: Vec<(u8, u32)>) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, theirs);
        }
    }
}
