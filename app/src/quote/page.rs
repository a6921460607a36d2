//! One quote: the document, what it asks of its reader, and its history.
use crate::deal::comment::CommentBox;
use crate::deal::files::{Files, all};
use crate::deal::fresh::Shown;
use crate::deal::thread::Thread;
use crate::document::viewer::{ViewerDialog, provide_viewer};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, t, tf, written};
use crate::parts::state::{Load, SkeletonKind};
use crate::quote::api::load_quote;
use crate::quote::badge::QuoteBadge;
use crate::quote::decision::Decision;
use crate::quote::paper::Paper;
use crate::quote::view::QuoteView;
use crate::words::{deal, quote as w};
use domain::deal::Deal;
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
    let entries = shown.part(|quote| quote.entries.clone());
    let documents = shown.part(|quote| all(&quote.entries));
    provide_viewer(documents.into());
    view! {
        <div class="deal">
            <Head shown />
            <aside class="deal__rail">
                <Decision shown />
                <Facts shown />
                <Files entries />
            </aside>
            <div class="deal__main">
                <Document shown />
                <Thread entries />
                {may
                    .comment
                    .then(|| view! { <CommentBox deal internal=may.internal done=shown.renewed() /> })}
            </div>
            <ViewerDialog />
        </div>
    }
}

#[component]
fn Head(shown: Shown<QuoteView>) -> impl IntoView {
    let head = shown.part(|quote| (quote.number, quote.title.clone(), quote.state.kind(), quote.may.accept));
    move || {
        let (number, title, state, waits) = head.get();
        view! {
            <div class="deal__head">
                <p class="deal__number">{tf(w::QUOTE_NUMBER, &[("number", &number.to_string())])}</p>
                <PageHead title=title>
                    <QuoteBadge state waits />
                </PageHead>
            </div>
        }
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
    let facts = shown.part(|quote| {
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
        let (organisation, project, ticket, number, versions, current) = facts.get();
        let organisation_page = format!("/organisations/{}", organisation.id);
        view! {
            <section class="facts-box" aria-labelledby="facts">
                <h2 class="facts-box__title" id="facts">
                    {t(w::FACTS)}
                </h2>
                <dl class="facts">
                    <div class="fact">
                        <dt>{t(deal::ORGANISATION)}</dt>
                        <dd>
                            <a href=organisation_page>{organisation.name}</a>
                        </dd>
                    </div>
                    {project
                        .map(|project| {
                            view! {
                                <div class="fact">
                                    <dt>{t(deal::PROJECT)}</dt>
                                    <dd>
                                        <a href=format!("/quotes?project={}", project.id)>{project.name}</a>
                                    </dd>
                                </div>
                            }
                        })}
                    {ticket
                        .map(|ticket| {
                            view! {
                                <div class="fact">
                                    <dt>{t(deal::TICKET)}</dt>
                                    <dd>
                                        <a href=format!("/tickets/{}", ticket.0)>{written(ticket)}</a>
                                    </dd>
                                </div>
                            }
                        })}
                    {(versions.len() > 1)
                        .then(|| {
                            view! {
                                <div class="fact">
                                    <dt>{t(w::VERSIONS)}</dt>
                                    <dd class="deal__versions">
                                        {versions
                                            .into_iter()
                                            .map(|one| {
                                                let here = Some(one.version) == current;
                                                let draft = if one.sent.is_none() {
                                                    format!(" ({})", t(w::DRAFT))
                                                } else {
                                                    String::new()
                                                };
                                                view! {
                                                    <a
                                                        href=format!("/quotes/{number}?version={}", one.version)
                                                        aria-current=here.then_some("true")
                                                    >
                                                        {format!("{}{draft}", one.version)}
                                                    </a>
                                                }
                                            })
                                            .collect::<Vec<_>>()}
                                    </dd>
                                </div>
                            }
                        })}
                </dl>
            </section>
        }
    }
}
