//! The list of invoices: filters in the address bar, sums, pages, all of them as files.
use crate::invoice::api::load_invoices;
use crate::invoice::draft::NewDraft;
use crate::invoice::filters::{InvoiceFilters, filter, narrows, with_filters};
use crate::invoice::hand_over::HandOverFold;
use crate::invoice::view::{InvoiceList, InvoiceRow, PAGE};
use crate::invoice::word::{kind_word, standing_word};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::live::on_invoice;
use crate::parts::say::{is_staff, lang, me, t, tf, tn};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::words::{invoice as w, list};
use domain::billing::account::Standing;
use domain::moment::date;
use domain::money::euros;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use leptos_router::{LazyRoute, lazy_route};

/// `/invoices`
pub struct InvoicesPage;

#[lazy_route]
impl LazyRoute for InvoicesPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let wanted = Memo::new(move |_| query.with(filter));
        let invoices = Resource::new(move || wanted.get(), load_invoices);
        on_invoice(move || invoices.refetch());
        view! {
            <Load
                resource=invoices
                skeleton=SkeletonKind::List
                alone=true
                view=move |list| {
                    let query = query.get_untracked();
                    view! { <List list query /> }
                }
            />
        }
        .erase()
    }
}

#[component]
fn List(list: InvoiceList, query: ParamsMap) -> impl IntoView {
    let now = list.now;
    let (counts, sums) = (counts(&list), sums(&list));
    let InvoiceList { lines, count, page, organisations, projects, drafts_for, hand_over, .. } = list;
    let (none, narrow) = (lines.is_empty(), narrows(&query));
    let staff = is_staff();
    let standings = Standing::ALL.into_iter().filter(|one| staff || *one != Standing::Draft).collect();
    let class = if staff { "rows rows--compact" } else { "rows" };
    let drafting = drafts_for.map(|month| view! { <NewDraft organisations=organisations.clone() month /> });
    let several = organisations.len() > 1;
    view! {
        <PageHead title=w::TITLE lead=w::LEAD>
            <LinkButton href="/services" label=w::SERVICES icon=Icon::Clock />
        </PageHead>
        {drafting}
        {if none && !narrow {
            view! { <Empty icon=Icon::FileText title=w::EMPTY text=w::EMPTY_TEXT /> }.erase()
        } else {
            view! {
                <InvoiceFilters
                    path="/invoices"
                    days=[w::ISSUED_FROM, w::ISSUED_TO]
                    organisations
                    projects
                    standings
                    query=query.clone()
                />
                <div class="invoice-sums">
                    <p class="list__total" role="status">
                        {counts}
                        " · "
                        {sums}
                    </p>
                    <Files query=query.clone() />
                </div>
                {if none {
                    view! {
                        <Empty icon=Icon::Search title=list::NOTHING_TITLE text=w::NOTHING_FOUND>
                            <LinkButton href="/invoices" label=list::RESET />
                        </Empty>
                    }
                        .erase()
                } else {
                    let rows = lines.into_iter().map(|row| view! { <Row row several /> });
                    view! { <ul class=class>{rows.collect::<Vec<_>>()}</ul> }.erase()
                }}
                <Pages page count query />
            }
                .erase()
        }}
        {hand_over.map(|hand_over| view! { <HandOverFold hand_over now /> })}
    }
}

/// How many there are: `6 Rechnungen, 2 Entwürfe`.
fn counts(list: &InvoiceList) -> String {
    let issued = list.count - list.drafts.min(list.count);
    let drafts = (list.drafts > 0).then(|| tn(w::COUNT_DRAFTS, list.drafts));
    let issued = (issued > 0 || drafts.is_none()).then(|| tn(w::COUNT, issued));
    issued.into_iter().chain(drafts).collect::<Vec<_>>().join(", ")
}

