//! Figures and money as a reader meets them: one test for each thing that other tools get wrong, and properties.

use std::sync::LazyLock;

use postil_core::{
    article::Article,
    mark::{Bound, Country, Currency, Figure, Mark, Money, Reading, Value},
    scan::{Engine, Preferences, Scan, TableBytes, UnitSystem},
};
use proptest::prelude::*;

static UNITS: LazyLock<Vec<u8>> = LazyLock::new(|| table("units.bin"));
static RATES: LazyLock<Vec<u8>> = LazyLock::new(|| table("rates.bin"));
static ENGINE: LazyLock<Engine<'static>> = LazyLock::new(|| {
    let tables = TableBytes { units: &UNITS, rates: &RATES, ..TableBytes::default() };
    Engine::new(tables).0
});

fn table(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../extension/tables").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn article(text: &str, date: &str) -> Article {
    Article { published: date.parse().ok(), language: Some("en".into()), ..Article::from_text(text) }
}

fn to(currency: &str) -> Preferences {
    Preferences { currency: Currency::parse(currency), ..Preferences::default() }
}

fn scan(text: &str) -> Scan {
    ENGINE.scan(&article(text, "2022-10-06"), &to("EUR"))
}

fn monies(text: &str) -> Vec<(String, Money)> {
    scan(text)
        .marks
        .iter()
        .filter_map(|mark| match &mark.reading {
            Reading::Money(money) => Some((mark.span.of(text).to_owned(), money.clone())),
            _ => None,
        })
        .collect()
}

fn value(value: &Value) -> String {
    match value {
        Value::Exact(value) => value.normalize().to_string(),
        Value::Range { low, high } => format!("{}..{}", low.normalize(), high.normalize()),
    }
}

/// Each amount as `exact = value CUR`.
fn amounts(text: &str) -> Vec<String> {
    let currency = |money: &Money| money.currency.map_or("?".to_owned(), |c| c.to_string());
    monies(text).iter().map(|(exact, m)| format!("{exact} = {} {}", value(&m.amount.value), currency(m))).collect()
}

/// Each figure as `exact = type value unit`.
fn figures(text: &str) -> Vec<String> {
    scan(text).marks.iter().filter_map(|mark| figure(mark, text)).collect()
}

fn figure(mark: &Mark, text: &str) -> Option<String> {
    let Reading::Figure(figure) = &mark.reading else { return None };
    let said = match figure {
        Figure::Number(amount) | Figure::Ordinal(amount) => value(&amount.value),
        Figure::Percent { amount, points } => {
            format!("{}{}", value(&amount.value), if *points { " points" } else { "" })
        }
        Figure::Count { amount, noun, .. } => format!("{} {noun}", value(&amount.value)),
        Figure::Measure { amount, unit, .. } => format!("{} {unit}", value(&amount.value)),
        Figure::Age { amount, unit } => format!("{} {unit}", value(&amount.value)),
        Figure::Date { value, beside } | Figure::Time { value, beside } => {
            let part = beside.part.map_or(String::new(), |part| format!(" {}", part.as_str()));
            let every = beside.every.as_ref().map_or(String::new(), |every| format!(" every {every}"));
            format!("{}{part}{every}", value.as_deref().unwrap_or("?"))
        }
        Figure::Duration { value, high, .. } => high.as_ref().map_or(value.clone(), |high| format!("{value}..{high}")),
    };
    Some(format!("{} = {} {said}", mark.span.of(text), figure.type_name()))
}

// Money: what others get wrong.

#[test]
fn scale_words_are_part_of_the_amount() {
    assert_eq!(amounts("a $102.5 billion plan"), ["$102.5 billion = 102500000000 USD"]);
    assert_eq!(
        amounts("€5bn, £2m and Sfr2bn"),
        ["€5bn = 5000000000 EUR", "£2m = 2000000 GBP", "Sfr2bn = 2000000000 CHF"]
    );
    assert_eq!(amounts("Rs 2,000 crore in Mumbai"), ["Rs 2,000 crore = 20000000000 INR"]);
}

#[test]
fn a_dollar_is_not_always_american() {
    let text = "Australia will spend $5 billion, Canberra said.";
    assert_eq!(amounts(text), ["$5 billion = 5000000000 AUD"]);
    assert!(monies(text)[0].1.evidence.as_deref().is_some_and(|evidence| evidence.contains("Australia")));
    let mut article = article("The council will pay $300 for it.", "2022-10-06");
    article.site_country = Country::parse("NZ");
    let scan = ENGINE.scan(&article, &to("EUR"));
    assert!(matches!(&scan.marks[0].reading, Reading::Money(m) if m.currency == Currency::parse("NZD")));
}

#[test]
fn prefixed_dollars_are_their_own() {
    assert_eq!(
        amounts("A$5, C$6, HK$7, NT$800, US$9, S$10, R$11, Mex$ 12, N$13, NZ$14"),
        [
            "A$5 = 5 AUD",
            "C$6 = 6 CAD",
            "HK$7 = 7 HKD",
            "NT$800 = 800 TWD",
            "US$9 = 9 USD",
            "S$10 = 10 SGD",
            "R$11 = 11 BRL",
            "Mex$ 12 = 12 MXN",
            "N$13 = 13 NAD",
            "NZ$14 = 14 NZD"
        ]
    );
}

#[test]
fn a_licence_is_not_bahamian_dollars() {
    assert!(amounts("under the BSD 2-Clause licence and BSD 3").is_empty());
}

#[test]
fn part_numbers_are_no_money() {
    assert!(amounts("an AMD 5600 chip, part CAD-4711, the dollar store, 100 Mbps").is_empty());
}

