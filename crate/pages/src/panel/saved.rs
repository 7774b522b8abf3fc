//! The list of everything that is saved: found, chosen, exported, deleted.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use leptos::prelude::*;
use postil_webext::{
    format,
    i18n::{message, message_with},
    job::{Format, What},
    message::{PageRequest, ask},
    own::{Ask, Done, Named, Opaque},
};
use wasm_bindgen_futures::spawn_local;

use super::{
    Go,
    filter::{Fields, Filter},
    follow::Looking,
    rows::Row,
};
use crate::{
    files::{self, FORMATS},
    tab,
    work::{Work, Working},
};

/// Rows that are drawn at first: more than a high window shows.
const FIRST: usize = 40;
/// How many rows are drawn in the end; more on demand.
const STEP: usize = 200;

type Rows = RwSignal<Vec<Arc<Row>>>;
type Chosen = RwSignal<BTreeSet<String>>;
type Changes = RwSignal<Vec<Opaque>, LocalStorage>;
type States = Memo<HashMap<String, String>>;

/// What takes the last change of many back. Two signals: one of a type of its own cost the panel three kilobytes.
#[derive(Clone, Copy)]
struct Back {
    /// None where there is nothing to take back.
    changes: Changes,
    /// Whether they bring back what is deleted; else they delete it again.
    restores: RwSignal<bool>,
}

/// The list with its filter and what can be done with it.
#[component]
pub fn Everything(
    rows: Rows,
    expected: RwSignal<Option<usize>>,
    looking: RwSignal<Looking>,
    status: RwSignal<String>,
) -> impl IntoView {
    let filter = RwSignal::new(Filter::default());
    let chosen: Chosen = RwSignal::new(BTreeSet::new());
    let shown = RwSignal::new(FIRST);
    let found = Memo::new(move |_| {
        let filter = filter.get();
        rows.with(|rows| rows.iter().filter(|row| filter.fits(row)).cloned().collect::<Vec<_>>())
    });
    // The others are drawn once the first are seen.
    Effect::new(move |_| {
        if found.with(|found| found.len() > FIRST) && shown.get_untracked() == FIRST {
            request_animation_frame(move || set_timeout(move || shown.set(STEP), Duration::ZERO));
        }
    });
    let states = states(looking);
    // Outlives the buttons, which go with the last row.
    let back = Back { changes: RwSignal::new_local(Vec::new()), restores: RwSignal::new(false) };
    // Counted before they are all read.
    let count = move || match expected.get().filter(|_| filter.with(|filter| *filter == Filter::default())) {
        Some(expected) => expected,
        None => found.with(Vec::len),
    };
    let some = move || found.with(|found| !found.is_empty());
    view! {
        <section aria-labelledby="saved">
            <h2 id="saved">{move || message_with("panel_count", &[&count().to_string()])}</h2>
            <Fields rows filter />
            <Show when=some fallback=|| view! { <p class="quiet">{message("panel_none_saved")}</p> }>
                <Actions rows expected found chosen back status />
            </Show>
            <Show when=move || back.changes.with(|changes| !changes.is_empty())>
                <button type="button" class="undo-delete" on:click=move |_| take_back(back, status)>
                    {move || message(if back.restores.get() { "card_undo" } else { "redo" })}
                </button>
            </Show>
            <ul class="saved-list">
                <For
                    each=move || found.with(|found| found.iter().take(shown.get()).cloned().collect::<Vec<_>>())
                    key=|row| (row.saved.id.clone(), row.saved.modified.clone())
                    children=move |row| view! { <Entry row chosen looking states status /> }
                />
            </ul>
            <Show when=move || found.with(|found| found.len() > shown.get())>
                <button type="button" on:click=move |_| shown.update(|shown| *shown += STEP)>{message("panel_more")}</button>
            </Show>
        </section>
    }
}

/// How each annotation of the article in the tab was found there, by id.
fn states(looking: RwSignal<Looking>) -> States {
    Memo::new(move |_| match looking.get() {
        Looking::At { details, .. } => details.saved.into_iter().map(|saved| (saved.id, saved.state)).collect(),
        Looking::Nowhere => HashMap::new(),
    })
}

