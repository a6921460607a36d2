//! The blocks of a mail as rows of one table.
use super::colour::Palette;
use super::markup::{Type, escape, href, linked, paragraphs};
use super::{Block, Button};
use app::parts::person::initials;
use app::words::{self, say};
use domain::lang::Lang;

/// A table that only arranges. Its width is fixed, or a long word would widen it in Outlook.
pub(super) const TABLE: &str = "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"width:100%;table-layout:fixed\">";
/// A table as wide as what it holds.
pub(super) const SNUG: &str =
    "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">";

/// One row of the card, with space above.
pub(super) fn row(above: u8, inner: &str) -> String {
    format!(
        "<tr><td class=\"pad\" style=\"padding:{above}px 36px 0;word-break:break-word\">\n{inner}\n</td></tr>\n"
    )
}

/// A block as a row.
pub(super) fn shown(block: &Block, lang: Lang, p: &Palette) -> String {
    match block {
        Block::Text(text) => row(16, &paragraphs(text, Type::body(p), p)),
        Block::Facts(facts) => row(22, &table(facts, p)),
        Block::Message { by, at, text } => row(22, &message(by, at, text, p)),
        Block::Buttons(buttons) => row(14, &side_by_side(buttons, p)),
        Block::Notice(text) => row(22, &notice(text, lang, p)),
        Block::Small(text) => row(18, &paragraphs(text, Type::small(p), p)),
    }
}

/// A table of its own right: screen readers say which label a value has.
fn table(facts: &[(String, String)], p: &Palette) -> String {
    let rows = facts.iter().map(|(label, value)| {
        let Palette { line, ink_2, .. } = *p;
        let cell = format!("padding:11px 0;border-bottom:1px solid {line};text-align:left;vertical-align:top;");
        let set = Type::body(p).sized(15, 22);
        let label_set = set.inked("label ink2 line", ink_2).sized(14, 22).attributes(&format!("{cell}padding-right:16px;"));
        let value_set = set.inked("value ink line", p.ink).attributes(&format!("{cell}font-variant-numeric:tabular-nums;"));
        let (label, value) = (escape(label), linked(value, p));
        format!("<tr><th scope=\"row\" width=\"38%\" align=\"left\" valign=\"top\" {label_set}>{label}</th><td valign=\"top\" {value_set}>{value}</td></tr>\n")
    });
    let (rows, line) = (rows.collect::<String>(), p.line);
    format!(
        "<table class=\"line\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"width:100%;table-layout:fixed;border-top:1px solid {line}\">\n{rows}</table>"
    )
}

fn message(by: &str, at: &str, text: &str, p: &Palette) -> String {
    let Palette { sunken, soft, soft_ink, ink_3, .. } = *p;
    let mark = Type::body(p).sized(13, 36).strong().inked("soft", soft_ink).attributes(&format!(
        "width:36px;height:36px;border-radius:18px;background-color:{soft};text-align:center;mso-line-height-rule:exactly;"
    ));
    let name = Type::body(p).sized(15, 20).strong().attributes("margin:0;");
    let time = Type::small(p).sized(13, 18).inked("ink3", ink_3).attributes("margin:0;");
    let (letters, by, at) = (escape(&initials(by)), escape(by), escape(at));
    let text = paragraphs(text, Type::body(p), p);
    format!(
        "{TABLE}<tr><td class=\"sunk\" bgcolor=\"{sunken}\" style=\"padding:20px;border-radius:10px;background-color:{sunken};word-break:break-word\">\n\
         {TABLE}<tr><td width=\"48\" valign=\"middle\" style=\"width:48px\">{SNUG}<tr><td aria-hidden=\"true\" width=\"36\" height=\"36\" align=\"center\" valign=\"middle\" bgcolor=\"{soft}\" {mark}>{letters}</td></tr></table></td>\n\
         <td valign=\"middle\"><h2 {name}>{by}</h2><p {time}>{at}</p></td></tr></table>\n\
         {TABLE}<tr><td style=\"padding:14px 0 0;word-break:break-word\">{text}</td></tr></table>\n</td></tr></table>"
    )
}

/// As far as there is room, also without a style sheet; Word, which knows no such blocks, has cells.
fn side_by_side(buttons: &[Button], p: &Palette) -> String {
    let cells = buttons.iter().map(|one| {
        let button = button(one, p);
        format!(
            "<!--[if mso]><td style=\"padding:12px 12px 0 0\"><![endif]--><div class=\"wide\" style=\"display:inline-block;vertical-align:top;padding:12px 12px 0 0\">\n\
             {button}\n</div><!--[if mso]></td><![endif]-->"
        )
    });
    let cells = cells.collect::<String>();
    format!("<!--[if mso]>{SNUG}<tr><![endif]-->{cells}<!--[if mso]></tr></table><![endif]-->")
}

/// Word knows no padding of links, so there the cell has it; everywhere else the link can be pressed up to its border.
fn button(button: &Button, p: &Palette) -> String {
    let (class, ink_class, ground, border, ink) = if button.primary {
        ("wide loud", "on", p.accent, p.accent, p.on_accent)
    } else {
        ("wide calm", "ink", p.surface, p.control, p.ink)
    };
    let set = Type::body(p).sized(16, 20).strong().inked(ink_class, ink).attributes(
        "display:block;padding:13px 24px;border-radius:7px;text-align:center;text-decoration:none;mso-padding-alt:0;",
    );
    let (href, label) = (href(&button.address), escape(&button.label));
    format!(
        "<table class=\"wide\" role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"border-collapse:separate\"><tr>\
         <td class=\"{class}\" align=\"center\" bgcolor=\"{ground}\" style=\"border:1px solid {border};border-radius:8px;background-color:{ground};mso-padding-alt:13px 24px\">\
         <a{href} {set}>{label}</a></td></tr></table>"
    )
}

fn notice(text: &str, lang: Lang, p: &Palette) -> String {
    let Palette { amber, amber_ink, amber_mark, .. } = *p;
    let set = Type::body(p).sized(15, 23).inked("amber-ink", amber_ink).attributes("margin:0;");
    let (label, text) = (say(lang, words::mail::NOTICE), linked(text.trim(), p));
    format!(
        "{TABLE}<tr><td class=\"amber\" bgcolor=\"{amber}\" style=\"padding:14px 18px;border-left:4px solid {amber_mark};border-radius:6px;background-color:{amber};word-break:break-word\">\
         <p {set}><strong>{label}</strong> {text}</p></td></tr></table>"
    )
}
