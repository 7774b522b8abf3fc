//! The card's forms: note, tags and colour; corrections; how far a dismissal reaches.

use postil_core::{annotation::correction::Change, mark::EntityType};
use postil_webext::i18n::message;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::{Action, COLOURS, Content, Correctable, Edit, Reach};
use crate::stage::{Builder, set};

/// Note, tags and colour.
pub fn edit(builder: &mut Builder, content: &Content) -> Option<Element> {
    let form = builder.element("form", "", "")?;
    let edit = content.saved.as_ref().map(|saved| saved.edit.clone()).unwrap_or_default();
    let note: HtmlTextAreaElement = labelled(builder, &form, "card_note_label", "textarea")?.unchecked_into();
    note.set_value(&edit.note);
    let tags: HtmlInputElement = labelled(builder, &form, "card_tags_label", "input")?.unchecked_into();
    tags.set_value(&edit.tags.join(", "));
    if !content.known_tags.is_empty() {
        let list = builder.add(&form, "datalist", "", "")?;
        set(&list, &[("id", "known-tags")]);
        for tag in &content.known_tags {
            set(&builder.add(&list, "option", "", "")?, &[("value", tag)]);
        }
        set(&tags, &[("list", "known-tags")]);
    }
    let colours = builder.add(&form, "fieldset", "colours", "")?;
    builder.add(&colours, "legend", "", &message("card_colour_label"))?;
    let mut choices = Vec::new();
    for colour in COLOURS {
        let label = builder.add(&colours, "label", &format!("colour {colour}"), "")?;
        let choice: HtmlInputElement = builder.add(&label, "input", "", "")?.unchecked_into();
        set(&choice, &[("type", "radio"), ("name", "colour"), ("value", colour)]);
        choice.set_checked(edit.colour.as_deref().unwrap_or(COLOURS[0]) == colour);
        builder.add(&label, "span", "", &message(&format!("colour_{colour}")))?;
        choices.push(choice);
    }
    submit(builder, &form, "card_keep_note", move || {
        let colour = choices.iter().find(|choice| choice.checked()).map(HtmlInputElement::value);
        Some(Action::Edit(Edit {
            note: note.value(),
            tags: tags.value().split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
            colour: colour.filter(|colour| colour != COLOURS[0]),
        }))
    })?;
    Some(form)
}

/// What the mark is instead, and how far that reaches.
pub fn correct(builder: &mut Builder, content: &Content) -> Option<Element> {
    let form = builder.element("form", "", "")?;
    let was = content.correctable.clone();
    let exact_before = content.exact.split_whitespace().collect::<Vec<_>>().join(" ");
    let exact: HtmlInputElement = labelled(builder, &form, "correct_text", "input")?.unchecked_into();
    exact.set_value(&exact_before);
    let mut kind: Option<HtmlSelectElement> = None;
    let mut sum: Option<(HtmlInputElement, HtmlInputElement)> = None;
    match &content.correctable {
        Correctable::Name(now) => {
            let select: HtmlSelectElement = labelled(builder, &form, "correct_type", "select")?.unchecked_into();
            for entity_type in EntityType::ALL.map(EntityType::as_str) {
                let option = builder.add(&select, "option", "", &message(&format!("type_{entity_type}")))?;
                set(&option, &[("value", entity_type)]);
            }
            select.set_value(now);
            kind = Some(select);
        }
        Correctable::Money { value, currency } => {
            let amount: HtmlInputElement = labelled(builder, &form, "correct_amount", "input")?.unchecked_into();
            set(&amount, &[("inputmode", "decimal"), ("pattern", r"[0-9]+([.][0-9]+)?")]);
            amount.set_value(value);
            let code: HtmlInputElement = labelled(builder, &form, "correct_currency", "input")?.unchecked_into();
            set(&code, &[("pattern", "[A-Za-z]{3}"), ("maxlength", "3")]);
            code.set_value(currency);
            sum = Some((amount, code));
        }
        Correctable::Figure | Correctable::Highlight | Correctable::Nothing => {}
    }
    // Her own highlight is in one place only.
    let reach = match content.correctable {
        Correctable::Highlight => None,
        _ => Some(reach(builder, &form)?),
    };
    submit(builder, &form, "card_correct_keep", move || {
        let reach = reach.as_ref().map_or(Reach::Here, chosen);
        // One correction says one thing; the first field that differs is the one that is meant.
        let text = exact.value().trim().to_owned();
        if !text.is_empty() && text != exact_before {
            return Some(Action::Correct(Change::Span { exact: text }, reach));
        }
        if let (Some(select), Correctable::Name(now)) = (&kind, &was)
            && select.value() != *now
        {
            return Some(Action::Correct(Change::Type { entity_type: select.value() }, reach));
        }
        if let (Some((amount, code)), Correctable::Money { value, currency }) = (&sum, &was) {
            let code = code.value().to_ascii_uppercase();
            if code != *currency && !code.is_empty() {
                return Some(Action::Correct(Change::Currency { currency: code }, reach));
            }
            if amount.value() != *value && !amount.value().is_empty() {
                return Some(Action::Correct(Change::Amount { value: amount.value() }, reach));
            }
        }
        Some(Action::Close)
    })?;
    Some(form)
}

/// How far the dismissal reaches.
pub fn dismiss(builder: &mut Builder, _: &Content) -> Option<Element> {
    let form = builder.element("form", "", "")?;
    builder.add(&form, "p", "fact", &message("dismiss_question"))?;
    let row = builder.add(&form, "div", "actions", "")?;
    for (key, reach) in REACHES {
        builder.button(&row, key, "", Action::Correct(Change::Dismiss, reach))?;
    }
    Some(form)
}

const REACHES: [(&str, Reach); 3] =
    [("reach_here", Reach::Here), ("reach_site", Reach::Site), ("reach_everywhere", Reach::Everywhere)];

fn reach(builder: &mut Builder, form: &Element) -> Option<HtmlSelectElement> {
    let select: HtmlSelectElement = labelled(builder, form, "reach_label", "select")?.unchecked_into();
    for (key, _) in REACHES {
        set(&builder.add(&select, "option", "", &message(key))?, &[("value", key)]);
    }
    Some(select)
}

fn chosen(select: &HtmlSelectElement) -> Reach {
    REACHES.iter().find(|(key, _)| *key == select.value()).map_or(Reach::Here, |(_, reach)| *reach)
}

/// A field with its label around it.
fn labelled(builder: &mut Builder, form: &Element, key: &str, field: &str) -> Option<Element> {
    let label = builder.add(form, "label", "", &message(key))?;
    builder.add(&label, field, "", "")
}

/// The buttons below a form; the form is sent by Enter too.
fn submit(builder: &mut Builder, form: &Element, key: &str, make: impl Fn() -> Option<Action> + 'static) -> Option<()> {
    let row = builder.add(form, "div", "actions", "")?;
    let keep = builder.add(&row, "button", "primary", &message(key))?;
    set(&keep, &[("type", "submit")]);
    builder.button(&row, "card_cancel", "", Action::Close)?;
    builder.on(form, "submit", move |event| {
        // A form that is sent would load another page.
        event.prevent_default();
        make()
    });
    Some(())
}
