//! Files out and in.

use js_sys::Array;
use leptos::prelude::*;
use postil_core::annotation::import::LARGEST_FILE;
use postil_webext::{
    Error, format,
    i18n::{message, message_with},
    job::{Format, Imported, Job, What},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

use crate::work::{self, Work, Working};

/// Every format that a file is written as.
pub const FORMATS: [Format; 3] = [Format::Json, Format::Markdown, Format::Csv];

/// The ending of its files.
pub fn ending(format: Format) -> &'static str {
    match format {
        Format::Json => "json",
        Format::Markdown => "md",
        Format::Csv => "csv",
    }
}

/// Its name in the reader's language.
pub fn format_name(format: Format) -> String {
    message(match format {
        Format::Json => "format_json",
        Format::Markdown => "format_markdown",
        Format::Csv => "format_csv",
    })
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Json => "application/ld+json",
        Format::Markdown => "text/markdown",
        Format::Csv => "text/csv",
    }
}

/// Has a file written and gives it to the reader; says what came of it.
pub async fn export(work: Work, what: What, format: Format, name: &str) -> String {
    let file = match work.run(&Job::Export { what, format }).await {
        Ok(finished) => finished.file,
        Err(error) => return work::told(&error),
    };
    match download(&file, format, name) {
        Ok(()) => message("popup_exported"),
        Err(error) => error.to_string(),
    }
}

/// Gives the parts of a text to the reader as a file of that name.
fn download(parts: &Array, format: Format, name: &str) -> Result<(), Error> {
    let refused = |thrown: JsValue| Error::browser("Blob", &thrown);
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type(format));
    let blob = Blob::new_with_str_sequence_and_options(parts, &kind).map_err(refused)?;
    let address = Url::create_object_url_with_blob(&blob).map_err(refused)?;
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(&format!("{name}.{}", ending(format)));
        link.click();
    }
    // The address is given back once the download has begun: a click's download begins with the next task.
    let revoke = wasm_bindgen::closure::Closure::once_into_js(move || drop(Url::revoke_object_url(&address)));
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000);
    }
    Ok(())
}

/// What became of an import.
#[derive(Clone, PartialEq, Debug)]
enum Outcome {
    Done(Imported),
    /// Why not, a line each.
    Refused(Vec<String>),
    Undone,
    Cancelled,
}

/// Takes a file over, and says what became of it.
#[component]
pub fn Import() -> impl IntoView {
    let outcome = RwSignal::new(None::<Outcome>);
    let work = Work::new();
    let told = move |error: Error| match error {
        Error::Cancelled => Outcome::Cancelled,
        error => Outcome::Refused(error.told().lines().map(str::to_owned).collect()),
    };
    let chosen = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        outcome.set(None);
        spawn_local(async move {
            let done = take_over(work, &file).await;
            // The same file may be chosen again.
            input.set_value("");
            outcome.set(Some(match done {
                Ok(imported) => Outcome::Done(imported),
                Err(error) => told(error),
            }));
        });
    };
    let undo = move |_| {
        let Some(Outcome::Done(Imported { backup: Some(backup), .. })) = outcome.get_untracked() else { return };
        spawn_local(async move {
            outcome.set(Some(match work.run(&Job::Restore { backup }).await {
                Ok(_) => Outcome::Undone,
                Err(error) => told(error),
            }));
        });
    };
    view! {
        <div class="import">
            <label class="button file">
                <span>{message("import_choose")}</span>
                <input type="file" disabled=move || work.is_busy() accept=".json,.jsonld,application/json,application/ld+json" on:change=chosen />
            </label>
            <Working work />
            <div class="outcome" role="status">
                {move || outcome.get().map(|outcome| match outcome {
                    Outcome::Cancelled => view! { <p>{message("work_cancelled")}</p> }.into_any(),
                    Outcome::Undone => view! { <p>{message("import_undone")}</p> }.into_any(),
                    Outcome::Done(imported) => view! { <Report imported /> }.into_any(),
                    Outcome::Refused(faults) => view! {
                        <p class="problem">{message("import_refused")}</p>
                        <ul class="faults">
                            {faults.into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()}
                        </ul>
                    }
                    .into_any(),
                })}
            </div>
            {move || matches!(outcome.get(), Some(Outcome::Done(done)) if done.backup.is_some())
                .then(|| view! { <button type="button" class="undo" on:click=undo>{message("card_undo")}</button> })}
        </div>
    }
}

#[component]
fn Report(imported: Imported) -> impl IntoView {
    let Imported { added, updated, unchanged, conflicts, conflicting, .. } = imported;
    let lines = [
        ("import_added", added, true),
        ("import_updated", updated, updated > 0),
        ("import_unchanged", unchanged, unchanged > 0),
        ("import_conflicts", conflicts, conflicts > 0),
    ];
    let lines = lines
        .into_iter()
        .filter(|(_, _, told)| *told)
        .map(|(key, count, _)| view! { <p>{message_with(key, &[&count.to_string()])}</p> })
        .collect_view();
    let conflicting = (!conflicting.is_empty()).then(|| {
        let quotes = conflicting.into_iter().map(|quote| view! { <li>{quote}</li> }).collect_view();
        view! { <ul class="conflicts">{quotes}</ul> }
    });
    view! { {lines} {conflicting} }
}

async fn take_over(work: Work, file: &web_sys::File) -> Result<Imported, Error> {
    if file.size() > LARGEST_FILE as f64 {
        let sizes = [format::bytes(file.size() as usize), format::bytes(LARGEST_FILE)];
        return Err(Error::Refused(message_with("import_too_large", &[&sizes[0], &sizes[1]])));
    }
    // As bytes: `text()` would replace what is not UTF-8 instead of letting it be told.
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|thrown| Error::browser("File", &thrown))?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    let text = String::from_utf8(bytes).map_err(|damaged| {
        let sound = &damaged.as_bytes()[..damaged.utf8_error().valid_up_to()];
        let line = 1 + sound.iter().filter(|byte| **byte == b'\n').count();
        Error::Refused(message_with("import_no_text", &[&line.to_string()]))
    })?;
    let finished = work.run(&Job::Import { file: text }).await?;
    Ok(finished.imported.unwrap_or_default())
}
