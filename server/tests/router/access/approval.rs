//! Releases of effort, prices agreed to, and types that cost.
use super::{For, Function};

pub(super) const FUNCTIONS: &[Function] = &[
    ("approval", &[("token", "x")], For::Everybody),
    ("approval/approve", &[("token", "x")], For::Everybody),
    ("approval/less", &[("token", "x"), ("minutes", "30")], For::Everybody),
    ("approval/decline", &[("token", "x"), ("note", "N")], For::Everybody),
    ("approval/ask", &[("number", "{ticket}"), ("minutes", "30"), ("reason", "R")], For::Stranger),
    ("approval/withdraw", &[("id", "1")], For::Stranger),
    ("approval/decide", &[("id", "1"), ("deed", "approve")], For::Stranger),
    ("consent/decide", &[("id", "1"), ("deed", "approve")], For::Stranger),
    ("ticket/types", &[("organisation", "{organisation}")], For::Stranger),
];
