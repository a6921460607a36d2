//! What a letter says of what happened.
use super::{Reader, opening};
use crate::letter::compose::{Block, Button};
use crate::ticket::completion;
use crate::ticket::history::By;
use crate::ticket::work::Work;
use app::approval::word::money;
use app::effort::word::minutes as spoken;
use app::parts::badge::{kind_word, stage_word};
use app::policy::template_word::said;
use app::promise::sentence::{metric_word, weekday_word};
use app::words::{self, Text, count, fill, say};
use domain::approval::State;
use domain::id::DocumentId;
use domain::lang::Lang;
use domain::moment::date;
use domain::money::amount;
use domain::policy::template::Occasion;
use domain::promise::clock::Promise;
use domain::ticket::Stage;
use domain::ticket::acceptance::Testing;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;

/// What one entry tells one reader; nothing where it is not for mails.
pub(super) fn tell(work: &Work<'_>, reader: &Reader<'_>, by: &By, what: &What, out: &mut Vec<Block>) {
    use words::notify as w;
    let asker = work.call.actor.as_ref().map(|actor| actor.id.0);
    let by_reader = reader.id.is_some() && reader.id == asker;
    let number = work.house.policy().number.write(work.row.number());
    let name = if by.name.is_empty() { say(reader.lang, w::THE_HOUSE) } else { &by.name };
    let gaps = [("number", number.as_str()), ("title", work.row.title.as_str()), ("name", name)];
    let policy = work.house.policy();
    let own = |occasion: Occasion| Block::Text(said(&policy, reader.lang, occasion, &gaps));
    let told = |text: Text| Block::Text(fill(reader.lang, text, &gaps));
    let plain = |text: Text| Block::Text(say(reader.lang, text).to_owned());
    let at = work.house.clock.moment(work.call.now).full(reader.lang);
    let quoted = |text: &str| Block::Message { by: name.to_owned(), at: at.clone(), text: text.to_owned() };
    match what {
        What::Opened { body, documents, .. } => {
            if reader.id == work.row.author_id && !reader.staff {
                let by_staff = by.staff;
                out.push(own(if by_staff { Occasion::Recorded } else { Occasion::Acknowledged }));
                let account = reader.id.is_some();
                let next = if account { Occasion::Next } else { Occasion::NextWithoutAccount };
                out.extend(promised(work, reader.lang));
                out.extend(costs(work, reader.lang));
                if work.news().iter().any(|(_, what)| matches!(what, What::Remark(Remark::Sealed))) {
                    out.push(plain(words::mail::SEALED_TOLD));
                }
                out.push(own(next));
                // Whoever forges an address must not make us send their words to strangers.
                if account || by_staff {
                    out.push(quoted(body));
                }
            } else if reader.id.is_some() && reader.id == work.row.assignee_id && !by_reader {
                out.push(told(w::OPENED));
                out.push(Block::Facts(facts(work, reader.lang)));
                out.extend(promised(work, reader.lang));
                out.push(quoted(body));
                attached(work, reader, documents, out);
            }
        }
        _ if by_reader => {}
        // What the house writes into a history by itself is there to be read, not to be sent.
        What::Message { body, documents } if !by.name.is_empty() && !opening(work) => {
            out.push(own(Occasion::Message));
            if !body.is_empty() {
                out.push(quoted(body));
            }
            attached(work, reader, documents, out);
        }
        What::Called { caller, body } => {
            let gaps = [("by", name), ("name", caller.as_str())];
            out.push(Block::Text(fill(reader.lang, words::phone::MAIL_CALLED, &gaps)));
            out.push(quoted(body));
        }
        // A cancelled invoice changes nothing about the concern itself.
        What::Moved { from: Stage::Billed, .. } => {}
        What::Moved { to, note, .. } => {
            if work.house.policy().workflow.state(*to).is_some_and(|state| state.mailed) {
                out.push(state(work, reader, *to));
                if !note.is_empty() {
                    out.push(quoted(note));
                }
                out.extend(window(work, reader, by, *to));
                if *to == Stage::Done && work.stage == Stage::Done && reader.decides {
                    out.push(answers(work, reader));
                }
            }
        }
        What::Merged { number: merged, title } if !reader.staff => {
            let gaps = [gaps[0], gaps[1], ("merged", merged.as_str()), ("other", title.as_str())];
            out.push(Block::Text(fill(reader.lang, words::merge::MAIL_MERGED, &gaps)));
        }
        What::ForTest(Testing { version, place }) if !reader.staff => {
            use words::acceptance as a;
            let gaps = [("version", version.as_str()), ("place", place.as_str())];
            out.push(Block::Text(said(&policy, reader.lang, Occasion::ForTest, &gaps)));
            let fact = |name, value: &str| (say(reader.lang, name).to_owned(), value.to_owned());
            out.push(Block::Facts(vec![fact(a::VERSION, version), fact(a::PLACE, place)]));
        }
        What::ResultAccepted { version, wording: words } | What::ResultRefused { version, reason: words } => {
            let accepted = matches!(what, What::ResultAccepted { .. });
            let text =
                if accepted { words::acceptance::MAIL_ACCEPTED } else { words::acceptance::MAIL_REFUSED };
            let gaps = [gaps[0], gaps[1], gaps[2], ("version", version.as_str())];
            out.push(Block::Text(fill(reader.lang, text, &gaps)));
            out.push(quoted(words));
        }
        What::Planned { day: Some(day) } if !reader.staff => {
            let day =
                format!("{}, {}", say(reader.lang, weekday_word(day.weekday())), date(*day, reader.lang));
            let gaps = [gaps[0], gaps[1], ("day", day.as_str())];
            out.push(Block::Text(said(&policy, reader.lang, Occasion::Planned, &gaps)));
        }
        // What something costs is nothing for partners (A4).
        what if what.tells_prices() => {
            if reader.staff || reader.decides {
                out.extend(released(work, reader, name, what));
            }
        }
        What::WishIncluded { release, note } => {
            let gaps = [gaps[0], gaps[1], ("release", release.as_str())];
            out.push(Block::Text(fill(reader.lang, w::WISH_INCLUDED, &gaps)));
            if !note.is_empty() {
                out.push(quoted(note));
            }
        }
        What::Specified { body } => {
            out.push(plain(w::AGREED));
            out.push(quoted(body));
        }
        What::Assigned { to: Some(_) } if !opening(work) && reader.id == work.row.assignee_id => {
            out.push(told(w::ASSIGNED));
        }
        What::PersonAdded { name }
            if reader.name == name && reader.id.is_some_and(|id| work.joined().contains(&id)) =>
        {
            out.push(told(w::ADDED));
        }
        What::Message { .. }
        | What::Note { .. }
        | What::Remark(_)
        | What::HandedOver { .. }
        | What::Assigned { .. }
        | What::Classified { .. }
        | What::Prioritised { .. }
        | What::Planned { .. }
        | What::Merged { .. }
        | What::WorkedAround
        | What::Quoted { .. }
        | What::Ordered { .. }
        | What::PersonAdded { .. }
        | What::MailLeft { .. }
        | What::MailCame { .. }
        | What::Placed { .. }
        | What::ForTest(_)
        | What::Untested { .. }
        | What::Linked { .. }
        | What::Unlinked { .. }
        | What::LinkedDone { .. }
        | What::ToldHanging { .. }
        | What::MergedInto { .. }
        | What::Unmerged { .. }
        | What::SplitFrom { .. }
        | What::SplitOff { .. }
        | What::Alarm { .. }
        | What::Recounted { .. }
        | What::Nearing { .. }
        | What::LimitTold { .. }
        | What::Approval { .. }
        | What::ApprovalReminded { .. }
        | What::Consent { .. }
        | What::Booked { .. }
        | What::Rebooked { .. } => {}
    }
}

