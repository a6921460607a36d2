//! The form of a mailbox. What the settings file says cannot be changed here.
use crate::mailbox::api::SaveMailbox;
use crate::mailbox::view::{Connection, Mailbox, SignIn};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Folded;
use crate::parts::form::{Checkbox, Form, Hidden, Select, Submit, TextField, with_none};
use crate::parts::say::t;
use crate::words::{Text, mailbox as w};
use domain::id::TeamId;
use domain::lang::Lang;
use leptos::prelude::*;

/// What can be chosen for a mailbox, with the words for none.
#[derive(Clone)]
pub struct Chosen {
    teams: Vec<(String, String)>,
    classes: Vec<(String, String)>,
}

impl Chosen {
    /// From all teams and classes.
    pub fn new(teams: &[(TeamId, String)], classes: Vec<(String, String)>) -> Self {
        let teams = teams.iter().map(|(id, name)| (id.to_string(), name.clone()));
        Self { teams: with_none(w::NO_TEAM, teams), classes: with_none(w::NO_CLASS, classes) }
    }

    /// The name of a mailbox's team.
    pub fn team_of(&self, mailbox: &Mailbox) -> Option<String> {
        let id = mailbox.team?.to_string();
        self.teams.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone())
    }
}

/// Adds a mailbox where there is none yet.
#[component]
pub fn MailboxForm(
    /// Which.
    mailbox: Option<Mailbox>,
    /// What can be chosen.
    chosen: Chosen,
    /// Called after it was saved.
    done: Callback<()>,
) -> impl IntoView {
    let fold = Folded::around().filter(|_| mailbox.is_none());
    let done = Callback::new(move |()| {
        if let Some(fold) = fold {
            fold.close();
        }
        done.run(());
    });
    let id = mailbox.as_ref().map_or_else(|| "new".to_owned(), |mailbox| mailbox.id.to_string());
    let label = match &mailbox {
        Some(mailbox) => format!("{}: {}", t(w::CHANGE), mailbox.name),
        None => t(w::ADD).to_owned(),
    };
    let (new, of_file) = (mailbox.is_none(), mailbox.as_ref().is_some_and(|mailbox| mailbox.of_file));
    let seen = mailbox.as_ref().map_or(0, |mailbox| mailbox.version);
    let connection = mailbox.as_ref().and_then(|mailbox| mailbox.connection.clone());
    let active = mailbox.as_ref().is_none_or(|mailbox| mailbox.active);
    let (called, answered) = (mailbox.clone(), mailbox.clone());
    view! {
        <Form
            action={ServerAction::<SaveMailbox>::new()}
            only=("id", id.clone())
            label=label
            on_success=done
            reset=new
        >
            <Hidden name="id" value=id />
            <Hidden name="seen" value=seen.to_string() />
            <div class="form__groups">
                <Group title=w::GROUP_ADDRESS>
                    {(!of_file).then(|| view! { <Called mailbox=called /> })} <Answers mailbox=answered />
                </Group>
                <Group title=w::GROUP_TICKETS>
                    <Mapped mailbox chosen />
                </Group>
                <Group title=w::CONNECTION tall=true>
                    {if of_file {
                        view! { <OfFile connection /> }.erase()
                    } else {
                        view! { <Connected connection active /> }.erase()
                    }}
                </Group>
            </div>
            <div class="form__actions">
                <Submit label=w::SAVE />
            </div>
        </Form>
    }
}

/// Fields that belong together; a tall group stands beside the others where there is room.
#[component]
fn Group(title: Text, #[prop(optional)] tall: bool, children: Children) -> impl IntoView {
    view! {
        <fieldset class="form form__group" class:form__group--tall=tall>
            <legend class="form__legend">{t(title)}</legend>
            {children()}
        </fieldset>
    }
}

#[component]
fn Called(mailbox: Option<Mailbox>) -> impl IntoView {
    let (name, address) = mailbox.map(|mailbox| (mailbox.name, mailbox.address)).unwrap_or_default();
    view! {
        <TextField name="name" label=w::NAME value=name hint=w::NAME_HINT required=true max=60 />
        <TextField name="address" label=w::ADDRESS value=address kind="email" required=true max=254 />
    }
}

