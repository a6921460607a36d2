//! What a customer agrees to before it costs money: more effort than the gate lets through (E3), and ticket types with a factor
//! (E2). A decision is kept as evidence: who, when, by which way, in which words, at which price.
pub mod consent;
mod part;

pub use part::{Reach, Releasable};

use crate::effort::gate::Level;
use crate::effort::minutes::read_minutes;
use crate::input::{Checks, FieldError, Reason};
use crate::person::Rights;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

/// Most minutes of one request: a hundred hours.
pub const MOST: u32 = 6_000;
/// Most characters of a reason, or of an answer.
pub const LONGEST_REASON: u32 = 2_000;

/// A request to release more effort, as staff type it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// How much, in one of the ways of [`read_minutes`].
    pub minutes: String,
    /// Why; the customer reads it.
    pub reason: String,
}

impl Asked {
    /// Minutes and reason, or all that is wrong at once.
    pub fn read(&self) -> Result<(u32, String), Vec<FieldError>> {
        let mut checks = Checks::default();
        let minutes = match read_minutes(&self.minutes) {
            _ if self.minutes.trim().is_empty() => Err(Reason::Missing),
            None => Err(Reason::NotATime),
            Some(minutes) if (1..=MOST).contains(&minutes) => Ok(minutes),
            Some(_) => Err(Reason::NotBetween { min: 1, max: MOST }),
        };
        if let Err(reason) = &minutes {
            checks.add("minutes", reason.clone());
        }
        let reason = checks.text("reason", &self.reason, LONGEST_REASON);
        checks.done((minutes.unwrap_or_default(), reason))
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has decided.
    Open,
    /// Released: so much may be booked more.
    Approved,
    /// Not released.
    Declined,
    /// Nobody decided in time.
    Expired,
    /// Staff took it back.
    Withdrawn,
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An approver releases it.
    Approve,
    /// An approver does not.
    Decline,
    /// Its time is over.
    Expire,
    /// Staff take it back.
    Withdraw,
}

/// The request is settled already; nothing changes it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request is settled")]
pub struct Settled;

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Approved, Self::Declined, Self::Expired, Self::Withdrawn];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What becomes of it: the first that happens settles it.
    pub const fn after(self, event: Event) -> Result<Self, Settled> {
        match (self, event) {
            (Self::Open, Event::Approve) => Ok(Self::Approved),
            (Self::Open, Event::Decline) => Ok(Self::Declined),
            (Self::Open, Event::Expire) => Ok(Self::Expired),
            (Self::Open, Event::Withdraw) => Ok(Self::Withdrawn),
            (Self::Approved | Self::Declined | Self::Expired | Self::Withdrawn, _) => Err(Settled),
        }
    }

    /// Whether work goes on by itself once a request stands here: after a release, and where staff took it back. Who did not
    /// release, or did not answer, leaves it where the gate has room, which near its limit it has not: there the ticket waits on,
    /// its processing clock with it, until staff decide (E3). No level is no gate.
    pub const fn goes_on(self, level: Option<Level>) -> bool {
        match self {
            Self::Approved | Self::Withdrawn => true,
            Self::Declined | Self::Expired => matches!(level, None | Some(Level::Within)),
            Self::Open => false,
        }
    }
}

/// By which way somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By the link in a mail to that person.
    Link,
    /// Signed in to the portal.
    Portal,
    /// By phone, as staff wrote down.
    Phone,
}

impl Way {
    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Portal => "portal",
            Self::Phone => "phone",
        }
    }
}

/// What so many minutes cost at most, in cents before tax, at the price of an hour with its factor; half a cent goes up.
pub const fn price(hour_cents: i64, minutes: u32) -> i64 {
    (hour_cents * minutes as i64 + 30) / 60
}

/// How many minutes a release still is, at the present price of an hour: never more than were released, and never more than
/// its price pays for, so that "at most" stays true where the hour has become dearer since.
pub fn still_released(minutes: u32, cents: i64, hour_cents: i64) -> u32 {
    if hour_cents <= 0 {
        return minutes;
    }
    // The price was rounded half up: the minutes that made it are paid by it.
    let paid = cents.saturating_mul(60).saturating_add(29) / hour_cents;
    u32::try_from(paid).map_or(minutes, |paid| paid.min(minutes))
}

/// What rights still release on a ticket, in cents: approvers up to their amount (A2), nobody else anything. The amount is for all
/// that is released on a ticket together; `released` is what was before.
pub fn room(rights: &Rights, released: i64) -> Option<i64> {
    rights.approves_up_to.map(|most| most.saturating_sub(released)).filter(|room| *room >= 0)
}

