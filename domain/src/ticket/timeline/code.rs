//! What an entry is called where no words are read: by open pages and in the database.
use super::What;
use crate::live::Change;

impl What {
    /// What open pages are told.
    pub const fn change(&self) -> Change {
        match self {
            Self::Opened { .. } => Change::Opened,
            Self::Message { .. } | Self::Called { .. } => Change::Message,
            Self::Note { .. } => Change::Note,
            Self::Moved { .. } => Change::Stage,
            Self::Booked { .. }
            | Self::Rebooked { .. }
            | Self::Nearing { .. }
            | Self::TimesLeft { .. }
            | Self::TimesCame { .. } => Change::Effort,
            Self::Remark(_)
            | Self::HandedOver { .. }
            | Self::Assigned { .. }
            | Self::Classified { .. }
            | Self::Prioritised { .. }
            | Self::Specified { .. }
            | Self::Planned { .. }
            | Self::WishIncluded { .. }
            | Self::Quoted { .. }
            | Self::QuoteEnded { .. }
            | Self::Ordered { .. }
            | Self::TakenOff { .. }
            | Self::WorkedAround
            | Self::LimitTold { .. }
            | Self::Approval { .. }
            | Self::ApprovalReminded { .. }
            | Self::Consent { .. }
            | Self::PersonAdded { .. }
            | Self::MailLeft { .. }
            | Self::MailCame { .. }
            | Self::MailBack { .. }
            | Self::Placed { .. }
            | Self::OnBehalf { .. }
            | Self::ForTest(_)
            | Self::ResultAccepted { .. }
            | Self::ResultRefused { .. }
            | Self::Untested { .. }
            | Self::Linked { .. }
            | Self::Unlinked { .. }
            | Self::LinkedDone { .. }
            | Self::ToldHanging { .. }
            | Self::MergedInto { .. }
            | Self::Merged { .. }
            | Self::Unmerged { .. }
            | Self::SplitOff { .. }
            | Self::SplitFrom { .. }
            | Self::Unsplit { .. }
            | Self::Alarm { .. }
            | Self::Recounted { .. } => Change::Details,
        }
    }

    /// The code in the database's `what` column.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Message { .. } => "message",
            Self::Called { .. } => "called",
            Self::Note { .. } => "note",
            Self::Remark(_) => "remark",
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
            Self::ApprovalReminded { .. } => "approval_reminded",
            Self::Consent { .. } => "consent",
            Self::WishIncluded { .. } => "wish_included",
            Self::Quoted { .. } => "quoted",
            Self::QuoteEnded { .. } => "quote_ended",
            Self::Ordered { .. } => "ordered",
            Self::TakenOff { .. } => "taken_off",
            Self::WorkedAround => "worked_around",
            Self::PersonAdded { .. } => "person_added",
            Self::MailLeft { .. } => "mail_left",
            Self::MailCame { .. } => "mail_came",
            Self::MailBack { .. } => "mail_back",
            Self::Placed { .. } => "placed",
            Self::OnBehalf { .. } => "on_behalf",
            Self::ForTest(_) => "for_test",
            Self::ResultAccepted { .. } => "result_accepted",
            Self::ResultRefused { .. } => "result_refused",
            Self::Untested { .. } => "untested",
            Self::Linked { .. } => "linked",
            Self::Unlinked { .. } => "unlinked",
            Self::LinkedDone { .. } => "linked_done",
            Self::ToldHanging { .. } => "told_hanging",
            Self::MergedInto { .. } => "merged_into",
            Self::Merged { .. } => "merged",
            Self::Unmerged { .. } => "unmerged",
            Self::SplitOff { .. } => "split_off",
            Self::SplitFrom { .. } => "split_from",
            Self::Unsplit { .. } => "unsplit",
            Self::TimesLeft { .. } => "times_left",
            Self::TimesCame { .. } => "times_came",
            Self::Alarm { .. } => "alarm",
            Self::Recounted { .. } => "recounted",
            Self::Booked { .. } => "booked",
            Self::Rebooked { .. } => "rebooked",
        }
    }
}
