//! Less is released than was asked for: up to a time or an amount, within the own right.
use super::{Shop, ask, book, decide, in_shop, links, meter, over, request};
use crate::TestHouse;
use crate::house::{Answer, Browser, key};
use crate::ticket::page;
use app::approval::view::{Decides, RequestPage};
use app::error::AppError;
use domain::approval::{Releasable, State, Way};
use domain::input::Reason;
use domain::person::Rights;
use domain::ticket::Stage;
use domain::ticket::timeline::What;

async fn release(who: &Browser, id: i64, up_to: &str) -> Answer {
    let (key, id) = (key(), id.to_string());
    let fields = [("key", key.as_str()), ("id", &id), ("deed", "less"), ("minutes", up_to)];
    who.call("approval/decide", &fields).await
}

fn wrong(reason: Reason) -> AppError {
    AppError::field("minutes", reason)
}

in_shop! {
    async fn what_was_released_counts_and_both_figures_are_kept(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        book(&shop.tom, number, "55", "billable").await.json::<()>();
        ask(&shop.tom, number, "2 h", "Zwei Zahlarten rechnen anders.").await.json::<()>();
        let id = request(&page(&shop.big, number).await).id.0;
        shop.clear_letters().await;
        release(&shop.big, id, "1 h").await.json::<()>();
        let seen = page(&shop.tom, number).await;
        let told = request(&seen);
        assert_eq!((told.state, told.minutes, told.asked_minutes, told.cents), (State::Approved, 60, Some(120), 9_500));
        assert_eq!((seen.stage, meter(&seen).released), (Stage::InProgress, 60));
        let evidence = seen.entries.iter().find_map(|entry| match &entry.what {
            What::Approval { state: State::Approved, minutes, asked, cents, wording, way, .. } => {
                Some((entry.by.as_ref().map(|by| by.id), *minutes, *asked, *cents, wording.clone(), *way))
            }
            _ => None,
        });
        let (by, minutes, asked, cents, wording, way) = evidence.unwrap();
        assert_eq!((by, minutes, asked, cents, way), (Some(shop.big_id), 60, Some(120), 9_500, Some(Way::Portal)));
        assert!(wording.contains("nur bis zu 1 Stunde frei, höchstens 95,00\u{a0}€ netto; angefragt waren 2 Stunden"), "{wording}");
        let kept = "SELECT count(*) FROM approval WHERE minutes = 60 AND cents = 9500 AND asked_minutes = 120 AND asked_cents = 19000 AND wording LIKE '%nur bis zu 1 Stunde%'";
        assert_eq!(shop.house.number(kept).await, 1);
        let letters = shop.letters().await;
        let mail = letters.iter().find(|(to, _)| to == "vera.albers").map(|(_, text)| text.replace("=\n", ""));
        assert!(mail.is_some_and(|text| text.contains("weniger Aufwand freigegeben als angefragt")), "{letters:?}");
        let at = format!("/tickets/{number}");
        assert!(shop.tom.get(&at).await.text().contains("Mehraufwand freigegeben: bis zu 1 Stunde von 2 Stunden"));
        assert!(shop.big.get(&at).await.text().contains("von Greta Gross: bis zu 1 Stunde von 2 Stunden"));
        book(&shop.tom, number, "65", "billable").await.json::<()>();
        assert_eq!(book(&shop.tom, number, "1", "billable").await.error(), over(0, 1));
    }

    async fn a_figure_that_cannot_be_meant_is_told_at_the_field_and_settles_nothing(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "2 h", "Mehr.").await.json::<()>();
        let id = request(&page(&shop.big, number).await).id.0;
        let token = links(&shop, "greta").await.remove(0);
        let nobody = shop.house.visitor();
        let within = Releasable { most: 120, hour_cents: 9_500 };
        for (typed, reason) in [
            ("", Reason::Missing),
            ("viel", Reason::NoRelease { within }),
            ("0", Reason::NothingReleased { within }),
            ("2:01", Reason::MoreThanAsked { within }),
            ("200 €", Reason::MoreThanAsked { within }),
        ] {
            assert_eq!(release(&shop.big, id, typed).await.error(), wrong(reason.clone()), "{typed}");
            let fields = [("token", token.as_str()), ("minutes", typed)];
            assert_eq!(nobody.call("approval/less", &fields).await.error(), wrong(reason), "{typed}");
        }
        let seen = page(&shop.tom, number).await;
        assert_eq!((seen.stage, request(&seen).state, request(&seen).minutes), (Stage::WaitingForApproval, State::Open, 120));
        for who in [&shop.vera, &shop.max, &shop.tom, &shop.lena] {
            assert_eq!(release(who, id, "30").await.error(), AppError::NotYours);
        }
        for who in [&shop.fritz, &shop.petra] {
            assert_eq!(release(who, id, "30").await.error(), AppError::NotFound);
        }
        // As much as is asked is all of it.
        release(&shop.big, id, "2 h").await.json::<()>();
        let told = request(&page(&shop.tom, number).await);
        assert_eq!((told.state, told.minutes, told.asked_minutes), (State::Approved, 120, None));
        assert!(matches!(release(&shop.big, id, "30").await.error(), AppError::Outdated { .. }), "once");
    }

    async fn behind_the_link_less_is_released_without_scripts(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "2 h", "Mehr.").await.json::<()>();
        let token = links(&shop, "greta").await.remove(0);
        let nobody = shop.house.visitor();
        let at = format!("/approval?token={token}");
        let shown = nobody.get(&at).await.text();
        assert!(shown.contains("/api/approval/less") && shown.contains("Bis höchstens"), "{shown}");
        assert!(!nobody.get(&format!("/api/approval/less?token={token}&minutes=60")).await.status.is_success(), "on POST only");
        let sent = nobody.post("approval/less", &at, &[("token", &token), ("minutes", "9 Tage")]).await;
        let back = nobody.get(sent.header("location")).await.text();
        let may = "weder eine Dauer noch ein Betrag. Freigeben können Sie 1 Min. (1,58\u{a0}€) bis 2 Stunden (190,00\u{a0}€)";
        assert!(back.contains(may) && back.contains("value=\"9 Tage\""), "nothing typed is lost: {back}");
        let sent = nobody.post("approval/less", &at, &[("token", &token), ("minutes", "100 €")]).await;
        assert_eq!(sent.header("location"), at);
        let told = request(&page(&shop.tom, number).await);
        assert_eq!((told.minutes, told.asked_minutes, told.cents), (63, Some(120), 9_975), "never more than was typed");
        assert!(nobody.get(&at).await.text().contains("der Aufwand ist freigegeben"));
    }

    async fn who_may_not_release_all_releases_a_part_within_the_own_right(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "30", "Mehr.").await.json::<()>();
        let id = request(&page(&shop.small, number).await).id.0;
        release(&shop.small, id, "15").await.json::<()>();
        // 23.75 € of Klara's 100 € are released on this ticket: the rest pays 48 minutes.
        ask(&shop.tom, number, "1 h", "Noch mehr.").await.json::<()>();
        let part = Decides::Part { most: 48, names: vec!["Greta Gross".into()] };
        let seen = page(&shop.small, number).await;
        assert_eq!(seen.approvals.clone().unwrap().decides, part);
        let id = request(&seen).id.0;
        for deed in ["approve", "decline"] {
            assert_eq!(decide(&shop.small, id, deed, "Nein.").await.error(), AppError::NotYours, "{deed}");
        }
        let within = Releasable { most: 48, hour_cents: 9_500 };
        for typed in ["49", "1 h", "80 €"] {
            assert_eq!(release(&shop.small, id, typed).await.error(), wrong(Reason::BeyondRight { within }), "{typed}");
        }
        // More than is asked for names what her right reaches to, not what it does not.
        assert_eq!(release(&shop.small, id, "2 h").await.error(), wrong(Reason::MoreThanAsked { within }));
        let at = format!("/tickets/{number}");
        let shown = shop.small.get(&at).await.text();
        assert!(shown.contains("Einen Teil können Sie freigeben") && shown.contains("Höchstens 48 Min.") && shown.contains("Greta Gross"), "{shown}");
        let (key, id) = (key(), id.to_string());
        let fields = [("key", key.as_str()), ("id", &id), ("deed", "less"), ("minutes", "1 h")];
        let sent = shop.small.post("approval/decide", &at, &fields).await;
        let back = shop.small.get(sent.header("location")).await.text();
        let may = "Für dieses Anliegen können Sie noch 1 Min. (1,58\u{a0}€) bis 48 Min. (76,00\u{a0}€) freigeben";
        assert!(back.contains("So weit reicht Ihr Freigaberecht nicht") && back.contains(may), "{back}");
        assert!(back.contains("value=\"1 h\""), "nothing typed is lost: {back}");
        release(&shop.small, id.parse().unwrap(), "48").await.json::<()>();
        let seen = page(&shop.tom, number).await;
        assert_eq!((meter(&seen).released, request(&seen).minutes), (63, 48));
        // Her right is used up: what comes next is for others alone.
        ask(&shop.tom, number, "30", "Und noch mehr.").await.json::<()>();
        let decides = page(&shop.small, number).await.approvals.unwrap().decides;
        assert_eq!(decides, Decides::Others { names: vec!["Greta Gross".into()] });
    }

    async fn a_right_that_became_smaller_still_releases_a_part_by_the_link(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "1 h", "Mehr.").await.json::<()>();
        let token = links(&shop, "klara").await.remove(0);
        let rights = serde_json::to_string(&Rights { approves_up_to: Some(4_750), ..Rights::default() }).unwrap();
        let sql = "UPDATE membership SET rights = $1 WHERE person_id = (SELECT id FROM person WHERE name = 'Klara Klein')";
        shop.house.run(sql, [rights.into()]).await;
        let nobody = shop.house.visitor();
        let shown: RequestPage = nobody.call("approval", &[("token", &token)]).await.json();
        assert_eq!(shown.decides, Decides::Part { most: 30, names: vec!["Greta Gross".into()] });
        let html = nobody.get(&format!("/approval?token={token}")).await.text();
        assert!(html.contains("Einen Teil können Sie freigeben") && !html.contains("/api/approval/approve"), "{html}");
        assert_eq!(nobody.call("approval/approve", &[("token", &token)]).await.error(), AppError::NotYours);
        nobody.call("approval/less", &[("token", &token), ("minutes", "30")]).await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await).released, 30);
    }
}
