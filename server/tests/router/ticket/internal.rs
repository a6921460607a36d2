//! Internal tickets: staff open and link them; no answer to a customer holds a byte of them.
use super::facts::classify;
use super::merge::merge;
use super::{Scene, codes, hand_over, list, messages, open, open_with, page, ready, shift, titles, write};
use crate::effort::{book, change};
use crate::house::{Answer, Browser, key};
use crate::mail::{arrives, reply, text};
use crate::on_both;
use crate::quote::scene::{Deal, accept, act, offer, write_with};
use app::error::AppError;
use app::ticket::view::Counters;
use domain::input::Reason;
use domain::ticket::Stage;

/// A title that no customer's ticket has.
const SECRET: &str = "Zwiebelfischsuppe";

async fn opened(who: &Browser, number: i64) -> Answer {
    let (key, number) = (key(), number.to_string());
    let fields = [
        ("key", key.as_str()),
        ("number", &number),
        ("work", "bug"),
        ("title", SECRET),
        ("description", "Der Zwiebelfisch im Rechner muss weg."),
    ];
    who.call("internal/open", &fields).await
}

async fn linked(who: &Browser, number: i64, internal: &str, off: &str) -> Answer {
    let (key, number) = (key(), number.to_string());
    let fields = [("key", key.as_str()), ("number", &number), ("internal", internal), ("off", off)];
    who.call("internal/link", &fields).await
}

async fn told(who: &Browser, number: i64, to: &[i64], de: &str) -> Answer {
    let (key, number) = (key(), number.to_string());
    let to: Vec<String> = to.iter().map(i64::to_string).collect();
    let mut fields = vec![("key", key.as_str()), ("number", &number), ("de", de)];
    fields.extend(to.iter().map(|to| ("to[]", to.as_str())));
    who.call("internal/tell", &fields).await
}

