//! Work becomes a draft.
use super::*;

with_shop! {
    async fn work_becomes_a_draft_with_where_it_comes_from_and_is_on_one_document_only(shop: Shop) {
        shop.book("40", &[("note", "Geheimsache")]).await;
        shop.book("15", &[("billing", "goodwill")]).await;
        let draft = shop.drawn().await;
        let seen = view(&shop.scene.anke, &draft).await;
        let [line] = seen.lines.as_slice() else { panic!("{:?}", seen.lines) };
        assert_eq!(line.line.name, format!("#{} Warenkorb rechnet falsch", shop.number));
        assert_eq!((line.line.net_cents(), seen.totals.net, seen.totals.gross), (6_333, 6_333, 7_536));
        assert_eq!(line.chain.tickets[0].number.0, shop.number);
        assert_eq!(line.chain.times[0].inner.as_ref().unwrap().1, "Geheimsache");
        let annex: Vec<_> = seen.annex.iter().map(|row| (row.minutes, row.free.as_str())).collect();
        assert_eq!(annex, [(40, ""), (15, "Kulanz")]);
        assert_eq!((seen.state, seen.number.clone(), seen.standing), (State::Draft, None, Standing::Draft));
        assert_eq!(shop.draw().await.error(), WrongInvoice::Empty.into(), "it stands on a draft already");
        // Customers know nothing of drafts, nor do people without the right of what there is.
        for who in [&shop.bea, &shop.scene.vera, &shop.scene.fritz, &shop.scene.petra, &shop.scene.tom] {
            assert_eq!(who.call("invoice", &[("reference", &draft)]).await.error(), AppError::NotFound);
        }
        assert!(list(&shop.bea, &[]).await.lines.is_empty());
        assert_eq!(shop.scene.vera.call("invoices", &[("filter[query]", "")]).await.error(), AppError::NotFound);
        assert_eq!(list(&shop.scene.anke, &[("filter[standing]", "draft")]).await.count, 1);
        // What is corrected meanwhile must be drawn up anew.
        let id = page(&shop.scene.tom, shop.number).await.effort.unwrap().lines[0].id.0;
        let fields = [("minutes", "60"), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-23")];
        change(&shop.scene.tom, id, 1, &fields).await.json::<()>();
        assert!(view(&shop.scene.anke, &draft).await.billing.unwrap().changed);
        turn(&shop.scene.anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        let seen = view(&shop.scene.anke, &draft).await;
        assert_eq!((seen.totals.net, seen.billing.unwrap().changed), (9_500, false));
        turn(&shop.scene.anke, "invoice/turn", &draft, &[("deed", "discard")]).await.json::<String>();
        assert_eq!(shop.scene.anke.call("invoice", &[("reference", &draft)]).await.error(), AppError::NotFound);
        assert_eq!(view(&shop.scene.anke, &shop.drawn().await).await.totals.net, 9_500, "it is open again");
    }

    async fn work_that_is_free_stands_in_the_annex_of_one_document(shop: Shop) {
        let anke = &shop.scene.anke;
        let annex = async |reference: &str| -> Vec<(u32, String)> {
            view(anke, reference).await.annex.into_iter().map(|row| (row.minutes, row.free)).collect()
        };
        let rows = |charged: u32, free: u32| vec![(charged, String::new()), (free, "Kulanz".to_owned())];
        shop.book("40", &[]).await;
        shop.book("15", &[("billing", "goodwill")]).await;
        let first = shop.drawn().await;
        assert_eq!(annex(&first).await, rows(40, 15));
        shop.book("20", &[]).await;
        shop.book("5", &[("billing", "goodwill")]).await;
        let second = shop.drawn().await;
        assert_eq!(annex(&second).await, rows(20, 5), "what stands on another draft is not told twice");
        let number: String = issue(anke, &first).await.json();
        turn(anke, "invoice/turn", &second, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!((annex(&number).await, annex(&second).await), (rows(40, 15), rows(20, 5)));
        // What was discarded or taken back is open again.
        turn(anke, "invoice/turn", &second, &[("deed", "discard")]).await.json::<String>();
        let second = shop.drawn().await;
        assert_eq!(annex(&second).await, rows(20, 5));
        turn(anke, "invoice/cancel", &number, &[("reason", "Falscher Empfänger")]).await.json::<String>();
        let again = shop.drawn().await;
        assert_eq!(annex(&again).await, rows(40, 15));
        // What is corrected meanwhile must be drawn up anew.
        let lines = page(&shop.scene.tom, shop.number).await.effort.unwrap().lines;
        let id = lines.iter().find(|line| line.effort.minutes == 5).unwrap().id.0;
        change(&shop.scene.tom, id, 1, &[("deed", "take_back")]).await.json::<()>();
        assert!(view(anke, &second).await.billing.unwrap().changed);
        assert_eq!(issue(anke, &second).await.error(), WrongInvoice::Changed.into());
        turn(anke, "invoice/turn", &second, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!(annex(&second).await, [(20, String::new())]);
        assert!(!view(anke, &again).await.billing.unwrap().changed);
    }

    async fn who_draws_a_draft_up_anew_or_discards_it_means_the_one_that_was_seen(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let before = view(anke, &draft).await;
        let old = before.version.to_string();
        let line = before.lines[0].id.to_string();
        amend(anke, "invoice/line", &draft, &[("line", &line), ("deed", "leave_out"), ("reason", "Folgt")]).await.json::<()>();
        let version = view(anke, &draft).await.version;
        for deed in ["redraw", "discard"] {
            let told = turn(anke, "invoice/turn", &draft, &[("deed", deed), ("seen", &old)]).await.error();
            assert_eq!(told, AppError::Outdated { version }, "{deed}");
        }
        let page = anke.get(&format!("/invoices/{draft}")).await.text();
        for deed in ["redraw", "discard"] {
            let (_, form) = page.split_once(&format!("value=\"{deed}\"")).unwrap();
            let form = form.split("</form>").next().unwrap();
            assert!(form.contains("name=\"seen\""), "{form}");
        }
        amend(anke, "invoice/turn", &draft, &[("deed", "discard")]).await.json::<String>();
    }

    async fn of_two_who_correct_one_draft_the_later_is_told_and_loses_nothing(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let before = view(anke, &draft).await;
        let (line, old) = (before.lines[0].id.to_string(), before.version.to_string());
        let correct = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "1:00"), ("price", "80"), ("reason", "Absprache")];
        amend(anke, "invoice/line", &draft, &correct).await.json::<()>();
        let now = view(anke, &draft).await;
        let other = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "0:30"), ("price", "95"), ("reason", "Kulanz")];
        let period = [("from", "2026-11-02"), ("to", "2026-11-20"), ("reason", "R")];
        let off = [("off", "10"), ("off_in", "percent"), ("reason", "Treue")];
        let own = [("buyer_reference", ""), ("purchase_order", "B 4711")];
        for (endpoint, fields) in [
            ("invoice/line", &other[..]), ("invoice/period", &period[..]), ("invoice/discount", &off[..]), ("invoice/refer", &own[..]),
        ] {
            let late = [&[("seen", old.as_str())][..], fields].concat();
            assert_eq!(turn(anke, endpoint, &draft, &late).await.error(), AppError::Outdated { version: now.version }, "{endpoint}");
        }
        assert_eq!(view(anke, &draft).await, now, "what the first corrected stands");
        // Without scripts it is said on the page, with what was typed; sent again it is meant.
        let path = format!("/invoices/{draft}");
        let form = |key: &'static str, seen: String| {
            let fields = [("key", key), ("reference", &*draft), ("off", "12,5"), ("off_in", "percent"), ("reason", "Messe in Kiel")];
            let mut fields: Vec<_> = fields.map(|(name, value)| (name, value.to_owned())).into();
            fields.push(("seen", seen));
            fields
        };
        let post = async |fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            anke.post("invoice/discount", &path, &fields).await
        };
        let back = post(form("zu-spaet-gesehen", old)).await;
        let shown = anke.get(back.header("location")).await.text();
        assert!(shown.contains("Inzwischen hat sich hier etwas geändert") && shown.contains("value=\"12,5\"") && shown.contains("Messe in Kiel"), "{shown}");
        let fresh = format!("name=\"seen\" value=\"{}\"", now.version);
        assert!(shown.contains(&fresh), "{fresh}: {shown}");
        assert_eq!(post(form("jetzt-gesehen", now.version.to_string())).await.header("location"), path);
        assert_eq!(view(anke, &draft).await.totals.net, 7_000);
    }

    async fn a_draft_whose_tickets_cost_otherwise_by_now_is_drawn_up_anew(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        assert!(!view(anke, &draft).await.billing.unwrap().changed);
        let agreed = "INSERT INTO consent (ticket_id, kind, rate_cents, factor_percent, state)
          SELECT id, 'quick_high', 12000, 100, 'approved' FROM ticket WHERE number = $1";
        for (sql, net) in [("UPDATE ticket SET kind = 'quick_high' WHERE number = $1", 19_000), (agreed, 12_000)] {
            shop.scene.house.run(sql, [shop.number.into()]).await;
            assert!(view(anke, &draft).await.billing.unwrap().changed, "{sql}");
            assert_eq!(issue(anke, &draft).await.error(), WrongInvoice::Changed.into(), "{sql}");
            turn(anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
            let seen = view(anke, &draft).await;
            assert_eq!((seen.totals.net, seen.billing.unwrap().changed), (net, false), "{sql}");
        }
        // A price that somebody corrected by hand is no other price of the work.
        let line = view(anke, &draft).await.lines[0].id.to_string();
        let cheaper = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "1:00"), ("price", "80"), ("reason", "Kulanz")];
        amend(anke, "invoice/line", &draft, &cheaper).await.json::<()>();
        issue(anke, &draft).await.json::<String>();
    }

    async fn a_draft_is_asked_for_days_on_which_there_can_be_something_to_bill(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
        let ask = async |from: &str, to: &str| {
            turn(anke, "invoice/draw", "", &[("organisation", shop.albers.as_str()), ("from", from), ("to", to)]).await
        };
        // From a year before the customer came to a year from now.
        let outside = Reason::NothingToBill { first: day("2025-11-01"), last: day("2027-11-30") };
        for (from, to, field) in [
            ("0001-01-01", "2026-11-30", "from"),
            ("2025-10-31", "2026-11-30", "from"),
            ("2026-11-01", "2027-12-01", "to"),
            ("2026-11-01", "9999-12-31", "to"),
        ] {
            assert_eq!(ask(from, to).await.error(), AppError::field(field, outside.clone()), "{from} to {to}");
        }
        assert!(list(anke, &[("filter[standing]", "draft")]).await.lines.is_empty());
        let nobody = turn(anke, "invoice/draw", "", &[("organisation", "99999"), ("from", "2026-11-01"), ("to", "2026-11-30")]).await;
        assert_eq!(nobody.error(), AppError::field("organisation", Reason::NotAChoice));
        let key = key();
        let fields = [("key", key.as_str()), ("organisation", &*shop.albers), ("from", "0001-01-01"), ("to", "2026-11-30")];
        for (lang, words) in [
            ("de", "Bitte einen Tag vom 01.11.2025 bis zum 30.11.2027"),
            ("en", "Please enter a day from 1 Nov 2025 to 30 Nov 2027"),
        ] {
            shop.scene.house.run("UPDATE person SET lang = $1", [lang.into()]).await;
            let back = anke.post("invoice/draw", "/invoices", &fields).await;
            let shown = anke.get(back.header("location")).await.text();
            assert!(shown.contains(words), "{words}: {shown}");
        }
        // Who has a contract since before has had something to bill since.
        let agreed = "INSERT INTO contract (organisation_id, plan, from_on) SELECT id, 'x', '2020-03-15' FROM organisation WHERE id = $1";
        shop.scene.house.run(agreed, [shop.scene.albers.0.into()]).await;
        let AppError::Invalid { fields } = ask("2019-02-28", "2026-11-30").await.error() else { panic!() };
        assert_eq!(fields[0].reason, Reason::NothingToBill { first: day("2019-03-01"), last: day("2027-11-30") });
    }
}
