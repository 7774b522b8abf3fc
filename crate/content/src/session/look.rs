//! How a marked page looks: which marks are shown, in which colours; the legend, and the conversions beside amounts.

use std::rc::Rc;

use postil_core::mark::{Mark, Reading};
use postil_webext::{
    message::{Request, ask},
    settings::{Density, Settings, View},
};

use super::Session;
use crate::{beside::Note, describe, highlight::Style};

impl Session {
    /// Whether the mark of that index is one that the reader wants to see.
    pub(super) fn shows(&self, index: usize) -> bool {
        let Some(mark) = self.scan.marks.get(index) else { return false };
        match (self.view.get().density, &mark.reading) {
            (Density::Everything, _) | (_, Reading::Figure(_) | Reading::Money(_)) => true,
            (Density::Figures, Reading::Entity(_)) => false,
            (Density::First, Reading::Entity(mention)) => {
                let entity = self.scan.entities.get(mention.entity);
                entity.is_none_or(|entity| entity.mentions.iter().min() == Some(&index))
            }
        }
    }

    /// Has marked pages look like that from now on; this one shows it when the settings are written.
    pub(super) fn look(self: &Rc<Self>, view: View) {
        self.spawn(move |session| async move {
            if let Err(error) = ask::<()>(&Request::SetView { view }).await {
                session.fail(&error);
            }
        });
    }

    /// Shows the page as the settings say.
    pub(super) fn dress(&self, settings: &Settings) {
        self.view.set(settings.view);
        self.highlights.borrow_mut().set_colours(&settings.colours);
        self.stage.set_colours(&settings.colours);
        self.repaint();
        self.show_around();
    }

    /// Paints all marks anew: other marks, other colours, another background.
    pub(super) fn repaint(&self) {
        let open = self.open.get();
        self.highlights.borrow_mut().clear();
        self.targets.borrow_mut().clear();
        self.paint_marks();
        let found = self.saved.take();
        self.paint_saved(found);
        match open.map(|span| self.target(span)) {
            Some(Some(target)) => self.highlights.borrow_mut().add(Style::Focus, &target.range),
            Some(None) => self.close(),
            None => {}
        }
    }

    /// Shows what stands around the marks: the conversions, where she wants them, and the legend, where Postil's node is
    /// in the page already. The legend alone does not put it there: a page that probes would tell by it who reads.
    pub(super) fn show_around(&self) {
        self.beside.show(if self.view.get().conversions { self.notes() } else { Vec::new() });
        if self.stage.host().is_some() {
            self.show_legend();
        }
    }

    /// Before a card is shown: the first one brings the legend along, which stays from then on. In this order the card is
    /// above it.
    pub(super) fn enter(&self) {
        if self.stage.root().is_some() {
            self.show_legend();
        }
    }

    fn show_legend(&self) {
        let view = self.view.get();
        if !view.legend || self.scan.marks.is_empty() {
            return self.legend.hide();
        }
        let shown = || self.scan.marks.iter().enumerate().filter(|(index, _)| self.shows(*index));
        let count = |style: Style| shown().filter(|(_, mark)| Style::of(mark) == style).count();
        let counts = Style::KINDS.into_iter().map(|style| (style, count(style)));
        self.legend.show(counts.filter(|(_, count)| *count > 0).collect(), view);
    }

    /// What the amounts come to. One that the article itself gives in the reader's currency is not given again.
    fn notes(&self) -> Vec<Note> {
        let targets = self.targets.borrow();
        let converted = targets.iter().filter_map(|target| {
            let mark = self.scan.marks.get(target.mark?).filter(|mark| !self.is_given(mark))?;
            let words = describe::answer(mark, target.span.of(self.text()))?;
            Some((target.range.clone(), Style::of(mark), words))
        });
        let mut highlights = self.highlights.borrow_mut();
        let note = |(range, style, words)| {
            let color = highlights.ink(style, &range)?;
            Some(Note { range, words, color })
        };
        converted.filter_map(note).collect()
    }

    fn is_given(&self, mark: &Mark) -> bool {
        let Reading::Money(money) = &mark.reading else { return false };
        let other = money.same_as.and_then(|index| self.scan.marks.get(index));
        match (other.map(|other| &other.reading), &money.converted) {
            (Some(Reading::Money(other)), Some(converted)) => other.currency == Some(converted.currency),
            _ => false,
        }
    }
}
