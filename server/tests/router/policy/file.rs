//! The configuration as a file.
use super::{draft, manager, publish};
use crate::house::key;
use crate::on_both;
use crate::ticket::Scene;
use app::error::AppError;
use app::policy::view::PolicyView;
use domain::input::Reason;

/// The file with an opening agreed with a customer.
fn agreed_with(file: &str, customer: i64) -> String {
    let opening = format!(
        "[[calendar.openings]]\ncustomer = {customer}\nday = \"2026-11-28\"\nhours = [\"10:00-14:00\"]\nde = \"Start\"\nen = \"Launch\"\n"
    );
    format!("{file}\n{opening}")
}

on_both! {
    async fn a_file_is_taken_as_a_whole_or_not_at_all(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let file = sonja.get("/policy/export/1").await;
        assert_eq!(file.header("content-type"), "application/toml; charset=utf-8");
        let text = file.text();
        for (broken, place) in [
            (text.replacen("\"13:00-17:00\"", "\"11:00-17:00\"", 1), "überschneiden"),
            (text.replacen("Europe/Berlin", "Europe/Bärlin", 1), "calendar service"),
            (text.replacen("form = 1", "form = 7", 1), "form"),
            (text.replacen("plan = \"premium\"", "plan = \"gold\"", 1), "target 1"),
            (text.replacen("fee_cents = 24900", "fee_cents = -5", 1), "plan premium"),
            (text.replacen("Standard\"", "Standard\\u202e\"", 1), "class standard"),
            (text.replacen("[about]", "[about", 1), "Zeile"),
            (text.replacen("fee_cents", "Geheimnis", 1), "„Geheimnis“"),
            (text.replacen("metric = \"", "metric = \"x", 1), "nicht zur Wahl"),
            (format!("{text}\n[[calendar]]\n"), "fehlt"),
            (agreed_with(&text, 99_999), "99999"),
        ] {
            let AppError::Invalid { fields } = sonja.call("policy/import", &[("key", &key()), ("text", &broken)]).await.error() else {
                panic!("{place}")
            };
            assert!(matches!(&fields[0].reason, Reason::BadFile { places } if places.contains(place)), "{place}: {fields:?}");
            assert!(!draft(&sonja).await.changed);
        }
        let other = include_str!("../../../../presets/vendor-priorities.toml");
        sonja.call("policy/import", &[("key", &key()), ("text", other)]).await.json::<()>();
        publish(&sonja, false).await.json::<()>();
        let policy: PolicyView = scene.vera.call("policy", &[]).await.json();
        assert_eq!(policy.policy.classes[0].code, "urgent");
        assert_eq!(policy.holidays[0].1.iter().filter(|day| day.day.year() == 2026).count(), 13);
        assert!(policy.policy.targets.iter().all(|target| target.escalate.is_empty() && target.warn.is_empty()), "alarms are the house's business");
    }
}
