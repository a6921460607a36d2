//! The ways from a mail to a ticket.
use super::Rule;
use crate::letter::incoming::Incoming;
use crate::letter::lookup::Lookup;
use crate::letter::subject;
use crate::letter::voice::{DealLetter, Voice};
use crate::ticket::number::TicketNumber;

/// Most Message-IDs of `References` that are looked at, latest first; a mail of a thousand must not cost as many queries.
const MOST: usize = 50;

type Found<T = TicketNumber> = Option<(Rule, T)>;

/// By what only we can have made: the reply address, then Message-IDs of ours, then the text. A mail that came attached counts
/// only where it `reports` about that one: a person who attaches an old mail of ours writes about what they answer.
pub(super) fn by_token(mail: &Incoming, reports: bool, house: &dyn Lookup) -> Found {
    let ours = |id: &String| house.token(id).or_else(|| house.sent(id));
    by(Rule::ReplyAddress, mail.to.iter(), |address| house.token(address))
        .or_else(|| by(Rule::ReturnedMessage, mail.returned.iter().filter(|_| reports), ours))
        .or_else(|| by(Rule::InReplyTo, mail.in_reply_to.iter(), ours))
        .or_else(|| by(Rule::References, mail.references.iter().rev(), ours))
        .or_else(|| by(Rule::BodyToken, [&mail.body].into_iter(), |text| house.token(text)))
}

/// By a letter about a quote or an order that went to the sender alone. Others who name it prove nothing: what they write is a
/// mail like any other.
pub(super) fn by_deal(mail: &Incoming, house: &dyn Lookup) -> Found<DealLetter> {
    by(Rule::InReplyTo, mail.in_reply_to.iter(), |id| house.deal(id))
        .or_else(|| by(Rule::References, mail.references.iter().rev(), |id| house.deal(id)))
}

/// By mails of others that came in before.
pub(super) fn by_foreign(mail: &Incoming, house: &dyn Lookup) -> Found {
    let theirs = |id: &String| house.foreign(id);
    by(Rule::ForeignInReplyTo, mail.in_reply_to.iter(), theirs)
        .or_else(|| by(Rule::ForeignReferences, mail.references.iter().rev(), theirs))
}

/// By the number in the subject, which anybody can guess: only in brackets, with the house's prefix, and only from somebody
/// who takes part. A bare `#123` may be the customer's own, `[Ticket#123]` is another system's.
pub(super) fn by_subject(mail: &Incoming, house: &dyn Lookup) -> Found {
    in_subject(mail, house)
        .find(|ticket| house.voice(*ticket, &mail.from) != Voice::Unheard)
        .map(|ticket| (Rule::SubjectNumber, ticket))
}

/// The ticket whose number stands in the subject of somebody who takes no part there: it decides nothing, and staff read it.
pub(super) fn unheard_by_subject(mail: &Incoming, house: &dyn Lookup) -> Option<TicketNumber> {
    in_subject(mail, house).find(|ticket| house.voice(*ticket, &mail.from) == Voice::Unheard)
}

/// The tickets whose numbers stand in the subject, written as the house writes them.
fn in_subject(mail: &Incoming, house: &dyn Lookup) -> impl Iterator<Item = TicketNumber> {
    let written = |tag: &&str| !tag.bytes().all(|b| b.is_ascii_digit());
    subject::tags(&mail.subject).take(MOST).filter(written).filter_map(move |tag| house.number(tag))
}

fn by<'a, T>(
    rule: Rule,
    texts: impl Iterator<Item = &'a String>,
    found: impl Fn(&'a String) -> Option<T>,
) -> Found<T> {
    texts.take(MOST).find_map(found).map(|found| (rule, found))
}
