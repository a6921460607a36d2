//! A line of one's own on a draft.
use crate::invoice::api::AddLine;
use crate::invoice::word::unit;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Select, Submit, TextArea, TextField, comes_back, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::quote::editor::taxes;
use crate::words::invoice as w;
use domain::billing::change::LONGEST_REASON;
use domain::invoice::line::Unit;
use domain::vat::Vat;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The form that adds one.
#[component]
pub fn AddLineForm(
    /// To which draft.
    reference: String,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let units = [Unit::Piece, Unit::Hour, Unit::Day, Unit::Month, Unit::Flat];
    let units = units.map(|one| (one.code().to_owned(), unit(lang, one).to_owned())).to_vec();
    let own = taxes().into_iter().filter(|(code, _)| code != Vat::SmallBusiness.code());
    let vats = with_none(w::VAT_OF_PAYER, own);
    view! {
        <Fold label=w::ADD_LINE icon=Icon::Plus class="fold--quiet" open=comes_back(AddLine::url(), None)>
            <Form action={ServerAction::<AddLine>::new()} on_success=done reset=true label=w::ADD_LINE>
                <Hidden name="reference" value=reference />
                <p class="field__hint">{t(w::ADD_LINE_HINT)}</p>
                <TextField name="name" label=w::LINE_NAME required=true max=200 />
                <TextArea name="description" label=w::LINE_DESCRIPTION rows=2 />
                <div class="pair invoice-fields">
                    <TextField
                        name="quantity"
                        label=w::QUANTITY
                        value="1"
                        required=true
                        max=20
                        inputmode="decimal"
                    />
                    <Select name="unit" label=w::COL_UNIT options=units required=true />
                    <TextField name="price" label=w::PRICE required=true max=20 inputmode="decimal" />
                    <Select name="vat" label=w::VAT options=vats sometimes=true />
                </div>
                <TextField
                    name="reason"
                    label=w::REASON
                    hint=w::REASON_HINT
                    required=true
                    max=LONGEST_REASON
                />
                <div class="form__actions">
                    <Submit label=w::ADD_LINE icon=Icon::Plus />
                </div>
            </Form>
        </Fold>
    }
    .erase()
}
