//! Which mail a report is about.
use crate::letter::incoming::Incoming;

/// Most Message-IDs of one group that are looked up.
const MOST: usize = 30;

/// The Message-IDs, without brackets, of the mail that a report may be about, in groups, the surest first: that of the mail
/// that it encloses, that in the copy below its text, and what its own headers answer. The first group that names a mail of ours
/// counts, and no other: a copy also names earlier mails, which arrived.
///
/// Only who got a mail, or brought it there, knows its Message-ID: each of these ways proves the same.
pub fn named(report: &Incoming) -> [Vec<&str>; 4] {
    [
        first(&report.returned),
        in_copy(&report.body),
        first(&report.in_reply_to),
        // Those before the latest went before it.
        report.references.last().map(String::as_str).into_iter().collect(),
    ]
}

fn first(ids: &[String]) -> Vec<&str> {
    ids.iter().take(MOST).map(String::as_str).collect()
}

/// Those in headers that stand in a text. Where a server broke the lines anew, the value begins on the next one.
fn in_copy(body: &str) -> Vec<&str> {
    let mut lines = body.lines().map(|line| line.trim_start_matches(['>', ' ', '\t'])).peekable();
    let mut ids = Vec::new();
    while let Some(line) = lines.next() {
        let Some((name, value)) = line.split_once(':') else { continue };
        if !name.trim_end().eq_ignore_ascii_case("message-id") {
            continue;
        }
        let next = lines.peek().copied().unwrap_or_default();
        ids.extend(bracketed(if value.trim().is_empty() { next } else { value }));
        if ids.len() == MOST {
            break;
        }
    }
    ids
}

/// What stands in angle brackets at the beginning.
fn bracketed(value: &str) -> Option<&str> {
    let (id, _) = value.trim_start().strip_prefix('<')?.split_once('>')?;
    Some(id.trim()).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn the_copy_below_the_text_says_which_mail_it_is() {
        for (body, expected) in [
            (
                "Failed:\n\n  max@kunde.de\n\n------ This is a copy ------\n\nReturn-path: <a@haus.de>\nIn-Reply-To: <1@haus.de>\nMessage-ID: <2@haus.de>\nReferences: <0@haus.de>\n <1@haus.de>\n",
                vec!["2@haus.de"],
            ),
            ("Message-Id:\n\t<2@haus.de>\n", vec!["2@haus.de"]),
            ("MESSAGE-ID:\n<2@haus.de>\n", vec!["2@haus.de"]),
            ("> Message-ID : <2@haus.de> (added)\n", vec!["2@haus.de"]),
            ("Message-ID: <1@a>\n\nMessage-ID: <2@a>\n", vec!["1@a", "2@a"]),
            ("Message-ID: 2@haus.de\n", vec![]),
            ("Message-ID: <>\n", vec![]),
            ("Message-ID: <2@ha", vec![]),
            ("Message-ID:", vec![]),
            ("Die Message-ID: <2@haus.de> fehlt", vec![]),
            ("Betreff: <2@haus.de>", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(in_copy(body), expected, "{body}");
        }
        assert_eq!(in_copy(&"Message-ID: <1@a>\n".repeat(500)).len(), MOST);
    }

    #[test]
    fn of_what_a_report_answers_the_latest_counts() {
        let report = Incoming {
            returned: ids(&["r@haus.de"]),
            in_reply_to: ids(&["i@haus.de"]),
            references: ids(&["0@haus.de", "1@haus.de"]),
            body: "Message-ID: <c@haus.de>".into(),
            ..Incoming::default()
        };
        assert_eq!(named(&report), [["r@haus.de"], ["c@haus.de"], ["i@haus.de"], ["1@haus.de"]]);
        assert_eq!(named(&Incoming::default()), [const { Vec::<&str>::new() }; 4]);
    }
}
