//! The effort gate in the administration: from how much effort on customers are asked (E3).
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, TextField};
use crate::parts::say::t;
use crate::policy::part::{PartForm, Spot, field};
use crate::words::{Text, common, policy as w};
use domain::effort::gate::Gate;
use domain::policy::edit::Part;
use leptos::prelude::*;

/// The form.
#[component]
pub fn GateForm(
    /// The gate of the draft.
    gate: Option<Gate>,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let on = gate.is_some();
    let gate = gate.unwrap_or_default();
    let number = |name: &str, label: Text, value: u32| {
        view! { <TextField name=field(name) label value=value.to_string() inputmode="numeric" required=true max=4 /> }
    };
    view! {
        <section class="card setting" aria-labelledby="gate">
            <div class="card__body">
                <h2 class="card__title" id="gate">
                    {t(w::GATE)}
                </h2>
                <p class="muted">{t(w::GATE_LEAD)}</p>
                <PartForm spot=Spot::save(Part::Gate, "") submit=common::SAVE reload>
                    <Checkbox name=field("on") label=w::GATE_ON checked=on />
                    <div class="pair">
                        {number("minutes", w::GATE_MINUTES, gate.minutes)}
                        {number("warn_percent", w::GATE_WARN, gate.warn_percent.into())}
                        {number("remind_days", w::GATE_REMIND, gate.remind_days.into())}
                        {number("expire_days", w::GATE_EXPIRE, gate.expire_days.into())}
                    </div>
                </PartForm>
            </div>
        </section>
    }
    .erase()
}
