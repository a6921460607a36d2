//! The words of a mail that is HTML alone, in the lines in which a reader sees them.
use mail_parser::decoders::html::add_html_token;

/// Elements that begin and end a paragraph.
const PARAGRAPHS: [&str; 13] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre"];
/// Elements that begin and end a line.
const LINES: [&str; 20] = [
    "address", "article", "aside", "body", "caption", "center", "dd", "div", "dt", "fieldset", "figure",
    "footer", "form", "header", "hr", "li", "main", "nav", "section", "tr",
];
/// Elements whose text is nobody's words.
const SILENT: [&str; 6] = ["script", "style", "title", "template", "noframes", "xmp"];
/// Longest name of a character, such as `&CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 34;
/// How much of a tag is looked at, in bytes.
const LONGEST_TAG: usize = 1_000;
/// How deep a quote is shown at most.
const DEEPEST: usize = 5;

/// The text. Takes time by the length of the HTML, whatever it is.
pub fn text(html: &str) -> String {
    let mut out = Lines::default();
    let mut rest = html;
    // Where one quote is never closed none is believed; tags then end at the first `>`.
    let mut quotes = true;
    while let Some(at) = rest.find('<') {
        out.say(&rest[..at]);
        let inner = &rest[at + 1..];
        if let Some(comment) = inner.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            out.say("<");
            rest = inner;
            continue;
        }
        let end = if quotes { end(inner) } else { inner.find('>') };
        quotes &= end.is_some();
        let Some(end) = end.or_else(|| inner.find('>')) else {
            // A tag that never ends hides what stands behind it, as in browsers.
            rest = "";
            break;
        };
        let (closes, tag) = inner[..end].strip_prefix('/').map_or((false, &inner[..end]), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        rest = &inner[end + 1..];
        if SILENT.contains(&name.as_str()) && !closes {
            rest = after(rest, &name);
        } else {
            out.quote(&name, (!closes).then_some(tag));
            out.tag(&name, closes);
        }
    }
    out.say(rest);
    out.text.truncate(out.text.trim_end().len());
    out.text
}

/// Whether an element holds what its writer quotes. Only what mail programs mark so: with the bare element people indent their
/// own words.
fn is_quote(name: &str, tag: &str) -> bool {
    let tag = tag[..tag.floor_char_boundary(LONGEST_TAG)].to_ascii_lowercase().replace(['"', '\'', ' '], "");
    match name {
        "blockquote" => {
            let drawn = tag.contains("border-left:") && !tag.contains("border-left:none");
            drawn || ["type=cite", "class=gmail_quote", "class=cite"].iter().any(|sign| tag.contains(sign))
        }
        // GMX and Web.de
        "div" => tag.contains("name=quotestyle=") || tag.ends_with("name=quote"),
        _ => false,
    }
}

/// Where a tag ends; a `>` in quotes does not end it.
fn end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// What begins with the end of an element.
fn after<'a>(html: &'a str, name: &str) -> &'a str {
    let closes = |rest: &str| rest.get(..name.len()).is_some_and(|told| told.eq_ignore_ascii_case(name));
    html.match_indices("</").find(|(at, _)| closes(&html[at + 2..])).map_or("", |(at, _)| &html[at..])
}

/// Text that grows line by line.
#[derive(Default)]
struct Lines {
    text: String,
    /// Line breaks that come before the next word.
    breaks: usize,
    /// A space comes before the next word of this line.
    space: bool,
    /// Lists that are open: the number of the last item, of those that count.
    lists: Vec<Option<u32>>,
    /// An item's sign, before its first word.
    sign: Option<String>,
    /// Preformatted elements that are open: there lines are lines.
    formatted: usize,
    /// Elements that are open of those that may hold a quote, by their names, and whether they do.
    blocks: Vec<bool>,
    divisions: Vec<bool>,
    /// How many quotes are open.
    depth: usize,
}

impl Lines {
    /// Begins or ends a quote, where the element is one; `tag` where it begins.
    fn quote(&mut self, name: &str, tag: Option<&str>) {
        let open = match name {
            "blockquote" => &mut self.blocks,
            "div" => &mut self.divisions,
            _ => return,
        };
        if let Some(tag) = tag {
            let quote = is_quote(name, tag);
            open.push(quote);
            self.depth += usize::from(quote);
        } else if open.pop() == Some(true) {
            self.depth -= 1;
        }
    }

    fn tag(&mut self, name: &str, closes: bool) {
        match (name, closes) {
            ("br", _) => self.breaks = (self.breaks + 1).min(2),
            ("td" | "th", _) => self.space = true,
            ("ul", false) => self.lists.push(None),
            ("ol", false) => self.lists.push(Some(0)),
            ("ul" | "ol", true) => drop(self.lists.pop()),
            ("pre", false) => self.formatted += 1,
            ("pre", true) => self.formatted = self.formatted.saturating_sub(1),
            _ => {}
        }
        let nested =
            matches!(name, "ul" | "ol") && !self.lists.is_empty() && (closes || self.lists.len() > 1);
        // The first paragraph of an item stands beside its sign.
        let begins = self.sign.is_some();
        if PARAGRAPHS.contains(&name) && !nested && !begins {
            self.breaks = 2;
        } else if LINES.contains(&name) || nested {
            self.breaks = self.breaks.max(1);
        }
        if name == "li" && !closes {
            self.sign = Some(match self.lists.last_mut() {
                Some(Some(number)) => {
                    *number = number.saturating_add(1);
                    format!("{number}. ")
                }
                _ => "- ".to_owned(),
            });
        }
    }

