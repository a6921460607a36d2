//! Invoices to look at before a letterhead is published: made by what makes the real ones, with made-up content.
use crate::fault::Fault;
use crate::house::House;
use crate::policy::desk::manager;
use crate::policy::draft::drafted_policy;
use app::call::Call;
use app::error::AppError;
use app::words::{Text, letterhead as w, say};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::input::Reason;
use domain::invoice::line::{Hours, Line, Quantity, Unit};
use domain::invoice::party::{Address, Bank, Buyer, Seller};
use domain::invoice::{Invoice, Kind, Period};
use domain::lang::Lang;
use domain::policy::billing::Billing;
use jiff::civil::Date;

/// `GET /settings-invoice/{lang}`: an invoice as the asker's draft would write it.
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(lang): Path<String>,
) -> Response {
    match file(&house, &call, &lang).await {
        Ok(pdf) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (header::CONTENT_DISPOSITION, "inline; filename=\"schalter-sample.pdf\""),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, pdf).into_response()
        }
        Err(fault) => crate::gate::error_answer(fault.into()),
    }
}

async fn file(house: &House, call: &Call, lang: &str) -> Result<Vec<u8>, Fault> {
    let actor = manager(call)?;
    let lang = Lang::of_code(lang).ok_or(AppError::NotFound)?;
    let billing = drafted_policy(house, actor.id.0).await?.billing;
    let invoice = sample(&billing, lang, house.clock.moment(call.now).civil().date());
    let drawn = tokio::task::spawn_blocking(move || pdf::render(&invoice)).await.map_err(Fault::broken)?;
    Ok(drawn.map_err(Fault::broken)?.pdf)
}

/// Refuses a logo that no letter could show: it would keep invoices from being issued.
pub async fn draws(billing: &Billing) -> Result<(), Fault> {
    if billing.seller.as_ref().is_none_or(|seller| seller.letterhead.logo.is_empty()) {
        return Ok(());
    }
    let invoice = sample(billing, Lang::De, jiff::civil::date(2026, 1, 1));
    let drawn = tokio::task::spawn_blocking(move || pdf::render(&invoice)).await.map_err(Fault::broken)?;
    match drawn {
        Err(pdf::Error::Layout(_)) => Err(AppError::field("fields[logo]", Reason::NotALogo).into()),
        // What else is wrong is told at its own field.
        Ok(_) | Err(pdf::Error::Wrong(_) | pdf::Error::Standard(_)) => Ok(()),
    }
}

fn sample(billing: &Billing, lang: Lang, today: Date) -> Invoice {
    let text = |word: Text| say(lang, word).to_owned();
    let first = today.first_of_month();
    let vat = billing.usual_vat();
    let line = |group, name, description, quantity, unit, price_cents| Line {
        group: text(group),
        name: text(name),
        description,
        quantity,
        unit,
        price_cents,
        discount_percent: 0,
        discount_reason: String::new(),
        vat,
    };
    let hour = Unit::Hour;
    let plan = Line {
        discount_percent: 10,
        discount_reason: text(w::SAMPLE_TERM),
        ..line(w::SAMPLE_CARE, w::SAMPLE_PLAN, String::new(), Quantity::Hundredths(100), Unit::Month, 24_900)
    };
    Invoice {
        kind: Kind::Invoice,
        number: text(w::SAMPLE_NUMBER),
        issued_on: today,
        due_on: Some(billing.due_on(today, None)),
        period: Some(Period { from: first, to: today.last_of_month() }),
        lang,
        seller: billing.seller.clone().unwrap_or_else(seller),
        buyer: buyer(),
        corrects: None,
        order: None,
        purchase_order: None,
        project: None,
        intro: billing.intro(lang).to_owned(),
        closing: billing.closing(lang).to_owned(),
        lines: vec![
            line(
                w::SAMPLE_PROJECT,
                w::SAMPLE_FIX,
                text(w::SAMPLE_FIX_MORE),
                Quantity::Minutes(95),
                hour,
                9_600,
            ),
            line(w::SAMPLE_PROJECT, w::SAMPLE_DESIGN, String::new(), Quantity::Minutes(450), hour, 9_600),
            plan,
        ],
        discounts: Vec::new(),
        paid_cents: 0,
        hours: vec![
            hours(first, text(w::SAMPLE_WORK), 95, String::new()),
            hours(today, text(w::SAMPLE_CALL), 20, text(w::SAMPLE_FREE)),
        ],
    }
}

fn hours(day: Date, text: String, minutes: u32, free: String) -> Hours {
    let (ticket, person) = ("#1042".to_owned(), "Jonas Weber".to_owned());
    Hours { day, ticket, title: String::new(), text, person, minutes, free }
}

/// Who nobody is: shown until the company is entered.
fn seller() -> Seller {
    Seller {
        name: "Musterfirma GmbH".to_owned(),
        address: address("Musterweg 1", "12345", "Musterstadt"),
        tax_number: "12/345/67890".to_owned(),
        register: "Amtsgericht Musterstadt, HRB 12345".to_owned(),
        directors: "Geschäftsführung: Erika Mustermann".to_owned(),
        contact: "Erika Mustermann".to_owned(),
        phone: "+49 30 123456".to_owned(),
        email: "rechnung@musterfirma.example".to_owned(),
        bank: Bank {
            name: "Musterbank".to_owned(),
            iban: "DE02120300000000202051".to_owned(),
            bic: "BYLADEM1001".to_owned(),
        },
        ..Seller::default()
    }
}

fn buyer() -> Buyer {
    Buyer {
        name: "Albers Möbel GmbH & Co. KG".to_owned(),
        attention: "Vera Albers".to_owned(),
        address: address("Lange Straße 12a", "26122", "Oldenburg"),
        email: "rechnung@albers.example".to_owned(),
        customer_number: "K-1007".to_owned(),
        ..Buyer::default()
    }
}

fn address(street: &str, postcode: &str, town: &str) -> Address {
    Address {
        street: street.to_owned(),
        postcode: postcode.to_owned(),
        town: town.to_owned(),
        country: "DE".to_owned(),
        ..Address::default()
    }
}
