//! What somebody wrote, as a card of the history.
use super::came_from;
use crate::document::chips::Documents;
use crate::parts::badge::StageBadge;
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{me, t};
use crate::parts::time::Time;
use crate::ticket::page::here::{Here, here};
use crate::ticket::page::origin::{Gone, Origin};
use crate::ticket::page::prose::Prose;
use crate::ticket::page::sent::Sent;
use crate::ticket::view::Entry;
use crate::words::ticket as w;
use domain::ticket::Stage;
use domain::ticket::timeline::What;
use leptos::prelude::*;

/// Something that was written.
#[component]
pub fn Card(
    entry: Entry,
    body: String,
    /// The state that it led to.
    #[prop(optional)]
    to: Option<Stage>,
    /// By which door it came.
    #[prop(optional, into)]
    about: String,
) -> impl IntoView {
    let here = here();
    let (name, side) = author(&entry, here);
    let staff = entry.by.as_ref().is_some_and(|by| by.staff);
    let shown_name = name.clone().unwrap_or_else(|| t(w::YOU).to_owned());
    let face = name.or_else(|| me().actor.map(|actor| actor.name)).unwrap_or_default();
    let now = here.ticket.with_untracked(|ticket| ticket.now);
    let note = matches!(entry.what, What::Note { .. } | What::Remark(_));
    let objection = entry.what.is_objection(staff);
    view! {
        <article class="message">
            <header class="message__head">
                <Avatar name=face staff />
                <span class="message__who">
                    <strong class="message__name">{shown_name}</strong>
                    {side.map(|side| view! { <span class="message__side">{side}</span> })}
                </span>
                {(note || to.is_some())
                    .then(|| {
                        view! {
                            <span class="message__marks">
                                {note
                                    .then(|| {
                                        view! {
                                            <span class="message__note">
                                                <Icon name=Icon::Lock />
                                                {t(w::NOTE_ONLY_STAFF)}
                                            </span>
                                        }
                                    })}
                                {objection
                                    .then(|| {
                                        view! { <span class="chip chip--objection">{t(w::OBJECTION)}</span> }
                                    })} {to.map(|stage| view! { <StageBadge stage /> })}
                            </span>
                        }
                    })}
                <span class="message__when">
                    {came_from(entry.from)}
                    {(!about.is_empty()).then(|| view! { <span class="message__about">{about}</span> })}
                    <Time at=entry.at now />
                </span>
            </header>
            {(!body.is_empty()).then(|| view! { <Prose text=body /> })}
            <Documents documents=entry.documents />
            {entry.moved.map(|moved| view! { <Gone moved /> })}
            {entry.mail.map(|mail| view! { <Origin mail /> })}
            {(!entry.letters.is_empty()).then(|| view! { <Sent letters=entry.letters /> })}
        </article>
    }
}

/// The author's name (`None` for the reader), and on which side they are where that is not plain.
fn author(entry: &Entry, here: Here) -> (Option<String>, Option<String>) {
    let ticket = here.ticket;
    match &entry.by {
        Some(by) if Some(by.id) == here.reader => (None, None),
        Some(by) if by.staff => (Some(by.name.clone()), (!here.staff).then(|| me().company)),
        Some(by) => {
            let organisation = ticket.with_untracked(|ticket| ticket.organisation.clone());
            (Some(by.name.clone()), here.staff.then_some(organisation).flatten().map(|choice| choice.name))
        }
        None => match &entry.guest {
            Some(name) => (Some(name.clone()), here.staff.then(|| t(w::WITHOUT_ACCOUNT).to_owned())),
            None => (Some(t(w::SYSTEM).to_owned()), None),
        },
    }
}
