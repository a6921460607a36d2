//! Reports of a month: what a paper says, on a page, for who may read it.
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Select, Submit, named_fields};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::paper::PaperParts;
use crate::parts::print::PrintButton;
use crate::parts::say::{lang, t, tf};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::report::api::load_report;
use crate::report::paper::parts;
use crate::report::view::{ReportView, Shown, State};
use crate::report::word::{kind_word, lead, month_words, title};
use crate::ticket::view::Choice;
use crate::words::report as w;
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::organisation::month::Month;
use domain::report::Kind;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/reports?organisation=7&month=2026-10&kind=detailed`
pub struct ReportsPage;

#[lazy_route]
impl LazyRoute for ReportsPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            query.with(|query| {
                let text = |name: &str| query.get(name).unwrap_or_default();
                (text("organisation"), text("month"), text("kind"))
            })
        });
        let report = Resource::new(
            move || asked.get(),
            |(organisation, month, kind)| load_report(organisation, month, kind),
        );
        view! {
            <Load
                resource=report
                skeleton=SkeletonKind::Page
                alone=true
                view=move |report: ReportView| match report.shown {
                    Some(shown) => view! { <Report shown organisations=report.organisations /> }.erase(),
                    None => {
                        view! {
                            <Empty
                                icon=Icon::FileText
                                title=w::NO_CUSTOMER
                                text=w::NO_CUSTOMER_TEXT
                                heading=true
                            />
                        }
                            .erase()
                    }
                }
            />
        }
        .erase()
    }
}

/// The address of a report.
fn address(organisation: OrganisationId, month: Month, kind: Kind) -> String {
    format!("/reports?organisation={organisation}&month={month}&kind={}", kind.code())
}

#[component]
fn Report(shown: Shown, organisations: Vec<Choice<OrganisationId>>) -> impl IntoView {
    let lang = lang();
    let (kind, month) = (shown.kind, shown.report.month);
    let name = title(lang, kind, month);
    let parts = parts(kind, &shown.report);
    view! {
        <PageHead title=name lead=lead(lang, &shown.report, &shown.state)>
            <PaperLinks organisation=shown.organisation month kind />
            <PrintButton />
        </PageHead>
        <Kinds shown=shown.clone() />
        <Choices shown=shown.clone() organisations />
        <div class="sheet">
            <PaperParts parts />
            <Standing state=shown.state />
        </div>
    }
    .erase()
}

/// Lead to the same as a paper, in both languages.
#[component]
fn PaperLinks(organisation: OrganisationId, month: Month, kind: Kind) -> impl IntoView {
    Lang::ALL.map(|lang| {
        let words = match lang {
            Lang::De => w::PDF_DE,
            Lang::En => w::PDF_EN,
        };
        view! {
            <a
                class="button"
                href=format!("/reports/{organisation}/{month}/{}/{}", kind.code(), lang.code())
                target="_blank"
                rel="external noopener"
                aria-label=t(words)
            >
                <Icon name=Icon::Download />
                <span>{format!("PDF {}", lang.code().to_uppercase())}</span>
            </a>
        }
    })
}

#[component]
fn Kinds(shown: Shown) -> impl IntoView {
    let tabs: Vec<_> = shown
        .kinds
        .into_iter()
        .map(|kind| {
            let href = address(shown.organisation, shown.report.month, kind);
            let name = if kind == Kind::Detailed { w::DETAILED_SHORT } else { kind_word(kind) };
            view! {
                <a class="tab" href=href aria-current=(kind == shown.kind).then_some("page")>
                    {t(name)}
                </a>
            }
        })
        .collect();
    view! {
        <nav class="tabs report-kinds" aria-label=t(w::KINDS)>
            {tabs}
        </nav>
    }
}

/// Whose report and which month: a form that writes the address, and the ways to the months around.
#[component]
fn Choices(shown: Shown, organisations: Vec<Choice<OrganisationId>>) -> impl IntoView {
    let lang = lang();
    let Shown { organisation, months, kind, report, .. } = shown;
    let month = report.month;
    let customers: Vec<_> = organisations.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    let options: Vec<_> = months.iter().map(|one| (one.to_string(), month_words(lang, *one))).collect();
    let step = |to: Month, label, icon: Icon| {
        months.contains(&to).then(|| {
            view! {
                <a class="button button--quiet" href=address(organisation, to, kind) aria-label=t(label)>
                    <Icon name=icon />
                </a>
            }
        })
    };
    let steps =
        [step(month.plus(-1), w::BEFORE, Icon::ArrowLeft), step(month.plus(1), w::AFTER, Icon::ArrowRight)];
    let customer = if customers.len() > 1 {
        view! { <Select name="organisation" label=w::CUSTOMER options=customers value=organisation.to_string() /> }
            .erase()
    } else {
        view! { <input type="hidden" name="organisation" value=organisation.to_string() /> }.erase()
    };
    view! {
        <Form method="GET" action="/reports" on_form_data=named_fields() attr:class="form report-choices">
            {customer}
            <Select name="month" label=w::MONTH options value=month.to_string() />
            <input type="hidden" name="kind" value=kind.code() />
            <Submit label=w::SHOW kind=ButtonKind::Plain />
            <span class="report-choices__steps">{steps}</span>
        </Form>
    }
    .erase()
}

#[component]
fn Standing(state: State) -> impl IntoView {
    let words = match state {
        State::Preliminary { .. } => t(w::PRELIMINARY_HELP).to_owned(),
        State::Frozen { hash, .. } => tf(w::FROZEN_HELP, &[("hash", &hash)]),
    };
    view! { <p class="report-standing">{words}</p> }
}
