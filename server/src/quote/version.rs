//! Versions of quotes: written until they are sent, and never changed from then on.
use crate::fault::Fault;
use crate::store::{Change, all, run};
use app::call::Call;
use domain::id::PersonId;
use domain::quote::offer::Offer;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A version as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
pub struct VersionRow {
    version: i64,
    offer: String,
    /// When it was sent.
    pub sent_at: Option<i64>,
    /// Who wrote it.
    pub by: String,
}

impl VersionRow {
    /// Which.
    pub fn version(&self) -> u32 {
        u32::try_from(self.version).unwrap_or_default()
    }

    /// What it says.
    pub fn offer(&self) -> Result<Offer, Fault> {
        serde_json::from_str(&self.offer)
            .map_err(|error| Fault::impossible_row("quote_version", self.version, &error.to_string()))
    }
}

/// All versions of a quote, the newest first.
pub async fn of_quote<C: ConnectionTrait>(db: &C, quote: i64) -> Result<Vec<VersionRow>, Fault> {
    let sql = "SELECT v.version, v.offer, v.sent_at, p.name AS by FROM quote_version v JOIN person p ON p.id = v.written_by
      WHERE v.quote_id = $1 ORDER BY v.version DESC";
    Ok(all(db, sql, [quote.into()]).await?)
}

/// The version that is written now: the one that was not sent, or the next.
pub fn next(rows: &[VersionRow]) -> u32 {
    match rows.first() {
        None => 1,
        Some(last) if last.sent_at.is_none() => last.version(),
        Some(last) => last.version() + 1,
    }
}

/// Writes a version that was not sent.
pub async fn write(
    change: &Change,
    call: &Call,
    by: PersonId,
    quote: i64,
    version: u32,
    offer: &Offer,
) -> Result<(), Fault> {
    let sql = "INSERT INTO quote_version (quote_id, version, offer, written_by, written_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (quote_id, version) DO UPDATE SET offer = excluded.offer, written_by = excluded.written_by,
      written_at = excluded.written_at WHERE quote_version.sent_at IS NULL";
    let values = [
        quote.into(),
        i64::from(version).into(),
        serde_json::to_string(offer)?.into(),
        by.0.into(),
        call.now.as_millisecond().into(),
    ];
    if run(change.db(), sql, values).await?.rows_affected() == 1 {
        return Ok(());
    }
    Err(Fault::broken(format!("version {version} of quote {quote} was sent and cannot be written again")))
}

/// Marks a version as sent, with what the quote's row repeats of it.
pub async fn send(
    change: &Change,
    call: &Call,
    quote: i64,
    version: u32,
    offer: &Offer,
) -> Result<(), Fault> {
    let at = call.now.as_millisecond();
    let sql = "UPDATE quote_version SET sent_at = $3 WHERE quote_id = $1 AND version = $2";
    run(change.db(), sql, [quote.into(), i64::from(version).into(), at.into()]).await?;
    let totals = offer.totals();
    let sql =
        "UPDATE quote SET sent_version = $2, valid_until = $3, net = $4, gross = $5, title = $6, known = TRUE
      WHERE id = $1";
    let values = [
        quote.into(),
        i64::from(version).into(),
        offer.valid_until.to_string().into(),
        totals.net.into(),
        totals.gross.into(),
        offer.title.clone().into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}
