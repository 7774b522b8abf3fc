//! Quantities, ranges and lists of them, and the words that say which way an amount is open.

use rust_decimal::Decimal;

use super::{
    count::{is_plural, is_stop},
    lexicon::Word,
    literal::power_of_ten,
    reader::{Number, Reader, Shape},
    unit::Of,
};
use crate::mark::{Amount, Bound, Value};

/// A number and what it is of.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Quantity {
    /// The first token, a currency sign before the number included.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) number: Number,
    pub(crate) of: Of,
}

/// One value or a range.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) value: Value,
    pub(crate) of: Of,
    /// Of the value or of the range's upper end.
    pub(crate) number: Number,
    /// Where the number of a single value ends.
    pub(crate) number_end: usize,
}

impl Reader<'_, '_> {
    /// A quantity at the token; `floor` is the first token that a sign before the number may take.
    pub(crate) fn quantity(&self, at: usize, floor: usize, and: bool) -> Option<Quantity> {
        if let Some(quantity) = self.money_before(at, floor) {
            return Some(quantity);
        }
        let number = self.number_with(at, and)?;
        let (of, end) = self.unit_behind(&number);
        let mut quantity = Quantity { start: at, end, number, of };
        if matches!(of, Of::Money(_)) {
            self.million_of_money(&mut quantity.number);
            if self.is_grand(number.end) {
                // five grand
                let number = &mut quantity.number;
                number.value = number.value.checked_mul(power_of_ten(3)?)?;
                (number.quantum, number.scale) = (number.quantum + 3, 3);
            }
            if quantity.number.scale == 0 && self.millions_code(self.word(number.end)).is_some() {
                // 120 MEUR
                let number = &mut quantity.number;
                number.value = number.value.checked_mul(power_of_ten(6)?)?;
                (number.quantum, number.scale) = (number.quantum + 6, 6);
            }
        } else if number.lone_m
            && self.glued(number.end)
            && (is_plural(self.word(number.end + 1)) || self.is(number.end + 1, "bpd"))
            && let (of @ Of::Measure(_), end) = self.unit_behind(&Number { end: number.end + 1, ..number })
        {
            // `3m tonnes`, `9m barrels a day`
            self.million_of_money(&mut quantity.number);
            (quantity.of, quantity.end) = (of, end);
        } else if number.lone_m && matches!(of, Of::Measure(_)) && self.counts_in_millions(&number) {
            // `2.5m people`
            self.million_of_money(&mut quantity.number);
            (quantity.of, quantity.end) = (Of::Nothing, quantity.number.end);
        } else if of == Of::Nothing
            && number.value.scale() > 0
            && self.is(number.end, "of")
            && let article = usize::from(self.at(number.end + 1) == Word::A)
            && let (Of::Time(_) | Of::Percent { .. }, _) =
                self.unit_behind(&Number { end: number.end + 1 + article, ..number })
        {
            // `one and a quarter of an hour`, `three-quarters of a percentage point`
            (quantity.of, quantity.end) = self.unit_behind(&Number { end: number.end + 1 + article, ..number });
        } else if number.shape == Shape::BareFraction && of == Of::Nothing {
            // `half a gallon`, `a quarter of an hour`
            let mut next = number.end;
            if self.is(next, "of") {
                next += 1;
            }
            if self.at(next) == Word::A {
                next += 1;
            }
            if next > number.end {
                let behind = Number { end: next, ..number };
                let (of, end) = self.unit_behind(&behind);
                if of != Of::Nothing {
                    (quantity.of, quantity.end) = (of, end);
                }
            }
            if quantity.of == Of::Nothing && self.at(at) != Word::A {
                return None;
            }
        }
        Some(quantity)
    }

