//! Telephone calls.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    ("phone/begin", &[], For::Stranger),
    ("phone/call", &[("id", "1")], For::Stranger),
    ("phone/open", &[], For::SignedIn),
    ("phone/find", &[("query", "Albers")], For::Stranger),
    ("phone/calls", &[("organisation", "{organisation}")], For::Stranger),
    ("phone/caller", &[("id", "1"), ("organisation", "{organisation}")], For::Stranger),
    ("phone/stranger", &[("id", "1"), ("name", "N")], For::Stranger),
    ("phone/turn", &[("id", "1"), ("deed", "drop")], For::Stranger),
    ("phone/open-ticket", &[("id", "1"), ("title", "T"), ("description", "D")], For::Stranger),
    ("phone/log", &[("id", "1"), ("number", "{ticket}"), ("body", "B")], For::Stranger),
    (
        "phone/numbers",
        &[("organisation", "{organisation}"), ("person", "{person}"), ("phones", "0431 123456")],
        For::Stranger,
    ),
];

pub(super) const PAGES: &[Page] = &[("/calls", For::Stranger), ("/calls/1", For::Stranger)];
