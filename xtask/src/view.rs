//! The form of `view!` macros, which rustfmt leaves alone.
use anyhow::{Context as _, Result, bail};
use leptosfmt_formatter::{AttributeValueBraceStyle, FormatterSettings, format_file_source};
use std::path::{Path, PathBuf};

/// Files whose macros are formatted: everything people see.
const FOLDER: &str = "app/src";

/// Formats the macros of every file, or with `check` names the files that would change and fails.
pub fn format(check: bool) -> Result<()> {
    // Braces stay: without them a value with a turbofish is taken for the next tag.
    let attr_value_brace_style = AttributeValueBraceStyle::Preserve;
    let settings =
        FormatterSettings { max_width: 110, attr_value_brace_style, ..FormatterSettings::default() };
    let mut files = Vec::new();
    find(Path::new(FOLDER), &mut files)?;
    let mut other = Vec::new();
    for file in files {
        let before = std::fs::read_to_string(&file)?;
        if !before.contains("view!") {
            continue;
        }
        let after = format_file_source(&before, &settings).with_context(|| file.display().to_string())?;
        if after != before {
            if !check {
                std::fs::write(&file, after)?;
            }
            other.push(file);
        }
    }
    if check && !other.is_empty() {
        bail!("these view macros want `cargo xtask view`: {other:?}");
    }
    Ok(())
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}
