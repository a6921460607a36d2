//! Whether HTML can be read in good time. Reading it as browsers do takes time by how many elements there are and how deep
//! each of them stands, by the square of the attributes of one tag and of the entities of one text; marks that are never
//! closed are repeated in every paragraph that follows. So a small mail can take minutes. What is measured here is no less
//! than what the parser finds: openings count wherever they seem to stand, closings only where they surely do.
use std::collections::HashMap;

/// Most tags, openings and closings.
const MOST_TAGS: usize = 20_000;
/// Most steps from all tags up to the outermost element.
const MOST_STEPS: usize = 1_500_000;
/// Most attributes of one tag.
const MOST_OF_ONE: usize = 100;
/// Most attributes of all tags.
const MOST_ATTRIBUTES: usize = 30_000;
/// Most entities.
const MOST_ENTITIES: usize = 10_000;
/// Most elements, with those that open marks would add to every tag.
const MOST_REPEATED: usize = 60_000;
/// Marks that are repeated in the next paragraph while they are open.
const MARKS: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that end by themselves where the next one begins, or at once; in drawings and formulas they do not.
const SHALLOW: [&str; 18] = [
    "area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "tbody", "td", "th", "tr",
];
/// Elements in which a text may stand that looks like tags.
const TEXTS: [&str; 9] =
    ["iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title"];

/// Whether it can.
pub fn is_tame(html: &str) -> bool {
    let count = |mark| html.bytes().filter(|byte| *byte == mark).count();
    if count(b'<') > MOST_TAGS || count(b'&') > MOST_ENTITIES {
        return false;
    }
    let size = measured(html);
    size.widest <= MOST_OF_ONE
        && size.attributes <= MOST_ATTRIBUTES
        && size.steps <= MOST_STEPS
        && size.repeated <= MOST_REPEATED
}

/// What was counted.
#[derive(Default)]
struct Size {
    steps: usize,
    widest: usize,
    attributes: usize,
    repeated: usize,
    /// Elements that are open.
    depth: usize,
    open: HashMap<String, usize>,
    /// Marks that are open: name, and where they were opened.
    marks: Vec<(String, (usize, usize))>,
    cells: usize,
    /// In drawings and formulas everything nests.
    foreign: bool,
}

fn measured(html: &str) -> Size {
    let mut size = Size::default();
    // Up to here closings may be mere text.
    let mut text_until = 0;
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        let sure = at >= text_until;
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            text_until = text_until.max(if sure { at + 1 + silent(rest) } else { 0 });
            continue;
        }
        let named = tag.find(|c: char| c.is_ascii_whitespace() || "/><".contains(c)).unwrap_or(tag.len());
        let name = tag[..named].to_ascii_lowercase();
        let (inner, count) = attributes(&tag[named..]);
        size.count(count);
        if tag.len() < rest.len() {
            if sure {
                size.close(&name);
            }
        } else {
            if sure && TEXTS.contains(&name.as_str()) {
                text_until = at + closing(rest, &name);
            }
            size.open(name);
        }
        text_until = text_until.max(at + 1 + named + inner);
    }
    size
}

/// How long something that is no tag goes on: a comment, a declaration, or nothing but a sign.
fn silent(rest: &str) -> usize {
    let end = match rest {
        _ if rest.starts_with("!--") => "-->",
        _ if rest.starts_with("![CDATA[") => "]]>",
        _ if rest.starts_with(['!', '?', '/']) => ">",
        _ => return 0,
    };
    rest.find(end).unwrap_or(rest.len())
}

/// Where the text in an element ends.
fn closing(rest: &str, name: &str) -> usize {
    let named =
        |at: &usize| rest[at + 2..].get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
    rest.match_indices("</").map(|(at, _)| at).find(named).unwrap_or(rest.len())
}

/// How long the attributes of a tag are, and how many. A quote begins only after `=`, and what stands in it ends no tag.
fn attributes(tag: &str) -> (usize, usize) {
    let (mut quote, mut last, mut count) = (None, ' ', 0);
    for (at, c) in tag.char_indices() {
        let space = c.is_ascii_whitespace() || c == '/';
        match quote {
            Some(mark) if c == mark => (quote, last) = (None, ' '),
            Some(_) => {}
            None if c == '>' => return (at, count),
            None if last == '=' && (c == '"' || c == '\'') => quote = Some(c),
            None if last == '=' && c.is_ascii_whitespace() => {}
            None if space => last = ' ',
            None => {
                count += usize::from(last == ' ');
                last = c;
            }
        }
    }
    (tag.len(), count)
}

