//! The engine's pauses in the browser: long work in slices, with the page's own turn between them.

use std::cell::Cell;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise, Reflect};
use postil_core::pause::Pause;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Performance;

/// Milliseconds of work between two turns of the page. A frame has 16; what a slow machine does in one step more than
/// here stays below the 50 from which on a task is felt.
const SLICE: f64 = 10.0;

/// Gives the page its turn after every slice of work.
#[derive(Debug)]
pub struct Slices {
    /// Milliseconds.
    length: f64,
    begun: Cell<f64>,
    /// Asked at every step: looking it up each time costs more than its answer.
    clock: Option<Performance>,
}

impl Slices {
    /// Work begins now, in slices of the usual length.
    pub fn begin() -> Self {
        Self::of(SLICE)
    }

    /// Work begins now, in slices of so many milliseconds.
    pub fn of(length: f64) -> Self {
        let clock = clock();
        Slices { length, begun: Cell::new(read(clock.as_ref())), clock }
    }

    fn now(&self) -> f64 {
        read(self.clock.as_ref())
    }
}

impl Pause for Slices {
    async fn pause(&self) {
        if self.now() - self.begun.get() >= self.length {
            next_turn().await;
            self.begun.set(self.now());
        }
    }
}

/// Lets the browser paint and serve the reader. `scheduler.yield` goes on before other tasks that wait; without it a
/// timer does.
async fn next_turn() {
    if let Some(Ok(promise)) = scheduler_yield() {
        // It is rejected only where the document goes, and then nothing goes on here either.
        let _ = JsFuture::from(promise).await;
    } else {
        TimeoutFuture::new(0).await;
    }
}

fn scheduler_yield() -> Option<Result<Promise, wasm_bindgen::JsValue>> {
    let window = web_sys::window()?;
    let scheduler = Reflect::get(&window, &"scheduler".into()).ok().filter(|scheduler| scheduler.is_object())?;
    let go_on_later: Function = Reflect::get(&scheduler, &"yield".into()).ok()?.dyn_into().ok()?;
    Some(go_on_later.call0(&scheduler).map(JsCast::unchecked_into))
}

/// Milliseconds since the page's start.
pub fn now() -> f64 {
    read(clock().as_ref())
}

fn clock() -> Option<Performance> {
    web_sys::window()?.performance()
}

fn read(clock: Option<&Performance>) -> f64 {
    clock.map_or(0.0, Performance::now)
}
