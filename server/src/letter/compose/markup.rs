//! Words as HTML: escaped, in the mail's type, with addresses as links.
use super::address::{Piece, is_web, pieces};
use super::clean;
use super::colour::{Palette, Rgb};

/// `system-ui` is no name to Word, which would fall back to Times; Segoe UI is, and others pass it by.
pub(super) const FONT: &str = "font-family:'Segoe UI',-apple-system,BlinkMacSystemFont,Roboto,'Helvetica Neue',Helvetica,Arial,sans-serif";

/// How words are set. The class only recolours by night, all else is inline, for style sheets get lost on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    class: &'static str,
    size: u8,
    leading: u8,
    weight: u16,
    ink: Rgb,
}

impl Type {
    /// Running text.
    pub(super) const fn body(p: &Palette) -> Self {
        Self { class: "ink", size: 16, leading: 25, weight: 400, ink: p.ink }
    }

    /// By the way.
    pub(super) const fn small(p: &Palette) -> Self {
        Self { class: "ink3", size: 13, leading: 20, weight: 400, ink: p.ink_3 }
    }

    /// In another size.
    pub(super) const fn sized(self, size: u8, leading: u8) -> Self {
        Self { size, leading, ..self }
    }

    /// In another colour, with the class that has it by night.
    pub(super) const fn inked(self, class: &'static str, ink: Rgb) -> Self {
        Self { class, ink, ..self }
    }

    /// Semi-bold.
    pub(super) const fn strong(self) -> Self {
        Self { weight: 600, ..self }
    }

    /// Class and style; `more` goes before what the type says.
    pub(super) fn attributes(self, more: &str) -> String {
        let Self { class, size, leading, weight, ink } = self;
        format!(
            "class=\"{class}\" style=\"{more}{FONT};font-size:{size}px;line-height:{leading}px;font-weight:{weight};color:{ink}\""
        )
    }
}

/// Paragraphs, parted by empty lines.
pub(super) fn paragraphs(text: &str, set: Type, p: &Palette) -> String {
    let text = clean(text);
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    let paragraphs: Vec<String> = lines
        .split(|line| line.is_empty())
        .filter(|lines| !lines.is_empty())
        .map(|lines| lines.join("\n"))
        .collect();
    let shown = paragraphs.iter().enumerate().map(|(n, paragraph)| {
        let space = if n + 1 == paragraphs.len() { 0 } else { set.leading * 3 / 5 };
        let attributes = set.attributes(&format!("margin:0 0 {space}px;"));
        format!("<p {attributes}>{}</p>", linked(paragraph, p))
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// Words whose web addresses are links and whose line ends and indents are kept.
pub(super) fn linked(text: &str, p: &Palette) -> String {
    let shown = pieces(text).into_iter().map(|piece| match piece {
        Piece::Plain(words) => escape(words).replace("  ", "&nbsp; ").replace('\n', "<br>\n"),
        Piece::Web(address) => link(address, address, p),
    });
    shown.collect()
}

/// A link in running text.
pub(super) fn link(address: &str, label: &str, p: &Palette) -> String {
    let (href, label, ink) = (href(address), escape(label), p.link);
    format!(
        "<a{href} class=\"link\" style=\"color:{ink};text-decoration:underline;word-break:break-word\">{label}</a>"
    )
}

/// The attribute that makes a link lead somewhere; nothing where that would not be the web.
pub(super) fn href(address: &str) -> String {
    if is_web(address) { format!(" href=\"{}\"", escape(address)) } else { String::new() }
}

/// Words that cannot become markup, in elements and in attributes.
pub(super) fn escape(text: &str) -> String {
    clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
