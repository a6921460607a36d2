//! Who reads which entry of a history, and in which form.
use super::What;
use crate::ticket::Audience;

impl What {
    /// Who sees it.
    pub const fn audience(&self) -> Audience {
        match self {
            // Nobody learns the numbers of other people's tickets.
            Self::SplitOff { apart: true, .. }
            | Self::SplitFrom { apart: true, .. }
            | Self::Unsplit { apart: true, .. } => Audience::Internal,
            Self::Opened { .. }
            | Self::Message { .. }
            | Self::Called { .. }
            | Self::Moved { .. }
            | Self::HandedOver { .. }
            | Self::Assigned { .. }
            | Self::Specified { .. }
            | Self::Planned { .. }
            | Self::WishIncluded { .. }
            | Self::Quoted { .. }
            | Self::QuoteEnded { .. }
            | Self::Ordered { .. }
            | Self::TakenOff { .. }
            | Self::WorkedAround
            | Self::ForTest(_)
            | Self::ResultAccepted { .. }
            | Self::ResultRefused { .. }
            | Self::MergedInto { .. }
            | Self::Merged { .. }
            | Self::Unmerged { .. }
            | Self::SplitOff { .. }
            | Self::SplitFrom { .. }
            | Self::Unsplit { .. }
            | Self::LimitTold { .. }
            | Self::Approval { .. }
            | Self::Consent { .. }
            | Self::PersonAdded { .. }
            | Self::OnBehalf { .. } => Audience::Public,
            Self::Remark(remark) => remark.audience(),
            // Whoever was promised something sees that it is promised otherwise now (D9).
            Self::Classified { moved, .. } | Self::Prioritised { moved, .. } if !moved.is_empty() => {
                Audience::Public
            }
            Self::Recounted { .. } => Audience::Public,
            Self::Note { .. }
            | Self::Classified { .. }
            | Self::Prioritised { .. }
            | Self::MailLeft { .. }
            | Self::MailCame { .. }
            | Self::MailBack { .. }
            | Self::Placed { .. }
            | Self::Untested { .. }
            | Self::Linked { .. }
            | Self::Unlinked { .. }
            | Self::LinkedDone { .. }
            | Self::ToldHanging { .. }
            | Self::Alarm { .. }
            | Self::Nearing { .. }
            | Self::TimesLeft { .. }
            | Self::TimesCame { .. }
            | Self::ApprovalReminded { .. }
            | Self::Booked { .. }
            | Self::Rebooked { .. } => Audience::Internal,
        }
    }

    /// The same for customers: how their promises moved and why, without the codes behind it and what the house says to itself; and
    /// how a quote ended, without the words that were meant for who sees the quote.
    #[must_use]
    pub fn for_customers(self) -> Self {
        match self {
            Self::Classified { moved, why, .. } | Self::Prioritised { moved, why, .. } => {
                Self::Classified { from: None, to: None, keys: None, moved, why }
            }
            Self::Recounted { version, .. } => {
                Self::Recounted { version, note: String::new(), missed: Vec::new(), settled: Vec::new() }
            }
            Self::QuoteEnded { quote, ending, .. } => {
                Self::QuoteEnded { quote, ending, reason: String::new() }
            }
            other => other,
        }
    }

    /// Whether it tells of money, quotes and orders included: nothing for partners (A4).
    pub const fn tells_prices(&self) -> bool {
        matches!(
            self,
            Self::LimitTold { .. }
                | Self::Approval { .. }
                | Self::Consent { .. }
                | Self::Quoted { .. }
                | Self::QuoteEnded { .. }
                | Self::Ordered { .. }
                | Self::TakenOff { .. }
        )
    }
}
