//! Sizes and addresses of files.
use crate::ticket::view::DocumentView;
use domain::lang::Lang;

/// A size as people read it: `312 kB`, `1,4 MB`. A kilobyte has 1024 bytes here, as in the limit of uploads.
pub fn told(bytes: u64, lang: Lang) -> String {
    const KB: u64 = 1024;
    const MB: u64 = KB * KB;
    const GB: u64 = MB * KB;
    match bytes {
        0..KB => format!("{bytes} {}", if bytes == 1 { "Byte" } else { "Bytes" }),
        KB..MB => {
            // Rounded up to 1024 kB it would read as a megabyte that it is not.
            format!("{} kB", ((bytes + KB / 2) / KB).min(1023))
        }
        MB..GB => format!("{} MB", tenths(bytes, MB, lang)),
        _ => format!("{} GB", tenths(bytes, GB, lang)),
    }
}

/// With one decimal below ten, without from there on.
fn tenths(bytes: u64, unit: u64, lang: Lang) -> String {
    let tenths = (bytes * 10 + unit / 2) / unit;
    let mark = match lang {
        Lang::De => ',',
        Lang::En => '.',
    };
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole @ 0..10, rest) => format!("{whole}{mark}{rest}"),
        (whole, rest) => (whole + u64::from(rest >= 5)).to_string(),
    }
}

/// Where the file lies.
pub fn address(document: &DocumentView) -> String {
    format!("/documents/{}/{}", document.id, encoded(&document.name))
}

/// Where its preview lies.
pub fn preview(document: &DocumentView) -> String {
    format!("/documents/{}/preview", document.id)
}

/// A name as one segment of a path (RFC 3986, 3.3).
fn encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |mut path, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
        path
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_with_the_figures_that_matter() {
        for (bytes, de, en) in [
            (0, "0 Bytes", "0 Bytes"),
            (1, "1 Byte", "1 Byte"),
            (1023, "1023 Bytes", "1023 Bytes"),
            (1024, "1 kB", "1 kB"),
            (320_000, "313 kB", "313 kB"),
            (1024 * 1024 - 1, "1023 kB", "1023 kB"),
            (1_468_006, "1,4 MB", "1.4 MB"),
            (104_857_600, "100 MB", "100 MB"),
            (30_000_000, "29 MB", "29 MB"),
            (3_221_225_472, "3 GB", "3 GB"),
        ] {
            assert_eq!(told(bytes, Lang::De), de);
            assert_eq!(told(bytes, Lang::En), en);
        }
    }

    #[test]
    fn names_cannot_leave_their_segment() {
        assert_eq!(encoded("a/b?c#d %.png"), "a%2Fb%3Fc%23d%20%25.png");
        assert_eq!(encoded("Größe.pdf"), "Gr%C3%B6%C3%9Fe.pdf");
    }
}
