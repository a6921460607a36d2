//! From where mail of the house leaves, and where it comes in.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use domain::letter::cap::{MOST_STRANGERS, STRANGERS_WINDOW};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Address {
    address: String,
}

#[derive(FromQueryResult)]
struct Busy {
    address: String,
    strangers: i64,
}

/// Where and when a mail comes in.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// At which mailbox.
    pub mailbox: i64,
    /// When.
    pub now: Timestamp,
}

/// The addresses of the house: its mailboxes, and from where all other mail leaves.
pub struct OwnMailboxes(Vec<String>);

impl OwnMailboxes {
    /// Reads them.
    pub async fn read<C: ConnectionTrait>(db: &C, house: &House) -> Result<Self, Fault> {
        let rows: Vec<Address> = all(db, "SELECT address FROM mailbox WHERE removed_at IS NULL", []).await?;
        Self::of(house, rows.into_iter().map(|row| row.address))
    }

    /// Reads them, and in the same statement how many tickets writers without account opened lately where a mail comes in; of
    /// who has one, none are counted. Those that staff open for such writers count too.
    pub async fn read_at<C: ConnectionTrait>(
        db: &C,
        house: &House,
        from: &str,
        Arrival { mailbox, now }: Arrival,
    ) -> Result<(Self, u32), Fault> {
        let since = (now - STRANGERS_WINDOW).as_millisecond();
        // Both databases count only where it is asked for, and no more than matter.
        let sql = format!(
            "SELECT b.address,
               CASE WHEN b.id = $1 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.email = $2 AND p.account <> 'left')
                 THEN (SELECT COUNT(*) FROM (SELECT t.id FROM ticket t WHERE t.mailbox_id = $1 AND t.opened_at > $3
                   AND t.author_id IS NULL AND t.channel = 'mail' LIMIT {MOST_STRANGERS}) lately)
                 ELSE 0 END AS strangers
             FROM mailbox b WHERE b.removed_at IS NULL"
        );
        let rows: Vec<Busy> = all(db, &sql, [mailbox.into(), from.into(), since.into()]).await?;
        let strangers = rows.iter().map(|row| row.strangers).max().unwrap_or(0);
        let own = Self::of(house, rows.into_iter().map(|row| row.address))?;
        Ok((own, u32::try_from(strangers).unwrap_or(u32::MAX)))
    }

    fn of(house: &House, mailboxes: impl Iterator<Item = String>) -> Result<Self, Fault> {
        let sender = house.mail_from()?.email.to_string().to_lowercase();
        Ok(Self(mailboxes.chain([sender]).collect()))
    }

    /// Whether an address is one of them, whatever follows a plus in it.
    pub fn covers(&self, address: &str) -> bool {
        let Some((local, domain)) = address.rsplit_once('@') else { return false };
        let plain = local.split('+').next().unwrap_or(local);
        self.0.iter().any(|own| *own == address || *own == format!("{plain}@{domain}"))
    }
}
