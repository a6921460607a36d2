//! Every door, tried by people who have no business there. A server function or route that is missing in these tables
//! fails the test: whoever adds one says here who may not use it.
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

/// Endpoint, fields (`{ticket}`, `{organisation}`, `{person}` are filled in; `key` is added), and for whom.
const FUNCTIONS: &[(&str, &[(&str, &str)], For)] = &[
    ("echo", &[("id", "unknown-echo")], For::Everybody),
    ("me", &[], For::Everybody),
    ("language", &[("lang", "en")], For::Everybody),
    ("counters", &[], For::Everybody),
    ("contact", &[("name", "A"), ("email", "a@b.de"), ("subject", "S"), ("message", "M")], For::Everybody),
    ("completion", &[("token", "x")], For::Everybody),
    ("completion/confirm", &[("token", "x")], For::Everybody),
    ("completion/object", &[("token", "x"), ("note", "N")], For::Everybody),
    ("approval", &[("token", "x")], For::Everybody),
    ("approval/approve", &[("token", "x")], For::Everybody),
    ("approval/decline", &[("token", "x"), ("note", "N")], For::Everybody),
    ("sign-in/send-link", &[("email", "nobody@example.de")], For::Everybody),
    ("sign-in/use-link", &[("token", "x")], For::Everybody),
    ("sign-in/password", &[("email", "nobody@example.de"), ("password", "x")], For::Everybody),
    ("sign-in/second-factor", &[("code", "000000")], For::Everybody),
    ("sign-out", &[], For::Everybody),
    ("invitation", &[("token", "x")], For::Everybody),
    ("invitation/accept", &[("token", "x"), ("name", "A")], For::Everybody),
    ("account", &[], For::SignedIn),
    ("account/profile", &[("name", "Neuer Name"), ("lang", "de")], For::SignedIn),
    ("account/password", &[("new", "Uferweg-71-Kranich")], For::SignedIn),
    ("account/end-session", &[("id", "999999")], For::SignedIn),
    ("account/end-other-sessions", &[], For::SignedIn),
    ("account/begin-second-factor", &[], For::SignedIn),
    ("account/confirm-second-factor", &[("code", "000000")], For::SignedIn),
    ("tickets", &[("query", "")], For::SignedIn),
    ("choices", &[], For::SignedIn),
    ("ticket/form", &[], For::SignedIn),
    (
        "ticket/assist",
        &[
            ("opening[title]", "x"),
            ("opening[description]", ""),
            ("opening[kind]", "normal"),
            ("opening[urgency]", "normal"),
            ("opening[software_version]", ""),
            ("opening[organisation]", "{organisation}"),
        ],
        For::SignedIn,
    ),
    ("report", &[("organisation", "{organisation}")], For::Stranger),
    ("overview", &[], For::SignedIn),
    ("organisations", &[], For::SignedIn),
    ("queue", &[("name", "all"), ("query", "")], For::Stranger),
    ("board", &[], For::Stranger),
    ("ticket", &[("number", "{ticket}")], For::Stranger),
    (
        "ticket/open",
        &[("title", "T"), ("description", "D"), ("organisation", "{organisation}")],
        For::Stranger,
    ),
    ("ticket/write", &[("number", "{ticket}"), ("body", "B"), ("seen", "1")], For::Stranger),
    ("ticket/move", &[("number", "{ticket}"), ("to", "closed"), ("note", "N")], For::Stranger),
    (
        "internal/open",
        &[("number", "{ticket}"), ("work", "bug"), ("title", "T"), ("description", "D")],
        For::Stranger,
    ),
    ("internal/link", &[("number", "{ticket}"), ("internal", "1")], For::Stranger),
    ("internal/tell", &[("number", "{ticket}"), ("de", "T")], For::Stranger),
    ("ticket/merge/preview", &[("number", "{ticket}"), ("into", "1")], For::Stranger),
    ("ticket/merge", &[("number", "{ticket}"), ("into", "1")], For::Stranger),
    ("ticket/unmerge", &[("number", "{ticket}"), ("merged", "1")], For::Stranger),
    ("ticket/split", &[("number", "{ticket}"), ("title", "T")], For::Stranger),
    ("ticket/judge", &[("number", "{ticket}"), ("offer", "1"), ("verdict", "accepted")], For::Stranger),
    ("ticket/hand-over", &[("number", "{ticket}"), ("team", "1"), ("specification", "S")], For::Stranger),
    ("ticket/assign", &[("number", "{ticket}"), ("to", "")], For::Stranger),
    ("ticket/include", &[("number", "{ticket}"), ("release", "R")], For::Stranger),
    ("ticket/classify", &[("number", "{ticket}"), ("class", "outage")], For::Stranger),
    ("ticket/forecast", &[("number", "{ticket}"), ("class", "outage")], For::Stranger),
    ("ticket/add-person", &[("number", "{ticket}"), ("email", "a@b.de")], For::Stranger),
    ("ticket/draft", &[("number", "{ticket}"), ("kind", "reply"), ("body", "B")], For::Stranger),
    ("ticket/look", &[("number", "{ticket}"), ("writing", "false")], For::Stranger),
    ("mailboxes", &[], For::Stranger),
    ("mailbox/save", &[("id", "new"), ("name", "N"), ("address", "a@b.de"), ("lang", "de")], For::Stranger),
    ("mailbox/remove", &[("id", "1")], For::Stranger),
    ("mailbox/check", &[("id", "1")], For::Stranger),
    ("organisation", &[("id", "{organisation}")], For::Stranger),
    ("organisation/open", &[("name", "Neu")], For::Stranger),
    ("organisation/change", &[("id", "{organisation}"), ("name", "Anders")], For::Stranger),
    ("organisation/invite", &[("id", "{organisation}"), ("name", "A"), ("email", "a@b.de")], For::Stranger),
    ("organisation/rights", &[("id", "{organisation}"), ("person", "{person}")], For::Stranger),
    ("organisation/leave", &[("id", "{organisation}"), ("person", "{person}")], For::Stranger),
    (
        "organisation/add-project",
        &[("id", "{organisation}"), ("name", "P"), ("phase", "support")],
        For::Stranger,
    ),
    ("organisation/add-asset", &[("id", "{organisation}"), ("name", "A"), ("kind", "live")], For::Stranger),
    ("staff", &[], For::Stranger),
    ("staff/invite", &[("name", "A"), ("email", "a@b.de")], For::Stranger),
    ("staff/roles", &[("id", "{person}")], For::Stranger),
    ("staff/reset-second-factor", &[("id", "{person}")], For::Stranger),
    ("staff/team", &[("name", "T")], For::Stranger),
    ("outbox", &[], For::Stranger),
    ("outbox/settle", &[("id", "1"), ("again", "1")], For::Stranger),
    ("mails", &[("show", "all")], For::Stranger),
    ("mail", &[("id", "1")], For::Stranger),
    ("mails/move", &[("id", "1")], For::Stranger),
    ("mails/settle", &[("id", "1"), ("deed", "drop")], For::Stranger),
    (
        "effort/book",
        &[("number", "{ticket}"), ("quick", "15"), ("activity", "design"), ("billing", "billable")],
        For::Stranger,
    ),
    ("effort/change", &[("id", "1"), ("version", "1"), ("deed", "take_back")], For::Stranger),
    ("effort/timer", &[("number", "{ticket}"), ("deed", "start")], For::Stranger),
    ("effort/timers", &[], For::SignedIn),
    ("effort/week", &[], For::Stranger),
    ("organisation/month", &[], For::Stranger),
    ("organisation/note", &[("id", "{organisation}"), ("month", "2026-12"), ("note", "N")], For::Stranger),
    ("phone/begin", &[], For::Stranger),
    ("phone/call", &[("id", "1")], For::Stranger),
    ("phone/open", &[], For::SignedIn),
    ("phone/find", &[("query", "Albers")], For::Stranger),
    ("phone/calls", &[("organisation", "{organisation}")], For::Stranger),
    ("phone/caller", &[("id", "1"), ("organisation", "{organisation}")], For::Stranger),
    ("phone/stranger", &[("id", "1"), ("name", "N")], For::Stranger),
    ("phone/turn", &[("id", "1"), ("deed", "drop")], For::Stranger),
    ("phone/open-ticket", &[("id", "1"), ("title", "T"), ("description", "D")], For::Stranger),
    ("phone/log", &[("id", "1"), ("number", "{ticket}"), ("body", "B")], For::Stranger),
    (
        "phone/numbers",
        &[("organisation", "{organisation}"), ("person", "{person}"), ("phones", "0431 123456")],
        For::Stranger,
    ),
    ("approval/ask", &[("number", "{ticket}"), ("minutes", "30"), ("reason", "R")], For::Stranger),
    ("approval/withdraw", &[("id", "1")], For::Stranger),
    ("approval/decide", &[("id", "1"), ("deed", "approve")], For::Stranger),
    ("consent/decide", &[("id", "1"), ("deed", "approve")], For::Stranger),
    ("ticket/types", &[("organisation", "{organisation}")], For::Stranger),
    ("packages", &[("organisation", "{organisation}")], For::Stranger),
    (
        "package/correct",
        &[("organisation", "{organisation}"), ("deed", "add"), ("minutes", "60"), ("reason", "R")],
        For::Stranger,
    ),
    ("package/pool", &[("organisation", "{organisation}"), ("cycles", "0-2"), ("note", "N")], For::Stranger),
    ("quotes", &[("filter[query]", "")], For::SignedIn),
    ("quote", &[("number", "{quote}")], For::Stranger),
    ("quote/form", &[("number", "{quote}"), ("ticket", "")], For::Stranger),
    ("quote/ask", &[("title", "T"), ("body", "B"), ("organisation", "{organisation}")], For::Stranger),
    ("quote/write", &[("number", "{quote}"), ("seen", "1"), ("title", "T")], For::Stranger),
    ("quote/accept", &[("number", "{quote}"), ("version", "1"), ("confirmed", "1")], For::Stranger),
    ("quote/decline", &[("number", "{quote}"), ("version", "1"), ("reason", "R")], For::Stranger),
    ("quote/withdraw", &[("number", "{quote}"), ("reason", "R")], For::Stranger),
    ("deal/comment", &[("deal", "{quote}"), ("body", "B")], For::Stranger),
    ("orders", &[("filter[query]", "")], For::SignedIn),
    ("order", &[("number", "B-2026-0001")], For::Stranger),
    ("order/turn", &[("number", "B-2026-0001"), ("deed", "finish")], For::Stranger),
    ("order/link", &[("number", "B-2026-0001"), ("ticket", "{ticket}")], For::Stranger),
    ("order/unlink", &[("number", "B-2026-0001"), ("ticket", "{ticket}")], For::Stranger),
    ("invoices", &[("filter[query]", "")], For::SignedIn),
    ("invoice", &[("reference", "1")], For::Stranger),
    ("services", &[("filter[query]", "")], For::SignedIn),
    (
        "invoice/draw",
        &[("organisation", "{organisation}"), ("from", "2026-11-01"), ("to", "2026-11-30")],
        For::Stranger,
    ),
    ("invoice/line", &[("reference", "1"), ("line", "1"), ("deed", "put_back")], For::Stranger),
    (
        "invoice/add",
        &[
            ("reference", "1"),
            ("name", "N"),
            ("quantity", "1"),
            ("unit", "piece"),
            ("price", "5"),
            ("reason", "R"),
        ],
        For::Stranger,
    ),
    (
        "invoice/discount",
        &[("reference", "1"), ("off", "5"), ("off_in", "percent"), ("reason", "R")],
        For::Stranger,
    ),
    (
        "invoice/period",
        &[("reference", "1"), ("from", "2026-11-01"), ("to", "2026-11-30"), ("reason", "R")],
        For::Stranger,
    ),
    (
        "invoice/payer",
        &[("organisation", "{organisation}"), ("reference", "1"), ("name", "N")],
        For::Stranger,
    ),
    ("invoice/issue", &[("reference", "1"), ("seen", "1")], For::Stranger),
    ("invoice/cancel", &[("reference", "RE-2026-0001"), ("reason", "R")], For::Stranger),
    ("invoice/turn", &[("reference", "1"), ("deed", "redraw")], For::Stranger),
    ("invoice/pay", &[("reference", "RE-2026-0001"), ("amount", "5")], For::Stranger),
    ("invoice/unpay", &[("reference", "RE-2026-0001"), ("payment", "1")], For::Stranger),
    ("invoice/ask", &[("reference", "RE-2026-0001"), ("line", "1"), ("body", "B")], For::Stranger),
    ("policy", &[], For::SignedIn),
    ("policy/draft", &[("moves", "true")], For::Stranger),
    (
        "policy/edit",
        &[("part", "company"), ("deed", "save"), ("seen", "1"), ("fields[default_class]", "standard")],
        For::Stranger,
    ),
    ("policy/import", &[("text", "form = 1")], For::Stranger),
    ("policy/discard", &[], For::Stranger),
    ("policy/publish", &[("seen", "1"), ("note", "N")], For::Stranger),
];

