//! One quote: the document, what it asks of its reader, and its history.
use crate::deal::fresh::Shown;
use crate::deal::page::{DealHead, Parts, facts, link, organisation_fact, page, project_fact};
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, t, tf, written};
use crate::parts::state::{Load, SkeletonKind};
use crate::quote::api::load_quote;
use crate::quote::badge::QuoteBadge;
use crate::quote::decision::Decision;
use crate::quote::paper::Paper;
use crate::quote::view::{QuoteView, VersionLine};
use crate::words::{deal, quote as w};
use domain::deal::{Deal, QuoteNumber};
use domain::moment::Moment;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// `/quotes/:number`
pub struct QuotePage;

#[lazy_route]
impl LazyRoute for QuotePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let wanted = Memo::new(move |_| {
            let number = params.with(|params| params.get("number").unwrap_or_default());
            let version = query.with(|query| query.get_str("version").and_then(|text| text.parse().ok()));
            (number, version)
        });
        let quote = Resource::new(move || wanted.get(), |(number, version)| load_quote(number, version));
        view! {
            <Load
                resource=quote
                skeleton=SkeletonKind::Page
                alone=true
                view=move |quote| {
                    let version = wanted.get_untracked().1;
                    view! { <OpenQuote quote version /> }
                }
            />
        }
        .erase()
    }
}

#[component]
fn OpenQuote(quote: QuoteView, version: Option<u32>) -> impl IntoView {
    let (number, may) = (quote.number, quote.may);
    let deal = Deal::Quote(number);
    let shown = Shown::open(deal, quote, move || load_quote(number.to_string(), version));
    let head = view! { <Head shown /> }.erase();
    let rail = view! {
        <Decision shown />
        <Facts shown />
    }
    .erase();
    let main = view! { <Document shown /> }.erase();
    page(deal, may, shown, |quote| &quote.entries, Parts { head, rail, main })
}

#[component]
fn Head(shown: Shown<QuoteView>) -> impl IntoView {
    let head = shown.part(|quote| (quote.number, quote.title.clone(), quote.state.kind(), quote.may.accept));
    move || {
        let (number, title, state, waits) = head.get();
        let number = tf(w::QUOTE_NUMBER, &[("number", &number.to_string())]);
        let badge = view! { <QuoteBadge state waits /> }.erase();
        view! { <DealHead number title badge /> }
    }
}

/// The version that is shown; where there is none yet, what is to come.
#[component]
fn Document(shown: Shown<QuoteView>) -> impl IntoView {
    let document = shown.part(|quote| QuoteView {
        entries: Vec::new(),
        version: 0,
        // Only a draft is dated by the day it is read on.
        now: Moment { at: quote.now.at / 86_400_000 * 86_400_000, ..quote.now },
        ..quote.clone()
    });
    move || {
        let quote = document.get();
        match quote.offer.clone() {
            Some(offer) => view! { <Paper quote shown=offer /> }.erase(),
            None => {
                let text = if is_staff() { w::NO_PAPER_STAFF } else { w::NO_PAPER };
                view! {
                    <div class="paper paper--none">
                        <Icon name=Icon::FileText />
                        <p>{t(text)}</p>
                    </div>
                }
                .erase()
            }
        }
    }
}

/// Where it belongs, and its versions.
#[component]
fn Facts(shown: Shown<QuoteView>) -> impl IntoView {
    let stands = shown.part(|quote| {
        let version = quote.offer.as_ref().map(|offer| offer.version);
        (
            quote.organisation.clone(),
            quote.project.clone(),
            quote.ticket,
            quote.number,
            quote.versions.clone(),
            version,
        )
    });
    move || {
        let (organisation, project, ticket, number, versions, current) = stands.get();
        let mut rows = vec![organisation_fact(organisation)];
        rows.extend(project.map(|project| project_fact("/quotes", project)));
        rows.extend(
            ticket.map(|ticket| fact(deal::TICKET, link(format!("/tickets/{}", ticket.0), written(ticket)))),
        );
        if versions.len() > 1 {
            rows.push(fact(w::VERSIONS, links(number, versions, current)));
        }
        facts(rows)
    }
}

/// All versions, each to be looked at.
fn links(number: QuoteNumber, versions: Vec<VersionLine>, current: Option<u32>) -> AnyView {
    let link = |one: VersionLine| {
        let draft = one.sent.is_none().then(|| format!(" ({})", t(w::DRAFT)));
        view! {
            <a
                href=format!("/quotes/{number}?version={}", one.version)
                aria-current=(Some(one.version) == current).then_some("true")
            >
                {format!("{}{}", one.version, draft.unwrap_or_default())}
            </a>
        }
    };
    let links: Vec<_> = versions.into_iter().map(link).collect();
    view! { <span class="deal__versions">{links}</span> }.erase()
}
