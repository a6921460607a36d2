//! Who pays: the buyer as an organisation's invoices name it, and the tax that is agreed with it.
use crate::country::{is_country, is_outside_of_union, is_vat_id, plain_vat_id};
use crate::input::{Checks, FieldError, Reason, is_address};
use crate::invoice::check::LONGEST_NAME;
use crate::invoice::party::{Address, Buyer};
use crate::policy::billing::DUE_DAYS;
use crate::vat::Vat;
use serde::{Deserialize, Serialize};

/// What stands on all invoices of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Payer {
    /// Name, address, numbers.
    pub buyer: Buyer,
    /// The tax; `None` takes the company's usual one.
    pub vat: Option<Vat>,
    /// The customer's own order number (BT-13), where one holds for everything.
    pub purchase_order: String,
    /// It takes invoices as XRechnung; its reference, a Leitweg-ID for public customers, is needed then (BR-DE-15).
    pub xrechnung: bool,
    /// Days for paying that are agreed with it; `None` takes the company's.
    pub due_days: Option<u16>,
}

/// A payer as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPayer {
    /// What needs no reading.
    pub payer: Payer,
    /// Days for paying; empty for the company's.
    pub due_days: String,
}

impl TypedPayer {
    /// What was meant; all that is wrong at once.
    pub fn read(&self) -> Result<Payer, Vec<FieldError>> {
        let due_days = match self.due_days.trim() {
            "" => Some(None),
            days => days.parse().ok().filter(|days| DUE_DAYS.contains(days)).map(Some),
        };
        match (self.payer.checked(), due_days) {
            (Ok(payer), Some(due_days)) => Ok(Payer { due_days, ..payer }),
            (checked, due_days) => {
                let mut errors = checked.err().unwrap_or_default();
                if due_days.is_none() {
                    let (min, max) = ((*DUE_DAYS.start()).into(), (*DUE_DAYS.end()).into());
                    errors.push(FieldError::new("due_days", Reason::NotBetween { min, max }));
                }
                Err(errors)
            }
        }
    }
}

impl Payer {
    /// The tax that holds for it, where the company's usual one is `usual`.
    pub fn treatment(&self, usual: Vat) -> Vat {
        self.vat.unwrap_or(usual)
    }

