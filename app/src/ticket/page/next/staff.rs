//! What happens next, for staff.
use super::until;
use crate::approval::api::AskApproval;
use crate::approval::ask::{AskForm, OpenRequest, latest};
use crate::parts::badge::say_stage;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::comes_back;
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf};
use crate::parts::sentence::need_word;
use crate::ticket::page::act::{Act, MoveForm};
use crate::ticket::page::here::here;
use crate::ticket::page::progress::{ProgressDue, ProgressForm};
use crate::ticket::page::steps::{self, First};
use crate::ticket::page::triage::{AssignForm, ClassifyForm, HandOverForm, TakeForm};
use crate::words::Text;
use crate::words::merge;
use crate::words::ticket as w;
use domain::approval::State;
use domain::ticket::Stage;
use domain::ticket::workflow::Offer;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// What staff do next, and what else they can do.
#[component]
pub fn NextOfStaff() -> impl IntoView {
    let here = here();
    let way = here.part(|ticket| {
        let progress = ticket.progress.clone();
        let stage = (ticket.stage, ticket.approvals.as_ref().and_then(latest));
        let window = (ticket.objection, ticket.held);
        (stage, ticket.offers.clone(), ticket.may, ticket.assignee.clone(), window, progress)
    });
    move || {
        let ((stage, stands), offers, may, assignee, (objection, held), progress) = way.get();
        let asks_again = may.work && stage == Stage::WaitingForApproval && stands != Some(State::Open);
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
            First::Move(_) | First::Nothing if held => t(w::STAFF_DONE_HELD).to_owned(),
            First::Move(_) | First::Nothing => until(objection, w::STAFF_DONE_UNTIL)
                .unwrap_or_else(|| t(sentence_for_staff(stage, stands)).to_owned()),
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
                                    })} {asks_again.then(|| view! { <AskAgain /> })}
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
    let meter = meter.filter(|_| offer.needs_request);
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

/// Asks once more for what was not released.
#[component]
fn AskAgain() -> impl IntoView {
    let meter = here().ticket.with_untracked(|ticket| ticket.effort.as_ref().and_then(|effort| effort.meter));
    let open = comes_back(AskApproval::url(), None);
    meter.map(|meter| {
        view! {
            <Act label=w::MOVE_ASK_APPROVAL icon=icon_of(Stage::WaitingForApproval) open>
                <AskForm tariff=meter.tariff missing=meter.meter.missing() />
            </Act>
        }
    })
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

/// What a state means for staff, and a request for more effort in it.
const fn sentence_for_staff(stage: Stage, request: Option<State>) -> Text {
    match stage {
        Stage::Received => w::STAFF_RECEIVED,
        Stage::InTriage => w::STAFF_IN_TRIAGE,
        Stage::Question => w::STAFF_QUESTION,
        Stage::HandedOver => w::STAFF_HANDED_OVER,
        Stage::InProgress => w::STAFF_IN_PROGRESS,
        Stage::WaitingForApproval => match request {
            Some(State::Declined) => w::STAFF_APPROVAL_DECLINED,
            Some(State::Expired) => w::STAFF_APPROVAL_EXPIRED,
            Some(State::Open | State::Approved | State::Withdrawn) | None => w::STAFF_APPROVAL,
        },
        Stage::WaitingForThirdParty => w::STAFF_THIRD_PARTY,
        Stage::ReadyForAcceptance => w::STAFF_ACCEPTANCE,
        Stage::GoingLive => w::STAFF_LIVE,
        Stage::Done => w::STAFF_DONE,
        Stage::Closed | Stage::Billed => w::STAFF_CLOSED,
    }
}
