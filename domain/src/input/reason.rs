//! Why something that people typed was not taken.
use crate::approval::Releasable;
use crate::letter::mailbox::Trouble;
use crate::package::pool::WrongPool;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a field was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nothing was entered where something is needed.
    #[error("missing")]
    Missing,
    /// Longer than allowed; `max` counts characters.
    #[error("longer than {max} characters")]
    #[serde(with = "crate::bare")]
    TooLong {
        /// Most characters allowed.
        max: u32,
    },
    /// Shorter than allowed; `min` counts characters.
    #[error("shorter than {min} characters")]
    #[serde(with = "crate::bare")]
    TooShort {
        /// Fewest characters allowed.
        min: u32,
    },
    /// Not a mail address (RFC 5321 mailbox, plain form).
    #[error("not a mail address")]
    NotAnAddress,
    /// Not the address of an IMAP server (RFC 5092) as mailboxes have it.
    #[error("not an IMAP server such as imaps://imap.example.de")]
    NotAMailServer,
    /// Not the address of a token endpoint (RFC 6749 section 3.2) to which secrets may be sent.
    #[error("not a token endpoint such as https://login.example.de/token")]
    NotATokenEndpoint,
    /// A mailbox that cannot be read with what was entered.
    #[error("{words}")]
    NotReached {
        /// What is wrong.
        trouble: Trouble,
        /// What the mail server or the network said.
        words: String,
    },
    /// Not an IBAN (ISO 13616).
    #[error("not an IBAN")]
    NotAnIban,
    /// A document that asks for nothing, which nobody said is meant so.
    #[error("asks for nothing")]
    AsksForNothing,
    /// A payment of more than is open, which nobody said is meant so.
    #[error("more than is open")]
    MoreThanOpen,
    /// More than there is for what is posted on an account.
    #[error("more than {cents} cents")]
    #[serde(with = "crate::bare")]
    AtMost {
        /// Most, in cents.
        cents: i64,
    },
    /// A state in which the customer is waited for to release what nobody asked for (E3).
    #[error("a release is waited for only where it was asked for")]
    Unasked,
    /// A bare number where it may be meant in hours or in minutes.
    #[error("a number without its unit")]
    NoUnit,
    /// No order of this number, or one of another customer.
    #[error("no such order of this customer")]
    NoSuchOrder,
    /// A day on which a customer cannot have had anything that is billed (G1).
    #[error("nothing to bill but from {first} to {last}")]
    NothingToBill {
        /// The first day that may be.
        first: Date,
        /// The last one.
        last: Date,
    },
    /// No invoice of the same customer that can be set off.
    #[error("no such invoice of this customer")]
    NoSuchInvoice,
    /// Not the code of a bank (ISO 9362).
    #[error("not a BIC")]
    NotABic,
    /// Not a VAT identification number of the European Union.
    #[error("not a VAT identification number such as DE123456789")]
    NotAVatId,
    /// Not a country of ISO 3166-1.
    #[error("not a country code such as DE")]
    NotACountry,
    /// Not taxable here, though a state of the European Union taxes it (§ 3a Abs. 2 UStG).
    #[error("not taxable, though to a company within the European Union")]
    NotAbroad,
    /// Not a colour.
    #[error("not a colour such as #0b5d66")]
    NotAColour,
    /// Not a picture that letters take, or one that cannot be drawn.
    #[error("not a picture as SVG or PNG that can be printed")]
    NotALogo,
    /// Neither VAT identification number nor tax number (§ 14 Abs. 4 Nr. 2 UStG).
    #[error("needs a VAT identification number or a tax number")]
    NoTaxId,
    /// More lines than fit.
    #[error("more than {max} lines")]
    #[serde(with = "crate::bare")]
    TooManyLines {
        /// Most lines.
        max: u32,
    },
    /// Not one of the choices offered to this reader.
    #[error("not among the choices")]
    NotAChoice,
    /// No ticket of this number that the reader sees.
    #[error("no such ticket")]
    NoSuchTicket,
    /// A ticket of an organisation to which the sender of a mail does not belong (C7).
    #[error("a ticket of another organisation")]
    OtherOrganisation,
    /// A ticket that is over takes nothing more in (C4).
    #[error("a ticket that is over")]
    TicketOver,
    /// The mail stands on this ticket already.
    #[error("where it stands already")]
    SameTicket,
    /// On the ticket that a mail opened more has happened, so that the mail cannot be taken from it.
    #[error("more happened on its ticket")]
    MailAnswered,
    /// Somebody else decided about the mail meanwhile.
    #[error("settled by {by}")]
    MailSettled {
        /// Who.
        by: String,
        /// Where it stands now, as the number is written; empty where it stands nowhere.
        ticket: String,
    },
    /// Not a number, date or code of the expected form.
    #[error("not readable")]
    NotReadable,
    /// Not hours of a day such as `08:30-12:00, 13:00-17:00`.
    #[error("not hours such as 08:30-12:00, 13:00-17:00")]
    NotHours,
    /// A configuration that cannot be used; every place that is wrong, a line each.
    #[error("{places}")]
    #[serde(with = "crate::bare")]
    BadFile {
        /// The places.
        places: String,
    },
    /// Not a zone of the IANA time zone database.
    #[error("not a time zone such as Europe/Berlin")]
    NotAZone,
    /// Not a code of the configuration.
    #[error("not 1 to 40 small letters, digits and underscores")]
    NotACode,
    /// Not a whole number in its range.
    #[error("not a whole number between {min} and {max}")]
    NotBetween {
        /// Least.
        min: u32,
        /// Most.
        max: u32,
    },
    /// Not phone numbers with their area codes, at most six.
    #[error("not a phone number such as 0431 123456")]
    NotAPhone,
    /// Not an amount of money within its range.
    #[error("not an amount of money such as 1259,50")]
    NotMoney,
    /// A template has a gap that nothing fills.
    #[error("nothing is filled in at {{{gap}}}")]
    #[serde(with = "crate::bare")]
    UnknownGap {
        /// What stands in braces.
        gap: String,
    },
    /// A template lacks a gap without which the mail would not say what it must.
    #[error("{{{gap}}} must stand there")]
    #[serde(with = "crate::bare")]
    MissingGap {
        /// Which.
        gap: String,
    },
    /// A template has a brace that is not closed.
    #[error("{{ is not closed: {at}")]
    #[serde(with = "crate::bare")]
    OpenGap {
        /// The brace with what stands behind it.
        at: String,
    },
    /// Not percentages such as `50, 80`.
    #[error("not percentages from 1 to 99 such as 50, 80")]
    NotPercents,
    /// Not a day that a calendar can hold.
    #[error("not a day between 1900 and 2199")]
    NotADay,
    /// Not an amount of time such as `45`, `1:30`, `1,5 h`.
    #[error("not an amount of time such as 45, 1:30 or 1,5 h")]
    NotATime,
    /// More time than a day has.
    #[error("more than a day")]
    MoreThanADay,
    /// More billable time than the customer has released (E3).
    #[error("{fits} minutes fit, {missing} more must be released")]
    OverLimit {
        /// Minutes that fit.
        fits: u32,
        /// Minutes that must be released first.
        missing: u32,
    },
    /// What is to be released is neither a time nor, where an hour costs something, an amount.
    #[error("not readable as a release")]
    NoRelease {
        /// What may be.
        within: Releasable,
    },
    /// A release of nothing: that is a refusal.
    #[error("releases nothing")]
    NothingReleased {
        /// What may be.
        within: Releasable,
    },
    /// More is released than was asked for.
    #[error("more than was asked for: at most {} minutes", within.most)]
    MoreThanAsked {
        /// What may be.
        within: Releasable,
    },
    /// More than whoever releases it may.
    #[error("at most {} minutes by this right", within.most)]
    BeyondRight {
        /// What may be.
        within: Releasable,
    },
    /// Nobody of the customer may release that much.
    #[error("nobody may release that much")]
    NobodyReleases,
    /// A price was not agreed to, or is another now.
    #[error("not agreed to")]
    NotConfirmed,
    /// A day that has not come yet.
    #[error("in the future")]
    InFuture,
    /// A day that is over.
    #[error("in the past")]
    InPast,
    /// A day too long ago.
    #[error("too long ago")]
    TooLongAgo,
    /// A day from which on nothing may change any more: what is before the first is billed, or drew hours (D4).
    #[error("not before {first}")]
    #[serde(with = "crate::bare")]
    NotBefore {
        /// The first that may be.
        first: Date,
    },
    /// Within the term that is agreed (D4).
    #[error("within the agreed term, which ends on {last}")]
    #[serde(with = "crate::bare")]
    WithinTerm {
        /// The last day of the term.
        last: Date,
    },
    /// Ends where it begins, or before.
    #[error("ends before it begins")]
    EndsBeforeItBegins,
    /// The other ticket cannot be merged with this one (C7).
    #[error("{0}")]
    NoMerge(crate::ticket::merge::NoMerge),
    /// Time does not go along with a split, or a split is not taken back (C7).
    #[error("{0}")]
    NoSplit(crate::ticket::split::NoSplit),
    /// A text for customers names what they must not see (C6).
    #[error("names an internal ticket")]
    NamesInternal,
    /// Tiers that do not ascend, or of which another than the last has no end.
    #[error("tiers do not ascend")]
    NotAscending,
    /// More than is left.
    #[error("more than is left")]
    MoreThanLeft,
    /// More is taken off than all lines come to.
    #[error("takes off more than there is")]
    MoreThanThere,
    /// An agreement about hours of several cycles that cannot be made.
    #[error("{why}")]
    #[serde(with = "crate::bare")]
    NotPooled {
        /// Why.
        why: WrongPool,
    },
    /// Two intervals of a day share time.
    #[error("intervals overlap")]
    Overlapping,
    /// Billable time on an internal ticket, which has no customer (C6).
    #[error("nobody to bill it to")]
    NobodyToBill,
    /// Time that stands on an issued invoice (E1).
    #[error("billed already")]
    Billed,
    /// A wish that the customer bought, or that is offered to them for money, is not promised free of charge (F2).
    #[error("sold by {0}")]
    Sold(crate::deal::Deal),
    /// The one-time code or password does not fit.
    #[error("does not match")]
    NoMatch,
    /// Already there and must be unique.
    #[error("already taken")]
    Taken,
    /// The customer's account in the books is another one's (G5).
    #[error("account {account} is that of {by}")]
    AccountTaken {
        /// Which.
        account: u64,
        /// Whose.
        by: String,
    },
    /// Among the most frequently used passwords, or contains the account's own address.
    #[error("too easy to guess")]
    TooEasy,
    /// More bytes of a file came than were announced.
    #[error("more of the file than announced")]
    MoreThanAnnounced,
    /// A file of this size or kind is not taken.
    #[error("file larger than {max_mb} MB")]
    #[serde(with = "crate::bare")]
    TooLarge {
        /// Most megabytes allowed.
        max_mb: u32,
    },
}
