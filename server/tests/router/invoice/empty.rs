//! Invoices of which nothing was booked, sold or planned: a person begins them empty.
use super::*;

with_shop! {
    async fn where_nothing_is_to_be_billed_a_person_begins_an_empty_draft(shop: Shop) {
        let anke = &shop.scene.anke;
        let key = key();
        let fields = [("key", key.as_str()), ("organisation", &*shop.albers), ("from", "2026-11-01"), ("to", "2026-11-30")];
        // As a browser without scripts sends it: what is offered comes back with what was typed.
        let back = anke.post("invoice/draw", "/invoices", &fields).await;
        let shown = anke.get(back.header("location")).await.text();
        assert!(shown.contains("Darin ist nichts zu berechnen.") && shown.contains("Leeren Entwurf anlegen"), "{shown}");
        assert!(!anke.get("/invoices").await.text().contains("Leeren Entwurf anlegen"), "it is offered only then");
        let empty: Vec<_> = fields.iter().copied().chain([("empty", "1")]).collect();
        assert_eq!(turn(&shop.scene.tom, "invoice/draw", "", &empty[1..]).await.error(), AppError::NotFound);
        let draft: String = anke.call("invoice/draw", &empty).await.json();
        assert_eq!(anke.call("invoice/draw", &empty).await.json::<String>(), draft, "once");
        let seen = view(anke, &draft).await;
        assert_eq!((seen.state, seen.lines.len(), seen.period), (State::Draft, 0, None));
        let shown = anke.get(&format!("/invoices/{draft}")).await.text();
        assert!(shown.contains("Position hinzufügen") && !shown.contains(&format!("/invoices/{draft}/issue")), "{shown}");
        // What it is for and when that was, a person says; neither is guessed.
        assert_eq!(issue(anke, &draft).await.error(), WrongInvoice::Empty.into());
        own::add(&shop, &draft, &crate::house::key(), &[("name", "Lizenz"), ("quantity", "1"), ("price", "300")]).await.json::<()>();
        assert_eq!(issue(anke, &draft).await.error(), WrongInvoice::NoPeriod.into());
        amend(anke, "invoice/period", &draft, &[("from", "2026-11-05"), ("to", "2026-11-05"), ("reason", "Lieferung")]).await.json::<()>();
        let number: String = issue(anke, &draft).await.json();
        let issued = view(&shop.bea, &number).await;
        assert_eq!((issued.totals.net, issued.lines.len()), (30_000, 1));
        assert_eq!(issued.period.map(|days| days.from.to_string()).as_deref(), Some("2026-11-05"));
        // What is to be billed comes onto such a draft, too.
        shop.book("60", &[]).await;
        let draft: String = turn(anke, "invoice/draw", "", &empty[1..]).await.json();
        assert_eq!(view(anke, &draft).await.totals.net, 9_500);
    }
}