    /// A single value or a range at the token.
    pub(crate) fn stretch(&self, at: usize, floor: usize) -> Option<Stretch> {
        match self.at(at) {
            Word::Between => {
                let low_at = at + 1 + usize::from(self.is_any(at + 1, &["about", "around", "roughly"]));
                let low = self.quantity(self.number_token(low_at), low_at, false)?;
                if !self.is_any(low.end, &["and", "to"]) && !self.is_dash(low.end) {
                    return None;
                }
                let high_at = low.end + 1 + usize::from(self.is_any(low.end + 1, &["about", "around", "roughly"]));
                let high = self.quantity(self.number_token(high_at), high_at, true)?;
                self.join(at, &low, &high, false)
            }
            Word::From => {
                // Something that rises from one value to another is at two values, not in a range.
                if self.before_is(at, CHANGES) || self.changes_before(at) {
                    return None;
                }
                let low = self.quantity(self.number_token(at + 1), at + 1, false)?;
                let joined = self.is_any(low.end, &["to", "through", "until", "till"]) || self.is(low.end, "and");
                if !joined {
                    return None;
                }
                let high = self.quantity(self.number_token(low.end + 1), low.end + 1, true)?;
                if self.is(low.end, "and") && high.of == Of::Nothing {
                    return None;
                }
                self.join(at, &low, &high, false)
            }
            _ => {
                let low = self.quantity(at, floor, true)?;
                let single = |q: &Quantity| Stretch {
                    start: q.start,
                    end: q.end,
                    value: Value::Exact(q.number.value),
                    of: q.of,
                    number: q.number,
                    number_end: q.number.end,
                };
                // `18-to-24-year-olds`
                let alone = single(&low);
                let low = if self.is_hyphen(low.end) && self.is(low.end + 1, "to") && self.is_hyphen(low.end + 2) {
                    Quantity { end: low.end + 1, ..low }
                } else {
                    low
                };
                let joint_end = low.end + 1 + usize::from(low.end > low.number.end && self.is_hyphen(low.end + 1));
                // `2 -7 l`: spaces on one side only, where a unit makes it a range.
                let even = self.glued(low.end) == self.glued(low.end + 1);
                let dash = self.is_dash(low.end)
                    && (even || low.of == Of::Nothing && self.at(low.end + 1) == Word::Digits && !self.glued(low.end));
                // `rose from 2 to 3`: refused at `from`, so no range here either.
                let word = self.is_any(low.end, &["to", "through"])
                    && !(self.before_is(low.start, &["from"]) && self.changes_before(low.start - 1));
                let or = self.is(low.end, "or");
                if dash || word || or {
                    let mut next = joint_end;
                    if self.is(next, "~") {
                        next += 1;
                    }
                    if let Some(high) = self.quantity(self.number_token(next), next, true) {
                        let digits = low.number.shape == Shape::Plain && high.of != Of::Nothing;
                        let alike =
                            low.number.shape == high.number.shape && (low.number.shape == Shape::Spelled || digits);
                        let near =
                            high.number.value - low.number.value <= Decimal::TWO || low.number.value >= Decimal::TEN;
                        let minus = dash && high.number.value.is_sign_negative();
                        let even = !dash || even || high.of != Of::Nothing;
                        if even
                            && !minus
                            && (!or || (alike || low.number.scale + high.number.scale > 0) && near)
                            && let Some(range) = self.join(low.start, &low, &high, dash)
                        {
                            return Some(range);
                        }
                    }
                }
                Some(alone)
            }
        }
    }

    /// The token of the number where the token may be a currency's prefix: for `US` of `US$3m`, that of `3`.
    fn number_token(&self, at: usize) -> usize {
        (at..at + 3)
            .find(|token| matches!(self.at(*token), Word::CurrencySign | Word::Digits))
            .filter(|token| self.money_before(*token, at).is_some_and(|quantity| quantity.start == at))
            .unwrap_or(at)
    }

    fn changes_before(&self, at: usize) -> bool {
        // `rose 15 % from`, `an increase of 3 % from`
        self.shortly_before(at, 6).any(|token| self.is_any(token, CHANGES))
    }

