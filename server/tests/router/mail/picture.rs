//! Pictures that come by mail: their preview is made when somebody first asks for it, and once.
use super::{arrives, first_mail, text};
use crate::house::Browser;
use crate::{TestHouse, on_both};
use app::ticket::view::{DocumentView, TicketView};
use axum::http::StatusCode;
use domain::id::PersonId;
use domain::person::{Rights, Role};
use domain::ticket::number::TicketNumber;
use object_store::ObjectStoreExt as _;
use object_store::path::Path;

/// A picture of one red pixel.
const RED: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
/// What begins like a picture and is none.
const BROKEN: &str = "iVBORw0KGgo=";

/// An answer with a picture; `more` stands among its headers.
async fn with_picture(house: &TestHouse, answers: &str, name: &str, picture: &str, more: &str) {
    arrives(house, &format!(
        "From: vera.albers@example.de\nSubject: AW: Kasse steht\nMessage-ID: <{name}@example.de>\n{more}In-Reply-To: {answers}\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHier das Bild.\n--b\nContent-Type: image/png; name={name}\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n{picture}\n--b--\n"
    )).await;
}

async fn vera(house: &TestHouse) -> Browser {
    let id = house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await;
    house.browser(PersonId(id)).await
}

/// The latest document of a ticket.
async fn latest(browser: &Browser, number: TicketNumber) -> DocumentView {
    let ticket: TicketView = browser.call("ticket", &[("number", &number.0.to_string())]).await.json();
    ticket.entries.into_iter().flat_map(|entry| entry.documents).next_back().unwrap()
}

/// Takes the file itself away, so that nothing can be made of it any more.
async fn take_away(house: &TestHouse) {
    let place = text(house, "SELECT place FROM document ORDER BY id DESC LIMIT 1").await;
    house.house.files.store.delete(&Path::from(place.as_str())).await.unwrap();
}

on_both! {
    async fn a_picture_by_mail_gets_its_preview_when_it_is_first_asked_for(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        with_picture(&house, &id, "kasse.png", RED, "").await;
        let (number, vera) = (first.ticket.unwrap(), vera(&house).await);
        let made = "SELECT COUNT(*) FROM document WHERE preview = TRUE AND preview_due = FALSE";
        assert_eq!(house.number(made).await, 0, "a mail is taken in without");
        let document = latest(&vera, number).await;
        let path = format!("/documents/{}/preview", document.id);
        assert!(document.preview && vera.get(&format!("/tickets/{}", number.0)).await.text().contains(&path));
        // Who may not see the picture finds no preview of it, and has none made.
        let other = house.organisation("Nordwind").await;
        let nils = house.browser(house.contact("Nils Nordwind", other, Rights::default()).await).await;
        assert_eq!(nils.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.visitor().get(&path).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(house.number(made).await, 0);
        // Several ask at once.
        for small in futures::future::join_all((0..4).map(|_| vera.get(&path))).await {
            assert_eq!((small.status, small.header("content-type")), (StatusCode::OK, "image/jpeg"));
            assert!(small.body.starts_with(b"\xff\xd8\xff"));
        }
        assert_eq!(house.number(made).await, 1);
        take_away(&house).await;
        assert_eq!(vera.get(&path).await.status, StatusCode::OK, "it is made once");
        assert_eq!(nils.get(&path).await.status, StatusCode::NOT_FOUND);
    }

    async fn of_what_is_no_picture_a_preview_is_asked_for_once(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        with_picture(&house, &id, "kaputt.png", BROKEN, "").await;
        let (number, vera) = (first.ticket.unwrap(), vera(&house).await);
        let document = latest(&vera, number).await;
        let path = format!("/documents/{}/preview", document.id);
        assert!(document.preview);
        assert_eq!(vera.get(&path).await.status, StatusCode::NOT_FOUND);
        let page = vera.get(&format!("/tickets/{}", number.0)).await;
        assert!(page.status == StatusCode::OK && page.text().contains("kaputt.png") && !page.text().contains(&path));
        assert!(!latest(&vera, number).await.preview);
        take_away(&house).await;
        assert_eq!(vera.get(&path).await.status, StatusCode::NOT_FOUND, "nobody tries again");
    }

    async fn a_picture_for_staff_alone_has_its_preview_for_staff_alone(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        with_picture(&house, &id, "abwesend.png", RED, "Auto-Submitted: auto-replied\n").await;
        let (number, vera) = (first.ticket.unwrap(), vera(&house).await);
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let path = format!("/documents/{}/preview", house.number("SELECT id FROM document").await);
        assert_eq!(vera.get(&path).await.status, StatusCode::NOT_FOUND);
        assert!(!vera.get(&format!("/tickets/{}", number.0)).await.text().contains(&path));
        assert_eq!(katrin.get(&path).await.status, StatusCode::OK);
        assert_eq!(vera.get(&path).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_file_by_mail_is_not_called_as_the_preview_is(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        with_picture(&house, &id, "preview", RED, "").await;
        let document = latest(&vera(&house).await, first.ticket.unwrap()).await;
        assert_eq!(document.name, "preview_");
    }
}
