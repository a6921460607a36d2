//! Lists as files for spreadsheets (G3, G4).
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::invoice::{list, services};
use crate::package::sheet::push;
use app::call::Call;
use app::error::AppError;
use app::invoice::api::InvoiceFilter;
use app::invoice::view::{InvoiceRow, PAGE, ServiceRow};
use app::invoice::word::{kind_word, proof, standing_word, unit};
use app::words::{Text, invoice as w, say};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::billing::account::Standing;
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::moment::date;
use domain::money::amount;
use domain::ticket::number::NumberFormat;
use jiff::civil::Date;
use serde::Deserialize;

/// Most lines of a file.
const MOST: usize = 20_000;

/// The filters of the address bar. What cannot be read narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    standing: String,
    from: String,
    to: String,
    organisation: String,
    project: String,
    about: String,
    least: String,
    most: String,
}

impl Asked {
    /// As the desk takes them.
    pub fn filter(self) -> InvoiceFilter {
        InvoiceFilter {
            query: self.q,
            standing: Standing::of_code(&self.standing),
            from: self.from.parse::<Date>().ok(),
            to: self.to.parse::<Date>().ok(),
            organisation: self.organisation.parse::<OrganisationId>().ok(),
            project: self.project,
            about: self.about,
            least: self.least,
            most: self.most,
            page: 1,
        }
    }
}

/// `GET /invoices.csv`
pub async fn invoices(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(asked): Query<Asked>,
) -> Response {
    answer("rechnungen.csv", invoices_text(&house, &call, asked.filter()).await)
}

/// `GET /services.csv`
pub async fn billed(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(asked): Query<Asked>,
) -> Response {
    let found = services::services(&house, &call, asked.filter(), MOST).await;
    let policy = house.policy();
    answer("leistungen.csv", found.map(|found| services_text(call.lang, &policy.number, &found.rows)))
}

fn answer(name: &str, text: Result<String, Fault>) -> Response {
    match text {
        Ok(text) => {
            let name = format!("attachment; filename=\"{name}\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, text).into_response()
        }
        Err(fault) => error_answer(AppError::from(fault)),
    }
}

async fn invoices_text(house: &House, call: &Call, filter: InvoiceFilter) -> Result<String, Fault> {
    let lang = call.lang;
    let heads = [
        w::NUMBER,
        w::COL_KIND,
        w::COL_TITLE,
        w::ORGANISATION,
        w::DAY,
        w::COL_DUE,
        w::STANDING,
        w::COL_NET,
        w::VAT,
        w::COL_GROSS,
        w::PAID_SO_FAR,
        w::COL_LEFT,
        w::CORRECTS,
    ];
    let mut text = "\u{feff}".to_owned();
    push(&mut text, heads.map(|head: Text| say(lang, head).to_owned()));
    for page in 1.. {
        let list = list::list(house, call, InvoiceFilter { page, ..filter.clone() }).await?;
        list.lines.iter().for_each(|line| push(&mut text, invoice(lang, line)));
        if list.lines.len() < PAGE || usize::try_from(page).unwrap_or(MOST) * PAGE >= MOST {
            break;
        }
    }
    Ok(text)
}

fn invoice(lang: Lang, row: &InvoiceRow) -> [String; 13] {
    let day = |day: Option<Date>| day.map(|day| date(day, lang)).unwrap_or_default();
    let sign = if row.kind.gives_back() { -1 } else { 1 };
    [
        row.number.clone().unwrap_or_default(),
        say(lang, kind_word(row.kind)).to_owned(),
        row.title.clone(),
        row.organisation.clone(),
        day(row.issued),
        day(row.due),
        say(lang, standing_word(row.standing)).to_owned(),
        figure(lang, sign * row.net),
        figure(lang, sign * (row.gross - row.net)),
        figure(lang, sign * row.gross),
        figure(lang, row.paid),
        figure(lang, row.left),
        row.corrects.clone().unwrap_or_default(),
    ]
}

fn services_text(lang: Lang, number: &NumberFormat, rows: &[ServiceRow]) -> String {
    let heads = [
        w::NUMBER,
        w::DAY,
        w::ORGANISATION,
        w::COL_GROUP,
        w::POSITION,
        w::COL_DESCRIPTION,
        w::QUANTITY,
        w::COL_UNIT,
        w::PRICE,
        w::COL_DISCOUNT,
        w::COL_VAT,
        w::COL_NET,
        w::ORDER,
        w::COL_TICKETS,
        w::COL_PROOF,
    ];
    let mut text = "\u{feff}".to_owned();
    push(&mut text, heads.map(|head: Text| say(lang, head).to_owned()));
    rows.iter().for_each(|row| push(&mut text, service(lang, number, row)));
    text
}

fn service(lang: Lang, number: &NumberFormat, row: &ServiceRow) -> [String; 15] {
    let (line, chain) = (&row.line, &row.chain);
    // Hours count in decimals here: a spreadsheet multiplies them.
    let hundredths = line.quantity.hundredths();
    let orders: Vec<String> = chain.orders.iter().map(|(order, _)| order.to_string()).collect();
    let tickets: Vec<String> = chain.tickets.iter().map(|ticket| number.write(ticket.number)).collect();
    [
        row.invoice.clone(),
        date(row.issued, lang),
        row.organisation.clone(),
        line.group.clone(),
        line.name.clone(),
        line.description.clone(),
        figure(lang, if row.gives_back { -hundredths } else { hundredths }),
        unit(lang, line.unit).to_owned(),
        figure(lang, line.price_cents),
        line.discount_percent.to_string(),
        line.vat.percent().to_string(),
        figure(lang, row.net_cents()),
        orders.join(", "),
        tickets.join(", "),
        proof(lang, chain).join(", "),
    ]
}

/// Spreadsheets read only the short minus, and no points between thousands.
pub fn figure(lang: Lang, cents: i64) -> String {
    let plain = amount(lang, cents % 100, false).replace('−', "");
    let part = plain.trim_start_matches('0');
    format!("{}{}{part}", if cents < 0 { "-" } else { "" }, cents.abs() / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_what_spreadsheets_count_with() {
        for (cents, text) in [(123_456, "1234,56"), (-5, "-0,05"), (-10_000, "-100,00"), (0, "0,00")] {
            assert_eq!(figure(Lang::De, cents), text);
        }
        assert_eq!(figure(Lang::En, 150), "1.50");
    }
}
