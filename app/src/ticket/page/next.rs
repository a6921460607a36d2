//! What happens next, in a sentence, with the one action that moves the ticket on.
mod customer;
mod staff;

use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf};
use crate::promise::sentence::weekday_word;
use crate::ticket::page::here::here;
use crate::words::Text;
use customer::NextOfCustomer;
use domain::moment;
use jiff::civil::Date;
use leptos::prelude::*;
use staff::NextOfStaff;

/// The card above the facts.
#[component]
pub fn Next() -> impl IntoView {
    let here = here();
    if here.staff { view! { <NextOfStaff /> }.erase() } else { view! { <NextOfCustomer /> }.erase() }
}

/// A sentence that names the last day for objections, while there is one.
fn until(objection: Option<Date>, text: Text) -> Option<String> {
    let day = |day: Date| format!("{}, {}", t(weekday_word(day.weekday())), moment::date(day, lang()));
    objection.map(|last| tf(text, &[("day", &day(last))]))
}
