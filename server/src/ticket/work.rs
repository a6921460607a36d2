//! One change of one ticket: what happened is gathered, then row, history, search index, live events and letters are
//! written together.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::About;
use crate::letter::enclosed::sizes;
use crate::letter::thread::Answered;
use crate::letter::token;
use crate::promise::keep;
use crate::store::{Change, all, run};
use crate::ticket::history::{By, Spot, attach, record};
use crate::ticket::row::{TicketRow, find_to_change, waits_for};
use crate::ticket::{notify, objection, search};
use app::call::Call;
use app::parts::badge::stage_word;
use app::words::say;
use domain::access::{Action, Actor, Relation};
use domain::id::{DocumentId, OrganisationId, PersonId};
use domain::lang::Lang;
use domain::letter::enclosed::fit;
use domain::live::{LiveEvent, Notice, reaches_customers};
use domain::person::{Membership, Rights, Standing};
use domain::promise::clock::Promise;
use domain::promise::target::Key;
use domain::ticket::acceptance::counts_in;
use domain::ticket::number::TicketNumber;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::{DueMove, What};
use domain::ticket::{Audience, Stage};
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
    wrote: String,
    news: Vec<(By, What)>,
    written: Vec<i64>,
    joined: Vec<i64>,
    spared: Vec<i64>,
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

const PEOPLE: &str = "
SELECT p.id, p.name, p.email, p.lang, p.kind,
  (p.account <> 'left' AND (p.kind <> 'customer' OR $2 IS NULL OR EXISTS (SELECT 1 FROM membership m
    WHERE m.person_id = p.id AND m.organisation_id = $2 AND m.left_at IS NULL))) AS reached
FROM (SELECT person_id AS id FROM participant WHERE ticket_id = $1
  UNION SELECT author_id FROM ticket WHERE id = $1
  UNION SELECT assignee_id FROM ticket WHERE id = $1) x
