//! Mails that come so often on one ticket that a program seems to answer by itself (pitfalls "Loops").
use super::Placing;
use crate::fault::Fault;
use crate::letter::intake::query;
use crate::store::Change;
use domain::letter::cap::{WINDOW, is_loop};
use domain::letter::machine::Machine;
use domain::letter::thread::Decision;

impl Placing<'_> {
    /// A decision with the sign of such a mail, where it is one. It stands on the ticket as any other, and brings about what it would:
    /// a person may have written it, and may object. But nobody is mailed about it, so that no other program answers.
    pub async fn counted(&self, change: &Change, decision: Decision) -> Result<Decision, Fault> {
        let Decision::Append { ticket, rule, machine, internal: false } = decision else {
            return Ok(decision);
        };
        // Of other programs nobody is told anyway.
        if machine.is_some_and(|machine| !machine.may_be_a_person()) {
            return Ok(decision);
        }
        let incoming = &self.mail.incoming;
        let since = self.arrived - WINDOW;
        let earlier = query::said(change, self.ticket(ticket)?, &incoming.from, since).await?;
        // Who sends one file after the other writes the same beside each.
        let text = if incoming.attached { String::new() } else { self.words(false).0 };
        if !is_loop(&earlier, &text, self.arrived) {
            return Ok(decision);
        }
        Ok(Decision::Append { ticket, rule, machine: Some(Machine::Repeating), internal: false })
    }
}
