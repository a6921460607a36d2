//! A contact's rights in words, and the fields that change them (A2).
use crate::parts::form::{Checkbox, TextField};
use crate::parts::say::{lang, t, tf};
use crate::words::organisation as w;
use domain::lang::Lang;
use domain::money::short_euros;
use domain::person::Rights;
use leptos::prelude::*;

/// Rights as short phrases; never none, for everybody sees their own tickets.
pub fn in_words(rights: &Rights, lang: Lang) -> Vec<String> {
    let say = |text| crate::words::say(lang, text).to_owned();
    let mut words = Vec::new();
    if rights.sees_all {
        words.push(say(w::RIGHT_SEES_ALL));
    }
    if let Some(cents) = rights.approves_up_to {
        let euros = short_euros(lang, cents);
        words.push(crate::words::fill(lang, w::RIGHT_APPROVES, &[("amount", &euros)]));
    }
    for (given, text) in [
        (rights.accepts_results, w::RIGHT_ACCEPTS),
        (rights.technical_contact, w::RIGHT_TECHNICAL),
        (rights.billing, w::RIGHT_BILLING),
        (rights.manages_contacts, w::RIGHT_MANAGES),
    ] {
        if given {
            words.push(say(text));
        }
    }
    if words.is_empty() {
        words.push(say(w::RIGHT_OWN));
    }
    words
}

/// Rights as chips.
#[component]
pub fn RightChips(
    /// Which.
    rights: Rights,
) -> impl IntoView {
    in_words(&rights, lang())
        .into_iter()
        .map(|words| view! { <span class="chip">{words}</span> })
        .collect::<Vec<_>>()
}

/// The fields of the form.
#[component]
pub fn RightFields(
    /// What is given at first.
    rights: Rights,
) -> impl IntoView {
    let euros = rights.approves_up_to.map(|cents| (cents / 100).to_string()).unwrap_or_default();
    view! {
        <fieldset class="rights">
            <legend class="field__label">{t(w::RIGHTS)}</legend>
            <Checkbox name="sees_all" label=w::SEES_ALL hint=w::SEES_ALL_HINT checked=rights.sees_all />
            <Checkbox name="technical_contact" label=w::TECHNICAL_CONTACT checked=rights.technical_contact />
            <Checkbox name="accepts_results" label=w::ACCEPTS_RESULTS checked=rights.accepts_results />
            <Checkbox name="billing" label=w::BILLING hint=w::BILLING_HINT checked=rights.billing />
            <Checkbox name="manages_contacts" label=w::MANAGES_CONTACTS checked=rights.manages_contacts />
        </fieldset>
        <TextField
            name="approves_up_to"
            label=w::APPROVES_UP_TO
            hint=w::APPROVES_UP_TO_HINT
            value=euros
            inputmode="numeric"
            max=7
        />
    }
}

/// The name of a group of controls that belong to one person.
pub fn rights_of(name: &str) -> String {
    tf(w::RIGHTS_OF, &[("name", name)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_said_in_words() {
        assert_eq!(in_words(&Rights::default(), Lang::De), ["eigene Anliegen"]);
        let rights = Rights { sees_all: true, approves_up_to: Some(250_000), ..Rights::default() };
        assert_eq!(in_words(&rights, Lang::De), ["sieht alle Anliegen", "gibt bis 2.500\u{a0}€ frei"]);
        assert_eq!(in_words(&rights, Lang::En), ["sees all tickets", "approves up to €2,500"]);
    }
}
