//! Numbers, money and dates the way the reader's locale writes them, by the browser's own `Intl`.

use std::{cell::RefCell, collections::HashMap};

use js_sys::{Array, Date, JSON, Object, Reflect};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use wasm_bindgen::prelude::*;

use postil_core::mark::{Bound, Currency, Value};

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (key, value) in pairs {
        let _ = Reflect::set(&options, &(*key).into(), value);
    }
    options
}

fn locales() -> Array {
    Array::of1(&crate::api::get_ui_language().into())
}

/// The browser's `Intl`, by its own name: Firefox shows a content script the page's window without it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(locales: &Array, options: &Object) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(catch, method, js_name = format)]
    fn write(this: &NumberFormat, value: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(locales: &Array, options: &Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(catch, method, js_name = format)]
    fn write(this: &DateTimeFormat, value: &Date) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(locales: &Array, options: &Object) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(catch, method)]
    fn of(this: &DisplayNames, code: &str) -> Result<String, JsValue>;
}

/// Formats that are kept: more kinds than that no page has.
const KEPT: usize = 64;

thread_local! {
    /// The formats made so far, by their options: making one takes about a millisecond, using it a few microseconds.
    static NUMBERS: RefCell<HashMap<String, NumberFormat>> = RefCell::default();
    static DATES: RefCell<HashMap<String, DateTimeFormat>> = RefCell::default();
}

/// A date by those options; `None` where the browser throws.
fn write_date(options: &Object, day: &Date) -> Option<String> {
    let key = String::from(JSON::stringify(options).ok()?);
    DATES.with_borrow_mut(|made| {
        if !made.contains_key(&key) {
            made.insert(key.clone(), DateTimeFormat::new(&locales(), options).ok()?);
        }
        made.get(&key)?.write(day).ok()
    })
}

/// A number by those options; `None` where the browser throws, as for an unknown currency code.
fn write_number(options: &Object, value: &JsValue) -> Option<String> {
    let key = String::from(JSON::stringify(options).ok()?);
    NUMBERS.with_borrow_mut(|made| {
        if !made.contains_key(&key) {
            let format = NumberFormat::new(&locales(), options).ok()?;
            if made.len() >= KEPT {
                made.clear();
            }
            made.insert(key.clone(), format);
        }
        made.get(&key)?.write(value).ok()
    })
}

/// Millions and more are told in words when few digits carry them: `95 billion`, not `95,000,000,000`.
fn magnitude(value: Decimal) -> (bool, u32) {
    let value = value.abs().normalize();
    let in_words = value >= Decimal::from(1_000_000) && significant(value) <= 4;
    (in_words, if in_words { 3 } else { value.scale() })
}

fn number_options(value: Decimal, extra: &[(&str, JsValue)]) -> Object {
    let (in_words, digits) = magnitude(value);
    let mut pairs = extra.to_vec();
    pairs.push(("maximumFractionDigits", digits.min(20).into()));
    if in_words {
        pairs.push(("notation", "compact".into()));
        pairs.push(("compactDisplay", "long".into()));
    }
    options(&pairs)
}

/// A number: `26,000`, `1.3 million`.
pub fn number(value: Decimal) -> String {
    // Intl reads a decimal string without losing digits.
    let text: JsValue = value.normalize().to_string().into();
    write_number(&number_options(value, &[]), &text).unwrap_or_else(|| value.normalize().to_string())
}

/// A sum: `€1,340`; with `in_words` the currency's name: `26,000 Mexican pesos`.
pub fn money(value: Decimal, currency: Currency, in_words: bool) -> String {
    let text: JsValue = value.normalize().to_string().into();
    let (compact, digits) = magnitude(value);
    if compact && !in_words {
        return money_by_magnitude(value, currency);
    }
    // Whole sums stay whole; anything finer shows the currency's usual two digits.
    let least = if compact || value.normalize().scale() == 0 { 0 } else { 2.max(digits) };
    let extra = [
        ("style", "currency".into()),
        ("currency", currency.as_str().into()),
        ("currencyDisplay", if in_words { "name" } else { "symbol" }.into()),
        ("minimumFractionDigits", least.min(20).into()),
        ("maximumFractionDigits", least.max(digits).min(20).into()),
    ];
    let options = number_options(value, &extra);
    let _ = Reflect::set(&options, &"maximumFractionDigits".into(), &least.max(digits).min(20).into());
    write_number(&options, &text).unwrap_or_else(|| format!("{} {currency}", value.normalize()))
}

/// A sum by its magnitude, `€95.4 billion`, with as many digits as it has. `Intl` itself would shorten that to `€95.4B`,
/// since it knows no long form with a currency's sign.
pub fn money_by_magnitude(value: Decimal, currency: Currency) -> String {
    let text: JsValue = value.abs().normalize().to_string().into();
    let long = options(&[
        ("notation", "compact".into()),
        ("compactDisplay", "long".into()),
        ("maximumSignificantDigits", significant(value).clamp(1, 21).into()),
    ]);
    let whole = ("maximumFractionDigits", JsValue::from(0));
    let one = write_number(&options(std::slice::from_ref(&whole)), &1.into());
    let sum_of_one = options(&[("style", "currency".into()), ("currency", currency.as_str().into()), whole]);
    let parts = write_number(&long, &text).zip(one.zip(write_number(&sum_of_one, &1.into())));
    let sign = if value.is_sign_negative() { "-" } else { "" };
    match parts {
        Some((number, (one, sum_of_one))) => format!("{sign}{}", sum_of_one.replacen(&one, &number, 1)),
        None => format!("{} {currency}", value.normalize()),
    }
}

