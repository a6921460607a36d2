//! What happened, in words.
use crate::parts::badge::stage_word;
use crate::promise::sentence::metric_word;
use crate::words::ticket as w;
use crate::words::{acceptance, internal, merge};
use crate::words::{count, fill, filled, grouped, say};
use domain::lang::Lang;
use domain::moment::{self, Moment};
use domain::promise::target::Metric;
use domain::ticket::acceptance::Testing;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::{Ending, What};

/// What happened, in a few words.
pub fn caption(what: &What, lang: Lang, staff: bool, name: &dyn Fn(&str) -> String) -> String {
    let plain = |text| say(lang, text).to_owned();
    match what {
        What::Opened { .. } => plain(w::LINE_OPENED),
        What::Message { .. } => plain(w::LINE_MESSAGE),
        What::Called { caller, .. } => fill(lang, crate::words::phone::LINE_CALLED, &[("name", caller)]),
        What::Note { .. } => plain(w::LINE_NOTE),
        What::Remark(remark) => remark_text(remark, lang),
        What::Moved { to, .. } => say(lang, stage_word(*to, staff)).to_owned(),
        What::HandedOver { team } => fill(lang, w::LINE_HANDED_OVER, &[("team", team)]),
        What::Assigned { to: Some(name) } => fill(lang, w::LINE_ASSIGNED, &[("name", name)]),
        What::Assigned { to: None } => plain(w::LINE_UNASSIGNED),
        What::Classified { from: Some(from), to: Some(to), .. } if from != to => {
            fill(lang, w::LINE_RECLASSIFIED, &[("from", &name(from)), ("to", &name(to))])
        }
        What::Classified { to: Some(to), .. } => fill(lang, w::LINE_CLASSIFIED, &[("to", &name(to))]),
        What::Classified { from: Some(from), to: None, .. } => {
            fill(lang, w::LINE_DECLASSIFIED, &[("from", &name(from))])
        }
        What::Classified { from: None, to: None, moved, .. } if !moved.is_empty() => plain(w::LINE_REGRADED),
        What::Classified { from: None, to: None, .. } => plain(w::LINE_FACTS),
        What::Prioritised { from: Some(from), to, .. } => {
            fill(lang, w::LINE_REPRIORITISED, &[("from", &name(from)), ("to", &name(to))])
        }
        What::Prioritised { from: None, to, .. } => fill(lang, w::LINE_PRIORITISED, &[("to", &name(to))]),
        What::Specified { .. } => plain(w::LINE_SPECIFIED),
        What::Planned { day: Some(day) } => {
            fill(lang, w::LINE_PLANNED, &[("day", &moment::date(*day, lang))])
        }
        What::Planned { day: None } => plain(w::LINE_UNPLANNED),
        What::WorkedAround => plain(w::LINE_WORKED_AROUND),
        What::ForTest(Testing { version, place }) => {
            fill(lang, acceptance::LINE_FOR_TEST, &[("version", version), ("place", place)])
        }
        What::ResultAccepted { version, .. } => {
            fill(lang, acceptance::LINE_ACCEPTED, &[("version", version)])
        }
        What::ResultRefused { version, .. } => fill(lang, acceptance::LINE_REFUSED, &[("version", version)]),
        What::Untested { asset } => fill(lang, acceptance::LINE_UNTESTED, &[("asset", asset)]),
        What::Linked { number, title } => {
            fill(lang, internal::LINE_LINKED, &[("number", number), ("title", title)])
        }
        What::Unlinked { number } => fill(lang, internal::LINE_UNLINKED, &[("number", number)]),
        What::LinkedDone { number } => fill(lang, internal::LINE_DONE, &[("number", number)]),
        What::ToldHanging { numbers } => fill(lang, internal::LINE_TOLD, &[("numbers", &numbers.join(", "))]),
        What::MergedInto { number } => fill(lang, merge::LINE_MERGED_INTO, &[("number", number)]),
        What::Merged { number, title } => {
            fill(lang, merge::LINE_MERGED, &[("number", number), ("title", title)])
        }
        What::Unmerged { number } => fill(lang, merge::LINE_UNMERGED, &[("number", number)]),
        What::SplitOff { number, .. } => fill(lang, merge::LINE_SPLIT_OFF, &[("number", number)]),
        What::SplitFrom { number, .. } => fill(lang, merge::LINE_SPLIT_FROM, &[("number", number)]),
        What::Unsplit { number, title, .. } => {
            fill(lang, merge::LINE_UNSPLIT, &[("number", number), ("title", title)])
        }
        What::WishIncluded { release, note } => {
            let said = fill(lang, w::LINE_WISH_INCLUDED, &[("release", release)]);
            if note.is_empty() { said } else { format!("{said} {note}") }
        }
        What::Quoted { quote } => fill(lang, w::LINE_QUOTED, &[("number", &quote.to_string())]),
        What::QuoteEnded { quote, ending, reason } => {
            let text = match ending {
                Ending::Declined => w::LINE_QUOTE_DECLINED,
                Ending::Withdrawn => w::LINE_QUOTE_WITHDRAWN,
                Ending::Expired => w::LINE_QUOTE_EXPIRED,
            };
            let said = fill(lang, text, &[("number", &quote.to_string())]);
            if reason.is_empty() { said } else { format!("{said}: {reason}") }
        }
        What::Ordered { order, stays: None } => {
            fill(lang, w::LINE_ORDERED, &[("number", &order.to_string())])
        }
        What::Ordered { order, stays: Some(stays) } => {
            let gaps = [("number", &*order.to_string()), ("stays", &*stays.to_string())];
            fill(lang, w::LINE_ORDERED_APART, &gaps)
        }
        What::TakenOff { order } => fill(lang, w::LINE_TAKEN_OFF, &[("number", &order.to_string())]),
        What::PersonAdded { name } => fill(lang, w::LINE_PERSON_ADDED, &[("name", name)]),
        What::OnBehalf { name, passed_on_by } => {
            fill(lang, crate::words::behalf::LINE, &[("name", name), ("by", passed_on_by)])
        }
        What::Placed { organisation } => fill(lang, w::LINE_PLACED, &[("organisation", organisation)]),
        What::MailLeft { sender, number, .. } if number.is_empty() => {
            fill(lang, w::LINE_MAIL_WAITS, &[("email", sender)])
        }
        What::MailLeft { sender, number, kept } => {
            let text = if *kept { w::LINE_MAIL_COPIED } else { w::LINE_MAIL_LEFT };
            fill(lang, text, &[("email", sender), ("number", number)])
        }
        What::MailCame { sender, number } => {
            fill(lang, w::LINE_MAIL_CAME, &[("email", sender), ("number", number)])
        }
        What::MailBack { sender, number, came, moved, .. } => {
            let text = if *came { w::LINE_MAIL_RETURNED } else { w::LINE_MAIL_BACK };
            fill(lang, text, &[("email", sender), ("number", number), ("moved", &moved.full(lang))])
        }
        What::Recounted { note, .. } if note.is_empty() => plain(crate::words::promise::LINE_RECOUNTED_PLAIN),
        What::Recounted { note, .. } => fill(lang, crate::words::promise::LINE_RECOUNTED, &[("note", note)]),
        What::Booked { .. } | What::Rebooked { .. } | What::TimesLeft { .. } | What::TimesCame { .. } => {
            crate::effort::word::caption(what, lang, name).unwrap_or_default()
        }
        What::Nearing { .. }
        | What::LimitTold { .. }
        | What::Approval { .. }
        | What::ApprovalReminded { .. }
        | What::Consent { .. } => crate::approval::word::caption(what, lang).unwrap_or_default(),
        What::Alarm { metric, percent, due, told } => alarm(lang, *metric, *percent, *due, told),
    }
}

