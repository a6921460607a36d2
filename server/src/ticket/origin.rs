//! By which mails the entries of a history came, and where their words went when staff moved them.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use app::ticket::view::{Entry, EntryMail, EntryMoved, MailPlaced};
use domain::id::MailId;
use domain::letter::thread::Rule;
use domain::ticket::number::TicketNumber;
use sea_orm::FromQueryResult;
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Row {
    entry: i64,
    withdrawn: bool,
    cut: bool,
    own: Option<i64>,
    has_html: Option<bool>,
    from_email: Option<String>,
    rule: Option<String>,
    named: Option<i64>,
    machine: Option<String>,
    settled_by: Option<String>,
    waited: Option<bool>,
    moved_to: Option<i64>,
    number: Option<i64>,
    gone: Option<i64>,
    came: bool,
}

/// `own` is the mail that stands as the entry, `gone` the one that stood there and went from it to `moved_to`; `came` says
/// whether its words were moved there from another.
const ORIGINS: &str = "
SELECT e.id AS entry, e.withdrawn, e.cut, m.id AS own, m.has_html, m.from_email, m.rule, m.named, m.machine, m.settled_by, m.waited, e.moved_to, t.number,
  g.id AS gone, EXISTS (SELECT 1 FROM entry b WHERE b.moved_to = e.id AND b.id < e.id) AS came
FROM entry e
LEFT JOIN mail m ON m.entry_id = e.id
LEFT JOIN entry n ON n.id = e.moved_to
LEFT JOIN ticket t ON t.id = n.ticket_id
LEFT JOIN mail g ON g.entry_id = e.moved_to
WHERE e.ticket_id = $1 AND (m.id IS NOT NULL OR e.moved_to IS NOT NULL)";

/// Names the mails of a ticket's entries; why they stand there, and where they went, only to staff.
pub async fn name(house: &House, ticket: i64, staff: bool, entries: &mut [Entry]) -> Result<(), Fault> {
    let rows: Vec<Row> = all(house.store.read(), ORIGINS, [ticket.into()]).await?;
    let mut rows: HashMap<i64, Row> = rows.into_iter().map(|row| (row.entry, row)).collect();
    for entry in entries {
        let Some(row) = rows.remove(&entry.id) else { continue };
        entry.moved = row.moved().filter(|_| staff);
        entry.mail = row.mail(staff);
    }
    Ok(())
}

impl Row {
    fn moved(&self) -> Option<EntryMoved> {
        let to = TicketNumber(self.number?);
        // Entries grow: what went to an earlier one was itself the way back.
        let forth = self.moved_to.is_some_and(|to| to > self.entry);
        Some(EntryMoved { to, kept: !self.withdrawn, undo: self.gone.filter(|_| forth).map(MailId) })
    }

    fn mail(self, staff: bool) -> Option<EntryMail> {
        let placed = MailPlaced {
            from: self.from_email.unwrap_or_default(),
            rule: self.rule.as_deref().and_then(Rule::of_code).unwrap_or(Rule::None),
            named: self.named.map(TicketNumber),
            machine: self.machine.is_some(),
            settled_by: self.settled_by,
            moved: self.came,
            waited: self.waited.unwrap_or_default(),
        };
        Some(EntryMail {
            id: MailId(self.own?),
            has_html: self.has_html.unwrap_or_default(),
            cut: self.cut,
            placed: staff.then_some(placed),
        })
    }
}
