//! The administration of staff: people, roles, teams (A3).
use crate::parts::button::ButtonKind;
use crate::parts::choice::Choices;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Submit, TextField, comes_back};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{t, tn};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::parts::toast::toast;
use crate::person::api::{InviteStaff, OpenTeam, load_staff};
use crate::person::staff_line::{PersonItem, role_options, team_options};
use crate::person::view::{StaffLine, StaffView};
use crate::words::{Text, common, person as w};
use domain::id::TeamId;
use domain::person::Account;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::{LazyRoute, lazy_route};

/// `/staff`
pub struct StaffPage;

#[lazy_route]
impl LazyRoute for StaffPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <StaffAdministration /> }.erase()
    }
}

/// Everybody on staff, and what an administrator does about them.
#[component]
fn StaffAdministration() -> impl IntoView {
    let staff = Resource::new(|| (), |()| load_staff());
    let reload = Callback::new(move |()| staff.refetch());
    view! {
        <PageHead title=w::STAFF_TITLE lead=w::STAFF_LEAD />
        <Load
            resource=staff
            skeleton=SkeletonKind::List
            view=move |staff: StaffView| view! { <Staff staff reload /> }
        />
    }
}

#[component]
fn Staff(staff: StaffView, reload: Callback<()>) -> impl IntoView {
    let StaffView { people, teams } = staff;
    let done = move |text: Text| {
        Callback::new(move |()| {
            toast(text);
            reload.run(());
        })
    };
    let size = |id: TeamId| {
        people.iter().filter(|line| line.account != Account::Left && line.teams.contains(&id)).count()
    };
    let sizes: Vec<_> = teams.iter().map(|(id, name)| (name.clone(), size(*id))).collect();
    view! {
        <div class="with-rail">
            <section aria-labelledby="people">
                <h2 class="section__title section__head" id="people">
                    {t(w::PEOPLE)}
                </h2>
                <ul class="rows">
                    {people
                        .iter()
                        .map(|line: &StaffLine| {
                            view! { <PersonItem line=line.clone() teams=teams.clone() reload /> }
                        })
                        .collect::<Vec<_>>()}
                </ul>
            </section>
            <div class="stack">
                <InviteCard teams=teams.clone() done=done(w::INVITED) />
                <TeamCard sizes done=done(w::TEAM_OPENED) />
            </div>
        </div>
    }
}

#[component]
fn InviteCard(teams: Vec<(TeamId, String)>, done: Callback<()>) -> impl IntoView {
    view! {
        <Fold
            label=w::INVITE_STAFF
            icon=Icon::UserPlus
            class="fold--card"
            open=comes_back(InviteStaff::url(), None)
        >
            <Form action={ServerAction::<InviteStaff>::new()} on_success=done reset=true>
                <TextField name="name" label=common::NAME required=true max=120 />
                <TextField name="email" label=common::EMAIL kind="email" required=true max=254 />
                <Choices name="roles" label=w::ROLES options=role_options() chosen=vec![] />
                {(!teams.is_empty())
                    .then(|| {
                        view! {
                            <Choices name="teams" label=w::TEAMS options=team_options(&teams) chosen=vec![] />
                        }
                    })}
                <Submit label=w::INVITE_BUTTON icon=Icon::Send />
            </Form>
        </Fold>
    }
}

#[component]
fn TeamCard(sizes: Vec<(String, usize)>, done: Callback<()>) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="teams">
            <header class="card__head">
                <h2 class="card__title" id="teams">
                    {t(w::TEAMS)}
                </h2>
            </header>
            {sizes
                .is_empty()
                .then(|| view! { <Empty icon=Icon::Users title=w::NO_TEAMS text=w::NO_TEAMS_TEXT /> })}
            <ul class="team-list">
                {sizes
                    .into_iter()
                    .map(|(name, size)| {
                        view! {
                            <li class="team-list__item">
                                <span>{name}</span>
                                <span class="muted small">
                                    {tn(w::TEAM_SIZE, u64::try_from(size).unwrap_or(0))}
                                </span>
                            </li>
                        }
                    })
                    .collect::<Vec<_>>()}
            </ul>
            <Form
                action={ServerAction::<OpenTeam>::new()}
                class="card__body team-list__form"
                on_success=done
                reset=true
            >
                <TextField name="name" label=w::TEAM_NAME required=true max=60 />
                <Submit label=w::OPEN_TEAM kind=ButtonKind::Plain icon=Icon::Plus />
            </Form>
        </section>
    }
}
