//! The reader's note on an article as a whole.

use leptos::{html, prelude::*};
use postil_webext::{
    fresh, glance,
    i18n::message,
    message::{ArticleHead, ask},
    note,
    own::{Ask, Done, Opaque},
};
use wasm_bindgen_futures::spawn_local;

/// The note, shown as the Markdown it is, with its form; every change can be taken back and done again.
///
/// `note` is the note as it is saved; the component keeps it up with its own changes.
#[component]
pub fn PageNote(article: ArticleHead, note: RwSignal<Option<String>>, status: WriteSignal<String>) -> impl IntoView {
    let article = StoredValue::new(article);
    let editing = RwSignal::new(false);
    let undo = RwSignal::new_local(None::<Opaque>);
    let redo = RwSignal::new_local(None::<Opaque>);
    let make = move |request: Ask, words: &'static str, redone: bool| {
        spawn_local(async move {
            match ask::<Done>(&request).await {
                Ok(Done { inverse, .. }) => {
                    let saved = glance::article(&article.with_value(|article| article.key.clone())).await;
                    note.set(saved.ok().flatten().and_then(|saved| saved.note().map(str::to_owned)));
                    let (to, other) = if redone { (redo, undo) } else { (undo, redo) };
                    to.set(inverse.into_iter().next());
                    other.set(None);
                    editing.set(false);
                    status.set(message(words));
                }
                // The form stays with what she wrote.
                Err(error) => status.set(format!("{} {error}", message("status_not_saved"))),
            }
        });
    };
    let write = move |text: String| {
        let words = if text.trim().is_empty() { "status_removed" } else { "status_saved" };
        let (id, now) = (fresh::id(), fresh::now());
        make(Ask::NotePage { article: article.get_value(), note: text, id, now }, words, false);
    };
    let field = NodeRef::<html::Textarea>::new();
    let edit = move |_| {
        editing.set(true);
        request_animation_frame(move || drop(field.get_untracked().map(|field| field.focus())));
    };
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            write(field.value());
        }
    };
    view! {
        <section class="page-note" aria-labelledby="page-note">
            <h2 id="page-note">{message("page_note")}</h2>
            {move || match (editing.get(), note) {
                // What is saved meanwhile does not touch what she writes.
                (true, note) => view! {
                    <form on:submit=keep>
                        <textarea node_ref=field rows="4" aria-label=message("page_note") prop:value=note.get_untracked().unwrap_or_default() />
                        <div class="buttons">
                            <button type="submit" class="primary">{message("card_keep_note")}</button>
                            <button type="button" on:click=move |_| editing.set(false)>{message("card_cancel")}</button>
                        </div>
                    </form>
                }
                .into_any(),
                (false, note) if note.with(Option::is_some) => view! {
                    <Rendered note=note.get().unwrap_or_default() />
                    <div class="buttons">
                        <button type="button" class="edit" on:click=edit>{message("card_edit")}</button>
                        <button type="button" class="remove" on:click=move |_| write(String::new())>{message("card_remove")}</button>
                    </div>
                }
                .into_any(),
                (false, _) => view! {
                    <button type="button" class="write" on:click=edit>{message("card_note")}</button>
                }
                .into_any(),
            }}
            {move || undo.get().filter(|_| !editing.get()).map(|change| view! {
                <button type="button" class="link undo" on:click=move |_| make(Ask::ChangeAll { changes: vec![change.clone()] }, "page_note_undone", true)>{message("card_undo")}</button>
            })}
            {move || redo.get().filter(|_| !editing.get()).map(|change| view! {
                <button type="button" class="link redo" on:click=move |_| make(Ask::ChangeAll { changes: vec![change.clone()] }, "page_note_redone", false)>{message("redo")}</button>
            })}
        </section>
    }
}

/// A note as the Markdown it is; HTML in it shows as text. Until the background has read it, it stands there as it was
/// typed.
#[component]
fn Rendered(note: String) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let document = web_sys::window().and_then(|window| window.document());
        if let (Some(place), Some(document)) = (place.get(), document) {
            spawn_local(note::show(document, place.into(), note.clone()));
        }
    });
    view! { <div class="note" node_ref=place></div> }
}
