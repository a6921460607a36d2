//! Pictures that stand in the text of a mail. In its plain form mail programs put words in their place: `[cid:…]` (Outlook),
//! `[image: name.png]` (Gmail), `[Bild: name.png]`. Where the picture came with the mail it stands below the message anyway, and
//! these words are nobody's.
use crate::document::clean_name;

/// Longest placeholder, in bytes; Gmail breaks long ones over two lines.
const LONGEST: usize = 300;

/// A file of a mail, as far as a placeholder names it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Its name, made safe.
    pub name: &'a str,
    /// Its Content-ID (RFC 2392), without brackets.
    pub content_id: Option<&'a str>,
}

/// A text without the placeholders of files that came with it, and without the lines that hold nothing else. A placeholder that
/// names no such file stays: it tells that a picture is missing.
pub fn without_placeholders(text: &str, files: &[Named]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(length) = placeholder(rest, files) {
            found = true;
            rest = closed(&mut out, &rest[length..]);
        } else {
            out.push('[');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    if found {
        out.truncate(out.trim_end().len());
    }
    out
}

/// How long the placeholder is that begins a text; none where there is none for these files.
fn placeholder(text: &str, files: &[Named]) -> Option<usize> {
    let end = 1 + text.bytes().skip(1).take(LONGEST).position(|byte| matches!(byte, b'[' | b']'))?;
    let (kind, named) = text[1..end].split_once(':').filter(|_| text[end..].starts_with(']'))?;
    let named = named.split_whitespace().collect::<Vec<_>>().join(" ");
    let (id, name) = match kind.trim().to_lowercase().as_str() {
        "cid" => (Some(named.as_str()), named.split('@').next().unwrap_or_default()),
        "image" | "bild" => (None, named.as_str()),
        _ => return None,
    };
    if name.is_empty() {
        return None;
    }
    let name = clean_name(name).to_lowercase();
    let fits = |file: &Named| {
        let same = id.zip(file.content_id).is_some_and(|(told, id)| told.eq_ignore_ascii_case(id));
        same || is_name(file.name, &name)
    };
    files.iter().any(fits).then_some(end + 1)
}

/// Whether a file is called so, told in small letters, with its ending or without it.
fn is_name(name: &str, told: &str) -> bool {
    let name = name.to_lowercase();
    name == told || name.rsplit_once('.').is_some_and(|(stem, _)| stem == told)
}

/// Closes the place of a placeholder between what stands before and what behind it, and answers what is left of the latter. A line
/// with nothing else goes, and of the empty lines around it one stays.
fn closed<'a>(before: &mut String, behind: &'a str) -> &'a str {
    before.truncate(before.trim_end_matches([' ', '\t']).len());
    let behind = behind.trim_start_matches([' ', '\t']);
    if !before.is_empty() && !before.ends_with('\n') {
        if behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '(' | '„' | '“' | '"')) {
            before.push(' ');
        }
        return behind;
    }
    let Some(mut behind) = behind.strip_prefix('\n') else { return behind };
    while before.is_empty() || before.ends_with("\n\n") {
        let Some(next) = behind.strip_prefix('\n') else { break };
        behind = next;
    }
    behind
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILES: [Named; 3] = [
        Named { name: "kasse.png", content_id: Some("img1") },
        Named { name: "image001.png", content_id: Some("image001.png@01DC5F.A2B3") },
        Named { name: "Bildschirmfoto 2026-11-29 um 10.00.png", content_id: None },
    ];

    #[test]
    fn placeholders_of_files_that_came_go_and_leave_no_hole() {
        for (text, left) in [
            ("Siehe Bild [cid:img1]", "Siehe Bild"),
            ("Siehe [cid:IMG1] hier.", "Siehe hier."),
            ("Hier: [cid:img1].", "Hier:."),
            ("[cid:img1]\n\nGuten Tag", "Guten Tag"),
            ("Guten Tag\n\n[cid:image001.png@01DC5F.A2B3]\n\nViele Grüße", "Guten Tag\n\nViele Grüße"),
            ("Eins\n[cid:img1]\nZwei", "Eins\nZwei"),
            ("Eins\n\n[image: kasse.png]\n[image: image001.png]\n\nZwei", "Eins\n\nZwei"),
            ("Da [Bild: Kasse] und [image: Bildschirmfoto 2026-11-29\num 10.00.png] so", "Da und so"),
            ("[cid:img1] [cid:image001.png@other]", ""),
            ("[cid:img1]", ""),
            ("A [cid:img1][cid:img1] B", "A B"),
        ] {
            assert_eq!(without_placeholders(text, &FILES), left, "{text}");
        }
    }

    #[test]
    fn what_names_no_file_of_the_mail_stays() {
        for text in [
            "Siehe Bild [cid:img2]",
            "[image: anderes.png]",
            "Feld [a] und [b: c], offen [cid:img1",
            "[image: ]",
            "[cid:]",
            "nichts \n\n\n",
            "[link: kasse.png]",
        ] {
            assert_eq!(without_placeholders(text, &FILES), text, "{text}");
        }
        assert_eq!(without_placeholders("Siehe [cid:img1]", &[]), "Siehe [cid:img1]");
    }

    #[test]
    fn what_is_hostile_takes_no_longer() {
        for part in ["[", "[cid:", "[cid:img1]", "[cid:img1]\n\n", "[image: kasse.png] ", "\n\n[cid:x]"] {
            let hostile = part.repeat(200_000 / part.len());
            assert!(without_placeholders(&hostile, &FILES).len() <= hostile.len(), "{part}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "(\\PC|\n|\\[cid:img1\\]|\\[image: kasse\\.png\\]|\\[|\\]| ){0,60}") {
            let kept = without_placeholders(&text, &FILES);
            let bare = |text: &str| text.replace("[cid:img1]", "").replace("[image: kasse.png]", "")
                .split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&kept), bare(&text));
            prop_assert!(kept.len() <= text.len());
        }
    }
}
