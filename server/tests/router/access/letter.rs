//! Mail that came and went, and its mailboxes.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    ("mailboxes", &[], For::Stranger),
    ("mailbox/save", &[("id", "new"), ("name", "N"), ("address", "a@b.de"), ("lang", "de")], For::Stranger),
    ("mailbox/remove", &[("id", "1")], For::Stranger),
    ("mailbox/check", &[("id", "1")], For::Stranger),
    ("outbox", &[], For::Stranger),
    ("outgoing", &[], For::Stranger),
    ("outbox/settle", &[("id", "1"), ("again", "1")], For::Stranger),
    ("mails", &[("show", "all")], For::Stranger),
    ("mail", &[("id", "1")], For::Stranger),
    ("mails/move", &[("id", "1")], For::Stranger),
    ("mails/settle", &[("id", "1"), ("deed", "drop")], For::Stranger),
];

pub(super) const PAGES: &[Page] = &[
    ("/outbox", For::Stranger),
    ("/mails", For::Stranger),
    ("/mailboxes", For::Stranger),
    ("/mails/1/move", For::Stranger),
    ("/mails/1", For::Stranger),
];
