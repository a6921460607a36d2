//! Billed services: lines, each by itself, less what was given back; as a list and as a file.
use super::*;
use app::invoice::view::ServiceRow;

pub(super) async fn services(who: &Browser, filter: &[(&str, &str)]) -> Services {
    let mut fields = vec![("filter[query]", "")];
    for one in filter {
        fields.retain(|(known, _)| known != &one.0);
        fields.push(*one);
    }
    who.call("services", &fields).await.json()
}

/// Fields of a file by their heads, line by line. No text of these tests holds a semicolon or a break.
pub(super) fn table(text: &str) -> Vec<std::collections::HashMap<String, String>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let heads: Vec<&str> = lines.next().unwrap().split(';').collect();
    lines
        .map(|line| {
            heads.iter().map(|head| (*head).to_owned()).zip(line.split(';').map(str::to_owned)).collect()
        })
        .collect()
}

with_shop! {
    async fn what_was_given_back_counts_below_zero_wherever_services_are_added_up(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let path: String = turn(&shop.scene.anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
        let draft = path.trim_start_matches("/invoices/").to_owned();
        assert_eq!(services(&shop.scene.anke, &[]).await.count, 1, "a draft gives nothing back yet");
        let line = view(&shop.scene.anke, &draft).await.lines[0].id.to_string();
        let half = [("line", line.as_str()), ("deed", "correct"), ("name", "Zur Hälfte"), ("quantity", "0:30"), ("price", "95"), ("reason", "Kulanz")];
        amend(&shop.scene.anke, "invoice/line", &draft, &half).await.json::<()>();
        let note: String = issue(&shop.scene.anke, &draft).await.json();
        let ticket = format!("#{}", shop.number);
        // Also by the ticket, which stands on the invoice alone: its credit is that ticket's, too.
        for filter in [vec![], vec![("filter[about]", ticket.as_str())]] {
            let seen = services(&shop.bea, &filter).await;
            assert_eq!((seen.count, seen.net, seen.minutes), (2, 9_500 - 4_750, 30), "{filter:?}");
            let rows: Vec<_> = seen.rows.iter().map(|row| (row.invoice.as_str(), row.kind, row.net_cents())).collect();
            assert_eq!(rows, [(note.as_str(), Kind::CreditNote, -4_750), (number.as_str(), Kind::Invoice, 9_500)]);
            assert_eq!(seen.rows[0].chain.tickets[0].number.0, shop.number, "it comes from where its invoice's line does");
        }
        let html = shop.bea.get("/services").await.text();
        assert!(html.contains("−47,50") && html.contains("Rechnungskorrektur") && html.contains("47,50"), "{html}");
        let table = table(&shop.bea.get("/services.csv").await.text());
        assert!(table[0]["Netto"].ends_with("-47,50") && table[0]["Stunden"].ends_with("-0,50"), "{table:?}");
        // A cancellation takes its invoice out as a whole.
        let other = open(&shop.scene.vera, "Zahlung bricht ab").await;
        book(&shop.scene.tom, other, &[("minutes", "20")]).await.json::<()>();
        let number = shop.issued().await;
        assert_eq!(services(&shop.bea, &[]).await.count, 3);
        turn(&shop.scene.anke, "invoice/cancel", &number, &[("reason", "Doppelt")]).await.json::<String>();
        assert_eq!((services(&shop.bea, &[]).await.count, services(&shop.bea, &[]).await.net), (2, 4_750));
    }

    async fn services_are_found_line_by_line_and_their_file_can_be_counted_with(shop: Shop) {
        shop.book("50", &[]).await;
        let second = open(&shop.scene.vera, "Zahlung bricht ab").await;
        book(&shop.scene.tom, second, &[("minutes", "30")]).await.json::<()>();
        let number = shop.issued().await;
        let (one, other) = (format!("#{}", shop.number), format!("#{second}"));
        for (filter, found) in [
            (vec![], 2),
            (vec![("filter[about]", one.as_str())], 1),
            (vec![("filter[about]", other.as_str())], 1),
            (vec![("filter[about]", "#9999")], 0),
            // Words of the line in any order; of its document, the number; of the customer, any part.
            (vec![("filter[query]", "ab zahlung")], 1),
            (vec![("filter[query]", &number)], 2),
            (vec![("filter[query]", "lbers")], 2),
            (vec![("filter[query]", "quantity")], 0),
            (vec![("filter[least]", "50")], 1),
            (vec![("filter[most]", "50")], 1),
        ] {
            let seen = services(&shop.bea, &filter).await;
            assert_eq!((seen.count, seen.rows.len() as u64), (found, found), "{filter:?}");
            assert_eq!(seen.net, seen.rows.iter().map(ServiceRow::net_cents).sum::<i64>());
        }
        let table = table(&shop.bea.get(&format!("/services.csv?about=%23{second}")).await.text());
        let [row] = table.as_slice() else { panic!("{table:?}") };
        let expected = [
            ("Nummer", number.as_str()), ("Menge", "0,50"), ("Einheit", "Stunden"), ("Stunden", "0,50"), ("Faktor", "1,00"),
            ("Einzelpreis", "95,00"), ("Rabatt %", "0"), ("Netto", "47,50"), ("USt. %", "19"), ("Anliegen", &other), ("Freigabe", ""),
        ];
        for (head, value) in expected {
            assert_eq!(row[head], value, "{head}: {row:?}");
        }
        let text = shop.bea.get("/services.csv").await.text();
        assert!(!text.contains("Tom Team"), "customers do not read who worked: {text}");
    }

    async fn the_file_of_invoices_parts_turnover_by_rate(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        turn(&shop.scene.anke, "invoice/pay", &number, &[("amount", "13,05")]).await.json::<()>();
        turn(&shop.scene.anke, "invoice/turn", &number, &[("deed", "credit")]).await.json::<String>();
        let table = table(&shop.scene.anke.get("/invoices.csv").await.text());
        let row = table.iter().find(|row| row["Nummer"] == number).unwrap();
        let expected = [
            ("Leistung von", "23.11.2026"), ("Leistung bis", "23.11.2026"), ("Netto 19 %", "95,00"), ("USt. 19 %", "18,05"),
            ("Netto 7 %", "0,00"), ("USt. 7 %", "0,00"), ("Netto 0 %", "0,00"), ("Brutto", "113,05"), ("Bezahlt", "13,05"),
            ("Gutgeschrieben", "0,00"), ("Offen", "100,00"), ("Status", "Teilweise bezahlt"),
        ];
        for (head, value) in expected {
            assert_eq!(row[head], value, "{head}: {row:?}");
        }
        let draft = table.iter().find(|row| row["Zu Rechnung"] == number).unwrap();
        assert_eq!((draft["Nummer"].as_str(), draft["Netto 19 %"].as_str()), ("", ""), "a draft's tax is not settled");
    }
}
