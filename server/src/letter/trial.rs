//! What must be true of every mail whatever its bytes: reading and placing it ends, breaks nothing and lets no stranger in.
//! `server/fuzz` searches for mails of which it is not; the test below reads the seeds of that search.
use super::{html, mime};
use domain::deal::{Deal, QuoteNumber};
use domain::id::MailId;
use domain::letter::bounce::bounce;
use domain::letter::incoming::Incoming;
use domain::letter::lookup::Lookup;
use domain::letter::machine::{machine, of_form};
use domain::letter::reply::{opening, visible};
use domain::letter::subject;
use domain::letter::thanks::only_thanks;
use domain::letter::thread::{Decision, Rule, decide};
use domain::letter::voice::{DealLetter, Voice};
use domain::ticket::number::{NumberFormat, TicketNumber};

/// The one ticket of the houses below.
const TICKET: TicketNumber = TicketNumber(1042);
/// The key that fits its number.
const KEY: &str = "abcdef0123456789";

/// A house that answers every question as badly as it can.
#[derive(Clone, Copy)]
struct House {
    /// Every number, Message-ID and key leads to its ticket.
    knows: bool,
    /// Everybody takes part.
    open: bool,
    /// Its ticket is closed, and strangers open too many.
    closed: bool,
}

impl House {
    fn found(self) -> Option<TicketNumber> {
        self.knows.then_some(TICKET)
    }
}

impl Lookup for House {
    fn token(&self, text: &str) -> Option<TicketNumber> {
        self.found().filter(|_| text.contains(KEY))
    }
    fn sent(&self, _: &str) -> Option<TicketNumber> {
        self.found()
    }
    fn deal(&self, id: &str) -> Option<DealLetter> {
        let deal = Deal::Quote(QuoteNumber { year: 2026, serial: 1 });
        (self.knows && self.open && id.starts_with("deal"))
            .then_some(DealLetter { deal, internal: self.closed })
    }
    fn foreign(&self, _: &str) -> Option<TicketNumber> {
        self.found()
    }
    fn number(&self, text: &str) -> Option<TicketNumber> {
        NumberFormat::default().read(text).and(self.found())
    }
    fn voice(&self, _: TicketNumber, _: &str) -> Voice {
        if self.open { Voice::Public } else { Voice::Unheard }
    }
    fn on_staff(&self, _: TicketNumber, _: &str) -> bool {
        false
    }
    fn is_closed(&self, _: TicketNumber) -> bool {
        self.closed
    }
    fn follow_up(&self, _: TicketNumber) -> Option<TicketNumber> {
        self.found()
    }
    fn is_flooded(&self) -> bool {
        self.closed
    }
    fn own_house(&self, named: &str) -> bool {
        named == "portal.test"
    }
    fn own_mailbox(&self, address: &str) -> bool {
        address.ends_with("@portal.test")
    }
}

/// Reads and places a mail in every way, and panics where it is not as it must be.
pub fn endures(raw: &[u8]) {
    let incoming = &of_form(mime::read(raw).incoming, |address| address.ends_with("@portal.test"));
    is_bounded(incoming);
    for knows in [false, true] {
        for open in [false, true] {
            for closed in [false, true] {
                is_placed(incoming, House { knows, open, closed });
            }
        }
    }
    let shown = visible(&incoming.body).visible;
    for shown in [&shown, &opening(&incoming.body).visible] {
        assert!(shown.len() <= incoming.body.len(), "a reply grew");
        assert!(shown.trim().is_empty() == incoming.body.trim().is_empty(), "a reply got lost");
    }
    only_thanks(&shown, &incoming.from_name);
    subject::likeness(&incoming.subject);
    subject::is_forward(&incoming.subject);
    assert!(subject::bare(&incoming.subject, &NumberFormat::default()).len() <= incoming.subject.len());
    if let Some(shown) = html::shown(raw, MailId(7)) {
        let html = shown.html.to_lowercase();
        for bad in
            ["<script", "<iframe", "<object", "<form", "<style", "<svg", "src=\"http", "href=\"javascript:"]
        {
            assert!(!html.contains(bad), "{bad} is shown");
        }
    }
}

fn is_bounded(mail: &Incoming) {
    let lines = [&mail.subject, &mail.from, &mail.from_name].into_iter();
    let lines =
        lines.chain(&mail.message_id).chain(&mail.references).chain(&mail.in_reply_to).chain(&mail.returned);
    for line in lines.chain(&mail.to) {
        assert!(!line.chars().any(char::is_control) && line.len() <= 4_000, "a line that is none");
    }
    // PostgreSQL stores no NUL.
    assert!(!mail.body.contains('\0'));
}

fn is_placed(mail: &Incoming, house: House) {
    let sign = machine(mail, &house);
    match decide(mail, &house) {
        Decision::NewTicket { linked_to, machine, .. } => {
            assert!(machine == sign);
            assert!(linked_to.is_none() || (house.knows && house.open && house.closed));
        }
        Decision::Append { machine, .. } => assert!(machine == sign && house.knows && house.open),
        Decision::Comment { machine, .. } => assert!(machine == sign && house.knows && house.open),
        Decision::Quarantine { machine, rule, .. } => {
            let alone = matches!(
                rule,
                Rule::Empty | Rule::Spam | Rule::CalendarAnswer | Rule::OwnMailbox | Rule::Flood
            );
            assert!(machine == sign && (alone || house.knows && !house.open));
        }
        Decision::Bounce { ticket, .. } => {
            assert!(bounce(mail).is_some() && (house.knows || ticket.is_none()));
        }
        Decision::Loop { .. } => assert!(sign.is_some()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_seed_of_the_search_is_read_and_placed() {
        let folder = "fuzz/seeds/mail";
        let seeds: Vec<_> = std::fs::read_dir(folder).unwrap().map(|seed| seed.unwrap().path()).collect();
        assert!(seeds.len() >= 40, "{} seeds", seeds.len());
        for seed in seeds {
            eprintln!("{}", seed.display());
            super::endures(&std::fs::read(seed).unwrap());
        }
    }
}
