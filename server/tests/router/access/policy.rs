//! The configuration.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    ("policy", &[], For::SignedIn),
    ("policy/draft", &[("moves", "true")], For::Stranger),
    (
        "policy/edit",
        &[("part", "company"), ("deed", "save"), ("seen", "1"), ("fields[default_class]", "standard")],
        For::Stranger,
    ),
    ("policy/import", &[("text", "form = 1")], For::Stranger),
    ("policy/discard", &[], For::Stranger),
    ("policy/publish", &[("seen", "1"), ("note", "N")], For::Stranger),
];

pub(super) const PAGES: &[Page] =
    &[("/policy", For::SignedIn), ("/settings", For::Stranger), ("/settings/publish", For::Stranger)];
