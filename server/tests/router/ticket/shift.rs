//! Moves through the workflow.
use super::{Scene, accept, codes, hand_over, heard, open, open_with, page, ready, shift, write};
use crate::house::key;
use crate::on_both;
use app::error::AppError;
use app::ticket::view::{Board, Counters};
use domain::input::Reason;
use domain::ticket::Stage;
use domain::ticket::timeline::What;
use domain::ticket::workflow::{Need, WrongMove};

fn refused(why: WrongMove) -> AppError {
    AppError::WrongMove { move_: why }
}

on_both! {
    async fn a_ticket_walks_from_the_counter_to_the_invoice(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Neues Formular").await;
        scene.clear_letters().await;
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        let letters = scene.letters().await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].0 == "vera.albers" && letters[0].1.contains("In Sichtung"), "{letters:?}");
        scene.clear_letters().await;
        hand_over(&scene.lena, number, scene.team, "Formular mit drei Feldern", "Bitte bis Freitag").await.json::<()>();
        let seen = page(&scene.vera, number).await;
        assert_eq!((seen.stage, seen.specification.as_deref()), (Stage::HandedOver, Some("Formular mit drei Feldern")));
        assert_eq!(seen.team.as_ref().unwrap().name, "Webteam");
        assert_eq!(codes(&seen)[2..], ["moved", "specified", "handed_over", "moved"]);
        assert_eq!(codes(&page(&scene.tom, number).await).last(), Some(&"note"));
        let letters = scene.letters().await;
        assert!(letters[0].1.contains("  Formular mit drei Feldern") && !letters[0].1.contains("Freitag"), "{letters:?}");
        let counted: Counters = scene.tom.call("counters", &[]).await.json();
        assert_eq!((counted.mine, counted.inbox, counted.team), (0, 0, 1));
        scene.tom.call("ticket/assign", &[("key", &key()), ("number", &number.to_string()), ("to", &scene.tom_id.to_string())]).await.json::<()>();
        shift(&scene.tom, number, Stage::InProgress, "").await.json::<()>();
        ready(&scene.tom, number, "4.2", "Testsystem").await.json::<()>();
        assert_eq!(shift(&scene.vera, number, Stage::GoingLive, "").await.error(), refused(WrongMove::NotYours));
        assert_eq!(shift(&scene.tom, number, Stage::GoingLive, "").await.error(), refused(WrongMove::NotYours));
        accept(&scene.max, number).await;
        shift(&scene.tom, number, Stage::Done, "Ist live").await.json::<()>();
        shift(&scene.vera, number, Stage::InTriage, "Ein Feld fehlt").await.json::<()>();
        shift(&scene.lena, number, Stage::Done, "Jetzt aber").await.json::<()>();
        shift(&scene.vera, number, Stage::Closed, "").await.json::<()>();
        scene.clear_letters().await;
        shift(&scene.anke, number, Stage::Billed, "").await.json::<()>();
        assert!(scene.reached().await.is_empty(), "that it is billed is not mailed");
        let seen = page(&scene.vera, number).await;
        assert_eq!((seen.stage, seen.step), (Stage::Billed, seen.steps.len() - 1));
        let counted: Counters = scene.tom.call("counters", &[]).await.json();
        assert_eq!((counted.mine, counted.team), (0, 0));
    }

    async fn every_refusal_says_why(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        let missing = |need| refused(WrongMove::Missing { need });
        for (who, from, to, note, why) in [
            (&scene.lena, Stage::Received, Stage::Received, "", refused(WrongMove::Already)),
            (&scene.lena, Stage::Received, Stage::Closed, "", refused(WrongMove::NoSuchMove { from: Stage::Received, to: Stage::Closed })),
            (&scene.tom, Stage::Received, Stage::InTriage, "", refused(WrongMove::NotYours)),
            (&scene.vera, Stage::Received, Stage::InTriage, "", refused(WrongMove::NotYours)),
            (&scene.lena, Stage::InTriage, Stage::Question, " \n", missing(Need::Note)),
            (&scene.lena, Stage::InTriage, Stage::HandedOver, "", missing(Need::Team)),
            (&scene.lena, Stage::Closed, Stage::Billed, "", refused(WrongMove::NotYours)),
            (&scene.lena, Stage::Done, Stage::Closed, "", refused(WrongMove::NotYours)),
        ] {
            scene.put(number, from).await;
            assert_eq!(shift(who, number, to, note).await.error(), why, "{from:?} {to:?}");
        }
        scene.lena.call("ticket/assign", &[("key", &key()), ("number", &number.to_string()), ("to", "")]).await.json::<()>();
        scene.put(number, Stage::HandedOver).await;
        assert_eq!(shift(&scene.tom, number, Stage::InProgress, "").await.error(), missing(Need::Assignee));
        assert_eq!(shift(&scene.fritz, number, Stage::InTriage, "x").await.error(), AppError::NotFound);
        assert_eq!(shift(&scene.house.visitor(), number, Stage::InTriage, "x").await.error(), AppError::SignedOut);
        let unplaced: i64 = open_with(&scene.tom, "Ohne Kunde", &[]).await.json();
        scene.put(unplaced, Stage::InTriage).await;
        assert_eq!(hand_over(&scene.lena, unplaced, scene.team, "S", "").await.error(), missing(Need::Organisation));
        assert_eq!(page(&scene.lena, unplaced).await.team, None, "a refused hand-over leaves no trace");
    }

    async fn where_nothing_has_to_be_released_no_ticket_waits_for_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        scene.put(number, Stage::InProgress).await;
        let to = Stage::WaitingForApproval;
        let seen = page(&scene.tom, number).await;
        assert!(seen.offers.iter().any(|offer| offer.to == Stage::WaitingForThirdParty));
        assert!(seen.offers.iter().all(|offer| offer.to != to));
        let board: Board = scene.tom.call("board", &[]).await.json();
        let column = board.columns.iter().find(|column| column.stage == Stage::InProgress).unwrap();
        assert!(!column.ways.is_empty() && column.ways.iter().all(|way| way.to != to));
        assert_eq!(shift(&scene.tom, number, to, "Bitte freigeben").await.error(), AppError::field("to", Reason::Unasked));
    }

    async fn a_hand_over_needs_a_team_and_a_specification(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        scene.put(number, Stage::InTriage).await;
        let answer = hand_over(&scene.lena, number, 999, " ", "").await;
        let AppError::Invalid { fields } = answer.error() else { panic!("{}", answer.text()) };
        let fields: Vec<_> = fields.into_iter().map(|f| (f.field, f.reason)).collect();
        assert_eq!(fields, [("specification".to_owned(), Reason::Missing), ("team".to_owned(), Reason::NotAChoice)]);
        assert_eq!(hand_over(&scene.tom, number, scene.team, "S", "").await.error(), AppError::NotYours);
        assert_eq!(hand_over(&scene.vera, number, scene.team, "S", "").await.error(), AppError::NotYours);
        assert_eq!(hand_over(&scene.fritz, number, scene.team, "S", "").await.error(), AppError::NotFound);
    }

    async fn the_board_shows_open_states_with_their_ways(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (a, b, c) = (open(&scene.vera, "A").await, open(&scene.vera, "B").await, open(&scene.fritz, "C").await);
        scene.put(b, Stage::InTriage).await;
        scene.put(c, Stage::Done).await;
        let board: Board = scene.lena.call("board", &[]).await.json();
        let column = |stage| board.columns.iter().find(|column| column.stage == stage).unwrap();
        assert_eq!(board.columns.len(), 9);
        assert_eq!((column(Stage::Received).total, column(Stage::Received).lines[0].number.0), (1, a));
        assert_eq!((column(Stage::InTriage).total, column(Stage::InTriage).lines[0].title.as_str()), (1, "B"));
        let ways: Vec<_> = column(Stage::Received).ways.iter().map(|way| way.to).collect();
        assert_eq!(ways, [Stage::InTriage, Stage::Question]);
        scene.house.run("UPDATE ticket SET team_id = $1 WHERE number = $2", [scene.team.into(), b.into()]).await;
        let board: Board = scene.tom.call("board", &[("team", &scene.team.to_string())]).await.json();
        assert_eq!(board.columns.iter().map(|column| column.total).sum::<u32>(), 1);
        assert_eq!(scene.vera.call("board", &[]).await.error(), AppError::NotFound);
        assert_eq!(scene.house.visitor().call("board", &[]).await.error(), AppError::SignedOut);
    }

    async fn moves_appear_live_for_those_they_concern(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        let mut live = scene.house.house.live.join().0;
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        write(&scene.lena, number, "Hallo", &[]).await.json::<()>();
        if scene.house.house.settings.database_url.is_none() {
            let (first, second) = (heard(&mut live).await, heard(&mut live).await);
            assert!(first.notice.id < second.notice.id);
            assert_eq!((first.notice.stage, first.notice.version, first.notice.by), (Stage::InTriage, 2, Some(scene.lena_id)));
            assert_eq!(first.organisation, Some(scene.albers));
            assert!(first.people.contains(&scene.vera_id) && !first.internal);
        }
        let last = page(&scene.vera, number).await.entries.into_iter().rev().find_map(|entry| match entry.what {
            What::Moved { to, .. } => Some(to),
            _ => None,
        });
        assert_eq!(last, Some(Stage::InTriage));
    }
}
