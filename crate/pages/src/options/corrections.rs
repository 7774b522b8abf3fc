//! What the reader has corrected, to be taken back.

use leptos::prelude::*;
use postil_core::annotation::correction::{Change, Correction, Scope};
use postil_webext::{
    i18n::{message, message_with},
    message::{Request, ask},
    saved,
};
use wasm_bindgen_futures::spawn_local;

use crate::choice;

/// The list, each with its button.
#[component]
pub fn Corrections(corrections: Vec<Correction>, status: RwSignal<String>) -> impl IntoView {
    let all = RwSignal::new(corrections);
    let remove = move |id: String| {
        spawn_local(async move {
            let outcome = ask::<()>(&Request::Uncorrect { id }).await;
            if outcome.is_ok()
                && let Ok(left) = saved::corrections().await
            {
                all.set(left);
            }
            choice::tell(status, outcome);
        });
    };
    view! {
        <section aria-labelledby="corrections">
            <h2 id="corrections">{message("options_corrections")}</h2>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="quiet">{message("options_corrections_none")}</p>
            </Show>
            <ul class="list">
                <For each=move || all.get() key=|correction| correction.id.clone() children=move |correction| {
                    let label = message_with("options_remove_what", &[&correction.exact]);
                    let (what, reach) = (what(&correction.change), reach(&correction.scope));
                    view! {
                        <li>
                            <span>{correction.exact}</span>
                            <span class="quiet">{what}" · "{reach}</span>
                            <button type="button" aria-label=label on:click=move |_| remove(correction.id.clone())>{message("card_remove")}</button>
                        </li>
                    }
                } />
            </ul>
        </section>
    }
}

fn what(change: &Change) -> String {
    match change {
        Change::Dismiss => message("type_never"),
        Change::Type { entity_type } => message(&format!("type_{entity_type}")),
        Change::Span { exact } => format!("“{exact}”"),
        Change::Amount { value } => value.clone(),
        Change::Currency { currency } => currency.clone(),
    }
}

fn reach(scope: &Scope) -> String {
    match scope {
        Scope::Here { article } => article.clone(),
        Scope::Site { site } => site.clone(),
        Scope::Everywhere => message("reach_everywhere"),
    }
}
