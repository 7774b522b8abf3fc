//! The same article under another address: what is saved of it there is offered, never taken over unasked.

use leptos::prelude::*;
use postil_webext::{
    fresh,
    i18n::{message, message_with},
    message::{ArticleHead, ask},
    own::{Ask, Done, Offer, Opaque},
};
use wasm_bindgen_futures::spawn_local;

/// Offers what is saved of the same article under other addresses; whenever `changed` changes, it looks again.
#[component]
pub fn Moved(article: ArticleHead, changed: Signal<usize>, status: WriteSignal<String>) -> impl IntoView {
    let offers = RwSignal::new(Vec::<Offer>::new());
    let undo = RwSignal::new_local(Vec::<Opaque>::new());
    let head = StoredValue::new(article);
    let look = move || {
        spawn_local(async move {
            if let Ok(found) = ask(&Ask::Moved { article: head.get_value() }).await {
                offers.set(found);
            }
        });
    };
    Effect::new(move |_| {
        changed.track();
        look();
    });
    let change = move |request: Ask, words: &'static str, undone: bool| {
        spawn_local(async move {
            match ask::<Done>(&request).await {
                Ok(changed) => {
                    undo.set(if undone { Vec::new() } else { changed.inverse });
                    status.set(message(words));
                    look();
                }
                Err(error) => status.set(format!("{} {error}", message("status_not_saved"))),
            }
        });
    };
    let take = move |from: String| {
        change(Ask::TakeOver { from, article: head.get_value(), now: fresh::now() }, "moved_taken", false);
    };
    let take_back = move |_| change(Ask::ChangeAll { changes: undo.get_untracked() }, "moved_undone", true);
    let may_undo = move || undo.with(|undo| !undo.is_empty());
    view! {
        <Show when=move || offers.with(|all| !all.is_empty()) || may_undo()>
            <section class="moved" aria-labelledby="moved">
                <h2 id="moved">{message("moved_title")}</h2>
                <ul>
                    <For each=move || offers.get() key=|offer| offer.key.clone() children=move |offer| {
                        let title = offer.title.clone().unwrap_or_else(|| offer.key.clone());
                        let words = message_with("moved_offer", &[&offer.count.to_string(), &title, &offer.site]);
                        view! {
                            <li>
                                <p>{words}</p>
                                <p class="quiet small">{offer.url.clone()}</p>
                                <button type="button" class="take" on:click=move |_| take(offer.key.clone())>{message("moved_take")}</button>
                            </li>
                        }
                    } />
                </ul>
                <Show when=may_undo>
                    <button type="button" class="link undo" on:click=take_back>{message("card_undo")}</button>
                </Show>
            </section>
        </Show>
    }
}
