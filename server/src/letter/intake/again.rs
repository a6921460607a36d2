//! A mail that is there already: what tells it apart, what became of it, and its receipt.
use super::{Receipt, receipt};
use crate::fault::Fault;
use crate::letter::mime::Mail;
use crate::store::one;
use domain::letter::bounce::bounce;
use domain::letter::machine::Machine;
use domain::letter::thread::{Decision, Rule};
use domain::ticket::number::TicketNumber;
use sea_orm::{ConnectionTrait, FromQueryResult};
use sha2::{Digest as _, Sha256};

/// What tells a mail apart: its Message-ID with what it says and the files that came with it, so that nobody can keep a mail
/// out by sending its Message-ID first; without one all its bytes.
pub fn digest(mail: &Mail, raw: &[u8]) -> String {
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

/// What became of a mail when it first came.
#[derive(FromQueryResult)]
pub struct Earlier {
    decision: String,
    rule: String,
    machine: Option<String>,
    number: Option<i64>,
    deal: Option<String>,
}

/// What became of the mail of a digest; `None` where it was not there yet.
pub async fn earlier<C: ConnectionTrait>(db: &C, digest: &str) -> Result<Option<Earlier>, Fault> {
    let sql = "SELECT m.decision, m.rule, m.machine, t.number, m.deal FROM mail m LEFT JOIN ticket t ON t.id = m.ticket_id WHERE m.digest = $1";
    Ok(one(db, sql, [digest.into()]).await?)
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
        _ => Decision::NewTicket { rule, linked_to: None, machine },
    };
    Receipt { ticket, ..receipt(mail, deal.unwrap_or(decision), true) }
}
