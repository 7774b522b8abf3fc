//! A scan in slices: often enough interrupted, and the same as a scan at once.

use std::{
    cell::Cell,
    future::poll_fn,
    path::Path,
    pin::pin,
    task::{Context, Poll, Waker},
};

use postil_core::{
    article::Article,
    mark::Currency,
    pause::Pause,
    scan::{Engine, Preferences, TableBytes},
};

/// Interrupts at every occasion.
#[derive(Default)]
struct Always {
    pauses: Cell<usize>,
}

impl Pause for Always {
    async fn pause(&self) {
        self.pauses.set(self.pauses.get() + 1);
        let mut interrupted = false;
        poll_fn(|_| if std::mem::replace(&mut interrupted, true) { Poll::Ready(()) } else { Poll::Pending }).await;
    }
}

const PARAGRAPH: &str = "Maria Alvarez Quintero, who leads the council of Tejupilco, said on Thursday that repairs would \
cost 26,000 pesos (US$1,300) at first. About 300 people slept in schools in Mexico City; Alvarez sent 40 of them home. \
The Ministry of National Defense (Sedena) sent 12 trucks, 60 kilometers from the capital, which Sedena did not explain.\n";

#[test]
fn a_scan_that_is_interrupted_everywhere_finds_the_same() {
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../extension/tables");
    let read = |name: &str| std::fs::read(tables.join(name)).unwrap();
    let (rates, units, gazetteer, model) =
        (read("rates.bin"), read("units.bin"), read("gazetteer.bin"), read("model.bin"));
    let (engine, problems) =
        Engine::new(TableBytes { rates: &rates, units: &units, gazetteer: &gazetteer, model: &model });
    assert!(problems.is_empty(), "{problems:?}");
    let mut article = Article::from_text(PARAGRAPH.repeat(20));
    article.published = "2022-10-06".parse().ok();
    let preferences = Preferences { currency: Currency::parse("EUR"), ..Preferences::default() };

    let pause = Always::default();
    let (mut polls, mut scanning) = (0, pin!(engine.scan_in_slices(&article, &preferences, &pause)));
    let sliced = loop {
        polls += 1;
        if let Poll::Ready(scan) = scanning.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            break scan;
        }
    };
    assert_eq!(polls, pause.pauses.get() + 1);
    // Each of 60 sentences in each of the longer passes.
    assert!(polls > 300, "{polls}");
    assert!(sliced.marks.len() > 20 * 10, "{}", sliced.marks.len());
    assert_eq!(sliced, engine.scan(&article, &preferences));
}
