//! Rows of the lines of invoices.
use crate::fault::Fault;
use crate::store::{Change, all, insert};
use domain::id::InvoiceLineId;
use domain::invoice::Period;
use domain::invoice::line::Line;
use domain::search::fold;
use domain::vat::Vat;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A line as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LineRow {
    /// Id.
    pub id: i64,
    facts: String,
    /// Not on this document.
    pub left_out: bool,
    /// Why it was corrected or left out.
    pub reason: String,
    factor_percent: Option<i64>,
    own_vat: Option<String>,
    from_on: Option<String>,
    to_on: Option<String>,
}

impl LineRow {
    /// Which.
    pub const fn line_id(&self) -> InvoiceLineId {
        InvoiceLineId(self.id)
    }

    /// The factor of its work in percent.
    pub fn factor_percent(&self) -> Option<u16> {
        self.factor_percent.and_then(|percent| u16::try_from(percent).ok())
    }

    /// The tax that it has by itself, whatever is agreed with who pays.
    pub fn own_vat(&self) -> Option<Vat> {
        self.own_vat.as_deref().and_then(Vat::of_code)
    }

    /// When what it is for was done; `None` where nothing stands behind it, or it is of before that was kept.
    pub fn days(&self) -> Result<Option<Period>, Fault> {
        let day = |text: &str| text.parse().map_err(|_| Fault::impossible_row("invoice_line", self.id, text));
        let days = self.from_on.as_deref().zip(self.to_on.as_deref());
        days.map(|(from, to)| Ok(Period { from: day(from)?, to: day(to)? })).transpose()
    }

    /// What it says.
    pub fn line(&self) -> Result<Line, Fault> {
        serde_json::from_str(&self.facts)
            .map_err(|error| Fault::impossible_row("invoice_line", self.id, &error.to_string()))
    }
}

/// What is kept beside what a line says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The factor of its work in percent.
    pub factor_percent: Option<u16>,
    /// The line that it gives back.
    pub origin: Option<i64>,
    /// The tax that it has by itself, whatever is agreed with who pays.
    pub own_vat: Option<Vat>,
    /// Who added it by hand.
    pub added: Option<Added<'a>>,
    /// When what it is for was done.
    pub days: Option<Period>,
}

/// How a line came onto a draft that nothing stands behind.
#[derive(Clone, Copy, Debug)]
pub struct Added<'a> {
    /// Who added it.
    pub by: &'a str,
    /// When, in milliseconds.
    pub at: i64,
    /// Why.
    pub reason: &'a str,
}

/// Writes a line of a document; answers its id.
pub async fn write_line(
    change: &Change,
    invoice: i64,
    place: i64,
    line: &Line,
    beside: Beside<'_>,
) -> Result<i64, Fault> {
    let sql = "INSERT INTO invoice_line
        (invoice_id, place, facts, left_out, reason, minutes, net, words, factor_percent, origin_id, own_vat, added_by, added_at,
         added_reason, from_on, to_on)
      VALUES ($1, $2, $3, FALSE, '', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id";
    let values = [
        invoice.into(),
        place.into(),
        serde_json::to_string(line)?.into(),
        line.minutes().into(),
        line.net_cents().into(),
        words(line).into(),
        beside.factor_percent.map(i64::from).into(),
        beside.origin.into(),
        beside.own_vat.map(Vat::code).into(),
        beside.added.map(|added| added.by).into(),
        beside.added.map(|added| added.at).into(),
        beside.added.map(|added| added.reason).into(),
        beside.days.map(|days| days.from.to_string()).into(),
        beside.days.map(|days| days.to.to_string()).into(),
    ];
    Ok(insert(change.db(), sql, values).await?)
}

/// What a line is found by, with a space before each word.
pub fn words(line: &Line) -> String {
    format!(" {}", fold(&format!("{} {} {}", line.group, line.name, line.description)))
}

/// The lines of a document in their order.
pub async fn lines<C: ConnectionTrait>(db: &C, invoice: i64) -> Result<Vec<LineRow>, Fault> {
    let sql = "SELECT id, facts, left_out, reason, factor_percent, own_vat, from_on, to_on FROM invoice_line WHERE invoice_id = $1 ORDER BY place, id";
    Ok(all(db, sql, [invoice.into()]).await?)
}