on_both! {
    async fn one_never_becomes_a_customers_ticket(house: TestHouse) {
        let scene = Scene::of(house).await;
        let internal: i64 = opened(&scene.tom, open(&scene.vera, "Rechner falsch").await).await.json();
        let wanted = [("organisation", &*scene.albers.to_string())];
        let wrong = AppError::field("organisation", Reason::NotAChoice);
        assert_eq!(classify(&scene.lena, internal, &wanted).await.error(), wrong);
    }

    async fn staff_open_one_for_a_customers_ticket_and_many_hang_on_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (first, second) = (open(&scene.vera, "Rechner falsch").await, open(&scene.fritz, "Summe falsch").await);
        let internal: i64 = opened(&scene.tom, first).await.json();
        linked(&scene.lena, second, &internal.to_string(), "").await.json::<()>();
        linked(&scene.lena, second, &internal.to_string(), "").await.json::<()>();
        let seen = page(&scene.tom, internal).await;
        assert_eq!(seen.inner_work, Some(domain::ticket::internal::Work::Bug));
        let numbers: Vec<i64> = seen.linked.iter().map(|line| line.number.0).collect();
        assert_eq!(numbers, [first, second]);
        assert_eq!(seen.linked[1].organisation.as_deref(), Some("Brandt Logistik"));
        assert_eq!(codes(&seen), ["opened", "linked", "linked"]);
        let theirs = page(&scene.tom, first).await;
        assert_eq!((theirs.linked[0].number.0, theirs.linked[0].title.as_str()), (internal, SECRET));
        linked(&scene.lena, second, &internal.to_string(), "1").await.json::<()>();
        assert_eq!(page(&scene.tom, internal).await.linked.len(), 1);
        let not_a_choice = AppError::field("internal", Reason::NotAChoice);
        for (ticket, other) in [(first, "99999"), (first, &*second.to_string()), (internal, &*internal.to_string())] {
            assert_eq!(linked(&scene.lena, ticket, other, "").await.error(), not_a_choice, "{ticket} {other}");
        }
        assert!(matches!(opened(&scene.anke, first).await.error(), AppError::NotYours));
    }

    async fn development_works_on_it_without_customer_or_promise(house: TestHouse) {
        let scene = Scene::of(house).await;
        let first = open(&scene.vera, "Rechner falsch").await;
        let internal: i64 = opened(&scene.tom, first).await.json();
        scene.clear_letters().await;
        assert!(page(&scene.tom, internal).await.promises.is_empty());
        shift(&scene.lena, internal, Stage::InTriage, "").await.json::<()>();
        shift(&scene.lena, internal, Stage::Done, "Behoben").await.json::<()>();
        let seen = page(&scene.lena, internal).await;
        assert_eq!((seen.stage, seen.objection), (Stage::Done, None), "nobody objects to it");
        assert!(codes(&page(&scene.tom, first).await).contains(&"linked_done"));
        let reached = scene.reached().await;
        assert!(reached.iter().all(|name| name == "tom.team"), "only who takes part on staff: {reached:?}");
        // Staff are the customer of it.
        shift(&scene.tom, internal, Stage::Closed, "").await.json::<()>();
        let told = codes(&page(&scene.tom, first).await).iter().filter(|code| **code == "linked_done").count();
        assert_eq!(told, 1, "closing it tells nothing new");
    }

    async fn time_on_it_is_billed_to_nobody_and_says_why_not(house: TestHouse) {
        let scene = Scene::of(house).await;
        let internal: i64 = opened(&scene.tom, open(&scene.vera, "Rechner falsch").await).await.json();
        let refused = AppError::field("billing", Reason::NobodyToBill);
        assert_eq!(book(&scene.tom, internal, &[("quick", "15")]).await.error(), refused);
        book(&scene.tom, internal, &[("quick", "15"), ("billing", "warranty")]).await.json::<()>();
        let line = page(&scene.tom, internal).await.effort.unwrap().lines.remove(0);
        let fields = |billing: &'static str, minutes: &'static str| [("minutes", minutes), ("activity", "bug_fixing"), ("billing", billing), ("day", "2026-11-23")];
        assert_eq!(change(&scene.tom, line.id.0, 1, &fields("billable", "15")).await.error(), refused);
        // Without scripts the form offers what is taken, a fault's first choice being that we owe it.
        let html = scene.tom.get(&format!("/tickets/{internal}")).await.text();
        assert!(!html.contains("value=\"billable\"") && html.contains("value=\"warranty\""), "{html}");
        // What was booked before there was this rule stays, and can be corrected.
        scene.house.run("UPDATE effort SET billing = 'billable'", []).await;
        change(&scene.tom, line.id.0, 1, &fields("billable", "20")).await.json::<()>();
        change(&scene.tom, line.id.0, 2, &fields("goodwill", "20")).await.json::<()>();
        assert_eq!(change(&scene.tom, line.id.0, 3, &fields("billable", "20")).await.error(), refused);
        let theirs = open(&scene.vera, "Merkliste").await;
        book(&scene.tom, theirs, &[("quick", "15")]).await.json::<()>();
    }

    async fn merged_tickets_hang_on_it_once_and_let_go_together(house: TestHouse) {
        let scene = Scene::of(house).await;
        let [first, between, last] = [open(&scene.vera, "A").await, open(&scene.vera, "B").await, open(&scene.vera, "C").await];
        let internal: i64 = opened(&scene.tom, first).await.json();
        for number in [between, last] {
            linked(&scene.lena, number, &internal.to_string(), "").await.json::<()>();
        }
        merge(&scene.lena, first, last).await.json::<i64>();
        let hanging = async || page(&scene.tom, internal).await.linked.iter().map(|line| line.number.0).collect::<Vec<_>>();
        assert_eq!(hanging().await, [between, last]);
        linked(&scene.lena, last, &internal.to_string(), "1").await.json::<()>();
        assert_eq!(hanging().await, [between]);
    }

    async fn customers_are_told_from_it_and_its_number_never_goes_out(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (first, second) = (open(&scene.vera, "Rechner falsch").await, open(&scene.fritz, "Summe falsch").await);
        let internal: i64 = opened(&scene.tom, first).await.json();
        linked(&scene.lena, second, &internal.to_string(), "").await.json::<()>();
        let named = format!("Behoben mit #{internal}.");
        assert_eq!(told(&scene.tom, internal, &[first], &named).await.error(), AppError::field("de", Reason::NamesInternal));
        assert_eq!(write(&scene.tom, first, &named, &[]).await.error(), AppError::field("body", Reason::NamesInternal));
        assert_eq!(hand_over(&scene.lena, first, scene.team, &named, "").await.error(), AppError::field("specification", Reason::NamesInternal));
        assert_eq!(ready(&scene.tom, first, "4.2", &named).await.error(), AppError::field("place", Reason::NamesInternal));
        write(&scene.tom, first, &named, &[("internal", "1")]).await.json::<()>();
        assert_eq!(told(&scene.tom, internal, &[], "x").await.error(), AppError::field("to", Reason::Missing));
        scene.clear_letters().await;
        told(&scene.tom, internal, &[first, second], "Die Ursache ist behoben.").await.json::<()>();
        for (who, number) in [(&scene.vera, first), (&scene.fritz, second)] {
            assert!(messages(&page(who, number).await).contains(&"Die Ursache ist behoben."));
        }
        let letters = scene.letters().await;
        assert!(letters.iter().any(|(to, text)| to == "fritz.brandt" && text.contains("Die Ursache ist behoben.")));
        assert!(codes(&page(&scene.tom, internal).await).contains(&"told_hanging"));
        assert!(told(&scene.vera, internal, &[first], "x").await.error() == AppError::NotFound);
    }

    async fn its_number_is_kept_out_of_all_that_staff_write_for_customers(house: TestHouse) {
        let deal = Deal::of(house).await;
        let scene = &deal.scene;
        let first = open(&scene.vera, "Rechner falsch").await;
        let internal: i64 = opened(&scene.tom, first).await.json();
        let named = format!("Hängt an #{internal}.");
        let wrong = |field: &str| AppError::field(field, Reason::NamesInternal);
        assert_eq!(classify(&scene.lena, first, &[("class", "outage"), ("why", &named)]).await.error(), wrong("why"));
        let vera = scene.vera_id.0.to_string();
        assert_eq!(open_with(&scene.tom, &named, &[("on_behalf_of", &vera)]).await.error(), wrong("title"));
        for field in ["title", "intro", "closing", "items[1][text]", "note"] {
            let written = write_with(&deal.klara, &deal, "new", "send", &[(field, &named)]).await;
            assert_eq!(written.error(), wrong(field));
        }
        let number = offer(&deal, "new", "send", &[]).await;
        let comment = async |who: &Browser, internal: &str| {
            let fields = [("key", &*key()), ("deal", &number), ("body", &named), ("internal", internal)];
            who.call("deal/comment", &fields).await
        };
        assert_eq!(comment(&deal.klara, "").await.error(), wrong("body"));
        comment(&deal.klara, "1").await.json::<()>();
        assert_eq!(act(&deal.klara, "quote/withdraw", &number, &[("reason", &named)]).await.error(), wrong("reason"));
        accept(&deal.boss, &number, 1).await.json::<()>();
        let cancelled = act(&deal.klara, "order/turn", "B-2026-0001", &[("deed", "cancel"), ("reason", &named)]).await;
        assert_eq!(cancelled.error(), wrong("reason"));
        // What a customer heard elsewhere is theirs to write.
        write(&scene.vera, first, &named, &[]).await.json::<()>();
        comment(&deal.boss, "").await.json::<()>();
        // The reason of a new class stands at its field without scripts, too.
        let (at, once, ticket) = (format!("/tickets/{first}"), key(), first.to_string());
        let fields = [("key", once.as_str()), ("number", &ticket), ("class", "outage"), ("why", &named)];
        let sent = scene.lena.post("ticket/classify", &at, &fields).await;
        let back = scene.lena.get(sent.header("location")).await.text();
        assert!(back.contains("Der Text nennt die Nummer eines internen Tickets"), "{back}");
    }

    async fn an_answer_of_staff_by_mail_that_names_it_stays_inside_and_they_are_told(house: TestHouse) {
        let deal = Deal::of(house).await;
        let scene = &deal.scene;
        let first = open(&scene.vera, "Rechner falsch").await;
        let internal: i64 = opened(&scene.tom, first).await.json();
        let named = format!("Hängt an #{internal}.");
        let (once, ticket, tom) = (key(), first.to_string(), scene.tom_id.to_string());
        scene.lena.call("ticket/assign", &[("key", &once), ("number", &ticket), ("to", &tom)]).await.json::<()>();
        write(&scene.vera, first, "Es eilt.", &[]).await.json::<()>();
        let letter = async |to: &str| {
            text(&scene.house, &format!("SELECT message_id FROM letter WHERE to_email = '{to}@example.de' ORDER BY id DESC LIMIT 1")).await
        };
        let told = async |before: usize, to: &str, about: &str| {
            let letters = scene.letters().await.split_off(before);
            let [(reached, text)] = letters.as_slice() else { panic!("one letter: {letters:?}") };
            assert_eq!(reached, to);
            assert!(text.starts_with(&format!("Nicht gesendet: Ihre Antwort zu {about}")), "{text}");
        };
        let (his, before) = (letter("tom.team").await, scene.letters().await.len());
        arrives(&scene.house, &reply("tom.team@example.de", "t1", &his, &named)).await;
        told(before, "tom.team", &format!("#{first}")).await;
        assert!(codes(&page(&scene.tom, first).await).contains(&"note"));
        let hers = page(&scene.vera, first).await;
        assert!(messages(&hers).iter().all(|body| !body.contains(&named)), "{:?}", messages(&hers));
        // Without the number it goes out as ever.
        arrives(&scene.house, &reply("tom.team@example.de", "t2", &his, "Behoben.")).await;
        assert!(messages(&page(&scene.vera, first).await).contains(&"Behoben."));
        // So it is with a quote.
        let number = offer(&deal, "new", "send", &[]).await;
        let fields = [("key", &*key()), ("deal", &number), ("body", "Bis wann?")];
        deal.boss.call("deal/comment", &fields).await.json::<()>();
        let (hers, before) = (letter("klara.konto").await, scene.letters().await.len());
        arrives(&scene.house, &reply("klara.konto@example.de", "k1", &hers, &named)).await;
        told(before, "klara.konto", &number).await;
        let shown = async |who: &Browser| who.call("quote", &[("number", &number)]).await.text().contains(&named);
        assert!(shown(&deal.klara).await && !shown(&deal.boss).await);
    }

    async fn no_answer_to_a_customer_holds_a_byte_of_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let first = open(&scene.vera, "Rechner falsch").await;
        // A number of its own shape, so that it cannot be found by chance.
        scene.house.run("UPDATE counter SET value = 770776 WHERE name = 'ticket'", []).await;
        let internal: i64 = opened(&scene.tom, first).await.json();
        write(&scene.tom, internal, "Zwiebelfisch gefunden", &[]).await.json::<()>();
        write(&scene.lena, first, "Siehe Zwiebelfisch #770777", &[("internal", "1")]).await.json::<()>();
        shift(&scene.lena, internal, Stage::InTriage, "").await.json::<()>();
        shift(&scene.lena, internal, Stage::Done, "Zwiebelfisch weg").await.json::<()>();
        // As if somebody had put a customer on it: not even that shows it.
        for who in [scene.vera_id, scene.max_id] {
            let sql = "INSERT INTO participant (ticket_id, person_id) SELECT id, $1 FROM ticket WHERE number = 770777";
            scene.house.run(sql, [who.0.into()]).await;
        }
        let number = internal.to_string();
        let first_text = first.to_string();
        for who in [&scene.vera, &scene.max, &scene.fritz, &scene.petra] {
            let mut answers = Vec::new();
            for path in ["/", "/tickets", "/tickets?q=Zwiebelfisch", "/tickets?q=770777", "/tickets?q=%23770777", "/tickets/new", "/policy"] {
                answers.push((path.to_owned(), who.get(path).await.text()));
            }
            for path in [format!("/tickets/{first}"), format!("/tickets/{number}"), format!("/tickets/{number}/merge"), format!("/tickets/{number}/split")] {
                answers.push((path.clone(), who.get(&path).await.text()));
            }
            for (endpoint, fields) in [
                ("tickets", vec![("query", "")]),
                ("tickets", vec![("query", "q=Zwiebelfisch")]),
                ("tickets", vec![("query", "q=770777")]),
                ("overview", vec![]),
                ("counters", vec![]),
                ("choices", vec![]),
                ("ticket", vec![("number", first_text.as_str())]),
                ("ticket", vec![("number", number.as_str())]),
                ("ticket/look", vec![("number", number.as_str()), ("writing", "false")]),
                ("ticket/merge/preview", vec![("number", first_text.as_str()), ("into", number.as_str())]),
                ("ticket/assist", vec![("opening[title]", SECRET), ("opening[description]", SECRET), ("opening[kind]", "normal"), ("opening[urgency]", "normal"), ("opening[software_version]", "")]),
            ] {
                answers.push((endpoint.to_owned(), who.call(endpoint, &fields).await.text()));
            }
            for (path, text) in answers {
                // What the reader typed comes back in the search field and as the filter that is set.
                let text = text.replace("value=\"770777\"", "").replace("value=\"#770777\"", "");
                let text = text.replace("»770777«", "").replace("»#770777«", "");
                let text = text.replace("q=770777", "").replace("q=%23770777", "");
                let text = text.replace(&format!("/tickets/{number}"), "");
                assert!(!text.contains("fischsuppe") && !text.contains("770777"), "{path}: {text}");
            }
            assert!(titles(&list(who, "").await.lines).iter().all(|title| *title != SECRET));
        }
        let counted: Counters = scene.vera.call("counters", &[]).await.json();
        assert_eq!(counted.mine, 0);
        let letters = scene.letters().await;
        let inner = |text: &str| text.contains("wiebelfisch") || text.contains("770777");
        assert!(letters.iter().all(|(to, text)| !inner(text) || ["tom.team", "lena.lead"].contains(&to.as_str())), "{letters:?}");
        let live: Vec<_> = server::live::replay::since(scene.house.house.store.read(), &actor(&scene).await, 0).await.unwrap().unwrap().0;
        assert!(live.iter().all(|notice| notice.ticket.0 != internal), "{live:?}");
        assert!(live.iter().any(|notice| notice.ticket.0 == first));
    }

    async fn only_staff_take_part_in_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let first: i64 = open_with(&scene.vera, "Rechner falsch", &[]).await.json();
        let internal: i64 = opened(&scene.tom, first).await.json();
        let (key_text, number) = (key(), internal.to_string());
        let fields = [("key", key_text.as_str()), ("number", &number), ("email", "petra.host@example.de")];
        assert_eq!(scene.tom.call("ticket/add-person", &fields).await.error(), AppError::field("email", Reason::NotAChoice));
        let key_text = key();
        let fields = [("key", key_text.as_str()), ("number", &number), ("email", "lena.lead@example.de")];
        scene.tom.call("ticket/add-person", &fields).await.json::<()>();
    }
}

/// Vera, as the live channel knows her.
async fn actor(scene: &Scene) -> domain::access::Actor {
    use domain::person::{Membership, Rights, Standing};
    let rights = Rights { sees_all: true, ..Rights::default() };
    let memberships = vec![Membership { organisation: scene.albers, name: String::new(), rights }];
    domain::access::Actor {
        id: scene.vera_id,
        name: "Vera Albers".into(),
        email: String::new(),
        standing: Standing::Customer { memberships },
    }
}
