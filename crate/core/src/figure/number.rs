//! Numbers: digits with their scale words, spelled-out numbers, fractions, ordinals.

use rust_decimal::Decimal;

use super::{
    lexicon::{GLYPHS, Word},
    literal::{literal, power_of_ten},
    reader::{Number, Reader, Shape},
};
use crate::text::TokenKind;

/// The power of ten of the last digit that is not a trailing zero of an integer.
pub(crate) fn quantum_of(value: Decimal, decimals: u32) -> i32 {
    if decimals > 0 {
        return -(decimals as i32);
    }
    let mut mantissa = value.mantissa().unsigned_abs();
    let mut power = -(value.scale() as i32);
    while mantissa != 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        power += 1;
    }
    power
}

/// Volumes of gas by one sign: the power of ten and CLDR's name of the unit.
pub(super) fn gas_volume(word: &str) -> Option<(u8, &'static str)> {
    Some(match word {
        "bcm" | "BCM" | "Bcm" => (9, "cubic meter"),
        // In capitals these are firms, a medicine and a bank.
        "tcm" => (12, "cubic meter"),
        "mcm" => (6, "cubic meter"),
        "bcf" | "Bcf" => (9, "cubic foot"),
        "tcf" | "Tcf" => (12, "cubic foot"),
        "mmcf" | "MMcf" => (6, "cubic foot"),
        _ => return None,
    })
}

fn whole(value: Decimal) -> Option<u64> {
    (value.scale() == 0).then(|| u64::try_from(value.mantissa()).ok()).flatten()
}

/// What the last element of a spelled number allows behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Nothing,
    Digit,
    Tens,
    Hundred,
    Scale,
}

/// A cardinal in words (or digits and words mixed) under construction.
pub(super) struct Cardinal {
    pub(super) total: Decimal,
    pub(super) group: Decimal,
    /// The power of the last scale word; each further one must be smaller.
    pub(super) last_scale: u8,
    pub(super) after: After,
    pub(super) end: usize,
}

impl Reader<'_, '_> {
    /// A number with its sign, scale and fraction, if one begins at the token.
    pub(crate) fn number(&self, at: usize) -> Option<Number> {
        self.number_with(at, true)
    }

    /// The same; without `and` no `and` is taken as part of it (`between two hundred and two thousand`).
    pub(crate) fn number_with(&self, at: usize, and: bool) -> Option<Number> {
        self.numbers.get(at, (at, and), || self.read_number(at, and))
    }

    fn read_number(&self, at: usize, and: bool) -> Option<Number> {
        match self.at(at) {
            Word::Minus => {
                let number = self.unsigned(at + 1, and)?;
                Some(Number { value: -number.value, ..number })
            }
            Word::Dash => {
                let glued = self.glued(at + 1);
                let free = self.begins(at) || !self.glued(at) || self.is_any(at - 1, &["(", "[", "$", "£", "€", "¥"]);
                // A dash with spaces around it is a minus only where it begins the text.
                if !free || !(glued || self.begins(at)) || !matches!(self.at(at + 1), Word::Digits | Word::Point) {
                    return None;
                }
                let number = self.unsigned(at + 1, and)?;
                Some(Number { value: -number.value, ..number })
            }
            _ => self.unsigned(at, and),
        }
    }

    fn unsigned(&self, at: usize, and: bool) -> Option<Number> {
        match self.at(at) {
            Word::Digits => self.digits(at, and),
            Word::Point
                if self.at(at + 1) == Word::Digits
                    && self.glued(at + 1)
                    && (!self.glued(at) || at > 0 && matches!(self.at(at - 1), Word::Dash | Word::CurrencySign)) =>
            {
                let digits = self.word(at + 1);
                let read = literal(digits, false).filter(|read| read.plain)?;
                let value = Decimal::try_from_i128_with_scale(read.value.mantissa(), digits.len() as u32).ok()?;
                let number = Number {
                    value,
                    quantum: -(digits.len() as i32),
                    end: at + 2,
                    shape: Shape::Written,
                    scale: 0,
                    lone_m: false,
                };
                self.scaled(number)
            }
            Word::Glyph(glyph) if !self.glued(at) || self.at(at.wrapping_sub(1)) != Word::Digits => {
                let (_, top, bottom) = GLYPHS[usize::from(glyph)];
                let value = Decimal::from(top) / Decimal::from(bottom);
                let shape = Shape::Written;
                self.scaled(Number { value, quantum: -2, end: at + 1, shape, scale: 0, lone_m: false })
            }
            Word::Half | Word::Quarter => self.bare_fraction(at, at),
            Word::A if matches!(self.at(at + 1), Word::Half | Word::Quarter) => self.bare_fraction(at, at + 1),
            Word::A if self.is_one_of_a_unit(at + 1) => Some(Number {
                value: Decimal::ONE,
                quantum: 0,
                end: at + 1,
                shape: Shape::BareFraction,
                scale: 0,
                lone_m: false,
            }),
            _ => self.spelled(at, and),
        }
    }

