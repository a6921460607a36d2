//! Effort beyond the gate, its release, and ticket types that cost a factor; through the router of a shop that has both.
mod anywhere;
mod asked;
mod consent;
mod gate;
mod less;
mod link;
mod price;
mod rest;

use crate::TestHouse;
use crate::house::{Answer, Browser, key};
use crate::overview::seen as overview;
use crate::ticket::facts::classify;
use crate::ticket::{Scene, codes, hand_over, open, page, shift};
use app::approval::view::{Decides, RequestPage};
use app::error::AppError;
use app::ticket::view::TicketView;
use domain::approval::State;
use domain::effort::gate::Meter;
use domain::id::PersonId;
use domain::input::Reason;
use domain::overview::Task;
use domain::person::{Rights, Role};
use domain::ticket::Stage;
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
use in_shop;

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
    begin(scene, number).await;
    number
}

/// Takes a new ticket to work.
pub async fn begin(scene: &Scene, number: i64) {
    shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
    hand_over(&scene.lena, number, scene.team, "Wie besprochen.", "").await.json::<()>();
    let (key, ticket, tom) = (key(), number.to_string(), scene.tom_id.to_string());
    let fields = [("key", key.as_str()), ("number", &ticket), ("to", &tom)];
    scene.tom.call("ticket/assign", &fields).await.json::<()>();
    shift(&scene.tom, number, Stage::InProgress, "").await.json::<()>();
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
            for sample in ["limit", "reminder"] {
                let at = format!("/settings-mail/{sample}/{lang}");
                assert!(sonja.get("/settings/mails").await.text().contains(&at), "{at}");
                assert!(sonja.get(&at).await.text().contains("#1042"), "{at}");
            }
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

    async fn the_start_page_leads_who_may_release_to_what_waits(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "2 h", "Mehr Fehler als gedacht.").await.json::<()>();
        let page = overview(&shop.big).await;
        let [one] = page.waiting.as_slice() else { panic!("{:?}", page.waiting) };
        let Task::Release { number: shown, minutes, cents, asked, .. } = one.task else { panic!("{one:?}") };
        assert_eq!((shown.0, minutes, cents, asked, one.title.as_str()), (number, 120, 19_000, None, "Warenkorb"));
        // Who may release less is led to it as well, and reads how much. For who releases nothing it waits for somebody else.
        let page = overview(&shop.small).await;
        let [one] = page.waiting.as_slice() else { panic!("{:?}", page.waiting) };
        let Task::Release { number: shown, minutes, cents, asked, .. } = one.task else { panic!("{one:?}") };
        assert_eq!((shown.0, minutes, cents, asked, page.theirs.len()), (number, 63, 9_975, Some(120), 0));
        let html = shop.small.get("/").await.text();
        for words in ["Einen Teil des weiteren Aufwands freigeben", "von 2 Stunden, höchstens 99,75\u{a0}€"] {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert!(shop.small.get(&format!("/tickets/{number}")).await.text().contains("Jetzt sind Sie dran"));
        for who in [&shop.max, &shop.vera] {
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
        assert!(shown.contains("Zwei Zahlarten.") && shown.contains("/api/approval/decide") && shown.contains("höchstens 47,50\u{a0}€ netto"));
        assert!(!shop.vera.get(&at).await.text().contains("/api/approval/decide"));
        let key = key();
        let sent = shop.big.post("approval/decide", &at, &[("key", &key), ("id", &id), ("deed", "approve")]).await;
        assert_eq!(sent.header("location"), at);
        assert_eq!(page(&shop.vera, number).await.approvals.unwrap().released, 30);
    }

    async fn what_was_decided_is_not_withdrawn(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        let id = request(&page(&shop.big, number).await).id.0;
        decide(&shop.big, id, "approve", "").await.json::<()>();
        let withdrawn = shop.tom.call("approval/withdraw", &[("key", &*key()), ("id", &id.to_string())]).await;
        assert!(matches!(withdrawn.error(), AppError::Outdated { .. }));
    }
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
