//! Requests decided by the link of their letter.
use super::{Shop, ask, book, decide, in_shop, links, meter, over, request};
use crate::TestHouse;
use crate::house::key;
use crate::ticket::page;
use app::approval::view::{Decides, RequestPage};
use app::error::AppError;
use domain::approval::{State, Way};
use domain::person::Rights;
use domain::ticket::Stage;
use domain::ticket::timeline::What;
use jiff::SignedDuration;

in_shop! {
    async fn an_approver_releases_by_the_link_and_looking_alone_does_nothing(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        book(&shop.tom, number, "55", "billable").await.json::<()>();
        shop.clear_letters().await;
        ask(&shop.tom, number, "2 h", "Zwei Zahlarten rechnen anders.").await.json::<()>();
        let seen = page(&shop.vera, number).await;
        assert_eq!(seen.stage, Stage::WaitingForApproval);
        assert_eq!(seen.approvals.clone().unwrap().decides, Decides::Others { names: vec!["Greta Gross".into()] }, "190 € are beyond Klara");
        assert_eq!(shop.reached().await, ["greta.gross", "klara.klein", "vera.albers"]);
        let letters = shop.letters().await;
        // Lines of a mail end anywhere.
        let words = |text: &str| text.replace("=\n", "").split_whitespace().collect::<Vec<_>>().join(" ");
        let part: Vec<_> = letters.iter().filter(|(_, text)| words(text).contains("Freigaberecht reicht nicht")).map(|(to, _)| to.as_str()).collect();
        assert_eq!(part, ["klara.klein"], "a part of it is within her right, and her letter says so");
        let partner = "INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE p.kind = 'partner'";
        shop.house.run(partner, []).await;
        let petras = shop.petra.call("ticket", &[("number", &number.to_string())]).await.text();
        assert!(petras.contains("Warenkorb") && !petras.contains("Zahlarten"), "what it is about is the customer's: {petras}");
        let token = links(&shop, "greta").await.remove(0);
        let nobody = shop.house.visitor();
        let at = format!("/approval?token={token}");
        let shown = nobody.get(&at).await.text();
        for words in ["Warenkorb", "Zwei Zahlarten rechnen anders.", "bis zu 2 Stunden", "höchstens 190,00\u{a0}€", "55 Min. von 1 Stunde", "Greta Gross"] {
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
        assert!(wording.contains("höchstens 190,00\u{a0}€ netto"), "{wording}");
        assert!(!shop.reached().await.contains(&"greta.gross".to_owned()), "she knows");
        assert!(nobody.get(&at).await.text().contains("der Aufwand ist freigegeben"));
        book(&shop.tom, number, "125", "billable").await.json::<()>();
        assert_eq!(book(&shop.tom, number, "1", "billable").await.error(), over(0, 1));
        // Staff who look at what was sent must not decide for the customer.
        let wrong = nobody.call("approval", &[("token", &token.replacen(char::is_numeric, "9", 1))]).await.error();
        assert_eq!(wrong, AppError::LinkEnded);
    }

    async fn an_approver_to_whom_the_ticket_was_not_open_decides_by_the_link(shop: Shop) {
        let rights = Rights { approves_up_to: Some(100_000), ..Rights::default() };
        let hilde = shop.house.contact("Hilde Haas", shop.albers, rights).await;
        let hilde = shop.house.browser(hilde).await;
        let number = shop.worked_on("Warenkorb").await;
        shop.clear_letters().await;
        ask(&shop.tom, number, "2 h", "Zwei Zahlarten rechnen anders.").await.json::<()>();
        let token = links(&shop, "hilde").await.remove(0);
        let shown = hilde.get(&format!("/approval?token={token}")).await.text();
        for words in ["Warenkorb", "Zwei Zahlarten rechnen anders.", "bis zu 2 Stunden"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        shop.house.visitor().call("approval/approve", &[("token", &token)]).await.json::<()>();
        let settled = hilde.get(&format!("/approval?token={token}")).await.text();
        assert!(settled.contains(&format!("/tickets/{number}")), "{settled}");
        assert_eq!(page(&shop.tom, number).await.stage, Stage::InProgress);
    }

    async fn who_releases_nothing_any_more_reads_nothing_by_the_link(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        let token = links(&shop, "greta").await.remove(0);
        let rights = serde_json::to_string(&Rights::default()).unwrap();
        shop.house.run("UPDATE membership SET rights = $1 WHERE person_id = $2", [rights.into(), shop.big_id.0.into()]).await;
        let nobody = shop.house.visitor();
        assert_eq!(nobody.call("approval", &[("token", &token)]).await.error(), AppError::LinkEnded);
        assert_eq!(nobody.call("approval/approve", &[("token", &token)]).await.error(), AppError::LinkEnded);
        let declined = nobody.call("approval/decline", &[("token", &token), ("note", "Nein.")]).await;
        assert_eq!(declined.error(), AppError::LinkEnded);
        assert_eq!(request(&page(&shop.tom, number).await).state, State::Open);
    }

    async fn a_link_is_for_its_request_and_ends_with_it(shop: Shop) {
        let (number, other) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        ask(&shop.tom, number, "30", "Mehr.").await.json::<()>();
        let token = links(&shop, "greta").await.remove(0);
        shop.clear_letters().await;
        ask(&shop.tom, other, "60", "Mehr.").await.json::<()>();
        let second = links(&shop, "greta").await.remove(0);
        let nobody = shop.house.visitor();
        // The names of one request under the seal of another, and a seal for something else.
        let (named, _) = second.rsplit_once('-').unwrap();
        let (_, seal) = token.rsplit_once('-').unwrap();
        let wrong = format!("{named}-{seal}");
        for endpoint in ["approval/approve", "approval"] {
            assert_eq!(nobody.call(endpoint, &[("token", &wrong)]).await.error(), AppError::LinkEnded);
        }
        assert_eq!(nobody.call("completion/confirm", &[("token", &token)]).await.error(), AppError::LinkEnded);
        nobody.call("approval/approve", &[("token", &token)]).await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await).released, 30);
        let seen = page(&shop.tom, other).await;
        assert_eq!((seen.stage, request(&seen).state, meter(&seen).released), (Stage::WaitingForApproval, State::Open, 0));
        // Staff take the second one back: its link releases nothing any more, and says so.
        let id = request(&seen).id.to_string();
        shop.tom.call("approval/withdraw", &[("key", &*key()), ("id", &id)]).await.json::<()>();
        nobody.call("approval/approve", &[("token", &second)]).await.json::<()>();
        let seen = page(&shop.tom, other).await;
        assert_eq!((seen.stage, request(&seen).state, meter(&seen).released), (Stage::InProgress, State::Withdrawn, 0));
        let shown: RequestPage = nobody.call("approval", &[("token", &second)]).await.json();
        assert_eq!(shown.request.state, State::Withdrawn);
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
}
