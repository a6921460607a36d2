//! Lists as files for spreadsheets (G3, G4).
mod writing;

use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::invoice::row::InvoiceRow;
use crate::invoice::sheet::writing::{Of, Writing};
use crate::invoice::{list, narrow, services};
use app::call::Call;
use app::error::AppError;
use app::invoice::api::InvoiceFilter;
use app::invoice::view::{ChainTicket, ServiceRow};
use app::invoice::word::{contract_words, kind_word, standing_word, unit};
use app::words::{Text, fill, invoice as w, say};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::access::Area;
use domain::billing::account::Standing;
use domain::id::OrganisationId;
use domain::input::Reason;
use domain::invoice::line::{Quantity, Unit};
use domain::invoice::total::Totals;
use domain::lang::Lang;
use domain::moment::{Moment, date};
use domain::money::{amount, read_cents};
use domain::ticket::number::NumberFormat;
use jiff::civil::Date;
use serde::Deserialize;

/// The filters of the address bar.
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
    /// As the desk takes them. In a list a filter that cannot be read says so at its field and narrows nothing; a file would go
    /// on with more in it than was asked for, so there is none.
    pub fn filter(self, call: &Call) -> Result<InvoiceFilter, AppError> {
        let actor = call.actor()?;
        if !actor.may_enter(Area::Invoices) {
            narrow::own(actor)?;
        }
        let day = |name, text: &str| read(name, text, Reason::NotReadable, |text| text.parse::<Date>().ok());
        let money = |name, text: &str| read(name, text, Reason::NotMoney, read_cents);
        money("least", &self.least)?;
        money("most", &self.most)?;
        Ok(InvoiceFilter {
            standing: read("standing", &self.standing, Reason::NotAChoice, Standing::of_code)?,
            from: day("from", &self.from)?,
            to: day("to", &self.to)?,
            organisation: read("organisation", &self.organisation, Reason::NotAChoice, |text| {
                text.parse::<OrganisationId>().ok()
            })?,
            query: self.q,
            project: self.project,
            about: self.about,
            least: self.least,
            most: self.most,
            page: 1,
        })
    }
}

/// A filter that may be empty.
fn read<T>(
    name: &str,
    text: &str,
    reason: Reason,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, AppError> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).ok_or_else(|| AppError::field(name, reason)),
    }
}

/// `GET /invoices.csv`
pub async fn invoices(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(asked): Query<Asked>,
) -> Response {
    answer("rechnungen.csv", all_invoices(&house, &call, asked).await)
}

/// `GET /services.csv`
pub async fn billed(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(asked): Query<Asked>,
) -> Response {
    answer("leistungen.csv", all_billed(&house, &call, asked).await)
}

