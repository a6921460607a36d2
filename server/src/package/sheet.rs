//! The statement as a file for spreadsheets.
use crate::house::House;
use crate::package::statement;
use app::call::Call;
use app::error::AppError;
use app::package::view::{PostingLine, Statement};
use app::package::word::kind_word;
use app::words::{Text, package as w, say};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::effort::minutes::figure;
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::moment::date;
use domain::package::Kind;
use domain::ticket::number::NumberFormat;
use serde::Deserialize;

/// Most lines of a file.
const MOST: usize = 100_000;

/// What of a statement is asked for.
#[derive(Deserialize)]
pub struct Asked {
    /// Which cycle; the running one where it is empty.
    #[serde(default)]
    pub cycle: String,
}

/// `GET /packages/{organisation}/statement.csv?cycle=`
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(organisation): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let statement = async {
        let organisation: OrganisationId = organisation.parse().map_err(|_| AppError::NotFound)?;
        statement::read(&house, &call, organisation, &asked.cycle, MOST).await
    };
    match statement.await {
        Ok(statement) => {
            let name = format!("attachment; filename=\"stunden-{}.csv\"", statement.organisation.id);
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, csv(call.lang, &house.policy().number, &statement)).into_response()
        }
        Err(fault) => crate::gate::error_answer(fault.into()),
    }
}

/// Fields parted by semicolons, as German spreadsheets read them; the mark at the beginning says that it is UTF-8.
fn csv(lang: Lang, number: &NumberFormat, statement: &Statement) -> String {
    let heads = [
        w::COL_DAY,
        w::COL_KIND,
        w::COL_TICKET,
        w::COL_CYCLE,
        w::COL_EXPIRES,
        w::COL_CHANGE,
        w::COL_BEYOND,
        w::COL_BALANCE,
        w::COL_REASON,
    ];
    let mut text = "\u{feff}".to_owned();
    push(&mut text, heads.map(|head: Text| say(lang, head).to_owned()));
    // As a book is kept: the oldest first.
    for line in statement.lines.iter().rev() {
        push(&mut text, row(lang, number, line));
    }
    text
}

fn row(lang: Lang, number: &NumberFormat, line: &PostingLine) -> [String; 9] {
    let ticket = line.number.map(|one| {
        let title = line.title.as_deref().unwrap_or_default();
        format!("{} {title}", number.write(one)).trim_end().to_owned()
    });
    let beyond = line.kind == Kind::Overage;
    let minutes = plain(&figure(line.minutes, false));
    [
        date(line.at.civil().date(), lang),
        say(lang, kind_word(line.kind, line.takes_back)).to_owned(),
        ticket.unwrap_or_default(),
        date(line.of, lang),
        date(line.expires, lang),
        if beyond { String::new() } else { minutes.clone() },
        if beyond { minutes } else { String::new() },
        plain(&figure(line.balance, false)),
        line.reason.clone(),
    ]
}

/// Spreadsheets read only the short minus.
fn plain(figure: &str) -> String {
    figure.replace('−', "-")
}

/// Adds a line.
pub fn push(text: &mut String, fields: impl IntoIterator<Item = String>) {
    let line: Vec<String> = fields.into_iter().map(quoted).collect();
    text.push_str(&line.join(";"));
    text.push_str("\r\n");
}

/// A field in quotes where it needs them. What a spreadsheet would take for a formula is made text; figures stay.
fn quoted(field: String) -> String {
    let field = match field.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t') if !is_figure(&field) => format!("'{field}"),
        _ => field,
    };
    if field.contains([';', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

/// Whether it is an amount or a time as we write them, which a spreadsheet counts with: `-59,50`, `-59.50`, `-1:30`.
fn is_figure(field: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let figure = field.strip_prefix('-').unwrap_or(field);
    figure.split_once([',', '.', ':']).map_or(digits(figure), |(whole, part)| digits(whole) && digits(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_and_no_formula_runs() {
        for (field, written) in [
            ("-1:30", "-1:30"),
            ("-59,50", "-59,50"),
            ("-59.50", "-59.50"),
            ("-5", "-5"),
            ("-2.1.1", "'-2.1.1"),
            ("-1,5+cmd", "'-1,5+cmd"),
            ("-", "'-"),
            ("=SUMME(A1)", "'=SUMME(A1)"),
            ("Druck; \"neu\"", "\"Druck; \"\"neu\"\"\""),
            ("@x", "'@x"),
            ("", ""),
        ] {
            assert_eq!(quoted(field.to_owned()), written);
        }
    }
}
