//! What happens next, for customers.
use super::until;
use crate::approval::ask::{latest, open_request};
use crate::approval::card::Decide;
use crate::approval::view::Decides;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::ticket::acceptance::AcceptanceView;
use crate::ticket::page::acceptance::Judge;
use crate::ticket::page::act::{Act, Asks, MoveForm};
use crate::ticket::page::here::here;
use crate::ticket::page::prose::Prose;
use crate::ticket::view::TicketView;
use crate::words::Text;
use crate::words::ticket as w;
use domain::approval::State;
use domain::moment;
use domain::ticket::Stage;
use domain::ticket::planned::PlannedDay;
use domain::ticket::timeline::What;
use domain::ticket::workflow::Offer;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What a customer reads and decides.
#[component]
pub fn NextOfCustomer() -> impl IntoView {
    let here = here();
    let way = here.part(|ticket| {
        let request = ticket.approvals.as_ref().and_then(open_request);
        let stands = ticket.approvals.as_ref().and_then(latest);
        let (stage, offers) = ((ticket.stage, stands), ticket.offers.clone());
        (stage, offers, asked(ticket), ticket.objection, request, waiting(ticket))
    });
    move || {
        let ((stage, stands), offers, asked, objection, request, waiting) = way.get();
        let offered = |to: Stage| offers.iter().find(|offer| offer.to == to).cloned();
        let accept = [Stage::GoingLive, Stage::Done].into_iter().find_map(offered);
        let object = offered(Stage::InProgress);
        let (confirm, reopen) = (offered(Stage::Closed), offered(Stage::InTriage));
        let (mine, actions) = match stage {
            Stage::Question => (true, answer().erase()),
            Stage::WaitingForApproval => match request.clone() {
                Some((request, decides)) => {
                    let mine = !matches!(decides, Decides::Others { .. });
                    (mine, view! { <Decide request decides /> }.erase())
                }
                // Staff decide how it goes on.
                None if matches!(stands, Some(State::Declined | State::Expired)) => (false, answer().erase()),
                None => (true, answer().erase()),
            },
            Stage::ReadyForAcceptance => match waiting {
                Some(offer) if accept.is_some() => {
                    (true, view! { <Judge offer refuse=object.is_some() /> }.erase())
                }
                _ => {
                    let yes = accept.filter(|offer| offer.missing.is_none());
                    let may = yes.is_some();
                    (may, view! { <Decision yes no=object words=ACCEPTANCE /> }.erase())
                }
            },
            Stage::Done => (false, view! { <Decision yes=confirm no=reopen words=COMPLETION /> }.erase()),
            _ => (false, ().erase()),
        };
        let title = if mine { w::YOUR_TURN } else { w::WHAT_NEXT };
        let sentence = match stage {
            Stage::ReadyForAcceptance if !mine => t(w::NEXT_ACCEPTANCE_OTHERS).to_owned(),
            stage => until(objection, w::NEXT_DONE_UNTIL)
                .unwrap_or_else(|| t(sentence_of(stage, stands)).to_owned()),
        };
        view! {
            <section class="next" class:next--mine=mine aria-labelledby="next">
                <h2 class="next__title" id="next">
                    {t(title)}
                </h2>
                <p class="next__words">{sentence}</p>
                {asked
                    .filter(|_| mine && request.is_none())
                    .map(|text| view! { <blockquote class="next__asked"><Prose text /></blockquote> })}
                <Plan />
                <div class="next__actions">{actions}</div>
            </section>
        }
    }
}

/// The version that waits for a decision.
fn waiting(ticket: &TicketView) -> Option<AcceptanceView> {
    ticket.acceptances.last().filter(|newest| newest.decided.is_none()).cloned()
}

/// Leads to the box, and with scripts into it.
fn answer() -> impl IntoView {
    let focus = |_| {
        request_animation_frame(|| {
            let area = document().query_selector("#reply textarea").ok().flatten();
            if let Some(area) = area.and_then(|area| area.dyn_into::<HtmlElement>().ok()) {
                let _ = area.focus();
            }
        });
    };
    view! {
        <LinkButton
            href="#reply"
            label=w::ANSWER
            kind=ButtonKind::Primary
            icon=Icon::Message
            on:click=focus
        />
    }
}

