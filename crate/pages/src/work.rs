//! Long work that the background does for a page: how far it is, and the button that stops it.

use std::rc::Rc;

use leptos::prelude::*;
use postil_webext::{
    Error,
    i18n::message,
    job::{self, Finished, Job, Progress, Running},
};

/// The place of one work at a time.
#[derive(Clone, Copy)]
pub struct Work {
    progress: RwSignal<Progress>,
    running: RwSignal<Option<(Running, &'static str)>, LocalStorage>,
}

impl Work {
    /// Nothing is done there yet.
    pub fn new() -> Self {
        Work { progress: RwSignal::default(), running: RwSignal::new_local(None) }
    }

    /// Has the background do it.
    ///
    /// # Errors
    /// As the work; [`Error::Cancelled`] where the reader stopped it.
    pub async fn run(self, job: &Job) -> Result<Finished, Error> {
        let words = match job {
            Job::Import { .. } => "work_import",
            Job::Export { .. } => "work_export",
            Job::Restore { .. } => "work_restore",
        };
        self.progress.set(Progress::default());
        let (running, finished) = job::start(
            job,
            Rc::new(move |progress| {
                let _ = self.progress.try_set(progress);
            }),
        )?;
        self.running.set(Some((running, words)));
        let finished = finished.await;
        self.running.set(None);
        finished
    }

    /// Whether something is done.
    pub fn is_busy(self) -> bool {
        self.running.with(Option::is_some)
    }

    fn cancel(self) {
        self.running.with_untracked(|running| {
            if let Some((running, _)) = running {
                running.cancel();
            }
        });
    }
}

/// The bar and the button, while something is done; the style sheet keeps them hidden for a moment.
#[component]
pub fn Working(work: Work) -> impl IntoView {
    let words = move || work.running.with(|running| running.as_ref().map(|(_, words)| message(words)));
    let value = move || {
        let Progress { done, total } = work.progress.get();
        (total > 0).then(|| done.min(total).to_string())
    };
    view! {
        <Show when=move || work.is_busy()>
            <div class="working">
                <label>
                    <span>{words}</span>
                    <progress max=move || work.progress.get().total.max(1).to_string() value=value></progress>
                </label>
                <button type="button" class="cancel" on:click=move |_| work.cancel()>{message("card_cancel")}</button>
            </div>
        </Show>
    }
}

/// What is said of work that was not done.
pub fn told(error: &Error) -> String {
    match error {
        Error::Cancelled => message("work_cancelled"),
        error => error.told(),
    }
}
