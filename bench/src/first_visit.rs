//! What a first visit downloads, by part, as compressed at build time.
use anyhow::{Context as _, Result};
use std::path::Path;

/// Bytes of one part.
pub struct Part {
    pub name: String,
    pub bytes: u64,
}

/// The parts every first page needs; chunks of routes are named after these, largest first.
pub struct Visit {
    pub first: Vec<Part>,
    pub routes: Vec<Part>,
}

/// Reads the built site.
pub fn measure(site: &Path) -> Result<Visit> {
    let hash =
        std::fs::read_to_string(site.join("hash.txt")).context("the site is not built: cargo xtask site")?;
    let (mut first, mut routes) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(site.join("pkg").join(hash.trim()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(plain) = name.strip_suffix(".br") else { continue };
        let part = Part { name: plain.to_owned(), bytes: entry.metadata()?.len() };
        match plain {
            "schalter.js" | "schalter.wasm" | "schalter.css" => first.push(part),
            other if Path::new(other).extension().is_some_and(|e| e == "wasm") => routes.push(part),
            other if other.starts_with("__wasm_split") && !other.contains("manifest") => first.push(part),
            _ => {}
        }
    }
    first.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    routes.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    Ok(Visit { first, routes })
}
