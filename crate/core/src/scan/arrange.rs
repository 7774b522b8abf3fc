//! Which of overlapping marks stay, and their order.
//!
//! Marks of one kind do not overlap: each reader sees to that for its own. Between the kinds the outer one wins, and
//! the inner one stays only where it says something of its own:
//! - A figure within a name goes: `AK-47`, `Area 51`, `Section 5`.
//! - A name within money, a date, a measure or any other figure goes: `US` of `US$1,300`, `Mexican` of `Mexican pesos`.
//! - A name within what is counted stays: `AK-47` of `2,000 rounds of AK-47 ammunition`.
//! - Where both are the same, money and dates win: `Good Friday`.
//! - Where a count and a name cross, the count keeps its number; else the figure keeps its place against the name.

use super::Scan;
use crate::{
    mark::{Entity, Figure, Mark, Reading},
    text::Span,
};

/// Puts names and figures (money among them) in the order of the text and renumbers what points at
/// marks. Each list may come in any order but must not overlap within itself.
pub(super) fn arrange(mut names: Vec<Mark>, mut entities: Vec<Entity>, mut figures: Vec<Mark>) -> Scan {
    let (keep_names, keep_figures) = settle(&mut names, &mut figures);
    let first_figure = names.len();
    let mut marks: Vec<(usize, Mark)> = names
        .into_iter()
        .chain(figures)
        .zip(keep_names.into_iter().chain(keep_figures))
        .enumerate()
        .filter(|(_, (_, keep))| *keep)
        .map(|(before, (mark, _))| (before, mark))
        .collect();
    crate::order::sort_by_key(&mut marks, |(_, mark)| mark.span.reading_order());
    let last = marks.iter().map(|(before, _)| *before).max().map_or(0, |last| last + 1);
    let mut place = vec![None; last];
    for (now, (before, _)) in marks.iter().enumerate() {
        place[*before] = Some(now);
    }
    let now = |before: usize| place.get(before).copied().flatten();
    let mut marks: Vec<Mark> = marks.into_iter().map(|(_, mark)| mark).collect();
    for entity in &mut entities {
        entity.mentions = entity.mentions.iter().filter_map(|mention| now(*mention)).collect();
        crate::order::sort(&mut entity.mentions);
    }
    // Entities that lost their last mention go, and the others move up.
    let mut number = Vec::with_capacity(entities.len());
    let mut next = 0;
    for entity in &entities {
        number.push(next);
        next += usize::from(!entity.mentions.is_empty());
    }
    entities.retain(|entity| !entity.mentions.is_empty());
    for mark in &mut marks {
        match &mut mark.reading {
            Reading::Money(money) => money.same_as = money.same_as.and_then(|index| now(first_figure + index)),
            Reading::Entity(mention) => mention.entity = number.get(mention.entity).copied().unwrap_or(0),
            Reading::Figure(_) => {}
        }
    }
    Scan { marks, entities }
}

/// Which names and which figures stay. Counts that a name crosses become numbers.
fn settle(names: &mut [Mark], figures: &mut [Mark]) -> (Vec<bool>, Vec<bool>) {
    let mut keep_names = vec![true; names.len()];
    let mut keep_figures = vec![true; figures.len()];
    let order = |marks: &[Mark]| {
        let mut order: Vec<usize> = (0..marks.len()).collect();
        crate::order::sort_by_key(&mut order, |index| marks[*index].span.start);
        order
    };
    let (name_order, figure_order) = (order(names), order(figures));
    let mut first = 0;
    for name in name_order {
        let span = names[name].span;
        while figure_order.get(first).is_some_and(|figure| figures[*figure].span.end <= span.start) {
            first += 1;
        }
        for figure in &figure_order[first..] {
            let mark = &mut figures[*figure];
            if mark.span.start >= span.end {
                break;
            }
            if !mark.span.overlaps(&span) || !keep_figures[*figure] {
                continue;
            }
            let count_from = match &mark.reading {
                Reading::Figure(Figure::Count { number_end, .. }) => Some(*number_end),
                _ => None,
            };
            match count_from {
                Some(from) if mark.span.contains(&span) && span.start >= from => {}
                Some(from) if span.start >= from => to_number(mark, from),
                _ if span.contains(&mark.span) => {
                    // `US$5bn` read as a name over the amount would hide it, and a feast (`Good Friday`) is a day:
                    // money and dates win where both are the same.
                    let wins = match &mark.reading {
                        Reading::Money(_) => true,
                        Reading::Figure(Figure::Date { value, .. }) => value.is_some(),
                        _ => false,
                    };
                    let same = span == mark.span && wins;
                    if same { keep_names[name] = false } else { keep_figures[*figure] = false }
                }
                _ => keep_names[name] = false,
            }
        }
    }
    (keep_names, keep_figures)
}

