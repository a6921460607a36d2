//! The history of a quote or an order: what people wrote as cards, what happened as lines between them.
use crate::deal::view::DealEntry;
use crate::document::chips::Documents;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{lang, me, now, t, tf, written};
use crate::parts::time::Time;
use crate::ticket::page::prose::Prose;
use crate::words::{deal as w, ticket};
use domain::deal::timeline::What;
use domain::moment::date;
use leptos::prelude::*;

/// The history, oldest first.
#[component]
pub fn Thread(
    /// Entries.
    entries: Memo<Vec<DealEntry>>,
) -> impl IntoView {
    let key =
        |entry: &DealEntry| (entry.id, entry.documents.iter().filter(|document| document.preview).count());
    view! {
        <section class="timeline" aria-labelledby="history">
            <h2 class="section__title" id="history">
                {t(w::HISTORY)}
            </h2>
            <ol class="timeline__entries" aria-live="polite">
                <For each=move || entries.get() key=key let:entry>
                    <Entry entry />
                </For>
            </ol>
        </section>
    }
}

#[component]
fn Entry(entry: DealEntry) -> impl IntoView {
    let reader = me().actor.map(|actor| actor.id);
    let own = entry.by.as_ref().is_some_and(|by| Some(by.id) == reader);
    let whose = match &entry.by {
        _ if own => "entry--own",
        Some(by) if by.staff => "entry--staff",
        Some(_) => "entry--customer",
        None => "entry--system",
    };
    let said = said(&entry.what);
    let kind = match (&said, entry.internal) {
        (Some(_), true) => "entry--card entry--note",
        (Some(_), false) => "entry--card",
        (None, _) => "entry--line",
    };
    let name = match &entry.by {
        Some(_) if own => t(ticket::YOU).to_owned(),
        Some(by) => by.name.clone(),
        None => t(ticket::SYSTEM).to_owned(),
    };
    let content = match said {
        Some(body) => view! { <Card entry name body /> }.erase(),
        None => view! { <Line entry name /> }.erase(),
    };
    view! { <li class=format!("entry {whose} {kind}")>{content}</li> }
}

/// What somebody wrote; nothing where something only happened.
fn said(what: &What) -> Option<String> {
    match what {
        What::Requested { body } | What::Comment { body, .. } | What::Note { body, .. } => Some(body.clone()),
        What::Accepted { wording, .. } => Some(wording.clone()),
        What::Declined { reason, .. } | What::Withdrawn { reason } | What::Cancelled { reason } => {
            Some(reason.clone())
        }
        What::Sent { note, .. } if !note.is_empty() => Some(note.clone()),
        What::Sent { .. }
        | What::Written { .. }
        | What::Expired { .. }
        | What::Reminded { .. }
        | What::Ordered { .. }
        | What::Begun { .. }
        | What::Finished
        | What::Reopened
        | What::Linked { .. }
        | What::Unlinked { .. }
        | What::Apart { .. } => None,
    }
}

/// What happened, in words; nothing of a plain comment.
fn happened(what: &What) -> String {
    let version = |text, version: &u32| tf(text, &[("version", &version.to_string())]);
    match what {
        What::Requested { .. } => t(w::REQUESTED).to_owned(),
        What::Written { version: written } => version(w::WRITTEN, written),
        What::Sent { version: sent, valid_until, .. } => {
            tf(w::SENT, &[("version", &sent.to_string()), ("day", &date(*valid_until, lang()))])
        }
        What::Accepted { version: accepted, .. } => version(w::ACCEPTED, accepted),
        What::Declined { version: declined, .. } => version(w::DECLINED, declined),
        What::Expired { version: expired } => version(w::EXPIRED, expired),
        What::Reminded { valid_until } => tf(w::REMINDED, &[("day", &date(*valid_until, lang()))]),
        What::Withdrawn { .. } => t(w::WITHDRAWN).to_owned(),
        What::Ordered { order } => tf(w::ORDERED, &[("number", &order.to_string())]),
        What::Begun { quote } => tf(w::BEGUN, &[("number", &quote.to_string())]),
        What::Finished => t(w::FINISHED).to_owned(),
        What::Cancelled { .. } => t(w::CANCELLED).to_owned(),
        What::Reopened => t(w::REOPENED).to_owned(),
        What::Linked { ticket } => tf(w::LINKED, &[("number", &written(*ticket))]),
        What::Unlinked { ticket } => tf(w::UNLINKED, &[("number", &written(*ticket))]),
        What::Apart { ticket, order } => {
            tf(w::APART, &[("number", &written(*ticket)), ("order", &order.to_string())])
        }
        What::Comment { .. } => String::new(),
        What::Note { .. } => t(ticket::NOTE_ONLY_STAFF).to_owned(),
    }
}

#[component]
fn Card(entry: DealEntry, name: String, body: String) -> impl IntoView {
    let staff = entry.by.as_ref().is_some_and(|by| by.staff);
    let happened = happened(&entry.what);
    let face = entry.by.as_ref().map_or_else(|| name.clone(), |by| by.name.clone());
    view! {
        <article class="message">
            <header class="message__head">
                <Avatar name=face staff />
                <span class="message__who">
                    <strong class="message__name">{name}</strong>
                    {(!happened.is_empty()).then(|| view! { <span class="message__side">{happened}</span> })}
                </span>
                <span class="message__when">
                    <Time at=entry.at now=now() />
                </span>
            </header>
            {(!body.is_empty()).then(|| view! { <Prose text=body /> })}
            <Documents documents=entry.documents />
        </article>
    }
}

#[component]
fn Line(entry: DealEntry, name: String) -> impl IntoView {
    let leads = match &entry.what {
        What::Ordered { order } => Some(format!("/orders/{order}")),
        What::Begun { quote } => Some(format!("/quotes/{quote}")),
        What::Linked { ticket } | What::Unlinked { ticket } | What::Apart { ticket, .. } => {
            Some(format!("/tickets/{}", ticket.0))
        }
        _ => None,
    };
    let words = happened(&entry.what);
    let words = match leads {
        Some(href) => view! { <a href=href>{words}</a> }.erase(),
        None => words.erase(),
    };
    let icon = if entry.internal { Icon::Lock } else { Icon::ArrowRight };
    view! {
        <div class="line">
            <span class="line__mark" aria-hidden="true">
                <Icon name=icon />
            </span>
            <p class="line__words">
                <span class="line__what">{words}</span>
                " · "
                {name}
                " · "
                <Time at=entry.at now=now() />
            </p>
        </div>
    }
}
