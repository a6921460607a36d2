//! A month is drawn up by itself; its documents are found, taken out and asked about.
use super::*;
use server::invoice::run::look;

with_shop! {
    async fn a_month_is_run_once_and_a_line_can_be_asked_about(shop: Shop) {
        shop.book("50", &[]).await;
        let house = &shop.scene.house;
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0, "the month is not over");
        house.wait(SignedDuration::from_hours(24 * 9));
        let twin = match house.house.settings.database_url {
            Some(_) => Some(house.twin().await),
            None => None,
        };
        if let Some(twin) = &twin {
            twin.house.clock.set(house.now());
        }
        let other = twin.as_ref().unwrap_or(house);
        let (one, two) = tokio::join!(look(&house.house, house.now()), look(&other.house, house.now()));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        // Sessions may have ended meanwhile.
        let bea = house.browser(shop.bea_id).await;
        let anke = house.browser(house.staff("Alma Zahl", &[domain::person::Role::Accounting]).await).await;
        let drafts = list(&anke, &[("filter[standing]", "draft")]).await;
        assert_eq!((drafts.count, drafts.lines[0].title.as_str()), (1, "Leistungen November 2026"));
        let draft = drafts.lines[0].reference.clone();
        let number: String = issue(&anke, &draft).await.json();
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0);
        // Found by ticket, amount, text and day, all of it together; and by nobody else.
        let ticket = format!("#{}", shop.number);
        for (filter, found) in [
            (vec![("filter[about]", ticket.as_str()), ("filter[least]", "94"), ("filter[most]", "94,22")], 1),
            (vec![("filter[query]", "WARENKORB"), ("filter[from]", "2026-12-02"), ("filter[to]", "2026-12-02")], 1),
            // Words are found by how they begin, whatever way their umlauts are written; a number as a whole; a customer by any part.
            (vec![("filter[query]", "waren")], 1),
            (vec![("filter[query]", number.as_str())], 1),
            (vec![("filter[query]", "lbers")], 1),
            (vec![("filter[query]", "RE-2026-9999")], 0),
            (vec![("filter[query]", "waren nirgends")], 0),
            (vec![("filter[query]", "waren"), ("filter[about]", ticket.as_str())], 1),
            (vec![("filter[query]", "waren"), ("filter[about]", "#9999")], 0),
            (vec![("filter[query]", "waren"), ("filter[page]", "9")], 1),
            (vec![("filter[query]", ""), ("filter[page]", "9")], 1),
            (vec![("filter[least]", "94,23")], 0),
            (vec![("filter[about]", "#9999")], 0),
            (vec![("filter[from]", "2026-12-03")], 0),
        ] {
            let shown = list(&bea, &filter).await;
            assert_eq!((shown.count, shown.lines.len() as u64), (found, found), "{filter:?}");
        }
        let csv = bea.get("/invoices.csv?standing=open").await.text();
        assert!(csv.contains(&number) && csv.contains("94,21"), "{csv}");
        let zip = bea.get("/invoices.zip?q=warenkorb").await;
        assert!(zip.body.starts_with(b"PK\x03\x04") && String::from_utf8_lossy(&zip.body).contains(&format!("{number}.pdf")));
        assert_eq!(house.visitor().get("/invoices.zip").await.status, StatusCode::UNAUTHORIZED);
        assert!(!anke.get("/invoices.csv?about=%239999").await.text().contains(&number));
        let services: Services = bea.call("services", &[("filter[query]", "")]).await.json();
        assert_eq!((services.rows.len(), services.minutes, services.net), (1, 50, 7_917));
        assert!(bea.get("/services.csv").await.text().contains("Warenkorb"));
        crate::house::paper("services-de", &bea.get("/services.pdf").await);
        for path in ["/invoices", "/invoices?q=warenkorb&standing=open"] {
            assert!(bea.get(path).await.text().contains(&number), "{path}");
        }
        assert!(bea.get("/services").await.text().contains("Warenkorb"));
        // A question becomes a ticket of the customer.
        let line = view(&bea, &number).await.lines[0].id.to_string();
        let fritz = house.browser(shop.scene.fritz_id).await;
        assert_eq!(turn(&fritz, "invoice/ask", &number, &[("line", &line), ("body", "?")]).await.error(), AppError::NotFound);
        assert_eq!(turn(&bea, "invoice/ask", &number, &[("line", &line)]).await.error(), AppError::field("body", Reason::Missing));
        shop.scene.clear_letters().await;
        let ticket: i64 = turn(&bea, "invoice/ask", &number, &[("line", &line), ("body", "Warum 50 Minuten?")]).await.json();
        let letters = shop.scene.letters().await;
        let accounting = letters.iter().find(|(to, _)| to == "alma.zahl").unwrap();
        assert!(accounting.1.contains("Warum 50 Minuten?"), "accounting hears of it: {letters:?}");
        let seen = page(&house.browser(shop.scene.lena_id).await, ticket).await;
        assert!(seen.title.contains(&number));
        // It goes to who sees the document: Lena, who leads the project, does not, and reads no link to it.
        assert_eq!(seen.invoice, None);
        assert!(!format!("{:?}", seen.entries).contains("/invoices/"), "{:?}", seen.entries);
        let theirs = page(&anke, ticket).await;
        assert_eq!((theirs.invoice.as_deref(), page(&bea, ticket).await.invoice.as_deref()), (Some(&*number), Some(&*number)));
        let who = theirs.assignee.expect("somebody answers").name;
        assert!(theirs.people.iter().any(|one| one.name == "Alma Zahl") && who != "Lena Lead", "{who}: {:?}", theirs.people);
        assert!(view(&bea, &number).await.entries.iter().any(|entry| matches!(entry.what, What::Asked { ticket: asked, .. } if asked.0 == ticket)));
    }
}
