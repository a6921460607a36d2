//! One member of staff in the administration.
use crate::parts::button::ButtonKind;
use crate::parts::choice::Choices;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, comes_back};
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{me, t};
use crate::parts::toast::toast;
use crate::person::api::{ResetSecondFactor, SetRoles};
use crate::person::view::StaffLine;
use crate::words::{Text, common, person as w};
use domain::id::{PersonId, TeamId};
use domain::person::{Account, Role};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The word for a role.
pub const fn role_word(role: Role) -> Text {
    match role {
        Role::ProjectAssistance => w::ROLE_PROJECT_ASSISTANCE,
        Role::ProjectLead => w::ROLE_PROJECT_LEAD,
        Role::TeamMember => w::ROLE_TEAM_MEMBER,
        Role::DevelopmentExpert => w::ROLE_DEVELOPMENT_EXPERT,
        Role::AccountManager => w::ROLE_ACCOUNT_MANAGER,
        Role::SupportManager => w::ROLE_SUPPORT_MANAGER,
        Role::HeadOfDevelopment => w::ROLE_HEAD_OF_DEVELOPMENT,
        Role::ProductOwner => w::ROLE_PRODUCT_OWNER,
        Role::Accounting => w::ROLE_ACCOUNTING,
        Role::Administrator => w::ROLE_ADMINISTRATOR,
    }
}

/// The word for an account's state.
pub const fn account_word(account: Account) -> Text {
    match account {
        Account::Invited => w::ACCOUNT_INVITED,
        Account::Active => w::ACCOUNT_ACTIVE,
        Account::Left => w::ACCOUNT_LEFT,
    }
}

/// All roles, for choosing.
pub fn role_options() -> Vec<(String, String)> {
    Role::ALL.map(|role| (role.code().to_owned(), t(role_word(role)).to_owned())).to_vec()
}

/// All teams, for choosing.
pub fn team_options(teams: &[(TeamId, String)]) -> Vec<(String, String)> {
    teams.iter().map(|(id, name)| (id.to_string(), name.clone())).collect()
}

/// A person; unfolds into roles and teams.
#[component]
pub fn PersonItem(
    /// Who.
    line: StaffLine,
    /// All teams.
    teams: Vec<(TeamId, String)>,
    /// Reads the staff again.
    reload: Callback<()>,
) -> impl IntoView {
    let person = line.id.to_string();
    let only = Some(("id", person.as_str()));
    let open = comes_back(SetRoles::url(), only) || comes_back(ResetSecondFactor::url(), only);
    let team_names: Vec<_> =
        teams.iter().filter(|(id, _)| line.teams.contains(id)).map(|(_, n)| n.clone()).collect();
    let form = RolesFormProps { line: line.clone(), teams, reload };
    let StaffLine { id, name, email, account, roles, .. } = line;
    let resettable = account == Account::Active && me().actor.is_none_or(|actor| actor.id != id);
    let called = name.clone();
    view! {
        <li class="member" class:member--left=account == Account::Left>
            <details class="unfold" open=open>
                <summary class="row member__line">
                    <Avatar name=name.clone() staff=true />
                    <span class="member__words">
                        <strong>{name}</strong>
                        <span class="muted small">{email}</span>
                    </span>
                    <span class="member__chips">
                        {(account != Account::Active)
                            .then(|| view! { <span class="chip chip--none">{t(account_word(account))}</span> })}
                        {roles
                            .into_iter()
                            .map(|role| view! { <span class="chip">{t(role_word(role))}</span> })
                            .collect::<Vec<_>>()}
                        {team_names
                            .into_iter()
                            .map(|team| {
                                view! {
                                    <span class="chip chip--team">
                                        <Icon name=Icon::Users />
                                        {team}
                                    </span>
                                }
                            })
                            .collect::<Vec<_>>()}
                    </span>
                    <Icon name=Icon::ChevronDown />
                </summary>
                <div class="unfold__body">
                    {RolesForm(form)}
                    {resettable.then(|| view! { <ResetFactor id name=called reload /> })}
                </div>
            </details>
        </li>
    }
}

#[component]
fn RolesForm(line: StaffLine, teams: Vec<(TeamId, String)>, reload: Callback<()>) -> impl IntoView {
    let done = Callback::new(move |()| {
        toast(common::SAVED);
        reload.run(());
    });
    let StaffLine { id, name, roles, teams: member_of, .. } = line;
    let chosen_roles = roles.iter().map(|role| role.code().to_owned()).collect();
    let chosen_teams = member_of.iter().map(ToString::to_string).collect();
    view! {
        <Form
            action={ServerAction::<SetRoles>::new()}
            only=("id", id.to_string())
            label=format!("{}: {name}", t(w::PERSON_CHANGE))
            on_success=done
        >
            <Hidden name="id" value=id.to_string() />
            <Choices
                name="roles"
                label=w::ROLES
                options=role_options()
                chosen=chosen_roles
                hint=w::PERSON_LEAVE_HINT
            />
            {(!teams.is_empty())
                .then(|| {
                    view! {
                        <Choices
                            name="teams"
                            label=w::TEAMS
                            options=team_options(&teams)
                            chosen=chosen_teams
                        />
                    }
                })}
            <div class="form__actions">
                <Submit label=common::SAVE kind=ButtonKind::Plain />
            </div>
        </Form>
    }
}

/// For who lost the device; after one more look.
#[component]
fn ResetFactor(id: PersonId, name: String, reload: Callback<()>) -> impl IntoView {
    let done = Callback::new(move |()| {
        toast(w::FACTOR_RESET_DONE);
        reload.run(());
    });
    view! {
        <Fold label=w::FACTOR_RESET icon=Icon::Smartphone class="fold--danger">
            <p>{t(w::FACTOR_RESET_HINT)}</p>
            <Form
                action={ServerAction::<ResetSecondFactor>::new()}
                only=("id", id.to_string())
                label=format!("{}: {name}", t(w::FACTOR_RESET))
                on_success=done
            >
                <Hidden name="id" value=id.to_string() />
                <div class="form__actions">
                    <Submit label=w::FACTOR_RESET kind=ButtonKind::Danger />
                </div>
            </Form>
        </Fold>
    }
}
