//! The HTML of a mail made harmless: an allow-list of what may stand in it, nothing that runs, nothing that is loaded from
//! elsewhere. It is shown in a frame of its own, which forbids the same once more (`original.rs`).
mod style;
mod tame;

use super::mime::{charset, parsed, signed};
use ammonia::{Builder, UrlRelative};
use domain::id::MailId;
use mail_parser::{Message, MessagePart, MimeHeaders as _, PartType};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Most bytes of HTML that are looked at.
const LARGEST: usize = 2 * 1024 * 1024;

/// Elements that only lay out and mark up.
const TAGS: [&str; 62] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
/// Elements of which nothing is kept, what stands in them included.
const DROPPED: [&str; 16] = [
    "script", "style", "title", "template", "noscript", "iframe", "object", "embed", "svg", "math",
    "textarea", "select", "audio", "video", "xmp", "noframes",
];
const ATTRIBUTES: [&str; 12] = [
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "dir",
    "height",
    "lang",
    "style",
    "title",
    "valign",
    "width",
];

/// The HTML of a mail as it may be shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// What stands in the body of the page.
    pub html: String,
    /// Pictures were left out because they lie elsewhere.
    pub remote: bool,
    /// It was too long; this is its beginning.
    pub cut: bool,
}

impl Shown {
    /// A text in place of HTML that cannot be shown.
    pub fn of_text(text: &str) -> Self {
        Self { html: preformatted(text), ..Self::default() }
    }
}

fn preformatted(text: &str) -> String {
    format!("<div style=\"white-space: pre-wrap\">{}</div>", ammonia::clean_text(text))
}

/// The HTML of a raw mail; `None` where it has none, or where reading it would take too long.
pub fn shown(raw: &[u8], id: MailId) -> Option<Shown> {
    let raw = signed::opened(Cow::Borrowed(raw));
    let message = parsed(&raw)?;
    let mut html = String::new();
    for part in message.html_bodies() {
        match charset::text(&message, part) {
            Some(text) if part.is_text_html() => html.push_str(&text),
            Some(text) => html.push_str(&preformatted(&text)),
            None => {}
        }
    }
    let cut = html.len() > LARGEST;
    if cut {
        html.truncate(html.floor_char_boundary(LARGEST));
    }
    tame::is_tame(&html).then(|| {
        let (html, remote) = clean(&html, pictures(&message, id));
        Shown { html, remote, cut }
    })
}

/// A picture that stands in the text of a mail: its media type and bytes. Only what is a raster picture by its bytes.
pub fn picture(raw: &[u8], place: usize) -> Option<(&'static str, Vec<u8>)> {
    let raw = signed::opened(Cow::Borrowed(raw));
    let message = parsed(&raw)?;
    let part = message.parts.get(place)?;
    Some((raster(part)?, part.contents().to_vec()))
}

/// Where the pictures are to which the text refers, by their Content-IDs.
fn pictures(message: &Message, id: MailId) -> HashMap<String, String> {
    let place = |(place, part): (usize, &MessagePart)| {
        let name = part.content_id()?.trim().trim_matches(['<', '>']).to_owned();
        raster(part)?;
        Some((name, format!("/mails/{id}/inline/{place}")))
    };
    message.parts.iter().enumerate().filter_map(place).collect()
}

fn raster(part: &MessagePart) -> Option<&'static str> {
    let (PartType::Binary(bytes) | PartType::InlineBinary(bytes)) = &part.body else { return None };
    let kind = infer::get(bytes)?.mime_type();
    ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(&kind).then_some(kind)
}

/// Cleans HTML; answers also whether pictures were left out.
fn clean(html: &str, pictures: HashMap<String, String>) -> (String, bool) {
    let remote = Arc::new(AtomicBool::new(false));
    let missed = Arc::clone(&remote);
    let own = |pairs: &[(&'static str, &[&'static str])]| {
        pairs.iter().map(|(tag, names)| (*tag, names.iter().copied().collect::<HashSet<_>>())).collect()
    };
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.into())
        .clean_content_tags(DROPPED.into())
        .generic_attributes(ATTRIBUTES.into())
        .tag_attributes(own(&[
            ("a", &["href"]),
            ("img", &["src", "alt"]),
            ("font", &["color", "face", "size"]),
            ("td", &["colspan", "rowspan", "nowrap"]),
            ("th", &["colspan", "rowspan", "nowrap"]),
            ("col", &["span"]),
            ("ol", &["start", "type"]),
            ("ul", &["type"]),
        ]))
        .url_schemes(["http", "https", "mailto", "cid", "data"].into())
        // The filter below lets no address through that is not absolute or ours.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer"))
        .set_tag_attribute_values(HashMap::from([("a", HashMap::from([("target", "_blank")]))]))
        .attribute_filter(move |tag, name, value| match (tag, name) {
            ("img", "src") => {
                let found = source(value, &pictures);
                missed.fetch_or(found.is_none(), Ordering::Relaxed);
                found
            }
            ("a", "href") => is_link(value).then_some(Cow::Borrowed(value)),
            (_, "style") => style::harmless(value).map(Cow::Owned),
            _ => Some(Cow::Borrowed(value)),
        });
    let html = builder.clean(html).to_string();
    (html, remote.load(Ordering::Relaxed))
}

/// Where a picture comes from: out of the mail itself, or from nowhere.
fn source<'a>(value: &'a str, pictures: &HashMap<String, String>) -> Option<Cow<'a, str>> {
    let value = value.trim();
    if let Some(("cid", name)) = scheme(value) {
        let decoded = name.replace("%40", "@");
        return pictures.get(name).or_else(|| pictures.get(&decoded)).cloned().map(Cow::Owned);
    }
    let kinds = ["data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];
    kinds.iter().any(|kind| value.starts_with(kind)).then_some(Cow::Borrowed(value))
}

fn is_link(value: &str) -> bool {
    scheme(value.trim()).is_some_and(|(scheme, _)| {
        ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

fn scheme(value: &str) -> Option<(&str, &str)> {
    value.split_once(':')
}

#[cfg(test)]
mod tests;