/// In which state it is now, where the mail that told so was taken back.
pub(super) fn stands(work: &Work<'_>, reader: &Reader<'_>) -> Block {
    state(work, reader, work.stage)
}

fn state(work: &Work<'_>, reader: &Reader<'_>, to: Stage) -> Block {
    let policy = work.house.policy();
    let number = policy.number.write(work.row.number());
    let stage = say(reader.lang, stage_word(to, reader.staff));
    let gaps = [("number", number.as_str()), ("title", work.row.title.as_str()), ("stage", stage)];
    Block::Text(said(&policy, reader.lang, Occasion::Moved, &gaps))
}

/// What a reader is told about what costs money: effort, types, quotes.
fn released(work: &Work<'_>, reader: &Reader<'_>, name: &str, what: &What) -> Option<Block> {
    use words::approval as w;
    let (lang, policy) = (reader.lang, work.house.policy());
    let number = policy.number.write(work.row.number());
    let mut gaps = vec![("number", number.as_str()), ("title", work.row.title.as_str()), ("name", name)];
    match what {
        What::LimitTold { minutes } if !reader.staff => {
            let time = spoken(lang, *minutes);
            gaps.push(("time", &time));
            Some(Block::Text(said(&policy, lang, Occasion::Limit, &gaps)))
        }
        What::Approval { state, minutes, cents, note, .. } => {
            let text = match state {
                State::Approved if *cents > 0 => w::MAIL_APPROVED,
                State::Approved => w::MAIL_APPROVED_FREE,
                State::Declined => w::MAIL_DECLINED,
                State::Expired => w::MAIL_EXPIRED,
                State::Withdrawn => w::MAIL_WITHDRAWN,
                State::Open => return None,
            };
            let (time, price) = (spoken(lang, *minutes), money(lang, *cents));
            gaps.extend([("time", time.as_str()), ("price", price.as_str())]);
            let told = fill(lang, text, &gaps);
            Some(Block::Text(if note.is_empty() { told } else { format!("{told}\n\n{note}") }))
        }
        What::Quoted { quote } => {
            let quote = quote.to_string();
            gaps.push(("quote", &quote));
            Some(Block::Text(fill(lang, words::notify::QUOTED, &gaps)))
        }
        // With a new ticket its author confirmed it a moment ago.
        What::Consent { state, tariff, .. } if !opening(work) => {
            let text = match state {
                State::Open if !reader.staff => w::MAIL_PROPOSED,
                State::Approved => w::MAIL_ORDERED,
                State::Declined => w::MAIL_NOT_ORDERED,
                State::Open | State::Expired | State::Withdrawn => return None,
            };
            gaps.push(("type", say(lang, kind_word(tariff.kind))));
            Some(Block::Text(fill(lang, text, &gaps)))
        }
        _ => None,
    }
}

