//! Terms of reports in the administration: on which day a month is frozen, and who receives its report (H1).
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, Select, TextField};
use crate::parts::say::t;
use crate::policy::part::{PartForm, Spot, field};
use crate::report::word::recipients_word;
use crate::words::{common, report as w};
use domain::policy::edit::Part;
use domain::report::terms::{Recipients, ReportTerms};
use leptos::prelude::*;

/// The form.
#[component]
pub fn ReportTermsForm(
    /// The terms of the draft.
    terms: ReportTerms,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let recipients = Recipients::ALL.map(|to| (to.code().to_owned(), t(recipients_word(to)).to_owned()));
    view! {
        <section class="card setting" aria-labelledby="reports">
            <div class="card__body">
                <h2 class="card__title" id="reports">
                    {t(w::TERMS)}
                </h2>
                <p class="muted">{t(w::TERMS_LEAD)}</p>
                <PartForm spot=Spot::save(Part::Report, "") submit=common::SAVE reload>
                    <div class="pair">
                        <TextField
                            name=field("day")
                            label=w::TERMS_DAY
                            hint=w::TERMS_DAY_HINT
                            value=terms.day.to_string()
                            inputmode="numeric"
                            required=true
                            max=2
                        />
                        <Select
                            name=field("to")
                            label=w::TERMS_TO
                            options=recipients.to_vec()
                            value=terms.to.code().to_owned()
                            required=true
                        />
                    </div>
                    <Checkbox
                        name=field("account_manager")
                        label=w::TERMS_MANAGER
                        checked=terms.account_manager
                    />
                </PartForm>
            </div>
        </section>
    }
    .erase()
}
