//! The places one can go to: in the bar for customers, on a rail for staff, at the bottom on small screens.
use crate::layout::counters::use_counters;
use crate::parts::badge::Count;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{me, t};
use crate::ticket::view::Counters;
use crate::words::{self, Text, frame as w};
use domain::access::{Actor, Area};
use domain::person::{Membership, Standing};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// One place.
#[derive(Clone, Copy)]
pub struct Place {
    /// Its name.
    pub name: Text,
    /// Its icon.
    pub icon: Icon,
    /// Where.
    pub href: &'static str,
    /// Whether this address is there: path and query.
    here: fn(&str, &str) -> bool,
    /// The number beside it.
    count: Option<fn(&Counters) -> u32>,
    /// Whether the bottom bar has room for it.
    near: bool,
}

const fn place(name: Text, icon: Icon, href: &'static str, here: fn(&str, &str) -> bool) -> Place {
    Place { name, icon, href, here, count: None, near: true }
}

/// The places of a reader, the most used first; calls where they are taken.
pub fn places(actor: &Actor, takes_calls: bool) -> Vec<Place> {
    match &actor.standing {
        Standing::Staff { .. } => {
            let mut all = vec![
                Place {
                    count: Some(|c| c.inbox),
                    ..place(w::INBOX, Icon::Inbox, "/queue?queue=inbox", |p, q| {
                        p == "/" || (p == "/queue" && is_inbox(q))
                    })
                },
                Place {
                    count: Some(|c| c.mine),
                    ..place(w::QUEUE_SHORT, Icon::Queue, "/queue?queue=mine", |p, q| {
                        p == "/queue" && !is_inbox(q)
                    })
                },
                place(w::BOARD, Icon::Board, "/board", |p, _| p == "/board"),
                place(w::TICKETS, Icon::Ticket, "/tickets", is_tickets),
                Place {
                    near: false,
                    ..place(w::CUSTOMERS, Icon::Building, "/organisations", is_organisations)
                },
            ];
            all.extend(DEALS);
            let times = place(words::effort::TIMES, Icon::Clock, "/times", |p, _| p == "/times");
            all.push(Place { near: false, ..times });
            if takes_calls {
                let calls = place(words::phone::CALLS, Icon::Phone, "/calls", |p, _| p.starts_with("/calls"));
                all.push(Place { near: false, ..calls });
            }
            if actor.may_enter(Area::Packages) {
                all.push(PACKAGES);
            }
            if actor.sees_invoices() {
                all.push(INVOICES);
            }
            all.push(REPORTS);
            all.push(Place { near: false, ..place(w::POLICY, Icon::File, "/policy", |p, _| p == "/policy") });
            if actor.may_enter(Area::Policy) {
                let settings =
                    place(w::SETTINGS, Icon::Settings, "/settings", |p, _| p.starts_with("/settings"));
                all.push(Place { near: false, ..settings });
            }
            if actor.may_enter(Area::ManageStaff) {
                let team = place(w::TEAM, Icon::Users, "/staff", |p, _| p == "/staff");
                all.push(Place { near: false, ..team });
            }
            if actor.may_enter(Area::Mailboxes) {
                let mailboxes = place(w::MAILBOXES, Icon::Mailbox, "/mailboxes", |p, _| p == "/mailboxes");
                all.push(Place { near: false, ..mailboxes });
            }
            if actor.may_enter(Area::Outbox) {
                let mails = place(w::MAILS, Icon::Mail, "/mails", |p, _| p == "/mails");
                all.push(Place { near: false, count: Some(|c| c.mails), ..mails });
                let outbox = place(w::OUTBOX, Icon::Send, "/outbox", |p, _| p == "/outbox");
                all.push(Place { near: false, count: Some(|c| c.letters), ..outbox });
            }
            all
        }
        Standing::Customer { memberships } => {
            let mut all = vec![
                place(w::OVERVIEW, Icon::Home, "/", |p, _| p == "/"),
                Place { count: Some(|c| c.mine), ..place(w::TICKETS, Icon::Ticket, "/tickets", is_tickets) },
                DEALS[0],
                DEALS[1],
                Place {
                    near: false,
                    ..place(w::COMPANY, Icon::Building, "/organisations", is_organisations)
                },
            ];
            if actor.sees_invoices() {
                all.push(INVOICES);
            }
            if memberships.iter().any(Membership::sees_money) {
                all.push(PACKAGES);
            }
            if memberships.iter().any(|member| member.rights.sees_all) {
                all.push(REPORTS);
            }
            all.push(Place { near: false, ..place(w::POLICY, Icon::File, "/policy", |p, _| p == "/policy") });
            all
        }
        Standing::Partner => vec![
            place(w::OVERVIEW, Icon::Home, "/", |p, _| p == "/"),
            place(w::TICKETS, Icon::Ticket, "/tickets", is_tickets),
        ],
    }
}

/// Offered to who sees bills.
const INVOICES: Place = Place {
    near: false,
    ..place(words::invoice::PLACE, Icon::Receipt, "/invoices", |p, _| {
        p.starts_with("/invoices") || p == "/services"
    })
};

/// Offered to who sees all tickets.
const REPORTS: Place =
    Place { near: false, ..place(words::report::PLACE, Icon::Report, "/reports", |p, _| p == "/reports") };

