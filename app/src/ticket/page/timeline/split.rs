//! Beside the line that tells of messages which were split off: the way back, or why there is none any more (C7).
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{tf, written};
use crate::parts::sentence::no_split_word;
use crate::ticket::api::UnsplitTicket;
use crate::ticket::page::here::here;
use crate::ticket::page::linked::no_way_back;
use crate::words::merge as w;
use domain::ticket::number::TicketNumber;
use domain::ticket::split::NoSplit;
use leptos::prelude::*;

/// Takes back the split of which an entry tells, or says why it stays; nothing where the reader does not work here.
#[component]
pub fn TakeBack(
    /// The entry's id.
    entry: i64,
) -> impl IntoView {
    let split = here().part(move |ticket| {
        let split = ticket.splits.iter().find(|split| split.entry == entry);
        split.filter(|_| ticket.may.work).map(|split| (split.number, split.stays))
    });
    let way = |(number, stays): (TicketNumber, Option<NoSplit>)| match stays {
        Some(why) => view! { <div class="line__undo">{no_way_back(no_split_word(why))}</div> }.erase(),
        None => view! { <Undo number /> }.erase(),
    };
    move || split.get().map(way)
}

#[component]
fn Undo(number: TicketNumber) -> impl IntoView {
    let here = here();
    let action = ServerAction::<UnsplitTicket>::new();
    let id = number.0.to_string();
    view! {
        <Form
            action
            on_success=here.renewed()
            class="form--inline line__undo"
            label=tf(w::UNSPLIT, &[("number", &written(number))])
            only=("split", id.clone())
        >
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <input type="hidden" name="split" value=id.clone() />
            <Submit label=w::UNDO_SEND kind=ButtonKind::Quiet icon=Icon::Undo />
        </Form>
    }
    .erase()
}
