//! Where one arrives: customers at their overview, staff at the queue.
use crate::overview::page::overview;
use crate::parts::say::is_staff;
use crate::ticket::queue_page::queue;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/`
pub struct HomePage;

#[lazy_route]
impl LazyRoute for HomePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        if is_staff() { queue() } else { overview() }
    }
}