/// Until when a customer may object, and that nobody did (C4).
fn window(work: &Work<'_>, reader: &Reader<'_>, by: &By, to: Stage) -> Option<Block> {
    let lang = reader.lang;
    match to {
        Stage::Done if !reader.staff => {
            let last = work.objection_day()?;
            let day = format!("{}, {}", say(lang, weekday_word(last.weekday())), date(last, lang));
            Some(Block::Text(said(&work.house.policy(), lang, Occasion::Done, &[("day", &day)])))
        }
        Stage::Closed if by.name.is_empty() => {
            Some(Block::Text(said(&work.house.policy(), lang, Occasion::ClosedByItself, &[])))
        }
        _ => None,
    }
}

/// The two answers to a result; they work without signing in (C4).
fn answers(work: &Work<'_>, reader: &Reader<'_>) -> Block {
    use words::completion as w;
    let address = completion::address(work.house, &work.row, reader.id);
    let button = |label: Text, address: String, primary: bool| Button {
        label: say(reader.lang, label).to_owned(),
        address,
        primary,
    };
    let object = format!("{address}&object=1");
    Block::Buttons(vec![button(w::MAIL_CONFIRM, address, true), button(w::MAIL_OBJECT, object, false)])
}

/// What is promised about a new ticket, in words (B3).
fn promised(work: &Work<'_>, lang: Lang) -> Option<Block> {
    let said = |promise: &Promise| {
        // A mail is read on another day than it is written: no "tomorrow".
        let due = work.house.clock.moment(promise.due);
        let when = format!("{}, {}", say(lang, weekday_word(due.civil().date().weekday())), due.full(lang));
        let metric = say(lang, metric_word(promise.metric));
        (fill(lang, words::promise::ACKNOWLEDGED, &[("promise", metric)]), when)
    };
    let facts: Vec<_> = work.promised.iter().filter(|promise| promise.is_open()).map(said).collect();
    (!facts.is_empty()).then_some(Block::Facts(facts))
}

/// Whose it is, and how urgent: what a responsible person looks for first.
fn facts(work: &Work<'_>, lang: Lang) -> Vec<(String, String)> {
    use words::ticket as w;
    let policy = work.house.policy();
    let class = work.row.class.as_deref().and_then(|code| policy.class(code));
    let class = class.map(|class| (w::CLASS, class.name(lang).to_owned()));
    let organisation = work.row.organisation.clone().map(|name| (w::ORGANISATION, name));
    organisation.into_iter().chain(class).map(|(word, value)| (say(lang, word).to_owned(), value)).collect()
}

/// What it may cost, where the contract does not cover it (B3).
fn costs(work: &Work<'_>, lang: Lang) -> Option<Block> {
    let policy = work.house.policy();
    let row = &work.row;
    let cost = policy.hourly_cost(row.plan.as_deref(), row.kind().ok()?, row.class.as_deref())?;
    let rate = format!("{} €", amount(lang, cost.cents, false));
    Some(Block::Notice(said(&policy, lang, Occasion::Costs, &[("rate", &rate)])))
}

/// The files of a message: who has no account gets them along with the letter, or staff send them another way.
fn attached(work: &Work<'_>, reader: &Reader<'_>, documents: &[DocumentId], out: &mut Vec<Block>) {
    use words::notify as w;
    let text = match reader.id {
        Some(_) => w::DOCUMENTS,
        None if work.enclosed().is_empty() => w::DOCUMENTS_APART,
        None => w::DOCUMENTS_ENCLOSED,
    };
    if !documents.is_empty() {
        out.push(Block::Small(count(reader.lang, text, documents.len() as u64)));
    }
}
