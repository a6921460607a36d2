//! One style sheet out of `style/main.css` and what it imports.
use anyhow::{Context as _, Result};
use std::path::Path;

/// The bundled text: imports in their layers, comments and needless space left out.
pub fn bundle(main: &Path) -> Result<String> {
    let text = std::fs::read_to_string(main).with_context(|| main.display().to_string())?;
    let folder = main.parent().context("folder")?;
    let mut out = String::new();
    for line in strip_comments(&text).lines() {
        let Some((file, layer)) = import(line.trim()) else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        let inner = bundle(&folder.join(file))?;
        match layer {
            Some(layer) => out.extend(["@layer ", layer, "{", &inner, "}"]),
            None => out.push_str(&inner),
        }
    }
    Ok(squeeze(&out))
}

/// `@import "file.css" layer(parts);`
fn import(line: &str) -> Option<(&str, Option<&str>)> {
    let rest = line.strip_prefix("@import")?.trim().strip_suffix(';')?.trim();
    let rest = rest.strip_prefix("url(").map_or(rest, |r| r.trim_end_matches(')'));
    let (file, layer) = rest.strip_prefix('"')?.split_once('"')?;
    let layer = layer.trim().strip_prefix("layer(").and_then(|l| l.strip_suffix(')'));
    Some((file, layer))
}

fn strip_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// Runs of space become one, none around braces and semicolons; texts in quotes stay as they are.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    for c in text.chars() {
        if let Some(open) = quote {
            out.push(c);
            if c == open {
                quote = None;
            }
            continue;
        }
        if c == '"' || c == '\'' {
            quote = Some(c);
        }
        if c.is_whitespace() {
            if !out.ends_with([' ', '{', '}', ';', ',']) && !out.is_empty() {
                out.push(' ');
            }
            continue;
        }
        if matches!(c, '{' | '}' | ';' | ',') && out.ends_with(' ') {
            out.pop();
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_put_in_their_layers_and_space_goes() {
        let folder = std::env::temp_dir().join(format!("xtask-style-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.css"), "/* a */ .a { color : red ;\n content: \" { \" }").unwrap();
        std::fs::write(
            folder.join("main.css"),
            "@layer base, parts;\n@import \"a.css\" layer(parts);\n.b > .c { margin: 0 }",
        )
        .unwrap();
        let bundled = bundle(&folder.join("main.css")).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(
            bundled,
            "@layer base,parts;@layer parts{.a{color : red;content: \" { \"}}.b > .c{margin: 0}"
        );
    }

    /// What a class looks like is said in one file: where two say it, the later one wins on pages that know nothing of it.
    #[test]
    fn a_class_is_described_in_one_file() {
        // Where tests run, not where they were built: several clones may share a build folder.
        let folder = Path::new("../style");
        let mut described: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // Parts that are shared, and the ticket's own pages, lie in folders.
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = strip_comments(&text);
            for class in text.lines().filter_map(|line| line.strip_prefix('.')?.strip_suffix(" {")) {
                if class.contains([' ', '.', ':', '>', '[', ',']) {
                    continue;
                }
                let first = described.entry(class.to_owned()).or_insert_with(|| name.clone());
                assert_eq!(*first, name, "two files describe .{class}");
            }
        }
    }
}
