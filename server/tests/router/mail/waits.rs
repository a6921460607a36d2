//! What staff let in out of quarantine is taken back: the mail waits again, and nobody outside reads it any more (B4).
use super::{arrives, first_mail, reply, text};
use crate::house::key;
use crate::ticket::write;
use crate::{Browser, TestHouse, on_both};
use app::error::AppError;
use app::letter::view::{MailState, MailView, MailsView};
use app::ticket::view::TicketView;
use axum::http::StatusCode;
use domain::id::{OrganisationId, PersonId};
use domain::input::Reason;
use domain::person::{Rights, Role};
use domain::ticket::Audience;
use domain::ticket::timeline::What;

const AGAIN: &str = "Wieder zur Entscheidung stellen";

async fn lead(house: &TestHouse) -> Browser {
    house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await
}

async fn vera(house: &TestHouse) -> Browser {
    let sql = "SELECT id FROM person WHERE email = 'vera.albers@example.de'";
    house.browser(PersonId(house.number(sql).await)).await
}

/// The newest mail as staff see it.
async fn newest(katrin: &Browser) -> MailView {
    katrin.call("mails", &[("show", "all")]).await.json::<MailsView>().mails.remove(0)
}

async fn settle(katrin: &Browser, deed: &str, ticket: &str) -> StatusCode {
    let id = newest(katrin).await.id.to_string();
    katrin.call("mails/settle", &[("id", &id), ("deed", deed), ("ticket", ticket)]).await.status
}

/// Takes it back by the plain form of a page.
async fn undo_plainly(katrin: &Browser, page: &str) {
    let id = newest(katrin).await.id.to_string();
    assert!(katrin.get(page).await.text().contains(AGAIN), "{page}");
    let answer = katrin.post("mails/settle", page, &[("id", &id), ("deed", "undo"), ("key", &key())]).await;
    assert!(answer.status.is_redirection(), "{}", answer.status);
}

