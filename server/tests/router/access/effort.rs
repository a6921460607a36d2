//! Time that was worked.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    (
        "effort/book",
        &[("number", "{ticket}"), ("quick", "15"), ("activity", "design"), ("billing", "billable")],
        For::Stranger,
    ),
    ("effort/change", &[("id", "1"), ("version", "1"), ("deed", "take_back")], For::Stranger),
    ("effort/timer", &[("number", "{ticket}"), ("deed", "start")], For::Stranger),
    ("effort/timers", &[], For::SignedIn),
    ("effort/week", &[], For::Stranger),
];

pub(super) const PAGES: &[Page] = &[("/times", For::Stranger)];
