//! The first page that the reader sees: what Postil does, her currency, what it may see.

use leptos::prelude::*;
use postil_webext::{api, format, i18n::message, storage::wait};
use rust_decimal::Decimal;
use wasm_bindgen_futures::spawn_local;

use crate::{
    choice::{self, CurrencyChoice, Money},
    permission::Permission,
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
    let status = RwSignal::new(String::new());
    let open_options = move |_| {
        let opening = api::open_options_page();
        spawn_local(async move {
            if let Err(error) = wait("runtime.openOptionsPage", opening).await {
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
            <Example />
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

/// A still picture of a marked sentence and its card. An extension may not run in its own pages as it
/// does in an article, so this is drawn; the rate is that of the European Central Bank of the day.
#[component]
fn Example() -> impl IntoView {
    let peso = postil_core::mark::Currency(*b"MXN");
    let euro = postil_core::mark::Currency(*b"EUR");
    let sum = format::money(Decimal::from(26_000), peso, true);
    let answer = format!("≈ {}", format::money(Decimal::from(1_310), euro, false));
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
                <strong>{sum}</strong>
                <span class="answer">{answer}</span>
                <span class="quiet small">{message("welcome_example_rate")}</span>
            </div>
            <figcaption class="quiet small">{message("welcome_example")}</figcaption>
        </figure>
    }
}
