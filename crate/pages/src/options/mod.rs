//! The options: what the reader has chosen, and what Postil keeps.

mod backups;
mod corrections;
mod data;
mod look;
mod names;
mod rates;
mod reading;
mod shortcuts;
mod sites;

use leptos::prelude::*;
use postil_core::annotation::correction::Correction;
use postil_webext::{i18n::message, saved, settings::Settings};
use wasm_bindgen_futures::spawn_local;

use crate::{
    choice::{self, Money},
    colour,
    permission::Permission,
};

/// Draws the options once the choices are read.
pub fn mount() {
    spawn_local(async {
        let settings = choice::settings().await;
        let (money, problem) = match Money::read().await {
            Ok(money) => (money, None),
            Err(error) => (Money::default(), Some(error.to_string())),
        };
        colour::dress(|style| settings.colours.get(style).cloned());
        let corrections = saved::corrections().await.unwrap_or_default();
        leptos::mount::mount_to_body(move || view! { <Options settings money problem corrections /> });
    });
}

#[component]
fn Options(settings: Settings, money: Money, problem: Option<String>, corrections: Vec<Correction>) -> impl IntoView {
    let status = RwSignal::new(String::new());
    let days = money.days.clone();
    view! {
        <header>
            <img src="icons/48.png" alt={""} width="32" height="32" />
            <h1>{message("options_title")}</h1>
        </header>
        <main>
            <Permission always=true />
            {problem.map(|problem| view! { <p class="problem">{problem}</p> })}
            <reading::Reading settings=settings.clone() money status />
            <look::Look settings=settings.clone() status />
            <sites::Sites sites=settings.sites status />
            <names::Names names=settings.own_names status />
            <corrections::Corrections corrections status />
            <rates::Rates days daily=settings.update_rates status />
            <data::Data status />
            <shortcuts::Shortcuts status />
        </main>
        <p class="status" role="status">{status}</p>
    }
}
