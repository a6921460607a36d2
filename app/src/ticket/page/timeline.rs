//! The history of a ticket (C8): what people wrote as quiet cards, what happened as thin lines between them.
use crate::document::chips::Documents;
use crate::effort::list::activity_name;
use crate::parts::badge::{StageBadge, channel_word, stage_word};
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{lang, me, t, tf, written};
use crate::parts::time::Time;
use crate::promise::sentence::metric_word;
use crate::ticket::page::here::{Here, here};
use crate::ticket::page::moved::moves;
use crate::ticket::page::origin::{Gone, Origin};
use crate::ticket::page::prose::Prose;
use crate::ticket::page::sent::Sent;
use crate::ticket::view::Entry;
use crate::words::ticket as w;
use crate::words::{acceptance, internal, merge};
use crate::words::{count, fill, filled, say};
use domain::lang::Lang;
use domain::moment;
use domain::moment::Moment;
use domain::promise::target::Metric;
use domain::ticket::acceptance::Testing;
use domain::ticket::number::TicketNumber;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use domain::ticket::{Audience, Stage};
use leptos::prelude::*;

/// The history, oldest first.
#[component]
pub fn Timeline() -> impl IntoView {
    let here = here();
    let entries = here.part(|ticket| told_once(&ticket.entries));
    // Documents become ready and get their previews after the entry was written; staff move mails away and back.
    let key = |entry: &Entry| {
        let previews = entry.documents.iter().filter(|document| document.preview).count();
        let moved = entry.moved.as_ref().map(|moved| (moved.to, moved.undo));
        let letters: Vec<_> = entry.letters.iter().map(|letter| letter.state).collect();
        (entry.id, entry.documents.len(), previews, entry.mail.is_some(), moved, entry.from, letters)
    };
    view! {
        <section class="timeline" aria-labelledby="timeline">
            <h2 id="timeline" class="hidden">
                {t(w::TIMELINE)}
            </h2>
            <ol class="timeline__entries">
                <For each=move || entries.get() key=key let:entry>
                    <Shown entry />
                </For>
            </ol>
            <p class="hidden" role="status">
                {move || here.said.get()}
            </p>
        </section>
    }
}

/// The entries without those that only repeat their neighbour: handing over says the state by itself.
fn told_once(entries: &[Entry]) -> Vec<Entry> {
    let hands_over =
        |at: Option<&Entry>| at.is_some_and(|entry| matches!(entry.what, What::HandedOver { .. }));
    let repeats = |index: usize, entry: &Entry| {
        let silent =
            matches!(&entry.what, What::Moved { to: Stage::HandedOver, note, .. } if note.is_empty());
        silent && (hands_over(entries.get(index + 1)) || index > 0 && hands_over(entries.get(index - 1)))
    };
    let kept = entries.iter().enumerate().filter(|(index, entry)| !repeats(*index, entry));
    kept.map(|(_, entry)| entry.clone()).collect()
}

/// One entry.
#[component]
fn Shown(entry: Entry) -> impl IntoView {
    let here = here();
    let class = classes(&entry, here);
    let id = format!("entry-{}", entry.id);
    let content = match entry.what.clone() {
        What::Opened { body, channel, .. } => {
            let about = t(channel_word(channel)).to_owned();
            view! { <Card entry body about=about /> }.erase()
        }
        What::Called { caller, body } => {
            let about = fill(lang(), crate::words::phone::CARD_CALLED, &[("name", &caller)]);
            view! { <Card entry body about=about /> }.erase()
        }
        What::Message { body, .. } | What::Note { body, .. } => view! { <Card entry body /> }.erase(),
        What::Remark(remark) if remark.audience() == Audience::Internal => {
            view! { <Card entry body=remark_text(&remark, lang()) /> }.erase()
        }
        What::Moved { to, note, .. } if !note.is_empty() => view! { <Card entry body=note to=to /> }.erase(),
        What::ResultRefused { reason, .. } => view! { <Card entry body=reason /> }.erase(),
        What::ResultAccepted { wording, .. } => {
            view! { <Line entry body=wording open=acceptance::READ_WORDING /> }.erase()
        }
        What::Specified { body } => view! { <Line entry body=body /> }.erase(),
        _ => view! { <Line entry /> }.erase(),
    };
    view! {
        <li class=class id=id tabindex="-1">
            {content}
        </li>
    }
}

