//! What only several servers on one database have.
use super::{Stream, happens, scene};
use crate::TestHouse;
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_on_one_database_hear_each_other() {
    let house = TestHouse::postgres().await;
    let twin = house.twin().await;
    let scene = scene(&house).await;
    let mut there = Stream::open(&scene.customer.at(&twin), "/live").await;
    there.event("hello").await;
    let message = happens(&house, 1001, "message", false).await;
    assert_eq!(there.notice().await.id, message);
    // A page may come back to the other server.
    let next = happens(&twin, 1001, "moved", false).await;
    let mut here = Stream::resumed(&scene.customer.at(&house), message).await;
    assert_eq!(here.notice().await.id, next);
    // Signing out at one ends the stream at the other.
    there.notice().await;
    assert_eq!(scene.customer.call("sign-out", &[]).await.status, StatusCode::OK);
    there.event("bye").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_with_very_many_people_arrives_all_the_same() {
    let house = TestHouse::postgres().await;
    let scene = scene(&house).await;
    let many = "INSERT INTO person (kind, name, email, lang, account, created_at) SELECT 'staff', 'N', 'n' || i, 'de', 'active', 0 FROM generate_series(1, 3000) i";
    house.run(many, []).await;
    house.run("INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE t.number = 1001 AND p.name = 'N'", []).await;
    let mut stream = Stream::open(&scene.customer, "/live").await;
    stream.event("hello").await;
    let message = happens(&house, 1001, "message", false).await;
    assert_eq!(stream.notice().await.id, message);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_to_the_database_is_made_up_for() {
    let house = TestHouse::postgres().await;
    let scene = scene(&house).await;
    let mut stream = Stream::open(&scene.customer, "/live").await;
    stream.event("hello").await;
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    assert_eq!(house.number(cut).await, 1);
    stream.event("reset").await;
    let message = happens(&house, 1001, "message", false).await;
    assert_eq!(stream.notice().await.id, message);
}
