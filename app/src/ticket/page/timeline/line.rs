//! What happened, as a line of the history.
use super::caption::caption;
use super::split::TakeBack;
use super::{came_from, turned};
use crate::effort::list::activity_name;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::time::Time;
use crate::ticket::page::here::{Here, here};
use crate::ticket::page::moved::moves;
use crate::ticket::page::prose::Prose;
use crate::ticket::view::Entry;
use crate::words::Text;
use crate::words::ticket as w;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use leptos::prelude::*;

/// Something that happened.
#[component]
pub fn Line(
    entry: Entry,
    /// A text that opens below.
    #[prop(optional, into)]
    body: String,
    /// What opens it.
    #[prop(default = w::READ_SPECIFICATION)]
    open: Text,
) -> impl IntoView {
    let here = here();
    let now = here.ticket.with_untracked(|ticket| ticket.now);
    let by = match &entry.by {
        Some(by) if Some(by.id) == here.reader => t(w::BY_YOU).to_owned(),
        Some(by) => by.name.clone(),
        None => entry.guest.clone().unwrap_or_else(|| t(w::BY_SYSTEM).to_owned()),
    };
    let said = caption(&entry.what, lang(), here.staff, &|code| name_of(here, &entry.what, code));
    let said = match &entry.what {
        What::Classified { why, .. } | What::Prioritised { why, .. } if !why.is_empty() => {
            format!("{said} – {why}")
        }
        _ => said,
    };
    let staff = entry.by.as_ref().is_some_and(|by| by.staff);
    let words =
        if entry.what.is_objection(staff) { tf(w::LINE_OBJECTION, &[("state", &said)]) } else { said };
    let clock = turned(&entry, here);
    let moves = moves(&entry.what, now);
    let (id, split_off) = (entry.id, matches!(entry.what, What::SplitOff { .. }));
    view! {
        <div class="line">
            <span class="line__mark" aria-hidden="true">
                <Icon name=mark(&entry.what) />
            </span>
            <p class="line__words">
                {came_from(entry.from)} <span class="line__what">{words}</span>
                {clock
                    .map(|word| {
                        view! {
                            " · "
                            {t(word)}
                        }
                    })} " · " {by} " · " <Time at=entry.at now />
            </p>
            {split_off.then(|| view! { <TakeBack entry=id /> })}
            {(!moves.is_empty()).then(|| view! { <ul class="line__moves">{moves}</ul> })}
            {(!body.is_empty())
                .then(|| {
                    view! {
                        <details class="line__more">
                            <summary>{t(open)}</summary>
                            <Prose text=body />
                        </details>
                    }
                })}
        </div>
    }
}

/// The name of a code that an entry tells: of a class, of a priority, of an activity.
fn name_of(here: Here, what: &What, code: &str) -> String {
    let times = matches!(what, What::TimesLeft { .. } | What::TimesCame { .. });
    if times || matches!(what, What::Booked { .. } | What::Rebooked { .. }) {
        return here.choices.with_value(|choices| activity_name(&choices.activities, code));
    }
    let priority = matches!(what, What::Prioritised { .. });
    let own = here
        .ticket
        .with_untracked(|ticket| if priority { ticket.priority.clone() } else { ticket.class.clone() });
    let others = here
        .choices
        .with_value(|choices| if priority { choices.priorities.clone() } else { choices.classes.clone() });
    let mut known = own.into_iter().chain(others);
    known
        .find(|level| level.code == code)
        .map_or_else(|| code.to_owned(), |level| level.name(lang()).to_owned())
}

const fn mark(what: &What) -> Icon {
    match what {
        What::Opened { .. } | What::Message { .. } => Icon::Message,
        What::Called { .. } => Icon::Phone,
        What::Note { .. } => Icon::Note,
        What::Remark(Remark::CallBack { .. }) => Icon::Phone,
        What::Remark(_) => Icon::Alert,
        What::Moved { .. } => Icon::ArrowRight,
        What::HandedOver { .. } => Icon::HandOver,
        What::Assigned { .. } => Icon::User,
        What::Classified { .. } | What::Prioritised { .. } => Icon::Tag,
        What::Specified { .. } => Icon::Pin,
        What::Planned { .. } => Icon::Calendar,
        What::WorkedAround | What::ResultAccepted { .. } | What::WishIncluded { .. } => Icon::CheckCircle,
        What::ForTest(_) => Icon::Eye,
        What::ResultRefused { .. } => Icon::Undo,
        What::Untested { .. } => Icon::Alert,
        What::Linked { .. } | What::Unlinked { .. } | What::LinkedDone { .. } => Icon::Link,
        What::ToldHanging { .. } => Icon::Message,
        What::MergedInto { .. } | What::Merged { .. } | What::Unmerged { .. } => Icon::Copy,
        What::SplitOff { .. } | What::SplitFrom { .. } => Icon::ArrowRight,
        What::Unsplit { .. } => Icon::Undo,
        What::Quoted { .. } | What::QuoteEnded { .. } | What::Ordered { .. } | What::TakenOff { .. } => {
            Icon::FileText
        }
        What::PersonAdded { .. } | What::OnBehalf { .. } => Icon::UserPlus,
        What::Placed { .. } => Icon::Building,
        What::MailLeft { .. } | What::MailCame { .. } => Icon::Mail,
        What::MailBack { .. } => Icon::Undo,
        What::Approval { .. } | What::Consent { .. } => Icon::Check,
        What::Alarm { .. }
        | What::Recounted { .. }
        | What::Nearing { .. }
        | What::LimitTold { .. }
        | What::ApprovalReminded { .. }
        | What::Booked { .. }
        | What::Rebooked { .. }
        | What::TimesLeft { .. }
        | What::TimesCame { .. } => Icon::Clock,
    }
}