    /// `a dollar`, `a kilogram`: the article counts one, where the noun is money or a unit and no common word besides.
    fn is_one_of_a_unit(&self, at: usize) -> bool {
        let Some(units) = self.units else { return false };
        let word = self.word(at);
        let common = matches!(
            word,
            "bit"
                | "ton"
                | "yard"
                | "stone"
                | "cup"
                | "bar"
                | "mole"
                | "degree"
                | "grain"
                | "knot"
                | "foot"
                | "turn"
                | "revolution"
                | "barrel"
                | "mark"
                | "crown"
                | "real"
                | "sol"
                | "pound"
                | "quid"
                | "buck"
                | "in"
                | "carat"
                | "dram"
                | "pixel"
                | "kip"
                | "rand"
                | "won"
                | "par"
                | "ray"
                | "gray"
                | "pint"
                | "as"
                | "am"
                | "at"
                | "bushel"
        );
        if !self.is_word(at) || word.len() < 2 || common || self.word(at).chars().any(char::is_uppercase) {
            return false;
        }
        // `70 dollars a litre`, `twice a mile`: so much for each.
        let rate = at >= 2
            && (self.is_word(at - 2)
                && (self.word(at - 2).ends_with('s') || self.is_any(at - 2, &["once", "twice", "per"]))
                || matches!(self.at(at - 2), Word::Digits | Word::CurrencySign | Word::Scale(_)));
        let unit = units.unit_name(word).is_some() || matches!(word, "kg" | "km" | "lb");
        !rate && (unit || self.money_name(at).is_some_and(|(money, _)| !money.minor))
    }

    fn digits(&self, at: usize, and: bool) -> Option<Number> {
        let (read, mut end) = self.grouped_by_spaces(at)?;
        let mut number = Number {
            value: read.value,
            quantum: quantum_of(read.value, read.decimals),
            end,
            shape: if read.plain { Shape::Plain } else { Shape::Written },
            scale: 0,
            lone_m: false,
        };
        // 2½, 2 ½
        if let Word::Glyph(glyph) = self.at(end) {
            if read.decimals == 0 {
                let (_, top, bottom) = GLYPHS[usize::from(glyph)];
                number.value = number.value.checked_add(Decimal::from(top) / Decimal::from(bottom))?;
                (number.quantum, number.shape) = (-1, Shape::Written);
                end += 1;
            }
        } else if let Some((value, behind)) = self.stroke_fraction(at) {
            // 1/2
            (number.value, number.quantum, number.shape) = (value, -2, Shape::Written);
            end = behind;
        } else if let Some((value, behind)) = self.stroke_fraction(end).filter(|_| read.decimals == 0) {
            // 10 1/2
            number.value = number.value.checked_add(value)?;
            (number.quantum, number.shape) = (-2, Shape::Written);
            end = behind;
        } else if let Some((value, behind)) = self.science(&number) {
            (number.value, number.shape) = (value, Shape::Written);
            number.quantum = quantum_of(value, value.scale());
            end = behind;
        }
        number.end = end;
        // `1 point 1`
        if number.shape == Shape::Plain
            && self.is(end, "point")
            && matches!(self.at(end + 1), Word::Digits | Word::Digit(_))
        {
            self.decimals_in_words(&mut number);
            return self.scaled(number);
        }
        // `4 thousand 3 hundred and 21`
        if matches!(self.at(end), Word::Hundred | Word::Scale(_))
            && !self.is_any(end, &["hundreds"])
            && let Some(mixed) = self.cardinal(at, Some(number), and)
        {
            return Some(mixed);
        }
        self.scaled(number)
    }

