//! Organisations, what they read first, and their reports.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    ("report", &[("organisation", "{organisation}")], For::Stranger),
    ("overview", &[], For::SignedIn),
    ("organisations", &[], For::SignedIn),
    ("organisation", &[("id", "{organisation}")], For::Stranger),
    ("organisation/open", &[("name", "Neu")], For::Stranger),
    ("organisation/change", &[("id", "{organisation}"), ("name", "Anders")], For::Stranger),
    ("organisation/invite", &[("id", "{organisation}"), ("name", "A"), ("email", "a@b.de")], For::Stranger),
    ("organisation/rights", &[("id", "{organisation}"), ("person", "{person}")], For::Stranger),
    ("organisation/leave", &[("id", "{organisation}"), ("person", "{person}")], For::Stranger),
    (
        "organisation/add-project",
        &[("id", "{organisation}"), ("name", "P"), ("phase", "support")],
        For::Stranger,
    ),
    ("organisation/add-asset", &[("id", "{organisation}"), ("name", "A"), ("kind", "live")], For::Stranger),
    ("organisation/month", &[], For::Stranger),
    ("organisation/note", &[("id", "{organisation}"), ("month", "2026-12"), ("note", "N")], For::Stranger),
];

pub(super) const PAGES: &[Page] = &[
    ("/", For::SignedIn),
    ("/monthly-plan", For::Stranger),
    ("/organisations/{organisation}", For::Stranger),
    ("/reports?organisation={organisation}", For::Stranger),
];