on_both! {
    async fn what_was_attached_waits_again_and_customers_read_it_no_more(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let number = first.ticket.unwrap().0.to_string();
        let (katrin, vera) = (lead(&house).await, vera(&house).await);
        arrives(&house, &reply("x@anderswo.de", "x1", &id, "Das Protokoll liegt bei.")).await;
        let told = "SELECT COUNT(*) FROM letter WHERE text_body LIKE '%Protokoll%'";
        let reads = async || vera.call("ticket", &[("number", &number)]).await.text().contains("Protokoll");
        let page = format!("/tickets/{number}");
        for from in ["/mails?show=all", page.as_str()] {
            assert_eq!(settle(&katrin, "attach", &number).await, StatusCode::OK);
            let mail = newest(&katrin).await;
            assert_eq!((mail.state, mail.moved, mail.waited), (MailState::Append, false, true));
            assert!(reads().await);
            assert_eq!(house.number(told).await, 1);
            undo_plainly(&katrin, from).await;
            let mail = newest(&katrin).await;
            assert_eq!((mail.state, mail.ticket, mail.stands, mail.waited), (MailState::Quarantine, first.ticket, false, false));
            assert!(!reads().await);
            assert_eq!(house.number(told).await, 0, "what had not left does not leave");
        }
        assert_eq!(settle(&katrin, "undo", "").await, StatusCode::OK, "twice is as good as once");
        assert_eq!(katrin.call("mails", &[]).await.json::<MailsView>().waiting, 1);
        // Staff read what stood there, and that it stands there no more.
        let seen: TicketView = katrin.call("ticket", &[("number", &number)]).await.json();
        let said = |what: &What| matches!(what, What::Message { body, .. } if body.contains("Protokoll"));
        let stood: Vec<Audience> = seen.entries.iter().filter(|entry| said(&entry.what)).map(|entry| entry.audience).collect();
        assert_eq!(stood, [Audience::Internal; 2]);
        let page = katrin.get(&page).await.text();
        assert!(page.contains("E-Mail von x@anderswo.de wartet wieder auf eine Entscheidung") && !page.contains(AGAIN), "{page}");
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 1);
    }

    async fn a_move_after_it_is_taken_back_first(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let katrin = lead(&house).await;
        let other = arrives(&house, "From: vera.albers@example.de\nSubject: Waage\nMessage-ID: <w1@example.de>\n\nDie Waage.\n").await.ticket.unwrap();
        arrives(&house, &reply("x@anderswo.de", "x1", &id, "Das Protokoll.")).await;
        assert_eq!(settle(&katrin, "attach", &first.ticket.unwrap().0.to_string()).await, StatusCode::OK);
        assert_eq!(settle(&katrin, "move", &other.0.to_string()).await, StatusCode::OK);
        for state in [MailState::Append, MailState::Quarantine] {
            assert_eq!(settle(&katrin, "undo", "").await, StatusCode::OK);
            let mail = newest(&katrin).await;
            assert_eq!((mail.state, mail.ticket), (state, first.ticket));
        }
    }

    async fn a_ticket_that_was_opened_for_it_ends_unless_more_happened_there(house: TestHouse) {
        first_mail(&house).await;
        let katrin = lead(&house).await;
        arrives(&house, "From: x@anderswo.de\nSubject: \nMessage-ID: <e1@anderswo.de>\n\n \n").await;
        assert_eq!(newest(&katrin).await.state, MailState::Quarantine);
        assert_eq!(settle(&katrin, "open", "").await, StatusCode::OK);
        let opened = newest(&katrin).await.ticket.unwrap().0;
        // What the house sent to its writer did not leave yet.
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'x@anderswo.de'").await, 1);
        undo_plainly(&katrin, "/mails?show=all").await;
        let mail = newest(&katrin).await;
        assert_eq!((mail.state, mail.ticket), (MailState::Quarantine, None));
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'x@anderswo.de'").await, 0);
        let ended = format!("SELECT COUNT(*) FROM ticket WHERE number = {opened} AND stage = 'closed' AND internal = TRUE");
        assert_eq!(house.number(&ended).await, 1);
        // Once more, and somebody answers.
        assert_eq!(settle(&katrin, "open", "").await, StatusCode::OK);
        let mail = newest(&katrin).await;
        let next = mail.ticket.unwrap().0;
        assert_ne!(next, opened);
        write(&katrin, next, "Was möchten Sie uns sagen?", &[]).await.json::<()>();
        let answer = katrin.call("mails/settle", &[("id", &mail.id.to_string()), ("deed", "undo")]).await;
        assert_eq!(answer.error(), AppError::field("ticket", Reason::MailAnswered));
        assert_eq!(newest(&katrin).await.ticket, mail.ticket);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE is_open = TRUE").await, 2);
    }

    async fn who_was_let_in_with_it_takes_no_part_any_more(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let number = first.ticket.unwrap().0.to_string();
        let katrin = lead(&house).await;
        let organisation = OrganisationId(house.number("SELECT id FROM organisation").await);
        let nils = house.browser(house.contact("Nils Albers", organisation, Rights::default()).await).await;
        arrives(&house, &reply("nils.albers@example.de", "n1", &id, "Ich vertrete Vera.")).await;
        let mail = newest(&katrin).await.id.to_string();
        let fields = [("id", &*mail), ("deed", "attach"), ("ticket", &*number), ("join", "1")];
        assert_eq!(katrin.call("mails/settle", &fields).await.status, StatusCode::OK);
        assert_eq!(nils.call("ticket", &[("number", &number)]).await.status, StatusCode::OK);
        assert_eq!(settle(&katrin, "undo", "").await, StatusCode::OK);
        assert_eq!(nils.call("ticket", &[("number", &number)]).await.status, StatusCode::NOT_FOUND);
        assert!(!vera(&house).await.call("ticket", &[("number", &number)]).await.text().contains("Ich vertrete Vera."));
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'person_added' AND withdrawn = FALSE").await, 0);
    }

    async fn what_the_rules_placed_never_waited(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let katrin = lead(&house).await;
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Es eilt.")).await;
        assert!(!newest(&katrin).await.waited);
        assert_eq!(settle(&katrin, "undo", "").await, StatusCode::OK);
        assert_eq!(newest(&katrin).await.state, MailState::Append);
        assert_eq!(text(&house, "SELECT decision FROM mail ORDER BY id LIMIT 1").await, "new_ticket");
    }
}
