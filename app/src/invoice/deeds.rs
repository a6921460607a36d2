//! What who bills does about a document as a whole.
use crate::invoice::api::{TurnInvoice, address};
use crate::invoice::earlier::Earlier;
use crate::invoice::issued::OfIssued;
use crate::invoice::lack::Hints;
use crate::invoice::seen::Seen;
use crate::invoice::view::{BillingView, InvoiceView};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::{Text, invoice as w};
use domain::billing::State;
use domain::invoice::Kind;
use leptos::prelude::*;

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

/// A form of one button; `seen` is the version of a draft that is changed as it was seen.
pub fn turn(
    reference: &str,
    deed: &'static str,
    label: Text,
    kind: ButtonKind,
    seen: Option<i64>,
) -> AnyView {
    let reference = reference.to_owned();
    view! {
        <Form action={ServerAction::<TurnInvoice>::new()} only=("deed", deed.to_owned()) native=true>
            <Hidden name="reference" value=reference.clone() />
            <Hidden name="deed" value=deed.to_owned() />
            {seen.map(|version| view! { <Seen version /> })}
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
    let seen = Some(invoice.version);
    view! {
        <Hints lacks=billing.lacks changed=billing.changed booked_since=billing.booked_since />
        <Earlier draft=invoice.clone() />
        {ready
            .then(|| {
                let way = format!("{here}/issue");
                view! {
                    <p class="note note--waiting issue__unsaved" role="status">
                        <Icon name=Icon::Alert />
                        <span>
                            {t(w::ISSUE_UNSAVED)} " " <a href=here rel="external">
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
                    {turn(&invoice.reference, "redraw", w::REDRAW, kind, seen)}
                    <p class="field__hint">{t(w::REDRAW_HINT)}</p>
                }
            })}
        {turn(&invoice.reference, "discard", w::DISCARD, ButtonKind::Quiet, seen)}
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
