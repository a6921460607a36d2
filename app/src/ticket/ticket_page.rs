//! One ticket: what happens next, its history, and the box to answer in.
use crate::approval::card::EffortCard;
use crate::approval::proposal::Proposal;
use crate::document::viewer::{ViewerDialog, provide_viewer};
use crate::effort::panel::EffortPanel;
use crate::error::AppError;
use crate::parts::erase::Erase as _;
use crate::parts::say::is_staff;
use crate::parts::state::{Load, SkeletonKind};
use crate::promise::card::Promises;
use crate::promise::sentence::waits_word;
use crate::promise::view::{PromiseState, PromiseView};
use crate::ticket::api::{Wanted, load_choices, load_forecast, load_ticket};
use crate::ticket::page::acceptance::Acceptances;
use crate::ticket::page::behalf::Behalf;
use crate::ticket::page::facts::{AllDocuments, Facts, Specification, all_documents};
use crate::ticket::page::forecast::wanted;
use crate::ticket::page::head::Head;
use crate::ticket::page::here::{Here, here};
use crate::ticket::page::linked::{Linked, MergedHere};
use crate::ticket::page::next::Next;
use crate::ticket::page::people::People;
use crate::ticket::page::presence::Presence;
use crate::ticket::page::reply::Reply;
use crate::ticket::page::timeline::Timeline;
use crate::ticket::page::wish::WishDecision;
use crate::ticket::view::{Choices, Forecast, TicketView};
use crate::words::Text;
use domain::moment::Moment;
use domain::promise::target::Metric;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use leptos_router::{LazyRoute, lazy_route};

/// `/tickets/:number`
pub struct TicketPage;

#[lazy_route]
impl LazyRoute for TicketPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let number = Memo::new(move |_| {
            params.with(|params| {
                params.get_str("number").and_then(|number| number.parse().ok()).map(TicketNumber)
            })
        });
        let staff = is_staff();
        let search = use_location().search;
        let ticket = Resource::new(
            move || number.get(),
            move |number| {
                let asked = search.with_untracked(|query| wanted(query));
                async move {
                    let ticket = load_ticket(number.ok_or(AppError::NotFound)?).await?;
                    // One answer for both: what is rendered on the server must be there in the browser from the start.
                    let choices = if staff { Some(load_choices().await?) } else { None };
                    let forecast = match asked.filter(|_| ticket.may.triage) {
                        Some(Wanted { class, priority, kind }) => {
                            load_forecast(ticket.number, class, priority, kind).await.ok()
                        }
                        None => None,
                    };
                    Ok((ticket, choices, forecast))
                }
            },
        );
        view! {
            <Load
                resource=ticket
                skeleton=SkeletonKind::Ticket
                alone=true
                view=|(ticket, choices, forecast)| view! { <OpenTicket ticket choices forecast /> }
            />
        }
        .erase()
    }
}

/// What of promises must change for them to be drawn anew.
fn known(promises: &[PromiseView]) -> Vec<(Metric, PromiseState, Moment)> {
    promises.iter().map(|promise| (promise.metric, promise.state, promise.due)).collect()
}

/// Promises, when they were read, and what the ticket waits for.
type Drawn = (Vec<PromiseView>, Moment, Option<Text>);

/// Drawn anew only when a promise changes, so that an opened derivation stays open.
#[component]
fn PromisesHere() -> impl IntoView {
    let ticket = here().ticket;
    let promises = Memo::new_with_compare(
        move |_| {
            let waits = |ticket: &TicketView| waits_word(ticket.stage, ticket.rests);
            ticket.with(|ticket| (ticket.promises.clone(), ticket.now, waits(ticket)))
        },
        |old, new| {
            let drawn = |(promises, _, waits): &Drawn| (known(promises), *waits);
            old.map(drawn) != new.map(drawn)
        },
    );
    move || {
        let (promises, now, waits) = promises.get();
        view! { <Promises promises now waits /> }
    }
}

#[component]
fn OpenTicket(ticket: TicketView, choices: Option<Choices>, forecast: Option<Forecast>) -> impl IntoView {
    let here = Here::open(ticket, choices, forecast);
    Presence::follow(here);
    provide_viewer(here.part(all_documents).into());
    view! {
        <div class="ticket">
            <Head />
            <aside class="ticket__rail">
                <Next />
                <Proposal />
                <div class="ticket__facts">
                    <Behalf />
                    <Acceptances />
                    <PromisesHere />
                    <EffortPanel />
                    <EffortCard />
                    <Linked />
                    <MergedHere />
                    <Facts />
                    {here.staff.then(|| view! { <WishDecision /> })}
                    <People />
                    <AllDocuments />
                </div>
            </aside>
            <div class="ticket__main">
                <Specification />
                <Timeline />
                <Reply />
            </div>
            <ViewerDialog />
        </div>
    }
}
