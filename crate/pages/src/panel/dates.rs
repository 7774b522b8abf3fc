//! When: the article's dates in their order.

use leptos::prelude::*;
use postil_webext::{details::Day, format, i18n::message};

use super::Go;

/// Days of a year, on average.
const YEAR: f64 = 365.25;
/// How many years the line names at most.
const MOST_YEARS: u32 = 5;

/// Days since the first of January of the year 0, nearly: enough to lay dates out along a line.
/// A month or year stands for its middle. `None` for what is no date.
fn day(iso: &str) -> Option<f64> {
    let first = iso.split('/').next()?;
    let date = first.split('T').next()?;
    let mut parts = date.split('-');
    let year = parts.next()?.parse::<u32>().ok().filter(|_| date.len() >= 4)?;
    let number = |part: Option<&str>, most: u32| match part {
        None => Some(None),
        Some(part) => part.parse::<u32>().ok().filter(|number| (1..=most).contains(number)).map(Some),
    };
    let month = number(parts.next(), 12)?;
    let day = number(parts.next(), 31)?;
    let within = match (month, day) {
        (Some(month), Some(day)) => f64::from(month - 1) * 30.44 + f64::from(day - 1),
        (Some(month), None) => f64::from(month - 1) * 30.44 + 15.0,
        _ => 182.0,
    };
    Some(f64::from(year) * YEAR + within)
}

/// One date of the timeline, with the places that name it.
#[derive(Clone, PartialEq, Debug)]
struct Stop {
    value: String,
    at: f64,
    days: Vec<Day>,
}

/// The dates that are known, earliest first, each once.
fn stops(dates: Vec<Day>) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    for date in dates {
        let Some((value, at)) = date.value.clone().and_then(|value| day(&value).map(|at| (value, at))) else {
            continue;
        };
        match stops.iter_mut().find(|stop| stop.value == value) {
            Some(stop) => stop.days.push(date),
            None => {
                // At its place: sorting them would be 4 KB of program.
                let place = stops.partition_point(|stop| stop.at <= at);
                stops.insert(place, Stop { value, at, days: vec![date] });
            }
        }
    }
    stops
}

/// The timeline: a line with a dot for every date, and the table of them.
#[component]
pub fn Dates(dates: Vec<Day>, go: Go) -> impl IntoView {
    let stops = stops(dates);
    let (first, last) = (stops.first().map_or(0.0, |stop| stop.at), stops.last().map_or(0.0, |stop| stop.at));
    let x = move |at: f64| if last > first { 2.0 + 96.0 * (at - first) / (last - first) } else { 50.0 };
    let dots: Vec<f64> = stops.iter().map(|stop| x(stop.at)).collect();
    let years: Vec<(f64, u32)> = years(first, last).map(|year| (x(f64::from(year) * YEAR), year)).collect();
    (!stops.is_empty()).then(|| {
        view! {
            <section aria-labelledby="when">
                <h2 id="when">{message("panel_when")}</h2>
                <svg class="timeline" height={"32"} aria-hidden={"true"}>
                    <line x1={"0"} y1={"8"} x2={"100%"} y2={"8"} />
                    {years.into_iter().map(|(x, year)| view! {
                        <line x1=percent(x) y1={"3"} x2=percent(x) y2={"13"} />
                        <text x=percent(x) y={"28"} text-anchor={"middle"}>{year}</text>
                    }).collect_view()}
                    {dots.into_iter().map(|x| view! { <circle cx=percent(x) cy={"8"} r={"5"} /> }).collect_view()}
                </svg>
                <table class="plain">
                    <thead class="unseen">
                        <tr>
                            <th scope="col">{message("type_date")}</th>
                            <th scope="col">{message("panel_in_text")}</th>
                        </tr>
                    </thead>
                    <tbody>{stops.into_iter().map(|stop| view! { <Row stop go /> }).collect_view()}</tbody>
                </table>
            </section>
        }
    })
}

fn percent(x: f64) -> String {
    format!("{x:.2}%")
}

/// The years that the line names: their beginnings, few enough to be read and none at the very ends, where their
/// numbers would be cut off.
fn years(first: f64, last: f64) -> impl Iterator<Item = u32> {
    let margin = (last - first) * 0.05;
    let (from, to) = (((first + margin) / YEAR).ceil() as u32, ((last - margin) / YEAR).floor() as u32);
    let count = to.saturating_sub(from) + 1;
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(|step| count / step <= MOST_YEARS);
    let step = step.unwrap_or(1000);
    (from..=to).filter(move |year| last > first && year % step == 0)
}

#[component]
fn Row(stop: Stop, go: Go) -> impl IntoView {
    let words = match stop.value.split_once('/') {
        Some((from, to)) => format!("{} – {}", format::date(from), format::date(to)),
        None => format::date(&stop.value),
    };
    let places = stop.days.into_iter().map(|day| {
        let place = day.line.place;
        view! { <button type="button" class="link" on:click=move |_| go.to(place)>{day.line.exact}</button> }
    });
    view! {
        <tr>
            <th scope="row">{words}</th>
            <td>{places.collect_view()}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_precision_have_a_place_on_the_line() {
        let order =
            ["1999", "2019-05-31", "2022", "2022-10", "2022-10-20", "2022-11-01/2022-11-30", "2023-01-01T10:00"];
        let days: Vec<f64> = order.iter().map(|iso| day(iso).unwrap()).collect();
        assert!(days.is_sorted(), "{days:?}");
    }

    #[test]
    fn the_line_names_a_few_years_within_it() {
        let named = |from: &str, to: &str| years(day(from).unwrap(), day(to).unwrap()).collect::<Vec<_>>();
        assert_eq!(named("2018-06-01", "2022-10-06"), [2019, 2020, 2021, 2022]);
        assert_eq!(named("1968", "2022"), [1980, 1990, 2000, 2010]);
        assert_eq!(named("1810-09-16", "2022-10-06"), [1850, 1900, 1950, 2000]);
        assert_eq!(named("2022-03-01", "2022-10-06"), Vec::<u32>::new());
        assert_eq!(named("2022-10-06", "2022-10-06"), Vec::<u32>::new());
    }

    #[test]
    fn what_is_no_date_has_none() {
        for text in ["", "XXXX-05-31", "10:30", "2022-13", "2022-W07", "2022-05-32"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
