//! Reports that come in before the mail server has said that it took the letter.
use super::{DOUBTED, EXIM, TOLD_HELD, bare, done, failed, report, runs};
use crate::letter::{MailServer, send_due};
use crate::mail::{arrives, text};
use crate::on_both;
use domain::person::Rights;
use jiff::SignedDuration;
use server::letter::mailer::{claim, send};
use server::ticket::objection;

on_both! {
    async fn a_link_that_signs_in_is_forgotten_where_the_report_was_faster_too(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        house.contact("Vera Albers", albers, Rights::default()).await;
        house.visitor().call("sign-in/send-link", &[("email", "vera.albers@example.de")]).await;
        let mail = MailServer::start("").await;
        let rows = claim(&house.house, house.now(), 8).await.unwrap();
        let id = text(&house, "SELECT message_id FROM letter").await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert_eq!(failed(&house).await, 1);
        for row in rows {
            send(house.house.clone(), mail.transport.clone(), row).await;
        }
        assert_eq!((mail.taken().len(), failed(&house).await), (1, 1));
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE text_body = '' AND html_body = ''").await, 1);
    }

    async fn a_report_that_is_faster_than_the_mail_server_counts(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.run("UPDATE letter SET state = 'waiting', next_at = 0 WHERE message_id = $1", [id.clone().into()]).await;
        let mail = MailServer::start("").await;
        let rows = claim(&house.house, house.now(), 8).await.unwrap();
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        for row in rows {
            send(house.house.clone(), mail.transport.clone(), row).await;
        }
        assert_eq!(mail.taken().len(), 1);
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'failed'").await, id);
        assert!(!runs(&house).await);
    }

    async fn a_report_without_the_letter_that_is_faster_than_the_mail_server_raises_the_same_doubt(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.run("UPDATE letter SET state = 'waiting', next_at = 0 WHERE message_id = $1", [id.clone().into()]).await;
        let mail = MailServer::start("").await;
        let rows = claim(&house.house, house.now(), 8).await.unwrap();
        arrives(&house, &bare(&id)).await;
        assert_eq!((text(&house, DOUBTED).await, house.number(TOLD_HELD).await), (id.clone(), 1));
        for row in rows {
            send(house.house.clone(), mail.transport.clone(), row).await;
        }
        assert_eq!(mail.taken().len(), 1);
        assert_eq!(text(&house, DOUBTED).await, id, "that the mail server took it says nothing of its reader");
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE state = 'uncertain' AND sent_at IS NOT NULL AND claimed_until IS NULL").await, 1);
        assert!(runs(&house).await);
        house.wait(SignedDuration::from_hours(24 * 30));
        assert_eq!(objection::close(&house.house, house.now()).await.unwrap(), 0);
    }

    async fn a_letter_that_was_doubted_before_the_mail_server_refused_it_for_now_can_be_doubted_once_it_left(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.run("UPDATE letter SET state = 'waiting', next_at = 0 WHERE message_id = $1", [id.clone().into()]).await;
        let busy = MailServer::start("451 try later").await;
        let rows = claim(&house.house, house.now(), 8).await.unwrap();
        arrives(&house, &bare(&id)).await;
        for row in rows {
            send(house.house.clone(), busy.transport.clone(), row).await;
        }
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'waiting' AND reported_at IS NULL AND attempts > 0").await, id);
        house.wait(SignedDuration::from_mins(2));
        let mail = MailServer::start("").await;
        send_due(&house.house, &mail.transport, house.now()).await.unwrap();
        assert_eq!((text(&house, DOUBTED).await.as_str(), runs(&house).await), ("", true));
        arrives(&house, &bare(&id).replace("failure notice", "Failure notice")).await;
        assert_eq!(text(&house, DOUBTED).await, id);
    }
}
