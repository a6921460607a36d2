//! Every door, tried by people who have no business there. A server function or route that is missing in these tables
//! fails the test: whoever adds one says here, in the file of its noun, who may not use it.
mod approval;
mod deal;
mod effort;
mod invoice;
mod letter;
mod organisation;
mod package;
mod person;
mod phone;
mod policy;
mod ticket;

use crate::house::{Answer, Browser, key};
use crate::on_both;
use app::error::AppError;
use axum::http::StatusCode;
use domain::person::{Rights, Role};

/// What each server function answers to nobody, and to somebody of another organisation.
#[derive(Clone, Copy, PartialEq)]
enum For {
    /// Open to everybody.
    Everybody,
    /// Needs sign-in; answers only what is the reader's own.
    SignedIn,
    /// Needs sign-in and a right that a stranger does not have: not found.
    Stranger,
}

/// Endpoint, fields (`{ticket}`, `{organisation}`, `{person}`, `{quote}` are filled in; `key` is added), and for whom.
type Function = (&'static str, &'static [(&'static str, &'static str)], For);

/// A page, and whether nobody may see it.
type Page = (&'static str, For);

const FUNCTIONS: [&[Function]; 11] = [
    person::FUNCTIONS,
    ticket::FUNCTIONS,
    approval::FUNCTIONS,
    organisation::FUNCTIONS,
    package::FUNCTIONS,
    letter::FUNCTIONS,
    deal::FUNCTIONS,
    invoice::FUNCTIONS,
    effort::FUNCTIONS,
    phone::FUNCTIONS,
    policy::FUNCTIONS,
];

const PAGES: [&[Page]; 10] = [
    person::PAGES,
    ticket::PAGES,
    organisation::PAGES,
    package::PAGES,
    letter::PAGES,
    deal::PAGES,
    invoice::PAGES,
    effort::PAGES,
    phone::PAGES,
    policy::PAGES,
];

/// A ticket of one organisation with a secret in every corner, and a contact of another with every right there.
struct Scene {
    fill: Vec<(&'static str, String)>,
    stranger: Browser,
}

impl Scene {
    async fn of(house: &crate::TestHouse) -> Self {
        let albers = house.organisation("Albers Möbelhaus").await;
        let vera = house.contact("Vera Albers", albers, Rights { sees_all: true, ..Rights::default() }).await;
        house.staff("Paula Lead", &[Role::ProjectLead]).await;
        let browser = house.browser(vera).await;
        let number: i64 = browser
            .call(
                "ticket/open",
                &[("key", &key()), ("title", "Geheimer Titel"), ("description", "Geheime Sache")],
            )
            .await
            .json();
        let asked = [
            ("key", &*key()),
            ("title", "Geheimes Angebot"),
            ("body", "Geheim"),
            ("organisation", &albers.0.to_string()),
        ];
        let quote: String = browser.call("quote/ask", &asked).await.json();
        let other = house.organisation("Brandt Logistik").await;
        let all = Rights {
            sees_all: true,
            technical_contact: true,
            approves_up_to: Some(1_000_000),
            accepts_results: true,
            billing: true,
            manages_contacts: true,
        };
        let stranger = house.contact("Fritz Fremd", other, all).await;
        let fill = vec![
            ("{ticket}", number.to_string()),
            ("{quote}", quote),
            ("{organisation}", albers.0.to_string()),
            ("{person}", vera.0.to_string()),
        ];
        Self { fill, stranger: house.browser(stranger).await }
    }

    fn filled(&self, text: &str) -> String {
        self.fill.iter().fold(text.to_owned(), |text, (gap, value)| text.replace(gap, value))
    }

    async fn call(&self, who: &Browser, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let key = key();
        let mut all: Vec<(&str, String)> =
            fields.iter().map(|(name, value)| (*name, self.filled(value))).collect();
        all.push(("key", key));
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
        who.call(endpoint, &all).await
    }
}

on_both! {
    async fn every_server_function_is_in_the_table(_house: TestHouse) {
        let known: Vec<String> = FUNCTIONS.into_iter().flatten().map(|(endpoint, ..)| format!("/api/{endpoint}")).collect();
        let missing: Vec<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).filter(|path| !known.iter().any(|k| k == path)).collect();
        assert!(missing.is_empty(), "say in server/tests/router/access/*.rs who may not call {missing:?}");
    }

    async fn nobody_gets_past_the_server_functions(house: TestHouse) {
        let scene = Scene::of(&house).await;
        for (endpoint, fields, who) in FUNCTIONS.into_iter().flatten() {
            let answer = scene.call(&house.visitor(), endpoint, fields).await;
            assert!(!answer.text().contains("Geheim"), "{endpoint}: {}", answer.text());
            if *who != For::Everybody {
                assert_eq!(answer.error(), AppError::SignedOut, "{endpoint}");
            }
        }
    }

    async fn nobody_learns_what_a_deed_is_called(house: TestHouse) {
        let scene = Scene::of(&house).await;
        let asked = ["order/turn", "consent/decide", "approval/decide", "invoice/line", "invoice/turn", "effort/change", "package/correct"];
        for (endpoint, fields, _) in FUNCTIONS.into_iter().flatten().filter(|(endpoint, ..)| asked.contains(endpoint)) {
            let wrong: Vec<_> = fields.iter().map(|(name, value)| (*name, if *name == "deed" { "none" } else { *value })).collect();
            assert_eq!(scene.call(&house.visitor(), endpoint, &wrong).await.error(), AppError::SignedOut, "{endpoint}");
        }
    }

    async fn members_of_another_organisation_find_nothing(house: TestHouse) {
        let scene = Scene::of(&house).await;
        for (endpoint, fields, who) in FUNCTIONS.into_iter().flatten().filter(|(_, _, who)| *who != For::Everybody) {
            let answer = scene.call(&scene.stranger, endpoint, fields).await;
            assert!(!answer.text().contains("Geheim") && !answer.text().contains("Albers"), "{endpoint}: {}", answer.text());
            if *who == For::Stranger {
                let hidden = matches!(answer.error(), AppError::NotFound)
                    // A choice that is not offered is told at its field, as any other wrong value is.
                    || endpoint == &"ticket/open" && matches!(answer.error(), AppError::Invalid { .. });
                assert!(hidden, "{endpoint}: {}", answer.text());
            }
        }
        assert_eq!(house.number("SELECT count(*) FROM ticket").await, 1);
        assert_eq!(house.number("SELECT count(*) FROM entry WHERE what <> 'opened' AND what <> 'assigned'").await, 0);
    }

    async fn pages_show_strangers_nothing(house: TestHouse) {
        let scene = Scene::of(&house).await;
        for (page, who) in PAGES.into_iter().flatten() {
            let path = scene.filled(page);
            let nobody = house.visitor().get(&path).await;
            assert!(!nobody.text().contains("Geheim"), "{path}");
            match who {
                For::Everybody => assert_eq!(nobody.status, StatusCode::OK, "{path}"),
                For::SignedIn | For::Stranger => {
                    assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{path}");
                    assert!(nobody.header("location").starts_with("/sign-in"), "{path}");
                }
            }
            let stranger = scene.stranger.get(&path).await;
            assert!(!stranger.text().contains("Geheim") && !stranger.text().contains("Albers"), "{path}");
            if *who == For::Stranger {
                assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{path}");
            }
        }
    }

    async fn files_and_the_live_channel_are_closed(house: TestHouse) {
        let scene = Scene::of(&house).await;
        let owner = house.number("SELECT author_id FROM ticket").await;
        house.run(
            "INSERT INTO document (id, ticket_id, entry_id, person_id, name, media_type, size, received, sha256, place, preview, internal, state, created_at) \
             SELECT 7, t.id, (SELECT min(e.id) FROM entry e), $1, 'Geheim.txt', 'text/plain', 1, 1, '', 'nowhere', TRUE, FALSE, 'ready', 0 FROM ticket t",
            [owner.into()],
        ).await;
        for (method, path) in [
            ("GET", "/documents/7/Geheim.txt"),
            ("GET", "/documents/7/preview"),
            ("GET", "/policy/export/1"),
            ("GET", "/settings-invoice/de"),
            ("GET", "/bookings.csv?month=2026-11"),
            ("GET", "/archive.zip?year=2026"),
            ("GET", "/packages/{organisation}/statement.csv"),
            ("GET", "/packages/{organisation}/statement.pdf"),
            ("GET", "/reports/{organisation}/2026-11/history/de"),
            ("GET", "/invoices/RE-2026-0001/pdf"),
            ("GET", "/invoices/RE-2026-0001/xml"),
            ("GET", "/invoices/RE-2026-0001/xrechnung"),
            ("GET", "/invoices/1/preview.pdf"),
            ("HEAD", "/documents/7"),
            ("PATCH", "/documents/7"),
            ("DELETE", "/documents/7"),
            ("POST", "/tickets/{ticket}/documents"),
        ] {
            for (who, browser) in [("nobody", &house.visitor()), ("stranger", &scene.stranger)] {
                let request = browser.request(method, &scene.filled(path)).header("x-requested-with", "schalter").header("upload-offset", "0");
                let request = request.header("content-type", "multipart/form-data; boundary=x");
                let body = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na\r\n--x--\r\n";
                let answer = browser.send(request.body(body.into()).unwrap()).await;
                assert!(!answer.text().contains("Geheim"), "{who}: {method} {path}");
                let closed = [StatusCode::NOT_FOUND, StatusCode::UNAUTHORIZED, StatusCode::SEE_OTHER];
                assert!(closed.contains(&answer.status), "{who}: {method} {path}: {}", answer.status);
            }
        }
        assert_eq!(house.visitor().get("/live").await.text(), "event: bye\ndata: {}\n\n");
        assert_eq!(house.number("SELECT count(*) FROM document").await, 1);
    }
}
