//! The article at a glance, for the panel.

use postil_core::{
    anchor::State,
    mark::{Figure, Mark, Reading, Value},
    scan::Scan,
    text::Span,
};
use postil_webext::{
    details::{Day, Details, Line, Name, Place, SavedState, Sum},
    message::ArticleHead,
};
use rust_decimal::prelude::ToPrimitive;

use crate::{describe::Description, saved::Found};

/// Bytes of text before and behind a first mention that are shown with it, at most.
const AROUND: (usize, usize) = (40, 90);

/// Everything that was found.
pub fn of(article: &ArticleHead, text: &str, scan: &Scan, saved: &[Found]) -> Details {
    let mut details = Details { article: article.clone(), ..Details::default() };
    for mark in &scan.marks {
        match &mark.reading {
            Reading::Entity(_) => {}
            Reading::Figure(Figure::Date { value, .. }) => {
                details.dates.push(Day { line: line(mark, text, scan), value: value.clone() });
            }
            Reading::Figure(_) => details.figures.push(line(mark, text, scan)),
            Reading::Money(money) => {
                let value = money.converted.as_ref().and_then(|converted| match converted.value {
                    Value::Exact(value) => Some((value.to_f64()?, value.to_f64()?)),
                    Value::Range { low, high } => Some((low.to_f64()?, high.to_f64()?)),
                });
                let earlier =
                    |index: usize| scan.marks.get(index).is_some_and(|other| other.span.start < mark.span.start);
                let repeated = money.same_as.is_some_and(earlier);
                details.sums.push(Sum { line: line(mark, text, scan), value, repeated });
            }
        }
    }
    details.names = scan
        .entities
        .iter()
        .map(|entity| {
            let spans: Vec<Span> =
                entity.mentions.iter().filter_map(|index| scan.marks.get(*index)).map(|mark| mark.span).collect();
            Name {
                entity_type: entity.entity_type.as_str().to_owned(),
                name: entity.name.clone(),
                first_line: spans.first().map(|span| around(text, *span)).unwrap_or_default(),
                mentions: spans.into_iter().map(place).collect(),
            }
        })
        .filter(|name| !name.mentions.is_empty())
        .collect();
    postil_core::order::sort_by_key(&mut details.names, |name| std::cmp::Reverse(name.mentions.len()));
    details.saved = saved
        .iter()
        .map(|found| {
            let state = match found.state {
                State::Exact => "exact",
                State::Moved => "moved",
                State::Changed => "changed",
                State::Orphan => "orphan",
            };
            SavedState { id: found.annotation.id.clone(), state: state.to_owned() }
        })
        .collect();
    details
}

fn place(span: Span) -> Place {
    Place { start: span.start, end: span.end }
}

fn line(mark: &Mark, text: &str, scan: &Scan) -> Line {
    let exact = mark.span.of(text);
    let description = Description::new(mark, exact, scan);
    // Of a figure the title is its text and the first fact what it says; of money the title says it.
    let said = match &mark.reading {
        Reading::Money(_) => Some(description.title),
        _ => description.facts.into_iter().next(),
    };
    Line {
        place: place(mark.span),
        exact: exact.split_whitespace().collect::<Vec<_>>().join(" "),
        kind: description.kind,
        reading: said.filter(|said| !said.eq_ignore_ascii_case(exact)),
        converted: description.answer,
    }
}

/// The words around a place, within its paragraph, cut between words.
fn around(text: &str, span: Span) -> String {
    let before = text[..span.start].rsplit('\n').next().unwrap_or_default();
    let behind = text[span.end..].split('\n').next().unwrap_or_default();
    let from = before.len().saturating_sub(AROUND.0);
    let from = (from..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(before.len());
    let mut before = before.get(from..).unwrap_or_default();
    if from > 0 {
        before = before.split_once(' ').map_or("", |(_, rest)| rest);
    }
    let mut end = behind.len().min(AROUND.1);
    while !behind.is_char_boundary(end) {
        end -= 1;
    }
    let cut = end < behind.len();
    let mut behind = &behind[..end];
    if cut {
        behind = behind.rsplit_once(' ').map_or("", |(rest, _)| rest);
    }
    let ellipsis = |wanted: bool| if wanted { "…" } else { "" };
    let words = format!("{}{before}{}{behind}{}", ellipsis(from > 0), span.of(text), ellipsis(cut));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_stay_within_the_paragraph_and_whole() {
        let text = "First paragraph.\nThe ministry — twice — paid Señor Núñez in cash and in full.\nThird.";
        let at = text.find("Señor").unwrap();
        let span = Span::new(at, at + "Señor Núñez".len());
        assert_eq!(around(text, span), "The ministry — twice — paid Señor Núñez in cash and in full.");
        let long = format!("{} Núñez {}", "före ".repeat(30), "därefter ".repeat(30));
        let at = long.find("Núñez").unwrap();
        let words = around(&long, Span::new(at, at + "Núñez".len()));
        assert!(words.starts_with("…före ") && words.ends_with(" därefter…"), "{words}");
        assert!(words.len() < 170);
    }
}
