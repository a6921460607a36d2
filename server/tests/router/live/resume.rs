//! What open pages are told that missed something.
use super::{Stream, happens, ids, scene};
use crate::{TestHouse, on_both};
use domain::live::{LiveEvent, Notice};
use server::live::replay;
use server::store::{insert, run};

async fn happens_in_order(house: &TestHouse, count: usize) {
    for _ in 0..count {
        let mut change = house.house.store.change().await.unwrap();
        if house.house.store.backend() == sea_orm::DbBackend::Postgres {
            run(change.db(), "SELECT pg_advisory_xact_lock(1)", []).await.unwrap();
        }
        let sql = "INSERT INTO entry (ticket_id, at, by_name, by_staff, internal, what, data, version, stage) \
            SELECT id, 0, '', TRUE, FALSE, 'message', '{}', 2, 'received' FROM ticket WHERE number = 1001 RETURNING id";
        let id = insert(change.db(), sql, []).await.unwrap();
        change.tell(replay::event(change.db(), id).await.unwrap().unwrap());
        change.commit().await.unwrap();
    }
}

on_both! {
    async fn a_page_resumes_after_a_restart_without_loss_or_doubles(house: TestHouse) {
        let scene = scene(&house).await;
        let mut before = Stream::open(&scene.customer, "/live").await;
        let first = happens(&house, 1001, "message", false).await;
        assert_eq!(before.notice().await.id, first);
        let restarted = house.restarted().await;
        assert_eq!(before.next().await, None, "a closing house ends its streams without bye");
        let missed = [happens(&restarted, 1001, "message", false).await, happens(&restarted, 1001, "moved", false).await];
        let mut after = Stream::resumed(&scene.customer.at(&restarted), first).await;
        let live = happens(&restarted, 1001, "message", false).await;
        let heard = [after.notice().await, after.notice().await, after.notice().await];
        assert_eq!(ids(&heard), [missed[0], missed[1], live]);
        // Without anything missed the stream goes on where it was.
        let mut current = Stream::open(&scene.customer.at(&restarted), &format!("/live?after={live}")).await;
        assert_eq!(current.event("hello").await.id, live);
    }

    async fn what_is_not_stored_is_read_anew_only_where_some_was_told_meanwhile(house: TestHouse) {
        let scene = scene(&house).await;
        let beat = async || scene.staff.call("me", &[]).await.json::<app::person::view::Me>().beat;
        let address = |beat: &str| format!("/live?beat={beat}");
        let known = beat().await;
        let mut calm = Stream::open(&scene.staff, &address(&known)).await;
        calm.event("hello").await;
        let message = happens(&house, 1001, "message", false).await;
        assert_eq!(calm.notice().await.id, message, "what is stored is told by itself");
        Stream::open(&scene.staff, &address(&known)).await.event("hello").await;
        house.house.live.publish(server::live::Told::Mail);
        let mut late = Stream::open(&scene.staff, &address(&known)).await;
        late.event("hello").await;
        late.event("missed").await;
        let known = beat().await;
        let mut calm = Stream::open(&scene.staff, &address(&known)).await;
        calm.event("hello").await;
        let message = happens(&house, 1001, "message", false).await;
        assert_eq!(calm.notice().await.id, message);
        let restarted = house.restarted().await;
        let mut after = Stream::open(&scene.staff.at(&restarted), &address(&known)).await;
        after.event("hello").await;
        after.event("missed").await;
    }

    async fn nothing_falls_between_catching_up_and_listening(house: TestHouse) {
        const ALL: usize = 120;
        let scene = scene(&house).await;
        let write = async {
            for _ in 0..ALL {
                happens(&house, 1001, "message", false).await;
            }
        };
        let read = async {
            let (mut heard, mut last) = (Vec::new(), 0);
            while heard.len() < ALL {
                // Cut off after a few events, again and again, while others are written.
                let mut stream = Stream::open(&scene.customer, &format!("/live?after={last}")).await;
                for _ in 0..(heard.len() % 4 + 1).min(ALL - heard.len()) {
                    last = stream.notice().await.id;
                    heard.push(last);
                }
            }
            heard
        };
        let ((), heard) = tokio::join!(write, read);
        let wanted: Vec<i64> = (1..=i64::try_from(ALL).unwrap()).collect();
        assert_eq!(heard, wanted);
    }

    async fn changes_made_at_once_are_told_in_their_order(house: TestHouse) {
        let scene = scene(&house).await;
        let mut staff = Stream::open(&scene.staff, "/live").await;
        staff.event("hello").await;
        let (one, two) = (happens_in_order(&house, 20), happens_in_order(&house, 20));
        tokio::join!(one, two);
        let mut last = 0;
        for _ in 0..40 {
            let notice = staff.notice().await;
            assert!(notice.id > last);
            last = notice.id;
        }
    }

    async fn a_page_that_missed_too_much_reads_anew(house: TestHouse) {
        let scene = scene(&house).await;
        let sql = "INSERT INTO entry (ticket_id, at, by_name, by_staff, internal, what, data, version, stage) \
            SELECT t.id, 0, '', TRUE, FALSE, 'message', '{}', 2, 'received' FROM ticket t, (SELECT number FROM ticket) a WHERE t.number = 1001";
        for _ in 0..=replay::MOST / 2 {
            house.run(sql, []).await;
        }
        let newest = replay::newest(house.house.store.read()).await.unwrap();
        house.house.live.catch_up(newest);
        let mut stream = Stream::resumed(&scene.customer, 1).await;
        assert_eq!(stream.event("reset").await.id, newest);
        // An id of another history, as after a restored backup.
        let mut stream = Stream::resumed(&scene.customer, newest + 1000).await;
        assert_eq!(stream.event("reset").await.id, newest);
        let next = happens(&house, 1001, "message", false).await;
        assert_eq!(stream.notice().await.id, next);
    }

    async fn a_page_that_cannot_follow_reads_anew(house: TestHouse) {
        let scene = scene(&house).await;
        let mut slow = Stream::open(&scene.customer, "/live").await;
        slow.event("hello").await;
        let presence = |id| {
            let notice = Notice { id, ticket: domain::ticket::number::TicketNumber(1001), change: domain::live::Change::Presence, stage: domain::ticket::Stage::Received, version: 1, by: None };
            server::live::Told::Event { event: LiveEvent { notice, organisation: Some(scene.albers), people: vec![], internal: false } }
        };
        for _ in 0..5000 {
            house.house.live.publish(presence(0));
        }
        slow.event("reset").await;
        // What is not stored has no id and is told whatever came before.
        house.house.live.publish(presence(0));
        assert_eq!(slow.notice().await.change, domain::live::Change::Presence);
    }
}
