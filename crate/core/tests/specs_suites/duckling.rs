//! Duckling: groups of strings with one value, written as a Haskell expression.

use std::path::Path;

use super::{close, number, read};
use crate::{Marks, Scanner, Suite, specs_suites::recognizers::seconds};

/// The words and numbers of an expression, brackets and commas dropped.
fn words(expression: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in expression.chars() {
        match c {
            '"' => quoted = !quoted,
            c if quoted || !(c.is_whitespace() || matches!(c, '(' | ')' | ',')) => word.push(c),
            _ => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

type Check = fn(&Marks, &[String]) -> bool;

pub fn suites(folder: &Path, scanner: &Scanner<'_>) -> Vec<Suite> {
    let suite = |file: &str, name: &'static str, threshold, check: Check| {
        let mut cases = Vec::new();
        for group in read(&folder.join(file)).as_array().into_iter().flatten() {
            let value = words(group["value"].as_str().unwrap_or_default());
            for string in group["strings"].as_array().into_iter().flatten().filter_map(|s| s.as_str()) {
                let marks = scanner.marks(string, Some("2013-02-12"));
                cases.push((string.to_owned(), check(&marks, &value)));
            }
        }
        Suite { name, threshold, cases }
    };
    vec![
        suite("AmountOfMoney.EN.json", "duckling money", Some(95), amount),
        suite("Numeral.EN.json", "duckling numeral", Some(95), numeral),
        suite("Ordinal.EN.json", "duckling ordinal", Some(95), numeral),
        suite("Distance.EN.json", "duckling distance", Some(92), amount),
        suite("Volume.EN.json", "duckling volume", Some(92), amount),
        suite("Quantity.EN.json", "duckling quantity", Some(92), amount),
        suite("Temperature.EN.json", "duckling temperature", Some(92), amount),
        suite("Duration.EN.json", "duckling duration", Some(80), duration),
        suite("Time.EN.json", "duckling time", Some(80), time),
    ]
}

/// Meters, liters, grams of one unit; 1 for what is compared as it stands.
fn factor(unit: &str) -> f64 {
    match unit.to_lowercase().as_str() {
        "inch" => 0.0254,
        "foot" => 0.3048,
        "yard" => 0.9144,
        "mile" => 1609.344,
        "kilometre" | "kilometer" => 1000.0,
        "centimetre" | "centimeter" => 0.01,
        "millilitre" | "milliliter" => 0.001,
        "hectolitre" | "hectoliter" => 100.0,
        "kilogram" => 1000.0,
        "milligram" => 0.001,
        "cent" => 0.01,
        _ => 1.0,
    }
}

fn amount(marks: &Marks, words: &[String]) -> bool {
    let unit = words.get(1).map_or("", String::as_str);
    let numbers: Vec<f64> = words.iter().skip(2).filter_map(|word| word.parse().ok()).collect();
    let scale = factor(unit);
    let ours = |fields: &serde_json::Map<String, serde_json::Value>, name: &str| {
        let unit = fields.get("unit").and_then(|unit| unit.as_str()).unwrap_or("");
        number(fields, name).map(|value| value * factor(unit))
    };
    let same = |found: Option<f64>, wanted: Option<&f64>| {
        found
            .zip(wanted)
            .is_some_and(|(found, wanted)| close(found, wanted * scale) || (found - wanted * scale).abs() < 1e-6)
    };
    let currency = unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase());
    marks.any(&[], |fields| {
        if currency && fields.get("currency").and_then(|c| c.as_str()) != Some(unit) {
            return false;
        }
        let bound = fields.get("bound").and_then(|bound| bound.as_str());
        match words[0].as_str() {
            "simple" => same(ours(fields, "value"), numbers.first()),
            "between" => same(ours(fields, "low"), numbers.first()) && same(ours(fields, "high"), numbers.get(1)),
            "under" => same(ours(fields, "value"), numbers.first()) && matches!(bound, Some("less_than" | "at_most")),
            "above" => same(ours(fields, "value"), numbers.first()) && matches!(bound, Some("more_than" | "at_least")),
            _ => false,
        }
    })
}

fn numeral(marks: &Marks, words: &[String]) -> bool {
    let value: Option<f64> = words.get(1).and_then(|word| word.parse().ok());
    marks.any(&[], |fields| number(fields, "value").zip(value).is_some_and(|(a, b)| close(a, b)))
}

fn duration(marks: &Marks, words: &[String]) -> bool {
    let Some(count) = words.get(1).and_then(|word| word.parse::<f64>().ok()) else { return false };
    let unit = match words.get(2).map(String::as_str) {
        Some("Second") => 1.0,
        Some("Minute") => 60.0,
        Some("Hour") => 3600.0,
        Some("Day") => 86400.0,
        Some("Week") => 7.0 * 86400.0,
        // Months only add up with years: twelve of them.
        Some("Month") => 30.0 * 86400.0,
        Some("Year") => 365.0 * 86400.0,
        _ => return false,
    };
    marks.any(&["duration"], |fields| {
        let Some(iso) = fields.get("value").and_then(|value| value.as_str()) else { return false };
        let months = iso.strip_prefix('P').and_then(|rest| {
            let (years, rest) = rest.split_once('Y').unwrap_or(("0", rest));
            let months = rest.strip_suffix('M').unwrap_or("0");
            Some(years.parse::<f64>().ok()? * 12.0 + months.parse::<f64>().ok()?)
        });
        let as_months = words[2] == "Month" && months.is_some_and(|months| close(months, count));
        as_months || seconds(iso).is_some_and(|seconds| close(seconds, count * unit))
    })
}

/// A clock with its offset from UTC as the suite's zone of reference has it, two hours behind: `09:30-06:00` is 13:30.
fn at_reference(clock: &str) -> Option<String> {
    let at = clock.find(['+', '-', 'Z'])?;
    let two = |text: &str| Some(text.get(..2)?.parse::<i32>().ok()? * 60 + text.get(3..5)?.parse::<i32>().ok()?);
    let offset = match &clock[at..at + 1] {
        "Z" => 0,
        "-" => -two(&clock[at + 1..])?,
        _ => two(&clock[at + 1..])?,
    };
    let minutes = (two(clock)? - offset - 120).rem_euclid(24 * 60);
    Some(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

/// Whether an interval of hours is the suite's for a part of the day.
fn is_part(part: &str, from: i32, to: i32) -> bool {
    match part {
        "morning" => matches!((from, to), (0 | 4, 12)),
        "afternoon" => (from, to) == (12, 19),
        _ => matches!((from, to), (18 | 21, 0) | (0, 4)),
    }
}

/// The date and time of a Haskell tuple: year, month, day, hour, minute, second.
fn tuple(words: &[String]) -> Option<[i32; 6]> {
    let numbers: Vec<i32> = words.iter().take(6).filter_map(|word| word.parse().ok()).collect();
    numbers.try_into().ok()
}

fn time(marks: &Marks, words: &[String]) -> bool {
    let interval = words[0].contains("Interval") && !words[0].contains("Open");
    let open = words[0].contains("Open");
    let rest = &words[1 + usize::from(open)..];
    let Some(start) = tuple(rest) else { return false };
    let end = interval.then(|| tuple(&rest[6..])).flatten();
    let grain = rest.get(if interval { 12 } else { 6 }).map_or("", String::as_str);
    let stamp = |t: [i32; 6], grain: &str| -> String {
        let [year, month, day, hour, minute, second] = t;
        match grain {
            "Year" => format!("{year:04}"),
            "Month" => format!("{year:04}-{month:02}"),
            "Quarter" => format!("{year:04}-{month:02}/{year:04}-{:02}", month + 2),
            "Day" | "Week" => format!("{year:04}-{month:02}-{day:02}"),
            _ if second > 0 => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"),
        }
    };
    let wanted = stamp(start, grain);
    let clock = format!("{:02}:{:02}", start[3], start[4]);
    let next_day =
        |text: &str| text.parse::<jiff::civil::Date>().ok().and_then(|d| d.tomorrow().ok()).map(|d| d.to_string());
    marks.any(&["date", "time"], |fields| {
        // The suite's hours of an evening are its own; Postil names the part of the day.
        if let (Some(part), Some(end)) = (fields.get("part").and_then(|part| part.as_str()), end) {
            let day = fields.get("value").and_then(|value| value.as_str()).unwrap_or("2013-02-12");
            return is_part(part, start[3], end[3]) && day == stamp(start, "Day");
        }
        let Some(ours) = fields.get("value").and_then(|value| value.as_str()) else { return false };
        let (first, last) = ours.split_once('/').unwrap_or((ours, ours));
        if let Some(end) = end {
            // Intervals end behind their last day; hours of a part of the day are not Postil's.
            let end_day = stamp(end, "Day");
            let plain = |t: [i32; 6]| t[3] == 0 && t[4] == 0;
            let from = full(first);
            let to = full_end(last);
            let days = plain(start)
                && plain(end)
                && from.as_deref() == Some(&stamp(start, "Day"))
                && to.is_some_and(|to| next_day(&to).as_deref() == Some(end_day.as_str()));
            // Clock intervals end one grain later there.
            let minute_less = |t: [i32; 6]| {
                let total = t[3] * 60 + t[4] - if grain == "Hour" { 60 } else { 1 };
                format!("{:02}:{:02}", total.div_euclid(60), total.rem_euclid(60))
            };
            let clocks = first.ends_with(&clock)
                && (last.ends_with(&minute_less(end)) || last.ends_with(&format!("{:02}:{:02}", end[3], end[4])));
            // With a zone, and with their dates.
            let zoned = at_reference(first).as_ref() == Some(&clock)
                && at_reference(last).is_some_and(|last| last == minute_less(end) || last.ends_with(&minute_less(end)));
            let second_less = |t: [i32; 6]| [t[0], t[1], t[2], t[3], t[4], t[5] - 1];
            let stamped =
                |t: [i32; 6]| format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", t[0], t[1], t[2], t[3], t[4], t[5]);
            let dated = first == stamped(start) && last == stamped(second_less(end));
            return days || clocks && first.contains(':') || zoned || dated;
        }
        if grain == "Week" {
            return first == wanted && ours.contains('/');
        }
        if ours == wanted {
            return true;
        }
        // `two years ago` is a year in scan-format, as precise as the text: the month and day are the reference's.
        if wanted.strip_prefix(ours).is_some_and(|rest| "2013-02-12".ends_with(rest) && ours.len() >= 4) {
            return true;
        }
        if let Some((date, clock)) = ours.split_once('T')
            && let Some(clock) = at_reference(clock)
        {
            return format!("{date}T{clock}") == wanted;
        }
        // A time without its date: the suite puts it on the day of reference.
        let reference = (start[1], start[2]) == (2, 12) || (start[1], start[2]) == (2, 13);
        if matches!(grain, "Hour" | "Minute" | "Second") {
            // With a zone: the suite turns it into that of its reference, two hours behind UTC.
            if let Some(zoned) = ours.strip_suffix('Z') {
                return stamp([start[0], start[1], start[2], start[3] + 2, start[4], start[5]], grain) == zoned;
            }
            // In seven days: the suite keeps the hour of its reference (04), Postil's days have none.
            if start[3] == 4 && start[4] == 0 && ours == stamp(start, "Day") {
                return true;
            }
            let seconds = format!("{clock}:{:02}", start[5]);
            return (ours == clock || ours == seconds) && reference;
        }
        false
    })
}

/// The first day of a value, in full.
fn full(value: &str) -> Option<String> {
    Some(match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        10 => value.to_owned(),
        _ => return None,
    })
}

/// The last day of a value, in full.
fn full_end(value: &str) -> Option<String> {
    match value.len() {
        4 => Some(format!("{value}-12-31")),
        7 => format!("{value}-01").parse::<jiff::civil::Date>().ok().map(|d| d.last_of_month().to_string()),
        10 => Some(value.to_owned()),
        _ => None,
    }
}
