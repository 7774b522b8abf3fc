//! Dates as pages state them in their metadata.

use jiff::civil::Date;

/// No news article is older; a year outside is a template's empty value (`0001-01-01`, `1970-01-01`).
const YEARS: core::ops::RangeInclusive<i16> = 1971..=2199;

/// Reads a date as metadata has it, at whatever precision beyond the day: `2022-10-06T17:45:00-05:00`,
/// `20221006`, `2022/10/06`, `Thu, 06 Oct 2022 17:45:00 GMT`, `October 6, 2022`, a Unix time.
///
/// The day is the one written, in the writer's own time zone: that is the day the paper bears.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    numeric(text).or_else(|| with_month_name(text)).filter(|date| YEARS.contains(&date.year()))
}

/// The date in an address: `/2022/10/06/`, `/2022-10-06-`, `/20221006/`, `/2022/oct/06/`.
pub(super) fn from_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let separate = parts.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        if year.len() != 4 || day.is_empty() || day.len() > 2 {
            return None;
        }
        let month = if month.len() <= 2 { month.parse().ok()? } else { month_number(month)? };
        Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
    });
    let date = separate.or_else(|| {
        parts.iter().find_map(|part| {
            let dashed = part.get(..10).filter(|start| start.as_bytes()[4] == b'-').and_then(numeric);
            let tight = (part.len() == 8).then(|| numeric(part)).flatten();
            dashed.or(tight)
        })
    });
    date.filter(|date| YEARS.contains(&date.year()))
}

/// The first numbers of a text that begins with one, with their lengths.
fn numbers(text: &str) -> Vec<(usize, i64)> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .take(8)
        .filter_map(|part| Some((part.len(), part.parse().ok()?)))
        .collect()
}

fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

fn numeric(text: &str) -> Option<Date> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lead = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    match (lead, numbers(text).as_slice()) {
        (4, [(_, year), (1..=2, month), (1..=2, day), ..]) if !text[lead..].starts_with(char::is_whitespace) => {
            civil(*year, *month, *day)
        }
        // 20221006, 20221006T1745, 20221006174500
        (8 | 12 | 14, [(_, all), ..]) => {
            let day = all / 10_i64.pow(u32::try_from(lead).ok()? - 8);
            civil(day / 10_000, day / 100 % 100, day % 100)
        }
        (10 | 13, [(_, unix), ..]) if lead == text.len() => {
            let seconds = if lead == 13 { unix / 1000 } else { *unix };
            let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
            Date::new(1970, 1, 1).ok()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
        }
        // 06.10.2022: with points the day comes first; with slashes nobody can tell.
        (1..=2, [(_, day), (1..=2, month), (4, year), ..]) if text[lead..].starts_with('.') => {
            civil(*year, *month, *day)
        }
        _ => None,
    }
}

fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let known = |month: &str| {
        *month == *word || word.len() >= 3 && (word == "sept" || word.len() == 3) && month.starts_with(&*word)
    };
    MONTHS.iter().position(|month| known(month)).and_then(|index| i8::try_from(index + 1).ok())
}

/// `October 6, 2022`, `6 October 2022`, `Thu, 06 Oct 2022 17:45`, with anything before.
fn with_month_name(text: &str) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(24).collect();
    let at = words.iter().position(|word| month_number(word).is_some())?;
    let month = month_number(words[at])?;
    let day = |word: Option<&&str>| -> Option<i64> {
        let digits = word?.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
    };
    let year = |word: Option<&&str>| -> Option<i64> { word.filter(|word| word.len() == 4)?.parse().ok() };
    let before = at.checked_sub(1).and_then(|index| words.get(index));
    match (day(before), year(words.get(at + 1))) {
        (Some(day), Some(year)) => civil(year, month.into(), day),
        _ => {
            // The time may stand between day and year: `Thu Oct 6 17:45:00 2022`.
            civil(words.get(at + 2..)?.iter().find_map(|word| year(Some(word)))?, month.into(), day(words.get(at + 1))?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn metadata_dates_in_use() {
        for text in [
            "2022-10-06",
            "2022-10-06T17:45:00-05:00",
            "2022-10-06 17:45",
            "2022/10/06",
            "20221006",
            "20221006T174500Z",
            "20221006174500",
            "1665077400",
            "1665077400000",
            "Thu, 06 Oct 2022 17:45:00 GMT",
            "Thu Oct 6 17:45:00 CDT 2022",
            "October 6, 2022",
            "Oct. 6th, 2022, 5:45 p.m.",
            "6 October 2022",
            "Published 06 Oct 2022",
            "06.10.2022",
        ] {
            assert_eq!(parse(text), Date::new(2022, 10, 6).ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_a_templates_empty_value() {
        for text in [
            "",
            "today",
            "0001-01-01T00:00:00Z",
            "1970-01-01",
            "2022-13-06",
            "06/10/2022",
            "2022-10",
            "October",
            "2022 10 06",
            "0",
            "999999999999999999999",
            "May",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_hold_dates() {
        let day = Date::new(2022, 10, 6).ok();
        assert_eq!(from_url("https://example.com/mexico/2022/10/06/army.html?x=2001/01/01"), day);
        assert_eq!(from_url("https://example.com/2022/oct/6/army"), day);
        assert_eq!(from_url("https://example.com/2022-10-06-army"), day);
        assert_eq!(from_url("https://example.com/20221006/army"), day);
        assert_eq!(from_url("https://example.com/army-14848164.php"), None);
        assert_eq!(from_url("https://example.com/1800/20/06/"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(\\PC|[0-9]{1,20}|[-/ .:,T]|(?i:oct|may|sept|october)){0,20}") {
            parse(&text);
            from_url(&text);
        }
    }
}
