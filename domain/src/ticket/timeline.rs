//! The history of a ticket (C8): one append-only list of entries. Nothing is edited away; corrections are entries.
mod audience;
mod code;
mod content;
mod fact;
mod turn;

pub use fact::{DueMove, Ending};

use crate::approval::consent::Tariff;
use crate::approval::{State, Way};
use crate::deal::{OrderNumber, QuoteNumber};
use crate::effort::Effort;
use crate::effort::gate::Meter;
use crate::id::{ApprovalId, ConsentId, DocumentId, EffortId};
use crate::moment::Moment;
use crate::promise::clock::Promise;
use crate::promise::target::{Key, Metric};
use crate::ticket::acceptance::Testing;
use crate::ticket::remark::Remark;
use crate::ticket::split::Went;
use crate::ticket::{Channel, Stage};
use serde::{Deserialize, Serialize};

/// What happened. Names are kept as they were at that time, so that the history reads the same for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// The ticket was opened; `body` is the first message.
    Opened {
        /// By which door.
        channel: Channel,
        /// The description.
        body: String,
        /// Files that came with it.
        documents: Vec<DocumentId>,
    },
    /// A message that everybody on the ticket sees.
    Message {
        /// Text.
        body: String,
        /// Files that came with it.
        documents: Vec<DocumentId>,
    },
    /// A call with the customer that somebody on staff wrote down (B7, D7).
    Called {
        /// Who called, by name.
        caller: String,
        /// What was said.
        body: String,
    },
    /// A note among staff.
    Note {
        /// Text.
        body: String,
        /// Files that came with it.
        documents: Vec<DocumentId>,
    },
    /// Something that the house noticed by itself.
    Remark(Remark),
    /// Another state.
    Moved {
        /// Before.
        from: Stage,
        /// After.
        to: Stage,
        /// What the mover said about it; public.
        note: String,
    },
    /// Handed to a team (C2).
    HandedOver {
        /// The team's name.
        team: String,
    },
    /// Another responsible person (B10).
    Assigned {
        /// Name; `None` where nobody is responsible any more.
        to: Option<String>,
    },
    /// Class, type or affected system changed.
    Classified {
        /// Class code before, where it changed.
        from: Option<String>,
        /// Class code after.
        to: Option<String>,
        /// What promises depend on, before and after, where that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keys: Option<Box<(Key, Key)>>,
        /// Due times that moved with it (D8).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moved: Vec<DueMove>,
        /// Why, in the words of who did it (D8); empty where nothing was said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Another priority, in houses with priorities beside classes (D3).
    Prioritised {
        /// Code before.
        from: Option<String>,
        /// Code after.
        to: String,
        /// What promises depend on, before and after, where that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keys: Option<Box<(Key, Key)>>,
        /// Due times that moved with it (D8).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moved: Vec<DueMove>,
        /// Why, in the words of who did it (D8); empty where nothing was said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// The agreed specification, pinned on top (C2); the latest counts.
    Specified {
        /// Text.
        body: String,
    },
    /// When it is planned to be finished (C10).
    Planned {
        /// The day, `None` where the plan was dropped.
        day: Option<jiff::civil::Date>,
    },
    /// Somebody was added.
    PersonAdded {
        /// Name.
        name: String,
    },
    /// A promise comes to its end, or passed it; who answers for it was told (D12).
    Alarm {
        /// What is promised.
        metric: Metric,
        /// Percent of its open time that is used up; 0 on entry, 100 where it was missed.
        percent: u8,
        /// When it ends; `None` where only the entry was told.
        due: Option<Moment>,
        /// Names of those who were told.
        told: Vec<String>,
    },
    /// The promises were counted anew under a newly published configuration (D8, D10).
    Recounted {
        /// Its version.
        version: i64,
        /// Why it was published.
        note: String,
        /// What was missed before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        missed: Vec<(Metric, jiff::Timestamp)>,
        /// Promises that were settled before and stay as they were, though they would be others now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        settled: Vec<Promise>,
    },
    /// Time was booked (E1).
    Booked {
        /// Where it is kept.
        effort: EffortId,
        /// What was booked.
        booked: Effort,
    },
    /// Booked time was corrected, or taken back.
    Rebooked {
        /// Where it is kept.
        effort: EffortId,
        /// Whose time it is.
        whose: String,
        /// What was booked before.
        from: Effort,
        /// What is booked now; `None` where it was taken back.
        to: Option<Effort>,
    },
    /// The effort came near its limit (E3); staff were warned, once for each limit.
    Nearing {
        /// How far it was.
        meter: Meter,
    },
    /// The customer was told that the effort comes near what needs no release.
    LimitTold {
        /// What needs no release, in minutes.
        minutes: u32,
    },
    /// More effort was asked for, released or not (E3).
    Approval {
        /// Where it is kept.
        approval: ApprovalId,
        /// Where it stands since.
        state: State,
        /// How much, in minutes.
        minutes: u32,
        /// How much was asked for, where less was released.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked: Option<u32>,
        /// What it costs at most, in cents before tax.
        cents: i64,
        /// Why it is asked for, or why it was not released.
        note: String,
        /// The words that were agreed to, as they stood there; empty unless it was released.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        wording: String,
        /// By which way it was decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        way: Option<Way>,
    },
    /// Who may release more effort was reminded of a request that nobody decided yet.
    ApprovalReminded {
        /// Where it is kept.
        approval: ApprovalId,
        /// How much was asked for, in minutes.
        minutes: u32,
    },
    /// A ticket type was proposed, agreed to or not (E2).
    Consent {
        /// Where it is kept.
        consent: ConsentId,
        /// Where it stands since.
        state: State,
        /// What an hour costs.
        tariff: Tariff,
        /// The words that were agreed to, as they stood there; empty unless it was agreed.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        wording: String,
        /// By which way it was decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        way: Option<Way>,
    },
    /// A wish will be part of a release, free of charge (F2).
    WishIncluded {
        /// Which release.
        release: String,
        /// What was said about it; may be empty.
        note: String,
    },
    /// A quote was made from it and sent (F1, F2).
    Quoted {
        /// Which.
        quote: QuoteNumber,
    },
    /// A quote made from it was not accepted (F1, F2).
    QuoteEnded {
        /// Which.
        quote: QuoteNumber,
        /// How it ended.
        ending: Ending,
        /// Why, in the words of who ended it; for staff.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A quote made from it was accepted, it was opened for the work on an order, or staff put it there: it belongs to the order
    /// now (F1).
    Ordered {
        /// Which.
        order: OrderNumber,
        /// The order that it belonged to before, and still does: a ticket is on one order only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stays: Option<OrderNumber>,
    },
    /// Staff took it off an order.
    TakenOff {
        /// Which.
        order: OrderNumber,
    },
    /// The customer was told a way around the fault, in the message before it.
    WorkedAround,
    /// Staff moved a mail from here to another ticket, or let it wait for a decision again (B4).
    MailLeft {
        /// The sender's address.
        sender: String,
        /// The other ticket's number, as it is written; empty where the mail waits.
        number: String,
        /// Its words stay here too.
        kept: bool,
    },
    /// Staff moved a mail from another ticket to here.
    MailCame {
        /// The sender's address.
        sender: String,
        /// The other ticket's number, as it is written.
        number: String,
    },
    /// That was taken back. One line tells of both ways, on either ticket, and folds what the move had left there.
    MailBack {
        /// The sender's address.
        sender: String,
        /// The other ticket's number, as it is written.
        number: String,
        /// It had come here from the other ticket; else it had gone there.
        came: bool,
        /// When it had been moved.
        moved: Moment,
        /// Ids of the entries that it folds, all on the same ticket.
        folds: Vec<i64>,
    },
    /// The organisation was assigned or corrected.
    Placed {
        /// The organisation's name.
        organisation: String,
    },
    /// Staff decided that it is run for who wrote first what a colleague passed on by mail.
    OnBehalf {
        /// For whom, by name.
        name: String,
        /// Who passed it on, by name.
        passed_on_by: String,
    },
    /// A version was put on the test system for the customer to accept (C5).
    ForTest(Testing),
    /// The customer accepted it.
    ResultAccepted {
        /// Which version.
        version: String,
        /// In which words.
        wording: String,
    },
    /// The customer did not accept it.
    ResultRefused {
        /// Which version.
        version: String,
        /// What is not right.
        reason: String,
    },
    /// An internal ticket and a customer's ticket were linked; each history names the other (C6).
    Linked {
        /// The other's number, as it is written.
        number: String,
        /// Its title.
        title: String,
    },
    /// That link was taken away.
    Unlinked {
        /// The other's number.
        number: String,
    },
    /// The linked internal ticket is done.
    LinkedDone {
        /// Its number.
        number: String,
    },
    /// The customers whose tickets hang on this internal one were written to.
    ToldHanging {
        /// Their numbers.
        numbers: Vec<String>,
    },
    /// This ticket leads to another (C7).
    MergedInto {
        /// The other's number.
        number: String,
    },
    /// Another ticket leads here; its history stands in this one.
    Merged {
        /// Its number.
        number: String,
        /// Its title.
        title: String,
    },
    /// A merge was taken back.
    Unmerged {
        /// The other's number.
        number: String,
    },
    /// Messages were taken out into a ticket of their own (C7).
    SplitOff {
        /// Its number.
        number: String,
        /// It is somebody else's, of whose tickets the customer learns nothing.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        apart: bool,
    },
    /// This ticket was made from messages of another.
    SplitFrom {
        /// The other's number.
        number: String,
        /// The other is somebody else's, of whose tickets the author of this one learns nothing.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        apart: bool,
    },
    /// That was taken back: the messages stand where they stood, and the new number leads there. Each history names the other.
    Unsplit {
        /// The other's number.
        number: String,
        /// Its title.
        title: String,
        /// The other is somebody else's.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        apart: bool,
    },
    /// Booked time went from here to another ticket (C7).
    TimesLeft {
        /// The other's number.
        number: String,
        /// Which time.
        times: Vec<Went>,
    },
    /// Booked time came from another ticket, on whose history its corrections so far stand.
    TimesCame {
        /// The other's number.
        number: String,
        /// Which time.
        times: Vec<Went>,
    },
    /// A change of a live system was reported as done though nobody had accepted it (C5).
    Untested {
        /// The system.
        asset: String,
    },
}