/// Who wrote it decides how it looks: the reader, a customer, staff, or the system.
fn classes(entry: &Entry, here: Here) -> String {
    let own = entry.by.is_some() && entry.by.as_ref().map(|by| by.id) == here.reader;
    let whose = match &entry.by {
        _ if own => "entry--own",
        Some(by) if by.staff => "entry--staff",
        Some(_) => "entry--customer",
        None if entry.guest.is_some() => "entry--customer",
        None => "entry--system",
    };
    let kind = match &entry.what {
        What::Remark(remark) if remark.audience() == Audience::Public => "entry--line",
        What::Note { .. } | What::Remark(_) => "entry--card entry--note",
        What::Opened { .. } | What::Message { .. } | What::Called { .. } | What::ResultRefused { .. } => {
            "entry--card"
        }
        What::Moved { note, .. } if !note.is_empty() => "entry--card",
        _ => "entry--line",
    };
    let new = if entry.id > here.opened_at { " entry--new" } else { "" };
    let gone = if entry.moved.as_ref().is_some_and(|moved| !moved.kept) { " entry--gone" } else { "" };
    format!("entry {whose} {kind}{new}{gone}")
}

/// Something that was written.
#[component]
fn Card(
    entry: Entry,
    body: String,
    /// The state that it led to.
    #[prop(optional)]
    to: Option<Stage>,
    /// By which door it came.
    #[prop(optional, into)]
    about: String,
) -> impl IntoView {
    let here = here();
    let (name, side) = author(&entry, here);
    let staff = entry.by.as_ref().is_some_and(|by| by.staff);
    let shown_name = name.clone().unwrap_or_else(|| t(w::YOU).to_owned());
    let face = name.or_else(|| me().actor.map(|actor| actor.name)).unwrap_or_default();
    let now = here.ticket.with_untracked(|ticket| ticket.now);
    let note = matches!(entry.what, What::Note { .. } | What::Remark(_));
    let objection = entry.what.is_objection(staff);
    view! {
        <article class="message">
            <header class="message__head">
                <Avatar name=face staff />
                <span class="message__who">
                    <strong class="message__name">{shown_name}</strong>
                    {side.map(|side| view! { <span class="message__side">{side}</span> })}
                </span>
                {(note || to.is_some())
                    .then(|| {
                        view! {
                            <span class="message__marks">
                                {note
                                    .then(|| {
                                        view! {
                                            <span class="message__note">
                                                <Icon name=Icon::Lock />
                                                {t(w::NOTE_ONLY_STAFF)}
                                            </span>
                                        }
                                    })}
                                {objection
                                    .then(|| {
                                        view! { <span class="chip chip--objection">{t(w::OBJECTION)}</span> }
                                    })} {to.map(|stage| view! { <StageBadge stage /> })}
                            </span>
                        }
                    })}
                <span class="message__when">
                    {came_from(entry.from)}
                    {(!about.is_empty()).then(|| view! { <span class="message__about">{about}</span> })}
                    <Time at=entry.at now />
                </span>
            </header>
            {(!body.is_empty()).then(|| view! { <Prose text=body /> })}
            <Documents documents=entry.documents />
            {entry.moved.map(|moved| view! { <Gone moved /> })}
            {entry.mail.map(|mail| view! { <Origin mail /> })}
            {(!entry.letters.is_empty()).then(|| view! { <Sent letters=entry.letters /> })}
        </article>
    }
}