#[test]
fn separators_of_every_country_are_read() {
    assert_eq!(
        amounts("1 799,00 € or 1.250.000 €; Rs 1,00,000 in India; CHF 1'000"),
        ["1 799,00 € = 1799 EUR", "1.250.000 € = 1250000 EUR", "Rs 1,00,000 = 100000 INR", "CHF 1'000 = 1000 CHF"]
    );
}

#[test]
fn a_range_is_not_its_lower_end() {
    assert_eq!(amounts("$5-10 million"), ["$5-10 million = 5000000..10000000 USD"]);
    assert_eq!(amounts("worth between €3m and €5m"), ["between €3m and €5m = 3000000..5000000 EUR"]);
    assert_eq!(amounts("from $2m to $3m"), ["from $2m to $3m = 2000000..3000000 USD"]);
    assert_eq!(amounts("It rose from $2m to $3m."), ["$2m = 2000000 USD", "$3m = 3000000 USD"]);
}

#[test]
fn what_the_page_converts_itself_is_linked_and_not_converted_twice() {
    let text =
        "In Mexico a soldier offered 70 grenades at a cost of 26,000 pesos (US $1,300 at today's exchange rate) each.";
    let found = monies(text);
    assert_eq!(found.len(), 2);
    let (pesos, dollars) = (&found[0].1, &found[1].1);
    assert_eq!((pesos.currency, dollars.currency), (Currency::parse("MXN"), Currency::parse("USD")));
    assert_eq!((pesos.per.as_deref(), dollars.per.as_deref()), (Some("each"), Some("each")));
    assert!(pesos.converted.is_some() && dollars.converted.is_none());
    let scan = scan(text);
    for mark in &scan.marks {
        if let Reading::Money(money) = &mark.reading {
            let other = &scan.marks[money.same_as.expect("both are linked")];
            assert!(matches!(&other.reading, Reading::Money(back) if back.currency != money.currency));
        }
    }
    let difference = pesos.article_rate_difference.expect("both rates are known");
    assert!(difference.abs() < 2.into(), "{difference}");
}

#[test]
fn money_is_converted_at_the_articles_date() {
    let rate = |date: &str| {
        let scan = ENGINE.scan(&article("It cost 26,000 Mexican pesos.", date), &to("USD"));
        match &scan.marks[0].reading {
            Reading::Money(money) => money.converted.clone(),
            _ => None,
        }
    };
    let day = rate("2022-10-12").expect("the daily table has it");
    assert_eq!((value(&day.value).as_str(), day.rate_date.as_str(), day.newest_rate), ("1300", "2022-10-12", false));
    let rate_value: f64 = day.rate.to_string().parse().unwrap();
    assert!((26_000.0 * rate_value - 1297.0).abs() < 1297.0 * 0.002, "{rate_value}");
    // A Sunday has Friday's rate.
    assert_eq!(rate("2022-10-16").unwrap().rate_date, "2022-10-14");
    assert_eq!(rate("1998-05-04").unwrap().rate_date, "1998-05");
    assert_eq!(rate("1950-01-01"), None);
    assert_eq!(rate("2060-01-01"), None);
    assert!(rate("").is_some_and(|newest| newest.newest_rate));
}

#[test]
fn pesos_are_those_of_the_article_or_of_no_one() {
    for (text, code) in [
        ("In Mexico City it cost 26,000 pesos.", "MXN"),
        ("Colombian police found 64 billion pesos.", "COP"),
        ("The government of Argentina owes 64 billion pesos.", "ARS"),
        ("In Manila he paid 500 pesos.", "PHP"),
        ("He paid 500 pesos.", "?"),
    ] {
        let found = amounts(text);
        assert!(found.len() == 1 && found[0].ends_with(code), "{text}: {found:?}");
    }
}

#[test]
fn pounds_weigh_or_pay() {
    assert_eq!(figures("It weighs 200 pounds."), ["200 pounds = measure 200 pound"]);
    assert_eq!(amounts("In Britain he was fined 200 pounds."), ["200 pounds = 200 GBP"]);
    assert_eq!(amounts("In Cairo, the Egyptian bank paid 200 pounds."), ["200 pounds = 200 EGP"]);
    assert_eq!(figures("two pounds of meat"), ["two pounds = measure 2 pound"]);
}

#[test]
fn minor_units_and_prices_for_one() {
    assert_eq!(amounts("95p and 50-cent coins"), ["95p = 0.95 GBP", "50-cent = 0.5 USD"]);
    let per = |text: &str| monies(text)[0].1.per.clone();
    assert_eq!(per("$70 a barrel").as_deref(), Some("barrel"));
    assert_eq!(per("5,000 rupees per month").as_deref(), Some("month"));
    assert_eq!(per("€5 each").as_deref(), Some("each"));
    assert_eq!(per("a $70-a-share offer").as_deref(), Some("share"));
}

#[test]
fn an_amount_in_words_is_one_amount() {
    assert_eq!(
        amounts("five thousand two hundred and fifty Canadian dollars"),
        ["five thousand two hundred and fifty Canadian dollars = 5250 CAD"]
    );
    assert_eq!(amounts("₹5 million and 3 cars"), ["₹5 million = 5000000 INR"]);
    assert_eq!(
        amounts("Rs 5 lakh crore and Rs 3 crore"),
        ["Rs 5 lakh crore = 5000000000000 INR", "Rs 3 crore = 30000000 INR"]
    );
}

#[test]
fn a_code_behind_the_sign_says_which_dollar() {
    assert_eq!(amounts("$500 CAD"), ["$500 CAD = 500 CAD"]);
    assert_eq!(amounts("COP $900, MXN $500"), ["COP $900 = 900 COP", "MXN $500 = 500 MXN"]);
}