/// What is saved of one article, with its state there.
#[component]
pub fn Here(article: String, rows: Rows, looking: RwSignal<Looking>, status: RwSignal<String>) -> impl IntoView {
    let states = states(looking);
    let here = Memo::new(move |_| {
        rows.with(|rows| rows.iter().filter(|row| row.article.key == article).cloned().collect::<Vec<_>>())
    });
    view! {
        <Show when=move || here.with(|here| !here.is_empty())>
            <section aria-labelledby="here">
                <h2 id="here">{move || message_with("popup_saved", &[&here.with(Vec::len).to_string()])}</h2>
                <ul class="saved-list">
                    <For
                        each=move || here.get()
                        key=|row| (row.saved.id.clone(), row.saved.modified.clone())
                        children=move |row| view! { <li><Saved row looking states status here=true /></li> }
                    />
                </ul>
            </section>
        </Show>
    }
}

/// All that are found, or all that are chosen among them.
#[component]
fn Actions(
    rows: Rows,
    expected: RwSignal<Option<usize>>,
    found: Memo<Vec<Arc<Row>>>,
    chosen: Chosen,
    back: Back,
    status: RwSignal<String>,
) -> impl IntoView {
    let format = RwSignal::new(Format::default());
    let ids = move || found.with(|found| found.iter().map(|row| row.saved.id.clone()).collect::<BTreeSet<_>>());
    let wanted = move || {
        let ids = ids();
        chosen.with(|chosen| chosen.intersection(&ids).cloned().collect::<BTreeSet<_>>())
    };
    let none = move || wanted().is_empty();
    let all = move || wanted().len() == found.with(Vec::len);
    // All are all that there are.
    let unread = move || expected.get().is_some();
    let choose_all = move |_| {
        let ids = if all() { BTreeSet::new() } else { ids() };
        chosen.set(ids);
    };
    let work = Work::new();
    let export = move |_| {
        let what = What::Chosen(wanted().into_iter().collect());
        let format = format.get_untracked();
        spawn_local(async move { status.set(files::export(work, what, format, "postil").await) });
    };
    let delete = move |_| {
        let ids = wanted();
        let saved = rows.with_untracked(|rows| {
            let rows = rows.iter().filter(|row| ids.contains(&row.saved.id));
            rows.map(|row| Named { article: (*row.article).clone(), id: row.saved.id.clone() }).collect()
        });
        change(Ask::DeleteAll { saved }, true, back, status);
    };
    view! {
        <div class="actions" role="group" aria-label=message("panel_actions")>
            <label class="check">
                <input type="checkbox" id="choose-all" disabled=unread prop:checked=all on:change=choose_all />
                <span>{message("panel_choose_all")}</span>
            </label>
            <label class="field inline">
                <span class="unseen">{message("panel_format")}</span>
                <select
                    id="format"
                    on:change=move |event| {
                        let ending = event_target_value(&event);
                        format.set(FORMATS.into_iter().find(|one| files::ending(*one) == ending).unwrap_or_default());
                    }
                >
                    {FORMATS.map(|one| view! { <option value=files::ending(one)>{files::format_name(one)}</option> })}
                </select>
            </label>
            <button type="button" class="export-chosen" disabled=move || none() || work.is_busy() on:click=export>{message("panel_export")}</button>
            <button type="button" class="delete-chosen" disabled=none on:click=delete>{message("panel_delete")}</button>
            <Working work />
        </div>
    }
}

/// Brings back what was deleted, or deletes it again.
fn take_back(back: Back, status: RwSignal<String>) {
    change(Ask::ChangeAll { changes: back.changes.get_untracked() }, !back.restores.get_untracked(), back, status);
}

