//! What waits for the reader: what is to be done, what it is about, what it costs, by when. Each row leads to where it is done, and
//! what is not listed to a list that holds it.
use crate::approval::word::hour;
use crate::effort::word::minutes;
use crate::overview::view::{Rest, Waiting};
use crate::parts::badge::kind_word;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, tn, written};
use crate::ticket::address::address;
use crate::ticket::view::MOST_COUNTED;
use crate::words::{Text, approval, deal, overview as w};
use domain::moment::{Moment, short_date};
use domain::money::euros;
use domain::overview::Task;
use domain::ticket::Stage;
use domain::ticket::filter::Filter;
use domain::ticket::stage::WaitsFor;
use leptos::prelude::*;

/// The list, or that nothing waits.
#[component]
pub fn WaitingList(
    /// What waits.
    waiting: Vec<Waiting>,
    /// What waits besides.
    rest: Vec<Rest>,
    /// When it was read.
    now: Moment,
    /// Say whose it is.
    several: bool,
    /// Where nothing waits for the reader, something may for colleagues.
    colleagues: bool,
) -> impl IntoView {
    let calm = if colleagues { w::NOTHING_FOR_YOU } else { w::NOTHING_WAITS };
    let body = if waiting.is_empty() && rest.is_empty() {
        view! {
            <p class="overview__calm">
                <Icon name=Icon::CheckCircle />
                {t(calm)}
            </p>
        }
        .erase()
    } else {
        let rows: Vec<_> = waiting.into_iter().map(|one| view! { <Row one now several /> }).collect();
        let rest: Vec<_> = rest.into_iter().map(|one| view! { <RestRow one /> }).collect();
        view! { <ul class="rows rows--waiting">{rows} {rest}</ul> }.erase()
    };
    view! {
        <section class="section overview__waiting" aria-labelledby="waiting">
            <header class="section__head">
                <h2 class="section__title" id="waiting">
                    {t(w::WAITING)}
                </h2>
            </header>
            {body}
        </section>
    }
    .erase()
}

#[component]
fn Row(one: Waiting, now: Moment, several: bool) -> impl IntoView {
    let Waiting { task, title, organisation, since } = one;
    let (number, href) = match &task {
        Task::Quote { number, .. } => (number.to_string(), format!("/quotes/{number}")),
        Task::Pay { number, .. } => (number.clone(), crate::invoice::api::address(number)),
        Task::Release { number, .. }
        | Task::Approve { number }
        | Task::Order { number, .. }
        | Task::Accept { number }
        | Task::Answer { number }
        | Task::Look { number, .. } => (written(*number), format!("/tickets/{}", number.0)),
    };
    let place = organisation.filter(|_| several).map(|name| format!(" · {name}"));
    let (cost, when) = facts(&task, since, now);
    view! {
        <li>
            <a class="row task" href=href>
                <span class="task__sign">
                    <Icon name=sign(&task) />
                </span>
                <span class="task__words">
                    <span class="task__deed">{deed(&task)}</span>
                    <span class="task__about">
                        <span class="task__number">{number}</span>
                        " "
                        {title}
                        {place}
                    </span>
                </span>
                <span class="task__facts">
                    {cost.map(|cost| view! { <span class="task__cost">{cost}</span> })}
                    <span class="task__when">{when}</span>
                </span>
                <Icon name=Icon::ChevronRight />
            </a>
        </li>
    }
    .erase()
}

/// The way to what is not listed.
#[component]
fn RestRow(one: Rest) -> impl IntoView {
    let (href, words, sum) = match one {
        Rest::Quotes => ("/quotes?state=sent".to_owned(), t(w::REST_QUOTES).to_owned(), None),
        Rest::Invoices { n, left } => {
            let sum = tf(w::REST_SUM, &[("sum", &euros(lang(), left))]);
            ("/invoices?standing=overdue".to_owned(), tn(w::REST_INVOICES, n), Some(sum))
        }
        Rest::Tickets(n) => {
            (tickets(|stage| stage.waits_for() == WaitsFor::Customer), many(w::REST_TICKETS, n), None)
        }
        Rest::Results(n) => (tickets(|stage| stage == Stage::Done), many(w::REST_RESULTS, n), None),
    };
    view! {
        <li>
            <a class="row" href=href>
                <span class="task__words">{words}</span>
                {sum.map(|sum| view! { <span class="task__facts">{sum}</span> })}
                <Icon name=Icon::ChevronRight />
            </a>
        </li>
    }
    .erase()
}

