//! The history of a ticket (C8): what people wrote as quiet cards, what happened as thin lines between them.
mod caption;
mod card;
mod line;

use crate::parts::badge::channel_word;
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf, written};
use crate::ticket::page::here::{Here, here};
use crate::ticket::view::Entry;
use crate::words::ticket as w;
use crate::words::{acceptance, fill, merge};
use caption::remark_text;
use card::Card;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use domain::ticket::{Audience, Stage};
use leptos::prelude::*;
use line::Line;

/// The history, oldest first.
#[component]
pub fn Timeline() -> impl IntoView {
    let here = here();
    let entries = here.part(|ticket| told_once(&ticket.entries));
    // Documents become ready and get their previews after the entry was written; staff move mails away and back.
    let key = |entry: &Entry| {
        let previews = entry.documents.iter().filter(|document| document.preview).count();
        let moved = entry.moved.as_ref().map(|moved| (moved.to, moved.undo));
        let letters: Vec<_> = entry.letters.iter().map(|letter| letter.state).collect();
        (entry.id, entry.documents.len(), previews, entry.mail.is_some(), moved, entry.from, letters)
    };
    view! {
        <section class="timeline" aria-labelledby="timeline">
            <h2 id="timeline" class="hidden">
                {t(w::TIMELINE)}
            </h2>
            <ol class="timeline__entries">
                <For each=move || entries.get() key=key let:entry>
                    <Shown entry />
                </For>
            </ol>
            <p class="hidden" role="status">
                {move || here.said.get()}
            </p>
        </section>
    }
}

/// The entries without those that only repeat their neighbour: handing over says the state by itself.
fn told_once(entries: &[Entry]) -> Vec<Entry> {
    let hands_over =
        |at: Option<&Entry>| at.is_some_and(|entry| matches!(entry.what, What::HandedOver { .. }));
    let repeats = |index: usize, entry: &Entry| {
        let silent =
            matches!(&entry.what, What::Moved { to: Stage::HandedOver, note, .. } if note.is_empty());
        silent && (hands_over(entries.get(index + 1)) || index > 0 && hands_over(entries.get(index - 1)))
    };
    let kept = entries.iter().enumerate().filter(|(index, entry)| !repeats(*index, entry));
    kept.map(|(_, entry)| entry.clone()).collect()
}

/// One entry.
#[component]
fn Shown(entry: Entry) -> impl IntoView {
    let here = here();
    let class = classes(&entry, here);
    let id = format!("entry-{}", entry.id);
    let content = match entry.what.clone() {
        What::Opened { body, channel, .. } => {
            let about = t(channel_word(channel)).to_owned();
            view! { <Card entry body about=about /> }.erase()
        }
        What::Called { caller, body } => {
            let about = fill(lang(), crate::words::phone::CARD_CALLED, &[("name", &caller)]);
            view! { <Card entry body about=about /> }.erase()
        }
        What::Message { body, .. } | What::Note { body, .. } => view! { <Card entry body /> }.erase(),
        What::Remark(remark) if remark.audience() == Audience::Internal => {
            view! { <Card entry body=remark_text(&remark, lang()) /> }.erase()
        }
        What::Moved { to, note, .. } if !note.is_empty() => view! { <Card entry body=note to=to /> }.erase(),
        What::ResultRefused { reason, .. } => view! { <Card entry body=reason /> }.erase(),
        What::ResultAccepted { wording, .. } => {
            view! { <Line entry body=wording open=acceptance::READ_WORDING /> }.erase()
        }
        What::Specified { body } => view! { <Line entry body=body /> }.erase(),
        _ => view! { <Line entry /> }.erase(),
    };
    view! {
        <li class=class id=id tabindex="-1">
            {content}
        </li>
    }
}

/// Who wrote it decides how it looks: the reader, a customer, staff, or the system.
fn classes(entry: &Entry, here: Here) -> String {
    let own = entry.by.is_some() && entry.by.as_ref().map(|by| by.id) == here.reader;
    let whose = match &entry.by {
        _ if own => "entry--own",
        Some(by) if by.staff => "entry--staff",
        Some(_) => "entry--customer",
        None if entry.guest.is_some() => "entry--customer",
        None => "entry--system",
    };
    let kind = match &entry.what {
        What::Remark(remark) if remark.audience() == Audience::Public => "entry--line",
        What::Note { .. } | What::Remark(_) => "entry--card entry--note",
        What::Opened { .. } | What::Message { .. } | What::Called { .. } | What::ResultRefused { .. } => {
            "entry--card"
        }
        What::Moved { note, .. } if !note.is_empty() => "entry--card",
        _ => "entry--line",
    };
    let new = if entry.id > here.opened_at { " entry--new" } else { "" };
    let gone = if entry.moved.as_ref().is_some_and(|moved| !moved.kept) { " entry--gone" } else { "" };
    format!("entry {whose} {kind}{new}{gone}")
}

/// From which merged ticket an entry comes.
fn came_from(number: Option<TicketNumber>) -> impl IntoView {
    let said = number.map(|number| tf(merge::FROM, &[("number", &written(number))]));
    said.map(|said| view! { <span class="message__about message__from">{said}</span> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::moment::Moment;

    #[test]
    fn handing_over_is_told_once() {
        let entry = |id, what: What| Entry {
            id,
            at: Moment { at: 0, offset: 0 },
            by: None,
            guest: None,
            audience: what.audience(),
            what,
            documents: Vec::new(),
            mail: None,
            moved: None,
            from: None,
            letters: Vec::new(),
        };
        let moved = |to, note: &str| What::Moved { from: Stage::InTriage, to, note: note.into() };
        let team = || What::HandedOver { team: "Shop".into() };
        let kept = |whats: Vec<What>| {
            let entries: Vec<_> = whats.into_iter().zip(1..).map(|(what, id)| entry(id, what)).collect();
            told_once(&entries).into_iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        assert_eq!(kept(vec![team(), moved(Stage::HandedOver, "")]), [1]);
        assert_eq!(kept(vec![moved(Stage::HandedOver, ""), team()]), [2]);
        assert_eq!(kept(vec![moved(Stage::HandedOver, "Gern"), team()]), [1, 2]);
        assert_eq!(kept(vec![moved(Stage::HandedOver, ""), moved(Stage::InProgress, "")]), [1, 2]);
    }
}
