//! Tickets through the router.
mod acceptance;
pub mod facts;
mod hold;
mod internal;
mod list;
pub mod merge;
mod missed;
mod objection;
mod open;
mod plan;
mod progress;
mod shift;
pub mod split;
mod stranger;
mod write;

use crate::TestHouse;
use crate::house::{Answer, Browser, key};
use app::ticket::view::{TicketLine, TicketList, TicketView};
use domain::id::{OrganisationId, PersonId};
use domain::person::{Rights, Role};
use domain::ticket::Stage;
use domain::ticket::acceptance::Verdict;
use domain::ticket::timeline::What;

/// An agency with a lead, a team and two customers.
pub struct Scene {
    pub house: TestHouse,
    pub albers: OrganisationId,
    pub brandt: OrganisationId,
    /// Contact of Albers with no right but her own tickets.
    pub vera: Browser,
    pub vera_id: PersonId,
    /// Contact of Albers who sees all and accepts results.
    pub max: Browser,
    pub max_id: PersonId,
    /// Contact of Brandt with every right there.
    pub fritz: Browser,
    pub fritz_id: PersonId,
    /// Project lead of Albers.
    pub lena: Browser,
    pub lena_id: PersonId,
    /// Member of the team.
    pub tom: Browser,
    pub tom_id: PersonId,
    /// Accounting.
    pub anke: Browser,
    /// A partner.
    pub petra: Browser,
    pub team: i64,
}

impl Scene {
    pub async fn of(house: TestHouse) -> Self {
        let (albers, brandt) =
            (house.organisation("Albers Möbelhaus").await, house.organisation("Brandt Logistik").await);
        let vera_id = house.contact("Vera Albers", albers, Rights::default()).await;
        let all = Rights { sees_all: true, accepts_results: true, ..Rights::default() };
        let max_id = house.contact("Max Kunde", albers, all.clone()).await;
        let fritz_id = house.contact("Fritz Brandt", brandt, all).await;
        let lena_id = house.staff("Lena Lead", &[Role::ProjectLead]).await;
        let tom_id = house.staff("Tom Team", &[Role::TeamMember]).await;
        let anke_id = house.staff("Anke Zahl", &[Role::Accounting]).await;
        let petra_id = house.person("partner", "Petra Host").await;
        let team = house.team("Webteam", &[tom_id]).await;
        house
            .run(
                "UPDATE organisation SET project_lead_id = $1 WHERE id = $2",
                [lena_id.0.into(), albers.0.into()],
            )
            .await;
        Self {
            vera: house.browser(vera_id).await,
            max: house.browser(max_id).await,
            fritz: house.browser(fritz_id).await,
            lena: house.browser(lena_id).await,
            tom: house.browser(tom_id).await,
            anke: house.browser(anke_id).await,
            petra: house.browser(petra_id).await,
            house,
            albers,
            brandt,
            vera_id,
            max_id,
            fritz_id,
            lena_id,
            tom_id,
            team,
        }
    }

    /// A letter's recipients and texts, oldest first.
    pub async fn letters(&self) -> Vec<(String, String)> {
        #[derive(sea_orm::FromQueryResult)]
        struct Row {
            to_email: String,
            subject: String,
            text_body: String,
        }
        let sql = "SELECT to_email, subject, text_body FROM letter ORDER BY id";
        let rows: Vec<Row> = server::store::all(self.house.house.store.read(), sql, []).await.unwrap();
        rows.into_iter()
            .map(|row| {
                let name = row.to_email.split('@').next().unwrap().to_owned();
                (name, format!("{}\n{}", row.subject, row.text_body))
            })
            .collect()
    }

    /// Forgets the letters so far.
    pub async fn clear_letters(&self) {
        self.house.run("DELETE FROM letter", []).await;
    }

    /// Who got letters since the last time they were cleared.
    pub async fn reached(&self) -> Vec<String> {
        let mut names: Vec<_> = self.letters().await.into_iter().map(|(to, _)| to).collect();
        names.sort();
        names
    }

    /// Puts a ticket into a state, past the rules.
    pub async fn put(&self, number: i64, stage: Stage) {
        let sql = "UPDATE ticket SET stage = $1, is_open = $2, queue_key = queue_key % 4611686018427387904 + $4 WHERE number = $3";
        let over = if stage.is_open() { 0 } else { domain::ticket::queue::OVER };
        self.house.run(sql, [stage.code().into(), stage.is_open().into(), number.into(), over.into()]).await;
    }
}

