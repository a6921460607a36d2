//! Beside the line that tells of messages which were split off: the way back, while there is one (C7).
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{tf, written};
use crate::ticket::api::UnsplitTicket;
use crate::ticket::page::here::here;
use crate::words::merge as w;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// Takes back the split of which an entry tells; nothing where it stays, or the reader does not work here.
#[component]
pub fn TakeBack(
    /// The entry's id.
    entry: i64,
) -> impl IntoView {
    let split = here().part(move |ticket| {
        let split = ticket.splits.iter().find(|split| split.entry == entry);
        split.filter(|split| split.undo && ticket.may.work).map(|split| split.number)
    });
    move || split.get().map(|number| view! { <Undo number /> })
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
