//! What the reader sees in an article: currency, units, how sure a mark must be.

use leptos::prelude::*;
use postil_core::scan::UnitSystem;
use postil_webext::{format, i18n::message, settings::Settings};
use wasm_bindgen_futures::spawn_local;

use crate::choice::{self, CurrencyChoice, Money};

/// The fields.
#[component]
pub fn Reading(settings: Settings, money: Money, status: RwSignal<String>) -> impl IntoView {
    view! {
        <section aria-labelledby="reading">
            <h2 id="reading">{message("options_reading")}</h2>
            <CurrencyChoice money chosen=RwSignal::new(settings.currency) status />
            <Units chosen=settings.units status />
            <Threshold chosen=settings.threshold status />
        </section>
    }
}

#[component]
fn Units(chosen: Option<UnitSystem>, status: RwSignal<String>) -> impl IntoView {
    let systems = [
        ("", None, "options_units_guess"),
        ("metric", Some(UnitSystem::Metric), "options_units_metric"),
        ("imperial", Some(UnitSystem::Imperial), "options_units_imperial"),
    ];
    let choose = move |event| {
        let value = event_target_value(&event);
        let system = systems.iter().find(|(name, ..)| *name == value).and_then(|(_, system, _)| *system);
        spawn_local(async move {
            choice::tell(status, choice::change(|settings| settings.units = system).await.map(drop));
        });
    };
    view! {
        <label class="field">
            <span>{message("options_units")}</span>
            <select id="units" on:change=choose>
                {systems.map(|(value, system, key)| {
                    view! { <option value=value selected=system == chosen>{message(key)}</option> }
                })}
            </select>
        </label>
    }
}

#[component]
fn Threshold(chosen: f32, status: RwSignal<String>) -> impl IntoView {
    let value = RwSignal::new(chosen);
    let read = |event: &leptos::ev::Event| event_target_value(event).parse::<f32>().unwrap_or_default() / 100.0;
    let words = move || match value.get() {
        0.0 => message("options_threshold_all"),
        least => format::percent(f64::from(least)),
    };
    let choose = move |event: leptos::ev::Event| {
        let least = read(&event);
        spawn_local(async move {
            choice::tell(status, choice::change(|settings| settings.threshold = least).await.map(drop));
        });
    };
    view! {
        <label class="field">
            <span>{message("options_threshold")}</span>
            <input
                type="range"
                id="threshold"
                min="0"
                max="95"
                step="5"
                value=(chosen * 100.0).round().to_string()
                aria-describedby="threshold-words"
                aria-valuetext=words
                on:input=move |event| value.set(read(&event))
                on:change=choose
            />
            <output id="threshold-words">{words}</output>
        </label>
        <p class="quiet small">{message("options_threshold_help")}</p>
    }
}