#[test]
fn m_is_a_million_of_people_and_money_and_a_metre_of_walls() {
    assert_eq!(figures("2.5m people"), ["2.5m people = count 2500000 people"]);
    assert_eq!(figures("30m Americans"), ["30m Americans = count 30000000 Americans"]);
    assert_eq!(figures("3m tonnes of wheat"), ["3m tonnes = measure 3000000 tonne"]);
    assert_eq!(figures("9m bpd"), ["9m bpd = measure 9000000 barrel-per-day"]);
    assert_eq!(figures("10m waves"), ["10m = measure 10 meter"]);
    assert_eq!(figures("between 1m and 2m people"), ["between 1m and 2m people = count 1000000..2000000 people"]);
    assert_eq!(figures("5-6m people"), ["5-6m people = count 5000000..6000000 people"]);
    assert_eq!(amounts("3m to 5m euros"), ["3m to 5m euros = 3000000..5000000 EUR"]);
    assert_eq!(figures("It is 30m long."), ["30m = measure 30 meter"]);
    assert_eq!(
        amounts("5m USD, €3m–5m and 300m euros"),
        ["5m USD = 5000000 USD", "€3m–5m = 3000000..5000000 EUR", "300m euros = 300000000 EUR"]
    );
    assert_eq!(amounts("It cost €5M."), ["€5M = 5000000 EUR"]);
}

#[test]
fn signs_with_points_and_strokes_are_read() {
    assert_eq!(
        amounts("S/ 500, S/.500, B/.20, TL 500, LE 500, N500 billion, L500 million"),
        [
            "S/ 500 = 500 PEN",
            "S/.500 = 500 PEN",
            "B/.20 = 20 PAB",
            "TL 500 = 500 TRY",
            "LE 500 = 500 EGP",
            "N500 billion = 500000000000 NGN",
            "L500 million = 500000000 HNL"
        ]
    );
    assert_eq!(amounts("In Bolivia it cost Bs 500."), ["Bs 500 = 500 BOB"]);
    assert_eq!(amounts("500 CFA francs in Senegal"), ["500 CFA francs = 500 XOF"]);
    assert_eq!(amounts("it cost A$.99"), ["A$.99 = 0.99 AUD"]);
}

#[test]
fn who_won_millions_did_not_win_korean_money() {
    assert_eq!(amounts("He won 10 million naira."), ["10 million naira = 10000000 NGN"]);
    assert_eq!(figures("She won 3 million votes."), ["3 million votes = count 3000000 votes"]);
    assert_eq!(amounts("It cost 3 million won."), ["3 million won = 3000000 KRW"]);
}

#[test]
fn kilograms_and_pictures_are_no_currencies() {
    assert!(amounts("5 kgs of rice, a 1080p picture").is_empty());
}

#[test]
fn two_sums_in_one_currency_are_not_the_same_sum() {
    assert_eq!(amounts("US$3 or US$40"), ["US$3 = 3 USD", "US$40 = 40 USD"]);
    assert!(monies("US$3 or US$40").iter().all(|(_, money)| money.same_as.is_none()));
}

#[test]
fn rupees_alone_are_indian_and_say_so() {
    let found = monies("The ministry set aside Rs 2,000 crore.");
    assert_eq!(found[0].1.currency, Currency::parse("INR"));
    assert!(found[0].1.evidence.as_deref().is_some_and(|evidence| evidence.contains("No other country")));
    assert_eq!(amounts("Pakistan will spend Rs 2,000 crore."), ["Rs 2,000 crore = 20000000000 PKR"]);
}

#[test]
fn a_place_in_the_same_sentence_decides() {
    assert_eq!(
        amounts("It costs 250 kr in Sweden. It costs 300 kr in Denmark."),
        ["250 kr = 250 SEK", "300 kr = 300 DKK"]
    );
}

#[test]
fn what_is_paid_for_is_told_in_full() {
    let per = |text: &str| monies(text)[0].1.per.clone();
    assert_eq!(per("15 cents per kilowatt-hour").as_deref(), Some("kilowatt-hour"));
    assert_eq!(per("$5 per square foot").as_deref(), Some("square foot"));
}

// Units: what others get wrong.

#[test]
fn feet_and_inch_marks_are_no_quotes() {
    assert_eq!(figures("He is 6'2\" tall."), ["6'2\" = measure 6.1666666666666666666666666667 foot"]);
    assert_eq!(figures("a 10\" pan"), ["10\" = measure 10 inch"]);
    assert_eq!(figures("He said \"we lost 10\" and left."), ["10 = number 10"]);
}

#[test]
fn waves_are_measured_in_any_capitals() {
    assert_eq!(figures("on 7115 Khz"), ["7115 Khz = measure 7115 kilohertz"]);
    assert_eq!(figures("at 2.4ghz"), ["2.4ghz = measure 2.4 gigahertz"]);
}

#[test]
fn adjectives_of_measure_are_read() {
    assert_eq!(figures("a 1,000-pound bomb"), ["1,000-pound = measure 1000 pound"]);
    assert_eq!(figures("It is 2 feet wide."), ["2 feet = measure 2 foot"]);
    assert_eq!(figures("a two-feet-wide hole"), ["two-feet = measure 2 foot"]);
}

#[test]
fn compound_measures_are_summed() {
    assert_eq!(figures("3 lbs 6.4 oz"), ["3 lbs 6.4 oz = measure 3.4 pound"]);
    assert_eq!(figures("6 ft 6 in"), ["6 ft 6 in = measure 6.5 foot"]);
}

#[test]
fn measures_of_different_kinds_are_not_summed() {
    assert_eq!(figures("6 terabytes, 500 GB"), ["6 terabytes = measure 6 terabyte", "500 GB = measure 500 gigabyte"]);
    assert_eq!(figures("6 feet, 6 inches"), ["6 feet, 6 inches = measure 6.5 foot"]);
    assert_eq!(figures("a six-foot-six man"), ["six-foot-six = measure 6.5 foot"]);
}

