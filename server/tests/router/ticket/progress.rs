//! Telling the customer the state regularly, and for which day it is planned (C10). The vendor promises it by class.
use super::facts::classify;
use super::{Scene, open, page, shift, write};
use crate::TestHouse;
use app::promise::view::{PromiseState, PromiseView};
use app::ticket::view::TicketView;
use domain::promise::target::Metric;
use domain::ticket::Stage;
use jiff::SignedDuration;
use server::promise::watch::look;

fn regular(seen: &TicketView) -> Option<&PromiseView> {
    seen.promises.iter().find(|promise| promise.metric == Metric::PeriodicUpdate)
}

fn due(seen: &TicketView) -> String {
    regular(seen).unwrap().due.civil().strftime("%a %d.%m. %H:%M").to_string()
}

async fn told_regularly(house: TestHouse) {
    let scene = Scene::of(house).await;
    let number = open(&scene.vera, "Startet nicht").await;
    classify(&scene.lena, number, &[("class", "urgent")]).await.json::<()>();
    let seen = page(&scene.lena, number).await;
    assert_eq!(due(&seen), "Tue 24.11. 18:00");
    assert_eq!(due(&page(&scene.vera, number).await), "Tue 24.11. 18:00", "the customer sees the same");
    assert_eq!(page(&scene.vera, number).await.progress, None, "the draft is for staff");
    let draft = seen.progress.unwrap();
    assert!(
        draft.contains("„Startet nicht“")
            && draft.contains("Eingegangen")
            && draft.contains("noch nicht fest"),
        "{draft}"
    );
    assert!(scene.lena.get(&format!("/tickets/{number}")).await.text().contains("Zwischenstand senden"));
    scene.clear_letters().await;
    classify(&scene.lena, number, &[("class", "urgent"), ("planned", "2026-11-30")]).await.json::<()>();
    let letters = scene.letters().await;
    let told = letters.iter().find(|(to, _)| to == "vera.albers").unwrap();
    assert!(told.1.contains("Montag, 30.11.2026"), "{told:?}");
    assert!(page(&scene.lena, number).await.progress.unwrap().contains("für Montag, 30.11.2026"));
    let html = scene.vera.get(&format!("/tickets/{number}")).await.text();
    assert!(html.contains("30.11.2026") && html.contains("Schritt 1 von 5"), "day and steps");
    // A bare change of state, a note and the customer's own words start nothing anew; a message of staff does.
    scene.house.wait(SignedDuration::from_hours(24));
    shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
    write(&scene.lena, number, "Intern", &[("internal", "1")]).await.json::<()>();
    write(&scene.vera, number, "Und?", &[]).await.json::<()>();
    assert_eq!(due(&page(&scene.lena, number).await), "Tue 24.11. 18:00");
    // 75 percent of two days are used up.
    scene.house.wait(SignedDuration::from_hours(6));
    scene.clear_letters().await;
    look(&scene.house.house, scene.house.now()).await.unwrap();
    look(&scene.house.house, scene.house.now()).await.unwrap();
    let letters = scene.letters().await;
    let reminders: Vec<_> =
        letters.iter().filter(|(_, text)| text.contains("Zwischenstand an den Kunden fällig")).collect();
    assert_eq!(reminders.len(), 1, "{letters:?}");
    assert!(
        reminders[0].0 == "lena.lead" && reminders[0].1.contains(&format!("/tickets/{number}#progress")),
        "{reminders:?}"
    );
    write(&scene.lena, number, "Zwischenstand.", &[]).await.json::<()>();
    assert_eq!(due(&page(&scene.lena, number).await), "Wed 25.11. 18:00", "the clock starts anew");
    // A day that is over is not promised again.
    scene.house.run("UPDATE ticket SET planned_on = '2026-11-20'", []).await;
    let draft = page(&scene.lena, number).await.progress.unwrap();
    assert!(draft.contains("war für Freitag, 20.11.2026 geplant; wir melden uns"), "{draft}");
    shift(&scene.lena, number, Stage::Question, "Seit wann?").await.json::<()>();
    let waits = page(&scene.lena, number).await;
    assert!(matches!(regular(&waits).unwrap().state, PromiseState::Paused(_)), "it waits for the customer");
    shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
    shift(&scene.lena, number, Stage::Done, "Behoben.").await.json::<()>();
    assert_eq!(page(&scene.lena, number).await.progress, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_customer_is_told_regularly_sqlite() {
    told_regularly(TestHouse::with_preset("vendor-priorities").await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_customer_is_told_regularly_postgres() {
    told_regularly(TestHouse::with_preset_on_postgres("vendor-priorities").await).await;
}
