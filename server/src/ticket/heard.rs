//! A message of somebody who is not signed in: by a mail, or by a link of one.
use crate::ticket::history::By;
use crate::ticket::work::Work;
use domain::id::DocumentId;
use domain::ticket::timeline::What;
use domain::ticket::{Stage, workflow};

/// Writes it as the portal would take it, with what it brings about. Mere thanks do not reopen what is done.
pub fn heard(work: &mut Work<'_>, by: By, body: String, documents: Vec<DocumentId>, thanks: bool) {
    let staff = by.staff;
    work.happened(by, What::Message { body, documents });
    if staff {
        return;
    }
    let policy = work.house.policy();
    let back = Stage::InTriage;
    let present = work.row.present(true);
    match work.stage {
        Stage::Question if policy.workflow.check(work.stage, back, workflow::By::System, present).is_ok() => {
            work.shift(None, back, String::new());
        }
        Stage::Done if !thanks => {
            let (actor, relation) = work.customer();
            let by = workflow::By::Person(&actor, &relation);
            if policy.workflow.check(work.stage, back, by, present).is_ok() {
                work.shift(None, back, String::new());
            }
        }
        _ => {}
    }
}
