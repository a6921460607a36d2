//! Mailboxes that the settings file names are taken over into the table.
use crate::config::mailbox::MailboxSettings;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, one_row, run};
use jiff::Timestamp;

/// Brings the table to what the settings say. Mailboxes that are named no more stay, without connection, and are kept in the
/// browser from then on. What was mapped in the browser counts more than the language of the file.
pub async fn take_over(house: &House, mailboxes: &[MailboxSettings]) -> Result<(), Fault> {
    let change = house.store.change().await?;
    let sql = "UPDATE mailbox SET imap = FALSE, source = 'browser' WHERE source = 'file'";
    run(change.db(), sql, []).await?;
    for mailbox in mailboxes {
        let id = place(&change, mailbox, house.clock.now()).await?;
        let sql = "UPDATE mailbox SET name = name || ' #' || CAST(id AS TEXT) WHERE name = $1 AND id <> $2";
        run(change.db(), sql, [mailbox.name.clone().into(), id.into()]).await?;
        let sql = "UPDATE mailbox SET name = $2, address = $3, lang = CASE WHEN changed_at IS NULL THEN $4 ELSE lang END,
          imap = $5, source = 'file', active = TRUE, removed_at = NULL, url = NULL, secret = NULL, token_url = NULL,
          token_client = NULL, token_client_secret = NULL, token_scope = NULL WHERE id = $1";
        let values = [
            id.into(),
            mailbox.name.clone().into(),
            mailbox.address.clone().into(),
            mailbox.lang.code().into(),
            mailbox.imap.is_some().into(),
        ];
        run(change.db(), sql, values).await?;
    }
    // What came in place of a refresh token of the file goes with it.
    let sql = "UPDATE mailbox SET token_renewed = NULL, token_renewed_of = NULL WHERE source = 'browser' AND url IS NULL";
    run(change.db(), sql, []).await?;
    change.commit().await
}

/// The row that has its address, else its name, else a new one.
async fn place(change: &Change, mailbox: &MailboxSettings, now: Timestamp) -> Result<i64, Fault> {
    for (column, value) in [("address", &mailbox.address), ("name", &mailbox.name)] {
        let sql = format!("SELECT id FROM mailbox WHERE {column} = $1");
        if let Some(row) = one_row(change.db(), &sql, [value.clone().into()]).await? {
            return Ok(row.try_get("", "id")?);
        }
    }
    insert(change, &mailbox.name, &mailbox.address, now).await
}

/// A new mailbox; all else about it is set afterwards.
pub async fn insert(change: &Change, name: &str, address: &str, now: Timestamp) -> Result<i64, Fault> {
    let sql = "INSERT INTO mailbox (name, address, lang, created_at, connected_at) VALUES ($1, $2, 'de', $3, $3) RETURNING id";
    let values = [name.into(), address.into(), now.as_millisecond().into()];
    Ok(crate::store::insert(change.db(), sql, values).await?)
}
