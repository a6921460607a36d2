//! One change of one ticket: what happened is gathered, then row, history, search index, live events and letters are
//! written together.
mod finish;

use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::About;
use crate::letter::thread::Answered;
use crate::letter::token;
use crate::promise::keep;
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::row::{TicketRow, find_to_change};
use crate::ticket::search::Words;
use app::call::Call;
use app::parts::badge::stage_word;
use app::words::say;
use domain::access::{Action, Actor, Relation};
use domain::id::{DocumentId, OrganisationId, PersonId};
use domain::lang::Lang;
use domain::person::{Membership, Rights, Standing};
use domain::promise::clock::Promise;
use domain::promise::target::Key;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::{DueMove, What};
use sea_orm::FromQueryResult;

/// A change under way.
pub struct Work<'a> {
    /// The house.
    pub house: &'a House,
    /// The request.
    pub call: &'a Call,
    /// The ticket; columns are changed here and written by [`Self::finish`].
    pub row: TicketRow,
    /// Its state after the change.
    pub stage: Stage,
    /// What is promised, once [`Self::finish`] has counted it.
    pub promised: Vec<Promise>,
    /// The mail that the letter to the author answers by itself (pitfalls "Loops").
    pub answers: Option<Answered>,
    /// By which words a new ticket is found before anything is said; [`Self::finish`] writes them.
    pub found: Option<Words>,
    /// An author without account is of the customer; [`Self::finish`] looks whose address it is.
    pub author_decides: bool,
    /// What of a mail that was passed on its writer's acknowledgement quotes; empty where that is not known.
    pub passed_on: String,
    wrote: String,
    news: Vec<(By, What)>,
    written: Vec<i64>,
    joined: Vec<i64>,
    spared: Vec<i64>,
    hushed: bool,
    enclosed: Vec<DocumentId>,
}

/// Somebody a change concerns: author, participant or responsible.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Person {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Language code.
    pub lang: String,
    /// `staff`, `customer` or `partner`.
    pub kind: String,
    /// Whether mails about this ticket may still go there: nobody who left.
    pub reached: bool,
}

impl<'a> Work<'a> {
    /// Begins with a ticket that was read for changing.
    pub fn on(house: &'a House, call: &'a Call, row: TicketRow) -> Result<Self, Fault> {
        let stage = row.stage()?;
        Ok(Self {
            house,
            call,
            row,
            stage,
            promised: Vec::new(),
            answers: None,
            found: None,
            author_decides: true,
            passed_on: String::new(),
            wrote: String::new(),
            news: Vec::new(),
            written: Vec::new(),
            joined: Vec::new(),
            spared: Vec::new(),
            hushed: false,
            enclosed: Vec::new(),
        })
    }

    /// What happened earlier, to tell of it once more: it is not written again. `call` is of that time, and `enclosed` are the files
    /// that went along.
    pub fn replayed(
        house: &'a House,
        call: &'a Call,
        row: TicketRow,
        news: Vec<(By, What)>,
        enclosed: Vec<DocumentId>,
    ) -> Result<Self, Fault> {
        Ok(Self { news, enclosed, ..Self::on(house, call, row)? })
    }

    /// Begins with the ticket of a number, as the actor sees it.
    pub async fn begin(
        house: &'a House,
        call: &'a Call,
        change: &Change,
        number: TicketNumber,
    ) -> Result<Self, Fault> {
        Self::on(house, call, find_to_change(change.db(), call.actor()?, number).await?)
    }

    /// Whether the asker may do this here.
    pub fn may(&self, action: Action) -> bool {
        self.call.actor.as_ref().is_some_and(|actor| actor.may(action, &self.row.relation(actor)))
    }

    /// Something the asker did.
    pub fn did(&mut self, what: What) {
        self.news.push((by(self.call.actor.as_ref()), what));
    }

    /// Something done by the house itself, or by somebody without account.
    pub fn happened(&mut self, by: By, what: What) {
        self.news.push((by, what));
    }

    /// Something that the house noticed, where it did.
    pub fn remarked(&mut self, remark: Option<Remark>) {
        self.news.extend(remark.map(|remark| (By::default(), What::Remark(remark))));
    }

    /// The asker wrote a mail from this address and gets none about it.
    pub fn wrote(&mut self, email: &str) {
        email.clone_into(&mut self.wrote);
    }

    /// Whether this address belongs to the asker.
    pub fn is_writer(&self, email: &str) -> bool {
        !self.wrote.is_empty() && self.wrote.eq_ignore_ascii_case(email)
    }

