//! Organisations, contacts and their rights.
mod ending;

use crate::house::{Browser, key};
use crate::on_both;
use crate::ticket::{Scene, open};
use app::error::AppError;
use app::organisation::view::{MonthView, OrganisationLine, OrganisationView};
use app::person::view::Me;
use axum::http::StatusCode;
use domain::input::Reason;
use domain::person::{Account, Rights, Role};

on_both! {
    async fn account_managers_see_their_customers_at_a_glance(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (number, _) = (open(&scene.vera, "Warenkorb").await, open(&scene.vera, "Rechnung").await);
        open(&scene.fritz, "Spediteur").await;
        let sql = "INSERT INTO contract (organisation_id, plan, from_on) VALUES ($1, 'premium', '2026-01-01')";
        scene.house.run(sql, [scene.albers.0.into()]).await;
        let sql = "UPDATE ticket SET planned_on = '2026-12-04', waits_for = 'customer', due_at = 1 WHERE number = $1";
        scene.house.run(sql, [number.into()]).await;
        let mine: Vec<OrganisationLine> = scene.lena.call("organisations", &[("show", "mine")]).await.json();
        let names: Vec<_> = mine.iter().map(|line| line.name.as_str()).collect();
        assert_eq!(names, ["Albers Möbelhaus"]);
        let glance = mine[0].glance.clone().unwrap();
        assert_eq!((glance.plan.as_deref(), glance.ours, glance.theirs, glance.late), (Some("Premium"), 1, 1, 1));
        assert_eq!(glance.next.map(|day| day.to_string()).as_deref(), Some("2026-12-04"));
        let sql = "INSERT INTO invoice (number, kind, state, organisation_id, title, lang, asked_from, asked_to, free, words, net, gross, credited,
            paid, left_cents, issued_on, due_on, reminded, created_at, changed_at, version) VALUES ('R-1', 'invoice', 'issued', $1, 'Wartung', 'de',
            '2026-10-01', '2026-10-31', '', '', 100, 119, 0, 0, 119, '2026-10-31', '2026-11-14', 0, 0, 0, 1)";
        scene.house.run(sql, [scene.albers.0.into()]).await;
        let unpaid = async |who: &crate::house::Browser| {
            let lines: Vec<OrganisationLine> = who.call("organisations", &[]).await.json();
            lines.iter().map(|line| line.glance.as_ref().unwrap().unpaid).collect::<Vec<_>>()
        };
        assert_eq!(unpaid(&scene.anke).await, [Some(1), Some(0)]);
        assert_eq!(unpaid(&scene.tom).await, [None, None], "only for who sees invoices");
        let all: Vec<OrganisationLine> = scene.tom.call("organisations", &[]).await.json();
        assert_eq!(all.iter().map(|line| line.glance.as_ref().unwrap().ours).collect::<Vec<_>>(), [1, 1]);
        assert!(scene.tom.call("organisations", &[("show", "mine")]).await.json::<Vec<OrganisationLine>>().is_empty());
        let own: Vec<OrganisationLine> = scene.max.call("organisations", &[("show", "mine")]).await.json();
        assert_eq!((own.len(), own[0].glance.is_none()), (1, true), "customers see no such thing");
    }

    async fn who_leads_a_customer_is_read_by_staff_who_may_not_change_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (at, id) = (format!("/organisations/{}", scene.albers), scene.albers.to_string());
        let seen: OrganisationView = scene.anke.call("organisation", &[("id", &id)]).await.json();
        assert_eq!((seen.manages, seen.project_lead), (false, Some(scene.lena_id)));
        assert_eq!(seen.staff, [(scene.lena_id, "Lena Lead".to_owned())], "those who are named, nobody else");
        let page = scene.anke.get(&at).await.text();
        assert!(page.contains("Projektleitung") && page.contains("Lena Lead"), "{page}");
        for who in [&scene.vera, &scene.max] {
            assert!(who.call("organisation", &[("id", &id)]).await.json::<OrganisationView>().staff.is_empty());
        }
    }

    async fn the_monthly_plan_holds_what_is_planned_and_a_note(house: TestHouse) {
        let scene = Scene::of(house).await;
        for (who, title, day) in [(&scene.vera, "Update", "2026-12-04"), (&scene.vera, "Später", "2027-01-02"), (&scene.fritz, "Fremd", "2026-12-05")] {
            let number = open(who, title).await;
            scene.house.run("UPDATE ticket SET planned_on = $1 WHERE number = $2", [day.into(), number.into()]).await;
        }
        let plan = async |who: &Browser, month: &str, show: &str| -> MonthView {
            who.call("organisation/month", &[("month", month), ("show", show)]).await.json()
        };
        let titles = |view: &MonthView| view.of.iter().flat_map(|of| of.planned.iter().map(|one| one.title.clone())).collect::<Vec<_>>();
        let december = plan(&scene.lena, "2026-12", "").await;
        assert_eq!((titles(&december), december.of.len()), (vec!["Update".to_owned()], 1));
        assert_eq!(titles(&plan(&scene.lena, "2026-12", "all").await), ["Update", "Fremd"]);
        assert_eq!(plan(&scene.lena, "", "").await.month.to_string(), "2026-11");
        assert_eq!(plan(&scene.lena, "Dezember", "").await.month.to_string(), "2026-11", "none that can be read");
        let id = scene.albers.to_string();
        let note = async |who: &Browser, key: &str, note: &str| {
            who.call("organisation/note", &[("key", key), ("id", &id), ("month", "2026-12"), ("note", note)]).await
        };
        assert_eq!(note(&scene.tom, &key(), "x").await.error(), AppError::NotFound);
        assert_eq!(note(&scene.max, &key(), "x").await.error(), AppError::NotFound);
        let long = "x".repeat(4001);
        assert_eq!(note(&scene.lena, &key(), &long).await.error(), AppError::field("note", Reason::TooLong { max: 4000 }));
        for _ in 0..2 {
            note(&scene.lena, "zweimal-dasselbe", "Weihnachtsgeschäft").await.json::<()>();
        }
        assert_eq!(plan(&scene.lena, "2026-12", "").await.of[0].note, "Weihnachtsgeschäft");
        let shown = scene.lena.get("/monthly-plan?month=2026-12").await.text();
        assert!(shown.contains("Weihnachtsgeschäft") && shown.contains("Dezember 2026") && shown.contains("Update"));
        note(&scene.lena, &key(), "  ").await.json::<()>();
        assert_eq!(plan(&scene.lena, "2026-12", "").await.of[0].note, "");
    }

    async fn staff_see_all_organisations_and_contacts_their_own(house: TestHouse) {
        let (albers, _) = (house.organisation("Albers").await, house.organisation("Brandt").await);
        let vera = house.contact("Vera Albers", albers, Rights::default()).await;
        let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
        let names = |lines: Vec<OrganisationLine>| lines.into_iter().map(|l| l.name).collect::<Vec<_>>();
        assert_eq!(names(house.browser(paula).await.call("organisations", &[]).await.json()), ["Albers", "Brandt"]);
        assert_eq!(names(house.browser(paula).await.call("organisations", &[("query", "bRAN")]).await.json()), ["Brandt"]);
        assert_eq!(names(house.browser(vera).await.call("organisations", &[]).await.json()), ["Albers"]);
        let nobody = house.browser(paula).await.call("organisations", &[("query", "100%")]).await;
        assert!(names(nobody.json()).is_empty());
    }

    async fn a_contact_manager_invites_and_changes_rights_in_the_own_organisation_only(house: TestHouse) {
        let (albers, brandt) = (house.organisation("Albers").await, house.organisation("Brandt").await);
        let manager = house.contact("Vera Albers", albers, Rights { manages_contacts: true, ..Rights::default() }).await;
        let plain = house.contact("Ole Thomsen", albers, Rights::default()).await;
        let (manager, plain_browser) = (house.browser(manager).await, house.browser(plain).await);
        let (here, there) = (albers.to_string(), brandt.to_string());
        let invite = |id: &str| [("key", key()), ("id", id.to_owned()), ("name", "Neu Hier".to_owned()), ("email", "neu@example.de".to_owned()), ("billing", "1".to_owned())];
        let send = |browser: &crate::Browser, id: &str| {
            let (browser, fields) = (browser.clone(), invite(id));
            async move {
                let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
                browser.call("organisation/invite", &fields).await
            }
        };
        assert_eq!(send(&plain_browser, &here).await.error(), AppError::NotYours);
        assert_eq!(send(&manager, &there).await.error(), AppError::NotFound);
        assert_eq!(send(&manager, &here).await.status, StatusCode::OK);
        assert_eq!(send(&manager, &here).await.error(), AppError::field("email", Reason::Taken));
        let page: OrganisationView = manager.call("organisation", &[("id", &here)]).await.json();
        let new = page.contacts.iter().find(|c| c.name == "Neu Hier").unwrap();
        assert_eq!((new.account, new.rights.billing), (Account::Invited, true));
        let seen: OrganisationView = plain_browser.call("organisation", &[("id", &here)]).await.json();
        assert_eq!(seen.contacts.len(), 1, "who manages nobody sees only the own entry");
        let (own, key) = (plain.to_string(), key());
        let fields = [("key", key.as_str()), ("id", &here), ("person", &own), ("sees_all", "1"), ("approves_up_to", "500")];
        assert_eq!(manager.call("organisation/rights", &fields).await.status, StatusCode::OK);
        let me: Me = plain_browser.call("me", &[]).await.json();
        let rights = &me.actor.unwrap().memberships()[0].rights.clone();
        assert_eq!((rights.sees_all, rights.approves_up_to), (true, Some(50_000)));
    }

    async fn a_contact_who_leaves_loses_access_at_once_and_can_be_invited_again(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        let vera = house.contact("Vera Albers", albers, Rights { sees_all: true, ..Rights::default() }).await;
        let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
        let (browser, lead) = (house.browser(vera).await, house.browser(paula).await);
        let (id, person) = (albers.to_string(), vera.to_string());
        assert_eq!(lead.call("organisation/leave", &[("key", &key()), ("id", &id), ("person", &person)]).await.status, StatusCode::OK);
        assert_eq!(browser.call("tickets", &[("query", "")]).await.error(), AppError::SignedOut);
        assert_eq!(house.number("SELECT count(*) FROM membership WHERE left_at IS NOT NULL").await, 1, "the history stays");
        let again = [("key", &*key()), ("id", &id), ("name", "Vera Albers"), ("email", "vera.albers@example.de")].map(|(n, v)| (n, v.to_owned()));
        let again: Vec<_> = again.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(lead.call("organisation/invite", &again).await.status, StatusCode::OK);
        assert_eq!(house.number("SELECT count(*) FROM membership WHERE left_at IS NULL").await, 1);
    }

    async fn facts_are_checked_at_their_fields(house: TestHouse) {
        let (albers, brandt) = (house.organisation("Albers").await, house.organisation("Brandt").await);
        let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
        let lead = house.browser(paula).await;
        let change = |id: String, domain: &'static str| {
            let lead = lead.clone();
            async move { lead.call("organisation/change", &[("key", &key()), ("id", &id), ("name", "Albers"), ("mail_domain", domain)]).await }
        };
        assert_eq!(change(albers.to_string(), "albers.example").await.status, StatusCode::OK);
        assert_eq!(change(brandt.to_string(), "Albers.Example").await.error(), AppError::field("mail_domain", Reason::Taken));
        assert_eq!(change(brandt.to_string(), "gmx.de").await.error(), AppError::field("mail_domain", Reason::NotAChoice));
        assert_eq!(change(brandt.to_string(), "kein domain").await.error(), AppError::field("mail_domain", Reason::NotReadable));
        let id = albers.to_string();
        let asset = [("key", &*key()), ("id", &id), ("name", ""), ("kind", "live"), ("url", "javascript:alert(1)")].map(|(n, v)| (n, v.to_owned()));
        let asset: Vec<_> = asset.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert!(matches!(lead.call("organisation/add-asset", &asset).await.error(), AppError::Invalid { fields } if fields.len() == 2));
    }
}
