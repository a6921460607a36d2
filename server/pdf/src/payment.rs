//! The payment code (EPC069-12, "GiroCode"): a banking app reads account, amount and purpose from it.
use domain::invoice::Invoice;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// The highest amount of a SEPA credit transfer, in cents.
const MOST: i64 = 99_999_999_999;

/// The code as a picture; `None` where nothing is to be paid by it.
pub(crate) fn code(invoice: &Invoice) -> Option<String> {
    let code = QrCode::encode_text(&payload(invoice)?, QrCodeEcc::Medium).ok()?;
    Some(picture(&code))
}

/// What it says, a line for each element: version 002, in which the bank needs no code, in UTF-8 (1); no purpose code, no structured reference.
fn payload(invoice: &Invoice) -> Option<String> {
    let due = invoice.totals().due;
    if invoice.kind.gives_back() || invoice.seller.bank.iban.is_empty() || !(1..=MOST).contains(&due) {
        return None;
    }
    let bank = &invoice.seller.bank;
    let name: String = invoice.seller.name.chars().take(70).collect();
    let amount = format!("EUR{}.{:02}", due / 100, due % 100);
    let purpose: String = invoice.number.chars().take(140).collect();
    let lines = ["BCD", "002", "1", "SCT", &bank.bic, &name, &bank.plain_iban(), &amount, "", "", &purpose];
    Some(lines.join("\n"))
}

fn picture(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let size = code.size();
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>"#)
}

#[cfg(test)]
mod tests;
