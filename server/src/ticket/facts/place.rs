//! The organisation of a ticket that had none.
use crate::fault::Fault;
use crate::organisation::contract::plan_on;
use crate::package::draw;
use crate::store::{Change, one};
use crate::ticket::open::not_a_choice;
use crate::ticket::work::Work;
use domain::id::OrganisationId;
use domain::ticket::timeline::What;
use jiff::civil::Date;
use sea_orm::FromQueryResult;

/// Gives a ticket without organisation one: its project lead becomes responsible where nobody is (B10), and whoever
/// wrote from an address of one of its contacts takes part from now on.
pub async fn place(
    work: &mut Work<'_>,
    change: &mut Change,
    organisation: OrganisationId,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        lead: Option<i64>,
        lead_name: Option<String>,
        sender: Option<i64>,
        sender_name: Option<String>,
    }
    // Internal work is for nobody (C6); its time must never reach a customer's hours.
    if work.row.organisation_id.is_some() || work.row.internal {
        return Err(not_a_choice("organisation"));
    }
    let sql = "SELECT o.name, l.id AS lead, l.name AS lead_name, s.id AS sender, s.name AS sender_name
      FROM organisation o
      LEFT JOIN person l ON l.id = o.project_lead_id AND l.account <> 'left'
      LEFT JOIN person s ON s.email = $2 AND s.account <> 'left' AND EXISTS (SELECT 1 FROM membership m
        WHERE m.person_id = s.id AND m.organisation_id = o.id AND m.left_at IS NULL)
      WHERE o.id = $1";
    let values = [organisation.0.into(), work.row.author_email.clone().into()];
    let row: Row = one(change.db(), sql, values).await?.ok_or_else(|| not_a_choice("organisation"))?;
    let before = work.key(change).await?;
    work.row.organisation_id = Some(organisation.0);
    work.row.plan =
        plan_on(change.db(), Some(organisation.0), work.house.clock.moment(work.call.now)).await?;
    draw::follow_ticket(change, work.house, work.call, &work.row, Date::MIN).await?;
    work.did(What::Placed { organisation: row.name });
    let after = work.key(change).await?;
    if before != after {
        let keys = Some(Box::new((before, after)));
        work.did(What::Classified { from: None, to: None, keys, moved: Vec::new(), why: String::new() });
    }
    if work.row.assignee_id.is_none()
        && let (Some(lead), Some(name)) = (row.lead, row.lead_name)
    {
        work.row.assignee_id = Some(lead);
        work.did(What::Assigned { to: Some(name) });
    }
    if work.row.author_id.is_none()
        && let (Some(sender), Some(name)) = (row.sender, row.sender_name)
    {
        work.join(sender);
        work.did(What::PersonAdded { name });
    }
    Ok(())
}
