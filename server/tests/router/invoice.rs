//! Invoices through the router: from work to an issued, frozen, gapless document, and what becomes of it. The house opens on
//! Monday, 23 November 2026, under the preset that charges by the hour: 95 € an hour, quick tickets 1.5 and 2 times, a gate at 60
//! minutes. Laying out a document takes seconds without optimisation: each test makes few.
use crate::TestHouse;
use crate::effort::{book, change};
use crate::house::{Answer, Browser, key};
use crate::quote::scene::{self, Deal, act, offer};
use crate::ticket::{Scene, open, open_with, page};
use app::error::AppError;
use app::invoice::view::{InvoiceList, InvoiceView, Services};
use axum::http::StatusCode;
use domain::billing::account::Standing;
use domain::billing::timeline::What;
use domain::billing::{State, WrongInvoice};
use domain::input::Reason;
use domain::invoice::Kind;
use domain::person::Rights;
use jiff::SignedDuration;
use server::invoice::run::look;

/// A shop agency; Vera of Albers opened a ticket, on which Tom worked.
struct Shop {
    scene: Scene,
    /// Sees the bills of Albers.
    bea: Browser,
    bea_id: domain::id::PersonId,
    number: i64,
    albers: String,
}

/// Who writes the invoices, and from whom on the house may issue some.
const SELLER: &str = r#"
[billing.seller]
name = "Nordlicht Digital GmbH"
vat_id = "DE123456789"
contact = "Ines Böhm"
phone = "0461 1234"
email = "rechnung@nordlicht.example"
[billing.seller.address]
street = "Hafendamm 1"
postcode = "24937"
town = "Flensburg"
country = "DE"
[billing.seller.bank]
name = "Förde Bank"
iban = "DE02120300000000202051"
bic = "BYLADEM1001"

[billing.datev]
consultant = 29098
client = 55003
chart = "skr04"
[billing.rules]
late_fee_cents = 4000

[workflow]"#;

impl Shop {
    async fn of(house: TestHouse) -> Self {
        Self::with_seller(house, true).await
    }

    async fn with_seller(house: TestHouse, seller: bool) -> Self {
        let scene = Scene::of(house).await;
        if seller {
            publish(&scene).await;
        }
        let address = "UPDATE organisation SET address = 'Uferweg 7\n24937 Flensburg' WHERE id = $1";
        for organisation in [scene.albers, scene.brandt] {
            scene.house.run(address, [organisation.0.into()]).await;
        }
        let rights = Rights { billing: true, ..Rights::default() };
        let bea = scene.house.contact("Bea Buch", scene.albers, rights).await;
        let number = open(&scene.vera, "Warenkorb rechnet falsch").await;
        let albers = scene.albers.to_string();
        Self { bea: scene.house.browser(bea).await, bea_id: bea, number, albers, scene }
    }

    async fn book(&self, minutes: &str, more: &[(&str, &str)]) {
        let fields: Vec<_> = [("minutes", minutes)].into_iter().chain(more.iter().copied()).collect();
        book(&self.scene.tom, self.number, &fields).await.json::<()>();
    }

    async fn draw(&self) -> Answer {
        let key = key();
        let fields = [
            ("key", key.as_str()),
            ("organisation", &self.albers),
            ("from", "2026-11-01"),
            ("to", "2026-11-30"),
        ];
        self.scene.anke.call("invoice/draw", &fields).await
    }

    /// A draft of all that Tom booked.
    async fn drawn(&self) -> String {
        self.draw().await.json()
    }

    async fn issued(&self) -> String {
        let draft = self.drawn().await;
        issue(&self.scene.anke, &draft).await.json()
    }
}

