//! Amounts of money in the text: signs, codes and names before and behind the number.

use rust_decimal::Decimal;

use super::CurrencyWord;
use crate::{
    figure::{
        count::is_stop,
        lexicon::Word,
        literal::{literal, power_of_ten},
        number::quantum_of,
        range::Quantity,
        reader::{Number, Reader, Shape},
        unit::{Of, Period},
        units::{MoneyWord, Names, Units},
    },
    text::TokenKind,
};

/// Codes that are words, names or abbreviations of other things too: the number beside them must look like money.
const DOUBTFUL_CODES: &[&str] = &[
    "ALL", "TOP", "TRY", "CUP", "MAD", "PEN", "MOP", "SOS", "GEL", "BAM", "RON", "LEK", "AMD", "BSD", "COP", "CAD",
    "ANG", "BIF", "SAR", "DOP", "MRO", "MGA", "MUR", "MOB", "BAN", "SIT", "PLN", "LAK", "ERN", "STD", "SLL", "SLE",
    "SSP", "CLE", "LSL", "VAL", "ESB", "KID", "SRG", "LUL", "BOP", "GNS", "AOK", "BEL", "ADP", "ARM", "BAD", "ALK",
    "AOR", "PES", "ROL", "PTE", "MVP", "NIC", "MXP", "SUR", "UYI", "YUM", "YUD", "ZAL", "RUR", "HRD", "GEK", "CSD",
    "CSK", "BUK", "CHE", "CHW", "CLF", "COU", "CNH", "USN", "USS", "UYP", "UYW", "VNN", "BOL", "BOV", "BRB", "BRC",
    "BRE", "BRN", "BRR", "BRZ", "ISJ", "KRH", "KRO", "MCF", "MDC", "MKN", "MTP", "MXV", "MZE", "PEI", "PLZ", "RHD",
    "SDD", "TJR", "TPE", "UAK", "UGS", "ZMK", "ZRN", "ZRZ", "ZWD", "ZWR", "ZWG", "LTT", "LVR", "ARA", "ARL", "ARP",
    "BEC", "AZM", "BYB", "BYR", "BGM", "BGO", "ILP", "ILR", "ECV", "ESA", "GQE", "GWE", "GWP", "LUC", "SVC", "DDM",
    "ECS", "GWP", "AFA",
];

/// Letters before a number that are money only where the number looks like it.
fn is_doubtful(sign: &str) -> bool {
    sign.len() <= 2
        && sign.is_ascii()
        && sign.bytes().all(|b| b.is_ascii_alphabetic())
        && !matches!(sign, "Rs" | "Rp" | "RM" | "rs" | "Tk" | "TL" | "LE" | "Bs" | "Gs" | "FF" | "Kc")
        || matches!(sign, "sen" | "BTC" | "Php" | "din")
        || DOUBTFUL_CODES.contains(&sign)
}

/// Names of money that are words of English as well.
fn is_english(name: &str) -> bool {
    matches!(
        name,
        "won"
            | "real"
            | "sol"
            | "mark"
            | "marks"
            | "crown"
            | "crowns"
            | "som"
            | "punt"
            | "ore"
            | "colon"
            | "dram"
            | "rand"
            | "pound"
            | "pounds"
            | "quid"
            | "kip"
            | "tala"
    )
}

/// Heights of a picture in lines, which a `p` follows: `1080p` is no price.
fn is_lines_of_a_picture(number: &Number) -> bool {
    number.shape == Shape::Plain && [480, 720, 1080, 1440, 2160].map(Decimal::from).contains(&number.value)
}

impl Reader<'_, '_> {
    fn looks_like_money(&self, number: &Number) -> bool {
        number.scale > 0 || number.lone_m || number.shape == Shape::Written
    }

