//! Staff ask for more effort, and see what became of it.
use crate::approval::api::{AskApproval, WithdrawApproval};
use crate::approval::request::on_day;
use crate::approval::view::{ApprovalsView, Decides, RequestView};
use crate::approval::word::hour;
use crate::effort::word::minutes;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Submit, TextArea, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::ticket::page::act::{Act, done};
use crate::ticket::page::here::here;
use crate::words::approval as w;
use domain::approval::consent::Tariff;
use domain::approval::{LONGEST_REASON, State};
use domain::money::euros;
use leptos::prelude::*;

/// How much more, and why.
#[component]
pub fn AskForm(
    /// What an hour costs.
    tariff: Tariff,
    /// What is worked and cannot be booked, as a proposal.
    missing: u32,
) -> impl IntoView {
    let here = here();
    let action = ServerAction::<AskApproval>::new();
    let proposed = if missing > 0 { format!("{}:{:02}", missing / 60, missing % 60) } else { String::new() };
    let leads = match tariff.hour_cents() {
        0 => t(w::ASK_LEADS_FREE).to_owned(),
        _ => tf(w::ASK_LEADS, &[("hour", &hour(lang(), tariff))]),
    };
    view! {
        <p class="act__leads">{leads}</p>
        <Form action on_success=done(here) class="act__form">
            <Hidden name="number" value=here.number.0.to_string() />
            <TextField
                name="minutes"
                label=w::ASK_MINUTES
                hint=w::ASK_MINUTES_HINT
                value=proposed
                required=true
                max=20
            />
            <TextArea
                name="reason"
                label=w::ASK_REASON
                hint=w::ASK_REASON_HINT
                rows=4
                required=true
                max=LONGEST_REASON
            />
            <Submit label=w::ASK icon=Icon::Send />
        </Form>
    }
    .erase()
}

/// The open request, for staff.
#[component]
pub fn OpenRequest() -> impl IntoView {
    let open = here().part(|ticket| ticket.approvals.as_ref().and_then(open_request));
    move || open.get().map(|(request, decides)| view! { <Waiting request decides /> })
}

/// The open request with who decides about it.
pub fn open_request(approvals: &ApprovalsView) -> Option<(RequestView, Decides)> {
    let request = approvals.request.clone().filter(|request| request.state == State::Open)?;
    Some((request, approvals.decides.clone()))
}

/// Where the latest request stands.
pub fn latest(approvals: &ApprovalsView) -> Option<State> {
    approvals.request.as_ref().map(|request| request.state)
}

#[component]
fn Waiting(request: RequestView, decides: Decides) -> impl IntoView {
    let lang = lang();
    let gaps = [
        ("time", minutes(lang, request.minutes)),
        ("price", euros(lang, request.cents)),
        ("day", on_day(request.last_day)),
    ];
    let gaps = gaps.each_ref().map(|(name, value)| (*name, value.as_str()));
    let who = match decides {
        Decides::Others { names } if names.is_empty() => t(w::NOBODY_NOW).to_owned(),
        Decides::Others { names } => tf(w::MAY_DECIDE, &[("names", &names.join(", "))]),
        Decides::Reader | Decides::Part { .. } => String::new(),
    };
    let words = if request.cents > 0 { w::WAITING } else { w::WAITING_FREE };
    let action = ServerAction::<WithdrawApproval>::new();
    view! {
        <p class="next__words">{tf(words, &gaps)} " " {who}</p>
        <Act label=w::WITHDRAW icon=Icon::Undo>
            <Form action on_success=done(here()) class="act__form">
                <Hidden name="id" value=request.id.to_string() />
                <Submit label=w::WITHDRAW kind=ButtonKind::Plain />
            </Form>
        </Act>
    }
    .erase()
}
