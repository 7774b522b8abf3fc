//! What stands behind a number: percent, a unit of measure, a unit of time; compounds of them, and their conversion.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    lexicon::{Word, lower},
    number::gas_volume,
    reader::{Number, Reader, Shape},
    units::{Names, UnitId, Units},
};
use crate::{
    mark::{ConvertedMeasure, Value},
    money::CurrencyWord,
};

/// A unit of time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs)]
pub(crate) enum Period {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Period {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Period::Second => "second",
            Period::Minute => "minute",
            Period::Hour => "hour",
            Period::Day => "day",
            Period::Week => "week",
            Period::Fortnight => "fortnight",
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
            Period::Decade => "decade",
            Period::Century => "century",
        }
    }

    /// By its name, singular or plural, or the abbreviation that stands behind a number.
    pub(crate) fn parse(word: &str) -> Option<Period> {
        let mut buffer = [0; 10];
        Some(match lower(word, &mut buffer)? {
            "second" | "seconds" | "sec" | "secs" => Period::Second,
            "minute" | "minutes" | "min" | "mins" => Period::Minute,
            "hour" | "hours" | "hr" | "hrs" => Period::Hour,
            "day" | "days" | "night" | "nights" => Period::Day,
            "week" | "weeks" | "wk" | "wks" => Period::Week,
            "fortnight" | "fortnights" => Period::Fortnight,
            "month" | "months" => Period::Month,
            "quarter" | "quarters" | "qtr" => Period::Quarter,
            "year" | "years" | "yr" | "yrs" => Period::Year,
            "decade" | "decades" => Period::Decade,
            "century" | "centuries" => Period::Century,
            _ => return None,
        })
    }
}

/// A unit of measure, possibly per another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Measure {
    pub(crate) unit: UnitId,
    pub(crate) per: Option<Per>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Per {
    Unit(UnitId),
    Time(Period),
}

/// What a number is of.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Of {
    Nothing,
    /// How many to divide by to get percent, and whether it is a difference.
    Percent {
        divisor: u32,
        points: bool,
    },
    Measure(Measure),
    Time(Period),
    Money(CurrencyWord),
}

/// Signs of one letter that are units only where the number touches them, or nowhere.
fn is_lone_letter(sign: &str, glued: bool) -> bool {
    match sign {
        "m" | "g" | "l" | "L" | "t" => true,
        "V" | "W" | "J" | "N" | "K" => glued,
        _ => sign.chars().count() > 1 || matches!(sign, "°" | "º" | "℃" | "℉" | "Ω" | "ℓ"),
    }
}

/// Units that one measure is told in, the larger before the smaller.
const COMPOUNDS: &[(&str, &str)] = &[
    ("mile", "yard"),
    ("mile", "foot"),
    ("yard", "foot"),
    ("yard", "inch"),
    ("foot", "inch"),
    ("kilometer", "meter"),
    ("meter", "decimeter"),
    ("meter", "centimeter"),
    ("meter", "millimeter"),
    ("decimeter", "centimeter"),
    ("centimeter", "millimeter"),
    ("ton", "pound"),
    ("tonne", "kilogram"),
    ("stone", "pound"),
    ("pound", "ounce"),
    ("kilogram", "gram"),
    ("gram", "milligram"),
    ("gallon", "quart"),
    ("gallon", "pint"),
    ("quart", "pint"),
    ("pint", "fluid-ounce"),
    ("liter", "deciliter"),
    ("liter", "centiliter"),
    ("liter", "milliliter"),
    ("tablespoon", "teaspoon"),
    ("degree", "arc-minute"),
    ("arc-minute", "arc-second"),
];

/// Words beside which `40C` is a temperature.
pub(super) const WEATHER: &[&str] = &[
    "temperature",
    "temperatures",
    "degrees",
    "heat",
    "heatwave",
    "hot",
    "hottest",
    "warm",
    "warmer",
    "warmest",
    "cold",
    "coldest",
    "cool",
    "weather",
    "celsius",
    "fahrenheit",
    "mercury",
    "freezing",
    "highs",
    "lows",
    "thermometer",
    "climate",
    "warming",
    "fever",
    "oven",
    "boils",
    "melts",
    "frost",
];

