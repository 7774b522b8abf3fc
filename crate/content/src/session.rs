//! A marked page while it is open: its marks, the pointer over them, the card, what is saved.

mod count;
mod look;
mod take_over;
mod theme;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo_timers::callback::Timeout;
use postil_core::{
    annotation::{
        self, Annotation, Context,
        correction::{Change, Correction, Scope},
        identity,
        index::INDEX_KEY,
        store::{self, Command},
    },
    article::Article,
    mark::Mark,
    pause::{Pause, step},
    scan::{Engine, Scan},
    text::Span,
};
use postil_webext::{
    Error, api, fresh,
    i18n::message,
    message::{self, ArticleHead, Count, PageRequest, Reply, Summary},
    saved as saved_elsewhere,
    settings::{Settings, View},
};
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{Document, DomRect, KeyboardEvent, PointerEvent, Range};

use crate::{
    beside::Beside,
    card::{Action, Card, Content, Correctable, Edit, Place, Reach},
    correction,
    describe::Description,
    details,
    highlight::{Highlights, Style},
    history::{History, Step},
    legend::Legend,
    place::{Places, range_covers},
    saved::{self, Found},
    stage::Stage,
};

/// Milliseconds the pointer rests on a mark before the card opens: shorter and it flickers while
/// the reader moves the pointer across a paragraph.
const REST: u32 = 250;
/// Milliseconds before the card closes once the pointer has left mark and card: long enough to
/// cross the gap between them.
const LEAVE: u32 = 350;
/// With more marks they are painted in slices: 170 take 10 ms on a fast machine.
const MANY_MARKS: usize = 100;
/// Marks that are painted between two looks at the clock.
const PAINTED_AT_ONCE: usize = 50;

