//! Weapons and what looks like them.

use postil_core::{
    mark::{EntityType, Reading},
    text::TokenizedText,
};

use crate::with_recognizer;

const SENTENCES: &str = include_str!("weapons.txt");

/// The sentence without brackets, and the bytes of its weapons.
fn parse(line: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for (index, part) in line.split("[[").enumerate() {
        match part.split_once("]]") {
            Some((weapon, rest)) if index > 0 => {
                spans.push((text.len(), text.len() + weapon.len()));
                text += weapon;
                text += rest;
            }
            _ => text += part,
        }
    }
    (text, spans)
}

#[test]
fn weapons_are_told_from_their_look_alikes() {
    let (mut right, mut answered, mut wanted) = (0, 0, 0);
    let mut faults = Vec::new();
    with_recognizer(|recognizer| {
        for line in SENTENCES.lines().filter(|line| !line.starts_with('#')) {
            let (text, gold) = parse(line);
            let (marks, _) = recognizer.read(&TokenizedText::new(&text));
            let found: Vec<(usize, usize)> = marks
                .iter()
                .filter(|m| matches!(&m.reading, Reading::Entity(e) if e.entity_type == EntityType::Weapon))
                .map(|mark| (mark.span.start, mark.span.end))
                .collect();
            wanted += gold.len();
            answered += found.len();
            right += found.iter().filter(|span| gold.contains(span)).count();
            if found != gold {
                let shown: Vec<&str> = found.iter().map(|(start, end)| &text[*start..*end]).collect();
                faults.push(format!("{line}: {shown:?}"));
            }
        }
    });
    let (precision, recall) = (right as f64 / answered.max(1) as f64, right as f64 / wanted as f64);
    println!("weapons: precision {precision:.3}, recall {recall:.3}\n{}", faults.join("\n"));
    assert!(wanted >= 70, "the list has {wanted} weapons");
    assert!(precision >= 0.9 && recall >= 0.8, "precision {precision:.3}, recall {recall:.3}:\n{}", faults.join("\n"));
}
