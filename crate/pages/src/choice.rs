//! The reader's choices: read, change, keep.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use postil_core::{
    figure::units::Units,
    mark::{Country, Currency},
    money::rates::Rates,
    order,
};
use postil_webext::{
    Error, api, format,
    i18n::{message, message_with},
    message::ask,
    own::Ask,
    rates,
    settings::{self, Settings},
    storage,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// One change at a time.
static CHANGING: async_lock::Mutex<()> = async_lock::Mutex::new(());

/// Her settings as they are stored.
pub async fn settings() -> Settings {
    storage::get(settings::KEY).await.ok().flatten().unwrap_or_default()
}

/// Changes the settings as they are now stored, so that another page's change is not undone.
///
/// # Errors
/// Where the background did not confirm it.
pub async fn change(change: impl FnOnce(&mut Settings)) -> Result<Settings, Error> {
    // Of two quick choices the second would read what the first has not written yet, and undo it.
    let _guard = CHANGING.lock().await;
    let mut settings = settings().await;
    change(&mut settings);
    ask::<()>(&Ask::SetSettings { settings: settings.clone() }).await?;
    Ok(settings)
}

/// Says what became of a change.
pub fn tell(status: RwSignal<String>, outcome: Result<(), Error>) {
    status.set(match outcome {
        Ok(()) => message("status_saved"),
        Err(error) => format!("{} {error}", message("status_not_saved")),
    });
}

/// What the tables of rates and units tell the settings' pages.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Money {
    /// Codes and names, in the order of the names.
    pub currencies: Vec<(String, String)>,
    /// What is used where the reader has chosen none.
    pub guess: Option<String>,
    /// First and last day of the daily rates, ISO 8601.
    pub days: Option<(String, String)>,
    /// The table of rates.
    rates: Arc<[u8]>,
}

impl Money {
    /// Reads the tables.
    ///
    /// # Errors
    /// Where one is missing or damaged.
    pub async fn read() -> Result<Self, Error> {
        let rates_file = rates::newest(table("rates").await?, rates::renewed().await);
        let rates = Rates::new(&rates_file).map_err(|error| Error::format("rates.bin", error))?;
        let units_file = table("units").await?;
        let units = Units::new(&units_file).map_err(|error| Error::format("units.bin", error))?;
        let named = |code: &str| (code.to_owned(), format::currency(code));
        let mut currencies: Vec<_> = rates.currencies().iter().map(|code| named(code.as_str())).collect();
        order::sort_by(&mut currencies, |a, b| a.1.cmp(&b.1));
        let currency_of = |country: Country| units.currency_of(country);
        let guess = Settings::default().preferences(&api::get_ui_language(), currency_of).currency;
        let days = rates.days().map(|(first, last)| (first.to_string(), last.to_string()));
        Ok(Money { currencies, guess: guess.map(|code| code.to_string()), days, rates: rates_file.into() })
    }

    /// What one unit of a currency was in another on a day; `None` where no rate is known.
    pub fn rate(&self, from: &str, to: &str, day: Date) -> Option<f64> {
        let (from, to) = (Currency::parse(from)?, Currency::parse(to)?);
        Rates::new(&self.rates).ok()?.rate(from, to, Some(day)).map(|rate| rate.value)
    }
}

async fn table(name: &str) -> Result<Vec<u8>, Error> {
    let refused = |thrown: wasm_bindgen::JsValue| Error::browser("fetch", &thrown);
    let window = web_sys::window().ok_or_else(|| Error::Refused("no window".into()))?;
    let address = api::get_url(&format!("tables/{name}.bin"));
    let response = JsFuture::from(window.fetch_with_str(&address)).await.map_err(refused)?;
    let response: web_sys::Response = response.unchecked_into();
    let buffer = JsFuture::from(response.array_buffer().map_err(refused)?).await.map_err(refused)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// The home currency.
#[component]
pub fn CurrencyChoice(money: Money, chosen: RwSignal<Option<String>>, status: RwSignal<String>) -> impl IntoView {
    let guessed = money.guess.as_deref().map(format::currency).unwrap_or_default();
    let now_chosen = chosen.get_untracked();
    let none_chosen = now_chosen.is_none();
    let choose = move |event| {
        let code = event_target_value(&event);
        spawn_local(async move {
            let outcome = change(|settings| settings.currency = Some(code).filter(|code| !code.is_empty())).await;
            tell(status, outcome.map(|settings| chosen.set(settings.currency)));
        });
    };
    view! {
        <label class="field">
            <span>{message("options_currency")}</span>
            <select id="currency" on:change=choose>
                <option value={""} selected=none_chosen>{message_with("options_currency_guess", &[&guessed])}</option>
                {money.currencies.into_iter().map(|(code, name)| {
                    let selected = now_chosen.as_ref() == Some(&code);
                    view! { <option value=code selected=selected>{name}</option> }
                }).collect_view()}
            </select>
        </label>
    }
}
