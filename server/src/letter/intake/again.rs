//! A mail that is there already: what tells it apart, and its receipt.
mod bytes;

pub use bytes::digest;

use super::query::Earlier;
use super::{Receipt, receipt};
use crate::letter::mime::Mail;
use domain::letter::bounce::bounce;
use domain::letter::machine::Machine;
use domain::letter::thread::{Decision, Rule};
use domain::ticket::number::TicketNumber;
use sha2::{Digest as _, Sha256};

/// By what versions before told it apart: what was read of it, so that it changed with the reading. What they took in may lie in a
/// mailbox still, unmarked, and must not come twice.
pub fn former(mail: &Mail, raw: &[u8]) -> String {
    let incoming = &mail.incoming;
    let digest = match &incoming.message_id {
        Some(id) => {
            let said = [id, &incoming.from, &incoming.subject, &incoming.body];
            let said = said.iter().map(|part| part.as_bytes());
            let files = mail.files.iter().flat_map(|file| [file.name.as_bytes(), &file.bytes]);
            said.chain(files).fold(Sha256::new(), |digest, part| digest.chain_update(part).chain_update([0]))
        }
        None => Sha256::new_with_prefix(raw),
    };
    crate::secret::hex(&digest.finalize()[..20])
}

/// The receipt of a mail that is there already.
pub fn again(mail: &Mail, earlier: &Earlier) -> Receipt {
    let rule = Rule::of_code(&earlier.rule).unwrap_or(Rule::None);
    let ticket = earlier.number.map(TicketNumber);
    let machine = earlier.machine.as_deref().and_then(Machine::of_code);
    let comment = |deal| Decision::Comment { deal, rule, machine, internal: false };
    let deal = earlier.deal.as_deref().and_then(|deal| deal.parse().ok()).map(comment);
    let decision = match (earlier.decision.as_str(), ticket) {
        ("append", Some(ticket)) => Decision::Append { ticket, rule, machine, internal: false },
        // Rules that changed since may read nothing of the kind in it.
        ("bounce", ticket) => {
            bounce(&mail.incoming).map_or(Decision::Quarantine { ticket, rule, machine }, |bounce| {
                Decision::Bounce { ticket, rule, bounce }
            })
        }
        ("quarantine" | "dropped", ticket) => Decision::Quarantine { ticket, rule, machine },
        ("loop", _) => Decision::Loop { rule },
        _ => Decision::NewTicket { rule, linked_to: None, named: earlier.named.map(TicketNumber), machine },
    };
    Receipt { ticket, ..receipt(mail, deal.unwrap_or(decision), true) }
}
