//! How a marked page looks: which kinds are marked and how densely, the legend, the reader's own colours.

use leptos::prelude::*;
use postil_webext::{
    i18n::{message, message_with},
    settings::{Density, Settings, View},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    choice,
    colour::{self, STYLES},
};

/// The section.
#[component]
pub fn Look(settings: Settings, status: RwSignal<String>) -> impl IntoView {
    let Settings { view, .. } = settings;
    view! {
        <section aria-labelledby="look">
            <h2 id="look">{message("options_look")}</h2>
            <DensityChoice chosen=view.density status />
            <Switch id="legend" words="options_legend" on=view.legend set=|view, on| view.legend = on status />
            <Switch id="conversions" words="options_conversions" on=view.conversions set=|view, on| view.conversions = on status />
            <h3 id="kinds">{message("options_kinds")}</h3>
            <p class="quiet small">{message("options_kinds_help")}</p>
            <ul class="list kinds" aria-labelledby="kinds">
                {STYLES.map(|style| view! { <Kind style settings=settings.clone() status /> })}
            </ul>
        </section>
    }
}

#[component]
fn DensityChoice(chosen: Density, status: RwSignal<String>) -> impl IntoView {
    let choose = move |event| {
        let value = event_target_value(&event);
        let density = Density::ALL.into_iter().find(|density| density.as_str() == value).unwrap_or_default();
        spawn_local(async move {
            choice::tell(status, choice::change(|settings| settings.view.density = density).await.map(drop));
        });
    };
    view! {
        <label class="field">
            <span>{message("options_density")}</span>
            <select id="density" on:change=choose>
                {Density::ALL.map(|density| view! {
                    <option value=density.as_str() selected=density == chosen>
                        {message(&format!("density_{}", density.as_str()))}
                    </option>
                })}
            </select>
        </label>
    }
}

#[component]
fn Switch(
    id: &'static str,
    words: &'static str,
    on: bool,
    set: fn(&mut View, bool),
    status: RwSignal<String>,
) -> impl IntoView {
    let choose = move |event| {
        let on = event_target_checked(&event);
        spawn_local(async move {
            choice::tell(status, choice::change(|settings| set(&mut settings.view, on)).await.map(drop));
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" id=id prop:checked=on on:change=choose />
            <span>{message(words)}</span>
        </label>
    }
}

/// One kind of marks: whether it is marked, and in which colour.
#[component]
fn Kind(style: &'static str, settings: Settings, status: RwSignal<String>) -> impl IntoView {
    let name = message(&format!("style_{style}"));
    let own = RwSignal::new(settings.colours.get(style).cloned());
    let marked = !settings.unmarked.contains(style);
    let change_colour = move |chosen: Option<String>| {
        spawn_local(async move {
            let kept = chosen.clone();
            let outcome = choice::change(|settings| match chosen {
                Some(colour) => drop(settings.colours.insert(style.to_owned(), colour)),
                None => drop(settings.colours.remove(style)),
            });
            let outcome = outcome.await;
            if outcome.is_ok() {
                own.set(kept);
            }
            choice::tell(status, outcome.map(|settings| colour::dress(|style| settings.colours.get(style).cloned())));
        });
    };
    let mark = move |event| {
        let marked = event_target_checked(&event);
        spawn_local(async move {
            let outcome = choice::change(|settings| {
                settings.unmarked.remove(style);
                settings.unmarked.extend((!marked).then(|| style.to_owned()));
            });
            choice::tell(status, outcome.await.map(drop));
        });
    };
    let label = message_with("options_colour_of", &[&name]);
    let reset = message_with("options_colour_reset", &[&name]);
    view! {
        <li class=format!("postil-{style}")>
            <label class="check">
                <input type="checkbox" id=format!("mark-{style}") prop:checked=marked on:change=mark />
                <span class="swatch" aria-hidden={"true"}></span>
                <span>{name}</span>
            </label>
            <Show when=move || own.with(Option::is_some)>
                <button type="button" class="reset" aria-label=reset.clone() on:click=move |_| change_colour(None)>
                    {message("options_automatic")}
                </button>
            </Show>
            <input
                type="color"
                id=format!("colour-{style}")
                aria-label=label
                prop:value=move || own.get().unwrap_or_else(|| colour::of(style))
                on:change=move |event| change_colour(Some(event_target_value(&event)))
            />
        </li>
    }
}
