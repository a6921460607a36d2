//! A house with a few tickets, for the tests.
use super::lookup::Lookup;
use super::voice::{DealLetter, Voice};
use crate::deal::{Deal, QuoteNumber};
use crate::ticket::number::{NumberFormat, TicketNumber};

/// The key that fits every number here.
const KEY: &str = "abcdef0123456789";

/// A closed ticket on which Anna went on with number 1700.
const FOLLOWED: i64 = 8;

/// Tickets 1 to 99 are closed, those from 100 on open. Anna takes part in all of them, Jonas
/// answers internal notices, Katrin what everybody was told.
#[derive(Default)]
pub(super) struct House {
    pub(super) sent: Vec<(&'static str, i64)>,
    pub(super) foreign: Vec<(&'static str, i64)>,
    pub(super) flooded: bool,
}

fn among(list: &[(&str, i64)], id: &str) -> Option<TicketNumber> {
    list.iter().find(|(known, _)| *known == id).map(|(_, number)| TicketNumber(*number))
}

impl Lookup for House {
    fn token(&self, text: &str) -> Option<TicketNumber> {
        text.match_indices(KEY).find_map(|(at, _)| {
            let before = text[..at].strip_suffix(['-', '.'])?;
            let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            before[before.len() - digits..].parse().ok().map(TicketNumber)
        })
    }

    fn sent(&self, message_id: &str) -> Option<TicketNumber> {
        among(&self.sent, message_id)
    }

    fn deal(&self, message_id: &str) -> Option<DealLetter> {
        let deal = Deal::Quote(QuoteNumber { year: 2026, serial: 17 });
        match message_id {
            "quote@haus.de" => Some(DealLetter { deal, internal: false }),
            "expired@haus.de" => Some(DealLetter { deal, internal: true }),
            _ => None,
        }
    }

    fn foreign(&self, message_id: &str) -> Option<TicketNumber> {
        among(&self.foreign, message_id)
    }

    fn number(&self, text: &str) -> Option<TicketNumber> {
        NumberFormat::default().read(text)
    }

    fn voice(&self, _: TicketNumber, address: &str) -> Voice {
        match address {
            "anna@kunde.de" | "katrin@haus.de" => Voice::Public,
            "jonas@haus.de" => Voice::Internal,
            _ => Voice::Unheard,
        }
    }

    fn on_staff(&self, _: TicketNumber, address: &str) -> bool {
        address.ends_with("@haus.de")
    }

    fn is_closed(&self, ticket: TicketNumber) -> bool {
        ticket.0 < 100
    }

    fn follow_up(&self, ticket: TicketNumber) -> Option<TicketNumber> {
        (ticket.0 == FOLLOWED).then_some(TicketNumber(1700))
    }

    fn is_flooded(&self) -> bool {
        self.flooded
    }

    fn own_house(&self, named: &str) -> bool {
        named == "haus.de"
    }

    fn own_mailbox(&self, address: &str) -> bool {
        address == "support@haus.de" || (address.starts_with("reply+") && address.ends_with("@haus.de"))
    }
}
