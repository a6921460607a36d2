//! Signing in, sessions, second factors, invitations, staff.
use crate::house::{Browser, TestHouse, key};
use crate::on_both;
use app::error::AppError;
use app::person::view::{AccountView, Me, SecondFactorSetUp, SignedIn, StaffView};
use axum::http::StatusCode;
use domain::input::Reason;
use domain::person::{Rights, Role};
use jiff::SignedDuration;

const PASSWORD: &str = "Uferweg-71-Kranich";

/// The address in the newest letter to somebody.
async fn mailed_token(house: &TestHouse, path: &str) -> String {
    let sql = "SELECT text_body FROM letter ORDER BY id DESC LIMIT 1";
    let row = server::store::one_row(house.house.store.read(), sql, []).await.unwrap().unwrap();
    let text: String = row.try_get("", "text_body").unwrap();
    let address = format!("{}{path}?token=", crate::house::BASE);
    text.split(&address).nth(1).unwrap_or_else(|| panic!("{text}")).lines().next().unwrap().to_owned()
}

async fn set_password(house: &TestHouse, person: domain::id::PersonId) {
    let hash = server::person::password::hash(PASSWORD).await.unwrap();
    house.run("UPDATE person SET password_hash = $1 WHERE id = $2", [hash.into(), person.0.into()]).await;
}

/// The browser after an answer that set a cookie.
fn with_cookie(browser: &Browser, answer: &crate::house::Answer) -> Browser {
    let mut browser = browser.clone();
    browser.cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    browser
}

async fn me(browser: &Browser) -> Option<String> {
    browser.call("me", &[]).await.json::<Me>().actor.map(|actor| actor.name)
}

