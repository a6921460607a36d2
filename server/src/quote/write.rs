//! Staff write a version and send it.
use crate::deal::contact::contacts;
use crate::deal::entry::record;
use crate::deal::facts::Facts;
use crate::deal::letter::{Mail, of_contacts, send};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::compose::Block;
use crate::letter::desk::Addressee;
use crate::quote::ask::begin;
use crate::quote::form::spot;
use crate::quote::query::{Begun, move_to, retitle};
use crate::quote::row::{QuoteRow, by_id_to_change, find_to_change, save};
use crate::quote::version::{self, of_quote};
use crate::store::Change;
use crate::ticket::internal::keeps_inner;
use crate::ticket::wish;
use app::call::Call;
use app::error::AppError;
use app::quote::api::{Place, Written};
use app::words::{quote as w, say};
use domain::access::deal::DealAction;
use domain::deal::timeline::What;
use domain::deal::{LONGEST_COMMENT, QuoteNumber};
use domain::id::{OrganisationId, PersonId};
use domain::input::{Reason, clean_text};
use domain::lang::Lang;
use domain::moment::date;
use domain::money::euros;
use domain::quote::offer::{Offer, TypedItem};
use domain::quote::{Event, Quote};
use domain::ticket::timeline::What as Told;
use std::collections::HashSet;

/// Writes the version that comes next, and sends it where that is wanted.
pub async fn write(house: &House, call: &Call, key: &str, written: Written) -> Result<QuoteNumber, Fault> {
    let actor = call.actor()?;
    if !actor.writes_quotes() {
        return Err(if actor.is_staff() { AppError::NotYours } else { AppError::NotFound }.into());
    }
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "quote/write").await? {
        return Ok(done);
    }
    let today = house.clock.moment(call.now).civil().date();
    let row = match written.number {
        Some(number) => {
            let row = find_to_change(&change, actor, number).await?;
            if row.version != written.seen {
                return Err(AppError::Outdated { version: row.version }.into());
            }
            let place =
                Place { organisation: Some(OrganisationId(row.organisation_id)), ..written.place.clone() };
            let spot = spot(&change, actor, &Place { ticket: None, ..place }).await?;
            move_to(&change, row.id, &spot, actor.id).await?;
            by_id_to_change(&change, row.id).await?
        }
        None => {
            // What is wrong with the items is said together with what is wrong with the place.
            let offer = written.typed.read(today);
            let spot = match (spot(&change, actor, &written.place).await, &offer) {
                (Err(Fault::Told(AppError::Invalid { mut fields })), Err(more)) => {
                    fields.extend(more.iter().cloned());
                    return Err(AppError::Invalid { fields }.into());
                }
                (spot, _) => spot?,
            };
            let title = offer?.title;
            let begun = Begun { spot, title: &title, asked_by: None, written_by: Some(actor.id) };
            begin(house, &change, call, &begun, &Quote::Draft).await?
        }
    };
    let offer = written.typed.read(today)?;
    keeps_all_inner(house, &change, &written).await?;
    let number = row.number()?;
    draft(&mut change, call, actor.id, row, &offer, &written, house).await?;
    change.remember(actor.id.0, key, "quote/write", &number, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(number)
}

/// What a version says, and what goes with it, names no internal ticket (C6).
async fn keeps_all_inner(house: &House, change: &Change, written: &Written) -> Result<(), Fault> {
    let typed = &written.typed;
    let items = typed.items.iter().filter(|item| !item.is_empty());
    let items: Vec<(String, &str)> =
        items.map(|item| (TypedItem::field(item.row, "text"), item.text.as_str())).collect();
    let mut said = vec![
        ("title", typed.title.as_str()),
        ("intro", typed.intro.as_str()),
        ("closing", typed.closing.as_str()),
    ];
    said.extend(items.iter().map(|(field, text)| (field.as_str(), *text)));
    if written.send {
        said.push(("note", written.note.as_str()));
    }
    keeps_inner(house, change, &said).await
}

async fn draft(
    change: &mut Change,
    call: &Call,
    by: PersonId,
    row: QuoteRow,
    offer: &Offer,
    written: &Written,
    house: &House,
) -> Result<(), Fault> {
    let today = house.clock.moment(call.now).civil().date();
    let mut state = row.state()?.after(Event::Write, call.now, today).map_err(AppError::from)?;
    // The ticket it was made from was told of the end, and is told that there is one again.
    let ended = matches!(state, Quote::Declined { .. } | Quote::Expired { .. });
    let versions = of_quote(change.db(), row.id).await?;
    let next = version::next(&versions);
    version::write(change, call, by, row.id, next, offer).await?;
    if versions.iter().all(|one| one.version() != next) {
        record(change, call, &row.facts()?, &What::Written { version: next }).await?;
    }
    if !row.known {
        retitle(change, row.id, &offer.title).await?;
    }
    if written.send {
        let note = clean_text(&written.note);
        if note.chars().count() > LONGEST_COMMENT as usize {
            return Err(AppError::field("note", Reason::TooLong { max: LONGEST_COMMENT }).into());
        }
        let event = Event::Send { version: next, valid_until: offer.valid_until };
        state = state.after(event, call.now, today).map_err(AppError::from)?;
        version::send(change, call, row.id, next, offer).await?;
        save(change, call, row.id, &state).await?;
        let facts = by_id_to_change(change, row.id).await?.facts()?;
        let what = What::Sent { version: next, valid_until: offer.valid_until, note: note.clone() };
        record(change, call, &facts, &what).await?;
        tell(house, change, call, &facts, next, offer, &note).await?;
        match row.ticket_id.filter(|_| ended || row.sent_version().is_none()) {
            Some(ticket) => {
                wish::tell(house, call, change, ticket, Told::Quoted { quote: row.number()? }).await
            }
            None => Ok(()),
        }
    } else {
        save(change, call, row.id, &state).await
    }
}

/// Approvers are told, and who asked: of them those who can decide that they can.
async fn tell(
    house: &House,
    change: &Change,
    call: &Call,
    facts: &Facts,
    version: u32,
    offer: &Offer,
    note: &str,
) -> Result<(), Fault> {
    let people = contacts(change.db(), facts.organisation).await?;
    let may = |action| {
        let people = people.iter().filter(move |one| one.actor.may_deal(action, &facts.stake(&one.actor)));
        people.map(|one| one.actor.id).collect::<HashSet<_>>()
    };
    let (accepts, declines) = (may(DealAction::Accept), may(DealAction::Decline));
    let totals = offer.totals();
    let more = |lang: Lang, to: &Addressee| {
        let fact = |label, value: String| (say(lang, label).to_owned(), value);
        let decides = to.person.is_some_and(|id| accepts.contains(&id));
        let next = if decides { w::MAIL_DECIDE } else { w::MAIL_CANNOT_DECIDE };
        vec![
            Block::Facts(vec![
                fact(w::MAIL_NET, euros(lang, totals.net)),
                fact(w::MAIL_GROSS, euros(lang, totals.gross)),
                fact(w::MAIL_VALID, date(offer.valid_until, lang)),
            ]),
            Block::Text(say(lang, next).to_owned()),
        ]
    };
    let mail = Mail {
        subject: w::MAIL_SENT_SUBJECT,
        text: w::MAIL_SENT,
        button: w::MAIL_OPEN,
        gaps: &[("version", &version.to_string())],
        quoted: (!note.is_empty()).then_some(note),
        internal: false,
        more: &more,
    };
    let to = of_contacts(&people, |one| {
        declines.contains(&one.actor.id) || facts.asked_by == Some(one.actor.id.0)
    });
    send(house, change, call, facts, to, &mail).await
}
