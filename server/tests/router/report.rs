//! Reports through the router: what a month says, to whom, frozen, sent once. The house opens on Monday, 23 November 2026, under the
//! agency's preset: reports are made on the third of the next month; Premium has the standard report, Premium Plus the detailed one.
use crate::effort::{book, change};
use crate::house::{Answer, Browser, paper};
use crate::promise::plan;
use crate::ticket::facts::classify;
use crate::ticket::{Scene, open, open_with, page, shift, write};
use crate::{TestHouse, on_both};
use app::error::AppError;
use app::report::view::{ReportView, Shown, State};
use axum::http::StatusCode;
use domain::person::{Rights, Role};
use domain::promise::target::Metric;
use domain::report::Kind;
use domain::report::correction::Corrected;
use domain::ticket::Stage;
use jiff::SignedDuration;
use server::report::freeze::look;

/// Albers has Premium Plus; three tickets came in, Tom worked on them.
struct Month {
    scene: Scene,
    /// Sees all tickets of Albers and releases effort.
    alma: Browser,
    albers: String,
    numbers: [i64; 3],
}

impl Month {
    async fn of(house: TestHouse) -> Self {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let all = Rights { sees_all: true, approves_up_to: Some(100_000), ..Rights::default() };
        let alma = scene.house.contact("Alma Amt", scene.albers, all).await;
        let alma = scene.house.browser(alma).await;
        // Organisations that came after a month have no report of it.
        scene
            .house
            .run("UPDATE organisation SET created_at = $1", [scene.house.now().as_millisecond().into()])
            .await;
        let outage = open_with(&scene.vera, "Shop steht", &[("class", "outage")]).await.json();
        let numbers =
            [outage, open(&scene.vera, "Logo tauschen").await, open(&scene.max, "Newsletter").await];
        let albers = scene.albers.to_string();
        Self { scene, alma, albers, numbers }
    }

    async fn work(&self) {
        let [outage, logo, newsletter] = self.numbers;
        write(&self.scene.tom, outage, "Läuft wieder.", &[]).await.json::<()>();
        shift(&self.scene.lena, logo, Stage::InTriage, "").await.json::<()>();
        shift(&self.scene.lena, logo, Stage::Question, "Welches Logo?").await.json::<()>();
        book(&self.scene.tom, logo, &[("minutes", "90"), ("note", "Geheime Notiz")]).await.json::<()>();
        book(&self.scene.tom, newsletter, &[("minutes", "30"), ("billing", "goodwill")]).await.json::<()>();
    }

    async fn asked(&self, who: &Browser, month: &str, kind: &str) -> Answer {
        let fields = [("organisation", self.albers.as_str()), ("month", month), ("kind", kind)];
        who.call("report", &fields).await
    }

    async fn shown(&self, who: &Browser, month: &str, kind: &str) -> Shown {
        self.asked(who, month, kind).await.json::<ReportView>().shown.unwrap()
    }

    async fn paper(&self, who: &Browser, month: &str, kind: &str, lang: &str) -> Answer {
        who.get(&format!("/reports/{}/{month}/{kind}/{lang}", self.albers)).await
    }

    /// Lets days pass, in which all stay signed in.
    async fn days(&self, days: i64) {
        self.scene.house.wait(SignedDuration::from_hours(24 * days));
        let now = self.scene.house.now().as_millisecond();
        self.scene.house.run("UPDATE session SET created_at = $1, used_at = $1", [now.into()]).await;
    }

    async fn look(&self) -> usize {
        look(&self.scene.house.house, self.scene.house.now()).await.unwrap()
    }

    /// Who got a report, by name.
    async fn told(&self) -> Vec<String> {
        let letters = self.scene.letters().await;
        let mut told: Vec<_> = letters
            .into_iter()
            .filter(|(_, text)| text.contains("Monatsbericht"))
            .map(|(to, _)| to)
            .collect();
        told.sort();
        told
    }
}

