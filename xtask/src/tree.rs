//! What must never be compiled for the browser.
use anyhow::{Context as _, Result, bail};
use std::process::Command;

const BANNED: [&str; 4] = ["sea-orm", "sqlx", "tokio", "axum"];

/// Fails where the WebAssembly dependency tree has one of the server's crates.
pub fn check() -> Result<()> {
    let output = Command::new("cargo")
        .args([
            "tree",
            "--locked",
            "-p",
            "frontend",
            "--target",
            "wasm32-unknown-unknown",
            "-e",
            "normal",
            "--prefix",
            "none",
            "--no-dedupe",
        ])
        .output()
        .context("cargo tree")?;
    if !output.status.success() {
        bail!("cargo tree failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let text = String::from_utf8(output.stdout)?;
    let names: std::collections::BTreeSet<&str> =
        text.lines().filter_map(|line| line.split(' ').next()).collect();
    let found: Vec<_> = names
        .iter()
        .filter(|name| BANNED.iter().any(|b| *name == b || name.starts_with(&format!("{b}-"))))
        .collect();
    if !found.is_empty() {
        bail!("these crates must not be compiled for the browser: {found:?}");
    }
    println!("{} crates in the browser, none of the server's.", names.len());
    Ok(())
}
