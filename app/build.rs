//! Turns the translation files `words/*.toml` into constants: a missing language does not compile.
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=words");
    let mut out = String::new();
    let mut files: Vec<_> =
        fs::read_dir("words").expect("folder words").map(|e| e.expect("entry").path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "toml")) {
        module(&mut out, file);
    }
    let target = Path::new(&env::var("OUT_DIR").expect("OUT_DIR")).join("words.rs");
    fs::write(target, out).expect("words.rs");
}

fn module(out: &mut String, file: &Path) {
    let text = fs::read_to_string(file).expect("readable");
    let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let name = file.file_stem().and_then(|s| s.to_str()).expect("name");
    writeln!(out, "/// Texts of `words/{name}.toml`.\n#[allow(clippy::doc_markdown)] // texts, not documentation\npub mod {name} {{\n    use super::Text;")
        .expect("write");
    for (key, value) in &table {
        let in_language = |lang: &str| {
            value
                .get(lang)
                .and_then(toml::Value::as_str)
                .unwrap_or_else(|| panic!("{}: `{key}` has no text in `{lang}`", file.display()))
        };
        let (de, en) = (in_language("de"), in_language("en"));
        assert_eq!(gaps(de), gaps(en), "{}: `{key}` has different gaps in its languages", file.display());
        writeln!(
            out,
            "    /// {}\n    pub const {}: Text = Text {{ de: {de:?}, en: {en:?} }};",
            de.replace('\n', " "),
            key.to_uppercase()
        )
        .expect("write");
    }
    out.push_str("}\n");
}

/// The names in braces, sorted: both languages must have the same.
fn gaps(text: &str) -> Vec<&str> {
    let mut found: Vec<_> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    found.sort_unstable();
    found
}
