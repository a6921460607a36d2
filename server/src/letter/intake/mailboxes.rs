//! From where mail of the house leaves, and where it comes in.
mod query;

use crate::fault::Fault;
use crate::house::House;
use crate::mailbox::through::Through;
use jiff::Timestamp;
use query::{Row, mailboxes};
use sea_orm::ConnectionTrait;

/// Where, when and from whom a mail comes in.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// At which mailbox.
    pub mailbox: i64,
    /// When it arrived there.
    pub now: Timestamp,
    /// Address of its writer.
    pub from: &'a str,
}

/// The mailboxes of the house, and from where all other mail leaves.
pub struct OwnMailboxes {
    addresses: Vec<String>,
    throughs: Vec<Through>,
    /// How many tickets writers without account opened lately, by then, where a mail comes in, up to as many as matter; 0 where its
    /// own writer has an account. Those that staff open for such writers count too.
    pub strangers: u32,
}

impl OwnMailboxes {
    /// Reads them.
    pub async fn read<C: ConnectionTrait>(
        db: &C,
        house: &House,
        arrival: Option<Arrival<'_>>,
    ) -> Result<Self, Fault> {
        let rows = mailboxes(db, arrival).await?;
        let strangers = rows.iter().map(|row| row.strangers).max().unwrap_or(0);
        let sender = house.mail_from()?.email.to_string().to_lowercase();
        let kept = rows.iter().filter(|row| !row.removed).map(|row| row.address.clone());
        Ok(Self {
            addresses: kept.chain([sender]).collect(),
            strangers: u32::try_from(strangers).unwrap_or(u32::MAX),
            throughs: rows.into_iter().map(Row::into_through).collect(),
        })
    }

    /// What a ticket begins with that comes through one of them.
    pub fn through(&self, mailbox: i64) -> Option<Through> {
        self.throughs.iter().find(|through| through.mailbox == mailbox).cloned()
    }

    /// Whether an address is one of them, whatever follows a plus in it.
    pub fn covers(&self, address: &str) -> bool {
        let Some((local, domain)) = address.rsplit_once('@') else { return false };
        let plain = local.split('+').next().unwrap_or(local);
        self.addresses.iter().any(|own| *own == address || *own == format!("{plain}@{domain}"))
    }
}
