//! A sum in the reader's currency at the article's date.

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use core::cell::RefCell;

use super::{
    Sum,
    rates::{Levels, Rate, Rates},
};
use crate::{
    figure::{
        number::quantum_of,
        unit::{decimal, round_to},
    },
    mark::{Amount, Conversion, Currency, Value},
};

/// Rounds a rate to six digits: the table holds no more.
fn rate_digits(rate: f64) -> Option<Decimal> {
    let exact = decimal(rate)?;
    let digits = 5 - rate.abs().log10().floor() as i32;
    Some(exact.round_dp(digits.clamp(0, 20) as u32).normalize())
}

/// The rates of one article's day, each looked up once: a look-up decodes a series from its beginning.
pub(crate) struct DayRates<'a> {
    rates: &'a Rates<'a>,
    date: Option<Date>,
    known: RefCell<Vec<(Currency, Currency, Option<Rate>)>>,
    levels: Levels,
}

impl<'a> DayRates<'a> {
    pub(crate) fn new(rates: &'a Rates<'a>, date: Option<Date>) -> Self {
        DayRates { rates, date, known: RefCell::default(), levels: Levels::default() }
    }

    fn rate(&self, from: Currency, to: Currency) -> Option<Rate> {
        let mut known = self.known.borrow_mut();
        if let Some((.., rate)) = known.iter().find(|(a, b, _)| (*a, *b) == (from, to)) {
            return rate.clone();
        }
        let rate = self.rates.rate_with(from, to, self.date, &self.levels);
        // A table whose damage its checksum does not tell may have a rate of nothing: a sum of nothing would be a lie.
        let rate = rate.filter(|rate| rate.value > 0.0 && rate.value.is_finite());
        known.push((from, to, rate.clone()));
        rate
    }
}

/// The sum in `to`; `None` where there is no rate or it is already in that currency.
pub(crate) fn convert(sum: &Sum, to: Currency, rates: &DayRates<'_>) -> Option<Conversion> {
    exchange(&sum.amount, sum.quantum, sum.currency?, to, rates)
}

/// As [`convert`], for an amount that the reader has corrected: its last digit that is no zero says how exact it is.
pub(crate) fn convert_corrected(
    amount: &Amount,
    from: Currency,
    to: Currency,
    date: Option<Date>,
    rates: &Rates<'_>,
) -> Option<Conversion> {
    let last = |value: Decimal| {
        let value = value.normalize();
        quantum_of(value, value.scale())
    };
    let quantum = match amount.value {
        Value::Exact(value) => last(value),
        Value::Range { low, high } => last(low).min(last(high)),
    };
    exchange(amount, quantum, from, to, &DayRates::new(rates, date))
}

/// `quantum` is the power of ten of the amount's last digit that says something.
fn exchange(amount: &Amount, quantum: i32, from: Currency, to: Currency, rates: &DayRates<'_>) -> Option<Conversion> {
    if from == to {
        return None;
    }
    let Rate { value: rate, date: rate_date, source, newest } = rates.rate(from, to)?;
    let one = |value: Decimal| {
        let value = round_to(value.to_f64()? * rate, 10f64.powi(quantum) * rate)?;
        // Nobody counts in hundredths of a cent: `71.50 pesos` are 1.21 euros, not 1.2089.
        Some(if value.abs() >= Decimal::new(5, 2) { value.round_dp(2).normalize() } else { value })
    };
    let value = match amount.value {
        Value::Exact(value) => Value::Exact(one(value)?),
        Value::Range { low, high } => Value::Range { low: one(low)?, high: one(high)? },
    };
    Some(Conversion {
        value,
        currency: to,
        rate: rate_digits(rate)?,
        rate_date,
        rate_source: source.label(),
        newest_rate: newest,
    })
}

/// By how many percent `other` differs from what `sum` comes to at the day's rate, to one decimal.
pub(crate) fn difference(sum: &Sum, other: &Sum, rates: &DayRates<'_>) -> Option<Decimal> {
    let middle = |sum: &Sum| match sum.amount.value {
        Value::Exact(value) => value.to_f64(),
        Value::Range { low, high } => Some((low.to_f64()? + high.to_f64()?) / 2.0),
    };
    let rate = rates.rate(sum.currency?, other.currency?)?;
    let expected = middle(sum)? * rate.value;
    let percent = (middle(other)? / expected - 1.0) * 100.0;
    decimal((percent * 10.0).round() / 10.0).filter(|_| percent.is_finite() && percent.abs() < 1e6)
}
