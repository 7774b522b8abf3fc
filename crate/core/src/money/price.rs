//! What stands around an amount: cents behind dollars, a scale behind the code, what the price is for one of; and
//! whether pounds weigh or pay.

use rust_decimal::Decimal;

use crate::figure::{
    lexicon::Word,
    literal::power_of_ten,
    range::Stretch,
    reader::{Number, Reader, Shape},
    unit::{Of, Period},
    units::{MoneyWord, Names},
};

impl Reader<'_, '_> {
    /// Whether `pounds` weigh here.
    pub(super) fn is_mass(&self, word: MoneyWord, at: usize, end: usize, number: &Number) -> bool {
        if word.minor || end != at + 1 || !self.is_any(at, &["pound", "pounds"]) {
            return false;
        }
        let pays = |token: usize| self.is_any(token, PAYS) || matches!(self.word(token), "£");
        let weighs = |token: usize| self.is_any(token, WEIGHS);
        if self.is(end, "of") {
            return true;
        }
        // The nearest word that tells decides; a million pounds are money unless something weighs them.
        let before = self.shortly_before(at, 12).rev().find(|token| pays(*token) || weighs(*token));
        let behind = (end..self.sentence(at).end.min(end + 6)).find(|token| pays(*token) || weighs(*token));
        let telling = match (before, behind) {
            (Some(b), Some(f)) => Some(if at - b <= f - end { b } else { f }),
            (b, f) => b.or(f),
        };
        if let Some(token) = telling {
            return weighs(token);
        }
        if number.scale >= 6 {
            return false;
        }
        // `a 3-pound trout`; a fine of 50 pounds is told by its words.
        if at > 0 && self.is_hyphen(at - 1) {
            return true;
        }
        let site = self.context.pounds_are_money;
        !site
    }

    /// Cents behind dollars: `thirteen dollars and forty-five cents`, `15 dollars 50`.
    pub(crate) fn with_minor(&self, stretch: &mut Stretch) {
        let (Of::Money(money), crate::mark::Value::Exact(value)) = (stretch.of, stretch.value) else { return };
        if (money.word.minor || stretch.number.scale > 0 || stretch.number.value.scale() > 0 || !money.behind)
            && (money.behind || money.word.minor)
        {
            return;
        }
        if stretch.number.scale > 0 || value.scale() > 0 {
            return;
        }
        let mut at = stretch.end;
        let and = self.is(at, "and") || self.is(at, ",") && self.is(at + 1, "and");
        if self.is(at, ",") {
            at += 1;
        }
        if self.is(at, "and") {
            at += 1;
        }
        let Some(number) = self.number_with(at, false) else { return };
        if number.value >= Decimal::ONE_HUNDRED || number.value.scale() > 0 || number.value.is_sign_negative() {
            return;
        }
        let minor = self.money_name(number.end).or_else(|| {
            let word = self.word(number.end);
            if word == "c" && self.glued(number.end) {
                return Some((MoneyWord { minor: true, ..money.word }, number.end + 1));
            }
            let sign = matches!(word, "¢" | "p");
            sign.then(|| self.units?.money_sign(word)).flatten().map(|word| (word, number.end + 1))
        });
        let end = match minor {
            Some((word, end)) if word.minor => end,
            Some(_) => return,
            // `20 ringgit and 43`, with nothing behind
            None if and
                && money.behind
                && self.ends(number.end)
                && self.word(at).len() == 2
                && number.shape == Shape::Plain =>
            {
                number.end
            }
            // `US$3 and fourteen`, where nothing else is said
            None if and && self.ends(number.end) && number.shape == Shape::Spelled && {
                let sentence = self.sentence(stretch.start);
                sentence.start == stretch.start && sentence.end <= number.end + 1
            } =>
            {
                number.end
            }
            None if !and && money.behind && !matches!(self.word(number.end), "%" | "percent" | "¢") => {
                // `15 dollars 50`: two digits with nothing of their own behind them.
                let two = number.shape == Shape::Plain && self.word(at).len() == 2 || number.shape == Shape::Spelled;
                let own =
                    !self.ends(number.end) && !self.is_any(number.end, &["more", "each", "per", "and", "for", "in"]);
                if !two || own || self.unit_behind(&number).0 != Of::Nothing {
                    return;
                }
                number.end
            }
            None => return,
        };
        let Some(sum) = number.value.checked_div(Decimal::ONE_HUNDRED).and_then(|part| value.checked_add(part)) else {
            return;
        };
        stretch.value = crate::mark::Value::Exact(sum);
        stretch.number.quantum = -2;
        stretch.end = end;
    }