/// The vendor tells of an urgent fault every business day: two rounds are kept, one is missed, and one runs.
async fn rounds_count(house: TestHouse) {
    let scene = Scene::of(house).await;
    let number = open(&scene.vera, "Startet nicht").await;
    classify(&scene.lena, number, &[("class", "urgent")]).await.json::<()>();
    for hours in [2, 4, 72] {
        scene.house.wait(SignedDuration::from_hours(hours));
        write(&scene.lena, number, "Wir arbeiten daran.", &[]).await.json::<()>();
    }
    scene.house.wait(SignedDuration::from_hours(1));
    let organisation = scene.albers.to_string();
    let fields = [("organisation", organisation.as_str()), ("month", "2026-11"), ("kind", "standard")];
    let report = scene.lena.call("report", &fields).await.json::<ReportView>().shown.unwrap().report;
    let updates = report.promises.iter().find(|line| line.metric == Metric::PeriodicUpdate).unwrap();
    assert_eq!((updates.kept, updates.missed), (2, 1), "{:?}", report.promises);
    let missed = report.missed.iter().filter(|one| one.metric == Metric::PeriodicUpdate);
    assert!(
        missed.clone().count() == 1 && missed.clone().all(|one| one.settled.is_some()),
        "told in the end"
    );
    for (lang, words) in [("de", "2 gehalten · 1 verfehlt"), ("en", "2 kept · 1 missed")] {
        scene.house.run("UPDATE person SET lang = $1", [lang.into()]).await;
        let at = format!("/reports?organisation={organisation}&month=2026-11&kind=standard");
        let page = scene.lena.get(&at).await.text();
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_round_of_a_repeating_promise_counts_on_sqlite() {
    rounds_count(TestHouse::with_preset("vendor-priorities").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_round_of_a_repeating_promise_counts_on_postgres() {
    rounds_count(TestHouse::with_preset_on_postgres("vendor-priorities").await).await;
}

on_both! {
    async fn a_month_says_what_came_how_promises_were_kept_and_what_is_open(house: TestHouse) {
        let month = Month::of(house).await;
        month.work().await;
        let shown = month.shown(&month.alma, "2026-11", "").await;
        assert_eq!((shown.kind, shown.kinds.len()), (Kind::Detailed, 4), "the plan's fullest");
        let report = shown.report;
        assert_eq!(report.own().came, 3);
        assert_eq!(report.promised(), (2, 2), "the outage was answered, and the logo asked about, in time");
        let open: Vec<_> = report.points.iter().map(|point| (point.ticket.title.as_str(), point.stage)).collect();
        assert_eq!(open[0], ("Logo tauschen", Stage::Question), "first what waits for the customer");
        let hours = report.hours.unwrap();
        assert_eq!((hours.minutes, hours.free), (120, 30));
        assert!(matches!(shown.state, State::Preliminary { .. }));
        let page = month.alma.get(&format!("/reports?organisation={}&month=2026-11&kind=detailed", month.albers)).await.text();
        for words in ["Ausführlicher Monatsbericht November 2026", "Plan Premium Plus", "Vorläufig", "Logo tauschen", "2 Std.", "2 gehalten"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Geheime Notiz"));
        let points = month.alma.get("/reports?month=2026-11&kind=open-points").await.text();
        assert!(points.contains("Wartet auf Sie (1)"), "{points}");
    }

    async fn customers_read_no_more_than_their_rights_and_their_plan(house: TestHouse) {
        let month = Month::of(house).await;
        month.work().await;
        let inner = "UPDATE ticket SET internal = TRUE WHERE number = $1";
        month.scene.house.run(inner, [month.numbers[2].into()]).await;
        let seen = month.asked(&month.scene.max, "2026-11", "detailed").await.text();
        for hidden in ["Newsletter", "Geheime Notiz", "Tom Team", "minutes", "cents"] {
            assert!(!seen.contains(hidden), "{hidden}: {seen}");
        }
        assert!(month.shown(&month.scene.max, "2026-11", "").await.report.hours.is_none(), "hours are money");
        assert_eq!(month.shown(&month.alma, "2026-11", "").await.report.hours.unwrap().minutes, 90);
        let page = month.scene.max.get("/reports?month=2026-11&kind=detailed").await.text();
        assert!(page.contains("Logo tauschen") && !page.contains("Arbeitszeit"), "{page}");
        for who in [&month.scene.vera, &month.scene.fritz, &month.scene.petra] {
            assert_eq!(month.asked(who, "2026-11", "").await.error(), AppError::NotFound);
            assert_eq!(month.paper(who, "2026-11", "standard", "de").await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(month.scene.house.visitor().call("report", &[]).await.error(), AppError::SignedOut);
        // Without a plan there are the lists alone, and of months before it began nothing.
        month.scene.house.run("DELETE FROM contract", []).await;
        assert_eq!(month.shown(&month.alma, "2026-11", "").await.kinds, [Kind::OpenPoints, Kind::History]);
        for (when, kind) in [("2026-11", "standard"), ("2026-11", "detailed"), ("2026-10", "history"), ("2026-12", "history")] {
            assert_eq!(month.asked(&month.alma, when, kind).await.error(), AppError::NotFound, "{when} {kind}");
        }
        assert_eq!(month.shown(&month.scene.tom, "2026-11", "").await.kinds.len(), 4, "staff read all");
    }

    async fn a_month_is_frozen_on_its_day_and_its_report_is_sent_once(house: TestHouse) {
        let month = Month::of(house).await;
        month.work().await;
        let karl = month.scene.house.staff("Karl Konto", &[Role::AccountManager]).await;
        month.scene.house.run("UPDATE organisation SET account_manager_id = $1", [karl.0.into()]).await;
        month.scene.clear_letters().await;
        month.days(9).await;
        assert_eq!(month.look().await, 0, "on 2 December time may still be booked");
        month.days(1).await;
        assert_eq!(month.look().await, 2);
        assert_eq!(month.told().await, ["alma.amt", "karl.konto", "max.kunde"], "Brandt has no plan with a report");
        let (_, text) = month.scene.letters().await.into_iter().find(|(to, _)| to == "alma.amt").unwrap();
        for words in ["Ausführlicher Monatsbericht November 2026: Albers Möbelhaus", "Anliegen im November 2026: 3 eingegangen, 0 erledigt, 3 am Ende offen.", "Gehaltene Zusagen: 2 von 3.", "month=2026-11&kind=detailed"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let again = month.scene.house.restarted().await;
        assert_eq!((month.look().await, look(&again.house, month.scene.house.now()).await.unwrap()), (0, 0));
        assert_eq!(month.told().await.len(), 3);
        let before = month.shown(&month.alma, "2026-11", "").await;
        assert!(matches!(before.state, State::Frozen { .. }));
        let first = month.paper(&month.alma, "2026-11", "open-points", "de").await;
        paper("open-points-de", &first);
        // What happens later is the next month's.
        month.scene.put(month.numbers[1], Stage::Done).await;
        month.scene.house.run("UPDATE ticket SET title = 'Anders'", []).await;
        book(&month.scene.tom, month.numbers[0], &[("minutes", "60"), ("day", "2026-11-30")]).await.json::<()>();
        assert_eq!(month.shown(&month.alma, "2026-11", "").await, before);
        assert_eq!(month.paper(&month.alma, "2026-11", "open-points", "de").await.body, first.body);
        assert_ne!(month.paper(&month.alma, "2026-11", "open-points", "en").await.body, first.body);
        assert_eq!(month.scene.house.number("SELECT count(*) FROM report_file").await, 2);
    }

    async fn work_that_is_booked_after_its_month_was_frozen_stands_in_the_next_report_once(house: TestHouse) {
        let month = Month::of(house).await;
        month.work().await;
        let [outage, logo, newsletter] = month.numbers;
        let tom = &month.scene.tom;
        let hours = async |of: &str| {
            let hours = month.shown(&month.alma, of, "standard").await.report.hours.unwrap();
            let late: Vec<_> = hours.late.iter().map(|one| (one.day.to_string(), one.minutes, one.free)).collect();
            (hours.minutes, hours.free, late)
        };
        let told = |all: &[(&str, u32, u32)]| -> Vec<_> {
            all.iter().map(|(day, minutes, free)| ((*day).to_owned(), *minutes, *free)).collect()
        };
        // Until the month is frozen it is the month's own.
        month.days(9).await;
        book(tom, logo, &[("minutes", "20"), ("day", "2026-11-30")]).await.json::<()>();
        assert_eq!(hours("2026-11").await, (140, 30, vec![]));
        assert_eq!(hours("2026-12").await, (0, 0, vec![]));
        month.days(1).await;
        assert_eq!(month.look().await, 2);
        month.scene.house.wait(SignedDuration::from_mins(1));
        book(tom, outage, &[("minutes", "60"), ("day", "2026-11-30")]).await.json::<()>();
        book(tom, newsletter, &[("minutes", "10"), ("day", "2026-11-24"), ("billing", "goodwill")]).await.json::<()>();
        book(tom, logo, &[("minutes", "25")]).await.json::<()>();
        assert_eq!(hours("2026-11").await, (140, 30, vec![]), "what is frozen stays");
        let december = (95, 10, told(&[("2026-11-24", 10, 10), ("2026-11-30", 60, 0)]));
        assert_eq!(hours("2026-12").await, december);
        let at = format!("/reports?organisation={}&month=2026-12&kind=detailed", month.albers);
        for (lang, words) in [("de", ["Nachgetragen", "30.11.2026"]), ("en", ["Booked later", "30\u{a0}Nov\u{a0}2026"])] {
            month.scene.house.run("UPDATE person SET lang = $1", [lang.into()]).await;
            let page = month.alma.get(&at).await.text();
            assert!(words.iter().all(|words| page.contains(*words)), "{words:?}: {page}");
            let page = month.scene.max.get(&at).await.text();
            assert!(!page.contains(words[0]), "hours are money: {page}");
        }
        // On 2 January December is not frozen yet: what is booked late is no second time in January.
        month.days(30).await;
        assert_eq!((hours("2026-12").await, hours("2027-01").await), (december.clone(), (0, 0, vec![])));
        month.days(1).await;
        assert_eq!(month.look().await, 2);
        month.scene.house.wait(SignedDuration::from_mins(1));
        book(tom, logo, &[("minutes", "15"), ("day", "2026-11-30")]).await.json::<()>();
        assert_eq!((hours("2026-12").await, hours("2027-01").await), (december, (15, 0, told(&[("2026-11-30", 15, 0)]))));
        // Of internal tickets nothing is told.
        month.scene.house.run("UPDATE ticket SET internal = TRUE WHERE number = $1", [logo.into()]).await;
        assert_eq!(hours("2027-01").await, (0, 0, vec![]));
    }

    async fn what_is_corrected_after_its_month_was_frozen_stands_in_the_next_report_with_what_it_was(house: TestHouse) {
        let month = Month::of(house).await;
        month.work().await;
        let [outage, logo, newsletter] = month.numbers;
        let tom = &month.scene.tom;
        book(tom, outage, &[("minutes", "20")]).await.json::<()>();
        let hours = async |of: &str| month.shown(&month.alma, of, "standard").await.report.hours.unwrap();
        let told = async |of: &str| -> Vec<(String, [u32; 4])> {
            let line = |one: &Corrected| {
                let (before, now) = (one.before, one.now);
                (one.ticket.title.clone(), [before.minutes, before.free, now.minutes, now.free])
            };
            hours(of).await.corrected.iter().map(line).collect()
        };
        let amend = async |number: i64, place: usize, fields: &[(&str, &str)]| {
            let line = page(tom, number).await.effort.unwrap().lines.remove(place);
            change(tom, line.id.0, line.version, fields).await.json::<()>();
        };
        let to = |minutes: &'static str| {
            [("minutes", minutes), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-23")]
        };
        // Until the month is frozen it is the month's own.
        amend(logo, 0, &to("80")).await;
        month.days(10).await;
        assert_eq!(month.look().await, 2);
        month.scene.house.wait(SignedDuration::from_mins(1));
        let november = hours("2026-11").await;
        assert_eq!((november.minutes, november.free, told("2026-12").await), (130, 30, vec![]));
        amend(logo, 0, &to("70")).await;
        amend(logo, 0, &to("60")).await;
        amend(newsletter, 0, &to("30")).await;
        amend(outage, 0, &[("deed", "take_back")]).await;
        // What was booked since stands there as it is.
        book(tom, logo, &[("minutes", "25"), ("day", "2026-11-30")]).await.json::<()>();
        let late = [("minutes", "35"), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-30")];
        amend(logo, 1, &late).await;
        let december = vec![
            ("Logo tauschen".to_owned(), [80, 0, 60, 0]),
            ("Newsletter".to_owned(), [30, 30, 30, 0]),
            ("Shop steht".to_owned(), [20, 0, 0, 0]),
        ];
        assert_eq!((hours("2026-12").await.minutes, told("2026-12").await), (35, december.clone()));
        assert_eq!(hours("2026-11").await, november, "what is frozen stays");
        let at = format!("/reports?organisation={}&month=2026-12&kind=standard", month.albers);
        for (lang, words) in [("de", ["Berichtigt", "Vorher", "1:20"]), ("en", ["Corrected", "Before", "1:20"])] {
            month.scene.house.run("UPDATE person SET lang = $1", [lang.into()]).await;
            let shown = month.alma.get(&at).await.text();
            assert!(words.iter().all(|words| shown.contains(*words)), "{words:?}: {shown}");
            let shown = month.scene.max.get(&at).await.text();
            assert!(!shown.contains(words[0]), "hours are money: {shown}");
        }
        month.days(31).await;
        assert_eq!(month.look().await, 2);
        month.scene.house.wait(SignedDuration::from_mins(1));
        assert_eq!((told("2026-12").await, told("2027-01").await), (december, vec![]), "once");
        amend(logo, 0, &to("80")).await;
        assert_eq!(told("2027-01").await, [("Logo tauschen".to_owned(), [60, 0, 80, 0])], "from what was told last");
        // Of internal tickets nothing is told.
        month.scene.house.run("UPDATE ticket SET internal = TRUE WHERE number = $1", [logo.into()]).await;
        assert!(told("2027-01").await.is_empty());
    }

    async fn what_was_begun_before_a_report_and_kept_after_it_stands_in_the_next_one(house: TestHouse) {
        let month = Month::of(house).await;
        month.work().await;
        let [outage, logo, _] = month.numbers;
        let tom = &month.scene.tom;
        month.days(10).await;
        assert_eq!(month.look().await, 2);
        // Requests that came before the report was read, and were slower than it.
        let begun = month.scene.house.now().as_millisecond() - 60_000;
        book(tom, outage, &[("minutes", "60"), ("day", "2026-11-30")]).await.json::<()>();
        let line = page(tom, logo).await.effort.unwrap().lines.remove(0);
        let fields = [("minutes", "45"), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-23")];
        change(tom, line.id.0, line.version, &fields).await.json::<()>();
        for table in ["effort", "entry"] {
            let sql = format!("UPDATE {table} SET at = $1 WHERE at > $1");
            month.scene.house.run(&sql, [begun.into()]).await;
        }
        let told = async |of: &str| {
            let hours = month.shown(&month.alma, of, "standard").await.report.hours.unwrap();
            let late: Vec<_> = hours.late.iter().map(|one| (one.day.to_string(), one.minutes)).collect();
            let corrected: Vec<_> = hours.corrected.iter().map(|one| (one.before.minutes, one.now.minutes)).collect();
            (hours.minutes, late, corrected)
        };
        assert_eq!(told("2026-11").await, (120, vec![], vec![]));
        let december = (60, vec![("2026-11-30".to_owned(), 60)], vec![(90, 45)]);
        assert_eq!(told("2026-12").await, december);
        month.days(31).await;
        assert_eq!(month.look().await, 2);
        assert_eq!((told("2026-12").await, told("2027-01").await), (december, (0, vec![], vec![])), "once");
    }

    async fn papers_of_a_frozen_month_carry_the_letterhead_of_its_day(house: TestHouse) {
        let month = Month::of(house).await;
        month.work().await;
        month.days(10).await;
        assert_eq!(month.look().await, 2);
        let before = month.paper(&month.alma, "2026-11", "open-points", "de").await.body;
        let running = month.paper(&month.alma, "2026-12", "open-points", "de").await.body;
        let again = month.scene.house.restarted_with(|settings| settings.company = "Ganz anders GmbH".to_owned()).await;
        again.wait(SignedDuration::from_hours(24 * 10));
        let alma = month.alma.at(&again);
        month.scene.house.run("DELETE FROM report_file", []).await;
        assert_ne!(month.paper(&alma, "2026-12", "open-points", "de").await.body, running, "the company is called otherwise now");
        assert_eq!(month.paper(&alma, "2026-11", "open-points", "de").await.body, before);
    }

    async fn nobody_is_sent_what_the_company_keeps_in_the_portal(house: TestHouse) {
        let month = Month::of(house).await;
        let sonja = crate::policy::manager(&month.scene).await;
        crate::policy::edit(&sonja, "report", "save", &[("fields[day]", "1"), ("fields[to]", "nobody")]).await.json::<()>();
        crate::policy::publish(&sonja, false).await.json::<()>();
        month.scene.clear_letters().await;
        month.days(8).await;
        assert_eq!((month.look().await, month.told().await.len()), (2, 0));
        let wrong = crate::policy::edit(&sonja, "report", "save", &[("fields[day]", "31"), ("fields[to]", "all")]).await;
        assert!(matches!(wrong.error(), AppError::Invalid { .. }));
    }
}

/// Every kind in both languages. Laying out takes seconds without optimisation: on one database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_report_is_a_paper_in_both_languages() {
    let month = Month::of(TestHouse::sqlite().await).await;
    month.work().await;
    for kind in [Kind::Standard, Kind::Detailed, Kind::History] {
        for lang in ["de", "en"] {
            let name = format!("report-{}-{lang}", kind.code());
            paper(&name, &month.paper(&month.alma, "2026-11", kind.code(), lang).await);
        }
    }
    for (when, kind, lang) in
        [("2026-11", "weekly", "de"), ("2026-13", "standard", "de"), ("2026-11", "standard", "fr")]
    {
        assert_eq!(month.paper(&month.alma, when, kind, lang).await.status, StatusCode::NOT_FOUND);
    }
}

/// Two servers on one database freeze a month once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_send_a_report_once() {
    let month = Month::of(TestHouse::postgres().await).await;
    month.scene.clear_letters().await;
    month.days(12).await;
    let twin = month.scene.house.twin().await;
    let now = month.scene.house.now();
    let (first, second) = tokio::join!(look(&month.scene.house.house, now), look(&twin.house, now));
    assert_eq!(first.unwrap() + second.unwrap(), 2);
    assert_eq!(month.told().await, ["alma.amt", "max.kunde"]);
}
