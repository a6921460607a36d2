//! What pages and server functions find in their context.
use crate::house::House;
use crate::session;
use app::approval::api::ApprovalDesk;
use app::call::{Call, Reply};
use app::deal::api::DealDesk;
use app::echo::EchoDesk;
use app::effort::api::EffortDesk;
use app::invoice::api::InvoiceDesk;
use app::letter::api::LetterDesk;
use app::mailbox::api::MailboxDesk;
use app::order::api::OrderDesk;
use app::organisation::api::OrganisationDesk;
use app::overview::api::OverviewDesk;
use app::package::api::PackageDesk;
use app::person::api::PersonDesk;
use app::phone::api::PhoneDesk;
use app::policy::api::PolicyDesk;
use app::quote::api::QuoteDesk;
use app::report::api::ReportDesk;
use app::ticket::api::TicketDesk;
use app::ticket::completion::CompletionDesk;
use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::{expect_context, provide_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// Puts the desks, the call and the reply at the disposal of pages and server functions.
pub fn provide(house: &House, call: Call) {
    provide_context(call);
    let desks = Arc::new(house.clone());
    provide_context::<Arc<dyn PersonDesk>>(desks.clone());
    provide_context::<Arc<dyn TicketDesk>>(desks.clone());
    provide_context::<Arc<dyn CompletionDesk>>(desks.clone());
    provide_context::<Arc<dyn EffortDesk>>(desks.clone());
    provide_context::<Arc<dyn ApprovalDesk>>(desks.clone());
    provide_context::<Arc<dyn LetterDesk>>(desks.clone());
    provide_context::<Arc<dyn MailboxDesk>>(desks.clone());
    provide_context::<Arc<dyn PhoneDesk>>(desks.clone());
    provide_context::<Arc<dyn PackageDesk>>(desks.clone());
    provide_context::<Arc<dyn PolicyDesk>>(desks.clone());
    provide_context::<Arc<dyn OrganisationDesk>>(desks.clone());
    provide_context::<Arc<dyn QuoteDesk>>(desks.clone());
    provide_context::<Arc<dyn OrderDesk>>(desks.clone());
    provide_context::<Arc<dyn ReportDesk>>(desks.clone());
    provide_context::<Arc<dyn OverviewDesk>>(desks.clone());
    provide_context::<Arc<dyn DealDesk>>(desks.clone());
    provide_context::<Arc<dyn InvoiceDesk>>(desks.clone());
    provide_context::<Arc<dyn EchoDesk>>(desks);
    provide_context(reply(house));
}

fn reply(house: &House) -> Reply {
    let options = expect_context::<ResponseOptions>();
    let secure = house.base.scheme() == "https";
    let cookie = {
        let options = options.clone();
        move |value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                options.append_header(header::SET_COOKIE, value);
            }
        }
    };
    let (session, lang) = (cookie.clone(), cookie);
    let (go, status) = (options.clone(), options);
    Reply {
        go: Arc::new(move |path| {
            if let Ok(value) = HeaderValue::from_str(path) {
                go.set_status(StatusCode::SEE_OTHER);
                go.insert_header(header::LOCATION, value);
                go.insert_header(
                    header::HeaderName::from_static("serverfnredirect"),
                    HeaderValue::from_static("1"),
                );
            }
        }),
        session: Arc::new(move |token| session(session::cookie(token, secure))),
        lang: Arc::new(move |chosen| {
            let secure = if secure { "; Secure" } else { "" };
            lang(format!("lang={}; Path=/; SameSite=Lax; Max-Age=31536000{secure}", chosen.code()));
        }),
        status: Arc::new(move |code| {
            if let Ok(code) = StatusCode::from_u16(code) {
                status.set_status(code);
            }
        }),
        key: Arc::new(crate::secret::key),
    }
}
