//! The table of rates in use: the one that comes with Postil, or one with newer days that the reader asked for.

use base64::{Engine, prelude::BASE64_STANDARD};
use postil_core::money::rates::Rates;
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    message::{Request, ask},
    settings::Settings,
    storage,
};

/// The storage key of the newer table: `rates.bin` in base 64.
pub const KEY: &str = "rates";

/// The storage key of [`Update`].
pub const UPDATE_KEY: &str = "rates:update";

/// Milliseconds between two updates that nobody asks for: a little less than a day, so that someone who reads every
/// morning gets yesterday's rates every morning.
const REST: f64 = 20.0 * 3_600_000.0;

/// What became of the last update.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Update {
    /// When it was tried, ISO 8601.
    pub tried: String,
    /// What it gave.
    pub outcome: Outcome,
}

/// What an update gave.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Newer days were added.
    Newer,
    /// There were none.
    Unchanged,
    /// Why not, in the reader's language; the rates there were are still in use.
    Failed(String),
}

impl Update {
    /// Whether it is time for another; `now` in milliseconds since 1970.
    pub fn is_old(&self, now: f64) -> bool {
        let tried = js_sys::Date::parse(&self.tried);
        // A clock that was put back must not stop the updates for good.
        !(tried..tried + REST).contains(&now)
    }
}

/// The newer of the table that comes with Postil and the stored one; one that is damaged is passed over.
///
/// `stored` is what the storage has at [`KEY`].
pub fn newest(bundled: Vec<u8>, stored: Option<String>) -> Vec<u8> {
    let stored = stored.and_then(|text| BASE64_STANDARD.decode(text).ok()).unwrap_or_default();
    let end = |file: &[u8]| Rates::new(file).ok().and_then(|rates| rates.days()).map(|(_, last)| last);
    if end(&stored) > end(&bundled) { stored } else { bundled }
}

/// The table that was stored, as the storage keeps it; `None` where there is none or it cannot be read.
pub async fn renewed() -> Option<String> {
    storage::get(KEY).await.ok().flatten()
}

/// A table as the storage keeps it.
pub fn stored(file: &[u8]) -> String {
    BASE64_STANDARD.encode(file)
}

/// What became of the last update; `None` where none was ever tried.
pub async fn last_update() -> Option<Update> {
    storage::get(UPDATE_KEY).await.ok().flatten()
}

/// Has the background ask for newer rates, if the reader wants that and it is time.
///
/// # Errors
/// Where the background cannot be asked. What comes of the update is stored.
pub async fn update_if_due(settings: &Settings) -> Result<(), Error> {
    let now = js_sys::Date::now();
    if settings.update_rates && last_update().await.is_none_or(|last| last.is_old(now)) {
        ask::<Update>(&Request::UpdateRates { now: false }).await?;
    }
    Ok(())
}
