//! How well articles are found in real pages, measured against texts written out by hand.
//!
//! The pages are in the developers' data folder beside the checkout (`../shared/pages`); they belong
//! to their sites and are not part of this repository. Without the folder each test says so and ends.
//!
//! `cargo test --release -p postil-cli --test article_quality -- --nocapture` prints the tables;
//! with `POSTIL_SHOW=PART` it prints what is missed and added on the pages whose name begins so.

use std::{
    collections::HashMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use postil_cli::html;
use postil_core::article::{self, Article};
use serde_json::Value;

fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/pages").join(name);
    if !folder.is_dir() {
        println!("skipped: no {} beside the checkout", folder.display());
        return None;
    }
    Some(folder)
}

fn unzip(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

fn find(page: &Path, url: Option<&str>) -> Option<Article> {
    article::extract(&html::parse(&html::decode(&unzip(page))), url)
}

/// The text without its headline, which the texts written by hand leave out.
fn without_headline(article: &Article) -> &str {
    let (first, rest) = article.text.split_once('\n').unwrap_or((&article.text, ""));
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (first, title) = (words(first), words(article.title.as_deref().unwrap_or_default()));
    let common = first.iter().filter(|word| title.contains(word)).count();
    if common * 10 >= 6 * first.len() { rest } else { &article.text }
}

/// How often each run of four words occurs.
fn shingles(text: &str) -> HashMap<Vec<&str>, f64> {
    let words: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    let mut counts = HashMap::new();
    for start in 0..=words.len().saturating_sub(4) {
        *counts.entry(words[start..words.len().min(start + 4)].to_vec()).or_insert(0.0) += 1.0;
    }
    counts
}

/// Precision and recall of the shingles.
fn score(expected: &str, found: &str) -> (f64, f64) {
    let (expected, found) = (shingles(expected), shingles(found));
    let common: f64 = expected.iter().map(|(key, count)| count.min(*found.get(key).unwrap_or(&0.0))).sum();
    let share = |of: &HashMap<_, f64>| common / of.values().sum::<f64>().max(1.0);
    (share(&found), share(&expected))
}

fn f1((precision, recall): (f64, f64)) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

#[test]
fn article_texts_match_those_written_out_by_hand() {
    let Some(folder) = folder("article-extraction-benchmark") else { return };
    let truth: Value = serde_json::from_slice(&unzip(&folder.join("ground-truth.json.gz"))).unwrap();
    let show = std::env::var("POSTIL_SHOW").ok();
    let mut rows: Vec<(f64, f64, f64, String)> = Vec::new();
    for (id, entry) in truth.as_object().unwrap() {
        let url = entry["url"].as_str();
        let expected = entry["articleBody"].as_str().unwrap();
        let article = find(&folder.join(format!("html/{id}.html.gz")), url);
        let found = article.as_ref().map_or("", without_headline);
        let result = score(expected, found);
        let note = if article.is_none() { " NOT AN ARTICLE" } else { "" };
        rows.push((f1(result), result.0, result.1, format!("{} {}{note}", &id[..8], url.unwrap_or_default())));
        if show.as_ref().is_some_and(|show| id.starts_with(show)) {
            show_difference(expected, found);
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!("   F1  prec   rec  page");
    for (f1, precision, recall, page) in rows.iter().take_while(|row| row.0 < 0.97) {
        println!("{f1:.3} {precision:.3} {recall:.3}  {page}");
    }
    let count = rows.len() as f64;
    let mean = |part: fn(&(f64, f64, f64, String)) -> f64| rows.iter().map(part).sum::<f64>() / count;
    let (precision, recall) = (mean(|row| row.1), mean(|row| row.2));
    let (of_means, mean_f1) = (f1((precision, recall)), mean(|row| row.0));
    println!(
        "{count} pages: precision {precision:.3}, recall {recall:.3}, F1 of these {of_means:.3}, mean F1 {mean_f1:.3}"
    );
    // What was reached, less half a point for a page or two.
    assert!(mean_f1 >= 0.965 && of_means >= 0.965);
}

fn show_difference(expected: &str, found: &str) {
    let letters =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    let (all_expected, all_found) = (letters(expected), letters(found));
    for (sign, lines, other) in [('-', expected, &all_found), ('+', found, &all_expected)] {
        for line in lines.lines().filter(|line| !other.contains(&letters(line))) {
            println!("{sign} {line}");
        }
    }
}

#[test]
fn titles_languages_and_dates_match_the_pages_own() {
    let Some(folder) = folder("readability") else { return };
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| folder.join(name).is_dir())
        .collect();
    names.sort();
    let mut right = [0usize; 4];
    let mut all = [0usize; 4];
    for name in &names {
        let expected: Value =
            serde_json::from_slice(&fs::read(folder.join(name).join("expected-metadata.json")).unwrap()).unwrap();
        let article = find(&folder.join(name).join("source.html.gz"), None);
        let mut check = |part: usize, found: Option<String>, expected: Option<String>, what: &str| {
            all[part] += 1;
            if found == expected {
                right[part] += 1;
            } else {
                println!("{name}: {what} {found:?}, expected {expected:?}");
            }
        };
        check(0, Some(article.is_some().to_string()), Some("true".into()), "article");
        let Some(article) = article else { continue };
        let text = |key: &str| expected[key].as_str().map(str::to_owned);
        let folded = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        check(1, article.title.as_deref().map(folded), text("title").as_deref().map(folded), "title");
        if let Some(published) = text("publishedTime") {
            check(
                2,
                article.published.map(|date| date.to_string()),
                Some(published.chars().take(10).collect()),
                "date",
            );
        } else if let Some(date) = article.published {
            println!("{name}: date {date}, none expected");
        }
        let primary = |tag: String| tag[..tag.len().min(2)].to_lowercase();
        match text("lang") {
            Some(lang) => check(3, article.language.clone().map(primary), Some(primary(lang)), "language"),
            None => println!("{name}: language {:?}, none stated", article.language),
        }
    }
    println!(
        "articles {}/{}, titles {}/{}, dates {}/{}, languages {}/{}",
        right[0], all[0], right[1], all[1], right[2], all[2], right[3], all[3]
    );
    assert_eq!(right[0], all[0], "pages that are articles");
    // Titles that differ keep the site's name in readability's expectations, or cut a subtitle off.
    assert!(right[1] >= 25 && right[2] >= 14 && right[3] == all[3], "{right:?} of {all:?}");
}
