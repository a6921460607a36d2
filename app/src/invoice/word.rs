//! Invoices in words. What stands on a document comes from here, too.
mod document;
pub mod posting;

pub use document::{confirmed, line, released};

use crate::effort::word::billing_word;
use crate::invoice::view::{ChainContract, ChainTicket, Services};
use crate::package::word::cycle_words;
use crate::quote::wording::vat_word;
use crate::words::{Text, error, fill, invoice as w, letterhead, report as r, say};
use domain::billing::account::Standing;
use domain::billing::allowance::{Allowance, Cut};
use domain::billing::gather::Why;
use domain::billing::timeline::What;
use domain::effort::minutes::hours;
use domain::invoice::check::Why as Wrong;
use domain::invoice::line::{Line, Unit};
use domain::invoice::{Kind, Period};
use domain::lang::Lang;
use domain::moment::date;
use domain::money::{decimal, euros};

/// The word for how an invoice stands.
pub const fn standing_word(standing: Standing) -> Text {
    match standing {
        Standing::Draft => w::DRAFT,
        Standing::Open => w::OPEN,
        Standing::Partly => w::PARTLY,
        Standing::Overdue => w::OVERDUE,
        Standing::Paid => w::PAID,
        Standing::Cancelled => w::CANCELLED,
        Standing::GivesBack => w::GIVES_BACK,
    }
}

/// What services come to: before tax, less what was taken off whole documents, and time.
pub fn service_sums(lang: Lang, services: &Services) -> String {
    let values = [("net", euros(lang, services.net)), ("hours", hours(lang, services.minutes))];
    let sums = fill(lang, w::SERVICES_SUMS, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    if services.off == 0 {
        return sums;
    }
    format!("{sums}, {}", fill(lang, w::SERVICES_OFF, &[("off", &euros(lang, services.off))]))
}

/// The word for what a document is.
pub const fn kind_word(kind: Kind) -> Text {
    match kind {
        Kind::Invoice => w::INVOICE,
        Kind::Cancellation => w::CANCELLATION,
        Kind::CreditNote => w::CREDIT_NOTE,
    }
}

/// Why work is free, as the annex says it.
pub fn why_words(lang: Lang, why: Why) -> &'static str {
    say(
        lang,
        match why {
            Why::Said(billing) => billing_word(billing),
            Why::Covered => w::FREE_COVERED,
            Why::Package => w::FREE_PACKAGE,
            Why::Order => w::FREE_ORDER,
            Why::Release => w::FREE_RELEASE,
            Why::NoRate => w::FREE_NO_RATE,
        },
    )
}

/// What is wrong with a part of a document.
pub fn wrong_words(lang: Lang, wrong: Wrong) -> String {
    let text = match wrong {
        Wrong::Missing => error::MISSING,
        Wrong::TooMuch(most) => return fill(lang, letterhead::WRONG_TOO_MUCH, &[("n", &most.to_string())]),
        Wrong::Country => error::NOT_A_COUNTRY,
        Wrong::VatId => error::NOT_A_VAT_ID,
        Wrong::Iban => error::NOT_AN_IBAN,
        Wrong::Bic => error::NOT_A_BIC,
        Wrong::Email => error::NOT_AN_ADDRESS,
        Wrong::Colour => error::NOT_A_COLOUR,
        Wrong::Logo => error::NOT_A_LOGO,
        Wrong::NoTaxId => error::NO_TAX_ID,
        Wrong::Hidden => letterhead::WRONG_HIDDEN,
        Wrong::NoBuyerVatId => w::LACK_VAT_ID,
        Wrong::NoReference => w::LACK_REFERENCE,
        Wrong::NoPeriod => w::LACK_PERIOD,
        Wrong::Mixed => w::LACK_MIXED,
        Wrong::MixedAbroad => w::LACK_MIXED_ABROAD,
        Wrong::NotAbroad => w::LACK_NOT_ABROAD,
        Wrong::MoreThanThere => w::LACK_DISCOUNT,
        Wrong::Order
        | Wrong::Amount
        | Wrong::NothingCorrected
        | Wrong::NoDueDay
        | Wrong::Unit
        | Wrong::Percent => letterhead::WRONG,
    };
    say(lang, text).to_owned()
}

/// Why something is taken off a document as a whole, as the document says it: `Treuerabatt (2,5 %)`.
pub fn discount_words(lang: Lang, allowance: &Allowance) -> String {
    match allowance.cut {
        Cut::Percent(hundredths) => {
            let percent = decimal(lang, i64::from(hundredths));
            fill(lang, w::DISCOUNT_PERCENT, &[("reason", &allowance.reason), ("percent", &percent)])
        }
        Cut::Cents(_) | Cut::Share { .. } => allowance.reason.clone(),
    }
}