/// How its mails are answered.
#[component]
fn Answers(mailbox: Option<Mailbox>) -> impl IntoView {
    let lang = mailbox.as_ref().map_or_else(Lang::default, |mailbox| mailbox.lang);
    let shown = mailbox.map(|mailbox| mailbox.shown_name).unwrap_or_default();
    let langs = [(Lang::De, w::GERMAN), (Lang::En, w::ENGLISH)];
    let langs = langs.map(|(lang, word)| (lang.code().to_owned(), t(word).to_owned())).to_vec();
    view! {
        <TextField name="shown_name" label=w::SHOWN_NAME value=shown hint=w::SHOWN_NAME_HINT max=120 />
        <Select name="lang" label=w::LANG options=langs value=lang.code() hint=w::LANG_HINT required=true />
    }
}

/// What becomes of its mails.
#[component]
fn Mapped(mailbox: Option<Mailbox>, chosen: Chosen) -> impl IntoView {
    let team = mailbox.as_ref().and_then(|mailbox| mailbox.team).map(|id| id.to_string());
    let older = mailbox.as_ref().is_some_and(|mailbox| mailbox.takes_older);
    let class = mailbox.and_then(|mailbox| mailbox.class);
    view! {
        <Select
            name="team"
            label=w::TEAM
            options=chosen.teams
            value=team.unwrap_or_default()
            hint=w::TEAM_HINT
        />
        <Select name="class" label=w::CLASS options=chosen.classes value=class.unwrap_or_default() />
        <Checkbox name="older" label=w::OLDER checked=older hint=w::OLDER_HINT />
    }
}

/// By which account it is read. The secret is typed, never shown.
#[component]
fn Connected(connection: Option<Connection>, active: bool) -> impl IntoView {
    let hint = if connection.is_some() { w::PASSWORD_KEPT } else { w::PASSWORD_HINT };
    let kinds = [("password", w::BY_PASSWORD), ("refresh", w::BY_REFRESH), ("token", w::BY_TOKEN)];
    let kinds = kinds.map(|(code, word)| (code.to_owned(), t(word).to_owned())).to_vec();
    let (url, user, folder, sign_in) = connection
        .map(|connection| (connection.url, connection.user, connection.folder, connection.sign_in))
        .unwrap_or_default();
    let by = match &sign_in {
        SignIn::Password => "password",
        SignIn::Token => "token",
        SignIn::Refresh { .. } => "refresh",
    };
    view! {
        <TextField name="url" label=w::URL value=url hint=w::URL_HINT max=200 />
        <TextField name="user" label=w::USER value=user hint=w::USER_HINT autocomplete="off" max=254 />
        <Select name="by" label=w::BY options=kinds value=by hint=w::BY_HINT required=true />
        <TextField
            name="password"
            label=w::PASSWORD
            kind="password"
            hint=hint
            autocomplete="new-password"
            sometimes=true
            max=8000
        />
        <Granted sign_in />
        <TextField name="folder" label=w::FOLDER value=folder hint=w::FOLDER_HINT max=120 />
        <Checkbox name="active" label=w::ACTIVE checked=active />
    }
}

/// Who gives access tokens for a refresh token, and which client asks; shown with that kind of sign-in only.
#[component]
fn Granted(sign_in: SignIn) -> impl IntoView {
    let (secret_hint, token_url, client_id, scope) = match sign_in {
        SignIn::Refresh { token_url, client_id, scope } => {
            (w::CLIENT_SECRET_KEPT, token_url, client_id, scope)
        }
        SignIn::Password | SignIn::Token => {
            (w::CLIENT_SECRET_HINT, String::new(), String::new(), String::new())
        }
    };
    view! {
        <div class="form mailboxes__granted">
            <TextField
                name="token_url"
                label=w::TOKEN_URL
                value=token_url
                hint=w::TOKEN_URL_HINT
                sometimes=true
                max=500
            />
            <TextField
                name="client_id"
                label=w::CLIENT_ID
                value=client_id
                autocomplete="off"
                sometimes=true
                max=200
            />
            <TextField
                name="client_secret"
                label=w::CLIENT_SECRET
                kind="password"
                hint=secret_hint
                autocomplete="new-password"
                max=8000
            />
            <TextField name="scope" label=w::SCOPE value=scope hint=w::SCOPE_HINT max=500 />
        </div>
    }
}

/// What the settings file says, to be read only.
#[component]
fn OfFile(connection: Option<Connection>) -> impl IntoView {
    view! {
        <p class="muted">{t(w::OF_FILE_TEXT)}</p>
        {connection
            .map(|connection| {
                view! {
                    <p>
                        <strong>{t(w::CONNECTION)}</strong>
                        " "
                        {format!("{} · {} · {}", connection.url, connection.user, connection.folder)}
                    </p>
                }
            })}
    }
}
