//! The exchange rates: up to which day they go, and whether newer ones are asked for.

use leptos::prelude::*;
use postil_webext::{
    api, format,
    i18n::{message, message_with},
    message::{Request, ask},
    rates::{self, Outcome, Update},
    storage::wait,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    choice::{self, Money},
    permission,
};

/// Where the rates come from; the right to read it is part of the right to read pages, which may be withheld.
const BANK: &str = "https://www.ecb.europa.eu/*";

/// The first and last day of the rates in use, ISO 8601.
type Days = Option<(String, String)>;

/// The section.
#[component]
pub fn Rates(days: Days, daily: bool, status: RwSignal<String>) -> impl IntoView {
    let days = RwSignal::new(days);
    let daily = RwSignal::new(daily);
    let last = RwSignal::new(None::<Update>);
    let asking = RwSignal::new(false);
    spawn_local(async move { last.set(rates::last_update().await) });
    // Called at once, while the click is being handled: later the browser refuses to ask the reader.
    let request = || {
        let request = api::permissions_request(&permission::origins(&[BANK]));
        async move { wait("permissions.request", request).await.is_ok_and(|granted| granted.is_truthy()) }
    };
    let update = move || async move {
        asking.set(true);
        match ask::<Update>(&Request::UpdateRates { now: true }).await {
            Ok(update) => {
                last.set(Some(update));
                if let Ok(money) = Money::read().await {
                    days.set(money.days);
                }
            }
            Err(error) => status.set(error.to_string()),
        }
        asking.set(false);
    };
    let ask_now = move |_| {
        let granted = request();
        spawn_local(async move {
            match granted.await {
                true => update().await,
                false => status.set(message("rates_no_right")),
            }
        });
    };
    let choose = move |event| {
        let wanted = event_target_checked(&event);
        let granted = wanted.then(request);
        spawn_local(async move {
            let granted = match granted {
                Some(granted) => granted.await,
                None => true,
            };
            if !granted {
                daily.set(true);
                daily.set(false);
                status.set(message("rates_no_right"));
                return;
            }
            let outcome = choice::change(|settings| settings.update_rates = wanted).await;
            daily.set(outcome.as_ref().map_or(!wanted, |settings| settings.update_rates));
            let kept = outcome.is_ok();
            choice::tell(status, outcome.map(drop));
            if wanted && kept {
                update().await;
            }
        });
    };
    view! {
        <section aria-labelledby="rates">
            <h2 id="rates">{message("options_rates")}</h2>
            {move || days.get().map(|(first, last)| view! {
                <p class="days">{message_with("options_rates_days", &[&format::date(&first), &format::date(&last)])}</p>
            })}
            <p class="quiet">{message("options_rates_help")}</p>
            <label class="check">
                <input type="checkbox" id="update-rates" prop:checked=daily on:change=choose aria-describedby="rates-sent" />
                <span>{message("options_rates_daily")}</span>
            </label>
            <p class="quiet small" id="rates-sent">{message("options_rates_sent")}</p>
            <button type="button" class="update-now" disabled=asking on:click=ask_now>{message("options_rates_now")}</button>
            <div class="update" role="status">
                {move || match (asking.get(), last.get()) {
                    (true, _) => Some(view! { <p>{message("options_rates_asking")}</p> }.into_any()),
                    (false, Some(last)) => Some(view! { <Last last /> }.into_any()),
                    (false, None) => None,
                }}
            </div>
        </section>
    }
}

/// What became of the last update.
#[component]
fn Last(last: Update) -> impl IntoView {
    let when = format::moment(&last.tried);
    match last.outcome {
        Outcome::Newer => view! { <p>{message_with("rates_newer", &[&when])}</p> }.into_any(),
        Outcome::Unchanged => view! { <p>{message_with("rates_unchanged", &[&when])}</p> }.into_any(),
        Outcome::Failed(why) => view! {
            <p class="problem">{message_with("rates_failed", &[&when])}" "{why}</p>
        }
        .into_any(),
    }
}