    /// Digits in groups of three with spaces between them: `1 799,00`, `40 000`.
    fn grouped_by_spaces(&self, at: usize) -> Option<(super::literal::Literal, usize)> {
        let first = self.word(at);
        let alone = || literal(first, self.context.point_groups).map(|read| (read, at + 1));
        if first.len() > 3 || first.starts_with('0') || !first.bytes().all(|b| b.is_ascii_digit()) {
            return alone();
        }
        let gap = |token: usize| {
            let tokens = &self.text.tokens;
            let (before, this) = (tokens.get(token - 1)?, tokens.get(token)?);
            let gap = self.text.text.get(before.span.end..this.span.start)?;
            (this.kind == TokenKind::Number && matches!(gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}")).then_some(gap)
        };
        let mut end = at + 1;
        let mut joined = String::new();
        while let Some(space) = gap(end) {
            let group = self.word(end);
            let whole = group.split([',', '.']).next().unwrap_or("");
            let three = whole.len() == 3 && whole.bytes().all(|b| b.is_ascii_digit());
            let decimals = group.len() > whole.len();
            if !three || group.matches([',', '.']).count() > 1 || group.len() == 7 {
                // A number of another length behind it: these are not groups, but numbers side by side.
                if space == " " {
                    return alone();
                }
                break;
            }
            if joined.is_empty() {
                joined.push_str(first);
            }
            if joined.len() > 27 {
                return None;
            }
            joined.push_str(whole);
            if decimals {
                joined.push('.');
                joined.push_str(&group[whole.len() + 1..]);
            }
            end += 1;
            if decimals {
                break;
            }
        }
        if joined.is_empty() {
            return alone();
        }
        literal(&joined, false).map(|read| (super::literal::Literal { grouped: true, plain: false, ..read }, end))
    }

    /// `1.3x10^6`, `12.32e+14`, `1.1^23`.
    fn science(&self, number: &Number) -> Option<(Decimal, usize)> {
        let end = number.end;
        if !self.glued(end) {
            return None;
        }
        let signed = |mut at: usize| {
            let mut negative = false;
            while matches!(self.word(at), "+" | "-" | "−") && self.glued(at) {
                negative |= self.word(at) != "+";
                at += 1;
            }
            let digits = self.word(at);
            let power: i32 = digits.parse().ok().filter(|power| *power < 100)?;
            self.glued(at).then_some((if negative { -power } else { power }, at + 1))
        };
        let raise = |base: Decimal, power: i32| {
            let mut value = Decimal::ONE;
            for _ in 0..power.unsigned_abs() {
                value = value.checked_mul(base)?;
            }
            if power < 0 { Decimal::ONE.checked_div(value) } else { Some(value) }
        };
        // 6.02e23
        if let Some(power) = self.word(end).strip_prefix(['e', 'E']).filter(|digits| (1..=2).contains(&digits.len())) {
            return Some((raise(Decimal::TEN, power.parse().ok()?)?.checked_mul(number.value)?, end + 1));
        }
        let (base, power_at, factor) = match self.word(end) {
            "e" | "E" => (Decimal::TEN, end + 1, number.value),
            "^" => (number.value, end + 1, Decimal::ONE),
            "x10" | "X10" if self.is(end + 1, "^") => (Decimal::TEN, end + 2, number.value),
            "x2" if self.is(end + 1, "^") => (Decimal::TWO, end + 2, number.value),
            "x" | "×" | "·" if self.is(end + 2, "^") => {
                (literal(self.word(end + 1), false)?.value, end + 3, number.value)
            }
            _ => return None,
        };
        let (power, behind) = signed(power_at)?;
        Some((raise(base, power)?.checked_mul(factor)?, behind))
    }

    /// Takes the scale words and letters that follow a number.
    pub(crate) fn scale_behind(&self, number: Number) -> Option<Number> {
        self.scaled(number)
    }

    fn scaled(&self, mut number: Number) -> Option<Number> {
        let mut power_in_all = 0;
        loop {
            let hyphen = usize::from(self.is_hyphen(number.end));
            let token = number.end + hyphen;
            let glued = hyphen == 1 || self.glued(token);
            let word = self.word(token);
            let power = match self.at(token) {
                Word::Scale(power) | Word::Scales(power) => power,
                Word::Hundred if power_in_all == 0 && !self.is(token, "hundreds") => 2,
                Word::Dozen if power_in_all == 0 => {
                    number.value = number.value.checked_mul(Decimal::from(12))?;
                    number.quantum = 0;
                    number.end = token + 1;
                    break;
                }
                Word::Letter(power) if power_in_all == 0 && self.is_scale_letter(word, glued, &number) => power,
                // 5.5 bcm: the sign is scale and unit at once, and is left to the unit.
                _ if power_in_all == 0
                    && let Some((power, _)) = gas_volume(word) =>
                {
                    number.value = number.value.checked_mul(power_of_ten(power)?)?;
                    number.quantum += i32::from(power);
                    power_in_all = power;
                    break;
                }
                _ => break,
            };
            // `5 g`: a letter that a unit or word goes on from is none.
            number.value = number.value.checked_mul(power_of_ten(power)?)?;
            number.quantum += i32::from(power);
            power_in_all += power;
            number.end = token + 1;
        }
        if power_in_all == 0 && self.is_any(number.end, &["m", "m."]) {
            number.lone_m = true;
        }
        number.scale = power_in_all;
        if power_in_all > 0 {
            number.shape = if number.shape == Shape::Plain { Shape::Written } else { number.shape };
        }
        if number.value.scale() == 0 {
            self.fraction_behind(&mut number);
        }
        Some(number)
    }

    fn is_scale_letter(&self, word: &str, glued: bool, number: &Number) -> bool {
        match word {
            "bn" | "Bn" | "BN" | "mn" | "Mn" | "MN" | "mln" | "bln" | "tn" | "Tn" | "trn" | "tln" | "mil" | "mio"
            | "Mio" | "lkh" | "cr" | "Cr" => true,
            "k" => glued || number.shape == Shape::Written,
            "K" => glued,
            "M" => glued || number.shape == Shape::Written,
            "B" | "b" => glued,
            // 5G is a telephone network.
            "G" => glued && number.value >= Decimal::from(7) || number.shape == Shape::Written && glued,
            _ => false,
        }
    }

    fn spelled(&self, at: usize, and: bool) -> Option<Number> {
        let number = self.cardinal(at, None, and)?;
        Some(number)
    }

    /// A cardinal in words from the token on; `first` is its first element where that is in digits.
    fn cardinal(&self, at: usize, first: Option<Number>, and: bool) -> Option<Number> {
        let mut c = Cardinal {
            total: Decimal::ZERO,
            group: Decimal::ZERO,
            last_scale: u8::MAX,
            after: After::Nothing,
            end: at,
        };
        if let Some(number) = first {
            (c.group, c.after, c.end) = (number.value, After::Digit, number.end);
        } else {
            match self.at(at) {
                Word::A => {
                    let counts = match self.at(at + 1) {
                        Word::Hundred => !self.is(at + 1, "hundreds"),
                        Word::Scale(_) | Word::Dozen => true,
                        _ => false,
                    };
                    if !counts {
                        return self.one_part(at);
                    }
                    (c.group, c.after, c.end) = (Decimal::ONE, After::Digit, at + 1);
                }
                // `hundred thousand dollars`, `thousand liters`
                Word::Hundred | Word::Scale(_) if !self.is(at, "hundreds") => {
                    // `a few hundred`, `hundreds of thousand`: how many is not said.
                    if self.before_is(at, &["few", "several", "many", "of", "couple"]) {
                        return None;
                    }
                    (c.group, c.after) = (Decimal::ONE, After::Digit);
                }
                Word::Digit(_) | Word::Teen(_) | Word::Tens(_) => {}
                _ => return None,
            }
        }
        while self.element(&mut c, and) {}
        if c.after == After::Nothing {
            return None;
        }
        let value = c.total.checked_add(c.group)?;
        let scale = if c.after == After::Scale && c.last_scale != u8::MAX { c.last_scale } else { 0 };
        let shape = if first.is_some() { Shape::Written } else { Shape::Spelled };
        let quantum = match (first, scale) {
            (Some(number), 1..) => number.quantum + i32::from(scale),
            _ => quantum_of(value, value.normalize().scale()),
        };
        let mut number = Number { value, quantum, end: c.end, shape, scale, lone_m: false };
        if self.at(c.end) == Word::Dozen {
            number.end += 1;
            // `a dozen and a half`: of a dozen
            if self.is(number.end, "and")
                && let Some((part, end)) = self.fraction(number.end + 1)
            {
                number.value = number.value.checked_add(part)?;
                number.end = end;
            }
            number.value = number.value.checked_mul(Decimal::from(12))?;
            number.quantum = 0;
            return Some(number);
        }
        if first.is_none()
            && let Some(parts) = self.denominator(&number, &c)
        {
            return self.scaled_parts(parts);
        }
        if self.is(number.end, "point") && first.is_none() {
            self.decimals_in_words(&mut number);
            return self.scaled(number);
        }
        if scale == 0 || c.total > Decimal::ZERO {
            let before = number.end;
            self.fraction_behind(&mut number);
            if number.end == before && scale == 0 {
                // `twenty-one bn` is not English, `five mn` is.
                if let Word::Letter(power) = self.at(number.end)
                    && matches!(self.word(number.end), "bn" | "mn" | "mln" | "lkh" | "cr")
                {
                    number.value = number.value.checked_mul(power_of_ten(power)?)?;
                    number.scale = power;
                    number.quantum += i32::from(power);
                    number.end += 1;
                }
            }
        }
        Some(number)
    }

    /// Takes one more element of a cardinal, if it fits.
    fn element(&self, c: &mut Cardinal, and: bool) -> bool {
        let mut at = c.end;
        let mut by_and = false;
        match c.after {
            After::Tens if self.is_hyphen(at) || matches!(self.word(at), "—" | "-" | "–") => at += 1,
            After::Hundred | After::Scale if and && self.is_any(at, &["and", "&"]) => {
                by_and = true;
                at += 1;
            }
            After::Digit | After::Hundred | After::Scale if self.is_hyphen(at) => at += 1,
            After::Scale if self.is(at, ",") => {
                // `three million, two hundred thousand`: only where a smaller multiple follows.
                let multiple = matches!(self.at(at + 1), Word::Digit(_) | Word::Teen(_) | Word::Tens(_))
                    && (matches!(self.at(at + 2), Word::Hundred | Word::Scale(_))
                        || matches!(self.at(at + 3), Word::Hundred | Word::Scale(_)) && self.at(at + 2) != Word::Break);
                if !multiple {
                    return false;
                }
                at += 1;
            }
            _ => {}
        }
        let hundred_behind = |token: usize| matches!(self.at(token), Word::Hundred);
        let add = |c: &mut Cardinal, value: u32, after: After| {
            c.group += Decimal::from(value);
            (c.after, c.end) = (after, at + 1);
            true
        };
        let fresh = matches!(c.after, After::Nothing | After::Scale);
        // `five billion and three quarters` of one
        if by_and && matches!(self.at(at), Word::Digit(_)) && self.fraction(at).is_some() {
            return false;
        }
        match self.at(at) {
            Word::Letter(7) | Word::Letter(5) if !fresh && !by_and && self.is_any(at, &["cr", "lkh"]) => {
                let power = if self.is(at, "cr") { 7 } else { 5 };
                let total = power_of_ten(power)
                    .and_then(|ten| c.group.checked_mul(ten))
                    .and_then(|part| c.total.checked_add(part));
                let Some(total) = total.filter(|_| power < c.last_scale) else { return false };
                (c.total, c.group, c.last_scale, c.after, c.end) = (total, Decimal::ZERO, power, After::Scale, at + 1);
                true
            }
            Word::Digit(digit) => {
                let fits = match c.after {
                    After::Nothing => true,
                    After::Tens => digit > 0,
                    After::Hundred => digit > 0 && !(by_and && hundred_behind(at + 1)),
                    After::Scale => digit > 0,
                    After::Digit => false,
                };
                fits && add(c, u32::from(digit), After::Digit)
            }
            Word::Teen(teen) if fresh || c.after == After::Hundred => add(c, u32::from(teen), After::Digit),
            Word::Tens(tens) if fresh || c.after == After::Hundred => add(c, u32::from(tens), After::Tens),
            Word::Digits if c.after == After::Scale || c.after == After::Hundred => {
                let Some(read) = literal(self.word(at), false).filter(|read| read.plain) else { return false };
                let Some(value) = whole(read.value) else { return false };
                let limit = if c.after == After::Hundred { 100 } else { 1000 };
                let multiple = match self.at(at + 1) {
                    Word::Hundred => true,
                    Word::Scale(power) => power < c.last_scale && !matches!(self.at(at + 2), Word::Scale(_)),
                    _ => false,
                };
                // `two thousand 300 people`, `5 million and 3 cars`: bare digits belong to it only behind
                // `hundred and` or before a scale.
                let tail = by_and && c.after == After::Hundred;
                (value < limit && (tail || multiple) && !self.glued(at + 1)) && add(c, value as u32, After::Digit)
            }
            Word::Hundred if matches!(c.after, After::Digit | After::Tens) && !by_and => {
                if c.group >= Decimal::ONE_HUNDRED || c.group.is_zero() || self.is(at, "hundreds") {
                    return false;
                }
                c.group *= Decimal::ONE_HUNDRED;
                (c.after, c.end) = (After::Hundred, at + 1);
                true
            }
            Word::Scale(power) if !matches!(c.after, After::Nothing | After::Scale) && !by_and => {
                let mut power = power;
                let mut end = at + 1;
                // `three lakh crore`, `a million million`
                while let Word::Scale(further) = self.at(end) {
                    power = power.saturating_add(further);
                    end += 1;
                }
                if power >= c.last_scale {
                    return false;
                }
                let part = power_of_ten(power).and_then(|ten| c.group.checked_mul(ten));
                let Some(total) = part.and_then(|part| c.total.checked_add(part)) else { return false };
                (c.total, c.group, c.last_scale, c.after, c.end) = (total, Decimal::ZERO, power, After::Scale, end);
                true
            }
            _ => false,
        }
    }

    /// `point seventy-one`, `point nought four`.
    fn decimals_in_words(&self, number: &mut Number) {
        let mut at = number.end + 1;
        let mut digits: i128 = 0;
        let mut count = 0u32;
        loop {
            let (value, width) = match self.at(at) {
                Word::Digit(digit) => (digit, 1),
                Word::Teen(teen) if count == 0 => (teen, 2),
                Word::Tens(tens) if count == 0 => {
                    let hyphen = usize::from(self.is_hyphen(at + 1));
                    match self.at(at + 1 + hyphen) {
                        Word::Digit(digit) if digit > 0 => {
                            at += 1 + hyphen;
                            (tens + digit, 2)
                        }
                        _ => (tens, 2),
                    }
                }
                Word::Digits if count == 0 => match self.word(at).parse::<u8>() {
                    Ok(value) if self.word(at).len() <= 2 => (value, self.word(at).len() as u32),
                    _ => break,
                },
                _ => break,
            };
            if count + width > 9 {
                break;
            }
            digits = digits * 10i128.pow(width) + i128::from(value);
            count += width;
            at += 1;
        }
        if count > 0
            && let Ok(part) = Decimal::try_from_i128_with_scale(digits, count)
        {
            number.value += part;
            number.quantum = -(count as i32);
            number.end = at;
        }
    }

    /// An ordinal: `third`, `21st`, `twenty-first`, `one hundred twenty-fifth`; its value and the token behind it.
    pub(crate) fn ordinal(&self, at: usize) -> Option<(Decimal, usize)> {
        match self.at(at) {
            Word::Digits => {
                let read = literal(self.word(at), false).filter(|read| read.decimals == 0)?;
                let ending = self.is_any(at + 1, &["st", "nd", "rd", "th"]) && self.glued(at + 1);
                ending.then_some((read.value, at + 2))
            }
            Word::Ordinal(ordinal) => Some((Decimal::from(ordinal), at + 1)),
            Word::OrdinalScale(power) => Some((power_of_ten(power)?, at + 1)),
            Word::A | Word::Digit(_) | Word::Teen(_) | Word::Tens(_) | Word::Hundred => {
                let mut c = Cardinal {
                    total: Decimal::ZERO,
                    group: Decimal::ZERO,
                    last_scale: u8::MAX,
                    after: After::Nothing,
                    end: at,
                };
                if self.at(at) == Word::A {
                    (c.group, c.after, c.end) = (Decimal::ONE, After::Digit, at + 1);
                }
                if self.at(at) == Word::Hundred {
                    (c.group, c.after) = (Decimal::ONE, After::Digit);
                }
                while self.element(&mut c, true) {}
                let mut next = c.end;
                if self.is_dash(next) && self.glued(next)
                    || self.is(next, "and") && matches!(c.after, After::Hundred | After::Scale)
                {
                    next += 1;
                }
                let value = c.total.checked_add(c.group)?;
                match (self.at(next), c.after) {
                    (Word::Ordinal(ordinal), After::Tens) if ordinal < 10 => {
                        Some((value + Decimal::from(ordinal), next + 1))
                    }
                    (Word::Ordinal(ordinal), After::Hundred | After::Scale) => {
                        Some((value + Decimal::from(ordinal), next + 1))
                    }
                    (Word::OrdinalScale(power), After::Digit | After::Tens | After::Hundred) => {
                        Some((c.total.checked_add(c.group.checked_mul(power_of_ten(power)?)?)?, next + 1))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