    /// Whether anything happened.
    pub fn is_idle(&self) -> bool {
        self.news.is_empty() && self.joined.is_empty()
    }

    /// Moves on; by the house itself where `by` is none.
    pub fn shift(&mut self, by: Option<&Actor>, to: Stage, note: String) {
        self.move_by(crate::ticket::work::by(by), to, note);
    }

    /// Moves on, by somebody who is not signed in.
    pub fn move_by(&mut self, by: By, to: Stage, note: String) {
        self.news.push((by, What::Moved { from: self.stage, to, note }));
        self.stage = to;
        self.row.stage = to.code().to_owned();
        self.row.stage_since = self.call.now.as_millisecond();
    }

    /// The customer of the ticket, as far as the workflow asks: who takes part by a mail or a link of ours.
    pub fn customer(&self) -> (Actor, Relation) {
        let organisation = self.row.organisation_id.map(OrganisationId);
        let memberships = organisation
            .map(|organisation| Membership { organisation, name: String::new(), rights: Rights::default() })
            .into_iter()
            .collect();
        let standing = Standing::Customer { memberships };
        let actor = Actor { id: PersonId(0), name: String::new(), email: String::new(), standing };
        (actor, Relation { organisation, author: true, participant: true, internal: false })
    }

    /// What its promises depend on.
    pub async fn key(&self, change: &Change) -> Result<Key, Fault> {
        let version = self.row.policy.unwrap_or(self.house.policy().version);
        keep::key(&*self.house.edition(change.db(), version).await?, &self.row)
    }

    /// Lets a person take part.
    pub fn join(&mut self, person: i64) {
        self.joined.push(person);
    }

    /// These people get a letter of their own about this change, and no other.
    pub fn spare(&mut self, people: impl Iterator<Item = i64>) {
        self.spared.extend(people);
    }

    /// Whether somebody gets a letter of their own.
    pub fn is_spared(&self, person: Option<i64>) -> bool {
        person.is_some_and(|person| self.spared.contains(&person))
    }

    /// Nobody gets a mail about this change: it stands in the history and on open pages alone.
    pub const fn hush(&mut self) {
        self.hushed = true;
    }

    /// Files that go along with the letter to an author without account.
    pub fn enclosed(&self) -> &[DocumentId] {
        &self.enclosed
    }

    /// The ticket as the head of a letter shows it.
    pub fn about(&self, lang: Lang, staff: bool, account: bool) -> About {
        About {
            ticket: self.row.id,
            number: self.house.policy().number.write(self.row.number()),
            title: self.row.title.clone(),
            state: say(lang, stage_word(self.stage, staff)).to_owned(),
            token: token::write(&self.house.vault, self.row.number()),
            address: account.then(|| self.house.link(&format!("/tickets/{}", self.row.number))),
            internal: false,
            begins: self.news.iter().any(|(_, what)| matches!(what, What::Opened { .. })),
        }
    }

    /// What happened so far.
    pub fn news(&self) -> &[(By, What)] {
        &self.news
    }

    /// Who joined.
    pub fn joined(&self) -> &[i64] {
        &self.joined
    }

    /// The entry with what somebody wrote, once [`Self::finish`] has written it.
    pub fn message(&self) -> Option<i64> {
        let wrote = |what: &What| {
            matches!(
                what,
                What::Opened { .. } | What::Message { .. } | What::Called { .. } | What::Note { .. }
            )
        };
        self.written.iter().zip(&self.news).find(|(_, (_, what))| wrote(what)).map(|(id, _)| *id)
    }

    /// The entries of all messages, once [`Self::finish`] has written them, in order.
    pub fn messages(&self) -> Vec<i64> {
        let wrote = |what: &What| matches!(what, What::Opened { .. } | What::Message { .. });
        self.written.iter().zip(&self.news).filter(|(_, (_, what))| wrote(what)).map(|(id, _)| *id).collect()
    }

    /// Names with the last classification the due times that moved with it (D8).
    pub fn moved(&mut self, moves: Vec<DueMove>) {
        let last = self.news.iter_mut().rev().find(|(_, what)| what.reclassifies());
        if let Some((_, What::Classified { moved, .. } | What::Prioritised { moved, .. })) = last {
            *moved = moves;
        }
    }

    /// The last day on which the customer may object, while that is so.
    pub fn objection_day(&self) -> Option<jiff::civil::Date> {
        self.row.objection_day(self.house)
    }
}

/// Who does something: somebody who is signed in, or the house.
pub fn by(actor: Option<&Actor>) -> By {
    actor.map_or_else(By::default, By::of)
}
