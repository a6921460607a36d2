//! Who pays: what of it reaches open drafts, and what is refused.
use super::*;
use crate::letter::{MailServer, send_due};
use domain::billing::lack::{At, Lack};
use domain::invoice::check::Why;
use domain::vat::Vat;

/// Keeps who pays for Albers; `more` comes over what is usual.
async fn keep(shop: &Shop, draft: &str, more: &[(&str, &str)]) -> Answer {
    let key = key();
    keep_with(shop, draft, &key, more).await
}

async fn keep_with(shop: &Shop, draft: &str, key: &str, more: &[(&str, &str)]) -> Answer {
    let seen = payer_seen(shop, draft).await;
    let mut fields = vec![
        ("key", key),
        ("reference", draft),
        ("seen", seen.as_str()),
        ("organisation", shop.albers.as_str()),
        ("name", "Albers GmbH"),
        ("street", "Uferweg 7"),
        ("postcode", "24937"),
        ("town", "Flensburg"),
        ("country", "DE"),
        ("email", "rechnung@albers.example"),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    shop.scene.anke.call("invoice/payer", &fields).await
}

/// The version of who pays that somebody reads with a document.
async fn payer_seen(shop: &Shop, reference: &str) -> String {
    view(&shop.scene.anke, reference).await.billing.unwrap().payer_seen.to_string()
}

const OWES: [(&str, &str); 3] = [("country", "AT"), ("vat_id", "ATU12345678"), ("vat", "reverse_charge")];

fn taxed(view: &InvoiceView) -> Vec<(Vat, Vat, u32)> {
    let told = view.entries.iter().filter_map(|entry| match entry.what {
        What::Taxed { from, to, lines } => Some((from, to, lines)),
        _ => None,
    });
    told.collect()
}

with_shop! {
    async fn an_open_draft_follows_the_tax_of_who_pays_at_once(shop: Shop) {
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let before = view(&shop.scene.anke, &draft).await;
        assert_eq!((before.totals.gross, before.lines[0].line.vat), (11_305, Vat::Standard));
        let wrong = keep(&shop, &draft, &[("vat", "reverse_charge")]).await.error();
        assert_eq!(wrong, AppError::field("vat_id", Reason::Missing));
        assert_eq!(view(&shop.scene.anke, &draft).await, before, "what is refused changes nothing");
        for _ in 0..2 {
            keep_with(&shop, &draft, "zweimal-dasselbe", &OWES).await.json::<()>();
        }
        let seen = view(&shop.scene.anke, &draft).await;
        assert_eq!((seen.totals.net, seen.totals.gross, seen.lines[0].line.vat), (9_500, 9_500, Vat::ReverseCharge));
        assert_eq!(taxed(&seen), [(Vat::Standard, Vat::ReverseCharge, 1)], "once in the history, with what it was");
        let listed = list(&shop.scene.anke, &[("filter[standing]", "draft")]).await;
        assert_eq!(listed.lines[0].gross, 9_500);
        let shown = shop.scene.anke.get(&format!("/invoices/{draft}")).await.text();
        assert!(shown.contains("19 % → Reverse Charge"), "{shown}");
        let billing = seen.billing.unwrap();
        assert!(!billing.changed && billing.lacks.is_empty(), "{billing:?}");
        let old = before.version.to_string();
        assert_eq!(turn(&shop.scene.anke, "invoice/issue", &draft, &[("seen", &old)]).await.error(), AppError::Outdated { version: seen.version });
        keep(&shop, &draft, &[]).await.json::<()>();
        let back = view(&shop.scene.anke, &draft).await;
        assert_eq!((back.totals.gross, taxed(&back).len()), (11_305, 2));
        // What gives money back keeps the tax of what it corrects.
        let number: String = issue(&shop.scene.anke, &draft).await.json();
        let path: String = turn(&shop.scene.anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
        let note = path.trim_start_matches("/invoices/").to_owned();
        keep(&shop, &note, &OWES).await.json::<()>();
        assert_eq!(view(&shop.scene.anke, &note).await.totals.gross, 11_305);
    }

    async fn items_get_their_own_tax_back_once_their_buyer_no_longer_owes_it(shop: Shop) {
        let Shop { scene, bea, bea_id, number, albers } = shop;
        let deal = Deal::around(scene).await;
        let quote = offer(&deal, "new", "send", &[("items[1][vat]", "reduced")]).await;
        scene::accept(&deal.boss, &quote, 1).await.json::<()>();
        act(&deal.klara, "order/link", "B-2026-0001", &[("ticket", &number.to_string())]).await.json::<()>();
        let shop = Shop { scene: deal.scene, bea, bea_id, number, albers };
        shop.book("50", &[]).await;
        let anke = &shop.scene.anke;
        let draft: String = turn(anke, "invoice/draw", "", &[("order", "B-2026-0001")]).await.json();
        own::add(&shop, &draft, &key(), &[("vat", "reduced")]).await.json::<()>();
        let taxes = async || view(anke, &draft).await.lines.iter().map(|line| line.line.vat).collect::<Vec<_>>();
        let own = [Vat::Standard, Vat::Reduced, Vat::Reduced];
        assert_eq!(taxes().await, own);
        keep(&shop, &draft, &OWES).await.json::<()>();
        assert_eq!(taxes().await, [Vat::ReverseCharge; 3]);
        let seen = view(anke, &draft).await;
        assert_eq!(seen.totals.net, seen.totals.gross);
        assert_eq!(taxed(&seen), [(Vat::Standard, Vat::ReverseCharge, 1), (Vat::Reduced, Vat::ReverseCharge, 2)]);
        keep(&shop, &draft, &[]).await.json::<()>();
        assert_eq!(taxes().await, own, "without drawing it up anew");
        let seen = view(anke, &draft).await;
        assert_eq!(taxed(&seen)[2..], [(Vat::ReverseCharge, Vat::Standard, 1), (Vat::ReverseCharge, Vat::Reduced, 2)]);
        // A tax that somebody chose is the line's own from then on.
        let line = seen.lines[0].id.to_string();
        let reduced = [("line", line.as_str()), ("deed", "correct"), ("name", "Umsetzung"), ("quantity", "7:30"), ("price", "95"), ("vat", "zero"), ("reason", "R")];
        amend(anke, "invoice/line", &draft, &reduced).await.json::<()>();
        for more in [&OWES[..], &[("vat", "reduced")], &[]] {
            keep(&shop, &draft, more).await.json::<()>();
        }
        assert_eq!(taxes().await, [Vat::Zero, Vat::Reduced, Vat::Reduced]);
        turn(anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!(taxes().await, own, "the correction is lost, as it says beforehand");
    }

    async fn days_for_paying_are_agreed_with_a_customer(shop: Shop) {
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        let due = async |reference: &str| view(&shop.scene.anke, reference).await.account.due_on.map(|day| day.to_string());
        assert_eq!(due(&draft).await.as_deref(), Some("2026-12-03"), "ten days, as the shop has it");
        for days in ["bald", "61", "-1"] {
            let wrong = keep(&shop, &draft, &[("due_days", days)]).await.error();
            assert_eq!(wrong, AppError::field("due_days", Reason::NotBetween { min: 0, max: 60 }), "{days}");
        }
        keep(&shop, &draft, &[("due_days", "30")]).await.json::<()>();
        assert_eq!(due(&draft).await.as_deref(), Some("2026-12-23"));
        let shown = shop.scene.anke.get(&format!("/invoices/{draft}")).await.text();
        assert!(shown.contains("23.12.2026") && shown.contains("Zahlungsziel in Tagen"), "{shown}");
        let number: String = issue(&shop.scene.anke, &draft).await.json();
        assert_eq!(due(&number).await.as_deref(), Some("2026-12-23"));
        assert!(shop.bea.get(&format!("/invoices/{number}/xml")).await.text().contains("20261223"));
        // Left empty, the company's days hold again; what is issued keeps its day.
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        let key = key();
        let path = format!("/invoices/{draft}");
        let seen = payer_seen(&shop, &draft).await;
        let form = [
            ("key", key.as_str()), ("reference", &draft), ("seen", &seen), ("organisation", &shop.albers), ("name", "Albers GmbH"), ("street", "Uferweg 7"),
            ("postcode", "24937"), ("town", "Flensburg"), ("country", "DE"), ("email", "rechnung@albers.example"), ("due_days", " "),
        ];
        assert_eq!(shop.scene.anke.post("invoice/payer", &path, &form).await.header("location"), path);
        assert_eq!((due(&draft).await.as_deref(), due(&number).await.as_deref()), (Some("2026-12-03"), Some("2026-12-23")));
    }

    async fn a_company_outside_of_the_union_pays_what_is_not_taxable_here(shop: Shop) {
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        // At home it would be taxed: a line that somebody gives this treatment nevertheless keeps the draft from being issued.
        let line = view(&shop.scene.anke, &draft).await.lines[0].id.to_string();
        let own = [("line", line.as_str()), ("deed", "correct"), ("name", "Schulung"), ("quantity", "1:00"), ("price", "95"), ("vat", "not_taxable"), ("reason", "Messe")];
        amend(&shop.scene.anke, "invoice/line", &draft, &own).await.json::<()>();
        let lacks = view(&shop.scene.anke, &draft).await.billing.unwrap().lacks;
        assert_eq!(lacks, [Lack { at: At::Buyer { field: "country".into() }, why: Why::NotAbroad }]);
        let swiss = [("vat", "not_taxable"), ("country", "CH"), ("vat_id", "CHE-123.456.788")];
        keep(&shop, &draft, &swiss).await.json::<()>();
        let seen = view(&shop.scene.anke, &draft).await;
        assert_eq!((seen.totals.gross, seen.lines[0].line.vat), (9_500, Vat::NotTaxable));
        let number: String = issue(&shop.scene.anke, &draft).await.json();
        let xml = shop.bea.get(&format!("/invoices/{number}/xml")).await.text();
        for said in ["<ram:CategoryCode>O</ram:CategoryCode>", "Nicht steuerbar in Deutschland", "VATEX-EU-O"] {
            assert!(xml.contains(said), "{said}: {xml}");
        }
        assert!(!xml.contains("schemeID=\"VA\"") && !xml.contains("CHE123456788"), "BR-O-02: {xml}");
    }

    async fn who_pays_within_the_union_is_not_kept_as_not_taxable(shop: Shop) {
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let before = view(&shop.scene.anke, &draft).await;
        for country in ["DE", "AT"] {
            let wrong = keep(&shop, &draft, &[("vat", "not_taxable"), ("country", country)]).await.error();
            assert_eq!(wrong, AppError::field("vat", Reason::NotAbroad), "{country}");
        }
        assert_eq!(view(&shop.scene.anke, &draft).await, before, "what is refused changes nothing");
        // As a browser without scripts sends it: the sentence stands at the field, and what was typed stays.
        let path = format!("/invoices/{draft}");
        let (key, seen) = (key(), payer_seen(&shop, &draft).await);
        let form = [
            ("key", key.as_str()), ("reference", &draft), ("seen", &seen), ("organisation", &shop.albers), ("name", "Albers Wien"), ("street", "Uferweg 7"),
            ("postcode", "1010"), ("town", "Wien"), ("country", "AT"), ("email", "rechnung@albers.example"), ("vat", "not_taxable"),
        ];
        let back = shop.scene.anke.post("invoice/payer", &path, &form).await;
        let shown = shop.scene.anke.get(back.header("location")).await.text();
        let wrong = filters::wrong(&shown);
        let [(field, said)] = &wrong[..] else { panic!("{wrong:?}") };
        assert!(field == "vat" && said.contains("außerhalb der EU") && said.contains("Reverse Charge"), "{wrong:?}");
        assert!(shown.contains("value=\"Albers Wien\"") && shown.contains("value=\"1010\""), "{shown}");
        let chosen = scraper::Selector::parse("[name=country] option[selected], [name=vat] option[selected]").unwrap();
        let page = scraper::Html::parse_document(&shown);
        let chosen: Vec<_> = page.select(&chosen).filter_map(|option| option.value().attr("value")).collect();
        assert!(chosen.contains(&"AT") && chosen.contains(&"not_taxable"), "{chosen:?}");
    }

    async fn a_line_gets_another_tax_and_a_discount_with_its_reason(shop: Shop) {
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let line = view(&shop.scene.anke, &draft).await.lines[0].id.to_string();
        let usual = [("line", line.as_str()), ("deed", "correct"), ("name", "Schulung"), ("quantity", "1:00"), ("price", "95"), ("reason", "Messe")];
        let correct = async |more: &[(&str, &str)]| amend(&shop.scene.anke, "invoice/line", &draft, &[&usual[..], more].concat()).await;
        let wrong = correct(&[("vat", "reduced"), ("discount", "10")]).await.error();
        assert_eq!(wrong, AppError::field("discount_reason", Reason::Missing));
        correct(&[("vat", "reduced"), ("discount", "10"), ("discount_reason", "Messerabatt")]).await.json::<()>();
        let seen = view(&shop.scene.anke, &draft).await;
        assert_eq!((seen.totals.net, seen.totals.gross), (8_550, 9_149));
        let shown = shop.scene.anke.get(&format!("/invoices/{draft}")).await.text();
        assert!(shown.contains("10 % Rabatt, USt. 7 %") && shown.contains("Messerabatt"), "{shown}");
        let number: String = issue(&shop.scene.anke, &draft).await.json();
        assert!(shop.bea.get(&format!("/invoices/{number}/xml")).await.text().contains("Messerabatt"));
    }

    async fn a_draft_whose_tax_no_longer_holds_is_not_issued(shop: Shop) {
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        keep(&shop, &draft, &[("vat_id", "ATU12345678")]).await.json::<()>();
        // As a draft that was drawn up before drafts followed.
        let late = "UPDATE payer SET facts = REPLACE(facts, '\"vat\":null', '\"vat\":\"reverse_charge\"')";
        shop.scene.house.run(late, []).await;
        let seen = view(&shop.scene.anke, &draft).await;
        assert!(seen.totals.gross == 11_305 && seen.billing.unwrap().changed);
        assert_eq!(issue(&shop.scene.anke, &draft).await.error(), WrongInvoice::Changed.into());
        turn(&shop.scene.anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        let seen = view(&shop.scene.anke, &draft).await;
        assert_eq!((seen.totals.gross, seen.billing.unwrap().changed), (9_500, false));
    }

    async fn no_two_customers_have_one_account_in_the_books(shop: Shop) {
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        let account = (10_000 + shop.scene.brandt.0).to_string();
        let taken = keep(&shop, &draft, &[("customer_number", &account)]).await.error();
        let AppError::Invalid { fields } = &taken else { panic!("{taken:?}") };
        assert!(fields[0].field == "customer_number" && fields[0].reason.to_string().contains(&account), "{fields:?}");
        keep(&shop, &draft, &[("customer_number", "12345")]).await.json::<()>();
        issue(&shop.scene.anke, &draft).await.json::<String>();
        let konto = async || {
            let batch = shop.scene.anke.get("/bookings.csv?month=2026-11").await;
            let rows: Vec<String> = String::from_utf8_lossy(&batch.body).lines().map(str::to_owned).collect();
            rows[2].split(';').nth(6).map(str::to_owned)
        };
        assert_eq!(konto().await.as_deref(), Some("12345"));
        // The account is that of the customer, not of the document: what was issued before has the new one, too.
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        keep(&shop, &draft, &[("customer_number", "12346")]).await.json::<()>();
        assert_eq!(konto().await.as_deref(), Some("12346"));
        // Where two came to share one nevertheless, there is no batch, and everybody who bills reads why.
        let brandt = shop.scene.brandt.0;
        let share = "INSERT INTO payer (organisation_id, facts, at) VALUES ($1, '{\"buyer\":{\"name\":\"B\",\"address\":{\"street\":\"\",\"postcode\":\"\",\"town\":\"\"},\"email\":\"\",\"customer_number\":\"12346\"}}', 0)";
        shop.scene.house.run(share, [brandt.into()]).await;
        assert_eq!(konto().await.as_deref(), Some("12346"), "who has no document is not in the books");
        let issued = "INSERT INTO invoice (number, kind, state, organisation_id, title, lang, asked_from, asked_to, free, content, words,
            net, gross, credited, paid, left_cents, issued_on, reminded, created_at, changed_at, version)
          SELECT 'RE-2026-0999', kind, state, CAST($1 AS BIGINT), title, lang, asked_from, asked_to, free, content, words,
            net, gross, credited, paid, left_cents, issued_on, reminded, created_at, changed_at, version
          FROM invoice WHERE state = 'issued'";
        shop.scene.house.run(issued, [brandt.into()]).await;
        let batch = shop.scene.anke.get("/bookings.csv?month=2026-11").await;
        assert_eq!(batch.status, StatusCode::CONFLICT);
        for shown in [batch.text(), shop.scene.anke.get("/invoices").await.text()] {
            assert!(shown.contains("Zwei Kunden hätten dasselbe Konto 12346"), "{shown}");
        }
    }

    async fn who_takes_xrechnung_gets_one_of_every_document(shop: Shop) {
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let (asks, leitweg) = (("xrechnung", "1"), ("buyer_reference", "04011000-1234512345-06"));
        assert_eq!(keep(&shop, &draft, &[asks]).await.error(), AppError::field("buyer_reference", Reason::Missing));
        keep(&shop, &draft, &[asks, leitweg]).await.json::<()>();
        let number: String = issue(&shop.scene.anke, &draft).await.json();
        let file = shop.bea.get(&format!("/invoices/{number}/xrechnung")).await;
        let name = format!("{number}.xrechnung.xml");
        assert!(file.text().contains("xrechnung_3.0") && file.text().contains(leitweg.1), "{}", file.text());
        assert!(file.header("content-disposition").contains(&name) && file.header("content-type") == "application/xml");
        assert!(shop.bea.get(&format!("/invoices/{number}")).await.text().contains(&format!("/invoices/{number}/xrechnung")));
        assert_eq!(shop.scene.fritz.get(&format!("/invoices/{number}/xrechnung")).await.status, StatusCode::NOT_FOUND);
        let packed = |bytes: &[u8], name: &str| String::from_utf8_lossy(bytes).contains(name);
        assert!(packed(&shop.bea.get("/invoices.zip").await.body, &name));
        let archive = shop.scene.anke.get("/archive.zip?year=2026").await.body;
        assert!(packed(&archive, &format!("xrechnung/{name}")) && packed(&archive, &file.text()), "byte by byte");
        assert!(packed(&archive, ";PDF;XML;XRechnung;Verlauf\r\n"), "the index has a column for it");
        assert!(packed(&archive, &format!(";pdf/{number}.pdf;xml/{number}.xml;xrechnung/{name};history/{number}.csv\r\n")));
        // What takes it back is one as well, though nobody asks for it any more.
        keep(&shop, &number, &[]).await.json::<()>();
        let cancelled: String = turn(&shop.scene.anke, "invoice/cancel", &number, &[("reason", "Falsch")]).await.json();
        let file = shop.bea.get(&format!("/invoices/{cancelled}/xrechnung")).await.text();
        assert!(file.contains("CreditNote") && file.contains(&number), "{file}");
        let again = shop.issued().await;
        assert_eq!(shop.bea.get(&format!("/invoices/{again}/xrechnung")).await.status, StatusCode::NOT_FOUND);
        assert!(!shop.bea.get(&format!("/invoices/{again}")).await.text().contains("XRechnung"));
    }

    async fn who_pays_gets_the_pages_where_nobody_there_sees_them_in_the_portal(shop: Shop) {
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        keep(&shop, &draft, &[("attention", "Frau Kasse"), ("email", "kasse@albers.example")]).await.json::<()>();
        shop.scene.clear_letters().await;
        let number: String = issue(&shop.scene.anke, &draft).await.json();
        assert_eq!(shop.scene.reached().await, ["bea.buch", "kasse"]);
        let mail = MailServer::start("").await;
        let house = &shop.scene.house;
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 2);
        let taken = mail.taken();
        let (with, without): (Vec<_>, Vec<_>) = taken.iter().partition(|mail| mail.contains("application/pdf"));
        assert_eq!((with.len(), without.len()), (1, 1));
        assert!(with[0].contains("kasse@albers.example") && with[0].contains(&format!("{number}.pdf")) && with[0].contains("JVBERi"), "{}", with[0]);
        assert!(!with[0].contains(&format!("/invoices/{number}")), "who has no account is not led to the portal");
        // Whose address is that of a person who sees bills is told once.
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        let bea = shop.scene.house.house.clone();
        let email: String = server::store::one_row(bea.store.read(), "SELECT email FROM person WHERE name = 'Bea Buch'", [])
            .await.unwrap().unwrap().try_get("", "email").unwrap();
        keep(&shop, &draft, &[("email", &email)]).await.json::<()>();
        shop.scene.clear_letters().await;
        issue(&shop.scene.anke, &draft).await.json::<String>();
        assert_eq!(shop.scene.reached().await, ["bea.buch"]);
    }

    async fn a_mail_never_carries_bytes_that_were_damaged(shop: Shop) {
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        keep(&shop, &draft, &[("email", "kasse@albers.example")]).await.json::<()>();
        shop.scene.clear_letters().await;
        issue(&shop.scene.anke, &draft).await.json::<String>();
        let damaged = b"%PDF-1.7 something else".to_vec();
        shop.scene.house.run("UPDATE invoice_file SET bytes = $1 WHERE form = 'pdf'", [damaged.into()]).await;
        let mail = MailServer::start("").await;
        let house = &shop.scene.house;
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 2, "both are tried");
        let taken = mail.taken();
        assert!(taken.len() == 1 && !taken[0].contains("kasse@albers.example"), "{taken:?}");
    }

    async fn who_takes_xrechnung_gets_its_file_by_mail_with_the_pages_for_reading(shop: Shop) {
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        let public = [("email", "kasse@albers.example"), ("xrechnung", "1"), ("buyer_reference", "04011000-1234512345-06")];
        keep(&shop, &draft, &public).await.json::<()>();
        shop.scene.clear_letters().await;
        let number: String = issue(&shop.scene.anke, &draft).await.json();
        let letters = shop.scene.letters().await;
        for (name, text) in &letters {
            assert_eq!(text.contains("XRechnung"), name == "kasse", "{text}");
        }
        let mail = MailServer::start("").await;
        let house = &shop.scene.house;
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 2);
        let taken = mail.taken();
        let carries: Vec<_> = taken.iter().filter(|mail| mail.contains(&format!("{number}.xrechnung.xml"))).collect();
        assert_eq!(carries.len(), 1, "{taken:?}");
        for part in ["application/xml", "application/pdf", &*format!("{number}.pdf")] {
            assert!(carries[0].contains(part), "{part}: {}", carries[0]);
        }
    }

    async fn of_two_who_keep_who_pays_the_later_is_told(shop: Shop) {
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        let old = payer_seen(&shop, &draft).await;
        keep(&shop, &draft, &[("town", "Glücksburg")]).await.json::<()>();
        let late = keep(&shop, &draft, &[("seen", &old), ("attention", "Frau Kasse")]).await.error();
        assert!(matches!(late, AppError::Outdated { .. }), "{late:?}");
        let kept = view(&shop.scene.anke, &draft).await.billing.unwrap().payer.buyer;
        assert_eq!((kept.address.town.as_str(), kept.attention.as_str()), ("Glücksburg", ""));
    }
}
