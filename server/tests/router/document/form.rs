//! Files that come with a plain form.
use super::{PNG, scene};
use crate::house::{Answer, Browser, key};
use crate::on_both;
use app::error::AppError;
use app::ticket::view::TicketView;
use axum::body::Body;
use axum::http::{StatusCode, header};

fn form(parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
        body.extend_from_slice(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}

pub async fn send_form(browser: &Browser, ticket: i64, parts: &[(&str, &str, &[u8])]) -> Answer {
    let request = browser
        .request("POST", &format!("/tickets/{ticket}/documents"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header(header::ACCEPT, "text/html");
    browser.send(request.body(Body::from(form(parts))).unwrap()).await
}

on_both! {
    async fn a_plain_form_sends_files_as_a_message(house: TestHouse) {
        let scene = scene(&house).await;
        let key = key();
        let parts: [(&str, &str, &[u8]); 5] = [
            ("key", "", key.as_bytes()),
            ("body", "", "Zwei Bilder".as_bytes()),
            ("file", "eins.png", PNG),
            ("file", "", b""),
            ("file", "zwei.txt", b"abc"),
        ];
        for _ in 0..2 {
            // Sent twice it acts once.
            let answer = send_form(&scene.customer, scene.ticket, &parts).await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, format!("/tickets/{}", scene.ticket).as_str()));
        }
        assert_eq!(house.number("SELECT count(*) FROM entry WHERE what = 'message'").await, 1);
        let page: TicketView = scene.staff.call("ticket", &[("number", &scene.ticket.to_string())]).await.json();
        let names: Vec<_> = page.entries.last().unwrap().documents.iter().map(|d| d.name.clone()).collect();
        assert_eq!(names, ["eins.png", "zwei.txt"]);
        // Nothing chosen: back to the page, which says so.
        let empty = send_form(&scene.customer, scene.ticket, &[("key", "", b"another-key"), ("file", "", b"")]).await;
        assert!(empty.header("location").starts_with(&format!("/tickets/{}?echo=", scene.ticket)));
        assert_eq!(send_form(&scene.stranger, scene.ticket, &parts).await.error(), AppError::NotFound);
    }
}