fn answer(name: &str, writing: Result<Writing, Fault>) -> Response {
    match writing {
        Ok(writing) => {
            let name = format!("attachment; filename=\"{name}\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, writing.body()).into_response()
        }
        Err(fault) => error_answer(AppError::from(fault)),
    }
}

/// Treatments by their rates: what turnover tax is reconciled with.
const RATES: [u8; 3] = [19, 7, 0];

/// Headings of what stands under each rate: before tax, and the tax where there is one.
pub fn rate_heads(lang: Lang) -> Vec<String> {
    let mut heads = Vec::new();
    for rate in RATES {
        let percent = rate.to_string();
        heads.push(fill(lang, w::COL_NET_AT, &[("percent", &percent)]));
        if rate > 0 {
            heads.push(fill(lang, w::COL_VAT_AT, &[("percent", &percent)]));
        }
    }
    heads
}

/// The amounts below them, in cents.
pub fn by_rate(totals: &Totals) -> Vec<i64> {
    let mut amounts = Vec::new();
    for rate in RATES {
        let of_rate = || totals.vat.iter().filter(|one| one.vat.percent() == rate);
        amounts.push(of_rate().map(|one| one.base).sum());
        if rate > 0 {
            amounts.push(of_rate().map(|one| one.tax).sum());
        }
    }
    amounts
}

async fn all_invoices(house: &House, call: &Call, asked: Asked) -> Result<Writing, Fault> {
    let filter = asked.filter(call)?;
    let lang = call.lang;
    let heads = [
        w::NUMBER,
        w::COL_KIND,
        w::CORRECTS,
        w::COL_TITLE,
        w::ORGANISATION,
        w::DAY,
        w::COL_FROM,
        w::COL_TO,
        w::COL_DUE,
        w::STANDING,
    ];
    let mut fields: Vec<String> = heads.map(|head: Text| say(lang, head).to_owned()).into();
    fields.extend(rate_heads(lang));
    // Customers do not read that something was written off.
    let inner = call.actor()?.may_enter(Area::Invoices);
    let written_off = if inner { w::WRITTEN_OFF } else { w::SETTLED };
    fields.extend(
        [w::COL_GROSS, w::LATE_FEE, w::WAIVED, w::COL_PAID, w::SET_OFF]
            .into_iter()
            .chain([w::COL_CREDITED, w::CASH_DISCOUNT, written_off, w::COL_LEFT])
            .map(|head| say(lang, head).to_owned()),
    );
    let today = house.clock.moment(call.now).civil().date();
    let (filter, called) = narrow::asked(house, call.actor()?, filter).await?;
    let rows = list::ids(house, call.actor()?, &filter, &called, today).await?;
    Ok(Writing::begin(house, call, Of::Invoices, fields, rows))
}

fn invoice(lang: Lang, row: &InvoiceRow, today: Date) -> Result<Vec<String>, Fault> {
    let day = |day: Option<Date>| day.map(|day| date(day, lang)).unwrap_or_default();
    let (kind, account, period) = (row.kind()?, row.account()?, row.period()?);
    let counted = |cents: i64| figure(lang, kind.counted(cents));
    let mut fields = vec![
        row.number.clone().unwrap_or_default(),
        say(lang, kind_word(kind)).to_owned(),
        row.corrects_number.clone().unwrap_or_default(),
        row.title.clone(),
        row.organisation.clone(),
        day(row.issued_on()?),
        day(period.map(|period| period.from)),
        day(period.map(|period| period.to)),
        day(account.due_on),
        say(lang, standing_word(row.standing(today)?)).to_owned(),
    ];
    // What a draft comes to by rate is settled when it is issued.
    match row.content()? {
        Some(content) => fields.extend(by_rate(&content.totals()).into_iter().map(counted)),
        None => fields.extend(rate_heads(lang).iter().map(|_| String::new())),
    }
    fields.push(counted(row.gross));
    let paid = [account.fee, account.waived, account.paid - account.set_off, account.set_off];
    fields.extend(paid.map(|cents| figure(lang, cents)));
    let beside = [account.credited, account.discounted, account.settled, account.left()];
    fields.extend(beside.map(|cents| figure(lang, cents)));
    Ok(fields)
}

async fn all_billed(house: &House, call: &Call, asked: Asked) -> Result<Writing, Fault> {
    let rows = services::ids(house, call, &asked.filter(call)?).await?;
    let heads = [
        w::NUMBER,
        w::DAY,
        w::COL_FROM,
        w::COL_TO,
        w::ORGANISATION,
        w::COL_GROUP,
        w::POSITION,
        w::COL_DESCRIPTION,
        w::QUANTITY,
        w::COL_UNIT,
        w::COL_HOURS,
        w::COL_FACTOR,
        w::PRICE,
        w::COL_DISCOUNT,
        w::COL_NET,
        w::COL_VAT_PERCENT,
        w::PROJECT,
        w::COL_CONTRACT,
        w::ORDER,
        w::COL_TICKET,
        w::COL_CONFIRMED,
        w::COL_RELEASED,
        w::COL_ACCEPTED,
    ];
    let heads = heads.map(|head: Text| say(call.lang, head).to_owned());
    Ok(Writing::begin(house, call, Of::Services, heads.into(), rows))
}

fn service(lang: Lang, number: &NumberFormat, row: &ServiceRow) -> [String; 23] {
    let line = &row.line;
    let day = |day: Option<Date>| day.map(|day| date(day, lang)).unwrap_or_default();
    let quantity = |quantity: Quantity| figure(lang, row.counted(quantity.hundredths()));
    let joined = |words: Vec<String>| words.join(", ");
    let each = |told: &dyn Fn(&ChainTicket) -> Vec<String>| {
        joined(row.chain.tickets.iter().flat_map(told).collect())
    };
    [
        row.invoice.clone(),
        date(row.issued, lang),
        day(row.from),
        day(row.to),
        row.organisation.clone(),
        line.group.clone(),
        line.name.clone(),
        line.description.clone(),
        quantity(line.quantity),
        unit(lang, line.unit).to_owned(),
        if line.unit == Unit::Hour { quantity(Quantity::Minutes(line.minutes())) } else { String::new() },
        row.factor_percent.map(|percent| figure(lang, percent.into())).unwrap_or_default(),
        figure(lang, line.price_cents),
        line.discount_percent.to_string(),
        figure(lang, row.net_cents()),
        line.vat.percent().to_string(),
        joined(row.chain.projects.clone()),
        joined(row.chain.contracts.iter().map(|one| contract_words(lang, one)).collect()),
        joined(row.chain.orders.iter().map(|(order, _)| order.to_string()).collect()),
        each(&|ticket| vec![number.write(ticket.number)]),
        each(&|ticket| {
            let told = |(cents, by, at): &(i64, String, Moment)| {
                format!("{} {by} {}", figure(lang, *cents), at.date(lang))
            };
            ticket.consents.iter().map(told).collect()
        }),
        each(&|ticket| {
            let told = |(_, by, at): &(u32, String, Moment)| format!("{by} {}", at.date(lang));
            ticket.approvals.iter().map(told).collect()
        }),
        each(&|ticket| {
            let told =
                |(version, by, at): &(String, String, Moment)| format!("{version} {by} {}", at.date(lang));
            ticket.accepted.iter().map(|one| told(one).trim().to_owned()).collect()
        }),
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
