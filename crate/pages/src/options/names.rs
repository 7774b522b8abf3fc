//! The reader's own names: always marked as what she says, or never.

use leptos::prelude::*;
use postil_core::mark::EntityType;
use postil_webext::{
    i18n::{message, message_with},
    settings::Name,
};
use wasm_bindgen_futures::spawn_local;

use crate::choice;

/// The value of the choice "never mark it".
const NEVER: &str = "never";

/// A change of the list.
type Change = Box<dyn FnOnce(&mut Vec<Name>)>;

/// The list, and the fields to add to it.
#[component]
pub fn Names(names: Vec<Name>, status: RwSignal<String>) -> impl IntoView {
    let names = RwSignal::new(names);
    let typed = RwSignal::new(String::new());
    let kind = RwSignal::new(EntityType::Person.as_str().to_owned());
    let change = move |change: Change| {
        spawn_local(async move {
            let outcome = choice::change(|settings| change(&mut settings.own_names)).await;
            choice::tell(status, outcome.map(|settings| names.set(settings.own_names)));
        });
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked().split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            status.set(message("options_name_empty"));
            return;
        }
        let entity_type = Some(kind.get_untracked()).filter(|kind| kind != NEVER);
        typed.set(String::new());
        change(Box::new(move |names| {
            names.retain(|other| other.name != name);
            names.push(Name { name, entity_type });
        }));
    };
    view! {
        <section aria-labelledby="names">
            <h2 id="names">{message("options_names")}</h2>
            <p class="quiet">{message("options_names_help")}</p>
            <ul class="list">
                <For each=move || names.get() key=|name| (name.name.clone(), name.entity_type.clone()) children=move |entry| {
                    let Name { name, entity_type } = entry;
                    let kind = message(&format!("type_{}", entity_type.as_deref().unwrap_or(NEVER)));
                    let label = message_with("options_remove_what", &[&name]);
                    let shown = name.clone();
                    let remove = move |_| {
                        let name = name.clone();
                        change(Box::new(move |names| names.retain(|other| other.name != name)));
                    };
                    view! {
                        <li>
                            <span>{shown}</span>
                            <span class="quiet">{kind}</span>
                            <button type="button" aria-label=label on:click=remove>{message("card_remove")}</button>
                        </li>
                    }
                } />
            </ul>
            <form class="add" on:submit=add>
                <label class="field">
                    <span>{message("options_name")}</span>
                    <input type="text" id="name" autocomplete="off" prop:value=typed on:input=move |event| typed.set(event_target_value(&event)) />
                </label>
                <label class="field">
                    <span>{message("correct_type")}</span>
                    <select id="name-type" on:change=move |event| kind.set(event_target_value(&event))>
                        {EntityType::ALL.map(|one| {
                            view! { <option value=one.as_str()>{message(&format!("type_{}", one.as_str()))}</option> }
                        })}
                        <option value=NEVER>{message("type_never")}</option>
                    </select>
                </label>
                <button type="submit">{message("options_add")}</button>
            </form>
        </section>
    }
}
