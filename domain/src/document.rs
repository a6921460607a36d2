//! Uploaded files (F3): how large, how named, and how they may be delivered.
use serde::{Deserialize, Serialize};

/// Largest file where settings say nothing else, in bytes (100 MB).
pub const DEFAULT_LARGEST: u64 = 100 * 1024 * 1024;
/// Most files on one message.
pub const MOST_AT_ONCE: usize = 20;

/// What a file's bytes say it is; decides how it may be shown. Never taken from the sender's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// A raster picture that browsers show safely: PNG, JPEG, GIF, WebP.
    Picture,
    /// A PDF.
    Pdf,
    /// Anything else, HTML and SVG among it: only ever downloaded.
    Download,
}

/// How a sniffed media type may be shown.
pub fn show(media_type: &str) -> Show {
    match media_type {
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" => Show::Picture,
        "application/pdf" => Show::Pdf,
        _ => Show::Download,
    }
}

/// A file name that is safe on every system and in a header: the last part of a path, no control characters, no
/// characters that file systems or shells give a meaning, no leading dots, at most 120 characters with its extension
/// kept; `file` where nothing is left.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe: String = last
        .chars()
        .map(|c| if c.is_control() || "<>:\"|?*%".contains(c) || is_bidi_control(c) { '_' } else { c })
        .collect();
    let trimmed = safe.trim().trim_start_matches('.').trim_end_matches(['.', ' ']);
    if trimmed.is_empty() {
        return "file".to_owned();
    }
    if trimmed.chars().count() <= 120 {
        return trimmed.to_owned();
    }
    let (stem, extension) =
        trimmed.rsplit_once('.').filter(|(_, e)| e.chars().count() <= 10).unwrap_or((trimmed, ""));
    let room = 119 - extension.chars().count();
    let stem: String = stem.chars().take(room).collect();
    if extension.is_empty() { stem } else { format!("{stem}.{extension}") }
}

/// Marks that turn the reading direction, by which `gpj.exe` can be made to look like `exe.jpg`.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Files under the names they have, each with its versions: a file of the same name, in any case of letters, is a new
/// version of it. In the order in which names came, the newest version first. `name` tells a file's name.
pub fn versions<T>(files: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    for file in files {
        let same = |group: &&mut Vec<T>| {
            group.first().is_some_and(|first| name(first).to_lowercase() == name(&file).to_lowercase())
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.insert(0, file),
            None => groups.push(vec![file]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_paths_tricks_and_nothing_else() {
        for (name, clean) in [
            ("Angebot März 2026.pdf", "Angebot März 2026.pdf"),
            ("C:\\Users\\vera\\log.txt", "log.txt"),
            ("../../etc/passwd", "passwd"),
            (".htaccess", "htaccess"),
            ("a\u{202e}gpj.exe", "a_gpj.exe"),
            ("a\"b\nc.txt", "a_b_c.txt"),
            ("", "file"),
            ("...", "file"),
        ] {
            assert_eq!(clean_name(name), clean);
        }
        let long = clean_name(&format!("{}.jpeg", "ä".repeat(300)));
        assert_eq!(long.chars().count(), 120 - 1 + 1);
        assert!(long.ends_with(".jpeg"));
    }

    #[test]
    fn a_file_of_the_same_name_is_a_new_version() {
        let files = vec![(1, "Konzept.pdf"), (2, "logo.png"), (3, "KONZEPT.pdf"), (4, "Konzept.pdf")];
        let ids: Vec<Vec<i32>> = versions(files, |file| file.1)
            .into_iter()
            .map(|group| group.into_iter().map(|file| file.0).collect())
            .collect();
        assert_eq!(ids, [vec![4, 3, 1], vec![2]]);
    }

    #[test]
    fn only_raster_pictures_and_pdfs_are_ever_shown() {
        assert_eq!(show("image/png"), Show::Picture);
        assert_eq!(show("application/pdf"), Show::Pdf);
        for kind in ["image/svg+xml", "text/html", "application/xhtml+xml", "text/plain", "video/mp4"] {
            assert_eq!(show(kind), Show::Download, "{kind}");
        }
    }
}
