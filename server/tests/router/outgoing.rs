//! The mail server that takes no mail: who sees the outbox learns it in the portal.
use crate::letter::{MailServer, send_due, with_a_letter};
use crate::{Browser, TestHouse, on_both};
use app::error::AppError;
use app::letter::view::OutgoingView;
use app::mailbox::view::MailboxesView;
use app::ticket::view::Counters;
use domain::person::Role;
use jiff::SignedDuration;
use server::letter::mailer::Transport;
use server::letter::outgoing::alarm;
use tokio::net::TcpListener;

async fn with_mail(house: &TestHouse) -> TestHouse {
    let house =
        house.restarted_with(|settings| settings.smtp_url = Some("smtp://127.0.0.1:1".to_owned())).await;
    with_a_letter(&house).await;
    house
}

async fn staff(house: &TestHouse, name: &str, role: Role) -> Browser {
    let person = house.staff(name, &[role]).await;
    house.browser(person).await
}

async fn counted(who: &Browser) -> u32 {
    who.call("counters", &[]).await.json::<Counters>().letters
}

async fn fares(who: &Browser) -> OutgoingView {
    who.call("outgoing", &[]).await.json::<Option<OutgoingView>>().unwrap()
}

async fn tries(house: &TestHouse, transport: &Transport, after: i64) -> usize {
    house.wait(SignedDuration::from_mins(after));
    send_due(&house.house, transport, house.now()).await.unwrap()
}

/// Another letter, to another address.
async fn another(house: &TestHouse, email: &str) {
    house
        .run(
            "INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, person_id, ticket_id, secret, state, attempts, next_at, written_at, occasion, answers, internal, counted)
             SELECT to_name, $1, subject, text_body, html_body, headers, '<' || $2 || message_id, person_id, ticket_id, secret, 'waiting', 0, 0, written_at, occasion, answers, internal, counted
             FROM letter ORDER BY id LIMIT 1",
            [email.into(), email.into()],
        )
        .await;
}

const NONE_LEAVES: [(&str, &str); 2] =
    [("de", "Es gehen keine E-Mails hinaus."), ("en", "No mail leaves the house.")];

on_both! {
    async fn a_password_that_expired_is_told_once_beside_the_outbox_until_mail_leaves_again(house: TestHouse) {
        let house = with_mail(&house).await;
        let ines = staff(&house, "Ines Krüger", Role::Administrator).await;
        let paula = staff(&house, "Paula Lead", Role::ProjectLead).await;
        let tom = staff(&house, "Tom Team", Role::TeamMember).await;
        assert!(fares(&ines).await.stuck.is_none());
        let expired = MailServer::start("535 5.7.8 password expired").await;
        assert_eq!(tries(&house, &expired.transport, 0).await, 1);
        let since = fares(&ines).await.stuck.unwrap().since;
        assert!(!alarm(&house.house, house.now()).await.unwrap(), "it may mend itself");
        assert_eq!(tries(&house, &expired.transport, 9).await, 1);
        assert!(!alarm(&house.house, house.now()).await.unwrap());
        assert_eq!((counted(&ines).await, counted(&paula).await), (0, 0));
        house.wait(SignedDuration::from_mins(1));
        let (one, two) = tokio::join!(alarm(&house.house, house.now()), alarm(&house.house, house.now()));
        assert!(one.unwrap() ^ two.unwrap(), "once");
        assert!(!alarm(&house.house, house.now()).await.unwrap());
        assert_eq!((counted(&ines).await, counted(&paula).await, counted(&tom).await), (1, 1, 0));
        let fare = fares(&paula).await;
        let stuck = fare.stuck.unwrap();
        assert_eq!((fare.sent, fare.waiting, stuck.since), (None, 1, since));
        assert!(stuck.words.starts_with("535"), "{}", stuck.words);
        assert_eq!(tom.call("outgoing", &[]).await.error(), AppError::NotFound);
        assert!(ines.call("mailboxes", &[]).await.json::<MailboxesView>().outgoing.unwrap().stuck.is_some());
        for (lang, words) in NONE_LEAVES {
            house.run("UPDATE person SET lang = $1", [lang.into()]).await;
            for page in ["/outbox", "/mailboxes"] {
                let html = ines.get(page).await.text();
                assert!(html.contains(words) && html.contains("password expired"), "{page} in {lang}");
            }
        }
        let open = MailServer::start("").await;
        assert_eq!(tries(&house, &open.transport, 60).await, 1);
        let fare = fares(&ines).await;
        assert!(fare.stuck.is_none() && fare.sent.is_some() && fare.waiting == 0);
        assert_eq!(counted(&ines).await, 0);
        assert!(!ines.get("/outbox").await.text().contains(NONE_LEAVES[1].1));
        // The next time it is told anew.
        another(&house, "neu@example.de").await;
        assert_eq!(tries(&house, &expired.transport, 1).await, 1);
        house.wait(SignedDuration::from_mins(10));
        assert!(alarm(&house.house, house.now()).await.unwrap());
        assert_eq!(counted(&ines).await, 1);
    }

    async fn a_server_that_nobody_reaches_takes_no_mail(house: TestHouse) {
        let house = with_mail(&house).await;
        let ines = staff(&house, "Ines Krüger", Role::Administrator).await;
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let gone = Transport::builder_dangerous("127.0.0.1").port(port).build();
        assert_eq!(tries(&house, &gone, 0).await, 1);
        assert!(fares(&ines).await.stuck.is_some());
        house.wait(SignedDuration::from_mins(10));
        assert!(alarm(&house.house, house.now()).await.unwrap());
        assert_eq!(counted(&ines).await, 1);
    }

    async fn one_full_mailbox_is_not_the_mail_server_but_everybodys_is(house: TestHouse) {
        let house = with_mail(&house).await;
        let ines = staff(&house, "Ines Krüger", Role::Administrator).await;
        let full = MailServer::start("452 4.2.2 not now").await;
        assert_eq!(tries(&house, &full.transport, 0).await, 1);
        assert_eq!(tries(&house, &full.transport, 20).await, 1);
        assert!(fares(&ines).await.stuck.is_none());
        assert!(!alarm(&house.house, house.now()).await.unwrap());
        assert_eq!(counted(&ines).await, 0);
        another(&house, "neu@example.de").await;
        assert_eq!(tries(&house, &full.transport, 0).await, 1);
        assert!(fares(&ines).await.stuck.is_some());
    }

    async fn a_house_without_mail_server_has_none_that_fails(house: TestHouse) {
        let ines = staff(&house, "Ines Krüger", Role::Administrator).await;
        assert_eq!(ines.call("outgoing", &[]).await.json::<Option<OutgoingView>>(), None);
    }
}
