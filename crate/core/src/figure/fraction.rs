//! Fractions in words and signs: `three quarters`, `1/2`, `half a million`, `three and a half`.

use rust_decimal::Decimal;

use super::{
    lexicon::Word,
    literal::power_of_ten,
    number::{After, Cardinal},
    reader::{Number, Reader, Shape},
};

impl Reader<'_, '_> {
    /// `half a million`, `quarter million`, `a quarter of a million`, `half a dozen`; and the bare `half`.
    pub(super) fn bare_fraction(&self, from: usize, at: usize) -> Option<Number> {
        let half = self.at(at) == Word::Half;
        let value = if half { Decimal::new(5, 1) } else { Decimal::new(25, 2) };
        let mut end = at + 1;
        let mut next = end;
        if self.is_hyphen(next) {
            next += 1;
        }
        if self.is(next, "of") {
            next += 1;
        }
        if self.at(next) == Word::A {
            next += 1;
        }
        let mut number =
            Number { value, quantum: -1 - i32::from(!half), end, shape: Shape::BareFraction, scale: 0, lone_m: false };
        match self.at(next) {
            Word::Scale(power) => {
                number.value *= power_of_ten(power)?;
                number.quantum += i32::from(power);
                number.scale = power;
                number.shape = Shape::Spelled;
                end = next + 1;
            }
            Word::Dozen if half => {
                number.value = Decimal::from(6);
                number.quantum = 0;
                number.shape = Shape::Spelled;
                end = next + 1;
            }
            _ => {
                // `a quarter`, `a half`; `half` alone is an adverb as often as a number.
                if from == at && half && self.is(at + 1, "of") {
                    return None;
                }
            }
        }
        Some(Number { end, ..number })
    }

    /// `1/2`: a numerator below a denominator that fractions have.
    pub(super) fn stroke_fraction(&self, at: usize) -> Option<(Decimal, usize)> {
        if self.at(at) != Word::Digits || self.at(at + 2) != Word::Digits {
            return None;
        }
        if !matches!(self.word(at + 1), "/" | "⁄") || !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        // 1/2/2020 is a date.
        if self.is(at + 3, "/") && self.glued(at + 3) {
            return None;
        }
        let number = |token: usize| self.word(token).parse::<u32>().ok();
        let (top, bottom) = (number(at)?, number(at + 2)?);
        let usual = matches!(bottom, 2 | 3 | 4 | 5 | 6 | 8 | 10 | 16 | 32 | 64);
        (usual && top > 0 && top < bottom).then(|| (Decimal::from(top) / Decimal::from(bottom), at + 3))
    }

    /// `and a half`, `and three quarters million` behind a number.
    pub(super) fn fraction_behind(&self, number: &mut Number) {
        // `four and a half`, `four-and-a-half-year-old`
        let hyphen = usize::from(self.is_hyphen(number.end));
        if !self.is_any(number.end + hyphen, &["and", "&"]) {
            return;
        }
        let behind = number.end + hyphen + 1;
        let Some((fraction, end)) = self.fraction(behind + usize::from(hyphen == 1 && self.is_hyphen(behind))) else {
            return;
        };
        let scale = match self.at(end) {
            Word::Scale(power) => Some((power, end + 1)),
            _ => None,
        };
        let ten = |power: u8| power_of_ten(power).unwrap_or(Decimal::ONE);
        let (added, multiplied, behind, power) = match (number.scale, scale) {
            // one billion and a half million
            (1.., Some((power, behind))) if power < number.scale => {
                (fraction * ten(power), Decimal::ONE, behind, power)
            }
            (1.., Some(_)) => return,
            // 3 million and a half
            (scale, None) => (fraction * ten(scale), Decimal::ONE, end, scale),
            // two and a half million
            (0, Some((power, behind))) => (fraction, ten(power), behind, power),
        };
        let value = number.value.checked_add(added).and_then(|sum| sum.checked_mul(multiplied));
        if let Some(value) = value {
            number.value = value;
            number.quantum = i32::from(power) - 1;
            number.scale = power.max(number.scale);
            number.end = behind;
            if number.shape == Shape::Plain {
                number.shape = Shape::Written;
            }
        }
    }

