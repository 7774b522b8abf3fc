//! Roman numerals, read only where they are plainly ordinals: `XXI century`, `the XIV Congress`.

use rust_decimal::Decimal;

use super::reader::Reader;

/// What Roman numerals count: `the XXXIII Olympiad`.
const COUNTED: &[&str] = &[
    "congress",
    "olympiad",
    "games",
    "summit",
    "conference",
    "assembly",
    "edition",
    "festival",
    "plenary",
    "century",
    "dynasty",
    "legion",
    "corps",
    "championship",
    "championships",
    "convention",
    "council",
    "symposium",
    "biennale",
];

/// The value of a Roman numeral in capitals, up to 3999; `None` for what is written in no canonical way.
fn value(word: &str) -> Option<u16> {
    const PARTS: [(&str, u16); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    let mut rest = word;
    let mut sum = 0;
    for (part, worth) in PARTS {
        let most = if part.len() == 2 || matches!(worth, 5 | 50 | 500) { 1 } else { 3 };
        for _ in 0..most {
            let Some(shorter) = rest.strip_prefix(part) else { break };
            (rest, sum) = (shorter, sum + worth);
        }
    }
    (rest.is_empty() && !word.is_empty()).then_some(sum)
}

impl Reader<'_, '_> {
    /// A Roman numeral at the token that what follows makes an ordinal, and the token behind it.
    pub(super) fn roman(&self, at: usize) -> Option<(Decimal, usize)> {
        let word = self.word(at);
        let capitals =
            word.len() <= 8 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'));
        if !capitals || !self.is_word(at) {
            return None;
        }
        // `the XIV Party Congress`
        let counted = self.is_any(at + 1, COUNTED) || self.is_word(at + 1) && self.is_any(at + 2, COUNTED);
        let century = self.is(at + 1, "century");
        if !counted || !(century || word.len() > 1 && self.before_is(at, &["the", "its", "their"])) {
            return None;
        }
        value(word).map(|value| (Decimal::from(value), at + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn only_canonical_numerals_have_a_value() {
        for (word, number) in [("XXI", 21), ("XIV", 14), ("LVIII", 58), ("MCMXCIV", 1994), ("IV", 4)] {
            assert_eq!(value(word), Some(number), "{word}");
        }
        for word in ["IIII", "VX", "IC", "MIX1", "", "DID", "CIVIC"] {
            assert_eq!(value(word), None, "{word}");
        }
    }
}
