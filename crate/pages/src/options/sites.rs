//! The sites on which Postil is silent.

use leptos::prelude::*;
use postil_webext::i18n::{message, message_with};
use wasm_bindgen_futures::spawn_local;

use crate::choice;

/// The list, each with its button to let Postil speak there again, and a field to add one.
#[component]
pub fn Sites(hosts: Vec<String>, status: RwSignal<String>) -> impl IntoView {
    let hosts = RwSignal::new(hosts);
    let added = RwSignal::new(String::new());
    let set = move |host: String, silent: bool| {
        spawn_local(async move {
            let outcome = choice::change(|settings| settings.sites.set_on(&host, !silent)).await;
            choice::tell(status, outcome.map(|settings| hosts.set(settings.sites.exceptions.into_keys().collect())));
        });
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match host_of(&added.get_untracked()) {
            Some(host) => {
                set(host, true);
                added.set(String::new());
            }
            None => status.set(message("options_site_unclear")),
        }
    };
    view! {
        <section aria-labelledby="sites">
            <h2 id="sites">{message("options_sites")}</h2>
            <p class="quiet">{message("options_sites_help")}</p>
            <ul class="list">
                <For each=move || hosts.get() key=String::clone children=move |host| {
                    let label = message_with("options_remove_what", &[&host]);
                    let name = host.clone();
                    view! {
                        <li>
                            <span>{name}</span>
                            <button type="button" aria-label=label on:click=move |_| set(host.clone(), false)>{message("card_remove")}</button>
                        </li>
                    }
                } />
            </ul>
            <form class="add" on:submit=add>
                <label class="field">
                    <span>{message("options_site")}</span>
                    <input type="text" id="site" autocomplete="off" placeholder="example.com" prop:value=added on:input=move |event| added.set(event_target_value(&event)) />
                </label>
                <button type="submit">{message("options_add")}</button>
            </form>
        </section>
    }
}

/// The host of what the reader typed or pasted: `example.com`, or an address.
fn host_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let address = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = web_sys::Url::new(&address).ok()?;
    Some(url.host()).filter(|host| !typed.is_empty() && !host.is_empty())
}
