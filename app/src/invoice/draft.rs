//! What only who bills does with drafts: making one, correcting lines, keeping who pays.
use crate::error::AppError;
use crate::invoice::api::{CorrectLine, DrawInvoice, KeepPayer};
use crate::invoice::seen::Seen;
use crate::invoice::view::{InvoiceView, LineView, Rest};
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{
    Checkbox, Form, FormState, Hidden, Select, Submit, TextArea, TextField, comes_back, with_none,
};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::quote::editor::taxes;
use crate::ticket::view::Choice;
use crate::words::{common, invoice as w, letterhead};
use domain::billing::WrongInvoice;
use domain::billing::change::LONGEST_REASON;
use domain::billing::lack::At;
use domain::country::choices;
use domain::id::OrganisationId;
use domain::invoice::Period;
use domain::invoice::line::{Line, Quantity};
use domain::money::{amount, decimal};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The form for a new draft.
#[component]
pub fn NewDraft(
    /// For whom it can be.
    organisations: Vec<Choice<OrganisationId>>,
    /// The month before this one.
    month: Period,
) -> impl IntoView {
    let organisations = organisations.into_iter().map(|one| (one.id.to_string(), one.name));
    let options = with_none(w::CHOOSE, organisations);
    view! {
        <Fold label=w::NEW_DRAFT icon=Icon::Plus class="fold--card" open=comes_back(DrawInvoice::url(), None)>
            <Form action={ServerAction::<DrawInvoice>::new()} label=w::NEW_DRAFT>
                <p class="field__hint">{t(w::NEW_DRAFT_HINT)}</p>
                <div class="pair invoice-fields">
                    <Select name="organisation" label=w::ORGANISATION options=options sometimes=true />
                    <TextField
                        name="from"
                        label=w::FROM
                        kind="date"
                        value=month.from.to_string()
                        sometimes=true
                    />
                    <TextField name="to" label=w::TO kind="date" value=month.to.to_string() sometimes=true />
                    <TextField name="order" label=w::ORDER_ONLY hint=w::ORDER_ONLY_HINT max=20 />
                </div>
                <div class="form__actions">
                    <Submit label=w::DRAW icon=Icon::FileText />
                </div>
                <EmptyDraft />
            </Form>
        </Fold>
    }
    .erase()
}

/// Offered once it turned out that nothing is to be billed.
#[component]
fn EmptyDraft() -> impl IntoView {
    let form = FormState::around();
    let refused = form.refused();
    move || {
        let nothing = matches!(refused.get(), Some(AppError::WrongInvoice { why: WrongInvoice::Empty }));
        // It is drawn after the forms that follow have left their state in context.
        provide_context(form.clone());
        nothing.then(|| {
            view! {
                <p class="field__hint">{t(w::DRAW_EMPTY_HINT)}</p>
                <div class="form__actions">
                    <Submit label=w::DRAW_EMPTY kind=ButtonKind::Plain name="empty" value="1" />
                </div>
            }
        })
    }
}

/// Correcting a line, leaving it out, putting it back.
#[component]
pub fn LineForms(
    /// Of which document.
    reference: String,
    /// Which version of it this is.
    version: i64,
    /// The line.
    line: LineView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let (id, reference) = (StoredValue::new(line.id.to_string()), StoredValue::new(reference));
    let left_out = line.left_out;
    let hint = if line.chain.added.is_some() { w::LEAVE_OUT_OWN_HINT } else { w::LEAVE_OUT_HINT };
    // A page has many lines with several forms each: what was refused comes back in its own.
    let which = move |deed: &str| format!("{deed}-{}", id.get_value());
    let back = |deed: &str| comes_back(CorrectLine::url(), Some(("which", &which(deed))));
    let open = back("correct") || back("leave_out");
    let hidden = move |deed: &'static str| {
        view! {
            <Hidden name="reference" value=reference.get_value() />
            <Seen version />
            <Hidden name="line" value=id.get_value() />
            <Hidden name="deed" value=deed.to_owned() />
            <Hidden name="which" value=which(deed) />
        }
    };
    if left_out {
        return view! {
            <Form
                action={ServerAction::<CorrectLine>::new()}
                only=("which", which("put_back"))
                on_success=done
            >
                {hidden("put_back")}
                <Submit label=w::PUT_BACK kind=ButtonKind::Quiet />
            </Form>
        }
        .erase();
    }
    view! {
        <Fold label=w::CORRECT icon=Icon::Pencil class="fold--quiet" open=open>
            <Form
                action={ServerAction::<CorrectLine>::new()}
                only=("which", which("correct"))
                on_success=done
                reset=true
            >
                {hidden("correct")}
                <Fields line=line.line.clone() rest=line.rest />
                <div class="form__actions">
                    <Submit label=w::SAVE_LINE />
                </div>
            </Form>
            <Form
                action={ServerAction::<CorrectLine>::new()}
                only=("which", which("leave_out"))
                on_success=done
                reset=true
            >
                {hidden("leave_out")}
                <TextField name="reason" label=w::REASON hint=hint required=true max=LONGEST_REASON />
                <div class="form__actions">
                    <Submit label=w::LEAVE_OUT kind=ButtonKind::Danger />
                </div>
            </Form>
        </Fold>
    }
    .erase()
}

