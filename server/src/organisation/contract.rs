//! Which plan an organisation has, and from which day on another one (D4). Days that are to come are agreed like others: what is
//! in force is read by the day, so that a plan takes over by itself.
use crate::fault::Fault;
use crate::package::contract::{ContractRow, contracts_of};
use crate::store::{one, one_row, run};
use domain::moment::Moment;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// The plan of an organisation on a day, by code; `None` where it has none.
pub async fn plan_on<C: ConnectionTrait>(
    db: &C,
    organisation: Option<i64>,
    day: Moment,
) -> Result<Option<String>, Fault> {
    let Some(organisation) = organisation else { return Ok(None) };
    let sql = "SELECT plan FROM contract WHERE organisation_id = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on >= $2)
      ORDER BY from_on DESC, id DESC LIMIT 1";
    let day = day.civil().date().to_string();
    let row = one_row(db, sql, [organisation.into(), day.into()]).await?;
    Ok(row.map(|row| row.try_get::<String>("", "plan")).transpose()?)
}

/// What shall hold from a day on.
pub struct Wanted {
    /// The plan, or none.
    pub plan: Option<String>,
    /// The first day.
    pub from: Date,
    /// The last day; `None` for no end.
    pub until: Option<Date>,
    /// The term in months; 0 for none.
    pub term_months: u16,
}

/// What becomes of the contracts there are.
pub struct Turn {
    /// The one that goes on, where it has the plan already.
    pub goes_on: Option<ContractRow>,
    /// The first day on which another contract is in force than before; `None` where all stays.
    pub first: Option<Date>,
}

impl Turn {
    /// Reads it. What is changed back on the day after it ended goes on: it was a slip, and forfeits neither hours nor agreements.
    pub async fn read<C: ConnectionTrait>(db: &C, organisation: i64, wanted: &Wanted) -> Result<Self, Fault> {
        let day_before = wanted.from.yesterday().map_err(Fault::broken)?;
        let (mut holds, mut resumes) = (None, None);
        let mut firsts = Vec::new();
        for row in contracts_of(db, organisation).await? {
            let days = row.cycles()?;
            let fits = days.from <= wanted.from && wanted.plan.as_ref() == Some(&row.plan);
            let begins = days.from.max(wanted.from);
            if fits && days.to == Some(day_before) {
                resumes = Some(row);
                continue;
            }
            // Over before, or never in force.
            if days.to.is_some_and(|to| to < begins) {
                continue;
            }
            if fits && holds.is_none() {
                if let Some(ends) = earlier(days.to, wanted.until) {
                    firsts.push(ends.tomorrow().map_err(Fault::broken)?);
                }
                holds = Some(row);
            } else {
                firsts.push(begins);
            }
        }
        if holds.is_none() && wanted.plan.is_some() {
            firsts.push(wanted.from);
        }
        Ok(Self { goes_on: holds.or(resumes), first: firsts.into_iter().min() })
    }

    /// The first day from which on it may be, where that is later than it shall: days that are billed stay, and those on which work
    /// drew hours. What is worked today draws from what is in force at its end.
    pub async fn not_before<C: ConnectionTrait>(
        &self,
        db: &C,
        organisation: i64,
        from: Date,
        today: Date,
    ) -> Result<Option<Date>, Fault> {
        let Some(first) = self.first else { return Ok(None) };
        // A contract whose fee is billed was in force for a day at least: only then its other days are paid back.
        let values: [Value; 3] = [organisation.into(), from.to_string().into(), self.kept().into()];
        let begun = day_after(db, BILLED_CONTRACT, values).await?;
        if first >= today {
            return Ok(begun);
        }
        let billed = day_after(db, BILLED_DAY, [organisation.into()]).await?;
        let drawn = day_after(db, DRAWN_DAY, [organisation.into(), today.to_string().into()]).await?;
        let past = billed.max(drawn).map(|day| day.min(today)).filter(|day| first < *day);
        Ok(begun.max(past))
    }

