//! What people put into an entry of a history: words and documents.
use super::What;
use crate::id::DocumentId;
use crate::ticket::remark::Remark;

impl What {
    /// The words that a search finds.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Opened { body, .. }
            | Self::Message { body, .. }
            | Self::Called { body, .. }
            | Self::Note { body, .. }
            | Self::Specified { body } => Some(body),
            Self::Moved { note, .. } => Some(note),
            Self::ResultRefused { reason, .. } => Some(reason),
            Self::Remark(Remark::CallBack { number, .. }) => Some(number),
            Self::Remark(_)
            | Self::HandedOver { .. }
            | Self::Assigned { .. }
            | Self::Classified { .. }
            | Self::Prioritised { .. }
            | Self::Planned { .. }
            | Self::WorkedAround
            | Self::WishIncluded { .. }
            | Self::Quoted { .. }
            | Self::QuoteEnded { .. }
            | Self::Ordered { .. }
            | Self::TakenOff { .. }
            | Self::PersonAdded { .. }
            | Self::MailLeft { .. }
            | Self::MailCame { .. }
            | Self::MailBack { .. }
            | Self::Placed { .. }
            | Self::OnBehalf { .. }
            | Self::ForTest(_)
            | Self::ResultAccepted { .. }
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
            | Self::TimesLeft { .. }
            | Self::TimesCame { .. }
            | Self::Alarm { .. }
            | Self::Recounted { .. }
            | Self::Nearing { .. }
            | Self::LimitTold { .. }
            | Self::Approval { .. }
            | Self::ApprovalReminded { .. }
            | Self::Consent { .. }
            | Self::Booked { .. }
            | Self::Rebooked { .. } => None,
        }
    }

    /// The documents that it names.
    pub fn documents(&self) -> &[DocumentId] {
        match self {
            Self::Opened { documents, .. }
            | Self::Message { documents, .. }
            | Self::Note { documents, .. } => documents,
            Self::Remark(_)
            | Self::Moved { .. }
            | Self::Called { .. }
            | Self::HandedOver { .. }
            | Self::Assigned { .. }
            | Self::Classified { .. }
            | Self::Prioritised { .. }
            | Self::Specified { .. }
            | Self::Planned { .. }
            | Self::WorkedAround
            | Self::WishIncluded { .. }
            | Self::Quoted { .. }
            | Self::QuoteEnded { .. }
            | Self::Ordered { .. }
            | Self::TakenOff { .. }
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
            | Self::TimesLeft { .. }
            | Self::TimesCame { .. }
            | Self::Alarm { .. }
            | Self::Recounted { .. }
            | Self::Nearing { .. }
            | Self::LimitTold { .. }
            | Self::Approval { .. }
            | Self::ApprovalReminded { .. }
            | Self::Consent { .. }
            | Self::Booked { .. }
            | Self::Rebooked { .. } => &[],
        }
    }
}
