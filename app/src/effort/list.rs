//! What is booked on a ticket, each line with its correction.
use crate::effort::api::ChangeEffort;
use crate::effort::form::{ActivityField, EffortFields};
use crate::effort::view::EffortLine;
use crate::effort::word::{billing_word, minutes};
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Submit, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tn};
use crate::ticket::page::here::here;
use crate::words::{common, effort as w};
use domain::effort::{Activity, Billing};
use domain::moment::short_date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// The bookings, folded away until asked for. A row is drawn anew only when it was corrected.
#[component]
pub fn Booked(
    /// In order.
    lines: Memo<Vec<EffortLine>>,
) -> impl IntoView {
    let activities = StoredValue::new(here().choices.with_value(|choices| choices.activities.clone()));
    let refused = |line: &EffortLine| comes_back(ChangeEffort::url(), Some(("id", &line.id.to_string())));
    let open = lines.with_untracked(|lines| lines.iter().any(refused));
    view! {
        <details class="fold fold--quiet" open=open hidden=move || lines.with(Vec::is_empty)>
            <summary class="fold__line">
                <span class="fold__words">{move || tn(w::BOOKED_TIMES, lines.with(Vec::len) as u64)}</span>
                <Icon name=Icon::ChevronDown />
            </summary>
            <ul class="booked">
                <For each=move || lines.get() key=|line| (line.id, line.version) let:line>
                    <Row line activities=activities.get_value() />
                </For>
            </ul>
        </details>
    }
}

/// The name of an activity; its code where it is not in use any more.
pub fn activity_name(activities: &[Activity], code: &str) -> String {
    let known = activities.iter().find(|activity| activity.code == code);
    known.map_or_else(|| code.to_owned(), |activity| activity.name(lang()).to_owned())
}

#[component]
fn Row(line: EffortLine, activities: Vec<Activity>) -> impl IntoView {
    let effort = line.effort.clone();
    let about = format!("{} · {}", short_date(effort.day, lang()), line.whose);
    let free = (effort.billing != Billing::Billable).then(|| t(billing_word(effort.billing)));
    let activity = activity_name(&activities, &effort.activity);
    let note = (!effort.note.is_empty()).then(|| view! { <p class="booked__note">{effort.note.clone()}</p> });
    view! {
        <li class="booked__line">
            <p class="booked__head">
                <span>{about}</span>
                <strong class="booked__time">{minutes(lang(), effort.minutes)}</strong>
            </p>
            <p class="booked__about">{activity} {free.map(|why| format!(" · {why}"))}</p>
            {note}
            {line.mine.then(|| view! { <Correct line activities /> })}
        </li>
    }
    .erase()
}

#[component]
fn Correct(line: EffortLine, activities: Vec<Activity>) -> impl IntoView {
    let here = here();
    let action = ServerAction::<ChangeEffort>::new();
    let id = line.id.to_string();
    let open = comes_back(ChangeEffort::url(), Some(("id", &id)));
    let kept = line.effort.activity.clone();
    view! {
        <Fold label=w::CHANGE class="fold--quiet" open>
            <Form action on_success=here.renewed() only=("id", id.clone())>
                <input type="hidden" name="id" value=id.clone() />
                <input type="hidden" name="version" value=line.version.to_string() />
                <EffortFields typed=line.effort.into() />
                <ActivityField activities value=kept kept=true />
                <div class="booked__deeds">
                    <Submit label=common::SAVE kind=ButtonKind::Plain name="deed" value="save" />
                    <Submit
                        label=w::TAKE_BACK
                        kind=ButtonKind::Quiet
                        icon=Icon::Trash
                        name="deed"
                        value="take_back"
                    />
                </div>
            </Form>
        </Fold>
    }
}
