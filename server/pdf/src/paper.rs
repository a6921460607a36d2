//! A paper that is no invoice: fact sheets, statements.
use crate::invoice::ACCENT;
use crate::page::{drawn, lay_out};
use crate::world::{DATA, Paper as World};
use domain::lang::Lang;
use domain::paper::Paper;
use serde_json::{Value, json};

const TEMPLATE: &str = include_str!("../template/paper.typ");

/// Its pages as PDF/A-3a and PDF/UA-1.
///
/// # Errors
/// What the typesetter says: a fault of ours.
pub fn print(paper: &Paper) -> Result<Vec<u8>, String> {
    let data = drawn(data(paper));
    let world = World::new(TEMPLATE, vec![(DATA, data.to_string().into_bytes())]);
    lay_out(&world, &paper.title, paper.made)
}

fn data(paper: &Paper) -> Value {
    let page = match paper.lang {
        Lang::De => "Seite {page} von {pages}",
        Lang::En => "Page {page} of {pages}",
    };
    json!({
        "lang": paper.lang.code(),
        "title": paper.title,
        "lead": paper.lead,
        "company": paper.company,
        "accent": if paper.accent.is_empty() { ACCENT } else { &paper.accent },
        "made": { "year": paper.made.year(), "month": paper.made.month(), "day": paper.made.day() },
        "page": page,
        "parts": paper.parts,
    })
}
