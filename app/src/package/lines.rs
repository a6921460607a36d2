//! The postings of a statement, with what was left after each.
use crate::package::view::{CycleLine, PostingLine, Statement};
use crate::package::word::{cycle_words, kind_word};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Select, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, lang, t, tf, written};
use crate::words::{package as w, report};
use domain::effort::minutes::figure;
use domain::id::OrganisationId;
use domain::moment::short_date;
use domain::package::Kind;
use domain::ticket::number::NumberFormat;
use leptos::prelude::*;

/// The list, with the choice of a cycle in the address.
#[component]
pub fn Postings(
    /// The statement.
    statement: Statement,
) -> impl IntoView {
    let Statement { organisation, cycles, chosen, lines, cut, .. } = statement;
    let href = format!("/packages/{}/statement.csv?cycle={chosen}", organisation.id);
    let pdf = format!("/packages/{}/statement.pdf?cycle={chosen}", organisation.id);
    let empty = lines.is_empty();
    let rows: Vec<_> = lines.iter().map(row).collect();
    view! {
        <section class="card" aria-labelledby="postings">
            <header class="card__head">
                <h2 class="card__title" id="postings">
                    {t(w::POSTINGS)}
                </h2>
                <span class="package__files">
                    <a class=ButtonKind::Quiet.class() href=pdf rel="external" target="_blank">
                        <Icon name=Icon::Download />
                        <span>{t(report::STATEMENT_PDF)}</span>
                    </a>
                    <LinkButton href label=w::CSV icon=Icon::Download kind=ButtonKind::Quiet />
                </span>
            </header>
            <Period organisation=organisation.id cycles chosen />
            {if empty {
                view! { <p class="card__body muted">{t(w::NO_POSTINGS)}</p> }.erase()
            } else {
                view! {
                    <table class="package__postings">
                        <thead>
                            <tr>
                                <th scope="col">{t(w::COL_DAY)}</th>
                                <th scope="col">{t(w::COL_WHAT)}</th>
                                <th scope="col" class="package__figure">
                                    {t(w::COL_CHANGE)}
                                </th>
                                <th scope="col" class="package__figure">
                                    {t(w::COL_BALANCE)}
                                </th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                    .erase()
            }}
            {cut.then(|| view! { <p class="card__body muted">{t(w::CUT)}</p> })}
        </section>
    }
    .erase()
}

#[component]
fn Period(organisation: OrganisationId, cycles: Vec<CycleLine>, chosen: String) -> impl IntoView {
    let of = |cycle: &CycleLine| (cycle.key.clone(), cycle_words(lang(), cycle.first, cycle.last));
    let all = ("all".to_owned(), t(w::ALL_POSTINGS).to_owned());
    let options: Vec<_> = cycles.iter().map(of).chain([all]).collect();
    view! {
        <form class="form package__period" method="get" action="/packages">
            <input type="hidden" name="organisation" value=organisation.to_string() />
            <Select name="cycle" label=w::PERIOD options value=chosen />
            <Submit label=w::SHOW kind=ButtonKind::Plain />
        </form>
    }
}

fn row(line: &PostingLine) -> AnyView {
    let beyond = line.kind == Kind::Overage;
    let change = figure(line.minutes, !beyond);
    let class = if beyond { "package__figure package__beyond" } else { "package__figure" };
    let balance = figure(line.balance, false);
    let day = short_date(line.at.civil().date(), lang());
    let full = line.at.full(lang());
    view! {
        <tr>
            <td class="package__day">
                <time datetime=line.at.timestamp().to_string() title=full>
                    {day}
                </time>
            </td>
            <td>
                <span class="package__what">{what(line)}</span>
                <span class="package__about">{about(line)}</span>
            </td>
            <td class=class>{change}</td>
            <td class="package__figure">{balance}</td>
        </tr>
    }
    .into_any()
}

/// What it was for: the ticket where it comes from one, else what the posting does.
fn what(line: &PostingLine) -> AnyView {
    let Some(number) = line.number else {
        let inner = line.day.is_some();
        return t(if inner { w::INNER_WORK } else { kind_word(line.kind, line.takes_back) }).erase();
    };
    match line.title.clone() {
        Some(title) => {
            let href = format!("/tickets/{}", number.0);
            view! {
                <a href=href>
                    <span class="package__number">{written(number)}</span>
                    " "
                    {title}
                </a>
            }
            .erase()
        }
        None => view! { <span class="package__number">{written(number)}</span> }.erase(),
    }
}

/// The same as words alone.
pub fn what_words(line: &PostingLine, number: &NumberFormat) -> String {
    match (line.number, &line.title) {
        (None, _) if line.day.is_some() => t(w::INNER_WORK).to_owned(),
        (None, _) => t(kind_word(line.kind, line.takes_back)).to_owned(),
        (Some(one), None) => number.write(one),
        (Some(one), Some(title)) => format!("{} {title}", number.write(one)),
    }
}

/// What else is told of it, below.
pub fn about(line: &PostingLine) -> String {
    let lang = lang();
    let kind = line.day.map(|_| t(kind_word(line.kind, line.takes_back)).to_owned());
    let late = line.day.filter(|day| *day != line.at.civil().date());
    let late = late.map(|day| tf(w::WORKED_ON, &[("day", &short_date(day, lang))]));
    let of = (line.day.is_none() && line.kind != Kind::Correction)
        .then(|| tf(w::OF_CYCLE, &[("day", &short_date(line.of, lang))]));
    let reason = Some(line.reason.clone()).filter(|reason| !reason.is_empty());
    let by = line.by.clone().filter(|by| !by.is_empty() && (is_staff() || line.kind == Kind::Correction));
    [kind, late, of, reason, by].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
