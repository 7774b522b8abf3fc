//! Where articles are marked: on all sites in one way, on some in another.

use leptos::prelude::*;
use postil_webext::{
    i18n::{message, message_with},
    settings::{self, SiteMode},
};
use wasm_bindgen_futures::spawn_local;

use crate::choice;

/// A change of the sites.
type Change = Box<dyn FnOnce(&mut settings::Sites)>;

/// The way on all sites, the exceptions, and the fields to add one.
#[component]
pub fn Sites(sites: settings::Sites, status: RwSignal<String>) -> impl IntoView {
    let mode = RwSignal::new(sites.mode);
    let exceptions = RwSignal::new(sites.exceptions);
    let pages = RwSignal::new(sites.pages);
    let added = RwSignal::new(String::new());
    let added_mode = RwSignal::new(SiteMode::Never);
    let change = move |change: Change| {
        spawn_local(async move {
            let outcome = choice::change(|settings| change(&mut settings.sites)).await;
            choice::tell(
                status,
                outcome.map(|settings| {
                    mode.set(settings.sites.mode);
                    exceptions.set(settings.sites.exceptions);
                    pages.set(settings.sites.pages);
                }),
            );
        });
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match host_of(&added.get_untracked()) {
            Some(host) => {
                let mode = added_mode.get_untracked();
                // As she says, even where that is how all sites are now: it holds when she changes those.
                change(Box::new(move |sites| {
                    sites.exceptions.insert(host, mode);
                }));
                added.set(String::new());
            }
            None => status.set(message("options_site_unclear")),
        }
    };
    let remove = move |host: String| {
        change(Box::new(move |sites| {
            sites.exceptions.remove(&host);
        }));
    };
    let remove_page = move |url: String| {
        change(Box::new(move |sites| {
            sites.pages.remove(&url);
        }));
    };
    view! {
        <section aria-labelledby="sites">
            <h2 id="sites">{message("options_sites")}</h2>
            <label class="field">
                <span>{message("options_sites_mode")}</span>
                <Modes id="site-mode" chosen=mode set=move |chosen| change(Box::new(move |sites| sites.mode = chosen)) />
            </label>
            <p class="quiet small">{message("options_sites_help")}</p>
            <ul class="list">
                <For
                    each=move || exceptions.get()
                    key=|(host, mode)| (host.clone(), *mode as u8)
                    children=move |(host, mode)| row(host, words(mode), remove)
                />
            </ul>
            <ul class="list pages">
                <For
                    each=move || pages.get()
                    key=|(url, on)| (url.clone(), *on)
                    children=move |(url, on)| {
                        row(url, message(if on { "options_page_on" } else { "options_page_off" }), remove_page)
                    }
                />
            </ul>
            <form class="add" on:submit=add>
                <label class="field">
                    <span>{message("options_site")}</span>
                    <input type="text" id="site" autocomplete="off" placeholder="example.com" prop:value=added on:input=move |event| added.set(event_target_value(&event)) />
                </label>
                <label class="field">
                    <span>{message("options_site_mode")}</span>
                    <Modes id="added-mode" chosen=added_mode set=move |chosen| added_mode.set(chosen) />
                </label>
                <button type="submit">{message("options_add")}</button>
            </form>
        </section>
    }
}

#[component]
fn Modes(
    id: &'static str,
    chosen: RwSignal<SiteMode>,
    set: impl Fn(SiteMode) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let choose = move |event| {
        let value = event_target_value(&event);
        set(SiteMode::ALL.into_iter().find(|mode| mode.as_str() == value).unwrap_or_default());
    };
    view! {
        <select id=id prop:value=move || chosen.get().as_str() on:change=choose>
            {SiteMode::ALL.map(|mode| view! {
                <option value=mode.as_str() selected=mode == chosen.get_untracked()>{words(mode)}</option>
            })}
        </select>
    }
}

fn words(mode: SiteMode) -> String {
    message(&format!("mode_{}", mode.as_str()))
}

/// The host of what the reader typed or pasted: `example.com`, or an address.
fn host_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let address = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = web_sys::Url::new(&address).ok()?;
    Some(url.host()).filter(|host| !typed.is_empty() && !host.is_empty())
}

/// An exception: where, how it is there, and the button that removes it.
fn row(place: String, how: String, remove: impl Fn(String) + 'static) -> impl IntoView {
    let label = message_with("options_remove_what", &[&place]);
    view! {
        <li>
            <span>{place.clone()}</span>
            <span class="quiet">{how}</span>
            <button type="button" aria-label=label on:click=move |_| remove(place.clone())>{message("card_remove")}</button>
        </li>
    }
}
