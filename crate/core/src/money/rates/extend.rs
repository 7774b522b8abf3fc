//! Newer days of the European Central Bank's rates, added to the table.

use jiff::civil::Date;
use thiserror::Error;

use super::{
    DAILY_REACH, Rates, STEP, Source, date_of, day_number,
    pack::{Contents, Series, level},
    reference::Day,
};
use crate::{mark::Currency, table::TableError};

/// By how much a rate of the file may differ from what the table has for the same day: the table's own error, and
/// what the bank corrects afterwards.
const SAME: f64 = 0.01;

/// The share of the rates of shared days that may differ by more.
const CORRECTED: f64 = 0.05;

/// The largest factor by which a rate may change from one day to the next known: no currency of the file ever lost
/// half of its worth overnight, and a new one has a new code.
const JUMP: f64 = 2.0;

/// Days without a rate of a currency that its last one fills.
const FILLED: usize = 5;

/// Why the days are not added.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum ExtendError {
    /// The table itself cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The days begin too long after the table's end.
    #[error("the rates from {after} to {before} are missing between what is known and the file")]
    Gap {
        /// The last day of the table.
        after: Date,
        /// The first day of the file.
        before: Date,
    },
    /// They contradict what is known, or one another.
    #[error("{currency} at {rate} on {date} does not fit what is known")]
    Contradiction {
        /// The currency.
        currency: Currency,
        /// Its rate, per euro.
        rate: f64,
        /// The day.
        date: Date,
    },
    /// A day has not come yet.
    #[error("{0} has not come yet")]
    Future(Date),
}

/// The table with the days that it does not have yet; `None` where there are none. `today` is the reader's day: the
/// file may be a day ahead of it, not more.
///
/// # Errors
/// [`ExtendError`]. A file of the right form with wrong rates is found by what it says of the days that are known.
pub fn extend(file: &[u8], days: &[Day], today: Date) -> Result<Option<Vec<u8>>, ExtendError> {
    let rates = Rates::new(file)?;
    let newest = rates.newest_day;
    if let Some(day) = days.iter().find(|day| day_number(day.date) > day_number(today) + 1) {
        return Err(ExtendError::Future(day.date));
    }
    agree(&rates, days)?;
    let newer: Vec<&Day> = days.iter().filter(|day| day_number(day.date) > newest).collect();
    let Some(first) = newer.first() else { return Ok(None) };
    let shared = days.iter().any(|day| day_number(day.date) <= newest);
    if !shared
        && day_number(first.date) > newest.saturating_add(DAILY_REACH)
        && let Some(after) = date_of(newest)
    {
        return Err(ExtendError::Gap { after, before: first.date });
    }
    let mut contents = Contents::of(&rates);
    for day in newer {
        contents.days.insert(day_number(day.date));
        for (currency, rate) in &day.rates {
            add(&mut contents, *currency, *rate, day.date)?;
        }
    }
    Ok(Some(contents.pack()))
}

/// Whether the days that the table has too are told alike.
fn agree(rates: &Rates<'_>, days: &[Day]) -> Result<(), ExtendError> {
    let known = |currency: Currency, day: i32| {
        let series = rates.series().filter(|series| series.code == currency.0);
        let mut daily = series.filter(|series| series.source == Source::EuropeanCentralBank);
        daily.find_map(|series| rates.level(&series, day).filter(|level| level.at == day))
    };
    let (mut compared, mut different) = (0usize, Vec::new());
    for day in days {
        for (currency, rate) in &day.rates {
            let Some(level) = known(*currency, day_number(day.date)) else { continue };
            compared += 1;
            if (level.log.exp() / rate - 1.0).abs() > SAME {
                different.push(ExtendError::Contradiction { currency: *currency, rate: *rate, date: day.date });
            }
        }
    }
    let too_many = different.len() as f64 > CORRECTED * compared as f64;
    different.into_iter().next().filter(|_| too_many).map_or(Ok(()), Err)
}