/// Makes the changes and says how many they were; they can then be taken back.
fn change(request: Ask, deletes: bool, back: Back, status: RwSignal<String>) {
    spawn_local(async move {
        match ask::<Done>(&request).await {
            Ok(changed) => {
                let words = if deletes { "panel_deleted" } else { "panel_restored" };
                let mut told = message_with(words, &[&changed.inverse.len().to_string()]);
                back.restores.set(deletes);
                back.changes.set(changed.inverse);
                if changed.backed_up == Some(false) {
                    told = format!("{told} {}", message("backup_no_space"));
                }
                status.set(told);
            }
            Err(error) => status.set(format!("{} {error}", message("status_not_saved"))),
        }
    });
}

#[component]
fn Entry(
    row: Arc<Row>,
    chosen: Chosen,
    looking: RwSignal<Looking>,
    states: States,
    status: RwSignal<String>,
) -> impl IntoView {
    let id = row.saved.id.clone();
    let label = message_with("panel_choose", &[&words(&row)]);
    let checked = id.clone();
    let toggle = move |_| {
        chosen.update(|chosen| {
            if !chosen.remove(&id) {
                chosen.insert(id.clone());
            }
        });
    };
    view! {
        <li>
            <input
                type="checkbox"
                aria-label=label
                prop:checked=move || chosen.with(|chosen| chosen.contains(&checked))
                on:change=toggle
            />
            <Saved row looking states status here=false />
        </li>
    }
}

/// What an annotation is told by: its quote, else its article.
fn words(row: &Row) -> String {
    let quote = row.saved.quote.as_ref().map(|quote| quote.split_whitespace().collect::<Vec<_>>().join(" "));
    quote.or_else(|| row.article.title.clone()).unwrap_or_else(|| row.article.url.clone())
}

/// What is saved, as the button that leads to its place; `here` leaves out what is the same for the whole article.
#[component]
fn Saved(
    row: Arc<Row>,
    looking: RwSignal<Looking>,
    states: States,
    status: RwSignal<String>,
    here: bool,
) -> impl IntoView {
    let saved = &row.saved;
    let id = saved.id.clone();
    let kind = message(&format!("type_{}", saved.kind));
    let note = saved.note.clone();
    let tags: Vec<String> = saved.tags.iter().map(|tag| format!("#{tag}")).collect();
    let title = saved.quote.as_ref().and(row.article.title.clone()).filter(|_| !here);
    let day = format::date(saved.created.get(..10).unwrap_or_default());
    let place = if here { [kind, day].join(" · ") } else { [kind, row.site.to_string(), day].join(" · ") };
    let words = words(&row);
    let colour = format!("saved {}", saved.colour.as_deref().unwrap_or("yellow"));
    let shown = id.clone();
    let state = move || {
        states.with(|states| match states.get(&id).map(String::as_str) {
            Some("moved") => Some(message("saved_moved")),
            Some("changed") => Some(message("saved_changed")),
            Some("orphan") => Some(message("saved_orphan")),
            _ => None,
        })
    };
    let open = move |_| {
        let here = match looking.get_untracked() {
            Looking::At { tab, details } if details.article.key == row.article.key => Some(tab),
            _ => None,
        };
        match here {
            Some(tab) => Go { tab, status }.ask(PageRequest::Show { id: shown.clone() }),
            None => {
                let saved = Named { article: (*row.article).clone(), id: shown.clone() };
                spawn_local(async move {
                    let opened = match ask::<String>(&Ask::Link { saved }).await {
                        Ok(address) => tab::open(&address).await,
                        Err(error) => Err(error),
                    };
                    if let Err(error) = opened {
                        status.set(error.to_string());
                    }
                });
            }
        }
    };
    view! {
        <button type="button" class=colour on:click=open>
            <span class="quote">{words}</span>
            {note.map(|note| view! { <span class="note">{note}</span> })}
            {(!tags.is_empty()).then(|| view! { <span class="tags">{tags.join(" ")}</span> })}
            {title.map(|title| view! { <span class="place">{title}</span> })}
            <span class="place">{place}</span>
            {move || state().map(|state| view! { <span class="state">{state}</span> })}
        </button>
    }
}
