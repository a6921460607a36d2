//! The history of a ticket (C8): what people wrote as quiet cards, what happened as thin lines between them.
mod caption;
mod card;
mod earlier;
mod line;
mod returned;
mod split;

use crate::parts::badge::channel_word;
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf, written};
use crate::ticket::page::here::{Here, here};
use crate::ticket::view::Entry;
use crate::words::ticket as w;
use crate::words::{Text, acceptance, fill, merge};
use caption::remark_text;
use card::Card;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use domain::ticket::{Audience, Stage};
use earlier::{Earlier, grouped};
use leptos::prelude::*;
use line::Line;
use returned::Returned;
use std::collections::BTreeSet;

/// The history, oldest first.
#[component]
pub fn Timeline() -> impl IntoView {
    let here = here();
    let groups = here.part(|ticket| grouped(&told_once(&ticket.entries)));
    // Documents become ready and get their previews after the entry was written; staff move mails away and back.
    let key = |group: &Vec<Entry>| {
        let (entry, folded) = (&group[0], group.len() > 1);
        let previews = entry.documents.iter().filter(|document| document.preview).count();
        let moved = entry.moved.as_ref().map(|moved| (moved.to, moved.undo));
        let letters: Vec<_> = entry.letters.iter().map(|letter| letter.state).collect();
        (entry.id, entry.documents.len(), previews, entry.mail.is_some(), moved, entry.from, letters, folded)
    };
    view! {
        <section class="timeline" aria-labelledby="timeline">
            <h2 id="timeline" class="hidden">
                {t(w::TIMELINE)}
            </h2>
            <ol class="timeline__entries">
                <For each=move || groups.get() key=key let:group>
                    {placed(group)}
                </For>
            </ol>
            <p class="hidden" role="status">
                {move || here.said.get()}
            </p>
        </section>
    }
}

/// One entry, or booked times that are folded away.
fn placed(group: Vec<Entry>) -> impl IntoView {
    let first = group.first().map(|entry| entry.id);
    match <[Entry; 1]>::try_from(group) {
        Ok([entry]) => one(entry),
        Err(_) => first.map(|first| view! { <Earlier first /> }).erase(),
    }
}

/// One entry, also below another.
fn one(entry: Entry) -> AnyView {
    view! { <Shown entry /> }.erase()
}

/// The entries without those that others tell of: handing over says the state by itself, and a move that was taken back folds what
/// it left.
fn told_once(entries: &[Entry]) -> Vec<Entry> {
    let hands_over =
        |at: Option<&Entry>| at.is_some_and(|entry| matches!(entry.what, What::HandedOver { .. }));
    let repeats = |index: usize, entry: &Entry| {
        let silent =
            matches!(&entry.what, What::Moved { to: Stage::HandedOver, note, .. } if note.is_empty());
        silent && (hands_over(entries.get(index + 1)) || index > 0 && hands_over(entries.get(index - 1)))
    };
    let folded: BTreeSet<i64> = entries.iter().flat_map(|entry| folds(&entry.what)).copied().collect();
    let hidden = |index: usize, entry: &Entry| repeats(index, entry) || folded.contains(&entry.id);
    let kept = entries.iter().enumerate().filter(|(index, entry)| !hidden(*index, entry));
    kept.map(|(_, entry)| entry.clone()).collect()
}

/// The ids of the entries that one folds.
fn folds(what: &What) -> &[i64] {
    if let What::MailBack { folds, .. } = what { folds } else { &[] }
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
        What::Moved { to, note, .. } if !note.is_empty() => {
            let about = turned(&entry, here).map(t).unwrap_or_default();
            view! { <Card entry body=note to=to about=about /> }.erase()
        }
        What::ResultRefused { reason, .. } => view! { <Card entry body=reason /> }.erase(),
        What::ResultAccepted { wording, .. }
        | What::Approval { wording, .. }
        | What::Consent { wording, .. }
            if !wording.is_empty() =>
        {
            view! { <Line entry body=wording open=acceptance::READ_WORDING /> }.erase()
        }
        What::Specified { body } => view! { <Line entry body=body /> }.erase(),
        What::MailBack { folds, .. } => view! { <Returned entry folds /> }.erase(),
        _ => view! { <Line entry /> }.erase(),
    };
    view! {
        <li class=class id=id tabindex="-1">
            {content}
        </li>
    }
}

