//! Who and what the article names.

use leptos::prelude::*;
use postil_core::mark::EntityType;
use postil_webext::{
    details::Name,
    i18n::{message, message_with},
};

use super::Go;

/// The names by type, most mentions first. A name's button goes to its first mention, and, pressed
/// again, from mention to mention.
#[component]
pub fn Who(names: Vec<Name>, go: Go) -> impl IntoView {
    let group = move |entity_type: EntityType| {
        let of_type: Vec<Name> =
            names.iter().filter(|name| name.entity_type == entity_type.as_str()).cloned().collect();
        (!of_type.is_empty()).then(|| view! { <Group entity_type names=of_type go /> })
    };
    let groups: Vec<_> = EntityType::ALL.into_iter().filter_map(group).collect();
    (!groups.is_empty()).then(|| {
        view! {
            <section aria-labelledby="who">
                <h2 id="who">{message("panel_who")}</h2>
                {groups}
            </section>
        }
    })
}

/// The class that gives a type its colour.
fn style(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Person => "postil-person",
        EntityType::Organization => "postil-organization",
        EntityType::Place => "postil-place",
        EntityType::Group => "postil-group",
        _ => "postil-thing",
    }
}

#[component]
fn Group(entity_type: EntityType, names: Vec<Name>, go: Go) -> impl IntoView {
    view! {
        <div class=format!("group {}", style(entity_type))>
            <h3>
                <span class="swatch" aria-hidden={"true"}></span>
                {message(&format!("types_{}", entity_type.as_str()))}
            </h3>
            <ul>{names.into_iter().map(|name| view! { <Entry name go /> }).collect_view()}</ul>
        </div>
    }
}

#[component]
fn Entry(name: Name, go: Go) -> impl IntoView {
    let Name { name, mentions, first_line, .. } = name;
    let count = mentions.len();
    let next = RwSignal::new(0usize);
    let label = message_with("panel_mentions", &[&count.to_string()]);
    let jump = move |_| {
        let at = next.get_untracked() % count.max(1);
        if let Some(place) = mentions.get(at) {
            go.to(*place);
        }
        next.set(at + 1);
    };
    let counter = move || match next.get() {
        0 => count.to_string(),
        seen => format!("{seen}/{count}"),
    };
    view! {
        <li>
            <button type="button" class="row" on:click=jump>
                <span class="name">{name}</span>
                <span class="count" title=label>{counter}</span>
                <span class="line">{first_line}</span>
            </button>
        </li>
    }
}
