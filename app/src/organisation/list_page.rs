//! The register of customers; for contacts their own companies.
use crate::organisation::api::{OpenOrganisation, load_organisations};
use crate::organisation::view::OrganisationLine;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::dialog::Disclosure;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit, TextField};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, me, t};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::words::{common, organisation as w};
use domain::access::{Actor, Area};
use leptos::prelude::*;
use leptos_router::components::{Form as FilterForm, Redirect};
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
    let list = Resource::new(move || words.get(), load_organisations);
    let may_open = actor.is_some_and(|actor| actor.may_enter(Area::ManageCustomers));
    let title = if is_staff() { w::LIST_TITLE } else { w::LIST_TITLE_OWN };
    view! {
        <PageHead title=title>{may_open.then(|| view! { <OpenForm /> })}</PageHead>
        {is_staff().then(|| view! { <Search words=words /> })}
        <Load
            resource=list
            skeleton=SkeletonKind::List
            view=move |list| view! { <Register list searched=!words.get_untracked().is_empty() /> }
        />
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
fn Search(words: Memo<String>) -> impl IntoView {
    view! {
        <FilterForm method="GET" action="" attr:class="find" attr:role="search" attr:aria-label=t(w::FIND)>
            <Icon name=Icon::Search />
            <input
                class="input find__input"
                type="search"
                name="q"
                aria-label=t(w::SEARCH)
                placeholder=t(w::SEARCH)
                prop:value=move || words.get()
                value=words.get_untracked()
            />
            <button class="button" type="submit">
                {t(common::SEARCH)}
            </button>
        </FilterForm>
    }
}

#[component]
fn Register(list: Vec<OrganisationLine>, searched: bool) -> impl IntoView {
    if list.is_empty() {
        return view! { <Nothing searched /> }.erase();
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
    let OrganisationLine { id, name, town, project_lead, contacts, open_tickets } = line;
    let lead = project_lead.map_or_else(
        || view! { <span class="muted">{t(w::NOBODY)}</span> }.erase(),
        super::super::parts::erase::Erase::erase,
    );
    view! {
        <tr class="register__line">
            <th scope="row">
                <a class="register__name" href=format!("/organisations/{id}")>
                    {name}
                </a>
                <span class="muted register__town">{town}</span>
            </th>
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

#[component]
fn Nothing(searched: bool) -> impl IntoView {
    if searched {
        view! {
            <Empty icon=Icon::Search title=w::NONE_FOUND text=w::NONE_FOUND_TEXT>
                <LinkButton href="/organisations" label=w::SHOW_ALL />
            </Empty>
        }
        .erase()
    } else {
        view! { <Empty icon=Icon::Building title=w::EMPTY text=w::EMPTY_TEXT /> }.erase()
    }
}
