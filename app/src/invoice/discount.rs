//! What is taken off a draft as a whole.
use crate::invoice::api::DiscountInvoice;
use crate::invoice::seen::Seen;
use crate::invoice::view::InvoiceView;
use crate::invoice::word::discount_words;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Select, Submit, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::words::{common, invoice as w};
use domain::billing::allowance::{Allowance, Cut, LONGEST};
use domain::lang::Lang;
use domain::money::{amount, decimal};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The discount, and the form that changes it.
#[component]
pub fn DiscountBox(
    /// The draft.
    invoice: InvoiceView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let lines = invoice.totals.net + invoice.discounts.iter().map(|one| one.cents).sum::<i64>();
    let allowance = invoice.billing.and_then(|billing| billing.allowance);
    let change = if allowance.is_some() { w::DISCOUNT_CHANGE } else { w::DISCOUNT_GIVE };
    let given = allowance.as_ref().map(|allowance| view! { <p>{discount_words(lang, allowance)}</p> });
    let (off, off_in) = allowance
        .as_ref()
        .map_or_else(|| (String::new(), "percent"), |allowance| typed(lang, allowance, lines));
    let reason = allowance.map(|allowance| allowance.reason).unwrap_or_default();
    let choices = [("percent", w::DISCOUNT_IN_PERCENT), ("euros", w::DISCOUNT_IN_EUROS)];
    let choices: Vec<_> = choices.map(|(code, word)| (code.to_owned(), t(word).to_owned())).to_vec();
    let (reference, version) = (invoice.reference, invoice.version);
    view! {
        <section class="facts-box" aria-labelledby="discount">
            <h2 class="facts-box__title" id="discount">
                {t(w::DISCOUNT_ALL)}
            </h2>
            {given}
            <Fold
                label=change
                icon=Icon::Pencil
                class="fold--in-card"
                open=comes_back(DiscountInvoice::url(), None)
            >
                <Form action={ServerAction::<DiscountInvoice>::new()} on_success=done reset=true label=change>
                    <Hidden name="reference" value=reference />
                    <Seen version />
                    <p class="field__hint">{t(w::DISCOUNT_HINT)}</p>
                    <TextField
                        name="off"
                        label=w::DISCOUNT_OFF
                        value=off
                        max=20
                        inputmode="decimal"
                        sometimes=true
                    />
                    <Select name="off_in" label=w::DISCOUNT_IN options=choices value=off_in sometimes=true />
                    <TextField
                        name="reason"
                        label=w::DISCOUNT_REASON
                        value=reason
                        max=LONGEST
                        sometimes=true
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

/// What the form says of a discount on lines that come to so many cents.
fn typed(lang: Lang, allowance: &Allowance, lines: i64) -> (String, &'static str) {
    match allowance.cut {
        Cut::Percent(hundredths) => (decimal(lang, i64::from(hundredths)), "percent"),
        Cut::Cents(_) | Cut::Share { .. } => (amount(lang, allowance.cents(lines), false), "euros"),
    }
}
