//! Sums of money: what the text says, in which currency, and what that was in the reader's.
//!
//! [`read`](self) takes an amount and its sign or name from the tokens, `infer` tells which of a word's currencies is
//! meant, `same_as` links the sums that the article itself equates, [`rates`] and `convert` give the reader's currency.

// Conditions stand as the sentences that their comments say; the shortest form would hide them.
#![allow(clippy::nonminimal_bool)]

mod convert;
mod infer;
mod price;
pub mod rates;
mod read;
mod same_as;

pub(crate) use convert::{DayRates, convert, convert_corrected, difference};
pub(crate) use infer::{Evidence, infer};
pub(crate) use same_as::{link, unlink_unlike};

use crate::{
    figure::units::MoneyWord,
    mark::{Amount, Currency},
};

/// A sign, code or name of money beside a number.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct CurrencyWord {
    pub(crate) word: MoneyWord,
    /// Whether it stands behind the number.
    pub(crate) behind: bool,
    /// Whether it is a sign such as `$` and not a name.
    pub(crate) sign: bool,
}

/// An amount as the text has it, before its currency is told.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Sum {
    /// In units of the currency.
    pub(crate) amount: Amount,
    /// The power of ten of the last digit that says something.
    pub(crate) quantum: i32,
    pub(crate) money: CurrencyWord,
    pub(crate) per: Option<String>,
    /// What [`infer`] found.
    pub(crate) currency: Option<Currency>,
    pub(crate) evidence: Option<String>,
    /// Whether the text says the currency.
    pub(crate) stated: bool,
    /// The tokens of the mark.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Index of the sum in another currency that the article states for the same.
    pub(crate) same_as: Option<usize>,
}
