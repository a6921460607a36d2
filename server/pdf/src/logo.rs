//! The picture of a letterhead: SVG, or PNG.
use crate::world::{LOGO_PNG, LOGO_SVG};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::invoice::check::PNG;
use domain::invoice::party::Letterhead;

/// A picture as the typesetter reads it.
pub(crate) struct Logo {
    path: &'static str,
    bytes: Vec<u8>,
}

impl Logo {
    /// `None` where there is none. What is no picture after all fails as it is drawn.
    pub(crate) fn of(letterhead: &Letterhead) -> Option<Self> {
        let text = letterhead.logo.as_str();
        if text.is_empty() {
            return None;
        }
        Some(match text.strip_prefix(PNG) {
            Some(code) => Self { path: LOGO_PNG, bytes: STANDARD.decode(code).unwrap_or_default() },
            None => Self { path: LOGO_SVG, bytes: text.as_bytes().to_vec() },
        })
    }

    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    pub(crate) fn file(self) -> (&'static str, Vec<u8>) {
        (self.path, self.bytes)
    }
}
