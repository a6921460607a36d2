//! From a template and its data to the bytes of a PDF/A-3a and PDF/UA-1 file.
use crate::world::{Paper, is_drawn};
use jiff::civil::Date;
use serde_json::Value;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Rounds of other documents after which what was kept for quicker layout is forgotten: memory stays flat.
const KEPT_FOR: usize = 2;

/// Lays out. `day` becomes the day of creation in the file.
///
/// # Errors
/// What the typesetter says, in English: a fault of the template, never of the data.
pub(crate) fn lay_out(paper: &Paper, name: &str, day: Date) -> Result<Vec<u8>, String> {
    let words = |errors: &[SourceDiagnostic]| {
        errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; ")
    };
    let document = typst::compile::<PagedDocument>(paper).output.map_err(|errors| words(&errors))?;
    let [month, day_of_month] = [day.month(), day.day()].map(i8::unsigned_abs);
    let options = PdfOptions {
        ident: Smart::Custom(name.to_owned()),
        creator: Smart::Custom(Some("Schalter".to_owned())),
        timestamp: Datetime::from_ymd_hms(day.year().into(), month, day_of_month, 12, 0, 0)
            .map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
            .map_err(|error| error.message().to_string())?,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| words(&errors));
    comemo::evict(KEPT_FOR);
    bytes
}

/// Puts a question mark where no font of ours draws a character: an invoice never fails because of a name.
pub(crate) fn drawn(value: Value) -> Value {
    match value {
        Value::String(text) => {
            Value::String(text.chars().map(|c| if c == '\n' || is_drawn(c) { c } else { '?' }).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(drawn).collect()),
        Value::Object(all) => {
            Value::Object(all.into_iter().map(|(key, value)| (key, drawn(value))).collect())
        }
        other => other,
    }
}
