//! Mails that somebody on staff passes on: who wrote first is shown to staff, and believed once they say so (B1, B3).
use super::{arrives, first_mail, reply, text};
use crate::house::{Answer, Browser, key};
use crate::promise::plan;
use crate::ticket::facts::classify;
use crate::ticket::merge::merge;
use crate::ticket::{Scene, list, messages, open, page, write};
use crate::{TestHouse, on_both};
use app::error::AppError;
use app::letter::view::MailsView;
use app::ticket::view::PassedOn;
use axum::http::StatusCode;
use domain::input::Reason;
use domain::letter::original::Lead;
use domain::letter::thread::Decision;
use domain::person::Role;
use domain::ticket::Stage;
use domain::ticket::merge::NoMerge;
use domain::ticket::timeline::What;

/// Tom passes on what somebody wrote to him.
async fn passed_on(house: &TestHouse, id: &str, from: &str) -> i64 {
    let raw = format!(
        "From: Tom Team <tom.team@example.de>\nTo: support@portal.test\nSubject: WG: Shop\nMessage-ID: <{id}@example.de>\nContent-Type: text/plain; charset=utf-8\n\nDer ist immer so ungeduldig.\n\nVon: {from}\nGesendet: Montag, 23. November 2026 08:10\nAn: Tom Team <tom.team@example.de>\nBetreff: Shop\n\nDer Shop steht seit heute.\n"
    );
    let receipt = arrives(house, &raw).await;
    assert!(matches!(receipt.decision, Decision::NewTicket { .. }), "{receipt:?}");
    receipt.ticket.unwrap().0
}

async fn run(browser: &Browser, number: i64, organisation: &str) -> Answer {
    let (key, number) = (key(), number.to_string());
    let fields = [("key", key.as_str()), ("number", &number), ("organisation", organisation)];
    browser.call("ticket/on-behalf", &fields).await
}

async fn lead(browser: &Browser, number: i64) -> Lead {
    page(browser, number).await.passed_on.unwrap().lead
}

/// The one letter that Vera got.
async fn to_vera(scene: &Scene) -> String {
    let letters: Vec<_> = scene.letters().await.into_iter().filter(|(to, _)| to == "vera.albers").collect();
    let [(_, letter)] = letters.as_slice() else { panic!("{letters:?}") };
    letter.clone()
}

