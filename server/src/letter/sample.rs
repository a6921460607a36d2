//! Mails to look at before a configuration is published: made by what makes the real ones, with made-up content.
mod content;

use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::{About, Addressee, Letter, forms, occasion};
use crate::policy::desk::manager;
use crate::policy::draft::drafted_policy;
use app::call::Call;
use app::error::AppError;
use app::parts::badge::stage_word;
use app::words::{policy as w, say};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use content::{Content, Writing};
use domain::lang::Lang;
use domain::ticket::number::TicketNumber;

/// Who reads the samples.
const READER: &str = "Vera Albers";

/// `GET /settings-mail/{sample}/{lang}`: a mail as the asker's draft would write it, for a frame of the administration.
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path((sample, lang)): Path<(String, String)>,
) -> Response {
    let written = written(&house, &call, &sample, &lang).await;
    answer(written.map(|(_, html)| html), "text/html; charset=utf-8")
}

/// `GET /settings-mail/{sample}/{lang}/text`: the same as mail programs show it that read text alone.
pub async fn show_text(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path((sample, lang)): Path<(String, String)>,
) -> Response {
    let written = written(&house, &call, &sample, &lang).await;
    answer(written.map(|(text, _)| text), "text/plain; charset=utf-8")
}

fn answer(written: Result<String, Fault>, kind: &'static str) -> Response {
    match written {
        Ok(body) => {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
                ),
                (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, body).into_response()
        }
        Err(fault) => crate::gate::error_answer(fault.into()),
    }
}

/// A sample as plain text and as HTML.
async fn written(house: &House, call: &Call, sample: &str, lang: &str) -> Result<(String, String), Fault> {
    let actor = manager(call)?;
    let lang = Lang::of_code(lang).ok_or(AppError::NotFound)?;
    let policy = drafted_policy(house, actor.id.0).await?;
    let number = policy.number.write(TicketNumber(1042));
    let writing = Writing { house, call, policy: &policy, lang, number: &number, reader: READER };
    let Content { stage, blocks, account } = writing.content(sample).ok_or(AppError::NotFound)?;
    let to = Addressee { person: None, name: READER.to_owned(), email: String::new(), lang };
    let about = About {
        ticket: 0,
        title: say(lang, w::SAMPLE_TITLE).to_owned(),
        state: say(lang, stage_word(stage, false)).to_owned(),
        address: account.then(|| house.link("/")),
        token: "1042-0123456789abcdef".to_owned(),
        internal: false,
        begins: false,
        number,
    };
    let occasion = occasion(&blocks);
    let letter = Letter {
        to,
        subject: String::new(),
        blocks,
        about: Some(about),
        secret: false,
        acknowledges: false,
        answers: None,
    };
    Ok(forms(house, &policy, &letter, &occasion))
}