    /// What can be read from an organisation's name and its address as it was typed: lines, of which one begins with a
    /// postcode.
    pub fn proposed(name: &str, address: &str, town: &str, email: &str) -> Self {
        let mut lines: Vec<&str> = address.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let is_postcode = |line: &str| {
            let digits = line.split_whitespace().next().unwrap_or_default();
            (4..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        };
        let place = lines.iter().position(|line| is_postcode(line)).map(|at| lines.remove(at));
        let (postcode, of_place) = place.and_then(|line| line.split_once(' ')).unwrap_or_default();
        if lines.first().is_some_and(|line| *line == name) {
            lines.remove(0);
        }
        // A street has a number; departments and buildings rarely do.
        let numbered = lines.iter().position(|line| line.bytes().any(|b| b.is_ascii_digit()));
        let street = if lines.is_empty() { "" } else { lines.remove(numbered.unwrap_or(0)) }.to_owned();
        let more = lines.join(", ");
        let town = if of_place.is_empty() { town } else { of_place.trim() };
        let address = Address {
            street,
            more,
            postcode: postcode.to_owned(),
            town: town.to_owned(),
            country: "DE".to_owned(),
        };
        let buyer = Buyer { name: name.to_owned(), address, email: email.to_owned(), ..Buyer::default() };
        Self { buyer, ..Self::default() }
    }

    /// Cleans what was typed; all that is wrong with it at once.
    pub fn checked(&self) -> Result<Self, Vec<FieldError>> {
        let mut checks = Checks::default();
        let most = u32::try_from(LONGEST_NAME).unwrap_or(u32::MAX);
        let (buyer, address) = (&self.buyer, &self.buyer.address);
        let country = address.country.trim().to_uppercase();
        let mut optional =
            |field: &str, text: &str| checks.optional_line(field, text, most).unwrap_or_default();
        let (attention, more) = (optional("attention", &buyer.attention), optional("more", &address.more));
        let vat_id = plain_vat_id(&optional("vat_id", &buyer.vat_id));
        let reference = optional("reference", &buyer.reference);
        let customer_number = optional("customer_number", &buyer.customer_number);
        let purchase_order = optional("purchase_order", &self.purchase_order);
        let clean = Self {
            buyer: Buyer {
                name: checks.line("name", &buyer.name, most),
                attention,
                address: Address {
                    street: checks.line("street", &address.street, most),
                    more,
                    postcode: checks.line("postcode", &address.postcode, 20),
                    town: checks.line("town", &address.town, most),
                    country: country.clone(),
                },
                vat_id,
                email: buyer.email.trim().to_owned(),
                reference,
                customer_number,
            },
            vat: self.vat,
            purchase_order,
            xrechnung: self.xrechnung,
            due_days: self.due_days,
        };
        if !is_country(&country) {
            checks.add("country", Reason::NotACountry);
        }
        if !clean.buyer.vat_id.is_empty() && !is_vat_id(&country, &clean.buyer.vat_id) {
            checks.add("vat_id", Reason::NotAVatId);
        }
        if clean.buyer.email.is_empty() {
            checks.add("email", Reason::Missing);
        } else if !is_address(&clean.buyer.email) {
            checks.add("email", Reason::NotAnAddress);
        }
        // § 14a Abs. 5 UStG: who owes the tax is named by this number.
        if self.vat == Some(Vat::ReverseCharge) && clean.buyer.vat_id.is_empty() {
            checks.add("vat_id", Reason::Missing);
        }
        // § 3a Abs. 2 UStG: what a company within the Union gets is taxed where it is, by a rate at home, else by reverse charge.
        if self.vat == Some(Vat::NotTaxable) && !is_outside_of_union(&country) {
            checks.add("vat", Reason::NotAbroad);
        }
        if clean.lacks_reference() {
            checks.add("reference", Reason::Missing);
        }
        checks.done(clean)
    }

    /// It takes XRechnung, and nobody knows where it leads it.
    pub fn lacks_reference(&self) -> bool {
        self.xrechnung && self.buyer.reference.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_from_its_lines() {
        for (address, street, more, postcode, town) in [
            ("Uferweg 7\n24937 Flensburg", "Uferweg 7", "", "24937", "Flensburg"),
            (
                "Albers GmbH\nUferweg 7\nHaus B\n24937 Bad Flensburg",
                "Uferweg 7",
                "Haus B",
                "24937",
                "Bad Flensburg",
            ),
            ("Buchhaltung\nUferweg 7\n24937 Kiel", "Uferweg 7", "Buchhaltung", "24937", "Kiel"),
            ("Uferweg 7", "Uferweg 7", "", "", "Kiel"),
            ("", "", "", "", "Kiel"),
        ] {
            let buyer = Payer::proposed("Albers GmbH", address, "Kiel", "a@b.de").buyer;
            let seen = (buyer.address.street.as_str(), buyer.address.more.as_str());
            assert_eq!(seen, (street, more), "{address}");
            assert_eq!(
                (buyer.address.postcode.as_str(), buyer.address.town.as_str()),
                (postcode, town),
                "{address}"
            );
        }
    }

    #[test]
    fn what_an_invoice_needs_is_asked_for() {
        let fields =
            |payer: &Payer| payer.checked().unwrap_err().into_iter().map(|e| e.field).collect::<Vec<_>>();
        assert_eq!(fields(&Payer::default()), ["name", "street", "postcode", "town", "country", "email"]);
        let mut payer = Payer::proposed("Albers", "Uferweg 7\n24937 Flensburg", "", "re@albers.de");
        assert!(payer.checked().is_ok());
        payer.vat = Some(Vat::ReverseCharge);
        payer.xrechnung = true;
        assert_eq!(fields(&payer), ["vat_id", "reference"]);
        (payer.buyer.vat_id, payer.buyer.reference) = ("DE12".to_owned(), "991-1".to_owned());
        payer.buyer.address.country = "XX".to_owned();
        assert_eq!(fields(&payer), ["country", "vat_id"]);
        (payer.buyer.vat_id, payer.buyer.address.country) = ("ATU 1234.5678".to_owned(), "at".to_owned());
        let clean = payer.checked().unwrap().buyer;
        assert_eq!((clean.vat_id.as_str(), clean.address.country.as_str()), ("ATU12345678", "AT"));
    }

    #[test]
    fn what_is_not_taxable_goes_to_companies_outside_of_the_union_alone() {
        let mut payer = Payer::proposed("Albers", "Uferweg 7\n24937 Flensburg", "", "re@albers.de");
        payer.vat = Some(Vat::NotTaxable);
        for (country, taken) in [
            ("DE", false),
            (" at ", false),
            ("GR", false),
            ("MC", false),
            ("CH", true),
            ("gb", true),
            ("NO", true),
            ("US", true),
        ] {
            payer.buyer.address.country = country.to_owned();
            let wrong = (!taken).then(|| vec![FieldError::new("vat", Reason::NotAbroad)]);
            assert_eq!(payer.checked().err(), wrong, "{country}");
        }
        payer.buyer.address.country = "XX".to_owned();
        let wrong = vec![FieldError::new("country", Reason::NotACountry)];
        assert_eq!(payer.checked().err(), Some(wrong), "nobody knows where that is");
    }

    #[test]
    fn days_for_paying_are_those_of_the_company_unless_others_are_agreed() {
        let payer = Payer::proposed("Albers", "Uferweg 7\n24937 Flensburg", "", "re@albers.de");
        let read =
            |payer: &Payer, days: &str| TypedPayer { payer: payer.clone(), due_days: days.into() }.read();
        for (typed, days) in [("", None), (" 30 ", Some(30)), ("0", Some(0)), ("60", Some(60))] {
            assert_eq!(read(&payer, typed).unwrap().due_days, days, "{typed}");
        }
        for typed in ["61", "-1", "bald", "2,5"] {
            let wrong = FieldError::new("due_days", Reason::NotBetween { min: 0, max: 60 });
            assert_eq!(read(&payer, typed), Err(vec![wrong]), "{typed}");
        }
        let errors = read(&Payer { buyer: Buyer::default(), ..payer }, "bald").unwrap_err();
        assert_eq!(errors.len(), 7, "all at once: {errors:?}");
    }
}
