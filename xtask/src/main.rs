//! Builds the browser's files: `cargo xtask site [--dev]`; checks what WebAssembly pulls in: `cargo xtask wasm-tree`;
//! formats view macros: `cargo xtask view [--check]`.
mod pack;
mod site;
mod style;
mod tree;
mod view;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["site"] => site::build(false),
        ["site", "--dev"] => site::build(true),
        ["wasm-tree"] => tree::check(),
        ["view"] => view::format(false),
        ["view", "--check"] => view::format(true),
        _ => bail!("usage: cargo xtask site [--dev] | wasm-tree | view [--check]"),
    }
}