/// The same with how much it is, where that is an amount.
fn told_discount(lang: Lang, allowance: Option<&Allowance>) -> String {
    let Some(allowance) = allowance else { return say(lang, w::DISCOUNT_NONE).to_owned() };
    let words = discount_words(lang, allowance);
    match allowance.cut {
        Cut::Percent(_) => words,
        Cut::Cents(cents) | Cut::Share { cents, .. } => format!("{words} ({})", euros(lang, cents)),
    }
}

/// From the first to the last day: `01.11.2026 – 30.11.2026`, or the one day.
pub fn period(lang: Lang, days: Period) -> String {
    let (from, to) = (date(days.from, lang), date(days.to, lang));
    if from == to { from } else { format!("{from} – {to}") }
}

/// What a draft is for: its days.
pub fn title(lang: Lang, asked: Period, services: Option<Period>) -> String {
    fill(lang, w::TITLE_MONTH, &[("days", &draft_days(lang, asked, services))])
}

/// What a page that shows a draft is called: `Entwurf Oktober 2026`.
pub fn draft_title(lang: Lang, kind: Kind, asked: Period, services: Option<Period>) -> String {
    let days = draft_days(lang, asked, services);
    match kind {
        Kind::Invoice => fill(lang, w::DRAFT_OF, &[("days", &days)]),
        Kind::Cancellation | Kind::CreditNote => {
            fill(lang, w::DRAFT_BACK, &[("kind", say(lang, kind_word(kind))), ("days", &days)])
        }
    }
}

/// The days of a draft: those it was asked for, or those of its services where they lie beyond; a whole month by its name.
fn draft_days(lang: Lang, asked: Period, services: Option<Period>) -> String {
    let beyond = services.filter(|days| days.from < asked.from || asked.to < days.to);
    let shown = beyond.unwrap_or(asked);
    let month = shown.from == shown.from.first_of_month() && shown.to == shown.from.last_of_month();
    if month { cycle_words(lang, shown.from, shown.to) } else { period(lang, shown) }
}

/// A quantity with its unit: `7:30 Std.`, `0,53 Monate`, `pauschal`.
pub fn quantity(lang: Lang, line: &Line) -> String {
    let n = line.quantity.written(lang);
    let one = line.quantity.count() == line.quantity.of_one();
    let text = match line.unit {
        Unit::Hour => w::UNIT_HOUR,
        Unit::Day if one => w::UNIT_DAY,
        Unit::Day => w::UNIT_DAYS,
        Unit::Month if one => w::UNIT_MONTH,
        Unit::Month => w::UNIT_MONTHS,
        Unit::Piece => w::UNIT_PIECE,
        Unit::Flat if one => return say(lang, w::UNIT_FLAT).to_owned(),
        Unit::Flat => w::UNIT_TIMES,
    };
    fill(lang, text, &[("n", &n)])
}

/// The name of a unit: `Stunden`.
pub fn unit(lang: Lang, unit: Unit) -> &'static str {
    say(
        lang,
        match unit {
            Unit::Hour => w::UNIT_NAME_HOUR,
            Unit::Day => w::UNIT_NAME_DAY,
            Unit::Month => w::UNIT_NAME_MONTH,
            Unit::Piece => w::UNIT_NAME_PIECE,
            Unit::Flat => w::UNIT_FLAT,
        },
    )
}

/// What a ticket of a chain proves: prices that were agreed to, releases, an acceptance, each with its day.
pub fn proof_of(lang: Lang, ticket: &ChainTicket) -> Vec<String> {
    let consents = ticket.consents.iter().map(|(cents, _, at)| {
        fill(lang, r::CONFIRMED, &[("price", &euros(lang, *cents)), ("day", &at.date(lang))])
    });
    let released =
        ticket.approvals.iter().map(|(_, _, at)| fill(lang, r::RELEASED, &[("day", &at.date(lang))]));
    let accepted =
        ticket.accepted.iter().map(|(_, _, at)| fill(lang, r::ACCEPTED, &[("day", &at.date(lang))]));
    consents.chain(released).chain(accepted).collect()
}

/// A contract with the cycle that a line is for: `Vertrag Paket 5 Stunden seit 01.11.2026, für November 2026`.
pub fn contract_words(lang: Lang, contract: &ChainContract) -> String {
    let day = date(contract.since, lang);
    let words = fill(lang, w::CHAIN_CONTRACT, &[("plan", &contract.plan), ("day", &day)]);
    match contract.cycle {
        Some(cycle) => {
            let days = cycle_words(lang, cycle.from, cycle.to);
            format!("{words}, {}", fill(lang, w::CHAIN_CYCLE, &[("days", &days)]))
        }
        None => words,
    }
}

