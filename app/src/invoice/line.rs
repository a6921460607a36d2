//! A line's chain: from the quote to the hours that were worked.
use crate::invoice::api::AskLine;
use crate::invoice::view::{Added, Chain, ChainContract, ChainTicket, ChainTime, LineView};
use crate::invoice::word::contract_words;
use crate::parts::badge::StageBadge;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextArea, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::promise::sentence::duration;
use crate::words::invoice as w;
use domain::deal::LONGEST_COMMENT;
use domain::moment::short_date;
use domain::money::euros;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The chain, folded; nothing where a line comes from nothing that can be shown.
#[component]
pub fn ChainFold(
    /// Which.
    chain: Chain,
) -> impl IntoView {
    (chain != Chain::default()).then(|| {
        let contracts = chain.contracts.into_iter().map(|contract| view! { <Contract contract /> });
        let contracts = contracts.collect::<Vec<_>>();
        let orders = chain.orders.into_iter().map(|(order, quote)| {
            let gaps = [("quote", quote.to_string()), ("order", order.to_string())];
            let words = tf(w::CHAIN_QUOTE, &[(gaps[0].0, &gaps[0].1), (gaps[1].0, &gaps[1].1)]);
            view! {
                <li>
                    <a href=format!("/orders/{order}")>{words}</a>
                </li>
            }
        });
        let tickets = chain.tickets.into_iter().map(|ticket| view! { <Ticket ticket /> });
        let (orders, tickets) = (orders.collect::<Vec<_>>(), tickets.collect::<Vec<_>>());
        let (times, added) = (chain.times, chain.added.map(|added| view! { <Hand added /> }));
        view! {
            <Fold label=w::CHAIN icon=Icon::Link class="fold--quiet chain">
                <ul class="chain__steps">{contracts} {orders} {tickets} {added}</ul>
                <Times times />
            </Fold>
        }
    })
}

#[component]
fn Contract(contract: ChainContract) -> impl IntoView {
    let words = contract_words(lang(), &contract);
    let pooled = contract.pooled.map(|(name, at)| {
        let words = tf(w::CHAIN_POOLED, &[("name", &name), ("day", &at.date(lang()))]);
        view! { <span class="chain__more">{words}</span> }
    });
    view! { <li>{words} {pooled}</li> }
}

#[component]
fn Hand(added: Added) -> impl IntoView {
    let day = added.at.date(lang());
    view! {
        <li>
            {tf(w::CHAIN_ADDED, &[("name", &added.by), ("day", &day)])}
            <span class="chain__more">{tf(w::INNER, &[("text", &added.reason)])}</span>
        </li>
    }
}

#[component]
fn Ticket(ticket: ChainTicket) -> impl IntoView {
    let lang = lang();
    let words = format!("{} {}", written(ticket.number), ticket.title);
    let approvals = ticket.approvals.into_iter().map(|(minutes, name, at)| {
        let (time, day) = (duration(lang, i64::from(minutes)), at.date(lang));
        tf(w::CHAIN_APPROVED, &[("time", &time), ("name", &name), ("day", &day)])
    });
    let consents = ticket.consents.into_iter().map(|(cents, name, at)| {
        let (price, day) = (euros(lang, cents), at.date(lang));
        tf(w::CHAIN_CONFIRMED, &[("price", &price), ("name", &name), ("day", &day)])
    });
    let accepted = ticket.accepted.map(|(version, name, at)| {
        tf(w::CHAIN_ACCEPTED, &[("version", &version), ("name", &name), ("day", &at.date(lang))])
    });
    let told: Vec<_> = consents
        .chain(approvals)
        .chain(accepted)
        .map(|words| view! { <span class="chain__more">{words}</span> })
        .collect();
    view! {
        <li>
            {match ticket.stage {
                Some(stage) => {
                    view! {
                        <a href=format!("/tickets/{}", ticket.number.0)>{words}</a>
                        " "
                        <StageBadge stage />
                    }
                        .erase()
                }
                None => words.erase(),
            }} {told}
        </li>
    }
}

#[component]
fn Times(times: Vec<ChainTime>) -> impl IntoView {
    let row = |time: ChainTime| {
        let lang = lang();
        let inner =
            time.inner.map(|(who, note)| if note.is_empty() { who } else { format!("{who}: {note}") });
        view! {
            <tr>
                <td class="chain__day">{short_date(time.day, lang)}</td>
                <td>
                    {time.activity} {inner.map(|words| view! { <span class="chain__more">{words}</span> })}
                </td>
                <td class="table__number">{format!("{}:{:02}", time.minutes / 60, time.minutes % 60)}</td>
            </tr>
        }
    };
    (!times.is_empty()).then(|| {
        view! {
            <table class="chain__times">
                <tbody>{times.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        }
    })
}

/// Asking about a line.
#[component]
pub fn AskForm(
    /// Of which document.
    reference: String,
    /// The line.
    line: LineView,
) -> impl IntoView {
    let id = line.id.to_string();
    let open = comes_back(AskLine::url(), Some(("line", &id)));
    view! {
        <Fold label=w::ASK icon=Icon::Help class="fold--quiet" open=open>
            <Form action={ServerAction::<AskLine>::new()} only=("line", id.clone())>
                <Hidden name="reference" value=reference.clone() />
                <Hidden name="line" value=id.clone() />
                <TextArea
                    name="body"
                    label=w::ASK_BODY
                    hint=w::ASK_HINT
                    rows=3
                    required=true
                    max=LONGEST_COMMENT
                />
                <div class="form__actions">
                    <Submit label=w::ASK_SEND icon=Icon::Send />
                </div>
            </Form>
        </Fold>
    }
    .erase()
}

/// Words for a screen reader and a title, where a line has no further columns.
pub fn title(line: &LineView) -> String {
    if line.left_out { format!("{} ({})", line.line.name, t(w::LEFT_OUT)) } else { line.line.name.clone() }
}
