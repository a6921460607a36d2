//! `schalter invoice render`: documents from descriptions, without a database, for try-outs, letterheads and tests.
use crate::invoice::description;
use serde_json::{Deserializer, Value};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What `--help` says below the arguments.
pub const RENDER_HELP: &str = r#"Standard input holds one description as JSON, or several after each other; each becomes NUMBER.pdf (PDF/A-3 with the
e-invoice inside) and NUMBER.xml. All fields, with an example: docs/invoice.md. At least:

  {"number": "RE-1", "issued_on": "2026-11-29", "due_on": "2026-12-13",
   "seller": {"name": "Nordlicht GmbH", "address": {"street": "Alter Hafen 7", "postcode": "24103", "town": "Kiel"},
     "vat_id": "DE123456789", "contact": "Buchhaltung", "phone": "0431 555010", "email": "rechnung@nordlicht.example"},
   "buyer": {"name": "Albers GmbH", "email": "rechnung@albers.example",
     "address": {"street": "Lange Straße 12", "postcode": "26122", "town": "Oldenburg"}},
   "line": [{"name": "Fehlerbehebung", "quantity": "1:35", "price_cents": 9600}]}

What is wrong is told with the path of its field, and ends the command with 1."#;

/// Reads one or several descriptions, JSON objects after each other, and writes each as `NUMBER.pdf` and `NUMBER.xml` into `folder`, with
/// `xrechnung` also as `NUMBER.ubl.xml`. Returns what was written. Nothing is written of an invoice that is wrong; those before it stay.
///
/// # Errors
/// All that is wrong with a description, a line each, or why a file cannot be read or written.
pub fn render(input: impl Read, folder: &Path, xrechnung: bool) -> Result<Vec<PathBuf>, String> {
    let mut written = Vec::new();
    for (at, value) in Deserializer::from_reader(input).into_iter::<Value>().enumerate() {
        let place = |error: String| format!("Invoice {}: {error}", at + 1);
        let value = value.map_err(|error| place(format!("not JSON: {error}")))?;
        let invoice = description::read(value).map_err(place)?;
        let name = file_name(&invoice.number);
        let done = pdf::render(&invoice).map_err(|error| place(error.to_string()))?;
        let mut files =
            vec![(format!("{name}.pdf"), done.pdf), (format!("{name}.xml"), done.xml.into_bytes())];
        if xrechnung {
            let public = pdf::xrechnung(&invoice).map_err(|error| place(error.to_string()))?;
            files.push((format!("{name}.ubl.xml"), public.into_bytes()));
        }
        fs::create_dir_all(folder)
            .map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
        for (name, bytes) in files {
            let path = folder.join(name);
            fs::write(&path, bytes)
                .map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
            written.push(path);
        }
    }
    if written.is_empty() { Err("There is no invoice in the input.".to_owned()) } else { Ok(written) }
}

/// A number as the name of a file; a number may hold slashes, a file name must not.
fn file_name(number: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = number.chars().map(plain).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::invoice::Invoice;

    const DOCUMENTED: &str = include_str!("../../../docs/invoice.md");

    fn example() -> &'static str {
        DOCUMENTED.split("```json\n").nth(1).unwrap().split("```").next().unwrap()
    }

    #[test]
    fn the_documented_example_is_rendered_and_every_field_is_documented() {
        let folder = tempfile::tempdir().unwrap();
        let papers = folder.path().join("papers");
        let written = render(example().as_bytes(), &papers, true).unwrap();
        let names: Vec<_> = written.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["RE-2026-0113.pdf", "RE-2026-0113.xml", "RE-2026-0113.ubl.xml"]);
        let invoice: Invoice = serde_json::from_str(example()).unwrap();
        all_documented(&serde_json::to_value(&invoice).unwrap());
    }

    fn all_documented(value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    assert!(DOCUMENTED.contains(&format!("`{name}`")), "{name}");
                    all_documented(value);
                }
            }
            Value::Array(all) => all.iter().for_each(all_documented),
            _ => {}
        }
    }

    #[test]
    fn the_help_shows_an_invoice_that_can_be_rendered() {
        let (from, to) = (RENDER_HELP.find('{').unwrap(), RENDER_HELP.rfind('}').unwrap());
        let twice = format!("{0}\n{0}", &RENDER_HELP[from..=to]);
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(render(twice.as_bytes(), folder.path(), false).unwrap().len(), 4, "one after the other");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_path() {
        let wrong = |from: &str, to: &str| {
            let text = example().replacen(from, to, 1);
            assert_ne!(text, example(), "{from}");
            render(text.as_bytes(), Path::new("/nowhere"), false).unwrap_err()
        };
        for (from, to, told) in [
            ("\"1:35\"", "1.5", "Invoice 1: line 1.quantity: invalid type"),
            ("\"1:35\"", "\"1,5\"", "line 1.quantity: a quantity is text: hours as \"7:30\""),
            ("\"month\"", "\"year\"", "line 2.unit: unknown variant `year`"),
            ("\"town\": \"Kiel\"", "\"city\": \"Kiel\"", "seller.address.city: unknown field `city`"),
            ("2020 51", "2020 52", "seller.bank.iban: is not an IBAN"),
            ("\"due_on\"", "\"due_at\"", "due_at: unknown field"),
            ("{", "[", "not JSON"),
        ] {
            let said = wrong(from, to);
            assert!(said.contains(told), "{told} in {said}");
        }
        assert_eq!(
            render(&b" "[..], Path::new("/nowhere"), false).unwrap_err(),
            "There is no invoice in the input."
        );
    }

    #[test]
    fn all_that_cannot_be_read_is_told_at_once() {
        let text = [
            ("\"price_cents\": 9600", "\"price_cents\": \"96\""),
            ("\"issued_on\": \"2026-11-29\"", "\"issued_on\": \"29.11.2026\""),
            ("\"month\"", "\"year\""),
            ("\"town\": \"Oldenburg\"", "\"city\": \"Oldenburg\""),
            ("\"minutes\": 20", "\"minutes\": -20"),
        ]
        .into_iter()
        .fold(example().to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let said = render(text.as_bytes(), Path::new("/nowhere"), false).unwrap_err();
        for told in [
            "line 1.price_cents: invalid type: string \"96\", expected i64",
            "issued_on: ",
            "line 2.unit: unknown variant `year`",
            "buyer.address.city: unknown field `city`",
            "buyer.address.town: is missing",
            "hours 2.minutes: invalid value: integer `-20`, expected u32",
        ] {
            assert!(said.contains(told), "{told} in {said}");
        }
        assert_eq!(said.lines().count(), 6, "{said}");
    }
}
