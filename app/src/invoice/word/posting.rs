//! Postings on accounts of invoices in words.
use crate::words::{Text, fill, invoice as w};
use domain::billing::posting::PostingKind;
use domain::lang::Lang;
use domain::moment::date;
use domain::money::euros;
use jiff::civil::Date;

/// The name of a kind, as it is chosen.
pub const fn kind(kind: PostingKind) -> Text {
    match kind {
        PostingKind::Payment => w::KIND_PAYMENT,
        PostingKind::Refund => w::KIND_REFUND,
        PostingKind::SetOff => w::KIND_SET_OFF,
        PostingKind::Waiver => w::KIND_WAIVER,
        PostingKind::Discount => w::KIND_DISCOUNT,
        PostingKind::WriteOff => w::KIND_WRITE_OFF,
        PostingKind::Settled => w::SETTLED,
    }
}

/// What was posted, as a line: `Erstattung von 50,00 € am 01.12.2026`.
pub fn posted(lang: Lang, kind: PostingKind, cents: i64, day: Date, other: Option<&str>) -> String {
    let text = match kind {
        PostingKind::Payment => w::TOLD_PAID,
        PostingKind::Refund => w::TOLD_REFUND,
        PostingKind::SetOff => w::TOLD_SET_OFF,
        PostingKind::Waiver => w::TOLD_WAIVER,
        PostingKind::Discount => w::TOLD_DISCOUNT,
        PostingKind::WriteOff => w::TOLD_WRITE_OFF,
        PostingKind::Settled => w::TOLD_SETTLED,
    };
    let (amount, day) = (euros(lang, cents.abs()), date(day, lang));
    fill(lang, text, &[("amount", &amount), ("day", &day), ("number", other.unwrap_or_default())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn what_was_posted_is_said_in_words_that_accountants_know() {
        let told = |kind, cents| posted(Lang::De, kind, cents, day(2026, 12, 1), Some("RE-2026-0002"));
        for (kind, cents, words) in [
            (PostingKind::Payment, 5_000, "Zahlung von 50,00\u{a0}€ am 01.12.2026"),
            (PostingKind::Refund, -5_000, "Erstattung von 50,00\u{a0}€ am 01.12.2026"),
            (PostingKind::SetOff, -5_000, "50,00\u{a0}€ am 01.12.2026 mit RE-2026-0002 verrechnet"),
            (PostingKind::Discount, 100, "Skonto von 1,00\u{a0}€ am 01.12.2026"),
            (PostingKind::Settled, 100, "1,00\u{a0}€ am 01.12.2026 ausgeglichen"),
        ] {
            assert_eq!(told(kind, cents), words);
        }
    }
}