/// What they come to, what of it is open, and what was paid too much.
fn sums(list: &InvoiceList) -> String {
    let euros = |cents: i64| euros(lang(), cents);
    let sums = tf(w::SUMS, &[("gross", &euros(list.gross)), ("left", &euros(list.left))]);
    let over = (list.over > 0).then(|| tf(w::SUMS_OVER, &[("over", &euros(list.over))]));
    std::iter::once(sums).chain(over).collect::<Vec<_>>().join(", ")
}

/// All that the filters let through, as files.
#[component]
fn Files(query: ParamsMap) -> impl IntoView {
    let link = |path: &str, label| {
        view! {
            <a
                class=ButtonKind::Quiet.class()
                href=with_filters(path, &query, None)
                rel="external"
                download=""
            >
                <Icon name=Icon::Download />
                <span>{t(label)}</span>
            </a>
        }
    };
    view! { <p class="invoice-files">{link("/invoices.zip", w::ZIP)} {link("/invoices.csv", w::CSV)}</p> }
}

#[component]
fn Pages(page: u32, count: u64, query: ParamsMap) -> impl IntoView {
    let pages = count.div_ceil(PAGE as u64);
    let link = move |wanted: u32, label| {
        (1..=pages).contains(&u64::from(wanted)).then(|| {
            view! { <LinkButton href=with_filters("/invoices", &query, Some(wanted)) label=label /> }
        })
    };
    (pages > 1).then(|| {
        let words = tf(w::PAGE_OF, &[("page", &page.to_string()), ("pages", &pages.to_string())]);
        let label = words.clone();
        view! {
            <nav class="pages" aria-label=label>
                {link(page.saturating_sub(1), w::NEWER)}
                <span class="muted">{words}</span>
                {link(page + 1, w::OLDER)}
            </nav>
        }
    })
}

#[component]
fn Row(row: InvoiceRow, several: bool) -> impl IntoView {
    let lang = lang();
    let several = several || me().actor.is_some_and(|actor| actor.memberships().len() > 1);
    let head = row.number.clone().unwrap_or_else(|| t(w::DRAFT).to_owned());
    let due = row.due.filter(|_| row.left > 0);
    let late = row.standing == Standing::Overdue;
    let gross = row.kind.counted(row.gross);
    let kind = row.kind.gives_back().then(|| format!("{} · ", t(kind_word(row.kind))));
    view! {
        <li>
            <a class="row deal-row" href=format!("/invoices/{}", row.reference)>
                <span class="deal-row__number">{head}</span>
                <span class="deal-row__words">
                    <span class="deal-row__title">{kind} {row.title}</span>
                    {several.then(|| view! { <span class="deal-row__place">{row.organisation}</span> })}
                    {due
                        .map(|day| {
                            let due = tf(w::DUE_ON, &[("day", &date(day, lang))]);
                            let open = tf(w::STILL_OPEN, &[("left", &euros(lang, row.left))]);
                            let words = if row.left == row.gross { due } else { format!("{due} · {open}") };
                            view! {
                                <span class="deal-row__place" class:late=late>
                                    {words}
                                </span>
                            }
                        })}
                    {row
                        .reminder
                        .map(|level| {
                            let words = tf(w::REMINDER_DUE, &[("level", &level.to_string())]);
                            view! { <span class="deal-row__place late">{words}</span> }
                        })}
                </span>
                <span class="deal-row__state">
                    <StandingBadge standing=row.standing />
                </span>
                <span class="deal-row__amount">{euros(lang, gross)}</span>
                <span class="deal-row__time">{row.issued.map(|day| date(day, lang))}</span>
            </a>
        </li>
    }
}

/// How an invoice stands.
#[component]
pub fn StandingBadge(
    /// Which.
    standing: Standing,
) -> impl IntoView {
    let tone = match standing {
        Standing::Open => "active",
        Standing::Partly => "waiting",
        Standing::Overdue => "late",
        Standing::Paid => "done",
        Standing::Draft | Standing::GivesBack | Standing::Cancelled => "over",
    };
    view! {
        <span class=format!("badge badge--{tone}")>
            <span class="badge__dot" aria-hidden="true"></span>
            {t(standing_word(standing))}
        </span>
    }
}
