//! What narrows the lists of quotes and orders, and the form that writes it into the address, with and without scripts.
use crate::parts::button::ButtonKind;
use crate::parts::form::{Select, Submit, TextField, named_fields, with_any};
use crate::parts::icon::Icon;
use crate::parts::say::{meets_several, t};
use crate::ticket::view::Choice;
use crate::words::{common, deal as w, list};
use domain::id::{OrganisationId, ProjectId};
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

/// What narrows a list; `S` is the state of what it lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealFilter<S> {
    /// Part of number, title or organisation.
    pub query: String,
    /// State.
    pub state: Option<S>,
    /// Whose.
    pub organisation: Option<OrganisationId>,
    /// For which project.
    pub project: Option<ProjectId>,
}

impl<S> DealFilter<S> {
    /// From an address; what cannot be read narrows nothing.
    pub fn of(query: &ParamsMap, state: impl Fn(&str) -> Option<S>) -> Self {
        Self {
            query: query.get("q").unwrap_or_default(),
            state: query.get_str("state").and_then(state),
            organisation: query.get_str("organisation").and_then(|id| id.parse().ok()),
            project: query.get_str("project").and_then(|id| id.parse().ok()),
        }
    }

    /// Whether it lets through less than all.
    pub const fn narrows(&self) -> bool {
        !self.query.is_empty()
            || self.state.is_some()
            || self.organisation.is_some()
            || self.project.is_some()
    }
}

/// The form.
#[component]
pub fn DealFilters(
    /// Of which list.
    path: &'static str,
    /// States with their words.
    states: Vec<(String, String)>,
    /// Projects.
    projects: Vec<Choice<ProjectId>>,
    /// What the address says now.
    query: ParamsMap,
) -> impl IntoView {
    let value = move |name: &str| query.get(name).unwrap_or_default();
    let words = if meets_several() { w::SEARCH } else { w::SEARCH_OWN };
    let several = !projects.is_empty();
    let projects = projects.into_iter().map(|one| (one.id.to_string(), one.name));
    let projects = with_any(w::PROJECT, projects);
    let states = with_any(list::STATE, states);
    let narrow = ["q", "state", "project", "organisation"].iter().any(|name| !value(name).is_empty());
    view! {
        <Form
            method="GET"
            action=path
            on_form_data=named_fields()
            attr:class="filters deal-filters"
            attr:role="search"
            attr:aria-label=t(list::FILTER)
        >
            <TextField
                name="q"
                label=words
                kind="search"
                value=value("q")
                max=200
                quiet=true
                placeholder=words
            />
            <Select name="state" label=list::STATE options=states value=value("state") quiet=true />
            {several
                .then(|| {
                    view! {
                        <Select
                            name="project"
                            label=w::PROJECT
                            options=projects
                            value=value("project")
                            quiet=true
                        />
                    }
                })}
            <Submit label=common::SEARCH kind=ButtonKind::Plain icon=Icon::Search />
            {narrow
                .then(|| {
                    view! {
                        <a class="chips__all" href=path>
                            {t(list::RESET)}
                        </a>
                    }
                })}
        </Form>
    }
}
