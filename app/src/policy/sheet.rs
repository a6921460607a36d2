//! The support policy as people read and print it: generated from the configuration, with free texts between (D11).
use crate::effort::word::minutes;
use crate::package::word::{beyond_words, counted_words};
use crate::parts::badge::kind_word;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::say::{lang, t, tf, tn};
use crate::policy::billing_words::billing_words;
use crate::policy::calendar_form::{days_in_words, named, opening_words};
use crate::policy::hours::WeekTable;
use crate::policy::target_form::{promised, whom};
use crate::policy::view::{HolidayLine, PolicyView};
use crate::policy::word::{delivery_word, door_word, entitlement_word};
use crate::promise::sentence::{metric_word, weekday_word};
use crate::ticket::page::prose::Prose;
use crate::words::{Text, grouped, package, policy as w, report};
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::moment;
use domain::policy::Policy;
use domain::policy::plan::{Entitlement, Plan};
use domain::promise::calendar::Calendar;
use domain::report::Kind;
use domain::report::terms::Recipients;
use domain::ticket::{Class, Stage};
use leptos::prelude::*;

/// The sheet.
#[component]
pub fn Sheet(
    /// What to show.
    policy: PolicyView,
) -> impl IntoView {
    let PolicyView { policy, holidays, customers, own_plans, now, .. } = policy;
    let lang = lang();
    let calendars: Vec<_> = policy
        .calendars
        .iter()
        .map(|calendar| {
            let days = holidays.iter().find(|(code, _)| *code == calendar.code).map(|(_, days)| days.clone());
            let place = calendar.holidays.as_ref().or(policy.place.as_ref()).map(|place| place.name(lang));
            let days = days.zip(place);
            view! { <CalendarPart calendar=calendar.clone() customers=customers.clone() days year=now.civil().year() /> }
        })
        .collect();
    let doors: Vec<_> =
        policy.channels.iter().map(|door| view! { <li class="chip">{t(door_word(*door))}</li> }).collect();
    let texts: Vec<_> = policy
        .texts
        .iter()
        .map(|text| {
            let (heading, body) =
                (named(lang, &text.de, &text.en), named(lang, text.text_de.trim(), text.text_en.trim()));
            view! {
                <section class="sheet__part">
                    <h2>{heading}</h2>
                    <Prose text=body />
                </section>
            }
        })
        .collect();
    let days = policy.objection.days;
    let tests = policy.workflow.state(Stage::ReadyForAcceptance).is_some();
    let quotes = tn(w::SHEET_QUOTE, policy.quote.valid_days.into());
    let quotes = match policy.quote.remind_before_days {
        0 => quotes,
        days => format!("{quotes} {}", tn(w::SHEET_QUOTE_REMIND, days.into())),
    };
    let billed: Vec<_> =
        billing_words(lang, &policy).into_iter().map(|told| view! { <li>{told}</li> }).collect();
    let gate = policy.gate.map(|gate| tf(w::SHEET_GATE, &[("time", &minutes(lang, gate.minutes))]));
    let reports = report_words(&policy);
    view! {
        <section class="sheet__part" aria-labelledby="hours">
            <h2 id="hours">{t(w::SHEET_HOURS)}</h2>
            {calendars}
        </section>
        <section class="sheet__part">
            <h2>{t(w::SHEET_CHANNELS)}</h2>
            <ul class="doors">{doors}</ul>
        </section>
        <PromisePart policy=policy.clone() />
        <PlanPart policy=policy.clone() own_plans />
        <ClassPart id="classes" title=w::SHEET_CLASSES classes=policy.classes.clone() />
        {(!policy.priorities.is_empty())
            .then(|| {
                view! { <ClassPart id="priorities" title=w::PRIORITIES classes=policy.priorities.clone() /> }
            })}
        <TypePart policy />
        <section class="sheet__part">
            <h2>{t(w::SHEET_PROCESS)}</h2>
            <p>{t(w::SHEET_PROCESS_TEXT)}</p>
            {tests.then(|| view! { <p>{t(w::SHEET_ACCEPTANCE)}</p> })}
            {gate.map(|gate| view! { <p>{gate}</p> })}
            <p>{tn(w::SHEET_OBJECTION, u64::from(days))}</p>
            <p>{quotes}</p>
            {reports.map(|reports| view! { <p>{reports}</p> })}
        </section>
        <section class="sheet__part" aria-labelledby="billed">
            <h2 id="billed">{t(w::SHEET_BILLING)}</h2>
            <ul>{billed}</ul>
        </section>
        {texts}
    }
    .erase()
}

