//! Terms of quotes in the administration: what new ones begin with, and when they are brought to mind (F1).
use crate::parts::erase::Erase as _;
use crate::parts::form::{Select, TextField};
use crate::parts::say::t;
use crate::policy::part::{PartForm, Spot, field};
use crate::quote::editor::taxes;
use crate::words::{common, policy as w};
use domain::policy::edit::Part;
use domain::quote::terms::QuoteTerms;
use leptos::prelude::*;

/// The form.
#[component]
pub fn QuoteTermsForm(
    /// The terms of the draft.
    terms: QuoteTerms,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="card setting" aria-labelledby="quotes">
            <div class="card__body">
                <h2 class="card__title" id="quotes">
                    {t(w::QUOTES)}
                </h2>
                <p class="muted">{t(w::QUOTES_LEAD)}</p>
                <PartForm spot=Spot::save(Part::Quote, "") submit=common::SAVE reload>
                    <div class="pair">
                        <TextField
                            name=field("valid_days")
                            label=w::QUOTE_VALID
                            value=terms.valid_days.to_string()
                            inputmode="numeric"
                            required=true
                            max=3
                        />
                        <TextField
                            name=field("remind_before_days")
                            label=w::QUOTE_REMIND
                            hint=w::QUOTE_REMIND_HINT
                            value=terms.remind_before_days.to_string()
                            inputmode="numeric"
                            required=true
                            max=2
                        />
                        <Select
                            name=field("vat")
                            label=w::QUOTE_VAT
                            options=taxes()
                            value=terms.vat.code().to_owned()
                            required=true
                        />
                    </div>
                </PartForm>
            </div>
        </section>
    }
    .erase()
}
