//! The same article under another address: recognized by title and text, offered, never merged.
//!
//! A [`Fingerprint`] is a MinHash (Andrei Broder, "On the resemblance and containment of documents",
//! 1997): of all runs of five words the least hash under each of 32 hash functions, cut to 16 bits.
//! The share of equal values estimates how many of the runs two texts share, to within about 0.09.

use super::{Page, index::Entry, store::Command};
use crate::pause::{Never, Pause, STEP, at_once, each};

const HASHES: usize = 32;

/// Words in a run.
const RUN: usize = 5;

/// A text of fewer words is like too many others.
const FEWEST_WORDS: usize = 50;

/// Two texts that share this much are offered as one article, whatever their titles.
const SAME_TEXT: f32 = 0.5;

/// Two texts with one title need only share this much.
const SAME_TITLE_AND_TEXT: f32 = 0.2;

/// What a text is like, in 64 bytes; as text 128 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fingerprint([u16; HASHES]);

impl Fingerprint {
    /// Of a text; `None` for one of fewer than 50 words, which is like too many others.
    pub fn of(text: &str) -> Option<Self> {
        at_once(Self::of_in_slices(text, &Never))
    }

    /// As [`Fingerprint::of`], with pauses.
    pub async fn of_in_slices<P: Pause>(text: &str, pause: &P) -> Option<Self> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(hash);
        let mut least = [u32::MAX; HASHES];
        let mut run = [0; RUN];
        let mut count = 0;
        each(words, STEP, pause, |word| {
            run.rotate_left(1);
            run[RUN - 1] = word;
            count += 1;
            if count >= RUN {
                take_least(&mut least, &run);
            }
        })
        .await;
        (count >= FEWEST_WORDS).then(|| Fingerprint(least.map(|hash| (hash & 0xffff) as u16)))
    }

    /// How many of the runs of words both texts have in common, estimated: 0 to 1.
    pub fn similarity(&self, other: &Self) -> f32 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f32 / HASHES as f32
    }

    /// Reads 128 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut values = [0; HASHES];
        if text.len() != HASHES * 4 || !text.is_ascii() {
            return None;
        }
        for (number, value) in values.iter_mut().enumerate() {
            *value = u16::from_str_radix(&text[number * 4..number * 4 + 4], 16).ok()?;
        }
        Some(Fingerprint(values))
    }
}

impl core::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.iter().try_for_each(|value| write!(f, "{value:04x}"))
    }
}

/// The least hashes with those of one more run of words.
fn take_least(least: &mut [u32; HASHES], run: &[u32; RUN]) {
    let run = run.iter().fold(0u32, |all, word| mixed(all.rotate_left(9) ^ word));
    for (number, least) in least.iter_mut().enumerate() {
        *least = (*least).min(mixed(run ^ (number as u32 + 1).wrapping_mul(0x9e37_79b9)));
    }
}

/// FNV-1a over the letters, in small. All hashes here are of 32 bits: as JavaScript a multiplication of 64 bits is a
/// function of its own, and those of a page of 1,000 words took 60 ms before its first mark.
fn hash(word: &str) -> u32 {
    let lower = word.chars().flat_map(char::to_lowercase);
    lower.fold(0x811c_9dc5, |hash, c| (hash ^ u32::from(c)).wrapping_mul(0x0100_0193))
}

/// MurmurHash3's last step, by which each bit bears on each.
fn mixed(mut z: u32) -> u32 {
    z = (z ^ (z >> 16)).wrapping_mul(0x85eb_ca6b);
    z = (z ^ (z >> 13)).wrapping_mul(0xc2b2_ae35);
    z ^ (z >> 16)
}

/// A saved article that may be the one at hand.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate<'i> {
    /// The saved article.
    pub entry: &'i Entry,
    /// How much of the text they share, 0 to 1.
    pub similarity: f32,
    /// Whether the titles are the same.
    pub same_title: bool,
}

