//! Which mentions are one entity: twelve articles with hand-made chains, scored by B-cubed.

use std::collections::{HashMap, HashSet};

use postil_core::text::TokenizedText;

use crate::with_recognizer;

const ARTICLES: &str = include_str!("linking.txt");

type Bytes = (usize, usize);

/// The article without brackets, and the chain of every mention.
fn parse(article: &str) -> (String, HashMap<Bytes, String>) {
    let (mut text, mut chains) = (String::new(), HashMap::new());
    for part in article.split("[[") {
        match part.split_once("]]") {
            Some((mention, rest)) => {
                let (chain, name) = mention.split_once('|').expect("a mention is chain|name");
                chains.insert((text.len(), text.len() + name.len()), chain.to_owned());
                text += name;
                text += rest;
            }
            None => text += part,
        }
    }
    (text, chains)
}

/// For every mention of `these` the share of its cluster's mentions that `those` has in one cluster with it.
fn shares(these: &HashMap<Bytes, String>, those: &HashMap<Bytes, String>) -> Vec<f64> {
    let mut clusters: HashMap<&str, HashSet<Bytes>> = HashMap::new();
    for (mention, chain) in these {
        clusters.entry(chain).or_default().insert(*mention);
    }
    let share = |mention: &Bytes, chain: &String| {
        let Some(other) = those.get(mention) else { return 0.0 };
        let mine = &clusters[chain.as_str()];
        mine.iter().filter(|m| those.get(*m) == Some(other)).count() as f64 / mine.len() as f64
    };
    these.iter().map(|(mention, chain)| share(mention, chain)).collect()
}

#[test]
fn mentions_go_to_their_entities() {
    let (mut precision, mut recall) = (Vec::new(), Vec::new());
    let mut faults = String::new();
    with_recognizer(|recognizer| {
        for article in ARTICLES.split_inclusive('\n').filter(|l| !l.starts_with('#')).collect::<String>().split("---\n")
        {
            let (text, gold) = parse(article);
            let (marks, entities) = recognizer.read(&TokenizedText::new(&text));
            let mut found = HashMap::new();
            for (number, entity) in entities.iter().enumerate() {
                for mention in &entity.mentions {
                    found.insert((marks[*mention].span.start, marks[*mention].span.end), format!("e{number}"));
                }
            }
            let name = |at: &Bytes| text[at.0..at.1].to_owned();
            for (mention, chain) in gold.iter().filter(|(mention, _)| !found.contains_key(*mention)) {
                faults += &format!("missed {} ({chain})\n", name(mention));
            }
            for mention in found.keys().filter(|mention| !gold.contains_key(*mention)) {
                faults += &format!("extra {}\n", name(mention));
            }
            let mut together: HashMap<&String, HashSet<&String>> = HashMap::new();
            let mut apart: HashMap<&String, HashSet<&String>> = HashMap::new();
            for (mention, chain) in &gold {
                if let Some(entity) = found.get(mention) {
                    together.entry(entity).or_default().insert(chain);
                    apart.entry(chain).or_default().insert(entity);
                }
            }
            together.values().filter(|c| c.len() > 1).for_each(|c| faults += &format!("joined {c:?}\n"));
            apart.iter().filter(|(_, e)| e.len() > 1).for_each(|(c, _)| faults += &format!("parted {c}\n"));
            precision.extend(shares(&found, &gold));
            recall.extend(shares(&gold, &found));
        }
    });
    let mean = |shares: &[f64]| shares.iter().sum::<f64>() / shares.len() as f64;
    let (p, r) = (mean(&precision), mean(&recall));
    let f1 = 2.0 * p * r / (p + r);
    println!("B-cubed: precision {p:.3}, recall {r:.3}, F1 {f1:.3}\n{faults}");
    assert!(recall.len() > 200, "{} mentions", recall.len());
    assert!(f1 >= 0.9, "precision {p:.3}, recall {r:.3}, F1 {f1:.3}:\n{faults}");
}
