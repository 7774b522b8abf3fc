//! Quotes are found again in edited articles, and never in a wrong place.
//!
//! Once on a text of our own, always; once on the articles of the developers' data folder beside the
//! checkout, where there is one.

#[path = "anchoring/edit.rs"]
mod edit;

use edit::{Case, Edit, Length, Random};
use postil_core::{
    anchor::{Anchorer, Position, Quote},
    text::{OffsetMap, Span},
};

/// What became of the cases of one edit and length.
#[derive(Default, Clone, Copy, Debug)]
struct Tally {
    cases: usize,
    /// Found where it is: what is found and what became of the quote share half of what they cover.
    right: usize,
    /// Found just so, to the letter.
    to_the_letter: usize,
    wrong: usize,
    orphans: usize,
    /// Cases, and those of them found, in which the article as saved says the quote with what stands
    /// around it only once: of a refrain that is moved nobody can say which one it was.
    once: (usize, usize),
}

impl Tally {
    fn right_share(&self) -> f64 {
        self.right as f64 / self.cases.max(1) as f64
    }

    fn wrong_share(&self) -> f64 {
        self.wrong as f64 / self.cases.max(1) as f64
    }
}

fn shares_enough(found: Span, truth: &std::ops::Range<usize>) -> bool {
    let common = found.end.min(truth.end).saturating_sub(found.start.max(truth.start));
    let all = found.end.max(truth.end) - found.start.min(truth.start);
    common * 2 >= all
}

/// Signs at a word's ends, such as its full stop, are neither here nor there.
fn bare(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
    let length = span.of(text)[start - span.start..].trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    Span::new(start, start + length)
}

fn judge(case: &Case, tally: &mut Tally) {
    let quote = Span::from(case.quote.clone());
    let position = Position::of(&OffsetMap::new(&case.before), quote);
    let saved = Quote::of(&case.before, quote);
    let found = Anchorer::new(&case.after).locate(&saved, Some(position));
    let around = format!("{}{}{}", saved.prefix, saved.exact, saved.suffix);
    let once = case.before.match_indices(&around).count() == 1;
    tally.cases += 1;
    tally.once.0 += usize::from(once);
    match (found.span, &case.truth) {
        (None, _) => {
            tally.orphans += 1;
        }
        (Some(span), Some(truth)) if shares_enough(span, truth) => {
            tally.right += 1;
            let truth = Span::from(truth.clone());
            tally.to_the_letter += usize::from(bare(&case.after, span) == bare(&case.after, truth));
            tally.once.1 += usize::from(once);
        }
        (Some(_), _) => tally.wrong += 1,
    }
}

/// Runs every edit on every length, prints the table, and returns the tallies.
fn run(articles: &[String], rounds: u64) -> Vec<(Edit, Length, Tally)> {
    let filler = [
        "A correction was added to this article on Tuesday; an earlier version misstated the date of the meeting.",
        "This story was first published in the morning and has been updated with a statement of the ministry.",
        "Readers who know more about the matter are asked to write to the desk.",
    ];
    let mut table = Vec::new();
    println!(
        "{:<12} {:<15} {:>6} {:>8} {:>8} {:>8} {:>8}",
        "edit", "quote", "cases", "right", "letter", "wrong", "orphan"
    );
    for edit in Edit::ALL {
        for length in Length::ALL {
            let mut tally = Tally::default();
            for round in 0..rounds {
                for (number, article) in articles.iter().enumerate() {
                    let seed = round << 32 | (number as u64) << 8 | (edit as u64) << 4 | length as u64;
                    if let Some(case) = edit::case(article, &filler, edit, length, &mut Random::new(seed)) {
                        judge(&case, &mut tally);
                    }
                }
            }
            let percent = |count: usize| 100.0 * count as f64 / tally.cases.max(1) as f64;
            println!(
                "{:<12} {:<15} {:>6} {:>7.2}% {:>7.2}% {:>7.2}% {:>7.2}%",
                format!("{edit:?}"),
                format!("{length:?}"),
                tally.cases,
                percent(tally.right),
                percent(tally.to_the_letter),
                percent(tally.wrong),
                percent(tally.orphans)
            );
            table.push((edit, length, tally));
        }
    }
    table
}

