//! Rows of invoices.
mod line;

pub use line::{Added, Beside, LineRow, lines, words, write_line};

use crate::clock::Clock;
use crate::fault::Fault;
use crate::store::{Change, one, run};
use app::error::AppError;
use domain::access::{Actor, Area};
use domain::billing::account::{Account, Sent, Standing};
use domain::billing::allowance::Allowance;
use domain::billing::reference::References;
use domain::billing::{Event, State, WrongInvoice};
use domain::id::{InvoiceId, OrganisationId};
use domain::invoice::{Invoice, Kind, Period};
use domain::lang::Lang;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// A document as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct InvoiceRow {
    pub id: i64,
    pub number: Option<String>,
    kind: String,
    state: String,
    pub organisation_id: i64,
    pub organisation: String,
    pub address: String,
    pub town: String,
    pub account_manager_id: Option<i64>,
    pub order_id: Option<i64>,
    pub order_number: Option<String>,
    pub corrects_id: Option<i64>,
    pub corrects_number: Option<String>,
    pub title: String,
    lang: String,
    period_from: Option<String>,
    period_to: Option<String>,
    asked_from: String,
    asked_to: String,
    since: Option<String>,
    pub free: String,
    discount: Option<String>,
    buyer_reference: Option<String>,
    purchase_order: Option<String>,
    pub content: Option<String>,
    pub gross: i64,
    pub fee: i64,
    pub credited: i64,
    pub paid: i64,
    pub waived: i64,
    pub set_off: i64,
    pub discounted: i64,
    pub settled: i64,
    issued_on: Option<String>,
    due_on: Option<String>,
    reminded: i64,
    reminded_at: Option<i64>,
    pub version: i64,
}

/// The statement for documents; `i` is the document, `o` its organisation.
pub const INVOICE: &str = "
SELECT i.id, i.number, i.kind, i.state, i.organisation_id, o.name AS organisation, o.address, o.town, o.account_manager_id,
  i.order_id, r.number AS order_number, i.corrects_id, k.number AS corrects_number, i.title, i.lang, i.period_from, i.period_to,
  i.asked_from, i.asked_to, i.since, i.free, i.discount, i.buyer_reference, i.purchase_order, i.content, i.gross, i.fee, i.credited,
  i.paid, i.waived, i.set_off, i.discounted, i.settled, i.issued_on, i.due_on, i.reminded, i.reminded_at, i.version
FROM invoice i JOIN organisation o ON o.id = i.organisation_id
LEFT JOIN orders r ON r.id = i.order_id LEFT JOIN invoice k ON k.id = i.corrects_id";

/// The document that an address names, which this actor sees; else it is not found (A6).
pub async fn find<C: ConnectionTrait>(db: &C, actor: &Actor, reference: &str) -> Result<InvoiceRow, Fault> {
    let row: Option<InvoiceRow> = match reference.parse::<InvoiceId>() {
        Ok(id) => by_id(db, id.0).await?,
        Err(_) => one(db, &format!("{INVOICE} WHERE i.number = $1"), [reference.into()]).await?,
    };
    let row = row.ok_or(AppError::NotFound)?;
    let draft = row.state()? == State::Draft;
    let sees = if draft {
        actor.may_enter(Area::Invoices)
    } else {
        actor.sees_invoices_of(OrganisationId(row.organisation_id))
    };
    if sees { Ok(row) } else { Err(AppError::NotFound.into()) }
}

/// The same for who bills, locked until the change is over.
pub async fn find_to_change(change: &Change, actor: &Actor, reference: &str) -> Result<InvoiceRow, Fault> {
    let seen = find(change.db(), actor, reference).await?;
    if !actor.may_enter(Area::Billing) {
        return Err(AppError::NotYours.into());
    }
    hold(change, seen.id).await?;
    by_id(change.db(), seen.id).await?.ok_or_else(|| AppError::NotFound.into())
}

/// Locks a document until the change is over. SQLite has one writer anyway.
pub async fn hold(change: &Change, id: i64) -> Result<(), Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        run(change.db(), "SELECT id FROM invoice WHERE id = $1 FOR UPDATE", [id.into()]).await?;
    }
    Ok(())
}

/// The document of an id.
pub async fn by_id<C: ConnectionTrait>(db: &C, id: i64) -> Result<Option<InvoiceRow>, Fault> {
    Ok(one(db, &format!("{INVOICE} WHERE i.id = $1"), [id.into()]).await?)
}

impl InvoiceRow {
    fn impossible(&self, what: &str) -> Fault {
        Fault::impossible_row("invoice", self.id, what)
    }

    fn date(&self, text: Option<&str>) -> Result<Option<Date>, Fault> {
        text.map(|text| text.parse().map_err(|_| self.impossible(text))).transpose()
    }

