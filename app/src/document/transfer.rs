//! How a file travels: announced, then sent piece by piece, taken up again where the server says it stopped.
//!
//! Only the browser calls these. `POST /documents` announces and answers an id; `PATCH /documents/{id}` sends the piece
//! that begins at `Upload-Offset`; `HEAD` tells how far the server is; the last piece answers the document.
use crate::error::AppError;
use crate::ticket::view::DocumentView;
use domain::id::DocumentId;
use domain::ticket::number::TicketNumber;
use js_sys::Promise;
use send_wrapper::SendWrapper;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, ProgressEvent, XmlHttpRequest};

/// Bytes of one piece.
const PIECE: u64 = 4 * 1024 * 1024;

/// One file on its way.
#[derive(Clone)]
pub struct Journey {
    file: SendWrapper<File>,
    size: u64,
    ticket: Option<TicketNumber>,
    way: SendWrapper<Rc<RefCell<Way>>>,
}

#[derive(Default)]
struct Way {
    id: Option<DocumentId>,
    /// How far the server is; `None` where it has to be asked.
    offset: Option<u64>,
    running: Option<XmlHttpRequest>,
    cancelled: bool,
}

/// What a step led to.
#[derive(Debug)]
pub enum Step {
    /// There is more to send.
    More,
    /// Complete.
    Arrived(DocumentView),
    /// The connection broke; the same journey can go on.
    Lost,
    /// The server does not take it.
    Refused(AppError),
    /// The reader stopped it.
    Cancelled,
}

#[derive(Serialize)]
struct Announcement<'a> {
    name: &'a str,
    size: u64,
    ticket: Option<TicketNumber>,
}

#[derive(Deserialize)]
struct Announced {
    id: DocumentId,
    #[serde(default)]
    offset: u64,
}

struct Answer {
    status: u16,
    offset: Option<u64>,
    body: String,
}

impl Journey {
    /// A file that has not left yet.
    pub fn new(file: File, size: u64, ticket: Option<TicketNumber>) -> Self {
        let way = SendWrapper::new(Rc::new(RefCell::new(Way::default())));
        Self { file: SendWrapper::new(file), size, ticket, way }
    }

    /// Announces, asks or sends the next piece, whichever is due. `sent` hears how many bytes are over.
    pub async fn step(&self, sent: impl Fn(u64) + 'static) -> Step {
        let (id, offset) = {
            let way = self.way.borrow();
            if way.cancelled {
                return Step::Cancelled;
            }
            (way.id, way.offset)
        };
        let answer = match (id, offset) {
            (None, _) => self.announce().await,
            (Some(id), None) => self.ask("HEAD", id, &[], None).await,
            (Some(id), Some(offset)) => self.send_piece(id, offset, sent).await,
        };
        self.read(id.is_none(), answer)
    }

    /// Stops, and lets the server forget what it has.
    pub fn cancel(&self) {
        let (running, id) = {
            let mut way = self.way.borrow_mut();
            way.cancelled = true;
            (way.running.take(), way.id.take())
        };
        if let Some(request) = running {
            let _ = request.abort();
        }
        if let Some(request) = id.and_then(|id| opened("DELETE", &format!("/documents/{id}"))) {
            let _ = request.send();
        }
    }

    async fn announce(&self) -> Option<Answer> {
        let name = self.file.name();
        let announcement = Announcement { name: &name, size: self.size, ticket: self.ticket };
        let request = opened("POST", "/documents")?;
        request.set_request_header("Content-Type", "application/json").ok()?;
        let body = serde_json::to_string(&announcement).ok()?;
        self.answered(request, |request| request.send_with_opt_str(Some(&body))).await
    }

