//! Merging a ticket into another: search, a preview of what happens, then the deed (C7).
use crate::error::AppError;
use crate::parts::badge::StageBadge;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, tn, written};
use crate::parts::sentence::of_error;
use crate::parts::state::{Load, SkeletonKind};
use crate::ticket::address::address;
use crate::ticket::api::{MergeTicket, load_ticket, load_tickets, preview_merge};
use crate::ticket::line::TicketRow;
use crate::ticket::merge::Preview;
use crate::ticket::view::{TicketLine, TicketView};
use crate::words::merge as w;
use domain::moment::Moment;
use domain::ticket::filter::{Filter, Show};
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// `/tickets/:number/merge?query=…&into=…`
pub struct MergePage;

#[lazy_route]
impl LazyRoute for MergePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let asked = Memo::new(move |_| {
            let number = params.with(|params| params.get_str("number")?.parse().ok().map(TicketNumber));
            let text = |name: &str| query.with(|query| query.get_str(name).unwrap_or_default().to_owned());
            (number, text("query"), text("into"))
        });
        let found = Resource::new(move || asked.get(), |(number, query, into)| find(number, query, into));
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
    query: String,
    others: Vec<TicketLine>,
    now: Moment,
    chosen: Option<Result<Preview, AppError>>,
}

async fn find(number: Option<TicketNumber>, query: String, into: String) -> Result<Found, AppError> {
    let ticket = load_ticket(number.ok_or(AppError::NotFound)?).await?;
    if !ticket.may.note || !ticket.may.work {
        return Err(AppError::NotFound);
    }
    let organisation = ticket.organisation.as_ref().map(|organisation| organisation.id);
    let filter = Filter { query: query.clone(), organisation, show: Show::All, ..Filter::default() };
    let list = load_tickets(address("", &filter).trim_start_matches('?').to_owned()).await?;
    let fits = |line: &TicketLine| {
        line.number != ticket.number
            && line.internal == ticket.inner_work.is_some()
            && line.organisation == ticket.organisation.as_ref().map(|organisation| organisation.name.clone())
    };
    let others = list.lines.into_iter().filter(fits).take(10).collect();
    let chosen = match into.as_str() {
        "" => None,
        into => Some(preview_merge(ticket.number, into.to_owned()).await),
    };
    Ok(Found { ticket, query, others, now: list.now, chosen })
}

#[component]
fn Page(found: Found) -> impl IntoView {
    let Found { ticket, query, others, now, chosen } = found;
    let (number, id) = (written(ticket.number), ticket.number.0);
    let base = format!("/tickets/{id}/merge");
    let nothing = others.is_empty();
    let action = base.clone();
    let rows: Vec<_> = others
        .into_iter()
        .map(|line| {
            let href = format!("{base}?into={}", line.number.0);
            let label = tf(w::CHOOSE, &[("number", &written(line.number))]);
            view! {
                <div class="choose">
                    <ul class="rows rows--compact">
                        <TicketRow line now />
                    </ul>
                    <LinkButton href label kind=ButtonKind::Plain />
                </div>
            }
        })
        .collect();
    view! {
        <PageHead title=tf(w::MERGE_TITLE, &[("number", &number)]) lead=ticket.title.clone() />
        <div class="narrow">
            <p>
                <a href=format!("/tickets/{id}")>{t(w::BACK)}</a>
            </p>
            <p class="muted">{t(w::MERGE_LEAD)}</p>
            {chosen.map(|chosen| view! { <Chosen from=ticket.number chosen /> })}
            <form method="get" action=action class="form choose__search">
                <div class="field">
                    <label for="merge-query">{t(w::SEARCH)}</label>
                    <p class="field__hint" id="merge-hint">
                        {t(w::SEARCH_HINT)}
                    </p>
                    <input
                        class="input"
                        id="merge-query"
                        type="search"
                        name="query"
                        value=query
                        maxlength="200"
                        aria-describedby="merge-hint"
                    />
                </div>
                <button class="button button--plain" type="submit">
                    <crate::parts::icon::Icon name=Icon::Search />
                    {t(w::SEARCH_SEND)}
                </button>
            </form>
            {rows}
            {nothing.then(|| view! { <p class="muted">{t(w::NOTHING)}</p> })}
        </div>
    }
    .erase()
}

/// What would happen, or why it does not.
#[component]
fn Chosen(from: TicketNumber, chosen: Result<Preview, AppError>) -> impl IntoView {
    let action = ServerAction::<MergeTicket>::new();
    let preview = match chosen {
        Ok(preview) => preview,
        Err(error) => {
            return view! {
                <div class="form__error" role="alert">
                    <crate::parts::icon::Icon name=Icon::Alert />
                    <p>{of_error(&error)}</p>
                </div>
            }
            .erase();
        }
    };
    let into = written(preview.into);
    let gaps = [("from", &*written(from)), ("into", &*into), ("title", preview.title.as_str())];
    let leads = tf(w::PREVIEW_INTO, &gaps);
    let mut points = vec![tn(w::PREVIEW_MESSAGES, preview.messages.into())];
    if preview.documents > 0 {
        points.push(tn(w::PREVIEW_DOCUMENTS, preview.documents.into()));
    }
    if preview.minutes > 0 {
        let time = crate::effort::word::minutes(lang(), preview.minutes);
        points.push(tf(w::PREVIEW_MINUTES, &[("time", &time)]));
    }
    points.push(match preview.joins.as_slice() {
        [] => t(w::PREVIEW_JOINS_NONE).to_owned(),
        names => tf(w::PREVIEW_JOINS, &[("names", &names.join(", "))]),
    });
    points.extend(preview.due.map(|due| tf(w::PREVIEW_DUE, &[("when", &due.full(lang()))])));
    view! {
        <section class="card setting" aria-labelledby="preview">
            <div class="card__body">
                <h2 class="card__title" id="preview">
                    {t(w::PREVIEW)}
                </h2>
                <ul class="points">
                    <li>{leads} " " <StageBadge stage=preview.stage rests=preview.rests /></li>
                    {points.into_iter().map(|point| view! { <li>{point}</li> }).collect::<Vec<_>>()}
                </ul>
                <Form action>
                    <input type="hidden" name="number" value=from.0.to_string() />
                    <input type="hidden" name="into" value=preview.into.0.to_string() />
                    <Submit label=w::MERGE_SEND icon=Icon::Check />
                </Form>
            </div>
        </section>
    }
    .erase()
}