/// From which merged ticket an entry comes.
fn came_from(number: Option<TicketNumber>) -> impl IntoView {
    let said = number.map(|number| tf(merge::FROM, &[("number", &written(number))]));
    said.map(|said| view! { <span class="message__about message__from">{said}</span> })
}

/// The author's name (`None` for the reader), and on which side they are where that is not plain.
fn author(entry: &Entry, here: Here) -> (Option<String>, Option<String>) {
    let ticket = here.ticket;
    match &entry.by {
        Some(by) if Some(by.id) == here.reader => (None, None),
        Some(by) if by.staff => (Some(by.name.clone()), (!here.staff).then(|| me().company)),
        Some(by) => {
            let organisation = ticket.with_untracked(|ticket| ticket.organisation.clone());
            (Some(by.name.clone()), here.staff.then_some(organisation).flatten().map(|choice| choice.name))
        }
        None => match &entry.guest {
            Some(name) => (Some(name.clone()), here.staff.then(|| t(w::WITHOUT_ACCOUNT).to_owned())),
            None => (Some(t(w::SYSTEM).to_owned()), None),
        },
    }
}

/// Something that happened.
#[component]
fn Line(
    entry: Entry,
    /// A text that opens below.
    #[prop(optional, into)]
    body: String,
    /// What opens it.
    #[prop(default = w::READ_SPECIFICATION)]
    open: crate::words::Text,
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
    let moves = moves(&entry.what, now);
    view! {
        <div class="line">
            <span class="line__mark" aria-hidden="true">
                <Icon name=mark(&entry.what) />
            </span>
            <p class="line__words">
                {came_from(entry.from)} <span class="line__what">{words}</span> " · " {by} " · "
                <Time at=entry.at now />
            </p>
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
    if matches!(what, What::Booked { .. } | What::Rebooked { .. }) {
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
        What::Quoted { .. } | What::Ordered { .. } => Icon::FileText,
        What::PersonAdded { .. } => Icon::UserPlus,
        What::Placed { .. } => Icon::Building,
        What::MailLeft { .. } | What::MailCame { .. } => Icon::Mail,
        What::Approval { .. } | What::Consent { .. } => Icon::Check,
        What::Alarm { .. }
        | What::Recounted { .. }
        | What::Nearing { .. }
        | What::LimitTold { .. }
        | What::ApprovalReminded { .. }
        | What::Booked { .. }
        | What::Rebooked { .. } => Icon::Clock,
    }
}

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
        What::SplitOff { number } => fill(lang, merge::LINE_SPLIT_OFF, &[("number", number)]),
        What::SplitFrom { number } => fill(lang, merge::LINE_SPLIT_FROM, &[("number", number)]),
        What::WishIncluded { release, note } => {
            let said = fill(lang, w::LINE_WISH_INCLUDED, &[("release", release)]);
            if note.is_empty() { said } else { format!("{said} {note}") }
        }
        What::Quoted { quote } => fill(lang, w::LINE_QUOTED, &[("number", &quote.to_string())]),
        What::Ordered { order } => fill(lang, w::LINE_ORDERED, &[("number", &order.to_string())]),
        What::PersonAdded { name } => fill(lang, w::LINE_PERSON_ADDED, &[("name", name)]),
        What::Placed { organisation } => fill(lang, w::LINE_PLACED, &[("organisation", organisation)]),
        What::MailLeft { sender, number, kept } => {
            let text = if *kept { w::LINE_MAIL_COPIED } else { w::LINE_MAIL_LEFT };
            fill(lang, text, &[("email", sender), ("number", number)])
        }
        What::MailCame { sender, number } => {
            fill(lang, w::LINE_MAIL_CAME, &[("email", sender), ("number", number)])
        }
        What::Recounted { note, .. } if note.is_empty() => plain(crate::words::promise::LINE_RECOUNTED_PLAIN),
        What::Recounted { note, .. } => fill(lang, crate::words::promise::LINE_RECOUNTED, &[("note", note)]),
        What::Booked { .. } | What::Rebooked { .. } => {
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
fn remark_text(remark: &Remark, lang: Lang) -> String {
    use crate::words::{invoice, mail};
    match remark {
        Remark::NotDelivered { email, reason, stopped } => {
            let told = fill(lang, mail::BOUNCED, &[("email", email), ("reason", reason)]);
            if *stopped { format!("{told}\n\n{}", say(lang, mail::WINDOW_STOPPED)) } else { told }
        }
        Remark::Delayed { email, reason } => {
            fill(lang, mail::DELAYED, &[("email", email), ("reason", reason)])
        }
        Remark::Uncertain { email, reason } => {
            let why = crate::letter::trouble::said(lang, reason);
            fill(lang, mail::UNCERTAIN, &[("email", email), ("reason", &why)])
        }
        Remark::FilesApart { n, email } => {
            filled(&count(lang, mail::FILES_APART, u64::from(*n)), &[("email", email)])
        }
        Remark::NobodyTold => {
            [mail::NOBODY_TOLD, mail::WINDOW_STOPPED, mail::WINDOW_NEXT].map(|text| say(lang, text)).join(" ")
        }
        Remark::CutText { n } => count(lang, mail::CUT_TEXT, u64::from(*n)),
        Remark::CutMail { size, most } => {
            let (size, most) = (size.to_string(), most.to_string());
            fill(lang, mail::TOO_LARGE, &[("size", &size), ("most", &most)])
        }
        Remark::Sealed => say(lang, mail::SEALED).to_owned(),
        Remark::MoreFiles { n } => count(lang, mail::MORE_FILES, u64::from(*n)),
        Remark::KnownAddress { email, name } => {
            fill(lang, crate::words::notify::KNOWN_ADDRESS, &[("email", email), ("name", name)])
        }
        Remark::FromStaff { name } => fill(lang, crate::words::notify::FROM_STAFF, &[("name", name)]),
        Remark::CallBack { name, number } => {
            fill(lang, crate::words::phone::CALL_BACK, &[("name", name), ("number", number)])
        }
        Remark::OnInvoice { number } => fill(lang, invoice::ON_INVOICE, &[("number", number)]),
        Remark::OffInvoice { number } => fill(lang, invoice::OFF_INVOICE, &[("number", number)]),
    }
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
            (What::MailCame { sender: "a@b.de".into(), number: "#3".into() }, "E-Mail von a@b.de kam aus #3"),
        ] {
            assert_eq!(told(&what, true), words);
        }
    }

    #[test]
    fn handing_over_is_told_once() {
        let entry = |id, what: What| Entry {
            id,
            at: moment::Moment { at: 0, offset: 0 },
            by: None,
            guest: None,
            audience: what.audience(),
            what,
            documents: Vec::new(),
            mail: None,
            moved: None,
            from: None,
            letters: Vec::new(),
        };
        let moved = |to, note: &str| What::Moved { from: Stage::InTriage, to, note: note.into() };
        let team = || What::HandedOver { team: "Shop".into() };
        let kept = |whats: Vec<What>| {
            let entries: Vec<_> = whats.into_iter().zip(1..).map(|(what, id)| entry(id, what)).collect();
            told_once(&entries).into_iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        assert_eq!(kept(vec![team(), moved(Stage::HandedOver, "")]), [1]);
        assert_eq!(kept(vec![moved(Stage::HandedOver, ""), team()]), [2]);
        assert_eq!(kept(vec![moved(Stage::HandedOver, "Gern"), team()]), [1, 2]);
        assert_eq!(kept(vec![moved(Stage::HandedOver, ""), moved(Stage::InProgress, "")]), [1, 2]);
    }

    #[test]
    fn a_question_is_addressed_to_its_reader() {
        let asked = What::Moved { from: Stage::InTriage, to: Stage::Question, note: String::new() };
        assert_eq!(told(&asked, false), "Rückfrage an Sie");
        assert_eq!(told(&asked, true), "Rückfrage an Kunden");
    }
}
