//! Beside a document: its files, what came of it, its history.
use crate::invoice::api::UnpayInvoice;
use crate::invoice::view::{EntryView, InvoiceView};
use crate::invoice::word::caption;
use crate::invoice::word::posting::posted;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::form::{Form, Hidden, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tn, written};
use crate::parts::time::Time;
use crate::words::{Text, invoice as w};
use domain::billing::posting::PostingKind;
use domain::moment::Moment;
use domain::money::euros;
use leptos::prelude::*;

/// The files of an issued document.
#[component]
pub fn Files(
    /// Its number.
    number: String,
    /// There is an XRechnung of it, too.
    xrechnung: bool,
    /// Nothing else on the page is asked for first.
    first: bool,
) -> impl IntoView {
    let pages = if first { ButtonKind::Primary } else { ButtonKind::Plain };
    let link = |form: &str, label: Text, kind: ButtonKind| {
        let href = format!("/invoices/{number}/{form}");
        view! {
            <a class=kind.class() href=href rel="external" target="_blank">
                <Icon name=Icon::Download />
                <span>{t(label)}</span>
            </a>
        }
    };
    view! {
        <section class="facts-box" aria-labelledby="files">
            <h2 class="facts-box__title" id="files">
                {t(w::DOWNLOAD)}
            </h2>
            <p class="form__actions">
                {link("pdf", w::PDF, pages)} {link("xml", w::XML, ButtonKind::Plain)}
                {xrechnung.then(|| link("xrechnung", w::XRECHNUNG, ButtonKind::Plain))}
            </p>
            <p class="field__hint">{t(w::DOWNLOAD_HINT)}</p>
            {xrechnung.then(|| view! { <p class="field__hint">{t(w::XRECHNUNG_HINT)}</p> })}
        </section>
    }
}

/// The pages that a draft would have. Only who sees drafts has a page to read this on.
#[component]
pub fn Preview(
    /// Of which draft.
    reference: String,
) -> impl IntoView {
    view! {
        <section class="facts-box">
            <p class="form__actions">
                <a
                    class=ButtonKind::Plain.class()
                    href=format!("/invoices/{reference}/preview.pdf")
                    rel="external"
                    target="_blank"
                >
                    <Icon name=Icon::FileText />
                    <span>{t(w::PREVIEW)}</span>
                </a>
            </p>
            <p class="field__hint">{t(w::PREVIEW_HINT)}</p>
        </section>
    }
}

/// What was asked for, what was posted, and what is left.
#[component]
pub fn AccountBox(
    /// Of which document.
    invoice: InvoiceView,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let (lang, account) = (lang(), invoice.account);
    let row = |name: Text, cents: i64| fact(name, euros(lang, cents).erase());
    let over = account.days_over(invoice.now.civil().date());
    let late = account.is_overdue(invoice.now.civil().date());
    let left = account.left();
    let bills = invoice.billing.is_some();
    let reference = StoredValue::new(invoice.reference.clone());
    // Customers do not read that something was written off.
    let written_off = invoice.payments.iter().any(|payment| payment.kind == PostingKind::WriteOff);
    let settled = if written_off { w::WRITTEN_OFF } else { w::SETTLED };
    let refunds = invoice.payments.iter().filter(|payment| payment.kind == PostingKind::Refund);
    let (came, went) =
        came_and_went(account.paid - account.set_off, -refunds.map(|payment| payment.cents).sum::<i64>());
    let set_off = if account.set_off < 0 { w::SET_OFF_THERE } else { w::SET_OFF };
    let beside = [
        (w::WAIVED, account.waived),
        (w::CREDITED, account.credited),
        (w::PAID_SO_FAR, came),
        (w::PAID_BACK, went),
        (set_off, account.set_off.abs()),
        (w::CASH_DISCOUNT, account.discounted),
        (settled, account.settled),
    ];
    // That nothing is paid is worth a line, too.
    let beside = beside.into_iter().filter(|(name, cents)| *cents != 0 || *name == w::PAID_SO_FAR);
    // The name says what an amount does: one with a minus would be read as the opposite.
    let beside: Vec<_> = beside.map(|(name, cents)| row(name, cents)).collect();
    let payments = invoice.payments.into_iter().map(move |payment| {
        let words = posted(lang, payment.kind, payment.cents, payment.day, payment.other.as_deref());
        let id = payment.id.to_string();
        view! {
            <li class="invoice-payment">
                <span>{words} <span class="chain__more">{payment.note}</span></span>
                {bills
                    .then(|| {
                        view! {
                            <Form
                                action={ServerAction::<UnpayInvoice>::new()}
                                only=("payment", id.clone())
                                on_success=done
                            >
                                <Hidden name="reference" value=reference.get_value() />
                                <Hidden name="payment" value=id.clone() />
                                <Submit label=w::UNPAY kind=ButtonKind::Quiet />
                            </Form>
                        }
                    })}
            </li>
        }
    });
    view! {
        <section class="facts-box facts-box--sums" aria-labelledby="account">
            <h2 class="facts-box__title" id="account">
                {t(w::PAYMENT)}
            </h2>
            {late
                .then(|| {
                    view! { <p class="late">{tn(w::DAYS_OVER, u64::try_from(over).unwrap_or_default())}</p> }
                })}
            <dl class="facts">
                {row(w::ASKED_FOR, account.due)} {(account.fee > 0).then(|| row(w::LATE_FEE, account.fee))}
                {beside} {if left < 0 { row(w::TOO_MUCH, -left) } else { row(w::LEFT, left) }}
            </dl>
            <ul class="invoice-payments">{payments.collect::<Vec<_>>()}</ul>
        </section>
    }
}

/// What was paid in money and what was paid back, of what is left of both. Neither is below zero: money may go back that never came
/// in.
fn came_and_went(paid: i64, refunded: i64) -> (i64, i64) {
    let came = (paid + refunded).max(0);
    (came, came - paid)
}

/// The history.
#[component]
pub fn History(
    /// Entries, oldest first.
    entries: Vec<EntryView>,
    /// When it was read.
    now: Moment,
) -> impl IntoView {
    let lang = lang();
    let entry = move |entry: EntryView| {
        let (words, more) = caption(lang, &entry.what, &written);
        let by = (!entry.by.is_empty()).then(|| format!("{} · ", entry.by));
        view! {
            <li class="invoice-entry">
                <span class="invoice-entry__words">{words}</span>
                {(!more.is_empty()).then(|| view! { <span class="chain__more">{more}</span> })}
                <span class="chain__more">{by} <Time at=entry.at now /></span>
            </li>
        }
    };
    (!entries.is_empty()).then(|| {
        view! {
            <section class="facts-box invoice-history" aria-labelledby="history">
                <h2 class="facts-box__title" id="history">
                    {t(w::HISTORY)}
                </h2>
                <ol class="invoice-entries">{entries.into_iter().map(entry).collect::<Vec<_>>()}</ol>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_back_is_no_payment_below_zero() {
        for (paid, refunded, shown) in [
            (0, 0, (0, 0)),
            (10_000, 0, (10_000, 0)),
            (6_000, 4_000, (10_000, 4_000)),
            (-10_000, 0, (0, 10_000)),
        ] {
            assert_eq!(came_and_went(paid, refunded), shown);
        }
    }
}
