//! Badges: states, classes, types and numbers as words with a colour that repeats them.
use crate::parts::say::{accepts, is_staff, t};
use crate::words::{self, Text};
use domain::access::Accepts;
use domain::ticket::stage::WaitsFor;
use domain::ticket::{Channel, Stage, TicketType, Urgency};
use leptos::prelude::*;

/// The word for a state as staff say it, or any customer.
pub const fn stage_word(stage: Stage, staff: bool) -> Text {
    use words::stage as w;
    match stage {
        Stage::Received => w::RECEIVED,
        Stage::InTriage => w::IN_TRIAGE,
        Stage::Question if staff => w::QUESTION_STAFF,
        Stage::Question => w::QUESTION,
        Stage::HandedOver => w::HANDED_OVER,
        Stage::InProgress => w::IN_PROGRESS,
        Stage::WaitingForApproval => w::WAITING_FOR_APPROVAL,
        Stage::WaitingForThirdParty => w::WAITING_FOR_THIRD_PARTY,
        Stage::ReadyForAcceptance => w::READY_FOR_ACCEPTANCE,
        Stage::GoingLive => w::GOING_LIVE,
        Stage::Done => w::DONE,
        Stage::Closed => w::CLOSED,
        Stage::Billed => w::BILLED,
    }
}

/// The word for a state as the present reader says it.
pub fn say_stage(stage: Stage) -> &'static str {
    t(reader_word(stage, is_staff(), accepts()))
}

/// The word for a state as a reader says it who accepts results so far: whom an acceptance is waited for it names.
const fn reader_word(stage: Stage, staff: bool, accepts: Accepts) -> Text {
    use words::stage as w;
    match (stage, accepts) {
        (Stage::ReadyForAcceptance, Accepts::Always) if !staff => w::READY_FOR_YOUR_ACCEPTANCE,
        (Stage::ReadyForAcceptance, Accepts::Never) if !staff => w::READY_FOR_THEIR_ACCEPTANCE,
        _ => stage_word(stage, staff),
    }
}

/// The word for where a ticket stands as the present reader says it. One that rests waits for nobody's approval: what was asked
/// for was not released, and staff decide how it goes on.
pub fn say_standing(stage: Stage, rests: bool) -> &'static str {
    if rests { t(words::stage::RESTS) } else { say_stage(stage) }
}

/// The word for a ticket type.
pub const fn kind_word(kind: TicketType) -> Text {
    match kind {
        TicketType::Normal => words::kind::NORMAL,
        TicketType::QuickNormal => words::kind::QUICK_NORMAL,
        TicketType::QuickHigh => words::kind::QUICK_HIGH,
    }
}

/// The word for the customer's own view of urgency.
pub const fn urgency_word(urgency: Urgency) -> Text {
    match urgency {
        Urgency::Low => words::kind::URGENCY_LOW,
        Urgency::Normal => words::kind::URGENCY_NORMAL,
        Urgency::High => words::kind::URGENCY_HIGH,
    }
}

/// The word for the door by which something came.
pub const fn channel_word(channel: Channel) -> Text {
    match channel {
        Channel::Portal => words::kind::CHANNEL_PORTAL,
        Channel::PublicForm => words::kind::CHANNEL_PUBLIC_FORM,
        Channel::Mail => words::kind::CHANNEL_MAIL,
        Channel::Phone => words::kind::CHANNEL_PHONE,
    }
}

/// A state. What waits for the reader stands out.
#[component]
pub fn StageBadge(
    /// Which.
    stage: Stage,
    /// What was asked for was not released, as in [`say_standing`].
    #[prop(optional)]
    rests: bool,
) -> impl IntoView {
    let tone = if rests { "waiting" } else { tone(stage, is_staff(), accepts()) };
    view! {
        <span class=format!("badge badge--{tone}")>
            <span class="badge__dot" aria-hidden="true"></span>
            {say_standing(stage, rests)}
        </span>
    }
}

/// What a state means to the reader: `yours`, `new`, `active`, `waiting`, `done` or `over`.
const fn tone(stage: Stage, staff: bool, accepts: Accepts) -> &'static str {
    match (stage.waits_for(), staff) {
        (WaitsFor::Customer, false)
            if matches!((stage, accepts), (Stage::ReadyForAcceptance, Accepts::Never)) =>
        {
            "waiting"
        }
        (WaitsFor::Customer, false) => "yours",
        (WaitsFor::Customer, true) | (WaitsFor::Other, _) => "waiting",
        (WaitsFor::Staff, _) if matches!(stage, Stage::Received) => "new",
        (WaitsFor::Staff, _) => "active",
        (WaitsFor::Nobody, _) if matches!(stage, Stage::Done) => "done",
        (WaitsFor::Nobody, _) => "over",
    }
}

/// A class by its configured name; "not classified" where there is none.
#[component]
pub fn ClassBadge(
    /// Its code, which chooses the colour where the design knows it.
    class: Option<String>,
    /// Its name.
    #[prop(optional, into)]
    name: String,
) -> impl IntoView {
    let (code, name) = match class {
        Some(code) if name.is_empty() => (code.clone(), code),
        Some(code) => (code, name),
        None => ("none".to_owned(), t(words::kind::NO_CLASS).to_owned()),
    };
    view! { <span class=format!("chip chip--{code}")>{name}</span> }
}

/// A ticket type; the normal one is not worth a badge.
#[component]
pub fn KindBadge(
    /// Which.
    kind: TicketType,
) -> impl IntoView {
    (kind != TicketType::Normal).then(|| view! { <span class="chip chip--quick">{t(kind_word(kind))}</span> })
}

/// A number beside a name; nothing for zero.
#[component]
pub fn Count(
    /// The number.
    #[prop(into)]
    n: Signal<u32>,
) -> impl IntoView {
    move || {
        let n = n.get();
        (n > 0).then(
            || view! { <span class="count">{if n > 999 { "999+".to_owned() } else { n.to_string() }}</span> },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_the_customer_is_loud_to_the_customer_only() {
        assert_eq!(tone(Stage::Question, false, Accepts::Never), "yours");
        assert_eq!(tone(Stage::Question, true, Accepts::Sometimes), "waiting");
        assert_eq!(stage_word(Stage::Question, false).de, "Rückfrage an Sie");
        assert_eq!(stage_word(Stage::Question, true).de, "Rückfrage an Kunden");
    }

    #[test]
    fn only_who_accepts_reads_that_an_acceptance_is_waited_for_from_them() {
        let ready = Stage::ReadyForAcceptance;
        for (staff, accepts, word, loud) in [
            (false, Accepts::Always, "Bereit zur Abnahme durch Sie", "yours"),
            (false, Accepts::Sometimes, "Bereit zur Abnahme", "yours"),
            (false, Accepts::Never, "Bereit zur Abnahme durch Ihr Unternehmen", "waiting"),
            (true, Accepts::Sometimes, "Bereit zur Abnahme", "waiting"),
        ] {
            let told = (reader_word(ready, staff, accepts).de, tone(ready, staff, accepts));
            assert_eq!(told, (word, loud), "{staff} {accepts:?}");
        }
        // Mails and reports go to several readers.
        assert_eq!(stage_word(ready, false).de, "Bereit zur Abnahme");
    }
}
