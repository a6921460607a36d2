//! Releasing less than is asked for: up to a time, or up to an amount of money (E3).
use super::still_released;
use crate::effort::minutes::read_minutes;
use crate::input::Reason;
use crate::money::read_cents;
use serde::{Deserialize, Serialize};

/// A request as somebody sees it who may release something of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Minutes that are asked for.
    pub asked: u32,
    /// What the own right still releases on the ticket, in cents.
    pub room: i64,
    /// What an hour costs, in cents.
    pub hour_cents: i64,
}

/// What may be released of a request: a minute at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Releasable {
    /// Minutes at most.
    pub most: u32,
    /// What an hour costs, in cents.
    pub hour_cents: i64,
}

impl Reach {
    /// What of the minutes that are asked for a right reaches to that still releases so much; `None` where that is nothing.
    pub fn within(room: i64, asked: u32, hour_cents: i64) -> Option<Self> {
        let reach = Self { asked, room, hour_cents };
        (reach.most() > 0).then_some(reach)
    }

    /// How many of the minutes the own right reaches to.
    pub fn most(self) -> u32 {
        still_released(self.asked, self.room, self.hour_cents)
    }

    /// What may be released of them.
    pub fn releasable(self) -> Releasable {
        Releasable { most: self.most(), hour_cents: self.hour_cents }
    }

    /// Whether that is all of them.
    pub fn is_whole(self) -> bool {
        self.most() == self.asked
    }

    /// The minutes that are released by what was typed: a time in one of the ways of [`read_minutes`], or, where an hour costs
    /// something, an amount such as `100 €` or `€100`, which pays for whole minutes and never for more than it is.
    pub fn read(self, typed: &str) -> Result<u32, Reason> {
        let typed = typed.trim();
        let minutes = match typed.strip_suffix('€').or_else(|| typed.strip_prefix('€')) {
            _ if typed.is_empty() => return Err(Reason::Missing),
            None => read_minutes(typed),
            Some(_) if self.hour_cents <= 0 => None,
            Some(amount) => read_cents(amount).map(|cents| still_released(u32::MAX, cents, self.hour_cents)),
        };
        let within = self.releasable();
        match minutes {
            None => Err(Reason::NoRelease { within }),
            Some(0) => Err(Reason::NothingReleased { within }),
            Some(minutes) if minutes > self.asked => Err(Reason::MoreThanAsked { within }),
            Some(minutes) if minutes > within.most => Err(Reason::BeyondRight { within }),
            Some(minutes) => Ok(minutes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approval::{price, room};
    use crate::person::Rights;
    use proptest::prelude::*;

    #[test]
    fn less_is_released_as_a_time_or_as_an_amount() {
        let reach = Reach { asked: 120, room: 15_000, hour_cents: 9_500 };
        let within = reach.releasable();
        assert_eq!(
            (within.most, within.hour_cents, reach.is_whole()),
            (94, 9_500, false),
            "94 minutes cost 148.83 €, one more 150.42 €"
        );
        for (typed, released) in [
            ("1 h", Ok(60)),
            ("1:30", Ok(90)),
            ("94", Ok(94)),
            ("95 €", Ok(60)),
            ("€95.00", Ok(60)),
            ("100,00 €", Ok(63)),
            (" ", Err(Reason::Missing)),
            ("viel", Err(Reason::NoRelease { within })),
            ("-30", Err(Reason::NoRelease { within })),
            ("viel €", Err(Reason::NoRelease { within })),
            ("0", Err(Reason::NothingReleased { within })),
            ("0,50 €", Err(Reason::NothingReleased { within })),
            ("121", Err(Reason::MoreThanAsked { within })),
            ("1.000 €", Err(Reason::MoreThanAsked { within })),
            ("95", Err(Reason::BeyondRight { within })),
            ("150,42 €", Err(Reason::BeyondRight { within })),
            ("2 h", Err(Reason::BeyondRight { within })),
        ] {
            assert_eq!(reach.read(typed), released, "{typed}");
        }
        let whole = Reach { room: 19_000, ..reach };
        assert!(whole.is_whole() && whole.read("2 h") == Ok(120), "all of it is no more than is asked");
        let free = Reach { room: 0, hour_cents: 0, ..reach };
        let within = Releasable { most: 120, hour_cents: 0 };
        assert_eq!(free.read("10 €"), Err(Reason::NoRelease { within }));
    }

    proptest! {
        #[test]
        fn a_right_reaches_to_what_it_pays_and_not_a_minute_further(
            up_to in 0i64..300_000,
            released in 0i64..300_000,
            asked in 1u32..6_000,
            hour in 1i64..50_000,
        ) {
            let rights = Rights { approves_up_to: Some(up_to), ..Rights::default() };
            let room = room(&rights, released);
            let reach = room.and_then(|room| Reach::within(room, asked, hour));
            let pays = |minutes| room.is_some_and(|room| price(hour, minutes) <= room);
            prop_assert_eq!(reach.is_some(), pays(1), "nobody is asked who releases nothing");
            let most = reach.map_or(0, Reach::most);
            prop_assert!(most == 0 || pays(most));
            prop_assert!(most == asked || !pays(most + 1));
            prop_assert_eq!(reach.is_some_and(Reach::is_whole), pays(asked));
        }

        #[test]
        fn an_amount_is_never_exceeded(euros in 0i64..10_000, hour in 1i64..50_000) {
            let reach = Reach { asked: u32::MAX, room: i64::MAX, hour_cents: hour };
            if let Ok(minutes) = reach.read(&format!("{euros} €")) {
                prop_assert!(price(hour, minutes) <= euros * 100);
            }
        }
    }
}
