//! Dates.

use super::reader::Reader;
use crate::mark::Figure;

impl Reader<'_, '_> {
    pub(super) fn calendar(&self, at: usize, floor: usize) -> Option<(Figure, usize, usize)> {
        let _ = (at, floor);
        None
    }
}
