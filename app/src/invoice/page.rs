//! One document: a draft with its corrections, or what was issued, with what came of it.
use crate::invoice::api::load_invoice;
use crate::invoice::deeds::Deeds;
use crate::invoice::discount::DiscountBox;
use crate::invoice::draft::PayerForm;
use crate::invoice::list_page::StandingBadge;
use crate::invoice::paper::Paper;
use crate::invoice::period::PeriodBox;
use crate::invoice::reference::ReferenceBox;
use crate::invoice::side::{AccountBox, Files, History, Preview};
use crate::invoice::view::InvoiceView;
use crate::invoice::word::{draft_title, kind_word};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::live::on_invoice;
use crate::parts::say::{lang, t};
use crate::parts::state::{Load, SkeletonKind};
use crate::words::invoice as w;
use domain::billing::State;
use domain::invoice::Kind;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/invoices/:reference`
pub struct InvoicePage;

#[lazy_route]
impl LazyRoute for InvoicePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let reference = Memo::new(move |_| params.with(|params| params.get("reference").unwrap_or_default()));
        let invoice = Resource::new(move || reference.get(), load_invoice);
        on_invoice(move || invoice.refetch());
        let done = Callback::new(move |()| invoice.refetch());
        view! {
            <Load
                resource=invoice
                skeleton=SkeletonKind::Page
                alone=true
                view=move |invoice| view! { <Document invoice done /> }
            />
        }
        .erase()
    }
}

#[component]
fn Document(invoice: InvoiceView, done: Callback<()>) -> impl IntoView {
    let draft = invoice.state == State::Draft;
    let title = match &invoice.number {
        Some(number) => format!("{} {number}", t(kind_word(invoice.kind))),
        None => draft_title(lang(), invoice.kind, invoice.asked, invoice.period),
    };
    let bills = draft && invoice.billing.is_some();
    let payable = !draft && invoice.kind == Kind::Invoice;
    let corrected = invoice.corrected_by.clone();
    let reminds = invoice.billing.as_ref().is_some_and(|billing| billing.reminder.is_some());
    let files = match invoice.number.clone() {
        Some(number) => view! { <Files number xrechnung=invoice.xrechnung first=!reminds /> }.erase(),
        None => view! { <Preview reference=invoice.reference.clone() /> }.erase(),
    };
    let deeds = view! { <Deeds invoice=invoice.clone() done /> }.erase();
    // Of what is paid one takes the files; what can still be done comes after them.
    let settled = payable && invoice.account.left() <= 0;
    let [above, below] = if settled { [files, deeds] } else { [deeds, files] };
    view! {
        <div class="deal invoice">
            <div class="deal__head">
                <p class="deal__number">
                    <a href=format!(
                        "/organisations/{}",
                        invoice.organisation.id,
                    )>{invoice.organisation.name.clone()}</a>
                </p>
                <PageHead title=title>
                    <StandingBadge standing=invoice.standing />
                </PageHead>
            </div>
            <aside class="deal__rail">
                {above} {below} {payable.then(|| view! { <AccountBox invoice=invoice.clone() done /> })}
                {draft.then(|| view! { <Payer invoice=invoice.clone() done /> })}
                {bills.then(|| view! { <ReferenceBox invoice=invoice.clone() done /> })}
                {bills.then(|| view! { <PeriodBox invoice=invoice.clone() done /> })}
                {bills.then(|| view! { <DiscountBox invoice=invoice.clone() done /> })}
                {(!corrected.is_empty()).then(|| view! { <Related numbers=corrected /> })}
                {invoice.corrects.clone().map(|number| view! { <Related numbers=vec![number] /> })}
                <History entries=invoice.entries.clone() now=invoice.now />
            </aside>
            <div class="deal__main">
                <Paper invoice done />
            </div>
        </div>
    }
}

#[component]
fn Payer(invoice: InvoiceView, done: Callback<()>) -> impl IntoView {
    view! {
        <section class="facts-box" aria-labelledby="payer">
            <h2 class="facts-box__title" id="payer">
                {t(w::PAYER)}
            </h2>
            <p>{invoice.buyer.name.clone()}</p>
            <p class="chain__more">{invoice.buyer.email.clone()}</p>
            <PayerForm invoice done />
        </section>
    }
}

/// Documents that belong to this one.
#[component]
fn Related(numbers: Vec<String>) -> impl IntoView {
    let links = numbers.into_iter().map(|number| {
        view! {
            <li>
                <a href=format!("/invoices/{number}")>{number.clone()}</a>
            </li>
        }
    });
    view! {
        <section class="facts-box">
            <h2 class="facts-box__title">{t(w::CORRECTED_BY)}</h2>
            <ul class="invoice-payments">{links.collect::<Vec<_>>()}</ul>
        </section>
    }
}