on_both! {
    async fn a_forwarded_mail_is_run_for_who_wrote_first_once_staff_say_so(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let number = passed_on(&scene.house, "w1", "Vera Albers <Vera.Albers@example.de>").await;
        // Nothing happens by itself.
        let seen = page(&scene.lena, number).await;
        let PassedOn { by, original, lead } = seen.passed_on.unwrap();
        assert_eq!((by.as_str(), original.shown().as_str()), ("Tom Team", "Vera Albers <vera.albers@example.de>"));
        assert_eq!((lead, seen.organisation, seen.author.as_str()), (Lead::Offered(vec![scene.albers]), None, "Tom Team"));
        assert_eq!(scene.vera.call("ticket", &[("number", &number.to_string())]).await.error(), AppError::NotFound);
        assert!(!scene.reached().await.contains(&"vera.albers".to_owned()));
        let shown = scene.lena.get(&format!("/tickets/{number}")).await.text();
        assert!(shown.contains("Weitergeleitet von Tom Team: ursprünglich von Vera Albers") && shown.contains("Anliegen für diese Person führen"), "{shown}");
        scene.house.run("UPDATE person SET lang = 'en' WHERE name = 'Lena Lead'", []).await;
        assert!(scene.lena.get(&format!("/tickets/{number}")).await.text().contains("Run the ticket for this person"));
        // Who does not triage reads it and decides nothing.
        let shown = scene.tom.get(&format!("/tickets/{number}")).await.text();
        assert!(shown.contains("ursprünglich von Vera Albers") && !shown.contains("Anliegen für diese Person führen"));
        assert_eq!(run(&scene.tom, number, "").await.error(), AppError::NotYours);
        scene.clear_letters().await;
        run(&scene.lena, number, "").await.json::<()>();
        let seen = page(&scene.lena, number).await;
        assert_eq!((seen.author.as_str(), seen.organisation.map(|place| place.id)), ("Vera Albers", Some(scene.albers)));
        assert_eq!((seen.passed_on, seen.plan.as_deref(), seen.author_email), (None, Some("Premium Plus"), None));
        assert_eq!(seen.assignee.unwrap().name, "Lena Lead");
        let told = What::OnBehalf { name: "Vera Albers".into(), passed_on_by: "Tom Team".into() };
        assert!(seen.entries.iter().any(|entry| entry.what == told && entry.by.as_ref().unwrap().name == "Lena Lead"));
        // She is told as if Lena had written it down for her, in her own words and not in Tom's.
        assert!(!scene.reached().await.contains(&"tom.team".to_owned()));
        let letter = to_vera(&scene).await;
        assert!(letter.contains("Lena Lead hat für Sie") && letter.contains("Der Shop steht seit heute."), "{letter}");
        assert!(!letter.contains("ungeduldig"), "{letter}");
        let hers = page(&scene.vera, number).await;
        assert!(hers.passed_on.is_none() && hers.entries.iter().any(|entry| entry.what == told));
        assert!(!scene.vera.get(&format!("/tickets/{number}")).await.text().contains("ursprünglich von"));
        assert_eq!(list(&scene.vera, "").await.total, 1);
        // A second one comes too late, and she is heard.
        assert!(matches!(run(&scene.lena, number, "").await.error(), AppError::Outdated { .. }));
        let id = text(&scene.house, "SELECT message_id FROM letter WHERE to_email = 'vera.albers@example.de'").await;
        let answer = arrives(&scene.house, &reply("vera.albers@example.de", "v9", &id, "Es eilt.")).await;
        assert!(matches!(answer.decision, Decision::Append { .. }), "{answer:?}");
    }

    async fn what_a_gateway_puts_before_the_subject_and_above_the_text_hides_nobody(house: TestHouse) {
        let scene = Scene::of(house).await;
        for (id, tag) in [("w1", "[EXTERN]"), ("w2", "*** SPAM? ***"), ("w3", "EXTERN:")] {
            let raw = format!(
                "From: Tom Team <tom.team@example.de>\nTo: support@portal.test\nSubject: {tag} WG: [Filiale 7] Shop {id}\nMessage-ID: <{id}@example.de>\nContent-Type: text/plain; charset=utf-8\n\nACHTUNG: Diese E-Mail kommt von außerhalb.\n\nBitte ansehen.\n\nVon: Vera Albers <vera.albers@example.de>\nGesendet: Montag, 23. November 2026 08:10\nAn: Tom Team <tom.team@example.de>\nBetreff: Shop\n\nACHTUNG: Diese E-Mail kommt von außerhalb.\n\nDer Shop steht seit heute.\n"
            );
            let number = arrives(&scene.house, &raw).await.ticket.unwrap().0;
            let seen = page(&scene.lena, number).await;
            assert_eq!(seen.title, format!("[Filiale 7] Shop {id}"));
            let original = seen.passed_on.map(|passed_on| passed_on.original.shown());
            assert_eq!(original.as_deref(), Some("Vera Albers <vera.albers@example.de>"), "{tag}");
            scene.clear_letters().await;
            run(&scene.lena, number, "").await.json::<()>();
            let letter = to_vera(&scene).await;
            assert!(letter.contains("Der Shop steht seit heute.") && !letter.contains("von außerhalb"), "{letter}");
        }
    }

    async fn sent_twice_it_is_run_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = passed_on(&scene.house, "w1", "Vera Albers <vera.albers@example.de>").await.to_string();
        let key = key();
        for _ in 0..2 {
            scene.lena.call("ticket/on-behalf", &[("key", &key), ("number", &number)]).await.json::<()>();
        }
        assert_eq!(scene.house.number("SELECT COUNT(*) FROM entry WHERE what = 'on_behalf'").await, 1);
    }

    async fn who_is_unknown_is_invited_first_with_what_the_mail_says(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = passed_on(&scene.house, "w1", "Nina Neu <nina.neu@kunde.example>").await;
        assert_eq!(lead(&scene.lena, number).await, Lead::Unknown);
        let albers = scene.albers.0.to_string();
        assert_eq!(run(&scene.lena, number, &albers).await.error(), AppError::field("organisation", Reason::NotAChoice));
        let shown = scene.lena.get(&format!("/tickets/{number}")).await.text();
        assert!(shown.contains("value=\"Nina Neu\"") && shown.contains("value=\"nina.neu@kunde.example\""), "{shown}");
        let fields = [("key", &*key()), ("id", &albers), ("name", "Nina Neu"), ("email", "nina.neu@kunde.example")];
        scene.lena.call("organisation/invite", &fields).await.json::<()>();
        assert_eq!(lead(&scene.lena, number).await, Lead::Offered(vec![scene.albers]));
        scene.clear_letters().await;
        run(&scene.lena, number, "").await.json::<()>();
        assert_eq!(page(&scene.lena, number).await.author, "Nina Neu");
        assert_eq!(scene.reached().await, ["nina.neu"]);
    }

    async fn only_contacts_of_the_tickets_organisation_are_run_for(house: TestHouse) {
        let scene = Scene::of(house).await;
        let brandt = scene.brandt.0.to_string();
        let refused = |reason| AppError::field("organisation", reason);
        let inside = passed_on(&scene.house, "w1", "Lena Lead <lena.lead@example.de>").await;
        assert_eq!(lead(&scene.lena, inside).await, Lead::Inside);
        assert_eq!(run(&scene.lena, inside, &brandt).await.error(), refused(Reason::NotAChoice));
        let elsewhere = passed_on(&scene.house, "w2", "Vera Albers <vera.albers@example.de>").await;
        assert_eq!(run(&scene.lena, elsewhere, &brandt).await.error(), refused(Reason::NotAChoice));
        classify(&scene.lena, elsewhere, &[("organisation", &brandt)]).await.json::<()>();
        assert_eq!(lead(&scene.lena, elsewhere).await, Lead::Elsewhere);
        assert_eq!(run(&scene.lena, elsewhere, "").await.error(), refused(Reason::NotAChoice));
        // Of several organisations staff choose.
        let sql = "INSERT INTO membership (person_id, organisation_id, rights, joined_at) SELECT person_id, $2, rights, 0 FROM membership WHERE person_id = $1";
        scene.house.run(sql, [scene.vera_id.0.into(), scene.brandt.0.into()]).await;
        let several = passed_on(&scene.house, "w3", "Vera Albers <vera.albers@example.de>").await;
        assert_eq!(lead(&scene.lena, several).await, Lead::Offered(vec![scene.albers, scene.brandt]));
        assert_eq!(run(&scene.lena, several, "").await.error(), refused(Reason::Missing));
        run(&scene.lena, several, &brandt).await.json::<()>();
        assert_eq!(page(&scene.lena, several).await.organisation.unwrap().id, scene.brandt);
    }

    async fn that_all_written_so_far_becomes_readable_is_said_first(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = passed_on(&scene.house, "w1", "Vera Albers <vera.albers@example.de>").await;
        write(&scene.lena, number, "Unter uns", &[("internal", "1")]).await.json::<()>();
        let at = format!("/tickets/{number}");
        let warning = "wurde schon geschrieben, ohne dass diese Person mitlas";
        let shown = scene.lena.get(&at).await.text();
        assert!(shown.contains("der ganze bisherige Verlauf samt Dateien, auch Antworten an Tom Team"), "{shown}");
        assert!(!shown.contains(warning), "a note stays among staff: {shown}");
        write(&scene.lena, number, "Nur für dich, Tom.", &[]).await.json::<()>();
        let shown = scene.lena.get(&at).await.text();
        assert!(shown.contains(warning), "{shown}");
        scene.house.run("UPDATE person SET lang = 'en' WHERE name = 'Lena Lead'", []).await;
        let shown = scene.lena.get(&at).await.text();
        assert!(shown.contains("while this person could not read it") && shown.contains("replies to Tom Team included"), "{shown}");
        run(&scene.lena, number, "").await.json::<()>();
        // Max sees all tickets of Albers.
        for reader in [&scene.vera, &scene.max] {
            assert!(messages(&page(reader, number).await).contains(&"Nur für dich, Tom."));
        }
        assert!(!scene.max.get(&at).await.text().contains("Unter uns"));
    }

    async fn what_is_over_is_run_for_nobody_until_it_is_open_again(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = passed_on(&scene.house, "w1", "Vera Albers <vera.albers@example.de>").await;
        for stage in [Stage::Done, Stage::Closed, Stage::Billed] {
            scene.put(number, stage).await;
            assert_eq!(page(&scene.lena, number).await.passed_on, None, "{stage:?}");
            assert!(!scene.lena.get(&format!("/tickets/{number}")).await.text().contains("Anliegen für diese Person führen"));
            assert!(matches!(run(&scene.lena, number, "").await.error(), AppError::Outdated { .. }), "{stage:?}");
        }
        assert!(!scene.reached().await.contains(&"vera.albers".to_owned()));
        scene.put(number, Stage::InTriage).await;
        run(&scene.lena, number, "").await.json::<()>();
        assert_eq!(page(&scene.lena, number).await.author, "Vera Albers");
    }

    async fn what_a_colleague_passed_on_of_two_people_is_not_merged_as_if_one_had_written_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let vera = passed_on(&scene.house, "w1", "Vera Albers <vera.albers@example.de>").await;
        let fritz = passed_on(&scene.house, "w2", "Fritz Brandt <fritz.brandt@example.de>").await;
        let again = passed_on(&scene.house, "w3", "Vera Albers <vera.albers@example.de>").await;
        let raw = |id: &str| format!("From: tom.team@example.de\nSubject: Shop {id}\nMessage-ID: <{id}@example.de>\n\nBitte ansehen.\n");
        let own = [arrives(&scene.house, &raw("w4")).await, arrives(&scene.house, &raw("w5")).await];
        let [own, other] = own.map(|receipt| receipt.ticket.unwrap().0);
        for (from, into) in [(fritz, vera), (own, vera), (own, other)] {
            let refused = AppError::field("into", Reason::NoMerge(NoMerge::Strangers));
            assert_eq!(merge(&scene.lena, from, into).await.error(), refused, "{from} {into}");
            let shown = scene.lena.get(&format!("/tickets/{from}/merge?into={into}")).await.text();
            assert!(shown.contains("von verschiedenen Personen"), "{shown}");
        }
        merge(&scene.lena, again, vera).await.json::<i64>();
        run(&scene.lena, vera, "").await.json::<()>();
        assert_eq!(messages(&page(&scene.vera, vera).await).len(), 2);
    }

    async fn customers_neither_see_nor_do_it_and_who_passes_on_as_a_customer_stays_the_writer(house: TestHouse) {
        let scene = Scene::of(house).await;
        let own = open(&scene.vera, "Waage").await;
        assert_eq!(run(&scene.vera, own, "").await.error(), AppError::NotYours);
        let raw = "From: max.kunde@example.de\nSubject: WG: Shop\nMessage-ID: <m1@example.de>\n\n---------- Forwarded message ---------\nVon: Vera Albers <vera.albers@example.de>\nDate: heute\nSubject: Shop\nTo: <max.kunde@example.de>\n\nEr steht.\n";
        let number = arrives(&scene.house, raw).await.ticket.unwrap().0;
        let seen = page(&scene.lena, number).await;
        assert_eq!((seen.author.as_str(), seen.passed_on), ("Max Kunde", None));
        assert!(matches!(run(&scene.lena, number, "").await.error(), AppError::Outdated { .. }));
    }

    async fn of_an_attached_mail_the_writer_is_known_and_nothing_else_is_sent_on(house: TestHouse) {
        let scene = Scene::of(house).await;
        let raw = "From: tom.team@example.de\nSubject: Shop\nMessage-ID: <w1@example.de>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nDer ist immer so ungeduldig.\n--b\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\nFrom: Vera Albers <vera.albers@example.de>\nTo: tom.team@example.de\nSubject: Shop\n\nDer Shop steht.\n--b--\n";
        let number = arrives(&scene.house, raw).await.ticket.unwrap().0;
        assert_eq!(lead(&scene.lena, number).await, Lead::Offered(vec![scene.albers]));
        scene.clear_letters().await;
        run(&scene.lena, number, "").await.json::<()>();
        let letter = to_vera(&scene).await;
        assert!(letter.contains("Lena Lead hat für Sie") && !letter.contains("ungeduldig"), "{letter}");
    }

    async fn who_wrote_first_is_shown_while_the_mail_still_waits(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        house.staff("Tom Team", &[Role::TeamMember]).await;
        let raw = reply("tom.team@example.de", "w1", &id, "-------- Weitergeleitete Nachricht --------\nBetreff: Kasse\nDatum: heute\nVon: Vera Albers <vera.albers@example.de>\nAn: tom.team@example.de\n\nNun steht auch die zweite.");
        let receipt = arrives(&house, &raw).await;
        assert!(matches!(receipt.decision, Decision::Quarantine { .. }), "{receipt:?}");
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let mails: MailsView = katrin.call("mails", &[]).await.json();
        let (by, original) = mails.mails[0].passed_on.clone().unwrap();
        assert_eq!((by.as_str(), original.email.as_str()), ("Tom Team", "vera.albers@example.de"));
        assert!(katrin.get("/mails").await.text().contains("Weitergeleitet von Tom Team: ursprünglich von Vera Albers"));
        let waits = mails.mails[0].id.to_string();
        assert_eq!(katrin.call("mails/settle", &[("id", &waits), ("deed", "open")]).await.status, StatusCode::OK);
        let number = house.number("SELECT MAX(number) FROM ticket").await;
        assert!(matches!(lead(&katrin, number).await, Lead::Offered(_)));
    }

    async fn of_a_mail_that_waits_the_same_is_read_as_of_one_that_opens_a_ticket(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        house.staff("Tom Team", &[Role::TeamMember]).await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let block = |from: &str| format!("Von: {from}\nGesendet: heute\nAn: tom.team@example.de\nBetreff: Kasse\n\nEr steht.");
        let announced = |from: &str| format!("---------- Forwarded message ---------\n{}", block(from));
        let plain = |id: &str, body: &str| reply("tom.team@example.de", id, "ANSWERS", body);
        let attached = "From: tom.team@example.de\nSubject: AW: Kasse steht\nMessage-ID: <w5@example.de>\nIn-Reply-To: ANSWERS\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nAnbei.\n--b\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\nFrom: Vera Albers <vera.albers@example.de>\nSubject: Shop\n\nDer Shop steht.\n--b--\n";
        for (raw, email) in [
            (plain("w1", &announced("Vera Albers <vera.albers@example.de>")), Some("vera.albers@example.de")),
            // The house's own letters, his own words, and what he answers.
            (plain("w2", &announced("Support <support@portal.test>")), None),
            (plain("w3", &announced("Tom Team <tom.team@example.de>")), None),
            (plain("w4", &block("Vera Albers <vera.albers@example.de>")), None),
            (attached.to_owned(), Some("vera.albers@example.de")),
        ] {
            let receipt = arrives(&house, &raw.replace("ANSWERS", &id)).await;
            assert!(matches!(receipt.decision, Decision::Quarantine { .. }), "{raw} {receipt:?}");
            let mails: MailsView = katrin.call("mails", &[]).await.json();
            let original = mails.mails[0].passed_on.as_ref().map(|(_, original)| original.email.as_str());
            assert_eq!(original, email, "{raw}");
        }
    }
}