fn to_number(mark: &mut Mark, end: usize) {
    if let Reading::Figure(Figure::Count { amount, .. }) = &mark.reading {
        let amount = *amount;
        mark.reading = Reading::Figure(Figure::Number(amount));
        mark.span = Span::new(mark.span.start, end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::{Amount, Certainty, EntityMention, EntityType, Money, Value};

    fn name(start: usize, end: usize, entity: usize) -> Mark {
        let reading = Reading::Entity(EntityMention { entity_type: EntityType::Place, entity });
        Mark { span: Span::new(start, end), score: 0.9, reading }
    }

    fn amount() -> Amount {
        Amount { value: Value::Exact(5.into()), bound: None }
    }

    fn figure(start: usize, end: usize, figure: Figure) -> Mark {
        Mark { span: Span::new(start, end), score: 0.9, reading: Reading::Figure(figure) }
    }

    fn count(start: usize, number_end: usize, end: usize) -> Mark {
        figure(start, end, Figure::Count { amount: amount(), noun: "things".into(), number_end })
    }

    fn money(start: usize, end: usize, same_as: Option<usize>) -> Mark {
        let money = Money {
            amount: amount(),
            currency: None,
            certainty: Certainty::Inferred,
            evidence: None,
            per: None,
            same_as,
            converted: None,
            article_rate_difference: None,
        };
        Mark { span: Span::new(start, end), score: 0.9, reading: Reading::Money(money) }
    }

    fn entity(mentions: &[usize]) -> Entity {
        Entity {
            entity_type: EntityType::Place,
            name: "X".into(),
            aliases: Vec::new(),
            mentions: mentions.to_vec(),
            country: None,
            region: None,
        }
    }

    fn spans(scan: &Scan) -> Vec<(usize, usize)> {
        scan.marks.iter().map(|mark| (mark.span.start, mark.span.end)).collect()
    }

    #[test]
    fn a_figure_within_a_name_goes_and_a_name_within_money_goes() {
        let names = vec![name(0, 5, 0), name(10, 12, 1)];
        let entities = vec![entity(&[0]), entity(&[1])];
        let scan = arrange(names, entities, vec![figure(3, 5, Figure::Number(amount())), money(10, 20, None)]);
        assert_eq!(spans(&scan), [(0, 5), (10, 20)]);
        assert_eq!(scan.entities.len(), 1);
        assert_eq!(scan.entities[0].mentions, [0]);
    }

    #[test]
    fn a_name_within_what_is_counted_stays() {
        let scan = arrange(vec![name(16, 21, 0)], vec![entity(&[0])], vec![count(0, 5, 32)]);
        assert_eq!(spans(&scan), [(0, 32), (16, 21)]);
        assert_eq!(scan.entities[0].mentions, [1]);
    }

    #[test]
    fn a_count_that_a_name_crosses_keeps_its_number() {
        let scan = arrange(vec![name(6, 20, 0)], vec![entity(&[0])], vec![count(0, 5, 12)]);
        assert_eq!(spans(&scan), [(0, 5), (6, 20)]);
        assert!(matches!(scan.marks[0].reading, Reading::Figure(Figure::Number(_))));
    }

    #[test]
    fn links_follow_their_marks() {
        let scan = arrange(
            vec![name(0, 3, 0), name(31, 33, 1)],
            vec![entity(&[0]), entity(&[1])],
            vec![money(10, 20, Some(1)), money(30, 40, Some(0))],
        );
        assert_eq!(spans(&scan), [(0, 3), (10, 20), (30, 40)]);
        let same: Vec<_> = scan
            .marks
            .iter()
            .filter_map(|mark| if let Reading::Money(money) = &mark.reading { Some(money.same_as) } else { None })
            .collect();
        assert_eq!(same, [Some(2), Some(1)]);
    }
}