#[test]
fn a_letter_is_a_temperature_where_it_is_hot() {
    assert_eq!(figures("Temperatures hit 40C."), ["40C = measure 40 celsius"]);
    assert_eq!(figures("It was 40C (104F)."), ["40C = measure 40 celsius", "104F = measure 104 fahrenheit"]);
    assert!(figures("the 13F filing in room 12C").is_empty());
}

#[test]
fn tonnes_and_turns_are_units() {
    assert_eq!(
        figures("20 tonnes at 2,500 rpm"),
        ["20 tonnes = measure 20 tonne", "2,500 rpm = measure 2500 revolution-per-minute"]
    );
}

#[test]
fn measures_are_converted_with_their_precision() {
    let converted = |text: &str, units| {
        let preferences = Preferences { units, ..Preferences::default() };
        let scan = ENGINE.scan(&Article::from_text(text), &preferences);
        match &scan.marks[0].reading {
            Reading::Figure(Figure::Measure { converted, .. }) => {
                converted.as_ref().map(|c| format!("{} {}", value(&c.value), c.unit))
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(converted("60 kilometers", UnitSystem::Imperial).as_deref(), Some("37 mile"));
    assert_eq!(converted("60 kilometers", UnitSystem::Metric), None);
    assert_eq!(converted("98.6 °F", UnitSystem::Metric).as_deref(), Some("37 celsius"));
    assert_eq!(converted("55 mph", UnitSystem::Metric).as_deref(), Some("89 kilometer-per-hour"));
    assert_eq!(converted("between 3 and 5 miles", UnitSystem::Metric).as_deref(), Some("4.8..8 kilometer"));
}

// Figures.

#[test]
fn counts_say_what_is_counted() {
    assert_eq!(
        figures("70 fragmentation grenades, 2,000 rounds of AK-47 ammunition and at least eight grenades"),
        [
            "70 fragmentation grenades = count 70 fragmentation grenades",
            "2,000 rounds of AK-47 ammunition = count 2000 rounds of AK-47 ammunition",
            "eight grenades = count 8 grenades"
        ]
    );
}

#[test]
fn peoples_were_no_plurals() {
    assert_eq!(figures("Three Iraqis were killed."), ["Three Iraqis = count 3 Iraqis"]);
    assert_eq!(figures("About 600,000 Israelis live there."), ["600,000 Israelis = count 600000 Israelis"]);
    assert_eq!(figures("They freed 40 Chinese in May."), ["40 Chinese = count 40 Chinese", "May = date 2022-05"]);
    assert_eq!(figures("They freed 40 Chinese sailors."), ["40 Chinese sailors = count 40 Chinese sailors"]);
}

#[test]
fn parts_and_names_are_no_numbers() {
    for text in [
        "Section 5",
        "an AK-47",
        "+1-222-555-2222",
        "version 1.2.3",
        "G20",
        "a 4:3 screen",
        "they won 3-2",
        "Flight 370",
    ] {
        assert!(figures(text).is_empty(), "{text}: {:?}", figures(text));
    }
}

#[test]
fn telephone_numbers_and_round_the_clock_are_no_figures() {
    for text in ["555-1234", "+1 (212) 555-0123", "(212) 555-0123", "open 24/7"] {
        assert!(figures(text).is_empty(), "{text}: {:?}", figures(text));
    }
    assert_eq!(figures("100-1000 grams"), ["100-1000 grams = measure 100..1000 gram"]);
}

#[test]
fn parts_of_a_percent_are_read() {
    assert_eq!(
        figures("three-quarters of a percentage point, a quarter of a percent and 25bp"),
        [
            "three-quarters of a percentage point = percent 0.75 points",
            "a quarter of a percent = percent 0.25",
            "25bp = percent 0.25 points"
        ]
    );
}

#[test]
fn ages_are_read_in_all_forms() {
    for (text, said) in [
        ("a man in his 40s", "40s = age 40..49 year"),
        ("in her mid-thirties", "mid-thirties = age 34..36 year"),
        ("18-to-24-year-olds", "18-to-24-year-olds = age 18..24 year"),
        ("a four-and-a-half-year-old girl", "four-and-a-half-year-old = age 4.5 year"),
        ("70 years young", "70 years young = age 70 year"),
        ("a 5yo", "5yo = age 5 year"),
        ("Maria, 45, said", "45 = age 45 year"),
        ("children ages 5 to 11", "ages 5 to 11 = age 5..11 year"),
    ] {
        assert_eq!(figures(text), [said], "{text}");
    }
    assert_eq!(figures("in the thirties"), ["thirties = date 1930/1939"]);
}

#[test]
fn ages_in_a_row_are_ages() {
    assert_eq!(
        figures("two women, aged 34 and 56."),
        ["two women = count 2 women", "aged 34 = age 34 year", "56 = age 56 year"]
    );
}

#[test]
fn a_year_earlier_is_no_price_for_a_year() {
    let per = |text: &str| monies(text)[0].1.per.clone();
    assert_eq!(per("up from €2.9bn a year earlier"), None);
    assert_eq!(per("€2.9bn a year").as_deref(), Some("year"));
    assert_eq!(figures("up from 300 tonnes a year ago")[0], "300 tonnes = measure 300 tonne");
    assert_eq!(figures("300 tonnes a year"), ["300 tonnes a year = measure 300 tonne-per-year"]);
}

#[test]
fn roman_numerals_are_read_only_as_ordinals() {
    assert_eq!(figures("in the XXI century"), ["XXI century = date 2000/2099"]);
    assert_eq!(figures("the XIV Party Congress"), ["XIV = ordinal 14"]);
    for text in ["Louis XIV", "World War II began", "an IV drip", "Chapter IV", "five CD players"] {
        assert!(figures(text).iter().all(|figure| !figure.contains("ordinal")), "{text}: {:?}", figures(text));
    }
}

#[test]
fn bounds_of_many_words_are_told() {
    let bound = |text: &str| match &scan(text).marks[0].reading {
        Reading::Figure(Figure::Number(amount) | Figure::Count { amount, .. }) => amount.bound,
        Reading::Money(money) => money.amount.bound,
        other => panic!("{other:?}"),
    };
    assert_eq!(bound("as many as 30 people"), Some(Bound::AtMost));
    assert_eq!(bound("as few as 5 people"), Some(Bound::AtLeast));
    assert_eq!(bound("upward of 40"), Some(Bound::MoreThan));
    assert_eq!(bound("a €100 million-plus project"), Some(Bound::AtLeast));
}

#[test]
fn lists_share_their_unit() {
    assert_eq!(figures("3, 5 and 7 percent"), ["3 = percent 3", "5 = percent 5", "7 percent = percent 7"]);
}

#[test]
fn dates_are_as_precise_as_the_text() {
    for (text, said) in [
        ("May 31, 2019", "2019-05-31"),
        ("31 May 2019", "2019-05-31"),
        ("in May 2019", "2019-05"),
        ("in 2019", "2019"),
        ("the 1990s", "1990/1999"),
        ("the third quarter of 2019", "2019-07/2019-09"),
        ("May 1-3, 2019", "2019-05-01/2019-05-03"),
        ("from 2014 to 2018", "2014/2018"),
        ("It happened last Thursday.", "2022-09-29"),
        ("It happened a week ago.", "2022-09-29"),
        ("It happened on Tuesday.", "2022-10-04"),
        ("It will happen on Tuesday.", "2022-10-11"),
        ("They met in December.", "2021-12"),
    ] {
        let found = figures(text);
        assert!(found.len() == 1 && found[0].ends_with(&format!("date {said}")), "{text}: {found:?}");
    }
    assert_eq!(figures("In 2014 he left; in May of that year he died.")[1], "May of that year = date 2014-05");
}

#[test]
fn dates_counted_from_others_are_read() {
    // The article is of Thursday, October 6, 2022.
    for (text, said) in [
        ("a week from Friday", "2022-10-14"),
        ("in two weeks' time", "2022-10-20"),
        ("next month's 15th", "2022-11-15"),
        ("winter 2018-19", "2018-12/2019-02"),
        ("in 2010-15", "2010/2015"),
        ("the next 4 business days", "2022-10-07/2022-10-12"),
        ("this working week", "2022-10-03/2022-10-07"),
        ("the next fortnight", "2022-10-07/2022-10-20"),
        ("They left over the weekend.", "2022-10-01/2022-10-02"),
        ("They rested on Labor Day weekend.", "2022-09-03/2022-09-05"),
        ("2 weeks before Christmas.", "2022-12-11"),
        ("Talks ended at end-June.", "2022-06-21/2022-06-30"),
        ("It will last the remainder of the year.", "2022-10-06/2022-12-31"),
        ("next Friday (October 14)", "2022-10-14"),
        ("2020/23/Sep", "2020-09-23"),
        ("2018-W05", "2018-01-29/2018-02-04"),
        ("in FY2019", "2019"),
        ("next year's Q2", "2023-04/2023-06"),
        ("in 4Q22", "2022-10/2022-12"),
        ("in 1H 2023", "2023-01/2023-06"),
        ("from the 4th to the 22nd of this month", "2022-10-04/2022-10-22"),
        ("10 days before the 5th of May 2022", "2022-04-25"),
    ] {
        let found = figures(text);
        assert!(found.len() == 1 && found[0].ends_with(&format!("date {said}")), "{text}: {found:?}");
    }
    assert_eq!(figures("It meets every Thursday."), ["every Thursday = date ? every P1W"]);
    assert!(figures("This may or may not be right.").is_empty());
}

#[test]
fn a_part_of_the_day_is_told_by_name_beside_its_date() {
    for (text, said) in [
        ("The bridge fell on Tuesday night.", "Tuesday night = date 2022-10-04 night"),
        ("The bridge fell late last night.", "late last night = date 2022-10-05 night"),
        ("They met early this morning.", "early this morning = date 2022-10-06 morning"),
        ("The gates opened on the morning of May 5, 2019.", "morning of May 5, 2019 = date 2019-05-05 morning"),
        ("The trucks come at night.", "night = time ? night"),
        ("He swims early in the morning.", "early in the morning = time ? morning"),
        ("It opened at 7.30 in the morning.", "7.30 in the morning = time 07:30"),
        (
            "They were away between 7 and 9:30 last night.",
            "between 7 and 9:30 last night = time 2022-10-05T19:00/2022-10-05T21:30",
        ),
        ("We will meet tonight at 12.", "tonight at 12 = time 2022-10-07T00:00"),
    ] {
        assert_eq!(figures(text), [said], "{text}");
    }
    // No time of its own: the part of the day describes something.
    assert_eq!(figures("She reads it in the evening paper."), [""; 0]);
}

#[test]
fn what_comes_again_and_again_says_how_often() {
    for (text, said) in [
        ("The court sits every other Friday.", "every other Friday = date ? every P2W"),
        ("It rains each day.", "each day = date ? every P1D"),
        ("The panel meets every six months.", "every six months = date ? every P6M"),
        ("The market is open on Friday nights.", "Friday nights = date ? night every P1W"),
        ("The train leaves at 6 am every weekend.", "6 am every weekend = time 06:00 every P1W"),
        ("The choir sings every Monday at 4 pm.", "every Monday at 4 pm = time 16:00 every P1W"),
        ("The oil is pumped daily.", "daily = date ? every P1D"),
        ("It is open daily from 9 a.m. to 5 p.m.", "daily from 9 a.m. to 5 p.m. = time 09:00/17:00 every P1D"),
        ("They play every Sunday between 2 and 4 pm.", "every Sunday between 2 and 4 pm = time 14:00/16:00 every P1W"),
    ] {
        assert_eq!(figures(text), [said], "{text}");
    }
    // The Saturday is no day of the calendar either.
    assert_eq!(figures("It opens every Friday and Saturday."), ["every Friday = date ? every P1W"]);
    for none in ["The China Daily said so.", "a weekly paper", "an everyday routine", "each day's work"] {
        assert_eq!(figures(none), [""; 0], "{none}");
    }
}

#[test]
fn nine_eleven_was_that_of_the_last_year() {
    assert_eq!(figures("since the 9/11 attacks"), ["9/11 = date 2001-09-11"]);
    assert_eq!(figures("victims of the September 11 attacks"), ["September 11 = date 2001-09-11"]);
    assert_eq!(figures("They were fined on September 11."), ["September 11 = date 2022-09-11"]);
    assert_eq!(figures("The report is due on 9/11/2023."), ["9/11/2023 = date 2023-09-11"]);
}

#[test]
fn a_score_before_a_weekday_was_read_as_hours() {
    assert_eq!(figures("They won 5-4 Tuesday night."), ["Tuesday night = date 2022-10-04 night"]);
}

#[test]
fn an_announcement_for_the_day_of_the_article_was_put_a_week_later() {
    assert_eq!(figures("The senate will vote on the bill on Thursday."), ["Thursday = date 2022-10-06"]);
}

#[test]
fn a_verb_behind_a_weekday_was_read_as_the_present() {
    assert_eq!(figures("She is expected Wednesday to present her plan."), ["Wednesday = date 2022-10-12"]);
}

#[test]
fn the_year_of_an_event_is_not_the_period_that_begins() {
    assert_eq!(figures("since the start of the 2014 Winter Games"), ["2014 = date 2014"]);
    assert_eq!(figures("since the start of 2014"), ["start of 2014 = date 2014-01/2014-03"]);
}

#[test]
fn a_zone_is_that_of_both_ends_and_tells_that_a_number_is_an_hour() {
    for (text, said) in [
        ("It lands by 8 GMT.", "8 GMT = time 08:00Z"),
        ("from 9:30 to 11:00 CST", "from 9:30 to 11:00 CST = time 09:30-06:00/11:00-06:00"),
        ("The match starts at 7.45.", "7.45 = time 07:45"),
        ("The raid began at 0900 hours.", "0900 hours = time 09:00"),
        (
            "It fell at 4:15 a.m. on the morning of Aug. 29, 2005.",
            "4:15 a.m. on the morning of Aug. 29, 2005 = time 2005-08-29T04:15",
        ),
        ("on Monday at 9 am (BST)", "Monday at 9 am (BST) = time 2022-10-10T09:00+01:00"),
        ("open 9h30-18h", "9h30-18h = time 09:30/18:00"),
    ] {
        assert_eq!(figures(text), [said], "{text}");
    }
    assert_eq!(figures("The shares closed at 6.45."), ["6.45 = number 6.45"]);
}

#[test]
fn one_in_five_is_a_share_and_not_five_of_something() {
    assert_eq!(figures("nearly one in five voters"), ["one in five = number 0.2"]);
    assert_eq!(figures("Nine in 10 doctors agree."), ["Nine in 10 = number 0.9"]);
    assert_eq!(figures("Police arrested two in 30 raids."), ["two = number 2", "30 raids = count 30 raids"]);
}

#[test]
fn dates_are_counted_from_feasts_and_to_the_day_of_the_article() {
    for (text, said) in [
        ("They came back on the Tuesday after Labor Day.", "2022-09-06"),
        ("before the Day of Arafah 2024", "2024-06-15"),
        ("from Monday to Wednesday next week", "2022-10-10/2022-10-12"),
        ("this coming weekend", "2022-10-08/2022-10-09"),
        ("at the end of the year 2017", "2017-09/2017-12"),
        ("during Nowruz 2024", "2024-03-20"),
        ("in the summer of '69", "1969"),
        ("in the week of the 18th", "2022-10-17/2022-10-23"),
        ("in the year to date", "2022-01-01/2022-10-06"),
        ("no later than 2025", "2025"),
        ("this Friday (Oct-7)", "2022-10-07"),
        ("during Lent 2018", "2018-02-14/2018-03-31"),
        ("on Yom HaShoah 2018", "2018-04-12"),
        ("the crowds at Phagwah 2019", "2019-03-21"),
        ("in 79 A.D.", "0079"),
    ] {
        let found = figures(text);
        assert!(found.len() == 1 && found[0].ends_with(&format!("date {said}")), "{text}: {found:?}");
    }
    assert_eq!(figures("She lent him money."), [""; 0]);
}

#[test]
fn times_are_read_with_their_date_zone_and_length() {
    for (text, said) in [
        ("from 10 am for 3 hours 30 minutes", "10:00/13:30"),
        ("for two hours from 2pm", "14:00/16:00"),
        ("from 2pm till tomorrow 4:30pm", "2022-10-06T14:00/2022-10-07T16:30"),
        ("between 2:00 tomorrow and 4:00", "2022-10-07T02:00/2022-10-07T04:00"),
        ("2022-10-03T17:00:00+02:00", "2022-10-03T17:00:00+02:00"),
        ("at 0700 GMT", "07:00Z"),
        ("20.30 CET", "20:30+01:00"),
        ("15:00 GMT+2", "15:00+02:00"),
        ("at quarter to six", "05:45"),
        ("from two thirty to two forty-five", "02:30/02:45"),
        ("between 9.30-4.30pm", "09:30/16:30"),
        ("They arrived on Monday at 4.", "2022-10-03T04:00"),
        ("the day after tomorrow, 5pm", "2022-10-08T17:00"),
    ] {
        let found = figures(text);
        assert!(found.len() == 1 && found[0].ends_with(&format!("time {said}")), "{text}: {found:?}");
    }
}

#[test]
fn a_dozen_and_a_half_was_twelve_and_a_half() {
    assert_eq!(figures("a dozen and a half eggs"), ["a dozen and a half eggs = count 18 eggs"]);
    assert_eq!(figures("two dozen soldiers"), ["two dozen soldiers = count 24 soldiers"]);
}

#[test]
fn five_grand_is_five_thousand_and_a_grand_piano_is_none() {
    assert_eq!(amounts("They paid him five grand in Chicago."), ["five grand = 5000 USD"]);
    assert_eq!(amounts("She lost 20 grand, not £2."), ["20 grand = 20000 GBP", "£2 = 2 GBP"]);
    assert_eq!(amounts("two grand pianos and three grand juries"), [""; 0]);
}

#[test]
fn gas_by_its_volume_is_cubic_metres_and_feet() {
    for (text, said) in [
        ("It sold 5.5 bcm of gas.", "5.5 bcm = measure 5500000000 cubic-meter"),
        ("a field of 12 tcf", "12 tcf = measure 12000000000000 cubic-foot"),
        ("between 30 and 40 bcm", "between 30 and 40 bcm = measure 30000000000..40000000000 cubic-meter"),
        ("55 bcm a year", "55 bcm a year = measure 55000000000 cubic-meter-per-year"),
    ] {
        assert_eq!(figures(text), [said], "{text}");
    }
}

#[test]
fn a_whole_period_lasts_one_of_it() {
    assert_eq!(figures("It rained all day."), ["all day = duration P1D"]);
    assert_eq!(figures("It took the whole week."), ["whole week = duration P1W"]);
    assert_eq!(figures("2 or 3 days"), ["2 or 3 days = duration P2D..P3D"]);
}

#[test]
fn without_a_date_relative_dates_stay_open() {
    let text = "It happened last Thursday.";
    let scan = ENGINE.scan(&Article::from_text(text), &Preferences::default());
    assert_eq!(figure(&scan.marks[0], text).as_deref(), Some("last Thursday = date ?"));
}

#[test]
fn the_pages_country_decides_which_number_is_the_month() {
    let read = |country: &str| {
        let mut article = article("dated 03/04/2022", "2022-10-06");
        article.site_country = Country::parse(country);
        let scan = ENGINE.scan(&article, &Preferences::default());
        figure(&scan.marks[0], &article.text)
    };
    assert_eq!(read("US").as_deref(), Some("03/04/2022 = date 2022-03-04"));
    assert_eq!(read("GB").as_deref(), Some("03/04/2022 = date 2022-04-03"));
}

#[test]
fn a_page_in_another_language_is_read_by_its_signs_alone() {
    let mut article = article("El martes pagó 1.250 € por un coche en mayo.", "2022-10-06");
    article.language = Some("es-ES".into());
    let scan = ENGINE.scan(&article, &to("USD"));
    assert_eq!(scan.marks.len(), 1);
    assert!(matches!(&scan.marks[0].reading, Reading::Money(m) if value(&m.amount.value) == "1250"));
}

#[test]
fn bad_input_gives_no_mark_and_no_panic() {
    for text in [
        "9".repeat(1000),
        "(".repeat(500) + "$5" + &")".repeat(500),
        "$".repeat(500),
        "1 million ".repeat(200),
        "\u{202e}$5\u{202c} million".into(),
        "٣٤٥ руб ５００".into(),
    ] {
        let _ = scan(&text);
    }
    assert!(figures(&"9".repeat(1000)).is_empty());
    assert_eq!(Currency::parse("PESO"), None);
}

#[test]
fn damaged_tables_are_told_and_the_rest_still_reads() {
    let mut units = UNITS.clone();
    let middle = units.len() / 2;
    units[middle] ^= 1;
    let (engine, errors) = Engine::new(TableBytes { units: &units, rates: &RATES[..100], ..TableBytes::default() });
    assert!(
        errors.iter().filter(|e| e.to_string().contains("units.bin") || e.to_string().contains("rates.bin")).count()
            == 2,
        "{errors:?}"
    );
    let text = "In 2019 they sent 300 soldiers.";
    let scan = engine.scan(&Article::from_text(text), &Preferences::default());
    let found: Vec<_> = scan.marks.iter().filter_map(|mark| figure(mark, text)).collect();
    assert_eq!(found, ["2019 = date 2019", "300 soldiers = count 300 soldiers"]);
}

/// Pieces that figures are made of, so that random texts hit the readers and not only the tokens.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "$",
        "€",
        "US$",
        "5",
        "26,000",
        "1.250.000",
        "million",
        "bn",
        "m",
        "-",
        "–",
        "to",
        "and",
        "between",
        "from",
        "a",
        "half",
        "three",
        "hundred",
        "twenty",
        "-",
        "first",
        "May",
        "31",
        "2019",
        ",",
        "last",
        "Thursday",
        "week",
        "ago",
        "in",
        "of",
        "the",
        "pesos",
        "pounds",
        "per",
        "each",
        "(",
        ")",
        "percent",
        "%",
        "km",
        "/",
        "h",
        "feet",
        "'",
        "\"",
        "2",
        ":",
        "30",
        "p.m.",
        "quarter",
        "past",
        "'90s",
        "1990s",
        "Q3",
        "years",
        "old",
        "aged",
        "12",
        "½",
        "°",
        "C",
        ".",
        "point",
        "USD115",
        "R1",
        "crore",
        "next",
        "year",
        "Christmas",
        "\n",
        "é",
        "日",
        "\u{200b}",
        "end",
        "about",
        "or",
        "more",
        "than",
        "at",
        "least",
        "Mexico",
        "soldiers",
        "minus",
        "−",
        "^",
        "x10",
        "e",
        "every",
        "other",
        "daily",
        "Friday",
        "nights",
        "evening",
        "early",
        "in the morning",
        "tonight",
        "12",
        "in",
        "GMT",
        "(BST)",
        "w/c",
        "May",
        "10-1-2018",
        "after Easter",
        "Lent",
        "bcm",
    ]);
    prop::collection::vec((piece, prop::bool::ANY), 0..24).prop_map(|pieces| {
        pieces.iter().map(|(piece, space)| format!("{piece}{}", if *space { " " } else { "" })).collect()
    })
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let scan = scan(text);
    let mut end = 0;
    for mark in &scan.marks {
        prop_assert!(mark.span.start >= end && !mark.span.is_empty() && mark.span.end <= text.len());
        prop_assert!(text.is_char_boundary(mark.span.start) && text.is_char_boundary(mark.span.end));
        end = mark.span.end;
        if let Reading::Figure(Figure::Count { number_end, .. }) = &mark.reading {
            prop_assert!(
                mark.span.start < *number_end && *number_end <= mark.span.end && text.is_char_boundary(*number_end)
            );
        }
        if let Reading::Money(Money { same_as: Some(other), .. }) = &mark.reading {
            prop_assert!(*other < scan.marks.len());
        }
    }
    Ok(())
}

