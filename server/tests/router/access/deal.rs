//! Quotes and orders.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    ("quotes", &[("filter[query]", "")], For::SignedIn),
    ("quote", &[("number", "{quote}")], For::Stranger),
    ("quote/form", &[("number", "{quote}"), ("ticket", "")], For::Stranger),
    ("quote/ask", &[("title", "T"), ("body", "B"), ("organisation", "{organisation}")], For::Stranger),
    ("quote/write", &[("number", "{quote}"), ("seen", "1"), ("title", "T")], For::Stranger),
    ("quote/accept", &[("number", "{quote}"), ("version", "1"), ("confirmed", "1")], For::Stranger),
    ("quote/decline", &[("number", "{quote}"), ("version", "1"), ("reason", "R")], For::Stranger),
    ("quote/withdraw", &[("number", "{quote}"), ("reason", "R")], For::Stranger),
    ("deal/comment", &[("deal", "{quote}"), ("body", "B")], For::Stranger),
    ("orders", &[("filter[query]", "")], For::SignedIn),
    ("order", &[("number", "B-2026-0001")], For::Stranger),
    ("order/turn", &[("number", "B-2026-0001"), ("deed", "finish")], For::Stranger),
    ("order/link", &[("number", "B-2026-0001"), ("ticket", "{ticket}")], For::Stranger),
    ("order/open-ticket", &[("number", "B-2026-0001")], For::Stranger),
    ("order/unlink", &[("number", "B-2026-0001"), ("ticket", "{ticket}")], For::Stranger),
];

pub(super) const PAGES: &[Page] = &[
    ("/quotes", For::SignedIn),
    ("/quotes/new", For::SignedIn),
    ("/quotes/{quote}", For::Stranger),
    ("/quotes/{quote}/edit", For::Stranger),
    ("/orders", For::SignedIn),
    ("/orders/B-2026-0001", For::Stranger),
];
