//! When the services of a draft were rendered.
use crate::invoice::api::CorrectPeriod;
use crate::invoice::seen::Seen;
use crate::invoice::view::InvoiceView;
use crate::invoice::word::period;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::words::{common, invoice as w};
use domain::billing::change::LONGEST_REASON;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The days, and the form that corrects them.
#[component]
pub fn PeriodBox(
    /// The draft.
    invoice: InvoiceView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let days = invoice.period;
    let [from, to] = [days.map(|days| days.from), days.map(|days| days.to)]
        .map(|day| day.map(|day| day.to_string()).unwrap_or_default());
    let (reference, version) = (invoice.reference, invoice.version);
    view! {
        <section class="facts-box" aria-labelledby="period">
            <h2 class="facts-box__title" id="period">
                {t(w::SERVICES_PERIOD)}
            </h2>
            {days.map(|days| view! { <p>{period(lang(), days)}</p> })}
            <Fold
                label=w::PERIOD_CHANGE
                icon=Icon::Pencil
                class="fold--in-card"
                open=days.is_none() || comes_back(CorrectPeriod::url(), None)
            >
                <Form
                    action={ServerAction::<CorrectPeriod>::new()}
                    on_success=done
                    reset=true
                    label=w::PERIOD_CHANGE
                >
                    <Hidden name="reference" value=reference.clone() />
                    <Seen version />
                    <TextField name="from" label=w::FROM kind="date" value=from.clone() required=true />
                    <TextField name="to" label=w::TO kind="date" value=to.clone() required=true />
                    <TextField
                        name="reason"
                        label=w::REASON
                        hint=w::REASON_HINT
                        required=true
                        max=LONGEST_REASON
                    />
                    <div class="form__actions">
                        <Submit label=common::SAVE />
                    </div>
                </Form>
            </Fold>
        </section>
    }
    .erase()
}
