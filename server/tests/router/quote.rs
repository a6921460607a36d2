//! Quotes: asked for, written in versions, sent, decided, told, and never seen by whom they do not concern.
mod mail;
pub mod scene;
mod ticket;

use self::scene::{Deal, accept, act, offer, request, send, view, write_with};
use crate::house::{Browser, key};
use crate::on_both;
use crate::policy::{edit, publish};
use app::error::AppError;
use app::order::view::OrderList;
use app::organisation::view::OrganisationLine;
use app::phone::view::CallView;
use app::quote::view::{QuoteForm, QuoteList, QuoteView};
use axum::http::StatusCode;
use domain::deal::timeline::What;
use domain::input::Reason;
use domain::person::{Rights, Role};
use domain::quote::{Quote, QuoteKind, WrongQuote};
use jiff::SignedDuration;
use server::quote::watch::look;

on_both! {
    async fn partners_hear_nothing_of_quotes_made_from_a_ticket(house: TestHouse) {
        let deal = Deal::of(house).await;
        let ticket = crate::ticket::open(&deal.scene.vera, "Merkliste").await;
        let wanted = ticket.to_string();
        let fields = [("key", &*key()), ("number", &wanted), ("email", "petra.host@example.de")];
        deal.scene.lena.call("ticket/add-person", &fields).await.json::<()>();
        deal.scene.clear_letters().await;
        let number = offer(&deal, "new", "send", &[("ticket", &wanted)]).await;
        accept(&deal.boss, &number, 1).await.json::<()>();
        assert!(deal.scene.vera.get(&format!("/tickets/{ticket}")).await.text().contains(&number));
        for path in [format!("/tickets/{ticket}"), "/".to_owned(), "/tickets".to_owned()] {
            let text = deal.scene.petra.get(&path).await.text();
            assert!(!text.contains(&number) && !text.contains("B-2026-0001"), "{path}: {text}");
        }
        let told = deal.scene.letters().await;
        let told: Vec<_> = told.iter().filter(|(to, _)| to == "petra.host").collect();
        assert!(told.iter().all(|(_, text)| !text.contains(&number)), "{told:?}");
    }

    async fn the_order_of_a_merged_ticket_goes_on_at_the_survivor(house: TestHouse) {
        let deal = Deal::of(house).await;
        let (from, into) = (crate::ticket::open(&deal.scene.vera, "Merkliste").await, crate::ticket::open(&deal.scene.vera, "Wunschliste").await);
        let number = offer(&deal, "new", "send", &[("ticket", &from.to_string())]).await;
        accept(&deal.boss, &number, 1).await.json::<()>();
        crate::effort::book(&deal.scene.tom, from, &[("minutes", "30")]).await.json::<()>();
        crate::ticket::merge::merge(&deal.scene.lena, from, into).await.json::<i64>();
        crate::effort::book(&deal.scene.tom, into, &[("minutes", "15")]).await.json::<()>();
        let order: app::order::view::OrderView = deal.klara.call("order", &[("number", "B-2026-0001")]).await.json();
        let tickets: Vec<i64> = order.tickets.iter().map(|ticket| ticket.number.0).collect();
        assert_eq!((tickets, order.budget.used), (vec![into], 45));
    }

    async fn staff_see_open_quotes_of_who_calls_and_in_the_register(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "send", &[]).await;
        let told = async || {
            let lines: Vec<OrganisationLine> = deal.klara.call("organisations", &[]).await.json();
            let count: i64 = lines.iter().map(|line| line.glance.as_ref().unwrap().quotes).sum();
            let tom = &deal.scene.tom;
            let id = tom.call("phone/begin", &[]).await.json::<i64>().to_string();
            let fields = [("key", &*key()), ("id", &id), ("organisation", &deal.organisation())];
            tom.call("phone/caller", &fields).await.json::<()>();
            let call: CallView = tom.call("phone/call", &[("id", &id)]).await.json();
            let quotes: Vec<_> = call.caller.unwrap().quotes.iter().map(|line| line.number.to_string()).collect();
            (count, quotes)
        };
        assert_eq!(told().await, (1, vec![number.clone()]));
        accept(&deal.boss, &number, 1).await.json::<()>();
        assert_eq!(told().await, (0, vec![]));
    }

    async fn what_quotes_begin_with_and_when_they_are_brought_to_mind_is_configuration(house: TestHouse) {
        let deal = Deal::of(house).await;
        let sonja = deal.scene.house.staff("Sonja Chef", &[Role::SupportManager]).await;
        let sonja = deal.scene.house.browser(sonja).await;
        let terms = async |who: &Browser, valid: &str| {
            let fields = [("fields[valid_days]", valid), ("fields[remind_before_days]", "10"), ("fields[vat]", "reduced")];
            edit(who, "quote", "save", &fields).await
        };
        let wrong = terms(&sonja, "0").await.error();
        assert_eq!(wrong, AppError::field("fields[valid_days]", Reason::NotBetween { min: 1, max: 365 }));
        terms(&sonja, "14").await.json::<()>();
        assert!(sonja.get("/settings/company").await.text().contains("Erinnern vor Ablauf"));
        assert_eq!(publish(&sonja, false).await.status, StatusCode::OK);
        let form: QuoteForm = deal.klara.call("quote/form", &[("number", "new"), ("ticket", "")]).await.json();
        assert_eq!((form.valid_until.to_string().as_str(), form.vat), ("2026-12-07", domain::vat::Vat::Reduced));
        let sheet = deal.boss.get("/policy").await.text();
        assert!(sheet.contains("14 Tage") && sheet.contains("10 Tage vor Ablauf"), "{sheet}");
        // Sent today, valid until 18 December: brought to mind on the 8th, not on the 15th.
        let number = offer(&deal, "new", "send", &[]).await;
        let at = |day: &str| format!("{day}T09:00:00Z").parse().unwrap();
        deal.scene.clear_letters().await;
        assert_eq!(look(&deal.scene.house.house, at("2026-12-07")).await.unwrap(), 0);
        assert_eq!(look(&deal.scene.house.house, at("2026-12-08")).await.unwrap(), 1);
        assert_eq!((deal.scene.reached().await, number.as_str()), (vec!["bea.boss".to_owned()], "A-2026-0001"));
    }

    async fn a_customer_asks_and_the_account_manager_is_told_once(house: TestHouse) {
        let deal = Deal::of(house).await;
        let key = key();
        let fields = [("key", &*key), ("title", "Neuer Warenkorb"), ("body", "Bitte mit Merkliste."), ("organisation", &deal.organisation())];
        let first: String = deal.scene.vera.call("quote/ask", &fields).await.json();
        let second: String = deal.scene.vera.call("quote/ask", &fields).await.json();
        assert_eq!((first.as_str(), second), ("A-2026-0001", first.clone()));
        assert_eq!(deal.scene.reached().await, ["klara.konto"]);
        let letters = deal.scene.letters().await;
        assert!(letters[0].1.contains("A-2026-0001") && letters[0].1.contains("Merkliste"), "{}", letters[0].1);
        let seen = view(&deal.scene.vera, &first).await;
        assert_eq!((seen.state.kind(), seen.offer, seen.may.write), (QuoteKind::Requested, None, false));
        let empty = deal.scene.vera.call("quote/ask", &[("key", &*crate::house::key()), ("organisation", &deal.organisation())]).await;
        assert!(matches!(empty.error(), AppError::Invalid { fields } if fields.len() == 2));
        let elsewhere = [("key", &*crate::house::key()), ("title", "T"), ("body", "B"), ("organisation", &deal.scene.brandt.0.to_string())];
        assert_eq!(deal.scene.vera.call("quote/ask", &elsewhere).await.error(), AppError::NotFound);
    }

    async fn what_is_written_is_seen_by_customers_only_once_it_is_sent(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "save", &[]).await;
        for who in [&deal.boss, &deal.scene.max, &deal.scene.vera, &deal.scene.fritz, &deal.scene.petra] {
            let answer = who.call("quote", &[("number", &number)]).await;
            assert_eq!(answer.error(), AppError::NotFound);
            assert!(!who.call("quotes", &[("filter[query]", "")]).await.text().contains(&number));
        }
        send(&deal, &number).await;
        let seen = view(&deal.boss, &number).await;
        let shown = seen.offer.unwrap();
        assert_eq!((shown.version, shown.totals.net, shown.totals.gross), (1, 196_250, 233_538));
        assert!(seen.may.accept && seen.may.decline && !seen.may.internal);
        for who in [&deal.scene.max, &deal.scene.vera, &deal.scene.fritz, &deal.scene.petra] {
            assert_eq!(who.call("quote", &[("number", &number)]).await.error(), AppError::NotFound);
            assert_eq!(who.get(&format!("/quotes/{number}")).await.status, StatusCode::NOT_FOUND);
        }
        assert!(deal.scene.reached().await.contains(&"bea.boss".to_owned()));
    }

    async fn seeing_all_tickets_opens_no_quote_and_seeing_bills_does(house: TestHouse) {
        let deal = Deal::of(house).await;
        let bills = deal.scene.house.contact("Rita Rechnung", deal.scene.albers, Rights { billing: true, ..Rights::default() }).await;
        let bills = deal.scene.house.browser(bills).await;
        let ticket = crate::ticket::open(&deal.scene.vera, "Merkliste").await;
        let number = offer(&deal, "new", "send", &[("ticket", &ticket.to_string())]).await;
        let comment = [("key", &*key()), ("deal", number.as_str()), ("body", "Gern auch später."), ("internal", "")];
        deal.klara.call("deal/comment", &comment).await.json::<()>();
        let money = |text: &str| text.contains("1.962,50") || text.contains("196250") || text.contains("2.335,38") || text.contains("B-2026-0001");
        let (all, none): (&[_], &[_]) = (&[("filter[query]", "")], &[]);
        for accepted in [false, true] {
            if accepted {
                accept(&deal.boss, &number, 1).await.json::<()>();
            }
            for path in ["/", "/quotes", "/orders", "/tickets"] {
                let text = deal.scene.max.get(path).await.text();
                assert!(!money(&text) && !text.contains(&number), "{path}: {text}");
            }
            for (endpoint, fields) in [("quotes", all), ("orders", all), ("overview", none)] {
                let text = deal.scene.max.call(endpoint, fields).await.text();
                assert!(!money(&text) && !text.contains(&number), "{endpoint}: {text}");
            }
            assert_eq!(deal.scene.max.get(&format!("/quotes/{number}")).await.status, StatusCode::NOT_FOUND);
            let seen = crate::ticket::page(&deal.scene.max, ticket).await;
            assert!(seen.deals.is_empty(), "{:?}", seen.deals);
            // Who checks bills may look at what was offered and ask, but spends nothing.
            let seen = view(&bills, &number).await;
            assert_eq!(seen.offer.unwrap().totals.net, 196_250);
            assert!(seen.may.comment && !seen.may.accept && !seen.may.decline);
        }
        assert_eq!(deal.scene.max.get("/orders/B-2026-0001").await.status, StatusCode::NOT_FOUND);
        assert_eq!(bills.get("/orders/B-2026-0001").await.status, StatusCode::OK);
        let told = deal.scene.letters().await;
        assert!(told.iter().all(|(to, text)| to != "max.kunde" || !money(text)), "{told:?}");
    }

    async fn a_version_that_was_sent_never_changes_and_customers_see_the_newest_one(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "send", &[]).await;
        let before = view(&deal.boss, &number).await.offer;
        offer(&deal, &number, "save", &[("title", "Zweite Fassung"), ("items[0][price]", "120")]).await;
        assert_eq!(view(&deal.boss, &number).await.offer, before, "a draft is for staff");
        let page = deal.boss.get(&format!("/quotes/{number}")).await.text();
        assert!(!page.contains("Zweite Fassung"));
        let staff = view(&deal.klara, &number).await;
        assert_eq!(staff.versions.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
        let old: QuoteView = deal.klara.call("quote", &[("number", &number), ("version", "1")]).await.json();
        assert_eq!(old.offer, before);
        let none = deal.klara.call("quote", &[("number", &number), ("version", "3")]).await;
        assert_eq!(none.error(), AppError::NotFound);
        offer(&deal, &number, "send", &[("title", "Zweite Fassung")]).await;
        assert_eq!(view(&deal.boss, &number).await.title, "Zweite Fassung");
        assert_eq!(accept(&deal.boss, &number, 1).await.error(), WrongQuote::Newer.into());
        assert_eq!(deal.scene.house.number("SELECT count(*) FROM quote_version WHERE version = 1").await, 1);
    }

    async fn who_accepts_must_confirm_the_sentence_and_it_is_kept_as_evidence(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "send", &[]).await;
        deal.scene.clear_letters().await;
        let unconfirmed = act(&deal.boss, "quote/accept", &number, &[("version", "1")]).await;
        assert_eq!(unconfirmed.error(), WrongQuote::NotConfirmed.into());
        accept(&deal.boss, &number, 1).await.json::<()>();
        let seen = view(&deal.boss, &number).await;
        assert!(matches!(seen.state, Quote::Accepted { version: 1, .. }));
        assert_eq!((seen.decided_by.as_deref(), seen.order.map(|order| order.to_string()).as_deref()), (Some("Bea Boss"), Some("B-2026-0001")));
        let page = deal.boss.get(&format!("/quotes/{number}")).await.text();
        let said = seen.entries.iter().find_map(|entry| match &entry.what {
            What::Accepted { wording, .. } => Some(wording.clone()),
            _ => None,
        });
        let said = said.unwrap();
        assert!(said.contains(&number) && said.contains("1.962,50") && said.contains("2.335,38"), "{said}");
        assert!(page.contains("2.335,38"));
        assert_eq!(deal.scene.reached().await, ["bea.boss", "klara.konto"]);
        let again = accept(&deal.boss, &number, 1).await;
        assert_eq!(again.error(), WrongQuote::Accepted.into());
        let closed = act(&deal.klara, "quote/withdraw", &number, &[("reason", "doch nicht")]).await;
        assert_eq!(closed.error(), WrongQuote::Accepted.into());
    }

    async fn accepted_twice_at_once_it_becomes_one_order(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "send", &[]).await;
        let rights = Rights { approves_up_to: Some(500_000), ..Rights::default() };
        let second = deal.scene.house.contact("Carl Zweit", deal.scene.albers, rights).await;
        let (boss, same, carl) = (deal.boss.clone(), deal.boss.clone(), deal.scene.house.browser(second).await);
        let (one, same, other) =
            tokio::join!(accept(&boss, &number, 1), accept(&same, &number, 1), accept(&carl, &number, 1));
        let answers = [&one, &same, &other];
        let good = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
        assert_eq!(good, 1, "{} {} {}", one.text(), same.text(), other.text());
        let late = answers.iter().filter(|answer| answer.status != StatusCode::OK);
        assert!(late.clone().all(|answer| answer.error() == WrongQuote::Accepted.into()), "{:?}", late.map(|a| a.text()).collect::<Vec<_>>());
        assert_eq!(deal.scene.house.number("SELECT count(*) FROM orders").await, 1);
        let orders: OrderList = deal.klara.call("orders", &[("filter[query]", "")]).await.json();
        assert_eq!(orders.lines.len(), 1);
    }

    async fn only_entitled_contacts_decide_and_staff_never_do(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "send", &[]).await;
        assert_eq!(accept(&deal.small, &number, 1).await.error(), WrongQuote::AboveLimit.into());
        assert_eq!(accept(&deal.scene.max, &number, 1).await.error(), AppError::NotFound);
        assert_eq!(accept(&deal.klara, &number, 1).await.error(), AppError::NotYours);
        assert_eq!(accept(&deal.scene.fritz, &number, 1).await.error(), AppError::NotFound);
        assert_eq!(accept(&deal.scene.house.visitor(), &number, 1).await.error(), AppError::SignedOut);
        let reasonless = act(&deal.small, "quote/decline", &number, &[("version", "1")]).await;
        assert_eq!(reasonless.error(), AppError::field("reason", Reason::Missing));
        let staff = act(&deal.klara, "quote/decline", &number, &[("version", "1"), ("reason", "x")]).await;
        assert_eq!(staff.error(), AppError::NotYours);
        deal.scene.clear_letters().await;
        act(&deal.small, "quote/decline", &number, &[("version", "1"), ("reason", "Zu teuer.")]).await.json::<()>();
        assert_eq!(deal.scene.reached().await, ["klara.konto"]);
        assert!(deal.scene.letters().await[0].1.contains("Zu teuer."));
        assert_eq!(accept(&deal.boss, &number, 1).await.error(), WrongQuote::Declined.into());
        offer(&deal, &number, "send", &[("items[0][price]", "80")]).await;
        accept(&deal.boss, &number, 2).await.json::<()>();
    }

    async fn staff_without_that_duty_write_no_quotes(house: TestHouse) {
        let deal = Deal::of(house).await;
        assert_eq!(write_with(&deal.scene.tom, &deal, "new", "save", &[]).await.error(), AppError::NotYours);
        assert_eq!(write_with(&deal.scene.vera, &deal, "new", "save", &[]).await.error(), AppError::NotFound);
        let number = offer(&deal, "new", "save", &[]).await;
        assert_eq!(view(&deal.scene.tom, &number).await.state, Quote::Draft, "but all staff see them");
        let form = deal.scene.tom.call("quote/form", &[("number", &number), ("ticket", "")]).await;
        assert_eq!(form.error(), AppError::NotYours);
    }

    async fn what_is_wrong_is_said_at_its_field_and_outdated_writing_is_refused(house: TestHouse) {
        let deal = Deal::of(house).await;
        let bad = [("title", ""), ("items[0][price]", "teuer"), ("valid_until", "2026-11-22")];
        let AppError::Invalid { fields } = write_with(&deal.klara, &deal, "new", "save", &bad).await.error() else {
            panic!("taken");
        };
        let wrong: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(wrong, ["title", "items[0][price]", "valid_until"]);
        let unknown = write_with(&deal.klara, &deal, "new", "SEND", &[]).await;
        assert_eq!(unknown.error(), AppError::field("deed", Reason::NotAChoice));
        let far = write_with(&deal.klara, &deal, "new", "save", &[("valid_until", "9999-12-31")]).await;
        assert_eq!(far.error(), AppError::field("valid_until", Reason::NotADay));
        let number = offer(&deal, "new", "save", &[]).await;
        let outdated = write_with(&deal.klara, &deal, &number, "save", &[("seen", "0")]).await;
        assert!(matches!(outdated.error(), AppError::Outdated { .. }));
        let elsewhere = write_with(&deal.klara, &deal, "new", "save", &[("project", "999")]).await;
        assert_eq!(elsewhere.error(), AppError::field("project", Reason::NotAChoice));
        let nowhere = write_with(&deal.klara, &deal, "new", "save", &[("organisation", "")]).await;
        assert_eq!(nowhere.error(), AppError::field("organisation", Reason::Missing));
    }

    async fn rows_are_added_and_removed_without_scripts(house: TestHouse) {
        let deal = Deal::of(house).await;
        let more = scene::post(&deal, "new", "more", &[]).await;
        assert_eq!((more.status, more.header("location")), (StatusCode::SEE_OTHER, "/quotes/A-2026-0001/edit"));
        let fewer = scene::post(&deal, "A-2026-0001", "remove-1", &[]).await;
        assert_eq!(fewer.header("location"), "/quotes/A-2026-0001/edit");
        let left = view(&deal.klara, "A-2026-0001").await.offer.unwrap().offer.items;
        assert_eq!(left.len(), 1);
        let page = deal.klara.get("/quotes/A-2026-0001/edit").await.text();
        assert!(page.contains("items[0][text]") && page.contains("items[2][text]"), "two spare rows");
        let wrong = scene::post(&deal, "A-2026-0001", "save", &[("items[0][price]", "teuer"), ("items[5][text]", "Neu")]).await;
        let back = deal.klara.get(wrong.header("location")).await.text();
        assert!(back.contains("teuer") && back.contains("items[5][text]"), "what was typed comes back");
    }

    async fn a_quote_ends_with_its_last_day_and_is_told_of_before(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "send", &[("valid_until", "2026-12-03")]).await;
        deal.scene.clear_letters().await;
        let now = || deal.scene.house.now();
        assert_eq!(look(&deal.scene.house.house, now()).await.unwrap(), 0, "it is fresh");
        deal.scene.house.wait(SignedDuration::from_hours(24 * 7));
        assert_eq!(look(&deal.scene.house.house, now()).await.unwrap(), 1);
        assert_eq!(look(&deal.scene.house.house, now()).await.unwrap(), 0, "once");
        assert_eq!(deal.scene.reached().await, ["bea.boss"], "who may accept it");
        deal.scene.clear_letters().await;
        deal.scene.house.house.clock.set("2026-12-03T22:59:00Z".parse().unwrap());
        assert_eq!(look(&deal.scene.house.house, now()).await.unwrap(), 0, "the last day in Berlin is not over");
        deal.scene.house.house.clock.set("2026-12-03T23:01:00Z".parse().unwrap());
        let boss = deal.scene.house.browser(deal.boss_id).await;
        assert_eq!(accept(&boss, &number, 1).await.error(), WrongQuote::Expired.into(), "before the job ran");
        assert_eq!(look(&deal.scene.house.house, now()).await.unwrap(), 1);
        assert_eq!(look(&deal.scene.house.house, now()).await.unwrap(), 0, "twice is as good as once");
        assert_eq!(deal.scene.reached().await, ["klara.konto"]);
        assert_eq!(view(&boss, &number).await.state.kind(), QuoteKind::Expired);
        assert_eq!(accept(&boss, &number, 1).await.error(), WrongQuote::Expired.into());
    }

    async fn lists_are_narrowed_and_hold_what_the_reader_may_see(house: TestHouse) {
        let deal = Deal::of(house).await;
        let asked = request(&deal.scene.vera, &deal, "Newsletter").await;
        let sent = offer(&deal, "new", "send", &[]).await;
        offer(&deal, "new", "save", &[("title", "Nur Entwurf")]).await;
        let numbers = |list: QuoteList| list.lines.into_iter().map(|line| line.number.to_string()).collect::<Vec<_>>();
        let all = |who: &crate::Browser, fields: &'static [(&'static str, &'static str)]| {
            let who = who.clone();
            async move { numbers(who.call("quotes", fields).await.json()) }
        };
        assert_eq!(all(&deal.klara, &[("filter[query]", "")]).await.len(), 3);
        assert_eq!(all(&deal.klara, &[("filter[query]", ""), ("filter[state]", "requested")]).await, std::slice::from_ref(&asked));
        assert_eq!(all(&deal.klara, &[("filter[query]", "NEWSLETTER")]).await, std::slice::from_ref(&asked));
        assert_eq!(all(&deal.klara, &[("filter[query]", "a-2026-0002")]).await, std::slice::from_ref(&sent));
        assert_eq!(all(&deal.scene.vera, &[("filter[query]", "")]).await, std::slice::from_ref(&asked), "own ones");
        assert_eq!(all(&deal.boss, &[("filter[query]", "")]).await, [sent, asked]);
        assert!(all(&deal.scene.fritz, &[("filter[query]", "")]).await.is_empty());
        assert!(all(&deal.scene.petra, &[("filter[query]", "")]).await.is_empty());
        let waiting: QuoteList = deal.boss.call("quotes", &[("filter[query]", ""), ("filter[state]", "sent")]).await.json();
        assert!(waiting.lines[0].waits);
        for (who, words) in [(&deal.boss, "Nummer oder Titel"), (&deal.klara, "Nummer, Titel oder Unternehmen"), (&deal.scene.vera, "Nummer oder Titel")] {
            let page = who.get("/quotes").await;
            assert!(page.status == StatusCode::OK && page.text().contains(words), "{words}");
            assert_eq!(who.get("/quotes/new").await.status, StatusCode::OK);
        }
    }

    async fn a_quote_is_made_from_a_ticket_and_its_order_carries_it(house: TestHouse) {
        let deal = Deal::of(house).await;
        let ticket = crate::ticket::open(&deal.scene.vera, "Merkliste").await;
        let wanted = ticket.to_string();
        let form: QuoteForm = deal.klara.call("quote/form", &[("number", "new"), ("ticket", &wanted)]).await.json();
        assert_eq!((form.title.as_str(), form.organisation), ("Merkliste", Some(deal.scene.albers)));
        let number = offer(&deal, "new", "send", &[("ticket", &wanted)]).await;
        accept(&deal.boss, &number, 1).await.json::<()>();
        let order: app::order::view::OrderView = deal.klara.call("order", &[("number", "B-2026-0001")]).await.json();
        assert_eq!(order.tickets.len(), 1);
        let seen = crate::ticket::page(&deal.scene.vera, ticket).await;
        assert!(seen.deals.is_empty(), "who may not see the order does not hear of it");
        let staff = crate::ticket::page(&deal.scene.tom, ticket).await;
        let deals: Vec<String> = staff.deals.iter().map(ToString::to_string).collect();
        assert_eq!(deals, ["B-2026-0001", number.as_str()]);
        deal.scene.house.run("UPDATE ticket SET internal = TRUE", []).await;
        let hidden = write_with(&deal.klara, &deal, "new", "save", &[("ticket", &wanted)]).await;
        assert_eq!(hidden.error(), AppError::field("organisation", Reason::NotAChoice), "customers must not hear of it");
    }

    async fn comments_are_mailed_and_notes_stay_inside(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = request(&deal.scene.vera, &deal, "Newsletter").await;
        deal.scene.clear_letters().await;
        let comment = |who: &crate::Browser, body: &'static str, internal: &'static str| {
            let (who, number) = (who.clone(), number.clone());
            async move { who.call("deal/comment", &[("key", &*key()), ("deal", &number), ("body", body), ("internal", internal)]).await }
        };
        comment(&deal.klara, "Bis wann brauchen Sie es?", "").await.json::<()>();
        assert_eq!(deal.scene.reached().await, ["vera.albers"]);
        comment(&deal.scene.vera, "Bis Ostern.", "").await.json::<()>();
        assert_eq!(deal.scene.reached().await, ["klara.konto", "vera.albers"]);
        comment(&deal.klara, "Großzügig rechnen", "1").await.json::<()>();
        assert_eq!(deal.scene.reached().await.len(), 2, "notes are not mailed");
        let seen = deal.scene.vera.call("quote", &[("number", &number)]).await.text();
        assert!(seen.contains("Ostern") && !seen.contains("Großzügig"));
        assert!(!deal.scene.vera.get(&format!("/quotes/{number}")).await.text().contains("Großzügig"));
        assert!(deal.klara.call("quote", &[("number", &number)]).await.text().contains("Großzügig"));
        assert_eq!(comment(&deal.scene.vera, "Heimlich", "1").await.error(), AppError::NotYours);
        assert_eq!(comment(&deal.scene.vera, " ", "").await.error(), AppError::field("body", Reason::Missing));
        assert_eq!(comment(&deal.scene.fritz, "Hallo", "").await.error(), AppError::NotFound);
        assert_eq!(comment(&deal.scene.petra, "Hallo", "").await.error(), AppError::NotFound);
    }
}