    fn sign(&self, sign: &str) -> Option<MoneyWord> {
        let units = self.units?;
        units.money_sign(sign).or_else(|| {
            // `usd 200`, `mxn$ 15`: codes in lower case, but no words that happen to be codes.
            let code = sign.strip_suffix('$').unwrap_or(sign);
            if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_lowercase()) {
                return None;
            }
            let upper = sign.to_ascii_uppercase();
            if DOUBTFUL_CODES.contains(&upper.as_str()) { None } else { units.money_sign(&upper) }
        })
    }

    /// `MEUR`, `MAUD`: millions of a currency.
    pub(crate) fn millions_code(&self, word: &str) -> Option<MoneyWord> {
        let code =
            word.strip_prefix('M').filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))?;
        if DOUBTFUL_CODES.contains(&code) { None } else { self.units?.money_sign(code) }
    }

    /// An amount whose sign or code stands before the number. `at` is the sign or, behind a code, the number.
    pub(crate) fn money_before(&self, at: usize, floor: usize) -> Option<Quantity> {
        let units = self.units?;
        match self.at(at) {
            Word::CurrencySign => self.money_at_sign(units, at, floor),
            Word::Digits | Word::Dash | Word::Point => self.money_at_code(at, floor),
            Word::Glued => self.money_glued(at),
            _ => None,
        }
    }

    fn quantity_of(
        &self,
        start: usize,
        mut number: Number,
        word: MoneyWord,
        sign: bool,
        millions: bool,
    ) -> Option<Quantity> {
        self.money_letters(&mut number);
        self.million_of_money(&mut number);
        if millions && number.scale == 0 {
            number.value = number.value.checked_mul(power_of_ten(6)?)?;
            (number.quantum, number.scale) = (number.quantum + 6, 6);
        }
        let money = CurrencyWord { word, behind: false, sign };
        let mut quantity = Quantity { start, end: number.end, number, of: Of::Money(money) };
        // `US$3 and fourteen cents`, `$10 dollars`, `$5 US`
        if let Some((behind, end)) = self.money_name(number.end) {
            if !behind.minor && sign && self.kind(number.end) == Some(TokenKind::Word) {
                quantity.end = end;
                let narrow = self.units.is_some_and(|units| units.members(behind).count() == 1);
                if narrow {
                    quantity.of = Of::Money(CurrencyWord { word: behind, behind: false, sign });
                }
            }
        } else if sign && self.is_word(number.end) && self.word(number.end).len() == 3 {
            // `$500 CAD`: the code narrows the sign.
            if let Some(code) = self.code_beside_sign(self.word(number.end), word) {
                quantity.of = Of::Money(CurrencyWord { word: code, behind: false, sign });
                quantity.end = number.end + 1;
            }
        }
        Some(quantity)
    }

    /// A code beside a sign that may stand for its currency: beside `$` even `CAD` is no abbreviation of something else.
    fn code_beside_sign(&self, code: &str, sign: MoneyWord) -> Option<MoneyWord> {
        let units = self.units?;
        let word = self.sign(code)?;
        let member = units.members(word).next().is_some_and(|code| units.members(sign).any(|other| other == code));
        (member || !is_doubtful(code)).then_some(word)
    }

    fn money_at_sign(&self, units: &Units<'_>, at: usize, floor: usize) -> Option<Quantity> {
        let sign = self.word(at);
        let mut start = at;
        let mut word = None;
        if at > floor && self.is_word(at - 1) {
            let before = self.word(at - 1);
            let glued = self.glued(at);
            let mut key = String::with_capacity(before.len() + 4);
            key.push_str(before);
            if !glued {
                // `US $1,300`, `C $ 16.4 million`
                key.push(' ');
            }
            key.push_str(sign);
            word = units.money_sign(&key).or_else(|| if glued { self.sign(&key) } else { None });
            if word.is_none() && before.len() == 3 && before.bytes().all(|b| b.is_ascii_uppercase()) {
                // `MXN $500`
                word = units.money_sign(sign).and_then(|of_sign| self.code_beside_sign(before, of_sign));
            }
            if word.is_some() {
                start = at - 1;
            } else if glued {
                // `Q$5`: a sign glued to an unknown word says nothing that can be trusted.
                return None;
            }
        }
        let word = word.or_else(|| units.money_sign(sign)).filter(|word| !word.minor)?;
        let number_at = at + 1;
        // A number that reaches back to this sign from the far side: `10 $ 30 $`.
        if !self.glued(number_at) && self.glued(at) && at > 0 && self.at(at - 1) == Word::Digits {
            return None;
        }
        let number = match self.at(number_at) {
            Word::Dash if self.glued(number_at + 1) => {
                let number = self.number(number_at + 1)?;
                Number { value: -number.value, ..number }
            }
            Word::Digits | Word::Point => self.number(number_at)?,
            _ => return None,
        };
        if self.at(number_at) == Word::Digits
            && matches!(self.at(number.end), Word::CurrencySign)
            && !self.glued(number_at)
            && self.glued(number.end) == self.glued(number_at)
            && at > 0
            && self.at(at - 1) == Word::Digits
        {
            return None;
        }
        let mut quantity = self.quantity_of(start, number, word, true, false)?;
        // -$5, ($99.99) is negative in accounts, but a parenthesis is just that in a newspaper.
        if start > floor && self.at(start - 1) == Word::Dash && !self.glued(start - 1) && self.glued(start) {
            quantity.number.value = -quantity.number.value;
            quantity.start = start - 1;
        }
        Some(quantity)
    }

    fn money_at_code(&self, at: usize, floor: usize) -> Option<Quantity> {
        let last = at.checked_sub(1).filter(|last| *last >= floor)?;
        let mut start = last;
        // `Rs. 500`, `Tk. 20`, `S/ 500`, `S/.500`, `Bs.F 20`
        while start > floor && last - start < 3 && self.glued(start) && start > 0 {
            let sign = self.is_any(start, &[".", "/"]);
            let letter =
                start < last && self.is_any(start - 1, &["."]) || self.is_word(start) && self.is_any(start - 1, &["."]);
            if !sign && !letter {
                break;
            }
            start -= 1;
        }
        if !self.is_word(start) || last > start && self.word(start).len() > 3 {
            return None;
        }
        let written = self.text.text.get(self.start_byte(start)..self.span(last, at).end)?;
        let name = if self.sign(written).is_some() || !self.is(last, ".") { written } else { self.word(start) };
        let millions = self.millions_code(name);
        let number = self.number(at)?;
        // `dollar 22.5 million`
        // but not `won 3 million votes`.
        let named = || {
            self.money_name(start)
                .filter(|_| !is_english(name))
                .filter(|(_, end)| *end == at && number.scale > 0)
                .map(|(word, _)| word)
        };
        let word = millions.or_else(|| self.sign(name)).or_else(named).filter(|word| !word.minor)?;
        if is_doubtful(name) && !self.looks_like_money(&number) {
            return None;
        }
        // `BSD 2-Clause`, `CAD 3D`: the number belongs to what follows.
        if self.is_hyphen(number.end)
            && !matches!(self.at(number.end + 1), Word::Digits)
            && Period::parse(self.word(number.end + 1)).is_none()
        {
            return None;
        }
        if self.glued(number.end)
            && self.is_word(number.end)
            && !number.lone_m
            && number.scale == 0
            && !self.is_any(number.end, &["t", "b"])
        {
            return None;
        }
        self.quantity_of(start, number, word, false, millions.is_some())
    }

    /// `USD115`, `Sfr2bn`, `R1.2bn`: letters and digits in one token.
    fn money_glued(&self, at: usize) -> Option<Quantity> {
        let token = self.text.tokens.get(at)?;
        let word = self.word(at);
        let split = word.find(|c: char| c.is_ascii_digit())?;
        let (sign, rest) = word.split_at(split);
        let millions = self.millions_code(sign);
        let money = millions.or_else(|| self.sign(sign)).filter(|word| !word.minor)?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let letters = &rest[digits..];
        let from = token.span.start + split;
        let mut to = from + digits;
        let mut end = at + 1;
        if letters.is_empty() {
            // The decimals and groups are tokens of their own here.
            while matches!(self.word(end), "." | ",")
                && self.glued(end)
                && self.at(end + 1) == Word::Digits
                && self.glued(end + 1)
            {
                to = self.span(end, end + 2).end;
                end += 2;
            }
        }
        let read = literal(self.text.text.get(from..to)?, self.context.point_groups)?;
        let shape = if read.plain { Shape::Plain } else { Shape::Written };
        let mut number = Number {
            value: read.value,
            quantum: quantum_of(read.value, read.decimals),
            end,
            shape,
            scale: 0,
            lone_m: false,
        };
        let power = match letters {
            "" => 0,
            "k" | "K" => 3,
            "m" | "M" | "mn" | "mil" | "mln" => 6,
            "bn" | "b" | "B" => 9,
            "tn" | "trn" | "T" => 12,
            _ => return None,
        };
        if power > 0 {
            number.value = number.value.checked_mul(power_of_ten(power)?)?;
            (number.quantum, number.scale, number.shape) = (number.quantum + i32::from(power), power, Shape::Written);
        } else {
            number = self.scale_behind(number)?;
        }
        if is_doubtful(sign) && !self.looks_like_money(&number) && number.value < Decimal::ONE_HUNDRED {
            return None;
        }
        self.quantity_of(at, number, money, false, millions.is_some())
    }

    /// `$2.174T`, `€5b`: letters that are scales for money alone.
    fn money_letters(&self, number: &mut Number) {
        if number.scale == 0 && self.glued(number.end) {
            let power = match self.word(number.end) {
                "T" | "t" => 12,
                _ => return,
            };
            if let Some(value) = power_of_ten(power).and_then(|ten| number.value.checked_mul(ten)) {
                (number.value, number.scale, number.end) = (value, power, number.end + 1);
                number.quantum += i32::from(power);
            }
        }
    }

    /// A name of money at the token: `pounds sterling`, `pesos`, `cents`.
    pub(crate) fn money_name(&self, at: usize) -> Option<(MoneyWord, usize)> {
        let units = self.units?;
        let mut found = None;
        self.phrases(at, 4, (units, Names::Money), |phrase, end| {
            found = units.money_name(phrase).map(|word| (word, end));
            found.is_some()
        });
        found
    }

    /// Whether the word is `grand`, a thousand of money, and no `grand piano`.
    pub(crate) fn is_grand(&self, at: usize) -> bool {
        self.word(at) == "grand" && (self.ends(at + 1) || is_stop(self.word(at + 1)))
    }

    /// A sign, code or name behind the number.
    pub(crate) fn money_behind(&self, at: usize, number: &Number) -> Option<(CurrencyWord, usize)> {
        let units = self.units?;
        let behind = |word, sign| CurrencyWord { word, behind: true, sign };
        let glued = at > number.end || self.glued(at);
        if self.at(at) == Word::CurrencySign {
            let word = units.money_sign(self.word(at))?;
            // `for 5 $20 notes`: the sign belongs to the number behind it.
            if self.at(at + 1) == Word::Digits
                && !glued
                && (self.glued(at + 1) || !word.minor && self.before_code(at + 1))
            {
                return None;
            }
            return Some((behind(word, true), at + 1));
        }
        if !self.is_word(at) {
            return None;
        }
        let name = self.word(at);
        // 3.14US$
        if self.at(at + 1) == Word::CurrencySign && self.glued(at + 1) {
            let mut key = String::from(name);
            key.push_str(self.word(at + 1));
            if let Some(word) = self.sign(&key) {
                let next_number = self.at(at + 2) == Word::Digits && self.glued(at + 2);
                return (!next_number).then_some((behind(word, true), at + 2));
            }
        }
        // five grand: of the country's money, dollars where nothing says pounds
        if self.is_grand(at) && number.scale == 0 && number.value < Decimal::ONE_THOUSAND {
            let name = if self.context.pounds_are_money { "quid" } else { "bucks" };
            return Some((behind(units.money_name(name)?, false), at + 1));
        }
        if let Some((word, end)) = self.money_name(at) {
            if self.is_mass(word, at, end, number) {
                return None;
            }
            // `dollar store`, `50 dollar stores`: a shop, not a sum.
            if end == at + 1 && self.is(at, "dollar") && self.is_any(end, &["store", "stores", "tree", "general"]) {
                return None;
            }
            // `10 won the race`, `three real men`: words of English, unless the number looks like money.
            if is_english(name)
                && number.scale == 0
                && number.shape != Shape::Written
                && number.value < Decimal::ONE_HUNDRED
            {
                return None;
            }
            return Some((behind(word, false), end));
        }
        // `5 kgs`, `30 all`: a unit in lower case is no code.
        if name.bytes().all(|b| b.is_ascii_lowercase()) && units.unit_name(name).or(units.unit_sign(name)).is_some() {
            return None;
        }
        let name = if name == "p." && glued { "p" } else { name };
        if name == "p" && is_lines_of_a_picture(number) {
            return None;
        }
        let word = if name == "p" && glued || name.len() >= 2 && name != "sen" {
            self.millions_code(name).or_else(|| self.sign(name))
        } else {
            None
        }?;
        if self.is_hyphen(at + 1) && self.at(at + 1) == Word::Digits {
            return None;
        }
        // A code or prefix that a number follows belongs to that number: `10 EUR 20`… but not where it touches ours.
        let lone = name.len() <= 2
            && !matches!(
                name,
                "p" | "kr" | "Kr" | "zł" | "zl" | "Kč" | "Kc" | "Ft" | "DM" | "Fr" | "Rs" | "rs" | "TL" | "Bs" | "Gs"
            );
        if lone || DOUBTFUL_CODES.contains(&name.to_ascii_uppercase().as_str()) && !self.looks_like_money(number) {
            return None;
        }
        if name == "p" && self.is(at + 1, ".") && self.is(at + 2, "m") {
            return None;
        }
        Some((behind(word, false), at + 1))
    }

    fn before_code(&self, at: usize) -> bool {
        // `5 $ 20 €`: the number behind has its own sign.
        !matches!(self.at(at + 1), Word::CurrencySign)
    }
}
