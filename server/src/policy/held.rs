//! Which version of the configuration held on which day: what a month costs is not what it would cost today.
use crate::fault::Fault;
use crate::house::House;
use crate::policy::Edition;
use crate::store::all;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::sync::Arc;

/// Versions with the days on which they were published, the earliest first.
#[derive(Debug)]
pub struct Held(Vec<(i64, Date)>);

impl Held {
    /// Reads them; what they say is read where it is asked for, once.
    pub async fn read<C: ConnectionTrait>(house: &House, db: &C) -> Result<Self, Fault> {
        #[derive(FromQueryResult)]
        struct Row {
            version: i64,
            at: i64,
        }
        let rows: Vec<Row> = all(db, "SELECT version, at FROM policy ORDER BY version", []).await?;
        let day = |row: Row| (row.version, house.clock.shown(row.at).civil().date());
        Ok(Self(rows.into_iter().map(day).collect()))
    }

    /// The configuration of a day.
    pub async fn on<C: ConnectionTrait>(
        &self,
        house: &House,
        db: &C,
        day: Date,
    ) -> Result<Arc<Edition>, Fault> {
        match self.version(day) {
            Some(version) => house.edition(db, version).await,
            None => Ok(house.policy()),
        }
    }

    /// The last version that was published until the end of a day. What the first day brought held before it, too: a house is
    /// set up in many steps, and its contracts may be older than it is.
    fn version(&self, day: Date) -> Option<i64> {
        let (_, first) = self.0.first()?;
        let day = day.max(*first);
        self.0.iter().rev().find(|(_, since)| *since <= day).map(|(version, _)| *version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_has_the_last_version_that_was_published_until_its_end() {
        let held = Held(vec![
            (1, date(2026, 11, 23)),
            (2, date(2026, 11, 23)),
            (4, date(2026, 12, 28)),
            (5, date(2026, 12, 28)),
        ]);
        for (day, version) in [
            (date(2026, 1, 1), 2),
            (date(2026, 11, 23), 2),
            (date(2026, 12, 27), 2),
            (date(2026, 12, 28), 5),
            (date(2027, 1, 1), 5),
        ] {
            assert_eq!(held.version(day), Some(version), "{day}");
        }
        assert_eq!(Held(Vec::new()).version(date(2026, 1, 1)), None);
    }
}
