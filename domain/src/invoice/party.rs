//! Seller and buyer (BG-4, BG-7), and the seller's letterhead.
use serde::{Deserialize, Serialize};

/// A postal address (BG-5, BG-8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and house number (BT-35, BT-50).
    pub street: String,
    /// A further line (BT-36, BT-51): building, floor.
    #[serde(default)]
    pub more: String,
    /// Postcode (BT-38, BT-53).
    pub postcode: String,
    /// Town (BT-37, BT-52).
    pub town: String,
    /// Country by ISO 3166-1 (BT-40, BT-55).
    #[serde(default = "germany")]
    pub country: String,
}

fn germany() -> String {
    "DE".into()
}

/// Who asks for money, as § 35a GmbHG and § 14 UStG want it told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seller {
    /// Registered name (BT-27).
    pub name: String,
    /// Where.
    pub address: Address,
    /// VAT identification number (BT-31); may be empty where there is a tax number.
    #[serde(default)]
    pub vat_id: String,
    /// Tax number of the tax office (BT-32).
    #[serde(default)]
    pub tax_number: String,
    /// Court and number of the register (BT-30): `Amtsgericht München, HRB 123456`.
    #[serde(default)]
    pub register: String,
    /// Who directs it (BT-33): `Geschäftsführung: Eva Albers`.
    #[serde(default)]
    pub directors: String,
    /// Whom to ask (BT-41).
    pub contact: String,
    /// Phone (BT-42).
    pub phone: String,
    /// Mail address (BT-43, BT-34).
    pub email: String,
    /// Web address.
    #[serde(default)]
    pub web: String,
    /// Where to pay.
    #[serde(default)]
    pub bank: Bank,
    /// How the letter looks.
    #[serde(default)]
    pub letterhead: Letterhead,
}

/// An account (BG-17).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// The bank's name.
    #[serde(default)]
    pub name: String,
    /// IBAN (BT-84, ISO 13616), with or without spaces; empty where nothing is transferred, as with direct debits agreed elsewhere.
    #[serde(default)]
    pub iban: String,
    /// BIC (BT-86).
    #[serde(default)]
    pub bic: String,
}

impl Bank {
    /// The IBAN without spaces.
    pub fn plain_iban(&self) -> String {
        self.iban.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
    }

    /// The IBAN in groups of four, as DIN 5008 writes it.
    pub fn grouped_iban(&self) -> String {
        let plain = self.plain_iban();
        let groups: Vec<String> =
            plain.chars().collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect();
        groups.join("\u{a0}")
    }
}

/// How letters of the house look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The name as a mark; the registered one where it is empty.
    #[serde(default)]
    pub brand: String,
    /// Colour of headings as `#0b5d66`; the product's own where it is empty.
    #[serde(default)]
    pub accent: String,
    /// A picture in place of the mark: SVG as it is, or PNG as `data:image/png;base64,…`.
    #[serde(default)]
    pub logo: String,
    /// Columns at the foot of the first page, at most four, each of at most six short lines. Where there are none, they tell what the
    /// law wants told: address, contact, bank, register and tax numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footer: Vec<String>,
}

/// Who is asked for money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buyer {
    /// Name (BT-44).
    pub name: String,
    /// Into whose hands (BT-56); may be empty.
    #[serde(default)]
    pub attention: String,
    /// Where.
    pub address: Address,
    /// VAT identification number (BT-48); needed where the buyer owes the tax.
    #[serde(default)]
    pub vat_id: String,
    /// Where electronic invoices go (BT-49), a mail address.
    pub email: String,
    /// What the buyer wants to read on it (BT-10): a cost centre, a Leitweg-ID.
    #[serde(default)]
    pub reference: String,
    /// Number of the customer in our house (BT-46).
    #[serde(default)]
    pub customer_number: String,
}
