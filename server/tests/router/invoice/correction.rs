//! What takes an issued document back, as a whole or in part.
use super::*;

with_shop! {
    async fn a_cancellation_gives_the_work_free_and_a_credit_note_does_not(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        assert_eq!(turn(&shop.scene.anke, "invoice/cancel", &number, &[]).await.error(), AppError::field("reason", Reason::Missing));
        assert_eq!(turn(&shop.bea, "invoice/cancel", &number, &[("reason", "R")]).await.error(), AppError::NotFound);
        let cancelled: String = turn(&shop.scene.anke, "invoice/cancel", &number, &[("reason", "Falscher Empfänger")]).await.json();
        assert_eq!(cancelled, "RE-2026-0002");
        let (old, taken_back) = (view(&shop.bea, &number).await, view(&shop.bea, &cancelled).await);
        assert_eq!((old.state, old.standing, old.corrected_by.as_slice()), (State::Cancelled, Standing::Cancelled, &[cancelled.clone()][..]));
        assert_eq!((taken_back.kind, taken_back.standing, taken_back.corrects.as_deref()), (Kind::Cancellation, Standing::GivesBack, Some(number.as_str())));
        assert_eq!(turn(&shop.scene.anke, "invoice/cancel", &number, &[("reason", "R")]).await.error(), WrongInvoice::Cancelled.into());
        assert_eq!(turn(&shop.scene.anke, "invoice/pay", &cancelled, &[("amount", "5")]).await.error(), WrongInvoice::GivesBack.into());
        // By itself a document that gives back tells positive amounts, as its PDF does; in the list it counts below zero.
        let page = shop.bea.get(&format!("/invoices/{cancelled}")).await.text();
        for words in ["Korrekturbetrag", "113,05", "verrechnet oder erstattet"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("−113,05") && !page.contains("−95,00"), "{page}");
        let rows = shop.bea.get("/invoices").await.text();
        assert!(rows.contains("−113,05") && rows.contains("Stornorechnung · "), "{rows}");
        assert!(shop.bea.get("/invoices.csv").await.text().contains("-113,05"));
        // The hour is billed anew, and half of it given back.
        let number = shop.issued().await;
        let path: String = turn(&shop.scene.anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
        let draft = path.trim_start_matches("/invoices/").to_owned();
        let line = view(&shop.scene.anke, &draft).await.lines[0].id.to_string();
        let half = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb, zur Hälfte"), ("quantity", "0:30"), ("price", "95"), ("reason", "Kulanz")];
        amend(&shop.scene.anke, "invoice/line", &draft, &half).await.json::<()>();
        let note: String = issue(&shop.scene.anke, &draft).await.json();
        let seen = view(&shop.bea, &number).await;
        assert_eq!((seen.account.due, seen.account.credited, seen.account.left(), seen.standing), (11_305, 5_653, 5_652, Standing::Partly));
        assert_eq!(view(&shop.bea, &note).await.kind, Kind::CreditNote);
        assert_eq!(shop.draw().await.error(), WrongInvoice::Empty.into(), "the work stays billed");
        let sums = list(&shop.bea, &[]).await;
        assert_eq!((sums.count, sums.gross, sums.left), (4, 11_305 - 5_653, 5_652));
        // Of billed services what was given back is taken off, however they are asked for.
        let about = format!("#{}", shop.number);
        for (filter, found) in [
            (("filter[query]", ""), (2, 30, 4_750)),
            (("filter[about]", about.as_str()), (2, 30, 4_750)),
            (("filter[query]", "Hälfte"), (1, -30, -4_750)),
            (("filter[about]", "#9999"), (0, 0, 0)),
        ] {
            let seen: Services = shop.bea.call("services", &[filter, ("filter[project]", "")]).await.json();
            assert_eq!((seen.count, seen.minutes, seen.net), found, "{filter:?}");
            assert!(seen.rows.iter().all(|row| row.chain.tickets[0].number.0 == shop.number), "{seen:?}");
        }
    }
    async fn two_credit_notes_for_halves_settle_their_invoice_to_the_cent(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let line = view(anke, &draft).await.lines[0].id.to_string();
        let half = [("line", line.as_str()), ("deed", "correct"), ("name", "Hälfte"), ("quantity", "1:00"), ("price", "10,50"), ("reason", "R")];
        amend(anke, "invoice/line", &draft, &half).await.json::<()>();
        let other = [("name", "Andere Hälfte"), ("quantity", "1"), ("unit", "piece"), ("price", "10,50"), ("vat", ""), ("reason", "R")];
        turn(anke, "invoice/add", &draft, &other).await.json::<()>();
        let number: String = issue(anke, &draft).await.json();
        // Each half is 12,50 with its tax, both together are 24,99.
        for (left_out, left, standing) in [(0, 1_249, Standing::Partly), (1, 0, Standing::Paid)] {
            let path: String = turn(anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
            let note = path.trim_start_matches("/invoices/");
            let line = view(anke, note).await.lines[left_out].id.to_string();
            amend(anke, "invoice/line", note, &[("line", &line), ("deed", "leave_out"), ("reason", "R")]).await.json::<()>();
            issue(anke, note).await.json::<String>();
            let seen = view(&shop.bea, &number).await;
            assert_eq!((seen.account.due, seen.account.left(), seen.standing), (2_499, left, standing));
        }
        let path: String = turn(anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
        let third = path.trim_start_matches("/invoices/");
        assert_eq!(issue(anke, third).await.error(), WrongInvoice::Credited.into());
    }
}
