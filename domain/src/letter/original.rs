//! Who wrote first what somebody on staff passed on (B1): read from the mail, believed by nobody but staff who decide so.
use super::incoming::Incoming;
use super::reply::forwarded::{Forwarded, forwarded};
use super::subject::is_forward;
use crate::id::OrganisationId;
use serde::{Deserialize, Serialize};

/// Who wrote a mail first, as the mail that passed it on says. Proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Name; empty where none stands there.
    pub name: String,
    /// Address, in small letters.
    pub email: String,
}

impl Original {
    /// As it is shown: name and address, as far as they are there.
    pub fn shown(&self) -> String {
        if self.name.is_empty() { self.email.clone() } else { format!("{} <{}>", self.name, self.email) }
    }
}

/// Who wrote first what the text of a mail with this subject passes on.
pub(super) fn in_text(subject: &str, text: &str) -> Option<Original> {
    forwarded(text, is_forward(subject)).map(|Forwarded { name, email, .. }| Original { name, email })
}

/// Who wrote first what a mail passes on, in its text or as a mail that is attached to it. Nobody passes on their own words;
/// `ours` says whether an address is one of the house's mailboxes, whose letters are nobody's request.
pub fn original(mail: &Incoming, ours: impl Fn(&str) -> bool) -> Option<Original> {
    let found = in_text(&mail.subject, &mail.body).or_else(|| mail.enclosed.clone());
    found.filter(|found| found.email != mail.from && !ours(&found.email))
}

/// Whose address it is from which a mail came first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nobody's who is here.
    Nobody,
    /// Somebody's on staff, or a partner's.
    Inside,
    /// A contact's of these organisations, perhaps of none any more.
    Contact(Vec<OrganisationId>),
}

/// Whether a ticket can be run for who wrote first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    /// Staff may, with one of these organisations.
    Offered(Vec<OrganisationId>),
    /// They are a contact of no organisation; staff add them first.
    Unknown,
    /// They belong to other organisations than the ticket.
    Elsewhere,
    /// They are no customer.
    Inside,
}

/// Whether a ticket of this organisation, or of none, can be run for who wrote first.
pub fn lead(writer: Known, place: Option<OrganisationId>) -> Lead {
    match (writer, place) {
        (Known::Nobody, _) => Lead::Unknown,
        (Known::Inside, _) => Lead::Inside,
        (Known::Contact(theirs), _) if theirs.is_empty() => Lead::Unknown,
        (Known::Contact(theirs), None) => Lead::Offered(theirs),
        (Known::Contact(theirs), Some(place)) if theirs.contains(&place) => Lead::Offered(vec![place]),
        (Known::Contact(_), Some(_)) => Lead::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "Von: Anna Meier <meier@kunde.example>\nGesendet: heute\nAn: Jonas\nBetreff: Shop\n\nEr steht.";

    fn mail(from: &str, body: &str, enclosed: Option<&str>) -> Incoming {
        let enclosed = enclosed.map(|email| Original { name: String::new(), email: email.into() });
        let subject = "WG: Shop".to_owned();
        Incoming { from: from.into(), subject, body: body.into(), enclosed, ..Incoming::default() }
    }

    #[test]
    fn who_wrote_first_stands_in_the_text_or_in_the_attached_mail() {
        for (from, body, enclosed, email) in [
            ("jonas@haus.example", TEXT, None, Some("meier@kunde.example")),
            ("jonas@haus.example", TEXT, Some("bert@kunde.example"), Some("meier@kunde.example")),
            ("jonas@haus.example", "Anbei.", Some("bert@kunde.example"), Some("bert@kunde.example")),
            ("jonas@haus.example", "Anbei.", None, None),
            ("meier@kunde.example", TEXT, None, None),
            ("jonas@haus.example", "Anbei.", Some("support@haus.example"), None),
        ] {
            let ours = |address: &str| address == "support@haus.example";
            let found = original(&mail(from, body, enclosed), ours);
            assert_eq!(found.map(|found| found.email).as_deref(), email, "{from} {body} {enclosed:?}");
        }
        assert_eq!(in_text("WG: Shop", TEXT).unwrap().shown(), "Anna Meier <meier@kunde.example>");
    }

    #[test]
    fn what_is_answered_is_not_passed_on() {
        let announced = format!("---------- Forwarded message ---------\n{TEXT}");
        let answered = format!("Erledigt.\n\n{TEXT}");
        let warned = format!("ACHTUNG: Diese E-Mail kommt von außerhalb.\n\n{answered}");
        for (subject, body, passed_on) in [
            ("WG: Shop", &answered, true),
            ("Fwd: Shop", &answered, true),
            ("[EXTERN] WG: Shop", &answered, true),
            ("*** EXTERN *** Fwd: Shop", &warned, true),
            ("[EXTERN] AW: Shop", &warned, false),
            ("[EXTERN] Shop", &warned, false),
            ("AW: Shop", &answered, false),
            ("AW: WG: Shop", &answered, false),
            ("Shop", &answered, false),
            ("AW: Shop", &announced, true),
            ("Shop", &announced, true),
        ] {
            let mail = Incoming { subject: subject.into(), ..mail("jonas@haus.example", body, None) };
            assert_eq!(original(&mail, |_| false).is_some(), passed_on, "{subject} {body}");
        }
    }

    #[test]
    fn a_ticket_is_run_for_contacts_of_its_organisation_alone() {
        let (albers, brandt) = (OrganisationId(1), OrganisationId(2));
        for (writer, place, expected) in [
            (Known::Nobody, None, Lead::Unknown),
            (Known::Nobody, Some(albers), Lead::Unknown),
            (Known::Inside, None, Lead::Inside),
            (Known::Contact(vec![]), Some(albers), Lead::Unknown),
            (Known::Contact(vec![albers, brandt]), None, Lead::Offered(vec![albers, brandt])),
            (Known::Contact(vec![albers, brandt]), Some(brandt), Lead::Offered(vec![brandt])),
            (Known::Contact(vec![albers]), Some(brandt), Lead::Elsewhere),
        ] {
            assert_eq!(lead(writer.clone(), place), expected, "{writer:?} {place:?}");
        }
    }
}
