//! Sentences about organisations.
use crate::parts::say::{lang, tf};
use crate::words::organisation as w;
use domain::moment::{date, short_date};
use domain::organisation::ending::Ending;

/// That what is agreed ends, or has ended, and nothing follows.
pub fn ending_words(ending: Ending) -> String {
    let (text, last) = match ending {
        Ending::Ends(last) => (w::ENDS, last),
        Ending::Ended(last) => (w::ENDED, last),
    };
    tf(text, &[("day", &date(last, lang()))])
}

/// The same in a line of a list.
pub fn ending_short(ending: Ending) -> String {
    let (text, last) = match ending {
        Ending::Ends(last) => (w::ENDS_SHORT, last),
        Ending::Ended(last) => (w::ENDED_SHORT, last),
    };
    tf(text, &[("day", &short_date(last, lang()))])
}
