//! Packages of hours.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    ("packages", &[("organisation", "{organisation}")], For::Stranger),
    (
        "package/correct",
        &[("organisation", "{organisation}"), ("deed", "add"), ("minutes", "1 h"), ("reason", "R")],
        For::Stranger,
    ),
    ("package/pool", &[("organisation", "{organisation}"), ("cycles", "0-2"), ("note", "N")], For::Stranger),
];

pub(super) const PAGES: &[Page] = &[("/packages?organisation={organisation}", For::Stranger)];
