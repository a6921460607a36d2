//! How value added tax is told (BG-30): treatments that a German service company needs, with their codes of UNTDID 5305.
use crate::lang::Lang;
use serde::{Deserialize, Serialize};

/// Treatment of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vat {
    /// 19 % (§ 12 Abs. 1 UStG).
    #[default]
    Standard,
    /// 7 % (§ 12 Abs. 2 UStG).
    Reduced,
    /// 0 % (§ 12 Abs. 3 UStG).
    Zero,
    /// The buyer owes the tax (§ 13b UStG).
    ReverseCharge,
    /// A small business charges none (§ 19 UStG).
    SmallBusiness,
    /// A service to a company outside of the European Union, which Germany does not tax (§ 3a Abs. 2 UStG).
    NotTaxable,
}

impl Vat {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Standard,
        Self::Reduced,
        Self::Zero,
        Self::ReverseCharge,
        Self::SmallBusiness,
        Self::NotTaxable,
    ];

    /// Its code in our files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Reduced => "reduced",
            Self::Zero => "zero",
            Self::ReverseCharge => "reverse_charge",
            Self::SmallBusiness => "small_business",
            Self::NotTaxable => "not_taxable",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vat| vat.code() == code)
    }

    /// The category (BT-151, UNTDID 5305).
    pub const fn category(self) -> &'static str {
        match self {
            Self::Standard | Self::Reduced => "S",
            Self::Zero => "Z",
            Self::ReverseCharge => "AE",
            Self::SmallBusiness => "E",
            Self::NotTaxable => "O",
        }
    }

    /// The rate (BT-152) in percent.
    pub const fn percent(self) -> u8 {
        match self {
            Self::Standard => 19,
            Self::Reduced => 7,
            Self::Zero | Self::ReverseCharge | Self::SmallBusiness | Self::NotTaxable => 0,
        }
    }

    /// Whether it is about who sells and who buys, not about what is sold: then it holds for every line (§ 3a, § 13b, § 19 UStG).
    pub const fn is_of_parties(self) -> bool {
        match self {
            Self::ReverseCharge | Self::SmallBusiness | Self::NotTaxable => true,
            Self::Standard | Self::Reduced | Self::Zero => false,
        }
    }

    /// The treatment of what was offered at this one, where `agreed` holds between the parties.
    pub const fn under(self, agreed: Self) -> Self {
        if agreed.is_of_parties() { agreed } else { self }
    }

    /// The treatment of a line where `agreed` holds between the parties: its own where it has one, such as an item that was
    /// offered at it, else what was agreed. No line is a small business by itself.
    pub const fn of_line(own: Option<Self>, agreed: Self) -> Self {
        match own {
            None | Some(Self::SmallBusiness) => agreed,
            Some(own) => own.under(agreed),
        }
    }

    /// Whether a line of this treatment can stand on an invoice where `agreed` holds.
    pub fn stands_under(self, agreed: Self) -> bool {
        self.under(agreed) == self && (self != Self::SmallBusiness || agreed == Self::SmallBusiness)
    }

    /// Why no tax is charged (BT-120), as the law wants it said, to customers in Germany and in other states alike (§ 14a Abs. 1 and 5 UStG, § 34a UStDV); `None` where a rate says it.
    pub const fn reason(self, lang: Lang) -> Option<&'static str> {
        match (self, lang) {
            (Self::ReverseCharge, Lang::De) => {
                Some("Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge)")
            }
            (Self::ReverseCharge, Lang::En) => Some("Reverse charge: the recipient is liable for the tax"),
            (Self::SmallBusiness, Lang::De) => {
                Some("Keine Umsatzsteuer: Steuerbefreiung für Kleinunternehmer (§\u{a0}19 UStG)")
            }
            (Self::SmallBusiness, Lang::En) => {
                Some("No VAT: exemption for small businesses (§\u{a0}19 UStG)")
            }
            (Self::NotTaxable, Lang::De) => {
                Some("Nicht steuerbar in Deutschland: Leistungsort im Ausland (§\u{a0}3a Abs.\u{a0}2 UStG)")
            }
            (Self::NotTaxable, Lang::En) => {
                Some("Not taxable in Germany: supplied abroad (§\u{a0}3a (2) UStG)")
            }
            (Self::Standard | Self::Reduced | Self::Zero, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Vat::{self, NotTaxable, Reduced, ReverseCharge, SmallBusiness, Standard, Zero};

    #[test]
    fn what_holds_between_the_parties_holds_for_every_line_and_gives_it_back_its_own() {
        for (own, agreed, line) in [
            (None, Standard, Standard),
            (None, ReverseCharge, ReverseCharge),
            (None, Reduced, Reduced),
            (Some(Reduced), ReverseCharge, ReverseCharge),
            (Some(Reduced), SmallBusiness, SmallBusiness),
            (Some(Reduced), Standard, Reduced),
            (Some(Standard), Reduced, Standard),
            (Some(ReverseCharge), Standard, ReverseCharge),
            (Some(Zero), Standard, Zero),
            (Some(SmallBusiness), Standard, Standard),
            (None, NotTaxable, NotTaxable),
            (Some(Reduced), NotTaxable, NotTaxable),
            (Some(NotTaxable), Standard, NotTaxable),
            (Some(NotTaxable), SmallBusiness, SmallBusiness),
        ] {
            assert_eq!(Vat::of_line(own, agreed), line, "{own:?} under {agreed:?}");
        }
    }

    #[test]
    fn no_line_stands_where_another_treatment_holds_for_all() {
        for (line, agreed, stands) in [
            (Standard, ReverseCharge, false),
            (ReverseCharge, ReverseCharge, true),
            (SmallBusiness, Standard, false),
            (Standard, SmallBusiness, false),
            (SmallBusiness, SmallBusiness, true),
            (Reduced, Standard, true),
            (ReverseCharge, Standard, true),
            (NotTaxable, NotTaxable, true),
            (Standard, NotTaxable, false),
            (NotTaxable, Standard, true),
        ] {
            assert_eq!(line.stands_under(agreed), stands, "{line:?} under {agreed:?}");
        }
    }
}
