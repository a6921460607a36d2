//! A file that is written while it is taken. Which rows stand in it is read at once: none is missing or there twice because something
//! was issued meanwhile. What they say is read some at a time, so that a file of many takes no more memory than a number for each.
use super::{invoice, service};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::{list, services};
use crate::package::sheet::push;
use app::call::Call;
use axum::body::{Body, Bytes};
use futures::StreamExt as _;
use std::vec::IntoIter;

/// Rows that are read at a time.
const CHUNK: usize = 500;

/// Of what.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// Invoices.
    Invoices,
    /// Billed services.
    Services,
}

/// A file under way.
pub struct Writing {
    house: House,
    call: Call,
    of: Of,
    head: Option<String>,
    left: IntoIter<i64>,
}

impl Writing {
    /// One with these headings and rows, by their ids.
    pub fn begin(house: &House, call: &Call, of: Of, heads: Vec<String>, rows: Vec<i64>) -> Self {
        let mut head = "\u{feff}".to_owned();
        push(&mut head, heads);
        Self { house: house.clone(), call: call.clone(), of, head: Some(head), left: rows.into_iter() }
    }

    /// The file.
    pub fn body(self) -> Body {
        let pieces = futures::stream::unfold(self, |mut writing| async {
            let piece = writing.next().await?;
            Some((piece.map(Bytes::from).map_err(Fault::cuts_off), writing))
        });
        // What packs an answer asks once more after its end.
        Body::from_stream(pieces.fuse())
    }

    async fn next(&mut self) -> Option<Result<String, Fault>> {
        if let Some(head) = self.head.take() {
            return Some(Ok(head));
        }
        let rows: Vec<i64> = self.left.by_ref().take(CHUNK).collect();
        if rows.is_empty() {
            return None;
        }
        Some(self.rows(&rows).await)
    }

    async fn rows(&self, ids: &[i64]) -> Result<String, Fault> {
        let (lang, mut text) = (self.call.lang, String::new());
        match self.of {
            Of::Invoices => {
                let today = self.house.clock.moment(self.call.now).civil().date();
                for row in list::rows(&self.house, ids).await? {
                    push(&mut text, invoice(lang, &row, today)?);
                }
            }
            Of::Services => {
                let policy = self.house.policy();
                for row in services::of_ids(&self.house, &self.call, ids).await? {
                    push(&mut text, service(lang, &policy.number, &row));
                }
            }
        }
        Ok(text)
    }
}
