//! Tables with anything in them: whoever damaged them made the checksum right again.

use std::sync::LazyLock;

use postil_core::{
    article::Article,
    mark::Currency,
    money::rates::{extend, reference},
    scan::{Engine, Preferences, TableBytes},
    table::{self, Kind},
};

use crate::scan::check;

/// Bytes of a table's container before its payload.
const HEADER: usize = 20;
/// Names, figures and money of many kinds.
const TEXT: &str = "On May 3, 2019, Colonel Ignacio Barragán Ríos of the Ministry of National Defense (Sedena) sold 70 grenades, \
    two AK-47 rifles and 12 nautical miles of rope near Toluca for 26,000 pesos (US$1,300) each; Barragán, 36, paid £5bn, \
    ₱1.2 billion and 3.4 million euros, 28 percent more than in 2018. It was 30 °C in London and 7 ft deep off Basilan.";

static FILES: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| {
    ["rates", "units", "gazetteer", "model"].map(|name| {
        let path = format!("{}/../../extension/tables/{name}.bin", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    })
});

/// The tables that ship.
pub(crate) fn shipped() -> TableBytes<'static> {
    let [rates, units, gazetteer, model] = &*FILES;
    TableBytes { rates, units, gazetteer, model }
}

/// The first byte chooses the table and what becomes of it: the rest is its whole payload, or says at which bytes of the
/// real one which others stand, or it is a file of newer rates.
pub fn tables(data: &[u8]) {
    let [choice, rest @ ..] = data else { return };
    let files = &*FILES;
    let which = usize::from(choice & 3);
    let file = &files[which];
    if choice & 16 != 0 {
        return newer_rates(&files[0], rest);
    }
    let mut payload = if choice & 4 == 0 { file[HEADER..].to_vec() } else { rest.to_vec() };
    if choice & 4 == 0 {
        for change in rest.chunks_exact(5) {
            let at = u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize % payload.len();
            payload[at] = change[4];
        }
        if choice & 8 != 0 {
            payload.truncate(
                rest.iter().fold(payload.len(), |length, byte| length.saturating_sub(usize::from(*byte) * 97)),
            );
        }
    }
    let word = |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]);
    let kind = Kind { name: [file[4], file[5], file[6], file[7]], version: word(8) };
    let changed = table::pack(kind, &payload);
    let mut bytes = shipped();
    *[&mut bytes.rates, &mut bytes.units, &mut bytes.gazetteer, &mut bytes.model][which] = &changed;
    let (engine, _) = Engine::new(bytes);
    let article = Article { published: Some(jiff::civil::date(2022, 10, 6)), ..Article::from_text(TEXT) };
    let preferences = Preferences { currency: Currency::parse("EUR"), ..Preferences::default() };
    check(TEXT, &engine.scan(&article, &preferences));
    engine.rate_days();
}

fn newer_rates(table: &[u8], file: &[u8]) {
    if let Ok(days) = reference::read(&String::from_utf8_lossy(file))
        && let Ok(Some(table)) = extend::extend(table, &days, jiff::civil::date(2027, 1, 1))
    {
        let (_, errors) = Engine::new(TableBytes { rates: &table, ..shipped() });
        assert!(errors.is_empty(), "{errors:?}");
    }
}
