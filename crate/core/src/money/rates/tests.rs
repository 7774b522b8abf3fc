//! The shipped table: pegs, blocks, and what a day's rate is taken from.

use jiff::civil::date;

use super::*;

const BUNDLED: &[u8] = include_bytes!("../../../../../extension/tables/rates.bin");

fn rate(from: &str, to: &str, day: Date) -> Option<Rate> {
    let currency = |code| Currency::parse(code).unwrap();
    Rates::new(BUNDLED).unwrap().rate(currency(from), currency(to), Some(day))
}

#[track_caller]
fn close(found: Option<Rate>, value: f64, day: &str, source: &str) {
    let found = found.expect("a rate");
    assert!((found.value / value - 1.0).abs() < 0.0021, "{} is not {value}", found.value);
    assert_eq!((found.date.as_str(), found.source.label()), (day, source));
}

#[test]
fn dirhams_and_riyals_had_no_rate_before_the_open_source_began_in_2024() {
    close(rate("AED", "USD", date(2010, 6, 1)), 1.0 / 3.6725, "2010-06-01", "official peg");
    close(rate("SAR", "USD", date(1991, 1, 17)), 1.0 / 3.75, "1991-01-17", "official peg");
    close(rate("QAR", "EUR", date(2015, 3, 2)), 1.0 / 1.1227 / 3.64, "2015-03-02", "official peg");
    close(rate("JOD", "USD", date(2003, 3, 20)), 1.0 / 0.709, "2003-03-20", "official peg");
    close(rate("ARS", "USD", date(1999, 5, 5)), 1.0, "1999-05-05", "official peg");
}

#[test]
fn a_peg_to_another_currency_follows_it_and_is_dated_as_it_is() {
    let rupee = rate("INR", "USD", date(2012, 8, 1)).unwrap();
    close(rate("NPR", "USD", date(2012, 8, 1)), rupee.value / 1.6, "2012-08-01", "official peg");
    // Before the euro the Indian rupee is known by monthly averages.
    let rupee = rate("INR", "USD", date(1996, 5, 11)).unwrap();
    close(rate("BTN", "USD", date(1996, 5, 11)), rupee.value, "1996-05", "official peg");
}

#[test]
fn before_and_after_its_peg_a_currency_has_no_rate_rather_than_a_wrong_one() {
    assert_eq!(rate("AED", "USD", date(1990, 1, 1)), None);
    assert_eq!(rate("ARS", "USD", date(2002, 1, 7)), None);
    // The pound's official rate stood for three years after nobody got it any more.
    assert!(rate("LBP", "USD", date(2019, 10, 1)).is_some());
    assert_eq!(rate("LBP", "USD", date(2021, 7, 1)), None);
}

#[test]
fn a_source_that_has_the_day_goes_before_a_peg() {
    assert_eq!(rate("AED", "USD", date(2024, 9, 2)).unwrap().source, Source::CurrencyApi);
    assert_eq!(rate("HKD", "USD", date(2019, 9, 2)).unwrap().source, Source::EuropeanCentralBank);
}

#[test]
fn a_block_goes_on_where_the_one_before_it_ends() {
    let rates = Rates::new(BUNDLED).unwrap();
    let long = rates.series().filter(|series| series.source != Source::Peg && series.count as usize > BLOCK);
    let mut seen = 0;
    for series in long {
        let levels = rates.levels(&series);
        for place in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, levels.len() - 1] {
            let decoded = rates.decode(&series, place as u32);
            assert!((decoded - f64::from(levels[place]) * STEP).abs() < 1e-9, "{place}");
        }
        seen += 1;
    }
    assert!(seen > 40, "{seen} series are longer than a block");
}