/// Opens a ticket with nothing but a title.
/// The company offers quick tickets, too.
pub async fn offer_quick_types(scene: &Scene) {
    let sonja = scene.house.staff("Sonja Schnell", &[Role::SupportManager]).await;
    let sonja = scene.house.browser(sonja).await;
    let text = sonja.get("/policy/export/1").await.text();
    let types = "[[type]]\ncode = \"quick_normal\"\nfactor_percent = 150\n\n[[type]]\ncode = \"quick_high\"\nfactor_percent = 200\n\n[[class]]";
    let text = text.replacen("[[class]]", types, 1);
    sonja.call("policy/import", &[("key", &key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView = sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let seen = draft.seen.to_string();
    let fields = [("key", &*key()), ("seen", &seen), ("note", "Schnelle Anliegen")];
    sonja.call("policy/publish", &fields).await.json::<()>();
}

pub async fn open(browser: &Browser, title: &str) -> i64 {
    open_with(browser, title, &[]).await.json()
}

pub async fn open_with(browser: &Browser, title: &str, more: &[(&str, &str)]) -> Answer {
    let key = key();
    let mut fields =
        vec![("key", key.as_str()), ("title", title), ("description", "Seit heute früh geht es nicht.")];
    fields.extend(more);
    browser.call("ticket/open", &fields).await
}

pub async fn page(browser: &Browser, number: i64) -> TicketView {
    browser.call("ticket", &[("number", &number.to_string())]).await.json()
}

/// Writes against the present version.
pub async fn write(browser: &Browser, number: i64, body: &str, more: &[(&str, &str)]) -> Answer {
    let (key, number) = (key(), number.to_string());
    let mut fields = vec![("key", key.as_str()), ("number", &number), ("body", body), ("seen", "9999")];
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    browser.call("ticket/write", &fields).await
}

pub async fn shift(browser: &Browser, number: i64, to: Stage, note: &str) -> Answer {
    let (key, number) = (key(), number.to_string());
    let fields = [("key", key.as_str()), ("number", &number), ("to", to.code()), ("note", note)];
    browser.call("ticket/move", &fields).await
}

/// Puts a version on the test system.
pub async fn ready(browser: &Browser, number: i64, version: &str, place: &str) -> Answer {
    let (key, number) = (key(), number.to_string());
    let fields = [
        ("key", key.as_str()),
        ("number", &number),
        ("to", Stage::ReadyForAcceptance.code()),
        ("note", "Bitte testen"),
        ("version", version),
        ("place", place),
    ];
    browser.call("ticket/move", &fields).await
}

pub async fn judge(browser: &Browser, number: i64, offer: i64, verdict: Verdict, reason: &str) -> Answer {
    let (key, number, offer) = (key(), number.to_string(), offer.to_string());
    let fields = [
        ("key", key.as_str()),
        ("number", &number),
        ("offer", &offer),
        ("verdict", verdict.code()),
        ("reason", reason),
    ];
    browser.call("ticket/judge", &fields).await
}

/// Accepts what lies on the test system.
pub async fn accept(browser: &Browser, number: i64) {
    let offer = page(browser, number).await.acceptances.last().unwrap().id;
    judge(browser, number, offer, Verdict::Accepted, "").await.json::<()>();
}

pub async fn hand_over(browser: &Browser, number: i64, team: i64, specification: &str, note: &str) -> Answer {
    let (key, number, team) = (key(), number.to_string(), team.to_string());
    let fields = [
        ("key", key.as_str()),
        ("number", &number),
        ("team", &team),
        ("specification", specification),
        ("note", note),
    ];
    browser.call("ticket/hand-over", &fields).await
}

pub async fn list(browser: &Browser, query: &str) -> TicketList {
    browser.call("tickets", &[("query", query)]).await.json()
}

/// Titles of a list.
pub fn titles(lines: &[TicketLine]) -> Vec<&str> {
    lines.iter().map(|line| line.title.as_str()).collect()
}

/// What happened, as codes.
pub fn codes(page: &TicketView) -> Vec<&'static str> {
    page.entries.iter().map(|entry| entry.what.code()).collect()
}

/// The texts of public messages.
pub fn messages(page: &TicketView) -> Vec<&str> {
    page.entries
        .iter()
        .filter_map(|entry| match &entry.what {
            What::Message { body, .. } | What::Opened { body, .. } => Some(body.as_str()),
            _ => None,
        })
        .collect()
}

/// The next event on the house's bus.
pub async fn heard(
    live: &mut tokio::sync::broadcast::Receiver<server::live::Heard>,
) -> domain::live::LiveEvent {
    match live.recv().await.unwrap().told.as_ref() {
        server::live::Told::Event { event } => event.clone(),
        other => panic!("{other:?}"),
    }
}