/// What the house noticed, in the reader's language.
pub fn remark_text(remark: &Remark, lang: Lang) -> String {
    use crate::words::{invoice, mail};
    match remark {
        Remark::NotDelivered { email, reason, stopped, since } => {
            not_delivered(lang, (email, reason), *stopped, *since)
        }
        Remark::Reported { email, reason, held, answered } => {
            let text = match (email.is_empty(), *answered) {
                (true, _) => mail::REPORTED,
                (false, false) => mail::REPORTED_TO,
                (false, true) => mail::REPORTED_ANSWERED,
            };
            let told = fill(lang, text, &[("email", email), ("reason", reason)]);
            let held = held.then(|| say(lang, mail::WINDOW_HELD).to_owned());
            let todo = (!email.is_empty()).then(|| fill(lang, mail::REPORTED_NEXT, &[("email", email)]));
            [Some(told), held, todo].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
        }
        Remark::Delayed { email, reason } => {
            let told = fill(lang, mail::DELAYED, &[("email", email), ("reason", reason)]);
            format!("{told}\n\n{}", say(lang, mail::DELAYED_NEXT))
        }
        Remark::Uncertain { email, reason } => {
            let why = crate::letter::trouble::said(lang, reason);
            fill(lang, mail::UNCERTAIN, &[("email", email), ("reason", &why)])
        }
        Remark::SentAgain { email, until: Some(day) } => {
            fill(lang, mail::SENT_AGAIN, &[("email", email), ("day", &moment::date(*day, lang))])
        }
        Remark::SentAgain { email, until: None } => fill(lang, mail::SENT_AGAIN_WITHOUT, &[("email", email)]),
        Remark::FilesApart { n, email } => {
            filled(&count(lang, mail::FILES_APART, u64::from(*n)), &[("email", email)])
        }
        Remark::NobodyTold => {
            [mail::NOBODY_TOLD, mail::WINDOW_STOPPED, mail::WINDOW_NEXT].map(|text| say(lang, text)).join(" ")
        }
        Remark::Repeating { email } => fill(lang, mail::REPEATING, &[("email", email)]),
        Remark::EndNotMailed => {
            let said = [mail::END_NOT_MAILED, mail::WINDOW_STOPPED, mail::WINDOW_NEXT];
            said.map(|text| say(lang, text)).join(" ")
        }
        Remark::CutText { n } => count(lang, mail::CUT_TEXT, u64::from(*n)),
        Remark::CutMail { size, most } => {
            let (size, most) = (size.to_string(), most.to_string());
            fill(lang, mail::TOO_LARGE, &[("size", &size), ("most", &most)])
        }
        Remark::Sealed => say(lang, mail::SEALED).to_owned(),
        Remark::MoreFiles { n, kept } => {
            let kept = u64::from(*kept);
            let (kept, all) = (grouped(lang, kept), grouped(lang, kept + u64::from(*n)));
            fill(lang, mail::MORE_FILES, &[("kept", &kept), ("all", &all)])
        }
        Remark::KnownAddress { email, name } => {
            fill(lang, crate::words::notify::KNOWN_ADDRESS, &[("email", email), ("name", name)])
        }
        Remark::FromStaff { name, original: None } => {
            fill(lang, crate::words::notify::FROM_STAFF, &[("name", name)])
        }
        Remark::FromStaff { name, original: Some(original) } => {
            let original = original.shown();
            fill(lang, crate::words::behalf::PASSED_ON, &[("name", name), ("original", &original)])
        }
        Remark::CallBack { name, number } => {
            fill(lang, crate::words::phone::CALL_BACK, &[("name", name), ("number", number)])
        }
        Remark::OnInvoice { number } => fill(lang, invoice::ON_INVOICE, &[("number", number)]),
        Remark::OffInvoice { number } => fill(lang, invoice::OFF_INVOICE, &[("number", number)]),
    }
}

