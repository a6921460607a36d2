//! The register of customers; for contacts their own companies.
use crate::organisation::api::{OpenOrganisation, load_organisations};
use crate::organisation::view::OrganisationLine;
use crate::organisation::word::ending_short;
use crate::package::word::left_short;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::dialog::Disclosure;
use crate::parts::erase::Erase as _;
use crate::parts::find::FindForm;
use crate::parts::form::{Form, Submit, TextField};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, lang, me, t, tn};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::words::{Text, month, organisation as w};
use domain::access::{Actor, Area};
use domain::id::OrganisationId;
use domain::moment::short_date;
use domain::person::Role;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

/// `/organisations`
pub struct OrganisationsPage;

#[lazy_route]
impl LazyRoute for OrganisationsPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Organisations /> }.erase()
    }
}

/// All customers with a search. Contacts of one company are led to it.
#[component]
fn Organisations() -> impl IntoView {
    let actor = me().actor;
    let memberships = actor.as_ref().map(Actor::memberships).unwrap_or_default();
    if let [only] = memberships {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        return view! { <Redirect path=format!("/organisations/{}", only.organisation) options=options /> }
            .erase();
    }
    let query = use_query_map();
    let words = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
    // Who looks after customers begins with them.
    let usual =
        if actor.as_ref().is_some_and(|actor| actor.has_role(&[Role::AccountManager])) { "mine" } else { "" };
    let show = Memo::new(move |_| query.with(|query| query.get("show")).unwrap_or_else(|| usual.to_owned()));
    let list =
        Resource::new(move || (words.get(), show.get()), |(words, show)| load_organisations(words, show));
    let may_open = actor.is_some_and(|actor| actor.may_enter(Area::ManageCustomers));
    let title = if is_staff() { w::LIST_TITLE } else { w::LIST_TITLE_OWN };
    view! {
        <PageHead title=title>{may_open.then(|| view! { <OpenForm /> })}</PageHead>
        {move || {
            let everybody = show.with(|show| show != "mine");
            is_staff().then(|| view! { <Tabs here=if everybody { "all" } else { "mine" } everybody=true /> })
        }}
        {is_staff().then(|| view! { <Search words=words show /> })}
        <Load
            resource=list
            skeleton=SkeletonKind::List
            view=move |list| {
                let searched = !words.get_untracked().is_empty();
                let mine = show.with_untracked(|show| show == "mine");
                view! { <Register list searched mine /> }
            }
        />
    }
    .erase()
}

/// The ways to look at customers, for staff.
#[component]
pub fn Tabs(
    /// `mine`, `all` or `plan`.
    here: &'static str,
    /// The plan shows all customers.
    everybody: bool,
) -> impl IntoView {
    let plan = if here == "plan" && everybody { "/monthly-plan?show=all" } else { "/monthly-plan" };
    let tabs = [
        ("mine", "/organisations?show=mine", month::MINE),
        ("all", "/organisations?show=all", month::ALL),
        ("plan", plan, month::TITLE),
    ];
    let tabs = tabs.map(|(name, href, text)| {
        view! {
            <a class="tab" href=href aria-current=(name == here).then_some("page")>
                {t(text)}
            </a>
        }
    });
    view! {
        <nav class="tabs register__tabs" aria-label=t(month::VIEWS)>
            {tabs.into_iter().collect::<Vec<_>>()}
        </nav>
    }
    .erase()
}

#[component]
fn OpenForm() -> impl IntoView {
    view! {
        <Disclosure label=w::OPEN icon=Icon::Plus kind=ButtonKind::Primary class="menu--form menu--end">
            <Form action={ServerAction::<OpenOrganisation>::new()}>
                <TextField name="name" label=w::OPEN_NAME required=true max=120 autocomplete="off" />
                <Submit label=w::OPEN />
            </Form>
        </Disclosure>
    }
}

#[component]
fn Search(words: Memo<String>, show: Memo<String>) -> impl IntoView {
    let kept = move || {
        show.with(|show| !show.is_empty())
            .then(|| view! { <input type="hidden" name="show" value=show.get_untracked() /> })
    };
    view! {
        <FindForm label=w::FIND what=w::SEARCH words>
            {kept}
        </FindForm>
    }
}

