//! The binary tables that the command carries within itself.

use postil_core::scan::TableBytes;

/// All tables.
pub fn all() -> TableBytes<'static> {
    TableBytes {
        gazetteer: include_bytes!("../../../extension/tables/gazetteer.bin"),
        model: include_bytes!("../../../extension/tables/model.bin"),
        ..TableBytes::default()
    }
}
