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
}
