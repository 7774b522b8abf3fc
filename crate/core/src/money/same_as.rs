//! Sums that the article itself equates: `26,000 pesos (US$1,300)`, `€5m, or $5.4m`.

use rust_decimal::Decimal;

use super::{DayRates, Sum, difference};
use crate::{figure::reader::Reader, mark::Currency};

/// Words that may stand between two sums that are the same.
const BETWEEN: &[&str] = &[
    "or",
    "about",
    "around",
    "roughly",
    "approximately",
    "some",
    "nearly",
    "almost",
    "equivalent",
    "to",
    "the",
    "of",
    "worth",
    "equal",
    "just",
    "over",
    "under",
    "more",
    "than",
    "at",
    "least",
    "approx",
    "approx.",
    "i.e.",
    "an",
    "estimated",
    "currently",
    "then",
    "less",
    "well",
    "close",
    "which",
    "that",
    "is",
    "was",
    "equals",
    "comes",
    "works",
    "out",
    "translates",
];

/// Those of them that say so.
const EQUATES: &[&str] = &["or", "equivalent", "equal", "equals", "i.e.", "which", "translates"];

/// Whether what stands between the two says that they are one sum.
fn equates(reader: &Reader<'_, '_>, one: &Sum, other: &Sum) -> bool {
    let (from, to) = (one.to, other.from);
    // `$3 or $4` are two sums in one currency.
    if to < from || to - from > 8 || to == from || one.money.word == other.money.word {
        return false;
    }
    let mut sign = false;
    let mut told = false;
    for at in from..to {
        let word = reader.word(at);
        match word {
            "(" | "[" | "=" | "—" | "–" | "/" => sign = true,
            "," => {}
            "-" | "~" | "≈" => sign |= word == "≈",
            // `26,000 pesos each (US$1,300)`, `5,000 pesos a month ($250)`
            "each" | "apiece" | "per" | "a" | "month" | "year" | "day" | "share" | "head" | "barrel" | "tonne" => {}
            _ if reader.is_any(at, BETWEEN) => told |= reader.is_any(at, EQUATES),
            _ => return false,
        }
    }
    sign || told
}

/// Links each pair of neighbouring sums in different currencies that the text equates.
pub(crate) fn link(reader: &Reader<'_, '_>, sums: &mut [&mut Sum]) {
    for index in 1..sums.len() {
        let (before, rest) = sums.split_at_mut(index);
        let (Some(one), Some(other)) = (before.last_mut(), rest.first_mut()) else { continue };
        if one.same_as.is_none() && one.currency != other.currency && equates(reader, one, other) {
            one.same_as = Some(index);
            other.same_as = Some(index - 1);
            if one.per.is_none() {
                one.per = other.per.clone();
            } else if other.per.is_none() {
                other.per = one.per.clone();
            }
        }
    }
}

/// Parts linked sums of which one is ten times the other and more at the day's rate: `a fine of $5m or 20,000 pesos`
/// names two sums.
pub(crate) fn unlink_unlike(sums: &mut [&mut Sum], rates: &DayRates<'_>) {
    for index in 0..sums.len() {
        let Some(other) = sums[index].same_as.filter(|other| *other > index) else { continue };
        let percent = difference(sums[index], sums[other], rates);
        if percent.is_some_and(|percent| percent > Decimal::from(900) || percent < Decimal::from(-90)) {
            (sums[index].same_as, sums[other].same_as) = (None, None);
        }
    }
}

/// The currency that a sum in brackets cannot be in: that of the sum it explains.
pub(crate) fn excluded(reader: &Reader<'_, '_>, before: Option<&Sum>, sum: &Sum) -> Option<Currency> {
    let before = before.filter(|before| before.stated || before.currency.is_some())?;
    equates(reader, before, sum).then_some(before.currency).flatten()
}
