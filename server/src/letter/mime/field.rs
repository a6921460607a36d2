//! What the headers of a mail say.
use super::{is, line};
use domain::letter::incoming::ReturnPath;
use jiff::Timestamp;
use mail_parser::{Address, Header, HeaderValue, Message};

/// Most pieces of a sender's name that are looked at.
const MOST_PIECES: usize = 5;

/// Name and address, in small letters, of the first one. Old address books write `Müller, Anna <anna@kunde.de>` without the
/// quotes that it needs: what stands before the first address is then the beginning of its name.
pub fn first(addresses: Option<&Address>) -> (String, String) {
    let all = || addresses.into_iter().flat_map(|addresses| addresses.iter()).take(MOST_PIECES);
    let read = |text: Option<&str>| line(text.unwrap_or_default());
    let mut pieces = Vec::new();
    for one in all() {
        let (name, address) = (read(one.name.as_deref()), read(one.address.as_deref()));
        if address.contains('@') {
            pieces.push(name);
            pieces.retain(|piece| !piece.is_empty());
            return (line(&pieces.join(", ")), address.to_lowercase());
        }
        pieces.push(if name.is_empty() { address } else { name });
    }
    all()
        .next()
        .map(|one| (read(one.name.as_deref()), read(one.address.as_deref()).to_lowercase()))
        .unwrap_or_default()
}

/// The ids that a header names, without their brackets.
pub fn ids(value: &HeaderValue) -> Vec<String> {
    let one = value.as_text().into_iter().map(line);
    let many = value.as_text_list().into_iter().flatten().map(|id| line(id));
    // `as_text` also answers the last one of a list.
    if value.as_text_list().is_some() { many.collect() } else { one.collect() }
}

/// Who stands in `To` and `Cc`.
pub fn named(message: &Message) -> Vec<String> {
    let shown = [message.to(), message.cc()];
    let shown = shown.into_iter().flatten().flat_map(|addresses| addresses.iter());
    shown
        .filter_map(|address| address.address.as_deref())
        .map(|address| line(address).to_lowercase())
        .collect()
}

/// Who stands there, and the mailboxes through which it came.
pub fn recipients(message: &Message) -> Vec<String> {
    let shown = named(message).into_iter();
    let hidden = ["Delivered-To", "X-Original-To", "Envelope-To"];
    let hidden = message.headers_raw().filter(|(name, _)| hidden.iter().any(|known| is(name, known)));
    let hidden = hidden.map(|(_, value)| value.trim().trim_matches(['<', '>']).to_owned());
    shown.chain(hidden).map(|address| line(&address).to_lowercase()).collect()
}

/// The address in `Return-Path`, which hears of failures.
pub fn return_path(message: &Message) -> ReturnPath {
    let path = message.headers_raw().find(|(name, _)| is(name, "Return-Path"));
    match path.map(|(_, value)| value.trim().trim_matches(['<', '>']).trim()) {
        None => ReturnPath::Absent,
        Some("") => ReturnPath::Empty,
        Some(address) => ReturnPath::Address(line(address).to_lowercase()),
    }
}

/// When it was written, as its writer's clock says.
pub fn written(message: &Message) -> Option<Timestamp> {
    message.date().and_then(|date| Timestamp::from_second(date.to_timestamp()).ok())
}

/// All headers, decoded where they are texts.
pub fn headers(message: &Message) -> Vec<(String, String)> {
    let decoded = |header: &Header| header.value.as_text().map(line);
    let both = message.headers().iter().zip(message.headers_raw());
    both.map(|(header, (name, raw))| (name.to_owned(), decoded(header).unwrap_or_else(|| line(raw))))
        .collect()
}
