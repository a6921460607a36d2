//! What a call becomes: a new ticket, or a line on one; with its time as a proposal.
use crate::effort::form::ActivityField;
use crate::effort::word::{billing_word, minutes};
use crate::parts::badge::{kind_word, say_standing};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Radios, Select, Submit, TextArea, TextField, comes_back, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::phone::api::{LogCall, OpenFromCall};
use crate::phone::view::CallView;
use crate::ticket::view::TicketLine;
use crate::words::{effort, kind, new, phone as w};
use domain::effort::Billing;
use domain::ticket::TicketType;
use domain::ticket::opening::{LONGEST_TEXT, LONGEST_TITLE};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// The two ways.
#[component]
pub fn Ends(
    /// The call.
    call: CallView,
    /// Tickets that it may be about.
    open: Vec<TicketLine>,
) -> impl IntoView {
    let logs = comes_back(LogCall::url(), None);
    let logged = call.clone();
    view! {
        <div class="call__ends">
            <Fold label=w::NEW_TICKET icon=Icon::Plus class="fold--card" open={!logs}>
                <NewTicket call />
            </Fold>
            <Fold label=w::ON_TICKET icon=Icon::Ticket class="fold--card" open=logs>
                <OnTicket call=logged open />
            </Fold>
        </div>
    }
    .erase()
}

#[component]
fn NewTicket(call: CallView) -> impl IntoView {
    let classes = call.classes.iter().map(|class| (class.code.clone(), class.name(lang()).to_owned()));
    let classes = with_none(kind::NO_CLASS, classes);
    let kinds: Vec<_> =
        call.types.iter().map(|kind| (kind.code().to_owned(), t(kind_word(*kind)).to_owned())).collect();
    let usual = if call.types.contains(&TicketType::Normal) { "normal".to_owned() } else { String::new() };
    view! {
        <Form action={ServerAction::<OpenFromCall>::new()}>
            <Hidden name="id" value=call.id.to_string() />
            <TextField name="title" label=new::SUBJECT required=true max=LONGEST_TITLE autocomplete="off" />
            <TextArea
                name="description"
                label=w::SAID
                hint=w::SAID_HINT
                rows=6
                required=true
                max=LONGEST_TEXT
            />
            <div class="form__row">
                {(classes.len() > 1)
                    .then(|| view! { <Select name="class" label=w::CLASS options=classes /> })}
                {(kinds.len() > 1)
                    .then(|| {
                        view! {
                            <Select name="kind" label=new::KIND options=kinds value=usual required=true />
                        }
                    })}
            </div>
            <Time call />
            <Submit label=w::OPEN_TICKET icon=Icon::Send />
        </Form>
    }
    .erase()
}

#[component]
fn OnTicket(call: CallView, open: Vec<TicketLine>) -> impl IntoView {
    let cards: Vec<_> = open
        .iter()
        .map(|line| {
            let name = format!("{} {}", written(line.number), line.title);
            (line.number.0.to_string(), name, say_standing(line.stage, line.rests).to_owned())
        })
        .collect();
    let first = cards.first().map(|(number, ..)| number.clone()).unwrap_or_default();
    let some = !cards.is_empty();
    view! {
        <Form action={ServerAction::<LogCall>::new()}>
            <Hidden name="id" value=call.id.to_string() />
            {some
                .then(|| {
                    view! { <Radios name="number" label=w::WHICH options=cards value=first required=true /> }
                })}
            <TextField
                name="other"
                label=if some { w::OTHER_NUMBER } else { w::TICKET_NUMBER }
                required={!some}
                max=40
                autocomplete="off"
            />
            <TextArea name="body" label=w::SAID hint=w::SAID_HINT rows=5 required=true max=LONGEST_TEXT />
            <Time call />
            <Submit label=w::LOG icon=Icon::Send />
        </Form>
    }
    .erase()
}

/// The call's time: proposed, not booked by itself.
#[component]
fn Time(call: CallView) -> impl IntoView {
    // As of when the page was read: both sides must draw the same.
    let so_far = minutes(lang(), call.timer.minutes(call.now.timestamp()));
    let none = ("none".to_owned(), t(w::NOT_BOOKED).to_owned());
    let billings = Billing::ALL.map(|one| (one.code().to_owned(), t(billing_word(one)).to_owned()));
    let billings: Vec<_> = billings.into_iter().chain([none]).collect();
    let day = call.day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <fieldset class="call__time">
            <legend>{t(effort::TIME)}</legend>
            <div class="form__row">
                <TextField
                    name="minutes"
                    label=effort::DURATION
                    hint=tf(w::TIME_HINT, &[("time", &so_far)])
                    max=20
                    autocomplete="off"
                />
                <ActivityField activities=call.activities value=call.usual.unwrap_or_default() />
                <Select
                    name="billing"
                    label=effort::BILLING
                    options=billings
                    value=Billing::Billable.code()
                    required=true
                />
                <TextField name="day" label=effort::DAY hint=w::DAY_HINT kind="date" value=day />
            </div>
        </fieldset>
    }
    .erase()
}
