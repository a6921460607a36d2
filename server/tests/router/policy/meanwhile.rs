//! Two who change the configuration at once, or look at what has changed since.
use super::{draft, edit_seen, manager, monday, publish};
use crate::house::key;
use crate::on_both;
use crate::ticket::Scene;
use app::error::AppError;
use domain::person::Role;

on_both! {
    async fn who_publishes_second_is_told_what_came_between(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (sonja, admin) = (manager(&scene).await, scene.house.staff("Adam Admin", &[Role::Administrator]).await);
        let adam = scene.house.browser(admin).await;
        monday(&sonja, "09:00-12:00").await.json::<()>();
        monday(&adam, "10:00-12:00").await.json::<()>();
        publish(&adam, false).await.json::<()>();
        assert_eq!(publish(&sonja, false).await.error(), AppError::Outdated { version: 2 });
        let stale = draft(&sonja).await;
        assert_eq!((stale.based_on, stale.current), (1, 2));
        assert!(stale.changed, "nothing is lost");
        let once = key();
        let fields = [("key", once.as_str())];
        let again = || sonja.call("policy/discard", &fields);
        again().await.json::<()>();
        monday(&sonja, "09:00-12:00").await.json::<()>();
        again().await.json::<()>();
        assert!(draft(&sonja).await.changed, "sent twice, it acts once");
    }

    async fn a_page_that_shows_an_earlier_draft_changes_nothing(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let earlier = draft(&sonja).await.seen;
        edit_seen(&sonja, "plan", "remove", earlier, &[("at", "premium")]).await.json::<()>();
        let now = draft(&sonja).await;
        assert_eq!(now.policy.plans.len(), 1);
        // Another window still shows both plans; by place it would have taken the wrong one.
        for plan in ["premium", "premium_plus"] {
            let told = edit_seen(&sonja, "plan", "remove", earlier, &[("at", plan)]).await.error();
            assert_eq!(told, AppError::Outdated { version: now.seen }, "{plan}");
        }
        let gone = edit_seen(&sonja, "plan", "remove", now.seen, &[("at", "premium")]).await.error();
        assert!(matches!(gone, AppError::Outdated { .. }));
        assert_eq!(draft(&sonja).await.policy.plans[0].code, "premium_plus");
        sonja.call("policy/discard", &[("key", &key())]).await.json::<()>();
        let closed = [("at", "service"), ("fields[from]", "2026-12-28"), ("fields[to]", "2026-12-30"), ("fields[de]", "a"), ("fields[en]", "a")];
        edit_seen(&sonja, "closure", "add", earlier, &closed).await.json::<()>();
        let told = edit_seen(&sonja, "closure", "add", now.seen, &closed).await.error();
        assert!(matches!(told, AppError::Outdated { .. }), "a draft that was begun anew is another one");
        // What is published is what was looked at.
        let (once, seen) = (key(), now.seen.to_string());
        let told = sonja.call("policy/publish", &[("key", &once), ("seen", &seen), ("note", "N")]).await.error();
        assert!(matches!(told, AppError::Outdated { .. }));
        assert_eq!(scene.house.number("SELECT COUNT(*) FROM policy").await, 1);
    }

    async fn of_two_who_publish_at_once_one_is_told(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (sonja, admin) = (manager(&scene).await, scene.house.staff("Adam Admin", &[Role::Administrator]).await);
        let adam = scene.house.browser(admin).await;
        monday(&sonja, "09:00-12:00").await.json::<()>();
        monday(&adam, "10:00-12:00").await.json::<()>();
        let (one, other) = tokio::join!(publish(&sonja, false), publish(&adam, false));
        let taken = [one, other].iter().filter(|answer| answer.status.is_success()).count();
        assert_eq!((taken, scene.house.number("SELECT COUNT(*) FROM policy").await), (1, 2));
    }

    async fn another_server_learns_of_a_new_version(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        monday(&sonja, "09:00-12:00").await.json::<()>();
        publish(&sonja, false).await.json::<()>();
        let again = scene.house.restarted().await;
        assert_eq!(again.house.policy().version, 2);
    }
}
