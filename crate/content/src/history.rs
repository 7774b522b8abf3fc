//! What the reader did on this page, to be taken back and done again; and what of it is not saved yet.

use std::cell::RefCell;

use postil_core::annotation::{Annotation, correction::Correction, store::Command};
use postil_webext::{
    Error,
    message::{ArticleHead, Request, ask},
};

use crate::saved;

/// The longest history kept: a page is not read for more changes than that.
const LONGEST: usize = 100;

/// Something that can be done to what is stored.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// A change of what is saved of the article.
    Change(Command),
    /// Keep a correction.
    Correct(Correction),
    /// Forget a correction.
    Uncorrect(Correction),
    /// Several, in this order: all or none.
    Many(Vec<Step>),
}

impl Step {
    /// Does it; gives what takes it back. `known` is what is saved of the article, as far as it is known here.
    ///
    /// # Errors
    /// Where the background does not confirm it: then nothing has changed.
    pub async fn run(self, article: &ArticleHead, known: &[Annotation]) -> Result<Step, Error> {
        match self {
            Step::Change(command) => Ok(Step::Change(saved::change(article, command, known).await?.inverse)),
            Step::Correct(correction) => {
                ask::<()>(&Request::Correct { correction: correction.clone() }).await?;
                Ok(Step::Uncorrect(correction))
            }
            Step::Uncorrect(correction) => {
                ask::<()>(&Request::Uncorrect { id: correction.id.clone() }).await?;
                Ok(Step::Correct(correction))
            }
            Step::Many(steps) => {
                let mut inverse = Vec::new();
                for step in steps {
                    match Box::pin(step.run(article, known)).await {
                        Ok(back) => inverse.insert(0, back),
                        Err(error) => {
                            for step in inverse {
                                let _ = Box::pin(step.run(article, known)).await;
                            }
                            return Err(error);
                        }
                    }
                }
                Ok(Step::Many(inverse))
            }
        }
    }
}

/// The steps that take back what was done, and those that do again what was taken back; the last is the next.
#[derive(Debug, Default)]
pub struct History {
    undo: RefCell<Vec<Step>>,
    redo: RefCell<Vec<Step>>,
    waiting: RefCell<Vec<Annotation>>,
}

impl History {
    /// The reader did something new, which `undo` takes back.
    pub fn did(&self, undo: Step) {
        self.put(false, undo);
        self.redo.borrow_mut().clear();
    }

    /// The next step of undoing, or of redoing.
    pub fn take(&self, undo: bool) -> Option<Step> {
        if undo { self.undo.borrow_mut().pop() } else { self.redo.borrow_mut().pop() }
    }

    /// Keeps the inverse of a step that was taken from one side on the other.
    pub fn put(&self, undone: bool, inverse: Step) {
        let mut steps = if undone { self.redo.borrow_mut() } else { self.undo.borrow_mut() };
        if steps.len() == LONGEST {
            steps.remove(0);
        }
        steps.push(inverse);
    }

    /// The storage would not take a change yet.
    pub fn waits(&self, command: &Command) {
        if let Command::Add { annotation } = command {
            let mut waiting = self.waiting.borrow_mut();
            waiting.retain(|other| other.id != annotation.id);
            waiting.push(annotation.clone());
        }
    }

    /// An annotation of the same place that is not saved yet: a new one of it is the same one.
    pub fn waiting_at(&self, annotation: &Annotation) -> Option<String> {
        let waiting = self.waiting.borrow();
        let same = waiting.iter().find(|other| other.target.selectors == annotation.target.selectors)?;
        Some(same.id.clone())
    }

    /// Of what waited, the ids of what is now saved; each can be taken back.
    pub fn arrived(&self, saved: &[Annotation]) -> Vec<String> {
        let mut arrived = Vec::new();
        self.waiting.borrow_mut().retain(|waiting| {
            let is_there = saved.iter().any(|saved| saved.id == waiting.id);
            if is_there {
                arrived.push(waiting.id.clone());
            }
            !is_there
        });
        arrived.iter().for_each(|id| self.did(Step::Change(Command::Delete { id: id.clone() })));
        arrived
    }
}
