//! One organisation: for staff everything, for its contact managers the people.
use crate::error::AppError;
use crate::organisation::api::load_organisation;
use crate::organisation::contact_list::ContactList;
use crate::organisation::facts::FactsCard;
use crate::organisation::project_list::{AssetCard, ProjectCard};
use crate::organisation::view::OrganisationView;
use crate::parts::button::LinkButton;
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, me};
use crate::parts::state::{Load, SkeletonKind};
use crate::words::{frame, organisation as w, phone, report};
use domain::id::OrganisationId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/organisations/:id`
pub struct OrganisationPage;

#[lazy_route]
impl LazyRoute for OrganisationPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <OrganisationOfAddress /> }.erase()
    }
}

/// The organisation of the address.
#[component]
fn OrganisationOfAddress() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()));
    let organisation = Resource::new(
        move || id.get(),
        |id: Option<OrganisationId>| async move {
            match id {
                Some(id) => load_organisation(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    let reload = Callback::new(move |()| organisation.refetch());
    view! {
        <Load
            resource=organisation
            skeleton=SkeletonKind::Page
            alone=true
            view=move |organisation| view! { <Organisation organisation reload /> }
        />
    }
}

#[component]
fn Organisation(organisation: OrganisationView, reload: Callback<()>) -> impl IntoView {
    let OrganisationView { id, name, town, .. } = organisation.clone();
    let (contacts, projects, assets) =
        (organisation.contacts.clone(), organisation.projects.clone(), organisation.assets.clone());
    let (manages, manages_contacts) = (organisation.manages, organisation.manages_contacts);
    let tickets = if is_staff() { format!("/tickets?organisation={id}") } else { "/tickets".to_owned() };
    view! {
        <PageHead title=name lead=town>
            <LinkButton href=tickets label=w::SHOW_TICKETS icon=Icon::Ticket />
            {is_staff()
                .then(|| {
                    view! {
                        <LinkButton
                            href=format!("/reports?organisation={id}")
                            label=report::PLACE
                            icon=Icon::Report
                        />
                    }
                })}
            {me()
                .takes_calls
                .then(|| {
                    view! {
                        <LinkButton
                            href=format!("/calls?organisation={id}")
                            label=phone::CALLS
                            icon=Icon::Phone
                        />
                    }
                })}
            {(is_staff() && manages)
                .then(|| {
                    view! {
                        <LinkButton
                            href=format!("/tickets/new?organisation={id}")
                            label=frame::NEW_TICKET
                            icon=Icon::Plus
                        />
                    }
                })}
        </PageHead>
        <div class="with-rail">
            <ContactList id contacts manages=manages_contacts reload />
            <div class="stack">
                <FactsCard organisation reload />
                <ProjectCard id projects=projects.clone() manages reload />
                <AssetCard id assets projects manages reload />
            </div>
        </div>
    }
}
