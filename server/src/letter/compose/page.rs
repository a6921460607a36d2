//! The HTML form: a quiet letterhead, one card, the company's lines below it.
use super::colour::Palette;
use super::markup::{FONT, Type, escape, href, link, linked, paragraphs};
use super::part::{SNUG, TABLE, row, shown};
use super::{Block, Content, Ticket, style};
use app::words::{self, say};

/// As much of a mail as inboxes show of it at most.
const PREVIEW: usize = 150;

/// The whole document.
pub(super) fn html(content: &Content) -> String {
    let (p, dark) = (Palette::light(content.company.accent), Palette::dark(content.company.accent));
    let Palette { canvas, surface, line, ink, .. } = p;
    let (lang, title, sheet) = (content.lang.code(), escape(&title(content)), style::sheet(&dark));
    let (preheader, marker) = (preheader(content, &p), marker(content, &p));
    let (letterhead, card, footer) = (letterhead(content, &p), card(content, &p), footer(content, &p));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\" xmlns:o=\"urn:schemas-microsoft-com:office:office\">\n<head>\n\
         <meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <meta name=\"format-detection\" content=\"telephone=no,date=no,address=no,email=no,url=no\">\n\
         <meta name=\"x-apple-disable-message-reformatting\">\n<title>{title}</title>\n\
         <!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->\n\
         <style>\n{sheet}</style>\n</head>\n\
         <body class=\"canvas ink\" bgcolor=\"{canvas}\" style=\"margin:0;padding:0;width:100%;background-color:{canvas};color:{ink};{FONT};-webkit-text-size-adjust:100%\">\n\
         {preheader}\
         <div role=\"article\" aria-label=\"{title}\" lang=\"{lang}\">\n\
         {TABLE}<tr><td class=\"canvas edge\" align=\"center\" bgcolor=\"{canvas}\" style=\"padding:28px 16px 48px;background-color:{canvas}\">\n\
         <!--[if mso]><table role=\"presentation\" width=\"600\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td width=\"600\"><![endif]-->\n\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"width:100%;max-width:600px;margin:0 auto;table-layout:fixed\">\n\
         {marker}{letterhead}\
         <tr><td class=\"card\" bgcolor=\"{surface}\" style=\"border:1px solid {line};border-radius:12px;background-color:{surface}\">\n{card}</td></tr>\n\
         {footer}</table>\n\
         <!--[if mso]></td></tr></table><![endif]-->\n\
         </td></tr></table>\n</div>\n</body>\n</html>\n"
    )
}

/// What tabs and screen readers call the mail.
fn title(content: &Content) -> String {
    content.ticket.map_or_else(
        || format!("{}: {}", content.company.name, content.preheader),
        |ticket| format!("{} {}", ticket.number, ticket.title),
    )
}

/// Hidden, and followed by signs without a look, so that inboxes do not add the marker and the letterhead to it.
fn preheader(content: &Content, p: &Palette) -> String {
    let (words, ground) = (escape(content.preheader), p.canvas);
    let filler = "&#847;&zwnj;&nbsp;".repeat(PREVIEW.saturating_sub(content.preheader.chars().count()));
    format!(
        "<div aria-hidden=\"true\" style=\"display:none;max-height:0;max-width:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;color:{ground}\">{words}{filler}</div>\n"
    )
}

fn marker(content: &Content, p: &Palette) -> String {
    content.reply_above.map_or_else(String::new, |marker| {
        let set = Type::small(p).attributes("padding:0 0 24px;text-align:center;");
        format!("<tr><td align=\"center\" {set}>{}</td></tr>\n", escape(marker))
    })
}

/// The company's initial and name.
fn letterhead(content: &Content, p: &Palette) -> String {
    let Palette { accent, .. } = *p;
    let name = content.company.name;
    let letter: String =
        name.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect();
    let mark = Type::body(p).sized(16, 32).strong().inked("loud on", p.on_accent).attributes(&format!(
        "width:32px;height:32px;border-radius:8px;background-color:{accent};text-align:center;mso-line-height-rule:exactly;"
    ));
    let set = Type::body(p).sized(15, 20).strong().attributes("padding:0;word-break:break-word;");
    let name = escape(name);
    format!(
        "<tr><td class=\"pad\" style=\"padding:0 37px 18px\">{TABLE}<tr>\n\
         <td width=\"44\" valign=\"middle\" style=\"width:44px\">{SNUG}<tr><td aria-hidden=\"true\" width=\"32\" height=\"32\" align=\"center\" valign=\"middle\" bgcolor=\"{accent}\" {mark}>{letter}</td></tr></table></td>\n\
         <td valign=\"middle\" {set}>{name}</td></tr></table></td></tr>\n"
    )
}