/// When reports are made, where a plan contains one.
pub fn report_words(policy: &Policy) -> Option<String> {
    let contained = |plan: &Plan| Kind::monthly(&Kind::offered(&plan.entitlements)).is_some();
    if !policy.plans.iter().any(contained) {
        return None;
    }
    let made = tf(report::SHEET, &[("day", &policy.report.day.to_string())]);
    let sent = policy.report.to != Recipients::Nobody;
    Some(if sent { format!("{made} {}", t(report::SHEET_SENT)) } else { made })
}

#[component]
fn CalendarPart(
    calendar: Calendar,
    customers: Vec<(OrganisationId, String)>,
    days: Option<(Vec<HolidayLine>, String)>,
    year: i16,
) -> impl IntoView {
    let lang = lang();
    let weeks: Vec<_> = calendar
        .hours
        .into_iter()
        .map(|hours| {
            let from = hours.valid_from.map(|day| {
                view! { <p class="sheet__from">{tf(w::VALID_FROM_DAY, &[("day", &moment::date(day, lang))])}</p> }
            });
            view! {
                {from}
                <WeekTable week=hours.week />
            }
        })
        .collect();
    let closed: Vec<_> = calendar
        .closures
        .iter()
        .map(|closure| {
            let days = days_in_words(closure.from, closure.to);
            view! { <li>{named(lang, &closure.de, &closure.en)} ": " {days}</li> }
        })
        .collect();
    let openings: Vec<_> = calendar
        .openings
        .iter()
        .map(|opening| {
            let when = opening_words(opening, &customers);
            view! { <li>{named(lang, &opening.de, &opening.en)} ": " {when}</li> }
        })
        .collect();
    let holidays = match days {
        None => view! { <p class="muted">{t(w::NO_HOLIDAYS)}</p> }.erase(),
        Some((days, place)) => view! { <HolidayPart days place year /> }.erase(),
    };
    view! {
        <h3>
            {named(lang, &calendar.de, &calendar.en)} <span class="muted small">" " {calendar.zone}</span>
        </h3>
        {weeks}
        {(!closed.is_empty())
            .then(|| {
                view! {
                    <h4>{t(w::CLOSURES)}</h4>
                    <ul>{closed}</ul>
                }
            })}
        {(!openings.is_empty())
            .then(|| {
                view! {
                    <h4>{t(w::OPENINGS)}</h4>
                    <ul>{openings}</ul>
                }
            })}
        {holidays}
    }
    .erase()
}

#[component]
fn HolidayPart(days: Vec<HolidayLine>, place: String, year: i16) -> impl IntoView {
    let lang = lang();
    let list = move |wanted: i16, days: Vec<HolidayLine>| {
        let days: Vec<_> = days
            .into_iter()
            .filter(|day| day.day.year() == wanted)
            .map(|day| {
                let weekday = crate::words::say(lang, weekday_word(day.day.weekday()));
                view! {
                    <li>
                        <span>{named(lang, &day.de, &day.en)}</span>
                        <span class="muted">{weekday} ", " {moment::date(day.day, lang)}</span>
                    </li>
                }
            })
            .collect();
        view! { <ol class="holidays">{days}</ol> }
    };
    let first = days.clone();
    let label = |year: i16| tf(w::HOLIDAYS_OF, &[("year", &year.to_string()), ("place", &place)]);
    view! {
        <Fold label=label(year) class="fold--quiet">
            {list(year, first)}
        </Fold>
        <Fold label=label(year + 1) class="fold--quiet">
            {list(year + 1, days)}
        </Fold>
    }
    .erase()
}

