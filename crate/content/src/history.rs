//! What the reader did on this page, to be taken back and done again.

use std::cell::RefCell;

use postil_core::annotation::{correction::Correction, store::Command};
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
}

impl Step {
    /// For a correction, what takes it back; the inverse of a change is known only when it is made.
    pub fn inverse(&self) -> Step {
        match self {
            Step::Correct(correction) => Step::Uncorrect(correction.clone()),
            Step::Uncorrect(correction) => Step::Correct(correction.clone()),
            Step::Change(command) => Step::Change(command.clone()),
        }
    }

    /// Does it; gives what takes it back.
    ///
    /// # Errors
    /// Where the background does not confirm it: then nothing has changed.
    pub async fn run(self, article: &ArticleHead) -> Result<Step, Error> {
        match self {
            Step::Change(command) => Ok(Step::Change(saved::change(article, command).await?.inverse)),
            Step::Correct(ref correction) => {
                ask::<()>(&Request::Correct { correction: correction.clone() }).await?;
                Ok(self.inverse())
            }
            Step::Uncorrect(ref correction) => {
                ask::<()>(&Request::Uncorrect { id: correction.id.clone() }).await?;
                Ok(self.inverse())
            }
        }
    }
}

/// The steps that take back what was done, and those that do again what was taken back; the last is the next.
#[derive(Debug, Default)]
pub struct History {
    undo: RefCell<Vec<Step>>,
    redo: RefCell<Vec<Step>>,
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
}
