//! Packages of several organisations, those with the least left first.
use crate::package::cycles::bar;
use crate::package::view::PackageLine;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::state::Empty;
use crate::words::package as w;
use domain::effort::minutes::hours;
use domain::moment::short_date;
use domain::package::Totals;
use leptos::prelude::*;

/// The list.
#[component]
pub fn PackageList(
    /// Which.
    lines: Vec<PackageLine>,
) -> impl IntoView {
    if lines.is_empty() {
        return view! { <Empty icon=Icon::Clock title=w::NONE text=w::NONE_HELP /> }.erase();
    }
    let rows: Vec<_> = lines.into_iter().map(row).collect();
    view! {
        <div class="card">
            <ul class="package__cycles">{rows}</ul>
        </div>
    }
    .erase()
}

fn row(line: PackageLine) -> AnyView {
    let href = format!("/packages?organisation={}", line.organisation.id);
    let lang = lang();
    let facts = match line.forecast {
        None => t(w::NO_PACKAGE).to_owned(),
        Some(forecast) => {
            let left = tf(w::CYCLE_LEFT, &[("hours", &hours(lang, forecast.left()))]);
            let until = short_date(forecast.last, lang);
            let beyond = (forecast.overage > 0)
                .then(|| tf(w::CYCLE_BEYOND, &[("hours", &hours(lang, forecast.overage))]));
            [Some(format!("{left} · {until}")), beyond].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    let totals = line.forecast.map(|forecast| Totals {
        granted: forecast.granted,
        used: forecast.used,
        expired: 0,
        overage: forecast.overage,
    });
    view! {
        <li>
            <a class="package__cycle" href=href>
                <span class="package__name">
                    <span>{line.organisation.name}</span>
                    <span class="muted small">{line.plan}</span>
                </span>
                {bar(&totals.unwrap_or_default(), "package__bar")}
                <span class="package__facts">{facts}</span>
            </a>
        </li>
    }
    .into_any()
}