/// How many digits a value has between its first and its last that is no zero.
fn significant(value: Decimal) -> u32 {
    let digits = value.abs().normalize().mantissa().to_string();
    digits.trim_end_matches('0').len() as u32
}

/// A value or range, each end written by `write`.
pub fn value(value: &Value, write: impl Fn(Decimal) -> String) -> String {
    match value {
        Value::Exact(value) => write(*value),
        Value::Range { low, high } => format!("{} – {}", write(*low), write(*high)),
    }
}

/// The bound as a word before the amount, with the space behind it; empty where there is none.
pub fn bound(bound: Option<Bound>) -> String {
    bound.map_or_else(String::new, |bound| format!("{} ", crate::i18n::message(&format!("bound_{}", bound.as_str()))))
}

/// A measure by its CLDR unit: `60 kilometers`. Units that `Intl` does not know keep their identifier.
pub fn measure(value: Decimal, unit: &str) -> String {
    let text: JsValue = value.normalize().to_string().into();
    let extra = [("style", "unit".into()), ("unit", unit.into()), ("unitDisplay", "long".into())];
    write_number(&number_options(value, &extra), &text)
        .unwrap_or_else(|| format!("{} {}", number(value), unit.replace('-', " ")))
}

/// A rate with five significant digits.
pub fn rate(value: Decimal) -> String {
    let options = options(&[("maximumSignificantDigits", 5.into())]);
    write_number(&options, &value.to_f64().unwrap_or_default().into()).unwrap_or_default()
}

/// An ISO date as a date in words: `6 October 2022`, `October 2022`, `2022`. Other text stays as it is.
pub fn date(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    if parts.len() > 3
        || !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        || parts[0].len() != 4
    {
        return iso.to_owned();
    }
    let mut pairs: Vec<(&str, JsValue)> = vec![("timeZone", "UTC".into()), ("year", "numeric".into())];
    if parts.len() > 1 {
        pairs.push(("month", "long".into()));
    }
    if parts.len() > 2 {
        pairs.push(("day", "numeric".into()));
    }
    let day = Date::new(
        &format!(
            "{iso}{}",
            match parts.len() {
                1 => "-01-01",
                2 => "-01",
                _ => "",
            }
        )
        .into(),
    );
    if day.get_time().is_nan() {
        return iso.to_owned();
    }
    write_date(&options(&pairs), &day).unwrap_or_else(|| iso.to_owned())
}

/// A moment of ISO 8601 in the reader's time zone: `Nov 26, 2026, 2:05 PM`. Other text stays as it is.
pub fn moment(iso: &str) -> String {
    let moment = Date::new(&iso.into());
    if moment.get_time().is_nan() {
        return iso.to_owned();
    }
    let options = options(&[("dateStyle", "medium".into()), ("timeStyle", "short".into())]);
    write_date(&options, &moment).unwrap_or_else(|| iso.to_owned())
}

/// A country's name by its ISO 3166 code.
pub fn country(code: &str) -> String {
    let names = DisplayNames::new(&locales(), &options(&[("type", "region".into())]));
    names.and_then(|names| names.of(code)).unwrap_or_else(|_| code.to_owned())
}

/// A currency's name by its ISO 4217 code, with the code: `Mexican Peso (MXN)`.
pub fn currency(code: &str) -> String {
    let names = DisplayNames::new(&locales(), &options(&[("type", "currency".into())]));
    match names.and_then(|names| names.of(code)) {
        Ok(name) if name != code => format!("{name} ({code})"),
        _ => code.to_owned(),
    }
}

/// A fraction as a percentage: `60%`.
pub fn percent(fraction: f64) -> String {
    let options = options(&[("style", "percent".into()), ("maximumFractionDigits", 0.into())]);
    write_number(&options, &fraction.into()).unwrap_or_default()
}

/// A size of data: `1.2 MB`.
pub fn bytes(count: usize) -> String {
    let (value, unit) = match count {
        0..1_000_000 => (count as f64 / 1e3, "kilobyte"),
        _ => (count as f64 / 1e6, "megabyte"),
    };
    let extra = [
        ("style", "unit".into()),
        ("unit", unit.into()),
        ("unitDisplay", "short".into()),
        ("maximumFractionDigits", 1.into()),
    ];
    write_number(&options(&extra), &value.into()).unwrap_or_else(|| format!("{value} {unit}s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_at_the_end_are_no_significant_digits() {
        let digits = |value: &str| significant(value.parse().unwrap());
        assert_eq!((digits("95412300000"), digits("-26000"), digits("1.30"), digits("0")), (6, 2, 2, 0));
    }
}