/// An entry of the history as a line, with what it says further.
pub fn caption(
    lang: Lang,
    what: &What,
    written: &dyn Fn(domain::ticket::number::TicketNumber) -> String,
) -> (String, String) {
    let none = String::new;
    let tell = |line: &Line, other: &Line| {
        let price = euros(lang, line.price_cents);
        let mut told = vec![format!("{}: {} × {price}", line.name, quantity(lang, line))];
        if line.discount_percent != other.discount_percent {
            told.push(fill(lang, w::TOLD_OFF, &[("percent", &line.discount_percent.to_string())]));
        }
        if line.vat != other.vat {
            told.push(format!("{} {}", say(lang, w::VAT), say(lang, vat_word(line.vat))));
        }
        told.join(", ")
    };
    match what {
        What::Drawn { lines } => (crate::words::count(lang, w::TOLD_DRAWN, u64::from(*lines)), none()),
        What::Corrected { from, to, reason } => {
            let gaps = [("from", tell(from, to)), ("to", tell(to, from))];
            (
                fill(lang, w::TOLD_CORRECTED, &[(gaps[0].0, &gaps[0].1), (gaps[1].0, &gaps[1].1)]),
                reason.clone(),
            )
        }
        What::LeftOut { line, reason } => (fill(lang, w::TOLD_LEFT_OUT, &[("line", line)]), reason.clone()),
        What::PutBack { line } => (fill(lang, w::TOLD_PUT_BACK, &[("line", line)]), none()),
        What::Added { line, reason } => {
            (fill(lang, w::TOLD_ADDED, &[("line", &tell(line, line))]), reason.clone())
        }
        What::Discounted { from, to } => {
            let (from, to) = (told_discount(lang, from.as_ref()), told_discount(lang, to.as_ref()));
            (fill(lang, w::TOLD_DISCOUNTED, &[("from", &from), ("to", &to)]), none())
        }
        What::Taxed { from, to, lines } => {
            let gaps = [("from", say(lang, vat_word(*from))), ("to", say(lang, vat_word(*to)))];
            (
                fill(lang, w::TOLD_TAXED, &gaps),
                crate::words::count(lang, w::TOLD_TAXED_LINES, u64::from(*lines)),
            )
        }
        What::Dated { from, to, reason } => {
            let days = |days: Option<Period>| days.map_or_else(|| "–".to_owned(), |days| period(lang, days));
            let (from, to) = (days(*from), days(Some(*to)));
            (fill(lang, w::TOLD_DATED, &[("from", &from), ("to", &to)]), reason.clone())
        }
        What::Referenced { buyer_reference, purchase_order } => {
            let told = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
            let (reference, order) = (told(buyer_reference), told(purchase_order));
            (fill(lang, w::TOLD_REFERENCED, &[("reference", &reference), ("order", &order)]), none())
        }
        What::Issued { number } => (fill(lang, w::TOLD_ISSUED, &[("number", number)]), none()),
        What::Cancelled { by, reason } => (fill(lang, w::TOLD_CANCELLED, &[("number", by)]), reason.clone()),
        What::Credited { by, cents } => {
            (fill(lang, w::TOLD_CREDITED, &[("number", by), ("amount", &euros(lang, *cents))]), none())
        }
        What::Posted { kind, cents, day, note, other } => {
            (posting::posted(lang, *kind, *cents, *day, other.as_deref()), note.clone())
        }
        What::Unposted { kind, cents, day, other } => {
            let posted = posting::posted(lang, *kind, *cents, *day, other.as_deref());
            (fill(lang, w::TOLD_UNPAID, &[("posting", &posted)]), none())
        }
        What::Reminded { level, fee } => {
            let asked = (*fee > 0).then(|| fill(lang, w::TOLD_LATE_FEE, &[("fee", &euros(lang, *fee))]));
            (fill(lang, w::TOLD_REMINDED, &[("level", &level.to_string())]), asked.unwrap_or_default())
        }
        What::Asked { ticket, line } => {
            (fill(lang, w::TOLD_ASKED, &[("ticket", &written(*ticket)), ("line", line)]), none())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn a_draft_is_called_by_the_days_it_is_for() {
        let days = |from, to| Period { from, to };
        let november = days(day(2026, 11, 1), day(2026, 11, 30));
        let late = days(day(2026, 10, 20), day(2026, 10, 20));
        for (asked, services, called) in [
            (november, None, "Leistungen November 2026"),
            (november, Some(days(day(2026, 11, 3), day(2026, 11, 12))), "Leistungen November 2026"),
            (november, Some(late), "Leistungen 20.10.2026"),
            (november, Some(days(late.from, november.to)), "Leistungen 20.10.2026 – 30.11.2026"),
            (days(day(2026, 9, 1), november.to), None, "Leistungen 01.09.2026 – 30.11.2026"),
        ] {
            assert_eq!(title(Lang::De, asked, services), called);
            let headed = called.replace("Leistungen", "Entwurf");
            assert_eq!(draft_title(Lang::De, Kind::Invoice, asked, services), headed);
        }
        let back = draft_title(Lang::De, Kind::CreditNote, november, None);
        assert_eq!(back, "Entwurf: Rechnungskorrektur November 2026");
    }
}
