//! One quote in a list, as a row that leads to it.
use crate::parts::say::{lang, me, t};
use crate::parts::time::Time;
use crate::quote::badge::QuoteBadge;
use crate::quote::view::QuoteLine;
use crate::quote::wording::euros;
use crate::words::deal;
use domain::moment::Moment;
use leptos::prelude::*;

/// The row. All of it can be touched.
#[component]
pub fn QuoteRow(
    /// Which.
    line: QuoteLine,
    /// When the list was read.
    now: Moment,
) -> impl IntoView {
    let several = me().actor.is_some_and(|actor| actor.is_staff() || actor.memberships().len() > 1);
    view! {
        <li>
            <a class="row deal-row" href=format!("/quotes/{}", line.number)>
                <span class="deal-row__number">{line.number.to_string()}</span>
                <span class="deal-row__words">
                    <span class="deal-row__title">{line.title}</span>
                    {several.then(|| view! { <span class="deal-row__place">{line.organisation}</span> })}
                </span>
                <span class="deal-row__state">
                    <QuoteBadge state=line.state.kind() waits=line.waits />
                </span>
                <span class="deal-row__amount">
                    {line
                        .net
                        .map(|net| {
                            view! {
                                {euros(lang(), net)}
                                " "
                                <small>{t(deal::NET)}</small>
                            }
                        })}
                </span>
                <span class="deal-row__time">
                    <Time at=line.changed now />
                </span>
            </a>
        </li>
    }
}
