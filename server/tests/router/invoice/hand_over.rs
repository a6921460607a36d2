//! What accounting takes elsewhere: a month's bookings, a year's documents.
use super::*;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The files of an archive, read by its own directory, as every program does.
fn files(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let half = |at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
    let whole = |at: usize| u32::from_le_bytes(zip[at..at + 4].try_into().unwrap()) as usize;
    let end = zip.len() - 22;
    assert_eq!(whole(end), 0x0605_4b50, "the archive is whole");
    let (count, mut at) = (half(end + 10), whole(end + 16));
    let mut files = BTreeMap::new();
    for _ in 0..count {
        let (size, name, place) = (whole(at + 24), half(at + 28), whole(at + 42));
        let text = String::from_utf8(zip[at + 46..at + 46 + name].to_vec()).unwrap();
        let begin = place + 30 + half(place + 26) + half(place + 28);
        files.insert(text, zip[begin..begin + size].to_vec());
        at += 46 + name + half(at + 30) + half(at + 32);
    }
    files
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).unwrap()
}

with_shop! {
    async fn accounting_hands_a_months_bookings_and_a_years_documents_over(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let cancelled: String = turn(&shop.scene.anke, "invoice/cancel", &number, &[("reason", "Falscher Empfänger")]).await.json();
        let anke = &shop.scene.anke;
        for (path, who) in [("/bookings.csv?month=2026-11", "bookings"), ("/archive.zip?year=2026", "archive")] {
            for stranger in [&shop.bea, &shop.scene.vera, &shop.scene.fritz, &shop.scene.petra, &shop.scene.tom] {
                assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{who}");
            }
        }
        let shown = anke.get("/invoices").await.text();
        assert!(shown.contains("/bookings.csv") && shown.contains("value=\"2026-11\"") && shown.contains("/archive.zip"));
        assert!(!shop.bea.get("/invoices").await.text().contains("/bookings.csv"));

        let batch = anke.get("/bookings.csv?month=2026-11").await;
        assert_eq!(batch.header("content-disposition"), "attachment; filename=\"EXTF_Buchungsstapel_2026-11.csv\"");
        let rows: Vec<String> = String::from_utf8_lossy(&batch.body).lines().map(str::to_owned).collect();
        assert!(rows[0].starts_with("\"EXTF\";700;21;\"Buchungsstapel\";13;20261123") && rows[0].contains(";29098;55003;20260101;4;20261101;20261130;"), "{}", rows[0]);
        let debtor = 10_000 + shop.scene.albers.0;
        assert_eq!(rows.len(), 4, "{rows:?}");
        assert!(rows[2].starts_with(&format!("113,05;\"S\";\"EUR\";;;\"\";{debtor};4400;\"\";2311;\"{number}\"")), "{}", rows[2]);
        assert!(rows[3].starts_with(&format!("113,05;\"H\";\"EUR\";;;\"\";{debtor};4400;\"\";2311;\"{number}\"")), "it clears the item of its invoice: {}", rows[3]);
        assert!(rows[3].contains(&format!("\"{cancelled} ")), "{}", rows[3]);
        let none = anke.get("/bookings.csv?month=2026-10").await;
        assert!(none.status == StatusCode::NOT_FOUND && none.text().contains("nichts zu buchen"), "nothing was issued then");
        assert_eq!(anke.get("/bookings.csv?month=heute").await.status, StatusCode::NOT_FOUND);

        let zip = anke.get("/archive.zip?year=2026").await;
        let found = files(&zip.body);
        let names: Vec<&str> = found.keys().map(String::as_str).collect();
        let both = |folder: &str, form: &str| [format!("{folder}/{number}.{form}"), format!("{folder}/{cancelled}.{form}")];
        let mut wanted: Vec<String> = [both("pdf", "pdf"), both("xml", "xml"), both("history", "csv")].concat();
        wanted.extend(["SHA256SUMS", "index.csv", "LIESMICH.txt"].map(str::to_owned));
        wanted.sort();
        assert_eq!(names, wanted);
        let sums = text(&found, "SHA256SUMS");
        assert_eq!(sums.lines().count(), found.len() - 1, "every file but the list itself");
        for line in sums.lines() {
            let (digest, name) = line.split_once("  ").unwrap();
            assert_eq!(server::secret::hex(&Sha256::digest(&found[name])), digest, "{name}");
        }
        assert_eq!(found[&format!("pdf/{number}.pdf")], anke.get(&format!("/invoices/{number}/pdf")).await.body, "as the customer got it");
        let index = text(&found, "index.csv");
        assert!(index.contains(&format!("{number};Rechnung;2026-11-23;")) && index.contains(";113,05;") && index.contains(";-113,05;"), "{index}");
        let list = anke.get("/invoices.csv").await.text();
        assert!(list.contains(";95,00;18,05;0,00;0,00;0,00;113,05;0,00;0,00;"), "{list}");
        assert!(list.contains(&format!(";Stornorechnung;{number};")) && list.contains(";-95,00;-18,05;0,00;0,00;0,00;-113,05;"), "figures, which spreadsheets count with: {list}");
        let history = text(&found, &format!("history/{number}.csv"));
        assert!(history.contains("Ausgestellt als") && history.contains("Falscher Empfänger") && history.contains("2026-11-23T"), "{history}");
        assert!(text(&found, "LIESMICH.txt").contains("Rechnungsarchiv 2026 von Nordlicht Digital"));
        assert_eq!(files(&anke.get("/archive.zip?year=2025").await.body).len(), 3, "a year without documents");
        // The command writes the same.
        let path = shop.scene.house.folder.path().join("archive.zip");
        assert_eq!(server::invoice::archive::write(&shop.scene.house.house, 2026, &path).await.unwrap(), 2);
        assert_eq!(files(&std::fs::read(&path).unwrap()), found);
        // Bytes that are not what was stored are never passed on as if they were.
        shop.scene.house.run("UPDATE invoice_file SET sha256 = 'x' WHERE form = 'xml'", []).await;
        assert!(server::invoice::archive::write(&shop.scene.house.house, 2026, &path).await.is_err());
    }
}
