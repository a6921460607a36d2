//! The administration of the configuration: parts of a draft, publishing, versions (I5).
use crate::error::AppError;
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::say::t;
use crate::parts::state::{Load, SkeletonKind};
use crate::policy::api::load_draft;
use crate::policy::billing_form::{BillingForm, Samples};
use crate::policy::books_form::BooksForm;
use crate::policy::calendar_form::Calendars;
use crate::policy::class_form::Classes;
use crate::policy::company_form::CompanyForm;
use crate::policy::gate_form::GateForm;
use crate::policy::history::History;
use crate::policy::part::Seen;
use crate::policy::plan_form::Plans;
use crate::policy::publish::{DraftBar, Publish};
use crate::policy::quote_form::QuoteTermsForm;
use crate::policy::report_form::ReportTermsForm;
use crate::policy::seller_form::SellerForm;
use crate::policy::target_form::Targets;
use crate::policy::template_form::Templates;
use crate::policy::text_form::Texts;
use crate::policy::view::DraftView;
use crate::words::{Text, letterhead, policy as w};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/settings/:part?`
pub struct SettingsPage;

#[lazy_route]
impl LazyRoute for SettingsPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Settings /> }.erase()
    }
}

const TABS: [(&str, Text); 10] = [
    ("", w::TAB_HOURS),
    ("targets", w::TAB_TARGETS),
    ("plans", w::TAB_PLANS),
    ("classes", w::TAB_CLASSES),
    ("texts", w::TAB_TEXTS),
    ("mails", w::TAB_MAILS),
    ("billing", letterhead::TAB),
    ("company", w::TAB_COMPANY),
    ("publish", w::TAB_PUBLISH),
    ("history", w::TAB_HISTORY),
];

#[component]
fn Settings() -> impl IntoView {
    let params = use_params_map();
    let part = Memo::new(move |_| params.with(|params| params.get("part")).unwrap_or_default());
    let draft = Resource::new(
        move || part.get(),
        |part: String| async move {
            if !TABS.iter().any(|(known, _)| *known == part) {
                return Err(AppError::NotFound);
            }
            Ok((load_draft(part == "publish").await?, part))
        },
    );
    let reload = Callback::new(move |()| draft.refetch());
    view! {
        <PageHead title=w::SETTINGS lead=w::SETTINGS_LEAD />
        <Load
            resource=draft
            skeleton=SkeletonKind::List
            view=move |(draft, part): (DraftView, String)| view! { <Body draft part reload /> }
        />
    }
}

/// Said above all forms where one was refused because the draft moved on: its own place may be gone.
fn moved() -> impl IntoView {
    use leptos::server_fn::ServerFn as _;
    let echo = use_context::<std::sync::Arc<crate::echo::Echo>>();
    let told = echo.is_some_and(|echo| {
        echo.path == crate::policy::api::EditPolicy::url() && matches!(echo.error, AppError::Outdated { .. })
    });
    told.then(|| {
        view! {
            <p class="note note--waiting setting" role="alert">
                {t(w::DRAFT_MOVED)}
            </p>
        }
    })
}

#[component]
fn Body(draft: DraftView, part: String, reload: Callback<()>) -> impl IntoView {
    let tabs = TABS.map(|(code, text)| {
        let href = if code.is_empty() { "/settings".to_owned() } else { format!("/settings/{code}") };
        let here = code == part;
        view! {
            <a class="tab" href=href aria-current=here.then_some("page")>
                {t(text)}
            </a>
        }
    });
    provide_context(Seen(draft.seen));
    let (policy, places) = (draft.policy.clone(), draft.places.clone());
    let bar = (part != "publish").then(|| view! { <DraftBar draft=draft.clone() /> });
    let body = match part.as_str() {
        "targets" => view! { <Targets policy reload /> }.erase(),
        "plans" => view! { <Plans policy reload /> }.erase(),
        "classes" => view! { <Classes policy reload /> }.erase(),
        "texts" => view! { <Texts policy reload /> }.erase(),
        "mails" => view! { <Templates policy seen=draft.seen reload /> }.erase(),
        "billing" => view! {
            <Samples seen=draft.seen />
            <SellerForm seller=policy.billing.seller.clone() reload />
            <BillingForm billing=policy.billing.clone() reload />
            <BooksForm books=policy.billing.datev reload />
        }
        .erase(),
        "company" => view! {
            <CompanyForm policy=policy.clone() places reload />
            <GateForm gate=policy.gate reload />
            <QuoteTermsForm terms=policy.quote reload />
            <ReportTermsForm terms=policy.report reload />
        }
        .erase(),
        "publish" => view! { <Publish draft reload /> }.erase(),
        "history" => view! { <History draft /> }.erase(),
        _ => view! { <Calendars policy places customers=draft.customers reload /> }.erase(),
    };
    view! {
        <nav class="tabs" aria-label=t(w::SETTINGS)>
            {tabs}
        </nav>
        {bar}
        {moved()}
        <div class="settings">{body}</div>
    }
    .erase()
}
