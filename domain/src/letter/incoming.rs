//! A parsed mail, as far as rules need it.
use super::original::Original;
use jiff::Timestamp;

/// What the rules read of a mail. Addresses are bare and in lower case; Message-IDs are without angle brackets, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// Its own Message-ID, where it has one.
    pub message_id: Option<String>,
    /// The Message-IDs of `In-Reply-To`, in their order.
    pub in_reply_to: Vec<String>,
    /// The Message-IDs of `References`, oldest first.
    pub references: Vec<String>,
    /// Message-IDs of the mail that a report sends back (its `message/rfc822` or `text/rfc822-headers` part). In a mail of a
    /// person they are those of mails that came attached, and say nothing of where it belongs.
    pub returned: Vec<String>,
    /// The address in `From`; empty where it has none.
    pub from: String,
    /// The name in `From`; may be empty.
    pub from_name: String,
    /// Name and address in `Reply-To`, the first one; the address is empty where it has none.
    pub reply_to: (String, String),
    /// Who is to be answered stands in `from`, because a program or the house itself stands in `From`
    /// ([`super::machine::of_form`]). Weaker than a sender: no server vouches for a `Reply-To`.
    pub by_form: bool,
    /// The address in `Sender`.
    pub sender: Option<String>,
    /// The envelope's sender, as the receiving server wrote it down.
    pub return_path: ReturnPath,
    /// The addresses in `To`, `Cc`, `Delivered-To` and `X-Original-To`.
    pub to: Vec<String>,
    /// Those of them that everybody who got it sees: `To` and `Cc`.
    pub named: Vec<String>,
    /// The subject, decoded.
    pub subject: String,
    /// Headers by name in any case, decoded and unfolded. Needed: those named in [`super::machine`] and
    /// `X-Failed-Recipients`.
    pub headers: Vec<(String, String)>,
    /// The text, decoded; of HTML alone its text.
    pub body: String,
    /// Files came with it, pictures in its text among them.
    pub files: bool,
    /// Files came beside its text: neither pictures in it nor signatures of programs.
    pub attached: bool,
    /// Who wrote the first mail that is attached to it, where that has a sender.
    pub enclosed: Option<Original>,
    /// The type of a `multipart/report`.
    pub report: Option<Report>,
    /// The text of the `message/delivery-status` part.
    pub delivery_status: Option<String>,
    /// What its calendar part is for, where it has one.
    pub calendar: Option<Calendar>,
    /// When it says it was written. Never a basis for clocks.
    pub date: Option<Timestamp>,
}

impl Incoming {
    /// The values of a header, by its name in any case.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let same = move |(key, _): &&(String, String)| key.eq_ignore_ascii_case(name);
        self.headers.iter().filter(same).map(|(_, value)| value.trim())
    }

    /// Whether it has a header, with any value.
    pub fn has(&self, name: &str) -> bool {
        self.header(name).next().is_some()
    }

    /// Whether it says nothing at all: no subject, no text, no file.
    pub fn is_empty(&self) -> bool {
        !self.files && self.subject.trim().is_empty() && self.body.trim().is_empty()
    }

    /// Whether it says that it answers another mail.
    pub fn answers(&self) -> bool {
        !self.in_reply_to.is_empty() || !self.references.is_empty()
    }
}

/// The sender of the envelope (RFC 5321, 4.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReturnPath {
    /// Not written down.
    #[default]
    Absent,
    /// `<>`: nobody wants an answer.
    Empty,
    /// An address.
    Address(String),
}

/// What a `multipart/report` is about (RFC 6522, parameter `report-type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Whether a mail arrived (RFC 3464).
    DeliveryStatus,
    /// Whether a mail was read (RFC 8098).
    Disposition,
    /// Somebody complained about a mail (RFC 5965).
    Feedback,
    /// Anything else.
    Other,
}

impl Report {
    /// The type of a parameter's value.
    pub fn read(value: &str) -> Self {
        match value.trim().to_ascii_lowercase().as_str() {
            "delivery-status" => Self::DeliveryStatus,
            "disposition-notification" => Self::Disposition,
            "feedback-report" => Self::Feedback,
            _ => Self::Other,
        }
    }
}

/// What a calendar part is for (RFC 5546, `METHOD`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// It answers an invitation, or asks for it once more. Programs send that by themselves, or at one click.
    Answer,
    /// It answers an invitation with words of its own, or with another time: whoever sent it waits for somebody.
    Proposal,
    /// Anything else: a person invites, or cancels.
    Other,
}

impl Calendar {
    /// What a method is for; `says`, where a comment of its sender stands beside it.
    pub fn read(method: &str, says: bool) -> Self {
        match method.trim().to_ascii_uppercase().as_str() {
            "COUNTER" => Self::Proposal,
            "REPLY" if says => Self::Proposal,
            "REPLY" | "REFRESH" => Self::Answer,
            _ => Self::Other,
        }
    }
}

/// Whether a mail's Message-ID (RFC 5322, 3.6.4; without brackets) may stand in the headers of our letters. One made at our own
/// `host` may not: it can be a letter to somebody else, and who names a letter proves that it went to them.
pub fn can_be_named(id: &str, host: &str) -> bool {
    let plain = id.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'));
    let of = id.rsplit_once('@').map(|(_, of)| of);
    plain && id.len() <= 200 && of.is_some_and(|of| !of.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_in_any_case_and_more_than_once() {
        let mail = Incoming {
            headers: vec![("Precedence".into(), " bulk ".into()), ("PRECEDENCE".into(), "list".into())],
            ..Incoming::default()
        };
        assert_eq!(mail.header("precedence").collect::<Vec<_>>(), ["bulk", "list"]);
        assert!(!mail.has("list-id"));
    }

    #[test]
    fn report_types_are_read_in_any_case() {
        for (value, report) in [
            ("delivery-status", Report::DeliveryStatus),
            (" Disposition-Notification ", Report::Disposition),
            ("feedback-report", Report::Feedback),
            ("", Report::Other),
        ] {
            assert_eq!(Report::read(value), report, "{value}");
        }
    }

    #[test]
    fn methods_of_calendars_are_read_in_any_case() {
        for method in ["REPLY", "reply", "REFRESH"] {
            assert_eq!(Calendar::read(method, false), Calendar::Answer, "{method}");
        }
        for (method, says) in [("COUNTER", false), (" Counter ", true), ("reply", true)] {
            assert_eq!(Calendar::read(method, says), Calendar::Proposal, "{method}");
        }
        for method in ["REQUEST", "CANCEL", "PUBLISH", "REPLY-TO", ""] {
            assert_eq!(Calendar::read(method, true), Calendar::Other, "{method}");
        }
        assert_eq!(Calendar::read("REFRESH", true), Calendar::Answer);
    }

    #[test]
    fn only_what_others_made_and_what_fits_a_header_is_named() {
        for (id, named) in [
            ("abc@kunde.example", true),
            ("1042-seal.key@Portal.example", false),
            ("abc", false),
            ("a b@kunde.example", false),
            ("a>@kunde.example", false),
            ("a\r\nBcc: x@kunde.example", false),
        ] {
            assert_eq!(super::can_be_named(id, "portal.example"), named, "{id}");
        }
        assert!(!super::can_be_named(&format!("{}@kunde.example", "x".repeat(200)), "portal.example"));
    }
}
