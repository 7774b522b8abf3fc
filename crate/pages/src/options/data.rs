//! What Postil keeps: storage, backup.

use leptos::prelude::*;
use postil_webext::{
    format, glance,
    i18n::{message, message_with},
    job::{Format, What},
    storage,
};
use wasm_bindgen_futures::spawn_local;

use super::backups::Backups;
use crate::{
    files::{self, Import},
    work::{Work, Working},
};

/// Storage used, backup and restore.
#[component]
pub fn Data(status: RwSignal<String>) -> impl IntoView {
    let used = RwSignal::new(String::new());
    spawn_local(async move {
        let pages = glance::index().await.map(|index| index.pages).unwrap_or_default();
        let count: usize = pages.iter().map(|page| page.count).sum();
        let size = storage::size().await.map(format::bytes).unwrap_or_default();
        used.set(message_with("options_used", &[&count.to_string(), &pages.len().to_string(), &size]));
    });
    let work = Work::new();
    let back_up = move |_| {
        spawn_local(async move { status.set(files::export(work, What::Everything, Format::Json, "postil").await) });
    };
    view! {
        <section aria-labelledby="data">
            <h2 id="data">{message("options_data")}</h2>
            <p>{used}</p>
            <p class="quiet">{message("options_backup_help")}</p>
            <button type="button" class="back-up" disabled=move || work.is_busy() on:click=back_up>{message("options_backup")}</button>
            <Working work />
            <Import />
            <Backups status />
        </section>
    }
}
