//! Whether a seller can stand on an invoice: who that is, where to pay, and how its letters look.
use crate::invoice::check::{
    FOOTER_COLUMNS, FOOTER_LINES, Found, LONGEST_LOGO, LONGEST_NAME, Why, WrongInvoice,
};
use crate::invoice::party::{Address, Bank, Seller};

/// Most characters of a line at the foot of a letter.
const FOOTER_LINE: usize = 60;

impl Seller {
    /// All that is wrong with it; places as its fields are called, an empty one where it is about the whole.
    pub fn wrong(&self) -> Vec<WrongInvoice> {
        let mut found = Found(Vec::new());
        let head = &self.letterhead;
        for (place, text, needed) in [
            ("name", &self.name, true),
            ("contact", &self.contact, true),
            ("phone", &self.phone, true),
            ("vat_id", &self.vat_id, false),
            ("tax_number", &self.tax_number, false),
            ("register", &self.register, false),
            ("directors", &self.directors, false),
            ("web", &self.web, false),
            ("bank.name", &self.bank.name, false),
            ("bank.bic", &self.bank.bic, false),
            ("letterhead.brand", &head.brand, false),
        ] {
            found.text(place, text, needed, LONGEST_NAME);
            found.hidden(place, text);
        }
        let Address { street, more, postcode, town, .. } = &self.address;
        let lines = [
            ("address.street", street),
            ("address.more", more),
            ("address.postcode", postcode),
            ("address.town", town),
        ];
        for (place, text) in lines {
            found.hidden(place, text);
        }
        found.address("address", &self.address);
        found.email("email", &self.email);
        if !self.bank.iban.is_empty() && !is_iban(&self.bank) {
            found.add("bank.iban", Why::Iban);
        }
        if !self.bank.bic.is_empty() && !is_bic(&self.bank.bic) {
            found.add("bank.bic", Why::Bic);
        }
        if self.vat_id.is_empty() && self.tax_number.is_empty() {
            found.add("", Why::NoTaxId);
        }
        if !head.accent.is_empty() && !is_colour(&head.accent) {
            found.add("letterhead.accent", Why::Colour);
        }
        found.text("letterhead.logo", &head.logo, false, LONGEST_LOGO);
        if !head.logo.is_empty() && !is_logo(&head.logo) {
            found.add("letterhead.logo", Why::Logo);
        }
        found.footer("letterhead.footer", &head.footer);
        found.0
    }
}

impl Found {
    fn hidden(&mut self, place: &str, text: &str) {
        if crate::input::has_hidden(text) {
            self.add(place, Why::Hidden);
        }
    }

    fn footer(&mut self, place: &str, columns: &[String]) {
        if columns.len() > FOOTER_COLUMNS {
            self.add(place, Why::TooMuch(FOOTER_COLUMNS));
        }
        for (at, column) in columns.iter().enumerate() {
            let place = format!("{place} {}", at + 1);
            if column.lines().count() > FOOTER_LINES {
                self.add(&place, Why::TooMuch(FOOTER_LINES));
            }
            self.hidden(&place, column);
            for line in column.lines() {
                self.text(&place, line, false, FOOTER_LINE);
            }
        }
    }
}

/// Whether its length and check digits are those of an IBAN (ISO 13616, ISO 7064 MOD 97-10).
pub fn is_iban(bank: &Bank) -> bool {
    let plain = bank.plain_iban();
    let right = (15..=34).contains(&plain.len())
        && plain.bytes().all(|b| b.is_ascii_alphanumeric())
        && plain.bytes().take(2).all(|b| b.is_ascii_uppercase());
    let digit = |c: char| c.to_digit(36).unwrap_or_default();
    let turned = plain.chars().cycle().skip(4).take(plain.len());
    right
        && turned.fold(0, |rest: u32, c| match digit(c) {
            value @ 0..=9 => (rest * 10 + value) % 97,
            value => (rest * 100 + value) % 97,
        }) == 1
}

/// Whether it has the form of a bank's code (ISO 9362): the bank, its country, the place, perhaps a branch.
fn is_bic(text: &str) -> bool {
    matches!(text.len(), 8 | 11)
        && text
            .bytes()
            .enumerate()
            .all(|(at, b)| b.is_ascii_uppercase() || (b.is_ascii_digit() && !matches!(at, 4 | 5)))
}

/// Whether it is a picture of one of the two kinds that letters take. Nothing outside of it is ever loaded, so what would need that is
/// refused; whether it can be drawn is seen by drawing it.
fn is_logo(text: &str) -> bool {
    if let Some(png) = text.strip_prefix(PNG) {
        return png.len() > 40 && png.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b));
    }
    let small = text.trim_start().to_ascii_lowercase();
    let inside = small.match_indices("href").all(|(at, _)| {
        let value = small[at + 4..].trim_start_matches(|c: char| c.is_whitespace() || "=\"'".contains(c));
        value.starts_with('#') || value.starts_with("data:image/")
    });
    small.starts_with('<')
        && small.contains("<svg")
        && !["<script", "<foreignobject", "<!entity", "@import"].iter().any(|part| small.contains(part))
        && inside
}

/// How a PNG picture is written as text (RFC 2397).
pub const PNG: &str = "data:image/png;base64,";

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}
