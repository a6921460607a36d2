//! Billed services (G4): every line that was charged, by period and project, each with its chain.
use crate::invoice::api::load_services;
use crate::invoice::filters::{InvoiceFilters, filter, narrows, with_filters};
use crate::invoice::line::ChainFold;
use crate::invoice::view::{ServiceRow, Services};
use crate::invoice::word::{kind_word, quantity, service_sums};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::live::on_invoice;
use crate::parts::say::{lang, t, tn};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::words::{invoice as w, list, report};
use domain::moment::date;
use domain::money::euros;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use leptos_router::{LazyRoute, lazy_route};

/// `/services`
pub struct ServicesPage;

#[lazy_route]
impl LazyRoute for ServicesPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let wanted = Memo::new(move |_| query.with(filter));
        let services = Resource::new(move || wanted.get(), load_services);
        on_invoice(move || services.refetch());
        view! {
            <Load
                resource=services
                skeleton=SkeletonKind::List
                alone=true
                view=move |services| {
                    let query = query.get_untracked();
                    view! { <List services query /> }
                }
            />
        }
        .erase()
    }
}

#[component]
fn List(services: Services, query: ParamsMap) -> impl IntoView {
    let sums = service_sums(lang(), &services);
    let Services { rows, count, more, organisations, projects, .. } = services;
    let several = organisations.len() > 1;
    let (none, narrow) = (rows.is_empty(), narrows(&query));
    let csv = with_filters("/services.csv", &query, None);
    let pdf = with_filters("/services.pdf", &query, None);
    view! {
        <PageHead title=w::SERVICES lead=w::SERVICES_LEAD>
            <LinkButton href="/invoices" label=w::TITLE icon=Icon::FileText />
        </PageHead>
        {if none && !narrow {
            view! { <Empty icon=Icon::Clock title=w::SERVICES_EMPTY text=w::EMPTY_TEXT /> }.erase()
        } else {
            view! {
                <InvoiceFilters
                    path="/services"
                    days=[w::COL_FROM, w::COL_TO]
                    organisations
                    projects
                    standings=vec![]
                    query
                />
                <div class="invoice-sums">
                    <p class="list__total" role="status">
                        {tn(w::SERVICES_TOTAL, count)}
                        " · "
                        {sums}
                    </p>
                    <p class="invoice-files">
                        <a class=ButtonKind::Quiet.class() href=pdf rel="external" target="_blank">
                            <Icon name=Icon::Download />
                            <span>{t(report::STATEMENT_PDF)}</span>
                        </a>
                        <a class=ButtonKind::Quiet.class() href=csv rel="external" download="">
                            <Icon name=Icon::Download />
                            <span>{t(w::CSV)}</span>
                        </a>
                    </p>
                </div>
                {if none {
                    view! {
                        <Empty icon=Icon::Search title=list::NOTHING_TITLE text=w::NOTHING_FOUND>
                            <LinkButton href="/services" label=list::RESET />
                        </Empty>
                    }
                        .erase()
                } else {
                    let rows = rows.into_iter().map(|row| view! { <Row row several /> });
                    view! { <ol class="invoice-lines invoice-lines--card">{rows.collect::<Vec<_>>()}</ol> }
                        .erase()
                }}
                {more.then(|| view! { <p class="muted">{t(w::MORE)}</p> })}
            }
                .erase()
        }}
    }
}

#[component]
fn Row(row: ServiceRow, several: bool) -> impl IntoView {
    let lang = lang();
    let net = row.net_cents();
    let kind = row.kind.gives_back().then(|| format!("{} · ", t(kind_word(row.kind))));
    let line = row.line;
    let price = format!("{} × {}", quantity(lang, &line), euros(lang, line.price_cents));
    let place = several.then(|| format!("{} · ", row.organisation));
    let about = format!("{} · {}", line.group, date(row.issued, lang));
    view! {
        <li class="invoice-line">
            <div class="invoice-line__head">
                <p class="invoice-line__name">{kind} {line.name.clone()}</p>
                <p class="invoice-line__price">{price}</p>
                <p class="invoice-line__amount">{euros(lang, net)}</p>
            </div>
            <p class="invoice-line__more">
                {place} {about} " · " <a href=format!("/invoices/{}", row.invoice)>{row.invoice.clone()}</a>
            </p>
            <div class="invoice-line__folds">
                <ChainFold chain=row.chain />
            </div>
        </li>
    }
}
