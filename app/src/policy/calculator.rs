//! "Due when?": asked for any kind of ticket and moment (D10), answered as on a ticket.
use crate::parts::badge::kind_word;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{FormState, Select, TextField, with_none};
use crate::parts::say::{is_staff, lang, t, tf};
use crate::policy::api::Question;
use crate::policy::view::PolicyView;
use crate::promise::card::OnePromise;
use crate::promise::sentence::dated;
use crate::ticket::address::decode;
use crate::words::policy as w;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// What the address asks; `query` without `?`.
pub fn question(query: &str) -> Question {
    let get = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let value = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next_back();
        value.map(decode).unwrap_or_default()
    };
    Question {
        version: get("version").parse().ok(),
        draft: get("draft") == "1",
        customer: get("customer").parse().ok(),
        plan: get("plan"),
        kind: get("type"),
        class: get("class"),
        priority: get("priority"),
        at: get("at"),
    }
}

/// The address that asks.
pub fn query_of(question: &Question) -> String {
    let mut map = ParamsMap::new();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let (version, customer) = (number(question.version), number(question.customer));
    let draft = if question.draft { "1".to_owned() } else { String::new() };
    for (name, value) in [
        ("version", &version),
        ("draft", &draft),
        ("customer", &customer),
        ("plan", &question.plan),
        ("type", &question.kind),
        ("class", &question.class),
        ("priority", &question.priority),
        ("at", &question.at),
    ] {
        if !value.is_empty() {
            map.insert(name, value.clone());
        }
    }
    map.to_query_string().trim_start_matches('?').to_owned()
}

/// The form and its answer.
#[component]
pub fn Calculator(
    /// The policy it asks.
    policy: PolicyView,
    /// What was asked.
    asked: Question,
) -> impl IntoView {
    let lang = lang();
    let rules = &policy.policy;
    let plans = rules.plans.iter().map(|plan| (plan.code.clone(), plan.name(lang).to_owned()));
    let plans = with_none(w::WITHOUT_PLAN, plans);
    let classes: Vec<_> =
        rules.classes.iter().map(|class| (class.code.clone(), class.name(lang).to_owned())).collect();
    let levels = rules.priorities.iter().map(|level| (level.code.clone(), level.name(lang).to_owned()));
    let none = rules.default_priority.is_none();
    let none = none.then(|| (String::new(), t(crate::words::kind::NO_PRIORITY).to_owned()));
    let levels: Vec<_> = none.into_iter().chain(levels).collect();
    let types: Vec<_> = rules
        .types
        .iter()
        .map(|line| (line.code.code().to_owned(), t(kind_word(line.code)).to_owned()))
        .collect();
    let plan = if asked.at.is_empty() {
        // Staff ask for customers, most of whom have a plan.
        let usual = rules.plans.first().filter(|_| is_staff()).map(|plan| plan.code.clone());
        policy.own_plans.first().cloned().or(usual).unwrap_or_default()
    } else {
        asked.plan.clone()
    };
    let class = if asked.class.is_empty() { rules.default_class.clone() } else { asked.class.clone() };
    let level = match asked.priority {
        given if given.is_empty() => rules.default_priority.clone().unwrap_or_default(),
        given => given,
    };
    let at = if asked.at.is_empty() {
        policy.now.civil().strftime("%Y-%m-%dT%H:%M").to_string()
    } else {
        asked.at
    };
    let version = asked.version.map(|version| {
        view! { <input type="hidden" name="version" value=version.to_string() /> }
    });
    let draft = asked.draft.then(|| view! { <input type="hidden" name="draft" value="1" /> });
    // Only where it makes a difference.
    let agreed =
        rules.calendars.iter().flat_map(|calendar| &calendar.openings).any(|one| one.customer.is_some());
    let customers = (agreed && !policy.customers.is_empty()).then(|| {
        let named = policy.customers.iter().map(|(id, name)| (id.to_string(), name.clone()));
        let options = with_none(w::ANY_CUSTOMER, named);
        let value = asked.customer.map(|id| id.to_string()).unwrap_or_default();
        view! { <Select name="customer" label=w::FOR_CUSTOMER options value /> }
    });
    provide_context(FormState::asking(policy.wrong));
    let now = policy.now;
    let answer = policy.answer.map(|answer| {
        let nothing = answer.promises.is_empty();
        let promises: Vec<_> = answer
            .promises
            .into_iter()
            .map(|promise| view! { <OnePromise promise now standing=true /> })
            .collect();
        view! {
            <div class="answer" role="status">
                <p class="muted">{tf(w::ANSWER_FOR, &[("when", &dated(lang, answer.received, now))])}</p>
                {nothing.then(|| view! { <p>{t(w::ANSWER_NOTHING)}</p> })}
                {promises}
            </div>
        }
    });
    view! {
        <section class="sheet__part calculator" aria-labelledby="calculator">
            <h2 id="calculator">{t(w::CALCULATOR)}</h2>
            <p class="muted">{t(w::CALCULATOR_LEAD)}</p>
            // Not the router's: the browser goes to the answer by itself.
            <form method="get" action="/policy#calculator" class="calculator__form">
                {version}
                {draft}
                <TextField name="at" label=w::RECEIVED kind="datetime-local" value=at required=true />
                {customers}
                {(plans.len() > 1)
                    .then(|| {
                        view! { <Select name="plan" label=w::PLAN options=plans value=plan /> }
                    })}
                <Select name="class" label=w::CLASS options=classes value=class required=true />
                {(!rules.priorities.is_empty())
                    .then(|| {
                        view! {
                            <Select
                                name="priority"
                                label=w::PRIORITY
                                options=levels
                                value=level
                                required=rules.default_priority.is_some()
                            />
                        }
                    })}
                {(types.len() > 1)
                    .then(|| {
                        view! {
                            <Select name="type" label=w::TYPE options=types value=asked.kind required=true />
                        }
                    })}
                <button class=ButtonKind::Plain.class() type="submit">
                    {t(w::ASK)}
                </button>
            </form>
            {answer}
        </section>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_survives_the_address_bar() {
        let asked = Question {
            version: Some(3),
            draft: true,
            customer: Some(7),
            plan: "premium_plus".into(),
            kind: "quick_high".into(),
            class: "outage".into(),
            priority: "urgent".into(),
            at: "2026-11-23T11:30".into(),
        };
        assert_eq!(question(&query_of(&asked)), asked);
        assert_eq!(question(""), Question::default());
        assert_eq!(question("version=x&plan=&at=2026-11-23T11%3A30").at, "2026-11-23T11:30");
    }
}
