//! Hours: of one organisation as a statement, of several as a list.
use crate::package::api::load_packages;
use crate::package::balance::Balance;
use crate::package::cycles::Cycles;
use crate::package::deeds::{AgreedCard, CorrectCard, PoolCard};
use crate::package::lines::Postings;
use crate::package::list::PackageList;
use crate::package::view::{PackagesView, Statement};
use crate::parts::button::LinkButton;
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::live::on_package;
use crate::parts::state::{Load, SkeletonKind};
use crate::words::{package as w, report};
use domain::report::Kind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/packages?organisation=7&cycle=12-3`
pub struct PackagesPage;

#[lazy_route]
impl LazyRoute for PackagesPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Packages /> }.erase()
    }
}

#[component]
fn Packages() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            (query.get("organisation").unwrap_or_default(), query.get("cycle").unwrap_or_default())
        })
    });
    let packages =
        Resource::new(move || asked.get(), |(organisation, cycle)| load_packages(organisation, cycle));
    on_package(move || packages.refetch());
    let reload = Callback::new(move |()| packages.refetch());
    view! {
        <Load
            resource=packages
            skeleton=SkeletonKind::Page
            alone=true
            view=move |packages: PackagesView| match packages.statement {
                Some(statement) => view! { <StatementView statement=*statement reload /> }.erase(),
                None => {
                    view! {
                        <PageHead title=w::TITLES />
                        <PackageList lines=packages.lines />
                    }
                        .erase()
                }
            }
        />
    }
}

#[component]
fn StatementView(statement: Statement, reload: Callback<()>) -> impl IntoView {
    let organisation = statement.organisation.clone();
    let href = format!("/organisations/{}", organisation.id);
    let months = format!("/reports?organisation={}&kind={}", organisation.id, Kind::Package.code());
    let has_cycles = !statement.cycles.is_empty();
    let (cycles, chosen) = (statement.cycles.clone(), statement.chosen.clone());
    let (agreed, coming) = (statement.agreed.clone(), statement.coming.clone());
    view! {
        <PageHead title=w::TITLE lead=organisation.name>
            {has_cycles
                .then(|| view! { <LinkButton href=months label=report::STATEMENTS icon=Icon::Report /> })}
            <LinkButton href label=w::SHOW_ORGANISATION icon=Icon::Building />
        </PageHead>
        <div class="with-rail package">
            <div class="stack">
                <Balance forecast=statement.forecast />
                {(!cycles.is_empty())
                    .then(|| view! { <Cycles organisation=organisation.id cycles chosen /> })}
                <Postings statement=statement.clone() />
            </div>
            <div class="stack">
                {agreed.map(|agreed| view! { <AgreedCard agreed coming /> })}
                <PoolCard statement=statement.clone() reload />
                {statement.corrects.then(|| view! { <CorrectCard organisation=organisation.id reload /> })}
            </div>
        </div>
    }
    .erase()
}
