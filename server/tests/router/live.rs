//! What open pages are told, and when.
mod resume;
mod twins;

use crate::house::Browser;
use crate::{TestHouse, on_both};
use axum::body::{Body, BodyDataStream};
use axum::http::StatusCode;
use domain::id::{OrganisationId, PersonId};
use domain::live::Notice;
use domain::person::{Rights, Role};
use futures::StreamExt as _;
use server::live::replay;
use server::store::{insert, run};
use std::time::Duration;

/// An open stream and what was read of it.
pub struct Stream {
    body: BodyDataStream,
    text: String,
}

/// One server-sent event.
#[derive(Debug, PartialEq)]
pub struct Event {
    kind: String,
    id: i64,
    data: String,
}

impl Stream {
    pub async fn open(browser: &Browser, path: &str) -> Self {
        Self::with(browser.request("GET", path), browser).await
    }

    async fn resumed(browser: &Browser, last: i64) -> Self {
        Self::with(browser.request("GET", "/live").header("Last-Event-ID", last), browser).await
    }

    async fn with(request: axum::http::request::Builder, browser: &Browser) -> Self {
        let answer = browser.open(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert!(!answer.headers().contains_key("content-encoding"));
        Self { body: answer.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event; `None` where the stream ended.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                let field =
                    |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let Some(data) = field("data: ") else { continue };
                let id = field("id: ").map_or(0, |id| id.parse().unwrap());
                return Some(Event { kind: field("event: ").unwrap_or_default(), id, data });
            }
            let more =
                tokio::time::timeout(Duration::from_secs(10), self.body.next()).await.expect("nothing came");
            self.text.push_str(std::str::from_utf8(&more?.unwrap()).unwrap());
        }
    }

    /// The next notice; skips how far the stream is.
    pub async fn notice(&mut self) -> Notice {
        loop {
            let event = self.next().await.expect("the stream ended");
            match event.kind.as_str() {
                "hello" => {}
                "" => return serde_json::from_str(&event.data).unwrap(),
                other => panic!("{other}: {}", event.data),
            }
        }
    }

    /// Waits until it is told that other mails wait; skips all else.
    pub async fn mail(&mut self) {
        while self.next().await.expect("the stream ended").kind != "mail" {}
    }

    /// Waits until it is told that invoices changed; skips all else.
    pub async fn invoice(&mut self) {
        while self.next().await.expect("the stream ended").kind != "invoice" {}
    }

    /// How often it is told that invoices changed before something is of this ticket.
    pub async fn invoices_before(&mut self, ticket: i64) -> usize {
        let mut count = 0;
        loop {
            let event = self.next().await.expect("the stream ended");
            match event.kind.as_str() {
                "invoice" => count += 1,
                "" if serde_json::from_str::<Notice>(&event.data).unwrap().ticket.0 == ticket => {
                    return count;
                }
                _ => {}
            }
        }
    }

    async fn event(&mut self, kind: &str) -> Event {
        let event = self.next().await.expect("the stream ended");
        assert_eq!(event.kind, kind, "{event:?}");
        event
    }
}

/// A ticket's row.
async fn ticket(house: &TestHouse, number: i64, organisation: Option<OrganisationId>, author: PersonId) {
    let sql = "INSERT INTO ticket (number, title, stage, stage_since, is_open, waits_for, channel, kind, urgency, \
        organisation_id, software_version, author_id, author_name, author_email, internal, opened_at, changed_at, queue_key, version) \
        VALUES ($1, 'T', 'received', 0, TRUE, 'staff', 'portal', 'normal', 'normal', $2, '', $3, 'A', '', FALSE, 0, 0, 0, 1)";
    house.run(sql, [number.into(), organisation.map(|o| o.0).into(), author.0.into()]).await;
}

/// Something happens on a ticket; answers the entry's id.
async fn happens(house: &TestHouse, number: i64, what: &str, internal: bool) -> i64 {
    let mut change = house.house.store.change().await.unwrap();
    let sql = "INSERT INTO entry (ticket_id, at, by_name, by_staff, internal, what, data, version, stage) \
        SELECT id, 0, '', TRUE, $1, $2, '{}', 2, 'received' FROM ticket WHERE number = $3 RETURNING id";
    let id = insert(change.db(), sql, [internal.into(), what.into(), number.into()]).await.unwrap();
    change.tell(replay::event(change.db(), id).await.unwrap().unwrap());
    change.commit().await.unwrap();
    id
}

/// Two organisations with a contact who sees all of its own, a ticket each (1001, 1002), and somebody on staff.
struct Scene {
    vera: PersonId,
    albers: OrganisationId,
    customer: Browser,
    stranger: Browser,
    staff: Browser,
}

async fn scene(house: &TestHouse) -> Scene {
    let all = Rights { sees_all: true, ..Rights::default() };
    let (albers, brandt) = (house.organisation("Albers").await, house.organisation("Brandt").await);
    let vera = house.contact("Vera Albers", albers, all.clone()).await;
    let fritz = house.contact("Fritz Fremd", brandt, all).await;
    let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
    ticket(house, 1001, Some(albers), vera).await;
    ticket(house, 1002, Some(brandt), fritz).await;
    Scene {
        vera,
        albers,
        customer: house.browser(vera).await,
        stranger: house.browser(fritz).await,
        staff: house.browser(paula).await,
    }
}

