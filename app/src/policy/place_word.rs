//! Places of a configuration in the reader's language: `calendar service · hours 1 · week · friday` becomes
//! „Kalender service › Zeiten 1 › Öffnungszeiten › Freitag“. What no form shows keeps the file's word.
use crate::policy::books_form::revenue_word;
use crate::policy::hours::DAYS;
use crate::promise::sentence::weekday_word;
use crate::words::{Text, books as b, letterhead as l, package, policy as w, report, say};
use domain::billing::datev::books::Revenue;
use domain::lang::Lang;

/// The place in words.
pub fn place_in_words(lang: Lang, place: &str) -> String {
    let mut within = "";
    let mut words = Vec::new();
    for part in place.split(" · ") {
        words.push(part_in_words(lang, within, part));
        within = name_and_which(part).0;
    }
    words.join(" › ")
}

/// One step of a place; `within` is the name of the step before it.
pub fn part_in_words(lang: Lang, within: &str, part: &str) -> String {
    let (name, which) = name_and_which(part);
    let word = match (within, name) {
        ("moves", "from") => Some(w::MOVE_FROM),
        ("moves", "to") => Some(w::MOVE_TO),
        ("report", "day") => Some(report::TERMS_DAY),
        ("report", "to") => Some(report::TERMS_TO),
        ("report", "account_manager") => Some(report::TERMS_MANAGER),
        ("rules", "step_minutes") => Some(l::STEP),
        ("rules", "minimum_minutes") => Some(l::MINIMUM),
        ("accounts", _) => Revenue::ALL.into_iter().find(|one| one.code() == name).map(revenue_word),
        _ => word(name),
    };
    let word = word.map_or(name, |text| say(lang, text));
    format!("{word} {which}").trim_end().to_owned()
}

fn name_and_which(part: &str) -> (&str, &str) {
    part.split_once(' ').unwrap_or((part, ""))
}

