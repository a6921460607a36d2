//! What a ticket begins with that comes through a mailbox (B1).
use crate::fault::Fault;
use crate::store::{Change, one_row};
use domain::letter::mailbox::class;
use domain::policy::Policy;

/// The mailbox of a ticket as it is now, whatever it was when its reader began.
#[derive(Clone, Debug)]
pub struct Through {
    /// Which; answers leave from its address.
    pub mailbox: i64,
    /// Whose queue shows the ticket.
    pub team: Option<i64>,
    /// That team's name.
    pub team_name: Option<String>,
    /// Class, by code.
    pub class: Option<String>,
}

impl Through {
    /// For a ticket that continues another: answers leave from where those about the other one left.
    pub async fn of_ticket(change: &Change, ticket: i64) -> Result<Option<Self>, Fault> {
        let row =
            one_row(change.db(), "SELECT mailbox_id FROM ticket WHERE id = $1", [ticket.into()]).await?;
        let mailbox: Option<i64> = row.map_or(Ok(None), |row| row.try_get("", "mailbox_id"))?;
        Ok(mailbox.map(|mailbox| Self { mailbox, team: None, team_name: None, class: None }))
    }

    /// The class of a new ticket; `continued` is that of the ticket it continues.
    pub fn class(through: Option<&Self>, policy: &Policy, continued: Option<&str>) -> Option<String> {
        let is_class = |code: &str| policy.classes.iter().any(|class| class.code == code);
        class(is_class, continued, through.and_then(|through| through.class.as_deref())).map(str::to_owned)
    }
}
