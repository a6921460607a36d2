//! One mailbox in the administration.
use crate::letter::last::Last;
use crate::letter::mailboxes::TroubleText;
use crate::letter::view::TroubleView;
use crate::mailbox::api::{CheckMailbox, RemoveMailbox, SaveMailbox};
use crate::mailbox::form::{Chosen, MailboxForm};
use crate::mailbox::view::Mailbox;
use crate::parts::button::ButtonKind;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf};
use crate::parts::time::Time;
use crate::words::{Text, common, mailbox as w, mails};
use domain::id::MailboxId;
use domain::moment::Moment;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// When a mailbox was last read, and what is wrong with it.
pub type Fare = (Option<Moment>, Option<TroubleView>);

/// A mailbox; unfolds into its form.
#[component]
pub fn MailboxItem(
    /// Which.
    mailbox: Mailbox,
    /// How it fares at the moment.
    fare: Memo<Option<Fare>>,
    /// What can be chosen.
    chosen: Chosen,
    /// Its connection was just found to work.
    works: bool,
    /// For times.
    now: Moment,
    /// Reads all again, after saying what was done.
    reload: Callback<Text>,
) -> impl IntoView {
    let id = mailbox.id.to_string();
    let only = Some(("id", id.as_str()));
    let open = works
        || [SaveMailbox::url(), CheckMailbox::url(), RemoveMailbox::url()]
            .into_iter()
            .any(|url| comes_back(url, only));
    let line = LineProps { mailbox: mailbox.clone(), fare, team: chosen.team_of(&mailbox), now };
    let body = BodyProps { mailbox, fare, chosen, works, now, reload };
    view! {
        <li class="member">
            <details class="unfold" open=open>
                <summary class="row member__line">{Line(line)}</summary>
                <div class="unfold__body">{Body(body)}</div>
            </details>
        </li>
    }
}

#[component]
fn Line(mailbox: Mailbox, fare: Memo<Option<Fare>>, team: Option<String>, now: Moment) -> impl IntoView {
    let state = state_word(&mailbox);
    let Mailbox { name, address, is_read, of_file, .. } = mailbox;
    let silent = move || fare.with(|fare| fare.as_ref().is_some_and(|(_, trouble)| trouble.is_some()));
    let fetched = move || fare.with(|fare| fare.as_ref().and_then(|(fetched, _)| *fetched));
    view! {
        {move || view! { <Icon name=if silent() { Icon::Alert } else { Icon::Mailbox } /> }}
        <span class="member__words">
            <strong>{name}</strong>
            <span class="muted small">{address}</span>
            {is_read
                .then_some(move || {
                    view! { <Last at=fetched() done=mails::FETCHED never=mails::NOT_YET now /> }
                })}
        </span>
        <span class="member__chips">
            {move || silent().then(|| view! { <strong class="mailboxes__state">{t(mails::SILENT)}</strong> })}
            {state.map(|word| view! { <span class="chip chip--none">{t(word)}</span> })}
            {of_file.then(|| view! { <span class="chip">{t(w::OF_FILE)}</span> })}
            {team
                .map(|team| {
                    view! {
                        <span class="chip chip--team">
                            <Icon name=Icon::Users />
                            {team}
                        </span>
                    }
                })}
        </span>
        <Icon name=Icon::ChevronDown />
    }
}

/// Why a mailbox is not read, where that is meant.
const fn state_word(mailbox: &Mailbox) -> Option<Text> {
    match (&mailbox.connection, mailbox.active) {
        (None, _) => Some(w::DELIVERED),
        (Some(_), false) => Some(w::PAUSED),
        (Some(_), true) => None,
    }
}

#[component]
fn Body(
    mailbox: Mailbox,
    fare: Memo<Option<Fare>>,
    chosen: Chosen,
    works: bool,
    now: Moment,
    reload: Callback<Text>,
) -> impl IntoView {
    let saved = Callback::new(move |()| reload.run(common::SAVED));
    let Mailbox { id, of_file, .. } = mailbox;
    let (name, connected) = (mailbox.name.clone(), mailbox.connection.is_some());
    let trouble = move || fare.get().and_then(|(_, trouble)| trouble);
    let changed = mailbox.changed.clone().map(|(at, name)| {
        view! { <p class="muted small">{tf(w::CHANGED, &[("name", &name)])} " · " <Time at now /></p> }
    });
    view! {
        {move || trouble().map(|trouble| view! { <TroubleText trouble /> })}
        {connected.then(|| view! { <Check id name=name.clone() works /> })}
        <MailboxForm mailbox=Some(mailbox) chosen done=saved />
        {changed}
        {(!of_file).then(|| view! { <Remove id name reload /> })}
    }
}

/// Signs in once, with what is stored; `works` where that was just found to work.
#[component]
fn Check(id: MailboxId, name: String, works: bool) -> impl IntoView {
    let check = ServerAction::<CheckMailbox>::new();
    let works = works && !comes_back(CheckMailbox::url(), Some(("id", &id.to_string())));
    let said = move || {
        let refused = check.value().with(|answer| matches!(answer, Some(Err(_))));
        (works && !refused).then(|| {
            view! {
                <p class="note" role="status">
                    {t(w::CHECKED)}
                </p>
            }
        })
    };
    view! {
        {said}
        <Form action=check keyed=false only=("id", id.to_string()) label=format!("{}: {name}", t(w::CHECK))>
            <Hidden name="id" value=id.to_string() />
            <div class="form__actions">
                <Submit label=w::CHECK kind=ButtonKind::Plain icon=Icon::CheckCircle />
            </div>
        </Form>
    }
}

/// Removes it; after one more look.
#[component]
fn Remove(id: MailboxId, name: String, reload: Callback<Text>) -> impl IntoView {
    let done = Callback::new(move |()| reload.run(w::REMOVED));
    view! {
        <Fold label=w::REMOVE icon=Icon::Trash class="fold--danger">
            <p>{t(w::REMOVE_HINT)}</p>
            <Form
                action={ServerAction::<RemoveMailbox>::new()}
                only=("id", id.to_string())
                label=format!("{}: {name}", t(w::REMOVE))
                on_success=done
            >
                <Hidden name="id" value=id.to_string() />
                <div class="form__actions">
                    <Submit label=w::REMOVE kind=ButtonKind::Danger />
                </div>
            </Form>
        </Fold>
    }
}