/// Offered to who sees hours.
const PACKAGES: Place = Place {
    near: false,
    ..place(words::package::PLACE, Icon::Hourglass, "/packages", |p, _| p == "/packages")
};

fn is_inbox(query: &str) -> bool {
    !query.contains("queue=") || query.contains("queue=inbox")
}

fn is_tickets(path: &str, _: &str) -> bool {
    path == "/tickets" || (path.starts_with("/tickets/") && path != "/tickets/new")
}

fn is_organisations(path: &str, _: &str) -> bool {
    path.starts_with("/organisations") || path == "/monthly-plan"
}

/// The navigation.
#[component]
pub fn Places() -> impl IntoView {
    let Some(actor) = me().actor else { return ().erase() };
    let all = places(&actor, me().takes_calls);
    let staff = actor.is_staff();
    let far: Vec<Place> = all.iter().filter(|place| !place.near).copied().collect();
    view! {
        <nav class="places" aria-label=t(w::MAIN_NAVIGATION)>
            <ul class="places__list">
                {all.into_iter().map(|place| view! { <PlaceItem place /> }).collect::<Vec<_>>()}
                {matches!(actor.standing, Standing::Customer { .. })
                    .then(|| view! { <PlaceItem place=NEW /> })}
                {(!staff).then(|| view! { <PlaceItem place=ACCOUNT /> })}
                {(!far.is_empty()).then(|| view! { <MoreItem places=far /> })}
            </ul>
        </nav>
    }
    .erase()
}

/// Quotes and orders, for both sides.
const DEALS: [Place; 2] = [
    Place {
        near: false,
        ..place(words::quote::TITLE, Icon::FileText, "/quotes", |p, _| p.starts_with("/quotes"))
    },
    Place {
        near: false,
        ..place(words::order::TITLE, Icon::Folder, "/orders", |p, _| p.starts_with("/orders"))
    },
];

/// On phones customers reach these in the bottom bar; elsewhere the bar at the top has them.
const NEW: Place = place(w::NEW_SHORT, Icon::Plus, "/tickets/new", |p, _| p == "/tickets/new");
const ACCOUNT: Place = place(w::ACCOUNT, Icon::User, "/account", |p, _| p == "/account");

#[component]
fn PlaceItem(place: Place) -> impl IntoView {
    let location = use_location();
    let current = move || {
        location
            .pathname
            .with(|path| location.search.with(|query| (place.here)(path, query)))
            .then_some("page")
    };
    let counters = use_counters();
    let class = match (place.href, place.near) {
        ("/tickets/new" | "/account", _) => "places__item places__item--phone",
        (_, false) => "places__item places__item--wide",
        (_, true) => "places__item",
    };
    view! {
        <li class=class>
            <a class="place" href=place.href aria-current=current>
                <Icon name=place.icon />
                <span class="place__name">{t(place.name)}</span>
                {place
                    .count
                    .map(|count| {
                        view! { <Count n=Signal::derive(move || counters.with(count)) /> }
                    })}
            </a>
        </li>
    }
}

/// What the bottom bar has no room for.
#[component]
fn MoreItem(places: Vec<Place>) -> impl IntoView {
    let counters = use_counters();
    view! {
        <li class="places__item places__item--phone">
            <details class="menu menu--up">
                <summary class="place">
                    <Icon name=Icon::More />
                    <span class="place__name">{t(w::MORE)}</span>
                </summary>
                <div class="menu__panel">
                    {places
                        .into_iter()
                        .map(|place| {
                            view! {
                                <a class="menu__item" href=place.href>
                                    <Icon name=place.icon />
                                    {t(place.name)}
                                    {place
                                        .count
                                        .map(|count| {
                                            view! { <Count n=Signal::derive(move || counters.with(count)) /> }
                                        })}
                                </a>
                            }
                        })
                        .collect::<Vec<_>>()}
                </div>
            </details>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::PersonId;
    use domain::person::Role;

    fn actor(standing: Standing) -> Actor {
        Actor { id: PersonId(1), name: String::new(), email: String::new(), standing }
    }

    #[test]
    fn one_is_at_one_place_at_a_time() {
        let staff = places(&actor(Standing::Staff { roles: vec![Role::ProjectLead], teams: vec![] }), true);
        let customer = places(&actor(Standing::Customer { memberships: vec![] }), false);
        for (path, query) in [
            ("/", ""),
            ("/queue", "queue=inbox"),
            ("/queue", "queue=team"),
            ("/tickets/7", ""),
            ("/board", ""),
            ("/calls/7", ""),
        ] {
            let here = |all: &[Place]| all.iter().filter(|place| (place.here)(path, query)).count();
            assert_eq!(here(&staff), 1, "{path}");
            assert!(here(&customer) <= 1, "{path}");
        }
        assert!(staff.iter().all(|place| (place.here)(
            place.href.split('?').next().unwrap(),
            place.href.split_once('?').map_or("", |x| x.1)
        )));
    }

    #[test]
    fn the_outbox_is_offered_to_who_may_see_it() {
        let offered = |role| {
            places(&actor(Standing::Staff { roles: vec![role], teams: vec![] }), false)
                .iter()
                .any(|place| place.href == "/outbox")
        };
        assert!(offered(Role::Administrator) && !offered(Role::TeamMember));
    }
}