/// A name of the file, as the form that edits it calls it.
fn word(name: &str) -> Option<Text> {
    let fields = [
        ("place", w::PLACE),
        ("number", w::PREFIX),
        ("prefix", w::PREFIX),
        ("channels", w::CHANNELS),
        ("default_class", w::DEFAULT_CLASS),
        ("default_priority", w::DEFAULT_PRIORITY),
        ("objection", w::OBJECTION_DAYS),
        ("days", w::DAY),
        ("unit", w::UNIT),
        ("gate", w::GATE),
        ("minutes", w::GATE_MINUTES),
        ("warn_percent", w::GATE_WARN),
        ("remind_days", w::GATE_REMIND),
        ("expire_days", w::GATE_EXPIRE),
        ("quote", w::QUOTES),
        ("valid_days", w::QUOTE_VALID),
        ("remind_before_days", w::QUOTE_REMIND),
        ("vat", w::QUOTE_VAT),
        ("report", report::TERMS),
        ("type", w::TYPE),
        ("factor_percent", w::FACTOR),
        ("class", w::CLASS),
        ("priority", w::PRIORITY),
        ("plan", w::PLAN),
        ("calendar", w::CALENDAR),
        ("target", w::METRIC),
        ("text", w::TAB_TEXTS),
        ("de", w::NAME_DE),
        ("en", w::NAME_EN),
        ("help_de", w::SENTENCE_DE),
        ("help_en", w::SENTENCE_EN),
        ("rank", w::RANK),
        ("kind", w::CLASS_KIND),
        ("examples_de", w::EXAMPLES_DE),
        ("examples_en", w::EXAMPLES_EN),
        ("checklist_de", w::CHECKLIST_DE),
        ("checklist_en", w::CHECKLIST_EN),
        ("effort_de", w::EFFORT_DE),
        ("effort_en", w::EFFORT_EN),
        ("delivery", w::DELIVERY),
        ("customer_sets", w::CUSTOMER_SETS),
        ("first", w::FIRST),
        ("entitlements", w::ENTITLEMENTS),
        ("fee_cents", w::FEE_MONTH),
        ("hourly_rate_cents", w::HOURLY_RATE),
        ("covers", w::COVERS),
        ("template", w::TEMPLATE),
        ("term_months", w::TERM),
        ("discount_percent", w::DISCOUNT),
        ("package", package::TERMS),
        ("step_minutes", package::STEP),
        ("minimum_minutes", package::MINIMUM),
        ("factor_draws", package::FACTOR_DRAWS),
        ("pool_cycles", package::POOL_CYCLES),
        ("overage", package::TIERS),
        ("up_to_hours", package::TIER_UNTIL),
        ("rate_cents", package::TIER_PRICE),
        ("zone", w::ZONE),
        ("holidays", w::HOLIDAYS),
        ("hours", w::HOURS),
        ("week", w::WEEK),
        ("valid_from", w::VALID_FROM),
        ("closures", w::CLOSURES),
        ("openings", w::OPENINGS),
        ("customer", w::OPENING_FOR),
        ("from", w::FIRST_DAY),
        ("to", w::LAST_DAY),
        ("day", w::DAY),
        ("metric", w::METRIC),
        ("amount", w::AMOUNT),
        ("business_minutes", w::UNIT_MINUTES),
        ("business_days", w::UNIT_DAYS),
        ("calendar_days", w::UNIT_CALENDAR_DAYS),
        ("reading", w::READING),
        ("warn", w::WARN),
        ("escalate", w::ESCALATE),
        ("on_entry", w::ON_ENTRY),
        ("after", w::TEXT_AFTER),
        ("text_de", w::TEXT_DE),
        ("text_en", w::TEXT_EN),
        ("workflow", w::WORKFLOW),
        ("states", w::STATES),
        ("moves", w::WORKFLOW_MOVES),
        ("steps", w::STEPS),
        ("mailed", w::MAILED),
        ("clock", w::CLOCK),
        ("needs", w::NEEDS),
        ("by", w::MOVED_BY),
        ("stage", w::STATE),
        ("step", w::STEP),
        ("about", w::ABOUT),
        ("form", w::FILE_FORM),
        ("former", w::FORMER),
        ("activity", w::ACTIVITIES),
        ("billing", l::TERMS),
        ("due_days", l::DUE_DAYS),
        ("small_business", l::SMALL_BUSINESS),
        ("intro_de", l::INTRO_DE),
        ("intro_en", l::INTRO_EN),
        ("closing_de", l::CLOSING_DE),
        ("closing_en", l::CLOSING_EN),
        ("rules", l::RULES),
        ("series", l::SERIES),
        ("monthly", l::MONTHLY),
        ("reminders", l::REMINDERS),
        ("late_fee_cents", l::LATE_FEE),
        ("datev", b::TITLE),
        ("consultant", b::CONSULTANT),
        ("client", b::CLIENT),
        ("year_begins", b::YEAR_BEGINS),
        ("account_length", b::ACCOUNT_LENGTH),
        ("chart", b::CHART),
        ("debtors", b::DEBTORS),
        ("service_days", b::SERVICE_DAYS),
        ("accounts", b::ACCOUNTS),
        ("seller", l::SELLER),
        ("name", l::NAME),
        ("address", l::ADDRESS),
        ("street", l::STREET),
        ("more", l::MORE),
        ("postcode", l::POSTCODE),
        ("town", l::TOWN),
        ("country", l::COUNTRY),
        ("vat_id", l::VAT_ID),
        ("tax_number", l::TAX_NUMBER),
        ("register", l::REGISTER),
        ("directors", l::DIRECTORS),
        ("contact", l::CONTACT),
        ("phone", l::PHONE),
        ("email", l::EMAIL),
        ("web", l::WEB),
        ("bank", l::ACCOUNT),
        ("iban", l::IBAN),
        ("bic", l::BIC),
        ("letterhead", l::LOOK),
        ("brand", l::BRAND),
        ("accent", l::ACCENT),
        ("logo", l::LOGO),
        ("footer", l::FOOTER_GROUP),
    ];
    let field = fields.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    let day = || DAYS.into_iter().find(|(_, known)| *known == name).map(|(day, _)| weekday_word(day));
    field.or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_in_the_readers_language_and_what_is_unknown_stays() {
        let place = "calendar service · hours 1 · week · friday";
        assert_eq!(place_in_words(Lang::De, place), "Kalender service › Zeiten 1 › Öffnungszeiten › Freitag");
        assert_eq!(place_in_words(Lang::En, "target 3"), "Promise 3");
        assert_eq!(
            place_in_words(Lang::De, "workflow · moves 2 · to"),
            "Ablauf › Übergänge 2 › In den Zustand"
        );
        assert_eq!(
            place_in_words(Lang::De, "billing · rules · minimum_minutes"),
            "Zahlung und Texte › Abrechnung › Arbeit zählt mindestens Minuten"
        );
        assert_eq!(
            place_in_words(Lang::De, "billing · datev · accounts · reverse_charge"),
            "Zahlung und Texte › Steuerberater (DATEV) › Eigene Erlöskonten › Steuer schuldet der Kunde (§\u{a0}13b UStG)"
        );
        assert_eq!(place_in_words(Lang::De, "closures 1 · to"), "Geschlossen 1 › Letzter Tag");
        assert_eq!(place_in_words(Lang::En, "workflow · states 2 · mailed"), "Workflow › States 2 › Mailed");
    }
}