    /// `a half`, `three quarters`, `one fourth`, `half`: a fraction behind `and`.
    pub(super) fn fraction(&self, at: usize) -> Option<(Decimal, usize)> {
        let (top, mut next) = match self.at(at) {
            Word::A => (1, at + 1),
            Word::Digit(digit) if digit > 0 => (u32::from(digit), at + 1),
            Word::Half | Word::Quarter => (1, at),
            _ => return None,
        };
        if next > at && self.is_dash(next) {
            next += 1;
        }
        let bottom = match self.at(next) {
            Word::Half => 2,
            Word::Quarter => 4,
            Word::Parts(parts) => u32::from(parts),
            Word::Ordinal(ordinal) if ordinal > 2 && top == 1 => {
                // `and a third man` counts men; `and a third` with nothing behind it is a fraction.
                let one = self.at(at) != Word::A;
                if !one && !self.ends(next + 1) && !matches!(self.at(next + 1), Word::Scale(_)) {
                    return None;
                }
                u32::from(ordinal)
            }
            _ => return None,
        };
        Some((Decimal::from(top).checked_div(Decimal::from(bottom))?, next + 1))
    }

    /// `a hundredth`, `a third of`: one part of something.
    pub(super) fn one_part(&self, at: usize) -> Option<Number> {
        let one =
            Number { value: Decimal::ONE, quantum: 0, end: at + 1, shape: Shape::Spelled, scale: 0, lone_m: false };
        let c = Cardinal {
            total: Decimal::ZERO,
            group: Decimal::ONE,
            last_scale: u8::MAX,
            after: After::Digit,
            end: at + 1,
        };
        let parts = self.denominator(&one, &c)?;
        // `a third term`: an ordinal.
        let goes_on = self.is(parts.end, "of") || self.ends(parts.end) || self.at(parts.end - 1) == Word::Half;
        goes_on.then_some(parts).and_then(|parts| self.scaled_parts(parts))
    }

    /// The fraction that a numerator and the denominator behind it make: `two thirds`, `one-fifth`.
    pub(super) fn denominator(&self, number: &Number, c: &Cardinal) -> Option<Number> {
        let mut at = number.end;
        if self.is_dash(at) {
            at += 1;
        }
        let one = number.value == Decimal::ONE;
        let mut top = number.value;
        let (bottom, end) = match self.at(at) {
            Word::Half if one => (Decimal::TWO, at + 1),
            Word::Quarter if one => (Decimal::from(4), at + 1),
            Word::Parts(parts) => {
                let mut bottom = Decimal::from(parts);
                // one hundred thirty fifths: 100/35
                if c.after == After::Tens && parts < 10 {
                    let tens = number.value % Decimal::ONE_HUNDRED;
                    if tens < number.value {
                        top -= tens;
                        bottom += tens;
                    } else if at == number.end {
                        return None;
                    }
                }
                if bottom <= Decimal::ONE {
                    return None;
                }
                (bottom, at + 1)
            }
            Word::PartScale(power) => (power_of_ten(power)?, at + 1),
            Word::OrdinalScale(power) if one => (power_of_ten(power)?, at + 1),
            // `twenty twenty fifths`, `a twenty-first`, `one over …`
            Word::Tens(tens) => {
                let hyphen = usize::from(self.is_dash(at + 1));
                match self.at(at + 1 + hyphen) {
                    Word::Parts(parts) if parts < 10 => (Decimal::from(tens + parts), at + 2 + hyphen),
                    Word::Ordinal(ordinal) if ordinal < 10 && one => (Decimal::from(tens + ordinal), at + 2 + hyphen),
                    _ => return None,
                }
            }
            Word::Ordinal(ordinal) if one && ordinal > 2 => {
                // `one third`, `one-fifth`, but `one third-party`, and no `one second`.
                if self.is_hyphen(at + 1) {
                    return None;
                }
                (Decimal::from(ordinal), at + 1)
            }
            _ => return None,
        };
        let value = top.checked_div(bottom)?;
        Some(Number { value, quantum: -2, end, shape: Shape::Spelled, scale: 0, lone_m: false })
    }

    /// `three quarters billion`, `two-thirds of a million`.
    pub(super) fn scaled_parts(&self, mut number: Number) -> Option<Number> {
        let mut next = number.end;
        if self.is(next, "of") {
            next += 1;
        }
        if self.at(next) == Word::A {
            next += 1;
        }
        if let Word::Scale(power) = self.at(next) {
            number.value = number.value.checked_mul(power_of_ten(power)?)?;
            number.scale = power;
            number.quantum += i32::from(power);
            number.end = next + 1;
        }
        Some(number)
    }
}