/// The saved articles that an article of this key, title and text may be, best first. An article
/// that is saved under its key is itself and no candidate.
pub fn candidates<'i>(
    key: &str,
    title: Option<&str>,
    fingerprint: &Fingerprint,
    saved: &'i [Entry],
) -> Vec<Candidate<'i>> {
    let plain = |title: &str| -> String {
        title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let title = title.map(plain).filter(|title| !title.is_empty());
    let mut candidates: Vec<Candidate<'i>> = saved
        .iter()
        .filter(|entry| entry.key != key)
        .filter_map(|entry| {
            let similarity = fingerprint.similarity(&Fingerprint::parse(entry.fingerprint.as_deref()?)?);
            let same_title = title.is_some() && entry.title.as_deref().map(plain) == title;
            let least = if same_title { SAME_TITLE_AND_TEXT } else { SAME_TEXT };
            (similarity >= least).then_some(Candidate { entry, similarity, same_title })
        })
        .collect();
    crate::order::sort_by(&mut candidates, |a, b| {
        b.similarity.total_cmp(&a.similarity).then(b.same_title.cmp(&a.same_title))
    });
    candidates
}

/// The changes that take everything saved of an article over to the article it was moved to, whose
/// key and address these are: what is taken from the old one, and what is put to the new one.
pub fn relink(old: &Page, key: &str, url: &str, now: &str) -> (Command, Command) {
    let taken = old.annotations.iter().map(|annotation| Command::Delete { id: annotation.id.clone() });
    let put = old.annotations.iter().map(|annotation| {
        let mut annotation = annotation.clone();
        annotation.target.source = url.to_owned();
        annotation.target.article = Some(key.to_owned());
        annotation.modified = now.to_owned();
        Command::Add { annotation }
    });
    (Command::Many { commands: taken.collect() }, Command::Many { commands: put.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::{Annotation, Context, store},
        article::Article,
        text::Span,
    };
    use proptest::prelude::*;

    fn text(seed: u32, words: usize) -> String {
        let mut state = seed;
        let word = |_| {
            state = mixed(state.wrapping_add(0x9e37_79b9));
            format!("word{} ", state % 500)
        };
        (0..words).map(word).collect()
    }

    fn saved(key: &str, title: &str, text: &str) -> Entry {
        Entry {
            key: key.into(),
            title: Some(title.into()),
            fingerprint: Fingerprint::of(text).map(|fingerprint| fingerprint.to_string()),
            ..Entry::default()
        }
    }

    #[test]
    fn a_moved_article_is_offered_and_others_are_not() {
        let article = text(1, 300);
        let entries = [
            saved("https://example.com/old", "Grenades for pesos", &article),
            saved("https://example.com/other", "Grenades for pesos", &text(2, 300)),
            saved("https://example.com/here", "Grenades for pesos", &article),
        ];
        let edited = format!("{article} An update was added at the end of the article.");
        let edited = Fingerprint::of(&edited).unwrap();
        let found = candidates("https://example.com/here", Some("Grenades for Pesos"), &edited, &entries);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].entry.key, "https://example.com/old");
        assert!(found[0].same_title && found[0].similarity > 0.7);
    }

    #[test]
    fn what_is_saved_moves_with_the_article_and_back() {
        let (old_url, new_url) = ("https://example.com/old", "https://example.com/new");
        let context = Context { id: "urn:x:1".into(), url: old_url.into(), ..Context::default() };
        let annotation = Annotation::from_span(&Article::from_text("one two three"), Span::new(4, 7), context);
        let old = Page { annotations: vec![annotation], ..Page::new(old_url, old_url) };
        let (taken, put) = relink(&old, new_url, "https://example.com/new?x", "2026-01-02T00:00:00Z");
        let from = store::apply(old.clone(), taken).unwrap();
        let to = store::apply(Page::new(new_url, new_url), put).unwrap();
        assert!(from.page.annotations.is_empty());
        let [moved] = &to.page.annotations[..] else { panic!("{:?}", to.page) };
        assert_eq!(moved.target.source, "https://example.com/new?x");
        assert_eq!(moved.target.article.as_deref(), Some(new_url));
        assert_eq!(moved.quote(), old.annotations[0].quote());
        assert_eq!(store::apply(from.page, from.inverse).unwrap().page, old);
    }

    #[test]
    fn a_short_text_is_like_nothing() {
        assert_eq!(Fingerprint::of("Subscribe to read on."), None);
    }

    proptest! {
        #[test]
        fn a_fingerprint_is_read_back(seed in any::<u32>(), other in ".{0,140}") {
            let fingerprint = Fingerprint::of(&text(seed, 60)).unwrap();
            prop_assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
            Fingerprint::parse(&other);
        }
    }
}
