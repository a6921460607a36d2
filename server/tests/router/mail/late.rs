//! Mails that waited in a mailbox until they were fetched.
use super::text;
use crate::{TestHouse, on_both};
use app::letter::view::LetterState;
use app::ticket::view::{Entry, TicketView};
use domain::person::{Rights, Role};
use domain::ticket::timeline::What;
use jiff::SignedDuration;
use server::letter::intake::{Raw, mailbox, prepare, take};

const REPORT: &str = "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.de\r\nSubject: Undelivered Mail\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nUnknown.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.de\r\n\r\nFinal-Recipient: rfc822; vera.albers@example.de\r\nAction: failed\r\nStatus: 5.1.1\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {id}\r\n--b--\r\n";

/// A mail is fetched that has waited for so many seconds; answers the number of its ticket.
async fn fetched(house: &TestHouse, raw: String, seconds: i64) -> Option<String> {
    let now = house.now();
    let mailbox = mailbox(&house.house, None, now).await.unwrap().unwrap();
    let raw = Raw { arrived: Some(now - SignedDuration::from_secs(seconds)), ..Raw::whole(raw.into_bytes()) };
    let prepared = prepare(&house.house, raw).await.unwrap();
    let receipt = take(&house.house, &mailbox, prepared, now).await.unwrap();
    receipt.ticket.map(|number| number.0.to_string())
}

on_both! {
    async fn how_far_an_acknowledgement_came_stands_at_the_mail_that_waited_to_be_fetched(house: TestHouse) {
        let organisation = house.organisation("Möbelhaus Albers").await;
        house.contact("Vera Albers", organisation, Rights::default()).await;
        let lead = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        house.run("UPDATE organisation SET project_lead_id = $1", [lead.0.into()]).await;
        let katrin = house.browser(lead).await;
        let raw = "From: Vera Albers <vera.albers@example.de>\r\nSubject: Kasse\r\nMessage-ID: <v1@example.de>\r\n\r\nSie steht.\r\n";
        let number = fetched(&house, raw.to_owned(), 90).await.unwrap();
        let seen = async || -> Vec<Entry> { katrin.call("ticket", &[("number", &number)]).await.json::<TicketView>().entries };
        let to_vera = |entries: &[Entry]| -> Vec<(bool, LetterState)> {
            let opened = |entry: &Entry| matches!(entry.what, What::Opened { .. });
            let letters = entries.iter().flat_map(|entry| entry.letters.iter().map(move |letter| (opened(entry), letter)));
            let vera = letters.filter(|(_, letter)| letter.email == "vera.albers@example.de");
            vera.map(|(opened, letter)| (opened, letter.state)).collect()
        };
        let entries = seen().await;
        assert!(entries.iter().any(|entry| matches!(entry.what, What::Assigned { .. })), "{entries:?}");
        assert_eq!(to_vera(&entries), [(true, LetterState::Waiting)]);
        house.run("UPDATE letter SET state = 'sent'", []).await;
        assert_eq!(to_vera(&seen().await), [(true, LetterState::Sent)]);
        let id = text(&house, "SELECT message_id FROM letter WHERE to_email = 'vera.albers@example.de'").await;
        house.wait(SignedDuration::from_mins(1));
        fetched(&house, REPORT.replace("{id}", &id), 0).await;
        assert_eq!(to_vera(&seen().await), [(true, LetterState::Failed)]);
    }

    async fn a_mail_of_nobody_that_waited_shows_whom_it_was_told(house: TestHouse) {
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let raw = "From: Gast <gast@kunde.example>\r\nSubject: Frage\r\nMessage-ID: <g1@kunde.example>\r\n\r\nWie geht das?\r\n";
        let number = fetched(&house, raw.to_owned(), 90).await.unwrap();
        let seen: TicketView = katrin.call("ticket", &[("number", &number)]).await.json();
        let mut told: Vec<&str> = seen.entries[0].letters.iter().map(|letter| letter.email.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ["gast@kunde.example", "katrin.sommer@example.de"]);
    }
}
