//! Splitting off what somebody wrote who has nothing to do with the ticket's customer: it is their concern, and they are told.
use super::split::{going, refused, said, shown, split_times, unsplit};
use super::{Scene, codes, messages, open, page, write};
use crate::effort::book;
use crate::house::{Answer, Browser, key};
use crate::mail::{arrives, reply, text};
use crate::on_both;
use crate::promise::plan;
use crate::ticket::merge::split;
use app::error::AppError;
use domain::letter::thread::Decision;
use domain::ticket::split::NoSplit;

const INA: &str = "Ina Neu <ina@fremd.example>";

/// Somebody answers Vera's mail, and Lena puts it on her ticket; answers the entry.
async fn attached(scene: &Scene, number: i64, raw: impl Fn(&str) -> String) -> i64 {
    let sql =
        "SELECT message_id FROM letter WHERE to_email = 'vera.albers@example.de' ORDER BY id DESC LIMIT 1";
    let letter = text(&scene.house, sql).await;
    let receipt = arrives(&scene.house, &raw(&letter)).await;
    assert!(matches!(receipt.decision, Decision::Quarantine { .. }), "{receipt:?}");
    let (mail, ticket) =
        (scene.house.number("SELECT MAX(id) FROM mail").await.to_string(), format!("#{number}"));
    let fields = [("id", mail.as_str()), ("deed", "attach"), ("ticket", &ticket)];
    assert!(scene.lena.call("mails/settle", &fields).await.status.is_success());
    said(&page(&scene.lena, number).await, "fehlt das Logo")
}

fn from_ina(letter: &str) -> String {
    reply(INA, "i1", letter, "Bei mir fehlt das Logo.")
}

/// Splits one message off that stays with the customer.
async fn split_kept(who: &Browser, number: i64, entry: i64) -> Answer {
    let (key, number, entry) = (key(), number.to_string(), entry.to_string());
    let fields =
        [("key", &*key), ("number", &*number), ("title", "Logo"), ("entries[]", &*entry), ("keep", "1")];
    who.call("ticket/split", &fields).await
}

