//! What mails say follows the configuration.
use super::{draft, edit, manager, publish, refused};
use crate::house::key;
use crate::on_both;
use crate::promise::plan;
use crate::ticket::{Scene, open};
use app::error::AppError;
use app::policy::template_word::samples;
use domain::input::Reason;

on_both! {
    async fn mails_say_what_the_company_wrote_once_it_is_published(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let save = async |at: &str, de: &str| edit(&sonja, "template", "save", &[("at", at), ("fields[de]", de)]).await;
        let field = |reason| [("fields[de]".to_owned(), reason)];
        assert_eq!(refused(save("acknowledged", "Da!").await), field(Reason::MissingGap { gap: "number".into() }));
        // Without scripts too: the sentence stands at the field, and what was typed stays.
        let seen = draft(&sonja).await.seen.to_string();
        let form = "template:save:acknowledged:";
        let fields = [("key", &*key()), ("fields[form]", form), ("part", "template"), ("deed", "save"), ("at", "acknowledged"), ("sub", ""), ("seen", &seen), ("fields[de]", "Da, ohne Nummer!"), ("fields[en]", "")];
        let back = sonja.post("policy/edit", "/settings/mails", &fields).await;
        let page = sonja.get(back.header("location")).await.text();
        assert_eq!(page.matches("Der Platzhalter {number} muss vorkommen.").count(), 1, "{page}");
        assert!(page.contains("Da, ohne Nummer!"), "{page}");
        assert_eq!(refused(save("greeting", "Moin {Name}").await), field(Reason::UnknownGap { gap: "Name".into() }));
        assert_eq!(refused(save("greeting", "Moin, {name").await), field(Reason::OpenGap { at: "{name".into() }));
        let fields = [("key", &*key()), ("fields[form]", "template:save:greeting:"), ("part", "template"), ("deed", "save"), ("at", "greeting"), ("sub", ""), ("seen", &seen), ("fields[de]", "Moin, {name"), ("fields[en]", "")];
        let back = sonja.post("policy/edit", "/settings/mails", &fields).await;
        let page = sonja.get(back.header("location")).await.text();
        assert!(page.contains("Die Klammer { wird nicht geschlossen: „{name“."), "{page}");
        assert!(matches!(save("birthday", "x").await.error(), AppError::Outdated { .. }));
        save("acknowledged", "Angekommen: {title} ({number}).").await.json::<()>();
        save("greeting", "Moin {name}!").await.json::<()>();
        save("closing", "Ihr Team aus Kiel").await.json::<()>();
        let sample = sonja.get("/settings-mail/acknowledgement/de").await;
        assert!(sample.header("content-security-policy").contains("sandbox"));
        let html = sample.text();
        assert!(html.contains("Angekommen: Warenkorb rechnet Versand doppelt (#1042).") && html.contains("Ihr Team aus Kiel"));
        // What is promised stands there as in the real one, and the same can be read as text alone.
        assert!(html.contains("Erste Reaktion"), "{html}");
        let plain = sonja.get("/settings-mail/acknowledgement/de/text").await;
        assert!(plain.header("content-type").starts_with("text/plain"));
        let plain = plain.text();
        assert!(plain.contains("Angekommen: Warenkorb") && plain.contains("Erste Reaktion") && !plain.contains("<p"), "{plain}");
        // Each that the page names is a whole mail.
        let page = sonja.get("/settings/mails").await.text();
        let policy = draft(&sonja).await.policy;
        assert!(samples(&policy).count() >= 9);
        for (sample, _) in samples(&policy) {
            for lang in ["de", "en"] {
                let at = format!("/settings-mail/{sample}/{lang}");
                assert!(page.contains(&at), "{at}");
                let html = sonja.get(&at).await;
                assert!(html.status.is_success(), "{at}");
                let (html, text) = (html.text(), sonja.get(&format!("{at}/text")).await.text());
                assert!(html.contains("#1042") && !text.contains('{') && text.contains("Ihr Team aus Kiel") == (lang == "de"), "{at}: {text}");
            }
        }
        // Nobody asks for an approval here.
        assert_eq!(sonja.get("/settings-mail/limit/de").await.status, axum::http::StatusCode::NOT_FOUND);
        assert_eq!(sonja.get("/settings-mail/bill/de").await.status, axum::http::StatusCode::NOT_FOUND);
        for at in ["/settings-mail/message/de", "/settings-mail/message/de/text"] {
            assert_eq!(scene.vera.get(at).await.status, axum::http::StatusCode::NOT_FOUND);
        }
        assert_eq!(scene.tom.get("/settings-mail/message/de").await.status, axum::http::StatusCode::NOT_FOUND);
        let last = async || {
            scene.clear_letters().await;
            let number = open(&scene.vera, "Wagen {name} quietscht").await;
            let letters = scene.letters().await;
            (number, letters.into_iter().find(|(to, _)| to.starts_with("vera")).unwrap().1)
        };
        assert!(last().await.1.contains("ist bei uns eingegangen"), "a draft changes nothing");
        publish(&sonja, false).await.json::<()>();
        let (number, text) = last().await;
        assert!(text.contains(&format!("Angekommen: Wagen {{name}} quietscht (#{number}).")), "{text}");
        assert!(text.contains("Moin Vera Albers!") && text.contains("Ihr Team aus Kiel"), "{text}");
        save("greeting", "").await.json::<()>();
        assert!(draft(&sonja).await.policy.templates.iter().all(|own| own.de != "Moin {name}!"));
    }

    async fn acknowledgements_name_costs_where_no_contract_covers_them(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let text = async |title: &str| {
            scene.clear_letters().await;
            open(&scene.vera, title).await;
            scene.letters().await.into_iter().find(|(to, _)| to.starts_with("vera")).unwrap().1
        };
        assert!(!text("Vorher").await.contains("kann etwas kosten"));
        let rate = |rate: &'static str| {
            [
                ("fields[prefix]", "#"),
                ("fields[default_class]", "standard"),
                ("fields[objection_days]", "10"),
                ("fields[channel_portal]", "1"),
                ("fields[type_normal]", "1"),
                ("fields[factor_normal]", "100"),
                ("fields[hourly_rate]", rate),
            ]
        };
        assert_eq!(refused(edit(&sonja, "company", "save", &rate("1000,01")).await)[0].1, Reason::NotMoney);
        edit(&sonja, "company", "save", &rate("95,50")).await.json::<()>();
        publish(&sonja, false).await.json::<()>();
        let told = text("Ohne Vertrag").await;
        assert!(told.split_whitespace().collect::<Vec<_>>().join(" ").contains("95,50 € je Stunde"), "{told}");
        let sample = sonja.get("/settings-mail/acknowledgement/en").await.text();
        assert!(sample.contains("at €95.50 an hour"), "in English the sign of the currency comes first: {sample}");
        plan(&scene, scene.albers.0, "premium").await;
        assert!(text("Mit Vertrag, der nichts abdeckt").await.contains("kann etwas kosten"));
        let covers = [("at", "premium"), ("fields[de]", "Premium"), ("fields[en]", "Premium"), ("fields[covers_request]", "1")];
        edit(&sonja, "plan", "save", &covers).await.json::<()>();
        publish(&sonja, false).await.json::<()>();
        assert!(!text("Abgedeckt").await.contains("kann etwas kosten"));
    }
}
