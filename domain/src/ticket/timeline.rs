//! The history of a ticket (C8): one append-only list of entries. Nothing is edited away; corrections are entries.
use crate::approval::consent::Tariff;
use crate::approval::{State, Way};
use crate::effort::Effort;
use crate::effort::gate::Meter;
use crate::id::{ApprovalId, ConsentId, DocumentId, EffortId};
use crate::promise::clock::Promise;
use crate::promise::target::{Key, Metric};
use crate::ticket::{Audience, Channel, Stage};
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
    /// A note among staff.
    Note {
        /// Text.
        body: String,
        /// Files that came with it.
        documents: Vec<DocumentId>,
    },
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
        due: Option<crate::moment::Moment>,
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
    /// The customer was told a way around the fault, in the message before it.
    WorkedAround,
    /// Staff moved a mail from here to another ticket (B4).
    MailLeft {
        /// The sender's address.
        sender: String,
        /// The other ticket's number, as it is written.
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
    /// The organisation was assigned or corrected.
    Placed {
        /// The organisation's name.
        organisation: String,
    },
}

impl What {
    /// Who sees it.
    pub const fn audience(&self) -> Audience {
        match self {
            Self::Opened { .. }
            | Self::Message { .. }
            | Self::Moved { .. }
            | Self::HandedOver { .. }
            | Self::Assigned { .. }
            | Self::Specified { .. }
            | Self::Planned { .. }
            | Self::WorkedAround
            | Self::LimitTold { .. }
            | Self::Approval { .. }
            | Self::Consent { .. }
            | Self::PersonAdded { .. } => Audience::Public,
            Self::Note { .. }
            | Self::Classified { .. }
            | Self::Prioritised { .. }
            | Self::MailLeft { .. }
            | Self::MailCame { .. }
            | Self::Placed { .. }
            | Self::Alarm { .. }
            | Self::Recounted { .. }
            | Self::Nearing { .. }
            | Self::Booked { .. }
            | Self::Rebooked { .. } => Audience::Internal,
        }
    }

    /// Whether it tells what something costs: nothing for partners (A4).
    pub const fn tells_prices(&self) -> bool {
        matches!(self, Self::LimitTold { .. } | Self::Approval { .. } | Self::Consent { .. })
    }

    /// What open pages are told.
    pub const fn change(&self) -> crate::live::Change {
        use crate::live::Change;
        match self {
            Self::Opened { .. } => Change::Opened,
            Self::Message { .. } => Change::Message,
            Self::Note { .. } => Change::Note,
            Self::Moved { .. } => Change::Stage,
            Self::Booked { .. } | Self::Rebooked { .. } | Self::Nearing { .. } => Change::Effort,
            Self::HandedOver { .. }
            | Self::Assigned { .. }
            | Self::Classified { .. }
            | Self::Prioritised { .. }
            | Self::Specified { .. }
            | Self::Planned { .. }
            | Self::WorkedAround
            | Self::LimitTold { .. }
            | Self::Approval { .. }
            | Self::Consent { .. }
            | Self::PersonAdded { .. }
            | Self::MailLeft { .. }
            | Self::MailCame { .. }
            | Self::Placed { .. }
            | Self::Alarm { .. }
            | Self::Recounted { .. } => Change::Details,
        }
    }

    /// The code in the database's `what` column.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Message { .. } => "message",
            Self::Note { .. } => "note",
            Self::Moved { .. } => "moved",
            Self::HandedOver { .. } => "handed_over",
            Self::Assigned { .. } => "assigned",
            Self::Classified { .. } => "classified",
            Self::Prioritised { .. } => "prioritised",
            Self::Specified { .. } => "specified",
            Self::Planned { .. } => "planned",
            Self::Nearing { .. } => "nearing",
            Self::LimitTold { .. } => "limit_told",
            Self::Approval { .. } => "approval",
            Self::Consent { .. } => "consent",
            Self::WorkedAround => "worked_around",
            Self::PersonAdded { .. } => "person_added",
            Self::MailLeft { .. } => "mail_left",
            Self::MailCame { .. } => "mail_came",
            Self::Placed { .. } => "placed",
            Self::Alarm { .. } => "alarm",
            Self::Recounted { .. } => "recounted",
            Self::Booked { .. } => "booked",
            Self::Rebooked { .. } => "rebooked",
        }
    }
}