    /// Writes it down.
    pub async fn make<C: ConnectionTrait>(
        &self,
        db: &C,
        organisation: i64,
        wanted: &Wanted,
    ) -> Result<(), Fault> {
        let term = i64::from(wanted.term_months);
        if self.first.is_none() {
            let sql = "UPDATE contract SET term_months = $2 WHERE id = $1 AND term_months <> $2";
            run(db, sql, [self.kept().into(), term.into()]).await?;
            return Ok(());
        }
        let (from, day_before) = (wanted.from.to_string(), wanted.from.yesterday().map_err(Fault::broken)?);
        let day_before = day_before.to_string();
        // What never was in force for a day was a mistake or an afterthought. One with a ledger stays for that, and one on a document.
        let sql = "DELETE FROM contract WHERE organisation_id = $1 AND from_on >= $2 AND id <> $3
          AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.contract_id = contract.id)
          AND NOT EXISTS (SELECT 1 FROM invoice_source s WHERE s.contract_id = contract.id)";
        run(db, sql, [organisation.into(), from.clone().into(), self.kept().into()]).await?;
        // Its hours are looked at again: what is left of them expires.
        let sql = "UPDATE contract SET to_on = $2, settled_on = ''
          WHERE organisation_id = $1 AND (to_on IS NULL OR to_on > $2) AND id <> $3";
        let values = [organisation.into(), day_before.clone().into(), self.kept().into()];
        run(db, sql, values).await?;
        let Some(plan) = &wanted.plan else { return Ok(()) };
        let until = wanted.until.map(|day| day.to_string());
        if let Some(kept) = &self.goes_on {
            let sql = "UPDATE contract SET to_on = $2, settled_on = '', term_months = $3 WHERE id = $1";
            run(db, sql, [kept.id.into(), until.into(), term.into()]).await?;
        } else {
            // Nobody has to look at it before its first day.
            let sql = "INSERT INTO contract (organisation_id, plan, from_on, to_on, term_months, settled_on)
              VALUES ($1, $2, $3, $4, $5, $6)";
            let values: [Value; 6] = [
                organisation.into(),
                plan.as_str().into(),
                from.into(),
                until.into(),
                term.into(),
                day_before.into(),
            ];
            run(db, sql, values).await?;
        }
        Ok(())
    }

    /// The id of the one that goes on; 0, which none has, where there is none.
    fn kept(&self) -> i64 {
        self.goes_on.as_ref().map_or(0, |row| row.id)
    }
}

/// The earlier of two different ends; `None` where they are the same.
fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    if one == other { None } else { one.into_iter().chain(other).min() }
}

const BILLED_CONTRACT: &str =
    "SELECT MAX(c.from_on) AS day FROM contract c JOIN invoice_source s ON s.contract_id = c.id
  JOIN invoice i ON i.id = s.invoice_id
  WHERE c.organisation_id = $1 AND c.from_on >= $2 AND c.id <> $3 AND s.released = FALSE AND i.state <> 'draft'";

const BILLED_DAY: &str = "SELECT MAX(i.period_to) AS day FROM invoice i
  WHERE i.organisation_id = $1 AND i.order_id IS NULL AND i.state <> 'draft'
    AND EXISTS (SELECT 1 FROM invoice_source s WHERE s.invoice_id = i.id AND s.released = FALSE)";

const DRAWN_DAY: &str = "SELECT MAX(f.day) AS day FROM contract c JOIN posting p ON p.contract_id = c.id
  JOIN effort f ON f.id = p.effort_id WHERE c.organisation_id = $1 AND f.day < $2 AND f.taken_back = FALSE";

/// The day after the one that a statement finds.
async fn day_after<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<Date>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        day: Option<String>,
    }
    let row: Option<Row> = one(db, sql, values).await?;
    let Some(day) = row.and_then(|row| row.day) else { return Ok(None) };
    let day: Date = day.parse().map_err(Fault::broken)?;
    Ok(Some(day.tomorrow().map_err(Fault::broken)?))
}
