//! Outgoing mail: written with the change it tells of, sent to a real SMTP conversation, kept until it is taken.
use crate::document::upload;
use crate::mail::arrives;
use crate::mail_server::until;
use crate::on_both;
use crate::ticket::{Scene, open, page, write};
use app::letter::view::{LetterState, LetterView, OutboxView};
use app::ticket::view::{Counters, TicketView};
use axum::http::StatusCode;
use domain::person::{Rights, Role};
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use jiff::{SignedDuration, Timestamp};
use server::fault::Fault;
use server::house::House;
use server::letter::mailer::{Transport, claim, run_mailer, send};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

/// A mail server for one test (RFC 5321): keeps what it took; answers recipients by what `refuse` says.
pub struct MailServer {
    taken: Arc<Mutex<Vec<String>>>,
    pub transport: Transport,
    url: String,
}

impl MailServer {
    pub async fn start(refuse: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, refuse, Arc::clone(&kept)));
            }
        });
        let transport = Transport::builder_dangerous("127.0.0.1").port(port).build();
        Self { taken, transport, url: format!("smtp://127.0.0.1:{port}") }
    }

    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

async fn converse(stream: tokio::net::TcpStream, refuse: &str, taken: Arc<Mutex<Vec<String>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test\r\n").await.unwrap();
    let mut letter: Option<String> = None;
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(mut text) = letter.take() {
            if line == "." {
                if refuse == BREAKS {
                    return;
                }
                let first = taken.lock().unwrap().is_empty();
                taken.lock().unwrap().push(text);
                if first && refuse == IS_SILENT_ONCE {
                    std::future::pending::<()>().await;
                }
                write.write_all(b"250 taken\r\n").await.unwrap();
            } else {
                text.push_str(&line);
                text.push('\n');
                letter = Some(text);
            }
            continue;
        }
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "RCPT" if !refuse.is_empty() && ![BREAKS, IS_SILENT_ONCE].contains(&refuse) => {
                format!("{refuse}\r\n")
            }
            "DATA" => {
                letter = Some(String::new());
                "354 go on\r\n".to_owned()
            }
            "QUIT" => "221 bye\r\n".to_owned(),
            _ => "250 ok\r\n".to_owned(),
        };
        if write.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Sends what is due, one letter after the other; answers how many were tried.
pub async fn send_due(house: &House, transport: &Transport, now: Timestamp) -> Result<usize, Fault> {
    let rows = claim(house, now, 8).await?;
    let tried = rows.len();
    for row in rows {
        send(house.clone(), transport.clone(), row).await;
    }
    Ok(tried)
}

/// A server that goes away when it should confirm a letter.
const BREAKS: &str = "breaks";

/// A server that never confirms the first letter that it gets.
const IS_SILENT_ONCE: &str = "silent once";

/// The one letter there is, as the outbox shows it.
async fn only(who: &crate::Browser) -> LetterView {
    let outbox: OutboxView = who.call("outbox", &[("query", "")]).await.json();
    assert_eq!(outbox.letters.len(), 1);
    outbox.letters.into_iter().next().unwrap()
}

pub async fn with_a_letter(house: &crate::TestHouse) {
    let albers = house.organisation("Albers").await;
    house.contact("Vera Älbers", albers, Rights::default()).await;
    house.run("UPDATE person SET email = 'vera@example.de'", []).await;
    let answer = house.visitor().call("sign-in/send-link", &[("email", "vera@example.de")]).await;
    assert_eq!(answer.status, StatusCode::OK);
}

