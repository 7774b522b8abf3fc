//! Numbers in digits: which separator groups and which one begins the decimals.

use rust_decimal::Decimal;

/// A number token read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Literal {
    pub(crate) value: Decimal,
    /// Digits behind the decimal sign.
    pub(crate) decimals: u32,
    /// Whether separators group the digits.
    pub(crate) grouped: bool,
    /// Whether there are digits and nothing else.
    pub(crate) plain: bool,
}

/// Ten to a power, up to the 28 digits that a [`Decimal`] holds.
pub(crate) fn power_of_ten(power: u8) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(10i128.checked_pow(u32::from(power)).filter(|_| power <= 28)?, 0).ok()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Whether the runs between separators are thousands (`1,234,567`) or lakhs and crores (`1,00,00,000`).
fn groups(text: &str, separator: impl Fn(char) -> bool) -> bool {
    let mut lengths = [0; 12];
    let mut count = 0;
    for run in text.split(separator) {
        let Some(slot) = lengths.get_mut(count) else { return false };
        *slot = run.len();
        count += 1;
    }
    let lengths = &lengths[..count];
    let (Some(first), Some(last)) = (lengths.first(), lengths.last()) else { return false };
    let middle = &lengths[1..count.max(2) - 1];
    let thousands = (1..=3).contains(first) && *last == 3 && middle.iter().all(|length| *length == 3);
    let lakhs = (1..=2).contains(first) && *last == 3 && !middle.is_empty() && middle.iter().all(|length| *length == 2);
    count > 1 && (thousands || lakhs)
}

/// Reads a number token. `point_groups` says that the page's language writes `1.250` for 1250.
/// `None` where the separators make no number (a version, an address, a list) or it has too many digits.
pub(crate) fn literal(token: &str, point_groups: bool) -> Option<Literal> {
    let sign = |c: char| !c.is_ascii_digit();
    let mut decimal_at = None;
    let mut grouped = false;
    let first = token.find(sign);
    if first.is_some() {
        let commas = token.matches(',').count();
        let points = token.matches('.').count();
        let apostrophe = token.contains(is_apostrophe);
        let last = token.rfind([',', '.']);
        match (commas, points) {
            (0, 0) => grouped = true,
            // Both signs: the later one begins the decimals, and stands once.
            (1.., 1..) => {
                let at = last?;
                if token.matches(&token[at..at + 1]).count() > 1 {
                    return None;
                }
                decimal_at = Some(at);
                grouped = true;
            }
            (1, 0) | (0, 1) if apostrophe => {
                decimal_at = last;
                grouped = true;
            }
            (1, 0) | (0, 1) => {
                let at = last?;
                let groups_by_three = groups(token, sign) && !token.starts_with('0');
                if groups_by_three && (commas == 1 || point_groups) {
                    grouped = true;
                } else {
                    decimal_at = Some(at);
                }
            }
            _ => grouped = true,
        }
        if grouped {
            let whole = &token[..decimal_at.unwrap_or(token.len())];
            let one_sign = whole.chars().find(|c| sign(*c));
            if !groups(whole, sign) || whole.chars().any(|c| sign(c) && Some(c) != one_sign) || whole.starts_with('0') {
                return None;
            }
        }
    }
    let mut digits: i128 = 0;
    let mut count = 0;
    for digit in token.bytes().filter(u8::is_ascii_digit) {
        count += u32::from(count > 0 || digit != b'0');
        if count > 27 {
            return None;
        }
        digits = digits * 10 + i128::from(digit - b'0');
    }
    let decimals = decimal_at.map_or(0, |at| token[at + 1..].len() as u32);
    let value = Decimal::try_from_i128_with_scale(digits, decimals).ok()?;
    Some(Literal { value, decimals, grouped, plain: first.is_none() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(token: &str) -> Option<String> {
        literal(token, false).map(|literal| literal.value.normalize().to_string())
    }

    #[test]
    fn every_grouping_is_read() {
        for (token, value) in [
            ("26,000", "26000"),
            ("1.250.000", "1250000"),
            ("1799,00", "1799"),
            ("1'000", "1000"),
            ("1’234’567.5", "1234567.5"),
            ("1,00,000", "100000"),
            ("12,34,56,789", "123456789"),
            ("1,234.56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("1,3", "1.3"),
            ("0,123", "0.123"),
            ("1.250", "1.25"),
            ("007", "7"),
            ("123456789101231", "123456789101231"),
        ] {
            assert_eq!(read(token).as_deref(), Some(value), "{token}");
        }
        assert_eq!(literal("1.250", true).map(|l| l.value), Some(Decimal::from(1250)));
        assert_eq!(literal("1.25", true).map(|l| l.value.to_string()), Some("1.25".into()));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for token in ["1.2.3", "22,24,26,31", "192.168.0.1", "23.04.2022", "1,2,3.4.5", "0.1.2"] {
            assert_eq!(read(token), None, "{token}");
        }
        assert_eq!(read(&"9".repeat(1000)), None);
        assert_eq!(read(&"0".repeat(1000)), Some("0".into()));
    }
}
