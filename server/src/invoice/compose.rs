//! A draft as the document that it would be.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::row::{InvoiceRow, LineRow, lines};
use crate::invoice::{payer, search};
use crate::store::{Change, all, run};
use app::invoice::word::discount_words;
use domain::invoice::line::{Hours, Line};
use domain::invoice::{Invoice, Kind, Preceding};
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// The document, under a number and as of a day. Without a company it has an empty sender.
pub async fn draft<C: ConnectionTrait>(
    house: &House,
    db: &C,
    row: &InvoiceRow,
    number: &str,
    today: Date,
) -> Result<Invoice, Fault> {
    let kind = row.kind()?;
    let policy = house.policy();
    let payer = payer::on(db, row).await?;
    let standing = lines(db, row.id).await?;
    let standing = standing.iter().filter(|line| !line.left_out);
    let lines = standing.map(LineRow::line).collect::<Result<Vec<_>, _>>()?;
    let corrects = match row.corrects_id {
        Some(id) => preceding(db, id).await?,
        None => None,
    };
    let lang = row.lang();
    let discounts = row.allowance()?.map(|one| one.discounts(&lines, &discount_words(lang, &one)));
    let mut invoice = Invoice {
        kind,
        number: number.to_owned(),
        issued_on: today,
        due_on: None,
        period: row.period()?,
        lang,
        seller: policy.billing.seller.clone().unwrap_or_default(),
        buyer: payer.buyer,
        corrects,
        order: row.order_number.clone(),
        purchase_order: Some(payer.purchase_order).filter(|number| !number.is_empty()),
        project: project(db, row.id).await?,
        intro: if kind == Kind::Invoice { policy.billing.intro(lang).to_owned() } else { String::new() },
        closing: policy.billing.closing(lang).to_owned(),
        lines,
        discounts: discounts.unwrap_or_default(),
        paid_cents: 0,
        hours: annex(db, row).await?,
    };
    if kind == Kind::Invoice && invoice.totals().due > 0 {
        invoice.due_on = Some(policy.billing.due_on(today, payer.due_days));
    }
    Ok(invoice)
}

/// The document that another one takes back or corrects.
pub async fn preceding<C: ConnectionTrait>(db: &C, id: i64) -> Result<Option<Preceding>, Fault> {
    let Some(row) = crate::invoice::row::by_id(db, id).await? else { return Ok(None) };
    let issued_on = row.issued_on()?;
    Ok(row.number.zip(issued_on).map(|(number, issued_on)| Preceding { number, issued_on }))
}

/// The project of a document whose lines all come from, or give back, work or items of one and the same.
async fn project<C: ConnectionTrait>(db: &C, invoice: i64) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Project {
        project: String,
    }
    let sql =
        "SELECT DISTINCT COALESCE(s.project, '') AS project FROM invoice_line l
      LEFT JOIN invoice_source s ON s.line_id = COALESCE(l.origin_id, l.id) WHERE l.invoice_id = $1 AND l.left_out = FALSE LIMIT 2";
    let mut projects: Vec<Project> = all(db, sql, [invoice.into()]).await?;
    let alone = projects.pop().filter(|_| projects.is_empty());
    Ok(alone.map(|one| one.project).filter(|name| !name.is_empty()))
}

/// Work behind the lines that stand there, then what is free, by day.
async fn annex<C: ConnectionTrait>(db: &C, row: &InvoiceRow) -> Result<Vec<Hours>, Fault> {
    #[derive(FromQueryResult)]
    struct Annex {
        annex: String,
    }
    let sql = "SELECT s.annex FROM invoice_source s JOIN invoice_line l ON l.id = s.line_id
      WHERE s.invoice_id = $1 AND l.left_out = FALSE AND s.annex IS NOT NULL ORDER BY s.id";
    let rows: Vec<Annex> = all(db, sql, [row.id.into()]).await?;
    let read = |row: &Annex| serde_json::from_str(&row.annex);
    let mut hours: Vec<Hours> = rows.iter().map(read).collect::<Result<_, _>>()?;
    hours.extend(serde_json::from_str::<Vec<Hours>>(&row.free)?);
    hours.sort_by_key(|row| row.day);
    Ok(hours)
}

/// Keeps what a draft comes to and the words by which it is found, after its lines changed.
pub async fn refresh(house: &House, change: &Change, id: i64, today: Date, now: i64) -> Result<(), Fault> {
    let row = crate::invoice::row::by_id(change.db(), id).await?;
    let row = row.ok_or_else(|| Fault::broken(format!("there is no draft {id}")))?;
    let invoice = draft(house, change.db(), &row, "", today).await?;
    let totals = invoice.totals();
    let sql = "UPDATE invoice SET net = $2, gross = $3, words = $4, changed_at = $5, version = version + 1 WHERE id = $1";
    let words = words(&row.title, &invoice.lines);
    search::enter(change.db(), id, row.organisation_id, &words).await?;
    run(change.db(), sql, [id.into(), totals.net.into(), totals.gross.into(), words.into(), now.into()])
        .await?;
    Ok(())
}

/// What a document is found by.
pub fn words(title: &str, lines: &[Line]) -> String {
    let of_line = lines.iter().flat_map(|line| [&line.group, &line.name, &line.description]);
    std::iter::once(title).chain(of_line.map(String::as_str)).collect::<Vec<_>>().join("\n")
}