    async fn send_piece(&self, id: DocumentId, offset: u64, sent: impl Fn(u64) + 'static) -> Option<Answer> {
        let end = self.size.min(offset + PIECE);
        #[allow(clippy::cast_precision_loss)] // files are far below 2^53 bytes
        let piece = self.file.slice_with_f64_and_f64(offset as f64, end as f64).ok()?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            sent(offset + event.loaded() as u64);
        });
        let heard = |request: &XmlHttpRequest| {
            let upload = request.upload().ok()?;
            upload.add_event_listener_with_callback("progress", progress.as_ref().unchecked_ref()).ok()
        };
        let headers = [("Upload-Offset", offset.to_string())];
        self.ask_hearing("PATCH", id, &headers, Some(&piece), heard).await
    }

    async fn ask(
        &self,
        method: &str,
        id: DocumentId,
        headers: &[(&str, String)],
        body: Option<&Blob>,
    ) -> Option<Answer> {
        self.ask_hearing(method, id, headers, body, |_| Some(())).await
    }

    async fn ask_hearing(
        &self,
        method: &str,
        id: DocumentId,
        headers: &[(&str, String)],
        body: Option<&Blob>,
        prepared: impl FnOnce(&XmlHttpRequest) -> Option<()>,
    ) -> Option<Answer> {
        let request = opened(method, &format!("/documents/{id}"))?;
        prepared(&request)?;
        if body.is_some() {
            request.set_request_header("Content-Type", "application/octet-stream").ok()?;
        }
        for (name, value) in headers {
            request.set_request_header(name, value).ok()?;
        }
        self.answered(request, |request| request.send_with_opt_blob(body)).await
    }

    /// Sends and waits; `None` where no answer came.
    async fn answered(
        &self,
        request: XmlHttpRequest,
        send: impl FnOnce(&XmlHttpRequest) -> Result<(), JsValue>,
    ) -> Option<Answer> {
        let ended = Promise::new(&mut |resolve, _| {
            let _ = request.add_event_listener_with_callback("loadend", &resolve);
        });
        self.way.borrow_mut().running = Some(request.clone());
        send(&request).ok()?;
        let ended = JsFuture::from(ended).await;
        self.way.borrow_mut().running = None;
        ended.ok()?;
        let status = request.status().ok().filter(|status| *status != 0)?;
        let offset = request.get_response_header("Upload-Offset").ok().flatten();
        Some(Answer {
            status,
            offset: offset.and_then(|offset| offset.parse().ok()),
            body: request.response_text().ok().flatten().unwrap_or_default(),
        })
    }

    fn read(&self, announcing: bool, answer: Option<Answer>) -> Step {
        let mut way = self.way.borrow_mut();
        if way.cancelled {
            return Step::Cancelled;
        }
        let Some(answer) = answer else {
            way.offset = None;
            return Step::Lost;
        };
        match answer.status {
            200 if !announcing && !answer.body.is_empty() => match serde_json::from_str(&answer.body) {
                Ok(document) => return Step::Arrived(document),
                Err(_) => return Step::Refused(AppError::Internal { id: "upload".to_owned() }),
            },
            200..=299 if announcing => match serde_json::from_str::<Announced>(&answer.body) {
                Ok(announced) => {
                    way.id = Some(announced.id);
                    way.offset = Some(announced.offset);
                }
                Err(_) => return Step::Refused(AppError::Internal { id: "upload".to_owned() }),
            },
            200..=299 => way.offset = answer.offset,
            // Somebody else's piece came first, or ours arrived and the answer was lost: ask how far it is.
            409 => way.offset = None,
            // Cleaned away meanwhile: from the start.
            404 | 410 if !announcing => *way = Way::default(),
            500..=599 => {
                way.offset = None;
                return Step::Lost;
            }
            _ => return Step::Refused(serde_json::from_str(&answer.body).unwrap_or(AppError::NotYours)),
        }
        Step::More
    }
}

fn opened(method: &str, address: &str) -> Option<XmlHttpRequest> {
    let request = XmlHttpRequest::new().ok()?;
    request.open(method, address).ok()?;
    request.set_request_header("X-Requested-With", "schalter").ok()?;
    Some(request)
}
