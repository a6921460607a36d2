//! Reports in words.
use crate::package::word::cycle_words;
use crate::report::view::State;
use crate::words::{Text, fill, report as w, say};
use domain::lang::Lang;
use domain::moment::date;
use domain::organisation::month::Month;
use domain::report::terms::Recipients;
use domain::report::{Kind, Named, Report};
use jiff::civil::Date;

/// What a kind of report is called.
pub const fn kind_word(kind: Kind) -> Text {
    match kind {
        Kind::Standard => w::STANDARD,
        Kind::Detailed => w::DETAILED,
        Kind::OpenPoints => w::OPEN_POINTS,
        Kind::History => w::HISTORY,
        Kind::Package => w::STATEMENT,
    }
}

/// Who receives reports.
pub const fn recipients_word(to: Recipients) -> Text {
    match to {
        Recipients::Nobody => w::TO_NOBODY,
        Recipients::Approvers => w::TO_APPROVERS,
        Recipients::Everybody => w::TO_EVERYBODY,
    }
}

/// `November 2026`
pub fn month_words(lang: Lang, month: Month) -> String {
    cycle_words(lang, month.first(), month.last())
}

/// A day in a cell of a table, which it is never broken across: English ones have spaces.
pub fn day(lang: Lang, day: Date) -> String {
    date(day, lang).replace(' ', "\u{a0}")
}

/// `Monatsbericht November 2026`
pub fn title(lang: Lang, kind: Kind, month: Month) -> String {
    fill(lang, w::OF_MONTH, &[("kind", say(lang, kind_word(kind))), ("month", &month_words(lang, month))])
}

/// Whose it is, under which plan, and how final it is.
pub fn lead(lang: Lang, report: &Report, state: &State) -> String {
    let plan = report.plan.as_ref().map(|plan| fill(lang, w::PLAN_OF, &[("plan", plan.say(lang))]));
    let state = match state {
        State::Preliminary { at } => fill(lang, w::AS_OF, &[("when", &at.full(lang))]),
        State::Frozen { at, .. } => fill(lang, w::FROZEN, &[("day", &at.date(lang))]),
    };
    [Some(report.organisation.clone()), plan, Some(state)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// A class; that nobody classified it, where there is none.
pub fn class(lang: Lang, class: Option<&Named>) -> String {
    class.map_or_else(|| say(lang, w::NO_CLASS).to_owned(), |class| class.say(lang).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_a_table_stays_whole() {
        let first = jiff::civil::date(2026, 12, 1);
        assert_eq!(
            (day(Lang::De, first), day(Lang::En, first)),
            ("01.12.2026".into(), "1\u{a0}Dec\u{a0}2026".into())
        );
    }
}
