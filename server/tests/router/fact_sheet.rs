//! The support policy as a PDF through the router: the version that was asked for, for who may read it.
use crate::house::paper;
use crate::on_both;
use crate::policy::{edit, manager, publish};
use crate::ticket::Scene;
use axum::http::StatusCode;

on_both! {
    async fn every_version_of_the_support_policy_is_a_paper_in_both_languages(house: TestHouse) {
        let scene = Scene::of(house).await;
        let first = scene.vera.get("/policy/sheet/1/de").await;
        paper("support-policy-de", &first);
        let page = scene.vera.get("/policy").await.text();
        assert!(page.contains("href=\"/policy/sheet/1/de\"") && page.contains("href=\"/policy/sheet/1/en\""), "{page}");
        let english = scene.vera.get("/policy/sheet/1/en").await;
        assert_ne!(english.body, first.body);
        paper("support-policy-en", &english);
        let sonja = manager(&scene).await;
        let name = [("fields[code]", "reachable"), ("fields[de]", "Erreichbar"), ("fields[en]", "Reachable"), ("fields[text_de]", "Bitte."), ("fields[text_en]", "Please.")];
        edit(&sonja, "text", "add", &name).await.json::<()>();
        publish(&sonja, false).await.json::<()>();
        assert_ne!(scene.vera.get("/policy/sheet/2/de").await.body, first.body);
        let until = scene.vera.get("/policy/sheet/1/de").await;
        assert_eq!(until.status, StatusCode::OK, "old versions stay readable");
        assert_ne!(until.body, first.body, "and say until when they were in force");
    }

    async fn nobody_else_reads_it_and_there_is_no_other(house: TestHouse) {
        let scene = Scene::of(house).await;
        assert_ne!(scene.house.visitor().get("/policy/sheet/1/de").await.status, StatusCode::OK);
        for path in ["/policy/sheet/9/de", "/policy/sheet/x/de", "/policy/sheet/1/fr"] {
            assert_eq!(scene.vera.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