on_both! {
    async fn a_mailed_link_signs_in_once(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        house.contact("Vera Albers", albers, Rights::default()).await;
        let visitor = house.visitor();
        assert_eq!(visitor.call("sign-in/send-link", &[("email", " Vera.Albers@Example.de ")]).await.status, StatusCode::OK);
        let token = mailed_token(&house, "/sign-in/link").await;
        // Mail scanners open links: looking at the page uses nothing up.
        assert_eq!(visitor.get(&format!("/sign-in/link?token={token}")).await.status, StatusCode::OK);
        let answer = visitor.call("sign-in/use-link", &[("token", &token)]).await;
        assert_eq!(answer.json::<SignedIn>(), SignedIn::Done);
        assert!(answer.header("set-cookie").contains("HttpOnly; SameSite=Lax"));
        assert_eq!(me(&with_cookie(&visitor, &answer)).await.as_deref(), Some("Vera Albers"));
        assert_eq!(visitor.call("sign-in/use-link", &[("token", &token)]).await.error(), AppError::LinkEnded);
    }

    async fn a_link_ends_after_twenty_minutes(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        house.contact("Vera Albers", albers, Rights::default()).await;
        let visitor = house.visitor();
        visitor.call("sign-in/send-link", &[("email", "vera.albers@example.de")]).await;
        let token = mailed_token(&house, "/sign-in/link").await;
        house.wait(SignedDuration::from_mins(21));
        assert_eq!(visitor.call("sign-in/use-link", &[("token", &token)]).await.error(), AppError::LinkEnded);
    }

    async fn nobody_learns_which_addresses_have_accounts(house: TestHouse) {
        let answer = house.visitor().call("sign-in/send-link", &[("email", "niemand@example.de")]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(house.number("SELECT count(*) FROM letter").await, 0);
        let wrong = house.visitor().call("sign-in/password", &[("email", "niemand@example.de"), ("password", "x")]).await;
        assert_eq!(wrong.error(), AppError::field("password", Reason::NoMatch));
        let bad = house.visitor().call("sign-in/send-link", &[("email", "niemand")]).await;
        assert_eq!(bad.error(), AppError::field("email", Reason::NotAnAddress));
    }

    async fn guessing_passwords_is_slowed_down(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        let vera = house.contact("Vera Albers", albers, Rights::default()).await;
        set_password(&house, vera).await;
        let visitor = house.visitor();
        let guess = |password: &'static str| {
            let visitor = visitor.clone();
            async move { visitor.call("sign-in/password", &[("email", "vera.albers@example.de"), ("password", password)]).await }
        };
        for _ in 0..8 {
            assert_eq!(guess("falsch").await.error(), AppError::field("password", Reason::NoMatch));
        }
        let answer = guess(PASSWORD).await;
        assert!(matches!(answer.error(), AppError::TooMany { .. }));
        assert!(answer.header("retry-after").parse::<i64>().unwrap() > 0);
        house.wait(SignedDuration::from_mins(16));
        assert_eq!(guess(PASSWORD).await.json::<SignedIn>(), SignedIn::Done);
    }

    async fn staff_need_a_second_factor_and_a_code_works_once(house: TestHouse) {
        let paula = house.staff("Paula Lead", &[Role::ProjectLead]).await;
        set_password(&house, paula).await;
        let visitor = house.visitor();
        let fields = [("email", "paula.lead@example.de"), ("password", PASSWORD)];
        let answer = visitor.call("sign-in/password", &fields).await;
        assert_eq!(answer.json::<SignedIn>(), SignedIn::SetUpSecondFactor);
        let half = with_cookie(&visitor, &answer);
        assert_eq!(me(&half).await, None);
        assert_eq!(half.call("tickets", &[("query", "")]).await.error(), AppError::SignedOut);

        let set_up: SecondFactorSetUp = half.call("account/begin-second-factor", &[]).await.json();
        assert!(set_up.code.len() > 20);
        let code = |house: &TestHouse| server::person::factor::code(&set_up.secret, house.now()).unwrap();
        assert_eq!(half.call("account/confirm-second-factor", &[("code", "12")]).await.error(), AppError::field("code", Reason::NoMatch));
        let answer = half.call("account/confirm-second-factor", &[("code", &code(&house))]).await;
        assert_eq!(answer.json::<SignedIn>(), SignedIn::Done);
        assert_eq!(me(&with_cookie(&half, &answer)).await.as_deref(), Some("Paula Lead"));
        assert_eq!(half.call("account/begin-second-factor", &[]).await.error(), AppError::SignedOut, "the half session is over");

        let answer = visitor.call("sign-in/password", &fields).await;
        assert_eq!(answer.json::<SignedIn>(), SignedIn::SecondFactor);
        let half = with_cookie(&visitor, &answer);
        assert_eq!(half.call("account/begin-second-factor", &[]).await.error(), AppError::SignedOut, "no way around the factor");
        let used = half.call("sign-in/second-factor", &[("code", &code(&house))]).await;
        assert_eq!(used.error(), AppError::field("code", Reason::NoMatch), "the code was used to confirm");
        house.wait(SignedDuration::from_secs(60));
        let answer = half.call("sign-in/second-factor", &[("code", &code(&house))]).await;
        assert_eq!(answer.json::<SignedIn>(), SignedIn::Done);
    }

    async fn sessions_are_listed_and_ended_at_once(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        let vera = house.contact("Vera Albers", albers, Rights::default()).await;
        let (desk, tablet, phone) = (house.browser(vera).await, house.browser(vera).await, house.browser(vera).await);
        let account: AccountView = desk.call("account", &[]).await.json();
        assert_eq!((account.sessions.len(), account.sessions.iter().filter(|s| s.current).count()), (3, 1));
        let other = account.sessions.iter().find(|s| !s.current).unwrap().id.to_string();
        assert_eq!(desk.call("account/end-session", &[("id", &other)]).await.status, StatusCode::OK);
        let alive = [me(&tablet).await.is_some(), me(&phone).await.is_some()];
        assert_eq!(alive.iter().filter(|a| **a).count(), 1);
        desk.call("account/end-other-sessions", &[]).await;
        assert!(me(&tablet).await.is_none() && me(&phone).await.is_none() && me(&desk).await.is_some());
        let fritz = house.contact("Fritz Fremd", albers, Rights::default()).await;
        let own = desk.call("account", &[]).await.json::<AccountView>().sessions[0].id.to_string();
        assert_eq!(house.browser(fritz).await.call("account/end-session", &[("id", &own)]).await.error(), AppError::NotFound);
        let answer = desk.call("sign-out", &[]).await;
        assert!(answer.header("set-cookie").contains("Max-Age=0"));
        assert!(me(&desk).await.is_none());
    }

    async fn a_session_that_is_not_used_ends_by_itself(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        let vera = house.contact("Vera Albers", albers, Rights::default()).await;
        let browser = house.browser(vera).await;
        for _ in 0..8 {
            house.wait(SignedDuration::from_hours(10 * 24));
            assert!(me(&browser).await.is_some());
        }
        house.wait(SignedDuration::from_hours(15 * 24));
        assert!(me(&browser).await.is_none());
    }

    async fn a_new_password_asks_for_the_old_one_and_ends_other_sessions(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        let vera = house.contact("Vera Albers", albers, Rights::default()).await;
        let (desk, phone) = (house.browser(vera).await, house.browser(vera).await);
        let short = desk.call("account/password", &[("new", "kurz")]).await;
        assert_eq!(short.error(), AppError::field("new", Reason::TooShort { min: 12 }));
        assert_eq!(desk.call("account/password", &[("new", PASSWORD)]).await.status, StatusCode::OK);
        assert!(me(&desk).await.is_some() && me(&phone).await.is_none());
        let wrong = desk.call("account/password", &[("present", "falsch"), ("new", "Noch-ein-Kranich-9")]).await;
        assert_eq!(wrong.error(), AppError::field("present", Reason::NoMatch));
        assert_eq!(house.number("SELECT count(*) FROM letter WHERE subject = 'Ihr Passwort wurde geändert'").await, 1);
    }

    async fn staff_are_invited_and_leave(house: TestHouse) {
        let chief = house.staff("Henrik Chef", &[Role::Administrator]).await;
        let chief = house.browser(chief).await;
        let once = key();
        let fields = [("key", once.as_str()), ("name", "Neue Kraft"), ("email", "neu@example.de"), ("roles[0]", "team_member")];
        for _ in 0..2 {
            assert_eq!(chief.call("staff/invite", &fields).await.status, StatusCode::OK);
        }
        assert_eq!(house.number("SELECT count(*) FROM letter").await, 1, "a request sent twice acts once");
        let token = mailed_token(&house, "/invitation").await;
        let visitor = house.visitor();
        let bare = visitor.call("invitation/accept", &[("token", &token), ("name", "")]).await;
        assert!(matches!(bare.error(), AppError::Invalid { fields } if fields.len() == 2), "name and password");
        let fields = [("token", token.as_str()), ("name", "Nora Neu"), ("password", PASSWORD)];
        assert_eq!(visitor.call("invitation/accept", &fields).await.json::<SignedIn>(), SignedIn::SetUpSecondFactor);
        assert_eq!(visitor.call("invitation/accept", &fields).await.error(), AppError::LinkEnded);
        let staff: StaffView = chief.call("staff", &[]).await.json();
        let nora = staff.people.iter().find(|p| p.name == "Nora Neu").unwrap().id;
        let browser = house.browser(nora).await;
        assert!(me(&browser).await.is_some());
        let id = nora.to_string();
        assert_eq!(chief.call("staff/roles", &[("key", &key()), ("id", &id)]).await.status, StatusCode::OK);
        assert!(me(&browser).await.is_none(), "who leaves loses access at once");
        let own = house.number("SELECT id FROM person WHERE name = 'Henrik Chef'").await.to_string();
        let last = chief.call("staff/roles", &[("key", &key()), ("id", &own), ("roles[0]", "team_member")]).await;
        assert!(matches!(last.error(), AppError::Invalid { .. }), "nobody shuts the last door behind them");
    }

    async fn a_refused_plain_form_comes_back_with_what_was_typed_but_no_secrets(house: TestHouse) {
        let visitor = house.visitor();
        let answer = visitor.post("sign-in/password", "/sign-in?next=/board", &[("email", "vera@example.de"), ("password", "ganz-geheim-99")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let location = answer.header("location").to_owned();
        assert!(location.starts_with("/sign-in?next=/board&echo="), "{location}");
        let page = visitor.get(&location).await.text();
        assert!(page.contains("vera@example.de") && !page.contains("ganz-geheim-99"));
        let albers = house.organisation("Albers").await;
        let other = house.contact("Fritz Fremd", albers, Rights::default()).await;
        assert!(!house.browser(other).await.get(&location).await.text().contains("vera@example.de"), "it is shown to nobody else");
    }
}
