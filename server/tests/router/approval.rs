//! Effort beyond the gate, its release, and ticket types that cost a factor; through the router of a shop that has both.
use crate::TestHouse;
use crate::effort::change;
use crate::house::{Answer, Browser, key};
use crate::overview::seen as overview;
use crate::ticket::facts::classify;
use crate::ticket::merge::{merge, split, undo};
use crate::ticket::{Scene, codes, hand_over, open, open_with, page, shift, write};
use app::approval::view::{Decides, RequestPage, TypeOffer};
use app::error::AppError;
use app::phone::view::CallView;
use app::ticket::view::{Forecast, TicketView};
use domain::approval::{State, Way};
use domain::effort::gate::Meter;
use domain::id::PersonId;
use domain::input::Reason;
use domain::overview::Task;
use domain::person::{Rights, Role};
use domain::ticket::Stage;
use domain::ticket::timeline::What;
use jiff::SignedDuration;

/// Runs each test in a shop with quick tickets, on both databases.
macro_rules! in_shop {
    ($(async fn $name:ident($scene:ident: Shop) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($scene: Shop) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { test(Shop::of(TestHouse::with_preset("shop-quick-tickets").await).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { test(Shop::of(TestHouse::with_preset_on_postgres("shop-quick-tickets").await).await).await; }
        }
    )*};
}

/// The scene with two approvers at Albers: one up to 100 €, one up to 1000 €.
pub struct Shop {
    pub scene: Scene,
    small: Browser,
    big: Browser,
    big_id: PersonId,
}

impl std::ops::Deref for Shop {
    type Target = Scene;
    fn deref(&self) -> &Scene {
        &self.scene
    }
}

impl Shop {
    pub async fn of(house: TestHouse) -> Self {
        let scene = Scene::of(house).await;
        let approver =
            |up_to: i64| Rights { sees_all: true, approves_up_to: Some(up_to), ..Rights::default() };
        let small = scene.house.contact("Klara Klein", scene.albers, approver(10_000)).await;
        let big_id = scene.house.contact("Greta Gross", scene.albers, approver(100_000)).await;
        let (small, big) = (scene.house.browser(small).await, scene.house.browser(big_id).await);
        Self { scene, small, big, big_id }
    }

    /// A ticket in progress.
    pub async fn worked_on(&self, title: &str) -> i64 {
        worked_on(self, &self.vera, title).await
    }
}

/// A ticket of somebody in progress.
pub async fn worked_on(scene: &Scene, who: &Browser, title: &str) -> i64 {
    let number = open(who, title).await;
    shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
    hand_over(&scene.lena, number, scene.team, "Wie besprochen.", "").await.json::<()>();
    let (key, ticket, tom) = (key(), number.to_string(), scene.tom_id.to_string());
    let fields = [("key", key.as_str()), ("number", &ticket), ("to", &tom)];
    scene.tom.call("ticket/assign", &fields).await.json::<()>();
    shift(&scene.tom, number, Stage::InProgress, "").await.json::<()>();
    number
}

async fn book(who: &Browser, number: i64, minutes: &str, billing: &str) -> Answer {
    let (key, number) = (key(), number.to_string());
    let fields = [
        ("key", key.as_str()),
        ("number", &number),
        ("minutes", minutes),
        ("activity", "bug_fixing"),
        ("billing", billing),
    ];
    who.call("effort/book", &fields).await
}

pub async fn ask(who: &Browser, number: i64, minutes: &str, reason: &str) -> Answer {
    let (key, number) = (key(), number.to_string());
    let fields = [("key", key.as_str()), ("number", &number), ("minutes", minutes), ("reason", reason)];
    who.call("approval/ask", &fields).await
}

pub async fn decide(who: &Browser, id: i64, deed: &str, note: &str) -> Answer {
    let (key, id) = (key(), id.to_string());
    who.call("approval/decide", &[("key", key.as_str()), ("id", &id), ("deed", deed), ("note", note)]).await
}

pub fn meter(seen: &TicketView) -> Meter {
    seen.effort.as_ref().unwrap().meter.unwrap().meter
}

pub fn request(seen: &TicketView) -> app::approval::view::RequestView {
    seen.approvals.clone().unwrap().request.unwrap()
}

/// Tokens of the links in letters to an address, oldest first.
pub async fn links(scene: &Scene, to: &str) -> Vec<String> {
    let letters = scene.letters().await;
    let mine =
        letters.iter().filter(|(name, text)| name.starts_with(to) && text.contains("/approval?token="));
    mine.map(|(_, text)| {
        let text = text.replace("=\n", "");
        let (_, rest) = text.split_once("/approval?token=").unwrap();
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
    })
    .collect()
}

pub fn over(fits: u32, missing: u32) -> AppError {
    AppError::field("minutes", Reason::OverLimit { fits, missing })
}

in_shop! {
    async fn the_mail_about_a_release_can_be_looked_at_before_anybody_gets_it(shop: Shop) {
        let sonja = shop.house.staff("Sonja Schnell", &[Role::SupportManager]).await;
        let sonja = shop.house.browser(sonja).await;
        assert!(sonja.get("/settings/mails").await.text().contains("/settings-mail/approval/de"));
        for (lang, words) in [("de", "höchstens"), ("en", "at most")] {
            let html = sonja.get(&format!("/settings-mail/approval/{lang}")).await.text();
            assert!(html.contains(words) && html.contains("190"), "{html}");
        }
    }

    async fn a_reminder_stands_in_the_history_for_staff(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "1 h", "Mehr Fehler als gedacht.").await.json::<()>();
        shop.house.wait(SignedDuration::from_hours(24 * 2 + 1));
        let now = shop.house.now();
        assert_eq!(server::approval::watch::look(&shop.house.house, now).await.unwrap(), 1);
        assert_eq!(server::approval::watch::look(&shop.house.house, now).await.unwrap(), 0, "once");
        assert_eq!(codes(&page(&shop.tom, number).await).iter().filter(|code| **code == "approval_reminded").count(), 1);
        assert!(!codes(&page(&shop.big, number).await).contains(&"approval_reminded"));
        assert!(shop.tom.get(&format!("/tickets/{number}")).await.text().contains("An die Freigabe erinnert"));
    }

    async fn nothing_is_promised_by_a_type_that_is_only_proposed(shop: Shop) {
        let number = open(&shop.vera, "Suche").await;
        let forecast = async |kind: &str| -> Forecast {
            let fields = [("number", &*number.to_string()), ("class", ""), ("priority", ""), ("kind", kind)];
            shop.lena.call("ticket/forecast", &fields).await.json()
        };
        let (same, dearer) = (forecast("normal").await, forecast("quick_high").await);
        assert_eq!((same.proposes, dearer.proposes), (false, true));
        assert_eq!(same.dues, dearer.dues, "its times count once it is ordered");
        let page = shop.lena.get(&format!("/tickets/{number}?class=normal&kind=quick_high")).await.text();
        assert!(page.contains("wird dem Kunden vorgeschlagen"), "{page}");
    }

    async fn what_the_plan_covers_costs_nothing_and_says_no_price(shop: Shop) {
        crate::promise::plan(&shop.scene, shop.albers.0, "maintenance").await;
        let number = shop.worked_on("Warenkorb").await;
        classify(&shop.lena, number, &[("class", "urgent_error")]).await.json::<()>();
        ask(&shop.tom, number, "2 h", "Mehr Fehler als gedacht.").await.json::<()>();
        for (who, path) in [(&shop.small, "/".to_owned()), (&shop.small, format!("/tickets/{number}")), (&shop.tom, format!("/tickets/{number}"))] {
            let text = who.get(&path).await.text();
            assert!(!text.contains("0,00"), "{path}: {text}");
        }
        let seen = page(&shop.small, number).await;
        assert_eq!(request(&seen).cents, 0);
        decide(&shop.small, request(&seen).id.0, "approve", "").await.json::<()>();
        let letters = shop.letters().await;
        assert!(letters.iter().all(|(_, text)| !text.contains("0,00")), "{letters:?}");
        assert!(!shop.vera.get(&format!("/tickets/{number}")).await.text().contains("0,00"));
    }

    async fn the_start_page_leads_who_may_release_to_what_waits(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "2 h", "Mehr Fehler als gedacht.").await.json::<()>();
        let page = overview(&shop.big).await;
        let [one] = page.waiting.as_slice() else { panic!("{:?}", page.waiting) };
        let Task::Release { number: shown, minutes, cents, .. } = one.task else { panic!("{one:?}") };
        assert_eq!((shown.0, minutes, cents, one.title.as_str()), (number, 120, 19_000, "Warenkorb"));
        // Above this limit it waits for somebody else. So it does for who releases nothing.
        for who in [&shop.small, &shop.max, &shop.vera] {
            let page = overview(who).await;
            assert_eq!((page.waiting.len(), page.theirs.len()), (0, 1));
        }
        assert_eq!(overview(&shop.fritz).await.waiting, []);
        // A dearer type is for everybody who sees the ticket to order.
        let other = open(&shop.vera, "Suche").await;
        classify(&shop.lena, other, &[("kind", "quick_high")]).await.json::<()>();
        let page = overview(&shop.vera).await;
        assert!(matches!(page.waiting[0].task, Task::Order { number, .. } if number.0 == other), "{:?}", page.waiting);
        let text = shop.vera.get("/").await.text();
        assert!(text.contains("190,00") && text.contains("Sehr eilig"), "{text}");
        assert!(!shop.petra.get("/").await.text().contains("190,00"));
        // Once its time is over it waits for nobody, though nobody may have written that down yet.
        shop.house.wait(SignedDuration::from_hours(24 * 30));
        let big = shop.house.browser(shop.big_id).await;
        assert_eq!(overview(&big).await.waiting.iter().filter(|one| one.task.rank() == 0).count(), 0);
    }

    async fn two_people_with_forty_minutes_each_meet_the_gate(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        book(&shop.tom, number, "40", "billable").await.json::<()>();
        assert_eq!(book(&shop.lena, number, "40", "billable").await.error(), over(20, 20));
        book(&shop.lena, number, "40", "goodwill").await.json::<()>();
        book(&shop.lena, number, "20", "billable").await.json::<()>();
        let seen = page(&shop.tom, number).await;
        assert_eq!(meter(&seen), Meter { included: 60, released: 0, booked: 60, running: 0 });
        assert_eq!(book(&shop.tom, number, "1", "billable").await.error(), over(0, 1));
        // A correction is a booking, too: upwards only as far as it fits, downwards always.
        let line = seen.effort.unwrap().lines.iter().find(|line| line.effort.minutes == 40 && line.mine).unwrap().clone();
        let change = async |minutes: &str, billing: &str| {
            let (key, id) = (key(), line.id.to_string());
            let fields = [("key", key.as_str()), ("id", &id), ("version", "1"), ("minutes", minutes), ("activity", "bug_fixing"), ("billing", billing), ("day", "2026-11-23")];
            shop.tom.call("effort/change", &fields).await
        };
        assert_eq!(change("45", "billable").await.error(), over(40, 5));
        change("30", "billable").await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await).booked, 50);
    }

    async fn who_books_at_once_never_crosses_the_limit_together(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let all = futures_of((0..6).map(|at| {
            let who = if at % 2 == 0 { shop.tom.clone() } else { shop.lena.clone() };
            tokio::spawn(async move { book(&who, number, "25", "billable").await.status.is_success() })
        })).await;
        assert_eq!(all.into_iter().filter(|booked| *booked).count(), 2);
        assert_eq!(meter(&page(&shop.tom, number).await).booked, 50);
    }

    async fn near_the_limit_staff_are_warned_and_the_customer_is_told_once(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        shop.clear_letters().await;
        book(&shop.tom, number, "40", "billable").await.json::<()>();
        assert!(shop.letters().await.is_empty());
        let partner = "INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE p.kind = 'partner'";
        shop.house.run(partner, []).await;
        book(&shop.lena, number, "10", "billable").await.json::<()>();
        book(&shop.lena, number, "5", "billable").await.json::<()>();
        let letters = shop.letters().await;
        let told: Vec<&str> = letters.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(told, ["vera.albers"], "only the customer, once; the partner learns nothing");
        let text = letters[0].1.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("nähert sich 1 Stunde") && !text.contains("50 Min"), "{text}");
        let seen = page(&shop.tom, number).await;
        assert_eq!(codes(&seen).iter().filter(|code| **code == "nearing").count(), 1);
        let hers = page(&shop.vera, number).await;
        assert!(!codes(&hers).contains(&"nearing") && hers.effort.is_none());
        let card = hers.approvals.unwrap();
        assert_eq!((card.included, card.released, card.told.is_some()), (Some(60), 0, true));
        let petras = page(&shop.petra, number).await;
        assert!(petras.approvals.is_none() && !codes(&petras).contains(&"limit_told"));
    }

    async fn timers_count_and_keep_their_time_at_the_gate(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let (key, ticket) = (key(), number.to_string());
        shop.tom.call("effort/timer", &[("key", &format!("{key}s")), ("number", &ticket), ("deed", "start")]).await.json::<()>();
        shop.house.wait(SignedDuration::from_mins(30));
        let look = async || server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap();
        assert_eq!(look().await, 0);
        shop.house.wait(SignedDuration::from_mins(20));
        assert_eq!((look().await, look().await), (1, 0), "told once");
        assert_eq!(meter(&page(&shop.lena, number).await).running, 50);
        shop.house.wait(SignedDuration::from_mins(40));
        let fields = [("key", key.as_str()), ("number", &ticket), ("quick", "timer"), ("activity", "bug_fixing"), ("billing", "billable")];
        assert_eq!(shop.tom.call("effort/book", &fields).await.error(), over(60, 30));
        shop.house.wait(SignedDuration::from_mins(10));
        let timer = page(&shop.tom, number).await.effort.unwrap().timer.unwrap();
        assert_eq!((timer.since, timer.kept / 60_000), (None, 90), "it stands still, and nothing is lost");
        shop.tom.call("effort/timer", &[("key", &format!("{key}t")), ("number", &ticket), ("deed", "start")]).await.json::<()>();
        assert_eq!(shop.tom.call("effort/book", &fields).await.error(), over(60, 30));
        let timer = page(&shop.tom, number).await.effort.unwrap().timer.unwrap();
        assert_eq!((timer.since, timer.kept / 60_000), (None, 90), "nor when it is sent again");
        ask(&shop.tom, number, "30", "Mehr Fehler als gedacht.").await.json::<()>();
        let id = request(&page(&shop.big, number).await).id.0;
        decide(&shop.big, id, "approve", "").await.json::<()>();
        shop.tom.call("effort/book", &fields).await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await), Meter { included: 60, released: 30, booked: 90, running: 0 });
    }

    async fn an_approver_releases_by_the_link_and_looking_alone_does_nothing(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        book(&shop.tom, number, "55", "billable").await.json::<()>();
        shop.clear_letters().await;
        ask(&shop.tom, number, "2 h", "Zwei Zahlarten rechnen anders.").await.json::<()>();
        let seen = page(&shop.vera, number).await;
        assert_eq!(seen.stage, Stage::WaitingForApproval);
        assert_eq!(seen.approvals.clone().unwrap().decides, Decides::Others { names: vec!["Greta Gross".into()] }, "190 € are beyond Klara");
        assert_eq!(shop.reached().await, ["greta.gross", "vera.albers"]);
        let partner = "INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE p.kind = 'partner'";
        shop.house.run(partner, []).await;
        let petras = shop.petra.call("ticket", &[("number", &number.to_string())]).await.text();
        assert!(petras.contains("Warenkorb") && !petras.contains("Zahlarten"), "what it is about is the customer's: {petras}");
        let token = links(&shop, "greta").await.remove(0);
        let nobody = shop.house.visitor();
        let at = format!("/approval?token={token}");
        let shown = nobody.get(&at).await.text();
        for words in ["Warenkorb", "Zwei Zahlarten rechnen anders.", "bis zu 2 Stunden", "höchstens 190,00\u{202f}€", "55 Min. von 1 Stunde", "Greta Gross"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!nobody.get(&format!("/api/approval/approve?token={token}")).await.status.is_success(), "on POST only");
        assert_eq!(page(&shop.vera, number).await.stage, Stage::WaitingForApproval);
        shop.clear_letters().await;
        for _ in 0..2 {
            nobody.call("approval/approve", &[("token", &token)]).await.json::<()>();
        }
        nobody.call("approval/decline", &[("token", &token), ("note", "Doch nicht")]).await.json::<()>();
        let seen = page(&shop.tom, number).await;
        assert_eq!((seen.stage, meter(&seen).released), (Stage::InProgress, 120));
        let evidence: Vec<_> = seen.entries.iter().filter_map(|entry| match &entry.what {
            What::Approval { state: State::Approved, wording, way, .. } => Some((entry.by.as_ref().map(|by| by.id), wording.clone(), *way)),
            _ => None,
        }).collect();
        let [(by, wording, way)] = evidence.as_slice() else { panic!("once: {evidence:?}") };
        assert_eq!((*by, *way), (Some(shop.big_id), Some(Way::Link)));
        assert!(wording.contains("höchstens 190,00\u{202f}€ netto"), "{wording}");
        assert!(!shop.reached().await.contains(&"greta.gross".to_owned()), "she knows");
        assert!(nobody.get(&at).await.text().contains("der Aufwand ist freigegeben"));
        book(&shop.tom, number, "125", "billable").await.json::<()>();
        assert_eq!(book(&shop.tom, number, "1", "billable").await.error(), over(0, 1));
        // Staff who look at what was sent must not decide for the customer.
        let wrong = nobody.call("approval", &[("token", &token.replacen(char::is_numeric, "9", 1))]).await.error();
        assert_eq!(wrong, AppError::LinkEnded);
    }

    async fn an_approver_to_whom_the_ticket_is_not_open_decides_by_the_link(shop: Shop) {
        let rights = Rights { approves_up_to: Some(100_000), ..Rights::default() };
        let hilde = shop.house.contact("Hilde Haas", shop.albers, rights).await;
        let hilde = shop.house.browser(hilde).await;
        let number = shop.worked_on("Warenkorb").await;
        shop.clear_letters().await;
        ask(&shop.tom, number, "2 h", "Zwei Zahlarten rechnen anders.").await.json::<()>();
        assert_eq!(hilde.call("ticket", &[("number", &number.to_string())]).await.error(), AppError::NotFound);
        let letters = shop.letters().await;
        let (_, told) = letters.iter().find(|(to, _)| to == "hilde.haas").unwrap();
        assert!(!told.contains(&format!("/tickets/{number}")), "no way that ends at a locked door: {told}");
        let token = links(&shop, "hilde").await.remove(0);
        let shown = hilde.get(&format!("/approval?token={token}")).await.text();
        for words in ["Warenkorb", "Zwei Zahlarten rechnen anders.", "bis zu 2 Stunden"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!shown.contains(&format!("/tickets/{number}")));
        shop.house.visitor().call("approval/approve", &[("token", &token)]).await.json::<()>();
        assert_eq!(page(&shop.tom, number).await.stage, Stage::InProgress);
    }

    async fn only_who_may_release_so_much_decides(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "2 h", "Mehr als gedacht.").await.json::<()>();
        let id = request(&page(&shop.vera, number).await).id.0;
        for who in [&shop.vera, &shop.max, &shop.small, &shop.tom, &shop.lena] {
            assert_eq!(decide(who, id, "approve", "").await.error(), AppError::NotYours);
        }
        for who in [&shop.fritz, &shop.petra] {
            assert_eq!(decide(who, id, "approve", "").await.error(), AppError::NotFound);
        }
        assert_eq!(decide(&shop.big, id, "decline", " ").await.error(), AppError::field("note", Reason::Missing));
        decide(&shop.big, id, "decline", "Bitte erst anrufen.").await.json::<()>();
        assert!(matches!(decide(&shop.big, id, "approve", "").await.error(), AppError::Outdated { .. }), "once");
        let seen = page(&shop.tom, number).await;
        assert_eq!((seen.stage, request(&seen).answer.as_str()), (Stage::InProgress, "Bitte erst anrufen."));
        // Who lost the right since decides nothing, by the link neither, and reads who does.
        shop.clear_letters().await;
        ask(&shop.tom, number, "60", "Noch einmal.").await.json::<()>();
        let token = links(&shop, "greta").await.remove(0);
        let rights = serde_json::to_string(&Rights { approves_up_to: Some(5), ..Rights::default() }).unwrap();
        shop.house.run("UPDATE membership SET rights = $1 WHERE person_id = $2", [rights.into(), shop.big_id.0.into()]).await;
        let nobody = shop.house.visitor();
        assert_eq!(nobody.call("approval/approve", &[("token", &token)]).await.error(), AppError::NotYours);
        let shown: RequestPage = nobody.call("approval", &[("token", &token)]).await.json();
        assert_eq!(shown.decides, Decides::Others { names: vec!["Klara Klein".into()] });
        shop.house.run("UPDATE membership SET left_at = 1 WHERE person_id = $1", [shop.big_id.0.into()]).await;
        assert_eq!(nobody.call("approval", &[("token", &token)]).await.error(), AppError::LinkEnded);
    }

    async fn a_request_needs_time_reason_and_somebody_who_may_release_it(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let AppError::Invalid { fields } = ask(&shop.tom, number, "viel", "").await.error() else { panic!("fields") };
        assert_eq!(fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["minutes", "reason"]);
        assert_eq!(ask(&shop.tom, number, "20 h", "Umbau").await.error(), AppError::field("minutes", Reason::NobodyReleases), "1900 € are beyond everybody");
        for who in [&shop.vera, &shop.petra, &shop.fritz] {
            assert_eq!(ask(who, number, "30", "x").await.error(), AppError::NotFound);
        }
        assert_eq!(ask(&shop.anke, number, "30", "x").await.error(), AppError::NotYours);
        let ticket = number.to_string();
        let same = [("key", "zweimal-dasselbe"), ("number", ticket.as_str()), ("minutes", "30"), ("reason", "Mehr.")];
        for _ in 0..2 {
            shop.tom.call("approval/ask", &same).await.json::<()>();
        }
        assert_eq!(shop.house.number("SELECT count(*) FROM approval").await, 1);
        assert!(matches!(ask(&shop.tom, number, "30", "x").await.error(), AppError::Outdated { .. }), "one at a time");
        let (key, id) = (key(), request(&page(&shop.tom, number).await).id.to_string());
        assert_eq!(shop.vera.call("approval/withdraw", &[("key", &key), ("id", &id)]).await.error(), AppError::NotFound);
        shop.tom.call("approval/withdraw", &[("key", &key), ("id", &id)]).await.json::<()>();
        let seen = page(&shop.tom, number).await;
        assert_eq!((seen.stage, request(&seen).state), (Stage::InProgress, State::Withdrawn));
        let house = TestHouse::sqlite().await;
        let without = Scene::of(house).await;
        let number = open(&without.vera, "Ohne Grenze").await;
        assert_eq!(ask(&without.tom, number, "30", "x").await.error(), AppError::NotFound, "there is no gate");
    }

    async fn requests_are_brought_to_mind_and_expire_once(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "30", "Mehr.").await.json::<()>();
        shop.clear_letters().await;
        let days = |n: i64| SignedDuration::from_hours(24 * n);
        let look = async || server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap();
        shop.house.wait(days(1));
        assert_eq!(look().await, 0);
        shop.house.wait(days(1));
        assert_eq!((look().await, look().await), (1, 0));
        assert_eq!(shop.reached().await, ["greta.gross", "klara.klein"], "both may release 47.50 €");
        let token = links(&shop, "klara").await.remove(0);
        shop.clear_letters().await;
        shop.house.wait(days(6));
        assert_eq!((look().await, look().await), (1, 0));
        let seen = page(&shop.tom, number).await;
        assert_eq!((seen.stage, request(&seen).state, meter(&seen).released), (Stage::InProgress, State::Expired, 0));
        let nobody = shop.house.visitor();
        nobody.call("approval/approve", &[("token", &token)]).await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await).released, 0, "too late");
        assert!(nobody.get(&format!("/approval?token={token}")).await.text().contains("Diese Anfrage ist abgelaufen"));
    }

    async fn the_portal_offers_the_answer_without_scripts(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "30", "Zwei Zahlarten.").await.json::<()>();
        let id = request(&page(&shop.big, number).await).id.to_string();
        let at = format!("/tickets/{number}");
        let shown = shop.big.get(&at).await.text();
        assert!(shown.contains("Zwei Zahlarten.") && shown.contains("/api/approval/decide") && shown.contains("höchstens 47,50\u{202f}€ netto"));
        assert!(!shop.vera.get(&at).await.text().contains("/api/approval/decide"));
        let key = key();
        let sent = shop.big.post("approval/decide", &at, &[("key", &key), ("id", &id), ("deed", "approve")]).await;
        assert_eq!(sent.header("location"), at);
        assert_eq!(page(&shop.vera, number).await.approvals.unwrap().released, 30);
    }

    async fn a_merge_brings_what_was_released_and_takes_back_what_waits(shop: Shop) {
        let (early, late) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        ask(&shop.tom, early, "30", "Mehr.").await.json::<()>();
        let id = request(&page(&shop.big, early).await).id.0;
        decide(&shop.big, id, "approve", "").await.json::<()>();
        book(&shop.tom, early, "90", "billable").await.json::<()>();
        ask(&shop.tom, early, "30", "Noch mehr.").await.json::<()>();
        merge(&shop.lena, early, late).await.json::<i64>();
        let seen = page(&shop.tom, late).await;
        assert_eq!(meter(&seen), Meter { included: 60, released: 30, booked: 90, running: 0 });
        assert_eq!((seen.stage, request(&seen).state), (Stage::InProgress, State::Withdrawn));
        shop.house.wait(SignedDuration::from_hours(24 * 9));
        assert_eq!(server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap(), 0);
        assert_eq!(shop.house.number("SELECT count(*) FROM promise p JOIN ticket t ON t.id = p.ticket_id WHERE t.merged_into IS NOT NULL").await, 0);
    }

    async fn one_release_does_not_count_twice_when_a_merge_is_undone(shop: Shop) {
        let (early, late) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        ask(&shop.tom, early, "60", "Mehr.").await.json::<()>();
        decide(&shop.big, request(&page(&shop.big, early).await).id.0, "approve", "").await.json::<()>();
        merge(&shop.lena, early, late).await.json::<i64>();
        book(&shop.tom, late, "120", "billable").await.json::<()>();
        let why = Reason::NoMerge(domain::ticket::merge::NoMerge::Released);
        assert_eq!(undo(&shop.lena, late, early).await.error(), AppError::field("merged", why));
        assert_eq!(page(&shop.tom, early).await.number.0, late, "nothing was parted");
        let booked = page(&shop.tom, late).await.effort.unwrap().lines.remove(0);
        change(&shop.tom, booked.id.0, booked.version, &[("deed", "take_back")]).await.json::<()>();
        undo(&shop.lena, late, early).await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, early).await), Meter { included: 60, released: 60, booked: 0, running: 0 });
    }

    async fn an_amount_is_for_all_that_is_released_on_a_ticket(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        decide(&shop.small, request(&page(&shop.small, number).await).id.0, "approve", "").await.json::<()>();
        ask(&shop.tom, number, "30", "Noch mehr.").await.json::<()>();
        let second = request(&page(&shop.small, number).await).id.0;
        assert_eq!(decide(&shop.small, second, "approve", "").await.error(), AppError::NotYours, "95 € and 47.50 € of 100 €");
        decide(&shop.big, second, "approve", "").await.json::<()>();
    }

    async fn a_release_is_for_the_price_at_which_it_was_given(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let agree = async || {
            let proposal = page(&shop.vera, number).await.approvals.unwrap().proposal.unwrap().id.to_string();
            shop.vera.call("consent/decide", &[("key", &*key()), ("id", &proposal), ("deed", "approve")]).await.json::<()>();
        };
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        decide(&shop.big, request(&page(&shop.big, number).await).id.0, "approve", "").await.json::<()>();
        ask(&shop.tom, number, "60", "Noch mehr.").await.json::<()>();
        classify(&shop.lena, number, &[("class", "normal"), ("kind", "quick_high")]).await.json::<()>();
        agree().await;
        let seen = page(&shop.tom, number).await;
        assert_eq!((request(&seen).state, seen.stage), (State::Withdrawn, Stage::InProgress), "it was priced by the hour before");
        assert_eq!(meter(&seen), Meter { included: 60, released: 30, booked: 0, running: 0 }, "95 € are half an hour now");
        assert_eq!(book(&shop.tom, number, "91", "billable").await.error(), over(90, 1));
    }

    async fn a_request_is_taken_back_where_another_class_changes_its_price(shop: Shop) {
        crate::promise::plan(&shop.scene, shop.albers.0, "maintenance").await;
        let number = shop.worked_on("Warenkorb").await;
        classify(&shop.lena, number, &[("class", "urgent_error")]).await.json::<()>();
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        classify(&shop.lena, number, &[("class", "urgent_error"), ("planned", "2026-12-01")]).await.json::<()>();
        assert_eq!(request(&page(&shop.tom, number).await).state, State::Open, "its price stands");
        classify(&shop.lena, number, &[("class", "normal"), ("planned", "2026-12-01")]).await.json::<()>();
        let seen = page(&shop.tom, number).await;
        assert_eq!((request(&seen).state, seen.stage), (State::Withdrawn, Stage::InProgress), "it was priced by the class before");
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        let asked = request(&page(&shop.big, number).await);
        decide(&shop.big, asked.id.0, "approve", "").await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await).released, 60, "what was released counts");
    }

    async fn who_releases_nothing_any_more_reads_nothing_by_the_link(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        let token = links(&shop, "greta").await.remove(0);
        let rights = serde_json::to_string(&Rights::default()).unwrap();
        shop.house.run("UPDATE membership SET rights = $1 WHERE person_id = $2", [rights.into(), shop.big_id.0.into()]).await;
        assert_eq!(shop.house.visitor().call("approval", &[("token", &token)]).await.error(), AppError::LinkEnded);
    }

    async fn what_was_decided_is_not_withdrawn(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        let id = request(&page(&shop.big, number).await).id.0;
        decide(&shop.big, id, "approve", "").await.json::<()>();
        let withdrawn = shop.tom.call("approval/withdraw", &[("key", &*key()), ("id", &id.to_string())]).await;
        assert!(matches!(withdrawn.error(), AppError::Outdated { .. }));
    }

    async fn a_request_ends_with_its_time_and_with_its_ticket(shop: Shop) {
        let (number, other) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        ask(&shop.tom, number, "30", "Mehr.").await.json::<()>();
        let (id, token) = (request(&page(&shop.big, number).await).id.0, links(&shop, "klara").await.remove(0));
        shop.put(number, Stage::Closed).await;
        let nobody = shop.house.visitor();
        assert_eq!(nobody.call("approval/approve", &[("token", &token)]).await.error(), AppError::LinkEnded);
        assert!(matches!(decide(&shop.big, id, "approve", "").await.error(), AppError::Outdated { .. }));
        let look = async || server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap();
        shop.house.wait(SignedDuration::from_hours(48));
        assert_eq!((look().await, look().await), (1, 0));
        let seen = page(&shop.tom, number).await;
        assert_eq!((seen.stage, request(&seen).state), (Stage::Closed, State::Withdrawn), "nobody is reminded of it");
        shop.clear_letters().await;
        ask(&shop.tom, other, "30", "Mehr.").await.json::<()>();
        let (id, token) = (request(&page(&shop.big, other).await).id.0, links(&shop, "klara").await.remove(0));
        shop.house.wait(SignedDuration::from_hours(24 * 9));
        assert_eq!(nobody.call("approval/approve", &[("token", &token)]).await.error(), AppError::LinkEnded);
        assert!(matches!(decide(&shop.big, id, "approve", "").await.error(), AppError::Outdated { .. }), "before the house wrote it down");
    }

    async fn what_is_split_off_costs_what_was_agreed_and_partners_stay_behind(shop: Shop) {
        let quick = [("kind", "quick_high"), ("consent[quick_high]", "19000")];
        let number: i64 = open_with(&shop.vera, "Kasse", &quick).await.json();
        let partner = "INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE p.kind = 'partner'";
        shop.house.run(partner, []).await;
        write(&shop.vera, number, "Außerdem fehlt das Logo.", &[]).await.json::<()>();
        let entries = page(&shop.lena, number).await.entries;
        let said = entries.iter().find(|entry| matches!(entry.what, What::Message { .. })).unwrap().id;
        let new: i64 = split(&shop.lena, number, "Logo", &[said]).await.json();
        let seen = page(&shop.vera, new).await;
        let agreed = seen.approvals.clone().unwrap().agreed.map(domain::approval::consent::Tariff::hour_cents);
        assert_eq!((seen.kind.code(), agreed), ("quick_high", Some(19_000)));
        assert_eq!(shop.petra.call("ticket", &[("number", &new.to_string())]).await.error(), AppError::NotFound);
    }

    async fn a_call_opens_no_type_that_needs_consent(shop: Shop) {
        let id = shop.tom.call("phone/begin", &[]).await.json::<i64>().to_string();
        let seen: CallView = shop.tom.call("phone/call", &[("id", &id)]).await.json();
        assert_eq!(seen.types.iter().map(|kind| kind.code()).collect::<Vec<_>>(), ["normal"]);
        let key = key();
        let fields = [("key", key.as_str()), ("id", &id), ("title", "Kasse"), ("description", "Steht."), ("kind", "quick_high"), ("billing", "none")];
        assert_eq!(shop.tom.call("phone/open-ticket", &fields).await.error(), AppError::field("kind", Reason::NotAChoice));
    }

    async fn types_are_offered_with_price_and_latest_time(shop: Shop) {
        let offers: Vec<TypeOffer> = shop.vera.call("ticket/types", &[]).await.json();
        let told: Vec<_> = offers.iter().map(|offer| (offer.kind().code(), offer.hour_cents, offer.done.map(|at| at.civil().strftime("%a %H:%M").to_string()))).collect();
        assert_eq!(told, [
            ("normal", Some(9_500), None),
            ("quick_normal", Some(14_250), Some("Tue 17:00".into())),
            ("quick_high", Some(19_000), Some("Mon 11:00".into())),
        ]);
        crate::promise::plan(&shop, shop.albers.0, "maintenance").await;
        let albers = shop.albers.to_string();
        let fields = [("organisation", albers.as_str()), ("class", "urgent_error")];
        let offers: Vec<TypeOffer> = shop.vera.call("ticket/types", &fields).await.json();
        assert_eq!(offers.iter().map(|offer| offer.hour_cents).collect::<Vec<_>>(), [None, Some(14_250), Some(19_000)], "the contract covers outages");
        assert_eq!(shop.fritz.call("ticket/types", &fields).await.error(), AppError::NotFound);
        assert_eq!(shop.petra.call("ticket/types", &[]).await.error(), AppError::NotFound);
        let form = shop.vera.get("/tickets/new").await.text();
        assert!(form.contains("190,00\u{202f}€ je Stunde netto (× 2)") && form.contains("bearbeitet spätestens heute, 11:00 Uhr"), "without scripts too");
    }

    async fn a_quick_ticket_is_ordered_with_its_price(shop: Shop) {
        let quick = |consent: &'static str| vec![("kind", "quick_high"), ("consent[quick_high]", consent)];
        let refused = AppError::field("consent[quick_high]", Reason::NotConfirmed);
        for more in [vec![("kind", "quick_high")], quick("100"), quick("x"), vec![("kind", "quick_high"), ("consent[quick_normal]", "14250")]] {
            assert_eq!(open_with(&shop.vera, "Kasse", &more).await.error(), refused);
        }
        let number: i64 = open_with(&shop.vera, "Kasse", &quick("19000")).await.json();
        let seen = page(&shop.vera, number).await;
        let given: Vec<_> = seen.entries.iter().filter_map(|entry| match &entry.what {
            What::Consent { state: State::Approved, wording, tariff, way, .. } => Some((entry.by.as_ref().map(|by| by.id), wording.clone(), tariff.factor_percent, *way)),
            _ => None,
        }).collect();
        let [(by, wording, factor, way)] = given.as_slice() else { panic!("{given:?}") };
        assert_eq!((*by, *factor, *way), (Some(shop.vera_id), 200, Some(Way::Portal)));
        assert!(wording.contains("190,00\u{202f}€ je Stunde"), "{wording}");
        assert_eq!(seen.approvals.unwrap().agreed.map(domain::approval::consent::Tariff::hour_cents), Some(19_000));
    }

    async fn a_dearer_type_takes_effect_when_the_customer_agrees(shop: Shop) {
        let number = shop.worked_on("Kasse").await;
        shop.clear_letters().await;
        let set = [("class", "normal"), ("kind", "quick_high")];
        classify(&shop.lena, number, &set).await.json::<()>();
        classify(&shop.lena, number, &set).await.json::<()>();
        let seen = page(&shop.vera, number).await;
        assert_eq!(seen.kind.code(), "normal");
        let proposal = seen.approvals.unwrap().proposal.unwrap();
        assert!(proposal.mine);
        assert!(shop.reached().await.contains(&"vera.albers".to_owned()));
        assert_eq!(shop.house.number("SELECT count(*) FROM consent").await, 1, "proposed once");
        let say = async |who: &Browser, deed: &str| {
            let (key, id) = (key(), proposal.id.to_string());
            who.call("consent/decide", &[("key", key.as_str()), ("id", &id), ("deed", deed)]).await
        };
        assert_eq!(say(&shop.fritz, "approve").await.error(), AppError::NotFound);
        assert_eq!(say(&shop.lena, "approve").await.error(), AppError::NotYours);
        say(&shop.vera, "approve").await.json::<()>();
        assert!(matches!(say(&shop.vera, "decline").await.error(), AppError::Outdated { .. }));
        let seen = page(&shop.vera, number).await;
        assert_eq!((seen.kind.code(), seen.promises.len()), ("quick_high", 1), "and is promised from then on");
        classify(&shop.lena, number, &[("class", "normal"), ("kind", "normal")]).await.json::<()>();
        assert_eq!(page(&shop.vera, number).await.kind.code(), "normal", "cheaper needs no consent");
    }
}

async fn futures_of<T>(handles: impl Iterator<Item = tokio::task::JoinHandle<T>>) -> Vec<T> {
    let mut all = Vec::new();
    for handle in handles.collect::<Vec<_>>() {
        all.push(handle.await.unwrap());
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_servers_bring_a_request_to_mind_once() {
    let shop = Shop::of(TestHouse::with_preset_on_postgres("shop-quick-tickets").await).await;
    let number = shop.worked_on("Warenkorb").await;
    ask(&shop.tom, number, "30", "Mehr.").await.json::<()>();
    let twin = shop.house.twin().await;
    shop.clear_letters().await;
    shop.house.wait(SignedDuration::from_hours(48));
    let now = shop.house.now();
    let (one, two) = tokio::join!(
        server::approval::watch::look(&shop.house.house, now),
        server::approval::watch::look(&twin.house, now)
    );
    assert_eq!(one.unwrap() + two.unwrap(), 1);
    assert_eq!(shop.reached().await, ["greta.gross", "klara.klein"]);
}
