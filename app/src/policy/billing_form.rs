//! Terms and texts of invoices in the administration (G2), and invoices to look at.
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, TextArea, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::policy::part::{PartForm, Spot, field};
use crate::words::{Text, common, letterhead as w, say};
use domain::lang::Lang;
use domain::money::amount;
use domain::policy::billing::{Billing, LONGEST_TEXT};
use domain::policy::edit::Part;
use leptos::prelude::*;

/// The form.
#[component]
pub fn BillingForm(
    /// The terms of the draft.
    billing: Billing,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let text = |name: &str, label: Text, value: String, usual: &'static str| {
        let max = u32::try_from(LONGEST_TEXT).unwrap_or(u32::MAX);
        view! { <TextArea name=field(name) label hint=w::TEXTS_HINT value placeholder=usual rows=3 max /> }
    };
    let reminders = billing.rules.reminders.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let late_fee = match billing.rules.late_fee_cents {
        0 => String::new(),
        cents => amount(lang(), cents, false),
    };
    let (intro, closing) = (w::TEXT_INTRO_USUAL, w::TEXT_CLOSING_USUAL);
    view! {
        <section class="card setting" aria-labelledby="billing">
            <div class="card__body">
                <h2 class="card__title" id="billing">
                    {t(w::TERMS)}
                </h2>
                <PartForm spot=Spot::save(Part::Billing, "") submit=common::SAVE reload>
                    <TextField
                        name=field("due_days")
                        label=w::DUE_DAYS
                        hint=w::DUE_DAYS_HINT
                        value=billing.due_days.to_string()
                        inputmode="numeric"
                        required=true
                        max=2
                    />
                    <Checkbox
                        name=field("small_business")
                        label=w::SMALL_BUSINESS
                        checked=billing.small_business
                    />
                    <div class="pair">
                        <TextField
                            name=field("series")
                            label=w::SERIES
                            hint=w::SERIES_HINT
                            value=billing.rules.series
                            max=8
                        />
                        <TextField
                            name=field("reminders")
                            label=w::REMINDERS
                            hint=w::REMINDERS_HINT
                            value=reminders
                            max=40
                        />
                        <TextField
                            name=field("late_fee")
                            label=w::LATE_FEE
                            hint=w::LATE_FEE_HINT
                            value=late_fee
                            inputmode="decimal"
                            max=10
                        />
                        <TextField
                            name=field("step_minutes")
                            label=w::STEP
                            hint=w::STEP_HINT
                            value=billing.rules.step_minutes.to_string()
                            inputmode="numeric"
                            max=3
                        />
                        <TextField
                            name=field("minimum_minutes")
                            label=w::MINIMUM
                            value=billing.rules.minimum_minutes.to_string()
                            inputmode="numeric"
                            max=3
                        />
                    </div>
                    <Checkbox name=field("monthly") label=w::MONTHLY checked=billing.rules.monthly />
                    <div class="pair">
                        {text("intro_de", w::INTRO_DE, billing.intro_de, say(Lang::De, intro))}
                        {text("intro_en", w::INTRO_EN, billing.intro_en, say(Lang::En, intro))}
                        {text("closing_de", w::CLOSING_DE, billing.closing_de, say(Lang::De, closing))}
                        {text("closing_en", w::CLOSING_EN, billing.closing_en, say(Lang::En, closing))}
                    </div>
                </PartForm>
            </div>
        </section>
    }
    .erase()
}

/// Leads to an invoice as the draft would write it; `seen` keeps pictures of other drafts apart.
#[component]
pub fn Samples(
    /// The draft's number.
    seen: i64,
) -> impl IntoView {
    let link = |lang: Lang, label: Text| {
        let href = format!("/settings-invoice/{}?draft={seen}", lang.code());
        view! {
            <a class=ButtonKind::Plain.class() href=href target="_blank" rel="external noopener">
                <Icon name=Icon::FileText />
                <span>{t(label)}</span>
            </a>
        }
    };
    view! {
        <section class="card setting" aria-labelledby="samples">
            <div class="card__body">
                <h2 class="card__title" id="samples">
                    {t(w::PREVIEW)}
                </h2>
                <p class="muted">{t(w::PREVIEW_LEAD)}</p>
                <p class="form__actions">{link(Lang::De, w::PREVIEW_DE)} {link(Lang::En, w::PREVIEW_EN)}</p>
            </div>
        </section>
    }
    .erase()
}
