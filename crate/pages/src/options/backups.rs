//! Earlier states of what is saved: restored or deleted.

use leptos::prelude::*;
use postil_core::annotation::backup::Entry;
use postil_webext::{
    format,
    i18n::{message, message_with},
    job::Job,
    message::ask,
    own::Ask,
    saved,
};
use wasm_bindgen_futures::spawn_local;

use crate::work::{self, Work, Working};

/// The list of backups, each with its buttons.
#[component]
pub fn Backups(status: RwSignal<String>) -> impl IntoView {
    let all = RwSignal::new(Vec::<Entry>::new());
    let read = move || {
        spawn_local(async move {
            match saved::backups().await {
                Ok(list) => all.set(list.0),
                Err(error) => status.set(error.to_string()),
            }
        });
    };
    read();
    let work = Work::new();
    let restore = move |backup: String| {
        spawn_local(async move {
            status.set(match work.run(&Job::Restore { backup }).await {
                Ok(_) => message("backup_restored"),
                Err(error) => work::told(&error),
            });
            read();
        });
    };
    let forget = move |backup: String| {
        spawn_local(async move {
            status.set(match ask::<()>(&Ask::Forget { backup }).await {
                Ok(()) => message("status_removed"),
                Err(error) => format!("{} {error}", message("status_not_saved")),
            });
            read();
        });
    };
    view! {
        <h3>{message("options_backups")}</h3>
        <p class="quiet">{message("options_backups_help")}</p>
        <Show when=move || all.with(Vec::is_empty)>
            <p class="quiet">{message("backup_none")}</p>
        </Show>
        <Working work />
        <ul class="list backups">
            <For each=move || all.get() key=|entry| entry.id.clone() children=move |entry| {
                let what = format!("{}, {}", message(&format!("backup_{}", entry.reason.as_str())), format::moment(&entry.made));
                let holds = message_with("backup_holds", &[&entry.articles.to_string(), &entry.annotations.to_string()]);
                let (restored, deleted) = (entry.id.clone(), entry.id);
                view! {
                    <li>
                        <span>{what.clone()}</span>
                        <span class="quiet">{holds}</span>
                        <button
                            type="button"
                            class="restore"
                            aria-label=format!("{}: {what}", message("backup_restore"))
                            disabled=move || work.is_busy()
                            on:click=move |_| restore(restored.clone())
                        >
                            {message("backup_restore")}
                        </button>
                        <button
                            type="button"
                            class="forget"
                            aria-label=format!("{}: {what}", message("backup_delete"))
                            on:click=move |_| forget(deleted.clone())
                        >
                            {message("card_remove")}
                        </button>
                    </li>
                }
            } />
        </ul>
    }
}
