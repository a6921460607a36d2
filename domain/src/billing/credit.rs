//! What credit notes give back of an invoice. Tax is rounded once on each document, so that notes may come to a cent more or less than
//! their invoice; what they give back is measured before tax.
use crate::billing::WrongInvoice;
use crate::billing::account::Account;
use crate::invoice::total::Totals;
use crate::vat::Vat;

impl Account {
    /// The account once all these credit notes are issued, the one that is about to be among them. Of no treatment they may give
    /// back more than the invoice has; where they give all of it back, nothing of it is left to pay, whatever rounding made of it.
    pub fn credit(self, invoice: &Totals, notes: &[Totals]) -> Result<Self, WrongInvoice> {
        let slack = slack(invoice, notes);
        let given_back = |vat: Vat| notes.iter().map(|note| base(note, vat)).sum::<i64>();
        if Vat::ALL.into_iter().any(|vat| given_back(vat) > base(invoice, vat).max(0) + slack) {
            return Err(WrongInvoice::Credited);
        }
        let gross = notes.iter().map(|note| note.gross).sum::<i64>();
        let whole = Vat::ALL.into_iter().all(|vat| base(invoice, vat) - given_back(vat) <= slack);
        let credited = if whole { self.due } else { gross.min(self.due) };
        Ok(Self { credited, ..self })
    }
}

fn base(totals: &Totals, vat: Vat) -> i64 {
    totals.vat.iter().find(|one| one.vat == vat).map_or(0, |one| one.base)
}

/// By how many cents the parts of a discount on everything, rounded on each note and for each treatment, may miss the whole.
fn slack(invoice: &Totals, notes: &[Totals]) -> i64 {
    let parts = if invoice.discounts == 0 { 0 } else { notes.len() * invoice.vat.len() };
    i64::try_from(parts).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::allowance::{Allowance, Cut};
    use crate::invoice::line::{Line, Quantity, Unit};
    use crate::invoice::total::VatTotal;
    use proptest::prelude::*;

    fn line(cents: i64, vat: Vat) -> Line {
        Line {
            group: String::new(),
            name: "x".into(),
            description: String::new(),
            quantity: Quantity::Hundredths(100),
            unit: Unit::Piece,
            price_cents: cents,
            discount_percent: 0,
            discount_reason: String::new(),
            vat,
        }
    }

    /// As a document adds up its lines and the discount on them.
    fn totals(lines: &[Line], off: Option<&Allowance>) -> Totals {
        let discounts = off.map(|off| off.discounts(lines, "Treue")).unwrap_or_default();
        let of_lines = |vat| lines.iter().filter(|line| line.vat == vat).map(Line::net_cents).sum::<i64>();
        let taken_off = |vat| discounts.iter().filter(|one| one.vat == vat).map(|one| one.cents).sum::<i64>();
        let has = |vat: &Vat| lines.iter().any(|line| line.vat == *vat);
        let of_vat = |vat: Vat| {
            let base = of_lines(vat) - taken_off(vat);
            let tax = (base * i64::from(vat.percent()) + 50) / 100;
            VatTotal { vat, base, tax }
        };
        let vat: Vec<VatTotal> = Vat::ALL.into_iter().filter(has).map(of_vat).collect();
        let net = vat.iter().map(|one| one.base).sum::<i64>();
        let tax = vat.iter().map(|one| one.tax).sum::<i64>();
        let (all, off) =
            (lines.iter().map(Line::net_cents).sum(), discounts.iter().map(|one| one.cents).sum());
        Totals { lines: all, discounts: off, net, vat, tax, gross: net + tax, due: net + tax }
    }

    fn owed(invoice: &Totals) -> Account {
        Account { due: invoice.gross, ..Account::default() }
    }

    #[test]
    fn notes_for_all_lines_settle_an_invoice_to_the_cent() {
        for (cents, due, left) in [(1_050, 2_499, 1_249), (3_333, 7_933, 3_967)] {
            let note = totals(&[line(cents, Vat::Standard)], None);
            let invoice = totals(&[line(cents, Vat::Standard), line(cents, Vat::Standard)], None);
            assert_eq!(invoice.gross, due);
            let half = owed(&invoice).credit(&invoice, std::slice::from_ref(&note)).unwrap();
            assert_eq!(half.left(), left);
            let both = half.credit(&invoice, &[note.clone(), note.clone()]).unwrap();
            assert_eq!((both.credited, both.left()), (due, 0));
            let thrice = both.credit(&invoice, &[note.clone(), note.clone(), note]);
            assert_eq!(thrice, Err(WrongInvoice::Credited));
        }
    }

    #[test]
    fn no_treatment_gives_back_more_than_it_has() {
        let invoice = totals(&[line(10_000, Vat::Standard), line(5_000, Vat::Reduced)], None);
        for (note, fits) in [
            (line(10_000, Vat::Standard), true),
            (line(10_001, Vat::Standard), false),
            (line(5_001, Vat::Reduced), false),
            (line(100, Vat::Zero), false),
        ] {
            let credited = owed(&invoice).credit(&invoice, &[totals(std::slice::from_ref(&note), None)]);
            assert_eq!(credited.is_ok(), fits, "{note:?}");
        }
        let cent = totals(&[line(9_999, Vat::Standard), line(5_000, Vat::Reduced)], None);
        let credited = owed(&invoice).credit(&invoice, &[cent]).unwrap();
        assert!(credited.left() > 0, "a cent that nobody gave back is owed: {credited:?}");
    }

    proptest! {
        #[test]
        fn however_an_invoice_is_parted_its_notes_are_issued_and_leave_nothing(
            lines in prop::collection::vec((1i64..100_000, 0usize..3, 0usize..5), 1..20),
            percent in prop::option::of(1u16..=10_000),
        ) {
            let off = percent.map(|hundredths| Allowance { cut: Cut::Percent(hundredths), reason: "Treue".into() });
            let all: Vec<Line> = lines.iter().map(|(cents, vat, _)| line(*cents, Vat::ALL[*vat])).collect();
            let invoice = totals(&all, off.as_ref());
            let parts = (0..5).map(|note| {
                let of_note = lines.iter().filter(|(.., of)| *of == note);
                of_note.map(|(cents, vat, _)| line(*cents, Vat::ALL[*vat])).collect::<Vec<_>>()
            });
            let (mut account, mut notes) = (owed(&invoice), Vec::new());
            for part in parts.filter(|part| !part.is_empty()) {
                notes.push(totals(&part, off.as_ref()));
                account = account.credit(&invoice, &notes).unwrap();
                prop_assert!((0..=account.due).contains(&account.credited), "{:?}", account);
            }
            prop_assert_eq!(account.left(), 0);
        }
    }
}
