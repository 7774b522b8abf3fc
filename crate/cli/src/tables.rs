//! The binary tables that the command carries within itself.

use postil_core::scan::TableBytes;

/// All tables.
pub fn all() -> TableBytes<'static> {
    TableBytes {
        rates: include_bytes!("../../../extension/tables/rates.bin"),
        units: include_bytes!("../../../extension/tables/units.bin"),
        gazetteer: include_bytes!("../../../extension/tables/gazetteer.bin"),
        model: include_bytes!("../../../extension/tables/model.bin"),
    }
}