    fn join(&self, start: usize, low: &Quantity, high: &Quantity, dash: bool) -> Option<Stretch> {
        let mut low_number = low.number;
        let of = match (low.of, high.of) {
            (low, high) if low == high => high,
            // `1m-2m people`, `3m to 5m dollars`: millions at both ends.
            (Of::Measure(_), Of::Nothing) if low_number.lone_m && high.number.scale == 6 => {
                self.million_of_money(&mut low_number);
                high.of
            }
            (Of::Measure(_), Of::Money(money)) if low_number.lone_m && money.behind => {
                self.million_of_money(&mut low_number);
                high.of
            }
            (Of::Nothing, high) => high,
            (Of::Money(money), Of::Nothing) if !money.behind => low.of,
            // $5m–10m
            (Of::Money(money), Of::Measure(_)) if !money.behind && high.number.lone_m => low.of,
            (Of::Money(low), Of::Money(high)) if low.word == high.word => Of::Money(low),
            _ => return None,
        };
        let mut low_value = low_number.value;
        let mut high_number = high.number;
        if let Of::Money(_) = of {
            self.million_of_money(&mut high_number);
        }
        let high_value = high_number.value;
        // 5-10 million: the scale is of both, where the lower end has none and stays below.
        if low_number.scale == 0 && high_number.scale > 0 && low_value.abs() < Decimal::ONE_THOUSAND {
            low_value = low_value.checked_mul(power_of_ten(high_number.scale)?)?;
        }
        if low_value >= high_value {
            return None;
        }
        // 3-2, 21-19 and the like are scores, 555-1234 is a telephone number.
        let bare = of == Of::Nothing && high_number.scale == 0;
        if dash && bare && self.is_score(low, high) {
            return None;
        }
        Some(Stretch {
            start,
            end: high_number.end.max(high.end),
            value: Value::Range { low: low_value, high: high_value },
            of,
            number: high_number,
            number_end: high_number.end,
        })
    }

    fn is_score(&self, low: &Quantity, high: &Quantity) -> bool {
        let digits = |q: &Quantity| self.word(q.number.end.saturating_sub(1)).len();
        let before = self.shortly_before(low.start, 6).any(|token| {
            self.is_any(
                token,
                &[
                    "won", "win", "wins", "lost", "beat", "beating", "vote", "voted", "ruling", "score", "victory",
                    "draw", "defeat", "defeated", "led", "lead",
                ],
            )
        });
        before || digits(high) == 4 && digits(low) == 3 && low.number.shape == Shape::Plain
    }

    /// Whether the `m` that touches the number is a million of what follows (`2.5m people`) and no metre (`10m waves`).
    fn counts_in_millions(&self, number: &Number) -> bool {
        let noun = number.end + 1;
        let no_noun = |token: &usize| {
            let stop = is_stop(self.word(*token)) && !(*token == noun && self.is(*token, "more"));
            !self.is_word(*token) || stop || self.is_any(*token, OF_METERS)
        };
        self.glued(number.end)
            && (noun..noun + 4)
                .take_while(|token| !no_noun(token))
                .any(|token| is_plural(self.word(token)) && !self.is_any(token + 1, OF_METERS))
    }

    /// `m` behind an amount of money is a million.
    pub(crate) fn million_of_money(&self, number: &mut Number) {
        if number.lone_m
            && let Some(value) = power_of_ten(6).and_then(|million| number.value.checked_mul(million))
        {
            (number.value, number.scale, number.lone_m) = (value, 6, false);
            number.quantum += 6;
            number.end += 1;
        }
    }

