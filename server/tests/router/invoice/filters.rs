//! What the lists let through, in which order, and that nothing of a question is ignored without a word.
use super::*;
use app::invoice::api::InvoiceFilter;
use domain::access::Actor;
use domain::id::{OrganisationId, PersonId};
use domain::person::{Membership, Role, Standing as As};
use scraper::{Html, Selector};
use server::invoice::narrow;

/// The fields of a page beside which something is said to be wrong, each with its sentence.
pub fn wrong(page: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(page);
    let fields = Selector::parse(".field").unwrap();
    let (input, error) = (Selector::parse("[name]").unwrap(), Selector::parse(".field__error").unwrap());
    let one = |field: scraper::ElementRef| {
        let name = field.select(&input).next()?.value().attr("name")?.to_owned();
        let said: String = field.select(&error).next()?.text().collect();
        Some((name, said.trim().to_owned()))
    };
    page.select(&fields).filter_map(one).collect()
}

with_shop! {
    async fn amounts_and_days_that_cannot_be_read_say_so_at_their_field(shop: Shop) {
        for path in ["/invoices", "/services"] {
            let shown = shop.scene.anke.get(&format!("{path}?least=viel&most=1.234,567&from=gestern&to=2026-11-30")).await;
            assert_eq!(shown.status, StatusCode::OK);
            let shown = shown.text();
            let found = wrong(&shown);
            let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["from", "least", "most"], "{path}");
            assert!(found[0].1.contains("konnten wir nicht lesen") && found[1].1.contains("Bitte einen Betrag"), "{found:?}");
            assert!(shown.contains("value=\"viel\""), "what was typed stays");
            let turned = shop.scene.anke.get(&format!("{path}?from=2026-11-30&to=2026-11-01")).await.text();
            assert_eq!(wrong(&turned), [("to".to_owned(), "Das Ende liegt vor dem Anfang.".to_owned())]);
            let right = shop.scene.anke.get(&format!("{path}?least=94&most=1.234,50&from=2026-11-01&to=2026-11-30")).await.text();
            assert!(wrong(&right).is_empty());
        }
    }

    async fn files_follow_the_numbers_and_a_number_finds_its_document_for_who_may_see_it(shop: Shop) {
        shop.book("30", &[]).await;
        let first = shop.drawn().await;
        shop.book("20", &[]).await;
        let second = shop.drawn().await;
        // The later draft is issued first.
        let one: String = issue(&shop.scene.anke, &second).await.json();
        let two: String = issue(&shop.scene.anke, &first).await.json();
        let place = |text: &str, number: &str| text.find(number).unwrap_or_else(|| panic!("{number} in {text}"));
        let csv = shop.bea.get("/invoices.csv").await.text();
        assert!(place(&csv, &two) < place(&csv, &one), "the newest first: {csv}");
        // A file with more in it than was asked for would go on to somebody.
        for path in ["/invoices.csv?from=9999-99-99", "/invoices.zip?least=viel", "/services.csv?organisation=Albers", "/services.pdf?standing=bald"] {
            let status = shop.bea.get(path).await.status;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert_eq!(shop.scene.house.visitor().get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
        }
        let zip = shop.bea.get("/invoices.zip").await;
        let zip = String::from_utf8_lossy(&zip.body).into_owned();
        assert!(place(&zip, &format!("{one}.pdf")) < place(&zip, &format!("{two}.pdf")), "as they were issued");
        // Written in a message it is a link, for who sees invoices.
        crate::ticket::write(&shop.scene.vera, shop.number, &format!("Was ist {two}?"), &[]).await.json::<()>();
        let link = format!("href=\"/invoices/{two}\"");
        for (who, linked) in [(&shop.scene.anke, true), (&shop.scene.vera, false)] {
            let shown = who.get(&format!("/tickets/{}", shop.number)).await.text();
            assert!(shown.contains(&two) && shown.contains(&link) == linked, "{shown}");
        }
        // Search and palette ask the list.
        let rights = Rights { billing: true, ..Rights::default() };
        let stranger = shop.scene.house.contact("Berta Brandt", shop.scene.brandt, rights).await;
        let stranger = shop.scene.house.browser(stranger).await;
        for (who, count) in [(&shop.bea, 1), (&shop.scene.anke, 1), (&stranger, 0)] {
            assert_eq!(list(who, &[("filter[query]", &two)]).await.count, count);
        }
        for who in [&shop.scene.vera, &shop.scene.fritz, &shop.scene.petra] {
            assert_eq!(who.call("invoices", &[("filter[query]", &two)]).await.error(), AppError::NotFound);
        }
    }

    async fn words_that_all_documents_say_are_not_looked_for_and_find_what_they_found(shop: Shop) {
        let anke = &shop.scene.anke;
        let empty = async |organisation: &str, name: &str| {
            let fields = [("organisation", organisation), ("from", "2026-11-01"), ("to", "2026-11-30"), ("empty", "1")];
            let draft: String = turn(anke, "invoice/draw", "", &fields).await.json();
            own::add(&shop, &draft, &key(), &[("name", name)]).await.json::<()>();
            draft
        };
        shop.book("60", &[]).await;
        let worked = shop.drawn().await;
        own::add(&shop, &worked, &key(), &[]).await.json::<()>();
        issue(anke, &worked).await.json::<String>();
        let licence = empty(&shop.albers, "Lizenz").await;
        empty(&shop.scene.brandt.to_string(), "Anfahrt").await;
        let actor = |standing: As| Actor { id: PersonId(1), name: "A".into(), email: "a@b.de".into(), standing };
        let accounting = actor(As::Staff { roles: vec![Role::Accounting], teams: Vec::new() });
        let of = |organisation: OrganisationId| {
            let rights = Rights { billing: true, ..Rights::default() };
            actor(As::Customer { memberships: vec![Membership { organisation, name: "O".into(), rights }] })
        };
        let (albers, brandt) = (of(shop.scene.albers), of(shop.scene.brandt));
        let looked_for = async |who: &Actor, query: &str, organisation: Option<OrganisationId>| {
            let filter = InvoiceFilter { query: query.into(), organisation, ..InvoiceFilter::default() };
            let (asked, _) = narrow::asked(&shop.scene.house.house, who, filter).await.unwrap();
            !asked.query.is_empty()
        };
        let counted = async |query: &str| list(anke, &[("filter[query]", query)]).await.count;
        // The newest says it, an older one does not.
        assert!(looked_for(&accounting, "anfahrt", None).await);
        assert_eq!((counted("anfahrt").await, list(&shop.bea, &[("filter[query]", "lizenz")]).await.count), (2, 0));
        // Without that one all do; what begins a word counts as the word does.
        turn(anke, "invoice/turn", &licence, &[("deed", "discard")]).await.json::<String>();
        for (query, found) in [("ANFAHRT", 2), ("anf kiel", 2), ("anfahrt waren", 1), ("waren", 1), ("nfahrt", 0), ("!", 0)] {
            assert_eq!(looked_for(&accounting, query, None).await, found < 2, "{query}");
            assert_eq!(counted(query).await, found, "{query}");
        }
        // Of one customer it is that one's documents that count, whoever asks, and the name stands for all of them.
        let theirs = Some(shop.scene.albers);
        for query in ["waren", "lbers"] {
            assert!(!looked_for(&accounting, query, theirs).await && !looked_for(&albers, query, None).await, "{query}");
            assert!(looked_for(&brandt, query, None).await, "{query}");
            let of_albers = [("filter[query]", query), ("filter[organisation]", &*shop.albers)];
            assert_eq!((list(anke, &of_albers).await.count, counted(query).await), (1, 1), "{query}");
            assert_eq!(list(&shop.bea, &[("filter[query]", query)]).await.count, 1, "{query}");
            let fritz = shop.scene.fritz.call("invoices", &[("filter[query]", query)]).await;
            assert_eq!(fritz.error(), AppError::NotFound, "who has nothing to do with bills finds none");
        }
        // What else narrows still does, in files as well.
        assert_eq!(list(anke, &[("filter[query]", "anfahrt"), ("filter[standing]", "draft")]).await.count, 1);
        let csv = anke.get("/invoices.csv?q=anfahrt&standing=open").await.text();
        assert_eq!(csv.lines().count(), 2, "{csv}");
    }
}