async fn publish(scene: &Scene) {
    let sonja = scene.house.staff("Sonja Chef", &[domain::person::Role::SupportManager]).await;
    let sonja = scene.house.browser(sonja).await;
    let text = sonja.get("/policy/export/1").await.text();
    let text = text.replacen("[workflow]", SELLER.trim_start(), 1);
    sonja.call("policy/import", &[("key", &key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView = sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let seen = draft.seen.to_string();
    let fields = [("key", &*key()), ("seen", &seen), ("note", "Briefkopf")];
    sonja.call("policy/publish", &fields).await.json::<()>();
}

async fn view(who: &Browser, reference: &str) -> InvoiceView {
    who.call("invoice", &[("reference", reference)]).await.json()
}

async fn issue(who: &Browser, draft: &str) -> Answer {
    let seen = view(who, draft).await.version.to_string();
    turn(who, "invoice/issue", draft, &[("seen", &seen)]).await
}

async fn turn(who: &Browser, endpoint: &str, reference: &str, more: &[(&str, &str)]) -> Answer {
    let key = key();
    let mut fields = vec![("key", key.as_str()), ("reference", reference)];
    fields.extend(more);
    who.call(endpoint, &fields).await
}

async fn list(who: &Browser, filter: &[(&str, &str)]) -> InvoiceList {
    let mut fields = vec![("filter[query]", "")];
    for one in filter {
        fields.retain(|(known, _)| known != &one.0);
        fields.push(*one);
    }
    who.call("invoices", &fields).await.json()
}

/// Runs a test on both databases.
macro_rules! with_shop {
    ($(async fn $name:ident($shop:ident: Shop) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($shop: Shop) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { test(Shop::of(TestHouse::with_preset("shop-quick-tickets").await).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { test(Shop::of(TestHouse::with_preset_on_postgres("shop-quick-tickets").await).await).await; }
        }
    )*};
}

mod billed;
mod discount;
mod filters;
mod hand_over;
mod hints;
mod own;
mod payer;
mod period;
mod services;

with_shop! {
    async fn work_becomes_a_draft_with_where_it_comes_from_and_is_on_one_document_only(shop: Shop) {
        shop.book("40", &[("note", "Geheimsache")]).await;
        shop.book("15", &[("billing", "goodwill")]).await;
        let draft = shop.drawn().await;
        let seen = view(&shop.scene.anke, &draft).await;
        let [line] = seen.lines.as_slice() else { panic!("{:?}", seen.lines) };
        assert_eq!(line.line.name, format!("#{} Warenkorb rechnet falsch", shop.number));
        assert_eq!((line.line.net_cents(), seen.totals.net, seen.totals.gross), (6_333, 6_333, 7_536));
        assert_eq!(line.chain.tickets[0].number.0, shop.number);
        assert_eq!(line.chain.times[0].inner.as_ref().unwrap().1, "Geheimsache");
        let annex: Vec<_> = seen.annex.iter().map(|row| (row.minutes, row.free.as_str())).collect();
        assert_eq!(annex, [(40, ""), (15, "Kulanz")]);
        assert_eq!((seen.state, seen.number.clone(), seen.standing), (State::Draft, None, Standing::Draft));
        assert_eq!(shop.draw().await.error(), WrongInvoice::Empty.into(), "it stands on a draft already");
        // Customers know nothing of drafts, nor do people without the right of what there is.
        for who in [&shop.bea, &shop.scene.vera, &shop.scene.fritz, &shop.scene.petra, &shop.scene.tom] {
            assert_eq!(who.call("invoice", &[("reference", &draft)]).await.error(), AppError::NotFound);
        }
        assert!(list(&shop.bea, &[]).await.lines.is_empty());
        assert_eq!(shop.scene.vera.call("invoices", &[("filter[query]", "")]).await.error(), AppError::NotFound);
        assert_eq!(list(&shop.scene.anke, &[("filter[standing]", "draft")]).await.count, 1);
        // What is corrected meanwhile must be drawn up anew.
        let id = page(&shop.scene.tom, shop.number).await.effort.unwrap().lines[0].id.0;
        let fields = [("minutes", "60"), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-23")];
        change(&shop.scene.tom, id, 1, &fields).await.json::<()>();
        assert!(view(&shop.scene.anke, &draft).await.billing.unwrap().changed);
        turn(&shop.scene.anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        let seen = view(&shop.scene.anke, &draft).await;
        assert_eq!((seen.totals.net, seen.billing.unwrap().changed), (9_500, false));
        turn(&shop.scene.anke, "invoice/turn", &draft, &[("deed", "discard")]).await.json::<String>();
        assert_eq!(shop.scene.anke.call("invoice", &[("reference", &draft)]).await.error(), AppError::NotFound);
        assert_eq!(view(&shop.scene.anke, &shop.drawn().await).await.totals.net, 9_500, "it is open again");
    }

    async fn an_issued_invoice_is_frozen_with_its_bytes_and_its_work(shop: Shop) {
        shop.book("40", &[("note", "Geheimsache")]).await;
        let draft = shop.drawn().await;
        let before = view(&shop.scene.anke, &draft).await;
        let line = before.lines[0].id.to_string();
        let correct = |more: &'static [(&'static str, &'static str)]| {
            let (anke, draft, line) = (shop.scene.anke.clone(), draft.clone(), line.clone());
            async move {
                let mut fields = vec![("line", line.as_str()), ("deed", "correct")];
                fields.extend(more);
                turn(&anke, "invoice/line", &draft, &fields).await
            }
        };
        let wrong = correct(&[("name", ""), ("quantity", "viel"), ("price", "95")]).await.error();
        let AppError::Invalid { fields } = wrong else { panic!("{wrong:?}") };
        assert_eq!(fields.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["name", "quantity", "reason"]);
        correct(&[("name", "Warenkorb"), ("quantity", "0:30"), ("price", "95,00"), ("reason", "Einarbeitung abgezogen")]).await.json::<()>();
        assert_eq!(turn(&shop.bea, "invoice/line", &draft, &[("line", &line), ("deed", "put_back")]).await.error(), AppError::NotFound);
        assert_eq!(turn(&shop.scene.anke, "invoice/issue", &draft, &[("seen", "1")]).await.error(), AppError::Outdated { version: before.version + 1 });
        shop.scene.clear_letters().await;
        let seen = (before.version + 1).to_string();
        let twice = [("key", "zweimal-dasselbe"), ("reference", draft.as_str()), ("seen", seen.as_str())];
        for _ in 0..2 {
            assert_eq!(shop.scene.anke.call("invoice/issue", &twice).await.json::<String>(), "RE-2026-0001");
        }
        assert_eq!(shop.scene.reached().await, ["bea.buch"], "who sees bills is told once");
        let seen = view(&shop.bea, "RE-2026-0001").await;
        assert_eq!((seen.totals.net, seen.totals.gross, seen.account.due, seen.standing), (4_750, 5_653, 5_653, Standing::Open));
        assert_eq!(seen.account.due_on.map(|day| day.to_string()).as_deref(), Some("2026-12-03"), "ten days, as the shop has it");
        let (pdf, xml) = (shop.bea.get("/invoices/RE-2026-0001/pdf").await, shop.bea.get("/invoices/RE-2026-0001/xml").await);
        assert!(pdf.body.starts_with(b"%PDF-") && xml.text().contains("47.50"));
        assert_eq!(pdf.header("content-type"), "application/pdf");
        let stored = shop.scene.house.number("SELECT count(*) FROM invoice_file WHERE length(sha256) = 64").await;
        assert_eq!(stored, 2);
        // No note, no name of who worked, no reason and no draft's history in any byte that customers get.
        let bytes = shop.bea.call("invoice", &[("reference", "RE-2026-0001")]).await.text();
        let html = shop.bea.get("/invoices/RE-2026-0001").await;
        assert_eq!(html.status, StatusCode::OK);
        for text in [bytes, html.text(), xml.text(), String::from_utf8_lossy(&pdf.body).into_owned()] {
            for secret in ["Geheimsache", "Tom Team", "Einarbeitung", "Anke"] {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
        }
        // Its work can no longer be corrected, its ticket no longer be merged away.
        let id = page(&shop.scene.tom, shop.number).await.effort.unwrap().lines[0].id.0;
        let taken = change(&shop.scene.tom, id, 1, &[("deed", "take_back")]).await;
        assert_eq!(taken.error(), AppError::field("minutes", Reason::Billed));
        let other = open(&shop.scene.vera, "Zweites").await.to_string();
        let merge = [("key", &*key()), ("number", &shop.number.to_string()), ("into", &other)];
        assert!(matches!(shop.scene.lena.call("ticket/merge", &merge).await.error(), AppError::Invalid { .. }));
        assert_eq!(turn(&shop.scene.anke, "invoice/turn", "RE-2026-0001", &[("deed", "discard")]).await.error(), WrongInvoice::Issued.into());
        for who in [&shop.scene.fritz, &shop.scene.vera, &shop.scene.petra, &shop.scene.tom] {
            assert_eq!(who.get("/invoices/RE-2026-0001/pdf").await.status, StatusCode::NOT_FOUND);
            assert_eq!(who.get("/invoices/RE-2026-0001").await.status, StatusCode::NOT_FOUND);
        }
    }

    async fn two_who_issue_at_once_get_two_numbers_in_a_row_and_a_refusal_leaves_no_gap(shop: Shop) {
        shop.book("30", &[]).await;
        let first = shop.drawn().await;
        shop.book("20", &[]).await;
        let second = shop.drawn().await;
        shop.book("10", &[]).await;
        let third = shop.drawn().await;
        // Nothing stands on the third: it is refused, and takes no number.
        let line = view(&shop.scene.anke, &third).await.lines[0].id.to_string();
        let out = [("line", line.as_str()), ("deed", "leave_out"), ("reason", "später")];
        turn(&shop.scene.anke, "invoice/line", &third, &out).await.json::<()>();
        assert_eq!(issue(&shop.scene.anke, &third).await.error(), WrongInvoice::Empty.into());
        let house = &shop.scene.house;
        // On PostgreSQL the second one works at another server.
        let twin = match house.house.settings.database_url {
            Some(_) => Some(house.twin().await),
            None => None,
        };
        let other = twin.as_ref().map_or_else(|| shop.scene.anke.at(house), |twin| shop.scene.anke.at(twin));
        let (one, two, again) = tokio::join!(issue(&shop.scene.anke, &first), issue(&other, &second), issue(&other, &first));
        let mut numbers: Vec<String> = [one, two, again].iter().filter(|answer| answer.status.is_success()).map(Answer::json).collect();
        numbers.sort();
        assert_eq!(numbers, ["RE-2026-0001", "RE-2026-0002"], "the same draft is issued once");
        let twice = "SELECT count(*) FROM (SELECT source FROM invoice_source WHERE released = FALSE GROUP BY source HAVING count(*) > 1) x";
        assert_eq!(house.number(twice).await, 0);
        assert_eq!(house.number("SELECT value FROM counter WHERE name = 'invoice-2026'").await, 2);
    }

    async fn a_cancellation_gives_the_work_free_and_a_credit_note_does_not(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        assert_eq!(turn(&shop.scene.anke, "invoice/cancel", &number, &[]).await.error(), AppError::field("reason", Reason::Missing));
        assert_eq!(turn(&shop.bea, "invoice/cancel", &number, &[("reason", "R")]).await.error(), AppError::NotFound);
        let cancelled: String = turn(&shop.scene.anke, "invoice/cancel", &number, &[("reason", "Falscher Empfänger")]).await.json();
        assert_eq!(cancelled, "RE-2026-0002");
        let (old, taken_back) = (view(&shop.bea, &number).await, view(&shop.bea, &cancelled).await);
        assert_eq!((old.state, old.standing, old.corrected_by.as_slice()), (State::Cancelled, Standing::Cancelled, &[cancelled.clone()][..]));
        assert_eq!((taken_back.kind, taken_back.standing, taken_back.corrects.as_deref()), (Kind::Cancellation, Standing::GivesBack, Some(number.as_str())));
        assert_eq!(turn(&shop.scene.anke, "invoice/cancel", &number, &[("reason", "R")]).await.error(), WrongInvoice::Cancelled.into());
        assert_eq!(turn(&shop.scene.anke, "invoice/pay", &cancelled, &[("amount", "5")]).await.error(), WrongInvoice::GivesBack.into());
        // The hour is billed anew, and half of it given back.
        let number = shop.issued().await;
        let path: String = turn(&shop.scene.anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
        let draft = path.trim_start_matches("/invoices/").to_owned();
        let line = view(&shop.scene.anke, &draft).await.lines[0].id.to_string();
        let half = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb, zur Hälfte"), ("quantity", "0:30"), ("price", "95"), ("reason", "Kulanz")];
        turn(&shop.scene.anke, "invoice/line", &draft, &half).await.json::<()>();
        let note: String = issue(&shop.scene.anke, &draft).await.json();
        let seen = view(&shop.bea, &number).await;
        assert_eq!((seen.account.due, seen.account.credited, seen.account.left(), seen.standing), (11_305, 5_653, 5_652, Standing::Partly));
        assert_eq!(view(&shop.bea, &note).await.kind, Kind::CreditNote);
        assert_eq!(shop.draw().await.error(), WrongInvoice::Empty.into(), "the work stays billed");
        let sums = list(&shop.bea, &[]).await;
        assert_eq!((sums.count, sums.gross, sums.left), (4, 11_305 - 5_653, 5_652));
        // Of billed services what was given back is taken off, however they are asked for.
        let about = format!("#{}", shop.number);
        for (filter, found) in [
            (("filter[query]", ""), (2, 30, 4_750)),
            (("filter[about]", about.as_str()), (2, 30, 4_750)),
            (("filter[query]", "Hälfte"), (1, -30, -4_750)),
            (("filter[about]", "#9999"), (0, 0, 0)),
        ] {
            let seen: Services = shop.bea.call("services", &[filter, ("filter[project]", "")]).await.json();
            assert_eq!((seen.count, seen.minutes, seen.net), found, "{filter:?}");
            assert!(seen.rows.iter().all(|row| row.chain.tickets[0].number.0 == shop.number), "{seen:?}");
        }
    }

    async fn payments_are_noted_and_reminders_come_level_by_level(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let pay = async |amount: &str, day: &str| turn(&shop.scene.anke, "invoice/pay", &number, &[("amount", amount), ("day", day), ("note", "SEPA-Notiz")]).await;
        assert_eq!(pay("viel", "").await.error(), AppError::field("amount", Reason::NotMoney));
        assert_eq!(pay("5", "2027-01-01").await.error(), AppError::field("day", Reason::InFuture));
        assert_eq!(pay("5", "1999-01-01").await.error(), AppError::field("day", Reason::TooLongAgo));
        pay("13,05", "").await.json::<()>();
        let seen = view(&shop.bea, &number).await;
        assert_eq!((seen.account.left(), seen.standing, seen.payments[0].note.as_str()), (10_000, Standing::Partly, ""));
        assert!(!shop.bea.call("invoice", &[("reference", &number)]).await.text().contains("SEPA-Notiz"));
        assert_eq!(turn(&shop.scene.anke, "invoice/turn", &number, &[("deed", "remind")]).await.error(), WrongInvoice::NotDue.into());
        shop.scene.house.wait(SignedDuration::from_hours(24 * 21));
        // Sessions may have ended meanwhile.
        let anke = shop.scene.house.browser(shop.scene.house.staff("Alma Zahl", &[domain::person::Role::Accounting]).await).await;
        assert_eq!((list(&anke, &[("filter[standing]", "overdue")]).await.count, view(&anke, &number).await.standing), (1, Standing::Overdue));
        shop.scene.clear_letters().await;
        assert_eq!(turn(&anke, "invoice/turn", &number, &[("deed", "remind"), ("level", "2")]).await.error(), WrongInvoice::NotDue.into());
        turn(&anke, "invoice/turn", &number, &[("deed", "remind"), ("level", "1")]).await.json::<String>();
        assert_eq!(turn(&anke, "invoice/turn", &number, &[("deed", "remind"), ("level", "1")]).await.error(), WrongInvoice::NotDue.into());
        let letters = shop.scene.letters().await;
        assert!(letters[0].0 == "bea.buch" && letters[0].1.contains(&number) && letters[0].1.contains("100,00"), "{letters:?}");
        assert!(letters[0].1.contains("bis 21.12.2026") && letters[0].1.contains("DE02"), "{letters:?}");
        // The next one waits, though its day after the last day for paying is there. It asks for the lump sum of § 288 BGB as well, once.
        shop.scene.house.wait(SignedDuration::from_hours(24 * 11));
        let anke = shop.scene.house.browser(shop.scene.house.staff("Zora Zahl", &[domain::person::Role::Accounting]).await).await;
        assert_eq!(turn(&anke, "invoice/turn", &number, &[("deed", "remind")]).await.error(), WrongInvoice::NotDue.into());
        shop.scene.house.wait(SignedDuration::from_hours(24 * 3));
        let anke = shop.scene.house.browser(shop.scene.house.staff("Zita Zahl", &[domain::person::Role::Accounting]).await).await;
        shop.scene.clear_letters().await;
        turn(&anke, "invoice/turn", &number, &[("deed", "remind")]).await.json::<String>();
        let letters = shop.scene.letters().await;
        assert!(letters[0].1.contains("140,00") && letters[0].1.contains("Verzugspauschale von 40,00"), "{letters:?}");
        let seen = view(&anke, &number).await;
        assert_eq!((seen.account.due, seen.account.fee, seen.account.left()), (11_305, 4_000, 14_000));
        shop.scene.house.wait(SignedDuration::from_hours(24 * 14));
        let anke = shop.scene.house.browser(shop.scene.house.staff("Mona Zahl", &[domain::person::Role::Accounting]).await).await;
        turn(&anke, "invoice/turn", &number, &[("deed", "remind")]).await.json::<String>();
        assert_eq!(view(&anke, &number).await.account.fee, 4_000);
        let payment = view(&anke, &number).await.payments[0].id.to_string();
        turn(&anke, "invoice/unpay", &number, &[("payment", &payment)]).await.json::<()>();
        assert_eq!(turn(&anke, "invoice/unpay", &number, &[("payment", &payment)]).await.error(), AppError::NotFound);
        turn(&anke, "invoice/pay", &number, &[("amount", "153,05")]).await.json::<()>();
        // What one paid too much is not taken off what is open.
        turn(&anke, "invoice/pay", &number, &[("amount", "5")]).await.json::<()>();
        let sums = list(&anke, &[]).await;
        assert_eq!((sums.left, sums.over, sums.drafts), (0, 500, 0));
        let shown = anke.get("/invoices").await.text();
        assert!(shown.contains("davon offen 0,00\u{a0}€, zu viel bezahlt 5,00\u{a0}€"), "{shown}");
        let entries = view(&anke, &number).await.entries;
        assert!(entries.iter().any(|entry| matches!(entry.what, What::Reminded { level: 1, fee: 0 })));
        assert_eq!(list(&anke, &[("filter[standing]", "paid")]).await.count, 1);
    }

    async fn a_month_is_run_once_and_a_line_can_be_asked_about(shop: Shop) {
        shop.book("50", &[]).await;
        let house = &shop.scene.house;
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0, "the month is not over");
        house.wait(SignedDuration::from_hours(24 * 9));
        let twin = match house.house.settings.database_url {
            Some(_) => Some(house.twin().await),
            None => None,
        };
        if let Some(twin) = &twin {
            twin.house.clock.set(house.now());
        }
        let other = twin.as_ref().unwrap_or(house);
        let (one, two) = tokio::join!(look(&house.house, house.now()), look(&other.house, house.now()));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        // Sessions may have ended meanwhile.
        let bea = house.browser(shop.bea_id).await;
        let anke = house.browser(house.staff("Alma Zahl", &[domain::person::Role::Accounting]).await).await;
        let drafts = list(&anke, &[("filter[standing]", "draft")]).await;
        assert_eq!((drafts.count, drafts.lines[0].title.as_str()), (1, "Leistungen November 2026"));
        let draft = drafts.lines[0].reference.clone();
        let number: String = issue(&anke, &draft).await.json();
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0);
        // Found by ticket, amount, text and day, all of it together; and by nobody else.
        let ticket = format!("#{}", shop.number);
        for (filter, found) in [
            (vec![("filter[about]", ticket.as_str()), ("filter[least]", "94"), ("filter[most]", "94,22")], 1),
            (vec![("filter[query]", "WARENKORB"), ("filter[from]", "2026-12-02"), ("filter[to]", "2026-12-02")], 1),
            // Words are found by how they begin, whatever way their umlauts are written; a number as a whole; a customer by any part.
            (vec![("filter[query]", "waren")], 1),
            (vec![("filter[query]", number.as_str())], 1),
            (vec![("filter[query]", "lbers")], 1),
            (vec![("filter[query]", "RE-2026-9999")], 0),
            (vec![("filter[query]", "waren nirgends")], 0),
            (vec![("filter[least]", "94,23")], 0),
            (vec![("filter[about]", "#9999")], 0),
            (vec![("filter[from]", "2026-12-03")], 0),
        ] {
            assert_eq!(list(&bea, &filter).await.count, found, "{filter:?}");
        }
        let csv = bea.get("/invoices.csv?standing=open").await.text();
        assert!(csv.contains(&number) && csv.contains("94,21"), "{csv}");
        let zip = bea.get("/invoices.zip?q=warenkorb").await;
        assert!(zip.body.starts_with(b"PK\x03\x04") && String::from_utf8_lossy(&zip.body).contains(&format!("{number}.pdf")));
        assert_eq!(house.visitor().get("/invoices.zip").await.status, StatusCode::UNAUTHORIZED);
        assert!(!anke.get("/invoices.csv?about=%239999").await.text().contains(&number));
        let services: Services = bea.call("services", &[("filter[query]", "")]).await.json();
        assert_eq!((services.rows.len(), services.minutes, services.net), (1, 50, 7_917));
        assert!(bea.get("/services.csv").await.text().contains("Warenkorb"));
        crate::house::paper("services-de", &bea.get("/services.pdf").await);
        for path in ["/invoices", "/invoices?q=warenkorb&standing=open"] {
            assert!(bea.get(path).await.text().contains(&number), "{path}");
        }
        assert!(bea.get("/services").await.text().contains("Warenkorb"));
        // A question becomes a ticket of the customer.
        let line = view(&bea, &number).await.lines[0].id.to_string();
        let fritz = house.browser(shop.scene.fritz_id).await;
        assert_eq!(turn(&fritz, "invoice/ask", &number, &[("line", &line), ("body", "?")]).await.error(), AppError::NotFound);
        assert_eq!(turn(&bea, "invoice/ask", &number, &[("line", &line)]).await.error(), AppError::field("body", Reason::Missing));
        shop.scene.clear_letters().await;
        let ticket: i64 = turn(&bea, "invoice/ask", &number, &[("line", &line), ("body", "Warum 50 Minuten?")]).await.json();
        let letters = shop.scene.letters().await;
        let accounting = letters.iter().find(|(to, _)| to == "alma.zahl").unwrap();
        assert!(accounting.1.contains("Warum 50 Minuten?"), "accounting hears of it: {letters:?}");
        let seen = page(&house.browser(shop.scene.lena_id).await, ticket).await;
        assert!(seen.title.contains(&number));
        // It goes to who sees the document: Lena, who leads the project, does not, and reads no link to it.
        assert_eq!(seen.invoice, None);
        assert!(!format!("{:?}", seen.entries).contains("/invoices/"), "{:?}", seen.entries);
        let theirs = page(&anke, ticket).await;
        assert_eq!((theirs.invoice.as_deref(), page(&bea, ticket).await.invoice.as_deref()), (Some(&*number), Some(&*number)));
        let who = theirs.assignee.expect("somebody answers").name;
        assert!(theirs.people.iter().any(|one| one.name == "Alma Zahl") && who != "Lena Lead", "{who}: {:?}", theirs.people);
        assert!(view(&bea, &number).await.entries.iter().any(|entry| matches!(entry.what, What::Asked { ticket: asked, .. } if asked.0 == ticket)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_company_nothing_is_issued() {
    let shop = Shop::with_seller(TestHouse::with_preset("shop-quick-tickets").await, false).await;
    shop.book("30", &[]).await;
    let draft = shop.drawn().await;
    assert_eq!(issue(&shop.scene.anke, &draft).await.error(), WrongInvoice::NoSeller.into());
    let shown = shop.scene.anke.get(&format!("/invoices/{draft}")).await.text();
    assert!(
        shown.contains("Es fehlt, wer die Rechnung stellt")
            && shown.contains("wer die Einstellungen verwaltet")
    );
    let sonja = shop
        .scene
        .house
        .staff("Sonja Chef", &[domain::person::Role::SupportManager, domain::person::Role::Accounting])
        .await;
    let shown = shop.scene.house.browser(sonja).await.get(&format!("/invoices/{draft}")).await.text();
    assert!(shown.contains("/settings/billing#seller"), "who may enter it is led there");
    assert_eq!(
        shop.scene.anke.get("/bookings.csv?month=2026-11").await.status,
        StatusCode::NOT_FOUND,
        "no books"
    );
    let missing = [
        ("organisation", shop.albers.as_str()),
        ("name", "Albers"),
        ("country", "Deutschland"),
        ("email", "nein"),
    ];
    let AppError::Invalid { fields } =
        turn(&shop.scene.anke, "invoice/payer", &draft, &missing).await.error()
    else {
        panic!()
    };
    let fields: Vec<_> = fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["street", "postcode", "town", "country", "email"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_billed_as_it_was_sold_and_its_work_is_not_billed_again() {
    let shop = Shop::of(TestHouse::with_preset("shop-quick-tickets").await).await;
    let deal = Deal::around(shop.scene).await;
    let quote = offer(&deal, "new", "send", &[]).await;
    scene::accept(&deal.boss, &quote, 1).await.json::<()>();
    act(&deal.klara, "order/link", "B-2026-0001", &[("ticket", &shop.number.to_string())]).await.json::<()>();
    book(&deal.scene.tom, shop.number, &[("minutes", "50")]).await.json::<()>();
    let key = key();
    let draft: String =
        deal.scene.anke.call("invoice/draw", &[("key", &*key), ("order", "b-2026-0001")]).await.json();
    let seen = view(&deal.scene.anke, &draft).await;
    assert_eq!((seen.lines.len(), seen.totals.net), (2, 71_250 + 125_000));
    let days = seen.period.map(|days| (days.from.to_string(), days.to.to_string()));
    assert_eq!(
        days,
        Some(("2026-11-23".into(), "2026-11-23".into())),
        "from the first work to the day it is billed"
    );
    assert_eq!(seen.lines[0].chain.orders[0].1.to_string(), quote);
    assert_eq!((seen.annex.len(), seen.annex[0].free.as_str()), (1, "im Auftrag enthalten"));
    let fields = [("organisation", shop.albers.as_str()), ("from", "2026-11-01"), ("to", "2026-11-30")];
    let again = turn(&deal.scene.anke, "invoice/draw", "", &fields).await;
    assert_eq!(again.error(), WrongInvoice::Empty.into());
    let quick = [("kind", "quick_high"), ("consent[quick_high]", "19000")];
    let number: i64 = open_with(&deal.scene.vera, "Kasse steht", &quick).await.json();
    book(&deal.scene.tom, number, &[("minutes", "30")]).await.json::<()>();
    let draft: String = turn(&deal.scene.anke, "invoice/draw", "", &fields).await.json();
    let line = view(&deal.scene.anke, &draft).await.lines.remove(0).line;
    assert_eq!((line.price_cents, line.net_cents()), (19_000, 9_500), "at the price that was agreed to");
    assert!(
        line.description.contains("Preis bestätigt: 190,00\u{a0}€ je Stunde von Vera Albers"),
        "{line:?}"
    );
    let seen = view(&deal.scene.anke, &draft).await;
    assert_eq!(seen.lines[0].chain.tickets[0].consents[0].0, 19_000, "which is part of the evidence");
}