    /// The bound that the words before a quantity say, and the first of their tokens.
    pub(crate) fn bound_before(&self, start: usize) -> Option<(Bound, usize)> {
        let mut at = start;
        // `at least an estimated 40`, `more than a dozen`
        for _ in 0..2 {
            if at > 0 && self.is_any(at - 1, &["an", "a", "the", "some", "only"]) && !self.is(at - 1, "some") {
                at -= 1;
            }
        }
        let before = |offset: usize| at.checked_sub(offset).map_or("", |token| self.word(token));
        let eq = |offset: usize, word: &str| before(offset).eq_ignore_ascii_case(word);
        let any = |offset: usize, words: &[&str]| words.iter().any(|word| eq(offset, word));
        if any(1, &["than"]) || eq(1, "to") && eq(2, "equal") && eq(3, "or") && eq(4, "than") {
            let or_equal = eq(1, "to");
            let k = if or_equal { 5 } else { 2 };
            let negated = eq(k + 1, "no") || eq(k + 1, "not");
            // `equal to or less than 8`, `equal or less than 8`
            let to = usize::from(eq(k + 2, "to"));
            let or_equal = or_equal || eq(k + 1, "or") && eq(k + 2 + to, "equal");
            let equal_before = eq(2, "equal") && eq(3, "or");
            if any(k, &["more", "greater", "higher", "larger", "bigger", "longer", "older", "better", "heavier"]) {
                let bound = if negated {
                    Bound::AtMost
                } else if or_equal {
                    Bound::AtLeast
                } else {
                    Bound::MoreThan
                };
                return Some((bound, at - k - usize::from(negated)));
            }
            if any(k, &["less", "fewer", "lower", "smaller", "shorter", "younger", "under"]) {
                let bound = if negated {
                    Bound::AtLeast
                } else if or_equal {
                    Bound::AtMost
                } else {
                    Bound::LessThan
                };
                return Some((bound, at - k - usize::from(negated)));
            }
            if equal_before && at >= 4 {
                if any(4, &["more", "greater", "bigger", "larger", "higher"]) {
                    return Some((Bound::AtLeast, at - 4));
                }
                if any(4, &["less", "fewer", "smaller", "lower"]) {
                    return Some((Bound::AtMost, at - 4));
                }
            }
            return None;
        }
        let one = |bound| Some((bound, at - 1));
        let two = |bound| Some((bound, at - 2));
        if eq(1, "least") && eq(2, "at") || eq(1, "of") && eq(2, "minimum") {
            return two(Bound::AtLeast);
        }
        if eq(1, "to") && eq(2, "equal") && eq(3, "or") && eq(4, "least") && eq(5, "at") {
            return Some((Bound::AtLeast, at - 5));
        }
        if eq(1, "most") && eq(2, "at") || eq(1, "to") && eq(2, "up") || eq(1, "of") && eq(2, "maximum") {
            return two(Bound::AtMost);
        }
        if eq(1, "to") && any(2, &["close", "near"]) || eq(1, "of") && any(2, &["excess"]) {
            return if any(2, &["excess"]) { two(Bound::MoreThan) } else { two(Bound::About) };
        }
        if eq(1, "of") && eq(2, "order") {
            return two(Bound::About);
        }
        if eq(1, "of") && any(2, &["upward", "upwards", "north"]) {
            return two(Bound::MoreThan);
        }
        if eq(1, "of") && any(2, &["shy", "short"]) && any(3, &["just", "little", "far"]) {
            return two(Bound::LessThan);
        }
        if eq(1, "as") && eq(3, "as") {
            // `as many as 30`, `as few as 5`
            if any(2, &["many", "much", "high", "long", "large"]) {
                return Some((Bound::AtMost, at - 3));
            }
            if any(2, &["few", "little", "low", "small"]) {
                return Some((Bound::AtLeast, at - 3));
            }
        }
        if any(1, ABOUT) {
            // `look around 4` is about, `hang about` is not before a number.
            return one(Bound::About);
        }
        match before(1) {
            ">" | "<" if any(2, &["="]) => return None,
            ">" => return one(Bound::MoreThan),
            "<" => return one(Bound::LessThan),
            "≥" => return one(Bound::AtLeast),
            "≤" => return one(Bound::AtMost),
            "=" if any(2, &[">"]) => return two(Bound::AtLeast),
            "=" if any(2, &["<"]) => return two(Bound::AtMost),
            _ => {}
        }
        // `not over 100`, `no less` is above
        if any(2, &["not", "no", "never"]) {
            if any(1, &["over", "above", "exceeding"]) {
                return two(Bound::AtMost);
            }
            if any(1, &["under", "below"]) {
                return two(Bound::AtLeast);
            }
        }
        if any(
            1,
            &[
                "over",
                "above",
                "exceeding",
                "exceed",
                "exceeds",
                "exceeded",
                "surpassing",
                "topping",
                "topped",
                "surpassed",
            ],
        ) {
            return one(Bound::MoreThan);
        }
        if any(1, &["under", "below"]) {
            return one(Bound::LessThan);
        }
        if any(1, &["minimum"]) {
            return one(Bound::AtLeast);
        }
        if any(1, &["maximum"]) {
            return one(Bound::AtMost);
        }
        None
    }

