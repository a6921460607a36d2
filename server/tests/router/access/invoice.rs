//! Invoices and what stands on them.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    ("invoices", &[("filter[query]", "")], For::SignedIn),
    ("invoice", &[("reference", "1")], For::Stranger),
    ("services", &[("filter[query]", "")], For::SignedIn),
    (
        "invoice/draw",
        &[("organisation", "{organisation}"), ("from", "2026-11-01"), ("to", "2026-11-30")],
        For::Stranger,
    ),
    (
        "invoice/line",
        &[("reference", "1"), ("seen", "1"), ("line", "1"), ("deed", "put_back")],
        For::Stranger,
    ),
    (
        "invoice/add",
        &[
            ("reference", "1"),
            ("name", "N"),
            ("quantity", "1"),
            ("unit", "piece"),
            ("price", "5"),
            ("reason", "R"),
        ],
        For::Stranger,
    ),
    (
        "invoice/discount",
        &[("reference", "1"), ("seen", "1"), ("off", "5"), ("off_in", "percent"), ("reason", "R")],
        For::Stranger,
    ),
    ("invoice/refer", &[("reference", "1"), ("seen", "1"), ("purchase_order", "B 4711")], For::Stranger),
    (
        "invoice/period",
        &[("reference", "1"), ("seen", "1"), ("from", "2026-11-01"), ("to", "2026-11-30"), ("reason", "R")],
        For::Stranger,
    ),
    (
        "invoice/payer",
        &[("organisation", "{organisation}"), ("reference", "1"), ("name", "N")],
        For::Stranger,
    ),
    ("invoice/issue", &[("reference", "1"), ("seen", "1")], For::Stranger),
    ("invoice/cancel", &[("reference", "RE-2026-0001"), ("reason", "R")], For::Stranger),
    ("invoice/turn", &[("reference", "1"), ("deed", "redraw")], For::Stranger),
    ("invoice/pay", &[("reference", "RE-2026-0001"), ("amount", "5")], For::Stranger),
    ("invoice/unpay", &[("reference", "RE-2026-0001"), ("payment", "1")], For::Stranger),
    ("invoice/ask", &[("reference", "RE-2026-0001"), ("line", "1"), ("body", "B")], For::Stranger),
];

pub(super) const PAGES: &[Page] = &[
    ("/invoices", For::SignedIn),
    ("/invoices/1", For::Stranger),
    ("/invoices/1/issue", For::Stranger),
    ("/invoices/RE-2026-0001", For::Stranger),
    ("/services", For::SignedIn),
];
