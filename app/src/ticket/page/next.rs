//! What happens next, in a sentence, with the one action that moves the ticket on.
use crate::approval::api::AskApproval;
use crate::approval::ask::{AskForm, OpenRequest, open_request};
use crate::approval::card::Decide;
use crate::approval::view::Decides;
use crate::parts::badge::say_stage;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::comes_back;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::sentence::need_word;
use crate::promise::sentence::weekday_word;
use crate::ticket::acceptance::AcceptanceView;
use crate::ticket::page::acceptance::Judge;
use crate::ticket::page::act::{Act, Asks, MoveForm};
use crate::ticket::page::here::here;
use crate::ticket::page::progress::{ProgressDue, ProgressForm};
use crate::ticket::page::prose::Prose;
use crate::ticket::page::steps::{self, First};
use crate::ticket::page::triage::{AssignForm, ClassifyForm, HandOverForm, TakeForm};
use crate::ticket::view::TicketView;
use crate::words::Text;
use crate::words::merge;
use crate::words::ticket as w;
use domain::moment;
use domain::ticket::Stage;
use domain::ticket::timeline::What;
use domain::ticket::workflow::Offer;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The card above the facts.
#[component]
pub fn Next() -> impl IntoView {
    let here = here();
    if here.staff { view! { <NextOfStaff /> }.erase() } else { view! { <NextOfCustomer /> }.erase() }
}

