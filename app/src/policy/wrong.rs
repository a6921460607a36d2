//! What is wrong with a configuration, in the reader's language.
use crate::invoice::word::wrong_words;
use crate::policy::place_word::place_in_words;
use crate::words::{Text, error, fill, package, policy as w, say};
use domain::lang::Lang;
use domain::policy::{WrongPart, WrongPolicy};
use domain::promise::calendar::WrongCalendar;

/// `target 3: Es gibt keinen Eintrag „gold“.` The place is what the file calls it, for who has the file before him.
pub fn in_words_of_file(lang: Lang, wrong: &WrongPolicy) -> String {
    format!("{}: {}", wrong.place, part(lang, &wrong.why))
}

/// `Zusage 3 „Gold · Ausfall“: Es gibt keinen Eintrag „gold“.` The place is what the forms call it, with the title that it has
/// there.
pub fn in_words(lang: Lang, wrong: &WrongPolicy, title: Option<&str>) -> String {
    let (place, why) = (place_in_words(lang, &wrong.place), part(lang, &wrong.why));
    match title {
        Some(title) => fill(lang, w::WRONG_TITLED, &[("place", &place), ("title", title), ("why", &why)]),
        None => format!("{place}: {why}"),
    }
}

fn part(lang: Lang, why: &WrongPart) -> String {
    let plain = |text: Text| say(lang, text).to_owned();
    match why {
        WrongPart::OtherForm { form } => fill(lang, w::WRONG_FORM, &[("form", &form.to_string())]),
        WrongPart::None => plain(w::WRONG_NONE),
        WrongPart::Twice => plain(w::WRONG_TWICE),
        WrongPart::NoCode => plain(w::WRONG_CODE),
        WrongPart::Unknown { what, code } => {
            fill(lang, w::WRONG_UNKNOWN, &[("what", &place_in_words(lang, what)), ("code", code)])
        }
        WrongPart::Prefix => plain(w::WRONG_PREFIX),
        WrongPart::NoName => plain(w::WRONG_NAME),
        WrongPart::OutOfRange { field, min, max } => {
            let field = place_in_words(lang, field);
            let gaps = [("field", field.as_str()), ("min", &min.to_string()), ("max", &max.to_string())];
            fill(lang, w::WRONG_RANGE, &gaps)
        }
        WrongPart::TooLong { most } => fill(lang, w::WRONG_LONG, &[("n", &most.to_string())]),
        WrongPart::Hidden => plain(w::WRONG_HIDDEN),
        WrongPart::UnknownGap { gap } => fill(lang, error::UNKNOWN_GAP, &[("gap", &format!("{{{gap}}}"))]),
        WrongPart::OpenGap { at } => fill(lang, error::OPEN_GAP, &[("at", at)]),
        WrongPart::MissingGap { gap } => fill(lang, error::MISSING_GAP, &[("gap", &format!("{{{gap}}}"))]),
        WrongPart::Tiers => plain(package::WRONG_TIERS),
        WrongPart::FarDay => plain(w::WRONG_FAR_DAY),
        WrongPart::SameTickets => plain(w::WRONG_SAME),
        WrongPart::Calendar(error) => calendar(lang, error),
        WrongPart::Seller(why) => wrong_words(lang, *why),
        WrongPart::Workflow(error) => fill(lang, w::WRONG_WORKFLOW, &[("error", error)]),
    }
}

fn calendar(lang: Lang, error: &WrongCalendar) -> String {
    let plain = |text: Text| say(lang, text).to_owned();
    match error {
        WrongCalendar::NoZone { zone } => fill(lang, w::WRONG_ZONE, &[("zone", zone)]),
        WrongCalendar::NoHours => plain(w::WRONG_NO_HOURS),
        WrongCalendar::NotAscending { number } => {
            fill(lang, w::WRONG_ASCENDING, &[("number", &number.to_string())])
        }
        WrongCalendar::NeverOpen => plain(w::WRONG_NEVER_OPEN),
        WrongCalendar::Backwards { from } => {
            fill(lang, w::WRONG_BACKWARDS, &[("day", &domain::moment::date(*from, lang))])
        }
        WrongCalendar::EmptyOpening { day } => {
            fill(lang, w::WRONG_OPENING, &[("day", &domain::moment::date(*day, lang))])
        }
    }
}
