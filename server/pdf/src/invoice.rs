//! An invoice as a PDF and as XML, from one value.
use crate::electronic::{self, Electronic};
use crate::logo::Logo;
use crate::page::{drawn, lay_out};
use crate::payment;
use crate::world::{CODE, DATA, Paper};
use domain::country;
use domain::invoice::check::WrongInvoice;
use domain::invoice::line::{Hours, Line, Quantity, Unit};
use domain::invoice::party::{Address, Seller};
use domain::invoice::{Invoice, Kind, Period};
use domain::lang::Lang;
use domain::money::euros;
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
    let pages = pages(invoice, &title, payment::code(invoice), None)?;
    let pdf = electronic.embed(&pages, invoice, &title).map_err(Error::Layout)?;
    Ok(Rendered { pdf, xml: electronic.xml() })
}

/// The pages that a draft would have. Nobody can take them for an invoice: they say what they are across each page, in the heading and
/// in place of a number, hold no XML, and no code that a banking app would pay. What is still wrong with the draft keeps nobody
/// from looking at it.
///
/// # Errors
/// [`Error::Layout`]
pub fn preview(draft: &Invoice) -> Result<Vec<u8>, Error> {
    let mark = match draft.lang {
        Lang::De => "ENTWURF",
        Lang::En => "DRAFT",
    };
    let marked = Invoice { number: mark.to_owned(), ..draft.clone() };
    pages(&marked, &format!("{mark}: {}", title(draft)), None, Some(mark))
}

/// Lays it out, with the code by which it is paid and a mark across each page where there are some.
fn pages(invoice: &Invoice, title: &str, code: Option<String>, mark: Option<&str>) -> Result<Vec<u8>, Error> {
    let logo = Logo::of(&invoice.seller.letterhead);
    let mut data = data(invoice, title, logo.as_ref().map(Logo::path), code.is_some());
    data["mark"] = mark.into();
    let mut files = vec![(DATA, drawn(data).to_string().into_bytes())];
    files.extend(code.map(|code| (CODE, code.into_bytes())));
    files.extend(logo.map(Logo::file));
    lay_out(&Paper::new(TEMPLATE, files), &invoice.number, invoice.issued_on).map_err(Error::Layout)
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
    let money = |cents: i64| euros(lang, cents);
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
        "seller": seller(lang, &invoice.seller),
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
        "hours_sum": hours_sum(&invoice.hours),
        "persons": invoice.hours.iter().any(|row| !row.person.is_empty()),
    })
}

fn seller(lang: Lang, ours: &Seller) -> Value {
    let brand = if ours.letterhead.brand.is_empty() { &ours.name } else { &ours.letterhead.brand };
    json!({
        "brand": brand,
        "name": ours.name,
        "lines": address(&ours.address, "DE", lang),
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
    lines.extend(address(&buyer.address, &invoice.seller.address.country, invoice.lang));
    json!({ "lines": lines })
}

/// What adds to the name stands above the street, the country below in capitals where it is another one (DIN 5008).
fn address(address: &Address, home: &str, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> =
        (!address.more.is_empty()).then(|| address.more.clone()).into_iter().collect();
    lines.push(address.street.clone());
    lines.push(format!("{} {}", address.postcode, address.town));
    lines.extend((address.country != home).then(|| country::name(lang, &address.country).to_uppercase()));
    lines
}

/// The block beside the address: what it is called, and what it says.
fn facts(invoice: &Invoice) -> Vec<(&'static str, String)> {
    let lang = invoice.lang;
    let period = invoice.period.map(|period| days(lang, period));
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
        "quantity": (line.unit != Unit::Flat || line.quantity != ONCE).then(|| line.quantity.written(lang)),
        "unit": line.unit.code(),
        "one": line.quantity.count() == line.quantity.of_one(),
        "price": money(line.price_cents),
        "discount": (line.discount_percent > 0).then(|| json!({
            "percent": line.discount_percent,
            "reason": line.discount_reason,
            "amount": money(-line.discount_cents()),
        })),
        "vat": line.vat.reason(lang).is_none().then(|| line.vat.percent()),
        "net": money(line.net_cents()),
    })
}

fn hours(lang: Lang, rows: &[Hours]) -> Vec<Value> {
    let row = |row: &Hours| {
        json!({
            "day": date(lang, row.day),
            "ticket": row.ticket,
            "title": row.title,
            "text": row.text,
            "person": row.person,
            "time": Quantity::Minutes(row.minutes.into()).to_string(),
            "free": row.free,
        })
    };
    rows.iter().map(row).collect()
}

fn hours_sum(rows: &[Hours]) -> String {
    let charged = rows.iter().filter(|row| row.free.is_empty()).map(|row| i64::from(row.minutes)).sum();
    Quantity::Minutes(charged).to_string()
}

/// Days as their readers write them: English ones name a month once, and so fit beside the address.
fn days(lang: Lang, period: Period) -> String {
    let Period { from, to } = period;
    let same = |a: Date, b: Date| (a.year(), a.month()) == (b.year(), b.month());
    match lang {
        _ if from == to => date(lang, from),
        Lang::En if same(from, to) => format!("{}–{}", from.day(), date(lang, to)),
        Lang::En | Lang::De => format!("{} – {}", date(lang, from), date(lang, to)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn days_are_written_as_their_readers_do() {
        let november = Period { from: day(2026, 11, 1), to: day(2026, 11, 30) };
        let autumn = Period { from: day(2026, 10, 1), ..november };
        let one = Period { to: november.from, ..november };
        for (period, german, english) in [
            (november, "01.11.2026 – 30.11.2026", "1–30 November 2026"),
            (autumn, "01.10.2026 – 30.11.2026", "1 October 2026 – 30 November 2026"),
            (one, "01.11.2026", "1 November 2026"),
        ] {
            assert_eq!((days(Lang::De, period).as_str(), days(Lang::En, period).as_str()), (german, english));
        }
    }

    #[test]
    fn what_is_added_stands_above_the_street_and_another_country_below_in_capitals() {
        let home = Address {
            street: "Uferweg 7".into(),
            more: "Buchhaltung".into(),
            postcode: "24937".into(),
            town: "Flensburg".into(),
            country: "DE".into(),
        };
        assert_eq!(address(&home, "DE", Lang::De), ["Buchhaltung", "Uferweg 7", "24937 Flensburg"]);
        let abroad = Address { country: "AT".into(), more: String::new(), ..home };
        assert_eq!(address(&abroad, "DE", Lang::De), ["Uferweg 7", "24937 Flensburg", "ÖSTERREICH"]);
    }
}
