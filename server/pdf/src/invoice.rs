//! An invoice as a PDF and as XML, from one value.
use crate::electronic::{self, Electronic};
use crate::logo::Logo;
use crate::page::{drawn, lay_out};
use crate::payment;
use crate::world::{CODE, DATA, Paper};
use domain::invoice::check::WrongInvoice;
use domain::invoice::line::{Hours, Line, Quantity, Unit};
use domain::invoice::party::{Address, Seller};
use domain::invoice::{Invoice, Kind};
use domain::lang::Lang;
use domain::money;
use jiff::civil::Date;
use serde_json::{Value, json};

const TEMPLATE: &str = include_str!("../template/invoice.typ");
const WORDS: &str = include_str!("../template/words.json");
/// What is charged once for all of it needs no figure.
const ONCE: Quantity = Quantity::Hundredths(100);
/// The product's own colour on paper.
pub(crate) const ACCENT: &str = "#0b5d66";

/// What everybody gets for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// PDF/A-3a and PDF/UA-1, with the XML inside.
    pub pdf: Vec<u8>,
    /// The XML by itself (UN/CEFACT CII, EN 16931).
    pub xml: String,
}

/// Why there is no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The description is wrong.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Wrong(Vec<WrongInvoice>),
    /// The electronic invoice breaks a rule of the standard.
    #[error("{0}")]
    Standard(String),
    /// The pages could not be laid out, a fault of ours.
    #[error("{0}")]
    Layout(String),
}

/// Pages and XML. Takes some 50 ms of one core.
///
/// # Errors
/// [`Error::Wrong`] tells all that is wrong with the description at once.
pub fn render(invoice: &Invoice) -> Result<Rendered, Error> {
    invoice.check().map_err(Error::Wrong)?;
    let electronic = Electronic::new(invoice).map_err(Error::Standard)?;
    let title = format!("{} {}", title(invoice), invoice.number);
    let logo = Logo::of(&invoice.seller.letterhead);
    let code = payment::code(invoice);
    let data = drawn(data(invoice, &title, logo.as_ref().map(Logo::path), code.is_some()));
    let mut files = vec![(DATA, data.to_string().into_bytes())];
    files.extend(code.map(|code| (CODE, code.into_bytes())));
    files.extend(logo.map(Logo::file));
    let pages =
        lay_out(&Paper::new(TEMPLATE, files), &invoice.number, invoice.issued_on).map_err(Error::Layout)?;
    let pdf = electronic.embed(&pages, invoice, &title).map_err(Error::Layout)?;
    Ok(Rendered { pdf, xml: electronic.xml() })
}

/// The invoice as the public administration takes it (XRechnung, UBL).
///
/// # Errors
/// As [`render`].
pub fn xrechnung(invoice: &Invoice) -> Result<String, Error> {
    invoice.check().map_err(Error::Wrong)?;
    electronic::xrechnung(invoice).map_err(Error::Standard)
}

const fn title(invoice: &Invoice) -> &'static str {
    match (invoice.kind, invoice.lang) {
        (Kind::Invoice, Lang::De) => "Rechnung",
        (Kind::Invoice, Lang::En) => "Invoice",
        (Kind::Cancellation, Lang::De) => "Stornorechnung",
        (Kind::Cancellation, Lang::En) => "Cancellation",
        (Kind::CreditNote, Lang::De) => "Rechnungskorrektur",
        (Kind::CreditNote, Lang::En) => "Credit note",
    }
}

/// All that the template shows, as text in the reader's language.
fn data(invoice: &Invoice, title: &str, logo: Option<&str>, code: bool) -> Value {
    let (lang, totals) = (invoice.lang, invoice.totals());
    let money = |cents: i64| format!("{}\u{202f}€", money::amount(lang, cents, false));
    let words: Value = serde_json::from_str(WORDS).unwrap_or_default();
    let day = invoice.issued_on;
    json!({
        "words": words[lang.code()],
        "lang": lang.code(),
        "title": title,
        "kind": invoice.kind.code(),
        "made": { "year": day.year(), "month": day.month(), "day": day.day() },
        "accent": if invoice.seller.letterhead.accent.is_empty() { ACCENT } else { &invoice.seller.letterhead.accent },
        "logo": logo,
        "code": code,
        "seller": seller(&invoice.seller),
        "buyer": buyer(invoice),
        "facts": facts(invoice),
        "corrects": invoice.corrects.as_ref().map(|before| json!({
            "number": before.number, "day": date(lang, before.issued_on),
        })),
        "intro": invoice.intro,
        "closing": invoice.closing,
        "groups": groups(invoice, &money),
        "columns": { "discount": invoice.lines.iter().any(|line| line.discount_percent > 0) },
        "discounts": invoice.discounts.iter().map(|discount| json!({
            "reason": discount.reason, "amount": money(-discount.cents),
        })).collect::<Vec<_>>(),
        "net": money(totals.net),
        "lines_sum": money(totals.lines),
        "vat": totals.vat.iter().map(|total| json!({
            "rate": total.vat.percent(),
            "reason": total.vat.reason(lang),
            "base": money(total.base),
            "tax": money(total.tax),
        })).collect::<Vec<_>>(),
        "gross": money(totals.gross),
        "paid": (invoice.paid_cents > 0).then(|| money(-invoice.paid_cents)),
        "due": money(totals.due),
        "pay": invoice.kind == Kind::Invoice && totals.due > 0,
        "due_on": invoice.due_on.map(|day| date(lang, day)),
        "bank": {
            "name": invoice.seller.bank.name,
            "iban": invoice.seller.bank.grouped_iban(),
            "bic": invoice.seller.bank.bic,
        },
        "number": invoice.number,
        "hours": hours(lang, &invoice.hours),
        "hours_sum": hours_sum(lang, &invoice.hours),
    })
}

