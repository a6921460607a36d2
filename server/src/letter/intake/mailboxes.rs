//! From where mail of the house leaves, and where it comes in.
use crate::fault::Fault;
use crate::house::House;
use crate::mailbox::through::Through;
use crate::store::all;
use domain::letter::cap::{MOST_STRANGERS, STRANGERS_WINDOW};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    address: String,
    removed: bool,
    mailbox: i64,
    team: Option<i64>,
    team_name: Option<String>,
    class: Option<String>,
    strangers: i64,
}

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
    /// Reads them in one statement.
    pub async fn read<C: ConnectionTrait>(
        db: &C,
        house: &House,
        arrival: Option<Arrival<'_>>,
    ) -> Result<Self, Fault> {
        // Both databases count only where it is asked for.
        let strangers = match arrival {
            Some(_) => format!(
                "CASE WHEN b.id = $1 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.email = $2 AND p.account <> 'left')
                   THEN (SELECT COUNT(*) FROM (SELECT t.id FROM ticket t WHERE t.mailbox_id = $1 AND t.opened_at > $3 AND t.opened_at <= $4
                     AND t.author_id IS NULL AND t.channel = 'mail' LIMIT {MOST_STRANGERS}) lately) ELSE 0 END"
            ),
            None => "CAST(0 AS BIGINT)".to_owned(),
        };
        let values: Vec<Value> = arrival.map_or_else(Vec::new, |Arrival { mailbox, now, from }| {
            let since = now - STRANGERS_WINDOW;
            vec![mailbox.into(), from.into(), since.as_millisecond().into(), now.as_millisecond().into()]
        });
        let sql = format!(
            "SELECT b.address, (b.removed_at IS NOT NULL) AS removed, b.id AS mailbox, b.team_id AS team, t.name AS team_name, b.class,
               {strangers} AS strangers FROM mailbox b LEFT JOIN team t ON t.id = b.team_id"
        );
        let rows: Vec<Row> = all(db, &sql, values).await?;
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

impl Row {
    fn into_through(self) -> Through {
        let Self { mailbox, team, team_name, class, .. } = self;
        Through { mailbox, team, team_name, class }
    }
}
