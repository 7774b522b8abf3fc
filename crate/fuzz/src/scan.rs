//! Any text, scanned.

use std::sync::LazyLock;

use postil_core::{
    article::Article,
    mark::{Currency, Mark, Reading},
    scan::{Engine, Preferences, Scan, UnitSystem},
};

use crate::tables::shipped;

static ENGINE: LazyLock<Engine<'static>> = LazyLock::new(|| {
    let (engine, errors) = Engine::new(shipped());
    assert!(errors.is_empty(), "{errors:?}");
    engine
});

/// The first byte chooses how the text behind it is read.
pub fn scan(data: &[u8]) {
    let [choice, text @ ..] = data else { return };
    let article = Article {
        language: (choice & 1 == 0).then(|| "en".to_owned()),
        published: (choice & 2 == 0).then(|| jiff::civil::date(2022, 10, 6)),
        ..Article::from_text(String::from_utf8_lossy(text))
    };
    let preferences = Preferences {
        currency: Currency::parse(if choice & 4 == 0 { "EUR" } else { "MXN" }),
        units: if choice & 8 == 0 { UnitSystem::Metric } else { UnitSystem::Imperial },
        own_names: Vec::new(),
    };
    check(&article.text, &ENGINE.scan(&article, &preferences));
}

/// Marks lie in the text, in order, and speak of entities that are there.
pub(crate) fn check(text: &str, scan: &Scan) {
    for Mark { span, reading, .. } in &scan.marks {
        assert!(!span.is_empty() && text.get(span.start..span.end).is_some(), "{span:?} of {} bytes", text.len());
        if let Reading::Entity(mention) = reading {
            assert!(mention.entity < scan.entities.len(), "{mention:?}");
        }
    }
    let key = |mark: &Mark| (mark.span.start, usize::MAX - mark.span.end);
    assert!(scan.marks.is_sorted_by_key(key), "marks out of order");
    for entity in &scan.entities {
        assert!(entity.mentions.iter().all(|mention| *mention < scan.marks.len()), "{entity:?}");
    }
}