fn seller(ours: &Seller) -> Value {
    let brand = if ours.letterhead.brand.is_empty() { &ours.name } else { &ours.letterhead.brand };
    json!({
        "brand": brand,
        "name": ours.name,
        "lines": address(&ours.address, "DE"),
        "line": format!("{} · {} · {} {}", ours.name, ours.address.street, ours.address.postcode, ours.address.town),
        "contact": ours.contact,
        "phone": ours.phone,
        "email": ours.email,
        "web": ours.web,
        "register": ours.register,
        "directors": ours.directors,
        "vat_id": ours.vat_id,
        "tax_number": ours.tax_number,
        "footer": ours.letterhead.footer.iter().map(|column| column.lines().collect()).collect::<Vec<Vec<&str>>>(),
    })
}

/// As it stands in the window of the envelope: at most six lines (DIN 5008).
fn buyer(invoice: &Invoice) -> Value {
    let buyer = &invoice.buyer;
    let mut lines = vec![buyer.name.clone()];
    lines.extend((!buyer.attention.is_empty()).then(|| buyer.attention.clone()));
    lines.extend(address(&buyer.address, &invoice.seller.address.country));
    json!({ "lines": lines })
}

/// What adds to the name stands above the street (DIN 5008).
fn address(address: &Address, home: &str) -> Vec<String> {
    let mut lines = vec![address.more.clone(), address.street.clone()];
    lines.retain(|line| !line.is_empty());
    lines.push(format!("{} {}", address.postcode, address.town));
    lines.extend((address.country != home).then(|| address.country.clone()));
    lines
}

/// The block beside the address: what it is called, and what it says.
fn facts(invoice: &Invoice) -> Vec<(&'static str, String)> {
    let lang = invoice.lang;
    let period = invoice.period.map(|period| {
        if period.from == period.to {
            date(lang, period.from)
        } else {
            format!("{} – {}", date(lang, period.from), date(lang, period.to))
        }
    });
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    [
        ("number", Some(invoice.number.clone())),
        ("issued_on", Some(date(lang, invoice.issued_on))),
        ("period", period),
        ("customer_number", text(&invoice.buyer.customer_number)),
        ("reference", text(&invoice.buyer.reference)),
        ("purchase_order", invoice.purchase_order.clone()),
        ("order", invoice.order.clone()),
        ("project", invoice.project.clone()),
        ("buyer_vat_id", text(&invoice.buyer.vat_id)),
        ("due_on", invoice.due_on.map(|day| date(lang, day))),
        ("contact", text(&invoice.seller.contact)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

fn groups(invoice: &Invoice, money: &dyn Fn(i64) -> String) -> Vec<Value> {
    let mut groups: Vec<(&str, Vec<Value>, i64)> = Vec::new();
    for (at, line) in invoice.lines.iter().enumerate() {
        if groups.last().is_none_or(|(name, ..)| *name != line.group) {
            groups.push((&line.group, Vec::new(), 0));
        }
        if let Some((_, lines, sum)) = groups.last_mut() {
            lines.push(one_line(invoice.lang, at + 1, line, money));
            *sum += line.net_cents();
        }
    }
    let several = groups.len() > 1;
    groups
        .into_iter()
        .map(|(name, lines, sum)| json!({ "name": name, "lines": lines, "sum": several.then(|| money(sum)) }))
        .collect()
}

fn one_line(lang: Lang, number: usize, line: &Line, money: &dyn Fn(i64) -> String) -> Value {
    json!({
        "number": number,
        "name": line.name,
        "description": line.description,
        "quantity": (line.unit != Unit::Flat || line.quantity != ONCE).then(|| quantity(lang, line.quantity)),
        "unit": line.unit.code(),
        "one": line.quantity == ONCE,
        "price": money(line.price_cents),
        "discount": (line.discount_percent > 0).then(|| json!({
            "percent": line.discount_percent,
            "reason": line.discount_reason,
            "amount": money(-line.discount_cents()),
        })),
        "vat": line.vat.percent(),
        "net": money(line.net_cents()),
    })
}

fn hours(lang: Lang, rows: &[Hours]) -> Vec<Value> {
    let row = |row: &Hours| {
        json!({
            "day": date(lang, row.day),
            "ticket": row.ticket,
            "text": row.text,
            "person": row.person,
            "time": quantity(lang, Quantity::Minutes(row.minutes.into())),
            "free": row.free,
        })
    };
    rows.iter().map(row).collect()
}

fn hours_sum(lang: Lang, rows: &[Hours]) -> String {
    let charged = rows.iter().filter(|row| row.free.is_empty()).map(|row| i64::from(row.minutes)).sum();
    quantity(lang, Quantity::Minutes(charged))
}

/// A quantity as its readers write it: hours as `7:30`.
fn quantity(lang: Lang, quantity: Quantity) -> String {
    match quantity {
        Quantity::Minutes(_) => quantity.to_string(),
        Quantity::Hundredths(hundredths) => money::amount(lang, hundredths, true),
    }
}

/// A day as its readers write it in letters.
fn date(lang: Lang, day: Date) -> String {
    match lang {
        Lang::De => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
        Lang::En => {
            const MONTHS: [&str; 12] = [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ];
            let month = MONTHS[usize::from(day.month().unsigned_abs()) - 1];
            format!("{} {month} {}", day.day(), day.year())
        }
    }
}