/// What was said with the last move to the present state.
fn asked(ticket: &TicketView) -> Option<String> {
    ticket.entries.iter().rev().find_map(|entry| match &entry.what {
        What::Moved { to, note, .. } if *to == ticket.stage && !note.is_empty() && entry.from.is_none() => {
            Some(note.clone())
        }
        _ => None,
    })
}

/// The words of a decision between yes and no.
#[derive(Clone, Copy)]
struct Words {
    yes: Text,
    no: Text,
    no_send: Text,
    asks: Asks,
}

const ACCEPTANCE: Words = Words {
    yes: w::ACCEPT,
    no: w::OBJECT_RESULT,
    no_send: w::OBJECT_RESULT_SEND,
    asks: Asks { label: w::ASK_OBJECT_RESULT, hint: w::ASK_OBJECT_RESULT_HINT },
};
const COMPLETION: Words = Words {
    yes: w::CONFIRM,
    no: w::OBJECT,
    no_send: w::OBJECT_SEND,
    asks: Asks { label: w::ASK_OBJECT, hint: w::ASK_OBJECT_HINT },
};

#[component]
fn Decision(yes: Option<Offer>, no: Option<Offer>, words: Words) -> impl IntoView {
    view! {
        {yes.map(|offer| view! { <MoveForm to=offer.to label=words.yes icon=Icon::Check /> })}
        {no
            .map(|offer| {
                view! {
                    <Act label=words.no icon=Icon::Undo kind=ButtonKind::Plain>
                        <MoveForm to=offer.to label=words.no_send asks=Some(words.asks) icon=Icon::Send />
                    </Act>
                }
            })}
    }
}

/// For which day it is planned.
#[component]
fn Plan() -> impl IntoView {
    let here = here();
    let when = here.part(|ticket| (ticket.stage, ticket.planned, ticket.now.civil().date()));
    move || {
        let (stage, planned, today) = when.get();
        let said = planned.filter(|_| stage.is_open()).and_then(|day| {
            let text = match PlannedDay::of(day, stage, today) {
                PlannedDay::Ahead => w::PLANNED_SENTENCE,
                PlannedDay::Missed => w::PLAN_MISSED_SENTENCE,
                PlannedDay::Over => return None,
            };
            Some(tf(text, &[("day", &moment::date(day, lang()))]))
        });
        said.map(|said| {
            view! {
                <p class="next__when">
                    <Icon name=Icon::Clock />
                    {said}
                </p>
            }
        })
    }
}

/// What a state means for the customer, and a request for more effort in it.
const fn sentence_of(stage: Stage, request: Option<State>) -> Text {
    match stage {
        Stage::Received => w::NEXT_RECEIVED,
        Stage::InTriage => w::NEXT_IN_TRIAGE,
        Stage::Question => w::NEXT_QUESTION,
        Stage::HandedOver => w::NEXT_HANDED_OVER,
        Stage::InProgress => w::NEXT_IN_PROGRESS,
        Stage::WaitingForApproval => match request {
            Some(State::Open) => w::NEXT_APPROVAL_REQUEST,
            Some(State::Declined) => w::NEXT_APPROVAL_DECLINED,
            Some(State::Expired) => w::NEXT_APPROVAL_EXPIRED,
            Some(State::Approved | State::Withdrawn) | None => w::NEXT_APPROVAL,
        },
        Stage::WaitingForThirdParty => w::NEXT_THIRD_PARTY,
        Stage::ReadyForAcceptance => w::NEXT_ACCEPTANCE,
        Stage::GoingLive => w::NEXT_LIVE,
        Stage::Done => w::NEXT_DONE,
        Stage::Closed | Stage::Billed => w::NEXT_CLOSED,
    }
}