/// What a mark says without what the rest of the article decides.
fn own(mark: &Mark, text: &str) -> Option<String> {
    match &mark.reading {
        Reading::Money(money) => Some(format!("{} {}", mark.span.of(text), value(&money.amount.value))),
        Reading::Figure(Figure::Date { .. }) => Some(format!("{} date", mark.span.of(text))),
        _ => figure(mark, text),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics_and_offsets_are_on_borders(text in pieces()) {
        check(&text)?;
    }

    #[test]
    fn any_string_is_read(text in "(?s).{0,60}") {
        check(&text)?;
    }

    #[test]
    fn a_paragraph_alone_says_what_it_says_in_its_article(before in pieces(), text in pieces(), behind in pieces()) {
        let paragraph = text.replace('\n', " ").replace("pounds", "pesos");
        let (before, behind) = (before.replace("pounds", "x"), behind.replace("pounds", "x"));
        let whole = format!("{before}\n{paragraph}\n{behind}");
        let start = before.len() + 1;
        let alone: Vec<_> = scan(&paragraph).marks.iter().filter_map(|mark| own(mark, &paragraph)).collect();
        let within: Vec<_> = scan(&whole)
            .marks
            .iter()
            .filter(|mark| mark.span.start >= start && mark.span.end <= start + paragraph.len())
            .filter_map(|mark| own(mark, &whole))
            .collect();
        prop_assert_eq!(alone, within);
    }

    #[test]
    fn a_figure_written_out_is_read_back(whole in 2u32..1000, part in 1u32..100, power in prop::sample::select(vec![
        ("thousand", 3u32), ("million", 6), ("billion", 9), ("trillion", 12),
    ])) {
        let tenth = format!("{whole}.{part:02}");
        let plain: rust_decimal::Decimal = tenth.parse().unwrap();
        let said = plain.normalize();
        let (name, zeros) = power;
        let scaled = (plain * rust_decimal::Decimal::from(10u64.pow(zeros))).normalize();
        for (text, expected) in [
            (format!("{tenth} percent"), format!("percent {said}")),
            (format!("{tenth} kilometers"), format!("measure {said} kilometer")),
            (format!("{tenth} {name}"), format!("number {scaled}")),
            (format!("{whole} rifles"), format!("count {whole} rifles")),
            (format!("{whole} days"), format!("duration P{whole}D")),
        ] {
            prop_assert_eq!(figures(&text), [format!("{text} = {expected}")]);
        }
    }

    #[test]
    fn a_date_written_out_is_read_back(days in 0i64..73_000, hour in 0u8..24, minute in 0u8..60) {
        let date = jiff::civil::date(1900, 1, 1) + jiff::Span::new().days(days);
        for form in ["%Y-%m-%d", "%B %-d, %Y", "%-d %B %Y", "%-m/%-d/%Y", "%A, %b %-d, %Y", "the %-d of %B %Y"] {
            let text = format!("It was {}.", date.strftime(form));
            let found = figures(&text);
            prop_assert!(found.len() == 1 && found[0].ends_with(&format!(" = date {date}")), "{}: {:?}", text, found);
        }
        let text = format!("{date}T{hour:02}:{minute:02}Z");
        prop_assert_eq!(figures(&text), [format!("{text} = time {text}")]);
    }

    #[test]
    fn a_value_written_out_is_read_back(units in 0u64..10_000_000_000, cents in 0u8..100) {
        let digits = units.to_string();
        let mut grouped = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let (amount, text) = if cents == 0 {
            (digits, format!("€{grouped}"))
        } else {
            (format!("{digits}.{cents:02}"), format!("€{grouped}.{cents:02}"))
        };
        let found = monies(&text);
        prop_assert_eq!(found.len(), 1);
        let expected: rust_decimal::Decimal = amount.parse().unwrap();
        prop_assert_eq!(value(&found[0].1.amount.value), expected.normalize().to_string());
    }
}

// What news texts taught.

#[test]
fn an_age_between_commas_is_no_number() {
    assert_eq!(figures("Rosa Díaz, 63, said so.")[0], "63 = age 63 year");
    assert_eq!(figures("in rows 4, 5, and so on").iter().filter(|f| f.contains("age")).count(), 0);
}

#[test]
fn a_few_hundred_is_not_one_hundred() {
    assert!(amounts("They need a few hundred dollars.").is_empty());
    assert!(figures("hundreds of thousand hectares").is_empty());
}