fn ids(notices: &[Notice]) -> Vec<i64> {
    notices.iter().map(|notice| notice.id).collect()
}

on_both! {
    async fn nobody_hears_anything_but_that_the_page_is_to_be_loaded_anew(house: TestHouse) {
        let scene = scene(&house).await;
        let gone = house.browser(scene.vera).await;
        assert_eq!(gone.call("sign-out", &[]).await.status, StatusCode::OK);
        for nobody in [&house.visitor(), &gone] {
            let mut stream = Stream::open(nobody, "/live?after=0").await;
            happens(&house, 1001, "message", false).await;
            stream.event("bye").await;
            assert_eq!(stream.next().await, None);
        }
    }

    async fn everybody_hears_of_their_own_tickets_only(house: TestHouse) {
        let scene = scene(&house).await;
        let mut customer = Stream::open(&scene.customer, "/live").await;
        let mut staff = Stream::open(&scene.staff, "/live").await;
        assert_eq!(customer.event("hello").await.data, "{\"newest\":0}");
        let own = happens(&house, 1001, "message", false).await;
        let foreign = happens(&house, 1002, "message", false).await;
        let note = happens(&house, 1001, "note", true).await;
        let moved = happens(&house, 1001, "moved", false).await;
        let heard = [customer.notice().await, customer.notice().await];
        assert_eq!(ids(&heard), [own, moved]);
        assert_eq!(heard[1].change, domain::live::Change::Stage);
        assert_eq!(heard[1].ticket.0, 1001);
        let all = [staff.notice().await, staff.notice().await, staff.notice().await, staff.notice().await];
        assert_eq!(ids(&all), [own, foreign, note, moved]);
        // What was missed is filtered alike.
        let mut again = Stream::resumed(&scene.customer, 0).await;
        assert_eq!(ids(&[again.notice().await, again.notice().await]), [own, moved]);
        let hello = again.event("hello").await;
        assert_eq!((hello.id, hello.data), (moved, format!("{{\"newest\":{moved}}}")));
        let mut stranger = Stream::resumed(&scene.stranger, 0).await;
        assert_eq!(stranger.notice().await.id, foreign);
        stranger.event("hello").await;
    }

    async fn who_was_added_hears_and_who_is_not_does_not(house: TestHouse) {
        let scene = scene(&house).await;
        let partner = house.person("partner", "Hanna Hoster").await;
        let hoster = house.browser(partner).await;
        house.run("INSERT INTO participant (ticket_id, person_id) SELECT id, $1 FROM ticket WHERE number = 1001", [partner.0.into()]).await;
        let mut open = Stream::open(&hoster, "/live").await;
        open.event("hello").await;
        happens(&house, 1002, "message", false).await;
        happens(&house, 1001, "note", true).await;
        let message = happens(&house, 1001, "message", false).await;
        assert_eq!(open.notice().await.id, message);
        let mut resumed = Stream::open(&hoster, "/live?after=0").await;
        assert_eq!(resumed.notice().await.id, message);
        let _ = scene;
    }

    async fn an_ended_session_ends_its_stream_and_no_other(house: TestHouse) {
        let scene = scene(&house).await;
        let elsewhere = house.browser(scene.vera).await;
        let mut here = Stream::open(&scene.customer, "/live").await;
        let mut there = Stream::open(&elsewhere, "/live").await;
        here.event("hello").await;
        assert_eq!(scene.customer.call("sign-out", &[]).await.status, StatusCode::OK);
        here.event("bye").await;
        assert_eq!(here.next().await, None);
        let message = happens(&house, 1001, "message", false).await;
        assert_eq!(there.notice().await.id, message);
    }

    async fn a_contact_who_leaves_hears_nothing_more(house: TestHouse) {
        let scene = scene(&house).await;
        let mut stream = Stream::open(&scene.customer, "/live").await;
        stream.event("hello").await;
        let mut change = house.house.store.change().await.unwrap();
        run(change.db(), "UPDATE membership SET left_at = 1 WHERE person_id = $1", [scene.vera.0.into()]).await.unwrap();
        change.people_changed(scene.vera);
        change.commit().await.unwrap();
        happens(&house, 1001, "message", false).await;
        stream.event("bye").await;
        assert_eq!(stream.next().await, None);
    }

    async fn open_streams_are_counted(house: TestHouse) {
        let scene = scene(&house).await;
        let mut stream = Stream::open(&scene.customer, "/live").await;
        stream.event("hello").await;
        let count = |text: String| text.lines().find_map(|line| line.strip_prefix("schalter_live_streams ").map(str::to_owned));
        assert_eq!(count(house.visitor().get("/metrics").await.text()).unwrap(), "1");
        drop(stream);
        assert_eq!(count(house.visitor().get("/metrics").await.text()).unwrap(), "0");
    }
}