/// Who receives nothing, since when, and what staff do now.
fn not_delivered(lang: Lang, (email, reason): (&str, &str), stopped: bool, since: Option<Moment>) -> String {
    use crate::words::mail as m;
    let why = crate::letter::trouble::said(lang, reason);
    let told = fill(lang, m::BOUNCED, &[("email", email), ("reason", &why)]);
    let since =
        since.map(|since| fill(lang, m::RECEIVES_NOTHING, &[("email", email), ("since", &since.full(lang))]));
    let todo = if stopped {
        [m::WINDOW_STOPPED, m::WINDOW_NEXT, m::WINDOW_AGAIN].map(|text| say(lang, text)).join(" ")
    } else {
        say(lang, m::BOUNCED_NEXT).to_owned()
    };
    [Some(told), since, Some(todo)].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn alarm(lang: Lang, metric: Metric, percent: u8, due: Option<Moment>, told: &[String]) -> String {
    use crate::words::promise as w;
    let text = match percent {
        0 => w::LINE_ALARM_ENTRY,
        100 => w::LINE_ALARM_MISSED,
        _ => w::LINE_ALARM_WARNING,
    };
    let told = if told.is_empty() { say(lang, w::NOBODY_TOLD).to_owned() } else { told.join(", ") };
    let (due, percent) = (due.map(|due| due.full(lang)).unwrap_or_default(), percent.to_string());
    let promise = say(lang, metric_word(metric));
    fill(lang, text, &[("promise", promise), ("due", &due), ("percent", &percent), ("told", &told)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ticket::Stage;

    fn told(what: &What, staff: bool) -> String {
        caption(what, Lang::De, staff, &|code| code.to_uppercase())
    }

    #[test]
    fn what_happened_is_told_in_a_few_words() {
        for (what, words) in [
            (What::HandedOver { team: "Shop".into() }, "An Team Shop übergeben"),
            (What::Assigned { to: Some("Jonas Weber".into()) }, "Zuständig: Jonas Weber"),
            (What::Assigned { to: None }, "Niemand mehr zuständig"),
            (
                What::Classified {
                    from: None,
                    to: Some("a".into()),
                    keys: None,
                    moved: vec![],
                    why: String::new(),
                },
                "Eingestuft als A",
            ),
            (
                What::Classified {
                    from: Some("b".into()),
                    to: Some("a".into()),
                    keys: None,
                    moved: vec![],
                    why: String::new(),
                },
                "Eingestuft als A, vorher B",
            ),
            (
                What::Classified {
                    from: Some("a".into()),
                    to: Some("a".into()),
                    keys: None,
                    moved: vec![],
                    why: String::new(),
                },
                "Eingestuft als A",
            ),
            (
                What::Classified { from: None, to: None, keys: None, moved: vec![], why: String::new() },
                "Angaben geändert",
            ),
            (What::Planned { day: Some("2026-11-30".parse().unwrap()) }, "Geplant für den 30.11.2026"),
            (What::PersonAdded { name: "Vera Albers".into() }, "Vera Albers hinzugefügt"),
            (
                What::MailLeft { sender: "a@b.de".into(), number: "#7".into(), kept: false },
                "E-Mail von a@b.de nach #7 verschoben",
            ),
            (
                What::MailLeft { sender: "a@b.de".into(), number: String::new(), kept: false },
                "E-Mail von a@b.de wartet wieder auf eine Entscheidung",
            ),
            (What::MailCame { sender: "a@b.de".into(), number: "#3".into() }, "E-Mail von a@b.de kam aus #3"),
            (
                What::MailBack {
                    sender: "a@b.de".into(),
                    number: "#3".into(),
                    came: true,
                    moved: Moment { at: 0, offset: 3_600 },
                    folds: vec![4, 5],
                },
                "E-Mail von a@b.de stand hier seit 01.01.1970, 01:00 Uhr und ist wieder in #3",
            ),
        ] {
            assert_eq!(told(&what, true), words);
        }
    }

    #[test]
    fn of_a_mail_that_did_not_arrive_staff_read_who_receives_nothing_since_when_and_what_to_do() {
        let (email, reason) = ("a@b.de".to_owned(), "550 no such user".to_owned());
        let since = Some(Moment { at: 0, offset: 3_600 });
        let marked =
            |stopped| Remark::NotDelivered { email: email.clone(), reason: reason.clone(), stopped, since };
        let once = Remark::NotDelivered {
            email: email.clone(),
            reason: reason.clone(),
            stopped: false,
            since: None,
        };
        let reported =
            Remark::Reported { email: email.clone(), reason: reason.clone(), held: true, answered: false };
        for (remark, lang, words) in [
            (marked(false), Lang::De, "a@b.de empfängt seit 01.01.1970, 01:00 Uhr keine Mails von uns."),
            (marked(false), Lang::De, "fragen Sie auf anderem Weg nach einer Adresse, die empfängt"),
            (marked(false), Lang::En, "a@b.de has received no mails of ours since 1 Jan 1970, 01:00."),
            (marked(true), Lang::De, "Bitte sagen Sie es dem Kunden auf anderem Weg"),
            (marked(true), Lang::En, "tell the customer another way"),
            (once.clone(), Lang::En, "ask another way for an address that receives"),
            (reported, Lang::De, "ob a@b.de unsere Mails bekommt"),
            (
                Remark::Delayed { email: email.clone(), reason: reason.clone() },
                Lang::De,
                "Zu tun ist noch nichts",
            ),
        ] {
            let told = remark_text(&remark, lang);
            assert!(told.contains(words), "{told}");
        }
        assert!(!remark_text(&once, Lang::De).contains("empfängt seit"), "the next one may arrive");
    }

    #[test]
    fn a_question_is_addressed_to_its_reader() {
        let asked = What::Moved { from: Stage::InTriage, to: Stage::Question, note: String::new() };
        assert_eq!(told(&asked, false), "Rückfrage an Sie");
        assert_eq!(told(&asked, true), "Rückfrage an Kunden");
    }
}
