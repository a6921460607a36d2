//! What who bills does about a document as a whole.
use crate::invoice::api::{CancelInvoice, PayInvoice, TurnInvoice, address};
use crate::invoice::lack::Hints;
use crate::invoice::view::{BillingView, InvoiceView};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Checkbox, Form, Hidden, Submit, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::words::{Text, invoice as w};
use domain::billing::State;
use domain::billing::change::LONGEST_REASON;
use domain::invoice::Kind;
use domain::money::amount;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The deeds that fit its state.
#[component]
pub fn Deeds(
    /// The document.
    invoice: InvoiceView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let Some(billing) = invoice.billing.clone() else { return ().erase() };
    let asks_for_money = invoice.kind == Kind::Invoice;
    let deeds = match (invoice.state, asks_for_money) {
        (State::Draft, _) => view! { <OfDraft invoice billing=*billing /> }.erase(),
        (State::Issued, true) => view! { <OfIssued invoice billing=*billing done /> }.erase(),
        (State::Issued, false) | (State::Cancelled, _) => return ().erase(),
    };
    view! { <section class="decision">{deeds}</section> }.erase()
}

fn turn(reference: &str, deed: &'static str, label: Text, kind: ButtonKind) -> AnyView {
    let reference = reference.to_owned();
    view! {
        <Form action={ServerAction::<TurnInvoice>::new()} only=("deed", deed.to_owned()) native=true>
            <Hidden name="reference" value=reference.clone() />
            <Hidden name="deed" value=deed.to_owned() />
            <Submit label=label kind=kind />
        </Form>
    }
    .erase()
}

#[component]
fn OfDraft(invoice: InvoiceView, billing: BillingView) -> impl IntoView {
    let here = address(&invoice.reference);
    let issue = issue_word(invoice.kind);
    let (ready, of_work) = (billing.is_ready(), invoice.kind == Kind::Invoice);
    view! {
        <Hints lacks=billing.lacks changed=billing.changed booked_since=billing.booked_since />
        {ready
            .then(|| {
                let way = format!("{here}/issue");
                view! {
                    <p class="note note--waiting issue__unsaved" role="status">
                        <Icon name=Icon::Alert />
                        <span>
                            {t(w::ISSUE_UNSAVED)} " "
                            <a href=here rel="external">
                                {t(w::ISSUE_UNSAVED_DROP)}
                            </a> "."
                        </span>
                    </p>
                    <div class="issue__way">
                        <LinkButton href=way label=issue kind=ButtonKind::Primary icon=Icon::Check />
                        <p class="field__hint">{t(w::ISSUE_HINT)}</p>
                    </div>
                }
            })}
        {of_work
            .then(|| {
                let kind = if billing.changed { ButtonKind::Primary } else { ButtonKind::Plain };
                view! {
                    {turn(&invoice.reference, "redraw", w::REDRAW, kind)}
                    <p class="field__hint">{t(w::REDRAW_HINT)}</p>
                }
            })}
        {turn(&invoice.reference, "discard", w::DISCARD, ButtonKind::Quiet)}
        {of_work.then(|| view! { <p class="field__hint">{t(w::DISCARD_HINT)}</p> })}
    }
}

/// What issuing a draft is called.
pub const fn issue_word(kind: Kind) -> Text {
    match kind {
        Kind::Invoice => w::ISSUE,
        Kind::Cancellation | Kind::CreditNote => w::ISSUE_CREDIT,
    }
}

#[component]
fn OfIssued(invoice: InvoiceView, billing: BillingView, done: Callback<()>) -> impl IntoView {
    let lang = lang();
    let reference = StoredValue::new(invoice.reference.clone());
    let left = invoice.account.left();
    let untouched = invoice.account.paid == 0 && invoice.account.credited == 0;
    let today = invoice.now.civil().date().to_string();
    let due =
        billing.reminder.map(|level| (level.to_string(), tf(w::REMIND, &[("level", &level.to_string())])));
    view! {
        {due
            .map(|(level, label)| {
                view! {
                    <Form
                        action={ServerAction::<TurnInvoice>::new()}
                        only=("deed", "remind".to_owned())
                        native=true
                    >
                        <Hidden name="reference" value=reference.get_value() />
                        <Hidden name="deed" value="remind".to_owned() />
                        <Hidden name="level" value=level.clone() />
                        <Submit label=label.clone() icon=Icon::Send />
                    </Form>
                }
            })}
        {(billing.reminded > 0)
            .then(|| {
                let words = tf(w::REMINDED, &[("level", &billing.reminded.to_string())]);
                view! { <p class="field__hint">{words}</p> }
            })}
        <Fold label=w::PAY icon=Icon::Check class="fold--card" open=comes_back(PayInvoice::url(), None)>
            <Form action={ServerAction::<PayInvoice>::new()} on_success=done reset=true label=w::PAY>
                <Hidden name="reference" value=reference.get_value() />
                <TextField
                    name="amount"
                    label=w::PAY_AMOUNT
                    value=amount(lang, left.max(0), false)
                    required=true
                    max=20
                    inputmode="decimal"
                />
                <TextField name="day" label=w::PAY_DAY kind="date" value=today.clone() />
                <TextField name="note" label=w::PAY_NOTE max=LONGEST_REASON />
                <Checkbox name="more" label=w::PAY_MORE />
                <div class="form__actions">
                    <Submit label=w::PAY />
                </div>
            </Form>
        </Fold>
        <Fold label=w::CREDIT icon=Icon::FileText class="fold--card">
            <p class="field__hint">{t(w::CREDIT_HINT)}</p>
            {turn(&invoice.reference, "credit", w::CREDIT, ButtonKind::Plain)}
        </Fold>
        {(!untouched).then(|| view! { <p class="field__hint">{t(w::CANCEL_NOT)}</p> })}
        {untouched
            .then(|| {
                view! {
                    <Fold
                        label=w::CANCEL
                        icon=Icon::X
                        class="fold--card"
                        open=comes_back(CancelInvoice::url(), None)
                    >
                        <Form action={ServerAction::<CancelInvoice>::new()} native=true>
                            <Hidden name="reference" value=reference.get_value() />
                            <TextField
                                name="reason"
                                label=w::CANCEL_REASON
                                hint=w::CANCEL_HINT
                                required=true
                                max=LONGEST_REASON
                            />
                            <div class="form__actions">
                                <Submit label=w::CANCEL kind=ButtonKind::Danger />
                            </div>
                        </Form>
                    </Fold>
                }
            })}
    }
}
