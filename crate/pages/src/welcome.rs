//! The first page that the reader sees: what Postil does, her currency, what it may see.

use jiff::civil::{Date, date};
use leptos::prelude::*;
use postil_core::mark::Currency;
use postil_webext::{
    api, format,
    i18n::{message, message_with},
    storage::wait,
};
use rust_decimal::{Decimal, prelude::FromPrimitive};
use wasm_bindgen_futures::spawn_local;

use crate::{
    choice::{self, CurrencyChoice, Money},
    permission::Permission,
    tab,
};

/// Draws the page.
pub fn mount() {
    spawn_local(async {
        let settings = choice::settings().await;
        let money = Money::read().await.unwrap_or_default();
        leptos::mount::mount_to_body(move || view! { <Welcome chosen=settings.currency money /> });
    });
}

#[component]
fn Welcome(chosen: Option<String>, money: Money) -> impl IntoView {
    let chosen = RwSignal::new(chosen);
    let status = RwSignal::new(String::new());
    let open_options = move |_| {
        let opening = api::open_options_page();
        spawn_local(async move {
            if let Err(error) = wait("runtime.openOptionsPage", opening).await {
                status.set(error.to_string());
            }
        });
    };
    let try_it = move |_| {
        spawn_local(async move {
            if let Err(error) = tab::open(&api::get_url(tab::SAMPLE)).await {
                status.set(error.to_string());
            }
        });
    };
    view! {
        <header>
            <img src="icons/48.png" alt={""} width="32" height="32" />
            <h1>{message("welcome_title")}</h1>
        </header>
        <main>
            <p class="lead">{message("welcome_what")}</p>
            <Example money=money.clone() chosen />
            <section aria-labelledby="try">
                <h2 id="try">{message("welcome_try")}</h2>
                <p>{message("welcome_try_what")}</p>
                <button type="button" class="primary try" on:click=try_it>{message("welcome_try_open")}</button>
            </section>
            <section aria-labelledby="currency-heading">
                <h2 id="currency-heading">{message("welcome_currency")}</h2>
                <CurrencyChoice money chosen status />
            </section>
            <section aria-labelledby="how">
                <h2 id="how">{message("welcome_how")}</h2>
                <ol class="steps">
                    <li>{message("welcome_step_read")}</li>
                    <li>{message("welcome_step_point")}</li>
                    <li>{message("welcome_step_save")}</li>
                    <li>{message("welcome_step_find")}</li>
                </ol>
            </section>
            <section aria-labelledby="private">
                <h2 id="private">{message("welcome_private")}</h2>
                <p>{message("welcome_sees")}</p>
                <p>{message("welcome_stays")}</p>
                <Permission always=true />
                <button type="button" on:click=open_options>{message("options_title")}</button>
            </section>
        </main>
        <p class="status" role="status">{status}</p>
    }
}

/// The day of the example.
const EXAMPLE_DAY: Date = date(2022, 10, 6);

/// A still picture of a marked sentence and its card, to be seen at once, in the currency that the reader chooses.
#[component]
fn Example(money: Money, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let peso = Currency(*b"MXN");
    let sum = Decimal::from(26_000);
    let words = format::money(sum, peso, true);
    let answer = move || {
        let code = chosen.get().or_else(|| money.guess.clone())?;
        let rate = money.rate("MXN", &code, EXAMPLE_DAY).filter(|_| code != "MXN")?;
        // As exact as the sum: it says thousands.
        let value = Decimal::from_f64(26_000.0 * rate)?.round_sf(3)?.normalize();
        Some(format!("≈ {}", format::money(value, Currency::parse(&code)?, false)))
    };
    let source = message_with("welcome_example_rate", &[&format::date(&EXAMPLE_DAY.to_string())]);
    view! {
        <figure class="example">
            <p>
                {message("welcome_example_before")}" "
                <span class="mark money">{message("welcome_example_sum")}</span>" "
                {message("welcome_example_between")}" "
                <span class="mark person">{"Ana Robles"}</span>" "
                {message("welcome_example_middle")}" "
                <span class="mark place">{"Tejupilco"}</span>{"."}
            </p>
            <div class="card">
                <span class="kind">{message("type_money")}</span>
                <strong>{words}</strong>
                {move || answer().map(|answer| view! {
                    <span class="answer">{answer}</span>
                    <span class="quiet small">{source.clone()}</span>
                })}
            </div>
            <figcaption class="quiet small">{message("welcome_example")}</figcaption>
        </figure>
    }
}