    /// `75 USD million`: a scale behind the code.
    pub(crate) fn scale_behind_code(&self, stretch: &mut Stretch) {
        let (Of::Money(money), crate::mark::Value::Exact(value)) = (stretch.of, stretch.value) else { return };
        let name = self.word(stretch.end.saturating_sub(1));
        let code = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase()) || money.sign;
        if !money.behind || stretch.number.scale > 0 || !code {
            return;
        }
        let power = match self.at(stretch.end) {
            Word::Scale(power) => power,
            Word::Letter(power) if self.is_any(stretch.end, &["bn", "mn", "mln"]) => power,
            _ => return,
        };
        if let Some(value) = power_of_ten(power).and_then(|ten| value.checked_mul(ten)) {
            stretch.value = crate::mark::Value::Exact(value);
            stretch.number.quantum += i32::from(power);
            stretch.number.scale = power;
            stretch.end += 1;
        }
    }

    /// The unit or word at the token, with what hyphens join to it: `kilowatt-hour`, `square foot`.
    fn priced_by(&self, at: usize) -> String {
        let mut end = at + 1;
        if let Some(units) = self.units {
            self.phrases(at, 3, (units, Names::Units), |phrase, behind| {
                let unit = units.unit_name(phrase).is_some();
                end = if unit { behind } else { end };
                unit
            });
        }
        if self.is_hyphen(end) && self.is_word(end + 1) {
            end += 2;
        }
        self.span(at, end).of(self.text.text).to_lowercase()
    }

    /// What a price is for one of: `each`, `a barrel`, `per month`, `-a-share`.
    pub(crate) fn per(&self, end: usize) -> Option<String> {
        let mut at = end;
        // `26,000 pesos (US$1,300 at today's rate) each`
        if self.is(at, "(") {
            let close = (at + 1..at + 14)
                .take_while(|token| self.at(*token) != Word::Break)
                .find(|token| self.is(*token, ")"))?;
            at = close + 1;
        }
        if self.is_any(at, &["each", "apiece"]) {
            return Some("each".into());
        }
        let hyphen = self.is_dash(at) && self.is_dash(at + 2) && self.is(at + 1, "a");
        if hyphen {
            return self.is_word(at + 3).then(|| self.word(at + 3).to_lowercase());
        }
        let stroke = self.is(at, "/") && self.glued(at) && self.glued(at + 1);
        if !(stroke || self.is_any(at, &["per", "a", "an"])) || !self.is_word(at + 1) {
            return None;
        }
        let what = self.priced_by(at + 1);
        if self.is_any(at, &["a", "an"]) {
            // `$5bn a year earlier` is a date, not a price.
            if self.is_any(at + 2, &["earlier", "ago", "later", "before", "after", "prior", "from"]) {
                return None;
            }
            // `paid $5 a man who …` is not a price: what follows must be something that things are sold or paid by.
            let sold = BY.contains(&what.as_str())
                || Period::parse(&what).is_some()
                || self.units.is_some_and(|units| units.unit_name(&what).is_some());
            if !sold {
                return None;
            }
        }
        Some(what)
    }
}

const BY: &[&str] = &[
    "share",
    "head",
    "piece",
    "person",
    "barrel",
    "ton",
    "tonne",
    "bottle",
    "pop",
    "day",
    "unit",
    "ticket",
    "litre",
    "liter",
    "pound",
    "ounce",
    "word",
    "vote",
    "gram",
    "kilo",
    "bushel",
    "gallon",
    "dose",
    "seat",
    "night",
    "ride",
    "plate",
    "pack",
    "bag",
    "box",
    "kilowatt-hour",
    "megawatt-hour",
    "token",
    "copy",
    "game",
    "class",
    "shot",
    "round",
    "time",
    "shift",
    "trip",
    "pair",
    "student",
    "pupil",
    "child",
    "acre",
    "hectare",
    "car",
    "vehicle",
    "family",
    "household",
    "worker",
    "employee",
    "body",
    "drink",
    "pint",
    "cup",
    "meal",
    "call",
    "message",
    "mile",
    "foot",
];

const PAYS: &[&str] = &[
    "pay",
    "pays",
    "paid",
    "paying",
    "cost",
    "costs",
    "costing",
    "worth",
    "price",
    "priced",
    "prices",
    "fine",
    "fined",
    "spend",
    "spends",
    "spent",
    "spending",
    "earn",
    "earns",
    "earned",
    "salary",
    "wage",
    "wages",
    "bill",
    "bills",
    "tax",
    "taxes",
    "fund",
    "funds",
    "funding",
    "loan",
    "debt",
    "cash",
    "money",
    "bank",
    "budget",
    "buy",
    "bought",
    "sell",
    "sold",
    "sterling",
    "euro",
    "euros",
    "dollar",
    "dollars",
    "investment",
    "invested",
    "profit",
    "profits",
    "donated",
    "raised",
    "charge",
    "charged",
    "fee",
    "fees",
    "deposit",
    "note",
    "notes",
    "currency",
    "exchange",
    "bribe",
    "ransom",
    "reward",
    "compensation",
    "egyptian",
    "lebanese",
    "syrian",
    "sudanese",
    "british",
    "pension",
    "grant",
    "income",
];

const WEIGHS: &[&str] = &[
    "weigh",
    "weighs",
    "weighed",
    "weighing",
    "weight",
    "heavy",
    "heavier",
    "lost",
    "lose",
    "losing",
    "gained",
    "lift",
    "lifted",
    "bomb",
    "bombs",
    "warhead",
    "explosives",
    "cocaine",
    "heroin",
    "marijuana",
    "fentanyl",
    "meth",
    "meat",
    "beef",
    "fish",
    "ton",
    "tons",
    "kilograms",
    "kilos",
    "ounces",
    "oz",
    "man",
    "tall",
    "baby",
    "cargo",
    "payload",
    "per",
    "thrust",
    "equal",
    "equals",
    "seized",
];
