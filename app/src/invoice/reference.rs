//! References of the customer's that stand on one draft alone.
use crate::invoice::api::ReferInvoice;
use crate::invoice::seen::Seen;
use crate::invoice::view::InvoiceView;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::{common, invoice as w};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The references, and the form that changes them.
#[component]
pub fn ReferenceBox(
    /// The draft.
    invoice: InvoiceView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let purchase_order = invoice.billing.map(|billing| billing.purchase_order).unwrap_or_default();
    let buyer_reference = invoice.buyer.reference;
    let shown = [buyer_reference.clone(), purchase_order.clone()].into_iter().filter(|text| !text.is_empty());
    let shown: Vec<_> = shown.map(|text| view! { <p>{text}</p> }).collect();
    let (reference, version) = (invoice.reference, invoice.version);
    view! {
        <section class="facts-box" aria-labelledby="references">
            <h2 class="facts-box__title" id="references">
                {t(w::REFERENCES)}
            </h2>
            {shown}
            <Fold
                label=w::REFERENCES_CHANGE
                icon=Icon::Pencil
                class="fold--in-card"
                open=comes_back(ReferInvoice::url(), None)
            >
                <Form
                    action={ServerAction::<ReferInvoice>::new()}
                    on_success=done
                    reset=true
                    label=w::REFERENCES_CHANGE
                >
                    <Hidden name="reference" value=reference />
                    <Seen version />
                    <p class="field__hint">{t(w::REFERENCES_HINT)}</p>
                    <TextField
                        name="buyer_reference"
                        label=w::BUYER_REFERENCE
                        value=buyer_reference
                        max=200
                    />
                    <TextField name="purchase_order" label=w::PURCHASE_ORDER value=purchase_order max=200 />
                    <div class="form__actions">
                        <Submit label=common::SAVE />
                    </div>
                </Form>
            </Fold>
        </section>
    }
    .erase()
}
