//! Telling the customer the state (C10): until when, and the draft.
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit, TextArea};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::ticket::api::WriteMessage;
use crate::ticket::page::act::{Act, done};
use crate::ticket::page::here::{Here, here};
use crate::ticket::view::TicketView;
use crate::words::progress as w;
use domain::moment::Moment;
use domain::promise::target::Metric;
use domain::ticket::opening::LONGEST_TEXT;
use leptos::prelude::*;

/// Until when the customer is to hear of the state; nothing where nothing is promised or the clock stands still.
fn due(ticket: &TicketView) -> Option<Moment> {
    let mut promises = ticket.promises.iter();
    let running = promises.find(|promise| {
        promise.metric == Metric::PeriodicUpdate
            && promise.state == crate::promise::view::PromiseState::Running
    });
    running.map(|promise| promise.due)
}

/// Until when the customer is to hear from us, in the card of the next step.
#[component]
pub fn ProgressDue() -> impl IntoView {
    let here = here();
    let due = here.part(|ticket| ticket.progress.as_ref().and_then(|_| due(ticket)));
    move || {
        due.get().map(|due| {
            let now = here.ticket.with_untracked(|ticket| ticket.now);
            let late = due.at < now.at;
            let text = if late { w::WAS_DUE } else { w::DUE };
            view! {
                <p class="next__when" class:next__when--late=late>
                    <Icon name=Icon::Message />
                    {tf(text, &[("when", &due.told(now, lang()))])}
                </p>
            }
        })
    }
}

/// The draft, sent as a message.
#[component]
pub fn ProgressForm(
    /// The draft.
    draft: String,
) -> impl IntoView {
    let here = here();
    view! {
        <Act label=w::SEND_PROGRESS icon=Icon::Message id="progress">
            <Draft here draft />
        </Act>
    }
}

#[component]
fn Draft(here: Here, draft: String) -> impl IntoView {
    let action = ServerAction::<WriteMessage>::new();
    let seen = here.ticket.with_untracked(|ticket| ticket.version);
    view! {
        <Form action on_success=done(here) class="act__form" only=("form", "progress".to_owned())>
            <input type="hidden" name="form" value="progress" />
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <input type="hidden" name="seen" value=seen.to_string() />
            <TextArea
                name="body"
                label=w::DRAFT_LABEL
                hint=w::DRAFT_HINT
                value=draft
                rows=6
                required=true
                max=LONGEST_TEXT
            />
            <p class="act__leads">{t(w::STARTS_ANEW)}</p>
            <Submit label=w::SEND icon=Icon::Send kind=ButtonKind::Plain />
        </Form>
    }
    .erase()
}
