//! A sum in the reader's currency at the article's date.

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    Sum,
    rates::{Rate, Rates},
};
use crate::{
    figure::unit::{decimal, round_to},
    mark::{Conversion, Currency, Value},
};

/// Rounds a rate to six digits: the table holds no more.
fn rate_digits(rate: f64) -> Option<Decimal> {
    let exact = decimal(rate)?;
    let digits = 5 - rate.abs().log10().floor() as i32;
    Some(exact.round_dp(digits.clamp(0, 20) as u32).normalize())
}

/// The sum in `to`; `None` where there is no rate or it is already in that currency.
pub(crate) fn convert(sum: &Sum, to: Currency, date: Option<Date>, rates: &Rates<'_>) -> Option<Conversion> {
    let from = sum.currency.filter(|from| *from != to)?;
    let Rate { value: rate, date: rate_date, source, newest } = rates.rate(from, to, date)?;
    let one = |value: Decimal| {
        let stated = value.to_f64()?;
        round_to(stated * rate, stated, sum.quantum, 10f64.powi(sum.quantum) * rate)
    };
    let value = match sum.amount.value {
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
pub(crate) fn difference(sum: &Sum, other: &Sum, date: Option<Date>, rates: &Rates<'_>) -> Option<Decimal> {
    let middle = |sum: &Sum| match sum.amount.value {
        Value::Exact(value) => value.to_f64(),
        Value::Range { low, high } => Some((low.to_f64()? + high.to_f64()?) / 2.0),
    };
    let rate = rates.rate(sum.currency?, other.currency?, date)?;
    let expected = middle(sum)? * rate.value;
    let percent = (middle(other)? / expected - 1.0) * 100.0;
    decimal((percent * 10.0).round() / 10.0).filter(|_| percent.is_finite() && percent.abs() < 1e6)
}
