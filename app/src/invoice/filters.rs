//! What narrows the lists of invoices and billed services: a form that writes the address, with and without scripts.
use crate::invoice::api::InvoiceFilter;
use crate::invoice::word::standing_word;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{FormState, Select, Submit, TextField, named_fields, with_any, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{meets_several, t};
use crate::ticket::view::Choice;
use crate::words::{Text, common, invoice as w, list};
use domain::billing::account::Standing;
use domain::id::OrganisationId;
use domain::input::{FieldError, Reason};
use domain::money::read_cents;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::params::ParamsMap;

/// Names of the filters in addresses.
const NAMES: [&str; 9] = ["q", "standing", "from", "to", "organisation", "project", "about", "least", "most"];

/// What an address narrows by; what cannot be read narrows nothing.
pub fn filter(query: &ParamsMap) -> InvoiceFilter {
    let text = |name: &str| query.get(name).unwrap_or_default();
    InvoiceFilter {
        query: text("q"),
        standing: query.get_str("standing").and_then(Standing::of_code),
        from: query.get_str("from").and_then(|day| day.parse().ok()),
        to: query.get_str("to").and_then(|day| day.parse().ok()),
        organisation: query.get_str("organisation").and_then(|id| id.parse().ok()),
        project: text("project"),
        about: text("about"),
        least: text("least"),
        most: text("most"),
        page: query.get_str("page").and_then(|page| page.parse().ok()).unwrap_or(1),
    }
}

/// What of an address cannot be read, which narrows nothing: said at its field.
fn wrong(query: &ParamsMap) -> Vec<FieldError> {
    let typed = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
    let wrong = |name: &str, reason| FieldError { field: name.to_owned(), reason };
    let day = |name: &str| typed(name).parse::<Date>().ok();
    let days = ["from", "to"].into_iter().filter(|name| !typed(name).is_empty() && day(name).is_none());
    let amounts = ["least", "most"]
        .into_iter()
        .filter(|name| !typed(name).is_empty() && read_cents(&typed(name)).is_none());
    let turned = day("from").zip(day("to")).filter(|(from, to)| to < from);
    days.map(|name| wrong(name, Reason::NotReadable))
        .chain(amounts.map(|name| wrong(name, Reason::NotMoney)))
        .chain(turned.map(|_| wrong("to", Reason::EndsBeforeItBegins)))
        .collect()
}

/// Whether an address narrows at all.
pub fn narrows(query: &ParamsMap) -> bool {
    NAMES.iter().any(|name| query.get(name).is_some_and(|value| !value.is_empty()))
}

/// The address of a list or file with the filters of another, and a page.
pub fn with_filters(path: &str, query: &ParamsMap, page: Option<u32>) -> String {
    let mut kept = ParamsMap::new();
    for name in NAMES {
        if let Some(value) = query.get(name).filter(|value| !value.is_empty()) {
            kept.insert(name, value);
        }
    }
    if let Some(page) = page.filter(|page| *page > 1) {
        kept.insert("page", page.to_string());
    }
    format!("{path}{}", kept.to_query_string())
}

/// The form.
#[component]
pub fn InvoiceFilters(
    /// Of which list.
    path: &'static str,
    /// What its first and its last day are the days of.
    days: [Text; 2],
    /// Organisations by which it can be narrowed; none for one alone.
    organisations: Vec<Choice<OrganisationId>>,
    /// Projects by which it can be narrowed.
    projects: Vec<String>,
    /// States by which it can be narrowed.
    standings: Vec<Standing>,
    /// What the address says now.
    query: ParamsMap,
) -> impl IntoView {
    let (narrow, [from, to]) = (narrows(&query), days);
    let words = if meets_several() { w::SEARCH } else { w::SEARCH_OWN };
    let rare = ["from", "to", "least", "most", "about", "project"];
    let unfolded = rare.iter().any(|name| query.get(name).is_some_and(|value| !value.is_empty()));
    provide_context(FormState::asking(wrong(&query)));
    let value = move |name: &str| query.get(name).unwrap_or_default();
    let select = move |name: &'static str, label: Text, options: Vec<(String, String)>, value: String| {
        (!options.is_empty()).then(|| {
            let options = with_any(label, options);
            view! { <Select name=name label=label options=options value=value quiet=true /> }
        })
    };
    let standings =
        standings.into_iter().map(|one| (one.code().to_owned(), t(standing_word(one)).to_owned())).collect();
    let organisations = organisations.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    let projects: Vec<_> = projects.into_iter().map(|name| (name.clone(), name)).collect();
    let project = (!projects.is_empty()).then(|| {
        let options = with_none(list::ANY, projects);
        view! { <Select name="project" label=w::PROJECT options=options value=value("project") /> }
    });
    view! {
        <Form
            method="GET"
            action=path
            on_form_data=named_fields()
            attr:class="filters invoice-filters"
            attr:role="search"
            attr:aria-label=t(list::FILTER)
        >
            <div class="deal-filters">
                <TextField
                    name="q"
                    label=words
                    kind="search"
                    value=value("q")
                    max=200
                    quiet=true
                    placeholder=words
                />
                {select("standing", w::STANDING, standings, value("standing"))}
                {select("organisation", w::ORGANISATION, organisations, value("organisation"))}
                <Submit label=common::SEARCH kind=ButtonKind::Plain icon=Icon::Search />
                {narrow
                    .then(|| {
                        view! {
                            <a class="chips__all" href=path>
                                {t(list::RESET)}
                            </a>
                        }
                    })}
            </div>
            <details class="fold fold--quiet" open=unfolded>
                <summary class="fold__line">
                    <span class="fold__words">{t(w::MORE_FILTERS)}</span>
                    <Icon name=Icon::ChevronDown />
                </summary>
                <div class="fold__body pair invoice-filters__more">
                    <TextField name="from" label=from kind="date" value=value("from") />
                    <TextField name="to" label=to kind="date" value=value("to") />
                    <TextField name="least" label=w::LEAST value=value("least") max=20 inputmode="decimal" />
                    <TextField name="most" label=w::MOST value=value("most") max=20 inputmode="decimal" />
                    <TextField name="about" label=w::ABOUT value=value("about") max=30 />
                    {project}
                </div>
            </details>
        </Form>
    }
    .erase()
}
