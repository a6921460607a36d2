//! Writing what was gathered: the row, its history, what a search finds, letters and live events.
use super::{Person, Work};
use crate::approval::row::rests;
use crate::clock::instant;
use crate::fault::Fault;
use crate::letter::enclosed::sizes;
use crate::promise::watch;
use crate::store::{Change, all, one_row, run};
use crate::ticket::history::{By, Spot, attach, record};
use crate::ticket::{notify, objection, sent};
use domain::id::{DocumentId, OrganisationId, PersonId};
use domain::letter::enclosed::fit;
use domain::live::{LiveEvent, Notice, reaches_customers};
use domain::ticket::acceptance::counts_in;
use domain::ticket::remark::Remark;
use domain::ticket::stage::WaitsFor;
use domain::ticket::timeline::What;
use domain::ticket::{Audience, Stage};

const PEOPLE: &str = "
SELECT p.id, p.name, p.email, p.lang, p.kind,
  (p.account <> 'left' AND (p.kind <> 'customer' OR $2 IS NULL OR EXISTS (SELECT 1 FROM membership m
    WHERE m.person_id = p.id AND m.organisation_id = $2 AND m.left_at IS NULL))) AS reached
FROM (SELECT person_id AS id FROM participant WHERE ticket_id = $1
  UNION SELECT author_id FROM ticket WHERE id = $1
  UNION SELECT assignee_id FROM ticket WHERE id = $1) x
JOIN person p ON p.id = x.id ORDER BY p.id";

impl Work<'_> {
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
        self.know_author(change).await?;
        self.bill(change).await?;
        watch::refresh(self, change).await?;
        self.open_window(change).await?;
        self.enclose(change).await?;
        self.note_objection();
        self.row.acceptance_id = self.row.acceptance_id.filter(|_| counts_in(self.stage));
        self.save(change).await?;
        self.written = self.write_history(change, now).await?;
        self.index(change).await?;
        let people = self.people(change).await?;
        self.tell(change, &people);
        if !self.hushed {
            notify::announce(self, change, &people).await?;
        }
        self.name_letters(change, now).await
    }

    /// Says of the letters of this change which of its entries they told.
    async fn name_letters(&self, change: &Change, now: i64) -> Result<(), Fault> {
        let told =
            self.written.iter().zip(&self.news).find(|(_, (_, what))| sent::tells(what.audience(), what));
        match told {
            Some((entry, _)) if !self.row.internal => sent::told(change, self.row.id, *entry, now).await,
            _ => Ok(()),
        }
    }

    /// Who opened it without account may have written from the address of one that is no customer's: such a one decides nothing,
    /// and reads no prices (A4).
    async fn know_author(&mut self, change: &Change) -> Result<(), Fault> {
        let email = self.row.author_email.to_lowercase();
        if self.row.author_id.is_none() && !email.is_empty() {
            let sql = "SELECT 1 FROM person WHERE email = $1 AND kind <> 'customer'";
            self.author_decides = one_row(change.db(), sql, [email.into()]).await?.is_none();
        }
        Ok(())
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
            self.row.objection_until = objection::until(&edition, &self.row, instant(self.row.stage_since));
            let runs = self.row.objection_until.is_some();
            let mailed = self.house.policy().workflow.state(Stage::Done).is_some_and(|state| state.mailed);
            if runs && !mailed {
                self.row.objection_until = None;
                self.remarked(Some(Remark::EndNotMailed));
            } else if runs && !notify::reaches_customer(self, &self.people(change).await?) {
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
        // The acknowledgement of what was split off tells none of the messages that came along.
        if self.news.iter().any(|(_, what)| matches!(what, What::Opened { .. })) {
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

    async fn write_history(&self, change: &Change, now: i64) -> Result<Vec<i64>, Fault> {
        let (ticket, version, internal) = (self.row.id, self.row.version, self.row.internal);
        let mut ids = Vec::with_capacity(self.news.len());
        for (by, what) in &self.news {
            // What opened it may have waited to be fetched.
            let at = if matches!(what, What::Opened { .. }) { self.row.opened_at } else { now };
            let spot = Spot { ticket, at, version, stage: self.stage, internal };
            let entry = record(change.db(), spot, by, what).await?;
            let inner = what.audience() == Audience::Internal;
            attach(change.db(), by.id.unwrap_or(0), ticket, entry, inner, what.documents()).await?;
            ids.push(entry);
        }
        Ok(ids)
    }

    async fn save(&self, change: &Change) -> Result<(), Fault> {
        let (row, house) = (&self.row, self.house);
        // Nobody at the customer can decide about what was not released.
        let waits = self.stage == Stage::WaitingForApproval;
        let rests = waits && rests(change.db(), row.id, row.stage_since).await?;
        let waits_for = if rests { WaitsFor::Staff } else { self.stage.waits_for() };
        let sql = "UPDATE ticket SET stage = $2, stage_since = $3, is_open = $4, waits_for = $5, class = $6,
          priority = $7, kind = $8, organisation_id = $9, asset_id = $10, author_id = $11, assignee_id = $12,
          team_id = $13, changed_at = $14, planned_on = $15, due_at = $16, queue_key = $17, specification = $18,
          version = $19, plan = $20, policy = $21, objection_until = $22, objected_at = $23, acceptance_id = $24,
          author_name = $25, author_email = $26, author_lang = $27 WHERE id = $1";
        let values = [
            row.id.into(),
            row.stage.clone().into(),
            row.stage_since.into(),
            self.stage.is_open().into(),
            waits_for.code().into(),
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
            row.author_name.clone().into(),
            row.author_email.clone().into(),
            row.author_lang.clone().into(),
        ];
        run(change.db(), sql, values).await?;
        Ok(())
    }

    async fn index(&mut self, change: &Change) -> Result<(), Fault> {
        let first = self.found.take();
        let new = first.is_some();
        let mut words = first.unwrap_or_default();
        for (_, what) in &self.news {
            let Some(text) = what.words() else { continue };
            let internal = what.audience() == Audience::Internal;
            let into = if internal { &mut words.inner } else { &mut words.public };
            into.push_str(text);
            into.push(' ');
        }
        let placed = self.news.iter().any(|(_, what)| matches!(what, What::Placed { .. }));
        let organisation = self.row.organisation_id.filter(|_| placed).map(|id| format!("o{id}"));
        let led = self.news.iter().any(|(_, what)| matches!(what, What::OnBehalf { .. }));
        if led {
            words.inner.push_str(&format!("{} {}", self.row.author_name, self.row.author_email));
        }
        let people = self.joined.iter().copied().chain(self.row.author_id.filter(|_| led));
        words.marks.extend(organisation.into_iter().chain(people.map(|id| format!("p{id}"))));
        words.write(change.db(), self.row.id, new).await
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
