//! The start page of an organisation with 5,000 tickets and 20,000 booked times, with an hour package, orders and quotes.
use crate::load::{Scenario, page};
use crate::portal::Portal;
use anyhow::Result;
use std::path::Path;

/// Of all organisations together: eight of them, each with about as many.
const TICKETS: u64 = 40_000;

pub async fn measure(binary: &Path) -> Result<Scenario> {
    let (mut portal, _) = Portal::of_preset(binary, TICKETS, "support-packages").await?;
    portal.start().await?;
    let people = portal.people().await?;
    let scenario = page(&portal, "overview with 5,000 tickets", "/", &people.customer).await;
    portal.stop().await?;
    scenario
}
