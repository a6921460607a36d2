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

/// When the files of an archive are from, by its own directory: the day and the hour.
fn moments(zip: &[u8]) -> BTreeMap<String, (u16, u16, u16, u16)> {
    let half = |at: usize| u16::from_le_bytes([zip[at], zip[at + 1]]);
    let end = zip.len() - 22;
    let mut at = u32::from_le_bytes(zip[end + 16..end + 20].try_into().unwrap()) as usize;
    let mut moments = BTreeMap::new();
    for _ in 0..half(end + 10) {
        let (time, day, name, more) = (half(at + 12), half(at + 14), half(at + 28), half(at + 30));
        let text = String::from_utf8(zip[at + 46..at + 46 + usize::from(name)].to_vec()).unwrap();
        moments.insert(text, (1980 + (day >> 9), (day >> 5) & 15, day & 31, time >> 11));
        at += 46 + usize::from(name) + usize::from(more);
    }
    moments
}

/// The description of an archive leads through its tables: each column it names stands there in that order, and holds what it says.
fn auditors_read(files: &BTreeMap<String, Vec<u8>>, numbers: &[&str]) {
    let (index, grammar) = (text(files, "index.xml"), text(files, "gdpdu-01-09-2004.dtd"));
    assert!(index.contains("<!DOCTYPE DataSet SYSTEM \"gdpdu-01-09-2004.dtd\">"), "{index}");
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let index = roxmltree::Document::parse_with_options(&index, options).unwrap();
    for one in index.descendants().filter(roxmltree::Node::is_element) {
        assert!(grammar.contains(&format!("<!ELEMENT {} ", one.tag_name().name())), "{one:?}");
    }
    let words = |of: roxmltree::Node, name: &str| {
        let found = of.descendants().find(|one| one.has_tag_name(name));
        found.and_then(|one| one.text()).unwrap_or_default().to_owned()
    };
    assert_eq!(words(index.root(), "Name"), "Nordlicht Digital GmbH");
    let tables: Vec<_> = index.descendants().filter(|one| one.has_tag_name("Table")).collect();
    assert_eq!(
        tables.iter().map(|table| words(*table, "URL")).collect::<Vec<_>>(),
        ["index.csv", "lines.csv"]
    );
    for table in tables {
        let file = text(files, &words(table, "URL"));
        let file = file.strip_prefix('\u{feff}').unwrap();
        assert_eq!(
            (words(table, "DecimalSymbol").as_str(), words(table, "RecordDelimiter").as_str()),
            (",", "\r\n")
        );
        let rows: Vec<Vec<&str>> =
            file.trim_end().split("\r\n").map(|row| row.split(';').collect()).collect();
        assert_eq!(rows.len(), 1 + numbers.len(), "headings, then a row for each: {file}");
        let of_column =
            |one: &roxmltree::Node| ["VariablePrimaryKey", "VariableColumn"].contains(&one.tag_name().name());
        let columns: Vec<_> = table.descendants().filter(of_column).collect();
        let named: Vec<String> = columns.iter().map(|column| words(*column, "Name")).collect();
        assert_eq!(named, rows[0], "{file}");
        for row in &rows[1..] {
            assert_eq!(row.len(), columns.len(), "{row:?}");
            assert!(numbers.contains(&row[0]), "{row:?}");
            for (column, &field) in columns.iter().zip(row) {
                let holds = column.children().filter(roxmltree::Node::is_element).nth(1).unwrap();
                let digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
                let right = match holds.tag_name().name() {
                    "Numeric" => {
                        let (whole, part) = field.split_once(',').unwrap_or((field, ""));
                        let decimals: usize = words(holds, "Accuracy").parse().unwrap();
                        digits(whole.trim_start_matches('-'))
                            && part.len() == decimals
                            && (decimals == 0 || digits(part))
                    }
                    "Date" => field.is_empty() || (field.len() == 10 && field.split('.').all(digits)),
                    _ => true,
                };
                assert!(right, "{}: {field}", words(*column, "Name"));
            }
        }
    }
    let (documents, lines) = (text(files, "index.csv"), text(files, "lines.csv"));
    assert!(
        documents
            .contains(";23.11.2026;23.11.2026;03.12.2026;95,00;18,05;0,00;0,00;0,00;95,00;18,05;113,05;"),
        "{documents}"
    );
    assert!(lines.contains(";1,00;Stunden;60;95,00;0;95,00;19;19 %\r\n"), "{lines}");
    assert!(lines.contains(";-1,00;Stunden;-60;95,00;0;-95,00;19;19 %\r\n"), "{lines}");
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

        let total = async |number: &str| anke.get(&format!("/invoices/{number}")).await.text().contains("Korrekturbetrag");
        assert!(total(&cancelled).await && !total(&number).await, "what gives money back says so");

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
        let moments = moments(&zip.body);
        let issued = (2026, 11, 23, 9);
        assert!(moments.values().all(|moment| *moment == issued), "when it was issued: {moments:?}");
        let names: Vec<&str> = found.keys().map(String::as_str).collect();
        let both = |folder: &str, form: &str| [format!("{folder}/{number}.{form}"), format!("{folder}/{cancelled}.{form}")];
        let mut wanted: Vec<String> = [both("pdf", "pdf"), both("xml", "xml"), both("history", "csv")].concat();
        let lists = ["SHA256SUMS", "index.csv", "lines.csv", "index.xml", "gdpdu-01-09-2004.dtd", "LIESMICH.txt"];
        wanted.extend(lists.map(str::to_owned));
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
        assert!(index.contains(&format!("{number};Rechnung;23.11.2026;")) && index.contains(";113,05;") && index.contains(";-113,05;"), "{index}");
        auditors_read(&found, &[&number, &cancelled]);
        let list = anke.get("/invoices.csv").await.text();
        assert!(list.contains(";95,00;18,05;0,00;0,00;0,00;113,05;0,00;0,00;"), "{list}");
        assert!(list.contains(&format!(";Stornorechnung;{number};")) && list.contains(";-95,00;-18,05;0,00;0,00;0,00;-113,05;"), "figures, which spreadsheets count with: {list}");
        let history = text(&found, &format!("history/{number}.csv"));
        assert!(history.contains("Ausgestellt als") && history.contains("Falscher Empfänger") && history.contains("2026-11-23T"), "{history}");
        assert!(text(&found, "LIESMICH.txt").contains("Rechnungsarchiv 2026 von Nordlicht Digital"));
        assert_eq!(files(&anke.get("/archive.zip?year=2025").await.body).len(), 6, "a year without documents");
        // The command writes the same.
        let path = shop.scene.house.folder.path().join("archive.zip");
        assert_eq!(server::invoice::archive::write(&shop.scene.house.house, 2026, &path).await.unwrap(), 2);
        assert_eq!(files(&std::fs::read(&path).unwrap()), found);
        let nowhere = path.with_file_name("fehlt").join("archive.zip");
        let why = server::invoice::archive::write(&shop.scene.house.house, 2026, &nowhere).await.unwrap_err();
        assert!(why.to_string().contains("fehlt/archive.zip cannot be written"), "{why}");
        // Bytes that are not what was stored are never passed on as if they were.
        shop.scene.house.run("UPDATE invoice_file SET sha256 = 'x' WHERE form = 'xml'", []).await;
        assert!(server::invoice::archive::write(&shop.scene.house.house, 2026, &path).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_books_need_is_not_said_to_be_optional() {
    use scraper::{Html, Selector};
    let house = TestHouse::sqlite().await;
    let sonja = house.staff("Sonja Chef", &[domain::person::Role::SupportManager]).await;
    let page = house.browser(sonja).await.get("/settings/billing").await.text();
    let page = Html::parse_document(&page);
    let of = |name: &str| {
        let field = Selector::parse("[aria-labelledby=datev] .field").unwrap();
        let named = Selector::parse(&format!("[name=\"fields[{name}]\"]")).unwrap();
        let optional = Selector::parse(".field__optional").unwrap();
        let field = page.select(&field).find(|field| field.select(&named).next().is_some());
        field.unwrap_or_else(|| panic!("{name}")).select(&optional).next().is_some()
    };
    for needed in ["consultant", "client", "chart", "account_length", "year_begins"] {
        assert!(!of(needed), "{needed}");
    }
    assert!(of("debtors"));
}

/// On an empty folder: the database is made, which nobody who asked for an archive has to read about.
#[test]
fn the_command_says_what_it_did_or_what_is_wrong_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let archive = |out: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_schalter"));
        let out = folder.path().join(out);
        command.args(["archive", "--year", "2026", "--out"]).arg(&out).env_clear();
        command.env("SCHALTER_DATA", folder.path().join("data"));
        let done = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (done.status.success(), text(&done.stdout), text(&done.stderr), out.display().to_string())
    };
    let (done, said, logged, path) = archive("rechnungen.zip");
    assert_eq!((done, said), (true, format!("{path}: 0 documents of 2026.\n")), "{logged}");
    assert!(!logged.contains("INFO") && !logged.contains('\u{1b}'), "{logged}");
    let (done, said, logged, path) = archive("fehlt/rechnungen.zip");
    assert_eq!((done, said.as_str()), (false, ""));
    let why = format!("{path} cannot be written: No such file or directory (os error 2).\n");
    assert!(logged.ends_with(&why), "{logged}");
}
