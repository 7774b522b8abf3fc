//! How much is saved of the page, told to the background, which shows it on Postil's button.

use std::cell::Cell;

use gloo_events::EventListener;
use postil_webext::message::{Request, ask};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::PageTransitionEvent;

thread_local! {
    /// What the button shows; nothing while the page is new.
    static TOLD: Cell<usize> = const { Cell::new(0) };
}

/// Tells the number, if it is another than was told before.
pub fn tell(saved: usize) {
    if TOLD.replace(saved) != saved && !crate::is_orphaned() {
        send(saved);
    }
}

fn send(saved: usize) {
    spawn_local(async move {
        // The button is no more than a reminder; what is saved is saved.
        let _ = ask::<()>(&Request::CountSaved { saved }).await;
    });
}

/// The browser clears the button when the tab goes to another page, also when the reader comes back to this one, which
/// was kept as it was.
pub fn tell_on_return(window: &web_sys::Window) -> EventListener {
    EventListener::new(window, "pageshow", |event| {
        if event.unchecked_ref::<PageTransitionEvent>().persisted() && !crate::is_orphaned() {
            send(TOLD.get());
        }
    })
}
