//! Taking messages out of a ticket into one of their own (C7).
use crate::error::AppError;
use crate::parts::choice::Choices;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit, TextField};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::parts::state::{Load, SkeletonKind};
use crate::ticket::api::{SplitTicket, load_ticket};
use crate::ticket::view::{Entry, TicketView};
use crate::words::merge as w;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::LONGEST_TITLE;
use domain::ticket::timeline::What;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// Characters of a message by which one recognises it.
const GLIMPSE: usize = 160;

/// `/tickets/:number/split`
pub struct SplitPage;

#[lazy_route]
impl LazyRoute for SplitPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let number = Memo::new(move |_| {
            params.with(|params| params.get_str("number")?.parse().ok().map(TicketNumber))
        });
        let ticket = Resource::new(
            move || number.get(),
            |number| async move {
                let ticket = load_ticket(number.ok_or(AppError::NotFound)?).await?;
                if ticket.may.note && ticket.may.work { Ok(ticket) } else { Err(AppError::NotFound) }
            },
        );
        view! {
            <Load
                resource=ticket
                skeleton=SkeletonKind::Ticket
                alone=true
                view=|ticket: TicketView| view! { <Page ticket /> }
            />
        }
        .erase()
    }
}

#[component]
fn Page(ticket: TicketView) -> impl IntoView {
    let action = ServerAction::<SplitTicket>::new();
    let (number, id) = (written(ticket.number), ticket.number.0);
    let boxes: Vec<_> = ticket.entries.iter().filter_map(message).collect();
    let none = boxes.is_empty();
    view! {
        <PageHead title=tf(w::SPLIT_TITLE, &[("number", &number)]) lead=ticket.title.clone() />
        <div class="narrow">
            <p>
                <a href=format!("/tickets/{id}")>{t(w::BACK)}</a>
            </p>
            <p class="muted">{t(if none { w::SPLIT_NONE } else { w::SPLIT_LEAD })}</p>
            {(!none)
                .then(|| {
                    view! {
                        <Form action>
                            <input type="hidden" name="number" value=id.to_string() />
                            <Choices name="entries" label=w::SPLIT_WHICH options=boxes chosen=Vec::new() />
                            <TextField name="title" label=w::SPLIT_NAME required=true max=LONGEST_TITLE />
                            <Submit label=w::SPLIT_SEND icon=Icon::ArrowRight />
                        </Form>
                    }
                })}
        </div>
    }
    .erase()
}

/// A message that can be split off: its id, who wrote it when, how it begins.
fn message(entry: &Entry) -> Option<(String, String)> {
    let (What::Opened { body, .. } | What::Message { body, .. }) = &entry.what else { return None };
    if entry.moved.is_some() {
        return None;
    }
    let name = entry.by.as_ref().map(|by| by.name.clone()).or_else(|| entry.guest.clone())?;
    let mut begins: String = body.chars().take(GLIMPSE).collect();
    if begins.len() < body.len() {
        begins.push('…');
    }
    Some((entry.id.to_string(), format!("{name}, {}: {begins}", entry.at.full(lang()))))
}