    /// The bound that the words behind a quantity say: `or more`, `or so`, `plus`.
    pub(crate) fn bound_behind(&self, end: usize) -> Option<Bound> {
        if self.is(end, "+") && self.glued(end) || self.is_hyphen(end) && self.is(end + 1, "plus") {
            return Some(Bound::AtLeast);
        }
        // `500 plus`
        if self.is(end, "plus") && !matches!(self.at(end + 1), Word::Digits | Word::CurrencySign | Word::A) {
            return Some(Bound::AtLeast);
        }
        // `40 and above`
        if self.is(end, "and") && self.ends(end + 2) {
            if self.is_any(end + 1, &["above", "over", "up", "older", "upwards", "higher"]) {
                return Some(Bound::AtLeast);
            }
            return self.is_any(end + 1, &["below", "under", "younger", "lower"]).then_some(Bound::AtMost);
        }
        if !self.is(end, "or") || self.is(end + 2, "than") && !self.ends(end + 3) {
            return None;
        }
        if self.is_any(end + 1, &["more", "above", "over", "greater", "higher", "better", "later", "older"]) {
            return Some(Bound::AtLeast);
        }
        if self.is_any(end + 1, &["less", "fewer", "under", "below", "younger", "lower"]) {
            return Some(Bound::AtMost);
        }
        self.is_any(end + 1, &["so", "thereabouts"]).then_some(Bound::About)
    }

    pub(crate) fn amount(&self, stretch: &Stretch) -> Amount {
        let before = self.bound_before(stretch.start).map(|(bound, _)| bound);
        // `about five hundred or more`, `less than 5000 or equal`: what stands behind is the closer bound.
        let bound = match (before, self.is(stretch.end, "or") && self.is(stretch.end + 1, "equal")) {
            (Some(Bound::LessThan), true) => Some(Bound::AtMost),
            (Some(Bound::MoreThan), true) => Some(Bound::AtLeast),
            (before, _) => self.bound_behind(stretch.end).or(before),
        };
        Amount { value: stretch.value, bound }
    }
}

/// What metres measure and no one counts by the million.
const OF_METERS: &[&str] = &[
    "away",
    "waves",
    "walls",
    "pools",
    "sprinters",
    "hurdles",
    "hurdlers",
    "runners",
    "swimmers",
    "flames",
    "cranes",
    "masts",
    "poles",
    "cliffs",
    "yachts",
    "boats",
    "towers",
    "swells",
    "drifts",
    "lengths",
    "races",
    "finals",
    "titles",
    "records",
    "events",
    "freestyle",
    "butterfly",
    "backstroke",
    "breaststroke",
    "champions",
    "medallists",
    "steps",
    "times",
    "above",
    "below",
    "across",
    "across",
    "apart",
    "ahead",
    "seas",
    "deep",
    "high",
    "long",
    "tall",
    "wide",
];

const ABOUT: &[&str] = &[
    "about",
    "around",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "some",
    "circa",
    "approx",
    "approx.",
    "estimated",
    "~",
    "≈",
    "reported",
    "barely",
    "virtually",
];

const CHANGES: &[&str] = &[
    "rose",
    "rise",
    "rises",
    "risen",
    "rising",
    "fell",
    "fall",
    "falls",
    "fallen",
    "falling",
    "grew",
    "grow",
    "grown",
    "growing",
    "increased",
    "increase",
    "increasing",
    "decreased",
    "decrease",
    "dropped",
    "drop",
    "climbed",
    "jumped",
    "up",
    "down",
    "cut",
    "raised",
    "reduced",
    "declined",
    "slid",
    "soared",
    "surged",
    "went",
    "gone",
    "lowered",
    "widened",
    "narrowed",
    "rate",
];
