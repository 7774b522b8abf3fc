//! Articles as they are edited after a reader has marked them: by a script, with fixed seeds.

/// A small generator with fixed seeds (SplitMix64, by Sebastiano Vigna): the same cases on every
/// machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `below`, exclusive.
    pub fn below(&mut self, below: usize) -> usize {
        (self.next() % below.max(1) as u64) as usize
    }

    fn chance(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }
}

/// What happens to the article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edit {
    Unchanged,
    /// One to three paragraphs come before the quote.
    Inserted,
    /// The quote's paragraph goes elsewhere.
    Moved,
    /// One word of the quote becomes another, or is spelt otherwise.
    WordEdited,
    /// Of all words of the article, 5 of 100 are replaced, left out, or get another before them.
    Altered5,
    /// The same for 20 of 100.
    Altered20,
    /// The quote is left out.
    Deleted,
    /// The quote's sentences go elsewhere.
    SentenceMoved,
    /// A sentence comes directly before the quote.
    InsertedAt,
}

impl Edit {
    pub const ALL: [Edit; 9] = [
        Edit::Unchanged,
        Edit::Inserted,
        Edit::Moved,
        Edit::WordEdited,
        Edit::Altered5,
        Edit::Altered20,
        Edit::Deleted,
        Edit::SentenceMoved,
        Edit::InsertedAt,
    ];
}

/// How much is quoted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    Word,
    FiveWords,
    Sentence,
    ThreeSentences,
}

impl Length {
    pub const ALL: [Length; 4] = [Length::Word, Length::FiveWords, Length::Sentence, Length::ThreeSentences];
}

/// A piece of an article: a word with the signs at it, or the space between two.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    in_quote: bool,
}

/// An article before and after.
pub struct Case {
    pub before: String,
    /// Bytes of the quote in `before`.
    pub quote: std::ops::Range<usize>,
    pub after: String,
    /// Bytes in `after` of what became of the quote; `None` if nothing is left of it.
    pub truth: Option<std::ops::Range<usize>>,
}

/// Words and spaces in turn; paragraphs end with a newline.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let space = first.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != space).unwrap_or(rest.len());
        pieces.push(&rest[..end]);
        rest = &rest[end..];
    }
    pieces
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}

/// Where a quote of that length is, as a range of pieces that begins and ends with a word.
fn choose(pieces: &[&str], length: Length, random: &mut Random) -> Option<std::ops::Range<usize>> {
    let words: Vec<usize> = (0..pieces.len()).filter(|at| is_word(pieces[*at])).collect();
    let ends_sentence = |at: usize| {
        pieces[at].trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?'])
            || pieces.get(at + 1).is_none_or(|space| space.contains('\n'))
    };
    let starts: Vec<usize> =
        words.iter().enumerate().filter(|(n, _)| *n == 0 || ends_sentence(words[n - 1])).map(|(n, _)| n).collect();
    let (first, count) = match length {
        Length::Word => (random.below(words.len()), 1),
        Length::FiveWords => (random.below(words.len().checked_sub(5)?), 5),
        Length::Sentence | Length::ThreeSentences => {
            let sentences = if length == Length::Sentence { 1 } else { 3 };
            let chosen = random.below(starts.len().checked_sub(sentences)?);
            let last = starts.get(chosen + sentences).copied().unwrap_or(words.len());
            (starts[chosen], last - starts[chosen])
        }
    };
    if matches!(length, Length::Sentence | Length::ThreeSentences) && count < 4 {
        return None;
    }
    Some(words[first]..words[first + count - 1] + 1)
}

/// A word that is spelt otherwise: one letter goes, comes or changes places.
fn misspelt(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = random.below(letters.len());
    match random.below(3) {
        0 if letters.len() > 3 => drop(letters.remove(at)),
        1 if at + 1 < letters.len() && letters[at] != letters[at + 1] => letters.swap(at, at + 1),
        _ => letters.insert(at, 'e'),
    }
    letters.into_iter().collect()
}

