//! From where mail of the house leaves, and where it comes in.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Address {
    address: String,
}

/// The addresses of the house: its mailboxes, and from where all other mail leaves.
pub struct OwnMailboxes(Vec<String>);

impl OwnMailboxes {
    /// Reads them.
    pub async fn read<C: ConnectionTrait>(db: &C, house: &House) -> Result<Self, Fault> {
        let rows: Vec<Address> = all(db, "SELECT address FROM mailbox WHERE removed_at IS NULL", []).await?;
        let sender = house.mail_from()?.email.to_string().to_lowercase();
        Ok(Self(rows.into_iter().map(|row| row.address).chain([sender]).collect()))
    }

    /// Whether an address is one of them, whatever follows a plus in it.
    pub fn covers(&self, address: &str) -> bool {
        let Some((local, domain)) = address.rsplit_once('@') else { return false };
        let plain = local.split('+').next().unwrap_or(local);
        self.0.iter().any(|own| *own == address || *own == format!("{plain}@{domain}"))
    }
}
