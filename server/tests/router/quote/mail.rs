//! Answers by mail to letters about quotes and orders: comments there, by who got the letter, and nothing more.
use crate::house::Browser;
use crate::mail::{arrives, text};
use crate::on_both;
use crate::quote::scene::{Deal, accept, offer, view};
use app::letter::view::{MailState, MailsView};
use domain::deal::timeline::What;
use domain::id::PersonId;
use domain::letter::thread::{Decision, Rule};
use domain::quote::QuoteKind;

/// The Message-ID of the last letter to an address.
async fn letter(deal: &Deal, email: &str) -> String {
    let sql = format!("SELECT message_id FROM letter WHERE to_email = '{email}' ORDER BY id DESC LIMIT 1");
    text(&deal.scene.house, &sql).await
}

fn answer(from: &str, id: &str, parent: &str, body: &str) -> String {
    format!(
        "From: {from}\nTo: support@portal.test\nSubject: AW: Angebot\nMessage-ID: <{id}@example.de>\nIn-Reply-To: {parent}\n\n{body}\n"
    )
}

async fn comments(who: &Browser, number: &str) -> Vec<(String, String)> {
    let entries = view(who, number).await.entries;
    let said = |what: &What| match what {
        What::Comment { body, .. } | What::Note { body, .. } => Some(body.clone()),
        _ => None,
    };
    entries.iter().filter_map(|one| Some((one.by.as_ref()?.name.clone(), said(&one.what)?))).collect()
}

on_both! {
    async fn an_answer_to_a_quotes_letter_is_a_comment_and_accepts_nothing(house: TestHouse) {
        let deal = Deal::of(house).await;
        let house = &deal.scene.house;
        let number = offer(&deal, "new", "send", &[]).await;
        let sent = letter(&deal, "bea.boss@example.de").await;
        let raw = answer("Bea Boss <Bea.Boss@example.de>", "b1", &sent, "Wir nehmen das an.\n\nAm 23.11.2026 um 09:00 schrieb Nordlicht Digital:\n> Ihr Angebot");
        let receipt = arrives(house, &raw).await;
        assert!(matches!(receipt.decision, Decision::Comment { rule: Rule::InReplyTo, internal: false, .. }), "{receipt:?}");
        assert!(arrives(house, &raw).await.known, "twice is once");
        let told = [("Bea Boss".to_owned(), "Wir nehmen das an.".to_owned())];
        for who in [&deal.klara, &deal.boss, &deal.small] {
            assert_eq!(comments(who, &number).await, told);
        }
        assert_eq!(view(&deal.boss, &number).await.state.kind(), QuoteKind::Sent, "a mail binds nobody");
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 0);
        // The account manager answers what she was told of it.
        let told = letter(&deal, "klara.konto@example.de").await;
        let receipt = arrives(house, &answer("klara.konto@example.de", "k1", &told, "Gern, bitte im Portal.")).await;
        assert!(matches!(receipt.decision, Decision::Comment { internal: false, .. }), "{receipt:?}");
        assert_eq!(comments(&deal.boss, &number).await.len(), 2);
        let view: MailsView = deal.scene.lena.call("mails", &[("show", "all")]).await.json();
        assert_eq!(view.mails.len(), 2);
        assert!(view.mails.iter().all(|mail| mail.state == MailState::Append && mail.deal.unwrap().to_string() == number));
    }

    async fn who_did_not_get_the_letter_comments_nowhere(house: TestHouse) {
        let deal = Deal::of(house).await;
        let house = &deal.scene.house;
        let number = offer(&deal, "new", "send", &[]).await;
        let sent = letter(&deal, "bea.boss@example.de").await;
        for (n, from) in ["mallory@anderswo.de", "fritz.fremd@example.de", "klara.konto@example.de"].iter().enumerate() {
            let receipt = arrives(house, &answer(from, &format!("m{n}"), &sent, "Hallo")).await;
            assert!(matches!(receipt.decision, Decision::NewTicket { rule: Rule::None, .. }), "{from}: {receipt:?}");
        }
        // Who got it and left, or may not see the quote any more, neither.
        house.run("UPDATE membership SET left_at = 1 WHERE person_id = $1", [deal.boss_id.0.into()]).await;
        let receipt = arrives(house, &answer("bea.boss@example.de", "b2", &sent, "Noch da?")).await;
        assert!(matches!(receipt.decision, Decision::NewTicket { .. }), "{receipt:?}");
        assert!(comments(&deal.klara, &number).await.is_empty());
    }

    async fn what_only_staff_were_told_and_what_machines_answer_are_notes(house: TestHouse) {
        let deal = Deal::of(house).await;
        let house = &deal.scene.house;
        let number = offer(&deal, "new", "send", &[]).await;
        let sent = letter(&deal, "bea.boss@example.de").await;
        let away = answer("bea.boss@example.de", "a1", &sent, "Ich bin im Urlaub.");
        let away = away.replacen("To:", "Auto-Submitted: auto-replied\nTo:", 1);
        assert!(matches!(arrives(house, &away).await.decision, Decision::Comment { internal: true, machine: Some(_), .. }));
        house.wait(jiff::SignedDuration::from_hours(24 * 60));
        server::quote::watch::look(&house.house, house.now()).await.unwrap();
        let expired = letter(&deal, "klara.konto@example.de").await;
        let receipt = arrives(house, &answer("klara.konto@example.de", "k2", &expired, "Schade.")).await;
        assert!(matches!(receipt.decision, Decision::Comment { internal: true, .. }), "{receipt:?}");
        let klara = house.number("SELECT id FROM person WHERE email = 'klara.konto@example.de'").await;
        let (klara, boss) = (house.browser(PersonId(klara)).await, house.browser(deal.boss_id).await);
        assert_eq!(comments(&klara, &number).await.len(), 2);
        assert!(comments(&boss, &number).await.is_empty(), "customers read no notes");
        assert!(!boss.get(&format!("/quotes/{number}")).await.text().contains("Schade."));
    }

    async fn an_answer_about_an_order_stands_on_the_order(house: TestHouse) {
        let deal = Deal::of(house).await;
        let house = &deal.scene.house;
        let number = offer(&deal, "new", "send", &[]).await;
        let offered = letter(&deal, "bea.boss@example.de").await;
        accept(&deal.boss, &number, 1).await.json::<()>();
        crate::quote::scene::act(&deal.klara, "order/turn", "B-2026-0001", &[("deed", "finish")]).await.json::<()>();
        let told = letter(&deal, "bea.boss@example.de").await;
        let receipt = arrives(house, &answer("bea.boss@example.de", "o1", &told, "Danke!")).await;
        let Decision::Comment { deal: on, .. } = receipt.decision else { panic!("{receipt:?}") };
        assert_eq!(on.to_string(), "B-2026-0001");
        // Of a long conversation each letter counts for what it was about.
        let named = |id: &str, parent: &str| {
            let raw = answer("bea.boss@example.de", id, parent, "Noch etwas.");
            raw.replacen("To:", &format!("References: {offered} {told}\nTo:"), 1)
        };
        for (id, parent, about) in [("o2", &offered, number.as_str()), ("o3", &told, "B-2026-0001")] {
            let receipt = arrives(house, &named(id, parent)).await;
            let Decision::Comment { deal: on, .. } = receipt.decision else { panic!("{receipt:?}") };
            assert_eq!(on.to_string(), about);
        }
    }
}