on_both! {
    async fn a_letter_is_sent_once_in_both_forms_and_marked_as_automatic(house: TestHouse) {
        with_a_letter(&house).await;
        let mail = MailServer::start("").await;
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 1);
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 0);
        let taken = mail.taken();
        assert_eq!(taken.len(), 1);
        for part in ["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "multipart/alternative", "text/plain", "text/html", "Message-ID: <"] {
            assert!(taken[0].contains(part), "{part}: {}", taken[0]);
        }
        assert_eq!(house.number("SELECT count(*) FROM letter WHERE state = 'sent' AND sent_at IS NOT NULL").await, 1);
    }

    async fn files_for_a_writer_without_account_go_along_and_staff_send_those_that_are_too_large(house: TestHouse) {
        let first = arrives(&house, "From: neu@kunde.example\nSubject: Frage\nMessage-ID: <n1@kunde.example>\n\nWie geht das?\n").await;
        let number = first.ticket.unwrap().0;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let file = upload(&katrin, "Anleitung.pdf", b"%PDF-1.7 so geht das").await.id.to_string();
        assert_eq!(write(&katrin, number, "Anbei.", &[("documents", &file)]).await.status, StatusCode::OK);
        let told = |words: &str| format!("SELECT COUNT(*) FROM letter WHERE to_email = 'neu@kunde.example' AND text_body LIKE '%{words}%'");
        assert_eq!(house.number(&told("Beigefügt ist 1 Datei.")).await, 1);
        assert_eq!(house.number(&told("Sie finden")).await, 0, "they have none");
        let mail = MailServer::start("").await;
        send_due(&house.house, &mail.transport, house.now()).await.unwrap();
        let sent = mail.taken().pop().unwrap();
        for part in ["multipart/mixed", "multipart/alternative", "application/pdf", "attachment; filename=\"Anleitung.pdf\""] {
            assert!(sent.contains(part), "{part}: {sent}");
        }
        // A note's files stay inside.
        let inner = upload(&katrin, "Intern.pdf", b"%PDF-1.7 intern").await.id.to_string();
        assert_eq!(write(&katrin, number, "Nur wir.", &[("documents", &inner), ("internal", "1")]).await.status, StatusCode::OK);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter_file").await, 1);
        let large = upload(&katrin, "Film.pdf", b"%PDF-1.7 lang").await.id.to_string();
        house.run("UPDATE document SET size = 11000000 WHERE entry_id IS NULL", []).await;
        assert_eq!(write(&katrin, number, "Der Film.", &[("documents", &large)]).await.status, StatusCode::OK);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter_file").await, 1);
        assert_eq!(house.number(&told("zukommen")).await, 1);
        assert!(page(&katrin, number).await.entries.iter().any(|entry| matches!(&entry.what, What::Remark(Remark::FilesApart { n: 1, .. }))));
    }

    async fn what_a_server_refuses_for_now_is_tried_again_later(house: TestHouse) {
        with_a_letter(&house).await;
        let busy = MailServer::start("451 try later").await;
        assert_eq!(send_due(&house.house, &busy.transport, house.now()).await.unwrap(), 1);
        assert_eq!(send_due(&house.house, &busy.transport, house.now()).await.unwrap(), 0, "not at once");
        let open = MailServer::start("").await;
        house.wait(SignedDuration::from_mins(2));
        assert_eq!(send_due(&house.house, &open.transport, house.now()).await.unwrap(), 1);
        assert_eq!(open.taken().len(), 1);
    }

    async fn what_a_server_refuses_for_good_is_given_up_and_shown(house: TestHouse) {
        with_a_letter(&house).await;
        let closed = MailServer::start("550 no such person").await;
        send_due(&house.house, &closed.transport, house.now()).await.unwrap();
        house.wait(SignedDuration::from_hours(3));
        assert_eq!(send_due(&house.house, &closed.transport, house.now()).await.unwrap(), 0);
        let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
        let outbox: app::letter::view::OutboxView = house.browser(paula).await.call("outbox", &[("query", "VERA@")]).await.json();
        assert_eq!(outbox.letters.len(), 1);
        assert_eq!(outbox.letters[0].state, app::letter::view::LetterState::Failed);
        assert_eq!(outbox.letters[0].trouble.as_deref(), Some("550 no such person"), "what the server said, and nothing else");
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 1);
        // It is about no ticket: who decides about mail sees beside the outbox that somebody has to.
        let counted = async || house.browser(paula).await.call("counters", &[]).await.json::<Counters>().letters;
        assert!(outbox.letters[0].undecided && !outbox.letters[0].emptied);
        assert_eq!(counted().await, 1);
        house.wait(SignedDuration::from_hours(24 * 10));
        assert_eq!(counted().await, 1);
        house.wait(SignedDuration::from_hours(24 * 5));
        assert_eq!(counted().await, 0, "not for ever");
        let id = outbox.letters[0].id.to_string();
        let paula = house.browser(paula).await;
        paula.call("outbox/settle", &[("id", &id), ("again", "1")]).await.json::<()>();
        let open = MailServer::start("").await;
        assert_eq!(send_due(&house.house, &open.transport, house.now()).await.unwrap(), 1);
        let sent = only(&paula).await;
        assert!(sent.state == LetterState::Sent && !sent.undecided);
    }

    async fn staff_read_on_the_ticket_that_a_letter_may_not_have_arrived(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Kasse").await;
        write(&scene.lena, number, "Wir sehen nach.", &[]).await.json::<()>();
        let broken = MailServer::start(BREAKS).await;
        send_due(&scene.house.house, &broken.transport, scene.house.now()).await.unwrap();
        let unsure = |seen: &TicketView| {
            seen.entries.iter().filter(|entry| matches!(&entry.what, What::Remark(Remark::Uncertain { .. }))).count()
        };
        assert!(unsure(&page(&scene.lena, number).await) > 0);
        assert_eq!(unsure(&page(&scene.vera, number).await), 0);
        let html = scene.lena.get(&format!("/tickets/{number}")).await.text();
        assert!(html.contains("ist ungewiss: Die Verbindung brach ab"), "in words, not in codes");
    }

    async fn a_letter_on_which_the_server_is_silent_holds_its_own_place_only(house: TestHouse) {
        let mail = MailServer::start(IS_SILENT_ONCE).await;
        let house = house.restarted_with(|settings| settings.smtp_url = Some(mail.url.clone())).await;
        with_a_letter(&house).await;
        for number in 0..20 {
            house.run("INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, person_id, ticket_id, secret, state, attempts, next_at, written_at, occasion, answers, internal, counted)
                SELECT to_name, to_email, subject, text_body, html_body, headers, '<' || $1 || message_id, person_id, ticket_id, secret, state, attempts, next_at, written_at, occasion, answers, internal, counted
                FROM letter ORDER BY id LIMIT 1", [number.to_string().into()]).await;
        }
        tokio::spawn(run_mailer(house.house.clone()));
        until("all others are sent", async || {
            (house.number("SELECT COUNT(*) FROM letter WHERE state = 'sent'").await == 20).then_some(())
        }).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE state = 'waiting' AND claimed_until IS NOT NULL").await, 1);
    }

    async fn a_full_mailbox_or_a_letter_that_is_too_big_marks_nobody(house: TestHouse) {
        with_a_letter(&house).await;
        for refused in ["552 5.2.2 mailbox full", "552 5.3.4 too big", "554 5.7.1 looks like spam", "554 your IP is listed"] {
            house.run("UPDATE letter SET state = 'waiting', next_at = 0", []).await;
            let server = MailServer::start(refused).await;
            send_due(&house.house, &server.transport, house.now()).await.unwrap();
            assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE state = 'failed'").await, 1);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
    }

    async fn a_letter_claimed_by_a_server_that_died_is_uncertain_until_staff_decide(house: TestHouse) {
        with_a_letter(&house).await;
        // As left behind by a kill between claiming and sending.
        let until = house.now().as_millisecond() + 300_000;
        house.run("UPDATE letter SET claimed_until = $1, attempts = 1", [until.into()]).await;
        let mail = MailServer::start("").await;
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 0, "somebody may still be at it");
        house.wait(SignedDuration::from_mins(6));
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 0, "perhaps it left");
        let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
        let paula = house.browser(paula).await;
        assert_eq!(only(&paula).await.state, LetterState::Uncertain);
        let id = only(&paula).await.id.to_string();
        paula.call("outbox/settle", &[("id", &id), ("again", "1")]).await.json::<()>();
        paula.call("outbox/settle", &[("id", &id), ("again", "1")]).await.json::<()>();
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 1);
        assert_eq!(mail.taken().len(), 1);
        assert_eq!(only(&paula).await.state, LetterState::Sent);
        paula.call("outbox/settle", &[("id", &id), ("again", "1")]).await.json::<()>();
        assert_eq!(only(&paula).await.state, LetterState::Sent, "what was sent stays sent");
    }

    async fn a_connection_that_breaks_while_a_letter_is_handed_over_never_sends_it_twice(house: TestHouse) {
        with_a_letter(&house).await;
        let broken = MailServer::start(BREAKS).await;
        assert_eq!(send_due(&house.house, &broken.transport, house.now()).await.unwrap(), 1);
        house.wait(SignedDuration::from_hours(3));
        let open = MailServer::start("").await;
        assert_eq!(send_due(&house.house, &open.transport, house.now()).await.unwrap(), 0);
        let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
        let paula = house.browser(paula).await;
        assert_eq!(only(&paula).await.state, LetterState::Uncertain);
        let counters: Counters = paula.call("counters", &[]).await.json();
        assert_eq!(counters.letters, 1, "staff see that somebody has to decide");
        for (lang, told) in [("de", "Die Verbindung brach ab"), ("en", "The connection broke")] {
            house.run("UPDATE person SET lang = $1", [lang.into()]).await;
            assert!(paula.get("/outbox").await.text().contains(told));
        }
        let id = only(&paula).await.id.to_string();
        paula.call("outbox/settle", &[("id", &id)]).await.json::<()>();
        assert_eq!(only(&paula).await.state, LetterState::Sent);
        let tom = house.staff("Tom Team", &[Role::TeamMember]).await;
        let refused = house.browser(tom).await.call("outbox/settle", &[("id", &id), ("again", "1")]).await;
        assert_eq!(refused.error(), app::error::AppError::NotFound);
        assert_eq!(send_due(&house.house, &open.transport, house.now()).await.unwrap(), 0);
    }

    async fn two_mailers_never_send_the_same_letter(house: TestHouse) {
        with_a_letter(&house).await;
        let mail = MailServer::start("").await;
        let (one, two) = tokio::join!(
            send_due(&house.house, &mail.transport, house.now()),
            send_due(&house.house, &mail.transport, house.now()),
        );
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(mail.taken().len(), 1);
    }
}