impl Size {
    fn count(&mut self, attributes: usize) {
        self.attributes += attributes;
        self.widest = self.widest.max(attributes);
        self.steps += self.depth;
        self.repeated += 1 + self.marks.len();
    }

    /// Where the next element stands.
    const fn place(&self) -> (usize, usize) {
        (self.depth, self.cells)
    }

    fn open(&mut self, name: String) {
        self.foreign |= matches!(name.as_str(), "svg" | "math");
        self.cells += usize::from(matches!(name.as_str(), "td" | "th" | "caption"));
        if MARKS.contains(&name.as_str()) {
            self.marks.push((name.clone(), self.place()));
        }
        if self.foreign || !SHALLOW.contains(&name.as_str()) {
            *self.open.entry(name).or_default() += 1;
            self.depth += 1;
        }
    }

    fn close(&mut self, name: &str) {
        let Some(open) = self.open.get_mut(name).filter(|open| **open > 0) else { return };
        *open -= 1;
        self.depth -= 1;
        // From within another cell a mark is not closed.
        let place = self.place();
        if let Some(last) = self.marks.iter().rposition(|(mark, at)| mark == name && *at == place) {
            self.marks.remove(last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A newsletter: tables in tables, links, entities, comments of Outlook.
    fn newsletter(paragraphs: usize) -> String {
        let text = "<p style=\"color: red\" class='x > y'><a href=\"https://x.de/?a=1&amp;b=2\">Wort</a> <b>fett</b><br>\n<!--[if mso]><table><tr><td><![endif]--><font color=red>f&uuml;r</font><o:p></o:p></p>";
        format!(
            "<style>td > p {{ }}</style>{}{}{}",
            "<table><tr><td>".repeat(12),
            text.repeat(paragraphs),
            "</td></tr></table>".repeat(12)
        )
    }

    #[test]
    fn letters_as_people_send_them_are_read() {
        for html in [
            newsletter(1),
            newsletter(200),
            "<p>Guten <b>Tag</b>, <font color=red>es</font> eilt.</p>".repeat(2_000),
            "<li>eins<li>zwei<br>".repeat(2_000),
            "1 < 2 & 3".to_owned(),
            format!("<img src=\"data:image/png;base64,{}\">", "A".repeat(1_000_000)),
            "Wort ".repeat(400_000),
        ] {
            assert!(is_tame(&html), "{}", &html[..html.len().min(100)]);
        }
    }

    #[test]
    fn what_would_take_too_long_is_not_read() {
        let attributes = |count: usize| (0..count).fold(String::new(), |all, n| all + &format!(" a{n}"));
        let fonts =
            |more: &str| (0..3_000).fold(String::new(), |all, n| all + &format!("<p><font color={n}>{more}"));
        for html in [
            format!("<p{}>x", attributes(230_000)),
            format!("<p{}>x", attributes(101)),
            format!("<p{}>x", " a=''/b=''".repeat(101)),
            format!("<p \"{} \">x", attributes(101)),
            format!("<p{}>", attributes(90)).repeat(400),
            "<div>".repeat(20_000),
            "<div>".repeat(2_000),
            "<ul><li>".repeat(9_000),
            "<table><tr><td>".repeat(2_000),
            "<svg>".to_owned() + &"<td>".repeat(2_000),
            // What looks as if it closed.
            "<div><!--</div>-->".repeat(2_000),
            "<div a='</div>'>".repeat(2_000),
            "<div><title></div></title>".repeat(2_000),
            "<div><? </div>".repeat(2_000),
            "<div></span>".repeat(2_000),
            fonts(""),
            fonts("<table><td></font></td></table>"),
            format!("<table>{}", fonts("<td></font></td>")),
            "&amp;".repeat(400_000),
            "<".repeat(500_000),
        ] {
            assert!(!is_tame(&html), "{}", &html[..html.len().min(100)]);
        }
    }
}