    /// By what its address names it.
    pub fn reference(&self) -> String {
        self.number.clone().unwrap_or_else(|| self.id.to_string())
    }

    /// What it is.
    pub fn kind(&self) -> Result<Kind, Fault> {
        Kind::ALL.into_iter().find(|kind| kind.code() == self.kind).ok_or_else(|| self.impossible(&self.kind))
    }

    /// Where it is in its life.
    pub fn state(&self) -> Result<State, Fault> {
        State::of_code(&self.state).ok_or_else(|| self.impossible(&self.state))
    }

    /// Refuses what cannot happen to it; answers the state afterwards.
    pub fn after(&self, event: Event) -> Result<State, Fault> {
        if self.kind()?.gives_back() && matches!(event, Event::Cancel | Event::Credit | Event::Pay) {
            return Err(AppError::from(WrongInvoice::GivesBack).into());
        }
        Ok(self.state()?.after(event).map_err(AppError::from)?)
    }

    /// Refuses a change to what somebody saw before it became another.
    pub fn is_as_seen(&self, version: i64) -> Result<(), Fault> {
        if self.version == version {
            return Ok(());
        }
        Err(AppError::Outdated { version: self.version }.into())
    }

    /// The language of its pages.
    pub fn lang(&self) -> Lang {
        Lang::of_code(&self.lang).unwrap_or_default()
    }

    /// When the services were rendered.
    pub fn period(&self) -> Result<Option<Period>, Fault> {
        let from = self.date(self.period_from.as_deref())?;
        let to = self.date(self.period_to.as_deref())?;
        Ok(from.zip(to).map(|(from, to)| Period { from, to }))
    }

    /// For which days it was asked for.
    pub fn asked(&self) -> Result<Period, Fault> {
        let day = |text: &str| text.parse().map_err(|_| self.impossible(text));
        Ok(Period { from: day(&self.asked_from)?, to: day(&self.asked_to)? })
    }

    /// From which day on what was left open came into it, too; `None` where somebody asked for its days.
    pub fn since(&self) -> Result<Option<Date>, Fault> {
        self.date(self.since.as_deref())
    }

    /// When it was issued.
    pub fn issued_on(&self) -> Result<Option<Date>, Fault> {
        self.date(self.issued_on.as_deref())
    }

    /// References of the customer's that stand on it alone.
    pub fn references(&self) -> References {
        let (buyer_reference, purchase_order) = (self.buyer_reference.clone(), self.purchase_order.clone());
        References { buyer_reference, purchase_order }
    }

    /// What is taken off it as a whole.
    pub fn allowance(&self) -> Result<Option<Allowance>, Fault> {
        let allowance = self.discount.as_deref().map(serde_json::from_str).transpose();
        allowance.map_err(|error| self.impossible(&error.to_string()))
    }

    /// What an issued document says, for ever.
    pub fn content(&self) -> Result<Option<Invoice>, Fault> {
        let content = self.content.as_deref().map(serde_json::from_str).transpose();
        content.map_err(|error| self.impossible(&error.to_string()))
    }

    /// What came of it.
    pub fn account(&self) -> Result<Account, Fault> {
        Ok(Account {
            due: self.gross,
            fee: self.fee,
            credited: self.credited,
            paid: self.paid,
            waived: self.waived,
            set_off: self.set_off,
            discounted: self.discounted,
            settled: self.settled,
            due_on: self.date(self.due_on.as_deref())?,
            void: self.state()? != State::Issued || self.kind()?.gives_back(),
        })
    }

    /// Reminders that were sent.
    pub fn sent(&self, clock: &Clock) -> Sent {
        let on = self.reminded_at.map(|at| clock.shown(at).civil().date());
        Sent { level: u32::try_from(self.reminded).unwrap_or_default(), on }
    }

    /// How it stands on a day.
    pub fn standing(&self, today: Date) -> Result<Standing, Fault> {
        Ok(match (self.state()?, self.kind()?.gives_back()) {
            (State::Draft, _) => Standing::Draft,
            (State::Issued | State::Cancelled, true) => Standing::GivesBack,
            (State::Issued | State::Cancelled, false) => self.account()?.standing(today),
        })
    }
}

/// Keeps what came of an issued document.
pub async fn save_account(change: &Change, id: i64, account: Account, now: i64) -> Result<(), Fault> {
    let sql = "UPDATE invoice SET credited = $2, paid = $3, fee = $4, waived = $5, set_off = $6, discounted = $7, settled = $8,
      left_cents = $9, changed_at = $10, version = version + 1 WHERE id = $1";
    let values = [
        id.into(),
        account.credited.into(),
        account.paid.into(),
        account.fee.into(),
        account.waived.into(),
        account.set_off.into(),
        account.discounted.into(),
        account.settled.into(),
        account.left().into(),
        now.into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}
