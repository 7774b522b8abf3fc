//! Offsets as others count them: bytes here, code points in JSON, UTF-16 code units in a browser.

/// Translates byte offsets of one text into code points and UTF-16 code units and back.
///
/// Holds one checkpoint per 64 bytes, so a lookup scans at most 64 bytes.
///
/// ```
/// use postil_core::text::OffsetMap;
/// let map = OffsetMap::new("¡Sí! 💸 12");
/// assert_eq!(map.code_points(7), 5);
/// assert_eq!(map.utf16(11), 7);
/// assert_eq!(map.from_code_points(6), 11);
/// assert_eq!(map.from_utf16(7), 11);
/// ```
#[derive(Clone, Debug)]
pub struct OffsetMap<'t> {
    text: &'t str,
    /// (code points, UTF-16 units) that begin before byte `64 * index`.
    checkpoints: Vec<(u32, u32)>,
}

const STRIDE: usize = 64;

impl<'t> OffsetMap<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
        let (mut points, mut units) = (0, 0);
        for (at, byte) in text.bytes().enumerate() {
            if at.is_multiple_of(STRIDE) {
                checkpoints.push((points, units));
            }
            points += starts(byte);
            units += units_of(byte);
        }
        if text.len().is_multiple_of(STRIDE) {
            checkpoints.push((points, units));
        }
        OffsetMap { text, checkpoints }
    }

    fn at(&self, byte: usize) -> (u32, u32) {
        let byte = byte.min(self.text.len());
        let (mut points, mut units) = self.checkpoints[byte / STRIDE];
        for &b in &self.text.as_bytes()[byte / STRIDE * STRIDE..byte] {
            points += starts(b);
            units += units_of(b);
        }
        (points, units)
    }

    /// Code points before the byte offset; offsets past the end count as the end.
    pub fn code_points(&self, byte: usize) -> usize {
        self.at(byte).0 as usize
    }

    /// UTF-16 code units before the byte offset; offsets past the end count as the end.
    pub fn utf16(&self, byte: usize) -> usize {
        self.at(byte).1 as usize
    }

    /// The byte offset at which that many code points have passed; the text's end if it has fewer.
    pub fn from_code_points(&self, points: usize) -> usize {
        let from = self.checkpoints.partition_point(|c| (c.0 as usize) <= points).saturating_sub(1);
        self.walk(from, points, |c| c.0, |_| 1)
    }

    /// The byte offset at which that many UTF-16 code units have passed; the text's end if it has
    /// fewer, the end of the pair for an offset within a surrogate pair.
    pub fn from_utf16(&self, units: usize) -> usize {
        let from = self.checkpoints.partition_point(|c| (c.1 as usize) <= units).saturating_sub(1);
        self.walk(from, units, |c| c.1, |c| c.len_utf16())
    }

    fn walk(
        &self,
        checkpoint: usize,
        target: usize,
        count: impl Fn(&(u32, u32)) -> u32,
        size: impl Fn(char) -> usize,
    ) -> usize {
        // A checkpoint may lie within a code point, whose first byte it has then counted.
        let mut byte = checkpoint * STRIDE;
        while !self.text.is_char_boundary(byte) {
            byte += 1;
        }
        let mut passed = count(&self.checkpoints[checkpoint]) as usize;
        for c in self.text[byte..].chars() {
            if passed >= target {
                break;
            }
            passed += size(c);
            byte += c.len_utf8();
        }
        byte
    }
}

fn starts(byte: u8) -> u32 {
    u32::from(byte & 0xC0 != 0x80)
}

fn units_of(byte: u8) -> u32 {
    starts(byte) + u32::from(byte >= 0xF0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_text_has_offset_zero() {
        let map = OffsetMap::new("");
        assert_eq!((map.code_points(0), map.utf16(5), map.from_code_points(3), map.from_utf16(1)), (0, 0, 0, 0));
    }

    proptest! {
        #[test]
        fn every_border_goes_there_and_back(text in "(?s).{0,200}") {
            let map = OffsetMap::new(&text);
            let borders = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (points, byte) in borders.enumerate() {
                let units = text[..byte].encode_utf16().count();
                prop_assert_eq!(map.code_points(byte), points);
                prop_assert_eq!(map.utf16(byte), units);
                prop_assert_eq!(map.from_code_points(points), byte);
                prop_assert_eq!(map.from_utf16(units), byte);
            }
        }
    }
}
