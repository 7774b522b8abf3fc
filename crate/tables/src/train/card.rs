//! The model card: what the model was trained on, how good it is, what it does not do.

use std::fmt::Write;

use super::{calibration::Curve, data::Counts};

/// What the card says.
pub struct Card<'a> {
    /// The corpora that were used.
    pub counts: &'a [Counts],
    /// Whether the share-alike corpora were.
    pub share_alike: bool,
    /// One line about how it was trained.
    pub recipe: String,
    /// Rows of the scores' table, with its head.
    pub scores: Vec<String>,
    /// How the model's probabilities were turned into scores.
    pub curve: &'a Curve,
    /// What share of the mentions of each tenth of the score is right.
    pub tenths: Vec<(f32, usize, f32)>,
    /// Bytes of the model, of the gazetteer.
    pub sizes: (usize, usize),
}

/// Writes the card as Markdown.
pub fn write(card: &Card<'_>) -> String {
    let mut out = String::from(INTRODUCTION);
    let _ = writeln!(
        out,
        "| | |\n|---|---|\n| model | {} bytes |\n| gazetteer | {} bytes |\n| recipe | {} |\n| share-alike corpora | {} |\n",
        card.sizes.0,
        card.sizes.1,
        card.recipe,
        if card.share_alike { "used" } else { "left out" }
    );
    out += "## Trained on\n\n| corpus | licence | documents | words | spans | weight |\n|---|---|---|---|---|---|\n";
    for counts in card.counts {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            counts.file, counts.licence, counts.documents, counts.words, counts.spans, counts.weight
        );
    }
    out += ATTRIBUTION;
    out += "\n## Scores on the development sets\n\nExact spans; P, R and F1 over person, organization and place; then F1 by type, where the set \
            marks it. None of these sets was trained on.\n\n";
    for line in &card.scores {
        let _ = writeln!(out, "{line}");
    }
    out += "\n## Calibration\n\nOf the mentions of newswire-dev whose score lies in each tenth, this share is right. The curve was fitted on \
            the same set, so it is a little optimistic there.\n\n| score from | mentions | right |\n|---|---|---|\n";
    for (from, mentions, right) in &card.tenths {
        let _ = writeln!(out, "| {from:.1} | {mentions} | {:.0} % |", right * 100.0);
    }
    out += "\nThe model's own probability becomes this score:";
    for (part, value) in card.curve.iter().enumerate() {
        let _ = write!(out, " {:.3}→{value:.2}", (part as f32 + 0.5) / card.curve.len() as f32);
    }
    out += ".\n";
    out += LIMITS;
    out
}

const INTRODUCTION: &str = "\
# Model card: names in the news

`extension/tables/model.bin` finds people, organizations, places and groups in English news; with \
`gazetteer.bin`, lists and patterns also weapons, products, events, laws and works. It is a linear-chain \
conditional random field over hashed features (words, affixes, shapes, lists, the run of capitals a word \
stands in, how the article writes the word elsewhere) with partial labels, read twice with the article's \
memory in between. This file is written by `cargo run --release -p postil-tables -- train`; the two tables of \
scores are what `score` prints, which changes with lists and rules too.

";

const ATTRIBUTION: &str = "
Files whose name ends in `.sa` hold text of Wikipedia under CC BY-SA; `--without-share-alike` trains \
without them. For the Groningen Meaning Bank, whose labels are half automatic, the labels of spaCy's \
en_core_web_md 3.8.0 (MIT) are allowed beside its own where the two differ. No sentence of a corpus is \
in this repository.
";

const LIMITS: &str = "
## Limits

English news only: mail, chat and lower-case text fare worse (see wnut17-dev). Hospitals, museums, stadiums \
and the like are places. Short forms such as `the Council` are marked where the article makes them a name. \
Organizations are the weakest of the main types: brands and bands that an article names once \
and by one word are taken for people. \
Weapons, products, events, laws and works have few training examples and lean on lists and patterns. \
Names from languages with few English news (peoples, small towns) are missed more often than others.
";
