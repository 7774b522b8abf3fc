//! What Postil keeps: storage, backup.

use leptos::prelude::*;
use postil_webext::{
    format,
    i18n::{message, message_with},
    saved, storage,
};
use wasm_bindgen_futures::spawn_local;

use super::backups::Backups;
use crate::files::{self, Format, Import};

/// Storage used, backup and restore.
#[component]
pub fn Data(status: RwSignal<String>) -> impl IntoView {
    let used = RwSignal::new(String::new());
    spawn_local(async move {
        let pages = saved::index().await.map(|index| index.pages).unwrap_or_default();
        let count: usize = pages.iter().map(|page| page.count).sum();
        let size = storage::size().await.map(format::bytes).unwrap_or_default();
        used.set(message_with("options_used", &[&count.to_string(), &pages.len().to_string(), &size]));
    });
    let back_up = move |_| {
        spawn_local(async move {
            let pages = files::all_pages().await;
            status.set(match pages.and_then(|pages| files::download(&pages, Format::Json, "postil")) {
                Ok(()) => message("popup_exported"),
                Err(error) => error.to_string(),
            });
        });
    };
    view! {
        <section aria-labelledby="data">
            <h2 id="data">{message("options_data")}</h2>
            <p>{used}</p>
            <p class="quiet">{message("options_backup_help")}</p>
            <button type="button" class="back-up" on:click=back_up>{message("options_backup")}</button>
            <Import />
            <Backups status />
        </section>
    }
}