/// When a request is brought to mind and when it expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// At the same time of day, so many days later.
    pub remind: Timestamp,
    /// At the end of the last day.
    pub expires: Timestamp,
}

impl Term {
    /// Of a request that was made at a moment, by a gate's days in the company's zone. `None` only at the end of time.
    pub fn of(gate: &crate::effort::gate::Gate, asked: Timestamp, zone: &TimeZone) -> Option<Self> {
        let civil = zone.to_datetime(asked);
        let remind = civil.checked_add(i32::from(gate.remind_days).days()).ok()?;
        let after = civil.date().checked_add((i32::from(gate.expire_days) + 1).days()).ok()?;
        let at = |civil| zone.to_timestamp(civil).ok();
        Some(Self { remind: at(remind)?, expires: at(after.at(0, 0, 0, 0))? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effort::gate::Gate;
    use proptest::prelude::*;

    #[test]
    fn the_first_that_happens_settles_a_request() {
        use Event::{Approve, Decline, Expire, Withdraw};
        for (event, state) in [
            (Approve, State::Approved),
            (Decline, State::Declined),
            (Expire, State::Expired),
            (Withdraw, State::Withdrawn),
        ] {
            assert_eq!(State::Open.after(event), Ok(state));
            for later in [Approve, Decline, Expire, Withdraw] {
                assert_eq!(state.after(later), Err(Settled), "{state:?} {later:?}");
            }
            assert_eq!(State::of_code(state.code()), Some(state));
        }
    }

    #[test]
    fn approvers_release_up_to_their_amount() {
        for (up_to, released, cents, may) in [
            (None, 0, 0, false),
            (Some(0), 0, 0, true),
            (Some(20_000), 0, 20_000, true),
            (Some(20_000), 0, 20_001, false),
            (Some(20_000), 15_000, 5_000, true),
            (Some(20_000), 15_000, 5_001, false),
        ] {
            let rights = Rights { approves_up_to: up_to, ..Rights::default() };
            let within = room(&rights, released).is_some_and(|room| cents <= room);
            assert_eq!(within, may, "{up_to:?} {released} {cents}");
        }
    }

    #[test]
    fn what_was_not_released_rests_where_the_gate_has_no_room() {
        let levels = [None, Some(Level::Within), Some(Level::Near), Some(Level::Beyond)];
        for (state, goes_on) in [
            (State::Approved, [true; 4]),
            (State::Withdrawn, [true; 4]),
            (State::Declined, [true, true, false, false]),
            (State::Expired, [true, true, false, false]),
            (State::Open, [false; 4]),
        ] {
            assert_eq!(levels.map(|level| state.goes_on(level)), goes_on, "{state:?}");
        }
    }

    #[test]
    fn a_request_says_how_much_and_why() {
        let asked =
            |minutes: &str, reason: &str| Asked { minutes: minutes.into(), reason: reason.into() }.read();
        assert_eq!(asked("1:30", "Mehr Fehler als gedacht."), Ok((90, "Mehr Fehler als gedacht.".into())));
        let fields = |errors: Vec<FieldError>| errors.into_iter().map(|e| e.field).collect::<Vec<_>>();
        assert_eq!(fields(asked("", " ").unwrap_err()), ["minutes", "reason"]);
        for minutes in ["viel", "0", "101 h"] {
            assert_eq!(fields(asked(minutes, "x").unwrap_err()), ["minutes"], "{minutes}");
        }
    }

    #[test]
    fn days_are_those_of_the_companys_zone() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let at = |text: &str| zone.to_timestamp(text.parse().unwrap()).unwrap();
        let gate = Gate { remind_days: 2, expire_days: 7, ..Gate::default() };
        // Across the change of clocks on 29 March.
        let term = Term::of(&gate, at("2026-03-27T16:20"), &zone).unwrap();
        assert_eq!((term.remind, term.expires), (at("2026-03-29T16:20"), at("2026-04-04T00:00")));
    }

    proptest! {
        #[test]
        fn more_minutes_never_cost_less_and_hours_cost_their_price(hour in 0i64..200_000, minutes in 0u32..6_000) {
            prop_assert!(price(hour, minutes) <= price(hour, minutes + 1));
            prop_assert_eq!(price(hour, 60), hour);
            prop_assert!((price(hour, minutes) * 60 - hour * i64::from(minutes)).abs() <= 30);
        }
    }
}
