//! Long work in slices: often enough interrupted, and the same as at once.

use std::{
    cell::Cell,
    future::poll_fn,
    path::Path,
    pin::pin,
    task::{Context, Poll, Waker},
};

use postil_core::{
    article::{Article, Element, NodeKind, Tree, extract, extract_in_slices},
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

/// Does work that is interrupted wherever it may be; gives what comes of it, and how often it was polled.
fn interrupted<T>(work: impl Future<Output = T>) -> (T, usize) {
    let (mut polls, mut work) = (0, pin!(work));
    loop {
        polls += 1;
        if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return (done, polls);
        }
    }
}

const PARAGRAPH: &str = "Maria Alvarez Quintero, who leads the council of Tejupilco, said on Thursday that repairs would \
cost 26,000 pesos (US$1,300) at first. About 300 people slept in schools in Mexico City; Alvarez sent 40 of them home. \
The Ministry of National Defense (Sedena) sent 12 trucks, 60 kilometers from the capital, which Sedena did not explain.\n";

#[test]
fn tables_and_a_scan_that_are_interrupted_everywhere_come_to_the_same() {
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../extension/tables");
    let read = |name: &str| std::fs::read(tables.join(name)).unwrap();
    let (rates, units, gazetteer, model) =
        (read("rates.bin"), read("units.bin"), read("gazetteer.bin"), read("model.bin"));
    let bytes = TableBytes { rates: &rates, units: &units, gazetteer: &gazetteer, model: &model };
    let pause = Always::default();
    let ((sliced_engine, problems), polls) = interrupted(Engine::open_in_slices(bytes, &pause));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(polls, pause.pauses.take() + 1);
    // Each of 32 KB of the two large tables.
    assert!(polls > 60, "{polls}");
    let (engine, _) = Engine::new(bytes);
    let mut article = Article::from_text(PARAGRAPH.repeat(20));
    article.published = "2022-10-06".parse().ok();
    let preferences = Preferences { currency: Currency::parse("EUR"), ..Preferences::default() };

    let (sliced, polls) = interrupted(sliced_engine.scan_in_slices(&article, &preferences, &pause));
    assert_eq!(polls, pause.pauses.get() + 1);
    // Each of 60 sentences in each of the longer passes.
    assert!(polls > 300, "{polls}");
    assert!(sliced.marks.len() > 20 * 10, "{}", sliced.marks.len());
    assert_eq!(sliced, engine.scan(&article, &preferences));
}

#[test]
fn an_article_that_is_looked_for_in_slices_is_the_same() {
    let mut page = Tree::default();
    let element = |name: &str| NodeKind::Element(Element { name: name.into(), ..Element::default() });
    let root = page.push(None, element("article"));
    for _ in 0..500 {
        let block = page.push(Some(root), element("p"));
        page.push(Some(block), NodeKind::Text(PARAGRAPH.to_owned()));
    }
    let (article, polls) = interrupted(extract_in_slices(&page, None, &Always::default()));
    // Each of 64 nodes, twice.
    assert!(polls > 30, "{polls}");
    assert!(article.is_some());
    assert_eq!(article, extract(&page, None));
}