/// The thresholds of right and wrong that the matcher must hold.
fn check(table: &[(Edit, Length, Tally)]) {
    let sum = |wanted: &dyn Fn(Edit, Length) -> bool| {
        let mut sum = Tally::default();
        for (edit, length, tally) in table.iter().filter(|(edit, length, _)| wanted(*edit, *length)) {
            // A sentence put directly before a word, or moved away with it, takes away half of what
            // tells it from the same word elsewhere.
            let bereft = *length == Length::Word && matches!(edit, Edit::InsertedAt | Edit::SentenceMoved);
            let most = if bereft { 0.025 } else { 0.01 };
            assert!(tally.wrong_share() <= most, "{edit:?} {length:?}: wrong in {:.4}", tally.wrong_share());
            sum.cases += tally.cases;
            sum.right += tally.right;
            sum.once.0 += tally.once.0;
            sum.once.1 += tally.once.1;
        }
        sum
    };
    let untouched = |edit: Edit| matches!(edit, Edit::Unchanged | Edit::Inserted | Edit::Moved);
    let all = sum(&|edit, _| untouched(edit));
    assert!(all.right_share() >= 0.995, "unchanged, inserted and moved: right in {:.4}", all.right_share());
    for one in [Edit::Unchanged, Edit::Inserted, Edit::Moved] {
        let all = sum(&|edit, _| edit == one);
        let share = all.once.1 as f64 / all.once.0 as f64;
        assert!(share >= 0.995, "{one:?}: right in {share:.4} of what the article says once");
    }
    for one in [Edit::WordEdited, Edit::Altered5, Edit::Altered20] {
        let long = sum(&|edit, length| edit == one && matches!(length, Length::Sentence | Length::ThreeSentences));
        assert!(long.right_share() >= 0.97, "{one:?}, sentences: right in {:.4}", long.right_share());
        let five = sum(&|edit, length| edit == one && length == Length::FiveWords);
        assert!(five.right_share() >= 0.95, "{one:?}, five words: right in {:.4}", five.right_share());
    }
    for (one, least) in [(Edit::Deleted, 0.0), (Edit::SentenceMoved, 0.97), (Edit::InsertedAt, 0.98)] {
        let all = sum(&|edit, _| edit == one);
        assert!(all.right_share() >= least, "{one:?}: right in {:.4}", all.right_share());
    }
    let edited_word = sum(&|edit, length| edit == Edit::WordEdited && length == Length::Word);
    assert!(edited_word.right_share() >= 0.95, "a word spelt otherwise: right in {:.4}", edited_word.right_share());
}

#[test]
fn quotes_of_our_own_text_are_found_again() {
    let articles: Vec<String> =
        include_str!("anchoring/articles.txt").split("\n====\n").map(|article| article.trim().to_owned()).collect();
    let table = run(&articles, 60);
    assert!(table.iter().map(|(_, _, tally)| tally.cases).sum::<usize>() >= 2_000);
    check(&table);
}

#[test]
fn quotes_of_real_articles_are_found_again() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/pages/article-extraction-benchmark");
    let Ok(packed) = std::fs::File::open(format!("{folder}/ground-truth.json.gz")) else {
        println!("skipped: no real articles at {folder}");
        return;
    };
    let pages: serde_json::Map<String, serde_json::Value> =
        serde_json::from_reader(flate2::read::GzDecoder::new(packed)).expect("the ground truth is JSON");
    let mut articles: Vec<(String, String)> = pages
        .into_iter()
        .filter_map(|(id, page)| Some((id, page.get("articleBody")?.as_str()?.replace("\n\n", "\n"))))
        .collect();
    articles.sort();
    let articles: Vec<String> = articles.into_iter().map(|(_, text)| text).collect();
    let table = run(&articles, 3);
    assert!(table.iter().map(|(_, _, tally)| tally.cases).sum::<usize>() >= 2_000);
    check(&table);
}
