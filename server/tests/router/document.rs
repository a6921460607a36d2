//! Files: how they come in, who gets them out, and what a browser may do with them.
mod form;
mod safe;

use crate::house::{Answer, Browser, key};
use crate::{TestHouse, on_both};
use app::error::AppError;
use app::ticket::view::{DocumentView, TicketView};
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use domain::document::Show;
use domain::id::PersonId;
use domain::input::Reason;
use domain::person::{Rights, Role};
use jiff::SignedDuration;
use server::document::job::clean;

/// A picture of one red pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82";
const HTML: &[u8] = b"<!DOCTYPE html><script>fetch('/account')</script>";

/// A contact with a ticket, a stranger of another organisation, and somebody on staff.
struct Scene {
    vera: PersonId,
    customer: Browser,
    stranger: Browser,
    staff: Browser,
    ticket: i64,
}

async fn scene(house: &TestHouse) -> Scene {
    let all = Rights { sees_all: true, ..Rights::default() };
    let (albers, brandt) = (house.organisation("Albers").await, house.organisation("Brandt").await);
    let vera = house.contact("Vera Albers", albers, all.clone()).await;
    let fritz = house.contact("Fritz Fremd", brandt, all).await;
    let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
    let customer = house.browser(vera).await;
    let fields = [
        ("key", key()),
        ("title", "Etwas".to_owned()),
        ("description", "Ist so".to_owned()),
        ("organisation", albers.0.to_string()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let ticket = customer.call("ticket/open", &fields).await.json();
    Scene { vera, customer, stranger: house.browser(fritz).await, staff: house.browser(paula).await, ticket }
}

async fn announce(browser: &Browser, name: &str, size: usize) -> Answer {
    let body = serde_json::json!({ "name": name, "size": size, "ticket": null }).to_string();
    let request = browser.request("POST", "/documents").header("x-requested-with", "schalter");
    browser
        .send(request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap())
        .await
}

async fn announced(browser: &Browser, name: &str, size: usize) -> i64 {
    let answer = announce(browser, name, size).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap()["id"].as_i64().unwrap()
}

async fn send(browser: &Browser, id: i64, offset: usize, body: impl Into<Body>) -> Answer {
    let request =
        browser.request("PATCH", &format!("/documents/{id}")).header("x-requested-with", "schalter");
    browser.send(request.header("upload-offset", offset).body(body.into()).unwrap()).await
}

async fn offset(browser: &Browser, id: i64) -> String {
    let answer =
        browser.send(browser.request("HEAD", &format!("/documents/{id}")).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.header("upload-offset").to_owned()
}

async fn drop_it(browser: &Browser, id: i64) -> Answer {
    let request =
        browser.request("DELETE", &format!("/documents/{id}")).header("x-requested-with", "schalter");
    browser.send(request.body(Body::empty()).unwrap()).await
}

/// Sends a whole file.
pub async fn upload(browser: &Browser, name: &str, bytes: &[u8]) -> DocumentView {
    let id = announced(browser, name, bytes.len()).await;
    send(browser, id, 0, bytes.to_vec()).await.json()
}

/// Writes a message or note with documents.
async fn write(browser: &Browser, ticket: i64, documents: &[&DocumentView], internal: bool) -> Answer {
    let ids: Vec<String> = documents.iter().map(|document| document.id.to_string()).collect();
    let fields = [
        ("key", key()),
        ("number", ticket.to_string()),
        ("body", "Anbei".to_owned()),
        ("internal", if internal { "1" } else { "" }.to_owned()),
        ("documents", ids.join(",")),
        ("seen", i64::MAX.to_string()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.call("ticket/write", &fields).await
}

async fn with_headers(browser: &Browser, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = headers
        .iter()
        .fold(browser.request("GET", path), |request, (name, value)| request.header(*name, *value));
    browser.send(request.body(Body::empty()).unwrap()).await
}

on_both! {
    async fn nobody_sends_or_gets_anything(house: TestHouse) {
        let nobody = house.visitor();
        assert_eq!(announce(&nobody, "a.txt", 1).await.error(), AppError::SignedOut);
        assert_eq!(send(&nobody, 1, 0, "a").await.error(), AppError::SignedOut);
        assert_eq!(drop_it(&nobody, 1).await.error(), AppError::SignedOut);
        assert_eq!(nobody.get("/documents/1/a.txt").await.error(), AppError::SignedOut);
        assert_eq!(nobody.get("/documents/1/preview").await.error(), AppError::SignedOut);
        assert_eq!(form::send_form(&nobody, 1001, &[("file", "a.txt", b"a")]).await.error(), AppError::SignedOut);
    }

    async fn a_file_goes_in_and_comes_out_as_it_was(house: TestHouse) {
        let scene = scene(&house).await;
        let document = upload(&scene.customer, "Bild für März.png", PNG).await;
        assert_eq!((document.name.as_str(), document.media_type.as_str()), ("Bild für März.png", "image/png"));
        assert_eq!((document.show, document.size), (Show::Picture, i64::try_from(PNG.len()).unwrap()));
        assert_eq!(write(&scene.customer, scene.ticket, &[&document], false).await.status, StatusCode::OK);
        let page: TicketView = scene.staff.call("ticket", &[("number", &scene.ticket.to_string())]).await.json();
        assert_eq!(page.entries.last().unwrap().documents, std::slice::from_ref(&document));
        let answer = scene.staff.get(&format!("/documents/{}/Bild.png", document.id)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.body, PNG);
        assert_eq!(answer.header("content-type"), "image/png");
        assert_eq!(answer.header("content-disposition"), "inline; filename=\"Bild f_r M_rz.png\"; filename*=UTF-8''Bild%20f%C3%BCr%20M%C3%A4rz.png");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        assert!(document.preview);
        let small = scene.staff.get(&format!("/documents/{}/preview", document.id)).await;
        assert_eq!(small.header("content-type"), "image/jpeg");
        assert!(small.body.starts_with(b"\xff\xd8\xff"));
    }

    async fn an_upload_is_taken_up_again_where_it_stopped(house: TestHouse) {
        let scene = scene(&house).await;
        let text = "Zeile um Zeile\n".repeat(1000);
        let id = announced(&scene.customer, "langes.log", text.len()).await;
        assert_eq!(offset(&scene.customer, id).await, "0");
        // A connection that breaks after a part of the piece.
        let cut = futures::stream::iter([Ok(Bytes::from(text[..4000].to_owned())), Err(std::io::Error::other("cut"))]);
        send(&scene.customer, id, 0, Body::from_stream(cut)).await;
        assert_eq!(offset(&scene.customer, id).await, "4000");
        // The server ends in between, and somebody guesses the offset wrongly.
        let restarted = house.restarted().await;
        let customer = scene.customer.at(&restarted);
        let wrong = send(&customer, id, 0, text.clone()).await;
        assert_eq!((wrong.status, wrong.header("upload-offset")), (StatusCode::CONFLICT, "4000"));
        let more = send(&customer, id, 4000, text[4000..9000].to_owned()).await;
        assert_eq!((more.status, more.header("upload-offset")), (StatusCode::NO_CONTENT, "9000"));
        let document: DocumentView = send(&customer, id, 9000, text[9000..].to_owned()).await.json();
        assert_eq!(document.media_type, "text/plain");
        assert_eq!(offset(&customer, id).await, text.len().to_string());
        // The last piece again, as after a lost answer.
        let again: DocumentView = send(&customer, id, 9000, text[9000..].to_owned()).await.json();
        assert_eq!(again, document);
        let answer = customer.get(&format!("/documents/{id}/langes.log")).await;
        assert_eq!(answer.body, text);
        assert!(answer.header("content-disposition").starts_with("attachment;"));
        assert_eq!(std::fs::read_dir(&restarted.house.files.unfinished).unwrap().count(), 0);
    }

    async fn more_than_was_announced_is_told_as_that(house: TestHouse) {
        let scene = scene(&house).await;
        let id = announced(&scene.customer, "kurz.txt", 10).await;
        let refused = send(&scene.customer, id, 0, "x".repeat(5000)).await.error();
        assert_eq!(refused, AppError::field("file", Reason::MoreThanAnnounced));
        assert_eq!(offset(&scene.customer, id).await, "0");
        send(&scene.customer, id, 0, "x".repeat(10)).await.json::<DocumentView>();
    }

    async fn a_crash_before_the_end_is_made_up_for_by_an_empty_piece(house: TestHouse) {
        let scene = scene(&house).await;
        let id = announced(&scene.customer, "a.txt", 3).await;
        // All bytes are there, but the server ended before it could say so.
        let place: String = server::store::one_row(house.house.store.read(), "SELECT place FROM document", []).await.unwrap().unwrap().try_get_by_index(0).unwrap();
        std::fs::write(house.house.files.unfinished.join(place), b"abc").unwrap();
        assert_eq!(offset(&scene.customer, id).await, "3");
        let document: DocumentView = send(&scene.customer, id, 3, Body::empty()).await.json();
        assert_eq!(document.size, 3);
        // Nothing at all is a file too.
        assert_eq!(upload(&scene.customer, "leer.txt", b"").await.size, 0);
    }

    async fn two_pieces_at_once_do_not_mix(house: TestHouse) {
        let scene = scene(&house).await;
        let id = announced(&scene.customer, "a.txt", 8).await;
        // A connection that hangs after four bytes, and the same piece again on another one.
        let hanging = futures::stream::once(async { Ok::<_, std::io::Error>(Bytes::from_static(b"abcd")) });
        let hanging = Body::from_stream(futures::StreamExt::chain(hanging, futures::stream::pending()));
        let first = tokio::spawn({
            let browser = scene.customer.clone();
            async move { send(&browser, id, 0, hanging).await }
        });
        while offset(&scene.customer, id).await != "4" {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert_eq!(send(&scene.customer, id, 0, "abcdefgh").await.status, StatusCode::CONFLICT);
        let document: DocumentView = send(&scene.customer, id, 4, "efgh").await.json();
        assert_eq!(first.await.unwrap().header("upload-offset"), "4");
        assert_eq!(scene.customer.get(&format!("/documents/{}/a.txt", document.id)).await.text(), "abcdefgh");
    }

    async fn sizes_are_known_before_and_kept_to(house: TestHouse) {
        let scene = scene(&house).await;
        let most = usize::try_from(house.house.settings.largest_upload).unwrap();
        let answer = announce(&scene.customer, "zu-gross.zip", most + 1).await;
        assert!(matches!(answer.error(), AppError::Invalid { fields } if fields[0].field == "file"));
        let id = announced(&scene.customer, "a.txt", 3).await;
        assert_eq!(send(&scene.customer, id, 0, "abcdef").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(offset(&scene.customer, id).await, "0");
        let nameless = announce(&scene.customer, " ", 3).await;
        assert!(matches!(nameless.error(), AppError::Invalid { fields } if fields[0].field == "name"));
        for _ in 0..49 {
            announced(&scene.customer, "a.txt", 3).await;
        }
        assert_eq!(announce(&scene.customer, "a.txt", 3).await.status, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn changes_come_from_our_own_scripts(house: TestHouse) {
        let scene = scene(&house).await;
        let request = scene.customer.request("POST", "/documents").header(header::CONTENT_TYPE, "application/json");
        let answer = scene.customer.send(request.body(Body::from("{\"name\":\"a\",\"size\":1}")).unwrap()).await;
        assert_eq!(answer.error(), AppError::NotYours);
        assert_eq!(house.number("SELECT count(*) FROM document").await, 0);
    }

    async fn others_find_nothing(house: TestHouse) {
        let scene = scene(&house).await;
        let unsent = upload(&scene.customer, "a.txt", b"abc").await;
        let address = format!("/documents/{}/a.txt", unsent.id);
        // Before it is sent nobody but its sender has it, not even staff.
        for other in [&scene.stranger, &scene.staff] {
            assert_eq!(other.get(&address).await.error(), AppError::NotFound);
            assert_eq!(send(other, unsent.id.0, 0, "abc").await.error(), AppError::NotFound);
            assert_eq!(drop_it(other, unsent.id.0).await.error(), AppError::NotFound);
            let taken = write(other, scene.ticket, &[&unsent], false).await;
            assert!(taken.status.is_client_error(), "{}", taken.text());
        }
        assert_eq!(write(&scene.customer, scene.ticket, &[&unsent], false).await.status, StatusCode::OK);
        assert_eq!(scene.staff.get(&address).await.status, StatusCode::OK);
        assert_eq!(scene.stranger.get(&address).await.error(), AppError::NotFound);
        assert_eq!(scene.stranger.get(&format!("/documents/{}/preview", unsent.id)).await.error(), AppError::NotFound);
        // What is sent stays.
        assert_eq!(drop_it(&scene.customer, unsent.id.0).await.error(), AppError::NotYours);
        // Who left finds nothing more.
        house.run("UPDATE membership SET left_at = 1 WHERE person_id = $1", [scene.vera.0.into()]).await;
        assert_eq!(scene.customer.get(&address).await.error(), AppError::NotFound);
    }

    async fn customers_find_no_documents_of_notes(house: TestHouse) {
        let scene = scene(&house).await;
        let inner = upload(&scene.staff, "intern.txt", b"nur wir").await;
        assert_eq!(write(&scene.staff, scene.ticket, &[&inner], true).await.status, StatusCode::OK);
        let address = format!("/documents/{}/intern.txt", inner.id);
        assert_eq!(scene.staff.get(&address).await.text(), "nur wir");
        assert_eq!(scene.customer.get(&address).await.error(), AppError::NotFound);
    }

    async fn parts_and_known_versions_are_answered(house: TestHouse) {
        let scene = scene(&house).await;
        let document = upload(&scene.customer, "a.txt", b"0123456789").await;
        let address = format!("/documents/{}/a.txt", document.id);
        let part = with_headers(&scene.customer, &address, &[("range", "bytes=2-4")]).await;
        assert_eq!((part.status, part.text().as_str()), (StatusCode::PARTIAL_CONTENT, "234"));
        assert_eq!((part.header("content-range"), part.header("content-length")), ("bytes 2-4/10", "3"));
        let beyond = with_headers(&scene.customer, &address, &[("range", "bytes=10-")]).await;
        assert_eq!((beyond.status, beyond.header("content-range")), (StatusCode::RANGE_NOT_SATISFIABLE, "bytes */10"));
        let tag = part.header("etag");
        let known = with_headers(&scene.customer, &address, &[("if-none-match", tag)]).await;
        assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
        let other = with_headers(&scene.customer, &address, &[("range", "bytes=2-4"), ("if-range", "\"other\"")]).await;
        assert_eq!((other.status, other.body.len()), (StatusCode::OK, 10));
    }

    async fn old_uploads_are_removed(house: TestHouse) {
        let scene = scene(&house).await;
        let unfinished = announced(&scene.customer, "a.txt", 10).await;
        send(&scene.customer, unfinished, 0, "abc").await;
        let unsent = upload(&scene.customer, "b.txt", b"abc").await;
        let sent = upload(&scene.customer, "c.txt", b"abc").await;
        write(&scene.customer, scene.ticket, &[&sent], false).await;
        assert_eq!(clean(&house.house, house.now()).await.unwrap(), 0);
        assert_eq!(clean(&house.house, house.now() + SignedDuration::from_hours(25)).await.unwrap(), 1);
        assert_eq!(std::fs::read_dir(&house.house.files.unfinished).unwrap().count(), 0);
        assert_eq!(scene.customer.get(&format!("/documents/{}/b.txt", unsent.id)).await.status, StatusCode::OK);
        let later = house.now() + SignedDuration::from_hours(24 * 30);
        assert_eq!(clean(&house.house, later).await.unwrap(), 1);
        assert_eq!(clean(&house.house, later).await.unwrap(), 0);
        assert_eq!(house.number("SELECT count(*) FROM document").await, 1);
        assert_eq!(scene.staff.get(&format!("/documents/{}/c.txt", sent.id)).await.status, StatusCode::OK);
        let dropped = upload(&scene.customer, "d.txt", b"abc").await;
        assert_eq!(drop_it(&scene.customer, dropped.id.0).await.status, StatusCode::NO_CONTENT);
        assert_eq!(house.number("SELECT count(*) FROM document").await, 1);
    }
}
