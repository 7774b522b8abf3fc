//! The binary tables that the command carries within itself.

use postil_core::scan::TableBytes;

/// All tables.
pub fn all() -> TableBytes<'static> {
    TableBytes::default()
}
