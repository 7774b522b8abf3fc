//! Newer exchange rates from the European Central Bank: the one request that Postil ever makes, and only for readers
//! who have asked for it. It says nothing of them or of what they read.

use js_sys::{Date, Object, Promise, Reflect, Uint8Array};
use postil_core::money::rates::{
    extend::{ExtendError, extend},
    reference,
};
use postil_webext::{
    Error, api, format,
    i18n::{message, message_with},
    rates::{self, Outcome, Update},
    settings::{self, Settings},
    storage,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::change::write;

/// The last 90 days, some 100 KB.
const NEWEST: &str = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml";
/// All days since 1999, some 9 MB: only where the table ends before the other file begins.
const ALL: &str = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.xml";

/// More bytes than this are not read of the one and of the other.
const LARGEST_NEWEST: usize = 2_000_000;
const LARGEST_ALL: usize = 24_000_000;

/// Milliseconds for the whole answer. The browser may end the background half a minute after its last event.
const PATIENCE: u32 = 20_000;

/// One update at a time, so that one article opened in ten tabs makes one request.
static UPDATING: async_lock::Mutex<()> = async_lock::Mutex::new(());

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(address: &str, options: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = AbortSignal, js_name = timeout)]
    fn abort_after(milliseconds: u32) -> JsValue;

    type Response;
    #[wasm_bindgen(method, getter)]
    fn ok(this: &Response) -> bool;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Response) -> Option<Body>;

    type Body;
    #[wasm_bindgen(catch, method, js_name = getReader)]
    fn reader(this: &Body) -> Result<Reader, JsValue>;

    type Reader;
    #[wasm_bindgen(catch, method)]
    fn read(this: &Reader) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, method)]
    fn cancel(this: &Reader) -> Result<Promise, JsValue>;
}

/// Asks for newer rates: with `now` at once, else if the reader wants that daily and it is time.
///
/// # Errors
/// Where what came of it cannot be stored. A file that is not to be had, or is not as it should be, is no error of
/// Postil: the outcome says so, and the rates there were stay.
pub async fn update(now: bool) -> Result<Update, Error> {
    let _guard = UPDATING.lock().await;
    let tried: String = Date::new_0().to_iso_string().into();
    if !now {
        let wanted = storage::get::<Settings>(settings::KEY).await?.is_some_and(|settings| settings.update_rates);
        let last = rates::last_update().await;
        if !wanted || last.as_ref().is_some_and(|last| !last.is_old(Date::now())) {
            return Ok(last.unwrap_or(Update { tried, outcome: Outcome::Unchanged }));
        }
    }
    let outcome = match newer(&tried).await {
        Ok(Some(file)) => {
            write(rates::KEY, &rates::stored(&file)).await?;
            Outcome::Newer
        }
        Ok(None) => Outcome::Unchanged,
        Err(why) => Outcome::Failed(why),
    };
    let update = Update { tried, outcome };
    write(rates::UPDATE_KEY, &update).await?;
    Ok(update)
}

/// The table with newer days; `None` where there are none; why not in words.
async fn newer(now: &str) -> Result<Option<Vec<u8>>, String> {
    let bundled = download(&api::get_url("tables/rates.bin"), LARGEST_NEWEST).await?;
    let table = rates::newest(bundled, rates::renewed().await);
    let today = now.get(..10).and_then(|day| day.parse().ok()).ok_or("no date")?;
    match extended(&table, &download(NEWEST, LARGEST_NEWEST).await?, today) {
        Err(Refusal::Days(ExtendError::Gap { .. })) => {
            extended(&table, &download(ALL, LARGEST_ALL).await?, today).map_err(Refusal::words)
        }
        other => other.map_err(Refusal::words),
    }
}

/// Why a file is not taken.
enum Refusal {
    File(reference::Fault),
    Days(ExtendError),
}

impl Refusal {
    fn words(self) -> String {
        let detail = match self {
            Refusal::File(fault) => fault.to_string(),
            Refusal::Days(error) => error.to_string(),
        };
        message_with("rates_not_the_file", &[&detail])
    }
}

fn extended(table: &[u8], file: &[u8], today: jiff::civil::Date) -> Result<Option<Vec<u8>>, Refusal> {
    let days = reference::read(&String::from_utf8_lossy(file)).map_err(Refusal::File)?;
    extend(table, &days, today).map_err(Refusal::Days)
}

/// The bytes at an address; why not in words.
async fn download(address: &str, largest: usize) -> Result<Vec<u8>, String> {
    let options = Object::new();
    let pairs = [
        // No cookie, no address of a page, nothing remembered between two requests.
        ("credentials", "omit".into()),
        ("referrerPolicy", "no-referrer".into()),
        ("cache", "no-store".into()),
        ("signal", abort_after(PATIENCE)),
    ];
    for (name, value) in pairs {
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    let failed = |thrown: JsValue| match Reflect::get(&thrown, &"name".into()).ok().and_then(|name| name.as_string()) {
        Some(name) if name == "TimeoutError" || name == "AbortError" => {
            message_with("rates_slow", &[&(PATIENCE / 1000).to_string()])
        }
        _ => message_with("rates_unreachable", &[&Error::browser("fetch", &thrown).to_string()]),
    };
    let response = JsFuture::from(fetch(address, &options).map_err(failed)?).await.map_err(failed)?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(message_with("rates_status", &[&response.status().to_string()]));
    }
    let reader = response.body().ok_or_else(|| message("rates_empty"))?.reader().map_err(failed)?;
    let mut bytes = Vec::new();
    loop {
        let part = JsFuture::from(reader.read().map_err(failed)?).await.map_err(failed)?;
        let field = |name: &str| Reflect::get(&part, &name.into()).unwrap_or_default();
        if field("done").is_truthy() {
            return Ok(bytes);
        }
        bytes.extend(Uint8Array::new(&field("value")).to_vec());
        if bytes.len() > largest {
            // The rest is not even fetched.
            if let Ok(cancelling) = reader.cancel() {
                let _ = JsFuture::from(cancelling).await;
            }
            return Err(message_with("rates_too_large", &[&format::bytes(largest)]));
        }
    }
}
