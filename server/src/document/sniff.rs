//! What a file is, by its bytes alone. What its sender calls it decides nothing.

/// So many bytes from the beginning are looked at.
pub const HEAD: usize = 64 * 1024;

/// The media type. `whole` says whether `head` is all there is.
pub fn media_type(head: &[u8], whole: bool) -> &'static str {
    if let Some(kind) = infer::get(head) {
        return match kind.mime_type() {
            // Told apart below: what XML and HTML begin with is not what infer looks at alone.
            "text/xml" | "text/html" => markup(&lower(head)).unwrap_or("text/xml"),
            other => other,
        };
    }
    let Some(text) = text(head, whole) else { return "application/octet-stream" };
    let lower = lower(head);
    if let Some(markup) = markup(&lower) {
        return markup;
    }
    if is_json(text, whole) {
        "application/json"
    } else if is_table(text, whole) {
        "text/csv"
    } else {
        "text/plain"
    }
}

/// The bytes as text; `None` for what is none. A character that the end of `head` cuts is left out.
fn text(head: &[u8], whole: bool) -> Option<&str> {
    let binary =
        |text: &str| text.bytes().any(|b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b));
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if !whole && error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    (!binary(text)).then_some(text)
}

fn lower(head: &[u8]) -> String {
    String::from_utf8_lossy(&head[..head.len().min(4096)]).to_lowercase()
}

/// What a browser might run, were it shown.
fn markup(lower: &str) -> Option<&'static str> {
    if lower.contains("<svg") {
        return Some("image/svg+xml");
    }
    let html =
        ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<meta", "<a href", "<img"];
    if html.iter().any(|tag| lower.contains(tag)) {
        return Some("text/html");
    }
    lower.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml").then_some("text/xml")
}

fn is_json(text: &str, whole: bool) -> bool {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return false;
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => true,
        // What goes on beyond the head cannot end well; everything before the end did.
        Err(error) => !whole && error.is_eof(),
    }
}

/// Several lines with the same number of the same separator.
fn is_table(text: &str, whole: bool) -> bool {
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if !whole {
        lines.pop();
    }
    lines.truncate(20);
    lines.len() >= 2
        && [';', ',', '\t'].into_iter().any(|mark| {
            let count = |line: &str| line.matches(mark).count();
            count(lines[0]) > 0 && lines.iter().all(|line| count(line) == count(lines[0]))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_they_are() {
        for (bytes, media) in [
            (&b"\x89PNG\r\n\x1a\n rest"[..], "image/png"),
            (b"\xff\xd8\xff\xe0 rest", "image/jpeg"),
            (b"GIF89a rest", "image/gif"),
            (b"RIFF\x10\0\0\0WEBPVP8 rest", "image/webp"),
            (b"%PDF-1.7 rest", "application/pdf"),
            (b"PK\x03\x04 rest", "application/zip"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
            (b"hello <SCRIPT>alert(1)</SCRIPT>", "text/html"),
            (b"<?xml version=\"1.0\"?><svg onload=\"x()\"/>", "image/svg+xml"),
            (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
            (b"<?xml version=\"1.0\"?><order/>", "text/xml"),
            (b"{\"a\": [1, 2]}", "application/json"),
            (b"{ this is no json }", "text/plain"),
            ("Artikel;Preis\nM\u{f6}bel;12,50\nTisch;3\n".as_bytes(), "text/csv"),
            (b"09:12 checkout failed\n09:13 checkout failed, again\n", "text/plain"),
            (b"one line", "text/plain"),
            (b"", "text/plain"),
            (b"a\0b", "application/octet-stream"),
            (b"\xfe\xed\xfa\xff\x01", "application/octet-stream"),
        ] {
            assert_eq!(media_type(bytes, true), media, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_head_that_ends_in_the_middle_is_read_as_far_as_it_goes() {
        assert_eq!(media_type(&"äöü".as_bytes()[..5], false), "text/plain");
        assert_eq!(media_type(&"äöü".as_bytes()[..5], true), "application/octet-stream");
        assert_eq!(media_type(b"[{\"a\": 1}, {\"b", false), "application/json");
        assert_eq!(media_type(b"a;b\n1;2\n3", false), "text/csv");
    }
}
