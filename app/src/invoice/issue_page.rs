//! Issuing a draft: what it says, to whom it goes and that its number cannot be taken back, then the deed (G1).
use crate::deal::paper::sums;
use crate::error::AppError;
use crate::invoice::api::{IssueInvoice, address, load_invoice};
use crate::invoice::deeds::issue_word;
use crate::invoice::earlier::Earlier;
use crate::invoice::lack::Hints;
use crate::invoice::paper::taken_off;
use crate::invoice::view::{BillingView, GoingOut, InvoiceView};
use crate::invoice::word::period;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::form::{Checkbox, Form, Hidden, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::state::{Load, SkeletonKind};
use crate::words::{Text, invoice as w};
use domain::country::name;
use domain::invoice::Kind;
use domain::invoice::party::Buyer;
use domain::moment::date;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/invoices/:reference/issue`
pub struct IssuePage;

#[lazy_route]
impl LazyRoute for IssuePage {
    fn data() -> Self {
        Self
    }

    // What somebody else changes meanwhile is not read here by itself: who issues is told that it is not what was seen.
    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let reference = Memo::new(move |_| params.with(|params| params.get("reference").unwrap_or_default()));
        let draft = Resource::new(move || reference.get(), find);
        view! {
            <Load
                resource=draft
                skeleton=SkeletonKind::Form
                alone=true
                view=|draft: InvoiceView| view! { <Page draft /> }
            />
        }
        .erase()
    }
}

/// The draft, for who bills.
async fn find(reference: String) -> Result<InvoiceView, AppError> {
    let draft = load_invoice(reference).await?;
    if draft.billing.is_some() { Ok(draft) } else { Err(AppError::NotFound) }
}

#[component]
fn Page(draft: InvoiceView) -> impl IntoView {
    let gaps = [("organisation", draft.organisation.name.as_str()), ("title", draft.title.as_str())];
    let (title, lead) = (issue_word(draft.kind), tf(w::ISSUE_LEAD, &gaps));
    let body = match (draft.number.clone(), draft.billing.clone()) {
        (Some(number), _) => view! { <Issued number /> }.erase(),
        (None, Some(billing)) => view! { <Summary draft billing=*billing /> }.erase(),
        (None, None) => ().erase(),
    };
    view! {
        <PageHead title=title lead=lead />
        <div class="narrow">{body}</div>
    }
    .erase()
}

/// Somebody was quicker.
#[component]
fn Issued(number: String) -> impl IntoView {
    let gaps = [("number", number.as_str())];
    view! {
        <p class="note">
            <Icon name=Icon::Info />
            <span>{tf(w::ISSUE_DONE, &gaps)}</span>
        </p>
        <p>
            <LinkButton href=address(&number) label=tf(w::ISSUE_OPEN, &gaps) kind=ButtonKind::Primary />
        </p>
    }
    .erase()
}

#[component]
fn Summary(draft: InvoiceView, billing: BillingView) -> impl IntoView {
    let back = address(&draft.reference);
    let gives_back = draft.kind.gives_back();
    let (gross, last) =
        if gives_back { (w::GROSS_BACK, w::ISSUE_FINAL_CREDIT) } else { (w::GROSS, w::ISSUE_FINAL) };
    let ready = billing.is_ready();
    let (reference, seen) = (draft.reference.clone(), draft.version.to_string());
    let for_nothing = draft.totals.gross == 0;
    let before = taken_off(&draft);
    let issue = move || {
        view! {
            <p class="issue__final">{t(last)}</p>
            <Form action={ServerAction::<IssueInvoice>::new()} native=true>
                <Hidden name="reference" value=reference />
                <Hidden name="seen" value=seen />
                {for_nothing
                    .then(|| {
                        view! {
                            <Checkbox
                                name="for_nothing"
                                label=w::ISSUE_FOR_NOTHING
                                hint=w::ISSUE_FOR_NOTHING_HINT
                            />
                        }
                    })}
                <Submit label=w::ISSUE_NOW icon=Icon::Check />
            </Form>
        }
        .erase()
    };
    view! {
        <p>
            <a href=back.clone()>{t(w::ISSUE_BACK)}</a>
        </p>
        <Hints lacks=billing.lacks changed=billing.changed booked_since=billing.booked_since draft=back />
        <Earlier draft=draft.clone() />
        <section class="card" aria-labelledby="summary">
            <div class="card__body issue__summary">
                <h2 class="card__title" id="summary">
                    {t(w::ISSUE_SUMMARY)}
                </h2>
                <Facts draft=draft.clone() going_out=billing.going_out />
                {sums(&draft.totals, [w::NET, w::TAX_OF, gross], before)}
                {ready.then(issue)}
            </div>
        </section>
    }
    .erase()
}

/// For whom, of when, until when, and how it goes out.
#[component]
fn Facts(draft: InvoiceView, going_out: GoingOut) -> impl IntoView {
    let lang = lang();
    let days = draft.period.map(|days| period(lang, days));
    let due = draft.account.due_on.filter(|_| draft.kind == Kind::Invoice);
    let text = |name: Text, text: Option<String>| text.map(|text| fact(name, text.erase()));
    let facts = [
        text(w::ORGANISATION, Some(draft.organisation.name)),
        Some(fact(w::PAYER, lines(payer(&draft.buyer)))),
        text(w::CORRECTS, draft.corrects),
        text(w::SERVICES_PERIOD, days),
        text(w::DUE, due.map(|day| date(day, lang))),
        Some(fact(w::GOES_OUT, lines(ways(&going_out)))),
    ];
    view! { <dl class="facts">{facts.into_iter().flatten().collect::<Vec<_>>()}</dl> }.erase()
}

fn lines(lines: Vec<String>) -> AnyView {
    let lines = lines.into_iter().map(|line| view! { <span class="issue__line">{line}</span> });
    lines.collect::<Vec<_>>().erase()
}

/// Who pays, as the document names them.
fn payer(buyer: &Buyer) -> Vec<String> {
    let address = &buyer.address;
    let place = format!("{} {}", address.postcode, address.town).trim().to_owned();
    let country =
        if address.country == "DE" { String::new() } else { name(lang(), &address.country).to_owned() };
    let (name_of, attention) = (buyer.name.clone(), buyer.attention.clone());
    let (more, street) = (address.more.clone(), address.street.clone());
    let lines = [name_of, attention, more, street, place, country, buyer.email.clone()];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// The ways on which it goes out.
fn ways(going_out: &GoingOut) -> Vec<String> {
    let told =
        going_out.told.iter().map(|(name, email)| tf(w::GOES_TOLD, &[("name", name), ("email", email)]));
    let attachment = if going_out.xrechnung { w::GOES_ATTACHED_XRECHNUNG } else { w::GOES_ATTACHED };
    let attached = going_out.attached.iter().map(|email| tf(attachment, &[("email", email)]));
    let mut ways: Vec<String> = attached.chain(told).collect();
    if ways.is_empty() {
        ways.push(t(w::GOES_NOBODY).to_owned());
    }
    let by_hand = going_out.xrechnung && going_out.attached.is_none();
    ways.extend(by_hand.then(|| t(w::GOES_XRECHNUNG).to_owned()));
    ways
}
