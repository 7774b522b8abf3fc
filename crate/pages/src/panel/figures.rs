//! The figures that are neither money nor dates.

use leptos::prelude::*;
use postil_webext::{details::Line, i18n::message};

use super::Go;

/// The list, in the order of the text.
#[component]
pub fn Figures(figures: Vec<Line>, go: Go) -> impl IntoView {
    let row = move |line: Line| {
        let place = line.place;
        view! {
            <tr>
                <th scope="row">
                    <button type="button" class="link" title=line.reading on:click=move |_| go.to(place)>
                        {line.exact}
                    </button>
                </th>
                <td>{line.converted.unwrap_or(line.kind)}</td>
            </tr>
        }
    };
    (!figures.is_empty()).then(|| {
        view! {
            <section aria-labelledby="figures" class="postil-figure">
                <h2 id="figures">{message("style_figure")}</h2>
                <table class="plain">
                    <thead class="unseen">
                        <tr>
                            <th scope="col">{message("panel_in_text")}</th>
                            <th scope="col">{message("panel_meaning")}</th>
                        </tr>
                    </thead>
                    <tbody>{figures.into_iter().map(row).collect_view()}</tbody>
                </table>
            </section>
        }
    })
}