JOIN person p ON p.id = x.id ORDER BY p.id";

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
            wrote: String::new(),
            news: Vec::new(),
            written: Vec::new(),
            joined: Vec::new(),
            spared: Vec::new(),
            enclosed: Vec::new(),
        })
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

    /// Writes everything; the ticket goes one version on.
    pub async fn finish(&mut self, change: &mut Change) -> Result<(), Fault> {
        let now = self.call.now.as_millisecond();
        self.row.version += 1;
        // An alarm is nothing that happened to the concern.
        if !self.news.iter().all(|(_, what)| matches!(what, What::Alarm { .. })) || self.news.is_empty() {
            self.row.changed_at = now;
        }
        for person in &self.joined {
            let sql = "INSERT INTO participant (ticket_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            run(change.db(), sql, [self.row.id.into(), (*person).into()]).await?;
        }
        self.bill(change).await?;
        crate::promise::watch::refresh(self, change).await?;
        self.open_window(change).await?;
        self.enclose(change).await?;
        self.note_objection();
        self.row.acceptance_id = self.row.acceptance_id.filter(|_| counts_in(self.stage));
        self.save(change).await?;
        self.written = self.write_history(change, now).await?;
        self.index(change).await?;
        let people = self.people(change).await?;
        self.tell(change, &people);
        notify::announce(self, change, &people).await
    }

    /// Moves on once it is closed, where its invoices went before.
    async fn bill(&mut self, change: &Change) -> Result<(), Fault> {
        let closes = |what: &What| matches!(what, What::Moved { to: Stage::Closed, .. });
        let billed = |what: &What| matches!(what, What::Moved { from: Stage::Billed, .. });
        let closed = self.news.iter().any(|(_, what)| closes(what));
        if closed
            && !self.news.iter().any(|(_, what)| billed(what))
            && crate::invoice::billed::moves_on(self, change).await?
        {
            self.move_by(By::default(), Stage::Billed, String::new());
        }
        Ok(())
    }

    /// Writes down when the window for objections ends, once it opens; takes it back when the ticket goes elsewhere.
    async fn open_window(&mut self, change: &Change) -> Result<(), Fault> {
        let opens = |what: &What| matches!(what, What::Moved { to: Stage::Done, .. });
        if self.stage != Stage::Done || self.row.internal {
            self.row.objection_until = None;
        } else if self.news.iter().any(|(_, what)| opens(what)) {
            let version = self.row.policy.unwrap_or(self.house.policy().version);
            let edition = self.house.edition(change.db(), version).await?;
            self.row.objection_until = objection::until(&edition, &self.row);
            let runs = self.row.objection_until.is_some();
            if runs && !notify::reaches_outside(self, &self.people(change).await?) {
                self.row.objection_until = None;
                self.remarked(Some(Remark::NobodyTold));
            }
        }
        Ok(())
    }

    /// Chooses the files that go along with the letter to an author without account, who finds them nowhere else; where they
    /// are too large staff read that they are to send them.
    async fn enclose(&mut self, change: &Change) -> Result<(), Fault> {
        let email = &self.row.author_email;
        if self.row.author_id.is_some() || self.row.internal || email.is_empty() || self.is_writer(email) {
            return Ok(());
        }
        let told = |what: &What| match what {
            What::Message { documents, .. } => documents.clone(),
            _ => Vec::new(),
        };
        let files: Vec<DocumentId> = self.news.iter().flat_map(|(_, what)| told(what)).collect();
        if files.is_empty() {
            return Ok(());
        }
        if fit(sizes(change, &files).await?) {
            self.enclosed = files;
        } else {
            let n = u32::try_from(files.len()).unwrap_or(u32::MAX);
            let email = email.clone();
            self.remarked(Some(Remark::FilesApart { n, email }));
        }
        Ok(())
    }

    /// Whom the change may concern.
    async fn people(&self, change: &Change) -> Result<Vec<Person>, Fault> {
        let values = [self.row.id.into(), self.row.organisation_id.into()];
        Ok(all(change.db(), PEOPLE, values).await?)
    }

    /// Writes down that the customer objected; it stands until the work is done again.
    fn note_objection(&mut self) {
        if !self.stage.is_open() {
            self.row.objected_at = None;
        } else if self.news.iter().any(|(by, what)| what.is_objection(by.staff)) {
            self.row.objected_at = Some(self.call.now.as_millisecond());
        }
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

    async fn write_history(&self, change: &Change, now: i64) -> Result<Vec<i64>, Fault> {
        let (ticket, version, internal) = (self.row.id, self.row.version, self.row.internal);
        let spot = Spot { ticket, at: now, version, stage: self.stage, internal };
        let mut ids = Vec::with_capacity(self.news.len());
        for (by, what) in &self.news {
            let entry = record(change.db(), spot, by, what).await?;
            let inner = what.audience() == Audience::Internal;
            attach(change.db(), by.id.unwrap_or(0), ticket, entry, inner, what.documents()).await?;
            ids.push(entry);
        }
        Ok(ids)
    }

    async fn save(&self, change: &Change) -> Result<(), Fault> {
        let (row, house) = (&self.row, self.house);
        let sql = "UPDATE ticket SET stage = $2, stage_since = $3, is_open = $4, waits_for = $5, class = $6,
          priority = $7, kind = $8, organisation_id = $9, asset_id = $10, author_id = $11, assignee_id = $12,
          team_id = $13, changed_at = $14, planned_on = $15, due_at = $16, queue_key = $17, specification = $18,
          version = $19, plan = $20, policy = $21, objection_until = $22, objected_at = $23, acceptance_id = $24 WHERE id = $1";
        let values = [
            row.id.into(),
            row.stage.clone().into(),
            row.stage_since.into(),
            self.stage.is_open().into(),
            waits_for(self.stage).into(),
            row.class.clone().into(),
            row.priority.clone().into(),
            row.kind.clone().into(),
            row.organisation_id.into(),
            row.asset_id.into(),
            row.author_id.into(),
            row.assignee_id.into(),
            row.team_id.into(),
            row.changed_at.into(),
            row.planned_on.clone().into(),
            row.due_at.into(),
            row.queue_key(house)?.into(),
            row.specification.clone().into(),
            row.version.into(),
            row.plan.clone().into(),
            row.policy.into(),
            row.objection_until.into(),
            row.objected_at.into(),
            row.acceptance_id.into(),
        ];
        run(change.db(), sql, values).await?;
        Ok(())
    }

    async fn index(&self, change: &Change) -> Result<(), Fault> {
        let (mut public, mut inner) = (String::new(), String::new());
        for (_, what) in &self.news {
            let Some(text) = what.words() else { continue };
            let into = if what.audience() == Audience::Internal { &mut inner } else { &mut public };
            into.push_str(text);
            into.push(' ');
        }
        let placed = self.news.iter().any(|(_, what)| matches!(what, What::Placed { .. }));
        let organisation = self.row.organisation_id.filter(|_| placed).map(|id| format!("o{id}"));
        let marks: Vec<String> =
            organisation.into_iter().chain(self.joined.iter().map(|id| format!("p{id}"))).collect();
        search::add(change.db(), self.row.id, &public, &inner, &marks.join(" ")).await
    }

    fn tell(&self, change: &mut Change, people: &[Person]) {
        for (id, (by, what)) in self.written.iter().zip(&self.news) {
            change.tell(LiveEvent {
                notice: Notice {
                    id: *id,
                    ticket: self.row.number(),
                    change: what.change(),
                    stage: self.stage,
                    version: self.row.version,
                    by: by.id.map(PersonId),
                },
                organisation: self.row.organisation_id.map(OrganisationId),
                people: people.iter().map(|person| PersonId(person.id)).collect(),
                internal: self.row.internal
                    || (what.audience() == Audience::Internal && !reaches_customers(what.code())),
            });
        }
    }
}

/// Who does something: somebody who is signed in, or the house.
pub fn by(actor: Option<&Actor>) -> By {
    actor.map_or_else(By::default, By::of)
}
