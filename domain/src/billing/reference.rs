//! References of the customer's that stand on one document alone: the number of the order that it is for, or its Leitweg-ID.
use crate::billing::payer::Payer;
use crate::input::{Checks, FieldError, Reason};
use crate::invoice::check::LONGEST_NAME;
use crate::invoice::party::Buyer;

/// A document's own references; `None` where those of who pays hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// The customer's reference or Leitweg-ID (BT-10).
    pub buyer_reference: Option<String>,
    /// The customer's order number (BT-13).
    pub purchase_order: Option<String>,
}

impl References {
    /// Who pays, as the document names it. Where an XRechnung needs a reference it always has one of the two.
    pub fn on(self, payer: Payer) -> Payer {
        let own = self.buyer_reference.filter(|own| !own.is_empty() || !payer.xrechnung);
        let reference = own.unwrap_or_else(|| payer.buyer.reference.clone());
        let purchase_order = self.purchase_order.unwrap_or_else(|| payer.purchase_order.clone());
        Payer { buyer: Buyer { reference, ..payer.buyer }, purchase_order, ..payer }
    }
}

/// References as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedReferences {
    /// The customer's reference or Leitweg-ID.
    pub buyer_reference: String,
    /// The customer's order number.
    pub purchase_order: String,
}

impl TypedReferences {
    /// What of it is the document's own; all that is wrong at once.
    pub fn read(&self, payer: &Payer) -> Result<References, Vec<FieldError>> {
        let mut checks = Checks::default();
        let most = u32::try_from(LONGEST_NAME).unwrap_or(u32::MAX);
        let mut read = |field: &str, text: &str| checks.optional_line(field, text, most).unwrap_or_default();
        let reference = read("buyer_reference", &self.buyer_reference);
        let purchase_order = read("purchase_order", &self.purchase_order);
        if payer.xrechnung && reference.is_empty() {
            checks.add("buyer_reference", Reason::Missing);
        }
        let own = |typed: String, usual: &str| (typed != usual).then_some(typed);
        checks.done(References {
            buyer_reference: own(reference, &payer.buyer.reference),
            purchase_order: own(purchase_order, &payer.purchase_order),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payer() -> Payer {
        let buyer = Buyer { reference: "991-1".to_owned(), ..Buyer::default() };
        Payer { buyer, purchase_order: "RV-7".to_owned(), ..Payer::default() }
    }

    fn typed(reference: &str, purchase_order: &str) -> TypedReferences {
        TypedReferences { buyer_reference: reference.to_owned(), purchase_order: purchase_order.to_owned() }
    }

    #[test]
    fn what_is_not_its_own_follows_who_pays() {
        for (reference, order, own) in [
            ("991-1", " RV-7 ", (None, None)),
            ("991-1", "B 4711", (None, Some("B 4711"))),
            ("04011000-12345-35", "", (Some("04011000-12345-35"), Some(""))),
        ] {
            let read = typed(reference, order).read(&payer()).unwrap();
            assert_eq!((read.buyer_reference.as_deref(), read.purchase_order.as_deref()), own);
            let on = read.on(payer());
            assert_eq!((on.buyer.reference.as_str(), on.purchase_order.as_str()), (reference, order.trim()));
        }
    }

    #[test]
    fn an_xrechnung_has_a_reference() {
        let public = Payer { xrechnung: true, ..payer() };
        let errors = typed("", &"x".repeat(201)).read(&public).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["purchase_order", "buyer_reference"]);
        let none = typed("", "RV-7").read(&payer()).unwrap();
        assert_eq!(none.clone().on(payer()).buyer.reference, "");
        assert_eq!(none.on(public).buyer.reference, "991-1", "where it became one later");
    }
}
