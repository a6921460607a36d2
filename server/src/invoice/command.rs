//! `schalter invoice render`: documents from descriptions, without a database, for try-outs, letterheads and tests.
use domain::invoice::Invoice;
use serde_json::Deserializer;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads one or several descriptions, JSON objects after each other, and writes each as `NUMBER.pdf` and `NUMBER.xml` into `folder`, with
/// `xrechnung` also as `NUMBER.ubl.xml`. Returns what was written. Nothing is written of an invoice that is wrong; those before it stay.
///
/// # Errors
/// All that is wrong with a description, a line each, or why a file cannot be read or written.
pub fn render(input: impl Read, folder: &Path, xrechnung: bool) -> Result<Vec<PathBuf>, String> {
    let mut written = Vec::new();
    for (at, invoice) in Deserializer::from_reader(input).into_iter::<Invoice>().enumerate() {
        let place = |error: String| format!("Invoice {}: {error}", at + 1);
        let invoice = invoice.map_err(|error| place(format!("not a description of an invoice: {error}")))?;
        let name = file_name(&invoice.number);
        let done = pdf::render(&invoice).map_err(|error| place(error.to_string()))?;
        let mut files =
            vec![(format!("{name}.pdf"), done.pdf), (format!("{name}.xml"), done.xml.into_bytes())];
        if xrechnung {
            let public = pdf::xrechnung(&invoice).map_err(|error| place(error.to_string()))?;
            files.push((format!("{name}.ubl.xml"), public.into_bytes()));
        }
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
