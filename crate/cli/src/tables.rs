//! The binary tables that the command carries within itself.

use postil_core::{figure::units::Units, mark::Currency, scan::TableBytes};

/// All tables.
pub fn all() -> TableBytes<'static> {
    TableBytes {
        rates: include_bytes!("../../../extension/tables/rates.bin"),
        units: include_bytes!("../../../extension/tables/units.bin"),
        gazetteer: include_bytes!("../../../extension/tables/gazetteer.bin"),
        model: include_bytes!("../../../extension/tables/model.bin"),
    }
}

/// Whether a code is a currency's, of today or of the past.
pub fn knows_currency(currency: Currency) -> bool {
    // A damaged table is told of elsewhere; it makes no currency unknown.
    Units::new(all().units).map_or(true, |units| units.currency_name(currency).is_some())
}
