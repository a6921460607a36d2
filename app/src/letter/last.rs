//! When mail last came or left.
use crate::parts::erase::Erase as _;
use crate::parts::say::t;
use crate::parts::time::Time;
use crate::words::Text;
use domain::moment::Moment;
use leptos::prelude::*;

/// When something was last done, or that it never was.
#[component]
pub fn Last(
    /// When; never where it is none.
    at: Option<Moment>,
    /// Stands before the time.
    done: Text,
    /// Stands there where it never was.
    never: Text,
    /// For the time.
    now: Moment,
) -> impl IntoView {
    let last = at.map(|at| {
        view! {
            {t(done)}
            " "
            <Time at now />
        }
    });
    view! {
        <span class="muted small">
            {match last {
                Some(last) => last.erase(),
                None => t(never).erase(),
            }}
        </span>
    }
}