/// What a move meant for the clock of what is promised. Moves of a ticket that was merged into this one moved clocks of its own.
fn turned(entry: &Entry, here: Here) -> Option<Text> {
    let What::Moved { from, to, .. } = &entry.what else { return None };
    let still = |stage: &Stage| here.ticket.with_untracked(|ticket| ticket.still.contains(stage));
    entry.from.is_none().then(|| clock_word(still(from), still(to), *to)).flatten()
}

/// The clock rests, or goes on; what is over needs none.
const fn clock_word(rested: bool, rests: bool, to: Stage) -> Option<Text> {
    match (rested, rests) {
        (false, true) => Some(w::LINE_CLOCK_RESTS),
        (true, false) if to.is_open() => Some(w::LINE_CLOCK_GOES_ON),
        _ => None,
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
    use domain::effort::{Billing, Effort};
    use domain::id::EffortId;
    use domain::moment::Moment;

    fn entry(id: i64, what: What) -> Entry {
        Entry {
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
        }
    }

    #[test]
    fn handing_over_is_told_once() {
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

    #[test]
    fn a_move_tells_that_the_clock_rests_or_goes_on() {
        for (rested, rests, to, told) in [
            (false, true, Stage::WaitingForApproval, Some(w::LINE_CLOCK_RESTS)),
            (true, true, Stage::WaitingForThirdParty, None),
            (true, false, Stage::InProgress, Some(w::LINE_CLOCK_GOES_ON)),
            (false, false, Stage::InProgress, None),
            (true, false, Stage::Done, None),
        ] {
            assert_eq!(clock_word(rested, rests, to), told, "{to:?}");
        }
    }

    #[test]
    fn what_a_move_left_is_folded_once_it_was_taken_back() {
        let message = || What::Message { body: "Die Waage".into(), documents: Vec::new() };
        let (sender, number) = (String::new, String::new);
        let came = What::MailCame { sender: sender(), number: number() };
        let moved = Moment { at: 0, offset: 0 };
        let back =
            What::MailBack { sender: sender(), number: number(), came: true, moved, folds: vec![2, 3] };
        let whats = [message(), message(), came, message(), back];
        let entries: Vec<_> = whats.into_iter().zip(1..).map(|(what, id)| entry(id, what)).collect();
        let kept = |entries: &[Entry]| told_once(entries).iter().map(|entry| entry.id).collect::<Vec<_>>();
        assert_eq!(kept(&entries[..4]), [1, 2, 3, 4]);
        assert_eq!(kept(&entries), [1, 4, 5]);
    }

    #[test]
    fn of_many_booked_times_the_last_two_are_shown_and_what_stands_between_parts_them() {
        let booked = || What::Booked {
            effort: EffortId(1),
            booked: Effort {
                day: jiff::civil::date(2026, 11, 23),
                minutes: 15,
                activity: "bug_fixing".into(),
                note: String::new(),
                billing: Billing::Billable,
            },
        };
        let words = || What::Message { body: "Hallo".into(), documents: Vec::new() };
        let shown = |whats: Vec<What>| {
            let entries: Vec<_> = whats.into_iter().zip(1..).map(|(what, id)| entry(id, what)).collect();
            grouped(&entries).iter().map(Vec::len).collect::<Vec<_>>()
        };
        let times = |n: usize| vec![booked(); n];
        assert_eq!(shown(vec![]), Vec::<usize>::new());
        assert_eq!(shown(times(4)), [1, 1, 1, 1], "two folded away would save nothing");
        assert_eq!(shown(times(5)), [3, 1, 1]);
        assert_eq!(shown([vec![words()], times(14), vec![words()]].concat()), [1, 12, 1, 1, 1]);
        assert_eq!(shown([times(3), vec![words()], times(3)].concat()), [1; 7]);
    }
}
