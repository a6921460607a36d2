//! People, sign-in and staff; and the refused form that an address names.
use super::{For, Function, Page};

pub(super) const FUNCTIONS: &[Function] = &[
    ("echo", &[("id", "unknown-echo")], For::Everybody),
    ("me", &[], For::Everybody),
    ("language", &[("lang", "en")], For::Everybody),
    ("sign-in/send-link", &[("email", "nobody@example.de")], For::Everybody),
    ("sign-in/use-link", &[("token", "x")], For::Everybody),
    ("sign-in/password", &[("email", "nobody@example.de"), ("password", "x")], For::Everybody),
    ("sign-in/second-factor", &[("code", "000000")], For::Everybody),
    ("sign-out", &[], For::Everybody),
    ("invitation", &[("token", "x")], For::Everybody),
    ("invitation/accept", &[("token", "x"), ("name", "A")], For::Everybody),
    ("account", &[], For::SignedIn),
    ("account/profile", &[("name", "Neuer Name"), ("lang", "de")], For::SignedIn),
    ("account/password", &[("new", "Uferweg-71-Kranich")], For::SignedIn),
    ("account/end-session", &[("id", "999999")], For::SignedIn),
    ("account/end-other-sessions", &[], For::SignedIn),
    ("account/begin-second-factor", &[], For::SignedIn),
    ("account/confirm-second-factor", &[("code", "000000")], For::SignedIn),
    ("staff", &[], For::Stranger),
    ("staff/invite", &[("name", "A"), ("email", "a@b.de")], For::Stranger),
    ("staff/roles", &[("id", "{person}")], For::Stranger),
    ("staff/reset-second-factor", &[("id", "{person}")], For::Stranger),
    ("staff/team", &[("name", "T")], For::Stranger),
];

pub(super) const PAGES: &[Page] = &[
    ("/sign-in", For::Everybody),
    ("/sign-in/sent", For::Everybody),
    ("/account", For::SignedIn),
    ("/staff", For::Stranger),
];
