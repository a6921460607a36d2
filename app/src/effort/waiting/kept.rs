//! Where the browser keeps what waits.
use super::deed::Done;
use crate::parts::say::me;
use domain::id::PersonId;
use leptos::prelude::*;

/// Where the browser keeps it, one place for each person.
const PLACE: &str = "schalter.timers";

/// Keeps a person's deeds.
pub fn store(person: PersonId, deeds: &[Done]) {
    let Some(storage) = storage() else { return };
    let text = if deeds.is_empty() { None } else { serde_json::to_string(deeds).ok() };
    let _ = match text {
        Some(text) => storage.set_item(&place(person), &text),
        None => storage.remove_item(&place(person)),
    };
}

/// Where a person's deeds are kept: nobody writes over what somebody else did in the same browser.
fn place(person: PersonId) -> String {
    format!("{PLACE}.{person}")
}

/// What the browser kept for this reader; what somebody else did here is not theirs to send.
pub fn kept() -> Vec<Done> {
    let Some(person) = me().actor.map(|actor| actor.id) else { return Vec::new() };
    let text = storage().and_then(|storage| storage.get_item(&place(person)).ok().flatten());
    let deeds: Vec<Done> = serde_json::from_str(&text.unwrap_or_default()).unwrap_or_default();
    deeds.into_iter().filter(|deed| deed.person == person).collect()
}

/// What this browser keeps, where it does.
pub fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