#[component]
fn Register(list: Vec<OrganisationLine>, searched: bool, mine: bool) -> impl IntoView {
    if list.is_empty() {
        return view! { <Nothing searched mine /> }.erase();
    }
    if is_staff() {
        return view! { <GlanceTable list /> }.erase();
    }
    view! {
        <div class="card">
            <table class="table register">
                <thead>
                    <tr>
                        <th scope="col">{t(w::COLUMN_NAME)}</th>
                        <th scope="col">{t(w::COLUMN_LEAD)}</th>
                        <th scope="col" class="table__number">
                            {t(w::COLUMN_CONTACTS)}
                        </th>
                        <th scope="col" class="table__number">
                            {t(w::COLUMN_OPEN)}
                        </th>
                    </tr>
                </thead>
                <tbody>{list.into_iter().map(|line| view! { <Line line /> }).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .erase()
}

#[component]
fn Line(line: OrganisationLine) -> impl IntoView {
    let OrganisationLine { id, name, town, project_lead, contacts, open_tickets, .. } = line;
    let lead = project_lead.map_or_else(
        || view! { <span class="muted">{t(w::NOBODY)}</span> }.erase(),
        crate::parts::erase::Erase::erase,
    );
    view! {
        <tr class="register__line">
            <Name id name town />
            <td data-label=t(w::COLUMN_LEAD)>{lead}</td>
            <td class="table__number" data-label=t(w::COLUMN_CONTACTS)>
                {contacts}
            </td>
            <td class="table__number" data-label=t(w::COLUMN_OPEN)>
                {open_tickets}
            </td>
        </tr>
    }
}

/// What a line is about.
#[component]
fn Name(id: OrganisationId, name: String, town: String) -> impl IntoView {
    view! {
        <th scope="row">
            <a class="register__name" href=format!("/organisations/{id}")>
                {name}
            </a>
            <span class="muted register__town">{town}</span>
        </th>
    }
}

/// Customers at a glance, for staff.
#[component]
fn GlanceTable(list: Vec<OrganisationLine>) -> impl IntoView {
    let bills = list.iter().any(|line| line.glance.as_ref().is_some_and(|glance| glance.unpaid.is_some()));
    let numbers = [w::COLUMN_OURS, w::COLUMN_THEIRS, w::COLUMN_LATE, w::COLUMN_QUOTES];
    let numbers = numbers.into_iter().chain(bills.then_some(w::COLUMN_UNPAID)).map(|text| {
        view! {
            <th scope="col" class="table__number">
                {t(text)}
            </th>
        }
    });
    view! {
        <div class="card">
            <table class="table register">
                <thead>
                    <tr>
                        <th scope="col">{t(w::COLUMN_NAME)}</th>
                        <th scope="col">{t(w::COLUMN_PLAN)}</th>
                        <th scope="col">{t(w::COLUMN_LEAD)}</th>
                        {numbers.collect::<Vec<_>>()}
                        <th scope="col" class="table__number">
                            {t(w::COLUMN_NEXT)}
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {list.into_iter().map(|line| view! { <GlanceLine line /> }).collect::<Vec<_>>()}
                </tbody>
            </table>
        </div>
    }
    .erase()
}

#[component]
fn GlanceLine(line: OrganisationLine) -> impl IntoView {
    let OrganisationLine { id, name, town, project_lead, glance, .. } = line;
    let lead = project_lead.unwrap_or_else(|| t(w::NOBODY).to_owned());
    let glance = glance.unwrap_or_default();
    let hours = glance.hours.map(|left| left_short(&left));
    let plan = glance.plan.unwrap_or_else(|| t(w::PLAN_NONE).to_owned());
    let ending = glance.ending.map(|ending| {
        view! { <span class="contract-end">{ending_short(ending)}</span> }
    });
    let next = glance.next.map_or_else(|| "–".to_owned(), |day| short_date(day, lang()));
    let missed = (glance.missed > 0).then(|| {
        let said = tn(w::MISSED, glance.missed.unsigned_abs());
        view! { <span class="register__missed">{said}</span> }
    });
    // Nothing to do is quiet.
    let number = |text: Text, n: i64, late: bool| {
        view! {
            <td class="table__number" class:muted=n == 0 class:late={late && n > 0} data-label=t(text)>
                {n}
            </td>
        }
    };
    view! {
        <tr class="register__line">
            <Name id name town />
            <td data-label=t(w::COLUMN_PLAN)>
                <span>
                    {plan} {hours.map(|hours| view! { <span class="muted register__hours">{hours}</span> })}
                    {ending}
                </span>
            </td>
            <td data-label=t(w::COLUMN_LEAD)>{lead}</td>
            {number(w::COLUMN_OURS, glance.ours, false)}
            {number(w::COLUMN_THEIRS, glance.theirs, false)}
            {number(w::COLUMN_LATE, glance.late, true)}
            {number(w::COLUMN_QUOTES, glance.quotes, false)}
            {glance.unpaid.map(|unpaid| number(w::COLUMN_UNPAID, unpaid, true))}
            <td class="table__number" data-label=t(w::COLUMN_NEXT)>
                <span>{next} {missed}</span>
            </td>
        </tr>
    }
    .erase()
}

#[component]
fn Nothing(searched: bool, mine: bool) -> impl IntoView {
    if searched {
        view! {
            <Empty icon=Icon::Search title=w::NONE_FOUND text=w::NONE_FOUND_TEXT>
                <LinkButton href="/organisations?show=all" label=w::SHOW_ALL />
            </Empty>
        }
        .erase()
    } else if mine {
        view! {
            <Empty icon=Icon::Building title=w::NONE_MINE text=w::NONE_MINE_TEXT>
                <LinkButton href="/organisations?show=all" label=w::SHOW_ALL />
            </Empty>
        }
        .erase()
    } else {
        view! { <Empty icon=Icon::Building title=w::EMPTY text=w::EMPTY_TEXT /> }.erase()
    }
}