fn card(content: &Content, p: &Palette) -> String {
    let head = content.ticket.as_ref().map_or_else(String::new, |ticket| about(ticket, p));
    let greeting = escape(content.greeting);
    let greeting = if content.ticket.is_some() {
        format!("<p {}>{greeting}</p>", Type::body(p).attributes("margin:0;"))
    } else {
        format!("<h1 {}>{greeting}</h1>", Type::body(p).sized(20, 28).strong().attributes("margin:0;"))
    };
    let blocks: String = content.blocks.iter().map(|block| shown(block, content.lang, p)).collect();
    let (rows, fallback) = (head + &row(30, &greeting) + &blocks, fallback(content, p));
    format!(
        "{TABLE}\n{rows}{fallback}<tr><td style=\"padding:0 0 36px;font-size:0;line-height:0\">&nbsp;</td></tr>\n</table>"
    )
}

/// The ticket: number and state in one line, the title below, a hairline.
fn about(ticket: &Ticket, p: &Palette) -> String {
    let Palette { soft, line, .. } = *p;
    let number =
        Type::small(p).sized(14, 24).attributes("padding:0 16px 0 0;font-variant-numeric:tabular-nums;");
    let state = Type::small(p)
        .sized(13, 18)
        .strong()
        .inked("soft", p.soft_ink)
        .attributes(&format!("padding:3px 11px;border-radius:12px;background-color:{soft};"));
    let heading = Type::body(p)
        .sized(22, 29)
        .strong()
        .attributes("margin:8px 0 0;letter-spacing:-0.2px;word-break:break-word;");
    let title = Type::body(p).sized(22, 29).strong().attributes("text-decoration:none;");
    let href = ticket.address.map(href).unwrap_or_default();
    let (shown, name) = (escape(ticket.number), escape(ticket.title));
    let badge = escape(ticket.state);
    row(
        30,
        &format!(
            "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"width:100%\"><tr><td valign=\"middle\" {number}>{shown}</td>\n\
             <td align=\"right\" valign=\"middle\"><table role=\"presentation\" align=\"right\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td bgcolor=\"{soft}\" {state}>{badge}</td></tr></table></td></tr></table>\n\
             <h1 {heading}><a{href} {title}>{name}</a></h1>\n\
             {TABLE}<tr><td class=\"line\" style=\"padding:24px 0 0;border-bottom:1px solid {line};font-size:0;line-height:0\">&nbsp;</td></tr></table>"
        ),
    )
}

/// The addresses of buttons in full, for other devices. A ticket's head leads to the portal already.
fn fallback(content: &Content, p: &Palette) -> String {
    let buttons = content.blocks.iter().filter_map(|block| match block {
        Block::Buttons(buttons) => Some(buttons),
        Block::Text(_) | Block::Facts(_) | Block::Message { .. } | Block::Notice(_) | Block::Small(_) => None,
    });
    let addresses: Vec<String> =
        buttons.flatten().map(|button| link(&button.address, &button.address, p)).collect();
    if content.ticket.is_some() || addresses.is_empty() {
        return String::new();
    }
    let (words, line) = (say(content.lang, words::mail::LINK_FALLBACK), p.line);
    let set = Type::small(p)
        .inked("ink3 line", p.ink_3)
        .attributes(&format!("padding:18px 0 0;border-top:1px solid {line};word-break:break-word;"));
    row(28, &format!("{TABLE}<tr><td {set}>{words}<br>\n{}</td></tr></table>", addresses.join("<br>\n")))
}

fn footer(content: &Content, p: &Palette) -> String {
    let company = &content.company;
    let small = Type::small(p);
    let name = small.strong().inked("ink2", p.ink_2).attributes("margin:0 0 2px;");
    let rest = small.attributes("margin:10px 0 0;word-break:break-word;");
    let lines = paragraphs(&company.lines.join("\n"), small, p);
    let (before, after) = say(content.lang, words::mail::FOOTER).split_once("{address}").unwrap_or_default();
    let portal = link(company.portal, bare(company.portal), p);
    let (company, before, after) = (escape(company.name), linked(before, p), linked(after, p));
    format!(
        "<tr><td class=\"pad\" style=\"padding:26px 37px 0;word-break:break-word\">\n<p {name}>{company}</p>\n{lines}\n<p {rest}>{before}{portal}{after}</p>\n</td></tr>\n"
    )
}

/// An address as people say it.
fn bare(address: &str) -> &str {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.unwrap_or(address).trim_end_matches('/')
}
