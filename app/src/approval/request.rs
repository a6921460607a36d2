//! A request to release effort, and the two answers to it: on the page behind the link and on the ticket.
use crate::approval::view::RequestView;
use crate::approval::word::{hour, state_word};
use crate::effort::word::minutes;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::form::{Submit, TextArea, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::promise::sentence::weekday_word;
use crate::ticket::page::prose::Prose;
use crate::words::approval as w;
use domain::approval::consent::Tariff;
use domain::approval::{LONGEST_REASON, State};
use domain::moment::date;
use domain::money::euros;
use jiff::civil::Date;
use leptos::prelude::*;

/// A day with its weekday.
pub fn on_day(day: Date) -> String {
    format!("{}, {}", t(weekday_word(day.weekday())), date(day, lang()))
}

/// What is asked for, at which price, and why.
#[component]
pub fn Request(
    /// Which.
    request: RequestView,
) -> impl IntoView {
    let lang = lang();
    let so_far = [("time", minutes(lang, request.done)), ("limit", minutes(lang, request.limit))];
    let so_far = so_far.each_ref().map(|(name, value)| (*name, value.as_str()));
    let charged = request.cents > 0;
    let up_to = |amount| tf(w::UP_TO, &[("time", &minutes(lang, amount))]);
    let less = request.asked_minutes.is_some();
    let rows = [
        request.asked_minutes.map(|asked| (w::ASKED_FOR, up_to(asked))),
        Some((if less { w::APPROVED } else { w::MORE }, up_to(request.minutes))),
        charged.then(|| (w::PRICE, tf(w::PRICE_AT_MOST, &[("price", &euros(lang, request.cents))]))),
        charged.then(|| (w::RATE, hour(lang, request.tariff))),
        Some((w::SO_FAR, tf(w::SO_FAR_OF, &so_far))),
        Some((w::ASKED_BY, request.asked_by.clone())),
        (request.state == State::Open).then(|| (w::UNTIL, on_day(request.last_day))),
    ];
    let rows: Vec<_> = rows.into_iter().flatten().map(|(name, value)| fact(name, value.erase())).collect();
    view! {
        <blockquote class="next__asked">
            <Prose text=request.reason />
        </blockquote>
        <dl class="facts request">{rows}</dl>
    }
    .erase()
}

/// Where a settled request stands: since when, by whom.
pub fn settled(request: &RequestView) -> Option<String> {
    let (at, by) = request.settled.as_ref()?;
    let (state, when) = (t(state_word(request.state)), at.full(lang()));
    let time = minutes(lang(), request.minutes);
    let asked = minutes(lang(), request.asked_minutes.unwrap_or_default());
    let gaps = [("state", state), ("when", &when), ("name", by), ("time", &time), ("asked", &asked)];
    let words = match request.asked_minutes {
        Some(_) => w::SETTLED_LESS,
        None if by.is_empty() => w::SETTLED,
        None => w::SETTLED_BY,
    };
    Some(tf(words, &gaps))
}

/// Up to which limit less is released, and the button that says so.
#[component]
pub fn UpTo(
    /// What an hour costs.
    tariff: Tariff,
    /// Minutes at most.
    most: u32,
) -> impl IntoView {
    let lang = lang();
    let charged = tariff.hour_cents() > 0;
    let leads = if charged { w::LESS_LEADS } else { w::LESS_LEADS_FREE };
    let hint = if charged { w::LESS_HINT } else { w::LESS_HINT_FREE };
    let leads = tf(leads, &[("hour", &hour(lang, tariff))]);
    let hint = tf(hint, &[("most", &minutes(lang, most))]);
    view! {
        <p class="request__words">{leads}</p>
        <TextField name="minutes" label=w::LESS_UP_TO hint required=true max=20 autocomplete="off" />
        <Submit label=w::LESS_SEND icon=Icon::Check kind=ButtonKind::Plain />
    }
}

/// Why it is declined, and the button that says so.
#[component]
pub fn WhyNot() -> impl IntoView {
    view! {
        <TextArea name="note" label=w::WHY_NOT hint=w::WHY_NOT_HINT rows=4 required=true max=LONGEST_REASON />
        <Submit label=w::DECLINE_SEND icon=Icon::Send />
    }
}

/// Who decides, where that is not the reader.
#[component]
pub fn DecidedByOthers(
    /// Their names.
    names: Vec<String>,
) -> impl IntoView {
    let words = match names.as_slice() {
        [] => t(w::NOBODY).to_owned(),
        names => tf(w::OTHERS, &[("names", &names.join(", "))]),
    };
    view! { <p class="request__others">{words}</p> }
}
