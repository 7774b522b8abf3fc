//! How much: all sums in the reader's currency.

use leptos::prelude::*;
use postil_webext::{details::Sum, i18n::message};

use super::Go;

/// From this ratio of the largest to the smallest sum on, the bars are logarithmic: on an even scale
/// the small ones would not be seen.
const WIDE: f64 = 200.0;
/// The shortest bar on a logarithmic scale, so that the smallest sum has one.
const SHORTEST: f64 = 0.04;

/// How long the bars are, 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Scale {
    least: f64,
    most: f64,
    logarithmic: bool,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let positive = values.filter(|value| *value > 0.0);
        let most = positive.clone().fold(0.0, f64::max);
        let least = positive.fold(most, f64::min);
        Scale { least, most, logarithmic: least > 0.0 && most / least > WIDE }
    }

    fn length(self, value: f64) -> f64 {
        if value <= 0.0 || self.most <= 0.0 {
            0.0
        } else if self.logarithmic {
            SHORTEST + (1.0 - SHORTEST) * (value / self.least).ln() / (self.most / self.least).ln()
        } else {
            value / self.most
        }
    }
}

/// The chart: a table whose cells hold the bars, so that every reader gets the same.
#[component]
pub fn Money(sums: Vec<Sum>, go: Go) -> impl IntoView {
    let sums = largest_first(sums);
    let scale = Scale::of(sums.iter().filter_map(|sum| sum.value).flat_map(|(low, high)| [low, high]));
    (!sums.is_empty()).then(|| {
        view! {
            <section aria-labelledby="how-much" class="postil-money">
                <h2 id="how-much">{message("panel_how_much")}</h2>
                <table class="bars">
                    <thead class="unseen">
                        <tr>
                            <th scope="col">{message("panel_in_text")}</th>
                            <th scope="col">{message("panel_in_yours")}</th>
                        </tr>
                    </thead>
                    <tbody>{sums.into_iter().map(|sum| view! { <Bar sum scale go /> }).collect_view()}</tbody>
                </table>
                {scale.logarithmic.then(|| view! { <p class="quiet small">{message("panel_logarithmic")}</p> })}
            </section>
        }
    })
}

/// The sums by size; what the article states twice counts once.
fn largest_first(sums: Vec<Sum>) -> Vec<Sum> {
    let size = |sum: &Sum| sum.value.map_or(-1.0, |(_, high)| high);
    let mut sorted: Vec<Sum> = Vec::new();
    for sum in sums.into_iter().filter(|sum| !sum.repeated) {
        // At its place: sorting them would be 4 KB of program.
        let place = sorted.partition_point(|other| size(other) >= size(&sum));
        sorted.insert(place, sum);
    }
    sorted
}

#[component]
fn Bar(sum: Sum, scale: Scale, go: Go) -> impl IntoView {
    let Sum { line, value, .. } = sum;
    let place = line.place;
    let bar = value.map(|(low, high)| {
        // A range has a bar to its lower end, and a paler one from there to its upper end.
        let (low, high) = (100.0 * scale.length(low), 100.0 * scale.length(high));
        view! {
            <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio={"none"} aria-hidden={"true"}>
                <rect class={"open"} width=high.to_string() height={"6"} />
                <rect width=low.to_string() height={"6"} />
            </svg>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <button type="button" class="link" title=line.reading on:click=move |_| go.to(place)>{line.exact}</button>
            </th>
            <td>
                <span>{line.converted.unwrap_or_else(|| message("panel_not_converted"))}</span>
                {bar}
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use postil_webext::details::{Line, Place};

    use super::*;

    #[test]
    fn sums_of_one_size_are_compared_evenly() {
        let scale = Scale::of([50.0, 100.0, 0.0].into_iter());
        assert!(!scale.logarithmic);
        assert_eq!([50.0, 100.0, 0.0].map(|value| scale.length(value)), [0.5, 1.0, 0.0]);
    }

    #[test]
    fn sums_stand_by_size_and_those_without_a_rate_last() {
        let sum = |exact: &str, value: Option<f64>, repeated| Sum {
            line: Line {
                place: Place { start: 0, end: 0 },
                exact: exact.into(),
                kind: String::new(),
                reading: None,
                converted: None,
            },
            value: value.map(|value| (value, value)),
            repeated,
        };
        let sums = [
            sum("none", None, false),
            sum("small", Some(2.0), false),
            sum("again", Some(9.0), true),
            sum("large", Some(9.0), false),
            sum("as large", Some(9.0), false),
        ];
        let sorted = largest_first(sums.into()).into_iter().map(|sum| sum.line.exact);
        assert_eq!(sorted.collect::<Vec<_>>(), ["large", "as large", "small", "none"]);
    }

    #[test]
    fn a_thousand_and_a_billion_are_both_seen() {
        let scale = Scale::of([1e3, 1e6, 1e9].into_iter());
        assert!(scale.logarithmic);
        let [small, middle, large] = [1e3, 1e6, 1e9].map(|value| scale.length(value));
        assert!((small - SHORTEST).abs() < 1e-9 && (large - 1.0).abs() < 1e-9);
        assert!((middle - (SHORTEST + 1.0) / 2.0).abs() < 1e-9);
    }
}