on_both! {
    async fn what_a_stranger_wrote_becomes_their_ticket_and_the_customer_is_told_nothing(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let old = open(&scene.vera, "Zwei Dinge").await;
        let entry = attached(&scene, old, from_ina).await;
        let html = scene.lena.get(&format!("/tickets/{old}/split")).await.text();
        for told in ["Absender: Ina Neu; Bestätigung geht an ina@fremd.example.", "Absender: Vera Albers; Bestätigung geht an vera.albers@example.de.", "Bei Albers Möbelhaus belassen"] {
            assert!(html.contains(told), "{told}: {html}");
        }
        scene.clear_letters().await;
        let new: i64 = split(&scene.lena, old, "Logo", &[entry]).await.json();
        let reached = scene.reached().await;
        assert!(reached.iter().any(|to| to == "ina") && !reached.iter().any(|to| to == "vera.albers" || to == "max.kunde"), "{reached:?}");
        let acknowledged = text(&scene.house, "SELECT message_id FROM letter WHERE to_email = 'ina@fremd.example'").await;
        let seen = page(&scene.lena, new).await;
        assert_eq!((seen.author.as_str(), seen.author_email.as_deref()), ("Ina Neu", Some("ina@fremd.example")));
        assert!(seen.organisation.is_none() && seen.plan.is_none() && seen.people.is_empty(), "{seen:?}");
        // The message stays in both; each history names the other to staff alone.
        let (staffs, hers) = (page(&scene.lena, old).await, page(&scene.vera, old).await);
        assert!(messages(&hers).contains(&"Bei mir fehlt das Logo.") && messages(&seen).contains(&"Bei mir fehlt das Logo."));
        assert!(codes(&staffs).contains(&"split_off") && codes(&seen).contains(&"split_from"));
        assert!(!codes(&hers).contains(&"split_off"));
        assert_eq!(scene.vera.call("ticket", &[("number", &new.to_string())]).await.error(), AppError::NotFound);
        // Taken back, the customer hears nothing either, and the stranger takes no part in their ticket.
        scene.clear_letters().await;
        unsplit(&scene.lena, old, new).await.json::<()>();
        assert!(!scene.reached().await.iter().any(|to| to == "vera.albers"));
        assert!(!codes(&page(&scene.vera, old).await).contains(&"unsplit"));
        let answer = arrives(&scene.house, &reply(INA, "i2", &acknowledged, "Und?")).await;
        assert!(matches!(answer.decision, Decision::Quarantine { .. }), "{answer:?}");
    }

    async fn kept_with_the_customer_it_has_what_they_were_promised_and_their_people(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let old = open(&scene.vera, "Zwei Dinge").await;
        let entry = attached(&scene, old, from_ina).await;
        // What others wrote and time of the customer go to nobody else.
        write(&scene.vera, old, "Unser Kennwort hängt an.", &[]).await.json::<()>();
        let hers = said(&page(&scene.lena, old).await, "Kennwort");
        assert_eq!(split(&scene.lena, old, "Logo", &[entry, hers]).await.error(), refused("entries", NoSplit::Mixed));
        book(&scene.tom, old, &[("minutes", "30")]).await.json::<()>();
        let time = going(&scene.lena, old).await;
        assert!(scene.lena.get(&format!("/tickets/{old}/split")).await.text().contains(&shown(&time[0])));
        let answer = split_times(&scene.lena, old, entry, &[time[0].value()]).await;
        assert_eq!(answer.error(), refused("times", NoSplit::Elsewhere));
        scene.clear_letters().await;
        let new: i64 = split_kept(&scene.lena, old, entry).await.json();
        assert_eq!(scene.reached().await, ["ina"]);
        let seen = page(&scene.lena, new).await;
        assert_eq!((seen.author_email.as_deref(), seen.plan), (Some("ina@fremd.example"), page(&scene.lena, old).await.plan));
        assert_eq!(seen.organisation.map(|organisation| organisation.id), Some(scene.albers));
        assert!(seen.people.iter().any(|who| who.id == scene.vera_id));
        assert!(codes(&page(&scene.vera, old).await).contains(&"split_off"), "it is the customer's");
    }

    async fn a_partner_gets_their_own_and_what_staff_wrote_stays_the_authors(house: TestHouse) {
        let scene = Scene::of(house).await;
        let old = open(&scene.vera, "Zwei Dinge").await;
        let sql = "INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE t.number = $1 AND p.email = 'petra.host@example.de'";
        scene.house.run(sql, [old.into()]).await;
        write(&scene.petra, old, "Unser Logo fehlt auch.", &[]).await.json::<()>();
        write(&scene.lena, old, "Das Favicon machen wir gesondert.", &[]).await.json::<()>();
        let before = page(&scene.lena, old).await;
        for (words, author, to) in [("Logo fehlt auch", "Petra Host", "petra.host"), ("Favicon", "Vera Albers", "vera.albers")] {
            scene.clear_letters().await;
            let new: i64 = split(&scene.lena, old, "Logo", &[said(&before, words)]).await.json();
            let reached = scene.reached().await;
            let outside: Vec<&str> = reached.iter().map(String::as_str).filter(|name| ["vera.albers", "max.kunde", "petra.host"].contains(name)).collect();
            let seen = page(&scene.lena, new).await;
            assert_eq!((seen.author.as_str(), outside), (author, vec![to]), "{reached:?}");
            assert_eq!(seen.organisation.is_some(), to == "vera.albers");
        }
    }

    async fn no_machine_is_answered_and_nobody_without_end(house: TestHouse) {
        let scene = Scene::of(house).await;
        let list = |letter: &str| from_ina(letter).replace("\nIn-Reply-To", "\nList-Id: <team.fremd.example>\nIn-Reply-To");
        let old = open(&scene.vera, "Zwei Dinge").await;
        let entry = attached(&scene, old, list).await;
        let html = scene.lena.get(&format!("/tickets/{old}/split")).await.text();
        assert!(html.contains("Absender: Ina Neu; eine Bestätigung bekommt niemand."), "{html}");
        let to_ina = "SELECT COUNT(*) FROM letter WHERE to_email = 'ina@fremd.example'";
        split(&scene.lena, old, "Logo", &[entry]).await.json::<i64>();
        assert_eq!(scene.house.number(to_ina).await, 0);
        for n in 0..4 {
            let old = open(&scene.vera, &format!("Noch {n}")).await;
            let entry = attached(&scene, old, |letter| reply(INA, &format!("n{n}"), letter, "Bei mir fehlt das Logo.")).await;
            split(&scene.lena, old, "Logo", &[entry]).await.json::<i64>();
        }
        assert_eq!(scene.house.number(to_ina).await, 2, "none from the third with the same subject on");
    }
}
