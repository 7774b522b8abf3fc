//! When: the article's dates in their order.

use leptos::prelude::*;
use postil_webext::{details::Day, format, i18n::message};

use super::Go;

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
    Some(f64::from(year) * 365.25 + within)
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
            None => stops.push(Stop { value, at, days: vec![date] }),
        }
    }
    stops.sort_by(|a, b| a.at.total_cmp(&b.at));
    stops
}

/// The timeline: a line with a dot for every date, and the table of them.
#[component]
pub fn Dates(dates: Vec<Day>, go: Go) -> impl IntoView {
    let stops = stops(dates);
    let (first, last) = (stops.first().map_or(0.0, |stop| stop.at), stops.last().map_or(0.0, |stop| stop.at));
    let x = move |at: f64| if last > first { 6.0 + 288.0 * (at - first) / (last - first) } else { 150.0 };
    let dots: Vec<f64> = stops.iter().map(|stop| x(stop.at)).collect();
    (!stops.is_empty()).then(|| {
        view! {
            <section aria-labelledby="when">
                <h2 id="when">{message("panel_when")}</h2>
                <svg class="timeline" viewBox="0 0 300 16" aria-hidden={"true"}>
                    <line x1={"0"} y1={"8"} x2={"300"} y2={"8"} />
                    {dots.into_iter().map(|x| view! { <circle cx=x.to_string() cy={"8"} r={"5"} /> }).collect_view()}
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
    fn what_is_no_date_has_none() {
        for text in ["", "XXXX-05-31", "10:30", "2022-13", "2022-W07", "2022-05-32"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