impl Reader<'_, '_> {
    /// Up to `most` words from the token on, in lower case with single spaces; hyphens between words count as spaces.
    /// Stops where none of the names looked for begins like this.
    pub(crate) fn phrases(
        &self,
        at: usize,
        most: usize,
        (units, names): (&Units<'_>, Names),
        mut take: impl FnMut(&str, usize) -> bool,
    ) {
        // Longest first: `pounds sterling` before `pounds`.
        let mut ends = [0usize; 4];
        let mut tokens = [0usize; 4];
        let mut phrase = String::new();
        let mut count = 0;
        let mut token = at;
        while count < most.min(4) && self.is_word(token) && self.word(token).len() <= 24 {
            if count > 0 {
                phrase.push(' ');
            }
            let word = self.word(token);
            if word.is_ascii() {
                let from = phrase.len();
                phrase.push_str(word);
                phrase[from..].make_ascii_lowercase();
            } else {
                phrase.extend(word.chars().flat_map(char::to_lowercase));
            }
            if !units.begins(names, &phrase) {
                break;
            }
            token += 1;
            (ends[count], tokens[count]) = (phrase.len(), token);
            count += 1;
            if self.is_hyphen(token) {
                token += 1;
            } else if self.is(token, ".") && self.glued(token) && count < most && self.is_word(token + 1) {
                // `sq. km`
                token += 1;
            }
        }
        for index in (0..count).rev() {
            if take(&phrase[..ends[index]], tokens[index]) {
                return;
            }
        }
    }

    /// What stands behind the number, and the token behind that.
    pub(crate) fn unit_behind(&self, number: &Number) -> (Of, usize) {
        self.units_behind.get(number.end, *number, || self.read_unit(number))
    }

    fn read_unit(&self, number: &Number) -> (Of, usize) {
        let mut at = number.end;
        if self.is_hyphen(at) {
            at += 1;
        } else if (self.is(at, "[") || self.is(at, "<")) && self.is_any(at + 2, &["]", ">"]) {
            // `20 [kg]`
            if let Some((unit, end)) = self.measure(at + 1, number)
                && end == at + 2
            {
                return (Of::Measure(unit), at + 3);
            }
        }
        // `20-odd years`
        if self.is(at, "odd") && self.is_word(at + 1) {
            at += 1;
        }
        if let Some((of, end)) = self.percent(at) {
            return (of, end);
        }
        let glued = at > number.end || self.glued(at);
        if let Some((money, end)) = self.money_behind(at, number) {
            return (Of::Money(money), end);
        }
        if number.lone_m
            && let Some((money, end)) = self.money_behind(number.end + 1, number)
        {
            // 5m USD, 3m pounds
            return (Of::Money(money), end);
        }
        if let Some((period, end)) = self.period(at, glued) {
            // `2 second` is time; `a second` and `one second` too; `the second` never comes here.
            return (Of::Time(period), end);
        }
        if let Some((measure, end)) = self.measure(at, number) {
            return (Of::Measure(measure), end);
        }
        (Of::Nothing, number.end)
    }

    fn period(&self, at: usize, glued: bool) -> Option<(Period, usize)> {
        if !self.is_word(at) {
            return None;
        }
        if let Some(period) = Period::parse(self.word(at)) {
            if period == Period::Quarter {
                return None;
            }
            return Some((period, at + 1));
        }
        // 3h, 5s: a letter that touches the number.
        let period = match self.word(at) {
            "h" if glued => Period::Hour,
            "Y" | "y" if glued => Period::Year,
            _ => return None,
        };
        (!self.glued(at + 1) || self.ends(at + 1)).then_some((period, at + 1))
    }

    fn percent(&self, at: usize) -> Option<(Of, usize)> {
        let percent = |points| Of::Percent { divisor: 1, points };
        match self.word(at) {
            "%" => {
                let points = self.is(at + 1, "points") || self.is(at + 1, "pts");
                return Some((percent(points), at + 1 + usize::from(points)));
            }
            "‰" => return Some((Of::Percent { divisor: 10, points: false }, at + 1)),
            "pp" | "pps" | "ppt" => return Some((percent(true), at + 1)),
            "bp" | "bps" => return Some((Of::Percent { divisor: 100, points: true }, at + 1)),
            _ => {}
        }
        let mut end = at;
        if self.is_any(at, &["percent", "pct", "percents", "percentage"]) {
            end = at + 1;
        } else if self.is(at, "per") && self.is(at + 1, "cent") {
            end = at + 2;
        } else if self.is(at, "basis") && self.is_any(at + 1, &["points", "point"]) {
            return Some((Of::Percent { divisor: 100, points: true }, at + 2));
        }
        if end == at {
            return None;
        }
        let hyphen = usize::from(self.is_hyphen(end));
        let points = self.is_any(end + hyphen, &["points", "point", "pts"]);
        Some((percent(points), if points { end + hyphen + 1 } else { end }))
    }

    /// A unit of measure at the token.
    pub(crate) fn measure(&self, at: usize, number: &Number) -> Option<(Measure, usize)> {
        let units = self.units?;
        let gas = || Some((units.unit_name(gas_volume(self.word(at))?.1)?, at + 1));
        let (unit, mut end) = gas()
            .or_else(|| self.unit_sign(units, at, number))
            .or_else(|| self.unit_name(units, at))
            .or_else(|| self.marks(at, number))?;
        // `3 feet` and `feet`: the bare token may be followed by a hyphen and what is measured: `3-inch-thick`.
        let mut per = None;
        let stroke = self.is(end, "/") && self.glued(end);
        // `up from 300 tonnes a year earlier`: a date.
        let dated = self.is_any(end + 2, &["earlier", "ago", "later", "before", "after", "prior", "from"]);
        let word = self.is(end, "per") || self.is_any(end, &["a", "an"]) && !dated;
        if stroke || word {
            let behind = end + 1;
            if let Some(period) = Period::parse(self.word(behind)).or(match self.word(behind) {
                "h" if stroke => Some(Period::Hour),
                "s" if stroke => Some(Period::Second),
                "d" if stroke => Some(Period::Day),
                "ms" => None,
                _ => None,
            }) {
                (per, end) = (Some(Per::Time(period)), behind + 1);
            } else if self.is(behind, "100")
                && let (Some(fuel), Some((distance, next))) = (
                    units.unit_name("liter per 100 kilometer"),
                    self.unit_sign(units, behind + 1, number).or_else(|| self.unit_name(units, behind + 1)),
                )
                && (units.id(unit), units.id(distance)) == ("liter", "kilometer")
            {
                // litres per 100 kilometres
                return Some((Measure { unit: fuel, per: None }, next));
            } else if !self.is_any(end, &["a", "an"])
                && let Some((unit, next)) =
                    self.unit_sign(units, behind, number).or_else(|| self.unit_name(units, behind))
            {
                (per, end) = (Some(Per::Unit(unit)), next);
            }
        }
        Some((Measure { unit, per }, end))
    }

    fn unit_name(&self, units: &Units<'_>, at: usize) -> Option<(UnitId, usize)> {
        let mut found = None;
        self.phrases(at, 4, (units, Names::Units), |phrase, end| {
            // One letter is a sign, and signs have their own rules.
            found = if phrase.len() > 1 { units.unit_name(phrase).map(|unit| (unit, end)) } else { None };
            found.is_some()
        });
        let (unit, end) = found?;
        // `in` the preposition, `degrees` of education.
        if matches!(self.word(at), "in" | "at" | "as" | "us") {
            return None;
        }
        Some((unit, end))
    }

    fn unit_sign(&self, units: &Units<'_>, at: usize, number: &Number) -> Option<(UnitId, usize)> {
        let text = self.text.text;
        for width in (1..=3).rev() {
            let end = at + width;
            let Some(last) = self.text.tokens.get(end - 1) else { continue };
            if (at..end).any(|token| self.at(token) == Word::Break) {
                continue;
            }
            let Some(sign) = text.get(self.start_byte(at)..last.span.end) else { continue };
            let power = match self.word(end) {
                "^" if self.glued(end) => match self.word(end + 1) {
                    "2" => 2,
                    "3" => 3,
                    _ => 0,
                },
                _ => 0,
            };
            if sign.len() > 10 {
                continue;
            }
            let glued = self.glued(at) || at > number.end;
            let raised;
            let (unit, end) = if power > 0 {
                raised = format!("{sign}{power}");
                (units.unit_sign(&raised), end + 2)
            } else {
                // `7115 Khz`: of waves newspapers write the capitals as they like.
                let waves = ["kHz", "MHz", "GHz"].into_iter().find(|known| known.eq_ignore_ascii_case(sign));
                (units.unit_sign(waves.unwrap_or(sign)), end)
            };
            let Some(unit) = unit else { continue };
            // `40 deg celsius`, `100° Celsius`
            if matches!(units.id(unit), "degree") && self.is_word(end) {
                let scale = matches!(
                    self.word(end).to_ascii_lowercase().as_str(),
                    "celsius" | "fahrenheit" | "centigrade" | "c" | "f"
                );
                if let Some(found) = scale.then(|| match self.word(end).as_bytes().first() {
                    Some(b'f' | b'F') => units.unit_name("fahrenheit"),
                    _ => units.unit_name("celsius"),
                }) {
                    return found.map(|unit| (unit, end + 1));
                }
            }
            let weather = matches!(sign, "C" | "F") && glued && self.is_weather(at, end, number);
            if !weather && !is_lone_letter(sign, glued) || !self.unit_fits(sign, end, number, glued) {
                return None;
            }
            return Some((unit, end));
        }
        None
    }

    /// `40C`, `(104F)`: a temperature where the sentence speaks of heat, or where the other scale stands beside it.
    fn is_weather(&self, at: usize, end: usize, number: &Number) -> bool {
        let sentence = self.sentence(at);
        let mut near = at.saturating_sub(30).max(sentence.start)..sentence.end.min(at + 30);
        let other = if self.is(at, "C") { "F" } else { "C" };
        // `40C (104F)`, `40C/104F`
        let joint = |token: usize| self.is_any(token, &["(", "/"]);
        let behind = joint(end) && self.is(end + 2, other) && self.glued(end + 2);
        let before = at >= 4 && joint(at - 2) && self.is(at - 3, other) && self.glued(at - 3);
        number.value.abs() <= Decimal::from(2000) && (behind || before || near.any(|token| self.is_any(token, WEATHER)))
    }

    /// Rules for signs that are words, times or parts of names as well.
    fn unit_fits(&self, sign: &str, end: usize, number: &Number, glued: bool) -> bool {
        // A sign that goes on is another word: `5 m-long` is fine, `L-202` is not.
        if self.glued(end) && self.is_word(end) {
            return false;
        }
        if self.is_hyphen(end) && self.at(end + 1) == Word::Digits && sign.len() == 1 {
            return false;
        }
        match sign {
            // 1-in-5
            "in" if self.is_hyphen(end) && self.at(end + 1) == Word::Digits => false,
            "in" | "in." => {
                // The preposition: `two in my car`. The unit: at an end, before what is measured, or behind feet.
                self.ends(end)
                    || self.is_dash(end)
                    || self
                        .is_any(end, &["tall", "thick", "long", "wide", "deep", "high", "in", "x", "and", "or", "of"])
                        && number.shape != Shape::Spelled
                    || glued
            }
            "ha" | "au" | "mb" => number.shape != Shape::Spelled,
            // 2 pm is a time; 2.1 pm is a length.
            "pm" | "am" => number.value.scale() > 0,
            "ac" | "t" | "l" | "L" | "g" | "pt" | "gr" | "kn" | "pc" => number.shape != Shape::Spelled,
            "MP" | "NM" | "AU" | "MT" => number.shape != Shape::Spelled,
            // CLDR writes carats so, everyone else discs.
            "CD" => false,
            _ => true,
        }
    }

    /// Feet and inch marks that are no quotes: `6'2"`, `5''`, `10 "`.
    fn marks(&self, at: usize, number: &Number) -> Option<(UnitId, usize)> {
        let units = self.units?;
        if number.shape == Shape::Spelled {
            return None;
        }
        let double = |at: usize| {
            matches!(self.word(at), "'" | "’" | "′") && self.word(at + 1) == self.word(at) && self.glued(at + 1)
        };
        let glued = self.glued(at);
        match self.word(at) {
            "″" if glued => Some((units.unit_name("inch")?, at + 1)),
            "′" if glued && !double(at) => Some((units.unit_name("foot")?, at + 1)),
            "\"" | "”" if glued || self.is_any(at + 1, &["long", "wide", "tall", "thick", "deep"]) => {
                // Inside a quotation that is still open the sign closes it.
                (!self.quote_is_open(at)).then_some(())?;
                Some((units.unit_name("inch")?, at + 1))
            }
            "'" | "’" if glued && double(at) => Some((units.unit_name("inch")?, at + 2)),
            "'" | "’" if glued => {
                // Six feet two, or a foot mark at an end: 6'2", 6' tall. Not the quote in 'the class of 16'.
                let inches = self.at(at + 1) == Word::Digits && self.glued(at + 1);
                let measured = self.is_any(at + 1, &["tall", "long", "wide", "high", "deep", "x", "by"]);
                ((inches || measured) && !self.single_quote_is_open(at)).then_some(())?;
                Some((units.unit_name("foot")?, at + 1))
            }
            _ => None,
        }
    }

    fn quote_is_open(&self, at: usize) -> bool {
        let sentence = self.sentence(at);
        (sentence.start..at).filter(|token| matches!(self.word(*token), "\"" | "“" | "”")).count() % 2 == 1
    }

    fn single_quote_is_open(&self, at: usize) -> bool {
        let sentence = self.sentence(at);
        (sentence.start..at)
            .any(|token| matches!(self.word(token), "'" | "‘") && !self.glued(token) && self.glued(token + 1))
    }

    /// `6 ft 2 in`, `3 lbs 6.4 oz`: adds what smaller units of the same kind follow. The sum is in the first unit.
    pub(crate) fn compound(&self, mut value: Decimal, measure: Measure, mut end: usize) -> (Decimal, usize, bool) {
        let Some(units) = self.units.filter(|_| measure.per.is_none()) else { return (value, end, false) };
        if units.id(measure.unit).contains("-per-") {
            return (value, end, false);
        }
        let mut last = measure.unit;
        let mut added = false;
        for _ in 0..3 {
            let mut at = end;
            let comma = self.is(at, ",");
            at += usize::from(comma);
            at += usize::from(self.is(at, "and"));
            // `6-foot-2`
            let tail = at == end && self.is_hyphen(at) && matches!(units.id(last), "foot");
            at += usize::from(tail);
            // `5 foot 10`
            let tail = tail || at == end && self.is_any(end - 1, &["foot", "ft"]);
            let Some(number) = self.number_with(at, false).filter(|n| n.value.is_sign_positive()) else { break };
            let found = match self.unit_behind(&number) {
                (Of::Measure(Measure { unit, per: None }), behind) => Some((unit, behind)),
                // 6'2: inches without their mark.
                (Of::Nothing, _)
                    if self.glued(at) && self.word(end - 1).len() <= 3 && self.is_any(end - 1, &["'", "’", "′"]) =>
                {
                    units.unit_name("inch").map(|inch| (inch, number.end))
                }
                (Of::Nothing, _)
                    if tail
                        && number.value < Decimal::from(12)
                        && number.value > Decimal::ONE
                        && (self.ends(number.end)
                            || self.is_hyphen(end)
                            || self.is_any(number.end, &["tall", "and", "in", "frame"])) =>
                {
                    units.unit_name("inch").map(|inch| (inch, number.end))
                }
                _ => None,
            };
            let Some((unit, behind)) = found else { break };
            let (factor, _) = units.to_base(unit);
            let pair = (units.id(last), units.id(unit));
            // `6 terabytes, 500 GB` are two measures; `6 feet, 2 inches` is one.
            if !COMPOUNDS.contains(&pair) || comma && units.is_imperial(unit) != units.is_imperial(measure.unit) {
                break;
            }
            let ratio = units.to_base(measure.unit).0 / factor;
            let Some(ratio) = decimal(ratio) else { break };
            let Some(sum) = number.value.checked_div(ratio).and_then(|part| value.checked_add(part)) else { break };
            (value, end, last, added) = (sum, behind, unit, true);
        }
        (value, end, added)
    }

    /// The identifier of a unit as CLDR composes it.
    pub(crate) fn measure_id(&self, measure: Measure) -> String {
        let Some(units) = self.units else { return String::new() };
        let id = units.id(measure.unit);
        match measure.per {
            None => id.to_owned(),
            Some(Per::Unit(other)) => format!("{id}-per-{}", units.id(other)),
            Some(Per::Time(period)) => format!("{id}-per-{}", period.name()),
        }
    }

    /// The measure in the reader's system, where that differs.
    pub(crate) fn convert_measure(&self, value: &Value, quantum: i32, measure: Measure) -> Option<ConvertedMeasure> {
        let units = self.units?;
        // Compounds that are units of their own (km/h) convert as such; others above and below the line.
        let whole = units.unit_name(&self.measure_id(measure).replace('-', " "));
        let measure = whole.map_or(measure, |unit| Measure { unit, per: None });
        let imperial =
            units.is_imperial(measure.unit) || matches!(measure.per, Some(Per::Unit(unit)) if units.is_imperial(unit));
        if imperial != self.context.metric {
            return None;
        }
        let id = units.id(measure.unit);
        if id == "mile-per-gallon" || id == "liter-per-100-kilometer" {
            let unit = units.other(measure.unit)?;
            // 1 mpg (US) is 235.214583 l/100 km and the other way round.
            return converted(value, quantum, units.id(unit).to_owned(), |v| 235.214_583 / v);
        }
        let target = units.other(measure.unit)?;
        let ((factor, offset), (to_factor, to_offset)) = (units.to_base(measure.unit), units.to_base(target));
        let mut id = units.id(target).to_owned();
        let mut below = 1.0;
        match measure.per {
            Some(Per::Time(period)) => {
                id = format!("{id}-per-{}", period.name());
            }
            Some(Per::Unit(unit)) => {
                let other = units.other(unit).unwrap_or(unit);
                below = units.to_base(other).0 / units.to_base(unit).0;
                id = format!("{id}-per-{}", units.id(other));
            }
            None => {}
        }
        converted(value, quantum, id, |v| ((v * factor + offset) - to_offset) / to_factor * below)
    }
}

fn converted(value: &Value, quantum: i32, unit: String, to: impl Fn(f64) -> f64) -> Option<ConvertedMeasure> {
    let convert = |value: Decimal| {
        let number = value.to_f64()?;
        let slope = (to(number + 10f64.powi(quantum)) - to(number)).abs();
        round_to(to(number), slope)
    };
    let value = match value {
        Value::Exact(value) => Value::Exact(convert(*value)?),
        Value::Range { low, high } => {
            let (low, high) = (convert(*low)?, convert(*high)?);
            Value::Range { low: low.min(high), high: low.max(high) }
        }
    };
    Some(ConvertedMeasure { value, unit })
}

/// A finite binary number as a decimal, exact to 15 digits.
pub(crate) fn decimal(value: f64) -> Option<Decimal> {
    if !value.is_finite() || value.abs() >= 1e27 {
        return None;
    }
    let text = format!("{value:.15e}");
    Decimal::from_scientific(&text).ok().map(|d| d.normalize())
}

/// Rounds a converted value to the precision that the stated one has.
///
/// `step` is what one unit of the stated value's last digit (`10^quantum`) comes to after conversion. The result keeps
/// digits down to the power of ten nearest to it, at least two digits in all: 26,000 pesos at 0.0509 are 1,320, not
/// 1,323.85, and $1 is 0.93.
pub(crate) fn round_to(converted: f64, step: f64) -> Option<Decimal> {
    if converted == 0.0 || !converted.is_finite() {
        return decimal(converted);
    }
    // Two digits at least; a step of 5.6 or more (10^0.75) counts as the next power of ten.
    let leading = converted.abs().log10().floor() as i32;
    let from_step = if step > 0.0 { (step.log10() + 0.25).floor() as i32 } else { leading - 1 };
    // Two digits of 1.03 would be off by 3 %: below 2 a third digit stays.
    let digits = if converted.abs() < 2.0 * 10f64.powi(leading) { 2 } else { 1 };
    let power = from_step.min(leading - digits);
    let exact = decimal(converted)?;
    if power <= 0 {
        return Some(exact.round_dp_with_strategy(power.unsigned_abs().min(20), HALF_UP).normalize());
    }
    let unit = super::literal::power_of_ten(u8::try_from(power).ok()?)?;
    exact.checked_div(unit)?.round_dp_with_strategy(0, HALF_UP).checked_mul(unit).map(|d| d.normalize())
}

const HALF_UP: rust_decimal::RoundingStrategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converted_values_keep_the_precision_of_the_stated() {
        let round =
            |converted, quantum: i32, rate: f64| round_to(converted, 10f64.powi(quantum) * rate).unwrap().to_string();
        assert_eq!(round(26_000.0 * 0.0509, 3, 0.0509), "1320");
        assert_eq!(round(102.5e9 * 0.927, 8, 0.927), "95000000000");
        assert_eq!(round(5e6 * 0.93, 6, 0.93), "4700000");
        assert_eq!(round(0.93, 0, 0.93), "0.93");
        assert_eq!(round(4.25 * 0.93, -2, 0.93), "3.95");
        assert_eq!(round(60.0 / 1.609344, 1, 1.0 / 1.609344), "37");
    }
}