/// What is promised, a row each.
#[component]
fn PromisePart(policy: Policy) -> impl IntoView {
    let rows: Vec<_> = policy
        .targets
        .iter()
        .filter(|target| target.amount.is_some())
        .map(|target| {
            view! {
                <tr>
                    <th scope="row">{whom(&policy, target)}</th>
                    <td>{t(metric_word(target.metric))}</td>
                    <td>{promised(target)}</td>
                </tr>
            }
        })
        .collect();
    let empty = rows.is_empty();
    view! {
        <section class="sheet__part" aria-labelledby="promised">
            <h2 id="promised">{t(w::SHEET_PROMISES)}</h2>
            {if empty {
                view! { <p>{t(w::SHEET_NO_PROMISES)}</p> }.erase()
            } else {
                view! {
                    <div class="sheet__scroll" tabindex="0">
                        <table class="sheet__table">
                            <thead>
                                <tr>
                                    <th scope="col">{t(w::FOR_WHOM)}</th>
                                    <th scope="col">{t(w::METRIC)}</th>
                                    <th scope="col">{t(w::AMOUNT)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
                    .erase()
            }}
        </section>
    }
    .erase()
}

/// Plans side by side.
#[component]
fn PlanPart(policy: Policy, own_plans: Vec<String>) -> impl IntoView {
    let lang = lang();
    let plans = policy.plans;
    (!plans.is_empty()).then(|| {
        let heads: Vec<_> = plans
            .iter()
            .map(|plan| {
                let own = own_plans.contains(&plan.code);
                view! {
                    <th scope="col">
                        {plan.name(lang).to_owned()}
                        {own.then(|| view! { <span class="chip chip--accent">{t(w::YOUR_PLAN)}</span> })}
                    </th>
                }
            })
            .collect();
        let rows: Vec<_> = Entitlement::ALL
            .into_iter()
            .filter(|entitlement| plans.iter().any(|plan| plan.entitlements.contains(entitlement)))
            .map(|entitlement| {
                let cells: Vec<_> =
                    plans.iter().map(|plan| mark(plan.entitlements.contains(&entitlement))).collect();
                view! {
                    <tr>
                        <th scope="row">{t(entitlement_word(entitlement))}</th>
                        {cells}
                    </tr>
                }
            })
            .collect();
        let fees: Vec<_> = plans.iter().map(|plan| view! { <td>{fee(plan, lang)}</td> }).collect();
        let hours: Vec<_> = package_rows(&plans, policy.hourly_rate_cents)
            .into_iter()
            .map(|(name, cells)| {
                let cells: Vec<_> = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect();
                view! {
                    <tr>
                        <th scope="row">{t(name)}</th>
                        {cells}
                    </tr>
                }
            })
            .collect();
        let helps: Vec<_> =
            plans.iter().map(|plan| view! { <td>{named(lang, &plan.help_de, &plan.help_en)}</td> }).collect();
        view! {
            <section class="sheet__part" aria-labelledby="plans">
                <h2 id="plans">{t(w::SHEET_PLANS)}</h2>
                <div class="sheet__scroll" tabindex="0">
                    <table class="sheet__table sheet__table--plans">
                        <thead>
                            <tr>
                                <td></td>
                                {heads}
                            </tr>
                        </thead>
                        <tbody>
                            <tr>
                                <th scope="row">{t(w::IN_SHORT)}</th>
                                {helps}
                            </tr>
                            {rows}
                            <tr>
                                <th scope="row">{t(w::FEE_MONTH)}</th>
                                {fees}
                            </tr>
                            {hours}
                        </tbody>
                    </table>
                </div>
            </section>
        }
    })
}

/// What is agreed about hours, where a plan has some (E4): a row each, with a cell for each plan.
pub fn package_rows(plans: &[Plan], usual_cents: i64) -> Vec<(Text, Vec<String>)> {
    let rows: [(Text, &dyn Fn(&Plan) -> Option<String>); 6] = [
        (package::SHEET_HOURS, &|plan| (plan.hours > 0).then(|| plan.hours.to_string())),
        (package::SHEET_COUNTS, &|plan| (plan.hours > 0).then(|| counted_words(&plan.package))),
        (package::SHEET_BEYOND, &|plan| {
            (plan.hours > 0).then(|| beyond_words(&plan.package, usual_cents)).flatten()
        }),
        (package::SHEET_POOL, &|plan| {
            let cycles = plan.package.pool_cycles;
            (cycles > 1).then(|| tf(package::POOL_UP_TO, &[("n", &cycles.to_string())]))
        }),
        (package::SHEET_TERM, &|plan| {
            (plan.term_months > 0).then(|| tn(package::MONTHS, plan.term_months.into()))
        }),
        (package::SHEET_DISCOUNT, &|plan| {
            let percent = plan.discount_percent;
            (percent > 0).then(|| tf(package::PERCENT, &[("n", &percent.to_string())]))
        }),
    ];
    rows.into_iter()
        .filter(|(_, cell)| plans.iter().any(|plan| cell(plan).is_some()))
        .map(|(name, cell)| {
            let cells = plans.iter().map(|plan| cell(plan).unwrap_or_else(|| "–".to_owned())).collect();
            (name, cells)
        })
        .collect()
}

fn mark(has: bool) -> AnyView {
    let words = if has { w::INCLUDED } else { w::NOT_INCLUDED };
    let sign = if has { "✓" } else { "–" };
    view! {
        <td class="sheet__mark">
            <span aria-hidden="true">{sign}</span>
            <span class="hidden">{t(words)}</span>
        </td>
    }
    .into_any()
}

/// A plan's fee in words.
pub fn fee(plan: &Plan, lang: Lang) -> String {
    if plan.fee_cents == 0 {
        return t(w::FEE_AGREED).to_owned();
    }
    let euros = grouped(lang, u64::try_from(plan.fee_cents / 100).unwrap_or(0));
    tf(w::EUROS, &[("amount", &euros)])
}

#[component]
fn ClassPart(id: &'static str, title: Text, classes: Vec<Class>) -> impl IntoView {
    let lang = lang();
    let items: Vec<_> = classes
        .into_iter()
        .map(|class| {
            let examples = class.examples(lang).join(" · ");
            let effort = named(lang, &class.effort_de, &class.effort_en);
            let ways = class.delivery.iter().map(|way| t(delivery_word(*way))).collect::<Vec<_>>().join(", ");
            view! {
                <dt>{class.name(lang).to_owned()}</dt>
                <dd>
                    {named(lang, &class.help_de, &class.help_en)}
                    {(!examples.is_empty())
                        .then(|| view! { <p class="muted">{t(w::EXAMPLES)} ": " {examples}</p> })}
                    {(!effort.is_empty()).then(|| view! { <p>{effort}</p> })}
                    {(!ways.is_empty()).then(|| view! { <p class="muted">{t(w::DELIVERY)} ": " {ways}</p> })}
                </dd>
            }
        })
        .collect();
    view! {
        <section class="sheet__part" aria-labelledby=id>
            <h2 id=id>{t(title)}</h2>
            <dl class="classes">{items}</dl>
        </section>
    }
    .erase()
}

/// A factor of the hourly rate: `× 1,5`.
pub fn factor_words(percent: u16) -> String {
    let factor = format!("{}", f32::from(percent) / 100.0);
    let factor = if lang() == Lang::De { factor.replace('.', ",") } else { factor };
    format!("× {factor}")
}

#[component]
fn TypePart(policy: Policy) -> impl IntoView {
    (policy.types.len() > 1).then(|| {
        let rows: Vec<_> = policy
            .types
            .iter()
            .map(|line| {
                view! {
                    <tr>
                        <th scope="row">{t(kind_word(line.code))}</th>
                        <td>{factor_words(line.factor_percent)}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <section class="sheet__part" aria-labelledby="types">
                <h2 id="types">{t(w::SHEET_TYPES)}</h2>
                <table class="sheet__table">
                    <thead>
                        <tr>
                            <th scope="col">{t(w::TYPE)}</th>
                            <th scope="col">{t(w::FACTOR)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}