/// The list of tickets in some states.
fn tickets(those: impl Fn(Stage) -> bool) -> String {
    let stages = Stage::ALL.into_iter().filter(|stage| those(*stage)).collect();
    address("/tickets", &Filter { stages, ..Filter::default() })
}

/// How many, as far as they are counted.
fn many(text: Text, n: u32) -> String {
    let counted = tn(text, n.min(MOST_COUNTED).into());
    if n > MOST_COUNTED { tf(w::MORE_THAN, &[("what", &counted)]) } else { counted }
}

/// What is to be done, in words.
fn deed(task: &Task) -> String {
    let text = match task {
        Task::Release { asked: Some(_), .. } => w::RELEASE_PART,
        Task::Release { asked: None, .. } => w::RELEASE,
        Task::Approve { .. } => w::APPROVE,
        Task::Order { tariff, .. } => return tf(w::ORDER, &[("type", t(kind_word(tariff.kind)))]),
        Task::Quote { .. } => w::DECIDE_QUOTE,
        Task::Pay { .. } => w::PAY,
        Task::Accept { .. } => w::ACCEPT,
        Task::Answer { .. } => w::ANSWER,
        Task::Look { .. } => w::LOOK,
    };
    t(text).to_owned()
}

const fn sign(task: &Task) -> Icon {
    match task {
        Task::Release { .. } | Task::Approve { .. } => Icon::Hourglass,
        Task::Order { .. } => Icon::Zap,
        Task::Quote { .. } => Icon::FileText,
        Task::Pay { .. } => Icon::Receipt,
        Task::Accept { .. } => Icon::Monitor,
        Task::Answer { .. } => Icon::Message,
        Task::Look { .. } => Icon::Eye,
    }
}

/// What it costs, where it costs something, and by when; since when, where no day is set.
fn facts(task: &Task, since: Moment, now: Moment) -> (Option<String>, String) {
    let lang = lang();
    let until = |day| tf(w::UNTIL, &[("day", &short_date(day, lang))]);
    let waits = || tf(w::SINCE, &[("when", &since.told(now, lang))]);
    match *task {
        Task::Release { minutes: more, cents, asked, last_day, .. } => {
            let more = minutes(lang, more);
            let time = match asked.map(|asked| minutes(lang, asked)) {
                Some(asked) => tf(approval::UP_TO_OF, &[("time", &more), ("asked", &asked)]),
                None => tf(approval::UP_TO, &[("time", &more)]),
            };
            let price = (cents > 0).then(|| tf(approval::PRICE_AT_MOST, &[("price", &euros(lang, cents))]));
            (Some([Some(time), price].into_iter().flatten().collect::<Vec<_>>().join(", ")), until(last_day))
        }
        Task::Order { tariff, .. } => {
            let price = euros(lang, tariff.hour_cents());
            let short = || tf(approval::AN_HOUR, &[("price", &price)]);
            (Some(if tariff.draws_more() { hour(lang, tariff) } else { short() }), waits())
        }
        Task::Quote { net, last_day, .. } => {
            (Some(format!("{} {}", euros(lang, net), t(deal::NET))), until(last_day))
        }
        Task::Pay { left, due_on, .. } => {
            (Some(euros(lang, left)), tf(w::WAS_DUE, &[("day", &short_date(due_on, lang))]))
        }
        Task::Look { last_day, .. } => (None, until(last_day)),
        Task::Approve { .. } | Task::Accept { .. } | Task::Answer { .. } => (None, waits()),
    }
}
