//! Lines of one's own on a draft.
use super::*;
use domain::vat::Vat;

/// Adds two trips at 40 €; `more` comes over what is usual.
pub async fn add(shop: &Shop, draft: &str, key: &str, more: &[(&str, &str)]) -> Answer {
    shop.scene.anke.call("invoice/add", &fields(draft, key, more)).await
}

fn fields<'a>(draft: &'a str, key: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("key", key),
        ("reference", draft),
        ("name", "Anfahrt"),
        ("description", "Kiel und zurück"),
        ("quantity", "2"),
        ("unit", "piece"),
        ("price", "40"),
        ("vat", ""),
        ("reason", "Geheimgrund"),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    fields
}

with_shop! {
    async fn a_line_of_ones_own_stays_where_a_draft_is_drawn_up_anew_and_bills_no_work(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("40", &[]).await;
        let draft = shop.drawn().await;
        let before = view(anke, &draft).await;
        let wrong = add(&shop, &draft, &key(), &[("name", " "), ("quantity", "viel"), ("price", ""), ("reason", ""), ("unit", "eimer")]).await.error();
        let AppError::Invalid { fields: told } = wrong else { panic!("{wrong:?}") };
        assert_eq!(told.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["name", "quantity", "price", "reason", "unit"]);
        let refused = add(&shop, &draft, &key(), &[("vat", "viel")]).await.error();
        assert_eq!(refused, AppError::field("vat", Reason::NotAChoice));
        assert_eq!(view(anke, &draft).await, before, "what is refused changes nothing");
        for _ in 0..2 {
            add(&shop, &draft, "zweimal-dasselbe", &[]).await.json::<()>();
        }
        let seen = view(anke, &draft).await;
        assert_eq!((seen.lines.len(), seen.totals.net, seen.version), (2, 6_333 + 8_000, before.version + 1));
        let (line, added) = (&seen.lines[1].line, seen.lines[1].chain.added.as_ref().unwrap());
        assert_eq!((line.group.as_str(), line.name.as_str(), line.vat), ("Weitere Positionen", "Anfahrt", Vat::Standard));
        assert_eq!((added.by.as_str(), added.reason.as_str(), added.at.civil().date().to_string().as_str()), ("Anke Zahl", "Geheimgrund", "2026-11-23"));
        assert!(seen.lines[0].chain.added.is_none());
        let told = |seen: &InvoiceView| seen.entries.iter().filter(|entry| matches!(entry.what, What::Added { .. })).count();
        assert_eq!(told(&seen), 1, "once in the history");
        let shown = anke.get(&format!("/invoices/{draft}")).await.text();
        assert!(shown.contains("Von Hand hinzugefügt von Anke Zahl, 23.11.2026") && shown.contains("Hinzugefügt: Anfahrt: 2 Stück × 40,00"), "{shown}");
        assert_eq!(turn(&shop.bea, "invoice/add", &draft, &fields(&draft, "b", &[])[2..]).await.error(), AppError::NotFound);
        // What was worked since comes in front of it; what was corrected of it stays, too.
        shop.book("20", &[]).await;
        let own = seen.lines[1].id.to_string();
        let dearer = [("line", own.as_str()), ("deed", "correct"), ("name", "Anfahrt"), ("quantity", "2"), ("price", "50"), ("vat", "reduced"), ("reason", "Neuer Satz")];
        amend(anke, "invoice/line", &draft, &dearer).await.json::<()>();
        turn(anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        let seen = view(anke, &draft).await;
        assert_eq!((seen.lines.len(), seen.totals.net), (2, 9_500 + 10_000));
        assert_eq!((seen.lines[1].id.to_string(), seen.lines[1].line.vat), (own.clone(), Vat::Reduced));
        assert!(seen.lines[1].chain.added.is_some() && !seen.billing.unwrap().changed);
        // It can be left out and put back like any other.
        amend(anke, "invoice/line", &draft, &[("line", &own), ("deed", "leave_out"), ("reason", "Kulanz")]).await.json::<()>();
        assert_eq!(view(anke, &draft).await.totals.net, 9_500);
        amend(anke, "invoice/line", &draft, &[("line", &own), ("deed", "put_back")]).await.json::<()>();
        let number: String = issue(anke, &draft).await.json();
        let sources = "SELECT count(*) FROM invoice_source WHERE released = FALSE";
        assert_eq!(shop.scene.house.number(sources).await, 2, "both bookings and nothing else");
        // Customers read the line, but not by whom and why it came there.
        let (bytes, page) = (shop.bea.call("invoice", &[("reference", &number)]).await.text(), shop.bea.get(&format!("/invoices/{number}")).await.text());
        let xml = shop.bea.get(&format!("/invoices/{number}/xml")).await.text();
        let services = shop.bea.call("services", &[("filter[query]", "Anfahrt")]).await.text();
        for text in [bytes, page, xml, services] {
            assert!(text.contains("Anfahrt"), "{text}");
            for secret in ["Geheimgrund", "Anke Zahl", "Neuer Satz"] {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
        }
        let billed: Services = anke.call("services", &[("filter[query]", "Anfahrt")]).await.json();
        assert!(billed.net == 10_000 && billed.rows[0].chain.added.is_some(), "{billed:?}");
        assert_eq!(add(&shop, &number, &key(), &[]).await.error(), WrongInvoice::Issued.into());
        // What gives back gives back what was charged, and takes no line of its own.
        let path: String = turn(anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
        let note = path.trim_start_matches("/invoices/").to_owned();
        assert_eq!(add(&shop, &note, &key(), &[]).await.error(), WrongInvoice::GivesBack.into());
    }

    async fn a_draft_of_which_only_a_line_of_ones_own_is_left_can_be_drawn_up_anew(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let days = view(anke, &draft).await.period;
        // As a browser without scripts sends it; what is refused comes back with what was typed.
        let path = format!("/invoices/{draft}");
        let back = anke.post("invoice/add", &path, &fields(&draft, &key(), &[("price", "viel")])).await;
        let shown = anke.get(back.header("location")).await.text();
        assert!(shown.contains("value=\"Anfahrt\"") && shown.contains("value=\"viel\""), "{shown}");
        let sent = anke.post("invoice/add", &path, &fields(&draft, &key(), &[("unit", "hour"), ("quantity", "1:30")])).await;
        assert_eq!(sent.header("location"), path);
        let id = page(&shop.scene.tom, shop.number).await.effort.unwrap().lines[0].id.0;
        change(&shop.scene.tom, id, 1, &[("deed", "take_back")]).await.json::<()>();
        turn(anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        let seen = view(anke, &draft).await;
        assert_eq!((seen.lines.len(), seen.totals.net, seen.period), (1, 6_000, days));
        // Discarded, nothing of it is left.
        turn(anke, "invoice/turn", &draft, &[("deed", "discard")]).await.json::<String>();
        assert_eq!(shop.scene.house.number("SELECT count(*) FROM invoice_line").await, 0);
    }
}
