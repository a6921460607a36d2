//! Papers that are no invoices: laid out beside the server's own work, delivered as files.
use crate::fault::Fault;
use crate::house::House;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::lang::Lang;
use domain::paper::Paper;
use leptos::prelude::{Owner, provide_context};
use tokio::sync::Semaphore;

/// Papers that are laid out at once; each takes a core.
static LAYING_OUT: Semaphore = Semaphore::const_new(2);

/// Whose papers they are, and in which colour: as its invoices name it, else as the house is called.
pub fn letterhead(house: &House) -> (String, String) {
    match &house.policy().billing.seller {
        Some(seller) => (seller.name.clone(), seller.letterhead.accent.clone()),
        None => (house.settings.company.clone(), String::new()),
    }
}

/// What `write` says in a language. Its words are the pages' own, which ask the call around them.
pub fn written(call: &app::call::Call, lang: Lang, write: impl FnOnce() -> Paper) -> Paper {
    Owner::new().with(|| {
        provide_context(app::call::Call { lang, ..call.clone() });
        write()
    })
}

/// Its pages.
pub async fn print(paper: Paper) -> Result<Vec<u8>, Fault> {
    laid_out(move || pdf::print(&paper)).await?.map_err(Fault::broken)
}

/// What a typesetter makes, when its turn has come.
pub async fn laid_out<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let _place = LAYING_OUT.acquire().await.map_err(Fault::broken)?;
    Ok(tokio::task::spawn_blocking(make).await?)
}

/// The answer with a file of this name.
pub fn answer(name: &str, pages: Result<Vec<u8>, Fault>) -> Response {
    match pages {
        Ok(pages) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, pages).into_response()
        }
        Err(fault) => crate::gate::error_answer(fault.into()),
    }
}