/// Adds a rate of the calendar's last day.
fn add(contents: &mut Contents, currency: Currency, rate: f64, date: Date) -> Result<(), ExtendError> {
    let day = day_number(date);
    let start = contents.days.first().copied().unwrap_or(day);
    let of_currency = |series: &&mut Series| {
        series.code == currency.0 && series.source == Source::EuropeanCentralBank && !series.levels.is_empty()
    };
    let last = contents.series.iter_mut().filter(of_currency).max_by_key(|series| series.last_day);
    let missed = |last_day: i32| contents.days.range(last_day + 1..day).count();
    if let Some(series) = last.filter(|series| missed(series.last_day) <= FILLED) {
        let before = series.levels.last().copied().unwrap_or_default();
        if (f64::from(before) * STEP - rate.ln()).abs() > JUMP.ln() {
            return Err(ExtendError::Contradiction { currency, rate, date });
        }
        let filled = series.levels.len() + missed(series.last_day);
        series.levels.resize(filled, before);
        series.levels.push(level(rate));
        series.last_day = day;
        return Ok(());
    }
    // Asked before the currency's other sources, which are by the month.
    contents.series.push(Series {
        code: currency.0,
        source: Source::EuropeanCentralBank,
        first: (day - start) as u32,
        levels: vec![level(rate)],
        last_day: day,
        anchor: None,
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;

    use super::*;

    const EUR: Currency = Currency(*b"EUR");
    const USD: Currency = Currency(*b"USD");
    const TODAY: Date = date(2026, 12, 1);
    const BUNDLED: &[u8] = include_bytes!("../../../../../extension/tables/rates.bin");

    /// A table of a few days: dollars on each, pesos on all but the last.
    fn table() -> Vec<u8> {
        let friday = day_number(date(2026, 10, 30));
        let series = |code: &[u8; 3], rates: &[f64], last_day| Series {
            code: *code,
            source: Source::EuropeanCentralBank,
            first: 0,
            levels: rates.iter().map(|rate| level(*rate)).collect(),
            last_day,
            anchor: None,
        };
        let series = vec![series(b"USD", &[1.08, 1.09], friday), series(b"MXN", &[20.0], friday - 1)];
        Contents { days: [friday - 1, friday].into(), points: Vec::new(), series }.pack()
    }

    fn day(date: Date, rates: &[(&[u8; 3], f64)]) -> Day {
        Day { date, rates: rates.iter().map(|(code, rate)| (Currency(**code), *rate)).collect() }
    }

    fn rate(file: &[u8], code: &[u8; 3], day: Date) -> Option<(f64, String, bool)> {
        let rate = Rates::new(file).unwrap().rate(EUR, Currency(*code), Some(day))?;
        // A stored rate is up to a tenth of a percent off.
        let digits = if rate.value < 10.0 { 50.0 } else { 10.0 };
        Some(((rate.value * digits).round() / digits, rate.date, rate.newest))
    }

    #[test]
    fn newer_days_are_added_and_older_ones_stay() {
        let days = [
            day(date(2026, 10, 30), &[(b"USD", 1.09)]),
            day(date(2026, 11, 2), &[(b"USD", 1.1), (b"MXN", 21.0), (b"XTS", 3.0)]),
        ];
        let file = extend(&table(), &days, TODAY).unwrap().unwrap();
        assert_eq!(rate(&file, b"USD", date(2026, 10, 29)), Some((1.08, "2026-10-29".into(), false)));
        assert_eq!(rate(&file, b"USD", date(2026, 11, 2)), Some((1.1, "2026-11-02".into(), false)));
        assert_eq!(rate(&file, b"MXN", date(2026, 11, 2)), Some((21.0, "2026-11-02".into(), false)));
        // On the day that it had no rate, the one before.
        assert_eq!(rate(&file, b"MXN", date(2026, 10, 30)).unwrap().0, 20.0);
        assert_eq!(rate(&file, b"XTS", date(2026, 11, 2)), Some((3.0, "2026-11-02".into(), false)));
        assert_eq!(rate(&file, b"XTS", date(2026, 10, 30)), None);
        assert_eq!(Rates::new(&file).unwrap().days().unwrap().1, date(2026, 11, 2));
    }

    #[test]
    fn a_file_without_a_newer_day_changes_nothing() {
        assert_eq!(extend(&table(), &[day(date(2026, 10, 30), &[(b"USD", 1.09)])], TODAY), Ok(None));
        assert_eq!(extend(&table(), &[], TODAY), Ok(None));
    }

    #[test]
    fn a_file_that_contradicts_the_known_days_is_refused() {
        let days = [day(date(2026, 10, 30), &[(b"USD", 1.2)]), day(date(2026, 11, 2), &[(b"USD", 1.2)])];
        let error = extend(&table(), &days, TODAY).unwrap_err();
        assert_eq!(error.to_string(), "USD at 1.2 on 2026-10-30 does not fit what is known");
    }

    #[test]
    fn a_rate_that_jumps_is_refused() {
        let days = [day(date(2026, 11, 2), &[(b"USD", 1.1)]), day(date(2026, 11, 3), &[(b"USD", 110.0)])];
        let error = extend(&table(), &days, TODAY).unwrap_err();
        assert_eq!(error, ExtendError::Contradiction { currency: USD, rate: 110.0, date: date(2026, 11, 3) });
    }

    #[test]
    fn days_to_come_are_refused() {
        let days = [day(date(2026, 12, 3), &[(b"USD", 1.1)])];
        assert_eq!(extend(&table(), &days, TODAY), Err(ExtendError::Future(date(2026, 12, 3))));
    }

    #[test]
    fn a_file_that_begins_after_a_gap_leaves_it_to_the_caller_to_get_a_longer_one() {
        let days = [day(date(2026, 11, 20), &[(b"USD", 1.1)])];
        let gap = ExtendError::Gap { after: date(2026, 10, 30), before: date(2026, 11, 20) };
        assert_eq!(extend(&table(), &days, TODAY), Err(gap));
    }

    #[test]
    fn a_damaged_table_is_told_of() {
        let mut file = table();
        file[30] ^= 1;
        assert!(matches!(extend(&file, &[], TODAY), Err(ExtendError::Table(_))));
    }

    #[test]
    fn a_year_of_updates_keeps_every_currency_of_the_list() {
        let rates = Rates::new(BUNDLED).unwrap();
        let before = rates.currencies();
        let (_, last) = rates.days().unwrap();
        let of_last: Vec<(Currency, f64)> = rates
            .series()
            .filter(|series| series.last_day == rates.newest_day && series.source == Source::EuropeanCentralBank)
            .filter_map(|series| Some((Currency(series.code), rates.level(&series, rates.newest_day)?.log.exp())))
            .collect();
        assert!(of_last.len() > 25);
        let days: Vec<Day> =
            (1..365).map(|n| Day { date: last.checked_add(n.days()).unwrap(), rates: of_last.clone() }).collect();
        let file = extend(BUNDLED, &days, date(2028, 1, 1)).unwrap().unwrap();
        assert_eq!(Rates::new(&file).unwrap().currencies(), before);
    }

    proptest! {
        #[test]
        fn what_was_added_is_read_back(rates in proptest::collection::vec(proptest::option::of(0.9f64..1.3), 1..40)) {
            let first = date(2026, 10, 31);
            let dates = (0..).map(|n: i64| first.checked_add(n.days()).unwrap());
            let days: Vec<Day> = dates.zip(&rates).map(|(date, rate)| {
                let rates = rate.map(|rate| (USD, rate)).into_iter().chain([(Currency(*b"CHF"), 1.0)]);
                Day { date, rates: rates.collect() }
            }).collect();
            let file = extend(&table(), &days, date(2027, 1, 1)).unwrap().unwrap();
            let read = Rates::new(&file).unwrap();
            for day in &days {
                for (currency, rate) in &day.rates {
                    let found = read.rate(EUR, *currency, Some(day.date)).unwrap();
                    prop_assert!((found.value / rate - 1.0).abs() <= super::super::ERROR, "{currency} {found:?} {rate}");
                    prop_assert_eq!(&found.date, &day.date.to_string());
                }
            }
        }
    }
}
