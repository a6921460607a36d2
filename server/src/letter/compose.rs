//! The two forms of a mail: plain text, and one column of HTML that survives Outlook and dark mode.
use app::words::{self, fill, say};
use domain::lang::Lang;

/// What a mail says, before it has a form.
#[derive(Clone, Debug)]
pub struct Content<'a> {
    /// Reader's language.
    pub lang: Lang,
    /// Reader's name.
    pub name: &'a str,
    /// Paragraphs; line ends within them are kept.
    pub paragraphs: &'a [String],
    /// Label and address of the one thing to do.
    pub button: Option<(&'a str, &'a str)>,
    /// The company's name.
    pub company: &'a str,
    /// The portal's address.
    pub portal: &'a str,
}

impl Content<'_> {
    /// Plain text.
    pub fn text(&self) -> String {
        let mut parts = vec![self.greeting()];
        parts.extend(self.paragraphs.iter().cloned());
        parts.extend(self.button.map(|(label, address)| format!("{label}:\n{address}")));
        parts.push(format!("-- \n{}", self.footer()));
        parts.join("\n\n") + "\n"
    }

    /// HTML: tables and inline styles, because that is what mail programs understand.
    pub fn html(&self) -> String {
        let paragraphs: String = std::iter::once(self.greeting())
            .chain(self.paragraphs.iter().cloned())
            .map(|p| paragraph(&p))
            .collect();
        let button =
            self.button.map_or_else(String::new, |(label, address)| self.button_html(label, address));
        let (lang, footer) = (self.lang.code(), escape(&self.footer()));
        format!(
            "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\"></head>\
             <body style=\"margin:0;padding:0\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td align=\"center\" style=\"padding:24px 12px\">\
             <table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:600px;width:100%;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5\">\
             <tr><td>{paragraphs}{button}<p style=\"margin:32px 0 0;padding-top:12px;border-top:1px solid #8a8f94;font-size:13px;color:#6b7176\">{footer}</p></td></tr></table></td></tr></table></body></html>"
        )
    }

    fn button_html(&self, label: &str, address: &str) -> String {
        let (label, address) = (escape(label), escape(address));
        let fallback = say(self.lang, words::mail::LINK_FALLBACK);
        format!(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:20px 0\"><tr><td bgcolor=\"#0f5a63\" style=\"border-radius:6px\">\
             <a href=\"{address}\" style=\"display:inline-block;padding:12px 24px;color:#ffffff;font-weight:600;text-decoration:none\">{label}</a></td></tr></table>\
             <p style=\"margin:0;font-size:13px;color:#6b7176\">{fallback}<br><a href=\"{address}\" style=\"color:#2a7f8a;word-break:break-all\">{address}</a></p>"
        )
    }

    fn greeting(&self) -> String {
        fill(self.lang, words::mail::GREETING, &[("name", self.name)])
    }

    fn footer(&self) -> String {
        fill(self.lang, words::mail::FOOTER, &[("company", self.company), ("address", self.portal)])
    }
}

fn paragraph(text: &str) -> String {
    format!("<p style=\"margin:0 0 16px\">{}</p>", escape(text).replace('\n', "<br>"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_cannot_become_markup() {
        let paragraphs = ["<script>alert(1)</script>\nzweite Zeile".to_owned()];
        let content = Content {
            lang: Lang::De,
            name: "Vera <b>Albers</b>",
            paragraphs: &paragraphs,
            button: Some(("Öffnen", "https://x.de/?a=1&b=\"2\"")),
            company: "Nordlicht",
            portal: "https://x.de",
        };
        let html = content.html();
        assert!(!html.contains("<script>") && !html.contains("<b>") && html.contains("<br>zweite Zeile"));
        assert!(html.contains("href=\"https://x.de/?a=1&amp;b=&quot;2&quot;\""));
        assert!(content.text().starts_with("Guten Tag Vera <b>Albers</b>,\n\n<script>"));
        assert!(content.text().contains("Öffnen:\nhttps://x.de/?a=1&b=\"2\""));
    }
}