/// What a customer reads and decides.
#[component]
fn NextOfCustomer() -> impl IntoView {
    let here = here();
    let way = here.part(|ticket| {
        let request = ticket.approvals.as_ref().and_then(open_request);
        (ticket.stage, ticket.offers.clone(), asked(ticket), ticket.objection, request, waiting(ticket))
    });
    move || {
        let (stage, offers, asked, objection, request, waiting) = way.get();
        let offered = |to: Stage| offers.iter().find(|offer| offer.to == to).cloned();
        let accept = [Stage::GoingLive, Stage::Done].into_iter().find_map(offered);
        let object = offered(Stage::InProgress);
        let (confirm, reopen) = (offered(Stage::Closed), offered(Stage::InTriage));
        let (mine, actions) = match stage {
            Stage::Question => (true, answer().erase()),
            Stage::WaitingForApproval => match request.clone() {
                Some((request, decides)) => {
                    let mine = decides == Decides::Reader;
                    (mine, view! { <Decide request decides /> }.erase())
                }
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
            Stage::WaitingForApproval if request.is_some() => t(w::NEXT_APPROVAL_REQUEST).to_owned(),
            stage => until(objection, w::NEXT_DONE_UNTIL).unwrap_or_else(|| t(sentence_of(stage)).to_owned()),
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
    let when = here.part(|ticket| (ticket.stage, ticket.planned));
    move || {
        let (stage, planned) = when.get();
        let said = planned
            .filter(|_| stage.is_open())
            .map(|day| tf(w::PLANNED_SENTENCE, &[("day", &moment::date(day, lang()))]));
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

/// A sentence that names the last day for objections, while there is one.
fn until(objection: Option<Date>, text: Text) -> Option<String> {
    let day = |day: Date| format!("{}, {}", t(weekday_word(day.weekday())), moment::date(day, lang()));
    objection.map(|last| tf(text, &[("day", &day(last))]))
}

/// What a state means for the customer.
const fn sentence_of(stage: Stage) -> Text {
    match stage {
        Stage::Received => w::NEXT_RECEIVED,
        Stage::InTriage => w::NEXT_IN_TRIAGE,
        Stage::Question => w::NEXT_QUESTION,
        Stage::HandedOver => w::NEXT_HANDED_OVER,
        Stage::InProgress => w::NEXT_IN_PROGRESS,
        Stage::WaitingForApproval => w::NEXT_APPROVAL,
        Stage::WaitingForThirdParty => w::NEXT_THIRD_PARTY,
        Stage::ReadyForAcceptance => w::NEXT_ACCEPTANCE,
        Stage::GoingLive => w::NEXT_LIVE,
        Stage::Done => w::NEXT_DONE,
        Stage::Closed | Stage::Billed => w::NEXT_CLOSED,
    }
}

/// What staff do next, and what else they can do.
#[component]
fn NextOfStaff() -> impl IntoView {
    let here = here();
    let way = here.part(|ticket| {
        let progress = ticket.progress.clone();
        (ticket.stage, ticket.offers.clone(), ticket.may, ticket.assignee.clone(), ticket.objection, progress)
    });
    move || {
        let (stage, offers, may, assignee, objection, progress) = way.get();
        let asked = here.forecast.with_value(Option::is_some);
        let mine = assignee.as_ref().is_some_and(|who| Some(who.id) == here.reader);
        let first = steps::first(stage, &offers, mine);
        let others = steps::others(&first, &offers);
        let hand_over = steps::hand_over(&first, &offers);
        let sentence = match &first {
            First::Take => match &assignee {
                Some(who) => tf(w::STAFF_TAKE_OVER, &[("name", &who.name)]),
                None => t(w::STAFF_TAKE).to_owned(),
            },
            First::HandOver(None) => t(w::STAFF_HAND_OVER).to_owned(),
            First::HandOver(Some(need)) => t(need_word(*need)).to_owned(),
            First::Move(_) | First::Nothing => until(objection, w::STAFF_DONE_UNTIL)
                .unwrap_or_else(|| t(sentence_for_staff(stage)).to_owned()),
        };
        view! {
            <section class="next" aria-labelledby="next">
                <h2 class="next__title" id="next">
                    {t(w::NEXT_STEP)}
                </h2>
                <p class="next__words">{sentence}</p>
                <ProgressDue />
                <OpenRequest />
                <div class="next__actions">
                    <FirstStep stage first />
                </div>
                {(may.work || may.triage || !others.is_empty())
                    .then(|| {
                        view! {
                            <div class="next__others">
                                {progress.map(|draft| view! { <ProgressForm draft /> })}
                                {hand_over
                                    .map(|missing| {
                                        view! {
                                            <Act label=w::MOVE_HAND_OVER icon=Icon::HandOver>
                                                <HandOverForm missing=missing />
                                            </Act>
                                        }
                                    })}
                                {others
                                    .into_iter()
                                    .map(|offer| view! { <Other stage offer /> })
                                    .collect::<Vec<_>>()}
                                {may
                                    .work
                                    .then(|| {
                                        view! {
                                            <Act label=w::ASSIGN icon=Icon::User>
                                                <AssignForm />
                                            </Act>
                                        }
                                    })}
                                {may
                                    .triage
                                    .then(|| {
                                        view! {
                                            <Act label=w::CLASSIFY icon=Icon::Tag id="classify" open=asked>
                                                <ClassifyForm />
                                            </Act>
                                        }
                                    })}
                                {may
                                    .work
                                    .then(|| {
                                        let base = format!("/tickets/{}", here.number.0);
                                        view! {
                                            <LinkButton
                                                href=format!("{base}/merge")
                                                label=merge::MERGE
                                                kind=ButtonKind::Quiet
                                                icon=Icon::Copy
                                            />
                                            <LinkButton
                                                href=format!("{base}/split")
                                                label=merge::SPLIT
                                                kind=ButtonKind::Quiet
                                                icon=Icon::ArrowRight
                                            />
                                        }
                                    })}
                            </div>
                        }
                    })}
            </section>
        }
    }
}

#[component]
fn FirstStep(stage: Stage, first: First) -> impl IntoView {
    match first {
        First::Nothing => ().erase(),
        First::Take => view! { <TakeForm /> }.erase(),
        First::HandOver(missing) => view! {
            <Act label=w::MOVE_HAND_OVER icon=Icon::HandOver kind=ButtonKind::Primary>
                <HandOverForm missing=missing />
            </Act>
        }
        .erase(),
        First::Move(offer) if offer.needs_note || offer.needs_version || offer.untested => {
            let (to, label) = (offer.to, steps::name(stage, offer.to));
            let (version, untested) = (offer.needs_version, offer.untested);
            let asks = offer.needs_note.then(|| steps::asks(to));
            view! {
                <Act label icon=icon_of(to) kind=ButtonKind::Primary>
                    <MoveForm to label asks icon=icon_of(to) version untested />
                </Act>
            }
            .erase()
        }
        First::Move(offer) => {
            let (to, label) = (offer.to, steps::name(stage, offer.to));
            view! { <MoveForm to label icon=icon_of(to) /> }.erase()
        }
    }
}

/// A move beside the first one: what it does, and what has to be there before.
#[component]
fn Other(stage: Stage, offer: Offer) -> impl IntoView {
    let (to, label) = (offer.to, steps::name(stage, offer.to));
    let asks = offer.needs_note.then(|| steps::asks(to));
    let (version, untested) = (offer.needs_version, offer.untested);
    let meter = here().ticket.with_untracked(|ticket| ticket.effort.as_ref().and_then(|effort| effort.meter));
    let meter = meter.filter(|_| to == Stage::WaitingForApproval);
    let open = meter.is_some() && comes_back(AskApproval::url(), None);
    view! {
        <Act label icon=icon_of(to) open>
            {match (offer.missing, meter) {
                (Some(need), _) => view! { <p class="act__missing">{t(need_word(need))}</p> }.erase(),
                (None, Some(meter)) => {
                    view! { <AskForm tariff=meter.tariff missing=meter.meter.missing() /> }.erase()
                }
                (None, None) => {
                    view! {
                        <p class="act__leads">{tf(w::LEADS_TO, &[("state", say_stage(to))])}</p>
                        <MoveForm to label asks icon=icon_of(to) kind=ButtonKind::Plain version untested />
                    }
                        .erase()
                }
            }}
        </Act>
    }
}

const fn icon_of(to: Stage) -> Icon {
    match to {
        Stage::Received | Stage::InTriage => Icon::Inbox,
        Stage::Question => Icon::Help,
        Stage::HandedOver => Icon::HandOver,
        Stage::InProgress => Icon::Zap,
        Stage::WaitingForApproval | Stage::WaitingForThirdParty => Icon::Clock,
        Stage::ReadyForAcceptance => Icon::Eye,
        Stage::GoingLive => Icon::Upload,
        Stage::Done | Stage::Closed => Icon::CheckCircle,
        Stage::Billed => Icon::FileText,
    }
}

/// What a state means for staff.
const fn sentence_for_staff(stage: Stage) -> Text {
    match stage {
        Stage::Received => w::STAFF_RECEIVED,
        Stage::InTriage => w::STAFF_IN_TRIAGE,
        Stage::Question => w::STAFF_QUESTION,
        Stage::HandedOver => w::STAFF_HANDED_OVER,
        Stage::InProgress => w::STAFF_IN_PROGRESS,
        Stage::WaitingForApproval => w::STAFF_APPROVAL,
        Stage::WaitingForThirdParty => w::STAFF_THIRD_PARTY,
        Stage::ReadyForAcceptance => w::STAFF_ACCEPTANCE,
        Stage::GoingLive => w::STAFF_LIVE,
        Stage::Done => w::STAFF_DONE,
        Stage::Closed | Stage::Billed => w::STAFF_CLOSED,
    }
}
