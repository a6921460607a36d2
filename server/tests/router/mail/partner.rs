//! Partners of the house by mail (A4): they are no customers, so nothing waits for them, and they read no prices.
use super::bounced::{EXIM, report, runs, work_done};
use super::{arrives, first_mail, reply, text};
use crate::{TestHouse, on_both};
use app::ticket::view::TicketView;
use axum::http::StatusCode;
use domain::id::PersonId;
use domain::letter::thread::Decision;
use domain::person::Role;

const SVEN: &str = "sven.paulsen@example.de";
/// That an hour costs something.
const COSTS: &str = "text_body LIKE '%€%'";

/// A partner takes part in the ticket that is there.
async fn joins(house: &TestHouse) -> PersonId {
    let sven = house.person("partner", "Sven Paulsen").await;
    house
        .run("INSERT INTO participant (ticket_id, person_id) SELECT id, $1 FROM ticket", [sven.0.into()])
        .await;
    sven
}

/// Letters to an address of which this is so.
async fn letters(house: &TestHouse, to: &str, which: &str) -> i64 {
    house.number(&format!("SELECT COUNT(*) FROM letter WHERE to_email = '{to}' AND {which}")).await
}

async fn closed(house: &TestHouse) {
    house.run("UPDATE ticket SET stage = 'closed', is_open = FALSE", []).await;
}

on_both! {
    async fn the_copy_of_a_partner_keeps_no_window_running(house: TestHouse) {
        first_mail(&house).await;
        joins(&house).await;
        work_done(&house).await;
        assert_eq!(letters(&house, SVEN, "text_body LIKE '%Die Kasse geht wieder.%'").await, 1, "he is told all the same");
        let id = text(&house, "SELECT message_id FROM letter WHERE to_email = 'vera.albers@example.de' ORDER BY id DESC LIMIT 1").await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert!(!runs(&house).await);
        let told = "internal = TRUE AND text_body LIKE '%Einspruchsfrist läuft deshalb nicht%'";
        assert_eq!(letters(&house, "katrin.sommer@example.de", told).await, 1);
    }

    async fn a_ticket_with_a_partner_alone_has_no_window(house: TestHouse) {
        first_mail(&house).await;
        joins(&house).await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let number = house.number("SELECT number FROM ticket").await.to_string();
        // Also who writes without account from the address of a partner is no customer.
        for author in ["", SVEN] {
            let sql = "UPDATE ticket SET stage = 'in_triage', is_open = TRUE, author_id = NULL, author_email = $1";
            house.run(sql, [author.into()]).await;
            let fields = [("number", &*number), ("to", "done"), ("note", "Geht wieder."), ("key", &crate::house::key())];
            assert_eq!(katrin.call("ticket/move", &fields).await.status, StatusCode::OK);
            assert!(!runs(&house).await, "{author}");
            assert_eq!(letters(&house, SVEN, "text_body LIKE '%/completion?token%'").await, 0, "{author}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark' AND data LIKE '%nobody_told%'").await, 2);
    }

    async fn a_partner_goes_on_with_a_closed_ticket_under_their_account(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let sven = joins(&house).await;
        closed(&house).await;
        let receipt = arrives(&house, &reply(SVEN, "s1", &id, "Der Server startet heute Nacht neu.")).await;
        assert!(matches!(receipt.decision, Decision::NewTicket { linked_to: Some(_), .. }), "{receipt:?}");
        let number = receipt.ticket.unwrap().0.to_string();
        let sql = format!("SELECT COUNT(*) FROM ticket WHERE number = {number} AND author_id = {} AND organisation_id IS NOT NULL", sven.0);
        assert_eq!(house.number(&sql).await, 1);
        let sven = house.browser(sven).await;
        let seen: TicketView = sven.call("ticket", &[("number", &number)]).await.json();
        assert_eq!(seen.entries[0].by.as_ref().map(|by| by.name.as_str()), Some("Sven Paulsen"));
        // What they write next stays there.
        let more = arrives(&house, &reply(SVEN, "s2", &id, "Er läuft wieder.")).await;
        assert!(matches!(more.decision, Decision::Append { .. }), "{more:?}");
        assert_eq!(more.ticket, receipt.ticket);
    }

    async fn a_partner_who_writes_first_sees_what_they_wrote(house: TestHouse) {
        let sven = house.person("partner", "Sven Paulsen").await;
        let receipt = arrives(&house, "From: sven.paulsen@example.de\nSubject: Wartung\nMessage-ID: <s1@example.de>\n\nDer Server startet neu.\n").await;
        let number = receipt.ticket.unwrap().0.to_string();
        assert_eq!(house.browser(sven).await.call("ticket", &[("number", &number)]).await.status, StatusCode::OK);
    }

    async fn who_works_here_and_answers_a_closed_ticket_writes_on_it(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let katrin = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        house.run("UPDATE ticket SET assignee_id = $1", [katrin.0.into()]).await;
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Es eilt.")).await;
        let hers = text(&house, "SELECT message_id FROM letter WHERE to_email = 'katrin.sommer@example.de' ORDER BY id DESC LIMIT 1").await;
        closed(&house).await;
        let receipt = arrives(&house, &reply("katrin.sommer@example.de", "k1", &hers, "Noch ein Hinweis dazu.")).await;
        assert!(matches!(receipt.decision, Decision::Append { internal: false, .. }), "{receipt:?}");
        assert_eq!((receipt.ticket, house.number("SELECT COUNT(*) FROM ticket").await), (first.ticket, 1));
        assert_eq!(text(&house, "SELECT stage FROM ticket").await, "closed");
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message' AND by_staff = TRUE").await, 1);
        assert_eq!(letters(&house, "vera.albers@example.de", "text_body LIKE '%Noch ein Hinweis%'").await, 1);
    }
}

/// Whoever writes from the address of an account that is no customer's is acknowledged without what an hour costs.
async fn prices_are_for_customers(house: TestHouse) {
    first_mail(&house).await;
    assert_eq!(letters(&house, "vera.albers@example.de", COSTS).await, 1);
    house.person("partner", "Sven Paulsen").await;
    house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
    for from in [SVEN, "katrin.sommer@example.de"] {
        arrives(
            &house,
            &format!("From: {from}\nSubject: Wartung\nMessage-ID: <n-{from}>\n\nDer Server startet neu.\n"),
        )
        .await;
        let acknowledged = "internal = FALSE AND headers LIKE '%acknowledges%'";
        assert_eq!(letters(&house, from, acknowledged).await, 1, "{from}");
        assert_eq!(letters(&house, from, COSTS).await, 0, "{from}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prices_are_for_customers_sqlite() {
    prices_are_for_customers(TestHouse::with_preset("shop-quick-tickets").await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prices_are_for_customers_postgres() {
    prices_are_for_customers(TestHouse::with_preset_on_postgres("shop-quick-tickets").await).await;
}