thread_local! {
    /// The page's session; replacing it takes the old one's marks away.
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

struct Running {
    session: Rc<Session>,
    _listeners: Vec<EventListener>,
    _theme: theme::Watch,
}

/// One place that the card can be opened for: a mark, a saved annotation, or both in one.
#[derive(Clone, Debug)]
struct Target {
    span: Span,
    range: Range,
    /// Index into the scan's marks.
    mark: Option<usize>,
}

/// The state of a marked page.
#[derive(Debug)]
pub struct Session {
    document: Document,
    head: ArticleHead,
    article: Article,
    scan: Scan,
    places: Places,
    problems: Vec<String>,
    /// Shared with the session that takes over when the page changes: what still stands is not painted anew.
    highlights: Rc<RefCell<Highlights>>,
    /// Ascending by start of the span, longest first.
    targets: RefCell<Vec<Target>>,
    saved: RefCell<Vec<Found>>,
    stage: Rc<Stage>,
    card: Rc<Card>,
    legend: Rc<Legend>,
    beside: Rc<Beside>,
    /// How the page is to look.
    view: Cell<View>,
    /// The span the card is open for.
    open: Cell<Option<Span>>,
    /// Opened by click or key: stays until closed.
    pinned: Cell<bool>,
    /// The mark that next and previous count from.
    current: Cell<Option<Span>>,
    timer: RefCell<Option<Timeout>>,
    pointer: Cell<(f64, f64)>,
    /// The reader's last touch of the page was one of her finger.
    touched: Cell<bool>,
    /// Whether all marks are on the page.
    painted: Cell<bool>,
    /// What the reader did on this page, to be taken back.
    history: Rc<History>,
    /// Tags used on all pages, the most used first; shared with the session that takes over.
    known_tags: Rc<RefCell<Vec<String>>>,
    /// How often what is saved was read: an answer that comes after a later question is not shown.
    reloads: Cell<u32>,
}

/// What the reader has settled elsewhere and that bears on this page.
#[derive(Debug, Default)]
pub struct Settled {
    /// Her settings.
    pub settings: Settings,
    /// Her corrections, everywhere.
    pub corrections: Vec<Correction>,
    /// What she did on this page before it was marked anew.
    pub history: Rc<History>,
}

/// What is found in the article, as the reader has settled it. `known` is a session that has read the same text in the
/// same way: what it found is taken.
pub async fn scan<P: Pause>(
    engine: &Engine<'_>,
    article: &Article,
    head: &ArticleHead,
    settled: &Settled,
    known: Option<&Session>,
    pause: &P,
) -> Scan {
    if let Some(known) = known {
        return known.scan.clone();
    }
    let language = api::get_ui_language();
    let preferences = settled.settings.preferences(&language, |country| engine.currency_of(country));
    let mut scan = engine.scan_in_slices(article, &preferences, pause).await;
    step(|| {
        annotation::correction::keep(&mut scan, |mark| {
            mark.score >= settled.settings.threshold
                && !settled.settings.unmarked.contains(Style::of(mark).short_name())
        });
    });
    pause.pause().await;
    step(|| correction::apply(&settled.corrections, &mut scan, article, head, engine, &preferences));
    scan
}

/// Ties what was found to the page. Of `old`, the session of the same article before the page changed, it keeps the
/// card and the marks on the page.
#[allow(clippy::too_many_arguments)] // each is another thing that the page is read with
pub fn prepare(
    document: Document,
    places: Places,
    head: ArticleHead,
    article: Article,
    scan: Scan,
    settled: Settled,
    problems: Vec<String>,
    old: Option<&Session>,
) -> Rc<Session> {
    // They outlive the session that opened them: they act on the page's present one.
    let on_action: Rc<dyn Fn(Action)> = Rc::new(|action| {
        if let Some(session) = current() {
            session.act(action);
        }
    });
    let colours = &settled.settings.colours;
    let stage = old.map_or_else(|| Stage::new(&document, colours), |old| old.stage.clone());
    let card = old.map(|old| old.card.clone());
    let legend = old.map(|old| old.legend.clone());
    let beside = old.map(|old| old.beside.clone());
    let highlights = old.map(|old| old.highlights.clone());
    let known_tags = old.map(|old| old.known_tags.clone());
    Rc::new(Session {
        card: card.unwrap_or_else(|| Rc::new(Card::new(stage.clone(), on_action.clone()))),
        legend: legend.unwrap_or_else(|| Rc::new(Legend::new(stage.clone(), on_action))),
        beside: beside.unwrap_or_else(|| Rc::new(Beside::new(stage.clone()))),
        highlights: highlights.unwrap_or_else(|| Rc::new(RefCell::new(Highlights::new(&document, colours)))),
        stage,
        view: Cell::new(settled.settings.view),
        touched: Cell::default(),
        document,
        head,
        article,
        scan,
        places,
        problems,
        targets: RefCell::default(),
        saved: RefCell::default(),
        open: Cell::default(),
        pinned: Cell::default(),
        current: Cell::default(),
        timer: RefCell::default(),
        pointer: Cell::default(),
        painted: Cell::new(old.is_some()),
        history: settled.history,
        known_tags: known_tags.unwrap_or_default(),
        reloads: Cell::default(),
    })
}

/// Paints the marks, begins to listen, and shows what is saved. From `old`, the session of the same article before
/// the page changed, it takes over marks, card and what is saved.
pub async fn run<P: Pause>(session: Rc<Session>, old: Option<Rc<Session>>, pause: &P) {
    session.highlights.borrow_mut().reach_into(session.shadow_roots());
    if let Some(old) = &old {
        let found = session.find_again(old).await;
        step(|| session.take_over(old, found));
    }
    let running = step(|| Running {
        _listeners: session.listen(),
        _theme: theme::Watch::new(&session.document),
        session: session.clone(),
    });
    // Dropped outside of the borrow: what the old one drops may look for the present one.
    drop(RUNNING.with(|cell| cell.replace(Some(running))));
    if old.is_none() {
        session.paint_in_slices(pause).await;
    }
    // What stands around the marks comes after them; another session may have begun while they were painted.
    if current().is_some_and(|present| Rc::ptr_eq(&present, &session)) {
        step(|| session.show_around());
    }
    if old.is_none() {
        session.reload().await;
        session.read_tags().await;
    }
}

/// Takes all marks and the card away.
pub fn stop() {
    drop(RUNNING.with(|running| running.take()));
    count::tell(0);
}

/// Shows the page as her settings say.
pub fn dress(settings: &Settings) {
    if let Some(session) = current() {
        session.dress(settings);
    }
}

/// Answers for the page as it is marked now; `None` where it is not.
pub fn answer(request: PageRequest) -> Option<JsValue> {
    current().map(|session| session.answer(request))
}

/// A key of the storage changed: if it is this article's, shows what is saved now.
pub async fn storage_changed(key: &str) {
    let Some(session) = current() else { return };
    if key == store::page_key(&session.head.key) {
        session.reload().await;
    } else if key == INDEX_KEY {
        session.read_tags().await;
    }
}

/// The page's session, if it is marked.
pub fn current() -> Option<Rc<Session>> {
    RUNNING.with(|running| running.borrow().as_ref().map(|running| running.session.clone()))
}

impl Session {
    /// Whether it is the article of that key.
    pub fn is_of(&self, key: &str) -> bool {
        self.head.key == key
    }

    /// Whether another reading of the page has the same text, day and language: then it has the same marks.
    pub fn reads(&self, article: &Article) -> bool {
        let known = &self.article;
        known.text == article.text && known.published == article.published && known.language == article.language
    }

    /// The text's fingerprint, as it is saved; `None` of a short text.
    pub fn fingerprint(&self) -> Option<String> {
        self.head.fingerprint.clone()
    }

    /// What the reader did on this page.
    pub fn history(&self) -> Rc<History> {
        self.history.clone()
    }

    /// Whether the reader is filling in one of the card's forms.
    pub fn is_being_edited(&self) -> bool {
        self.card.is_being_edited()
    }

    /// The open shadow roots that hold some of the page.
    pub fn shadow_roots(&self) -> &[web_sys::ShadowRoot] {
        self.places.shadow_roots()
    }

    /// The innermost node that holds the article.
    pub fn root(&self) -> Option<web_sys::Node> {
        self.places.root(&self.document)
    }

    fn text(&self) -> &str {
        &self.article.text
    }

    fn range(&self, span: Span) -> Option<Range> {
        self.places.range(&self.document, self.text(), span)
    }

    /// Paints the marks: all at once in an article of usual length; in a longer one in slices, from the window's top
    /// to the article's end and then what is above.
    async fn paint_in_slices<P: Pause>(&self, pause: &P) {
        let marks = &self.scan.marks;
        let first = if marks.len() > MANY_MARKS {
            let top = self.places.first_visible(&self.document);
            marks.partition_point(|mark| mark.span.start < top)
        } else {
            0
        };
        let order: Vec<usize> = (first..marks.len()).chain(0..first).collect();
        for slice in order.chunks(PAINTED_AT_ONCE) {
            step(|| self.paint(slice.iter().copied()));
            if marks.len() > MANY_MARKS {
                pause.pause().await;
            }
            if self.painted.get() {
                // The reader changed in the meantime how marks look, and all were painted.
                return;
            }
        }
        self.painted.set(true);
    }

    /// Paints all marks at once.
    fn paint_marks(&self) {
        self.paint(0..self.scan.marks.len());
        self.painted.set(true);
    }

    fn paint(&self, marks: impl Iterator<Item = usize>) {
        let shown = marks.filter(|index| self.shows(*index));
        let with_range = |index: usize| Some((index, self.range(self.scan.marks.get(index)?.span)?));
        let shown: Vec<(usize, Range)> = shown.filter_map(with_range).collect();
        let mut highlights = self.highlights.borrow_mut();
        highlights.look_at(shown.iter().map(|(_, range)| range));
        let mut targets = self.targets.borrow_mut();
        for (index, range) in shown {
            let mark = &self.scan.marks[index];
            highlights.add(Style::of(mark), &range);
            targets.push(Target { span: mark.span, range, mark: Some(index) });
        }
        postil_core::order::sort_by_key(&mut targets, |target| target.span.reading_order());
    }

    /// Reads what is saved and shows it.
    async fn reload(self: &Rc<Self>) {
        let this = self.reloads.get().wrapping_add(1);
        self.reloads.set(this);
        let annotations = match saved::load(&self.head).await {
            Ok(annotations) => annotations,
            Err(error) => return web_sys::console::warn_1(&format!("Postil: {error}").into()),
        };
        let known = self.saved.borrow().clone();
        let found = saved::Search::new(self.text(), &known).locate_in_slices(annotations.clone()).await;
        // Another reading that began in the meantime knows better.
        if self.reloads.get() != this {
            return;
        }
        if current().is_some_and(|present| std::ptr::eq(&*present, &**self)) {
            count::tell(annotations.len());
            self.paint_saved(found);
        } else {
            self.show_saved(annotations.clone());
        }
        let arrived = self.history.arrived(&annotations);
        let open = self.open.get().and_then(|span| self.saved_at(span));
        if let Some(open) = open.filter(|open| arrived.contains(&open.annotation.id)) {
            open.span.iter().for_each(|span| self.tell(*span, "status_saved"));
        }
    }

    /// Reads the tags she uses. After the marks are there: they are only asked for when she writes some herself.
    async fn read_tags(&self) {
        match saved_elsewhere::index().await {
            Ok(index) => *self.known_tags.borrow_mut() = index.tags().into_iter().map(str::to_owned).collect(),
            Err(error) => web_sys::console::warn_1(&format!("Postil: {error}").into()),
        }
    }

    /// Finds what `old` knows to be saved in this session's text.
    async fn find_again(&self, old: &Session) -> Vec<Found> {
        let same_text = old.text() == self.text();
        let mut found: Vec<Found> = if same_text { old.saved.borrow().clone() } else { Vec::new() };
        loop {
            let annotations = old.saved_annotations();
            if found.iter().map(|found| &found.annotation).eq(&annotations) {
                return found;
            }
            // What changed while the last slices were worked off comes in the next round.
            found = saved::Search::new(self.text(), &found).locate_in_slices(annotations).await;
        }
    }

    /// Shows these annotations as what is saved, in place of those shown before.
    fn show_saved(&self, annotations: Vec<Annotation>) {
        // The page changed while the storage answered: its present session shows them.
        if let Some(present) = current().filter(|present| !std::ptr::eq(&**present, self)) {
            if present.head.key == self.head.key {
                present.show_saved(annotations);
            }
            return;
        }
        count::tell(annotations.len());
        // Until all marks are there it waits: then what is saved is read anew.
        if self.painted.get() {
            let known = self.saved.borrow().clone();
            self.paint_saved(saved::Search::new(self.text(), &known).locate(annotations));
        }
    }

    fn paint_saved(&self, found: Vec<Found>) {
        let mut highlights = self.highlights.borrow_mut();
        let mut targets = self.targets.borrow_mut();
        for old in self.saved.borrow().iter() {
            for target in targets.iter().filter(|target| Some(target.span) == old.span) {
                highlights.remove(old.style(), &target.range);
            }
        }
        targets.retain(|target| target.mark.is_some());
        for (span, style) in found.iter().filter_map(|found| Some((found.span?, found.style()))) {
            let known = targets.iter().position(|target| target.span == span);
            let target = known.map(|index| targets[index].clone()).or_else(|| {
                let target = Target { span, range: self.range(span)?, mark: None };
                targets.push(target.clone());
                Some(target)
            });
            if let Some(target) = target {
                highlights.add(style, &target.range);
            }
        }
        postil_core::order::sort_by_key(&mut targets, |target| target.span.reading_order());
        *self.saved.borrow_mut() = found;
    }

    /// The innermost target under a point of the window.
    fn target_at(&self, x: f64, y: f64) -> Option<Target> {
        let byte = self.places.byte_at_point(&self.document, self.text(), x as f32, y as f32)?;
        let targets = self.targets.borrow();
        let under = |target: &&Target| {
            target.span.start <= byte && byte <= target.span.end && range_covers(&target.range, x, y)
        };
        targets.iter().filter(under).min_by_key(|target| target.span.len()).cloned()
    }

    fn listen(self: &Rc<Self>) -> Vec<EventListener> {
        let document = &self.document;
        let capture = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
        let on = |event: &'static str, act: fn(&Rc<Session>, &web_sys::Event)| {
            let this = Rc::downgrade(self);
            EventListener::new_with_options(document, event, capture, move |event| {
                if crate::is_orphaned() {
                    // The extension was updated or removed: its old script leaves the page alone.
                    stop();
                } else if let Some(session) = this.upgrade() {
                    act(&session, event);
                }
            })
        };
        vec![
            on("pointermove", |session, event| session.pointer_moved(event.unchecked_ref())),
            on("click", |session, event| session.clicked(event.unchecked_ref())),
            on("keydown", |session, event| {
                if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" && session.card.is_open() {
                    session.close();
                }
            }),
            on("scroll", |session, _| session.follow()),
            on("pointerdown", |session, event| {
                session.touched.set(event.unchecked_ref::<PointerEvent>().pointer_type() == "touch");
            }),
            // A finger selects by a long press, which ends in no pointer event.
            on("selectionchange", |session, _| {
                if session.touched.get() {
                    session.offer_soon();
                }
            }),
            on("pointerup", |session, event| {
                if !session.is_on_stage(event) {
                    session.offer_soon();
                }
            }),
        ]
    }

    /// Whether an event comes from the card, the legend, or another part of Postil.
    fn is_on_stage(&self, event: &web_sys::Event) -> bool {
        event.composed_path().iter().any(|node| self.stage.is_host(&node))
    }

    /// Offers to highlight what is selected, after the click that follows: it closes the card.
    fn offer_soon(&self) {
        if self.selected().is_some() {
            *self.timer.borrow_mut() = Some(Timeout::new(REST, move || {
                if let Some(session) = current() {
                    session.offer();
                }
            }));
        }
    }

    fn pointer_moved(self: &Rc<Self>, event: &PointerEvent) {
        if event.pointer_type() == "touch" || event.buttons() != 0 {
            return;
        }
        let (x, y) = (event.client_x(), event.client_y());
        self.pointer.set((x, y));
        if self.is_on_stage(event) || self.pinned.get() {
            *self.timer.borrow_mut() = None;
            return;
        }
        // One look per rest of the pointer, not one per event: a hit test costs tens of microseconds.
        let wait = if self.open.get().is_some() { LEAVE } else { REST };
        *self.timer.borrow_mut() = Some(Timeout::new(wait, move || {
            if let Some(session) = current() {
                session.rested();
            }
        }));
    }

    /// The pointer has rested: open the card of what is under it, or close the card.
    fn rested(&self) {
        self.highlights.borrow().restore();
        let (x, y) = self.pointer.get();
        match self.target_at(x, y) {
            Some(target) if self.open.get() == Some(target.span) => {}
            Some(target) => self.open(&target, false),
            None if self.open.get().is_some() && !self.card.is_being_edited() => self.close(),
            None => {}
        }
    }

    fn clicked(&self, event: &PointerEvent) {
        if self.is_on_stage(event) {
            self.pinned.set(self.card.is_open());
            return;
        }
        self.legend.close();
        // A click that follows a link or ends a selection is not for us.
        let selecting = self.selected().is_some();
        if selecting {
            return;
        }
        let on_link = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let on_link = on_link.is_some_and(|element| {
            element.closest("a[href],button,input,textarea,select,summary,[contenteditable]").ok().flatten().is_some()
        });
        match self.target_at(event.client_x(), event.client_y()) {
            Some(target) if !on_link => {
                self.pinned.set(true);
                self.open(&target, false);
            }
            _ if self.card.is_being_edited() => {}
            _ => self.close(),
        }
    }

    fn open(&self, target: &Target, take_focus: bool) {
        let Some(place) = Place::of(&target.range, self.pointer.get()) else { return };
        let content = self.content(target);
        if self.pinned.get() {
            // The pointer's rest from before would close it.
            *self.timer.borrow_mut() = None;
        }
        self.unfocus();
        self.highlights.borrow_mut().add(Style::Focus, &target.range);
        self.open.set(Some(target.span));
        self.current.set(Some(target.span));
        self.legend.close();
        self.enter();
        self.card.open(place, &content, take_focus);
        self.uncover(target, place);
        crate::observe::resume();
    }

    /// Where the card is a sheet over its mark, scrolls the mark out from under it.
    fn uncover(&self, target: &Target, place: Place) {
        self.card.come_from_above(false);
        let covered = self.card.covered(&place);
        if covered <= 0.0 {
            return;
        }
        let options = web_sys::ScrollToOptions::new();
        options.set_top(covered);
        options.set_behavior(web_sys::ScrollBehavior::Instant);
        if let Some(window) = self.document.default_view() {
            window.scroll_by_with_scroll_to_options(&options);
        }
        if let Some(place) = Place::of(&target.range, self.pointer.get())
            && self.card.covered(&place) > 0.0
        {
            self.card.come_from_above(true);
        }
    }

    fn content(&self, target: &Target) -> Content {
        let exact = target.span.of(self.text());
        let mark = target.mark.and_then(|index| self.scan.marks.get(index));
        let saved = self.saved_at(target.span);
        let own = if saved.is_some() { Correctable::Highlight } else { Correctable::Nothing };
        Content {
            description: match mark {
                Some(mark) => Description::new(mark, exact, &self.scan),
                None => Description::of_highlight(exact),
            },
            exact: exact.to_owned(),
            saved: saved.map(|found| found.for_card(self.text())),
            correctable: mark.map_or(own, |mark| correction::correctable(&mark.reading)),
            known_tags: self.known_tags.borrow().clone(),
        }
    }

    fn unfocus(&self) {
        if let Some(open) = self.open.take() {
            for target in self.targets.borrow().iter().filter(|target| target.span == open) {
                self.highlights.borrow_mut().remove(Style::Focus, &target.range);
            }
        }
    }

    fn close(&self) {
        *self.timer.borrow_mut() = None;
        self.pinned.set(false);
        let open = self.open.get().and_then(|span| self.target(span));
        self.unfocus();
        let had_focus = self.card.close();
        if let Some(target) = open.filter(|_| had_focus) {
            self.read_on_at(&target);
        }
        crate::observe::resume();
    }

    /// The reader came to the mark by keys and had the keyboard nowhere in particular before: from here she reads on,
    /// with Tab to the next link, with her screen reader to the next words.
    fn read_on_at(&self, target: &Target) -> Option<()> {
        let active = self.document.active_element();
        if active.is_some_and(|element| self.document.body().is_none_or(|body| !body.is_same_node(Some(&element)))) {
            return None;
        }
        let selection = self.document.get_selection().ok().flatten().filter(|selection| selection.is_collapsed())?;
        let (node, offset) = (target.range.start_container().ok()?, target.range.start_offset().ok()?);
        selection.collapse_with_offset(Some(&node), offset).ok()
    }

    fn follow(&self) {
        let Some(open) = self.open.get() else { return };
        let place = self.target(open).and_then(|target| Place::of(&target.range, self.pointer.get()));
        if let Some(place) = place {
            self.card.follow(place);
        }
    }

    fn target(&self, span: Span) -> Option<Target> {
        self.targets.borrow().iter().find(|target| target.span == span).cloned()
    }

    fn saved_at(&self, span: Span) -> Option<Found> {
        self.saved.borrow().iter().find(|found| found.span == Some(span)).cloned()
    }

    /// Opens the card of the next or previous target, wherever it is on the page.
    fn step(&self, forward: bool) {
        let target = {
            let targets = self.targets.borrow();
            let here = self.current.get().map(|span| span.reading_order());
            let index = match here {
                None if forward => Some(0),
                None => targets.len().checked_sub(1),
                Some(here) if forward => Some(targets.partition_point(|target| target.span.reading_order() <= here)),
                Some(here) => targets.partition_point(|target| target.span.reading_order() < here).checked_sub(1),
            };
            // Past the last comes the first again.
            let fallback = if forward { targets.first() } else { targets.last() };
            index.and_then(|index| targets.get(index)).or(fallback).cloned()
        };
        if let Some(target) = target {
            self.go_to(&target);
        }
    }

    fn go_to(&self, target: &Target) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        options.set_behavior(web_sys::ScrollBehavior::Instant);
        let node = target.range.start_container().ok().and_then(|node| node.parent_element());
        let outside = |rect: &DomRect| {
            let height = web_sys::window().and_then(|w| w.inner_height().ok()).and_then(|h| h.as_f64());
            rect.top() < 0.0 || height.is_some_and(|height| rect.bottom() > height)
        };
        if let Some(node) = node
            && outside(&target.range.get_bounding_client_rect())
        {
            node.scroll_into_view_with_scroll_into_view_options(&options);
        }
        self.pinned.set(true);
        self.open(target, true);
    }

    fn act(self: &Rc<Self>, action: Action) {
        match (action, self.open.get()) {
            (Action::Close, _) => self.close(),
            (Action::Step { forward }, _) => self.step(forward),
            (Action::Look(view), _) => self.look(view),
            (Action::Undo, _) => self.spawn(|session| async move { session.take_back(true).await }),
            (Action::Redo, _) => self.spawn(|session| async move { session.take_back(false).await }),
            (Action::Save, Some(span)) => self.change(span, Command::Add { annotation: self.annotation(span) }),
            (Action::Save, None) => self.annotate_selection(),
            (Action::Edit(edit), Some(span)) => self.edit(span, edit),
            (Action::Remove, Some(span)) => {
                if let Some(found) = self.saved_at(span) {
                    self.change(span, Command::Delete { id: found.annotation.id });
                }
            }
            (Action::Correct(change, reach), Some(span)) => self.correct(span, change, reach),
            (Action::Edit(_) | Action::Remove | Action::Correct(..), None) => {}
        }
    }

    fn spawn<F: Future<Output = ()> + 'static>(self: &Rc<Self>, task: impl FnOnce(Rc<Self>) -> F) {
        wasm_bindgen_futures::spawn_local(task(self.clone()));
    }

    fn edit(self: &Rc<Self>, span: Span, edit: Edit) {
        let now = fresh::now();
        let command = match self.saved_at(span) {
            Some(found) => {
                let id = found.annotation.id;
                Command::Many {
                    commands: vec![
                        Command::SetNote { id: id.clone(), note: edit.note, now: now.clone() },
                        Command::SetTags { id: id.clone(), tags: edit.tags, now: now.clone() },
                        Command::SetColour { id, colour: edit.colour, now },
                    ],
                }
            }
            None => {
                let mut annotation = self.annotation(span);
                annotation.set_note(&edit.note, &now);
                annotation.set_tags(edit.tags.iter().map(String::as_str), &now);
                annotation.set_colour(edit.colour.as_deref(), &now);
                Command::Add { annotation }
            }
        };
        self.change(span, command);
    }

    /// Changes what is saved, and shows at the mark what became of it.
    fn change(self: &Rc<Self>, span: Span, command: Command) {
        let words = if matches!(command, Command::Delete { .. }) { "status_removed" } else { "status_saved" };
        self.spawn(move |session| async move {
            match saved::change(&session.head, command.clone(), &session.saved_annotations()).await {
                Ok(changed) => {
                    session.history.did(Step::Change(changed.inverse));
                    session.show_saved(changed.page.annotations);
                    session.tell(span, words);
                }
                Err(error) => {
                    if matches!(error, Error::Waiting(_)) {
                        session.history.waits(&command);
                    }
                    session.fail(&error);
                }
            }
        });
    }

    /// Keeps a correction; the change of the storage marks the page anew.
    fn correct(self: &Rc<Self>, span: Span, change: Change, reach: Reach) {
        let Some(mark) = self.target(span).and_then(|target| self.scan.marks.get(target.mark?)) else {
            if let Change::Span { exact } = change {
                self.move_highlight(span, &exact);
            }
            return;
        };
        let correction = Correction {
            id: fresh::id(),
            created: fresh::now(),
            scope: match reach {
                Reach::Here => Scope::Here { article: self.head.key.clone() },
                Reach::Site => Scope::Site { site: identity::site(&self.head.url) },
                Reach::Everywhere => Scope::Everywhere,
            },
            exact: span.of(self.text()).to_owned(),
            kind: mark.reading.kind().to_owned(),
            change,
        };
        let place = self.target(span).and_then(|target| Place::of(&target.range, self.pointer.get()));
        let saved = self.saved_at(span).and_then(|found| self.corrected(&found, &correction));
        let steps = [Some(Step::Correct(correction)), saved.map(Step::Change)];
        self.spawn(move |session| async move {
            let step = Step::Many(steps.into_iter().flatten().collect());
            match step.run(&session.head, &session.saved_annotations()).await {
                Ok(undo) => {
                    session.history.did(undo);
                    session.close();
                    if let Some(place) = place {
                        session.pinned.set(true);
                        session.enter();
                        session.card.notice(place, &message("status_corrected"));
                    }
                }
                Err(error) => session.fail(&error),
            }
        });
    }

    /// Has her own highlight cover other words, which share something with those it covers now.
    fn move_highlight(self: &Rc<Self>, span: Span, exact: &str) {
        let Some(found) = self.saved_at(span) else { return };
        let Some(right) = annotation::correction::corrected_span(self.text(), span, exact) else {
            return self.card.tell(&message("correct_not_here"), true, false);
        };
        let mut moved = found.annotation;
        let now = fresh::now();
        moved.set_span(self.text(), right, &now);
        self.unfocus();
        self.open.set(Some(right));
        self.change(right, Command::SetTarget { id: moved.id, target: moved.target, now });
    }

    /// What makes a saved mark say what the correction says.
    fn corrected(&self, found: &Found, correction: &Correction) -> Option<Command> {
        let span = found.span?;
        let scan = crate::corrected(&self.scan, &self.article, &self.head, correction)?;
        let is_it = |mark: &&Mark| {
            mark.reading.kind() == correction.kind && mark.span.start < span.end && span.start < mark.span.end
        };
        let mark = scan.marks.iter().find(is_it)?;
        let context = self.context(found.annotation.id.clone());
        let (id, now) = (context.id.clone(), context.now.clone());
        let right = Annotation::from_mark(&self.article, mark, &scan, context);
        let reading = right.classification().cloned();
        let mut commands = vec![Command::SetClassification { id: id.clone(), reading, now: now.clone() }];
        if mark.span != span {
            commands.push(Command::SetTarget { id, target: right.target, now });
        }
        Some(Command::Many { commands })
    }

    fn saved_annotations(&self) -> Vec<Annotation> {
        self.saved.borrow().iter().map(|found| found.annotation.clone()).collect()
    }

    /// Takes the last change back, or does it again.
    async fn take_back(self: Rc<Self>, undo: bool) {
        let Some(step) = self.history.take(undo) else { return };
        match step.clone().run(&self.head, &self.saved_annotations()).await {
            Ok(inverse) => {
                self.history.put(undo, inverse);
                self.close();
                self.reload().await;
            }
            Err(error) => {
                self.history.put(!undo, step);
                self.fail(&error);
            }
        }
    }

    /// Says at a mark what became of a change of it.
    fn tell(&self, span: Span, words: &str) {
        if current().is_none_or(|present| !std::ptr::eq(&*present, self)) {
            // The page changed in the meantime; the card is still there, its span is another.
            return self.card.tell(&message(words), false, true);
        }
        let open = self.open.get() == Some(span);
        match self.target(span).filter(|_| open) {
            Some(target) => {
                self.pinned.set(true);
                self.open(&target, true);
                self.card.tell(&message(words), false, true);
            }
            None => self.close(),
        }
    }

    fn fail(&self, error: &Error) {
        let waits = matches!(error, Error::Waiting(_));
        let words = message(if waits { "status_waiting" } else { "status_not_saved" });
        self.card.tell(&format!("{words} {error}"), true, false);
        if waits {
            wasm_bindgen_futures::spawn_local(saved::try_again());
        }
    }

    /// The selection has come to rest: offer to highlight it, if it is in the article.
    fn offer(&self) {
        let Some((range, _)) = self.selected() else { return };
        if !self.card.is_being_edited()
            && let Some(place) = Place::end_of(&range)
        {
            self.close();
            self.pinned.set(true);
            self.enter();
            self.card.offer(place);
        }
    }

    /// The selection and the part of the article that it covers.
    fn selected(&self) -> Option<(Range, Span)> {
        let selection = self.document.get_selection().ok().flatten().filter(|selection| !selection.is_collapsed())?;
        let range = selection.get_range_at(0).ok()?;
        let span = self.places.span(self.text(), &range)?;
        Some((range, span))
    }

    /// Keeps what is selected.
    fn annotate_selection(self: &Rc<Self>) {
        let Some((_, span)) = self.selected() else { return };
        if let Ok(Some(selection)) = self.document.get_selection() {
            let _ = selection.empty();
        }
        self.open.set(Some(span));
        self.change(span, Command::Add { annotation: self.annotation(span) });
    }

    fn annotation(&self, span: Span) -> Annotation {
        let context = self.context(fresh::id());
        let mark = self.target(span).and_then(|target| self.scan.marks.get(target.mark?));
        let annotation = match mark {
            Some(mark) => Annotation::from_mark(&self.article, mark, &self.scan, context),
            None => Annotation::from_span(&self.article, span, context),
        };
        match self.history.waiting_at(&annotation) {
            Some(id) => Annotation { id, ..annotation },
            None => annotation,
        }
    }

    fn context(&self, id: String) -> Context {
        Context { id, now: fresh::now(), url: self.head.url.clone(), article_key: self.head.key.clone() }
    }

    fn answer(self: &Rc<Self>, request: PageRequest) -> JsValue {
        match request {
            PageRequest::Mark => message::answer(&Reply::Done(())),
            PageRequest::Summary => message::answer(&Reply::Done(self.summary())),
            PageRequest::Details => {
                let saved = self.saved.borrow();
                message::answer(&Reply::Done(details::of(&self.head, self.text(), &self.scan, &saved)))
            }
            PageRequest::ShowPlace { place } => match self.target(Span::new(place.start, place.end)) {
                Some(target) => {
                    self.go_to(&target);
                    message::answer(&Reply::Done(()))
                }
                None => message::answer(&Reply::<()>::Failed(message("place_gone"))),
            },
            PageRequest::Step { forward } => {
                self.step(forward);
                message::answer(&Reply::Done(()))
            }
            PageRequest::AnnotateSelection => {
                self.annotate_selection();
                message::answer(&Reply::Done(()))
            }
            PageRequest::Show { id } => {
                let span =
                    self.saved.borrow().iter().find(|found| found.annotation.id == id).and_then(|found| found.span);
                match span.and_then(|span| self.target(span)) {
                    Some(target) => {
                        self.go_to(&target);
                        message::answer(&Reply::Done(()))
                    }
                    None => message::answer(&Reply::<()>::Failed(message("saved_orphan"))),
                }
            }
        }
    }

    fn summary(&self) -> Summary {
        let count = |style: Style| Count {
            style: style.name().to_owned(),
            marks: self.scan.marks.iter().filter(|mark| Style::of(mark) == style).count(),
        };
        Summary {
            article: self.head.clone(),
            counts: Style::ALL.into_iter().map(count).filter(|count| count.marks > 0).collect(),
            problems: self.problems.clone(),
            lost: self
                .saved
                .borrow()
                .iter()
                .filter(|found| found.span.is_none())
                .map(|found| found.annotation.id.clone())
                .collect(),
        }
    }
}
