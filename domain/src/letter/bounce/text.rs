//! Bounces that are written in words only.
use super::status::Status;
use super::{Bounce, address_in, judged};
use crate::letter::incoming::{Incoming, Report, ReturnPath};
use crate::letter::machine::{is_absence_subject, is_daemon};
use crate::letter::reply::visible;
use crate::letter::subject::{is_borrowed, likeness};

/// What servers say, in small letters, of a mail that did not arrive.
const FAILED: [&str; 51] = [
    "could not be delivered",
    "couldn't be delivered",
    "could not deliver",
    "cannot be delivered",
    "can't be delivered",
    "could not be sent",
    "wasn't able to deliver",
    "was not able to deliver",
    "unable to deliver",
    "unable to be delivered",
    "was not delivered to",
    "wasn't delivered",
    "did not reach the following recipient",
    "delivery to the following recipient",
    "delivery has failed",
    "delivery failed",
    "delivery failure",
    "failed permanently",
    "failed to deliver",
    "permanent error",
    "permanent fatal error",
    "permanent failure",
    "undeliverable",
    "undelivered",
    "had delivery error",
    "had delivery problem",
    "error delivering your mail",
    "error delivering to",
    "error has occurred while attempting to deliver",
    "addresses that were incorrectly constructed",
    "problem delivering your message",
    "returning message to sender",
    "returned to sender",
    "returned mail",
    "failure notice",
    "mail system error",
    "user unknown",
    "unknown user",
    "no such user",
    "user not known",
    "unknown local-part",
    "unknown recipient",
    "host unknown",
    "invalid recipient",
    "recipient rejected",
    "konnte nicht zugestellt werden",
    "konnten nicht zugestellt werden",
    "wurde nicht zugestellt",
    "nicht zustellbar",
    "unzustellbar",
    "zustellung fehlgeschlagen",
];

/// What they say while they still try.
const WAITING: [&str; 14] = [
    "has been delayed",
    "delivery is delayed",
    "delivery delayed",
    "this is a warning message only",
    "warning message only",
    "will be retried",
    "will retry for",
    "will keep trying",
    "still being tried",
    "not yet been delivered",
    "delivery incomplete",
    "wurde verzögert",
    "zustellung verzögert",
    "noch nicht zugestellt",
];

/// How the part begins in which a server sends the mail back. From there on nothing is its own word.
const RETURNED: [&str; 17] = [
    "this is a copy of the message",
    "this is a copy of your message",
    "below this line is a copy",
    "original message follows",
    "original message headers",
    "the header of the original message",
    "message headers follow",
    "message header follows",
    "copy of the message header",
    "unsent message follows",
    "returned message",
    "original message",
    "message text follows",
    "unsent message below",
    "undelivered message follows",
    "ursprüngliche nachricht",
    "kopf der nachricht",
];

/// Most characters of a server's own words that are read.
const MOST: usize = 8_000;

/// Whether a mail server seems to have written it.
pub(super) fn is_from_server(mail: &Incoming) -> bool {
    names_server(mail) || mail.return_path == ReturnPath::Empty && !is_absence_subject(&mail.subject)
}

fn names_server(mail: &Incoming) -> bool {
    is_daemon(mail) || mail.has("X-Failed-Recipients") || mail.report == Some(Report::DeliveryStatus)
}

/// What the words say, where a mail server wrote them.
pub(super) fn read(mail: &Incoming) -> Option<Bounce> {
    let failed_header = mail.header("X-Failed-Recipients").next();
    let from_server = names_server(mail);
    if !is_from_server(mail) {
        return None;
    }
    // Programs of people answer without a return path too. What they quote, and a subject that they took over, is not their word.
    let own = if from_server { own_words(&mail.body) } else { own_words(&visible(&mail.body).visible) };
    let (said, subject) = if !from_server && is_borrowed(&mail.subject) {
        (without(&flat(&own), &flat(&likeness(&mail.subject))), String::new())
    } else {
        (flat(&own), flat(&mail.subject))
    };
    let says = |list: &[&str]| list.iter().any(|words| said.contains(words) || subject.contains(words));
    let code = Status::find(&own).or_else(|| from_server.then(|| Status::find_plain(&own)).flatten());
    let delayed = says(&WAITING);
    let refused = from_server && (code.is_some() || failed_header.is_some());
    if !delayed && !says(&FAILED) && !refused {
        return None;
    }
    let recipient = failed_header.and_then(address_in).or_else(|| recipient_in(&own, mail));
    Some(judged(code, delayed, recipient, &reason(&own, code, &mail.subject)))
}

/// The text up to where the mail is sent back.
fn own_words(body: &str) -> String {
    let mut own = String::new();
    for line in body.lines() {
        let low = line.trim().to_lowercase();
        let returns = (low.starts_with(['-', '*']) || low.ends_with([':', '.']))
            && low.len() < 100
            && RETURNED.iter().any(|words| low.contains(words));
        let header = low.starts_with("received: ") || low.starts_with("return-path: ");
        if (returns || header) && !own.trim().is_empty() || own.len() > MOST {
            break;
        }
        own.extend(line.chars().take(MOST));
        own.push('\n');
    }
    own
}

fn flat(text: &str) -> String {
    let text = text.replace('\u{2019}', "'").to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text that says what it says without naming a subject.
fn without(said: &str, subject: &str) -> String {
    if subject.is_empty() { said.to_owned() } else { said.replace(subject, " ") }
}

/// The first address in the text that is neither whom the report was sent to nor a server's.
fn recipient_in(own: &str, mail: &Incoming) -> Option<String> {
    own.lines().flat_map(str::split_whitespace).filter_map(address_in).find(|address| {
        let server = address.starts_with("mailer-daemon@") || address.starts_with("postmaster@");
        !server && !mail.to.contains(address) && *address != mail.from
    })
}

/// The line that says most: with a code, else in known words, else the subject.
fn reason(own: &str, code: Option<Status>, subject: &str) -> String {
    let lines = || own.lines().map(str::trim).filter(|line| !line.is_empty());
    let coded = || lines().find(|line| Status::find(line) == code || Status::find_plain(line) == code);
    let worded = || lines().find(|line| FAILED.iter().any(|words| flat(line).contains(words)));
    code.and_then(|_| coded()).or_else(worded).unwrap_or(subject).to_owned()
}
