//! When a ticket is billed (C1).
use crate::billing::gather::is_charged;
use crate::billing::supply::Worked;

/// Whether a ticket is billed: something of it `stands` on an invoice, and of what does not, nothing would be charged. A ticket of which
/// nothing was ever charged (a plan covers it, a package paid it) was never on an invoice and stays closed.
pub fn is_billed(stands: bool, left: &[Worked]) -> bool {
    stands && !left.iter().any(is_charged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approval::consent::Tariff;
    use crate::billing::supply::{Drawn, Worksite};
    use crate::effort::Billing;
    use crate::id::EffortId;
    use crate::ticket::TicketType;
    use crate::ticket::number::TicketNumber;

    fn work() -> Worked {
        Worked {
            effort: EffortId(1),
            day: jiff::civil::date(2026, 11, 24),
            minutes: 30,
            billing: Billing::Billable,
            site: Worksite {
                number: TicketNumber(1042),
                title: "Warenkorb".into(),
                inner: false,
                fixed: None,
                project: None,
            },
            tariff: Tariff { kind: TicketType::Normal, rate_cents: 9_500, factor_percent: 100, draws: false },
            covered: false,
            drawn: None,
        }
    }

    #[test]
    fn a_ticket_is_billed_once_nothing_is_left_to_charge() {
        let goodwill = Worked { billing: Billing::Goodwill, ..work() };
        let covered = Worked { covered: true, ..work() };
        let package = Worked { drawn: Some(Drawn { used: 30, overage: 0 }), ..work() };
        let beyond = Worked { drawn: Some(Drawn { used: 0, overage: 30 }), ..work() };
        let free = [goodwill, covered, package];
        assert!(is_billed(true, &[]) && is_billed(true, &free));
        assert!(!is_billed(false, &[]) && !is_billed(false, &free), "it never stood on an invoice");
        assert!(!is_billed(true, &[work()]) && !is_billed(true, &[beyond]));
    }
}