/// Makes one case of an article. `None` where the article is too short for it.
pub fn case(article: &str, filler: &[&str], edit: Edit, length: Length, random: &mut Random) -> Option<Case> {
    let split = pieces(article);
    let chosen = choose(&split, length, random)?;
    let vocabulary: Vec<&str> = split.iter().copied().filter(|piece| is_word(piece)).collect();
    let another = |word: &str, random: &mut Random| {
        (0..9)
            .map(|_| vocabulary[random.below(vocabulary.len())])
            .find(|other| *other != word)
            .unwrap_or("—")
            .to_owned()
    };
    let start: usize = split[..chosen.start].iter().map(|piece| piece.len()).sum();
    let end = start + split[chosen.clone()].iter().map(|piece| piece.len()).sum::<usize>();
    let mut now: Vec<Piece> = split
        .iter()
        .enumerate()
        .map(|(at, piece)| Piece { text: (*piece).to_owned(), in_quote: chosen.contains(&at) })
        .collect();
    match edit {
        Edit::Unchanged => {}
        Edit::Inserted => {
            // At the start of any paragraph that is not behind the quote's.
            let borders: Vec<usize> =
                (0..=chosen.start).filter(|at| *at == 0 || split[at - 1].contains('\n')).collect();
            for _ in 0..=random.below(3) {
                let at = borders[random.below(borders.len())];
                let text = format!("{}\n", filler[random.below(filler.len())]);
                now.insert(at, Piece { text, in_quote: false });
            }
        }
        Edit::InsertedAt => {
            let text = format!("{} ", filler[random.below(filler.len())]);
            now.insert(chosen.start, Piece { text, in_quote: false });
        }
        Edit::SentenceMoved => {
            let ends = |at: usize| {
                split[at].trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?']) || split[at].contains('\n')
            };
            let from = (0..=chosen.start)
                .rev()
                .find(|at| *at == 0 || ends(*at - 1))
                .map(|at| if at < chosen.start && split[at].trim().is_empty() { at + 1 } else { at })?;
            let to = (chosen.end..split.len()).find(|at| ends(*at - 1)).unwrap_or(split.len());
            let mut sentence: Vec<Piece> = now.drain(from..to).collect();
            sentence.push(Piece { text: " ".into(), in_quote: false });
            let borders: Vec<usize> = (0..now.len())
                .filter(|at| {
                    *at == 0
                        || now[at - 1].text.trim().is_empty() && *at > 1 && now[at - 2].text.ends_with(['.', '?', '!'])
                })
                .collect();
            let at = *borders.get(random.below(borders.len()))?;
            now.splice(at..at, sentence);
        }
        Edit::Moved => {
            let from = (0..=chosen.start).rev().find(|at| *at == 0 || split[at - 1].contains('\n'))?;
            let to = (chosen.end..split.len()).find(|at| split[at - 1].contains('\n')).unwrap_or(split.len());
            let mut paragraph: Vec<Piece> = now.drain(from..to).collect();
            if paragraph.last().is_some_and(|last| is_word(&last.text)) {
                paragraph.push(Piece { text: "\n".into(), in_quote: false });
            }
            let borders: Vec<usize> = (0..now.len()).filter(|at| *at == 0 || now[at - 1].text.contains('\n')).collect();
            let at = *borders.get(random.below(borders.len()))?;
            now.splice(at..at, paragraph);
        }
        Edit::WordEdited => {
            let words: Vec<usize> = chosen.clone().filter(|at| is_word(split[*at])).collect();
            let at = words[random.below(words.len())];
            let replaced = length != Length::Word && random.chance(50);
            now[at].text = if replaced { another(split[at], random) } else { misspelt(split[at], random) };
        }
        Edit::Altered5 | Edit::Altered20 => {
            let share = if edit == Edit::Altered5 { 5 } else { 20 };
            let mut at = 0;
            while at < now.len() {
                if !is_word(&now[at].text) || !random.chance(share) {
                    at += 1;
                    continue;
                }
                match random.below(5) {
                    0 => {
                        now.drain(at..(at + 2).min(now.len()));
                    }
                    1 => {
                        // Before the quote's first word it stands outside the quote.
                        let in_quote = now[at].in_quote && at > 0 && now[at - 1].in_quote;
                        let text = another(&now[at].text, random);
                        now.splice(at..at, [Piece { text, in_quote }, Piece { text: " ".into(), in_quote }]);
                        at += 3;
                    }
                    2 => {
                        now[at].text = misspelt(&now[at].text, random);
                        at += 1;
                    }
                    _ => {
                        now[at].text = another(&now[at].text, random);
                        at += 1;
                    }
                }
            }
        }
        Edit::Deleted => {
            now.drain(chosen.start..(chosen.end + 1).min(now.len()));
        }
    }
    let mut after = String::new();
    let mut truth: Option<std::ops::Range<usize>> = None;
    for piece in &now {
        let from = after.len();
        after.push_str(&piece.text);
        if piece.in_quote && is_word(&piece.text) {
            truth = Some(truth.map_or(from, |truth| truth.start)..after.len());
        }
    }
    Some(Case { before: article.to_owned(), quote: start..end, after, truth })
}