#[component]
fn Fields(line: Line, rest: Option<Rest>) -> impl IntoView {
    let lang = lang();
    let quantity = match line.quantity {
        Quantity::Minutes(_) => line.quantity.to_string(),
        Quantity::Hundredths(hundredths) => decimal(lang, hundredths),
    };
    let discount = if line.discount_percent > 0 { line.discount_percent.to_string() } else { String::new() };
    view! {
        <TextField name="name" label=w::LINE_NAME value=line.name required=true max=200 />
        <TextArea name="description" label=w::LINE_DESCRIPTION value=line.description rows=2 />
        <div class="pair invoice-fields">
            <TextField
                name="quantity"
                label=w::QUANTITY
                value=quantity
                required=true
                max=20
                inputmode="decimal"
            />
            <TextField
                name="price"
                label=w::PRICE
                value=amount(lang, line.price_cents, false)
                required=true
                max=20
                inputmode="decimal"
            />
            <Select name="vat" label=w::VAT options=taxes() value=line.vat.code().to_owned() />
            <TextField name="discount" label=w::COL_DISCOUNT value=discount max=5 inputmode="numeric" />
        </div>
        <TextField name="discount_reason" label=w::DISCOUNT_REASON value=line.discount_reason max=200 />
        {rest
            .map(|rest| {
                let checked = rest == Rest::Settled;
                view! { <Checkbox name="settles" label=w::SETTLES hint=w::SETTLES_HINT checked /> }
            })}
        <TextField name="reason" label=w::REASON hint=w::REASON_HINT required=true max=LONGEST_REASON />
    }
    .erase()
}

/// Who pays, as all invoices of the organisation name it.
#[component]
pub fn PayerForm(
    /// The draft.
    invoice: InvoiceView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let Some(billing) = invoice.billing else { return ().erase() };
    let missing = billing.lacks.iter().any(|lack| matches!(lack.at, At::Buyer { .. }));
    let (payer, payer_seen) = (billing.payer, billing.payer_seen);
    let (buyer, address) = (payer.buyer.clone(), payer.buyer.address.clone());
    let vats = with_none(w::USUAL_VAT, taxes());
    let countries = choices(lang()).into_iter().map(|(code, name)| (code.to_owned(), name.to_owned()));
    let countries: Vec<_> = countries.collect();
    let due_days = payer.due_days.map(|days| days.to_string()).unwrap_or_default();
    let vat = payer.vat.map(|vat| vat.code().to_owned()).unwrap_or_default();
    view! {
        <Fold
            label=w::PAYER_CHANGE
            icon=Icon::Pencil
            class="fold--in-card"
            open=missing || comes_back(KeepPayer::url(), None)
        >
            <Form action={ServerAction::<KeepPayer>::new()} on_success=done reset=true label=w::PAYER_CHANGE>
                <Hidden name="organisation" value=invoice.organisation.id.to_string() />
                <Hidden name="reference" value=invoice.reference.clone() />
                <Seen version=payer_seen />
                <p class="field__hint">{t(w::PAYER_HINT)}</p>
                <div class="pair invoice-fields">
                    <TextField name="name" label=common::NAME value=buyer.name required=true max=200 />
                    <TextField name="attention" label=w::ATTENTION value=buyer.attention max=200 />
                    <TextField
                        name="street"
                        label=letterhead::STREET
                        value=address.street
                        required=true
                        max=200
                    />
                    <TextField name="more" label=letterhead::MORE value=address.more max=200 />
                    <TextField
                        name="postcode"
                        label=letterhead::POSTCODE
                        value=address.postcode
                        required=true
                        max=20
                    />
                    <TextField name="town" label=letterhead::TOWN value=address.town required=true max=200 />
                    <Select
                        name="country"
                        label=w::COUNTRY
                        options=countries
                        value=address.country
                        required=true
                    />
                    <TextField
                        name="email"
                        label=letterhead::EMAIL
                        kind="email"
                        value=buyer.email
                        required=true
                        max=254
                    />
                </div>
                <div class="pair invoice-fields">
                    <TextField name="vat_id" label=w::VAT_ID value=buyer.vat_id max=30 />
                    <Select name="vat" label=w::VAT options=vats value=vat />
                    <TextField
                        name="buyer_reference"
                        label=w::BUYER_REFERENCE
                        value=buyer.reference
                        max=200
                    />
                    <TextField
                        name="customer_number"
                        label=w::CUSTOMER_NUMBER
                        value=buyer.customer_number
                        max=200
                    />
                    <TextField
                        name="purchase_order"
                        label=w::PURCHASE_ORDER
                        value=payer.purchase_order
                        max=200
                    />
                    <TextField
                        name="due_days"
                        label=letterhead::DUE_DAYS
                        hint=w::DUE_DAYS_HINT
                        value=due_days
                        max=2
                        inputmode="numeric"
                    />
                </div>
                <Checkbox
                    name="xrechnung"
                    label=w::TAKES_XRECHNUNG
                    hint=w::TAKES_XRECHNUNG_HINT
                    checked=payer.xrechnung
                />
                <div class="form__actions">
                    <Submit label=common::SAVE />
                </div>
            </Form>
        </Fold>
    }
    .erase()
}
