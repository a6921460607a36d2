//! Why nobody knows whether a letter arrived, where no words of a mail server say so.

/// Why there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// It does not answer.
    NoAnswer,
    /// It took too long.
    TooSlow,
    /// The connection broke while the letter was handed over.
    BrokeOff,
    /// Our own server ended meanwhile.
    Ended,
    /// There are words, of a report that names no letter: whoever knows the ticket can have made it up.
    Reported,
}

impl Silence {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::NoAnswer, Self::TooSlow, Self::BrokeOff, Self::Ended, Self::Reported];

    /// Stable word, as it is stored where a mail server's words stand else.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::TooSlow => "too_slow",
            Self::BrokeOff => "broke_off",
            Self::Ended => "ended",
            Self::Reported => "reported",
        }
    }

    /// The silence of a stored reason; `None` for words of a mail server.
    pub fn of(reason: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|silence| silence.code() == reason)
    }
}
