//! A page that changed: the new session of an article takes over what the old one painted.

use std::collections::{HashMap, HashSet};

use web_sys::Range;

use super::{Session, Target};
use crate::{highlight::Style, place::Spot, saved::Found};

/// A mark on the page: how it looks, where it is now, and the range that holds it there.
struct Painted {
    style: Style,
    /// `None` where it stands in no text of the article any more.
    spot: Option<Spot>,
    range: Range,
}

impl Session {
    /// Paints this session's marks by changing only what differs from `old`'s, so that nothing flickers; what is
    /// saved is found again in the new text; an open card stays at its mark, if that is still there.
    pub(super) fn take_over(&self, old: &Session, found: Vec<Found>) {
        let mut ranges: HashMap<Spot, Range> = HashMap::new();
        let before = old.painted(self, &mut ranges);

        let mut targets: Vec<Target> = Vec::new();
        let mut spots: HashMap<Spot, usize> = HashMap::new();
        let mut after: Vec<(Style, Spot, Range)> = Vec::new();
        let marks = self.scan.marks.iter().enumerate().filter(|(index, _)| self.shows(*index));
        let marks = marks.map(|(index, mark)| (Style::of(mark), mark.span, Some(index)));
        let kept = found.iter().filter_map(|found| Some((found.style(), found.span?, None)));
        for (style, span, mark) in marks.chain(kept) {
            let Some(spot) = self.places.spot(self.text(), span) else { continue };
            let Some(range) = ranges.get(&spot).cloned().or_else(|| self.range(span)) else { continue };
            after.push((style, spot, range.clone()));
            if mark.is_some() || !spots.contains_key(&spot) {
                spots.entry(spot).or_insert(targets.len());
                targets.push(Target { span, range: range.clone(), mark });
                ranges.insert(spot, range);
            }
        }

        let stands: HashSet<(Style, Spot)> = before.iter().filter_map(|mark| Some((mark.style, mark.spot?))).collect();
        let wanted: HashSet<(Style, Spot)> = after.iter().map(|(style, spot, _)| (*style, *spot)).collect();
        {
            let mut highlights = self.highlights.borrow_mut();
            for mark in &before {
                if !mark.spot.is_some_and(|spot| wanted.contains(&(mark.style, spot))) {
                    highlights.remove(mark.style, &mark.range);
                }
            }
            for (style, spot, range) in &after {
                if !stands.contains(&(*style, *spot)) {
                    highlights.add(*style, range);
                }
            }
            highlights.restore();
        }

        let now = |span| {
            let spot = self.places.spot_of(&old.target(span)?.range)?;
            spots.get(&spot).map(|index| targets[*index].span)
        };
        let (open, current) = (old.open.get().and_then(now), old.current.get().and_then(now));
        postil_core::order::sort_by_key(&mut targets, |target| target.span.reading_order());
        *self.targets.borrow_mut() = targets;
        *self.saved.borrow_mut() = found;
        self.pointer.set(old.pointer.get());
        *self.timer.borrow_mut() = old.timer.take();
        self.current.set(current);
        if open.is_some() || old.open.get().is_none() {
            self.open.set(open);
            self.pinned.set(old.pinned.get());
            self.follow();
        } else {
            old.unfocus();
            self.card.close();
        }
    }

    /// What is painted, and where it is in `new`'s text; the ranges go into `ranges`, one for each place.
    fn painted(&self, new: &Session, ranges: &mut HashMap<Spot, Range>) -> Vec<Painted> {
        let mut painted = Vec::new();
        let saved = self.saved.borrow();
        for target in self.targets.borrow().iter() {
            // A second range at the same place, where text between two was taken away, goes.
            let spot = new.places.spot_of(&target.range).filter(|spot| !ranges.contains_key(spot));
            if let Some(spot) = spot {
                ranges.insert(spot, target.range.clone());
            }
            let mark = target.mark.and_then(|index| self.scan.marks.get(index)).map(Style::of);
            let saved = saved.iter().filter(|found| found.span == Some(target.span)).map(Found::style);
            for style in mark.into_iter().chain(saved) {
                painted.push(Painted { style, spot, range: target.range.clone() });
            }
        }
        painted
    }
}