    fn say(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            for word in line.split_inclusive([' ', '\t', '\r', '\n', '\u{a0}']) {
                let bare = word.trim_end_matches([' ', '\t', '\r', '\n', '\u{a0}']);
                if !bare.is_empty() {
                    self.word(bare);
                }
                self.space |= bare.len() < word.len();
            }
            if self.formatted > 0 && line.ends_with('\n') {
                self.breaks = (self.breaks + 1).min(2);
            }
        }
    }

    fn word(&mut self, word: &str) {
        let word = decoded(word);
        let word = word.trim_matches('\u{a0}');
        if word.is_empty() {
            // Nothing but spaces that were written out.
            self.space = true;
            return;
        }
        if self.text.is_empty() {
            self.breaks = 0;
        }
        if self.breaks > 0 || self.text.is_empty() {
            self.text.extend(std::iter::repeat_n('\n', self.breaks));
            // As a mail in plain text shows it; what is written between quotes is told by that.
            self.text.extend(std::iter::repeat_n("> ", self.depth.min(DEEPEST)));
        } else if self.space {
            self.text.push(' ');
        }
        (self.breaks, self.space) = (0, false);
        if let Some(sign) = self.sign.take() {
            self.text.push_str(&sign);
        }
        self.text.push_str(word);
    }
}

/// With its characters instead of their names.
fn decoded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let name = rest.as_bytes()[at..].iter().take(LONGEST_NAME).position(|byte| *byte == b';');
        let end = name.map_or(at + 1, |length| at + length + 1);
        add_html_token(&mut out, &rest.as_bytes()[at..end], false);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn paragraphs_and_lines_are_lines() {
        assert_eq!(
            text("<p>Guten Tag,</p><p>der Drucker<br>druckt\nnicht.</p>"),
            "Guten Tag,\n\nder Drucker\ndruckt nicht."
        );
        assert_eq!(text("<div>Guten Tag,</div><div>der <b>Dru</b>cker</div>"), "Guten Tag,\nder Drucker");
        assert_eq!(text("<h1>Störung</h1>Seit heute.<hr>Mit Gruß"), "Störung\n\nSeit heute.\nMit Gruß");
        assert_eq!(text("a<br class=\"x\">b<BR/>c<br><br><br>d"), "a\nb\nc\n\nd");
        assert_eq!(text("<pre>eins\n  zwei\n</pre>drei"), "eins\nzwei\n\ndrei");
    }

    #[test]
    fn cells_are_apart_and_items_have_their_signs() {
        let table = "<table>\n <tr><th>Artikel</th><th>Menge</th></tr>\n <tr><td>Toner</td><td>2</td></tr>\n</table>Danke";
        assert_eq!(text(table), "Artikel Menge\nToner 2\n\nDanke");
        assert_eq!(
            text("Es fehlen:<ul><li>Suche<li><p>Kasse</p></ul>Danke"),
            "Es fehlen:\n\n- Suche\n- Kasse\n\nDanke"
        );
        assert_eq!(text("<ol><li>eins<ul><li>innen</ul><li>zwei</ol>"), "1. eins\n- innen\n2. zwei");
    }

    #[test]
    fn what_nobody_wrote_is_left_out_and_characters_have_their_names() {
        let html = "<html><head><title>x</title><STYLE>p { color: red }</style></head><!-- <p>nie</p> --><body>3 &lt; 4 &amp; &uuml;ber&nbsp;&#8222;A&#x201c;&nbsp;</body>";
        assert_eq!(text(html), "3 < 4 & über\u{a0}„A“");
        assert_eq!(text("AT&T &unbekannt; &"), "AT&T &unbekannt; &");
        assert_eq!(text("<script>alert(1)"), "");
        assert_eq!(text("1 < 2 und <a title=\"a > b\">mehr</a>"), "1 < 2 und mehr");
        assert_eq!(text("<a title=\"offen>mehr <b>hier</b>"), "mehr hier");
    }

    #[test]
    fn what_programs_quote_is_told_and_what_people_indent_is_theirs() {
        assert_eq!(
            text(
                "<p>Hallo,</p><div class=\"moz-cite-prefix\">Am 29.11.26 um 22:00 schrieb Nordlicht:<br></div><blockquote type=\"cite\">Welcher Browser?</blockquote><p>Firefox</p><blockquote type=\"cite\"><p>Seit wann?<br>Wo?</p><blockquote type=cite>Alt</blockquote></blockquote><p>gestern</p>"
            ),
            "Hallo,\n\nAm 29.11.26 um 22:00 schrieb Nordlicht:\n\n> Welcher Browser?\n\nFirefox\n\n> Seit wann?\n> Wo?\n\n> > Alt\n\ngestern"
        );
        assert_eq!(
            text(
                "meine Antworten:<div name=\"quote\" style=\"margin: 10px; border-left: 2px solid #c3d9e5\"><div>Gesendet: heute</div><div name=\"quoted-content\">Welcher Browser?</div></div><div>Firefox 130</div>"
            ),
            "meine Antworten:\n> Gesendet: heute\n> Welcher Browser?\nFirefox 130"
        );
        assert_eq!(
            text("a<blockquote style=\"margin: 0 0 0 40px\">b</blockquote></blockquote></div>c"),
            "a\n\nb\n\nc"
        );
        assert_eq!(text("<blockquote type=cite>a"), "> a");
    }

    #[test]
    fn what_is_hostile_takes_no_longer() {
        for part in [
            "<a \"",
            "<",
            "<!--",
            "</",
            "<ul><li>",
            "&",
            "&&amp",
            "<pre>\n",
            "<p><td>",
            "<blockquote type=cite>a",
        ] {
            let hostile = part.repeat(1_000_000 / part.len());
            assert!(text(&hostile).len() <= 2 * hostile.len(), "{part}");
        }
    }
}
