//! What who bills does about an issued invoice.
use crate::invoice::api::{CancelInvoice, PayInvoice, TurnInvoice};
use crate::invoice::deeds::turn;
use crate::invoice::view::{BillingView, InvoiceView};
use crate::invoice::word::posting;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Checkbox, Form, Hidden, Select, Submit, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::words::invoice as w;
use domain::billing::change::LONGEST_REASON;
use domain::billing::posting::{LONGEST_NUMBER, PostingKind};
use domain::money::{amount, euros};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The reminder that is due, then payments and corrections; where nothing is left to pay they are all that can still happen, and are
/// folded away.
#[component]
pub fn OfIssued(
    /// The invoice.
    invoice: InvoiceView,
    /// What only who bills sees of it.
    billing: BillingView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let reference = StoredValue::new(invoice.reference.clone());
    let settled = invoice.account.left() <= 0;
    let due =
        billing.reminder.map(|level| (level.to_string(), tf(w::REMIND, &[("level", &level.to_string())])));
    let owed =
        (billing.owed_cents > 0).then(|| tf(w::OWED, &[("amount", &euros(lang(), billing.owed_cents))]));
    view! {
        {owed
            .map(|words| {
                view! {
                    <p class="note">
                        <Icon name=Icon::Info />
                        <span>{words}</span>
                    </p>
                }
            })}
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
        {if settled {
            let comes = [PayInvoice::url(), CancelInvoice::url()]
                .into_iter()
                .any(|url| comes_back(url, None));
            view! {
                <Fold label=w::FURTHER icon=Icon::More class="fold--card" open=comes>
                    <Folds invoice inside="fold--quiet" done />
                </Fold>
            }
                .erase()
        } else {
            view! { <Folds invoice inside="fold--card" done /> }.erase()
        }}
    }
    .erase()
}

/// Payments, credit notes, the cancellation; each fold looks as what it stands in wants it.
#[component]
fn Folds(invoice: InvoiceView, inside: &'static str, done: Callback<()>) -> impl IntoView {
    let lang = lang();
    let reference = StoredValue::new(invoice.reference.clone());
    let left = invoice.account.left();
    let account = invoice.account;
    let untouched = account.is_unpaid() && account.credited == 0;
    let kinds = PostingKind::ALL.into_iter().filter(|kind| account.most(*kind).is_none_or(|most| most > 0));
    let kinds =
        kinds.map(|kind| (kind.code().to_owned(), t(posting::kind(kind)).to_owned())).collect::<Vec<_>>();
    // What is paid too much goes back, unless something else is chosen.
    let (kind, asked) = match account.over() {
        0 => (PostingKind::Payment, left.max(0)),
        over => (PostingKind::Refund, over),
    };
    let today = invoice.now.civil().date().to_string();
    view! {
        <Fold label=w::PAY icon=Icon::Check class=inside open=comes_back(PayInvoice::url(), None)>
            <Form action={ServerAction::<PayInvoice>::new()} on_success=done reset=true label=w::PAY>
                <Hidden name="reference" value=reference.get_value() />
                <Select
                    name="kind"
                    label=w::PAY_KIND
                    options=kinds.clone()
                    value=kind.code().to_owned()
                    required=true
                />
                <TextField
                    name="amount"
                    label=w::PAY_AMOUNT
                    value=amount(lang, asked, false)
                    required=true
                    max=20
                    inputmode="decimal"
                />
                <TextField name="day" label=w::PAY_DAY kind="date" value=today.clone() />
                <div class="posting__set-off">
                    <TextField
                        name="other"
                        label=w::PAY_OTHER
                        hint=w::PAY_OTHER_HINT
                        max=LONGEST_NUMBER
                        sometimes=true
                    />
                </div>
                <TextField
                    name="note"
                    label=w::PAY_NOTE
                    hint=w::PAY_NOTE_HINT
                    max=LONGEST_REASON
                    sometimes=true
                />
                <div class="posting__payment">
                    <Checkbox name="more" label=w::PAY_MORE />
                </div>
                <p class="field__hint posting__beside">{t(w::PAY_HINT)}</p>
                <div class="form__actions">
                    <Submit label=w::PAY_DO />
                </div>
            </Form>
        </Fold>
        <Fold label=w::CREDIT icon=Icon::FileText class=inside>
            <p class="field__hint">{t(w::CREDIT_HINT)}</p>
            {turn(&invoice.reference, "credit", w::CREDIT, ButtonKind::Plain, None)}
        </Fold>
        {(!untouched).then(|| view! { <p class="field__hint">{t(w::CANCEL_NOT)}</p> })}
        {untouched
            .then(|| {
                view! {
                    <Fold
                        label=w::CANCEL
                        icon=Icon::X
                        class=inside
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
    .erase()
}