/// Pages, and whether nobody may see them.
const PAGES: &[(&str, For)] = &[
    ("/sign-in", For::Everybody),
    ("/sign-in/sent", For::Everybody),
    ("/contact", For::Everybody),
    ("/contact/thanks", For::Everybody),
    ("/", For::SignedIn),
    ("/tickets", For::SignedIn),
    ("/tickets/new", For::SignedIn),
    ("/account", For::SignedIn),
    ("/tickets/{ticket}", For::Stranger),
    ("/tickets/{ticket}/merge", For::Stranger),
    ("/tickets/{ticket}/split", For::Stranger),
    ("/queue", For::Stranger),
    ("/board", For::Stranger),
    ("/times", For::Stranger),
    ("/calls", For::Stranger),
    ("/monthly-plan", For::Stranger),
    ("/calls/1", For::Stranger),
    ("/organisations/{organisation}", For::Stranger),
    ("/staff", For::Stranger),
    ("/outbox", For::Stranger),
    ("/mails", For::Stranger),
    ("/mailboxes", For::Stranger),
    ("/mails/1/move", For::Stranger),
    ("/mails/1", For::Stranger),
    ("/packages?organisation={organisation}", For::Stranger),
    ("/quotes", For::SignedIn),
    ("/quotes/new", For::SignedIn),
    ("/quotes/{quote}", For::Stranger),
    ("/quotes/{quote}/edit", For::Stranger),
    ("/orders", For::SignedIn),
    ("/orders/B-2026-0001", For::Stranger),
    ("/invoices", For::SignedIn),
    ("/invoices/1", For::Stranger),
    ("/invoices/1/issue", For::Stranger),
    ("/invoices/RE-2026-0001", For::Stranger),
    ("/services", For::SignedIn),
    ("/reports?organisation={organisation}", For::Stranger),
    ("/policy", For::SignedIn),
    ("/settings", For::Stranger),
    ("/settings/publish", For::Stranger),
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
        let known: Vec<String> = FUNCTIONS.iter().map(|(endpoint, ..)| format!("/api/{endpoint}")).collect();
        let missing: Vec<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).filter(|path| !known.iter().any(|k| k == path)).collect();
        assert!(missing.is_empty(), "say in server/tests/router/access.rs who may not call {missing:?}");
    }

    async fn nobody_gets_past_the_server_functions(house: TestHouse) {
        let scene = Scene::of(&house).await;
        for (endpoint, fields, who) in FUNCTIONS {
            let answer = scene.call(&house.visitor(), endpoint, fields).await;
            assert!(!answer.text().contains("Geheim"), "{endpoint}: {}", answer.text());
            if *who != For::Everybody {
                assert_eq!(answer.error(), AppError::SignedOut, "{endpoint}");
            }
        }
    }

    async fn members_of_another_organisation_find_nothing(house: TestHouse) {
        let scene = Scene::of(&house).await;
        for (endpoint, fields, who) in FUNCTIONS.iter().filter(|(_, _, who)| *who != For::Everybody) {
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
        for (page, who) in PAGES {
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
