//! Taking messages out of a ticket into one of their own (C7), with the time that goes along.
use crate::effort::word::{billing_word, minutes};
use crate::error::AppError;
use crate::parts::choice::Choices;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, Form, Submit, TextField};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::parts::sentence::no_split_word;
use crate::parts::state::{Load, SkeletonKind};
use crate::ticket::api::{SplitTicket, load_split_times, load_split_writers, load_ticket};
use crate::ticket::merge::{GoingTime, SplitWriter};
use crate::ticket::view::{Entry, TicketView};
use crate::words::merge as w;
use domain::effort::Billing;
use domain::moment::short_date;
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
        let found = Resource::new(move || number.get(), find);
        view! {
            <Load
                resource=found
                skeleton=SkeletonKind::Ticket
                alone=true
                view=|found: Found| view! { <Page found /> }
            />
        }
        .erase()
    }
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Found {
    ticket: TicketView,
    times: Vec<GoingTime>,
    writers: Vec<SplitWriter>,
}

async fn find(number: Option<TicketNumber>) -> Result<Found, AppError> {
    let ticket = load_ticket(number.ok_or(AppError::NotFound)?).await?;
    if !ticket.may.note || !ticket.may.work {
        return Err(AppError::NotFound);
    }
    let times = load_split_times(ticket.number).await?;
    let writers = load_split_writers(ticket.number).await?;
    Ok(Found { ticket, times, writers })
}

#[component]
fn Page(found: Found) -> impl IntoView {
    let Found { ticket, times, writers } = found;
    let customer = ticket.organisation.as_ref().map(|organisation| organisation.name.clone());
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
                            <Writers writers customer />
                            <Times times />
                            <TextField name="title" label=w::SPLIT_NAME required=true max=LONGEST_TITLE />
                            <Submit label=w::SPLIT_SEND icon=Icon::ArrowRight />
                        </Form>
                    }
                })}
        </div>
    }
    .erase()
}

/// Whose concern it becomes and who is told, by who wrote the earliest of the chosen messages; and whether what a stranger wrote stays
/// with the customer.
#[component]
fn Writers(writers: Vec<SplitWriter>, customer: Option<String>) -> impl IntoView {
    let customer = customer.filter(|_| writers.iter().any(|writer| writer.stranger));
    let named = customer.clone();
    let lines: Vec<_> =
        writers.iter().map(|writer| view! { <li>{consequence(writer, named.as_deref())}</li> }).collect();
    view! {
        {(!lines.is_empty())
            .then(|| {
                view! {
                    <section aria-labelledby="writers">
                        <h2 class="field__label" id="writers">
                            {t(w::SPLIT_WRITERS)}
                        </h2>
                        <p class="field__hint">{t(w::SPLIT_WRITERS_HINT)}</p>
                        <ul class="points">{lines}</ul>
                    </section>
                }
            })}
        {customer
            .map(|name| {
                let label = tf(w::SPLIT_KEEP, &[("customer", &name)]);
                view! { <Checkbox name="keep" label=label checked=false hint=w::SPLIT_KEEP_HINT /> }
            })}
    }
    .erase()
}

/// What follows where somebody wrote the earliest message.
fn consequence(writer: &SplitWriter, customer: Option<&str>) -> String {
    let SplitWriter { by, author, email, stranger } = writer;
    let begins = tf(w::SPLIT_AUTHOR, &[("by", by), ("author", author)]);
    let told = match email {
        Some(email) => tf(w::SPLIT_TOLD, &[("email", email)]),
        None => t(w::SPLIT_TOLD_NOBODY).to_owned(),
    };
    let apart = customer.filter(|_| *stranger).map(|name| tf(w::SPLIT_STRANGER, &[("customer", name)]));
    [Some(begins), Some(told), apart].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The times to choose from, and those that stay with the reason why.
#[component]
fn Times(times: Vec<GoingTime>) -> impl IntoView {
    let (stay, go): (Vec<_>, Vec<_>) = times.into_iter().partition(|time| time.stays.is_some());
    let boxes: Vec<_> = go.iter().map(|time| (time.value(), told(time))).collect();
    let lines: Vec<_> = stay
        .iter()
        .filter_map(|time| {
            let why = time.stays?;
            Some(view! { <li>{told(time)} " – " {t(no_split_word(why))}</li> })
        })
        .collect();
    view! {
        {(!boxes.is_empty())
            .then(|| {
                view! {
                    <Choices
                        name="times"
                        label=w::SPLIT_TIMES
                        hint=w::SPLIT_TIMES_HINT
                        options=boxes
                        chosen=Vec::new()
                    />
                }
            })}
        {(!lines.is_empty())
            .then(|| {
                view! {
                    <section aria-labelledby="stay">
                        <h2 class="field__label" id="stay">
                            {t(w::SPLIT_STAY)}
                        </h2>
                        <ul class="points">{lines}</ul>
                    </section>
                }
            })}
    }
    .erase()
}

/// Booked time as one recognises it: whose, when, how long, what.
fn told(time: &GoingTime) -> String {
    let effort = &time.effort;
    let day = short_date(effort.day, lang());
    let free = (effort.billing != Billing::Billable).then(|| t(billing_word(effort.billing)).to_owned());
    let note = Some(effort.note.clone()).filter(|note| !note.is_empty());
    let about =
        [Some(time.activity.clone()), free, note].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    format!("{}, {day}, {}: {about}", time.whose, minutes(lang(), effort.minutes))
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
