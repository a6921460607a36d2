//! Sums of an invoice (BG-22, BG-23): lines are rounded, tax is computed per treatment on their sum (EN 16931, BR-CO-10 to BR-CO-17).
use crate::invoice::Invoice;
use crate::invoice::line::{Line, divide};
use crate::vat::Vat;

/// What an invoice comes to, in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the lines (BT-106).
    pub lines: i64,
    /// Sum of the discounts on them (BT-107).
    pub discounts: i64,
    /// Before tax (BT-109).
    pub net: i64,
    /// By treatment, in the order of the law (BG-23).
    pub vat: Vec<VatTotal>,
    /// Tax (BT-110).
    pub tax: i64,
    /// With tax (BT-112).
    pub gross: i64,
    /// What is left to pay (BT-115).
    pub due: i64,
}

/// The tax of one treatment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatTotal {
    /// Treatment.
    pub vat: Vat,
    /// On how many cents (BT-116).
    pub base: i64,
    /// How many cents (BT-117).
    pub tax: i64,
}

impl Invoice {
    /// What it comes to.
    pub fn totals(&self) -> Totals {
        let lines = self.lines.iter().map(Line::net_cents).sum::<i64>();
        let discounts = self.discounts.iter().map(|discount| discount.cents).sum::<i64>();
        let vat: Vec<VatTotal> = Vat::ALL.into_iter().filter_map(|vat| self.vat_total(vat)).collect();
        let tax = vat.iter().map(|total| total.tax).sum::<i64>();
        let net = lines - discounts;
        Totals { lines, discounts, net, vat, tax, gross: net + tax, due: net + tax - self.paid_cents }
    }

    fn vat_total(&self, vat: Vat) -> Option<VatTotal> {
        let mut lines = self.lines.iter().filter(|line| line.vat == vat).peekable();
        let mut discounts = self.discounts.iter().filter(|discount| discount.vat == vat).peekable();
        if lines.peek().is_none() && discounts.peek().is_none() {
            return None;
        }
        let base =
            lines.map(Line::net_cents).sum::<i64>() - discounts.map(|discount| discount.cents).sum::<i64>();
        Some(VatTotal { vat, base, tax: divide(base * i64::from(vat.percent()), 100) })
    }
}
